/* model/encord-ontology-attribute.h - one question that is asked about a label
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-attribute-type.h>
#include <encord/model/encord-ontology-element.h>
#include <encord/model/encord-ontology-types.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_ONTOLOGY_ATTRIBUTE (encord_ontology_attribute_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordOntologyAttribute, encord_ontology_attribute,
                      ENCORD, ONTOLOGY_ATTRIBUTE, EncordOntologyElement)

ENCORD_API
const char *
encord_ontology_attribute_get_feature_hash (EncordOntologyAttribute *self);
ENCORD_API
const char *encord_ontology_attribute_get_name (EncordOntologyAttribute *self);
ENCORD_API
EncordAttributeType
encord_ontology_attribute_get_attribute_type (EncordOntologyAttribute *self);
ENCORD_API
gboolean encord_ontology_attribute_get_required (EncordOntologyAttribute *self);
ENCORD_API
gboolean encord_ontology_attribute_get_dynamic (EncordOntologyAttribute *self);

/* EncordOntologyOption elements, in wire order; belongs to the attribute */
ENCORD_API
GPtrArray *
encord_ontology_attribute_get_options (EncordOntologyAttribute *self);
ENCORD_API
EncordOntologyOption *
encord_ontology_attribute_find_option (EncordOntologyAttribute *self,
                                       const char *feature_hash);
ENCORD_API
EncordOntologyOption *
encord_ontology_attribute_find_option_by_title (EncordOntologyAttribute *self,
                                                const char *title);

ENCORD_API
EncordOntologyOption *
encord_ontology_attribute_add_option (EncordOntologyAttribute *self,
                                      const char *label, const char *value,
                                      GError **error);
ENCORD_API
EncordOntologyOption *encord_ontology_attribute_add_option_full (
    EncordOntologyAttribute *self, const char *label, const char *value,
    guint64 local_id, const char *feature_hash, GError **error);

ENCORD_API
EncordOntologyOption *
encord_ontology_attribute_get_parent_option (EncordOntologyAttribute *self);
ENCORD_API
EncordOntologyObject *
encord_ontology_attribute_get_object (EncordOntologyAttribute *self);
ENCORD_API
EncordOntologyClassification *
encord_ontology_attribute_get_classification (EncordOntologyAttribute *self);

G_END_DECLS
