/* gstencordsrcselection.h - which units of a project encordsrc reads
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* what to read; a NULL or 0 member does not restrict */
typedef struct
{
  char *project_hash;
  char **data_hashes;
  char *title_like;
  char **task_status;
  char *workflow_stage;
  guint max_units;
} GstEncordSrcSelection;

void gst_encord_src_selection_copy (GstEncordSrcSelection *dest,
                                    const GstEncordSrcSelection *src);
void gst_encord_src_selection_clear (GstEncordSrcSelection *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstEncordSrcSelection,
                                  gst_encord_src_selection_clear)
/* (transfer full) (nullable): the filters that are set, as properties; NULL: none */
char *gst_encord_src_selection_describe (const GstEncordSrcSelection *self);

G_END_DECLS
