/* model/encord-ontology-object.h - one class of objects of an ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-attribute-type.h>
#include <encord/model/encord-ontology-element.h>
#include <encord/model/encord-ontology-types.h>
#include <encord/model/encord-shape.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_ONTOLOGY_OBJECT (encord_ontology_object_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordOntologyObject, encord_ontology_object, ENCORD,
                      ONTOLOGY_OBJECT, EncordOntologyElement)

ENCORD_API
const char *encord_ontology_object_get_name (EncordOntologyObject *self);
ENCORD_API
const char *encord_ontology_object_get_color (EncordOntologyObject *self);
ENCORD_API
const char *
encord_ontology_object_get_feature_hash (EncordOntologyObject *self);
ENCORD_API
EncordShape encord_ontology_object_get_shape (EncordOntologyObject *self);
ENCORD_API
gboolean encord_ontology_object_get_required (EncordOntologyObject *self);
/* EncordOntologyAttribute elements, in wire order; belongs to the object */
ENCORD_API
GPtrArray *encord_ontology_object_get_attributes (EncordOntologyObject *self);
ENCORD_API
EncordOntologyAttribute *
encord_ontology_object_find_attribute (EncordOntologyObject *self,
                                       const char *feature_hash);
ENCORD_API
EncordOntologyAttribute *
encord_ontology_object_find_attribute_by_title (EncordOntologyObject *self,
                                                const char *title);
ENCORD_API
EncordOntologyAttribute *encord_ontology_object_add_attribute (
    EncordOntologyObject *self, const char *name, EncordAttributeType type,
    gboolean required, gboolean dynamic, GError **error);
ENCORD_API
EncordOntologyAttribute *encord_ontology_object_add_attribute_full (
    EncordOntologyObject *self, const char *name, EncordAttributeType type,
    gboolean required, gboolean dynamic, guint64 local_id,
    const char *feature_hash, GError **error);
ENCORD_API
JsonNode *encord_ontology_object_to_json (EncordOntologyObject *self);

G_END_DECLS
