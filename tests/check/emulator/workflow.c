/* workflow.c - tasks in pages, who may act on them, reviews of labels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-label-walk.h"
#include "emulator-page.h"
#include "emulator-store-data.h"

#define MANY 250

typedef struct
{
  Fixture fixture;
  char *annotate; /* paths of stages */
  char *review;
} Run;

static char *
make_stage_path (const char *project, JsonArray *stages, guint i)
{
  return g_strdup_printf (
      "projects/%s/workflow/stages/%s", project,
      json_object_get_string_member (json_array_get_object_element (stages, i),
                                     "uuid"));
}

static void
set_up (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = NULL;
  JsonArray *stages;

  fixture_set_up (fixture, NULL);
  fixture_make_project (fixture);
  path = g_strconcat ("projects/", fixture->project, NULL);
  fixture_v2 (fixture, fixture->admin, "GET", path, NULL, &answer);
  stages = json_object_get_array_member (
      json_object_get_object_member (json_node_get_object (answer.json),
                                     "workflow"),
      "stages");
  self->annotate = make_stage_path (fixture->project, stages, 0);
  self->review = make_stage_path (fixture->project, stages, 1);
}

static void
tear_down (Run *self, gconstpointer data)
{
  g_free (self->annotate);
  g_free (self->review);
  fixture_tear_down (&self->fixture, NULL);
}

/* ---- requests ---- */

static JsonArray *
list (Run *self, const char *stage, const char *query, Answer *answer)
{
  g_autofree char *path = g_strconcat (stage, "/tasks", query, NULL);

  fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL, answer);
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_array_member (json_node_get_object (answer->json),
                                       "results");
}

static const char *
get_token (const Answer *answer)
{
  return json_object_get_string_member_with_default (
      json_node_get_object (answer->json), "nextPageToken", NULL);
}

static guint
act_as (Run *self, EncordSshKey *key, const char *stage, const char *task,
        const char *action, const char *more)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = g_strconcat (stage, "/actions", NULL);
  g_autofree char *body = g_strdup_printf (
      "[{\"taskUuid\":\"%s\",\"action\":\"%s\"%s}]", task, action, more);

  fixture_v2 (&self->fixture, key, "POST", path, body, &answer);
  return answer.status;
}

static guint
act (Run *self, const char *stage, const char *task, const char *action,
     const char *more)
{
  return act_as (self, self->fixture.admin, stage, task, action, more);
}

/* the video's task at a stage */
static char *
get_task (Run *self, const char *stage)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *query =
      g_strdup_printf ("?dataHashes=%s", self->fixture.video);
  JsonArray *tasks = list (self, stage, query, &answer);

  g_assert_cmpuint (json_array_get_length (tasks), ==, 1);
  return g_strdup (json_object_get_string_member (
      json_array_get_object_element (tasks, 0), "uuid"));
}

/* ---- pages ---- */

static void
add_many (Run *self)
{
  EmulatorStore *store = self->fixture.emulator->store;
  g_autoptr (GPtrArray) units =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_unit_free);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autofree char *job = emulator_store_add_job (store, self->fixture.dataset,
                                                 "a@example.com", "{}", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MANY; i++) {
    EmulatorUnit *unit = g_new0 (EmulatorUnit, 1);

    unit->hash = g_uuid_string_random ();
    unit->item = g_uuid_string_random ();
    unit->dataset = g_strdup (self->fixture.dataset);
    unit->type = g_strdup ("VIDEO");
    unit->title = g_strdup_printf ("many-%03u.mp4", i);
    unit->client_metadata = g_strdup ("{}");
    unit->frames = 1;
    g_ptr_array_add (units, unit);
    g_ptr_array_add (images, NULL);
  }
  emulator_store_finish_job (store, job, units, images, "DONE", "{}", &error);
  g_assert_no_error (error);
}

/* the tasks of a page leave the stage before the next page is asked for, as
 * they do with a client that lists lazily: none may be passed over */
static void
test_pages (Run *self, gconstpointer data)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *query = g_strdup ("?dataTitleContains=many-");
  guint n_pages = 0;

  add_many (self);
  while (query != NULL) {
    g_auto (Answer) answer = { 0 };
    JsonArray *tasks = list (self, self->annotate, query, &answer);

    g_assert_cmpuint (json_array_get_length (tasks), <=, 100);
    for (guint i = 0; i < json_array_get_length (tasks); i++) {
      const char *task = json_object_get_string_member (
          json_array_get_object_element (tasks, i), "uuid");

      g_assert_true (g_hash_table_add (seen, g_strdup (task)));
      g_assert_cmpuint (act (self, self->annotate, task, "SUBMIT", ""), ==,
                        200);
    }
    g_free (query);
    query = get_token (&answer) != NULL
                ? g_strconcat ("?dataTitleContains=many-&pageToken=",
                               get_token (&answer), NULL)
                : NULL;
    n_pages++;
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, MANY);
  g_assert_cmpuint (n_pages, ==, 3);
}

