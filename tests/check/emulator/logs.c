/* logs.c - what people did
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"

#define NASTY "x'); DROP TABLE label_logs; --"

static JsonArray *
list (Fixture *self, const char *payload, Answer *answer)
{
  fixture_call (self, "labellog", "GET", "null", payload, answer);
  return json_node_get_array (answer_get_response (answer));
}

/* the numbers of the actions in the log, joined by blanks */
static char *
list_actions (Fixture *self, const char *payload)
{
  g_auto (Answer) answer = { 0 };
  JsonArray *logs = list (self, payload, &answer);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (logs); i++)
    g_string_append_printf (
        text, "%s%d", i > 0 ? " " : "",
        (int) json_object_get_int_member (
            json_array_get_object_element (logs, i), "action"));
  return g_string_free (text, FALSE);
}

static void
assert_actions (Fixture *self, const char *expected)
{
  g_autofree char *actions = list_actions (self, "{}");

  g_assert_cmpstr (actions, ==, expected);
}

static void
save (Fixture *self, EncordSshKey *key, const char *labels, Answer *answer)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->row);
  g_autofree char *body = g_strdup_printf (
      "{\"data_units\":{\"%s\":{\"labels\":{%s}}},\"object_answers\":{"
      "\"obj00001\":{}},\"classification_answers\":{}}",
      self->video, labels);

  fixture_call_as (self, key, "project", self->project, "labelrow", "POST", uid,
                   body, answer);
}

#define OBJECT(x)                                                              \
  "\"4\":{\"objects\":[{\"objectHash\":\"obj00001\",\"name\":\"" NASTY "\","   \
  "\"featureHash\":\"aaaa1111\",\"x\":" x "}],\"classifications\":[]}"

static void
open_row (Fixture *self, EncordSshKey *key)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", self->row);

  fixture_call_as (self, key, "project", self->project, "labelrow", "GET", uid,
                   "{}", &answer);
  answer_get_response (&answer);
}

/* ---- what is logged ---- */

static void
test_labels (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *added;

  fixture_make_project (self);
  assert_actions (self, "");
  self->row = fixture_create_row (self, self->video);
  assert_actions (self, "3");
  /* it has been opened already */
  open_row (self, self->admin);
  assert_actions (self, "3");
  save (self, self->admin, OBJECT ("1"), &answer);
  answer_get_response (&answer);
  save (self, self->admin, OBJECT ("2"), &answer);
  answer_get_response (&answer);
  save (self, self->admin, "", &answer);
  answer_get_response (&answer);
  assert_actions (self, "3 0 14 1 14 2 14");
  /* a save that is refused leaves no trace */
  save (self, self->admin, "\"99\":{}", &answer);
  answer_assert_refused (&answer, "CORRUPTED_LABEL_ERROR");
  assert_actions (self, "3 0 14 1 14 2 14");

  added = json_array_get_object_element (list (self, "{}", &answer), 1);
  g_assert_cmpstr (json_object_get_string_member (added, "identifier"), ==,
                   "obj00001");
  g_assert_cmpstr (json_object_get_string_member (added, "feature_hash"), ==,
                   "aaaa1111");
  g_assert_cmpstr (json_object_get_string_member (added, "label_name"), ==,
                   NASTY);
  g_assert_cmpstr (json_object_get_string_member (added, "data_hash"), ==,
                   self->video);
  g_assert_cmpstr (json_object_get_string_member (added, "user_email"), ==,
                   "a@example.com");
  g_assert_true (g_uuid_string_is_valid (
      json_object_get_string_member (added, "user_hash")));
  g_assert_true (g_uuid_string_is_valid (
      json_object_get_string_member (added, "log_hash")));
  g_assert_cmpint (json_object_get_int_member (added, "frame"), ==, 4);
  g_assert_true (json_object_get_null_member (added, "time_taken"));
}

static void
mark (Fixture *self, const char *status)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->row);
  g_autofree char *payload =
      g_strdup_printf ("{\"label_status\":\"%s\"}", status);

  fixture_call (self, "labelstatus", "POST", uid, payload, &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
}

static void
test_marks (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  mark (self, "NOT_LABELLED");
  mark (self, "LABEL_IN_PROGRESS");
  mark (self, "LABELLED");
  mark (self, "REVIEW_IN_PROGRESS");
  mark (self, "REVIEWED");
  mark (self, "REVIEWED_TWICE");
  assert_actions (self, "3 5 6 7 8 9 10");
}

/* the stage that the video is at, and its task there */
static void
find_task (Fixture *self, char **ret_stage, char **ret_task)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = NULL;

  fixture_call (self, "labelrowmetadata", "GET", "null",
                "{\"data_title_eq\":\"clip.mp4\"}", &answer);
  *ret_stage = g_strdup (json_object_get_string_member (
      json_object_get_object_member (
          json_array_get_object_element (
              json_node_get_array (answer_get_response (&answer)), 0),
          "workflow_graph_node"),
      "uuid"));
  path = g_strdup_printf ("projects/%s/workflow/stages/%s/tasks?dataHashes=%s",
                          self->project, *ret_stage, self->video);
  fixture_v2 (self, self->admin, "GET", path, NULL, &answer);
  *ret_task = g_strdup (json_object_get_string_member (
      json_array_get_object_element (
          json_object_get_array_member (json_node_get_object (answer.json),
                                        "results"),
          0),
      "uuid"));
}

static void
act (Fixture *self, const char *stage, const char *task, const char *action)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = g_strdup_printf (
      "projects/%s/workflow/stages/%s/actions", self->project, stage);
  g_autofree char *body = g_strdup_printf (
      "[{\"taskUuid\":\"%s\",\"action\":\"%s\"}]", task, action);

  fixture_v2 (self, self->admin, "POST", path, body, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
}

