/* encordsrc.c - units of a real server become one stream
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <gst/encord/encord.h>

#include "emulator-process.h"

#define WORKFLOW_TEMPLATE "00000000-0000-4000-8000-000000000001"
#define N_VIDEO 20
#define UNKNOWN_PROJECT "11111111-2222-4333-8444-555555555555"

/* a server with two videos and an image group; made anew for each test */
static EmulatorProcess *emulator;
static char *project_hash;
static char *data_hashes[3];

/* what came out, one line each */
typedef struct
{
  GstElement *pipeline;
  GstElement *src;
  GstElement *sink;
  GstBus *bus;

  /* streaming thread until EOS */
  GString *log;
  GstSegment segment;
  GstClockTime last;
  guint n_frames;
  guint stop_after;
  guint64 enter_videos; /* what somebody downstream asks for; 0: nobody does */
  guint64 enter_groups;

  GString *warnings; /* read until EOS or an error */
  GString *remedies;
} World;

static void
run_pipeline (const char *launch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) end = NULL;

  g_assert_no_error (error);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  end = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                    GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  fail_unless (GST_MESSAGE_TYPE (end) == GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static GFile *
make_video (const char *name, guint n_frames, int width)
{
  g_autofree char *path =
      g_build_filename (emulator_process_get_folder (emulator), name, NULL);
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=%u ! video/x-raw,format=I420,width=%d,"
      "height=48,framerate=10/1 ! jpegenc ! avimux ! filesink location=%s",
      n_frames, width, path);

  run_pipeline (launch);

  return g_file_new_for_path (path);
}

static GFile *
make_picture (const char *name, int width, const char *encoder)
{
  g_autofree char *path =
      g_build_filename (emulator_process_get_folder (emulator), name, NULL);
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=1 ! video/x-raw,width=%d,height=48 ! "
      "videoconvert ! %s ! filesink location=%s",
      width, encoder, path);

  run_pipeline (launch);

  return g_file_new_for_path (path);
}

static char *
make_ontology (EncordClient *client)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;
  char *hash;

  fail_unless (encord_ontology_structure_add_object (structure, "thing",
                                                     ENCORD_SHAPE_BOUNDING_BOX,
                                                     &error) != NULL);
  hash = encord_client_create_ontology (client, "things", "", structure, NULL,
                                        &error);
  g_assert_no_error (error);

  return hash;
}

