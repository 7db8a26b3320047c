/* encordlabelsink.c - what reaches the label row of a real server, and what does not
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>
#include <signal.h>
#include <sys/resource.h>

#include "emulator-process.h"

#define N_FRAMES 20
#define FRAME (GST_SECOND / 10)
#define CAPS "video/x-raw,format=I420,width=64,height=48,framerate=10/1"

static const char *const classes[] = { "face", "Traffic Light", NULL };

/* a server with a project, and a journal */
typedef struct
{
  EmulatorProcess *emulator;
  char *journal_dir;
  char *project_hash;
  char *data_hash;
  GstBus *bus;
} World;

static World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  self->emulator = emulator_process_new ();
  self->project_hash = emulator_process_make_project (
      self->emulator, N_FRAMES, classes, &self->data_hash);
  self->journal_dir = g_build_filename (
      emulator_process_get_folder (self->emulator), "journal", NULL);
  self->bus = gst_bus_new ();

  return self;
}

static void
world_free (World *self)
{
  gst_object_unref (self->bus);
  emulator_process_free (self->emulator);
  g_free (self->journal_dir);
  g_free (self->project_hash);
  g_free (self->data_hash);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static GstHarness *
harness_new (World *world)
{
  GstElement *sink = gst_element_factory_make ("encordlabelsink", NULL);
  g_autoptr (GstElement) collector =
      gst_bin_get_by_name (GST_BIN (sink), "collector");
  GstHarness *harness;

  /* a harness cannot wait for preroll */
  g_object_set (collector, "async", FALSE, NULL);
  g_object_set (sink, "server", emulator_process_get_uri (world->emulator),
                "ssh-key-file", emulator_process_get_key_file (world->emulator),
                "journal-dir", world->journal_dir, NULL);
  gst_element_set_bus (sink, world->bus);
  harness = gst_harness_new_with_element (sink, "sink", NULL);
  gst_object_unref (sink);

  return harness;
}

static void
harness_free (World *world, GstHarness *harness)
{
  gst_element_set_state (harness->element, GST_STATE_NULL);
  gst_element_set_bus (harness->element, NULL);
  gst_bus_set_flushing (world->bus, TRUE);
  gst_bus_set_flushing (world->bus, FALSE);
  gst_harness_teardown (harness);
}

static GstEncordUnit *
unit_new (World *world)
{
  return g_object_new (GST_TYPE_ENCORD_UNIT, "project-hash",
                       world->project_hash, "data-hash", world->data_hash,
                       "branch-name", "main", "title", "clip.avi", "data-type",
                       "video", "n-frames", (gint64) N_FRAMES, NULL);
}

static void
begin (World *world, GstHarness *harness, const char *const *names)
{
  g_autoptr (GstEncordUnit) unit = unit_new (world);

  gst_harness_set_src_caps_str (harness, CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness, gst_encord_classes_event_new (names));
}

static GstFlowReturn
push_frame (GstHarness *harness, guint64 frame, const char *name, double x)
{
  GstBuffer *buffer = gst_harness_create_buffer (harness, 64 * 48 * 3 / 2);
  GstEncordLabelsMeta *meta;

  GST_BUFFER_PTS (buffer) = frame * FRAME;
  gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
  meta = gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  if (name != NULL) {
    const GstEncordLabel label = {
      .class_name = g_quark_from_string (name),
      .shape = ENCORD_SHAPE_BOUNDING_BOX,
      .box = { x, 0.25, 0.25, 0.5, 0 },
      .confidence = 0.75,
      .track_id = -1,
    };

    gst_encord_labels_meta_append (meta, &label);
  }

  return gst_harness_push (harness, buffer);
}

static void
push_frames (GstHarness *harness, guint start, guint n, double x)
{
  for (guint i = start; i < start + n; i++)
    fail_unless_equals_int (push_frame (harness, i, "face", x), GST_FLOW_OK);
}

static void
end (World *world, GstHarness *harness)
{
  g_autoptr (GstEncordUnit) unit = unit_new (world);

  gst_harness_push_event (
      harness,
      gst_encord_unit_end_event_new (unit, GST_ENCORD_UNIT_COMPLETE, N_FRAMES));
  gst_harness_push_event (harness, gst_event_new_eos ());
}

/* the summary that precedes EOS; nothing else may fail before it */
static GstStructure *
wait_for_summary (World *world)
{
  GstStructure *summary = NULL;

  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        world->bus, GST_CLOCK_TIME_NONE,
        GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      fail ("%s", error->message);
    }
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      break;
    if (gst_message_has_name (message, "encord-summary"))
      summary = gst_structure_copy (gst_message_get_structure (message));
  }
  fail_unless (summary != NULL, "EOS without summary");

  return summary;
}