static void
act_now (Fixture *self, const char *action)
{
  g_autofree char *stage = NULL;
  g_autofree char *task = NULL;

  find_task (self, &stage, &task);
  act (self, stage, task, action);
}

static void
move (Fixture *self, const char *action)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", self->row);
  g_autofree char *payload = g_strdup_printf ("{\"action\":\"%s\"}", action);

  fixture_call (self, "labelworkflowgraphnode", "POST", uid, payload, &answer);
  answer_get_response (&answer);
}

static void
test_tasks (Fixture *self, gconstpointer data)
{
  g_autofree char *stage = NULL;
  g_autofree char *task = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  find_task (self, &stage, &task);
  act (self, stage, task, "SUBMIT");
  /* what arrives twice has been done once */
  act (self, stage, task, "SUBMIT");
  act_now (self, "REJECT");
  act_now (self, "SUBMIT");
  act_now (self, "APPROVE");
  move (self, "reopen");
  move (self, "complete");
  assert_actions (self, "3 11 34 11 33 3 4");
}

static void
test_review (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *payload = NULL;
  g_autofree char *uid = NULL;

  fixture_make_project (self);
  payload = g_strdup_printf (
      "{\"title\":\"Q\",\"dataset_hashes\":[\"%s\"],\"ontology_hash\":\"%s\"}",
      self->dataset, self->ontology);
  fixture_call_as (self, self->admin, "", "", "project", "POST", "null",
                   payload, &answer);
  g_free (self->project);
  self->project =
      g_strdup (json_node_get_string (answer_get_response (&answer)));
  self->row = fixture_create_row (self, self->video);
  uid = g_strdup_printf ("\"%s\"", self->row);
  fixture_call (self, "review", "PUT", uid, "null", &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  assert_actions (self, "3 11");
  fixture_call (self, "labelrowmetadata", "GET", "null",
                "{\"label_statuses\":[\"IN_REVIEW\"]}", &answer);
  g_assert_cmpuint (json_array_get_length (
                        json_node_get_array (answer_get_response (&answer))),
                    ==, 1);
}

/* ---- filters ---- */

static const struct
{
  const char *payload; /* $V: the video, $U: the user's hash */
  guint n_logs;
} filters[] = {
  { "{\"include_user_email_and_interface_key\":true}", 3 },
  { "{\"data_hash\":\"$V\"}", 2 },
  { "{\"data_hash\":\"" NASTY "\"}", 0 },
  { "{\"user_email\":\"a@example.com\"}", 2 },
  { "{\"user_email\":\"b@example.com\"}", 1 },
  { "{\"user_email\":\"' OR 1=1 --\"}", 0 },
  { "{\"user_hash\":\"$U\"}", 2 },
  { "{\"user_hash\":\"$U\",\"data_hash\":\"$V\"}", 1 },
  { "{\"user_hash\":\"$V\"}", 0 },
  { "{\"start_timestamp\":1000000000}", 3 },
  { "{\"start_timestamp\":4000000000}", 0 },
  { "{\"end_timestamp\":1000000000}", 0 },
  { "{\"end_timestamp\":4000000000.0}", 3 },
  { "{\"start_timestamp\":1000000000,\"end_timestamp\":4000000000}", 3 },
};

static const char *const bad_filters[] = {
  "{\"start_timestamp\":\"now\"}",
  "{\"end_timestamp\":1.5}",
  "{\"end_timestamp\":-1}",
  "{\"data_hash\":7}",
  "{\"user_hash\":[]}",
  "[]",
};

static void
test_filters (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *group = NULL;
  g_autofree char *user = NULL;

  fixture_make_project (self);
  fixture_add_other (self, 1);
  self->row = fixture_create_row (self, self->video);
  group = fixture_create_row (self, self->group);
  open_row (self, self->other);
  user = g_strdup (json_object_get_string_member (
      json_array_get_object_element (list (self, "{}", &answer), 0),
      "user_hash"));
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autoptr (GString) payload = g_string_new (filters[i].payload);

    g_string_replace (payload, "$V", self->video, 0);
    g_string_replace (payload, "$U", user, 0);
    g_test_message ("%s", payload->str);
    g_assert_cmpuint (
        json_array_get_length (list (self, payload->str, &answer)), ==,
        filters[i].n_logs);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad_filters); i++) {
    g_test_message ("%s", bad_filters[i]);
    fixture_call (self, "labellog", "GET", "null", bad_filters[i], &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  }
}

/* administrators and team managers see what others did */
static void
test_roles (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = NULL;

  fixture_make_project (self);
  path = g_strdup_printf ("analytics/collaborators/timers?projectHash=%s",
                          self->project);
  fixture_call_as (self, self->other, "project", self->project, "labellog",
                   "GET", "null", "{}", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  fixture_v2 (self, self->other, "GET", path, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 403);
  for (int role = 1; role <= 4; role++) {
    fixture_add_other (self, role);
    fixture_call_as (self, self->other, "project", self->project, "labellog",
                     "GET", "null", "{}", &answer);
    if (role == 4)
      answer_get_response (&answer);
    else
      answer_assert_refused (&answer, "AUTHORISATION_ERROR");
    fixture_v2 (self, self->other, "GET", path, NULL, &answer);
    g_assert_cmpuint (answer.status, ==, role == 4 ? 200 : 403);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/logs/" name, Fixture, NULL, fixture_set_up, func,     \
              fixture_tear_down)
  ADD ("labels", test_labels);
  ADD ("marks", test_marks);
  ADD ("tasks", test_tasks);
  ADD ("review", test_review);
  ADD ("filters", test_filters);
  ADD ("roles", test_roles);
#undef ADD
  return g_test_run ();
}
