/* label-body.c - a label row as text: checked, kept, handed out
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "emulator-error.h"
#include "emulator-label-body.h"

#define OBJECT(hash, more)                                                     \
  "{\"objectHash\":\"" hash "\",\"featureHash\":\"aaaa1111\"" more "}"
#define CLASS "{\"classificationHash\":\"c1\",\"featureHash\":\"dddd1111\"}"
#define ROW(frames, answers)                                                   \
  "{\"label_hash\":\"L\",\"data_title\":\"old\",\"data_units\":{\"V\":{"       \
  "\"data_link\": \"http://secret\" ,\"labels\":{" frames "}}}," answers "}"
#define ANSWERS "\"object_answers\":{\"o1\":{}},\"classification_answers\":{}"

static EmulatorUnit video = { .hash = (char *) "V",
                              .type = (char *) "VIDEO",
                              .title = (char *) "v",
                              .mime = (char *) "video/mp4",
                              .frames = 10,
                              .width = 4,
                              .height = 2,
                              .fps = 25,
                              .duration = 0.4 };
static EmulatorImage picture0 = { .hash = (char *) "I0",
                                  .title = (char *) "a",
                                  .mime = (char *) "image/png" };
static EmulatorImage picture1 = { .hash = (char *) "I1",
                                  .title = (char *) "b",
                                  .mime = (char *) "image/png" };
static EmulatorUnit group = { .hash = (char *) "G",
                              .type = (char *) "IMG_GROUP",
                              .title = (char *) "g",
                              .frames = 2 };

static GBytes *
check (const EmulatorUnit *unit, const char *row, char **ret_links,
       GError **error)
{
  g_autoptr (GHashTable) features = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  const EmulatorLabelRules rules = { unit, images, features, "a\"b@x" };

  g_hash_table_add (features, (gpointer) "aaaa1111");
  g_hash_table_add (features, (gpointer) "dddd1111");
  if (unit == &group) {
    g_ptr_array_add (images, &picture0);
    g_ptr_array_add (images, &picture1);
  }
  return emulator_label_body_check ((EncordJsonSlice){ row, strlen (row) },
                                    &rules, ret_links, error);
}

static char *
make_link (const char *unit_key, gpointer user_data)
{
  return g_strconcat ("http://new/", unit_key, NULL);
}

/* what is not the server's stays as it is, to the byte */
static void
test_kept (void)
{
  static const char row[] =
      ROW ("\"3\" : {\"objects\":[" OBJECT (
               "o1", ",\"createdBy\" : null,\"x\": 1.0e0, \"y\":[0.10]") "]}",
           "\"object_answers\":{\"o1\":{}} ,\"classification_answers\":{},"
           "\"object_actions\":{},\"future\" : {\"a\":[1,  2]}");
  g_autofree char *links = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = check (&video, row, &links, &error);
  g_autoptr (GString) without = g_string_new (NULL);
  g_autoptr (GString) with = g_string_new (NULL);

  g_assert_no_error (error);
  emulator_label_body_append (without, body, links, NULL, NULL);
  g_assert_cmpstr (
      without->str, ==,
      "\"data_units\":{\"V\":{\"data_link\": null ,\"labels\":{\"3\" : "
      "{\"objects\":[{\"objectHash\":\"o1\",\"featureHash\":\"aaaa1111\","
      "\"createdBy\" : \"a\\\"b@x\",\"x\": 1.0e0, \"y\":[0.10]}]}}}},"
      "\"object_answers\":{\"o1\":{}},\"classification_answers\":{},"
      "\"object_actions\":{},\"future\":{\"a\":[1,  2]}");
  emulator_label_body_append (with, body, links, make_link, NULL);
  g_assert_nonnull (
      strstr (with->str, "\"data_link\": \"http://new/V\" ,\"labels\""));
  g_assert_cmpuint (with->len, ==,
                    without->len + strlen ("\"http://new/V\"") - 4);
}

static const struct
{
  const char *name;
  const char *row;
  int error; /* -1: taken */
} rows[] = {
  { "empty", ROW ("", ANSWERS), -1 },
  { "no-answers", ROW ("", "\"x\":1"), -1 },
  { "object", ROW ("\"9\":{\"objects\":[" OBJECT ("o1", "") "]}", ANSWERS),
    -1 },
  { "escaped-hash",
    ROW ("\"0\":{\"objects\":[" OBJECT ("\\u006f1", "") "]}", ANSWERS), -1 },
  { "gone-object", ROW ("", ANSWERS), -1 },
  { "unanswered", ROW ("\"0\":{\"objects\":[" OBJECT ("o2", "") "]}", ANSWERS),
    EMULATOR_ERROR_ANSWER_DICTIONARY },
  { "unanswered-class",
    ROW ("\"0\":{\"classifications\":[" CLASS "]}", ANSWERS),
    EMULATOR_ERROR_ANSWER_DICTIONARY },
  { "frame-10", ROW ("\"10\":{}", ANSWERS), EMULATOR_ERROR_CORRUPTED_LABEL },
  { "frame-01", ROW ("\"01\":{}", ANSWERS), EMULATOR_ERROR_CORRUPTED_LABEL },
  { "frame-minus", ROW ("\"-1\":{}", ANSWERS), EMULATOR_ERROR_CORRUPTED_LABEL },
  { "frame-empty", ROW ("\"\":{}", ANSWERS), EMULATOR_ERROR_CORRUPTED_LABEL },
  { "frame-huge", ROW ("\"99999999999999999999\":{}", ANSWERS),
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "twice",
    ROW ("\"0\":{\"objects\":[" OBJECT ("o1", "") "," OBJECT ("o1", "") "]}",
         ANSWERS),
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "two-frames",
    ROW ("\"0\":{\"objects\":[" OBJECT (
             "o1", "") "]},"
                       "\"1\":{\"objects\":[" OBJECT ("o1", "") "]}",
         ANSWERS),
    -1 },
  { "no-hash",
    ROW ("\"0\":{\"objects\":[{\"featureHash\":\"aaaa1111\"}]}", ANSWERS),
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "feature",
    ROW ("\"0\":{\"objects\":[{\"objectHash\":\"o1\",\"featureHash\":\"no\"}]}",
         ANSWERS),
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "wrong-unit", "{\"data_units\":{\"W\":{}}}",
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "no-unit", "{\"data_units\":{}}", EMULATOR_ERROR_CORRUPTED_LABEL },
  { "no-units", "{" ANSWERS "}", EMULATOR_ERROR_CORRUPTED_LABEL },
  { "labels-list", "{\"data_units\":{\"V\":{\"labels\":[]}}}",
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "cut", "{\"data_units\":{\"V\":{\"labels\":{",
    EMULATOR_ERROR_CORRUPTED_LABEL },
  { "list", "[]", EMULATOR_ERROR_CORRUPTED_LABEL },
  { "nothing", "", EMULATOR_ERROR_CORRUPTED_LABEL },
};

