/* encordlabelsink-faults.c - calls that go wrong change nothing in the end
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>

#include "faulty-proxy.h"
#include "labelsink-world.h"

/* Two projects over the same clip have the same history of runs and human edits.
 * One is labelled over a proxy by which calls go wrong; after each run both rows
 * have to say the same, but for what is drawn at random.
 *
 * N_SEEDS histories are tried, or as many as FAULTS_SEEDS says. */
#define N_SEEDS 3
#define N_ROUNDS 4
#define N_THINGS 3
/* one call in so many goes wrong, and every second one that saves: what became of
 * that is what nobody can know */
#define RATE 4
#define SAVE "\"validate_before_saving\""

/* what the model sees: the same for both, other for each round */
static void
push_things (GstHarness *harness, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double speeds[N_THINGS];

  for (guint t = 0; t < N_THINGS; t++)
    speeds[t] = g_rand_double_range (rand, -0.005, 0.005);
  for (guint frame = 0; frame < N_FRAMES; frame++) {
    GstBuffer *buffer = gst_harness_create_buffer (harness, 64 * 48 * 3 / 2);
    GstEncordLabelsMeta *meta;

    GST_BUFFER_PTS (buffer) = frame * GST_SECOND / 10;
    gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
    meta =
        gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
    for (guint t = 0; t < N_THINGS; t++) {
      const GstEncordLabel label = {
        .class_name = g_quark_from_string (world_classes[t % 2]),
        .shape = ENCORD_SHAPE_BOUNDING_BOX,
        .box = { 0.1 + 0.3 * t + speeds[t] * frame, 0.25, 0.2, 0.5, 0 },
        .confidence = g_rand_int_range (rand, 1, 4) * 0.25,
        .track_id = -1,
      };

      if (g_rand_int_range (rand, 0, 5) > 0)
        gst_encord_labels_meta_append (meta, &label);
    }
    fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
  }
}

/* every round has other settings, so that tracks come, go and change */
static GstHarness *
make_harness (World *world, const char *server, guint round)
{
  static const char *const confidences[] = { "0.3", "0.6", "0.2", "0.7" };
  static const char *const modes[] = { "dense", "keys", "raw", "dense" };
  static const char *const policies[] = { "skip", "adopt", "add", "replace" };

  return world_make_harness_with (
      world, "server", server, "min-confidence", confidences[round],
      "write-mode", modes[round], "overlap-policy", policies[round], NULL);
}

/* how many rows could not be sent */
static guint
label (World *world, const char *server, guint round, guint32 seed)
{
  GstHarness *harness = make_harness (world, server, round);
  g_autoptr (GstStructure) summary = NULL;
  guint n_journalled;

  world_begin (world, harness, world_classes);
  push_things (harness, seed);
  summary = world_complete (world, harness);
  fail_unless (
      gst_structure_get_uint (summary, "rows-journalled", &n_journalled));

  return n_journalled;
}

/* what waits in the journal goes out now that calls go right, under the settings of
 * the round */
static void
drain (World *world, guint round)
{
  GstHarness *harness =
      make_harness (world, emulator_process_get_uri (world->emulator), round);
  g_autoptr (GstStructure) summary = NULL;

  world_begin (world, harness, world_classes);
  summary = world_finish (world, harness);
  check_count (summary, "rows-journalled", 0);
}

static char *
describe_object (EncordObjectInstance *object)
{
  GString *text = g_string_new (encord_ontology_object_get_name (
      encord_object_instance_get_ontology_object (object)));
  const int *frames;
  guint n;

  frames = encord_object_instance_get_frames (object, &n);
  for (guint i = 0; i < n; i++) {
    EncordAnnotation annotation;
    EncordBox box;

    fail_unless (encord_object_instance_get_box (object, frames[i], &box));
    fail_unless (
        encord_object_instance_get_annotation (object, frames[i], &annotation));
    g_string_append_printf (text, "\n  %d: %.7f %.7f %.7f %.7f %.4f %s",
                            frames[i], box.x, box.y, box.width, box.height,
                            annotation.confidence,
                            annotation.manual ? "by hand" : "by us");
  }

  return g_string_free (text, FALSE);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* objects in an order of what they say, not of their hashes */
static char *
describe_row (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (texts, describe_object (objects->pdata[i]));
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);

  return g_strjoinv ("\n", (char **) texts->pdata);
}