static void
check_count (const GstStructure *summary, const char *field, guint64 expected)
{
  const GValue *value = gst_structure_get_value (summary, field);
  const guint64 count = G_VALUE_HOLDS_UINT (value) ? g_value_get_uint (value)
                                                   : g_value_get_uint64 (value);

  fail_unless (count == expected, "%s is %" G_GUINT64_FORMAT, field, count);
}

static EncordLabelRow *
fetch_row (World *world)
{
  EncordClient *client = emulator_process_get_client (world->emulator);
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  EncordLabelRow *row;

  project =
      encord_client_get_project (client, world->project_hash, NULL, &error);
  g_assert_no_error (error);
  rows = encord_project_list_label_rows (project, NULL, NULL, &error);
  g_assert_no_error (error);
  fail_unless_equals_int (rows->len, 1);
  row = g_object_ref (rows->pdata[0]);
  encord_label_row_initialise (row, ENCORD_INITIALISE_NONE, NULL, &error);
  g_assert_no_error (error);

  return row;
}

/* one whole run that sees a face at x on every frame */
static GstStructure *
run (World *world, double x)
{
  GstHarness *harness = harness_new (world);
  GstStructure *summary;

  begin (world, harness, classes);
  push_frames (harness, 0, N_FRAMES, x);
  end (world, harness);
  summary = wait_for_summary (world);
  harness_free (world, harness);

  return summary;
}

GST_START_TEST (test_saves_and_repeats_nothing)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once = run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) row = fetch_row (world);
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  EncordAnnotation annotation;
  EncordBox box;

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_FRAMES);
  check_count (once, "tracks", 1);
  check_count (once, "frames", N_FRAMES);
  fail_unless_equals_int (objects->len, 1);
  for (int frame = 0; frame < N_FRAMES; frame++) {
    fail_unless (
        encord_object_instance_get_box (objects->pdata[0], frame, &box));
    fail_unless (box.x == 0.25 && box.height == 0.5);
    fail_unless (encord_object_instance_get_annotation (objects->pdata[0],
                                                        frame, &annotation));
    fail_unless (annotation.confidence == 0.75 && !annotation.manual);
  }
  fail_unless_equals_int64 (
      emulator_process_count (world->emulator, "labelrow POST"), 1);

  twice = run (world, 0.25);
  check_count (twice, "rows-unchanged", 1);
  check_count (twice, "labels", N_FRAMES);
  fail_unless_equals_int64 (
      emulator_process_count (world->emulator, "labelrow POST"), 1);
}
GST_END_TEST;

static void
human_saves (EncordLabelRow *row)
{
  g_autoptr (GError) error = NULL;

  encord_label_row_save (row, ENCORD_SAVE_NONE, NULL, &error);
  g_assert_no_error (error);
}

static EncordObjectInstance *
only_object (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);

  fail_unless_equals_int (objects->len, 1);

  return objects->pdata[0];
}

static double
box_x (EncordObjectInstance *object, int frame)
{
  EncordBox box;

  fail_unless (encord_object_instance_get_box (object, frame, &box));

  return box.x;
}