static void
test_row (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *links = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = check (&video, rows[i].row, &links, &error);

  if (rows[i].error < 0) {
    g_autoptr (GString) text = g_string_new ("{");
    g_autoptr (JsonNode) node = NULL;

    g_assert_no_error (error);
    emulator_label_body_append (text, body, links, make_link, NULL);
    g_string_append_c (text, '}');
    node = json_from_string (text->str, &error);
    g_assert_no_error (error);
    g_assert_true (
        json_object_has_member (json_node_get_object (node), "object_actions"));
  } else {
    g_assert_null (body);
    g_assert_error (error, EMULATOR_ERROR, rows[i].error);
  }
}

static void
test_group (void)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autofree char *links = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  g_ptr_array_add (images, &picture0);
  g_ptr_array_add (images, &picture1);
  body = emulator_label_body_new (&group, images, &links);
  emulator_label_body_append (text, body, links, make_link, NULL);
  g_string_append_c (text, '}');
  g_assert_nonnull (strstr (text->str, "http://new/I0"));
  g_assert_nonnull (strstr (text->str, "http://new/I1"));
  g_assert_nonnull (strstr (text->str, "\"data_sequence\":\"1\""));
  g_clear_pointer (&body, g_bytes_unref);
  body = check (&group, text->str, &again, &error);
  g_assert_no_error (error);
  g_clear_pointer (&body, g_bytes_unref);
  /* a part that is left out would lose its labels */
  body = check (&group, "{\"data_units\":{\"I0\":{}}}", &again, &error);
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_CORRUPTED_LABEL);
}

static void
test_filter (void)
{
  g_autoptr (GString) row = g_string_new (
      "{\"data_type\":\"video\",\"data_units\":{\"V\":{\"labels\":{"
      "\"0\":{\"objects\":[" OBJECT (
          "o1", "") ",{\"objectHash\":\"o2\","
                    "\"featureHash\":\"bbbb\"}],\"classifications\":[" CLASS
                    "]}}}},"
                    "\"object_answers\":{\"o1\":{},\"o2\":{}},\"object_"
                    "actions\":{\"o2\":{}},"
                    "\"classification_answers\":{\"c1\":{}}}");
  g_autoptr (GError) error = NULL;

  g_assert_true (
      emulator_label_body_filter (row, "[\"aaaa1111\"]", NULL, &error));
  g_assert_no_error (error);
  g_assert_null (strstr (row->str, "o2"));
  g_assert_nonnull (strstr (row->str, "o1"));
  g_assert_nonnull (strstr (row->str, "c1"));
}

/* classifications that are in no frame, as today's SDK writes them */
static void
test_filter_answers (void)
{
  g_autoptr (GString) row = g_string_new (
      "{\"data_type\":\"video\",\"data_units\":{\"V\":{\"labels\":{}}},"
      "\"object_answers\":{},\"object_actions\":{},"
      "\"classification_answers\":{"
      "\"c1\":{\"featureHash\":\"cccc1111\",\"range\":[[0,3]]},"
      "\"c2\":{\"featureHash\":\"dddd1111\",\"range\":[[0,3]]},"
      "\"c3\":{\"featureHash\":7},\"c4\":null}}");
  g_autoptr (GError) error = NULL;

  g_assert_true (emulator_label_body_filter (row, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (row->str, "c2"));

  g_assert_true (
      emulator_label_body_filter (row, NULL, "[\"cccc1111\"]", &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (row->str, "c1"));
  g_assert_null (strstr (row->str, "c2"));
  g_assert_nonnull (strstr (row->str, "c3"));
  g_assert_nonnull (strstr (row->str, "c4"));

  g_assert_true (emulator_label_body_filter (row, NULL, "[]", &error));
  g_assert_no_error (error);
  g_assert_null (strstr (row->str, "c1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/emulator/label-body/kept", test_kept);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strconcat ("/emulator/label-body/row/", rows[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/emulator/label-body/group", test_group);
  g_test_add_func ("/emulator/label-body/filter", test_filter);
  g_test_add_func ("/emulator/label-body/filter/answers", test_filter_answers);
  return g_test_run ();
}
