/* test-client.c - the client's calls, and servers that answer them badly
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#include <string.h>

static void
test_project (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GDateTime) created_at = NULL;

  client_fixture_open_project (f);
  g_assert_cmpstr (encord_project_get_project_hash (f->project), ==, UUID);
  g_assert_cmpstr (encord_project_get_project_type (f->project), ==,
                   "workflow");
  g_assert_cmpstr (encord_project_get_title (f->project), ==, "T");
  g_assert_cmpstr (encord_project_get_description (f->project), ==, "");
  g_assert_cmpstr (encord_project_get_ontology_hash (f->project), ==, "o");
  created_at = encord_project_get_created_at (f->project);
  g_assert_cmpint (g_date_time_to_unix (created_at), ==, 1714979289);
  g_assert_cmpuint (
      encord_workflow_get_n_stages (encord_project_get_workflow (f->project)),
      ==, 1);
}

static void
test_project_refetch (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200,
                     "{\"project_hash\":\"" UUID "\",\"project_type\":"
                     "\"manual_qa\",\"title\":\"U\",\"description\":\"d\","
                     "\"created_at\":\"\",\"last_edited_at\":\"\","
                     "\"ontology_hash\":\"p\"}");
  g_assert_true (encord_project_refetch_data (f->project, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (encord_project_get_title (f->project), ==, "U");
  g_assert_cmpstr (encord_project_get_ontology_hash (f->project), ==, "p");
  g_assert_null (encord_project_get_workflow (f->project));
  g_assert_null (encord_project_get_created_at (f->project));

  /* a failure leaves everything as it was */
  fake_server_reply (f->server, 200, "{\"title\":\"V\"}");
  g_assert_false (encord_project_refetch_data (f->project, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_assert_cmpstr (encord_project_get_title (f->project), ==, "U");
}

static const struct
{
  const char *name;
  guint status;
  const char *project;
  const char *ontology;
  int code;
} bad_projects[] = {
  { "not-found", 404, "{}", NULL, ENCORD_ERROR_NOT_FOUND },
  { "key", 401, "{\"message\":\"who?\"}", NULL, ENCORD_ERROR_AUTH },
  { "rights", 403, "{}", NULL, ENCORD_ERROR_DENIED },
  { "text", 200, "hello", NULL, ENCORD_ERROR_BAD_RESPONSE },
  { "truncated", 200, "{\"projectHash\":", NULL, ENCORD_ERROR_BAD_RESPONSE },
  { "list", 200, "[]", NULL, ENCORD_ERROR_BAD_RESPONSE },
  { "empty", 200, "{}", NULL, ENCORD_ERROR_BAD_RESPONSE },
  { "hash-number", 200, "{\"projectHash\":7}", NULL,
    ENCORD_ERROR_BAD_RESPONSE },
  { "ontology-denied", 200, PROJECT, "", ENCORD_ERROR_DENIED },
  { "ontology-empty", 200, PROJECT, "{}", ENCORD_ERROR_BAD_RESPONSE },
  { "ontology-malformed", 200, PROJECT, "{\"editor\":{\"objects\":[]}}",
    ENCORD_ERROR_BAD_RESPONSE },
};

static void
test_bad_project (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, bad_projects[i].status,
                     bad_projects[i].project);
  if (bad_projects[i].ontology != NULL)
    fake_server_reply (f->server, *bad_projects[i].ontology == '\0' ? 403 : 200,
                       bad_projects[i].ontology);
  f->project = encord_client_get_project (f->client, UUID, NULL, &error);
  g_assert_null (f->project);
  g_assert_error (error, ENCORD_ERROR, bad_projects[i].code);
}