static const char *const bad_tokens[] = {
  "",           "7",        "after-",
  "after--1",   "after-1x", "after-9223372036854775808",
  "after-0x10", "before-1",
};

static void
test_tokens (Run *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_tokens); i++) {
    g_auto (Answer) answer = { 0 };
    g_autofree char *path =
        g_strconcat (self->annotate, "/tasks?pageToken=", bad_tokens[i], NULL);

    g_test_message ("%s", bad_tokens[i]);
    fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL,
                &answer);
    g_assert_cmpuint (answer.status, ==, 400);
  }
}

/* ---- actions ---- */

static const struct
{
  const char *action;
  const char *more;
  guint status;
} annotate_actions[] = {
  { "APPROVE", "", 400 },
  { "PATHWAY_ACTION", ",\"pathwayName\":\"x\"", 400 },
  { "NONSENSE", "", 400 },
  { "ASSIGN", "", 400 },
  { "ASSIGN", ",\"assignee\":7", 400 },
  { "ASSIGN", ",\"assignee\":\"b@example.com\"", 400 },
  { "SUBMIT", ",\"assignee\":\"b@example.com\"", 400 },
  { "SUBMIT", ",\"retainAssignee\":true", 400 },
  { "ASSIGN", ",\"assignee\":\"a@example.com\"", 200 },
  { "RELEASE", "", 200 },
  { "ASSIGN", ",\"assignee\":\"a@example.com\"", 200 },
  { "SUBMIT", ",\"retainAssignee\":true", 200 },
};

static void
test_actions (Run *self, gconstpointer data)
{
  g_autofree char *task = get_task (self, self->annotate);
  g_auto (Answer) answer = { 0 };
  JsonObject *review;

  for (guint i = 0; i < G_N_ELEMENTS (annotate_actions); i++) {
    g_test_message ("%u", i);
    g_assert_cmpuint (act (self, self->annotate, task,
                           annotate_actions[i].action,
                           annotate_actions[i].more),
                      ==, annotate_actions[i].status);
  }
  review = json_array_get_object_element (
      list (self, self->review, "?userEmails=a%40example.com", &answer), 0);
  g_assert_cmpstr (json_object_get_string_member (review, "status"), ==,
                   "ASSIGNED");
}

static void
grant (Run *self, int role)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *payload = g_strdup_printf (
      "{\"user_emails\":[\"b@example.com\"],\"user_role\":%d}", role);

  fixture_call (&self->fixture, "projectusers", "POST", "null", payload,
                &answer);
  answer_get_response (&answer);
}

/* annotators do not approve, reviewers do not submit */
static void
test_roles (Run *self, gconstpointer data)
{
  EncordSshKey *other = self->fixture.other;
  g_autofree char *task = get_task (self, self->annotate);
  g_autofree char *review = NULL;

  g_assert_cmpuint (act_as (self, other, self->annotate, task, "SUBMIT", ""),
                    ==, 403);
  grant (self, 2);
  g_assert_cmpuint (act_as (self, other, self->annotate, task, "SUBMIT", ""),
                    ==, 403);
  grant (self, 1);
  g_assert_cmpuint (act_as (self, other, self->annotate, task, "SUBMIT", ""),
                    ==, 200);
  review = get_task (self, self->review);
  g_assert_cmpuint (act_as (self, other, self->review, review, "APPROVE", ""),
                    ==, 403);
  grant (self, 3);
  g_assert_cmpuint (act_as (self, other, self->review, review, "APPROVE", ""),
                    ==, 200);
}

/* ---- reviews ---- */

static void
save (Run *self, const char *objects)
{
  Fixture *fixture = &self->fixture;
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;
  g_autofree char *body = NULL;

  if (fixture->row == NULL) {
    g_autofree char *unit = g_strdup_printf ("\"%s\"", fixture->video);

    fixture_call (fixture, "labelrow", "PUT", unit, "{}", &answer);
    fixture->row = g_strdup (json_object_get_string_member (
        json_node_get_object (answer_get_response (&answer)), "label_hash"));
  }
  uid = g_strdup_printf ("\"%s\"", fixture->row);
  body = g_strdup_printf (
      "{\"data_units\":{\"%s\":{\"labels\":{\"0\":{\"objects\":[%s],"
      "\"classifications\":[{\"classificationHash\":\"cls1\",\"featureHash\":"
      "\"dddd1111\"}]},\"1\":{\"objects\":[%s]}}}},\"object_answers\":{"
      "\"o1\":{},\"o2\":{}},\"classification_answers\":{\"cls1\":{}}}",
      fixture->video, objects, objects);
  fixture_call (fixture, "labelrow", "POST", uid, body, &answer);
  answer_get_response (&answer);
}

