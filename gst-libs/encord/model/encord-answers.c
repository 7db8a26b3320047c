/* encord-answers.c - the answers of an object in a normal form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-object-instance-private.h>

/* Clients write the same answers in different ways: a checklist as one entry
 * with all options or as one entry an option, in any order, with copies of the
 * ontology's names, with flags and track hashes that an unrelated save resets. So
 * entries are split by option, their ranges united, the copies left out, and all
 * of it sorted. Members that are not known stay. */
static const char *const ignored[] = {
  "answers", "dynamic",         "manualAnnotation", "name",
  "range",   "shouldPropagate", "trackHash",        "value",
};

typedef struct
{
  gint64 first;
  gint64 last;
} Range;

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gint
compare_ranges (gconstpointer a, gconstpointer b)
{
  const Range *p = a, *q = b;

  if (p->first != q->first)
    return p->first < q->first ? -1 : 1;

  return p->last < q->last ? -1 : p->last > q->last;
}

static void append_sorted (GString *json, JsonNode *node);

static void
append_scalar (GString *json, JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  g_string_append (json, text);
}

static void
append_key (GString *json, const char *name)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), name);

  append_scalar (json, node);
  g_string_append_c (json, ':');
}

static void
append_sorted_object (GString *json, JsonObject *object)
{
  g_autoptr (GList) names =
      g_list_sort (json_object_get_members (object), (GCompareFunc) g_strcmp0);

  g_string_append_c (json, '{');
  for (GList *l = names; l != NULL; l = l->next) {
    if (l != names)
      g_string_append_c (json, ',');
    append_key (json, l->data);
    append_sorted (json, json_object_get_member (object, l->data));
  }
  g_string_append_c (json, '}');
}

static void
append_sorted (GString *json, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    append_sorted_object (json, json_node_get_object (node));
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    g_string_append_c (json, '[');
    for (guint i = 0; i < json_array_get_length (array); i++) {
      if (i > 0)
        g_string_append_c (json, ',');
      append_sorted (json, json_array_get_element (array, i));
    }
    g_string_append_c (json, ']');
  } else {
    append_scalar (json, node);
  }
}

/* an option stands for its hash; a text or number for itself */
static void
append_option (GString *json, JsonNode *option)
{
  JsonNode *hash = NULL;

  if (JSON_NODE_HOLDS_OBJECT (option))
    hash =
        json_object_get_member (json_node_get_object (option), "featureHash");
  append_sorted (json, hash != NULL ? hash : option);
}

static gboolean
is_ignored (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ignored); i++)
    if (g_strcmp0 (ignored[i], name) == 0)
      return TRUE;

  return FALSE;
}

/* "answer":OPTION,"featureHash":...: the key under which ranges are united */
static char *
dup_key (JsonObject *entry, JsonNode *option)
{
  GString *key = g_string_new ("\"answer\":");
  g_autoptr (GList) names =
      g_list_sort (json_object_get_members (entry), (GCompareFunc) g_strcmp0);

  append_option (key, option);
  for (GList *l = names; l != NULL; l = l->next) {
    if (is_ignored (l->data))
      continue;
    g_string_append_c (key, ',');
    append_key (key, l->data);
    append_sorted (key, json_object_get_member (entry, l->data));
  }

  return g_string_free (key, FALSE);
}

static void
add_ranges (GArray *ranges, JsonObject *entry)
{
  JsonNode *node = json_object_get_member (entry, "range");
  JsonArray *list;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;

  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *pair = json_array_get_element (list, i);
    Range range;

    if (!JSON_NODE_HOLDS_ARRAY (pair) ||
        json_array_get_length (json_node_get_array (pair)) != 2)
      continue;
    range.first = json_array_get_int_element (json_node_get_array (pair), 0);
    range.last = json_array_get_int_element (json_node_get_array (pair), 1);
    g_array_append_val (ranges, range);
  }
}

static void
add_answer (GHashTable *by_key, JsonObject *entry, JsonNode *option)
{
  g_autofree char *key = dup_key (entry, option);
  GArray *ranges = g_hash_table_lookup (by_key, key);

  if (ranges == NULL) {
    ranges = g_array_new (FALSE, FALSE, sizeof (Range));
    g_hash_table_insert (by_key, g_steal_pointer (&key), ranges);
  }
  add_ranges (ranges, entry);
}

static void
add_entry (GHashTable *by_key, JsonNode *node)
{
  JsonObject *entry;
  JsonNode *answers;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;

  entry = json_node_get_object (node);
  answers = json_object_get_member (entry, "answers");
  if (answers == NULL)
    return;
  if (!JSON_NODE_HOLDS_ARRAY (answers)) {
    add_answer (by_key, entry, answers);
    return;
  }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (answers));
       i++)
    add_answer (by_key, entry,
                json_array_get_element (json_node_get_array (answers), i));
}

/* sorted, touching ones joined */
static void
append_ranges (GString *json, GArray *ranges)
{
  gboolean first = TRUE;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len;) {
    Range joined = g_array_index (ranges, Range, i);

    for (i++; i < ranges->len; i++) {
      const Range *next = &g_array_index (ranges, Range, i);

      if (next->first > joined.last && next->first - 1 > joined.last)
        break;
      joined.last = MAX (joined.last, next->last);
    }
    g_string_append_printf (json,
                            "%s[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]",
                            first ? "" : ",", joined.first, joined.last);
    first = FALSE;
  }
}

static void
append_entries (GString *json, EncordJsonSlice entry, const char *member,
                gboolean dynamic)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree gpointer *keys = NULL;
  JsonNode *root = NULL, *list = NULL;
  guint n_keys;

  if (entry.text != NULL &&
      json_parser_load_from_data (parser, entry.text, (gssize) entry.length,
                                  NULL))
    root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    list = json_object_get_member (json_node_get_object (root), member);
  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (list));
         i++)
      add_entry (by_key,
                 json_array_get_element (json_node_get_array (list), i));

  keys = g_hash_table_get_keys_as_array (by_key, &n_keys);
  qsort (keys, n_keys, sizeof *keys, compare_strings);
  for (guint i = 0; i < n_keys; i++) {
    g_string_append_printf (json, "%s{%s", i > 0 ? "," : "",
                            (const char *) keys[i]);
    if (dynamic) {
      g_string_append (json, ",\"range\":[");
      append_ranges (json, g_hash_table_lookup (by_key, keys[i]));
      g_string_append_c (json, ']');
    }
    g_string_append_c (json, '}');
  }
}

char *
encord_answers_normalise (EncordJsonSlice answers, EncordJsonSlice actions)
{
  GString *json = g_string_new ("{\"actions\":[");

  append_entries (json, actions, "actions", TRUE);
  g_string_append (json, "],\"answers\":[");
  append_entries (json, answers, "classifications", FALSE);
  g_string_append (json, "]}");

  return g_string_free (json, FALSE);
}
