/* encord-ontology-build.c - ids, hashes and wire forms of new elements
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-short-hash-private.h>

gboolean
encord_ontology_build_check_title (const char *what, const char *title,
                                   GError **error)
{
  if (*title != '\0')
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "ontology: %s needs a name", what);

  return FALSE;
}

guint64
encord_ontology_build_id (GPtrArray *siblings, guint64 largest, guint64 wanted,
                          GError **error)
{
  if (wanted == 0) {
    if (largest < G_MAXINT64)
      return largest + 1;
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ontology: no id comes after the largest one");
    return 0;
  }
  if (wanted > G_MAXINT64) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology: the id %" G_GUINT64_FORMAT " is too large", wanted);
    return 0;
  }

  for (guint i = 0; i < siblings->len; i++)
    if (encord_ontology_element_get_local_id (
            g_ptr_array_index (siblings, i)) == wanted) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                   "ontology: the id %" G_GUINT64_FORMAT " is taken", wanted);
      return 0;
    }

  return wanted;
}

char *
encord_ontology_build_nested_id (EncordOntologyElement *parent, guint64 wanted,
                                 GError **error)
{
  const char *parent_id = encord_ontology_element_get_id (parent);
  guint64 id;

  if (*parent_id == '\0') {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ontology: %s has no id, so nothing can be added below it",
                 encord_ontology_element_get_feature_hash (parent));
    return NULL;
  }
  id = encord_ontology_build_id (
      encord_ontology_element_get_children (parent),
      encord_ontology_element_get_largest_child_id (parent), wanted, error);

  return id != 0 ? g_strdup_printf ("%s.%" G_GUINT64_FORMAT, parent_id, id)
                 : NULL;
}

static char *
random_hash (EncordOntologyHashForm form)
{
  if (form == ENCORD_ONTOLOGY_HASH_TOP) {
    g_autofree char *uuid = g_uuid_string_random ();

    return g_strndup (uuid, 8);
  }

  return encord_short_hash_new ();
}

char *
encord_ontology_build_hash (EncordOntologyIndex *index,
                            EncordOntologyHashForm form, const char *wanted,
                            GError **error)
{
  g_autofree char *hash = wanted != NULL ? g_strdup (wanted) : NULL;

  if (wanted != NULL && *wanted == '\0') {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology: a feature hash must not be empty");
    return NULL;
  }
  if (hash == NULL)
    hash = random_hash (form);
  while (encord_ontology_index_find (index, ENCORD_TYPE_ONTOLOGY_ELEMENT,
                                     hash) != NULL) {
    if (wanted != NULL) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                   "ontology: the feature hash %s is taken", wanted);
      return NULL;
    }
    g_free (hash);
    hash = random_hash (form);
  }

  return g_steal_pointer (&hash);
}

gboolean
encord_ontology_build_list (JsonObject *owner, const char *list,
                            JsonObject *wire, GError **error)
{
  JsonArray *array;

  if (encord_json_peek_member (owner, list) == NULL)
    json_object_set_array_member (owner, list, json_array_new ());
  array = encord_json_get_array (owner, "ontology", list, error);
  if (array == NULL)
    return FALSE;
  json_array_add_object_element (array, json_object_ref (wire));

  return TRUE;
}

static guint
count_attributes (EncordOntologyElement *element)
{
  guint n = 0;

  for (; element != NULL;
       element = encord_ontology_element_get_parent (element))
    n += ENCORD_IS_ONTOLOGY_ATTRIBUTE (element);

  return n;
}

static gboolean
check_spec (EncordOntologyElement *owner, const EncordAttributeSpec *spec,
            GError **error)
{
  if (!encord_ontology_build_check_title ("an attribute", spec->name, error))
    return FALSE;
  if (spec->type == ENCORD_ATTRIBUTE_UNKNOWN) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology attribute \"%s\": it needs a known type",
                 spec->name);
    return FALSE;
  }
  if (count_attributes (owner) >= ENCORD_ONTOLOGY_MAX_DEPTH) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology attribute \"%s\": it would nest more than %d deep",
                 spec->name, ENCORD_ONTOLOGY_MAX_DEPTH);
    return FALSE;
  }

  return TRUE;
}

EncordOntologyAttribute *
encord_ontology_build_attribute (EncordOntologyElement *owner, const char *list,
                                 const EncordAttributeSpec *spec,
                                 GError **error)
{
  g_autoptr (JsonObject) wire = NULL;
  g_autofree char *id = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (EncordOntologyAttribute) attribute = NULL;

  if (!check_spec (owner, spec, error))
    return NULL;
  id = encord_ontology_build_nested_id (owner, spec->local_id, error);
  if (id == NULL)
    return NULL;
  hash = encord_ontology_build_hash (encord_ontology_element_get_index (owner),
                                     ENCORD_ONTOLOGY_HASH_NESTED,
                                     spec->feature_hash, error);
  if (hash == NULL)
    return NULL;

  wire = json_object_new ();
  json_object_set_string_member (wire, "id", id);
  json_object_set_string_member (wire, "name", spec->name);
  json_object_set_string_member (wire, "type",
                                 encord_attribute_type_to_string (spec->type));
  json_object_set_string_member (wire, "featureNodeHash", hash);
  json_object_set_boolean_member (wire, "required", spec->required);
  json_object_set_boolean_member (wire, "dynamic", spec->dynamic);
  attribute = encord_ontology_attribute_new (wire, error);
  if (attribute == NULL ||
      !encord_ontology_build_list (encord_ontology_element_get_wire (owner),
                                   list, wire, error))
    return NULL;
  encord_ontology_element_adopt (
      owner, g_object_ref (ENCORD_ONTOLOGY_ELEMENT (attribute)));

  return attribute;
}

/* what Python's \s matches; GLib leaves some of the control characters out */
static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b || (c >= 0x1c && c <= 0x1f) ||
         c == 0x85;
}

/* a sigma that ends a word has a form of its own */
static gunichar
lower_sigma (const char *start, const char *at)
{
  const char *next = g_utf8_next_char (at);
  const gboolean after =
      at > start && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (at)));
  const gboolean before = g_unichar_isalpha (g_utf8_get_char (next));

  return after && !before ? 0x3c2 : 0x3c3;
}

/* g_utf8_strdown() follows the locale, and the value must not */
char *
encord_ontology_build_option_value (const char *label)
{
  GString *value = g_string_new (NULL);

  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);

    if (is_space (c))
      g_string_append_c (value, '_');
    else if (c == 0x130)
      g_string_append (value, "i\xcc\x87");
    else if (c == 0x3a3)
      g_string_append_unichar (value, lower_sigma (label, at));
    else
      g_string_append_unichar (value, g_unichar_tolower (c));
  }

  return g_string_free (value, FALSE);
}