static char *
describe_world (World *world)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);

  return describe_row (row);
}

/* the object at such a place in the order of what they say */
static EncordObjectInstance *
pick_object (EncordLabelRow *row, guint index)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (texts, describe_object (objects->pdata[i]));
  g_ptr_array_sort (texts, compare_texts);
  for (guint i = 0; i < objects->len; i++) {
    g_autofree char *text = describe_object (objects->pdata[i]);

    if (g_str_equal (text, texts->pdata[index % texts->len]))
      return objects->pdata[i];
  }

  return NULL;
}

/* one moved, one deleted, one drawn anew: the same in both projects */
static void
edit (World *world, guint round, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  EncordObjectInstance *object = pick_object (row, g_rand_int (rand));
  const EncordBox moved = { g_rand_int_range (rand, 0, 8) * 0.1, 0.25, 0.2, 0.5,
                            0 };
  g_autofree char *hash = g_strdup_printf ("human%03u", round);
  EncordObjectInstance *added;
  const int *frames;
  guint n;

  if (object != NULL) {
    frames = encord_object_instance_get_frames (object, &n);
    fail_unless (encord_object_instance_set_box (
        object, frames[g_rand_int_range (rand, 0, (int) n)], &moved, NULL,
        NULL));
  }
  object = pick_object (row, g_rand_int (rand));
  if (object != NULL) {
    frames = encord_object_instance_get_frames (object, &n);
    if (n > 1)
      fail_unless (encord_object_instance_remove_frame (
          object, frames[g_rand_int_range (rand, 0, (int) n)]));
  }
  added = encord_label_row_add_object_instance (
      row,
      encord_ontology_structure_find_object_by_title (
          encord_label_row_get_ontology_structure (row),
          world_classes[g_rand_int_range (rand, 0, 2)]),
      hash, NULL);
  for (int i = 0; i < 3; i++)
    fail_unless (encord_object_instance_set_box (
        added, g_rand_int_range (rand, 0, N_FRAMES), &moved, NULL, NULL));
  human_saves (row);
}

static guint
count_faults (FaultyProxy *proxy)
{
  guint n = 0;

  for (Fault fault = FAULT_NONE + 1; fault < FAULT_N; fault++)
    n += faulty_proxy_count (proxy, fault);

  return n;
}

static void
check_history (guint32 seed)
{
  g_autoptr (World) calm = world_new ();
  g_autoptr (World) rough = world_new ();
  g_autoptr (FaultyProxy) proxy =
      faulty_proxy_new (emulator_process_get_uri (rough->emulator));
  guint n_journalled = 0;

  faulty_proxy_set_favourite (proxy, SAVE);
  for (guint round = 0; round < N_ROUNDS; round++) {
    const guint32 draw = seed * N_ROUNDS + round;
    g_autofree char *expected = NULL, *found = NULL;

    label (calm, emulator_process_get_uri (calm->emulator), round, draw);
    faulty_proxy_set_faults (proxy, RATE, draw);
    n_journalled += label (rough, faulty_proxy_get_uri (proxy), round, draw);
    drain (rough, round);
    expected = describe_world (calm);
    found = describe_world (rough);
    fail_unless (g_str_equal (expected, found),
                 "seed %u, round %u: expected\n%s\nfound\n%s", seed, round,
                 expected, found);
    edit (calm, round, draw);
    edit (rough, round, draw);
  }
  fail_unless (count_faults (proxy) > 0, "seed %u: nothing went wrong", seed);
  g_print ("seed %u: %u faults, %u rows had to wait\n", seed,
           count_faults (proxy), n_journalled);
}

GST_START_TEST (test_history)
{
  check_history ((guint32) __i__);
}
GST_END_TEST;

static Suite *
encordlabelsink_faults_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-faults");
  TCase *tc = tcase_create ("general");
  const char *seeds = g_getenv ("FAULTS_SEEDS");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 120);
  tcase_add_loop_test (tc, test_history, 0,
                       seeds != NULL ? atoi (seeds) : N_SEEDS);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_faults);
