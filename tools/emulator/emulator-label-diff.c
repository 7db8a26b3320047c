/* emulator-label-diff.c - what a save did to the labels of a row; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-label-diff.h"

#include <string.h>

#include <encord/model/encord-json-scanner-private.h>

/* a label on one frame */
typedef struct
{
  gint64 frame;
  guint64 content;
} Presence;

/* an object or classification, over all its frames */
typedef struct
{
  char *feature;
  char *name;
  GArray *presences;
  guint64 answers; /* 0: none */
} Thing;

typedef struct
{
  GHashTable *things; /* identifier to Thing */
  GPtrArray *order;   /* identifiers, as they appeared; owned by things */
  const char *const *unit_keys;
} Inventory;

static void
thing_free (Thing *self)
{
  g_free (self->feature);
  g_free (self->name);
  g_array_unref (self->presences);
  g_free (self);
}

static void
inventory_init (Inventory *self, const char *const *unit_keys)
{
  self->things = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) thing_free);
  self->order = g_ptr_array_new ();
  self->unit_keys = unit_keys;
}

static void
inventory_clear (Inventory *self)
{
  g_clear_pointer (&self->things, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Inventory, inventory_clear)

static Thing *
inventory_add (Inventory *self, char *identifier)
{
  Thing *thing = g_hash_table_lookup (self->things, identifier);

  if (thing != NULL) {
    g_free (identifier);
    return thing;
  }
  thing = g_new0 (Thing, 1);
  thing->presences = g_array_new (FALSE, FALSE, sizeof (Presence));
  g_hash_table_insert (self->things, identifier, thing);
  g_ptr_array_add (self->order, identifier);
  return thing;
}

/* ---- content ---- */

/* FNV-1a; white space between the parts of the JSON does not count */
static guint64
hash_text (EncordJsonSlice text, guint64 hash)
{
  gboolean in_string = FALSE;

  for (gsize i = 0; i < text.length; i++) {
    const char c = text.text[i];

    if (!in_string && (c == ' ' || c == '\n' || c == '\t' || c == '\r'))
      continue;
    if (c == '"')
      in_string = !in_string;
    hash = (hash ^ (guint8) c) * G_GUINT64_CONSTANT (0x100000001b3);
    if (in_string && c == '\\' && i + 1 < text.length) {
      i++;
      hash =
          (hash ^ (guint8) text.text[i]) * G_GUINT64_CONSTANT (0x100000001b3);
    }
  }
  return hash;
}

#define HASH_START G_GUINT64_CONSTANT (0xcbf29ce484222325)

/* whether a member says what the label is; by length first, for there are
 * millions */
static gboolean
counts (EncordJsonSlice name)
{
  switch (name.length) {
    case 4:
      return !encord_json_slice_is (name, "name");
    case 5:
      return !encord_json_slice_is (name, "color") &&
             !encord_json_slice_is (name, "value");
    case 7:
      return !encord_json_slice_is (name, "reviews");
    case 9:
      return !encord_json_slice_is (name, "createdAt") &&
             !encord_json_slice_is (name, "createdBy");
    case 12:
      return !encord_json_slice_is (name, "lastEditedAt") &&
             !encord_json_slice_is (name, "lastEditedBy");
    default:
      return TRUE;
  }
}

/* an entry of "objects" or "classifications"; the order of its members does
 * not count */
static void
read_label (Inventory *self, EncordJsonScanner *scanner, const char *member,
            gint64 frame)
{
  const gsize length = strlen (member);
  EncordJsonSlice identifier = { NULL, 0 };
  EncordJsonSlice feature = { NULL, 0 };
  EncordJsonSlice title = { NULL, 0 };
  EncordJsonSlice name;
  EncordJsonSlice value;
  Presence presence = { frame, 0 };
  Thing *thing;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    const gboolean is_string =
        encord_json_scanner_peek (scanner) == ENCORD_JSON_STRING;

    if (!encord_json_scanner_skip (scanner, &value))
      return;
    if (counts (name))
      presence.content += hash_text (value, hash_text (name, HASH_START));
    if (!is_string)
      continue;
    value = (EncordJsonSlice){ value.text + 1, value.length - 2 };
    if (encord_json_slice_equal (name, member, length))
      identifier = value;
    else if (encord_json_slice_is (name, "featureHash"))
      feature = value;
    else if (encord_json_slice_is (name, "name"))
      title = value;
  }
  if (identifier.text == NULL)
    return;
  thing = inventory_add (self, encord_json_slice_dup_string (identifier));
  g_array_append_val (thing->presences, presence);
  if (thing->feature == NULL && feature.text != NULL)
    thing->feature = encord_json_slice_dup_string (feature);
  if (thing->name == NULL && title.text != NULL)
    thing->name = encord_json_slice_dup_string (title);
}