static void
test_data (ClientFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *image_hash;
    const char *answer;
    int code;
  } cases[] = {
    { NULL, OK ("{\"video\":{}}"), ENCORD_ERROR_BAD_RESPONSE },
    { NULL, OK ("[]"), ENCORD_ERROR_NOT_FOUND },
    { NULL, OK ("7"), ENCORD_ERROR_BAD_RESPONSE },
    { NULL, OK ("{\"video\":null,\"images\":null}"), ENCORD_ERROR_NOT_FOUND },
    { NULL, OK ("{\"video\":{\"title\":\"x\"},\"images\":null}"),
      ENCORD_ERROR_BAD_RESPONSE },
    { NULL, OK ("{\"video\":null,\"images\":[{\"image_hash\":\"i\"},7]}"),
      ENCORD_ERROR_NOT_FOUND },
    { "j", OK ("{\"video\":null,\"images\":[{\"image_hash\":\"i\"}]}"),
      ENCORD_ERROR_NOT_FOUND },
    { "i",
      OK ("{\"video\":null,\"images\":[{\"image_hash\":\"i\","
          "\"file_link\":\"ftp://x/?sesame\"}]}"),
      ENCORD_ERROR_BAD_RESPONSE },
  };

  client_fixture_open_project (f);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EncordDataStream) stream = NULL;

    fake_server_reply (f->server, 200, cases[i].answer);
    stream = encord_project_open_data (f->project, "d", cases[i].image_hash,
                                       NULL, &error);
    g_assert_null (stream);
    g_assert_error (error, ENCORD_ERROR, cases[i].code);
    g_assert_null (strstr (error->message, "sesame"));
  }
}

static void
reply_media (ClientFixture *f, const char *format)
{
  g_autoptr (GString) answer = g_string_new (format);

  g_string_replace (answer, "HOST", fake_server_get_uri (f->server), 0);
  fake_server_reply (f->server, 200, answer->str);
  fake_server_reply (f->server, 200, "media");
}

static void
assert_reads_media (ClientFixture *f, const char *image_hash)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordDataStream) stream =
      encord_project_open_data (f->project, "d", image_hash, NULL, &error);
  char text[16];
  gsize n;

  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (G_INPUT_STREAM (stream), text,
                                          sizeof (text), &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (text, n, "media", 5);
}

static void
test_open_data (ClientFixture *f, gconstpointer data)
{
  client_fixture_open_project (f);
  reply_media (f, OK ("{\"video\":{\"file_link\":\"HOST/v\"},"
                      "\"images\":null}"));
  assert_reads_media (f, NULL);
  reply_media (f, OK ("{\"video\":null,\"images\":[{\"image_hash\":\"i\","
                      "\"file_link\":\"HOST/i\"}]}"));
  assert_reads_media (f, NULL);
  reply_media (f, OK ("{\"video\":{\"file_link\":\"HOST/v\"},\"images\":["
                      "{\"image_hash\":\"i\",\"file_link\":\"HOST/i\"},"
                      "{\"image_hash\":\"j\",\"file_link\":\"HOST/j\"}]}"));
  client_fixture_forget_requests (f);
  assert_reads_media (f, "j");
  fake_request_free (fake_server_take_request (f->server));
  {
    g_autoptr (FakeRequest) request = fake_server_take_request (f->server);

    g_assert_cmpstr (request->target, ==, "/j");
  }
}

/* what the SDK sends there, not recorded */
static void
assert_sent (ClientFixture *f, const char *target, const char *resource_type,
             const char *body)
{
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) sent = NULL;
  g_autoptr (JsonNode) expected = json_from_string (body, NULL);

  g_assert_nonnull (request);
  g_assert_cmpstr (request->target, ==, target);
  g_assert_cmpstr (
      soup_message_headers_get_one (request->headers, "ResourceType"), ==,
      resource_type);
  text = g_strndup (g_bytes_get_data (request->body, NULL),
                    g_bytes_get_size (request->body));
  sent = json_from_string (text, NULL);
  g_assert_true (json_node_equal (sent, expected));
}

