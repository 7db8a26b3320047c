/* client/encord-legacy-ontology-private.h - additions to an ontology's JSON, in place
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-shape.h>
#include <encord/model/encord-attribute-type.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Pure. The editor has the lists objects and classifications, of anything. */
void encord_legacy_ontology_add_object (JsonObject *editor, const char *name,
                                        EncordShape shape);
/* options: nullable */
void encord_legacy_ontology_add_classification (JsonObject *editor,
                                                const char *name,
                                                EncordAttributeType type,
                                                gboolean required,
                                                const char *const *options);

G_END_DECLS
