/* test-project-tasks.c - tasks of a workflow's stages
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#include <string.h>

#define STAGE(uuid, type)                                                      \
  "{\"uuid\":\"" uuid "\",\"stageType\":\"" type "\",\"title\":\"T " uuid "\"" \
  "}"
/* clang-format off */
#define WORKFLOW                                                               \
  "{\"projectHash\":\"p\",\"projectType\":\"workflow\",\"title\":\"T\","       \
  "\"description\":\"\",\"createdAt\":\"\",\"lastEditedAt\":\"\","             \
  "\"ontologyHash\":\"o\",\"workflow\":{\"stages\":["                           \
  STAGE ("a", "ANNOTATION") ","                                                \
  STAGE ("r", "REVIEW") ","                                                    \
  STAGE ("ca", "CONSENSUS_ANNOTATION") ","                                     \
  STAGE ("cr", "CONSENSUS_REVIEW") ","                                         \
  STAGE ("g", "AGENT") ","                                                     \
  STAGE ("d", "DONE") ","                                                      \
  STAGE ("n", "NOVEL") "]}}"
/* clang-format on */

static const char *const one[] = { "k", NULL };
static const char *const two[] = { "k", "l", NULL };
static const char *const none[] = { NULL };

static void
open_workflow (ClientFixture *f)
{
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 200, WORKFLOW);
  fake_server_reply (f->server, 200, ONTOLOGY);
  f->project = encord_client_get_project (f->client, "p", NULL, &error);
  g_assert_no_error (error);
  client_fixture_forget_requests (f);
}

#define TASK                                                                   \
  "\"uuid\":\"k\",\"createdAt\":\"2024-05-06T07:08:09Z\","                     \
  "\"updatedAt\":\"2024-05-06T07:08:10Z\",\"dataHash\":\"d\","                 \
  "\"dataTitle\":\"clip\""
#define ANNOTATION                                                             \
  "{" TASK ",\"status\":\"NEW\",\"labelBranchName\":\"main\",\"assignee\":"    \
  "null}"
#define REVIEW "{" TASK ",\"status\":\"ASSIGNED\",\"assignee\":\"a@x\"}"

/* a page of a stage's tasks: what it must look like, and what is wrong with it */
static const struct
{
  const char *name;
  const char *stage;
  const char *task;
  gboolean good;
} listings[] = {
  { "annotation", "a", ANNOTATION, TRUE },
  { "annotation-half", "a", "{" TASK "}", FALSE },
  { "annotation-no-branch", "a",
    "{" TASK ",\"status\":\"NEW\",\"assignee\":null}", FALSE },
  { "annotation-no-assignee", "a",
    "{" TASK ",\"status\":\"NEW\",\"labelBranchName\":\"main\"}", FALSE },
  { "review", "r", REVIEW, TRUE },
  { "review-half", "r", "{" TASK ",\"status\":\"NEW\"}", FALSE },
  { "consensus", "ca", "{" TASK ",\"subtasks\":[" ANNOTATION "]}", TRUE },
  { "consensus-alone", "ca", "{" TASK "}", TRUE },
  { "consensus-bad-subtask", "ca", "{" TASK ",\"subtasks\":[{}]}", FALSE },
  { "consensus-review", "cr",
    "{" TASK ",\"status\":\"NEW\",\"assignee\":null,\"options\":[{"
    "\"annotator\":\"a@x\",\"labelBranchName\":\"b\",\"labelHash\":null}]}",
    TRUE },
  { "consensus-review-half", "cr", REVIEW, FALSE },
  { "agent", "g", ANNOTATION, TRUE },
  { "done", "d", "{" TASK "}", TRUE },
  { "new-stage", "n", "{" TASK ",\"status\":\"LATER\"}", TRUE },
  { "number", "d", "7", FALSE },
  { "no-time", "d", "{\"uuid\":\"k\",\"dataHash\":\"\",\"dataTitle\":\"\"}",
    FALSE },
};

