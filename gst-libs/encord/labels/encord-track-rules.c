/* labels/encord-track-rules.c - how labels are made of tracks, class by class; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-track-rules-private.h>

#include <stdlib.h>
#include <string.h>

#include <encord/encord-json-private.h>

#define CLASSES "classes"

typedef enum
{
  WRITE_MODE,
  FLAG,
  COUNT,
  NANOSECONDS,
  NUMBER,
} Type;

/* by bit of EncordTrackRule */
static const struct
{
  const char *name;
  Type type;
  gsize offset;
  double least, most;
} members[] = {
  { "write-mode", WRITE_MODE, G_STRUCT_OFFSET (EncordTrackRules, write_mode) },
  { "interpolate", FLAG, G_STRUCT_OFFSET (EncordTrackRules, interpolate) },
  { "smooth", FLAG, G_STRUCT_OFFSET (EncordTrackRules, smooth) },
  { "max-gap", NANOSECONDS, G_STRUCT_OFFSET (EncordTrackRules, max_gap) },
  { "min-track-length", COUNT,
    G_STRUCT_OFFSET (EncordTrackRules, min_track_length) },
  { "min-confidence", NUMBER,
    G_STRUCT_OFFSET (EncordTrackRules, min_confidence), 0, 1 },
  { "key-frame-iou", NUMBER, G_STRUCT_OFFSET (EncordTrackRules, key_frame_iou),
    0.01, 1 },
  { "key-frame-pixels", NUMBER,
    G_STRUCT_OFFSET (EncordTrackRules, key_frame_pixels), 0, 100000 },
  { "key-frame-confidence", NUMBER,
    G_STRUCT_OFFSET (EncordTrackRules, key_frame_confidence), 0, 1 },
};

static const char *const write_modes[] = { "dense", "keys", "raw" };

typedef struct
{
  EncordTrackRules rules;
  guint which;
} Said;

struct _EncordTrackRuleBook
{
  Said general;
  GHashTable *classes; /* name to Said */
};

/* chosen by evidence: see docs/design/tracking.md */
void
encord_track_rules_init (EncordTrackRules *self)
{
  *self = (EncordTrackRules){
    .write_mode = ENCORD_WRITE_DENSE,
    .interpolate = TRUE,
    .smooth = TRUE,
    .max_gap = G_GUINT64_CONSTANT (1000000000),
    .min_track_length = 2,
    .key_frame_iou = 0.85,
  };
}

static gboolean
find_member (const char *name, guint *ret_index)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    if (g_str_equal (name, members[i].name)) {
      *ret_index = i;
      return TRUE;
    }
  }

  return FALSE;
}

guint
encord_track_rule_from_name (const char *name)
{
  guint i;

  return find_member (name, &i) ? 1u << i : 0;
}

EncordTrackRuleBook *
encord_track_rule_book_new (void)
{
  EncordTrackRuleBook *self = g_new0 (EncordTrackRuleBook, 1);

  self->classes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
encord_track_rule_book_free (EncordTrackRuleBook *self)
{
  g_hash_table_unref (self->classes);
  g_free (self);
}

static gsize
size_of (Type type)
{
  switch (type) {
    case WRITE_MODE:
      return sizeof (EncordWriteMode);
    case FLAG:
      return sizeof (gboolean);
    case COUNT:
      return sizeof (guint);
    case NANOSECONDS:
      return sizeof (guint64);
    case NUMBER:
    default:
      return sizeof (double);
  }
}

static void
take_over (EncordTrackRules *to, const EncordTrackRules *from, guint which)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (which & 1u << i)
      memcpy (G_STRUCT_MEMBER_P (to, members[i].offset),
              G_STRUCT_MEMBER_P (from, members[i].offset),
              size_of (members[i].type));
}

static Said *
get_said (EncordTrackRuleBook *self, const char *class_name)
{
  Said *said;

  if (class_name == NULL)
    return &self->general;
  said = g_hash_table_lookup (self->classes, class_name);
  if (said == NULL) {
    said = g_new0 (Said, 1);
    g_hash_table_insert (self->classes, g_strdup (class_name), said);
  }

  return said;
}

void
encord_track_rule_book_set (EncordTrackRuleBook *self, const char *class_name,
                            const EncordTrackRules *rules, guint which)
{
  Said *said = get_said (self, class_name);

  take_over (&said->rules, rules, which);
  said->which |= which;
}

void
encord_track_rule_book_get (const EncordTrackRuleBook *self,
                            const char *class_name, EncordTrackRules *ret_rules)
{
  const Said *said = class_name != NULL
                         ? g_hash_table_lookup (self->classes, class_name)
                         : NULL;

  encord_track_rules_init (ret_rules);
  take_over (ret_rules, &self->general.rules, self->general.which);
  if (said != NULL)
    take_over (ret_rules, &said->rules, said->which);
}

guint64
encord_track_rule_book_get_longest_gap (const EncordTrackRuleBook *self)
{
  EncordTrackRules rules;
  GHashTableIter iter;
  gpointer name;
  guint64 longest;

  encord_track_rule_book_get (self, NULL, &rules);
  longest = rules.max_gap;
  g_hash_table_iter_init (&iter, self->classes);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    encord_track_rule_book_get (self, name, &rules);
    longest = MAX (longest, rules.max_gap);
  }

  return longest;
}

