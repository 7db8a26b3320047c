/* label-row-metadata.c - rows from a listing; times; answers in a normal form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/model/encord-time-private.h>

#include "rows.h"

static const char listing[] =
    "{\"label_hash\":\"l\",\"created_at\":\"2024-05-06 07:08:09\","
    "\"last_edited_at\":\"2024-05-06T07:08:09.500Z\",\"branch_name\":\"main\","
    "\"data_hash\":\"d\",\"dataset_hash\":\"s\",\"dataset_title\":\"Clips\","
    "\"data_title\":\"clip.mp4\",\"data_type\":\"VIDEO\","
    "\"data_link\":\"https://example.com/secret\","
    "\"label_status\":\"NEW_STATUS\",\"annotation_task_status\":\"ASSIGNED\","
    "\"workflow_graph_node\":{\"uuid\":\"w\",\"title\":\"Annotate\"},"
    "\"is_shadow_data\":true,\"number_of_frames\":100,\"duration\":4,"
    "\"frames_per_second\":25.5,\"height\":480,\"width\":640,"
    "\"priority\":0.5,\"file_type\":\"video/mp4\",\"is_valid\":false,"
    "\"backing_item_uuid\":\"b\",\"audio_codec\":null,"
    "\"audio_sample_rate\":48000,\"audio_num_channels\":2,"
    "\"client_metadata\":{},\"later\":1}";

static EncordLabelRow *
parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  return node != NULL ? encord_label_row_new_from_json (node, NULL, error)
                      : NULL;
}

static void
test_listing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordLabelRow) row = parse (listing, &error);
  g_autoptr (GDateTime) created = NULL;
  g_autoptr (GDateTime) edited = NULL;
  g_autofree char *file_type = NULL;
  g_autofree char *dataset_title = NULL;
  gboolean shadow, valid, initialised;
  double priority;
  int rate, channels, depth;

  g_assert_no_error (error);
  g_assert_cmpstr (encord_label_row_get_label_hash (row), ==, "l");
  g_assert_cmpstr (encord_label_row_get_branch_name (row), ==, "main");
  g_assert_cmpstr (encord_label_row_get_data_hash (row), ==, "d");
  g_assert_cmpstr (encord_label_row_get_data_title (row), ==, "clip.mp4");
  g_assert_cmpstr (encord_label_row_get_data_type (row), ==, "VIDEO");
  g_assert_cmpstr (encord_label_row_get_dataset_hash (row), ==, "s");
  g_assert_cmpstr (encord_label_row_get_label_status (row), ==, "NEW_STATUS");
  g_assert_cmpstr (encord_label_row_get_annotation_task_status (row), ==,
                   "ASSIGNED");
  g_assert_cmpstr (encord_label_row_get_workflow_node_uuid (row), ==, "w");
  g_assert_cmpstr (encord_label_row_get_workflow_node_title (row), ==,
                   "Annotate");
  g_assert_cmpint (encord_label_row_get_number_of_frames (row), ==, 100);
  g_assert_cmpfloat (encord_label_row_get_frames_per_second (row), ==, 25.5);
  g_assert_cmpfloat (encord_label_row_get_duration (row), ==, 4);
  g_assert_cmpint (encord_label_row_get_width (row), ==, 640);
  g_assert_cmpint (encord_label_row_get_height (row), ==, 480);
  g_assert_null (encord_label_row_get_ontology_structure (row));
  g_assert_false (encord_label_row_is_initialised (row));

  g_object_get (row, "created-at", &created, "last-edited-at", &edited,
                "is-shadow-data", &shadow, "is-valid", &valid, "priority",
                &priority, "file-type", &file_type, "audio-sample-rate", &rate,
                "audio-num-channels", &channels, "audio-bit-depth", &depth,
                "is-initialised", &initialised, "dataset-title", &dataset_title,
                NULL);
  g_assert_cmpint (g_date_time_to_unix (created), ==, 1714979289);
  g_assert_cmpint (g_date_time_get_microsecond (edited), ==, 500000);
  g_assert_true (shadow);
  g_assert_false (valid);
  g_assert_false (initialised);
  g_assert_cmpfloat (priority, ==, 0.5);
  g_assert_cmpstr (file_type, ==, "video/mp4");
  g_assert_cmpstr (dataset_title, ==, "Clips");
  g_assert_cmpint (rate, ==, 48000);
  g_assert_cmpint (channels, ==, 2);
  g_assert_cmpint (depth, ==, 0);
}

static void
test_getters (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordLabelRow) row = parse (listing, &error);
  g_autoptr (JsonNode) client = encord_label_row_get_client_metadata (row);
  g_autoptr (JsonNode) property = NULL;
  double priority = 7;

  g_assert_no_error (error);
  g_assert_cmpstr (encord_label_row_get_dataset_title (row), ==, "Clips");
  g_assert_cmpstr (encord_label_row_get_file_type (row), ==, "video/mp4");
  g_assert_cmpstr (encord_label_row_get_backing_item_uuid (row), ==, "b");
  g_assert_cmpstr (encord_label_row_get_data_link (row), ==,
                   "https://example.com/secret");
  g_assert_null (encord_label_row_get_audio_codec (row));
  g_assert_cmpint (encord_label_row_get_audio_sample_rate (row), ==, 48000);
  g_assert_cmpint (encord_label_row_get_audio_bit_depth (row), ==, 0);
  g_assert_cmpint (encord_label_row_get_audio_num_channels (row), ==, 2);
  g_assert_cmpint (g_date_time_to_unix (encord_label_row_get_created_at (row)),
                   ==, 1714979289);
  g_assert_cmpint (
      g_date_time_to_unix (encord_label_row_get_last_edited_at (row)), ==,
      1714979289);
  g_assert_true (encord_label_row_is_shadow_data (row));
  g_assert_false (encord_label_row_is_valid (row));
  g_assert_true (encord_label_row_get_priority (row, &priority, &error));
  g_assert_cmpfloat (priority, ==, 0.5);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (client));
  g_object_get (row, "client-metadata", &property, NULL);
  g_assert_true (json_node_equal (client, property));
  g_assert_null (encord_label_row_get_images_data (row));
}

static void
test_no_workflow (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autoptr (EncordLabelRow) complete = NULL;
  g_autofree char *text =
      rows_replace (listing, "\"priority\":0.5", "\"priority\":null");
  g_autoptr (GError) error = NULL;
  double priority = 7;

  g_assert_false (encord_label_row_get_priority (row, &priority, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_cmpint (encord_error_get_server_error (error), ==,
                   ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE);
  g_assert_cmpfloat (priority, ==, 7);
  g_clear_error (&error);
  g_assert_null (encord_label_row_get_created_at (row));
  g_assert_null (encord_label_row_get_client_metadata (row));

  complete = parse (text, &error);
  g_assert_true (encord_label_row_get_priority (complete, &priority, &error));
  g_assert_no_error (error);
  g_assert_true (isnan (priority));
}

/* what the labels know better than the listing */
static void
test_loaded (void)
{
  g_autoptr (EncordLabelRow) video = rows_open ("everything");
  g_autoptr (EncordLabelRow) group = rows_open ("image-group");
  g_autoptr (EncordLabelRow) other = rows_new ("VIDEO", 100);
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *invalid =
      rows_replace (file, "\"is_valid\": true", "\"is_valid\": false");

  g_assert_cmpstr (encord_label_row_get_data_link (video), ==,
                   "https://example.com/x.mp4?signature=0");
  g_assert_true (encord_label_row_is_valid (video));
  g_assert_null (encord_label_row_get_data_link (group));
  g_assert_true (encord_label_row_is_valid (other));
  g_assert_true (rows_load_text (other, invalid, NULL));
  g_assert_false (encord_label_row_is_valid (other));
}

