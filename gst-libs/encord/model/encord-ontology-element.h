/* model/encord-ontology-element.h - what all parts of an ontology have in common
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_ONTOLOGY_ELEMENT (encord_ontology_element_get_type ())
ENCORD_API
G_DECLARE_DERIVABLE_TYPE (EncordOntologyElement, encord_ontology_element,
                          ENCORD, ONTOLOGY_ELEMENT, GObject)

struct _EncordOntologyElementClass
{
  /*< private >*/
  GObjectClass parent_class;

  gpointer padding[4];
};

ENCORD_API
const char *encord_ontology_element_get_id (EncordOntologyElement *self);
ENCORD_API
const char *
encord_ontology_element_get_feature_hash (EncordOntologyElement *self);
ENCORD_API
const char *encord_ontology_element_get_title (EncordOntologyElement *self);
ENCORD_API
EncordOntologyElement *
encord_ontology_element_get_parent (EncordOntologyElement *self);
/* EncordOntologyElement elements, in wire order; belongs to the element */
ENCORD_API
GPtrArray *encord_ontology_element_get_children (EncordOntologyElement *self);
ENCORD_API
EncordOntologyElement *
encord_ontology_element_find_child_by_hash (EncordOntologyElement *self,
                                            const char *feature_hash,
                                            GType type, GError **error);
ENCORD_API
EncordOntologyElement *encord_ontology_element_find_child_by_title (
    EncordOntologyElement *self, const char *title, GType type, GError **error);
ENCORD_API
GPtrArray *
encord_ontology_element_find_children_by_title (EncordOntologyElement *self,
                                                const char *title, GType type);
ENCORD_API
JsonNode *encord_ontology_element_to_json (EncordOntologyElement *self);

G_END_DECLS