static void
upload (EncordDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) first = make_video ("first.avi", N_VIDEO, 64);
  g_autoptr (GFile) second = make_video ("second.avi", N_VIDEO, 80);
  GFile *pictures[3];

  pictures[0] = make_picture ("a.png", 64, "pngenc");
  pictures[1] = make_picture ("b.jpg", 96, "jpegenc");
  pictures[2] = make_picture ("c.png", 64, "pngenc");

  data_hashes[0] = encord_dataset_upload_video (dataset, first, "first", NULL,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  data_hashes[1] = encord_dataset_create_image_group (
      dataset, pictures, 3, "group", ENCORD_IMAGE_GROUP_NONE, NULL, NULL, NULL,
      &error);
  g_assert_no_error (error);
  data_hashes[2] = encord_dataset_upload_video (dataset, second, "second", NULL,
                                                NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    g_object_unref (pictures[i]);
}

static void
set_up_server (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordDataset) dataset = NULL;
  g_autofree char *dataset_hash = NULL;
  g_autofree char *ontology = NULL;
  EncordClient *client;

  emulator = emulator_process_new ();
  client = emulator_process_get_client (emulator);
  ontology = make_ontology (client);
  dataset_hash =
      encord_client_create_dataset (client, "data", "", NULL, &error);
  g_assert_no_error (error);
  dataset = encord_client_get_dataset (client, dataset_hash, NULL, &error);
  g_assert_no_error (error);
  upload (dataset);
  project_hash = encord_client_create_project (
      client, "project", "", (const char *const[]){ dataset_hash, NULL },
      ontology, WORKFLOW_TEMPLATE, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down_server (void)
{
  g_clear_pointer (&emulator, emulator_process_free);
  g_clear_pointer (&project_hash, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (data_hashes); i++)
    g_clear_pointer (&data_hashes[i], g_free);
}

static void
log_event (World *self, GstEvent *event)
{
  g_autoptr (GstEncordUnit) unit = NULL;
  GstEncordUnitStatus status;
  guint64 n_frames;
  GstCaps *caps;
  int width;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      g_string_append (self->log, "stream ");
      break;
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      fail_unless (gst_structure_get_int (gst_caps_get_structure (caps, 0),
                                          "width", &width));
      g_string_append_printf (self->log, "width=%d ", width);
      break;
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment (event, &self->segment);
      g_string_append_printf (self->log, "base=%u ",
                              (guint) (self->segment.base / GST_MSECOND));
      break;
    case GST_EVENT_EOS:
      g_string_append (self->log, "eos");
      break;
    default:
      if ((unit = gst_encord_unit_event_parse (event)) != NULL)
        g_string_append_printf (self->log, "unit=%s ",
                                gst_encord_unit_get_title (unit));
      else if (gst_encord_unit_end_event_parse (event, NULL, &status,
                                                &n_frames))
        g_string_append_printf (self->log, "%s=%u\n",
                                status == GST_ENCORD_UNIT_COMPLETE ? "complete"
                                : status == GST_ENCORD_UNIT_FAILED
                                    ? "failed"
                                    : "cancelled",
                                (guint) n_frames);
      break;
  }
}

static void
check_buffer (World *self, GstBuffer *buffer)
{
  GstEncordFrameMeta *meta = gst_buffer_get_encord_frame_meta (buffer);
  GstClockTime now = gst_segment_to_running_time (
      &self->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  fail_unless (meta != NULL);
  fail_unless (GST_CLOCK_TIME_IS_VALID (now));
  fail_unless (!GST_CLOCK_TIME_IS_VALID (self->last) || now > self->last);
  self->last = now;
  if (meta->image_hash != NULL)
    g_string_append_printf (self->log, "image%u ", (guint) meta->frame);
  else if (meta->frame == 0 || meta->frame == N_VIDEO - 1)
    g_string_append_printf (self->log, "frame%u ", (guint) meta->frame);
  self->n_frames++;
}

/* as encordlabelsink does it where an earlier run ended early */
static GstPadProbeReturn
on_query (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  World *self = data;
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  g_autoptr (GstEncordUnit) unit = NULL;

  if (!gst_encord_is_resume_query (query))
    return GST_PAD_PROBE_OK;
  unit = gst_encord_resume_query_get_unit (query);
  fail_unless (gst_encord_unit_get_first_frame (unit) == 0);
  gst_encord_resume_query_limit (query, gst_encord_unit_is_image_group (unit)
                                            ? self->enter_groups
                                            : self->enter_videos);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  World *self = data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    check_buffer (self, GST_PAD_PROBE_INFO_BUFFER (info));
    if (self->n_frames == self->stop_after)
      gst_element_post_message (
          self->pipeline,
          gst_message_new_application (GST_OBJECT (self->pipeline),
                                       gst_structure_new_empty ("enough")));
  } else {
    log_event (self, GST_PAD_PROBE_INFO_EVENT (info));
  }

  return GST_PAD_PROBE_OK;
}

static World *
world_new (const char *project)
{
  World *self = g_new0 (World, 1);
  g_autoptr (GstPad) pad = NULL;

  self->log = g_string_new (NULL);
  self->warnings = g_string_new (NULL);
  self->remedies = g_string_new (NULL);
  self->last = GST_CLOCK_TIME_NONE;
  self->pipeline = gst_pipeline_new (NULL);
  self->bus = gst_element_get_bus (self->pipeline);
  self->src = gst_element_factory_make ("encordsrc", NULL);
  self->sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (self->src, "server", emulator_process_get_uri (emulator),
                "ssh-key-file", emulator_process_get_key_file (emulator),
                "project-hash", project, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->src, self->sink, NULL);
  fail_unless (gst_element_link (self->src, self->sink));
  pad = gst_element_get_static_pad (self->sink, "sink");
  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      on_data, self, NULL);
  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH,
      on_query, self, NULL);

  return self;
}

