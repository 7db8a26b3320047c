/* model/encord-ontology-classification.h - one question about whole frames
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

#define ENCORD_TYPE_ONTOLOGY_CLASSIFICATION                                    \
  (encord_ontology_classification_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordOntologyClassification,
                      encord_ontology_classification, ENCORD,
                      ONTOLOGY_CLASSIFICATION, EncordOntologyElement)

ENCORD_API
const char *encord_ontology_classification_get_feature_hash (
    EncordOntologyClassification *self);
ENCORD_API
const char *
encord_ontology_classification_get_title (EncordOntologyClassification *self);
ENCORD_API
EncordOntologyAttribute *encord_ontology_classification_get_attribute (
    EncordOntologyClassification *self);
ENCORD_API
EncordOntologyAttribute *encord_ontology_classification_add_attribute (
    EncordOntologyClassification *self, const char *name,
    EncordAttributeType type, gboolean required, GError **error);
ENCORD_API
EncordOntologyAttribute *encord_ontology_classification_add_attribute_full (
    EncordOntologyClassification *self, const char *name,
    EncordAttributeType type, gboolean required, guint64 local_id,
    const char *feature_hash, GError **error);

G_END_DECLS
