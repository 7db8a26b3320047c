/* encordlabelsink-signals.c - what applications may do about a row, and edits in between
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

/* what the handlers of a test share with it; the worker writes it, and is done
 * once the summary has come */
typedef struct
{
  World *world;
  guint n_calls;
  guint n_edits; /* how often somebody else is quicker */
  GThread *thread;
  GstStructure *summary;
  guint n_labels;
} Watch;

static void
watch_clear (Watch *self)
{
  g_clear_pointer (&self->summary, gst_structure_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

static void
add_human_object (EncordLabelRow *row, const char *hash, int frame, double x)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  EncordOntologyObject *class =
      encord_object_instance_get_ontology_object (objects->pdata[0]);
  const EncordBox box = { x, 0.75, 0.125, 0.125, 0 };
  EncordObjectInstance *added =
      encord_label_row_get_object_instance (row, hash);

  if (added == NULL)
    added = encord_label_row_add_object_instance (row, class, hash, NULL);
  fail_unless (encord_object_instance_set_box (added, frame, &box, NULL, NULL));
}

/* another client, while the sink is about to save */
static gboolean
edit_meanwhile (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
                gpointer data)
{
  Watch *watch = data;

  if (watch->n_calls++ < watch->n_edits) {
    g_autoptr (EncordLabelRow) theirs = world_fetch_row (watch->world);

    add_human_object (theirs, "humanobj", (int) watch->n_calls, 0.5);
    human_saves (theirs);
  }

  return FALSE;
}

/* The row as a human has edited it once survives, and the run is in it, too. */
GST_START_TEST (test_edit_before_saving)
{
  g_autoptr (World) world = world_new ();
  g_auto (Watch) watch = { .world = world, .n_edits = 1 };
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  GstHarness *harness = world_make_harness (world);

  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (edit_meanwhile), &watch);
  twice = world_run_harness (world, harness, 0.3125);

  check_count (twice, "rows-saved", 1);
  fail_unless_equals_int (watch.n_calls, 2);
  check_count (world_find_message (world, "encord-row-conflict"),
               "edits-meanwhile", 1);
  row = world_fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 2);
  fail_unless (box_x (objects->pdata[0], 0) == 0.3125);
  fail_unless (
      box_x (encord_label_row_get_object_instance (row, "humanobj"), 1) == 0.5);
}
GST_END_TEST;

/* Somebody who is always quicker is given way to; later the row goes out. */
GST_START_TEST (test_edits_without_end)
{
  g_autoptr (World) world = world_new ();
  g_auto (Watch) watch = { .world = world, .n_edits = 100 };
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL, later = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);
  const GstStructure *journalled;

  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (edit_meanwhile), &watch);
  twice = world_run_harness (world, harness, 0.3125);

  check_count (twice, "rows-saved", 0);
  check_count (twice, "rows-journalled", 1);
  fail_unless_equals_int (watch.n_calls, 4);
  check_count (world_find_message (world, "encord-row-conflict"),
               "edits-meanwhile", 4);
  journalled = world_find_message (world, "encord-row-journalled");
  fail_unless (strstr (gst_structure_get_string (journalled, "reason"),
                       "between fetching and saving") != NULL);

  later = world_send_waiting (world);
  check_count (later, "rows-saved", 1);
  row = world_fetch_row (world);
  for (int frame = 1; frame <= 4; frame++)
    fail_unless (box_x (encord_label_row_get_object_instance (row, "humanobj"),
                        frame) == 0.5);
}
GST_END_TEST;

static gboolean
complete_meanwhile (GstElement *sink, EncordLabelRow *row,
                    GstStructure *summary, gpointer data)
{
  Watch *watch = data;
  g_autoptr (EncordLabelRow) theirs = world_fetch_row (watch->world);
  g_autoptr (GError) error = NULL;

  encord_label_row_workflow_complete (theirs, NULL, &error);
  g_assert_no_error (error);

  return FALSE;
}

GST_START_TEST (test_stage_before_saving)
{
  g_autoptr (World) world = world_new ();
  g_auto (Watch) watch = { .world = world };
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = world_make_harness (world);
  const GstStructure *skipped;

  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (complete_meanwhile), &watch);
  summary = world_run_harness (world, harness, 0.25);

  check_count (summary, "rows-skipped", 1);
  skipped = world_find_message (world, "encord-row-skipped");
  fail_unless_equals_string (gst_structure_get_string (skipped, "reason"),
                             "stage");
  fail_unless_equals_string (gst_structure_get_string (skipped, "stage"),
                             "Complete");
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 0);
}
GST_END_TEST;

