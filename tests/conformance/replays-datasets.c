/* replays-datasets.c - what a project labels, copies of it, its log
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

static const char *const datasets[] = { DATASET, NULL };

static void
assert_is_clips (GPtrArray *list)
{
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (encord_project_dataset_get_dataset_hash (list->pdata[0]), ==,
                   DATASET);
  g_assert_cmpstr (encord_project_dataset_get_title (list->pdata[0]), ==,
                   "Clips");
  g_assert_cmpstr (encord_project_dataset_get_description (list->pdata[0]), ==,
                   "");
}

static void
call_list_datasets (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      encord_project_list_datasets (ctx->project, NULL, &error);

  g_assert_no_error (error);
  assert_is_clips (list);
}

static void
call_add_datasets (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_project_add_datasets (ctx->project, datasets, NULL, &error));
  g_assert_no_error (error);
}

static void
call_remove_datasets (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_project_remove_datasets (ctx->project, datasets, NULL, &error));
  g_assert_no_error (error);
}

static void
call_get_cloud_integrations (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      encord_project_get_cloud_integrations (ctx->project, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (encord_cloud_integration_get_title (list->pdata[0]), ==,
                   "S3");
  g_assert_cmpstr (
      encord_cloud_integration_get_integration_uuid (list->pdata[0]), ==,
      "88888888-8888-4888-8888-888888888888");
}

static void
copy (Context *ctx, EncordCopyOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash =
      encord_project_copy_project (ctx->project, options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, PROJECT);
}

static void
call_copy_default (Context *ctx)
{
  copy (ctx, NULL);
}

static void
call_copy_attach (Context *ctx)
{
  g_autoptr (EncordCopyOptions) options = encord_copy_options_new ();

  g_object_set (options, "copy-datasets", ENCORD_COPY_DATASETS_ATTACH,
                "copy-models", TRUE, "copy-collaborators", TRUE, "new-title",
                "Copy", "new-description", "Desc", NULL);
  copy (ctx, options);
}

static void
call_copy_clone (Context *ctx)
{
  static const char *const labels[] = { LABEL, NULL };
  static const char *const statuses[] = { "APPROVED", NULL };
  g_autoptr (EncordCopyOptions) options = encord_copy_options_new ();
  g_autoptr (JsonNode) data =
      json_from_string ("{\"" DATASET "\":[\"" DATA "\"]}", NULL);

  g_object_set (options, "copy-datasets", ENCORD_COPY_DATASETS_CLONE,
                "dataset-title", "ds", "dataset-description", "dd",
                "datasets-to-data-hashes", data, "copy-labels", TRUE,
                "accepted-label-hashes", labels, "accepted-label-statuses",
                statuses, "new-title", "Copy2", NULL);
  copy (ctx, options);
}

static void
get_logs (Context *ctx, EncordLabelLogFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) logs =
      encord_project_get_label_logs (ctx->project, filter, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (logs->len, ==, 0);
}

static void
call_logs_default (Context *ctx)
{
  get_logs (ctx, NULL);
}

static void
call_logs_filters (Context *ctx)
{
  g_autoptr (EncordLabelLogFilter) filter = encord_label_log_filter_new ();

  g_object_set (filter, "user-hash", "u", "data-hash", DATA,
                "from-unix-seconds", (gint64) 1, "to-unix-seconds", (gint64) 2,
                "user-email", "a@example.com", NULL);
  get_logs (ctx, filter);
}

static void
call_logs_datetime (Context *ctx)
{
  g_autoptr (EncordLabelLogFilter) filter = encord_label_log_filter_new ();
  /* fractions are cut off */
  g_autoptr (GDateTime) after = g_date_time_new_utc (2024, 5, 1, 0, 0, 0.75);
  g_autoptr (GDateTime) before = g_date_time_new_utc (2024, 5, 2, 0, 0, 0);

  g_object_set (filter, "after", after, "before", before, NULL);
  get_logs (ctx, filter);
}

const Replay replays_datasets[] = {
  { "16-copy_project-default", given_project, call_copy_default },
  { "17-copy_project-attach", given_project, call_copy_attach },
  { "18-copy_project-clone", given_project, call_copy_clone },
  { "20-add_datasets", given_project, call_add_datasets },
  { "21-remove_datasets", given_project, call_remove_datasets },
  { "22-list_datasets", given_project, call_list_datasets },
  { "41-get_label_logs-default", given_project, call_logs_default },
  { "42-get_label_logs-filters", given_project, call_logs_filters },
  { "43-get_label_logs-datetime", given_project, call_logs_datetime },
  { "44-get_cloud_integrations", given_project, call_get_cloud_integrations },
  { NULL },
};
