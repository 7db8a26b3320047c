/* test-bundle.c - operations on many rows in few requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#define N 5

/* rows 0, 1 and 3 have a label hash, 2 and 4 do not exist on the server yet */
static const gboolean exists[N] = { TRUE, TRUE, FALSE, TRUE, FALSE };

static char *
describe_row (guint i)
{
  g_autofree char *hash =
      exists[i] ? g_strdup_printf ("\"l%u\"", i) : g_strdup ("null");

  return g_strdup_printf (
      "{\"label_hash\":%s,\"branch_name\":\"main\",\"data_hash\":\"d%u\","
      "\"dataset_hash\":\"ds\",\"dataset_title\":\"\",\"data_title\":\"clip "
      "%u\","
      "\"data_type\":\"VIDEO\",\"data_link\":null,\"label_status\":"
      "\"NOT_LABELLED\",\"number_of_frames\":3,\"workflow_graph_node\":"
      "{\"uuid\":\"s\",\"title\":\"Annotate\"}}",
      hash, i, i);
}

static char *
body_of_row (guint i)
{
  return g_strdup_printf (
      "{\"label_hash\":\"l%u\",\"branch_name\":\"main\",\"created_at\":\"\","
      "\"last_edited_at\":\"\",\"data_hash\":\"d%u\",\"dataset_hash\":\"ds\","
      "\"dataset_title\":\"\",\"data_title\":\"clip\",\"data_type\":\"video\","
      "\"label_status\":\"NOT_LABELLED\",\"data_units\":{\"d%u\":{"
      "\"data_hash\":\"d%u\",\"data_title\":\"clip\",\"data_link\":null,"
      "\"data_type\":\"video/mp4\",\"data_sequence\":0,\"labels\":{}}},"
      "\"object_answers\":{},\"classification_answers\":{},"
      "\"object_actions\":{}}",
      i, i, i, i);
}

/* an answer with what `make` gives of each of the rows */
static void
reply_rows (ClientFixture *f, char *(*make) (guint), const guint *which,
            guint n)
{
  g_autoptr (GString) body = g_string_new ("{\"status\":200,\"response\":[");

  for (guint i = 0; i < n; i++) {
    g_autofree char *row = make (which[i]);

    g_string_append_printf (body, "%s%s", i > 0 ? "," : "", row);
  }
  g_string_append (body, "]}");
  fake_server_reply (f->server, 200, body->str);
}

static GPtrArray *
list_rows (ClientFixture *f)
{
  static const guint all[N] = { 0, 1, 2, 3, 4 };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  client_fixture_open_project (f);
  reply_rows (f, describe_row, all, N);
  rows = encord_project_list_label_rows (f->project, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, N);
  client_fixture_forget_requests (f);

  return rows;
}

static GPtrArray *
initialise_rows (ClientFixture *f)
{
  GPtrArray *rows = list_rows (f);

  for (guint i = 0; i < N; i++) {
    g_autoptr (GError) error = NULL;

    reply_rows (f, body_of_row, &i, 1);
    g_assert_true (encord_label_row_initialise (
        rows->pdata[i], ENCORD_INITIALISE_NONE, NULL, &error));
    g_assert_no_error (error);
  }
  client_fixture_forget_requests (f);

  return rows;
}

/* "labelrow GET l0,l1" of the next request */
static void
assert_request (ClientFixture *f, const char *expected)
{
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *text = NULL;
  JsonObject *root;
  JsonArray *uids;
  gsize length;
  gconstpointer data;

  g_assert_nonnull (request);
  data = g_bytes_get_data (request->body, &length);
  text = g_strndup (data, length);
  body = json_from_string (text, NULL);
  root = json_node_get_object (body);
  g_string_printf (found, "%s %s ",
                   json_object_get_string_member (root, "query_type"),
                   json_object_get_string_member (root, "query_method"));
  uids = json_object_get_array_member (
      json_object_get_object_member (root, "values"), "uid");
  for (guint i = 0; i < json_array_get_length (uids); i++)
    g_string_append_printf (found, "%s%s", i > 0 ? "," : "",
                            json_array_get_string_element (uids, i));
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_no_request (ClientFixture *f)
{
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);

  g_assert_null (request);
}

