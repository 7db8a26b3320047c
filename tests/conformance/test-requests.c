/* test-requests.c - each call sends what the recording of it holds
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A recording is replayed: its canned answers are queued, our client makes the
 * same call, and every request that arrives is compared with the recorded one:
 * method, path, query, headers, parsed body, and a signature that is valid.
 * A new call adds a line to `calls` and the function that makes it. */
#include "fake-server.h"
#include "test-keys.h"

#include <encord/auth/encord-signature-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/encord.h>
#include <glib/gstdio.h>
#include <string.h>

#define PROJECT "11111111-1111-4111-8111-111111111111"
#define DATA "22222222-2222-4222-8222-222222222222"
#define DATASET "33333333-3333-4333-8333-333333333333"

typedef struct
{
  FakeServer *server;
  EncordClient *client;
  EncordProject *project;
  EncordDataset *dataset;
  EncordLabelRow *row;
  char *folder;
} Context;

static JsonArray *
load_recording (const char *name, JsonParser **ret_parser)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("ENCORD_TEST_DATA"),
                                            "recordings", file, NULL);
  g_autoptr (GError) error = NULL;

  *ret_parser = json_parser_new ();
  json_parser_load_from_file (*ret_parser, path, &error);
  g_assert_no_error (error);

  return json_object_get_array_member (
      json_node_get_object (json_parser_get_root (*ret_parser)), "requests");
}

/* signed links of a recording point to a host of that name */
static void
reply_text (Context *ctx, const char *text)
{
  g_autoptr (GString) body = g_string_new (text);

  g_string_replace (body, "http://HOST", fake_server_get_uri (ctx->server), 0);
  fake_server_reply (ctx->server, 200, body->str);
}

static void
reply_recorded (Context *ctx, const char *name)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonArray *requests = load_recording (name, &parser);

  for (guint i = 0; i < json_array_get_length (requests); i++) {
    g_autofree char *text = json_to_string (
        json_object_get_member (json_array_get_object_element (requests, i),
                                "canned_answer"),
        FALSE);

    reply_text (ctx, text);
  }
}

static void
forget_requests (Context *ctx)
{
  FakeRequest *request;

  while ((request = fake_server_take_request (ctx->server)) != NULL)
    fake_request_free (request);
}

/* what the recorded calls were made on */

static void
given_client (Context *ctx)
{
}

static void
given_project (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  reply_recorded (ctx, "01-get_project");
  ctx->project = encord_client_get_project (ctx->client, PROJECT, NULL, &error);
  g_assert_no_error (error);
}

static EncordLabelRow *
list_one (Context *ctx, EncordLabelRowFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      encord_project_list_label_rows (ctx->project, filter, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);

  return g_object_ref (rows->pdata[0]);
}

static void
given_row (Context *ctx)
{
  given_project (ctx);
  reply_recorded (ctx, "07-list_label_rows_v2-default");
  ctx->row = list_one (ctx, NULL);
}

/* a row that holds what recording 55 saves */
static void
given_labelled_row (Context *ctx)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *labels = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *requests;
  JsonObject *values;

  given_row (ctx);
  requests = load_recording ("55-label_row_v2-save", &parser);
  values = json_object_get_object_member (
      json_object_get_object_member (
          json_array_get_object_element (requests, 0), "body"),
      "values");
  labels = json_to_string (
      json_object_get_member (json_object_get_object_member (values, "payload"),
                              "labels"),
      FALSE);
  answer = g_strdup_printf ("{\"status\":200,\"response\":%s}", labels);
  reply_text (ctx, answer);
  g_assert_true (encord_label_row_initialise (ctx->row, ENCORD_INITIALISE_NONE,
                                              NULL, &error));
  g_assert_no_error (error);
}

static void
given_dataset (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  reply_text (ctx, "{\"status\":200,\"response\":{\"dataset_hash\":\"" DATASET
                   "\",\"title\":\"Clips\",\"description\":\"\","
                   "\"dataset_type\":\"CORD_STORAGE\",\"data_rows\":[]}}");
  ctx->dataset = encord_client_get_dataset (ctx->client, DATASET, NULL, &error);
  g_assert_no_error (error);
}

/* the calls */

static void
call_get_project (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  ctx->project = encord_client_get_project (ctx->client, PROJECT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_project_get_title (ctx->project), ==, "T");
  g_assert_cmpuint (encord_ontology_structure_get_objects (
                        encord_project_get_ontology_structure (ctx->project))
                        ->len,
                    ==, 6);
}

static void
call_refetch_data (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_refetch_data (ctx->project, NULL, &error));
  g_assert_no_error (error);
}

static void
call_refetch_ontology (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_refetch_ontology (ctx->project, NULL, &error));
  g_assert_no_error (error);
}