GST_START_TEST (test_human_edits_survive)
{
  static const EncordBox moved = { 0.5, 0.5, 0.125, 0.125, 0 };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) edited = fetch_row (world);
  g_autoptr (EncordLabelRow) row = NULL;
  g_autofree char *hash = NULL;
  EncordObjectInstance *object, *added;

  object = only_object (edited);
  hash = g_strdup (encord_object_instance_get_object_hash (object));
  fail_unless (encord_object_instance_set_box (object, 3, &moved, NULL, NULL));
  fail_unless (encord_object_instance_remove_frame (object, 5));
  added = encord_label_row_add_object_instance (
      edited, encord_object_instance_get_ontology_object (object), "humanobj",
      NULL);
  fail_unless (encord_object_instance_set_box (added, 7, &moved, NULL, NULL));
  human_saves (edited);

  twice = run (world, 0.3125);
  check_count (twice, "rows-saved", 1);
  row = fetch_row (world);
  object = encord_label_row_get_object_instance (row, hash);
  added = encord_label_row_get_object_instance (row, "humanobj");
  fail_unless (object != NULL && added != NULL);
  for (int frame = 0; frame < N_FRAMES; frame++) {
    if (frame == 5)
      fail_if (encord_object_instance_has_frame (object, frame));
    else
      fail_unless (box_x (object, frame) == (frame == 3 ? 0.5 : 0.3125));
  }
  fail_unless (box_x (added, 7) == 0.5);
}
GST_END_TEST;

GST_START_TEST (test_object_deleted_by_human_stays_away)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) edited = fetch_row (world);
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;

  encord_label_row_remove_object_instance (edited, only_object (edited));
  human_saves (edited);
  twice = run (world, 0.25);

  check_count (twice, "rows-unchanged", 1);
  row = fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 0);
}
GST_END_TEST;

GST_START_TEST (test_run_names_keep_apart)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, 0.25);
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  GstHarness *harness = harness_new (world);

  /* a new name counts from the next start */
  gst_element_set_state (harness->element, GST_STATE_NULL);
  g_object_set (harness->element, "run-name", "other", NULL);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  begin (world, harness, classes);
  push_frames (harness, 0, N_FRAMES, 0.375);
  end (world, harness);
  summary = wait_for_summary (world);
  harness_free (world, harness);

  row = fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 2);
  fail_unless (box_x (objects->pdata[0], 0) == 0.25);
  fail_unless (box_x (objects->pdata[1], 0) == 0.375);
}
GST_END_TEST;

/* what is not on the frames any more goes, if the unit went through */
GST_START_TEST (test_complete_unit_removes)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = harness_new (world);
  guint n_frames;

  begin (world, harness, classes);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, i < 8 ? "face" : NULL, 0.25);
  end (world, harness);
  twice = wait_for_summary (world);
  harness_free (world, harness);

  check_count (twice, "labels", 8);
  row = fetch_row (world);
  encord_object_instance_get_frames (only_object (row), &n_frames);
  fail_unless_equals_int (n_frames, 8);
}
GST_END_TEST;

GST_START_TEST (test_stopped_in_mid_unit)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, 0.25);
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = harness_new (world);
  EncordObjectInstance *object;

  begin (world, harness, classes);
  push_frames (harness, 0, 8, 0.3125);
  /* stopping gives the worker time to save */
  harness_free (world, harness);

  row = fetch_row (world);
  object = only_object (row);
  for (int frame = 0; frame < N_FRAMES; frame++)
    fail_unless (box_x (object, frame) == (frame < 8 ? 0.3125 : 0.25));
}
GST_END_TEST;

static guint
count_messages (World *world, const char *name)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop (world->bus)) != NULL) {
    n += gst_message_has_name (message, name);
    gst_message_unref (message);
  }

  return n;
}

