/* merge-world.c - a row, and what runs and humans do to it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "merge-world.h"

#include "random-shape.h"

int
world_pick (World *world, int n)
{
  return n > 0 ? g_rand_int_range (world->rand, 0, n) : 0;
}

static const char *const features[] = { "feature1", "feature2" };

static EncordMergeEntry
random_entry (World *world, const char *feature, int frame)
{
  EncordMergeEntry entry = {
    .frame = frame,
    .confidence = encord_merge_quantise (g_rand_double (world->rand)),
    /* few places, so that tracks of different runs meet */
    .box = { world_pick (world, 4) * 0.2, world_pick (world, 3) * 0.05, 0.1,
             0.2 + world_pick (world, 2) * 0.02 },
  };

  if (world->shaped) {
    entry.geometry =
        random_shape (world->rand, g_str_equal (feature, features[1]),
                      &entry.box, &entry.box);
    g_ptr_array_add (world->shapes, entry.geometry);
  }

  return entry;
}

static EncordMergeObject *
random_object (World *world, const char *hash, gboolean manual)
{
  EncordMergeObject *object =
      encord_merge_object_new (hash, features[world_pick (world, 2)]);
  const EncordMergeEntry start = random_entry (world, object->feature_hash, 0);

  for (int frame = world_pick (world, 6); frame < N_FRAMES; frame++) {
    EncordMergeEntry entry = random_entry (world, object->feature_hash, frame);

    if (world_pick (world, 5) == 0)
      continue;
    if (world_pick (world, 4) != 0) {
      entry.box = start.box;
      entry.geometry = start.geometry;
    }
    entry.manual = manual;
    encord_merge_entries_add (object->entries, &entry);
  }

  return object;
}

GPtrArray *
world_make_run (World *world)
{
  GPtrArray *mine = encord_merge_objects_new ();
  const int n = world_pick (world, 5);

  for (int i = 0; i < n; i++) {
    EncordMergeObject *object = random_object (world, NULL, FALSE);

    if (object->entries->len > 0)
      g_ptr_array_add (mine, object);
    else
      encord_merge_object_free (object);
  }

  return mine;
}

EncordMergeObject *
world_find_object (GPtrArray *objects, const char *hash)
{
  for (guint i = 0; i < objects->len; i++) {
    EncordMergeObject *object = objects->pdata[i];

    if (g_str_equal (object->object_hash, hash))
      return object;
  }

  return NULL;
}

void
world_remove_entry (EncordMergeObject *object, int frame)
{
  for (guint i = 0; i < object->entries->len; i++)
    if (g_array_index (object->entries, EncordMergeEntry, i).frame == frame)
      g_array_remove_index (object->entries, i--);
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  const EncordMergeEntry *left = a, *right = b;

  return left->frame - right->frame;
}

void
world_set_entry (EncordMergeObject *object, const EncordMergeEntry *entry)
{
  const EncordMergeEntry copy = *entry;

  world_remove_entry (object, copy.frame);
  encord_merge_entries_add (object->entries, &copy);
  g_array_sort (object->entries, compare_frames);
}

void
world_drop_empty_objects (World *world)
{
  for (guint i = world->row->len; i > 0; i--) {
    const EncordMergeObject *object = world->row->pdata[i - 1];

    if (object->entries->len == 0)
      g_ptr_array_remove_index (world->row, i - 1);
  }
}

char *
world_describe_entry (const EncordMergeEntry *entry)
{
  g_autofree char *shape = NULL;

  if (entry == NULL)
    return g_strdup ("nothing");
  shape = describe_shape (entry->geometry);

  return g_strdup_printf ("%.7f %.7f %.7f %.7f %.7f %d %s", entry->box.x,
                          entry->box.y, entry->box.width, entry->box.height,
                          entry->confidence, entry->manual, shape);
}

static void
note_decision (World *world, const EncordMergeObject *object, int frame,
               const EncordMergeEntry *before, const EncordMergeEntry *after)
{
  const EncordMergeObject *ours =
      world_find_object (world->journal, object->object_hash);
  const EncordMergeEntry *written =
      ours != NULL ? encord_merge_object_find (ours, frame) : NULL;

  /* what they throw out of their own may come from us later */
  if (before != NULL && written != NULL &&
      encord_merge_entry_equal (before, written)) {
    g_array_append_val (world->rejected, *before);
    g_ptr_array_add (world->rejected_features, g_strdup (object->feature_hash));
  }
  /* added and deleted again between two runs: nobody can know; nor what is
   * deleted in an object that is not ours, but might be adopted */
  if (after == NULL && before != NULL && written == NULL &&
      (ours != NULL || world->mixed || world->policy == ENCORD_MERGE_ADOPT)) {
    g_autofree char *key =
        g_strdup_printf ("%s %d", object->object_hash, frame);

    g_hash_table_remove (world->decided, key);
    return;
  }
  g_hash_table_replace (world->decided,
                        g_strdup_printf ("%s %d", object->object_hash, frame),
                        world_describe_entry (after));
}

