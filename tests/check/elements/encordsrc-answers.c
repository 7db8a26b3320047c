/* encordsrc-answers.c - encordsrc and a server that answers what a test tells it to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-server.h"

#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <gst/encord/encord.h>

#define PROJECT_HASH "11111111-1111-4111-8111-111111111111"
#define DATA_HASH "22222222-2222-4222-8222-222222222222"
#define IMAGE_HASH "33333333-3333-4333-8333-333333333333"
#define PROJECT                                                                \
  "{\"projectHash\":\"" PROJECT_HASH "\",\"projectType\":\"workflow\","        \
  "\"title\":\"T\",\"description\":\"\",\"createdAt\":"                        \
  "\"2024-05-06T07:08:09Z\",\"lastEditedAt\":\"2024-05-06T07:08:09Z\","        \
  "\"ontologyHash\":\"o\",\"workflow\":{\"stages\":[]}}"
#define ONTOLOGY                                                               \
  "{\"ontologyUuid\":\"o\",\"title\":\"\",\"description\":\"\",\"editor\":"    \
  "{\"objects\":[],\"classifications\":[]},\"createdAt\":\"\","                \
  "\"lastEditedAt\":\"\",\"userRole\":null}"
#define ROWS(type)                                                             \
  "{\"status\":200,\"response\":[{\"label_hash\":\"l\",\"branch_name\":"       \
  "\"main\",\"data_hash\":\"" DATA_HASH "\",\"dataset_hash\":\"ds\","          \
  "\"dataset_title\":\"\",\"data_title\":\"picture\",\"data_type\":\"" type    \
  "\",\"data_link\":null,\"label_status\":\"NOT_LABELLED\","                   \
  "\"number_of_frames\":1}]}"
#define TOKEN "token-of-the-test"
/* as much a secret as the token */
#define MEDIA_PATH "secret-folder/secret-name"

static FakeServer *server;
static char *folder;
static char *token_file;
static GBytes *png;

static void
make_png (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (
      "videotestsrc num-buffers=1 ! video/x-raw,width=64,height=48 ! "
      "videoconvert ! pngenc ! appsink name=sink sync=false",
      &error);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstSample) sample = NULL;
  GstMapInfo map;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_signal_emit_by_name (sink, "pull-sample", &sample);
  fail_unless (sample != NULL);
  gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ);
  png = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
set_up (void)
{
  folder = g_dir_make_tmp ("encord-answers-XXXXXX", NULL);
  token_file = g_build_filename (folder, "token", NULL);
  fail_unless (g_file_set_contents (token_file, TOKEN "\n", -1, NULL));
  server = fake_server_new ();
  make_png ();
}

static void
tear_down (void)
{
  g_clear_pointer (&server, fake_server_free);
  g_clear_pointer (&png, g_bytes_unref);
  g_unlink (token_file);
  g_rmdir (folder);
  g_clear_pointer (&token_file, g_free);
  g_clear_pointer (&folder, g_free);
}

static void
reply_listing (const char *rows)
{
  fake_server_reply (server, 200, PROJECT);
  fake_server_reply (server, 200, ONTOLOGY);
  fake_server_reply (server, 200, rows);
}

static void
reply_picture (void)
{
  static const char *const headers[] = { "Content-Type", "image/png", NULL };
  g_autofree char *answer = g_strdup_printf (
      "{\"status\":200,\"response\":{\"video\":null,\"images\":[{"
      "\"image_hash\":\"" IMAGE_HASH "\",\"file_link\":\"%s/" MEDIA_PATH
      "?sesame\"}]}}",
      fake_server_get_uri (server));
  gsize size;
  gconstpointer data = g_bytes_get_data (png, &size);

  fake_server_reply (server, 200, answer);
  fake_server_reply_full (server, 200, headers, data, size);
}

static GstElement *
make_source (void)
{
  GstElement *src = gst_element_factory_make ("encordsrc", NULL);

  g_object_set (src, "server", fake_server_get_uri (server),
                "bearer-token-file", token_file, "project-hash", PROJECT_HASH,
                NULL);

  return src;
}

/* what ends the stream; buffers go to on_buffer first */
static GstMessage *
play (GCallback on_buffer, gpointer data)
{
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *src = make_source ();
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstMessage *end;

  g_object_set (sink, "signal-handoffs", TRUE, NULL);
  if (on_buffer != NULL)
    g_signal_connect (sink, "handoff", on_buffer, data);
  gst_bin_add_many (GST_BIN (pipeline), src, sink, NULL);
  fail_unless (gst_element_link (src, sink));
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  end = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                    GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return end;
}

static void
check_end (GstMessage *end, GstMessageType type, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  if (GST_MESSAGE_TYPE (end) == GST_MESSAGE_ERROR)
    gst_message_parse_error (end, &error, &debug);
  fail_unless (GST_MESSAGE_TYPE (end) == type, "%s",
               error != NULL ? error->message : "");
  if (text != NULL)
    fail_unless (strstr (error->message, text) != NULL, "%s", error->message);
}

static void
count_picture (GstElement *sink, GstBuffer *buffer, GstPad *pad, guint *n)
{
  GstEncordFrameMeta *meta = gst_buffer_get_encord_frame_meta (buffer);

  fail_unless (meta != NULL);
  fail_unless_equals_uint64 (meta->frame, 0);
  fail_unless_equals_string (meta->image_hash, IMAGE_HASH);
  *n += 1;
}