static void
read_list (Inventory *self, EncordJsonScanner *scanner, const char *member,
           gint64 frame)
{
  encord_json_scanner_enter_array (scanner);
  while (encord_json_scanner_next_element (scanner))
    read_label (self, scanner, member, frame);
}

static gint64
parse_frame (EncordJsonSlice name)
{
  gint64 frame = 0;

  for (gsize i = 0; i < MIN (name.length, 10); i++) {
    if (!g_ascii_isdigit (name.text[i]))
      return -1;
    frame = frame * 10 + (name.text[i] - '0');
  }
  return frame;
}

/* the members of a frame, or of "labels": there the frames of a video are too */
static void
read_frame (Inventory *self, EncordJsonScanner *scanner, gint64 frame)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "objects"))
      read_list (self, scanner, "objectHash", frame);
    else if (encord_json_slice_is (name, "classifications"))
      read_list (self, scanner, "classificationHash", frame);
    else if (encord_json_scanner_peek (scanner) == ENCORD_JSON_OBJECT &&
             name.length > 0 && g_ascii_isdigit (name.text[0]))
      read_frame (self, scanner, parse_frame (name));
    else
      encord_json_scanner_skip (scanner, NULL);
  }
}

static gint64
place_of_unit (const Inventory *self, EncordJsonSlice key)
{
  for (guint i = 0; self->unit_keys != NULL && self->unit_keys[i] != NULL;
       i++) {
    if (encord_json_slice_equal (key, self->unit_keys[i],
                                 strlen (self->unit_keys[i])))
      return i;
  }
  return 0;
}

static void
read_units (Inventory *self, EncordJsonScanner *scanner)
{
  EncordJsonSlice key;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &key)) {
    encord_json_scanner_enter_object (scanner);
    while (encord_json_scanner_next_member (scanner, &name)) {
      if (encord_json_slice_is (name, "labels"))
        read_frame (self, scanner, place_of_unit (self, key));
      else
        encord_json_scanner_skip (scanner, NULL);
    }
  }
}

/* ---- answers ---- */

/* an entry of the answers: what is in its list, 0 when that is empty */
static guint64
hash_answers (EncordJsonScanner *scanner)
{
  EncordJsonSlice name;
  EncordJsonSlice value;
  guint64 hash = 0;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (!encord_json_scanner_skip (scanner, &value))
      return 0;
    if ((encord_json_slice_is (name, "classifications") ||
         encord_json_slice_is (name, "actions")) &&
        hash_text (value, HASH_START) !=
            hash_text ((EncordJsonSlice){ "[]", 2 }, HASH_START))
      hash += hash_text (value, hash_text (name, HASH_START));
  }
  return hash;
}

static void
read_answers (Inventory *self, EncordJsonScanner *scanner)
{
  EncordJsonSlice key;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &key)) {
    Thing *thing = inventory_add (self, encord_json_slice_dup_string (key));

    thing->answers += hash_answers (scanner);
  }
}

static void
take_inventory (Inventory *self, GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (GString) row = g_string_sized_new (length + 2);
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  g_string_append_c (row, '{');
  g_string_append_len (row, text, length);
  g_string_append_c (row, '}');
  encord_json_scanner_init (&scanner, row->str, row->len);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_is (name, "data_units"))
      read_units (self, &scanner);
    else if (encord_json_slice_is (name, "object_answers") ||
             encord_json_slice_is (name, "object_actions") ||
             encord_json_slice_is (name, "classification_answers"))
      read_answers (self, &scanner);
    else
      encord_json_scanner_skip (&scanner, NULL);
  }
}

/* ---- comparing ---- */