static void
world_free (World *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->bus);
  gst_object_unref (self->pipeline);
  g_string_free (self->log, TRUE);
  g_string_free (self->warnings, TRUE);
  g_string_free (self->remedies, TRUE);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
play (World *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

/* notes warnings on the way */
static GstMessage *
wait_for (World *self, GstMessageType types)
{
  for (;;) {
    GstMessage *message = gst_bus_timed_pop_filtered (
        self->bus, GST_CLOCK_TIME_NONE, types | GST_MESSAGE_WARNING);
    g_autoptr (GError) error = NULL;
    g_autofree char *debug = NULL;

    if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_WARNING)
      return message;
    gst_message_parse_warning (message, &error, &debug);
    g_string_append_printf (self->warnings, "%s\n", error->message);
    g_string_append_printf (self->remedies, "%s\n", debug);
    gst_message_unref (message);
  }
}

static void
wait_for_eos (World *self)
{
  g_autoptr (GstMessage) message =
      wait_for (self, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;
    g_autofree char *debug = NULL;

    gst_message_parse_error (message, &error, &debug);
    fail ("%s (%s)", error->message, debug);
  }
}

/* no link to a medium, which would let anybody read it */
static void
check_discreet (const char *text)
{
  fail_unless (strstr (text, "/media/") == NULL, "%s", text);
}

/* the one error, which names what failed and gives nothing away */
static void
check_error (World *self, GQuark domain, int code, const char *what)
{
  g_autoptr (GstMessage) message = wait_for (self, GST_MESSAGE_ERROR);
  g_autoptr (GstMessage) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  fail_unless (g_error_matches (error, domain, code), "%s %d: %s",
               g_quark_to_string (error->domain), error->code, error->message);
  fail_unless (strstr (error->message, what) != NULL, "%s", error->message);
  check_discreet (error->message);
  check_discreet (debug);
  fail_unless (GST_MESSAGE_SRC (message) == GST_OBJECT (self->src));
  /* what did not reach READY would fail again; NULL empties the bus */
  if (GST_STATE (self->src) > GST_STATE_READY)
    gst_element_set_state (self->pipeline, GST_STATE_READY);
  second = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR);
  fail_unless (second == NULL);
}

/* exactly one */
static void
check_warning (World *self, const char *what)
{
  fail_unless (strstr (self->warnings->str, what) != NULL, "%s",
               self->warnings->str);
  fail_unless (strchr (self->warnings->str, '\n') ==
                   self->warnings->str + self->warnings->len - 1,
               "%s", self->warnings->str);
  check_discreet (self->warnings->str);
  check_discreet (self->remedies->str);
}

#define FIRST "stream unit=first width=64 base=0 frame0 frame19 complete=20\n"
#define GROUP(base)                                                            \
  "stream unit=group width=64 base=" base                                      \
  " image0 width=96 image1 width=64 image2 complete=3\n"
#define SECOND(base)                                                           \
  "stream unit=second width=80 base=" base " frame0 frame19 complete=20\n"

GST_START_TEST (units_follow_each_other)
{
  g_autoptr (World) world = world_new (project_hash);

  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str,
                             FIRST GROUP ("2000") SECOND ("5000") "eos");
  fail_unless_equals_string (world->warnings->str, "");
}
GST_END_TEST;

/* running time is that of a stream that has no more than what is shown */
GST_START_TEST (units_are_entered_in_the_middle)
{
  g_autoptr (World) world = world_new (project_hash);

  world->enter_videos = 15;
  world->enter_groups = 2;
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (
      world->log->str, "stream unit=first width=64 base=0 frame19 complete=5\n"
                       "stream unit=group width=64 base=500 image2 complete=1\n"
                       "stream unit=second width=80 base=1500 frame19 "
                       "complete=5\n"
                       "eos");
  fail_unless_equals_string (world->warnings->str, "");
  fail_unless_equals_uint64 (world->last, 1900 * GST_MSECOND);
}
GST_END_TEST;

