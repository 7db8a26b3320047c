/* labelsink-world.c - a server with one project, a journal, and an encordlabelsink
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

#include <signal.h>

#define FRAME (GST_SECOND / 10)

const char *const world_classes[] = { "face", "Traffic Light", NULL };

World *
world_new (void)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();

  for (guint i = 0; world_classes[i] != NULL; i++)
    fail_unless (encord_ontology_structure_add_object (
                     structure, world_classes[i], ENCORD_SHAPE_BOUNDING_BOX,
                     NULL) != NULL);

  return world_new_with (structure);
}

World *
world_new_with (EncordOntologyStructure *structure)
{
  World *self = g_new0 (World, 1);

  self->emulator = emulator_process_new ();
  self->project_hash = emulator_process_make_project_with (
      self->emulator, N_FRAMES, structure, &self->data_hash);
  self->journal_dir = g_build_filename (
      emulator_process_get_folder (self->emulator), "journal", NULL);
  self->bus = gst_bus_new ();
  self->messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_structure_free);

  return self;
}

void
world_free (World *self)
{
  gst_object_unref (self->bus);
  g_ptr_array_unref (self->messages);
  emulator_process_free (self->emulator);
  g_free (self->journal_dir);
  g_free (self->project_hash);
  g_free (self->data_hash);
  g_free (self);
}
GstElement *
world_make_sink (World *world)
{
  GstElement *sink = gst_element_factory_make ("encordlabelsink", NULL);
  g_autoptr (GstElement) collector =
      gst_bin_get_by_name (GST_BIN (sink), "collector");

  /* a harness cannot wait for preroll */
  g_object_set (collector, "async", FALSE, NULL);
  g_object_set (sink, "server", emulator_process_get_uri (world->emulator),
                "ssh-key-file", emulator_process_get_key_file (world->emulator),
                "journal-dir", world->journal_dir, NULL);
  gst_element_set_bus (sink, world->bus);

  return sink;
}

GstHarness *
world_make_harness_with (World *world, ...)
{
  GstElement *sink = world_make_sink (world);
  GstHarness *harness;
  const char *name;
  va_list settings;

  va_start (settings, world);
  while ((name = va_arg (settings, const char *)) != NULL)
    gst_util_set_object_arg (G_OBJECT (sink), name,
                             va_arg (settings, const char *));
  va_end (settings);
  harness = gst_harness_new_with_element (sink, "sink", NULL);
  gst_object_unref (sink);

  return harness;
}

GstHarness *
world_make_harness (World *world)
{
  return world_make_harness_with (world, NULL);
}

void
world_free_harness (World *world, GstHarness *harness)
{
  gst_element_set_state (harness->element, GST_STATE_NULL);
  gst_element_set_bus (harness->element, NULL);
  gst_bus_set_flushing (world->bus, TRUE);
  gst_bus_set_flushing (world->bus, FALSE);
  gst_harness_teardown (harness);
}

GstEncordUnit *
world_make_unit (World *world)
{
  return world_make_unit_from (world, 0);
}

GstEncordUnit *
world_make_unit_from (World *world, guint64 first_frame)
{
  return g_object_new (
      GST_TYPE_ENCORD_UNIT, "project-hash", world->project_hash, "data-hash",
      world->data_hash, "branch-name", "main", "title", "clip.avi", "data-type",
      "video", "n-frames", (gint64) N_FRAMES, "first-frame", first_frame, NULL);
}

guint64
world_ask (World *world, GstHarness *harness, const char *digest)
{
  g_autoptr (GstEncordUnit) unit = world_make_unit (world);
  g_autoptr (GstQuery) query = gst_encord_resume_query_new (unit);

  gst_encord_resume_query_set_digest (query, digest);
  /* or a tee would ask one branch only */
  fail_if (gst_pad_peer_query (harness->srcpad, query));

  return gst_encord_resume_query_get_first_frame (query);
}

void
world_begin_from (World *world, GstHarness *harness, guint64 first_frame)
{
  g_autoptr (GstEncordUnit) unit = world_make_unit_from (world, first_frame);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness,
                          gst_encord_classes_event_new (world_classes));
}

void
world_begin (World *world, GstHarness *harness, const char *const *names)
{
  g_autoptr (GstEncordUnit) unit = world_make_unit (world);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness, gst_encord_classes_event_new (names));
}

GstFlowReturn
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

void
push_frames (GstHarness *harness, guint start, guint n, double x)
{
  for (guint i = start; i < start + n; i++)
    fail_unless_equals_int (push_frame (harness, i, "face", x), GST_FLOW_OK);
}

static void
push_unit_end (World *world, GstHarness *harness)
{
  g_autoptr (GstEncordUnit) unit = world_make_unit (world);

  gst_harness_push_event (
      harness,
      gst_encord_unit_end_event_new (unit, GST_ENCORD_UNIT_COMPLETE, N_FRAMES));
}

void
world_end (World *world, GstHarness *harness)
{
  push_unit_end (world, harness);
  gst_harness_push_event (harness, gst_event_new_eos ());
}

static void
fail_with (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  fail ("%s", error->message);
}