static void
add_members (JsonBuilder *builder, const Said *said)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    const void *field = G_STRUCT_MEMBER_P (&said->rules, members[i].offset);

    if (!(said->which & 1u << i))
      continue;
    json_builder_set_member_name (builder, members[i].name);
    switch (members[i].type) {
      case WRITE_MODE:
        json_builder_add_string_value (
            builder, write_modes[*(const EncordWriteMode *) field]);
        break;
      case FLAG:
        json_builder_add_boolean_value (builder, *(const gboolean *) field);
        break;
      case COUNT:
        json_builder_add_int_value (builder, *(const guint *) field);
        break;
      case NANOSECONDS:
        json_builder_add_int_value (builder,
                                    (gint64) * (const guint64 *) field);
        break;
      case NUMBER:
      default:
        json_builder_add_double_value (builder, *(const double *) field);
        break;
    }
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
encord_track_rule_book_to_json (const EncordTrackRuleBook *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree gpointer *names = NULL;
  g_autoptr (JsonNode) root = NULL;
  guint n_names;

  json_builder_begin_object (builder);
  add_members (builder, &self->general);
  names = g_hash_table_get_keys_as_array (self->classes, &n_names);
  qsort (names, n_names, sizeof *names, compare_names);
  if (n_names > 0) {
    json_builder_set_member_name (builder, CLASSES);
    json_builder_begin_object (builder);
    for (guint i = 0; i < n_names; i++) {
      json_builder_set_member_name (builder, names[i]);
      json_builder_begin_object (builder);
      add_members (builder, g_hash_table_lookup (self->classes, names[i]));
      json_builder_end_object (builder);
    }
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static gboolean refuse (GError **error, const char *where, const char *name,
                        const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
refuse (GError **error, const char *where, const char *name, const char *format,
        ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "label settings: %s\"%s\" %s", where, name, why);

  return FALSE;
}

static gboolean
read_write_mode (JsonNode *node, EncordWriteMode *ret_mode)
{
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (write_modes); i++) {
    if (g_str_equal (json_node_get_string (node), write_modes[i])) {
      *ret_mode = (EncordWriteMode) i;
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
read_whole (JsonNode *node, gint64 least, gint64 most, gint64 *ret_number)
{
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *ret_number = json_node_get_int (node);

  return *ret_number >= least && *ret_number <= most;
}

static gboolean
read_member (guint i, JsonNode *node, const char *where,
             EncordTrackRules *rules, GError **error)
{
  void *field = G_STRUCT_MEMBER_P (rules, members[i].offset);
  const char *name = members[i].name;
  /* no type, and no value, of objects, arrays and null */
  const GType type = JSON_NODE_HOLDS_VALUE (node)
                         ? json_node_get_value_type (node)
                         : G_TYPE_INVALID;
  gint64 whole;

  if (type == G_TYPE_INVALID)
    return refuse (error, where, name, "is no plain value");
  switch (members[i].type) {
    case WRITE_MODE:
      if (!read_write_mode (node, field))
        return refuse (error, where, name,
                       "is none of \"dense\", \"keys\" and \"raw\"");
      return TRUE;
    case FLAG:
      if (type != G_TYPE_BOOLEAN)
        return refuse (error, where, name, "is neither true nor false");
      *(gboolean *) field = json_node_get_boolean (node);
      return TRUE;
    case COUNT:
      if (!read_whole (node, 1, G_MAXUINT, &whole))
        return refuse (error, where, name, "is no whole number from 1 to %u",
                       G_MAXUINT);
      *(guint *) field = (guint) whole;
      return TRUE;
    case NANOSECONDS:
      if (!read_whole (node, 0, G_MAXINT64, &whole))
        return refuse (error, where, name,
                       "is no whole number of nanoseconds from 0");
      *(guint64 *) field = (guint64) whole;
      return TRUE;
    case NUMBER:
    default:
      if ((type != G_TYPE_INT64 && type != G_TYPE_DOUBLE) ||
          !(json_node_get_double (node) >= members[i].least &&
            json_node_get_double (node) <= members[i].most))
        return refuse (error, where, name, "is no number from %g to %g",
                       members[i].least, members[i].most);
      *(double *) field = json_node_get_double (node);
      return TRUE;
  }
}

/* where: what a message says in front of a member's name */
static gboolean
read_members (JsonObject *object, const char *where, Said *said, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next) {
    guint i;

    if (g_str_equal (where, "") && g_str_equal (l->data, CLASSES))
      continue;
    if (!find_member (l->data, &i))
      return refuse (error, where, l->data, "is no setting");
    if (!read_member (i, json_object_get_member (object, l->data), where,
                      &said->rules, error))
      return FALSE;
    said->which |= 1u << i;
  }

  return TRUE;
}

static gboolean
read_classes (EncordTrackRuleBook *self, JsonNode *node, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *class;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "", CLASSES, "is no object of classes");
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &class)) {
    g_autofree char *where = g_strdup_printf ("class \"%s\": ", name);

    if (!JSON_NODE_HOLDS_OBJECT (class))
      return refuse (error, "class ", name, "is no object of settings");
    if (!read_members (json_node_get_object (class), where,
                       get_said (self, name), error))
      return FALSE;
  }

  return TRUE;
}

EncordTrackRuleBook *
encord_track_rule_book_parse (const char *json, gsize length, GError **error)
{
  g_autoptr (EncordTrackRuleBook) self = encord_track_rule_book_new ();
  g_autoptr (JsonNode) root = encord_json_parse (json, length, error);
  JsonObject *object;

  if (root == NULL) {
    g_prefix_error (error, "label settings: ");
    return NULL;
  }
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                         "label settings: no JSON object");
    return NULL;
  }
  object = json_node_get_object (root);
  if (!read_members (object, "", &self->general, error) ||
      (json_object_has_member (object, CLASSES) &&
       !read_classes (self, json_object_get_member (object, CLASSES), error)))
    return NULL;

  return g_steal_pointer (&self);
}
