/* encordinfer-states.c - what starts and stops the element, and what it is at rest
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "infer-harness.h"

GST_START_TEST (shuts_down_while_requests_run)
{
  g_autofree char *path = model_path ("slow.onnx");
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc ! video/x-raw,width=32,height=32,format=RGB ! "
      "encordinfer name=infer max-in-flight=4 model-file=\"%s\" ! "
      "fakesink name=sink sync=false signal-handoffs=true",
      path);
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, NULL);

  fail_unless (pipeline != NULL);
  for (guint i = 0; i < 50; i++) {
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    /* half of them while the first frames are still running */
    if (i % 2 == 0)
      fail_unless_equals_int (
          gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
          GST_STATE_CHANGE_SUCCESS);
    fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_READY),
                            GST_STATE_CHANGE_SUCCESS);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
GST_END_TEST;

static void
cycle (GstElement *element, GstStateChangeReturn expected)
{
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
                          expected);
  fail_unless (gst_element_set_state (element, GST_STATE_READY) !=
               GST_STATE_CHANGE_ASYNC);
}

/* the file is damaged, with time and size as before: whoever reads it again
 * fails */
GST_START_TEST (same_model_is_not_loaded_again)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (folder, "model.onnx", NULL);
  g_autofree char *original = model_path ("rows.onnx");
  g_autofree char *data = NULL;
  GstElement *element = gst_element_factory_make ("encordinfer", NULL);
  struct timespec times[2];
  struct stat before;
  gsize size;

  fail_unless (g_file_get_contents (original, &data, &size, NULL));
  fail_unless (g_file_set_contents (copy, data, (gssize) size, NULL));
  fail_unless_equals_int (stat (copy, &before), 0);
  g_object_set (element, "model-file", copy, NULL);
  cycle (element, GST_STATE_CHANGE_SUCCESS);

  memset (data, 0xff, size);
  fail_unless (g_file_set_contents (copy, data, (gssize) size, NULL));
  times[0] = before.st_atim;
  times[1] = before.st_mtim;
  fail_unless_equals_int (utimensat (AT_FDCWD, copy, times, 0), 0);
  cycle (element, GST_STATE_CHANGE_SUCCESS);

  /* another time is another file */
  times[1].tv_sec++;
  fail_unless_equals_int (utimensat (AT_FDCWD, copy, times, 0), 0);
  cycle (element, GST_STATE_CHANGE_FAILURE);

  gst_element_set_state (element, GST_STATE_NULL);
  gst_object_unref (element);
  g_unlink (copy);
  g_rmdir (folder);
}
GST_END_TEST;

/* keeps the digest that reaches the element downstream */
static GstPadProbeReturn
take_digest (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  char **digest = data;

  if (!gst_encord_is_resume_query (query))
    return GST_PAD_PROBE_OK;
  g_free (*digest);
  *digest = g_strdup (gst_encord_resume_query_get_digest (query));

  return GST_PAD_PROBE_OK;
}

/* (transfer full) (nullable): what reaches the element downstream */
static char *
ask_harness (GstHarness *harness, const char *before)
{
  g_autoptr (GstEncordUnit) unit = g_object_new (GST_TYPE_ENCORD_UNIT, NULL);
  g_autoptr (GstQuery) query = gst_encord_resume_query_new (unit);
  char *digest = g_strdup ("nobody asked");
  gulong probe = gst_pad_add_probe (harness->sinkpad,
                                    GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM |
                                        GST_PAD_PROBE_TYPE_PUSH,
                                    take_digest, &digest, NULL);

  gst_encord_resume_query_set_digest (query, before);
  gst_pad_peer_query (harness->srcpad, query);
  gst_pad_remove_probe (harness->sinkpad, probe);
  /* the next branch of a tee finds the query as it was */
  fail_unless_equals_string (gst_encord_resume_query_get_digest (query),
                             before);

  return digest;
}

/* (transfer full): with this model, and a property changed */
static char *
ask_digest (const char *model, const char *property, const char *value,
            const char *before)
{
  GstHarness *harness = make_harness (model, 1, CAPS_32);
  char *digest;

  if (property != NULL)
    gst_util_set_object_arg (G_OBJECT (harness->element), property, value);
  digest = ask_harness (harness, before);
  fail_unless (digest != NULL);
  gst_harness_teardown (harness);

  return digest;
}

