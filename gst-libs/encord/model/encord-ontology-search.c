/* encord-ontology-search.c - finds what is below an element of an ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <encord/model/encord-ontology-element-private.h>
#include <encord/model/encord-ontology-object.h>

gboolean
encord_ontology_element_is_type (GType type)
{
  return g_type_is_a (type, ENCORD_TYPE_ONTOLOGY_ELEMENT);
}

static guint
depth_of (EncordOntologyElement *element)
{
  guint depth = 0;

  while ((element = encord_ontology_element_get_parent (element)) != NULL)
    depth++;

  return depth;
}

static EncordOntologyElement *
rise (EncordOntologyElement *element, guint levels)
{
  while (levels-- > 0)
    element = encord_ontology_element_get_parent (element);

  return element;
}

static gint
compare_siblings (EncordOntologyElement *a, EncordOntologyElement *b)
{
  const guint p = encord_ontology_element_get_position (a);
  const guint q = encord_ontology_element_get_position (b);

  if (ENCORD_IS_ONTOLOGY_OBJECT (a) != ENCORD_IS_ONTOLOGY_OBJECT (b))
    return ENCORD_IS_ONTOLOGY_OBJECT (a) ? -1 : 1;

  return (p > q) - (p < q);
}

/* an element comes before what is below it, and objects before classifications */
static gint
compare_places (gconstpointer first, gconstpointer second)
{
  EncordOntologyElement *a = *(EncordOntologyElement *const *) first;
  EncordOntologyElement *b = *(EncordOntologyElement *const *) second;
  const guint depth_a = depth_of (a);
  const guint depth_b = depth_of (b);
  const guint depth = MIN (depth_a, depth_b);

  a = rise (a, depth_a - depth);
  b = rise (b, depth_b - depth);
  if (a == b)
    return (depth_a > depth_b) - (depth_a < depth_b);
  while (encord_ontology_element_get_parent (a) !=
         encord_ontology_element_get_parent (b)) {
    a = encord_ontology_element_get_parent (a);
    b = encord_ontology_element_get_parent (b);
  }

  return compare_siblings (a, b);
}

void
encord_ontology_element_sort (GPtrArray *elements)
{
  if (elements->len > 1)
    g_ptr_array_sort (elements, compare_places);
}

/* what the SDK calls OntologyError */
static gpointer
fail (GError **error, EncordError code, const char *problem,
      const char *looked_for, GType type)
{
  const EncordErrorDetails details = {
    .server_error = ENCORD_SERVER_ERROR_ONTOLOGY,
  };

  g_propagate_error (error, encord_error_new_with_details (
                                code, &details, "ontology: %s \"%s\" as %s",
                                problem, looked_for, g_type_name (type)));

  return NULL;
}

EncordOntologyElement *
encord_ontology_element_pick (guint n, EncordOntologyElement *first,
                              const char *title, GType type, GError **error)
{
  if (n == 0)
    return fail (error, ENCORD_ERROR_NOT_FOUND, "no element has the title",
                 title, type);
  if (n > 1)
    return fail (error, ENCORD_ERROR_CONFLICT,
                 "more than one element (use its hash) has the title", title,
                 type);

  return first;
}

EncordOntologyElement *
encord_ontology_element_check (EncordOntologyElement *element,
                               const char *feature_hash, GType type,
                               GError **error)
{
  if (element == NULL || !g_type_is_a (G_OBJECT_TYPE (element), type))
    return fail (error, ENCORD_ERROR_NOT_FOUND, "no element has the hash",
                 feature_hash, type);

  return element;
}

static EncordOntologyElement *
search_hash (EncordOntologyElement *self, const char *hash)
{
  GPtrArray *children = encord_ontology_element_get_children (self);
  EncordOntologyElement *found = NULL;

  for (guint i = 0; i < children->len && found == NULL; i++) {
    EncordOntologyElement *child = g_ptr_array_index (children, i);

    found = g_str_equal (encord_ontology_element_get_feature_hash (child), hash)
                ? child
                : search_hash (child, hash);
  }

  return found;
}

static void
collect_title (EncordOntologyElement *self, const char *title, GType type,
               GPtrArray *found)
{
  GPtrArray *children = encord_ontology_element_get_children (self);

  for (guint i = 0; i < children->len; i++) {
    EncordOntologyElement *child = g_ptr_array_index (children, i);

    if (g_type_is_a (G_OBJECT_TYPE (child), type) &&
        g_str_equal (encord_ontology_element_get_title (child), title))
      g_ptr_array_add (found, g_object_ref (child));
    collect_title (child, title, type, found);
  }
}

/**
 * encord_ontology_element_find_child_by_hash:
 * @self: an element
 * @feature_hash: the hash to look for
 * @type: the type that is wanted, such as `ENCORD_TYPE_ONTOLOGY_OPTION`, or
 *   `ENCORD_TYPE_ONTOLOGY_ELEMENT` for any
 * @error: return location
 *
 * Finds an element below another one, at any depth
 * (`OntologyElement.get_child_by_hash` of the SDK).
 *
 * No such element, or one of another type, is %ENCORD_ERROR_NOT_FOUND with
 * %ENCORD_SERVER_ERROR_ONTOLOGY.
 *
 * Returns: (transfer none): the element, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyElement *
encord_ontology_element_find_child_by_hash (EncordOntologyElement *self,
                                            const char *feature_hash,
                                            GType type, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);
  g_return_val_if_fail (encord_ontology_element_is_type (type), NULL);

  return encord_ontology_element_check (search_hash (self, feature_hash),
                                        feature_hash, type, error);
}

/**
 * encord_ontology_element_find_children_by_title:
 * @self: an element
 * @title: the title to look for, compared byte by byte
 * @type: the type that is wanted, or `ENCORD_TYPE_ONTOLOGY_ELEMENT` for any
 *
 * Finds all elements of a title below another one, at any depth
 * (`OntologyElement.get_children_by_title` of the SDK).
 *
 * Returns: (transfer container) (element-type EncordOntologyElement): the
 *   elements in the order of the ontology; empty when there are none
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_element_find_children_by_title (EncordOntologyElement *self,
                                                const char *title, GType type)
{
  GPtrArray *found;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (encord_ontology_element_is_type (type), NULL);

  found = g_ptr_array_new_with_free_func (g_object_unref);
  collect_title (self, title, type, found);

  return found;
}

/**
 * encord_ontology_element_find_child_by_title:
 * @self: an element
 * @title: the title to look for, compared byte by byte
 * @type: the type that is wanted, or `ENCORD_TYPE_ONTOLOGY_ELEMENT` for any
 * @error: return location
 *
 * Finds the only element of a title below another one, at any depth
 * (`OntologyElement.get_child_by_title` of the SDK).
 *
 * No such element is %ENCORD_ERROR_NOT_FOUND, more than one is
 * %ENCORD_ERROR_CONFLICT, both with %ENCORD_SERVER_ERROR_ONTOLOGY.
 *
 * Returns: (transfer none): the element, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyElement *
encord_ontology_element_find_child_by_title (EncordOntologyElement *self,
                                             const char *title, GType type,
                                             GError **error)
{
  g_autoptr (GPtrArray) found = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (encord_ontology_element_is_type (type), NULL);

  found = encord_ontology_element_find_children_by_title (self, title, type);

  return encord_ontology_element_pick (
      found->len, found->len > 0 ? g_ptr_array_index (found, 0) : NULL, title,
      type, error);
}
