/* labels/encord-merge-object.c - one object's entries, as merging compares them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-object-private.h>

#include <math.h>
#include <string.h>

/* a thousandth of a pixel in a picture a thousand pixels wide */
#define SAME 1e-6

EncordMergeObject *
encord_merge_object_new (const char *object_hash, const char *feature_hash)
{
  EncordMergeObject *self = g_new0 (EncordMergeObject, 1);

  self->object_hash = g_strdup (object_hash);
  self->feature_hash = g_strdup (feature_hash);
  self->entries = g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));

  return self;
}

EncordMergeObject *
encord_merge_object_copy (const EncordMergeObject *self)
{
  EncordMergeObject *copy =
      encord_merge_object_new (self->object_hash, self->feature_hash);

  copy->answers = g_strdup (self->answers);
  copy->state = self->state;
  g_array_append_vals (copy->entries, self->entries->data, self->entries->len);

  return copy;
}

void
encord_merge_object_free (EncordMergeObject *self)
{
  g_free (self->object_hash);
  g_free (self->feature_hash);
  g_free (self->answers);
  g_array_unref (self->entries);
  g_free (self);
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  const EncordMergeEntry *left = a, *right = b;

  return (left->frame > right->frame) - (left->frame < right->frame);
}

const EncordMergeEntry *
encord_merge_object_find (const EncordMergeObject *self, int frame)
{
  const EncordMergeEntry key = { .frame = frame };
  guint index;

  if (!g_array_binary_search (self->entries, &key, compare_frames, &index))
    return NULL;

  return &g_array_index (self->entries, EncordMergeEntry, index);
}

GPtrArray *
encord_merge_objects_new (void)
{
  return g_ptr_array_new_with_free_func (
      (GDestroyNotify) encord_merge_object_free);
}

GHashTable *
encord_merge_objects_by_hash (GPtrArray *objects)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < objects->len; i++) {
    EncordMergeObject *object = objects->pdata[i];

    g_hash_table_insert (table, object->object_hash, object);
  }

  return table;
}

gboolean
encord_merge_box_equal (const EncordBox *a, const EncordBox *b)
{
  return fabs (a->x - b->x) < SAME && fabs (a->y - b->y) < SAME &&
         fabs (a->width - b->width) < SAME &&
         fabs (a->height - b->height) < SAME &&
         fabs (remainder (a->theta - b->theta, 360)) < 360 * SAME;
}

gboolean
encord_merge_entry_equal (const EncordMergeEntry *a, const EncordMergeEntry *b)
{
  return a->frame == b->frame && a->manual == b->manual && !a->foreign &&
         !b->foreign && fabs (a->confidence - b->confidence) < SAME &&
         encord_merge_box_equal (&a->box, &b->box);
}

double
encord_merge_quantise (double value)
{
  return nearbyint (value * ENCORD_MERGE_STEPS) / ENCORD_MERGE_STEPS;
}

void
encord_merge_quantise_box (EncordBox *box)
{
  box->x = encord_merge_quantise (box->x);
  box->y = encord_merge_quantise (box->y);
  box->width = encord_merge_quantise (box->width);
  box->height = encord_merge_quantise (box->height);
  box->theta = encord_merge_quantise (box->theta);
}

/* Layout: a version byte, then for each entry a flag byte, the distance from the
 * frame before (7 bits a byte, low first) and the differences of its values from
 * the entry before in steps (the same, sign in the lowest bit). Objects move
 * little from frame to frame, so an entry takes about 15 bytes. */
#define LAYOUT 1
#define FLAG_MANUAL (1 << 0)
#define FLAG_SETTLED (1 << 1)
#define FLAG_ROTATED (1 << 2)
#define N_VALUES 6
/* no picture has labels a hundred thousand pictures away */
#define MOST_STEPS (G_GINT64_CONSTANT (100000) * ENCORD_MERGE_STEPS)

static void
put_number (GByteArray *bytes, guint64 number)
{
  do {
    const guint8 byte = (number & 0x7f) | (number > 0x7f ? 0x80 : 0);

    g_byte_array_append (bytes, &byte, 1);
    number >>= 7;
  } while (number > 0);
}