#define O1 "{\"objectHash\":\"o1\",\"featureHash\":\"aaaa1111\"}"
#define O2 "{\"objectHash\":\"o2\",\"featureHash\":\"aaaa1111\",\"n\":1.50}"

/* "o1=NEW o2=APPROVED ...", in order; ret_uuids (nullable) takes the uuids */
static char *
describe_reviews (Run *self, const char *task, GPtrArray *ret_uuids)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path =
      g_strdup_printf ("%s/tasks/%s/reviews", self->review, task);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *reviews;

  fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  reviews = json_object_get_array_member (json_node_get_object (answer.json),
                                          "results");
  for (guint i = 0; i < json_array_get_length (reviews); i++) {
    JsonObject *review = json_array_get_object_element (reviews, i);

    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "",
                            json_object_get_string_member (review, "labelId"),
                            json_object_get_string_member (review, "status"));
    if (ret_uuids != NULL)
      g_ptr_array_add (ret_uuids, g_strdup (json_object_get_string_member (
                                      review, "reviewUuid")));
  }
  return g_strdup (text->str);
}

static void
assert_reviews (Run *self, const char *task, const char *expected)
{
  g_autofree char *found = describe_reviews (self, task, NULL);

  g_assert_cmpstr (found, ==, expected);
}

static guint
act_on_review (Run *self, const char *task, const char *review,
               const char *action)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path =
      g_strdup_printf ("%s/tasks/%s/reviews/actions", self->review, task);
  g_autofree char *body = g_strdup_printf (
      "[{\"reviewUuid\":\"%s\",\"action\":\"%s\"}]", review, action);

  fixture_v2 (&self->fixture, self->fixture.admin, "POST", path, body, &answer);
  return answer.status;
}

/* submits the video's task and returns the one at the review stage */
static char *
submit (Run *self, const char *more)
{
  g_autofree char *task = get_task (self, self->annotate);

  g_assert_cmpuint (act (self, self->annotate, task, "SUBMIT", more), ==, 200);
  return get_task (self, self->review);
}

static void
test_reviews (Run *self, gconstpointer data)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;

  save (self, O1 "," O2);
  first = submit (self, "");
  text = describe_reviews (self, first, uuids);
  g_assert_cmpstr (text, ==, "o1=NEW o2=NEW cls1=NEW");
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[0], "APPROVE"), ==,
                    200);
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[0], "APPROVE"), ==,
                    200);
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[2], "REOPEN"), ==,
                    400);
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[1], "REJECT"), ==,
                    200);
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[1], "REOPEN"), ==,
                    200);
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[1], "NONSENSE"),
                    ==, 400);
  g_assert_cmpuint (act_on_review (self, first, "none", "APPROVE"), ==, 400);
  assert_reviews (self, first, "o1=APPROVED o2=REOPENED cls1=NEW");
  g_assert_cmpuint (act (self, self->review, first, "REJECT", ""), ==, 200);
  assert_reviews (self, first, "o1=APPROVED o2=REJECTED cls1=REJECTED");
  /* the task has left the stage */
  g_assert_cmpuint (act_on_review (self, first, uuids->pdata[1], "APPROVE"), ==,
                    400);
  /* o1 goes; what was rejected counts as dealt with */
  save (self, O2);
  second = submit (self, "");
  assert_reviews (self, second, "o2=RESOLVED cls1=RESOLVED");
  g_assert_cmpuint (act (self, self->review, second, "APPROVE", ""), ==, 200);
  assert_reviews (self, second, "o2=APPROVED cls1=APPROVED");
}

/* the task moves, its labels are left as they are */
static void
test_reviews_apart (Run *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  save (self, O1);
  first = submit (self, "");
  g_assert_cmpuint (act (self, self->review, first, "REJECT", ""), ==, 200);
  second = submit (self, ",\"resolveLabelReviews\":false");
  assert_reviews (self, second, "o1=REJECTED cls1=REJECTED");
  g_assert_cmpuint (act (self, self->review, second, "APPROVE",
                         ",\"approveLabelReviews\":false"),
                    ==, 200);
  assert_reviews (self, second, "o1=REJECTED cls1=REJECTED");
}

