/* test-label-rows.c - the calls of label rows, and servers that answer them badly
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#include <string.h>

static const struct
{
  const char *name;
  guint status;
  const char *body;
  int code; /* -1: an empty list */
} bad_listings[] = {
  { "none", 200, OK ("[]"), -1 },
  { "null", 200, OK ("null"), ENCORD_ERROR_NOT_FOUND },
  { "object", 200, OK ("{}"), ENCORD_ERROR_BAD_RESPONSE },
  { "number", 200, OK ("[7]"), ENCORD_ERROR_BAD_RESPONSE },
  { "empty-row", 200, OK ("[{}]"), ENCORD_ERROR_BAD_RESPONSE },
  { "second-wrong", 200, OK ("[" ROW ",{}]"), ENCORD_ERROR_BAD_RESPONSE },
  { "truncated", 200, "{\"status\":200,\"response\":[",
    ENCORD_ERROR_BAD_RESPONSE },
  { "refused", 200, REFUSED ("AUTHORISATION_ERROR"), ENCORD_ERROR_DENIED },
};

static void
test_bad_listing (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, bad_listings[i].status, bad_listings[i].body);
  rows = encord_project_list_label_rows (f->project, NULL, NULL, &error);
  if (bad_listings[i].code == -1) {
    g_assert_no_error (error);
    g_assert_cmpuint (rows->len, ==, 0);
  } else {
    g_assert_null (rows);
    g_assert_error (error, ENCORD_ERROR, bad_listings[i].code);
  }
}

static const struct
{
  const char *name;
  const char *body;
  int code;
} bad_rows[] = {
  { "null", OK ("null"), ENCORD_ERROR_NOT_FOUND },
  { "none", OK ("[]"), ENCORD_ERROR_NOT_FOUND },
  { "two", OK ("[" BODY "," BODY "]"), ENCORD_ERROR_BAD_RESPONSE },
  { "object", OK (BODY), ENCORD_ERROR_BAD_RESPONSE },
  { "empty", OK ("[{}]"), ENCORD_ERROR_BAD_RESPONSE },
  { "number", OK ("[1]"), ENCORD_ERROR_BAD_RESPONSE },
  { "no-response", "{\"status\":200}", ENCORD_ERROR_NOT_FOUND },
  { "truncated", "{\"status\":200,\"response\":[{\"label_hash\":\"l\"",
    ENCORD_ERROR_BAD_RESPONSE },
  { "text", "hello", ENCORD_ERROR_BAD_RESPONSE },
  { "exists", REFUSED ("RESOURCE_EXISTS_ERROR"), ENCORD_ERROR_CONFLICT },
  { "denied", REFUSED ("AUTHORISATION_ERROR"), ENCORD_ERROR_DENIED },
};

static void
test_bad_row (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  client_fixture_list_row (f);
  fake_server_reply (f->server, 200, bad_rows[i].body);
  g_assert_false (encord_label_row_initialise (f->row, ENCORD_INITIALISE_NONE,
                                               NULL, &error));
  g_assert_error (error, ENCORD_ERROR, bad_rows[i].code);
  g_assert_false (encord_label_row_is_initialised (f->row));
}

static void
initialise (ClientFixture *f, EncordInitialiseFlags flags)
{
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 200, OK ("[" BODY "]"));
  g_assert_true (encord_label_row_initialise (f->row, flags, NULL, &error));
  g_assert_no_error (error);
}

