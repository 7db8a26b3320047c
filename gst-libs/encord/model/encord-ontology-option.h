/* model/encord-ontology-option.h - one answer that can be chosen
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

#define ENCORD_TYPE_ONTOLOGY_OPTION (encord_ontology_option_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordOntologyOption, encord_ontology_option, ENCORD,
                      ONTOLOGY_OPTION, EncordOntologyElement)

ENCORD_API
const char *
encord_ontology_option_get_feature_hash (EncordOntologyOption *self);
ENCORD_API
const char *encord_ontology_option_get_label (EncordOntologyOption *self);
ENCORD_API
const char *encord_ontology_option_get_value (EncordOntologyOption *self);
ENCORD_API
EncordOntologyAttribute *
encord_ontology_option_get_attribute (EncordOntologyOption *self);
/* EncordOntologyAttribute elements, in wire order; belongs to the option */
ENCORD_API
GPtrArray *
encord_ontology_option_get_nested_attributes (EncordOntologyOption *self);
ENCORD_API
EncordOntologyAttribute *encord_ontology_option_add_nested_attribute (
    EncordOntologyOption *self, const char *name, EncordAttributeType type,
    gboolean required, GError **error);
ENCORD_API
EncordOntologyAttribute *encord_ontology_option_add_nested_attribute_full (
    EncordOntologyOption *self, const char *name, EncordAttributeType type,
    gboolean required, guint64 local_id, const char *feature_hash,
    GError **error);

G_END_DECLS
