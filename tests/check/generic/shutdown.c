/* shutdown.c - pipelines go down while requests are in flight
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>
#include <gst/encord/encord.h>

#include "emulator-process.h"
#include "rounds.h"

#define N_FRAMES 30
/* the pipeline goes down after 0 to this many frames */
#define MOST_FRAMES 7

/* the streaming thread counts, the test waits */
typedef struct
{
  GMutex lock;
  GCond changed;
  guint n;
} FrameCount;

static GstPadProbeReturn
count_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  FrameCount *count = user_data;

  g_mutex_lock (&count->lock);
  count->n++;
  g_cond_broadcast (&count->changed);
  g_mutex_unlock (&count->lock);

  return GST_PAD_PROBE_OK;
}

static void
wait_for_frames (FrameCount *count, guint n)
{
  g_mutex_lock (&count->lock);
  while (count->n < n)
    g_cond_wait (&count->changed, &count->lock);
  g_mutex_unlock (&count->lock);
}

static char *
infer_launch (void)
{
  g_autofree char *model =
      g_build_filename (g_getenv ("ENCORD_TEST_MODELS"), "face.xml", NULL);

  return g_file_test (model, G_FILE_TEST_EXISTS)
             ? g_strdup_printf ("encordinfer max-in-flight=4 model-file=%s ! ",
                                model)
             : g_strdup ("");
}

static GstElement *
make_pipeline (EmulatorProcess *server, const char *project, const char *sink)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *infer = infer_launch ();
  g_autofree char *launch = g_strdup_printf (
      "encordsrc name=src server=%s ssh-key-file=%s project-hash=%s ! %s%s",
      emulator_process_get_uri (server), emulator_process_get_key_file (server),
      project, infer, sink);
  GstElement *pipeline = gst_parse_launch (launch, &error);

  g_assert_no_error (error);

  return pipeline;
}

static void
check_no_error (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  if (message == NULL)
    return;
  gst_message_parse_error (message, &error, NULL);
  fail ("%s: %s", GST_MESSAGE_SRC_NAME (message), error->message);
}

/* up, a few frames, down; the bus still takes messages meanwhile */
static void
go_down_after (GstElement *pipeline, guint n_frames)
{
  FrameCount count = { 0 };
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");
  gulong probe;

  g_mutex_init (&count.lock);
  g_cond_init (&count.changed);
  probe = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_frame,
                             &count, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  check_no_error (pipeline);
  wait_for_frames (&count, n_frames);
  check_no_error (pipeline);
  fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_NULL),
                          GST_STATE_CHANGE_SUCCESS);
  gst_pad_remove_probe (pad, probe);
  g_mutex_clear (&count.lock);
  g_cond_clear (&count.changed);
}

static void
go_down_often (gboolean write, const char *journal)
{
  static const char *const classes[] = { "face", NULL };
  g_autoptr (EmulatorProcess) server = emulator_process_new ();
  g_autofree char *data = NULL;
  g_autofree char *project =
      emulator_process_make_project (server, N_FRAMES, classes, &data);

  g_autofree char *sink =
      write ? g_strdup_printf (
                  "encordlabelsink resume=false server=%s ssh-key-file=%s "
                  "journal-dir=%s",
                  emulator_process_get_uri (server),
                  emulator_process_get_key_file (server), journal)
            : g_strdup ("fakesink");

  for (guint round = 0; round < ROUNDS; round++) {
    GstElement *pipeline = make_pipeline (server, project, sink);

    go_down_after (pipeline, round % (MOST_FRAMES + 1));
    gst_object_unref (pipeline);
  }
}

GST_START_TEST (test_reading)
{
  go_down_often (FALSE, NULL);
}
GST_END_TEST;

GST_START_TEST (test_writing)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-shutdown-XXXXXX", NULL);

  go_down_often (TRUE, folder);
}
GST_END_TEST;

/* one pipeline many times: nothing is left over from the time before */
GST_START_TEST (test_up_and_down)
{
  static const char *const classes[] = { "face", NULL };
  g_autoptr (EmulatorProcess) server = emulator_process_new ();
  g_autofree char *data = NULL;
  g_autofree char *project =
      emulator_process_make_project (server, N_FRAMES, classes, &data);
  GstElement *pipeline = make_pipeline (server, project, "fakesink");

  for (guint round = 0; round < ROUNDS / 5; round++)
    go_down_after (pipeline, 3);
  gst_object_unref (pipeline);
}
GST_END_TEST;

/* frames are counted, so the source goes straight through */
GST_START_TEST (test_source_refuses_seeks)
{
  static const char *const classes[] = { "face", NULL };
  g_autoptr (EmulatorProcess) server = emulator_process_new ();
  g_autofree char *data = NULL;
  g_autofree char *project =
      emulator_process_make_project (server, N_FRAMES, classes, &data);
  GstElement *pipeline = make_pipeline (server, project, "fakesink name=sink");
  g_autoptr (GstElement) sink =
      gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  FrameCount count = { 0 };
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  g_mutex_init (&count.lock);
  g_cond_init (&count.changed);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_frame, &count, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  wait_for_frames (&count, 2);
  fail_if (gst_element_seek_simple (pipeline, GST_FORMAT_TIME,
                                    GST_SEEK_FLAG_FLUSH, 0));
  message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_EOS);
  fail_unless_equals_int (count.n, N_FRAMES);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_mutex_clear (&count.lock);
  g_cond_clear (&count.changed);
}
GST_END_TEST;

static Suite *
shutdown_suite (void)
{
  Suite *s = suite_create ("shutdown");
  TCase *tc = tcase_create ("general");

  /* sanitizers take their time over the engine */
  tcase_set_timeout (tc, 600);
  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_reading);
  tcase_add_test (tc, test_writing);
  tcase_add_test (tc, test_up_and_down);
  tcase_add_test (tc, test_source_refuses_seeks);

  return s;
}

GST_CHECK_MAIN (shutdown);