static int
compare_presences (gconstpointer a, gconstpointer b)
{
  const Presence *first = a;
  const Presence *second = b;

  if (first->frame != second->frame)
    return first->frame < second->frame ? -1 : 1;
  return (first->content > second->content) -
         (first->content < second->content);
}

/* the first frame on which they differ, -1 when there is none */
static gint64
find_difference (GArray *before, GArray *after)
{
  const guint n = MIN (before->len, after->len);

  for (guint i = 0; i < n; i++) {
    const Presence *b = &g_array_index (before, Presence, i);
    const Presence *a = &g_array_index (after, Presence, i);

    if (compare_presences (b, a) != 0)
      return MIN (b->frame, a->frame);
  }
  if (before->len > n)
    return g_array_index (before, Presence, n).frame;
  return after->len > n ? g_array_index (after, Presence, n).frame : -1;
}

static gint64
first_frame (const Thing *thing)
{
  return g_array_index (thing->presences, Presence, 0).frame;
}

static void
add_change (GPtrArray *changes, EmulatorDeed deed, const char *identifier,
            const Thing *thing, gint64 frame)
{
  EmulatorChange *change = g_new0 (EmulatorChange, 1);

  change->deed = deed;
  change->identifier = g_strdup (identifier);
  change->feature = g_strdup (thing->feature);
  change->name = g_strdup (thing->name);
  change->frame = frame;
  g_ptr_array_add (changes, change);
}

static void
compare (GPtrArray *changes, const char *identifier, Thing *before,
         Thing *after)
{
  gint64 frame;

  /* answers alone are no label */
  if (before != NULL && before->presences->len == 0)
    before = NULL;
  if (after != NULL && after->presences->len == 0)
    after = NULL;
  if (after != NULL)
    g_array_sort (after->presences, compare_presences);
  if (before != NULL)
    g_array_sort (before->presences, compare_presences);
  if (before == NULL && after == NULL)
    return;
  if (before == NULL) {
    add_change (changes, EMULATOR_DEED_ADD, identifier, after,
                first_frame (after));
    return;
  }
  if (after == NULL) {
    add_change (changes, EMULATOR_DEED_DELETE, identifier, before,
                first_frame (before));
    return;
  }
  frame = find_difference (before->presences, after->presences);
  if (frame >= 0)
    add_change (changes, EMULATOR_DEED_EDIT, identifier, after, frame);
  if (before->answers != after->answers)
    add_change (changes,
                before->answers == 0  ? EMULATOR_DEED_ADD_ATTRIBUTE
                : after->answers == 0 ? EMULATOR_DEED_DELETE_ATTRIBUTE
                                      : EMULATOR_DEED_EDIT_ATTRIBUTE,
                identifier, after, -1);
}

void
emulator_change_free (EmulatorChange *self)
{
  g_free (self->identifier);
  g_free (self->feature);
  g_free (self->name);
  g_free (self);
}

GPtrArray *
emulator_label_diff (GBytes *before, GBytes *after,
                     const char *const *unit_keys)
{
  GPtrArray *changes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_change_free);
  g_auto (Inventory) old = { NULL };
  g_auto (Inventory) new = { NULL };

  if (g_bytes_equal (before, after))
    return changes;
  inventory_init (&old, unit_keys);
  inventory_init (&new, unit_keys);
  take_inventory (&old, before);
  take_inventory (&new, after);
  for (guint i = 0; i < new.order->len; i++) {
    const char *identifier = new.order->pdata[i];

    compare (changes, identifier, g_hash_table_lookup (old.things, identifier),
             g_hash_table_lookup (new.things, identifier));
  }
  for (guint i = 0; i < old.order->len; i++) {
    const char *identifier = old.order->pdata[i];

    if (!g_hash_table_contains (new.things, identifier))
      compare (changes, identifier,
               g_hash_table_lookup (old.things, identifier), NULL);
  }
  if (changes->len > EMULATOR_MAX_CHANGES) {
    EmulatorChange *bulk = g_new0 (EmulatorChange, 1);

    bulk->deed = EMULATOR_DEED_BULK;
    bulk->frame = -1;
    g_ptr_array_set_size (changes, 0);
    g_ptr_array_add (changes, bulk);
  }
  return changes;
}
