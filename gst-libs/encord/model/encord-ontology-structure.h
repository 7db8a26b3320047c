/* model/encord-ontology-structure.h - what may be labelled: classes, attributes, options
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>
#include <encord/model/encord-ontology-element.h>
#include <encord/model/encord-ontology-types.h>
#include <encord/model/encord-shape.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_ONTOLOGY_STRUCTURE (encord_ontology_structure_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordOntologyStructure, encord_ontology_structure,
                      ENCORD, ONTOLOGY_STRUCTURE, GObject)

ENCORD_API
EncordOntologyStructure *encord_ontology_structure_new (void);
ENCORD_API
EncordOntologyStructure *
encord_ontology_structure_new_from_json (JsonNode *editor, GError **error);
ENCORD_API
JsonNode *encord_ontology_structure_to_json (EncordOntologyStructure *self);

/* EncordOntologyObject elements, in wire order; belongs to the structure */
ENCORD_API
GPtrArray *
encord_ontology_structure_get_objects (EncordOntologyStructure *self);
/* EncordOntologyClassification elements, in wire order; belongs to the structure
 */
ENCORD_API
GPtrArray *
encord_ontology_structure_get_classifications (EncordOntologyStructure *self);

/* EncordSkeletonTemplate elements, in wire order; belongs to the structure */
ENCORD_API
GPtrArray *encord_ontology_structure_get_skeleton_templates (
    EncordOntologyStructure *self);

ENCORD_API
EncordOntologyObject *
encord_ontology_structure_find_object (EncordOntologyStructure *self,
                                       const char *feature_hash);
ENCORD_API
EncordOntologyObject *
encord_ontology_structure_find_object_by_title (EncordOntologyStructure *self,
                                                const char *title);
ENCORD_API
EncordOntologyClassification *
encord_ontology_structure_find_classification (EncordOntologyStructure *self,
                                               const char *feature_hash);
ENCORD_API
EncordOntologyAttribute *
encord_ontology_structure_find_attribute (EncordOntologyStructure *self,
                                          const char *feature_hash);
ENCORD_API
EncordOntologyOption *
encord_ontology_structure_find_option (EncordOntologyStructure *self,
                                       const char *feature_hash);

ENCORD_API
EncordSkeletonTemplate *
encord_ontology_structure_find_skeleton_template (EncordOntologyStructure *self,
                                                  const char *name);

ENCORD_API
EncordOntologyElement *
encord_ontology_structure_find_child_by_hash (EncordOntologyStructure *self,
                                              const char *feature_hash,
                                              GType type, GError **error);
ENCORD_API
EncordOntologyElement *
encord_ontology_structure_find_child_by_title (EncordOntologyStructure *self,
                                               const char *title, GType type,
                                               GError **error);
ENCORD_API
GPtrArray *encord_ontology_structure_find_children_by_title (
    EncordOntologyStructure *self, const char *title, GType type);

ENCORD_API
EncordOntologyObject *
encord_ontology_structure_add_object (EncordOntologyStructure *self,
                                      const char *name, EncordShape shape,
                                      GError **error);
ENCORD_API
EncordOntologyObject *encord_ontology_structure_add_object_full (
    EncordOntologyStructure *self, const char *name, EncordShape shape,
    guint64 id, const char *color, const char *feature_hash, GError **error);
ENCORD_API
EncordOntologyClassification *
encord_ontology_structure_add_classification (EncordOntologyStructure *self,
                                              GError **error);
ENCORD_API
EncordOntologyClassification *
encord_ontology_structure_add_classification_full (
    EncordOntologyStructure *self, guint64 id, const char *feature_hash,
    GError **error);
ENCORD_API
gboolean encord_ontology_structure_add_skeleton_template (
    EncordOntologyStructure *self, EncordSkeletonTemplate *skeleton_template,
    const char *feature_hash, GError **error);
ENCORD_API
gboolean
encord_ontology_structure_check_complete (EncordOntologyStructure *self,
                                          GError **error);

G_END_DECLS