GST_START_TEST (test_server_down)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) down = NULL, up = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = harness_new (world);

  emulator_process_stop (world->emulator);
  begin (world, harness, classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  end (world, harness);
  down = wait_for_summary (world);
  harness_free (world, harness);
  check_count (down, "rows-journalled", 1);
  check_count (down, "rows-saved", 0);

  /* the next start sends it, whatever its units are */
  emulator_process_start (world->emulator);
  harness = harness_new (world);
  begin (world, harness, classes);
  gst_harness_push_event (harness, gst_event_new_eos ());
  up = wait_for_summary (world);
  harness_free (world, harness);
  check_count (up, "rows-saved", 1);
  row = fetch_row (world);
  fail_unless (box_x (only_object (row), N_FRAMES - 1) == 0.25);
}
GST_END_TEST;

/* no time is left to save: it is journalled and goes out with the next run */
GST_START_TEST (test_stopped_without_patience)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = harness_new (world);

  emulator_process_stop (world->emulator);
  g_object_set (harness->element, "shutdown-timeout", (guint64) 0, NULL);
  begin (world, harness, classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  gst_element_set_state (harness->element, GST_STATE_READY);
  fail_unless (count_messages (world, "encord-row-saved") == 0);
  harness_free (world, harness);

  emulator_process_start (world->emulator);
  harness = harness_new (world);
  begin (world, harness, classes);
  gst_harness_push_event (harness, gst_event_new_eos ());
  summary = wait_for_summary (world);
  harness_free (world, harness);
  check_count (summary, "rows-saved", 1);
  row = fetch_row (world);
  only_object (row);
}
GST_END_TEST;

/* the text of the one error that comes */
static char *
wait_for_error (World *world)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
      world->bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_ERROR);
  gst_message_parse_error (message, &error, &debug);
  fail_unless (debug != NULL && strlen (debug) > 20, "no remedy");

  return g_strdup (error->message);
}

GST_START_TEST (test_class_not_in_ontology)
{
  static const char *const unknown[] = { "face", "zebra", NULL };
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = harness_new (world);

  begin (world, harness, unknown);
  text = wait_for_error (world);
  fail_unless (strstr (text, "zebra") != NULL && strstr (text, "face") == NULL,
               "%s", text);
  /* what was seen so far is not lost, and the failure is told once */
  push_frames (harness, 0, N_FRAMES, 0.25);
  gst_element_set_state (harness->element, GST_STATE_READY);
  fail_unless (gst_bus_pop_filtered (world->bus, GST_MESSAGE_ERROR) == NULL);
  harness_free (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_unmapped_class_is_dropped_on_request)
{
  static const char *const some[] = { "face", "zebra", NULL };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = harness_new (world);

  gst_element_set_state (harness->element, GST_STATE_NULL);
  gst_util_set_object_arg (G_OBJECT (harness->element), "unmapped", "drop");
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  begin (world, harness, some);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, i % 2 ? "face" : "zebra", 0.25);
  end (world, harness);
  summary = wait_for_summary (world);
  harness_free (world, harness);

  check_count (summary, "tracks", 1);
  /* gaps of one frame are filled */
  check_count (summary, "labels", N_FRAMES - 1);
}
GST_END_TEST;

GST_START_TEST (test_class_map)
{
  static const char *const model[] = { "traffic_light", "visage", NULL };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  GstHarness *harness = harness_new (world);

  gst_element_set_state (harness->element, GST_STATE_NULL);
  gst_util_set_object_arg (G_OBJECT (harness->element), "class-map",
                           "map, visage=face");
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  begin (world, harness, model);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, model[i >= N_FRAMES / 2], 0.25);
  end (world, harness);
  summary = wait_for_summary (world);
  harness_free (world, harness);

  row = fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 2);
  for (guint i = 0; i < 2; i++)
    fail_unless_equals_string (
        encord_ontology_object_get_name (
            encord_object_instance_get_ontology_object (objects->pdata[i])),
        i == 0 ? "Traffic Light" : "face");
}
GST_END_TEST;

