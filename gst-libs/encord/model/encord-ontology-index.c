/* encord-ontology-index.c - an ontology's elements by hash and by title
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-classification.h>
#include <encord/model/encord-ontology-index-private.h>
#include <encord/model/encord-ontology-object.h>
#include <encord/model/encord-ontology-option.h>

#define N_KINDS 4

/* A table a type: the service checks nobody's hashes, so an attribute must not
 * hide the object of the same hash. Keys belong to the elements' JSON. */
struct _EncordOntologyIndex
{
  gboolean closed;
  GHashTable *by_hash[N_KINDS];  /* of the elements */
  GHashTable *by_title[N_KINDS]; /* of GPtrArray of elements */
};

static gboolean
has_type (guint kind, GType type)
{
  const GType types[N_KINDS] = {
    ENCORD_TYPE_ONTOLOGY_OBJECT,
    ENCORD_TYPE_ONTOLOGY_CLASSIFICATION,
    ENCORD_TYPE_ONTOLOGY_ATTRIBUTE,
    ENCORD_TYPE_ONTOLOGY_OPTION,
  };

  return type == types[kind] || type == ENCORD_TYPE_ONTOLOGY_ELEMENT;
}

static guint
kind_of (EncordOntologyElement *element)
{
  guint kind = 0;

  while (!has_type (kind, G_OBJECT_TYPE (element)))
    kind++;

  return kind;
}

EncordOntologyIndex *
encord_ontology_index_new (void)
{
  EncordOntologyIndex *self = g_atomic_rc_box_new0 (EncordOntologyIndex);

  for (guint i = 0; i < N_KINDS; i++) {
    self->by_hash[i] = g_hash_table_new (g_str_hash, g_str_equal);
    self->by_title[i] = g_hash_table_new_full (
        g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  }

  return self;
}

EncordOntologyIndex *
encord_ontology_index_ref (EncordOntologyIndex *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
index_clear (gpointer data)
{
  EncordOntologyIndex *self = data;

  for (guint i = 0; i < N_KINDS; i++) {
    g_hash_table_unref (self->by_hash[i]);
    g_hash_table_unref (self->by_title[i]);
  }
}

void
encord_ontology_index_unref (EncordOntologyIndex *self)
{
  g_atomic_rc_box_release_full (self, index_clear);
}

void
encord_ontology_index_close (EncordOntologyIndex *self)
{
  self->closed = TRUE;
  for (guint i = 0; i < N_KINDS; i++) {
    g_hash_table_remove_all (self->by_hash[i]);
    g_hash_table_remove_all (self->by_title[i]);
  }
}

void
encord_ontology_index_add (EncordOntologyIndex *self,
                           EncordOntologyElement *element)
{
  GHashTable *table = self->by_hash[kind_of (element)];
  const char *hash = encord_ontology_element_get_feature_hash (element);

  if (self->closed)
    return;
  if (!g_hash_table_contains (table, hash))
    g_hash_table_insert (table, (gpointer) hash, element);
  if (encord_ontology_element_get_title (element) != NULL)
    encord_ontology_index_add_title (self, element);
}

void
encord_ontology_index_add_title (EncordOntologyIndex *self,
                                 EncordOntologyElement *element)
{
  GHashTable *table = self->by_title[kind_of (element)];
  const char *title = encord_ontology_element_get_title (element);
  GPtrArray *same;

  if (self->closed)
    return;
  same = g_hash_table_lookup (table, title);
  if (same == NULL) {
    same = g_ptr_array_sized_new (1);
    g_hash_table_insert (table, (gpointer) title, same);
  }
  g_ptr_array_add (same, element);
}

EncordOntologyElement *
encord_ontology_index_find (EncordOntologyIndex *self, GType type,
                            const char *feature_hash)
{
  EncordOntologyElement *element = NULL;

  for (guint i = 0; i < N_KINDS && element == NULL; i++)
    if (has_type (i, type))
      element = g_hash_table_lookup (self->by_hash[i], feature_hash);

  return element;
}

EncordOntologyElement *
encord_ontology_index_find_title (EncordOntologyIndex *self, GType type,
                                  const char *title)
{
  for (guint i = 0; i < N_KINDS; i++) {
    GPtrArray *same = has_type (i, type)
                          ? g_hash_table_lookup (self->by_title[i], title)
                          : NULL;

    if (same != NULL)
      return g_ptr_array_index (same, 0);
  }

  return NULL;
}

guint
encord_ontology_index_count_title (EncordOntologyIndex *self, GType type,
                                   const char *title)
{
  guint n = 0;

  for (guint i = 0; i < N_KINDS; i++) {
    GPtrArray *same = has_type (i, type)
                          ? g_hash_table_lookup (self->by_title[i], title)
                          : NULL;

    n += same != NULL ? same->len : 0;
  }

  return n;
}

void
encord_ontology_index_collect_title (EncordOntologyIndex *self, GType type,
                                     const char *title, GPtrArray *elements)
{
  for (guint i = 0; i < N_KINDS; i++) {
    GPtrArray *same = has_type (i, type)
                          ? g_hash_table_lookup (self->by_title[i], title)
                          : NULL;

    for (guint k = 0; same != NULL && k < same->len; k++)
      g_ptr_array_add (elements, g_object_ref (g_ptr_array_index (same, k)));
  }
}
