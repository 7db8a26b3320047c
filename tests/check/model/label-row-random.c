/* label-row-random.c - random edits against a model that is too simple to fail
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "rows.h"

#define N_FRAMES 60
#define N_HASHES 12
#define N_STEPS 400
#define TIME G_GINT64_CONSTANT (1714979289)

/* what each object should be: on which frames, where, how sure */
typedef struct
{
  gboolean exists;
  gboolean on[N_FRAMES];
  EncordBox box[N_FRAMES];
  double confidence[N_FRAMES];
} Object;

typedef struct
{
  EncordLabelRow *row;
  Object objects[N_HASHES];
} Case;

static char *
hash_of (guint i)
{
  return g_strdup_printf ("h/\"\\%04u", i); /* needs every kind of escape */
}

static EncordObjectInstance *
find (Case *c, guint i)
{
  g_autofree char *hash = hash_of (i);

  return encord_label_row_get_object_instance (c->row, hash);
}

static void
step_add (Case *c, guint i)
{
  g_autofree char *hash = hash_of (i);
  g_autoptr (GError) error = NULL;
  EncordObjectInstance *instance = encord_label_row_add_object_instance (
      c->row,
      encord_ontology_structure_find_object (
          encord_label_row_get_ontology_structure (c->row), "aaaa1111"),
      hash, &error);

  if (c->objects[i].exists) {
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT);
    return;
  }
  g_assert_no_error (error);
  g_assert_true (instance == find (c, i));
  memset (&c->objects[i], 0, sizeof c->objects[i]);
  c->objects[i].exists = TRUE;
}

static void
step_set (Case *c, guint i, int frame)
{
  Object *object = &c->objects[i];
  const EncordBox box = { g_test_rand_double (), g_test_rand_double (),
                          g_test_rand_double (), 0.5, 0 };
  const EncordAnnotation annotation = { .confidence = g_test_rand_double (),
                                        .created_at = TIME };
  const gboolean moved = object->on[frame] && g_test_rand_bit ();
  g_autoptr (GError) error = NULL;

  if (!object->exists)
    return;
  encord_object_instance_set_box (find (c, i), frame, &box,
                                  moved ? NULL : &annotation, &error);
  g_assert_no_error (error);
  object->on[frame] = TRUE;
  object->box[frame] = box;
  if (!moved)
    object->confidence[frame] = annotation.confidence;
}

static void
step_remove_frame (Case *c, guint i, int frame)
{
  Object *object = &c->objects[i];

  if (!object->exists)
    return;
  g_assert_cmpint (encord_object_instance_remove_frame (find (c, i), frame), ==,
                   object->on[frame]);
  object->on[frame] = FALSE;
}

static void
step_remove (Case *c, guint i)
{
  if (c->objects[i].exists)
    g_assert_true (
        encord_label_row_remove_object_instance (c->row, find (c, i)));
  memset (&c->objects[i], 0, sizeof c->objects[i]);
}

static void
check (Case *c)
{
  for (guint i = 0; i < N_HASHES; i++) {
    Object *object = &c->objects[i];
    EncordObjectInstance *instance = find (c, i);
    const int *frames;
    guint n_frames, n = 0;

    g_assert_cmpint (instance != NULL, ==, object->exists);
    if (instance == NULL)
      continue;
    frames = encord_object_instance_get_frames (instance, &n_frames);
    for (int frame = 0; frame < N_FRAMES; frame++) {
      EncordAnnotation annotation;
      EncordBox box;

      g_assert_cmpint (encord_object_instance_get_box (instance, frame, &box),
                       ==, object->on[frame]);
      if (!object->on[frame])
        continue;
      g_assert_cmpint (frames[n++], ==, frame);
      g_assert_cmpmem (&box, sizeof box, &object->box[frame], sizeof box);
      g_assert_true (
          encord_object_instance_get_annotation (instance, frame, &annotation));
      g_assert_cmpfloat (annotation.confidence, ==, object->confidence[frame]);
    }
    g_assert_cmpuint (n, ==, n_frames);
  }
}