GST_START_TEST (single_image_is_a_unit_of_one_frame)
{
  g_autoptr (GstMessage) end = NULL;
  guint n = 0;

  reply_listing (ROWS ("IMAGE"));
  reply_picture ();
  end = play (G_CALLBACK (count_picture), &n);
  check_end (end, GST_MESSAGE_EOS, NULL);
  fail_unless_equals_int (n, 1);
}
GST_END_TEST;

/* to the server with every call, and to nobody else */
GST_START_TEST (bearer_token_of_a_file)
{
  g_autoptr (GstMessage) end = NULL;
  guint n = 0;

  reply_listing (ROWS ("IMAGE"));
  reply_picture ();
  end = play (G_CALLBACK (count_picture), &n);
  check_end (end, GST_MESSAGE_EOS, NULL);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (FakeRequest) request = fake_server_take_request (server);
    const char *authorization;

    fail_unless (request != NULL);
    authorization =
        soup_message_headers_get_one (request->headers, "Authorization");
    fail_unless_equals_string (authorization, i < 4 ? "Bearer " TOKEN : NULL);
  }
  fail_unless (fake_server_take_request (server) == NULL);
}
GST_END_TEST;

GST_START_TEST (refused_listing_is_an_error)
{
  g_autoptr (GstMessage) end = NULL;

  fake_server_reply (server, 200, PROJECT);
  fake_server_reply (server, 200, ONTOLOGY);
  fake_server_reply (server, 403, "{}");
  end = play (NULL, NULL);
  check_end (end, GST_MESSAGE_ERROR, "");
}
GST_END_TEST;

GST_START_TEST (other_data_is_an_error)
{
  g_autoptr (GstMessage) end = NULL;

  reply_listing (ROWS ("DICOM"));
  end = play (NULL, NULL);
  check_end (end, GST_MESSAGE_ERROR, "data of type DICOM");
}
GST_END_TEST;

/* everything logged, from any thread */
static GMutex log_lock;
static GString *log_text; /* guarded by log_lock; NULL: not wanted */

static void
take_line (const char *line)
{
  g_mutex_lock (&log_lock);
  if (log_text != NULL)
    g_string_append_printf (log_text, "%s\n", line);
  g_mutex_unlock (&log_lock);
}

static void
on_gst_log (GstDebugCategory *category, GstDebugLevel level, const char *file,
            const char *function, int line, GObject *object,
            GstDebugMessage *message, gpointer data)
{
  if (g_str_has_prefix (gst_debug_category_get_name (category), "encord"))
    take_line (gst_debug_message_get (message));
}

static void
on_log (const char *domain, GLogLevelFlags level, const char *message,
        gpointer data)
{
  take_line (message);
}

/* once when it works, once when the medium cannot be had */
static void
log_two_runs (void)
{
  guint n = 0;

  reply_listing (ROWS ("IMAGE"));
  reply_picture ();
  gst_message_unref (play (G_CALLBACK (count_picture), &n));
  fail_unless_equals_int (n, 1);

  reply_listing (ROWS ("VIDEO"));
  {
    g_autofree char *answer = g_strdup_printf (
        "{\"status\":200,\"response\":{\"images\":null,"
        "\"video\":{\"file_link\":\"%s/" MEDIA_PATH "?sesame\"}}}",
        fake_server_get_uri (server));

    fake_server_reply (server, 200, answer);
  }
  fake_server_reply (server, 404, "no");
  gst_message_unref (play (NULL, NULL));
}

GST_START_TEST (logs_keep_secrets)
{
  const guint encord =
      g_log_set_handler ("Encord", G_LOG_LEVEL_DEBUG, on_log, NULL);
  g_autofree char *log = NULL;

  log_text = g_string_new (NULL);
  gst_debug_set_active (TRUE);
  gst_debug_set_threshold_from_string ("encord*:6", FALSE);
  gst_debug_add_log_function (on_gst_log, NULL, NULL);
  log_two_runs ();
  gst_debug_remove_log_function (on_gst_log);
  gst_debug_set_threshold_from_string ("", TRUE);
  g_log_remove_handler ("Encord", encord);
  g_mutex_lock (&log_lock);
  log = g_string_free (g_steal_pointer (&log_text), FALSE);
  g_mutex_unlock (&log_lock);

  /* it is a log */
  fail_unless (strstr (log, "reads 1 of 1 units") != NULL);
  fail_unless (strstr (log, "decodes with") != NULL);
  fail_unless (strstr (log, "secret-") == NULL, "%s", log);
  fail_unless (strstr (log, "sesame") == NULL, "%s", log);
  fail_unless (strstr (log, TOKEN) == NULL, "%s", log);
}
GST_END_TEST;

static Suite *
answers_suite (void)
{
  Suite *suite = suite_create ("answers");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, set_up, tear_down);
  tcase_add_test (tc, single_image_is_a_unit_of_one_frame);
  tcase_add_test (tc, bearer_token_of_a_file);
  tcase_add_test (tc, refused_listing_is_an_error);
  tcase_add_test (tc, other_data_is_an_error);
  tcase_add_test (tc, logs_keep_secrets);

  return suite;
}

GST_CHECK_MAIN (answers)
