/* frame-identity.c - each buffer carries the index that ffmpeg gives to its picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Clips whose pictures carry their number go through a real server and
 * encordsrc. What ffmpeg shows at an index is what a buffer with this index has
 * to show; in a damaged clip, what ffmpeg shows in the undamaged file. */

#include <gst/check/gstcheck.h>
#include <gst/encord/encord.h>
#include <gst/video/video.h>

#include "burned-clips.h"
#include "emulator-process.h"

#define WORKFLOW_TEMPLATE "00000000-0000-4000-8000-000000000001"

typedef struct
{
  GPtrArray *names;   /* of the clips, in the order of the units */
  GPtrArray *numbers; /* GArray of int: what ffmpeg shows */

  /* streaming thread until EOS */
  int unit;
  GstVideoInfo info;
  guint n_frames;
  guint64 next;
  guint n_checked;
} Run;

static char *
make_ontology (EncordClient *client)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;
  char *hash;

  encord_ontology_structure_add_object (structure, "thing",
                                        ENCORD_SHAPE_BOUNDING_BOX, &error);
  g_assert_no_error (error);
  hash = encord_client_create_ontology (client, "things", "", structure, NULL,
                                        &error);
  g_assert_no_error (error);

  return hash;
}

static void
upload_clips (Run *self, EmulatorProcess *emulator, EncordDataset *dataset)
{
  const char *folder = emulator_process_get_folder (emulator);

  for (const char *const *name = burned_clip_names (); *name != NULL; name++) {
    GArray *numbers = NULL;
    g_autofree char *path = burned_clip_make (folder, *name, &numbers);
    g_autoptr (GFile) file = NULL;
    g_autofree char *hash = NULL;
    g_autoptr (GError) error = NULL;

    if (path == NULL) {
      g_test_message ("%s: this ffmpeg cannot make it", *name);
      continue;
    }
    file = g_file_new_for_path (path);
    hash = encord_dataset_upload_video (dataset, file, *name, NULL, NULL, NULL,
                                        &error);
    g_assert_no_error (error);
    g_ptr_array_add (self->names, (gpointer) *name);
    g_ptr_array_add (self->numbers, numbers);
  }
}

static char *
make_project (Run *self, EmulatorProcess *emulator)
{
  EncordClient *client = emulator_process_get_client (emulator);
  g_autofree char *ontology = make_ontology (client);
  g_autofree char *dataset_hash = NULL;
  g_autoptr (EncordDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  char *project;

  dataset_hash =
      encord_client_create_dataset (client, "clips", "", NULL, &error);
  g_assert_no_error (error);
  dataset = encord_client_get_dataset (client, dataset_hash, NULL, &error);
  g_assert_no_error (error);
  upload_clips (self, emulator, dataset);
  project = encord_client_create_project (
      client, "frame identity", "", (const char *const[]){ dataset_hash, NULL },
      ontology, WORKFLOW_TEMPLATE, NULL, &error);
  g_assert_no_error (error);

  return project;
}

static int
read_number (Run *self, GstBuffer *buffer)
{
  GstVideoFrame frame;
  int number;

  /* upright, or the squares are elsewhere */
  fail_unless_equals_int (GST_VIDEO_INFO_WIDTH (&self->info), BURNED_WIDTH);
  fail_unless_equals_int (GST_VIDEO_INFO_HEIGHT (&self->info), BURNED_HEIGHT);
  fail_unless (gst_video_frame_map (&frame, &self->info, buffer, GST_MAP_READ));
  number = burned_read (GST_VIDEO_FRAME_PLANE_DATA (&frame, 0),
                        GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0));
  gst_video_frame_unmap (&frame);

  return number;
}

