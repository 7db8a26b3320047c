/* replays-coco.c - labels in COCO's format
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

static const char document[] =
    "{\"info\":{},\"categories\":[{\"id\":1,\"name\":\"car\"}],"
    "\"images\":[{\"id\":7,\"width\":640,\"height\":480}],"
    "\"annotations\":[{\"id\":1,\"image_id\":7,\"category_id\":1,"
    "\"area\":12288,\"bbox\":[64,48,128,96],\"iscrowd\":0}]}";

/* The SDK leaves out and adds members when it writes a row. Ours writes what was
 * there, so the row that it gets is one that the SDK wrote. */
static void
reply_row_of_the_sdk (Context *ctx)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *labels = NULL;
  g_autofree char *answer = NULL;
  JsonArray *requests = load_recording ("60-import_coco_labels", &parser);
  JsonObject *payload = json_object_get_object_member (
      json_object_get_object_member (
          json_object_get_object_member (
              json_array_get_object_element (requests, 2), "body"),
          "values"),
      "payload");
  JsonObject *row = json_array_get_object_element (
      json_object_get_array_member (payload, "labels"), 0);

  rows = json_to_string (
      json_object_get_member (json_array_get_object_element (requests, 0),
                              "canned_answer"),
      FALSE);
  json_object_set_object_member (row, "object_answers", json_object_new ());
  json_object_set_object_member (
      json_object_get_object_member (
          json_object_get_object_member (row, "data_units"), DATA),
      "labels", json_object_new ());
  labels = json_to_string (json_object_get_member (payload, "labels"), FALSE);
  answer = g_strdup_printf ("{\"status\":200,\"response\":%s}", labels);
  reply_text (ctx, rows);
  reply_text (ctx, answer);
  reply_text (ctx, "{\"status\":200,\"response\":true}");
}

static void
call_import (Context *ctx)
{
  g_autoptr (EncordCocoMapping) mapping = encord_coco_mapping_new ();
  g_autoptr (EncordCocoImport) report = NULL;
  g_autoptr (JsonNode) coco = json_from_string (document, NULL);
  g_autoptr (GError) error = NULL;

  encord_coco_mapping_add_category (mapping, 1, "aaaa1111");
  encord_coco_mapping_add_image (mapping, 7, DATA, 3);
  report = encord_project_import_coco_labels (ctx->project, coco, mapping, NULL,
                                              NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (encord_coco_import_get_labels (report), ==, 1);
  g_assert_cmpint (encord_coco_import_get_left_out (report), ==, 0);
  g_assert_cmpint (encord_coco_import_get_label_rows (report), ==, 1);
}

const Replay replays_coco[] = {
  { "60-import_coco_labels", given_project, call_import, reply_row_of_the_sdk },
  { NULL },
};