/* an earlier run saw the last frame, and not that it was the last */
GST_START_TEST (units_are_entered_at_their_end)
{
  g_autoptr (World) world = world_new (project_hash);

  world->enter_videos = N_VIDEO;
  world->enter_groups = 3;
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, "stream unit=first complete=0\n"
                                              "stream unit=group complete=0\n"
                                              "stream unit=second complete=0\n"
                                              "eos");
  fail_unless_equals_string (world->warnings->str, "");
}
GST_END_TEST;

GST_START_TEST (selection_by_title_and_number)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "title-like", "%s%", "max-units", 1, NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (selection_by_hash)
{
  g_autofree char *hashes =
      g_strjoin (", ", data_hashes[0], data_hashes[2], NULL);
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "data-hashes", hashes, NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST SECOND ("2000") "eos");
}
GST_END_TEST;

GST_START_TEST (selection_by_workflow_stage)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "workflow-stage", "Annotate", "max-units", 1, NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (selection_by_task_status)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "task-status", "ASSIGNED, QUEUED", "max-units", 1,
                NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (unknown_task_status_is_an_error)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "task-status", "QUEUED,finished", NULL);
  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
               "\"finished\" is none of QUEUED, ASSIGNED");
  fail_unless_equals_string (world->log->str, "");
}
GST_END_TEST;

/* the remedy names the filters that are set, and no others */
GST_START_TEST (nothing_selected_is_a_warning)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "workflow-stage", "Complete", "task-status",
                "COMPLETED,RETURNED", NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, "eos");
  check_warning (world, "no unit is selected");
  fail_unless (strstr (world->remedies->str,
                       "No row passes task-status=\"COMPLETED,RETURNED\", "
                       "workflow-stage=\"Complete\"") != NULL,
               "%s", world->remedies->str);
}
GST_END_TEST;

GST_START_TEST (uri_names_project_and_data)
{
  g_autofree char *uri =
      g_strdup_printf ("encord://%s/%s", project_hash, data_hashes[0]);
  g_autofree char *back = NULL;
  g_autoptr (World) world = world_new (NULL);
  g_autoptr (GError) error = NULL;

  fail_unless (
      gst_uri_handler_set_uri (GST_URI_HANDLER (world->src), uri, &error));
  back = gst_uri_handler_get_uri (GST_URI_HANDLER (world->src));
  fail_unless_equals_string (back, uri);
  fail_if (gst_uri_handler_set_uri (GST_URI_HANDLER (world->src), "encord://",
                                    &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (image_duration_sets_the_pace)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "image-duration", 40 * GST_MSECOND, NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str,
                             FIRST GROUP ("2000") SECOND ("2120") "eos");
}
GST_END_TEST;

/* one for each of the two videos, and one for all pictures of the group */
GST_START_TEST (a_group_costs_one_look_up)
{
  g_autoptr (World) world = world_new (project_hash);
  const gint64 before = emulator_process_count (emulator, "datasetdata GET");

  play (world);
  wait_for_eos (world);

  fail_unless_equals_int64 (
      emulator_process_count (emulator, "datasetdata GET") - before, 3);
}
GST_END_TEST;

/* the fields say the same as the unit, as far as the row knows it */
static void
check_opened (const GstStructure *opened, guint index)
{
  static const struct
  {
    const char *title, *type;
    guint64 n_frames;
    gboolean has_rate;
  } expected[] = {
    { "first", "video", N_VIDEO, TRUE },
    { "group", "img_group", 3, FALSE },
    { "second", "video", N_VIDEO, TRUE },
  };
  g_autoptr (GstEncordUnit) unit = NULL;
  g_autofree char *title = NULL;
  g_autofree char *type = NULL;
  g_autofree char *project = NULL;
  g_autofree char *data = NULL;
  guint told_index, n_units;
  guint64 n_frames;

  fail_unless (gst_structure_get (
      opened, "unit", GST_TYPE_ENCORD_UNIT, &unit, "index", G_TYPE_UINT,
      &told_index, "n-units", G_TYPE_UINT, &n_units, "title", G_TYPE_STRING,
      &title, "data-type", G_TYPE_STRING, &type, "project-hash", G_TYPE_STRING,
      &project, "data-hash", G_TYPE_STRING, &data, "n-frames", G_TYPE_UINT64,
      &n_frames, NULL));
  fail_unless_equals_string (gst_encord_unit_get_data_hash (unit),
                             data_hashes[index]);
  fail_unless_equals_string (data, data_hashes[index]);
  fail_unless_equals_string (project, project_hash);
  fail_unless_equals_string (title, expected[index].title);
  fail_unless_equals_string (type, expected[index].type);
  fail_unless_equals_uint64 (n_frames, expected[index].n_frames);
  fail_unless_equals_int (told_index, index);
  fail_unless_equals_int (n_units, 3);
  fail_unless_equals_int (gst_structure_has_field (opened, "framerate"),
                          expected[index].has_rate);
}

GST_START_TEST (opened_units_are_told)
{
  g_autoptr (World) world = world_new (project_hash);
  guint n_opened = 0;

  play (world);
  for (;;) {
    g_autoptr (GstMessage) message =
        wait_for (world, GST_MESSAGE_EOS | GST_MESSAGE_ELEMENT);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      break;
    if (gst_message_has_name (message, "encord-unit-opened"))
      check_opened (gst_message_get_structure (message), n_opened++);
  }
  fail_unless_equals_int (n_opened, 3);
}
GST_END_TEST;

GST_START_TEST (no_project_is_an_error)
{
  g_autoptr (World) world = world_new (NULL);

  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
               "no project is set");
}
GST_END_TEST;

