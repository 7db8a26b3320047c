/* media-server.c - a server with two videos and an image group
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "media-server.h"

#include <gst/check/gstcheck.h>

#include "run-pipeline.h"

#define WORKFLOW_TEMPLATE "00000000-0000-4000-8000-000000000001"

MediaServer media_server;

GFile *
media_server_make_video (const char *name, guint n_frames, int width)
{
  g_autofree char *path = g_build_filename (
      emulator_process_get_folder (media_server.emulator), name, NULL);
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=%u ! video/x-raw,format=I420,width=%d,"
      "height=48,framerate=10/1 ! jpegenc ! avimux ! filesink location=%s",
      n_frames, width, path);

  run_pipeline (launch);

  return g_file_new_for_path (path);
}

static GFile *
make_picture (const char *name, int width, const char *encoder)
{
  g_autofree char *path = g_build_filename (
      emulator_process_get_folder (media_server.emulator), name, NULL);
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=1 ! video/x-raw,width=%d,height=48 ! "
      "videoconvert ! %s ! filesink location=%s",
      width, encoder, path);

  run_pipeline (launch);

  return g_file_new_for_path (path);
}

static char *
make_ontology (EncordClient *client)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;
  char *hash;

  fail_unless (encord_ontology_structure_add_object (structure, "thing",
                                                     ENCORD_SHAPE_BOUNDING_BOX,
                                                     &error) != NULL);
  hash = encord_client_create_ontology (client, "things", "", structure, NULL,
                                        &error);
  g_assert_no_error (error);

  return hash;
}

static void
upload (EncordDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) first = media_server_make_video ("first.avi", N_VIDEO, 64);
  g_autoptr (GFile) second =
      media_server_make_video ("second.avi", N_VIDEO, 80);
  GFile *pictures[3];

  pictures[0] = make_picture ("a.png", 64, "pngenc");
  pictures[1] = make_picture ("b.jpg", 96, "jpegenc");
  pictures[2] = make_picture ("c.png", 64, "pngenc");

  media_server.data_hashes[0] = encord_dataset_upload_video (
      dataset, first, "first", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  media_server.data_hashes[1] = encord_dataset_create_image_group (
      dataset, pictures, 3, "group", ENCORD_IMAGE_GROUP_NONE, NULL, NULL, NULL,
      &error);
  g_assert_no_error (error);
  media_server.data_hashes[2] = encord_dataset_upload_video (
      dataset, second, "second", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    g_object_unref (pictures[i]);
}

void
media_server_set_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordDataset) dataset = NULL;
  g_autofree char *dataset_hash = NULL;
  g_autofree char *ontology = NULL;
  EncordClient *client;

  media_server.emulator = emulator_process_new ();
  client = emulator_process_get_client (media_server.emulator);
  ontology = make_ontology (client);
  dataset_hash =
      encord_client_create_dataset (client, "data", "", NULL, &error);
  g_assert_no_error (error);
  dataset = encord_client_get_dataset (client, dataset_hash, NULL, &error);
  g_assert_no_error (error);
  upload (dataset);
  media_server.project_hash = encord_client_create_project (
      client, "project", "", (const char *const[]){ dataset_hash, NULL },
      ontology, WORKFLOW_TEMPLATE, NULL, &error);
  g_assert_no_error (error);
}

void
media_server_tear_down (void)
{
  g_clear_pointer (&media_server.emulator, emulator_process_free);
  g_clear_pointer (&media_server.project_hash, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (media_server.data_hashes); i++)
    g_clear_pointer (&media_server.data_hashes[i], g_free);
}
