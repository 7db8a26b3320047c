/* states.c - each element goes up and down, configured or not
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>

#define CYCLES 5

static GList *
encord_features (void)
{
  GList *features =
      gst_registry_get_feature_list_by_plugin (gst_registry_get (), "encord");

  fail_unless (features != NULL, "the plugin was not found");

  return features;
}

static guint
count_errors (GstBus *bus)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR)) != NULL) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (message, &error, NULL);
    GST_INFO ("%s", error->message);
    fail_unless (strlen (error->message) > 10);
    gst_message_unref (message);
    n++;
  }

  return n;
}

/* What no property has set up may fail, but then says so exactly once; either
 * way the element can be taken down and up again */
static void
cycle (GstElement *element, GstState highest)
{
  g_autoptr (GstBus) bus = gst_bus_new ();

  gst_element_set_bus (element, bus);
  for (int i = 0; i < CYCLES; i++) {
    for (GstState state = GST_STATE_READY; state <= highest; state++) {
      const GstStateChangeReturn result =
          gst_element_set_state (element, state);

      if (result == GST_STATE_CHANGE_FAILURE) {
        fail_unless_equals_int (count_errors (bus), 1);
        break;
      }
    }
    fail_unless (gst_element_set_state (element, GST_STATE_NULL) !=
                 GST_STATE_CHANGE_FAILURE);
    gst_bus_set_flushing (bus, TRUE);
    gst_bus_set_flushing (bus, FALSE);
  }
  gst_element_set_bus (element, NULL);
}

static void
cycle_every_element (GstState highest)
{
  GList *features = encord_features ();

  for (GList *l = features; l != NULL; l = l->next) {
    GstElement *element =
        gst_element_factory_create (GST_ELEMENT_FACTORY (l->data), NULL);

    GST_INFO ("%s", GST_OBJECT_NAME (l->data));
    cycle (element, highest);
    gst_object_unref (element);
  }
  gst_plugin_feature_list_free (features);
}

GST_START_TEST (test_ready)
{
  cycle_every_element (GST_STATE_READY);
}
GST_END_TEST;

GST_START_TEST (test_paused)
{
  cycle_every_element (GST_STATE_PAUSED);
}
GST_END_TEST;

GST_START_TEST (test_playing)
{
  cycle_every_element (GST_STATE_PLAYING);
}
GST_END_TEST;

GST_START_TEST (test_never_started)
{
  GList *features = encord_features ();

  for (GList *l = features; l != NULL; l = l->next)
    gst_object_unref (
        gst_element_factory_create (GST_ELEMENT_FACTORY (l->data), NULL));
  gst_plugin_feature_list_free (features);
}
GST_END_TEST;

static Suite *
states_suite (void)
{
  Suite *s = suite_create ("states");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_never_started);
  tcase_add_test (tc, test_ready);
  tcase_add_test (tc, test_paused);
  tcase_add_test (tc, test_playing);

  return s;
}

GST_CHECK_MAIN (states);