static void
human_draws (World *world, EncordMergeEntry *entry)
{
  if (world->shaped) {
    entry->geometry = redraw_shape (world->rand, entry->geometry, &entry->box);
    g_ptr_array_add (world->shapes, entry->geometry);
  } else if (world_pick (world, 2)) {
    entry->box.x += 0.013;
  } else {
    entry->box.height += 0.1;
  }
}

static void
human_changes_entry (World *world)
{
  EncordMergeObject *object;
  EncordMergeEntry before, after;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[world_pick (world, world->row->len)];
  before = g_array_index (object->entries, EncordMergeEntry,
                          world_pick (world, object->entries->len));
  after = before;
  if (world_pick (world, 3) > 0) {
    human_draws (world, &after);
  } else {
    after.confidence = 1;
    after.manual = TRUE;
  }
  world_set_entry (object, &after);
  note_decision (world, object, before.frame, &before, &after);
}

static void
human_deletes_entry (World *world)
{
  EncordMergeObject *object;
  EncordMergeEntry before;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[world_pick (world, world->row->len)];
  before = g_array_index (object->entries, EncordMergeEntry,
                          world_pick (world, object->entries->len));
  note_decision (world, object, before.frame, &before, NULL);
  world_remove_entry (object, before.frame);
  world_drop_empty_objects (world);
}

static void
human_deletes_object (World *world)
{
  EncordMergeObject *object;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[world_pick (world, world->row->len)];
  for (int frame = 0; frame < N_FRAMES; frame++)
    note_decision (world, object, frame,
                   encord_merge_object_find (object, frame), NULL);
  g_ptr_array_remove (world->row, object);
}

static void
human_adds_entry (World *world)
{
  EncordMergeObject *object;
  EncordMergeEntry entry;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[world_pick (world, world->row->len)];
  entry =
      random_entry (world, object->feature_hash, world_pick (world, N_FRAMES));
  if (encord_merge_object_find (object, entry.frame) != NULL)
    return;
  entry.manual = world_pick (world, 2);
  world_set_entry (object, &entry);
  note_decision (world, object, entry.frame, NULL, &entry);
}

static void
human_adds_object (World *world)
{
  g_autofree char *hash = g_strdup_printf ("human%u", world->n_objects++);
  EncordMergeObject *object =
      random_object (world, hash, world_pick (world, 2));

  if (object->entries->len == 0) {
    encord_merge_object_free (object);
    return;
  }
  g_hash_table_add (world->hashes, g_strdup (hash));
  for (guint i = 0; i < object->entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);

    note_decision (world, object, entry->frame, NULL, entry);
  }
  g_ptr_array_add (world->row, object);
}

static void
human_answers (World *world)
{
  EncordMergeObject *object;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[world_pick (world, world->row->len)];
  g_free (object->answers);
  /* saying the same again says nothing */
  object->answers = g_strdup_printf ("red %u", world->n_answers++);
  for (guint i = 0; i < object->entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);

    note_decision (world, object, entry->frame, NULL, entry);
  }
}

void
world_let_human_work (World *world)
{
  static void (*const deeds[]) (World *) = {
    human_changes_entry, human_deletes_entry, human_deletes_object,
    human_adds_entry,    human_adds_object,   human_answers,
  };
  const int n = world_pick (world, 4);

  for (int i = 0; i < n; i++)
    deeds[world_pick (world, G_N_ELEMENTS (deeds))](world);
}

World *
world_new (guint32 seed)
{
  World *world = g_new0 (World, 1);

  world->rand = g_rand_new_with_seed (seed);
  world->row = encord_merge_objects_new ();
  world->journal = encord_merge_objects_new ();
  world->shapes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) encord_geometry_unref);
  world->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->decided =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->rejected = g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));
  world->rejected_features = g_ptr_array_new_with_free_func (g_free);

  return world;
}

void
world_free (World *world)
{
  g_rand_free (world->rand);
  g_ptr_array_unref (world->row);
  g_ptr_array_unref (world->journal);
  g_hash_table_unref (world->hashes);
  g_hash_table_unref (world->decided);
  g_array_unref (world->rejected);
  g_ptr_array_unref (world->rejected_features);
  g_ptr_array_unref (world->shapes);
  g_free (world);
}