/* a warning or information, as a structure of that name */
static void
keep_text (World *world, GstMessage *message)
{
  const gboolean warning = GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING;
  g_autoptr (GError) error = NULL;

  if (warning)
    gst_message_parse_warning (message, &error, NULL);
  else
    gst_message_parse_info (message, &error, NULL);
  g_ptr_array_add (world->messages,
                   gst_structure_new (warning ? "warning" : "info", "text",
                                      G_TYPE_STRING, error->message, NULL));
}

GstStructure *
world_wait_for_summary (World *world)
{
  const GstStructure *summary;

  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        world->bus, GST_CLOCK_TIME_NONE,
        GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING |
            GST_MESSAGE_INFO | GST_MESSAGE_ELEMENT);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      fail_with (message);
    else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING ||
             GST_MESSAGE_TYPE (message) == GST_MESSAGE_INFO)
      keep_text (world, message);
    else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      break;
    else
      g_ptr_array_add (
          world->messages,
          gst_structure_copy (gst_message_get_structure (message)));
  }
  summary = world_find_message (world, "encord-summary");
  fail_unless (summary != NULL, "EOS without summary");

  return gst_structure_copy (summary);
}

GstStructure *
world_finish (World *world, GstHarness *harness)
{
  GstStructure *summary;

  gst_harness_push_event (harness, gst_event_new_eos ());
  summary = world_wait_for_summary (world);
  world_free_harness (world, harness);

  return summary;
}

GstStructure *
world_complete (World *world, GstHarness *harness)
{
  push_unit_end (world, harness);

  return world_finish (world, harness);
}

GstStructure *
world_send_waiting (World *world)
{
  GstHarness *harness = world_make_harness (world);

  world_begin (world, harness, world_classes);

  return world_finish (world, harness);
}

const GstStructure *
world_find_message (World *world, const char *name)
{
  for (guint i = world->messages->len; i > 0; i--)
    if (gst_structure_has_name (world->messages->pdata[i - 1], name))
      return world->messages->pdata[i - 1];

  return NULL;
}

const char *
world_find_text (World *world, const char *name)
{
  const GstStructure *message = world_find_message (world, name);

  return message != NULL ? gst_structure_get_string (message, "text") : NULL;
}

void
check_count (const GstStructure *summary, const char *field, guint64 expected)
{
  const GValue *value = gst_structure_get_value (summary, field);
  const guint64 count = G_VALUE_HOLDS_UINT (value) ? g_value_get_uint (value)
                                                   : g_value_get_uint64 (value);

  fail_unless (count == expected, "%s is %" G_GUINT64_FORMAT, field, count);
}

EncordLabelRow *
world_fetch_branch (World *world, const char *branch_name)
{
  EncordClient *client = emulator_process_get_client (world->emulator);
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();
  const char *const hashes[] = { world->data_hash, NULL };
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  EncordLabelRow *row;

  g_object_set (filter, "branch-name", branch_name, "data-hashes", hashes,
                NULL);
  project =
      encord_client_get_project (client, world->project_hash, NULL, &error);
  g_assert_no_error (error);
  rows = encord_project_list_label_rows (project, filter, NULL, &error);
  g_assert_no_error (error);
  fail_unless_equals_int (rows->len, 1);
  row = g_object_ref (rows->pdata[0]);
  encord_label_row_initialise (row, ENCORD_INITIALISE_NONE, NULL, &error);
  g_assert_no_error (error);

  return row;
}

EncordLabelRow *
world_fetch_row (World *world)
{
  return world_fetch_branch (world, NULL);
}

gint64
world_count_calls (World *world, const char *call)
{
  return emulator_process_count (world->emulator, call);
}

GstStructure *
world_run_harness (World *world, GstHarness *harness, double x)
{
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, x);

  return world_complete (world, harness);
}

GstStructure *
world_run (World *world, double x)
{
  return world_run_harness (world, world_make_harness (world), x);
}

void
human_saves (EncordLabelRow *row)
{
  g_autoptr (GError) error = NULL;

  encord_label_row_save (row, ENCORD_SAVE_NONE, NULL, &error);
  g_assert_no_error (error);
}

EncordObjectInstance *
only_object (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);

  fail_unless_equals_int (objects->len, 1);

  return objects->pdata[0];
}

double
box_x (EncordObjectInstance *object, int frame)
{
  EncordBox box;

  fail_unless (encord_object_instance_get_box (object, frame, &box));

  return box.x;
}

guint
world_count_messages (World *world, const char *name)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop (world->bus)) != NULL) {
    n += gst_message_has_name (message, name);
    gst_message_unref (message);
  }

  return n;
}

char *
world_wait_for_error (World *world)
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

char *
world_start_in_vain (World *world, GstElement *sink)
{
  char *text;

  fail_unless_equals_int (gst_element_set_state (sink, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_FAILURE);
  text = world_wait_for_error (world);
  gst_element_set_state (sink, GST_STATE_NULL);
  gst_element_set_bus (sink, NULL);
  gst_object_unref (sink);

  return text;
}

void
world_fill_disk (struct rlimit *ret_before)
{
  struct rlimit tight;

  getrlimit (RLIMIT_FSIZE, ret_before);
  tight = *ret_before;
  tight.rlim_cur = 1024;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &tight);
}