/* no property can show a signed URL */
static void
test_no_secrets (void)
{
  g_autoptr (EncordLabelRow) row = parse (listing, NULL);
  guint n_props;
  g_autofree GParamSpec **props =
      g_object_class_list_properties (G_OBJECT_GET_CLASS (row), &n_props);

  for (guint i = 0; i < n_props; i++) {
    g_auto (GValue) value = G_VALUE_INIT;
    g_autofree char *text = NULL;

    g_value_init (&value, props[i]->value_type);
    g_object_get_property (G_OBJECT (row), props[i]->name, &value);
    text = g_strdup_value_contents (&value);
    g_assert_null (strstr (text, "secret"));
    g_assert_false (props[i]->flags & G_PARAM_WRITABLE);
  }
}

static const char *const bad_listings[] = {
  "[]",
  "{}",
  "{\"branch_name\":\"main\",\"data_hash\":7,\"dataset_hash\":\"s\","
  "\"dataset_title\":\"c\",\"data_title\":\"t\",\"data_type\":\"VIDEO\","
  "\"label_status\":\"LABELLED\"}",
  "{\"branch_name\":\"main\",\"data_hash\":\"d\",\"dataset_hash\":\"s\","
  "\"dataset_title\":\"c\",\"data_title\":\"t\",\"data_type\":\"VIDEO\","
  "\"label_status\":\"LABELLED\",\"created_at\":\"yesterday\"}",
};