GST_START_TEST (unreadable_key_is_an_error)
{
  g_autoptr (World) world = world_new (project_hash);

  g_object_set (world->src, "ssh-key-file", "/nonexistent/key", NULL);
  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED,
               "/nonexistent/key");
}
GST_END_TEST;

GST_START_TEST (wrong_key_is_an_error)
{
  g_autofree char *path =
      g_build_filename (emulator_process_get_folder (emulator), "token", NULL);
  g_autoptr (World) world = world_new (project_hash);

  fail_unless (g_file_set_contents (path, "a-token-of-nobody", -1, NULL));
  g_object_set (world->src, "ssh-key-file", NULL, "bearer-token-file", path,
                NULL);
  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED,
               "");
}
GST_END_TEST;

GST_START_TEST (unknown_project_is_an_error)
{
  g_autoptr (World) world = world_new (UNKNOWN_PROJECT);

  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
               UNKNOWN_PROJECT);
}
GST_END_TEST;

/* how a reader of the media folder finds the file of a unit: by its content */
static char *
find_medium (const char *name)
{
  g_autofree char *original =
      g_build_filename (emulator_process_get_folder (emulator), name, NULL);
  g_autofree char *folder =
      g_build_filename (emulator_process_get_folder (emulator), "media", NULL);
  g_autofree char *wanted = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;
  gsize length;

  fail_unless (dir != NULL);
  fail_unless (g_file_get_contents (original, &wanted, &length, NULL));
  while ((entry = g_dir_read_name (dir)) != NULL) {
    char *path = g_build_filename (folder, entry, NULL);
    g_autofree char *contents = NULL;
    gsize size;

    if (g_file_get_contents (path, &contents, &size, NULL) && size == length &&
        memcmp (contents, wanted, size) == 0)
      return path;
    g_free (path);
  }
  fail ("%s is not in %s", name, folder);

  return NULL;
}

static void
spoil_medium (const char *name)
{
  g_autofree char *path = find_medium (name);

  fail_unless (g_file_set_contents (path, "this is no video, nor ever was one",
                                    -1, NULL));
}

static void
remove_medium (const char *name)
{
  g_autofree char *path = find_medium (name);

  fail_unless (g_unlink (path) == 0);
}

#define FAILED(title, frames) "stream unit=" title " failed=" frames "\n"

GST_START_TEST (missing_medium_stops)
{
  g_autoptr (World) world = world_new (project_hash);

  remove_medium ("first.avi");
  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
               data_hashes[0]);
  fail_unless (g_str_has_prefix (world->log->str, FAILED ("first", "0")));
}
GST_END_TEST;

