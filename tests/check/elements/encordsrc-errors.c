/* encordsrc-errors.c - what cannot be opened or played
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>

#include "run-pipeline.h"
#include "source-world.h"

#define UNKNOWN_PROJECT "11111111-2222-4333-8444-555555555555"

GST_START_TEST (no_project_is_an_error)
{
  g_autoptr (World) world = world_new (NULL);

  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
                     "no project is set");
}
GST_END_TEST;

GST_START_TEST (unreadable_key_is_an_error)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "ssh-key-file", "/nonexistent/key", NULL);
  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR,
                     GST_RESOURCE_ERROR_NOT_AUTHORIZED, "/nonexistent/key");
}
GST_END_TEST;

GST_START_TEST (wrong_key_is_an_error)
{
  g_autofree char *path = g_build_filename (
      emulator_process_get_folder (media_server.emulator), "token", NULL);
  g_autoptr (World) world = world_new (media_server.project_hash);

  fail_unless (g_file_set_contents (path, "a-token-of-nobody", -1, NULL));
  g_object_set (world->src, "ssh-key-file", NULL, "bearer-token-file", path,
                NULL);
  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR,
                     GST_RESOURCE_ERROR_NOT_AUTHORIZED, "");
}
GST_END_TEST;

GST_START_TEST (unknown_project_is_an_error)
{
  g_autoptr (World) world = world_new (UNKNOWN_PROJECT);

  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                     UNKNOWN_PROJECT);
}
GST_END_TEST;

GST_START_TEST (server_down_is_an_error)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  emulator_process_stop (media_server.emulator);
  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ,
                     "");
}
GST_END_TEST;

/* how a reader of the media folder finds the file of a unit: by its content */
static char *
find_medium (const char *name)
{
  g_autofree char *original = g_build_filename (
      emulator_process_get_folder (media_server.emulator), name, NULL);
  g_autofree char *folder = g_build_filename (
      emulator_process_get_folder (media_server.emulator), "media", NULL);
  g_autofree char *wanted = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;
  gsize length;

  fail_unless (dir != NULL);
  fail_unless (g_file_get_contents (original, &wanted, &length, NULL));
  while ((entry = g_dir_read_name (dir)) != NULL) {
    char *path = g_build_filename (folder, entry, NULL);
    g_autofree char *contents = NULL;
    gsize size;

    if (g_file_get_contents (path, &contents, &size, NULL) && size == length &&
        memcmp (contents, wanted, size) == 0)
      return path;
    g_free (path);
  }
  fail ("%s is not in %s", name, folder);

  return NULL;
}

static void
spoil_medium (const char *name)
{
  g_autofree char *path = find_medium (name);

  fail_unless (g_file_set_contents (path, "this is no video, nor ever was one",
                                    -1, NULL));
}

static void
remove_medium (const char *name)
{
  g_autofree char *path = find_medium (name);

  fail_unless (g_unlink (path) == 0);
}

#define FAILED(title, frames) "stream unit=" title " failed=" frames "\n"

GST_START_TEST (missing_medium_stops)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  remove_medium ("first.avi");
  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                     media_server.data_hashes[0]);
  fail_unless (g_str_has_prefix (world->log->str, FAILED ("first", "0")));
}
GST_END_TEST;

GST_START_TEST (corrupt_medium_stops)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  spoil_medium ("second.avi");
  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
                     media_server.data_hashes[2]);
  fail_unless (g_str_has_prefix (world->log->str,
                                 FIRST GROUP ("2000") FAILED ("second", "0")));
}
GST_END_TEST;

GST_START_TEST (corrupt_media_are_skipped_on_request)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  spoil_medium ("first.avi");
  gst_util_set_object_arg (G_OBJECT (world->src), "on-unit-error", "skip");
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FAILED ("first", "0") GROUP ("0")
                                                  SECOND ("3000") "eos");
  world_check_warning (world, media_server.data_hashes[0]);
}
GST_END_TEST;

static void
replace_by_sound (const char *name)
{
  g_autofree char *path = find_medium (name);
  g_autofree char *launch = g_strdup_printf (
      "audiotestsrc num-buffers=5 ! wavenc ! filesink location=\"%s\"", path);

  run_pipeline (launch);
}

GST_START_TEST (sound_alone_is_skipped_on_request)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  replace_by_sound ("first.avi");
  gst_util_set_object_arg (G_OBJECT (world->src), "on-unit-error", "skip");
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FAILED ("first", "0") GROUP ("0")
                                                  SECOND ("3000") "eos");
  world_check_warning (world, "it holds no video");
}
GST_END_TEST;

/* the pictures after the broken one are not waited for */
GST_START_TEST (group_with_a_corrupt_picture_is_skipped_on_request)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  spoil_medium ("b.jpg");
  gst_util_set_object_arg (G_OBJECT (world->src), "on-unit-error", "skip");
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (
      world->log->str,
      FIRST "stream unit=group width=64 base=2000 image0 failed=1\n" SECOND (
          "3000") "eos");
  world_check_warning (world, media_server.data_hashes[1]);
}
GST_END_TEST;

/* a file cut off ends without an error, but is not complete */
GST_START_TEST (fewer_frames_than_counted_are_a_warning)
{
  g_autofree char *path = find_medium ("first.avi");
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (GFile) shorter = media_server_make_video ("shorter.avi", 7, 64);
  g_autoptr (World) world = world_new (media_server.project_hash);
  g_autoptr (GError) error = NULL;

  g_file_copy (shorter, place, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_object_set (world->src, "max-units", 1, NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (
      world->log->str,
      "stream unit=first width=64 base=0 frame0 failed=7\neos");
  world_check_warning (world, "shows 7 frames, the server counts 20");
}
GST_END_TEST;

static Suite *
encordsrc_errors_suite (void)
{
  Suite *suite = suite_create ("encordsrc-errors");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, media_server_set_up, media_server_tear_down);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, no_project_is_an_error);
  tcase_add_test (tc, unreadable_key_is_an_error);
  tcase_add_test (tc, wrong_key_is_an_error);
  tcase_add_test (tc, unknown_project_is_an_error);
  tcase_add_test (tc, server_down_is_an_error);
  tcase_add_test (tc, missing_medium_stops);
  tcase_add_test (tc, corrupt_medium_stops);
  tcase_add_test (tc, corrupt_media_are_skipped_on_request);
  tcase_add_test (tc, sound_alone_is_skipped_on_request);
  tcase_add_test (tc, group_with_a_corrupt_picture_is_skipped_on_request);
  tcase_add_test (tc, fewer_frames_than_counted_are_a_warning);

  return suite;
}

GST_CHECK_MAIN (encordsrc_errors)