static gboolean
veto (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
      gpointer data)
{
  Watch *watch = data;

  watch->n_calls++;
  watch->thread = g_thread_self ();
  watch->summary = gst_structure_copy (summary);
  watch->n_labels = 0;
  for (int frame = 0; frame < N_FRAMES; frame++)
    watch->n_labels +=
        encord_object_instance_has_frame (only_object (row), frame);

  return TRUE;
}

static gboolean
count_calls (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
             gpointer data)
{
  Watch *watch = data;

  watch->n_calls++;

  return FALSE;
}

/* The row stays as it is, and nobody believes that it was written. */
GST_START_TEST (test_veto)
{
  g_autoptr (World) world = world_new ();
  g_auto (Watch) vetoing = { .world = world }, asked = { .world = world };
  g_autoptr (GstStructure) vetoed = NULL, again = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);
  const GstStructure *skipped;

  g_signal_connect (harness->element, "row-about-to-save", G_CALLBACK (veto),
                    &vetoing);
  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (count_calls), &asked);
  vetoed = world_run_harness (world, harness, 0.25);

  check_count (vetoed, "rows-skipped", 1);
  check_count (vetoed, "rows-saved", 0);
  check_count (vetoed, "labels", 0);
  skipped = world_find_message (world, "encord-row-skipped");
  fail_unless_equals_string (gst_structure_get_string (skipped, "reason"),
                             "vetoed");
  fail_unless (!gst_structure_has_field (skipped, "stage"));
  fail_unless_equals_int (vetoing.n_calls, 1);
  fail_unless_equals_int (asked.n_calls, 0);
  fail_unless (vetoing.thread != g_thread_self ());
  fail_unless_equals_int (vetoing.n_labels, N_FRAMES);
  check_count (vetoing.summary, "labels", N_FRAMES);
  check_count (vetoing.summary, "changes", N_FRAMES + 1);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 0);

  again = world_run (world, 0.25);
  check_count (again, "rows-saved", 1);
  row = world_fetch_row (world);
  fail_unless (box_x (only_object (row), 0) == 0.25);
}
GST_END_TEST;

static gboolean
add_by_hand (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
             gpointer data)
{
  add_human_object (row, "byhand", 2, 0.625);

  return FALSE;
}

static void
keep_row (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
          gpointer data)
{
  Watch *watch = data;
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);

  watch->n_calls++;
  watch->n_labels = objects->len;
  g_clear_pointer (&watch->summary, gst_structure_free);
  watch->summary = gst_structure_copy (summary);
}

/* What a handler adds is saved, and is not ours afterwards. */
GST_START_TEST (test_handler_adds)
{
  g_autoptr (World) world = world_new ();
  g_auto (Watch) watch = { .world = world };
  g_autoptr (GstStructure) once G_GNUC_UNUSED = NULL, twice = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);

  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (add_by_hand), &watch);
  once = world_run_harness (world, harness, 0.25);
  harness = world_make_harness (world);
  g_signal_connect (harness->element, "row-saved", G_CALLBACK (keep_row),
                    &watch);
  twice = world_run_harness (world, harness, 0.3125);

  check_count (twice, "rows-saved", 1);
  fail_unless_equals_int (watch.n_calls, 1);
  fail_unless_equals_int (watch.n_labels, 2);
  row = world_fetch_row (world);
  fail_unless (
      box_x (encord_label_row_get_object_instance (row, "byhand"), 2) == 0.625);
}
GST_END_TEST;

/* also when there was nothing to change; then nobody is asked */
GST_START_TEST (test_row_saved)
{
  g_autoptr (World) world = world_new ();
  g_auto (Watch) saved = { .world = world }, asked = { .world = world };
  gboolean changed;

  for (guint i = 0; i < 2; i++) {
    GstHarness *harness = world_make_harness (world);
    g_autoptr (GstStructure) summary G_GNUC_UNUSED = NULL;

    g_signal_connect (harness->element, "row-saved", G_CALLBACK (keep_row),
                      &saved);
    g_signal_connect (harness->element, "row-about-to-save",
                      G_CALLBACK (count_calls), &asked);
    summary = world_run_harness (world, harness, 0.25);
    fail_unless_equals_int (saved.n_calls, i + 1);
    fail_unless_equals_int (asked.n_calls, 1);
    fail_unless (
        gst_structure_get_boolean (saved.summary, "changed", &changed));
    fail_unless (changed == (i == 0));
    check_count (saved.summary, "labels", N_FRAMES);
  }
}
GST_END_TEST;

static Suite *
encordlabelsink_signals_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-signals");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_edit_before_saving);
  tcase_add_test (tc, test_edits_without_end);
  tcase_add_test (tc, test_stage_before_saving);
  tcase_add_test (tc, test_veto);
  tcase_add_test (tc, test_handler_adds);
  tcase_add_test (tc, test_row_saved);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_signals);
