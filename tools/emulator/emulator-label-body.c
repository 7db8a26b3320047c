/* emulator-label-body.c - the text of a label row, new and as it is handed out; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-label-body.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "emulator-json.h"

static void
add_unit (JsonBuilder *builder, const char *hash, const char *title,
          const char *mime, int width, int height)
{
  emulator_json_add_string (builder, "data_hash", hash);
  emulator_json_add_string (builder, "data_title", title);
  emulator_json_add_null (builder, "data_link");
  emulator_json_add_string (builder, "data_type", mime);
  emulator_json_add_int (builder, "width", width);
  emulator_json_add_int (builder, "height", height);
}

static void
begin_labels (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "labels");
  json_builder_begin_object (builder);
}

static void
add_picture_labels (JsonBuilder *builder)
{
  begin_labels (builder);
  json_builder_set_member_name (builder, "objects");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "classifications");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_only_unit (JsonBuilder *builder, const EmulatorUnit *unit)
{
  json_builder_set_member_name (builder, unit->hash);
  json_builder_begin_object (builder);
  add_unit (builder, unit->hash, unit->title, unit->mime, unit->width,
            unit->height);
  emulator_json_add_int (builder, "data_sequence", 0);
  if (g_str_equal (unit->type, "VIDEO")) {
    emulator_json_add_double (builder, "data_fps", unit->fps);
    emulator_json_add_double (builder, "data_duration", unit->duration);
    begin_labels (builder);
    json_builder_end_object (builder);
  } else {
    add_picture_labels (builder);
  }
  json_builder_end_object (builder);
}

static void
add_image (JsonBuilder *builder, const EmulatorImage *image, guint position)
{
  g_autofree char *sequence = g_strdup_printf ("%u", position);

  json_builder_set_member_name (builder, image->hash);
  json_builder_begin_object (builder);
  add_unit (builder, image->hash, image->title, image->mime, image->width,
            image->height);
  emulator_json_add_string (builder, "data_sequence", sequence);
  add_picture_labels (builder);
  json_builder_end_object (builder);
}

static const char *const answer_members[] = {
  "object_answers",
  "classification_answers",
  "object_actions",
};

/* A new row goes the way of one that was sent, so that there is one place that
 * knows where the links stand. */
GBytes *
emulator_label_body_new (const EmulatorUnit *unit, GPtrArray *images,
                         char **ret_links)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GHashTable) no_features =
      g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;
  const EmulatorLabelRules rules = { unit, images, no_features, "" };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data_units");
  json_builder_begin_object (builder);
  if (images->len == 0)
    add_only_unit (builder, unit);
  for (guint i = 0; i < images->len; i++)
    add_image (builder, g_ptr_array_index (images, i), i);
  json_builder_end_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (answer_members); i++) {
    json_builder_set_member_name (builder, answer_members[i]);
    json_builder_begin_object (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  text = emulator_json_to_text (node);
  return emulator_label_body_check ((EncordJsonSlice){ text, strlen (text) },
                                    &rules, ret_links, NULL);
}

/* ---- handing out ---- */

void
emulator_label_body_append (GString *text, GBytes *body, const char *links,
                            EmulatorLinkFunc link, gpointer user_data)
{
  gsize length;
  const char *from = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) node = json_from_string (links, NULL);
  JsonArray *places = json_node_get_array (node);
  gsize done = 0;

  for (guint i = 0; link != NULL && i < json_array_get_length (places); i++) {
    JsonArray *place = json_array_get_array_element (places, i);
    const gsize offset = json_array_get_int_element (place, 0);
    g_autofree char *address =
        link (json_array_get_string_element (place, 1), user_data);

    if (address != NULL) {
      g_autofree char *quoted = emulator_json_quote (address);

      g_string_append_len (text, from + done, offset - done);
      g_string_append (text, quoted);
      done = offset + strlen ("null");
    }
  }
  g_string_append_len (text, from + done, length - done);
}

GHashTable *
emulator_label_feature_hashes (const char *editor, GError **error)
{
  static const char *const lists[] = { "objects", "classifications" };
  g_autoptr (GHashTable) hashes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonNode) node =
      emulator_json_parse (editor, strlen (editor), error);

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    JsonArray *list =
        json_object_get_array_member (json_node_get_object (node), lists[i]);

    for (guint j = 0; j < json_array_get_length (list); j++) {
      JsonObject *feature = json_array_get_object_element (list, j);

      g_hash_table_add (hashes, g_strdup (json_object_get_string_member (
                                    feature, "featureNodeHash")));
    }
  }
  return g_steal_pointer (&hashes);
}