GST_START_TEST (test_no_unit)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = harness_new (world);

  gst_harness_set_src_caps_str (harness, CAPS);
  fail_unless_equals_int (push_frame (harness, 0, "face", 0.25),
                          GST_FLOW_ERROR);
  text = wait_for_error (world);
  harness_free (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_disk_full)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = harness_new (world);
  struct rlimit before, tight;

  getrlimit (RLIMIT_FSIZE, &before);
  tight = before;
  tight.rlim_cur = 20 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  begin (world, harness, classes);
  for (guint i = 0; i < 2000; i++)
    push_frame (harness, i, "face", 0.25);
  setrlimit (RLIMIT_FSIZE, &tight);
  end (world, harness);
  text = wait_for_error (world);
  setrlimit (RLIMIT_FSIZE, &before);
  fail_unless (strstr (text, "space") != NULL, "%s", text);
  harness_free (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_flush_in_mid_stream)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = harness_new (world);
  GstSegment segment;

  begin (world, harness, classes);
  push_frames (harness, 0, 8, 0.25);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  push_frames (harness, 12, 8, 0.25);
  end (world, harness);
  summary = wait_for_summary (world);
  harness_free (world, harness);

  check_count (summary, "frames", 16);
  check_count (summary, "labels", N_FRAMES);
}
GST_END_TEST;

GST_START_TEST (test_cycles_in_mid_unit)
{
  g_autoptr (World) world = world_new ();
  GstHarness *harness = harness_new (world);
  g_autoptr (EncordLabelRow) row = NULL;

  for (guint i = 0; i < 50; i++) {
    begin (world, harness, classes);
    push_frames (harness, 0, i % 5, 0.25);
    gst_element_set_state (harness->element,
                           i % 2 ? GST_STATE_NULL : GST_STATE_READY);
    gst_element_set_state (harness->element, GST_STATE_PLAYING);
  }
  harness_free (world, harness);

  row = fetch_row (world);
  only_object (row);
  fail_unless_equals_int64 (
      emulator_process_count (world->emulator, "labelrow POST"), 4);
}
GST_END_TEST;

/* both label the same unit with the same journal; whoever comes second finds
 * that nothing is left to do */
GST_START_TEST (test_two_pipelines)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harnesses[2];

  for (guint i = 0; i < 2; i++) {
    harnesses[i] = harness_new (world);
    begin (world, harnesses[i], classes);
    push_frames (harnesses[i], 0, N_FRAMES, 0.25);
  }
  for (guint i = 0; i < 2; i++)
    end (world, harnesses[i]);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        world->bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

    fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_EOS);
  }
  for (guint i = 0; i < 2; i++)
    harness_free (world, harnesses[i]);

  row = fetch_row (world);
  only_object (row);
  fail_unless_equals_int64 (
      emulator_process_count (world->emulator, "labelrow POST"), 1);
}
GST_END_TEST;

static Suite *
encordlabelsink_suite (void)
{
  Suite *s = suite_create ("encordlabelsink");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_saves_and_repeats_nothing);
  tcase_add_test (tc, test_human_edits_survive);
  tcase_add_test (tc, test_object_deleted_by_human_stays_away);
  tcase_add_test (tc, test_run_names_keep_apart);
  tcase_add_test (tc, test_complete_unit_removes);
  tcase_add_test (tc, test_stopped_in_mid_unit);
  tcase_add_test (tc, test_server_down);
  tcase_add_test (tc, test_stopped_without_patience);
  tcase_add_test (tc, test_class_not_in_ontology);
  tcase_add_test (tc, test_unmapped_class_is_dropped_on_request);
  tcase_add_test (tc, test_class_map);
  tcase_add_test (tc, test_no_unit);
  tcase_add_test (tc, test_disk_full);
  tcase_add_test (tc, test_flush_in_mid_stream);
  tcase_add_test (tc, test_cycles_in_mid_unit);
  tcase_add_test (tc, test_two_pipelines);

  return s;
}

GST_CHECK_MAIN (encordlabelsink);
