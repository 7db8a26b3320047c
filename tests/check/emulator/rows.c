/* rows.c - label rows: listed, made, saved, moved
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"

static JsonArray *
list (Fixture *self, const char *payload, Answer *answer)
{
  fixture_call (self, "labelrowmetadata", "GET", "null", payload, answer);
  return json_node_get_array (answer_get_response (answer));
}

/* ---- listing ---- */

static const struct
{
  const char *payload; /* $V: the video's hash, $L: its row's */
  guint n_rows;
} filters[] = {
  { "{\"include_uninitialised_labels\":true}", 2 },
  { "{\"include_uninitialised_labels\":false}", 1 },
  { "{}", 1 },
  { "{\"data_hashes\":[\"$V\"]}", 1 },
  { "{\"data_hashes\":[]}", 0 },
  { "{\"label_hashes\":[\"$L\"],\"include_uninitialised_labels\":true}", 1 },
  { "{\"label_hashes\":[\"x\"],\"include_uninitialised_labels\":true}", 0 },
  { "{\"data_title_eq\":\"clip.mp4\"}", 1 },
  { "{\"data_title_eq\":\"clip\"}", 0 },
  { "{\"data_title_like\":\"cl_p%\"}", 1 },
  { "{\"data_title_like\":\"cl\\\\_p%\"}", 0 },
  { "{\"workflow_graph_node_title_eq\":\"Annotate\"}", 1 },
  { "{\"workflow_graph_node_title_eq\":\"Review\"}", 0 },
  { "{\"workflow_graph_node_title_like\":\"Ann%\"}", 1 },
  { "{\"label_statuses\":[\"QUEUED\"]}", 1 },
  { "{\"label_statuses\":[\"COMPLETED\",\"IN_REVIEW\"]}", 0 },
  { "{\"edited_before\":\"2000-01-01T00:00:00\"}", 0 },
  { "{\"edited_after\":\"2000-01-01\"}", 1 },
  { "{\"edited_after\":\"2000-01-01T00:00:00+02:00\"}", 1 },
  { "{\"shadow_data_state\":\"SHADOW_DATA\"}", 0 },
  { "{\"shadow_data_state\":\"NOT_SHADOW_DATA\"}", 1 },
  { "{\"branch_name\":\"other\"}", 0 },
  { "{\"branch_name\":\"other\",\"include_uninitialised_labels\":true}", 2 },
  { "{\"include_all_label_branches\":true}", 1 },
};

static char *
fill_in (Fixture *self, const char *text)
{
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "$V", self->video, 0);
  g_string_replace (filled, "$L", self->row, 0);
  return g_strdup (filled->str);
}

static void
test_filters (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autofree char *payload = fill_in (self, filters[i].payload);
    g_auto (Answer) answer = { 0 };

    g_test_message ("%s", payload);
    g_assert_cmpuint (json_array_get_length (list (self, payload, &answer)), ==,
                      filters[i].n_rows);
  }
}

static void
test_optional_members (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *row;

  fixture_make_project (self);
  row = json_array_get_object_element (
      list (self,
            "{\"data_title_eq\":\"group\",\"include_images_data\":true,"
            "\"include_client_metadata\":true,"
            "\"include_uninitialised_labels\":true,"
            "\"include_workflow_graph_node\":false}",
            &answer),
      0);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (row, "images_data")),
      ==, 2);
  g_assert_true (json_object_get_null_member (row, "workflow_graph_node"));
  g_assert_true (
      JSON_NODE_HOLDS_OBJECT (json_object_get_member (row, "client_metadata")));
  g_assert_cmpstr (json_object_get_string_member (row, "data_type"), ==,
                   "IMG_GROUP");
}

/* ---- saving ---- */

static char *
make_body (Fixture *self, const char *hash, const char *more)
{
  return g_strdup_printf (
      "{\"data_units\":{\"%s\":{\"data_link\":\"http://x\",\"labels\":{\"0\":"
      "{\"objects\":[{\"objectHash\":\"%s\",\"featureHash\":\"aaaa1111\","
      "\"createdBy\":null}]}}}},\"object_answers\":{\"%s\":{}},"
      "\"classification_answers\":{}%s}",
      self->video, hash, hash, more);
}

static void
save (Fixture *self, const char *label_hash, const char *body, Answer *answer)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", label_hash);

  fixture_call (self, "labelrow", "POST", uid, body, answer);
}