static gboolean
get_number (const guint8 **at, const guint8 *end, guint64 *ret_number)
{
  guint64 number = 0;

  for (guint shift = 0; shift < 64 && *at < end; shift += 7) {
    const guint8 byte = *(*at)++;

    number |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80)) {
      *ret_number = number;
      return TRUE;
    }
  }

  return FALSE;
}

static void
entry_to_steps (const EncordMergeEntry *entry, gint64 ret_steps[N_VALUES])
{
  const double values[N_VALUES] = {
    entry->box.x,      entry->box.y,      entry->box.width,
    entry->box.height, entry->confidence, entry->box.theta,
  };

  for (guint i = 0; i < N_VALUES; i++)
    ret_steps[i] = llrint (values[i] * ENCORD_MERGE_STEPS);
}

static void
entry_from_steps (EncordMergeEntry *entry, const gint64 steps[N_VALUES])
{
  double values[N_VALUES];

  for (guint i = 0; i < N_VALUES; i++)
    values[i] = (double) steps[i] / ENCORD_MERGE_STEPS;
  entry->box =
      (EncordBox){ values[0], values[1], values[2], values[3], values[5] };
  entry->confidence = values[4];
}

GBytes *
encord_merge_entries_to_bytes (GArray *entries)
{
  const guint8 layout = LAYOUT;
  GByteArray *bytes = g_byte_array_new ();
  gint64 before[N_VALUES] = { 0 };
  int frame = 0;

  g_byte_array_append (bytes, &layout, 1);
  for (guint i = 0; i < entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (entries, EncordMergeEntry, i);
    const guint8 flags = (entry->manual ? FLAG_MANUAL : 0) |
                         (entry->settled ? FLAG_SETTLED : 0) |
                         (entry->box.theta != 0 ? FLAG_ROTATED : 0);
    const guint n_values = flags & FLAG_ROTATED ? N_VALUES : N_VALUES - 1;
    gint64 steps[N_VALUES];

    entry_to_steps (entry, steps);
    g_byte_array_append (bytes, &flags, 1);
    put_number (bytes, (guint64) (entry->frame - frame));
    for (guint v = 0; v < n_values; v++) {
      const gint64 change = steps[v] - before[v];

      put_number (bytes, (guint64) change << 1 ^ (guint64) (change >> 63));
      before[v] = steps[v];
    }
    frame = entry->frame;
  }

  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
get_entry (const guint8 **at, const guint8 *end, gint64 steps[N_VALUES],
           EncordMergeEntry *entry)
{
  const guint8 flags = *(*at)++;
  const guint n_values = flags & FLAG_ROTATED ? N_VALUES : N_VALUES - 1;
  guint64 number;

  if (!get_number (at, end, &number) ||
      number > (guint64) (G_MAXINT - entry->frame))
    return FALSE;
  entry->frame += (int) number;
  entry->manual = (flags & FLAG_MANUAL) != 0;
  entry->settled = (flags & FLAG_SETTLED) != 0;

  for (guint v = 0; v < n_values; v++) {
    if (!get_number (at, end, &number))
      return FALSE;
    steps[v] =
        (gint64) ((guint64) steps[v] + (number >> 1 ^ (~(number & 1) + 1)));
    if (steps[v] > MOST_STEPS || steps[v] < -MOST_STEPS)
      return FALSE;
  }
  entry_from_steps (entry, steps);
  if (!(flags & FLAG_ROTATED))
    entry->box.theta = 0;

  return TRUE;
}

GArray *
encord_merge_entries_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GArray) entries =
      g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));
  EncordMergeEntry entry = { 0 };
  gint64 steps[N_VALUES] = { 0 };
  gsize size;
  const guint8 *at = g_bytes_get_data (bytes, &size);
  const guint8 *end = at + size;

  if (size == 0 || *at++ != LAYOUT) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "journalled entries: layout is not %d", LAYOUT);
    return NULL;
  }
  while (at < end) {
    const int before = entry.frame;

    if (!get_entry (&at, end, steps, &entry) ||
        (entries->len > 0 && entry.frame == before)) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "journalled entries: entry %u is damaged", entries->len);
      return NULL;
    }
    g_array_append_val (entries, entry);
  }

  return g_steal_pointer (&entries);
}