static void
call_list (Context *ctx)
{
  ctx->row = list_one (ctx, NULL);
  g_assert_cmpstr (encord_label_row_get_data_title (ctx->row), ==, "clip.mp4");
}

static void
call_list_all_filters (Context *ctx)
{
  static const char *const statuses[] = { "QUEUED", "RETURNED", NULL };
  static const char *const data_hashes[] = { DATA, NULL };
  static const char *const label_hashes[] = {
    "44444444-4444-4444-8444-444444444444", NULL
  };
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();
  g_autoptr (GDateTime) before = g_date_time_new_utc (2024, 5, 1, 12, 0, 0);
  g_autoptr (GDateTime) after = g_date_time_new_utc (2024, 1, 2, 0, 0, 0);

  g_object_set (
      filter, "edited-before", before, "edited-after", after, "label-statuses",
      statuses, "shadow-data-state", "ALL_DATA", "data-hashes", data_hashes,
      "label-hashes", label_hashes, "data-title-eq", "clip.mp4",
      "data-title-like", "%clip%", "workflow-graph-node-title-eq", "Annotate",
      "workflow-graph-node-title-like", "Ann%", "include-client-metadata", TRUE,
      "include-images-data", TRUE, "include-workflow-graph-node", FALSE,
      "include-all-label-branches", TRUE, NULL);
  ctx->row = list_one (ctx, filter);
}

static void
call_list_branch (Context *ctx)
{
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();

  g_object_set (filter, "branch-name", "pre-labels", NULL);
  ctx->row = list_one (ctx, filter);
}

static void
get_data (Context *ctx, gboolean get_signed_url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) data = encord_project_get_data (
      ctx->project, DATA, get_signed_url, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (
      json_object_has_member (json_node_get_object (data), "images"));
}

static void
call_get_data (Context *ctx)
{
  get_data (ctx, FALSE);
}

static void
call_get_data_signed (Context *ctx)
{
  get_data (ctx, TRUE);
}

static void
initialise (Context *ctx, EncordInitialiseFlags flags)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_label_row_initialise (ctx->row, flags, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (encord_label_row_is_initialised (ctx->row));
  g_assert_cmpstr (encord_label_row_get_label_hash (ctx->row), ==,
                   "44444444-4444-4444-8444-444444444444");
}

static void
call_list_then_initialise (Context *ctx)
{
  ctx->row = list_one (ctx, NULL);
  initialise (ctx, ENCORD_INITIALISE_NONE);
}

static void
call_initialise_signed (Context *ctx)
{
  initialise (ctx, ENCORD_INITIALISE_SIGNED_URL);
}

static void
call_save (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_label_row_save (ctx->row, ENCORD_SAVE_VALIDATE, NULL, &error));
  g_assert_no_error (error);
}

static void
call_workflow_complete (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_label_row_workflow_complete (ctx->row, NULL, &error));
  g_assert_no_error (error);
}

static void
call_workflow_reopen (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_label_row_workflow_reopen (ctx->row, NULL, &error));
  g_assert_no_error (error);
}

static void
call_set_priority (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_label_row_set_priority (ctx->row, 0.75, NULL, &error));
  g_assert_no_error (error);
}

static GFile *
make_file (Context *ctx, const char *name)
{
  g_autofree char *path = g_build_filename (ctx->folder, name, NULL);
  const char zeros[64] = { 0 };

  g_assert_true (g_file_set_contents (path, zeros, sizeof (zeros), NULL));

  return g_file_new_for_path (path);
}

