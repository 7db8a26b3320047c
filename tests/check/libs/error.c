/* error.c - tests of the way from a GError to a message on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/encord.h>

static const struct
{
  const char *name;
  GQuark (*domain) (void);
  int code;
  GQuark (*gst_domain) (void);
  int gst_code;
} cases[] = {
  { "unreachable", encord_error_quark, ENCORD_ERROR_UNREACHABLE,
    gst_resource_error_quark, GST_RESOURCE_ERROR_OPEN_READ },
  { "auth", encord_error_quark, ENCORD_ERROR_AUTH, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED },
  { "denied", encord_error_quark, ENCORD_ERROR_DENIED, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED },
  { "not-found", encord_error_quark, ENCORD_ERROR_NOT_FOUND,
    gst_resource_error_quark, GST_RESOURCE_ERROR_NOT_FOUND },
  { "throttled", encord_error_quark, ENCORD_ERROR_THROTTLED,
    gst_resource_error_quark, GST_RESOURCE_ERROR_BUSY },
  { "failed", encord_error_quark, ENCORD_ERROR_FAILED, gst_resource_error_quark,
    GST_RESOURCE_ERROR_FAILED },
  { "disk-full", g_io_error_quark, G_IO_ERROR_NO_SPACE,
    gst_resource_error_quark, GST_RESOURCE_ERROR_NO_SPACE_LEFT },
  { "no-file", g_file_error_quark, G_FILE_ERROR_NOENT, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_FOUND },
  { "bad-data", g_io_error_quark, G_IO_ERROR_INVALID_DATA,
    gst_stream_error_quark, GST_STREAM_ERROR_FORMAT },
  { "gst", gst_core_error_quark, GST_CORE_ERROR_MISSING_PLUGIN,
    gst_core_error_quark, GST_CORE_ERROR_MISSING_PLUGIN },
  { "foreign", g_markup_error_quark, 1, gst_resource_error_quark,
    GST_RESOURCE_ERROR_FAILED },
};

typedef struct
{
  GstElement *element;
  GstBus *bus;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->element = gst_object_ref_sink (gst_bin_new ("it"));
  fixture->bus = gst_bus_new ();
  gst_element_set_bus (fixture->element, fixture->bus);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gst_element_set_bus (fixture->element, NULL);
  gst_object_unref (fixture->bus);
  gst_object_unref (fixture->element);
}

static void
test_mapping (Fixture *fixture, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = g_error_new_literal (
      cases[i].domain (), cases[i].code, "thing: it broke");
  g_autoptr (GError) posted = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autofree char *debug = NULL;
  const GstStructure *details = NULL;
  int code = -1;

  gst_encord_element_post_error (fixture->element, error);

  message = gst_bus_pop (fixture->bus);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_ERROR);
  gst_message_parse_error (message, &posted, &debug);
  g_assert_error (posted, cases[i].gst_domain (), cases[i].gst_code);
  g_assert_cmpstr (posted->message, ==, "thing: it broke");
  g_assert_true (g_str_has_suffix (debug, "."));
  gst_message_parse_error_details (message, &details);
  g_assert_cmpstr (gst_structure_get_string (details, "domain"), ==,
                   g_quark_to_string (cases[i].domain ()));
  g_assert_true (gst_structure_get_int (details, "code", &code));
  g_assert_cmpint (code, ==, cases[i].code);
  g_assert_null (gst_bus_peek (fixture->bus));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");

  gst_encord_element_post_error (fixture->element, error);
  gst_encord_element_post_warning (fixture->element, error);

  g_assert_null (gst_bus_peek (fixture->bus));
}

static void
test_remedy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (ENCORD_ERROR, ENCORD_ERROR_AUTH, "key: unknown");
  g_autoptr (GError) posted = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autofree char *debug = NULL;

  gst_encord_element_post_warning_with_remedy (fixture->element, error,
                                               "Register it.");

  message = gst_bus_pop (fixture->bus);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_WARNING);
  gst_message_parse_warning (message, &posted, &debug);
  g_assert_true (g_str_has_suffix (debug, "Register it."));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/error/%s", cases[i].name);

    g_test_add (path, Fixture, GSIZE_TO_POINTER (i), set_up, test_mapping,
                tear_down);
  }
  g_test_add ("/error/cancelled", Fixture, NULL, set_up, test_cancelled,
              tear_down);
  g_test_add ("/error/remedy", Fixture, NULL, set_up, test_remedy, tear_down);

  return g_test_run ();
}
