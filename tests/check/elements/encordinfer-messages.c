/* encordinfer-messages.c - errors, warnings and statistics
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>

#include "infer-harness.h"

typedef struct
{
  GstElement *element;
  GstBus *bus;
} OnBus;

static OnBus
put_on_bus (GstElement *element)
{
  OnBus it = { element, gst_bus_new () };

  gst_element_set_bus (element, it.bus);

  return it;
}

static void
take_off_bus (OnBus *it)
{
  gst_element_set_state (it->element, GST_STATE_NULL);
  gst_element_set_bus (it->element, NULL);
  gst_object_unref (it->bus);
  gst_object_unref (it->element);
}

static void
assert_one_error (GstBus *bus, GQuark domain, int code, const char *part)
{
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GstMessage) second = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_autofree char *remedy = NULL;

  fail_unless (message != NULL);
  fail_unless (second == NULL);
  gst_message_parse_error (message, &error, &remedy);
  fail_unless (g_error_matches (error, domain, code), "%s %d: %s",
               g_quark_to_string (error->domain), error->code, error->message);
  fail_unless (strstr (error->message, part) != NULL, "%s lacks %s",
               error->message, part);
  fail_unless (g_str_has_suffix (remedy, "."));
  /* what is said where nobody knew a remedy */
  fail_unless (strstr (remedy, "GST_DEBUG") == NULL, "%s", remedy);
}

static void
assert_one_warning (GstBus *bus, const char *part)
{
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_autoptr (GstMessage) second =
      gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_autoptr (GError) error = NULL;

  fail_unless (message != NULL);
  fail_unless (second == NULL);
  gst_message_parse_warning (message, &error, NULL);
  fail_unless (strstr (error->message, part) != NULL, "%s lacks %s",
               error->message, part);
}

static void
assert_refused (GstElement *element, GQuark domain, int code, const char *part)
{
  OnBus it = put_on_bus (element);

  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_FAILURE);
  assert_one_error (it.bus, domain, code, part);
  take_off_bus (&it);
}

GST_START_TEST (error_without_model)
{
  assert_refused (make_element (NULL, 0), GST_RESOURCE_ERROR,
                  GST_RESOURCE_ERROR_SETTINGS, "model-file");
}
GST_END_TEST;

GST_START_TEST (error_for_missing_model)
{
  assert_refused (make_element ("no-such.onnx", 0), GST_RESOURCE_ERROR,
                  GST_RESOURCE_ERROR_NOT_FOUND, "no-such.onnx: no such file");
}
GST_END_TEST;

GST_START_TEST (error_for_corrupt_model)
{
  assert_refused (make_element ("make-models.py", 0), GST_STREAM_ERROR,
                  GST_STREAM_ERROR_FORMAT, "make-models.py");
}
GST_END_TEST;

GST_START_TEST (error_for_unknown_layout)
{
  assert_refused (make_element ("classes.onnx", 0), GST_STREAM_ERROR,
                  GST_STREAM_ERROR_FORMAT, "output0 float[1,10]");
}
GST_END_TEST;

GST_START_TEST (error_for_missing_label_file)
{
  GstElement *element = make_element ("rows.onnx", 0);

  g_object_set (element, "label-file", "/no/such/labels.txt", NULL);
  assert_refused (element, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                  "/no/such/labels.txt: no such file");
}
GST_END_TEST;

GST_START_TEST (error_for_unknown_device)
{
  GstElement *element = make_element ("rows.onnx", 0);

  g_object_set (element, "device", "TOASTER", NULL);
  assert_refused (element, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
                  "TOASTER");
}
GST_END_TEST;

GST_START_TEST (error_without_engine)
{
  g_autofree char *path = g_strdup (g_getenv ("GST_ENCORD_ENGINE_PATH"));

  g_setenv ("GST_ENCORD_ENGINE_PATH", "/no/such/folder", TRUE);
  assert_refused (make_element ("rows.onnx", 0), GST_CORE_ERROR,
                  GST_CORE_ERROR_MISSING_PLUGIN, "/no/such/folder");
  g_setenv ("GST_ENCORD_ENGINE_PATH", path, TRUE);
}
GST_END_TEST;

GST_START_TEST (error_for_failing_run)
{
  GstHarness *harness = make_harness ("failing.onnx", 2, CAPS_32);
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstFlowReturn flow = GST_FLOW_OK;
  g_autoptr (GstBuffer) bright = NULL;

  gst_element_set_bus (harness->element, bus);
  gst_harness_push (harness, make_frame (32, 32, 255, 0));
  bright = gst_harness_pull (harness);
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 0, 1));

  fail_unless_equals_int (flow, GST_FLOW_ERROR);
  /* which knows no more than was said */
  gst_harness_push_event (harness, gst_event_new_eos ());
  assert_one_error (bus, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_FAILED,
                    "the run failed");
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (error_for_short_buffer)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  g_autoptr (GstBus) bus = gst_bus_new ();

  gst_element_set_bus (harness->element, bus);
  fail_unless_equals_int (
      gst_harness_push (harness, gst_buffer_new_allocate (NULL, 100, NULL)),
      GST_FLOW_ERROR);
  assert_one_error (bus, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
                    "32x32 RGB");
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static void
assert_warning_with_labels (const char *text, const char *part)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *labels = g_build_filename (folder, "labels.txt", NULL);
  OnBus it = put_on_bus (make_element ("v8.onnx", 0));

  fail_unless (g_file_set_contents (labels, text, -1, NULL));
  g_object_set (it.element, "label-file", labels, NULL);
  fail_unless_equals_int (gst_element_set_state (it.element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_SUCCESS);
  if (part != NULL)
    assert_one_warning (it.bus, part);
  else
    fail_if (gst_bus_have_pending (it.bus) &&
             gst_bus_pop_filtered (it.bus, GST_MESSAGE_WARNING) != NULL);
  take_off_bus (&it);
  g_unlink (labels);
  g_rmdir (folder);
}

