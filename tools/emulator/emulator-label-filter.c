/* emulator-label-filter.c - a label row with some of its labels only
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-label-body.h"

#include <json-glib/json-glib.h>

#include "emulator-json.h"

typedef struct
{
  GHashTable *features; /* set; NULL: all are kept */
  const char *list;     /* "objects" */
  const char *hash;     /* "objectHash" */
  GHashTable *dropped;  /* set of hashes */
  GHashTable *kept;
} Filter;

static GHashTable *
parse_set (const char *list)
{
  GHashTable *set;
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) strings = NULL;

  if (list == NULL)
    return NULL;
  set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  node = json_from_string (list, NULL);
  emulator_json_get_hashes (node, "features", &strings, NULL);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    g_hash_table_add (set, g_strdup (strings[i]));
  return set;
}

static void
filter_init (Filter *self, const char *features, const char *list,
             const char *hash)
{
  self->features = parse_set (features);
  self->list = list;
  self->hash = hash;
  self->dropped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
filter_clear (Filter *self)
{
  g_clear_pointer (&self->features, g_hash_table_unref);
  g_hash_table_unref (self->dropped);
  g_hash_table_unref (self->kept);
}

/* bodies in the store have been checked: the members are there */
static void
filter_frame (Filter *self, JsonObject *frame)
{
  JsonArray *labels;
  guint i = 0;

  if (self->features == NULL || !json_object_has_member (frame, self->list))
    return;
  labels = json_object_get_array_member (frame, self->list);
  while (i < json_array_get_length (labels)) {
    JsonObject *label = json_array_get_object_element (labels, i);
    const char *hash = json_object_get_string_member (label, self->hash);

    if (g_hash_table_contains (self->features, json_object_get_string_member (
                                                   label, "featureHash"))) {
      g_hash_table_add (self->kept, g_strdup (hash));
      i++;
    } else {
      g_hash_table_add (self->dropped, g_strdup (hash));
      json_array_remove_element (labels, i);
    }
  }
}

static void
filter_unit (Filter *filters, JsonObject *unit, gboolean is_video)
{
  JsonObject *labels = json_object_has_member (unit, "labels")
                           ? json_object_get_object_member (unit, "labels")
                           : NULL;
  g_autoptr (GList) frames = NULL;

  if (labels == NULL)
    return;
  if (!is_video) {
    filter_frame (&filters[0], labels);
    filter_frame (&filters[1], labels);
    return;
  }
  frames = json_object_get_values (labels);
  for (GList *l = frames; l != NULL; l = l->next) {
    filter_frame (&filters[0], json_node_get_object (l->data));
    filter_frame (&filters[1], json_node_get_object (l->data));
  }
}

/* Newer versions of the SDK write a classification as an answer only, in no
 * frame; the answer names its feature. */
static gboolean
is_unwanted (const Filter *self, const char *hash, JsonNode *answer)
{
  const char *feature = NULL;

  if (g_hash_table_contains (self->dropped, hash))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (answer))
    emulator_json_read_string (json_node_get_object (answer), "featureHash",
                               &feature, NULL);
  return feature != NULL && !g_hash_table_contains (self->features, feature);
}

static void
drop_answers (const Filter *self, JsonObject *row, const char *member)
{
  JsonObject *answers = json_object_get_object_member (row, member);
  g_autoptr (GList) hashes = NULL;

  if (self->features == NULL)
    return;
  hashes = json_object_get_members (answers);
  for (GList *l = hashes; l != NULL; l = l->next) {
    const char *hash = l->data;

    if (!g_hash_table_contains (self->kept, hash) &&
        is_unwanted (self, hash, json_object_get_member (answers, hash)))
      json_object_remove_member (answers, hash);
  }
}

gboolean
emulator_label_body_filter (GString *row, const char *objects,
                            const char *classifications, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GList) units = NULL;
  g_autofree char *text = NULL;
  Filter filters[2];
  JsonObject *object;
  gboolean is_video;

  if (!json_parser_load_from_data (parser, row->str, row->len, error))
    return FALSE;
  object = json_node_get_object (json_parser_get_root (parser));
  is_video = g_str_equal (json_object_get_string_member (object, "data_type"),
                          "video");
  filter_init (&filters[0], objects, "objects", "objectHash");
  filter_init (&filters[1], classifications, "classifications",
               "classificationHash");
  units = json_object_get_values (
      json_object_get_object_member (object, "data_units"));
  for (GList *l = units; l != NULL; l = l->next)
    filter_unit (filters, json_node_get_object (l->data), is_video);
  drop_answers (&filters[0], object, "object_answers");
  drop_answers (&filters[0], object, "object_actions");
  drop_answers (&filters[1], object, "classification_answers");
  filter_clear (&filters[0]);
  filter_clear (&filters[1]);
  text = emulator_json_to_text (json_parser_get_root (parser));
  g_string_assign (row, text);
  return TRUE;
}