static void
test_row_again (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_fixture_list_row (f);
  initialise (f, ENCORD_INITIALISE_NONE);
  client_fixture_forget_requests (f);
  g_assert_false (encord_label_row_initialise (f->row, ENCORD_INITIALISE_NONE,
                                               NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_null (fake_server_take_request (f->server));
  initialise (f, ENCORD_INITIALISE_OVERWRITE);
}

static void
test_row_save (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_fixture_list_row (f);
  g_assert_false (
      encord_label_row_save (f->row, ENCORD_SAVE_NONE, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  g_assert_null (fake_server_take_request (f->server));

  initialise (f, ENCORD_INITIALISE_NONE);
  fake_server_reply (f->server, 200, OK ("true"));
  g_assert_true (
      encord_label_row_save (f->row, ENCORD_SAVE_NONE, NULL, &error));
  g_assert_no_error (error);
  fake_server_reply (f->server, 200, REFUSED ("ANSWER_DICTIONARY_ERROR"));
  g_assert_false (
      encord_label_row_save (f->row, ENCORD_SAVE_NONE, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  fake_server_reply (f->server, 200, OK ("null"));
  g_assert_false (
      encord_label_row_save (f->row, ENCORD_SAVE_NONE, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
}

/* a row without label hash and without workflow */
static void
test_row_workflow (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GString) bare = g_string_new (OK ("[" ROW "]"));
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  client_fixture_open_project (f);
  g_string_replace (bare, "\"label_hash\":\"l\"", "\"label_hash\":null", 0);
  fake_server_reply (f->server, 200, bare->str);
  rows = encord_project_list_label_rows (f->project, NULL, NULL, &error);
  g_assert_no_error (error);
  f->row = g_object_ref (rows->pdata[0]);
  client_fixture_forget_requests (f);

  g_assert_false (encord_label_row_workflow_complete (f->row, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  g_assert_false (encord_label_row_set_priority (f->row, 0.5, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  g_assert_true (encord_label_row_workflow_reopen (f->row, NULL, &error));
  g_assert_no_error (error);
  encord_label_row_workflow_reopen_async (f->row, NULL,
                                          client_fixture_take_result, &result);
  g_assert_true (encord_label_row_workflow_reopen_finish (
      f->row, client_fixture_wait (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_null (fake_server_take_request (f->server));
}

/* made by hand, not by a listing */
static void
test_row_without_project (ClientFixture *f, gconstpointer data)
{
  g_autoptr (JsonNode) metadata = json_from_string (ROW, NULL);
  g_autoptr (EncordOntologyStructure) ontology =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;

  f->row = encord_label_row_new_from_json (metadata, ontology, &error);
  g_assert_no_error (error);
  g_assert_false (encord_label_row_initialise (f->row, ENCORD_INITIALISE_NONE,
                                               NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

/* the row keeps what it needs of the project */
static void
test_row_outlives_project (ClientFixture *f, gconstpointer data)
{
  client_fixture_list_row (f);
  g_clear_object (&f->project);
  g_clear_object (&f->client);
  initialise (f, ENCORD_INITIALISE_NONE);
}

/* a call that is refused before it is sent still calls back, and not at once */
static void
test_async_guard (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  client_fixture_list_row (f);
  encord_label_row_save_async (f->row, ENCORD_SAVE_NONE, NULL,
                               client_fixture_take_result, &result);
  g_assert_null (result);
  g_assert_false (encord_label_row_save_finish (
      f->row, client_fixture_wait (&result), &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_object (&result);
}

static const struct
{
  const char *name;
  const char *text;
} no_rows[] = {
  { "empty", "" },          { "null", "null" },
  { "list", "[{}]" },       { "truncated", "{\"label_hash\":" },
  { "two", "{\"a\":1}{}" }, { "payload-end", "{}},\"uid\":null}" },
};

static void
test_no_row_to_save (ClientFixture *f, gconstpointer data)
{
  const char *text = no_rows[GPOINTER_TO_SIZE (data)].text;
  g_autoptr (GBytes) label = g_bytes_new_static (text, strlen (text));
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  client_fixture_forget_requests (f);
  g_assert_false (encord_project_save_label_row (
      f->project, "l", label, ENCORD_SAVE_NONE, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  request = fake_server_take_request (f->server);
  g_assert_null (request);
}

static const struct
{
  const char *name;
  const char *body;
  int code;
} bad_row_texts[] = {
  { "null", OK ("null"), ENCORD_ERROR_NOT_FOUND },
  { "empty", OK ("{}"), -1 },
  { "list", OK ("[" BODY "]"), ENCORD_ERROR_BAD_RESPONSE },
  { "truncated", "{\"status\":200,\"response\":{\"a\"",
    ENCORD_ERROR_BAD_RESPONSE },
  { "missing", REFUSED ("RESOURCE_NOT_FOUND_ERROR"), ENCORD_ERROR_NOT_FOUND },
};

static void
test_row_text (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) row = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, bad_row_texts[i].body);
  row = encord_project_get_label_row (f->project, "l", ENCORD_INITIALISE_NONE,
                                      NULL, NULL, NULL, &error);
  if (bad_row_texts[i].code == -1) {
    g_assert_no_error (error);
    g_assert_cmpmem (g_bytes_get_data (row, NULL), g_bytes_get_size (row), "{}",
                     2);
  } else {
    g_assert_null (row);
    g_assert_error (error, ENCORD_ERROR, bad_row_texts[i].code);
  }
}

/* a row that the listing calls invalid, which `ROW` is not */
static void
test_validation_errors (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GString) invalid = g_string_new (OK ("[" ROW "]"));
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) errors = NULL;

  client_fixture_list_row (f);
  none = encord_label_row_get_validation_errors (f->row, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);

  g_string_replace (invalid, "\"number_of_frames\":3",
                    "\"number_of_frames\":3,\"is_valid\":false", 0);
  fake_server_reply (f->server, 200, invalid->str);
  rows = encord_project_list_label_rows (f->project, NULL, NULL, &error);
  g_assert_no_error (error);
  client_fixture_forget_requests (f);
  fake_server_reply (f->server, 200,
                     "{\"labelHash\":\"l\",\"branchName\":\"main\","
                     "\"version\":2,\"isValid\":false,\"errors\":[\"bad "
                     "box\"]}");
  errors =
      encord_label_row_get_validation_errors (rows->pdata[0], NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (errors[0], ==, "bad box");
  g_assert_null (errors[1]);
  request = fake_server_take_request (f->server);
  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->target, ==,
                   "/v2/public/projects/" UUID "/labels/l/validation-state");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_TABLE ("/rows/bad/", bad_listings, test_bad_listing);
  ADD_TABLE ("/row/bad/", bad_rows, test_bad_row);
  ADD ("/row/again", 0, test_row_again);
  ADD ("/row/save", 0, test_row_save);
  ADD ("/row/workflow", 0, test_row_workflow);
  ADD ("/row/async-guard", 0, test_async_guard);
  ADD ("/row/without-project", 0, test_row_without_project);
  ADD ("/row/outlives-project", 0, test_row_outlives_project);
  ADD_TABLE ("/row/save-no-row/", no_rows, test_no_row_to_save);
  ADD ("/row/validation-errors", 0, test_validation_errors);
  ADD_TABLE ("/row/text/", bad_row_texts, test_row_text);

  return g_test_run ();
}