static void
test_listing (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *page =
      g_strdup_printf ("{\"results\":[%s]}", listings[i].task);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordPager) pager = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  EncordWorkflowTask *task;

  open_workflow (f);
  pager =
      encord_project_list_tasks (f->project, listings[i].stage, NULL, &error);
  g_assert_no_error (error);
  fake_server_reply (f->server, 200, page);
  tasks = encord_pager_next (pager, NULL, &error);
  if (!listings[i].good) {
    g_assert_null (tasks);
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpuint (tasks->len, ==, 1);
  task = tasks->pdata[0];
  g_assert_cmpstr (encord_workflow_task_get_uuid (task), ==, "k");
  g_assert_cmpstr (encord_workflow_task_get_data_title (task), ==, "clip");
  g_assert_cmpuint (encord_workflow_task_get_subtasks (task)->len, ==,
                    strstr (listings[i].task, "subtasks") != NULL ? 1 : 0);
  g_assert_cmpuint (encord_workflow_task_get_options (task)->len, ==,
                    strstr (listings[i].task, "options") != NULL ? 1 : 0);
  g_assert_cmpint (encord_workflow_task_get_status (task), ==,
                   strstr (listings[i].task, "ASSIGNED") != NULL
                       ? ENCORD_TASK_STATUS_ASSIGNED
                   : strstr (listings[i].task, "\"status\":\"NEW\"") != NULL &&
                           strstr (listings[i].task, "subtasks") == NULL
                       ? ENCORD_TASK_STATUS_NEW
                       : ENCORD_TASK_STATUS_UNKNOWN);
}

static void
test_filter (ClientFixture *f, gconstpointer data)
{
  static const char *const mails[] = { "a@x", "b@x", NULL };
  static const char *const statuses[] = { "NEW", "REOPENED", NULL };
  g_autoptr (EncordTaskFilter) filter = encord_task_filter_new ();
  g_autoptr (EncordPager) pager = NULL;
  g_autoptr (FakeRequest) first = NULL;
  g_autoptr (FakeRequest) second = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) more = NULL;
  g_autoptr (GError) error = NULL;

  open_workflow (f);
  g_object_set (filter, "user-emails", mails, "data-hashes", one,
                "dataset-hashes", one, "data-title-contains", "a b", "statuses",
                statuses, NULL);
  pager = encord_project_list_tasks (f->project, "a", filter, &error);
  g_assert_no_error (error);
  /* the listing does not look at it again */
  g_object_set (filter, "statuses", NULL, NULL);
  g_assert_null (fake_server_take_request (f->server));
  fake_server_reply (f->server, 200,
                     "{\"results\":[" ANNOTATION "],\"nextPageToken\":\"q\"}");
  fake_server_reply (f->server, 200, "{\"results\":[" ANNOTATION "]}");
  tasks = encord_pager_next (pager, NULL, &error);
  more = encord_pager_next (pager, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (more->len, ==, 1);
  first = fake_server_take_request (f->server);
  second = fake_server_take_request (f->server);
#define QUERY                                                                  \
  "/v2/public/projects/p/workflow/stages/a/tasks?userEmails=a%40x&"            \
  "userEmails=b%40x&dataHashes=k&datasetHashes=k&dataTitleContains=a+b&"       \
  "statuses=NEW&statuses=REOPENED"
  g_assert_cmpstr (first->target, ==, QUERY);
  g_assert_cmpstr (second->target, ==, QUERY "&pageToken=q");
}

/* what a stage does not know is not asked for */
static void
test_refused_filter (ClientFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *stage;
    const char *property;
    const char *value;
    int code;
  } cases[] = {
    { "d", "user-emails", "a@x", ENCORD_ERROR_REJECTED },
    { "d", "statuses", "NEW", ENCORD_ERROR_REJECTED },
    { "ca", "statuses", "NEW", ENCORD_ERROR_REJECTED },
    { "a", "statuses", "new", ENCORD_ERROR_REJECTED },
    { "a", "statuses", "unknown", ENCORD_ERROR_REJECTED },
    { "x", "data-hashes", "d", ENCORD_ERROR_NOT_FOUND },
  };

  open_workflow (f);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *const values[] = { cases[i].value, NULL };
    g_autoptr (EncordTaskFilter) filter = encord_task_filter_new ();
    g_autoptr (EncordPager) pager = NULL;
    g_autoptr (GError) error = NULL;

    g_object_set (filter, cases[i].property, values, NULL);
    pager =
        encord_project_list_tasks (f->project, cases[i].stage, filter, &error);
    g_assert_null (pager);
    g_assert_error (error, ENCORD_ERROR, cases[i].code);
  }
}

typedef gboolean (*Call) (EncordProject *project, const char *stage,
                          const char *const *tasks, GError **error);

static gboolean
submit (EncordProject *project, const char *stage, const char *const *tasks,
        GError **error)
{
  return encord_project_submit_tasks (project, stage, tasks, NULL, FALSE, NULL,
                                      error);
}

static gboolean
submit_to (EncordProject *project, const char *stage, const char *const *tasks,
           GError **error)
{
  return encord_project_submit_tasks (project, stage, tasks, "a@x", TRUE, NULL,
                                      error);
}