GST_START_TEST (corrupt_medium_stops)
{
  g_autoptr (World) world = world_new (project_hash);

  spoil_medium ("second.avi");
  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
               data_hashes[2]);
  fail_unless (g_str_has_prefix (world->log->str,
                                 FIRST GROUP ("2000") FAILED ("second", "0")));
}
GST_END_TEST;

GST_START_TEST (corrupt_media_are_skipped_on_request)
{
  g_autoptr (World) world = world_new (project_hash);

  spoil_medium ("first.avi");
  gst_util_set_object_arg (G_OBJECT (world->src), "on-unit-error", "skip");
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FAILED ("first", "0") GROUP ("0")
                                                  SECOND ("3000") "eos");
  check_warning (world, data_hashes[0]);
}
GST_END_TEST;

/* the pictures after the broken one are not waited for */
GST_START_TEST (group_with_a_corrupt_picture_is_skipped_on_request)
{
  g_autoptr (World) world = world_new (project_hash);

  spoil_medium ("b.jpg");
  gst_util_set_object_arg (G_OBJECT (world->src), "on-unit-error", "skip");
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (
      world->log->str,
      FIRST "stream unit=group width=64 base=2000 image0 failed=1\n" SECOND (
          "3000") "eos");
  check_warning (world, data_hashes[1]);
}
GST_END_TEST;

/* a file cut off ends without an error, but is not complete */
GST_START_TEST (fewer_frames_than_counted_are_a_warning)
{
  g_autofree char *path = find_medium ("first.avi");
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (GFile) shorter = make_video ("shorter.avi", 7, 64);
  g_autoptr (World) world = world_new (project_hash);
  g_autoptr (GError) error = NULL;

  g_file_copy (shorter, place, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_object_set (world->src, "max-units", 1, NULL);
  play (world);
  wait_for_eos (world);

  fail_unless_equals_string (
      world->log->str,
      "stream unit=first width=64 base=0 frame0 failed=7\neos");
  check_warning (world, "shows 7 frames, the server counts 20");
}
GST_END_TEST;

GST_START_TEST (seeks_are_refused)
{
  g_autoptr (World) world = world_new (project_hash);
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  g_autoptr (GstMessage) enough = NULL;
  gboolean seekable = TRUE;

  world->stop_after = 3;
  play (world);
  enough = wait_for (world, GST_MESSAGE_APPLICATION);
  fail_unless (gst_element_query (world->pipeline, query));
  gst_query_parse_seeking (query, NULL, &seekable, NULL, NULL);
  fail_if (seekable);
  fail_if (gst_element_seek_simple (world->pipeline, GST_FORMAT_TIME,
                                    GST_SEEK_FLAG_FLUSH, GST_SECOND));
  fail_if (gst_element_seek_simple (world->src, GST_FORMAT_TIME,
                                    GST_SEEK_FLAG_FLUSH, GST_SECOND));
  wait_for_eos (world);

  fail_unless_equals_string (world->log->str,
                             FIRST GROUP ("2000") SECOND ("5000") "eos");
}
GST_END_TEST;

/* as gst-launch-1.0 -e does: the unit is not complete, and says so */
GST_START_TEST (eos_event_ends_in_good_order)
{
  g_autoptr (World) world = world_new (project_hash);
  g_autoptr (GstMessage) enough = NULL;

  g_object_set (world->sink, "sync", TRUE, NULL);
  world->stop_after = 3;
  play (world);
  enough = wait_for (world, GST_MESSAGE_APPLICATION);
  fail_unless (gst_element_send_event (world->pipeline, gst_event_new_eos ()));
  wait_for_eos (world);

  fail_unless (strstr (world->log->str, "cancelled=") != NULL, "%s",
               world->log->str);
  fail_unless (g_str_has_suffix (world->log->str, "eos"));
  fail_unless (strstr (world->log->str, "group") == NULL);
}
GST_END_TEST;

GST_START_TEST (shutdown_in_mid_stream)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (World) world = world_new (project_hash);

    world->stop_after = 1 + i % 5;
    play (world);
    /* now while opening, now while playing */
    if (i % 2 == 0)
      gst_message_unref (wait_for (world, GST_MESSAGE_APPLICATION));
    gst_element_set_state (world->pipeline, GST_STATE_NULL);
  }
}
GST_END_TEST;