static EncordBundle *
queue_initialise (GPtrArray *rows, guint size)
{
  EncordBundle *bundle = encord_bundle_new (size);

  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (encord_bundle_add_initialise (
        bundle, rows->pdata[i], ENCORD_INITIALISE_NONE, &error));
    g_assert_no_error (error);
  }
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, rows->len);

  return bundle;
}

static EncordBundle *
queue_saves (GPtrArray *rows, guint size)
{
  EncordBundle *bundle = encord_bundle_new (size);

  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (encord_bundle_add_save (bundle, rows->pdata[i],
                                           ENCORD_SAVE_NONE, &error));
    g_assert_no_error (error);
  }

  return bundle;
}

static void
test_groups (ClientFixture *f, gconstpointer data)
{
  static const guint first[] = { 1, 0 }, second[] = { 3 }, third[] = { 4, 2 };
  g_autoptr (GPtrArray) rows = list_rows (f);
  g_autoptr (EncordBundle) bundle = queue_initialise (rows, 2);
  g_autoptr (GError) error = NULL;

  assert_no_request (f);
  reply_rows (f, body_of_row, first, 2);
  reply_rows (f, body_of_row, second, 1);
  reply_rows (f, body_of_row, third, 2);
  g_assert_true (encord_bundle_execute (bundle, NULL, &error));
  g_assert_no_error (error);
  assert_request (f, "labelrow GET l0,l1");
  assert_request (f, "labelrow GET l3");
  assert_request (f, "labelrow PUT d2,d4");
  assert_no_request (f);
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 0);
  for (guint i = 0; i < N; i++) {
    g_autofree char *hash = g_strdup_printf ("l%u", i);

    g_assert_true (encord_label_row_is_initialised (rows->pdata[i]));
    g_assert_cmpstr (encord_label_row_get_label_hash (rows->pdata[i]), ==,
                     hash);
  }
}

static void
test_missing_row (ClientFixture *f, gconstpointer data)
{
  static const guint given[] = { 3, 0 }, created[] = { 2, 4 };
  g_autoptr (GPtrArray) rows = list_rows (f);
  g_autoptr (EncordBundle) bundle = queue_initialise (rows, 0);
  g_autoptr (GError) error = NULL;

  reply_rows (f, body_of_row, given, 2);
  reply_rows (f, body_of_row, created, 2);
  g_assert_false (encord_bundle_execute (bundle, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "1 of 5 operations"));
  g_assert_nonnull (strstr (error->message, "clip 1"));
  /* the others are there, this one can be asked for again */
  for (guint i = 0; i < N; i++)
    g_assert_true (encord_label_row_is_initialised (rows->pdata[i]) ==
                   (i != 1));
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 1);
}

static void
test_halves (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = initialise_rows (f);
  g_autoptr (EncordBundle) bundle = queue_saves (rows, 0);
  g_autoptr (GError) error = NULL;

  /* row 3 is what the server does not like */
  fake_server_reply (f->server, 200, REFUSED ("CORRUPTED_LABEL_ERROR"));
  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, REFUSED ("CORRUPTED_LABEL_ERROR"));
  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, REFUSED ("CORRUPTED_LABEL_ERROR"));
  fake_server_reply (f->server, 200, REFUSED ("CORRUPTED_LABEL_ERROR"));
  fake_server_reply (f->server, 200, OK ("true"));
  g_assert_false (encord_bundle_execute (bundle, NULL, &error));
  g_assert_cmpint (encord_error_get_server_error (error), ==,
                   ENCORD_SERVER_ERROR_CORRUPTED_LABEL);
  g_assert_nonnull (strstr (error->message, "clip 3"));
  assert_request (f, "labelrow POST l0,l1,l2,l3,l4");
  assert_request (f, "labelrow POST l0,l1");
  assert_request (f, "labelrow POST l2,l3,l4");
  assert_request (f, "labelrow POST l2");
  assert_request (f, "labelrow POST l3,l4");
  assert_request (f, "labelrow POST l3");
  assert_request (f, "labelrow POST l4");
  assert_no_request (f);
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 1);
}