static gboolean
approve (EncordProject *project, const char *stage, const char *const *tasks,
         GError **error)
{
  return encord_project_approve_tasks (project, stage, tasks, NULL, TRUE, NULL,
                                       error);
}

static gboolean
reject (EncordProject *project, const char *stage, const char *const *tasks,
        GError **error)
{
  return encord_project_reject_tasks (project, stage, tasks, "a@x", FALSE, NULL,
                                      error);
}

static gboolean
assign (EncordProject *project, const char *stage, const char *const *tasks,
        GError **error)
{
  return encord_project_assign_tasks (project, stage, tasks, "a@x", NULL,
                                      error);
}

static gboolean
release (EncordProject *project, const char *stage, const char *const *tasks,
         GError **error)
{
  return encord_project_release_tasks (project, stage, tasks, NULL, error);
}

static gboolean
proceed (EncordProject *project, const char *stage, const char *const *tasks,
         GError **error)
{
  return encord_project_proceed_tasks (project, stage, tasks, "go", NULL, NULL,
                                       error);
}

static gboolean
proceed_both (EncordProject *project, const char *stage,
              const char *const *tasks, GError **error)
{
  return encord_project_proceed_tasks (project, stage, tasks, "go", "w", NULL,
                                       error);
}

static gboolean
proceed_nowhere (EncordProject *project, const char *stage,
                 const char *const *tasks, GError **error)
{
  return encord_project_proceed_tasks (project, stage, tasks, "", NULL, NULL,
                                       error);
}

static gboolean
review (EncordProject *project, const char *stage, const char *const *reviews,
        GError **error)
{
  return encord_project_review_labels (project, stage, "k", reviews,
                                       ENCORD_LABEL_REVIEW_ACTION_REOPEN, NULL,
                                       error);
}

static gboolean
review_otherwise (EncordProject *project, const char *stage,
                  const char *const *reviews, GError **error)
{
  return encord_project_review_labels (
      project, stage, "k", reviews, (EncordLabelReviewAction) 17, NULL, error);
}

#define EACH(member, members)                                                  \
  "[{\"" member "\":\"k\"," members "},{\"" member "\":\"l\"," members "}]"

static const struct
{
  const char *name;
  Call call;
  const char *stage;
  const char *what; /* below the stage */
  const char *body; /* NULL: the guard refuses */
  int code;
} actions[] = {
  { "submit", submit, "a", "actions",
    EACH ("taskUuid", "\"action\":\"SUBMIT\",\"resolveLabelReviews\":true,"
                      "\"retainAssignee\":false"),
    0 },
  { "submit-to", submit_to, "ca", "actions",
    EACH ("taskUuid", "\"action\":\"SUBMIT\",\"resolveLabelReviews\":true,"
                      "\"assignee\":\"a@x\",\"retainAssignee\":true"),
    0 },
  { "submit-review", submit, "r", NULL, NULL, ENCORD_ERROR_REJECTED },
  { "submit-nowhere", submit, "x", NULL, NULL, ENCORD_ERROR_NOT_FOUND },
  { "approve", approve, "r", "actions",
    EACH ("taskUuid", "\"action\":\"APPROVE\",\"approveLabelReviews\":true,"
                      "\"retainAssignee\":true"),
    0 },
  { "approve-consensus", approve, "cr", "actions",
    EACH ("taskUuid", "\"action\":\"APPROVE\",\"retainAssignee\":true"), 0 },
  { "approve-annotation", approve, "a", NULL, NULL, ENCORD_ERROR_REJECTED },
  { "reject", reject, "r", "actions",
    EACH ("taskUuid", "\"action\":\"REJECT\",\"rejectLabelReviews\":true,"
                      "\"assignee\":\"a@x\",\"retainAssignee\":false"),
    0 },
  { "reject-consensus", reject, "cr", "actions",
    EACH ("taskUuid", "\"action\":\"REJECT\",\"assignee\":\"a@x\","
                      "\"retainAssignee\":false"),
    0 },
  { "reject-done", reject, "d", NULL, NULL, ENCORD_ERROR_REJECTED },
  { "assign", assign, "cr", "actions",
    EACH ("taskUuid", "\"action\":\"ASSIGN\",\"assignee\":\"a@x\""), 0 },
  { "assign-agent", assign, "g", NULL, NULL, ENCORD_ERROR_REJECTED },
  { "release", release, "a", "actions",
    EACH ("taskUuid", "\"action\":\"RELEASE\""), 0 },
  { "release-new", release, "n", NULL, NULL, ENCORD_ERROR_REJECTED },
  { "proceed", proceed, "g", "actions",
    EACH ("taskUuid", "\"action\":\"PATHWAY_ACTION\",\"pathwayName\":\"go\""),
    0 },
  { "proceed-both", proceed_both, "g", "actions",
    EACH ("taskUuid", "\"action\":\"PATHWAY_ACTION\",\"pathwayName\":\"go\","
                      "\"pathwayUuid\":\"w\""),
    0 },
  { "proceed-nowhere", proceed_nowhere, "g", NULL, NULL,
    ENCORD_ERROR_REJECTED },
  { "proceed-annotation", proceed, "a", NULL, NULL, ENCORD_ERROR_REJECTED },
  { "review", review, "r", "tasks/k/reviews/actions",
    EACH ("reviewUuid", "\"action\":\"REOPEN\""), 0 },
  { "review-otherwise", review_otherwise, "r", NULL, NULL,
    ENCORD_ERROR_REJECTED },
  { "review-consensus", review, "cr", NULL, NULL, ENCORD_ERROR_REJECTED },
};