GST_START_TEST (warning_for_wrong_number_of_names)
{
  assert_warning_with_labels ("a\nb\n", NULL);
  assert_warning_with_labels ("a\n", "1 class names for 2 classes");
}
GST_END_TEST;

GST_START_TEST (model_cannot_change_while_it_runs)
{
  OnBus it = put_on_bus (make_element ("rows.onnx", 0));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_object_get (it.element, "model-file", &before, NULL);
  gst_element_set_state (it.element, GST_STATE_PAUSED);
  g_object_set (it.element, "model-file", "other.onnx", NULL);
  g_object_get (it.element, "model-file", &after, NULL);

  fail_unless_equals_string (before, after);
  assert_one_warning (it.bus, "model-file");
  take_off_bus (&it);
}
GST_END_TEST;

/* the class names make a warning while the model is being loaded */
static GstBusSyncReply
change_model (GstBus *bus, GstMessage *message, gpointer user_data)
{
  gboolean *changed = user_data;

  if (!*changed && GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING) {
    *changed = TRUE;
    g_object_set (GST_MESSAGE_SRC (message), "model-file", "other.onnx", NULL);
  }

  return GST_BUS_PASS;
}

GST_START_TEST (model_cannot_change_while_it_is_loaded)
{
  OnBus it = put_on_bus (make_element ("v8.onnx", 0));
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *labels = g_build_filename (folder, "labels.txt", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gboolean changed = FALSE;

  fail_unless (g_file_set_contents (labels, "a\n", -1, NULL));
  g_object_set (it.element, "label-file", labels, NULL);
  g_object_get (it.element, "model-file", &before, NULL);
  gst_bus_set_sync_handler (it.bus, change_model, &changed, NULL);
  fail_unless_equals_int (gst_element_set_state (it.element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_SUCCESS);
  g_object_get (it.element, "model-file", &after, NULL);

  fail_unless (changed);
  fail_unless_equals_string (before, after);
  take_off_bus (&it);
  g_unlink (labels);
  g_rmdir (folder);
}
GST_END_TEST;

/* whatever kept it from starting */
GST_START_TEST (model_can_change_after_it_failed_to_load)
{
  OnBus it = put_on_bus (make_element ("no-such.onnx", 0));
  g_autofree char *path = model_path ("rows.onnx");

  fail_unless_equals_int (gst_element_set_state (it.element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_FAILURE);
  g_object_set (it.element, "model-file", path, NULL);
  fail_unless_equals_int (gst_element_set_state (it.element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_SUCCESS);
  take_off_bus (&it);
}
GST_END_TEST;

static guint64
get_uint64 (const GstStructure *stats, const char *field)
{
  guint64 value = G_MAXUINT64;

  fail_unless (gst_structure_get_uint64 (stats, field, &value));

  return value;
}

GST_START_TEST (stats_count)
{
  GstHarness *harness = make_harness ("v8.onnx", 2, CAPS_32);
  g_autoptr (GstStructure) stats = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstBus) bus = gst_bus_new ();

  gst_element_set_bus (harness->element, bus);
  g_object_set (harness->element, "confidence-threshold", 0.25,
                "stats-interval", G_GUINT64_CONSTANT (1), NULL);
  for (guint i = 0; i < 10; i++)
    gst_harness_push (harness, make_frame (32, 32, 255, i));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);
  g_object_get (harness->element, "stats", &stats, NULL);

  fail_unless (gst_structure_has_name (stats, "encord-stats"));
  fail_unless_equals_uint64 (get_uint64 (stats, "frames"), 10);
  fail_unless_equals_uint64 (get_uint64 (stats, "labels"), 30);
  fail_unless_equals_uint64 (get_uint64 (stats, "candidates"), 40);
  fail_unless_equals_uint64 (get_uint64 (stats, "suppressed"), 10);
  fail_unless_equals_string (gst_structure_get_string (stats, "layout"), "v8");
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT);
  fail_unless (message != NULL);
  fail_unless (gst_message_has_name (message, "encord-stats"));
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static Suite *
encordinfer_messages_suite (void)
{
  Suite *suite = suite_create ("encordinfer-messages");
  TCase *messages = tcase_create ("messages");

  suite_add_tcase (suite, messages);
  tcase_add_test (messages, error_without_model);
  tcase_add_test (messages, error_for_missing_model);
  tcase_add_test (messages, error_for_corrupt_model);
  tcase_add_test (messages, error_for_unknown_layout);
  tcase_add_test (messages, error_for_missing_label_file);
  tcase_add_test (messages, error_for_unknown_device);
  tcase_add_test (messages, error_without_engine);
  tcase_add_test (messages, error_for_failing_run);
  tcase_add_test (messages, error_for_short_buffer);
  tcase_add_test (messages, warning_for_wrong_number_of_names);
  tcase_add_test (messages, model_cannot_change_while_it_runs);
  tcase_add_test (messages, model_cannot_change_while_it_is_loaded);
  tcase_add_test (messages, model_can_change_after_it_failed_to_load);
  tcase_add_test (messages, stats_count);

  return suite;
}

GST_CHECK_MAIN (encordinfer_messages);
