/* encord-ontology-element-private.h - an element's wire form and its place
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-error.h>
#include <encord/model/encord-ontology-element.h>
#include <encord/model/encord-ontology-index-private.h>

G_BEGIN_DECLS

/* attributes nest under options under attributes; the editor shows a handful of
 * levels */
#define ENCORD_ONTOLOGY_MAX_DEPTH 64

/* wire is a part of the ontology's JSON and is kept, not copied; its strings must
 * stay. title_member: where the title stands, or NULL */
gpointer encord_ontology_element_new (GType type, JsonObject *wire,
                                      const char *subject,
                                      const char *title_member, GError **error);

JsonObject *encord_ontology_element_get_wire (EncordOntologyElement *self);
gboolean encord_ontology_element_get_flag (EncordOntologyElement *self,
                                           const char *member);
EncordOntologyIndex *
encord_ontology_element_get_index (EncordOntologyElement *self);
/* the number after the last dot of the id, 0 for none */
guint64 encord_ontology_element_get_local_id (EncordOntologyElement *self);
guint64
encord_ontology_element_get_largest_child_id (EncordOntologyElement *self);

/* for objects and classifications: position is the place in their list */
void encord_ontology_element_enter (EncordOntologyElement *self,
                                    EncordOntologyIndex *index, guint position);
/* makes child (transfer full) the last child of a parent */
void encord_ontology_element_adopt (EncordOntologyElement *self,
                                    EncordOntologyElement *child);
void encord_ontology_element_set_title (EncordOntologyElement *self,
                                        const char *title);

guint encord_ontology_element_get_position (EncordOntologyElement *self);

/* elements (borrowed) in the order in which the ontology lists them */
void encord_ontology_element_sort (GPtrArray *elements);
/* first when it is the only one of n, or an error that names what was looked for */
EncordOntologyElement *
encord_ontology_element_pick (guint n, EncordOntologyElement *first,
                              const char *title, GType type, GError **error);
/* element when it has the type, or an error that names what was looked for */
EncordOntologyElement *
encord_ontology_element_check (EncordOntologyElement *element,
                               const char *feature_hash, GType type,
                               GError **error);
gboolean encord_ontology_element_is_type (GType type);

G_END_DECLS
