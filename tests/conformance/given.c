/* given.c - what recorded calls are made on
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

JsonArray *
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
void
reply_text (Context *ctx, const char *text)
{
  g_autoptr (GString) body = g_string_new (text);

  g_string_replace (body, "http://HOST", fake_server_get_uri (ctx->server), 0);
  fake_server_reply (ctx->server, 200, body->str);
}

void
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

void
given_client (Context *ctx)
{
}

void
given_project (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  reply_recorded (ctx, "01-get_project");
  ctx->project = encord_client_get_project (ctx->client, PROJECT, NULL, &error);
  g_assert_no_error (error);
}

EncordLabelRow *
list_one (Context *ctx, EncordLabelRowFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      encord_project_list_label_rows (ctx->project, filter, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);

  return g_object_ref (rows->pdata[0]);
}

void
given_row (Context *ctx)
{
  given_project (ctx);
  reply_recorded (ctx, "07-list_label_rows_v2-default");
  ctx->row = list_one (ctx, NULL);
}

void
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

void
given_dataset (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  reply_text (ctx, "{\"status\":200,\"response\":{\"dataset_hash\":\"" DATASET
                   "\",\"title\":\"Clips\",\"description\":\"\","
                   "\"dataset_type\":\"CORD_STORAGE\",\"data_rows\":[]}}");
  ctx->dataset = encord_client_get_dataset (ctx->client, DATASET, NULL, &error);
  g_assert_no_error (error);
}
