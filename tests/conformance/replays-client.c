/* replays-client.c - opening projects, and their data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

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

const Replay replays_client[] = {
  { "01-get_project", given_client, call_get_project },
  { "02-refetch_data", given_project, call_refetch_data },
  { "03-refetch_ontology", given_project, call_refetch_ontology },
  { "39-get_data", given_project, call_get_data },
  { "40-get_data-signed", given_project, call_get_data_signed },
  { "61-dataset-upload_video", given_dataset, call_upload_video },
  { "62-dataset-create_image_group", given_dataset, call_create_image_group },
  { NULL },
};
