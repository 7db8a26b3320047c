/* replays-rows.c - label rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

#include <string.h>

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

static void
call_list_one_row (Context *ctx)
{
  static const char *const data_hashes[] = { DATA, NULL };
  static const char *const label_hashes[] = { LABEL, NULL };
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();

  g_object_set (filter, "data-hashes", data_hashes, "label-hashes",
                label_hashes, NULL);
  ctx->row = list_one (ctx, filter);
}

static void
call_submit_for_review (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_submit_label_row_for_review (
      ctx->project, LABEL, NULL, &error));
  g_assert_no_error (error);
}

static void
call_set_label_status (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_set_label_status (
      ctx->project, LABEL, ENCORD_LABEL_STATUS_LABELLED, NULL, &error));
  g_assert_no_error (error);
}

/* the text that came is the row of the canned answer */
static void
assert_row_text (GBytes *row)
{
  gsize length;
  const char *text = g_bytes_get_data (row, &length);

  g_assert_true (g_str_has_prefix (text, "{\"label_hash\":\"" LABEL "\""));
  g_assert_cmpint (text[length - 1], ==, '}');
}

static void
call_get_label_row (Context *ctx)
{
  static const char *const objects[] = { "aaaa1111", NULL };
  static const char *const classifications[] = { "dddd1111", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) row = encord_project_get_label_row (
      ctx->project, LABEL, ENCORD_INITIALISE_REVIEWS, objects, classifications,
      NULL, &error);

  g_assert_no_error (error);
  assert_row_text (row);
}

static void
call_get_label_rows (Context *ctx)
{
  static const char *const labels[] = { LABEL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = encord_project_get_label_rows (
      ctx->project, labels, ENCORD_INITIALISE_SIGNED_URL, NULL, NULL, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  assert_row_text (rows->pdata[0]);
}

static void
call_create_label_row (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) row =
      encord_project_create_label_row (ctx->project, DATA, NULL, &error);

  g_assert_no_error (error);
  assert_row_text (row);
}

/* saves what the recording saves */
static void
save_recorded (Context *ctx, const char *name, EncordSaveFlags flags)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GBytes) row = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *requests = load_recording (name, &parser);
  JsonObject *values = json_object_get_object_member (
      json_object_get_object_member (
          json_array_get_object_element (requests, 0), "body"),
      "values");
  JsonNode *payload = json_object_get_member (values, "payload");
  char *text;

  json_object_remove_member (json_node_get_object (payload),
                             "validate_before_saving");
  text = json_to_string (payload, FALSE);
  row = g_bytes_new_take (text, strlen (text));
  g_assert_true (encord_project_save_label_row (ctx->project, LABEL, row, flags,
                                                NULL, &error));
  g_assert_no_error (error);
}

static void
call_save_label_row (Context *ctx)
{
  save_recorded (ctx, "49-save_label_row", ENCORD_SAVE_NONE);
}

static void
call_save_label_row_validate (Context *ctx)
{
  save_recorded (ctx, "50-save_label_row-validate", ENCORD_SAVE_VALIDATE);
}

const Replay replays_rows[] = {
  { "19-submit_label_row_for_review", given_project, call_submit_for_review },
  { "45-list_label_rows", given_project, call_list_one_row },
  { "46-set_label_status", given_project, call_set_label_status },
  { "47-get_label_row", given_project, call_get_label_row },
  { "48-get_label_rows", given_project, call_get_label_rows },
  { "49-save_label_row", given_project, call_save_label_row },
  { "50-save_label_row-validate", given_project, call_save_label_row_validate },
  { "51-create_label_row", given_project, call_create_label_row },
  { "07-list_label_rows_v2-default", given_project, call_list },
  { "08-list_label_rows_v2-all-filters", given_project, call_list_all_filters },
  { "09-list_label_rows_v2-branch", given_project, call_list_branch },
  { "53-bundle-initialise", given_project, call_list_then_initialise },
  { "54-label_row_v2-initialise", given_row, call_initialise_signed },
  { "55-label_row_v2-save", given_labelled_row, call_save },
  { "56-label_row_v2-workflow-complete", given_row, call_workflow_complete },
  { "57-label_row_v2-workflow-reopen", given_row, call_workflow_reopen },
  { "58-label_row_v2-set-priority", given_row, call_set_priority },
  { "59-label_row_v2-create-then-initialise", given_project,
    call_list_then_initialise },
  { NULL },
};