static void
test_include_reviews (Run *self, gconstpointer data)
{
  g_autofree char *task = NULL;
  g_autofree char *uid = NULL;
  g_auto (Answer) plain = { 0 };
  g_auto (Answer) reviewed = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GRegex) regex =
      g_regex_new (",\"reviews\":\\[\\{\"reviewUuid\":\"[-0-9a-f]{36}\","
                   "\"status\":\"NEW\"\\}\\]",
                   0, 0, NULL);
  g_autofree char *without = NULL;
  guint n = 0;

  save (self, O1 "," O2);
  task = submit (self, "");
  uid = g_strdup_printf ("\"%s\"", self->fixture.row);
  fixture_call (&self->fixture, "labelrow", "GET", uid, "{}", &plain);
  fixture_call (&self->fixture, "labelrow", "GET", uid,
                "{\"include_reviews\":true}", &reviewed);
  answer_get_response (&reviewed);
  before = g_strndup (g_bytes_get_data (plain.bytes, NULL),
                      g_bytes_get_size (plain.bytes));
  after = g_strndup (g_bytes_get_data (reviewed.bytes, NULL),
                     g_bytes_get_size (reviewed.bytes));
  for (const char *at = after; (at = strstr (at, "\"reviews\"")) != NULL; at++)
    n++;
  /* two objects on two frames, one classification */
  g_assert_cmpuint (n, ==, 5);
  /* nothing else has changed, number text included */
  without = g_regex_replace_literal (regex, after, -1, 0, "", 0, NULL);
  g_assert_cmpstr (without, ==, before);
}

/* a dataset that leaves the project takes its tasks and their reviews along */
static void
test_reviews_removed (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *task = NULL;
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", fixture->dataset);
  g_auto (Answer) answer = { 0 };

  save (self, O1);
  task = submit (self, "");
  assert_reviews (self, task, "o1=NEW cls1=NEW");
  fixture_call (fixture, "projectdataset", "DELETE", uid, "null", &answer);
  answer_get_response (&answer);
  g_assert_cmpuint (
      json_array_get_length (list (self, self->review, "", &answer)), ==, 0);
}

/* ---- text ---- */

static const char *
one_review (EmulatorLabelType type, const char *hash, gpointer user_data)
{
  return g_str_equal (hash, "o1") ? "[1]" : NULL;
}

static const struct
{
  const char *row;
  const char *with_reviews;
} texts[] = {
  { "{}", "{}" },
  { "{\"objects\":[{\"objectHash\":\"o1\"}]}",
    "{\"objects\":[{\"objectHash\":\"o1\"}]}" },
  { "{\"data_units\":{\"u\":{\"labels\":{\"objects\":[{\"objectHash\":\"o1\" } "
    "]}}}}",
    "{\"data_units\":{\"u\":{\"labels\":{\"objects\":[{\"objectHash\":\"o1\" ,"
    "\"reviews\":[1]} ]}}}}" },
  { "{\"data_units\":{\"u\":{\"labels\":{\"7\":{\"objects\":[{\"reviews\":[9],"
    "\"objectHash\":\"o1\"},{\"objectHash\":\"o2\"},{}]}}}}}",
    "{\"data_units\":{\"u\":{\"labels\":{\"7\":{\"objects\":[{\"reviews\":[1],"
    "\"objectHash\":\"o1\"},{\"objectHash\":\"o2\",\"reviews\":[]},{}]}}}}}" },
  { "{\"data_units\":{\"u\":{\"labels\":{\"objects\":7,\"7\":{\"objects\":{}}}}"
    "}}",
    "{\"data_units\":{\"u\":{\"labels\":{\"objects\":7,\"7\":{\"objects\":{}}}}"
    "}}" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GString) row = g_string_new (texts[i].row);

    emulator_label_body_add_reviews (row, one_review, NULL);
    g_assert_cmpstr (row->str, ==, texts[i].with_reviews);
  }
}

static void
test_token_round_trip (void)
{
  const gint64 values[] = { 0, 1, 99, G_MAXINT64 };
  gint64 after = 7;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *token = emulator_page_make_token (values[i]);

    g_assert_true (emulator_page_parse_token (token, &after, NULL));
    g_assert_cmpint (after, ==, values[i]);
  }
  g_assert_true (emulator_page_parse_token (NULL, &after, NULL));
  g_assert_cmpint (after, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/workflow/" name, Run, NULL, set_up, func, tear_down)
  ADD ("pages", test_pages);
  ADD ("tokens", test_tokens);
  ADD ("actions", test_actions);
  ADD ("roles", test_roles);
  ADD ("reviews", test_reviews);
  ADD ("reviews-apart", test_reviews_apart);
  ADD ("reviews-removed", test_reviews_removed);
  ADD ("include-reviews", test_include_reviews);
#undef ADD
  g_test_add_func ("/emulator/workflow/texts", test_texts);
  g_test_add_func ("/emulator/workflow/token-round-trip",
                   test_token_round_trip);
  return g_test_run ();
}