static void
call_upload_video (Context *ctx)
{
  g_autoptr (GFile) file = make_file (ctx, "clip.mp4");
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = encord_dataset_upload_video (
      ctx->dataset, file, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (data_hash, ==, DATA);
}

static void
call_create_image_group (Context *ctx)
{
  g_autoptr (GFile) file = make_file (ctx, "a.png");
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = encord_dataset_create_image_group (
      ctx->dataset, &file, 1, NULL, ENCORD_IMAGE_GROUP_NONE, NULL, NULL, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpstr (data_hash, ==, DATA);
}

static const struct
{
  const char *recording;
  void (*given) (Context *);
  void (*call) (Context *);
} calls[] = {
  { "01-get_project", given_client, call_get_project },
  { "02-refetch_data", given_project, call_refetch_data },
  { "03-refetch_ontology", given_project, call_refetch_ontology },
  { "07-list_label_rows_v2-default", given_project, call_list },
  { "08-list_label_rows_v2-all-filters", given_project, call_list_all_filters },
  { "09-list_label_rows_v2-branch", given_project, call_list_branch },
  { "39-get_data", given_project, call_get_data },
  { "40-get_data-signed", given_project, call_get_data_signed },
  { "53-bundle-initialise", given_project, call_list_then_initialise },
  { "54-label_row_v2-initialise", given_row, call_initialise_signed },
  { "55-label_row_v2-save", given_labelled_row, call_save },
  { "56-label_row_v2-workflow-complete", given_row, call_workflow_complete },
  { "57-label_row_v2-workflow-reopen", given_row, call_workflow_reopen },
  { "58-label_row_v2-set-priority", given_row, call_set_priority },
  { "59-label_row_v2-create-then-initialise", given_project,
    call_list_then_initialise },
  { "61-dataset-upload_video", given_dataset, call_upload_video },
  { "62-dataset-create_image_group", given_dataset, call_create_image_group },
};

/* the comparison */

/* The SDK wrote the recorded times without a zone; ours are the same instants in
 * UTC, and say so. */
static gboolean
is_same_time (const char *ours, const char *recorded)
{
  g_autofree char *iso = g_strconcat (recorded, "+00:00", NULL);
  g_autofree char *rfc = g_strconcat (recorded, "GMT", NULL);

  return g_str_equal (ours, iso) ||
         (g_str_has_suffix (recorded, " ") && g_str_equal (ours, rfc));
}

static void assert_same (JsonNode *ours, JsonNode *recorded, const char *where);

static void
assert_same_object (JsonObject *ours, JsonObject *recorded, const char *where)
{
  g_autoptr (GList) names = json_object_get_members (recorded);
  g_autoptr (GList) our_names = json_object_get_members (ours);

  for (GList *l = our_names; l != NULL; l = l->next)
    if (!json_object_has_member (recorded, l->data))
      g_error ("%s: we send a member %s", where, (char *) l->data);
  for (GList *l = names; l != NULL; l = l->next) {
    g_autofree char *below = g_strconcat (where, ".", l->data, NULL);

    if (!json_object_has_member (ours, l->data))
      g_error ("%s: we do not send it", below);
    assert_same (json_object_get_member (ours, l->data),
                 json_object_get_member (recorded, l->data), below);
  }
}

static void
assert_same (JsonNode *ours, JsonNode *recorded, const char *where)
{
  g_autofree char *our_text = json_to_string (ours, FALSE);
  g_autofree char *recorded_text = json_to_string (recorded, FALSE);

  if (JSON_NODE_HOLDS_OBJECT (ours) && JSON_NODE_HOLDS_OBJECT (recorded)) {
    assert_same_object (json_node_get_object (ours),
                        json_node_get_object (recorded), where);
  } else if (JSON_NODE_HOLDS_ARRAY (ours) && JSON_NODE_HOLDS_ARRAY (recorded)) {
    JsonArray *a = json_node_get_array (ours);
    JsonArray *b = json_node_get_array (recorded);

    if (json_array_get_length (a) != json_array_get_length (b))
      g_error ("%s: %s instead of %s", where, our_text, recorded_text);
    for (guint i = 0; i < json_array_get_length (a); i++)
      assert_same (json_array_get_element (a, i), json_array_get_element (b, i),
                   where);
  } else if (!json_node_equal (ours, recorded) &&
             !(json_node_get_value_type (ours) == G_TYPE_STRING &&
               json_node_get_value_type (recorded) == G_TYPE_STRING &&
               is_same_time (json_node_get_string (ours),
                             json_node_get_string (recorded)))) {
    g_error ("%s: %s instead of %s", where, our_text, recorded_text);
  }
}

static void
assert_same_query (const char *ours, JsonObject *recorded)
{
  JsonNode *query = json_object_get_member (recorded, "query");

  if (query == NULL || !JSON_NODE_HOLDS_ARRAY (query) ||
      json_array_get_length (json_node_get_array (query)) == 0) {
    g_assert_cmpstr (ours, ==, NULL);
    return;
  }

  g_assert_nonnull (ours);
  {
    g_auto (GStrv) pairs = g_strsplit (ours, "&", -1);
    JsonArray *expected = json_node_get_array (query);

    g_assert_cmpuint (g_strv_length (pairs), ==,
                      json_array_get_length (expected));
    for (guint i = 0; pairs[i] != NULL; i++) {
      JsonArray *pair = json_array_get_array_element (expected, i);
      g_auto (GStrv) halves = g_strsplit (pairs[i], "=", 2);
      g_autofree char *value =
          g_uri_unescape_string (g_strdelimit (halves[1], "+", ' '), NULL);

      g_assert_cmpstr (halves[0], ==, json_array_get_string_element (pair, 0));
      g_assert_cmpstr (value, ==, json_array_get_string_element (pair, 1));
    }
  }
}

/* of the headers with a signature, that it is valid; of the others, the value */
static void
assert_same_headers (FakeRequest *ours, JsonObject *recorded)
{
  JsonObject *headers = json_object_get_object_member (recorded, "headers");
  g_autoptr (GList) names = json_object_get_members (headers);
  g_autoptr (GError) error = NULL;
  gsize length;
  gconstpointer body = g_bytes_get_data (ours->body, &length);

  for (GList *l = names; l != NULL; l = l->next) {
    const char *name = l->data;
    const char *value = soup_message_headers_get_one (ours->headers, name);

    if (g_str_equal (name, "Authorization")) {
      g_autofree char *key = NULL;

      g_assert_true (
          encord_signature_verify_legacy (value, body, length, &key, &error));
      g_assert_cmpstr (key, ==, TEST_KEY_HEX);
    } else if (g_str_equal (name, "Signature")) {
      g_autofree char *key = NULL;

      g_assert_true (encord_signature_verify_v2 (
          ours->method, ours->target,
          soup_message_headers_get_one (ours->headers, "Content-Digest"),
          soup_message_headers_get_one (ours->headers, "Signature-Input"),
          value, body, length, g_get_real_time () / G_USEC_PER_SEC, &key,
          &error));
      g_assert_cmpstr (key, ==, TEST_KEY_HEX);
    } else if (!g_str_equal (name, "Signature-Input") &&
               !g_str_equal (name, "Content-Digest") &&
               /* what the SDK's HTTP library puts in by itself */
               g_strcmp0 (json_object_get_string_member (headers, name),
                          "*/*") != 0) {
      g_assert_cmpstr (value, ==,
                       json_object_get_string_member (headers, name));
    }
  }
  if (!json_object_has_member (headers, "Authorization"))
    g_assert_null (
        soup_message_headers_get_one (ours->headers, "Authorization"));
}

static void
assert_same_body (FakeRequest *ours, JsonObject *recorded, const char *where)
{
  JsonNode *expected = json_object_get_member (recorded, "body");
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *text = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (ours->body, &length);

  if (JSON_NODE_HOLDS_NULL (expected)) {
    g_assert_cmpuint (length, ==, 0);
    return;
  }
  if (json_object_has_member (json_node_get_object (expected), "_bytes")) {
    g_autofree guchar *raw = NULL;
    gsize raw_length;

    raw = g_base64_decode (
        json_object_get_string_member (recorded, "raw_body_base64"),
        &raw_length);
    g_assert_cmpmem (data, length, raw, raw_length);
    return;
  }
  text = g_strndup (data, length);
  body = json_from_string (text, NULL);
  g_assert_nonnull (body);
  assert_same (body, expected, where);
}

static void
assert_same_request (FakeRequest *ours, JsonObject *recorded, const char *where)
{
  g_auto (GStrv) target = g_strsplit (ours->target, "?", 2);

  g_assert_cmpstr (ours->method, ==,
                   json_object_get_string_member (recorded, "method"));
  g_assert_cmpstr (target[0], ==,
                   json_object_get_string_member (recorded, "path"));
  assert_same_query (target[1], recorded);
  assert_same_headers (ours, recorded);
  assert_same_body (ours, recorded, where);
}

static void
context_init (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, &error);
  g_autoptr (EncordCredentials) credentials = NULL;

  g_assert_no_error (error);
  credentials = encord_credentials_new_for_ssh_key (key);
  ctx->server = fake_server_new ();
  ctx->client =
      encord_client_new (fake_server_get_uri (ctx->server), credentials);
  ctx->folder = g_dir_make_tmp ("encord-requests-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
context_clear (Context *ctx)
{
  static const char *const files[] = { "clip.mp4", "a.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (ctx->folder, files[i], NULL);

    g_unlink (path);
  }
  g_rmdir (ctx->folder);
  g_free (ctx->folder);
  g_clear_object (&ctx->row);
  g_clear_object (&ctx->project);
  g_clear_object (&ctx->dataset);
  g_clear_object (&ctx->client);
  fake_server_free (ctx->server);
}

static void
test_recording (gconstpointer data)
{
  const gsize n = GPOINTER_TO_SIZE (data);
  g_autoptr (JsonParser) parser = NULL;
  JsonArray *requests = load_recording (calls[n].recording, &parser);
  Context ctx = { NULL };
  FakeRequest *surplus;

  context_init (&ctx);
  calls[n].given (&ctx);
  forget_requests (&ctx);
  reply_recorded (&ctx, calls[n].recording);
  calls[n].call (&ctx);

  for (guint i = 0; i < json_array_get_length (requests); i++) {
    g_autoptr (FakeRequest) request = fake_server_take_request (ctx.server);

    g_assert_nonnull (request);
    assert_same_request (request, json_array_get_object_element (requests, i),
                         calls[n].recording);
  }
  surplus = fake_server_take_request (ctx.server);
  g_assert_null (surplus);
  context_clear (&ctx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++) {
    g_autofree char *path =
        g_strconcat ("/requests/", calls[i].recording, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_recording);
  }

  return g_test_run ();
}