static void
test_create (ClientFixture *f, gconstpointer data)
{
  static const char *const datasets[] = { "ds1", "ds2", NULL };
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *ontology = NULL;
  g_autofree char *dataset = NULL;
  g_autofree char *project = NULL;
  g_autofree char *bare = NULL;

  fake_server_reply (f->server, 200, ONTOLOGY);
  ontology = encord_client_create_ontology (f->client, "T", NULL, structure,
                                            NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ontology, ==, "o");
  assert_sent (f, "/v2/public/ontologies", NULL,
               "{\"title\":\"T\",\"description\":\"\",\"editor\":{\"objects\":"
               "[],\"classifications\":[],\"skeleton_templates\":[]}}");

  fake_server_reply (f->server, 200,
                     "{\"dataset_uuid\":\"ds\",\"backingFolderUuid\":null}");
  dataset = encord_client_create_dataset (f->client, "T", "why", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dataset, ==, "ds");
  assert_sent (f, "/v2/public/datasets", NULL,
               "{\"title\":\"T\",\"description\":\"why\","
               "\"createBackingFolder\":true,\"legacyCall\":false}");

  fake_server_reply (f->server, 200, OK ("\"p\""));
  project = encord_client_create_project (f->client, "T", "D", datasets, "o",
                                          "w", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (project, ==, "p");
  assert_sent (f, "/public/user", "",
               "{\"query_type\":\"project\",\"query_method\":\"POST\","
               "\"values\":{\"uid\":null,\"payload\":{\"title\":\"T\","
               "\"description\":\"D\",\"dataset_hashes\":[\"ds1\",\"ds2\"],"
               "\"workflow_type\":\"manual\",\"ontology_hash\":\"o\","
               "\"workflow_template_id\":\"w\"}}}");

  fake_server_reply (f->server, 200, OK ("true"));
  bare = encord_client_create_project (f->client, "T", NULL, NULL, NULL, NULL,
                                       NULL, &error);
  g_assert_null (bare);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  assert_sent (f, "/public/user", "",
               "{\"query_type\":\"project\",\"query_method\":\"POST\","
               "\"values\":{\"uid\":null,\"payload\":{\"title\":\"T\","
               "\"description\":\"\",\"dataset_hashes\":[],"
               "\"workflow_type\":\"manual\"}}}");
}

static void
test_async (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GAsyncResult *result = NULL;

  fake_server_reply (f->server, 200, PROJECT);
  fake_server_reply (f->server, 200, ONTOLOGY);
  encord_client_get_project_async (f->client, UUID, NULL,
                                   client_fixture_take_result, &result);
  f->project = encord_client_get_project_finish (
      f->client, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  fake_server_reply (f->server, 200, OK ("[" ROW "]"));
  encord_project_list_label_rows_async (f->project, NULL, NULL,
                                        client_fixture_take_result, &result);
  rows = encord_project_list_label_rows_finish (
      f->project, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  f->row = g_object_ref (rows->pdata[0]);

  fake_server_reply (f->server, 200, OK ("[" BODY "]"));
  encord_label_row_initialise_async (f->row, ENCORD_INITIALISE_NONE, NULL,
                                     client_fixture_take_result, &result);
  g_assert_true (encord_label_row_initialise_finish (
      f->row, client_fixture_wait (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  fake_server_reply (f->server, 200, OK ("true"));
  encord_label_row_save_async (f->row, ENCORD_SAVE_NONE, NULL,
                               client_fixture_take_result, &result);
  g_assert_true (encord_label_row_save_finish (
      f->row, client_fixture_wait (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  fake_server_reply (f->server, 200, "{}");
  encord_project_refetch_ontology_async (f->project, NULL,
                                         client_fixture_take_result, &result);
  g_assert_false (encord_project_refetch_ontology_finish (
      f->project, client_fixture_wait (&result), &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_assert_nonnull (encord_project_get_ontology_structure (f->project));
  g_clear_object (&result);
}

/* a classification without attribute is refused here, and nothing is sent */
static void
test_create_unfinished (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  encord_ontology_structure_add_classification (structure, &error);
  g_assert_no_error (error);
  g_assert_null (encord_client_create_ontology (f->client, "T", NULL, structure,
                                                NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  encord_client_create_ontology_async (f->client, "T", NULL, structure, NULL,
                                       client_fixture_take_result, &result);
  g_assert_null (encord_client_create_ontology_finish (
      f->client, client_fixture_wait (&result), &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_object (&result);
}

static void
test_async_create (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (EncordDataset) dataset = NULL;
  g_autofree char *ontology_hash = NULL;
  g_autofree char *dataset_hash = NULL;
  g_autofree char *project_hash = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  fake_server_reply (f->server, 200, ONTOLOGY);
  encord_client_create_ontology_async (f->client, "T", NULL, structure, NULL,
                                       client_fixture_take_result, &result);
  ontology_hash = encord_client_create_ontology_finish (
      f->client, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ontology_hash, ==, "o");
  g_clear_object (&result);

  fake_server_reply (f->server, 200, "{\"datasetUuid\":\"ds\"}");
  encord_client_create_dataset_async (f->client, "T", NULL, NULL,
                                      client_fixture_take_result, &result);
  dataset_hash = encord_client_create_dataset_finish (
      f->client, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dataset_hash, ==, "ds");
  g_clear_object (&result);

  fake_server_reply (f->server, 200,
                     OK ("{\"dataset_hash\":\"ds\",\"title\":\"T\"}"));
  encord_client_get_dataset_async (f->client, "ds", NULL,
                                   client_fixture_take_result, &result);
  dataset = encord_client_get_dataset_finish (
      f->client, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_dataset_get_dataset_hash (dataset), ==, "ds");
  g_clear_object (&result);

  fake_server_reply (f->server, 200, OK ("\"p\""));
  encord_client_create_project_async (f->client, "T", NULL, NULL, NULL, NULL,
                                      NULL, client_fixture_take_result,
                                      &result);
  project_hash = encord_client_create_project_finish (
      f->client, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (project_hash, ==, "p");
  g_clear_object (&result);
}

static void
test_async_data (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordDataStream) stream = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, OK ("{\"video\":null,\"images\":null}"));
  encord_project_get_data_async (f->project, "d", FALSE, NULL,
                                 client_fixture_take_result, &result);
  node = encord_project_get_data_finish (f->project,
                                         client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  reply_media (f, OK ("{\"video\":{\"file_link\":\"HOST/v\"},"
                      "\"images\":null}"));
  encord_project_open_data_async (f->project, "d", NULL, NULL,
                                  client_fixture_take_result, &result);
  stream = encord_project_open_data_finish (
      f->project, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (encord_data_stream_get_size (stream), ==, 5);
  g_clear_object (&result);

  fake_server_reply (f->server, 200, PROJECT);
  encord_project_refetch_data_async (f->project, NULL,
                                     client_fixture_take_result, &result);
  g_assert_true (encord_project_refetch_data_finish (
      f->project, client_fixture_wait (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
}

static void
test_cancel (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (FakeRequest) request = NULL;
  GAsyncResult *result = NULL;

  fake_server_reply_raw (f->server, "HTTP/1.1 200 OK\r\n", TRUE);
  encord_client_get_project_async (f->client, UUID, cancellable,
                                   client_fixture_take_result, &result);
  request = fake_server_wait_request (f->server);
  g_cancellable_cancel (cancellable);
  f->project = encord_client_get_project_finish (
      f->client, client_fixture_wait (&result), &error);
  g_assert_null (f->project);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
}

static void
test_server (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_bearer_token ("t");
  g_autoptr (EncordClient) standard = encord_client_new (NULL, credentials);
  g_autoptr (EncordClient) wrong = encord_client_new ("nonsense", credentials);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (encord_client_get_server (standard), ==,
                   "https://api.encord.com");
  g_assert_null (encord_client_get_project (wrong, UUID, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("ENCORD_SERVER");

  ADD ("/client/server", 0, test_server);
  ADD ("/client/create", 0, test_create);
  ADD ("/client/create-unfinished", 0, test_create_unfinished);
  ADD ("/client/async", 0, test_async);
  ADD ("/client/async/create", 0, test_async_create);
  ADD ("/client/async/data", 0, test_async_data);
  ADD ("/client/cancel", 0, test_cancel);
  ADD ("/project/members", 0, test_project);
  ADD ("/project/refetch", 0, test_project_refetch);
  ADD_TABLE ("/project/bad/", bad_projects, test_bad_project);
  ADD ("/data/bad", 0, test_data);
  ADD ("/data/open", 0, test_open_data);

  return g_test_run ();
}
