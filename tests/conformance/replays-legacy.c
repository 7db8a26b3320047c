/* replays-legacy.c - the project object of the older interface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

static void
call_get_project (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordLegacyProject) project =
      encord_project_get_legacy_project (ctx->project, NULL, &error);
  JsonNode *rows;

  g_assert_no_error (error);
  g_assert_cmpstr (encord_legacy_project_get_project_hash (project), ==,
                   PROJECT);
  g_assert_cmpint (
      g_date_time_to_unix (encord_legacy_project_get_created_at (project)), ==,
      1714979289);
  g_assert_cmpuint (
      g_strv_length (
          (char **) encord_legacy_project_get_source_projects (project)),
      ==, 0);
  rows = encord_legacy_project_get_label_rows (project);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, 1);
}

static void
call_label_rows (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) rows =
      encord_project_get_legacy_label_rows (ctx->project, NULL, &error);
  JsonObject *row;

  g_assert_no_error (error);
  row = json_array_get_object_element (json_node_get_array (rows), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "data_title"), ==,
                   "clip.mp4");
}

static void
call_datasets (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      encord_project_get_legacy_datasets (ctx->project, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (encord_project_dataset_get_dataset_hash (list->pdata[0]), ==,
                   DATASET);
}

static void
call_ontology (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordOntologyStructure) ontology =
      encord_project_get_project_ontology (ctx->project, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (encord_ontology_structure_get_objects (ontology)->len, ==,
                    4);
}

static void
call_add_object (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_add_object (
      ctx->project, "Bus", ENCORD_SHAPE_BOUNDING_BOX, NULL, &error));
  g_assert_no_error (error);
}

static void
add_classification (Context *ctx, const char *name, EncordAttributeType type,
                    gboolean required, const char *const *options)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_add_classification (
      ctx->project, name, type, required, options, NULL, &error));
  g_assert_no_error (error);
}

static void
call_add_radio (Context *ctx)
{
  static const char *const options[] = { "Day", "Night", NULL };

  add_classification (ctx, "Time", ENCORD_ATTRIBUTE_RADIO, TRUE, options);
}

static void
call_add_text (Context *ctx)
{
  add_classification (ctx, "Note", ENCORD_ATTRIBUTE_TEXT, FALSE, NULL);
}

static void
call_add_checklist (Context *ctx)
{
  static const char *const options[] = { "A", "B", NULL };

  add_classification (ctx, "Seen", ENCORD_ATTRIBUTE_CHECKLIST, FALSE, options);
}

const Replay replays_legacy[] = {
  { "04-orm_get_project", given_project, call_get_project },
  { "05-label_rows", given_project, call_label_rows },
  { "06-datasets", given_project, call_datasets },
  { "23-get_project_ontology", given_project, call_ontology },
  { "24-add_object", given_project, call_add_object },
  { "25-add_classification", given_project, call_add_radio },
  { "26-add_classification-text", given_project, call_add_text },
  { "27-add_classification-checklist", given_project, call_add_checklist },
  { NULL },
};