static void
test_limit (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = initialise_rows (f);
  g_autoptr (EncordBundle) bundle = queue_saves (rows, 4);
  g_autoptr (GError) error = NULL;

  fake_server_reply (
      f->server, 200,
      "{\"status\":400,\"response\":[\"MULTI_LABEL_LIMIT_ERROR\"]"
      ",\"payload\":{\"maximum_labels_allowed\":2}}");
  for (guint i = 0; i < 3; i++)
    fake_server_reply (f->server, 200, OK ("true"));
  g_assert_true (encord_bundle_execute (bundle, NULL, &error));
  g_assert_no_error (error);
  assert_request (f, "labelrow POST l0,l1,l2,l3");
  assert_request (f, "labelrow POST l0,l1");
  assert_request (f, "labelrow POST l2,l3");
  assert_request (f, "labelrow POST l4");
  assert_no_request (f);
}

/* what a whole server refuses is not looked for in single operations */
static const struct
{
  const char *name;
  const char *body;
  int code;
} hopeless[] = {
  { "denied", REFUSED ("AUTHORISATION_ERROR"), ENCORD_ERROR_DENIED },
  { "unknown-key", REFUSED ("SSH_KEY_NOT_FOUND_ERROR"), ENCORD_ERROR_AUTH },
  { "text", "hello", ENCORD_ERROR_BAD_RESPONSE },
};

static void
test_hopeless (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GPtrArray) rows = initialise_rows (f);
  g_autoptr (EncordBundle) bundle = queue_saves (rows, 2);
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, hopeless[i].body);
  g_assert_false (encord_bundle_execute (bundle, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, hopeless[i].code);
  assert_request (f, "labelrow POST l0,l1");
  assert_request (f, "labelrow POST l2,l3");
  assert_no_request (f);

  /* what was not done is done by the next try */
  g_clear_error (&error);
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 3);
  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, OK ("true"));
  g_assert_true (encord_bundle_execute (bundle, NULL, &error));
  g_assert_no_error (error);
  assert_request (f, "labelrow POST l2,l3");
  assert_request (f, "labelrow POST l4");
}

static void
test_all_refused (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = initialise_rows (f);
  g_autoptr (EncordBundle) bundle = encord_bundle_new (1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50; i++) {
    g_assert_true (encord_bundle_add_save (bundle, rows->pdata[i % N],
                                           ENCORD_SAVE_NONE, &error));
    fake_server_reply (f->server, 200, REFUSED ("CORRUPTED_LABEL_ERROR"));
  }
  g_assert_false (encord_bundle_execute (bundle, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_nonnull (strstr (error->message, "16 of 50"));
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 50);
}

static void
test_kinds (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = initialise_rows (f);
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  g_autoptr (FakeRequest) priorities = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = NULL;
  gsize length;
  gconstpointer body;

  for (guint i = 0; i < 2; i++) {
    g_assert_true (
        encord_bundle_add_set_priority (bundle, rows->pdata[i], 0.5, &error));
    g_assert_true (encord_bundle_add_workflow_complete (
        bundle, rows->pdata[i + 2], &error));
    g_assert_true (
        encord_bundle_add_workflow_reopen (bundle, rows->pdata[i + 1], &error));
  }
  g_assert_no_error (error);
  fake_server_reply (f->server, 200, "null");
  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, OK ("true"));
  g_assert_true (encord_bundle_execute (bundle, NULL, &error));
  g_assert_no_error (error);
  priorities = fake_server_take_request (f->server);
  body = g_bytes_get_data (priorities->body, &length);
  sent = g_strndup (body, length);
  g_assert_cmpstr (sent, ==, "{\"priorities\":[[\"d0\",0.5],[\"d1\",0.5]]}");
  assert_request (f, "labelworkflowgraphnode POST l2,l3");
  assert_request (f, "labelworkflowgraphnode POST l1,l2");
  assert_no_request (f);
}