static void
test_bad_listing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_listings); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (bad_listings[i], &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

static const struct
{
  const char *text;
  gint64 seconds; /* -1: no time */
} times[] = {
  { "Mon, 06 May 2024 07:08:09 GMT", 1714979289 },
  { "Mon, 06 May 2024 07:08:09 UTC", 1714979289 },
  { "Mon, 06 May 2024 07:08:09 ", 1714979289 },
  { "Mon, 06 May 2024 07:08:09", 1714979289 },
  { "Mon, 6 May 2024 07:08:09 GMT", 1714979289 },
  { "Mon, 06 May 2024 09:08:09 +0200", 1714979289 },
  { "Mon, 06 May 2024 03:38:09 -0330", 1714979289 },
  { "2024-05-06 07:08:09", 1714979289 },
  { "2024-05-06T07:08:09Z", 1714979289 },
  { "2024-05-06T07:08:09", 1714979289 },
  { "2024-05-06T07:08:09.999999Z", 1714979289 },
  { "2024-05-06T09:08:09+02:00", 1714979289 },
  { "2024-05-06T09:08:09.5+0200", 1714979289 },
  { "2024-05-06", 1714953600 },
  { "", -1 },
  { "now", -1 },
  { "Mon, 06 Mai 2024 07:08:09 GMT", -1 },
  { "Mon, 06 May 2024 07:08:09 XYZ", -1 },
  { "Mon, 31 Feb 2024 07:08:09 GMT", -1 },
  { "Mon, 06 May 2024 27:08:09 GMT", -1 },
  { "2024-13-06", -1 },
  { "2024-05-06T", -1 },
};

static void
test_times (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (GDateTime) time = encord_time_parse (times[i].text);
    char text[ENCORD_TIME_LENGTH + 1];

    if (times[i].seconds < 0) {
      g_assert_null (time);
      continue;
    }
    g_assert_nonnull (time);
    g_assert_cmpint (g_date_time_to_unix (time), ==, times[i].seconds);
    encord_time_format (times[i].seconds, text);
    g_assert_true (g_str_has_suffix (text, " GMT"));
    g_assert_cmpuint (strlen (text), ==, ENCORD_TIME_LENGTH);
  }
}

static void
test_time_format (void)
{
  char text[ENCORD_TIME_LENGTH + 1];

  encord_time_format (1714979289, text);
  g_assert_cmpstr (text, ==, "Mon, 06 May 2024 07:08:09 GMT");
  encord_time_format (0, text);
  g_assert_cmpstr (text, ==, "Thu, 01 Jan 1970 00:00:00 GMT");
  encord_time_format (G_MAXINT64, text);
  g_assert_cmpstr (text, ==, "Fri, 31 Dec 9999 23:59:59 GMT");
  encord_time_format (G_MININT64, text);
  g_assert_cmpuint (strlen (text), ==, ENCORD_TIME_LENGTH);
}