/* what is on no frame does not come back; what is, does */
static void
step_reload (Case *c)
{
  g_autofree char *written = rows_write (c->row);
  g_autoptr (JsonNode) parsed = NULL;
  g_autoptr (GError) error = NULL;

  parsed = json_from_string (written, &error);
  g_assert_no_error (error);
  g_assert_true (rows_load_text (c->row, written, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < N_HASHES; i++) {
    Object *object = &c->objects[i];

    object->exists = FALSE;
    for (int frame = 0; frame < N_FRAMES; frame++)
      object->exists |= object->on[frame];
  }
}

/* the objects that were there before stay as they were */
static void
check_bystanders (Case *c)
{
  g_autoptr (EncordLabelRow) fresh = rows_open ("everything");
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_object_instances (fresh);

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *before = g_ptr_array_index (instances, i);
    EncordObjectInstance *after = encord_label_row_get_object_instance (
        c->row, encord_object_instance_get_object_hash (before));
    guint n_frames, n_after;
    const int *frames = encord_object_instance_get_frames (before, &n_frames);
    g_autofree char *answers = encord_object_instance_dup_answers (before);
    g_autofree char *answers_after = encord_object_instance_dup_answers (after);

    g_assert_cmpmem (frames, n_frames * sizeof *frames,
                     encord_object_instance_get_frames (after, &n_after),
                     n_frames * sizeof *frames);
    g_assert_cmpuint (n_frames, ==, n_after);
    g_assert_cmpstr (answers, ==, answers_after);
    for (guint j = 0; j < n_frames; j++) {
      g_autoptr (EncordGeometry) a =
          encord_object_instance_get_geometry (before, frames[j]);
      g_autoptr (EncordGeometry) b =
          encord_object_instance_get_geometry (after, frames[j]);

      g_assert_cmpint (a == NULL, ==, b == NULL);
      g_assert_true (a == NULL || encord_geometry_equal (a, b));
    }
  }
}

static void
test_random (void)
{
  for (int round = 0; round < 20; round++) {
    g_autofree Case *c = g_new0 (Case, 1);

    c->row = rows_open ("everything");
    for (int step = 0; step < N_STEPS; step++) {
      const guint i = (guint) g_test_rand_int_range (0, N_HASHES);
      const int frame = g_test_rand_int_range (0, N_FRAMES);
      const int dice = g_test_rand_int_range (0, 100);

      if (dice < 15)
        step_add (c, i);
      else if (dice < 70)
        step_set (c, i, frame);
      else if (dice < 93)
        step_remove_frame (c, i, frame);
      else if (dice < 96)
        step_remove (c, i);
      else
        step_reload (c);
    }
    check (c);
    step_reload (c);
    check (c);
    check_bystanders (c);
    g_object_unref (c->row);
  }
}

/* thousands of frames of one object, set and removed in a shuffled order */
static void
test_order (void)
{
  enum
  {
    N = 20000
  };
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", N);
  g_autofree int *order = g_new (int, N);
  const EncordBox box = { 0, 0, 1, 1, 0 };
  EncordObjectInstance *instance;
  const int *frames;
  guint n_frames;

  for (int i = 0; i < N; i++) {
    const int j = g_test_rand_int_range (0, i + 1);

    order[i] = order[j];
    order[j] = i;
  }
  g_assert_true (rows_load_text (row,
                                 "{\"data_type\":\"video\",\"data_units\":"
                                 "{\"d\":{\"labels\":{}}}}",
                                 NULL));
  instance = encord_label_row_add_object_instance (
      row,
      encord_ontology_structure_find_object (
          encord_label_row_get_ontology_structure (row), "aaaa1111"),
      "o", NULL);
  for (int i = 0; i < N; i++)
    g_assert_true (
        encord_object_instance_set_box (instance, order[i], &box, NULL, NULL));
  for (int i = 0; i < N; i += 2)
    g_assert_true (encord_object_instance_remove_frame (instance, order[i]));
  for (int i = 0; i < N; i++)
    g_assert_cmpint (encord_object_instance_has_frame (instance, order[i]), ==,
                     i % 2);
  for (int i = 0; i < N; i += 4)
    g_assert_true (
        encord_object_instance_set_box (instance, order[i], &box, NULL, NULL));

  frames = encord_object_instance_get_frames (instance, &n_frames);
  g_assert_cmpuint (n_frames, ==, N / 2 + N / 4);
  for (guint i = 1; i < n_frames; i++)
    g_assert_cmpint (frames[i - 1], <, frames[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-row/random", test_random);
  g_test_add_func ("/label-row/random/order", test_order);

  return g_test_run ();
}