static void
test_guards (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = list_rows (f);
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  g_autoptr (GError) not_saved = NULL;
  g_autoptr (GError) not_completed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (encord_bundle_add_save (bundle, rows->pdata[0],
                                          ENCORD_SAVE_NONE, &not_saved));
  g_assert_error (not_saved, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_false (encord_bundle_add_workflow_complete (bundle, rows->pdata[2],
                                                       &not_completed));
  g_assert_error (not_completed, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  /* it never left the first stage */
  g_assert_true (
      encord_bundle_add_workflow_reopen (bundle, rows->pdata[2], &error));
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 0);
  g_assert_true (encord_bundle_execute (bundle, NULL, &error));
  g_assert_no_error (error);
  assert_no_request (f);

  g_assert_true (encord_bundle_add_initialise (bundle, rows->pdata[0],
                                               ENCORD_INITIALISE_NONE, &error));
  encord_bundle_clear (bundle);
  g_assert_cmpuint (encord_bundle_get_n_operations (bundle), ==, 0);
}

static void
test_filters (ClientFixture *f, gconstpointer data)
{
  static const char *const cars[] = { "car", NULL };
  static const guint first[] = { 0, 3 }, second[] = { 1 };
  g_autoptr (GPtrArray) rows = list_rows (f);
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_bundle_add_initialise_filtered (
      bundle, rows->pdata[0], ENCORD_INITIALISE_REVIEWS, cars, NULL, &error));
  g_assert_true (encord_bundle_add_initialise (
      bundle, rows->pdata[1], ENCORD_INITIALISE_REVIEWS, &error));
  g_assert_true (encord_bundle_add_initialise_filtered (
      bundle, rows->pdata[3], ENCORD_INITIALISE_REVIEWS, cars, NULL, &error));
  reply_rows (f, body_of_row, first, 2);
  reply_rows (f, body_of_row, second, 1);
  g_assert_true (encord_bundle_execute (bundle, NULL, &error));
  g_assert_no_error (error);
  /* what was asked for differs, so it is asked for apart */
  assert_request (f, "labelrow GET l0,l3");
  assert_request (f, "labelrow GET l1");
  assert_no_request (f);
}

static void
test_async (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = initialise_rows (f);
  g_autoptr (EncordBundle) bundle = queue_saves (rows, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 200, OK ("true"));
  encord_bundle_execute_async (bundle, NULL, client_fixture_take_result,
                               &result);
  client_fixture_wait (&result);
  g_assert_true (encord_bundle_execute_finish (bundle, result, &error));
  g_assert_no_error (error);
  assert_request (f, "labelrow POST l0,l1,l2,l3,l4");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/bundle/groups", 0, test_groups);
  ADD ("/bundle/missing-row", 0, test_missing_row);
  ADD ("/bundle/halves", 0, test_halves);
  ADD ("/bundle/limit", 0, test_limit);
  ADD_TABLE ("/bundle/hopeless/", hopeless, test_hopeless);
  ADD ("/bundle/all-refused", 0, test_all_refused);
  ADD ("/bundle/kinds", 0, test_kinds);
  ADD ("/bundle/guards", 0, test_guards);
  ADD ("/bundle/filters", 0, test_filters);
  ADD ("/bundle/async", 0, test_async);

  return g_test_run ();
}
