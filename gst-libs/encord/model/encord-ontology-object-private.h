/* encord-ontology-object-private.h - an ontology object and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/model/encord-ontology-object.h>

G_BEGIN_DECLS

/* wire is an element of the ontology's "objects" and is kept, not copied */
EncordOntologyObject *encord_ontology_object_new (JsonObject *wire,
                                                  GError **error);
JsonObject *encord_ontology_object_get_wire (EncordOntologyObject *self);
guint64 encord_ontology_object_get_id (EncordOntologyObject *self);

G_END_DECLS
