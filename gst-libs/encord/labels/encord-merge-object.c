/* labels/encord-merge-object.c - one object's entries, as merging compares them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-object-private.h>

#include <math.h>
#include <string.h>

#include <encord/labels/encord-merge-shape-private.h>
#include <encord/labels/encord-packed-number-private.h>

/* a thousandth of a pixel in a picture a thousand pixels wide */
#define SAME 1e-6

static void
clear_entry (gpointer data)
{
  EncordMergeEntry *entry = data;

  g_clear_pointer (&entry->geometry, encord_geometry_unref);
}

GArray *
encord_merge_entries_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));

  g_array_set_clear_func (self, clear_entry);

  return self;
}

static void
hold (const EncordMergeEntry *entry)
{
  if (entry->geometry != NULL)
    encord_geometry_ref (entry->geometry);
}

void
encord_merge_entries_add (GArray *self, const EncordMergeEntry *entry)
{
  g_array_append_vals (self, entry, 1);
  hold (entry);
}

EncordMergeObject *
encord_merge_object_new (const char *object_hash, const char *feature_hash)
{
  EncordMergeObject *self = g_new0 (EncordMergeObject, 1);

  self->object_hash = g_strdup (object_hash);
  self->feature_hash = g_strdup (feature_hash);
  self->entries = encord_merge_entries_new ();

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
  for (guint i = 0; i < self->entries->len; i++)
    hold (&g_array_index (copy->entries, EncordMergeEntry, i));

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

static gboolean
places_equal (const EncordMergeEntry *a, const EncordMergeEntry *b)
{
  if (a->geometry == NULL && b->geometry == NULL)
    return encord_merge_box_equal (&a->box, &b->box);
  return a->geometry != NULL && b->geometry != NULL &&
         encord_merge_shape_equal (a->geometry, b->geometry);
}

gboolean
encord_merge_entry_equal (const EncordMergeEntry *a, const EncordMergeEntry *b)
{
  return a->frame == b->frame && a->manual == b->manual && !a->foreign &&
         !b->foreign && fabs (a->confidence - b->confidence) < SAME &&
         places_equal (a, b);
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
 * frame before and the differences of its values from the entry before in steps, as
 * packed numbers. Objects move little from frame to frame, so an entry takes about
 * 15 bytes. In version 2 an entry may have its geometry behind that; version 1, which
 * has none, is written wherever it will do. */
#define LAYOUT_OF_BOXES 1
#define LAYOUT 2
#define FLAG_MANUAL (1 << 0)
#define FLAG_SETTLED (1 << 1)
#define FLAG_ROTATED (1 << 2)
#define FLAG_GEOMETRY (1 << 3)
#define N_VALUES 6
/* no picture has labels a hundred thousand pictures away */
#define MOST_STEPS (G_GINT64_CONSTANT (100000) * ENCORD_MERGE_STEPS)

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

static gboolean
have_geometry (GArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_array_index (entries, EncordMergeEntry, i).geometry != NULL)
      return TRUE;

  return FALSE;
}

GBytes *
encord_merge_entries_to_bytes (GArray *entries)
{
  const guint8 layout = have_geometry (entries) ? LAYOUT : LAYOUT_OF_BOXES;
  GByteArray *bytes = g_byte_array_new ();
  gint64 before[N_VALUES] = { 0 };
  int frame = 0;

  g_byte_array_append (bytes, &layout, 1);
  for (guint i = 0; i < entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (entries, EncordMergeEntry, i);
    const guint8 flags = (entry->manual ? FLAG_MANUAL : 0) |
                         (entry->settled ? FLAG_SETTLED : 0) |
                         (entry->box.theta != 0 ? FLAG_ROTATED : 0) |
                         (entry->geometry != NULL ? FLAG_GEOMETRY : 0);
    const guint n_values = flags & FLAG_ROTATED ? N_VALUES : N_VALUES - 1;
    gint64 steps[N_VALUES];

    entry_to_steps (entry, steps);
    g_byte_array_append (bytes, &flags, 1);
    encord_packed_number_put (bytes, (guint64) (entry->frame - frame));
    for (guint v = 0; v < n_values; v++) {
      encord_packed_number_put_signed (bytes, steps[v] - before[v]);
      before[v] = steps[v];
    }
    if (entry->geometry != NULL)
      encord_merge_shape_put (entry->geometry, bytes);
    frame = entry->frame;
  }

  return g_byte_array_free_to_bytes (bytes);
}

/* its geometry is the caller's */
static gboolean
get_entry (const guint8 **at, const guint8 *end, guint8 layout,
           gint64 steps[N_VALUES], EncordMergeEntry *entry)
{
  const guint8 flags = *(*at)++;
  const guint n_values = flags & FLAG_ROTATED ? N_VALUES : N_VALUES - 1;
  guint64 number;
  gint64 change;

  if (!encord_packed_number_get (at, end, &number) ||
      number > (guint64) (G_MAXINT - entry->frame))
    return FALSE;
  entry->frame += (int) number;
  entry->manual = (flags & FLAG_MANUAL) != 0;
  entry->settled = (flags & FLAG_SETTLED) != 0;

  for (guint v = 0; v < n_values; v++) {
    if (!encord_packed_number_get_signed (at, end, &change))
      return FALSE;
    steps[v] = (gint64) ((guint64) steps[v] + (guint64) change);
    if (steps[v] > MOST_STEPS || steps[v] < -MOST_STEPS)
      return FALSE;
  }
  entry_from_steps (entry, steps);
  if (!(flags & FLAG_ROTATED))
    entry->box.theta = 0;
  if (layout == LAYOUT_OF_BOXES || !(flags & FLAG_GEOMETRY))
    return TRUE;
  entry->geometry = encord_merge_shape_get (at, end);

  return entry->geometry != NULL;
}

GArray *
encord_merge_entries_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GArray) entries = encord_merge_entries_new ();
  EncordMergeEntry entry = { 0 };
  guint8 layout = 0;
  gint64 steps[N_VALUES] = { 0 };
  gsize size;
  const guint8 *at = g_bytes_get_data (bytes, &size);
  const guint8 *end = at + size;

  if (size > 0)
    layout = *at++;
  if (layout != LAYOUT_OF_BOXES && layout != LAYOUT) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "journalled entries: layout is neither %d nor %d",
                 LAYOUT_OF_BOXES, LAYOUT);
    return NULL;
  }
  while (at < end) {
    const int before = entry.frame;
    gboolean ok;

    entry.geometry = NULL;
    ok = get_entry (&at, end, layout, steps, &entry);
    g_array_append_val (entries, entry);
    if (!ok || (entries->len > 1 && entry.frame == before)) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "journalled entries: entry %u is damaged", entries->len - 1);
      return NULL;
    }
  }

  return g_steal_pointer (&entries);
}