static void
test_answers (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  static const struct
  {
    const char *hash;
    const char *answers;
  } expected[] = {
    { "obj00002", "{\"actions\":[],\"answers\":[]}" },
    { "obj00003", "{\"actions\":[],\"answers\":["
                  "{\"answer\":\"eeee0001\",\"featureHash\":\"bbbb3333\"},"
                  "{\"answer\":\"eeee0002\",\"featureHash\":\"bbbb3333\"}]}" },
    { "obj00001",
      "{\"actions\":["
      "{\"answer\":\"eeee0003\",\"featureHash\":\"bbbb4444\","
      "\"range\":[[2,3]]},"
      "{\"answer\":\"eeee0004\",\"featureHash\":\"bbbb4444\","
      "\"range\":[[0,2],[5,5]]}],"
      "\"answers\":["
      "{\"answer\":\"cccc1111\",\"featureHash\":\"bbbb1111\"},"
      "{\"answer\":\"very \\\"red\\\"\",\"featureHash\":\"bbbb2222\","
      "\"later\":{\"x\":1}}]}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *answers = encord_object_instance_dup_answers (
        encord_label_row_get_object_instance (row, expected[i].hash));

    g_assert_cmpstr (answers, ==, expected[i].answers);
  }
}

/* the two forms of a checklist, the order of everything, touching ranges, flags
 * and track hashes make no difference */
static void
test_equal_answers (void)
{
  static const char row_text[] =
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"0\":"
      "{\"objects\":[{\"objectHash\":\"a\",\"featureHash\":\"aaaa1111\"},"
      "{\"objectHash\":\"b\",\"featureHash\":\"aaaa1111\"}]}}}},"
      "\"object_answers\":{},\"object_actions\":{"
      "\"a\":{\"actions\":[{\"featureHash\":\"f\",\"name\":\"N\","
      "\"answers\":[{\"featureHash\":\"x\",\"name\":\"X\"},"
      "{\"featureHash\":\"y\"}],\"range\":[[0,9]],\"trackHash\":\"1\"}]},"
      "\"b\":{\"actions\":[{\"trackHash\":\"2\",\"manualAnnotation\":true,"
      "\"answers\":[{\"featureHash\":\"y\"}],\"range\":[[4,9],[0,3]],"
      "\"featureHash\":\"f\"},{\"shouldPropagate\":true,"
      "\"answers\":[{\"featureHash\":\"x\"}],\"range\":[[0,5],[3,9]],"
      "\"featureHash\":\"f\"},{\"featureHash\":\"g\",\"answers\":[]}]}}}";
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 10);
  g_autofree char *a = NULL, *b = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rows_load_text (row, row_text, &error));
  g_assert_no_error (error);
  a = encord_object_instance_dup_answers (
      encord_label_row_get_object_instance (row, "a"));
  b = encord_object_instance_dup_answers (
      encord_label_row_get_object_instance (row, "b"));
  g_assert_cmpstr (a, ==, b);
  g_assert_nonnull (strstr (a, "\"range\":[[0,9]]"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-row/listing", test_listing);
  g_test_add_func ("/label-row/listing/getters", test_getters);
  g_test_add_func ("/label-row/listing/no-workflow", test_no_workflow);
  g_test_add_func ("/label-row/listing/loaded", test_loaded);
  g_test_add_func ("/label-row/listing/no-secrets", test_no_secrets);
  g_test_add_func ("/label-row/listing/bad", test_bad_listing);
  g_test_add_func ("/label-row/times/read", test_times);
  g_test_add_func ("/label-row/times/write", test_time_format);
  g_test_add_func ("/label-row/answers", test_answers);
  g_test_add_func ("/label-row/answers/equal", test_equal_answers);

  return g_test_run ();
}