GST_START_TEST (digest_tells_what_labels_come_from)
{
  static const struct
  {
    const char *model, *property, *value, *before;
  } others[] = {
    { "kept.onnx", NULL, NULL, NULL },
    { "ir.xml", NULL, NULL, NULL },
    { "rows.onnx", "confidence-threshold", "0.5", NULL },
    { "rows.onnx", "iou-threshold", "0.5", NULL },
    { "rows.onnx", "max-detections", "7", NULL },
    { "rows.onnx", NULL, NULL, "before" },
  };
  g_autofree char *digest = ask_digest ("rows.onnx", NULL, NULL, NULL);
  g_autofree char *again =
      ask_digest ("rows.onnx", "stats-interval", "1000000000", NULL);

  fail_unless_equals_string (digest, again);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *other = ask_digest (others[i].model, others[i].property,
                                         others[i].value, others[i].before);

    fail_if (g_str_equal (digest, other), "%s %s", others[i].model,
             others[i].property);
  }
}
GST_END_TEST;

/* a flush that comes while the pads are being taken down, the source pad first */
GST_START_TEST (late_flush_leaves_no_task)
{
  GstElement *element = gst_object_ref_sink (make_element ("rows.onnx", 1));
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  g_autoptr (GstPad) src = gst_element_get_static_pad (element, "src");

  gst_element_set_state (element, GST_STATE_PAUSED);
  fail_unless (gst_pad_set_active (src, FALSE));
  gst_pad_send_event (sink, gst_event_new_flush_start ());
  gst_pad_send_event (sink, gst_event_new_flush_stop (TRUE));
  gst_element_set_state (element, GST_STATE_READY);

  fail_unless (gst_pad_get_task_state (src) == GST_TASK_STOPPED);
  gst_element_set_state (element, GST_STATE_NULL);
  gst_object_unref (element);
}
GST_END_TEST;

static void
copy_model (const char *name, const char *path)
{
  g_autofree char *original = model_path (name);
  g_autofree char *data = NULL;
  gsize size;

  fail_unless (g_file_get_contents (original, &data, &size, NULL));
  fail_unless (g_file_set_contents (path, data, (gssize) size, NULL));
}

/* labels of one model are never recorded as those of another */
static void
check_replaced_model (gboolean asked_before)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (folder, "model.onnx", NULL);
  g_autoptr (GstElement) element = gst_object_ref_sink (make_element (NULL, 1));
  g_autofree char *before = NULL, *after = NULL;
  GstHarness *harness;

  copy_model ("rows.onnx", copy);
  g_object_set (element, "model-file", copy, NULL);
  harness = gst_harness_new_with_element (element, "sink", "src");
  gst_harness_set_src_caps_str (harness, CAPS_32);
  if (asked_before) {
    before = ask_harness (harness, NULL);
    fail_unless (before != NULL);
  }
  copy_model ("kept.onnx", copy);
  after = ask_harness (harness, NULL);

  fail_unless_equals_string (after, before);
  gst_harness_teardown (harness);
  g_unlink (copy);
  g_rmdir (folder);
}

GST_START_TEST (replaced_model_has_no_digest)
{
  check_replaced_model (FALSE);
}
GST_END_TEST;

GST_START_TEST (replaced_model_keeps_its_digest)
{
  check_replaced_model (TRUE);
}
GST_END_TEST;

static Suite *
encordinfer_states_suite (void)
{
  Suite *suite = suite_create ("encordinfer-states");
  TCase *states = tcase_create ("states");

  suite_add_tcase (suite, states);
  tcase_add_test (states, shuts_down_while_requests_run);
  tcase_add_test (states, same_model_is_not_loaded_again);
  tcase_add_test (states, digest_tells_what_labels_come_from);
  tcase_add_test (states, late_flush_leaves_no_task);
  tcase_add_test (states, replaced_model_has_no_digest);
  tcase_add_test (states, replaced_model_keeps_its_digest);

  return suite;
}

GST_CHECK_MAIN (encordinfer_states);