GST_START_TEST (plays_again_after_ready)
{
  g_autoptr (World) world = world_new (project_hash);

  for (guint i = 0; i < 3; i++) {
    g_string_truncate (world->log, 0);
    world->last = GST_CLOCK_TIME_NONE;
    play (world);
    wait_for_eos (world);
    fail_unless_equals_string (world->log->str,
                               FIRST GROUP ("2000") SECOND ("5000") "eos");
    gst_element_set_state (world->pipeline, GST_STATE_READY);
  }
}
GST_END_TEST;

/* the server dies, and nobody has to wait for it */
GST_START_TEST (shutdown_while_the_server_is_down)
{
  g_autoptr (World) world = world_new (project_hash);

  emulator_process_stop (emulator);
  play (world);
  gst_element_set_state (world->pipeline, GST_STATE_NULL);
  fail_unless_equals_string (world->log->str, "");
}
GST_END_TEST;

GST_START_TEST (server_down_is_an_error)
{
  g_autoptr (World) world = world_new (project_hash);

  emulator_process_stop (emulator);
  play (world);
  check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ, "");
}
GST_END_TEST;

/* PAUSED is reached when the first frame is there */
GST_START_TEST (paused_is_asynchronous)
{
  g_autoptr (World) world = world_new (project_hash);

  fail_unless_equals_int (gst_element_set_state (world->src, GST_STATE_READY),
                          GST_STATE_CHANGE_SUCCESS);
  fail_unless_equals_int (
      gst_element_set_state (world->pipeline, GST_STATE_PAUSED),
      GST_STATE_CHANGE_ASYNC);
  fail_unless_equals_int (
      gst_element_get_state (world->pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
      GST_STATE_CHANGE_SUCCESS);
  fail_unless (GST_STATE (world->src) == GST_STATE_PAUSED);
}
GST_END_TEST;

static Suite *
encordsrc_suite (void)
{
  Suite *suite = suite_create ("encordsrc");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, set_up_server, tear_down_server);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, units_follow_each_other);
  tcase_add_test (tc, selection_by_title_and_number);
  tcase_add_test (tc, selection_by_hash);
  tcase_add_test (tc, selection_by_workflow_stage);
  tcase_add_test (tc, selection_by_task_status);
  tcase_add_test (tc, unknown_task_status_is_an_error);
  tcase_add_test (tc, nothing_selected_is_a_warning);
  tcase_add_test (tc, uri_names_project_and_data);
  tcase_add_test (tc, units_are_entered_in_the_middle);
  tcase_add_test (tc, units_are_entered_at_their_end);
  tcase_add_test (tc, image_duration_sets_the_pace);
  tcase_add_test (tc, a_group_costs_one_look_up);
  tcase_add_test (tc, opened_units_are_told);
  tcase_add_test (tc, no_project_is_an_error);
  tcase_add_test (tc, unreadable_key_is_an_error);
  tcase_add_test (tc, wrong_key_is_an_error);
  tcase_add_test (tc, unknown_project_is_an_error);
  tcase_add_test (tc, missing_medium_stops);
  tcase_add_test (tc, corrupt_medium_stops);
  tcase_add_test (tc, corrupt_media_are_skipped_on_request);
  tcase_add_test (tc, group_with_a_corrupt_picture_is_skipped_on_request);
  tcase_add_test (tc, fewer_frames_than_counted_are_a_warning);
  tcase_add_test (tc, seeks_are_refused);
  tcase_add_test (tc, eos_event_ends_in_good_order);
  tcase_add_test (tc, shutdown_in_mid_stream);
  tcase_add_test (tc, plays_again_after_ready);
  tcase_add_test (tc, shutdown_while_the_server_is_down);
  tcase_add_test (tc, server_down_is_an_error);
  tcase_add_test (tc, paused_is_asynchronous);

  return suite;
}

GST_CHECK_MAIN (encordsrc)
