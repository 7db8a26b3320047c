/* client/encord-legacy-ontology.c - additions to an ontology's JSON, in place
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-legacy-ontology-private.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-structure-private.h>

#define HASH_LENGTH 8

static void
set_new_hash (JsonObject *element)
{
  g_autofree char *uuid = g_uuid_string_random ();

  uuid[HASH_LENGTH] = '\0';
  json_object_set_string_member (element, "featureNodeHash", uuid);
}

/* Normally one more than there are. Where some were deleted that may be taken:
 * then one more than the largest. */
static guint64
next_id (JsonArray *elements)
{
  guint64 id = json_array_get_length (elements);

  for (guint i = 0; i < json_array_get_length (elements); i++) {
    JsonObject *element = encord_json_get_element (elements, i, "", NULL);
    const char *text =
        element != NULL ? encord_json_peek_string (element, "id") : NULL;
    guint64 taken;

    if (text != NULL &&
        g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &taken, NULL))
      id = MAX (id, taken);
  }

  return id + 1;
}

void
encord_legacy_ontology_add_object (JsonObject *editor, const char *name,
                                   EncordShape shape)
{
  JsonArray *objects = json_object_get_array_member (editor, "objects");
  JsonObject *object = json_object_new ();
  g_autofree char *id =
      g_strdup_printf ("%" G_GUINT64_FORMAT, next_id (objects));

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (
      object, "color",
      encord_ontology_structure_pick_color (json_array_get_length (objects)));
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "shape",
                                 encord_shape_to_string (shape));
  set_new_hash (object);
  json_array_add_object_element (objects, object);
}

static JsonArray *
new_options (const char *attribute_id, const char *const *options)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; options[i] != NULL; i++) {
    JsonObject *option = json_object_new ();
    g_autofree char *id = g_strdup_printf ("%s.%u", attribute_id, i + 1);
    g_autofree char *value = g_strdelimit (g_strdup (options[i]), " ", '_');

    json_object_set_string_member (option, "id", id);
    json_object_set_string_member (option, "label", options[i]);
    json_object_set_string_member (option, "value", value);
    set_new_hash (option);
    json_array_add_object_element (list, option);
  }

  return list;
}

static JsonObject *
new_attribute (const char *classification_id, const char *name,
               EncordAttributeType type, gboolean required,
               const char *const *options)
{
  JsonObject *attribute = json_object_new ();
  g_autofree char *id = g_strconcat (classification_id, ".1", NULL);

  json_object_set_string_member (attribute, "id", id);
  json_object_set_string_member (attribute, "name", name);
  json_object_set_string_member (attribute, "type",
                                 encord_attribute_type_to_string (type));
  json_object_set_boolean_member (attribute, "required", required);
  set_new_hash (attribute);
  if (options != NULL && options[0] != NULL)
    json_object_set_array_member (attribute, "options",
                                  new_options (id, options));
  else
    json_object_set_null_member (attribute, "options");

  return attribute;
}

void
encord_legacy_ontology_add_classification (JsonObject *editor, const char *name,
                                           EncordAttributeType type,
                                           gboolean required,
                                           const char *const *options)
{
  JsonArray *classifications =
      json_object_get_array_member (editor, "classifications");
  JsonObject *classification = json_object_new ();
  JsonArray *attributes = json_array_new ();
  g_autofree char *id =
      g_strdup_printf ("%" G_GUINT64_FORMAT, next_id (classifications));

  json_object_set_string_member (classification, "id", id);
  set_new_hash (classification);
  json_array_add_object_element (
      attributes, new_attribute (id, name, type, required, options));
  json_object_set_array_member (classification, "attributes", attributes);
  json_array_add_object_element (classifications, classification);
}
