/* encord-ontology-index-private.h - an ontology's elements by hash and by title
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-element.h>

G_BEGIN_DECLS

/* Shared by the elements of a structure, so that those added below any of them
 * are found. It owns none of them; what it hands out is borrowed. */
typedef struct _EncordOntologyIndex EncordOntologyIndex;

EncordOntologyIndex *encord_ontology_index_new (void);
EncordOntologyIndex *encord_ontology_index_ref (EncordOntologyIndex *self);
void encord_ontology_index_unref (EncordOntologyIndex *self);

/* forgets all elements, and those that are added from now on */
void encord_ontology_index_close (EncordOntologyIndex *self);

/* the first of its type with this hash is the one that is found */
void encord_ontology_index_add (EncordOntologyIndex *self,
                                EncordOntologyElement *element);
void encord_ontology_index_add_title (EncordOntologyIndex *self,
                                      EncordOntologyElement *element);

/* type: ENCORD_TYPE_ONTOLOGY_ELEMENT for all of them, or a type of element */
EncordOntologyElement *encord_ontology_index_find (EncordOntologyIndex *self,
                                                   GType type,
                                                   const char *feature_hash);
/* the first that was added */
EncordOntologyElement *
encord_ontology_index_find_title (EncordOntologyIndex *self, GType type,
                                  const char *title);
guint encord_ontology_index_count_title (EncordOntologyIndex *self, GType type,
                                         const char *title);
/* appends new references of them to elements, type by type */
void encord_ontology_index_collect_title (EncordOntologyIndex *self, GType type,
                                          const char *title,
                                          GPtrArray *elements);

G_END_DECLS
