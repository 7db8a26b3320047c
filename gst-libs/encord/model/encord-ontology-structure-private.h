/* encord-ontology-structure-private.h - what the files of the structure share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-index-private.h>
#include <encord/model/encord-ontology-structure.h>

G_BEGIN_DECLS

struct _EncordOntologyStructure
{
  GObject parent;

  JsonObject *editor;
  GPtrArray *objects;         /* of EncordOntologyObject */
  GPtrArray *classifications; /* of EncordOntologyClassification */
  GPtrArray *templates;       /* of EncordSkeletonTemplate */
  guint64 largest_object_id;
  guint64 largest_classification_id;
  EncordOntologyIndex *index;
  GHashTable *templates_by_name; /* of the elements of templates */
};

/* take the element (transfer full) into its list and the index */
void encord_ontology_structure_append_object (EncordOntologyStructure *self,
                                              EncordOntologyObject *object);
void encord_ontology_structure_append_classification (
    EncordOntologyStructure *self,
    EncordOntologyClassification *classification);
void encord_ontology_structure_append_template (
    EncordOntologyStructure *self, EncordSkeletonTemplate *skeleton_template);
/* colour number n of those that the web editor hands out, which then come again */
const char *encord_ontology_structure_pick_color (guint n);

G_END_DECLS
