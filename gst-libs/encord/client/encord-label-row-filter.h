/* client/encord-label-row-filter.h - which rows a listing shows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_LABEL_ROW_FILTER (encord_label_row_filter_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordLabelRowFilter, encord_label_row_filter, ENCORD,
                      LABEL_ROW_FILTER, GObject)

/* a GObject with one property per member of the listing's payload: data-hashes,
 * label-hashes, label-statuses (string arrays), edited-before, edited-after
 * (GDateTime), shadow-data-state, data-title-eq, data-title-like,
 * workflow-graph-node-title-eq, workflow-graph-node-title-like, branch-name
 * (strings), include-* (booleans) */
ENCORD_API
EncordLabelRowFilter *encord_label_row_filter_new (void);

G_END_DECLS