static void
test_action (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (JsonNode) sent = NULL;
  g_autoptr (JsonNode) expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *target = NULL;
  g_autofree char *body = NULL;

  open_workflow (f);
  if (actions[i].body == NULL) {
    g_assert_false (
        actions[i].call (f->project, actions[i].stage, two, &error));
    g_assert_error (error, ENCORD_ERROR, actions[i].code);
    g_assert_null (fake_server_take_request (f->server));
    return;
  }

  fake_server_reply (f->server, 204, "");
  g_assert_true (actions[i].call (f->project, actions[i].stage, two, &error));
  g_assert_no_error (error);
  request = fake_server_take_request (f->server);
  target = g_strconcat ("/v2/public/projects/p/workflow/stages/",
                        actions[i].stage, "/", actions[i].what, NULL);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->target, ==, target);
  body = g_strndup (g_bytes_get_data (request->body, NULL),
                    g_bytes_get_size (request->body));
  sent = json_from_string (body, NULL);
  expected = json_from_string (actions[i].body, NULL);
  g_assert_true (json_node_equal (sent, expected));

  g_assert_false (actions[i].call (f->project, actions[i].stage, none, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_null (fake_server_take_request (f->server));
}

static void
test_reviews (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordPager) pager = NULL;
  g_autoptr (EncordPager) refused = NULL;
  g_autoptr (GPtrArray) reviews = NULL;
  g_autoptr (GPtrArray) bad = NULL;
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  open_workflow (f);
  pager = encord_project_list_label_reviews (f->project, "r", "k", &error);
  g_assert_no_error (error);
  fake_server_reply (
      f->server, 200,
      "{\"results\":[{\"reviewUuid\":\"v\",\"status\":\"RESOLVED\","
      "\"labelType\":\"Object\",\"labelId\":\"o\"}],\"nextPageToken\":\"q\"}");
  fake_server_reply (f->server, 200, "{\"results\":[{\"status\":\"NEW\"}]}");
  reviews = encord_pager_next (pager, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_label_review_get_uuid (reviews->pdata[0]), ==, "v");
  g_assert_cmpint (encord_label_review_get_status (reviews->pdata[0]), ==,
                   ENCORD_LABEL_REVIEW_STATUS_RESOLVED);
  g_assert_cmpstr (encord_label_review_get_label_id (reviews->pdata[0]), ==,
                   "o");
  request = fake_server_take_request (f->server);
  g_assert_cmpstr (request->target, ==,
                   "/v2/public/projects/p/workflow/stages/r/tasks/k/reviews");
  bad = encord_pager_next (pager, NULL, &error);
  g_assert_null (bad);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_clear_error (&error);

  refused = encord_project_list_label_reviews (f->project, "a", "k", &error);
  g_assert_null (refused);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

static void
test_denied (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  open_workflow (f);
  fake_server_reply (f->server, 403, "{\"message\":\"no\"}");
  encord_project_release_tasks_async (f->project, "a", one, NULL,
                                      client_fixture_take_result, &result);
  client_fixture_wait (&result);
  g_assert_false (
      encord_project_release_tasks_finish (f->project, result, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_DENIED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_TABLE ("/project-tasks/list/", listings, test_listing);
  ADD_TABLE ("/project-tasks/action/", actions, test_action);
  ADD ("/project-tasks/filter", 0, test_filter);
  ADD ("/project-tasks/refused-filter", 0, test_refused_filter);
  ADD ("/project-tasks/reviews", 0, test_reviews);
  ADD ("/project-tasks/denied", 0, test_denied);

  return g_test_run ();
}