static void
check_buffer (Run *self, GstBuffer *buffer)
{
  const char *name = g_ptr_array_index (self->names, self->unit);
  GArray *numbers = g_ptr_array_index (self->numbers, self->unit);
  GstEncordFrameMeta *meta = gst_buffer_get_encord_frame_meta (buffer);
  const int number = read_number (self, buffer);

  fail_unless (meta != NULL);
  fail_unless (meta->frame >= self->next && meta->frame < numbers->len,
               "%s: frame %" G_GUINT64_FORMAT " of %u", name, meta->frame,
               numbers->len);
  self->next = meta->frame + 1;
  self->n_frames++;
  /* what a decoder makes of a damaged picture need not be readable */
  if (number < 0 && burned_clip_damage (name) > 0)
    return;
  fail_unless (number == g_array_index (numbers, int, meta->frame),
               "%s: frame %" G_GUINT64_FORMAT " shows picture %d, not %d", name,
               meta->frame, number, g_array_index (numbers, int, meta->frame));
  self->n_checked++;
}

static void
check_unit_end (Run *self, GstEncordUnitStatus status, guint64 n_frames)
{
  const char *name = g_ptr_array_index (self->names, self->unit);
  GArray *numbers = g_ptr_array_index (self->numbers, self->unit);

  fail_unless (status == GST_ENCORD_UNIT_COMPLETE, "%s: not complete", name);
  fail_unless (n_frames == self->n_frames, "%s: %u frames, told %u", name,
               self->n_frames, (guint) n_frames);
  fail_unless (self->n_frames + burned_clip_damage (name) >= numbers->len,
               "%s: %u frames of %u", name, self->n_frames, numbers->len);
}

static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Run *self = data;
  GstEvent *event;
  GstEncordUnitStatus status;
  guint64 n_frames;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    check_buffer (self, GST_PAD_PROBE_INFO_BUFFER (info));
    return GST_PAD_PROBE_OK;
  }
  event = GST_PAD_PROBE_INFO_EVENT (info);
  if (GST_EVENT_TYPE (event) == GST_EVENT_STREAM_START) {
    self->unit++;
    self->n_frames = 0;
    self->next = 0;
  } else if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    GstCaps *caps;

    gst_event_parse_caps (event, &caps);
    fail_unless (gst_video_info_from_caps (&self->info, caps));
  } else if (gst_encord_unit_end_event_parse (event, NULL, &status,
                                              &n_frames)) {
    check_unit_end (self, status, n_frames);
  }

  return GST_PAD_PROBE_OK;
}

static void
play (Run *self, EmulatorProcess *emulator, const char *project)
{
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *src = gst_element_factory_make ("encordsrc", NULL);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) end = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (src, "server", emulator_process_get_uri (emulator),
                "ssh-key-file", emulator_process_get_key_file (emulator),
                "project-hash", project, NULL);
  gst_bin_add_many (GST_BIN (pipeline), src, sink, NULL);
  fail_unless (gst_element_link (src, sink));
  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      on_data, self, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  end = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                    GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (GST_MESSAGE_TYPE (end) == GST_MESSAGE_ERROR)
    gst_message_parse_error (end, &error, NULL);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

GST_START_TEST (buffers_carry_the_index_that_ffmpeg_gives)
{
  g_autoptr (EmulatorProcess) emulator = emulator_process_new ();
  g_autofree char *project = NULL;
  Run run = { .unit = -1 };

  run.names = g_ptr_array_new ();
  run.numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  project = make_project (&run, emulator);
  play (&run, emulator, project);

  fail_unless_equals_int (run.unit + 1, (int) run.names->len);
  g_print ("%u pictures of %u clips checked\n", run.n_checked, run.names->len);
  g_ptr_array_unref (run.names);
  g_ptr_array_unref (run.numbers);
}
GST_END_TEST;

static Suite *
frame_identity_suite (void)
{
  Suite *suite = suite_create ("frame-identity");
  TCase *tc = tcase_create ("general");

  tcase_set_timeout (tc, 300);
  suite_add_tcase (suite, tc);
  tcase_add_test (tc, buffers_carry_the_index_that_ffmpeg_gives);

  return suite;
}

int
main (int argc, char **argv)
{
  gst_check_init (&argc, &argv);
  if (!burned_clips_available ())
    return BURNED_SKIP;

  return gst_check_run_suite (frame_identity_suite (), "frame-identity",
                              __FILE__);
}