static char *
get_text (Fixture *self, const char *label_hash, const char *payload)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", label_hash);

  fixture_call (self, "labelrow", "GET", uid, payload, &answer);
  answer_get_response (&answer);
  return g_strndup (g_bytes_get_data (answer.bytes, NULL),
                    g_bytes_get_size (answer.bytes));
}

static void
test_save (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;
  g_autofree char *with_link = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  body = make_body (self, "obj00001", ",\"future\":1.50");
  save (self, self->row, body, &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  fixture_restart (self);
  text = get_text (self, self->row, "{\"get_signed_url\":false}");
  g_assert_nonnull (strstr (text, "\"future\":1.50"));
  g_assert_nonnull (strstr (text, "\"createdBy\":\"a@example.com\""));
  g_assert_nonnull (strstr (text, "\"data_link\":null"));
  with_link = get_text (self, self->row, "{\"get_signed_url\":true}");
  g_assert_nonnull (strstr (with_link, "&signature="));
}

static void
test_save_refused (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *good = NULL;
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *uid = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *group = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  group = fixture_create_row (self, self->group);
  good = make_body (self, "obj00001", "");
  save (self, self->row, good, &answer);
  answer_get_response (&answer);

  save (self, "none", good, &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  save (self, self->row, "{\"data_units\":{}}", &answer);
  answer_assert_refused (&answer, "CORRUPTED_LABEL_ERROR");
  save (self, self->row, "null", &answer);
  answer_assert_refused (&answer, "CORRUPTED_LABEL_ERROR");
  /* the second of two rows is wrong: the first one is not saved either */
  second = make_body (self, "obj00002", "");
  uid = g_strdup_printf ("[\"%s\",\"%s\"]", self->row, group);
  payload = g_strdup_printf ("{\"multi_request\":true,\"labels\":[%s,%s]}",
                             second, second);
  fixture_call (self, "labelrow", "POST", uid, payload, &answer);
  answer_assert_refused (&answer, "CORRUPTED_LABEL_ERROR");
  fixture_call (self, "labelrow", "POST", uid,
                "{\"multi_request\":true,\"labels\":[]}", &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  text = get_text (self, self->row, "{}");
  g_assert_nonnull (strstr (text, "obj00001"));
  g_assert_null (strstr (text, "obj00002"));
}

/* a row of one project is none of another's */
static void
test_other_project (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *body = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  fixture_legacy (
      self, self->admin, "", "",
      "{\"query_type\":\"project\",\"query_method\":\"POST\",\"values\":{"
      "\"uid\":null,\"payload\":{\"title\":\"Q\",\"dataset_hashes\":[]}}}",
      &answer);
  g_free (self->project);
  self->project =
      g_strdup (json_node_get_string (answer_get_response (&answer)));
  body = make_body (self, "obj00001", "");
  save (self, self->row, body, &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
}

static void
test_create_twice (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  uid = g_strdup_printf ("[\"%s\",\"%s\"]", self->group, self->video);
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*UNIQUE*");
  fixture_call (self, "labelrow", "PUT", uid, "{\"multi_request\":true}",
                &answer);
  g_test_assert_expected_messages ();
  answer_assert_refused (&answer, "RESOURCE_EXISTS_ERROR");
  /* the group was not created on the way */
  g_assert_cmpuint (json_array_get_length (list (self, "{}", &answer)), ==, 1);
  /* another branch is another row */
  g_free (uid);
  uid = g_strdup_printf ("[\"%s\"]", self->video);
  fixture_call (self, "labelrow", "PUT", uid, "{\"branch_name\":\"other\"}",
                &answer);
  answer_get_response (&answer);
  g_assert_cmpuint (
      json_array_get_length (
          list (self, "{\"include_all_label_branches\":true}", &answer)),
      ==, 2);
}

/* a row that is asked for twice comes once; one that is asked for alone comes
 * without a list */
static void
test_get (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *one = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *body = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  one = g_strdup_printf ("\"%s\"", self->row);
  twice = g_strdup_printf ("[%s,%s]", one, one);
  body = make_body (self, "obj00001", "");
  save (self, self->row, body, &answer);
  answer_get_response (&answer);
  fixture_call (self, "labelrow", "GET", twice, "{}", &answer);
  g_assert_cmpuint (json_array_get_length (
                        json_node_get_array (answer_get_response (&answer))),
                    ==, 1);
  fixture_call (self, "labelrow", "GET", one, "{}", &answer);
  g_assert_cmpstr (
      json_object_get_string_member (
          json_node_get_object (answer_get_response (&answer)), "label_hash"),
      ==, self->row);
  g_assert_null (strstr (g_bytes_get_data (answer.bytes, NULL), "\"reviews\""));
  fixture_call (self, "labelrow", "GET", one, "{\"include_reviews\":true}",
                &answer);
  answer_get_response (&answer);
  g_assert_nonnull (
      strstr (g_bytes_get_data (answer.bytes, NULL), "\"reviews\":[]"));
  fixture_call (self, "labelrow", "GET", one,
                "{\"include_object_feature_hashes\":[\"x\"]}", &answer);
  answer_get_response (&answer);
  g_assert_null (strstr (g_bytes_get_data (answer.bytes, NULL), "obj00001"));
  fixture_call (self, "labelrow", "GET", one, "{\"include_reviews\":1}",
                &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  fixture_call_as (self, self->other, "project", self->project, "labelrow",
                   "GET", one, "{}", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
}

static guint
count (Fixture *self, const char *payload)
{
  g_auto (Answer) answer = { 0 };

  return json_array_get_length (list (self, payload, &answer));
}

static void
test_branches (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  uid = g_strdup_printf ("[\"%s\"]", self->video);
  fixture_call (self, "labelrow", "PUT", uid, "{\"branch_name\":\"\"}",
                &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  fixture_call (self, "labelrow", "PUT", uid,
                "{\"multi_request\":true,\"branch_name\":\"'; --\"}", &answer);
  g_assert_cmpstr (
      json_object_get_string_member (
          json_array_get_object_element (
              json_node_get_array (answer_get_response (&answer)), 0),
          "branch_name"),
      ==, "'; --");
  g_assert_cmpuint (count (self, "{}"), ==, 1);
  g_assert_cmpuint (count (self, "{\"branch_name\":\"main\"}"), ==, 1);
  g_assert_cmpuint (count (self, "{\"branch_name\":\"'; --\"}"), ==, 1);
  g_assert_cmpuint (count (self, "{\"include_all_label_branches\":true}"), ==,
                    2);
  /* all branches are more than one of them */
  g_assert_cmpuint (count (self, "{\"include_all_label_branches\":true,"
                                 "\"branch_name\":\"main\"}"),
                    ==, 2);
}

static void
set_priority (Fixture *self, const char *unit, const char *value, guint status)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path =
      g_strdup_printf ("projects/%s/priorities", self->project);
  g_autofree char *body =
      g_strdup_printf ("{\"priorities\":[[\"%s\",0.125],[\"%s\",%s]]}",
                       self->group, unit, value);

  fixture_v2 (self, self->admin, "POST", path, body, &answer);
  g_assert_cmpuint (answer.status, ==, status);
}

static double
get_priority (Fixture *self, const char *title)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *payload = g_strdup_printf (
      "{\"data_title_eq\":\"%s\",\"include_uninitialised_labels\":true}",
      title);

  return json_object_get_double_member (
      json_array_get_object_element (list (self, payload, &answer), 0),
      "priority");
}

static void
test_priorities (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  g_assert_cmpfloat (get_priority (self, "clip.mp4"), ==, 0.5);
  /* of two the second is wrong: the first is not set either */
  set_priority (self, self->video, "1.5", 400);
  set_priority (self, self->video, "\"1\"", 400);
  set_priority (self, "' OR 1=1 --", "1", 404);
  g_assert_cmpfloat (get_priority (self, "group"), ==, 0.5);
  set_priority (self, self->video, "1", 200);
  g_assert_cmpfloat (get_priority (self, "clip.mp4"), ==, 1);
  g_assert_cmpfloat (get_priority (self, "group"), ==, 0.125);
}

static void
test_too_many (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (GString) uid = g_string_new ("[\"x\"");

  fixture_make_project (self);
  for (guint i = 0; i < EMULATOR_MAX_ROWS; i++)
    g_string_append (uid, ",\"x\"");
  g_string_append_c (uid, ']');
  fixture_call (self, "labelrow", "GET", uid->str, "{}", &answer);
  answer_assert_refused (&answer, "MULTI_LABEL_LIMIT_ERROR");
  g_assert_cmpint (json_object_get_int_member (
                       json_object_get_object_member (
                           json_node_get_object (answer.json), "payload"),
                       "maximum_labels_allowed"),
                   ==, EMULATOR_MAX_ROWS);
}

/* ---- workflow ---- */

static JsonObject *
get_node (Fixture *self, Answer *answer)
{
  return json_object_get_object_member (
      json_array_get_object_element (
          list (self, "{\"data_title_eq\":\"clip.mp4\"}", answer), 0),
      "workflow_graph_node");
}

static void
assert_stage (Fixture *self, const char *title)
{
  g_auto (Answer) answer = { 0 };

  g_assert_cmpstr (
      json_object_get_string_member (get_node (self, &answer), "title"), ==,
      title);
}

/* tells the video's current task to do something; returns the HTTP status */
static guint
act (Fixture *self, const char *action, const char *task)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autofree char *stage = NULL;

  stage = g_strdup (
      json_object_get_string_member (get_node (self, &answer), "uuid"));
  path = g_strdup_printf ("projects/%s/workflow/stages/%s/tasks?dataHashes=%s",
                          self->project, stage, self->video);
  fixture_v2 (self, self->admin, "GET", path, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  if (task == NULL)
    task = json_object_get_string_member (
        json_array_get_object_element (
            json_object_get_array_member (json_node_get_object (answer.json),
                                          "results"),
            0),
        "uuid");
  body = g_strdup_printf ("[{\"taskUuid\":\"%s\",\"action\":\"%s\"}]", task,
                          action);
  g_free (path);
  path = g_strdup_printf ("projects/%s/workflow/stages/%s/actions",
                          self->project, stage);
  fixture_v2 (self, self->admin, "POST", path, body, &answer);
  return answer.status;
}

static void
test_workflow (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  assert_stage (self, "Annotate");
  g_assert_cmpuint (act (self, "APPROVE", NULL), ==, 400);
  g_assert_cmpuint (act (self, "SUBMIT", "none"), ==, 400);
  g_assert_cmpuint (act (self, "SUBMIT", NULL), ==, 200);
  assert_stage (self, "Review");
  g_assert_cmpuint (act (self, "SUBMIT", NULL), ==, 400);
  g_assert_cmpuint (act (self, "REJECT", NULL), ==, 200);
  assert_stage (self, "Annotate");
  g_assert_cmpuint (act (self, "SUBMIT", NULL), ==, 200);
  g_assert_cmpuint (act (self, "APPROVE", NULL), ==, 200);
  assert_stage (self, "Complete");
  uid = g_strdup_printf ("[\"%s\"]", self->row);
  fixture_call (self, "labelworkflowgraphnode", "POST", uid,
                "{\"action\":\"reopen\"}", &answer);
  answer_get_response (&answer);
  assert_stage (self, "Annotate");
  fixture_call (self, "labelworkflowgraphnode", "POST", uid,
                "{\"action\":\"complete\"}", &answer);
  answer_get_response (&answer);
  assert_stage (self, "Complete");
  fixture_call (self, "review", "PUT", uid, "null", &answer);
  answer_assert_refused (&answer, "WRONG_PROJECT_TYPE_ERROR");
}

static void
test_label_status (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;
  JsonObject *row;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  uid = g_strdup_printf ("\"%s\"", self->row);
  fixture_call (self, "labelstatus", "POST", uid,
                "{\"label_status\":\"LABELLED\"}", &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  row = json_array_get_object_element (list (self, "{}", &answer), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "label_status"), ==,
                   "LABELLED");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/rows/" name, Fixture, NULL, fixture_set_up, func,     \
              fixture_tear_down)
  ADD ("filters", test_filters);
  ADD ("optional-members", test_optional_members);
  ADD ("save", test_save);
  ADD ("save-refused", test_save_refused);
  ADD ("other-project", test_other_project);
  ADD ("create-twice", test_create_twice);
  ADD ("get", test_get);
  ADD ("branches", test_branches);
  ADD ("priorities", test_priorities);
  ADD ("too-many", test_too_many);
  ADD ("workflow", test_workflow);
  ADD ("label-status", test_label_status);
#undef ADD
  return g_test_run ();
}
