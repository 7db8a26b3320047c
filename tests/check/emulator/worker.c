/* worker.c - what the worker program says of files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "burned-clips.h"
#include "emulator-error.h"
#include "emulator-probe.h"
#include "emulator-worker.h"
#include "run-pipeline.h"

#define TWO_VIDEOS "two-videos.mp4"

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
probe (const char *path, EmulatorProbe *ret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  emulator_probe_async (path, NULL, on_probed, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return emulator_probe_finish (result, ret, error);
}

static void
test_video (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ENCORD_TEST_CLIPS"),
                                            "carphone_pristine.mp4", NULL);
  g_auto (EmulatorProbe) found = { 0 };
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_skip ("the clips have not been fetched: run tools/setup.sh");
    return;
  }
  probe (path, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found.mime, ==, "video/mp4");
  g_assert_false (found.is_image);
  g_assert_cmpint (found.frames, ==, 120);
  g_assert_cmpint (found.width, ==, 176);
  g_assert_cmpint (found.height, ==, 144);
  g_assert_cmpfloat_with_epsilon (found.fps, 30000.0 / 1001, 1e-9);
  g_assert_cmpfloat_with_epsilon (found.duration, 4.004, 1e-6);
}

/* Two parsers find out at the same time that a decoder is needed; it shows only
 * now and then. */
static void
test_two_videos (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL, *pictures = NULL;
  g_autoptr (GArray) numbers = NULL;

  if (!burned_clips_available ()) {
    g_test_skip ("no ffmpeg");
    return;
  }
  folder = g_dir_make_tmp ("worker-XXXXXX", NULL);
  path = burned_clip_make (folder, TWO_VIDEOS, &numbers);
  g_assert_nonnull (path);
  for (guint i = 0; i < 20; i++) {
    g_auto (EmulatorProbe) found = { 0 };
    g_autoptr (GError) error = NULL;

    probe (path, &found, &error);
    g_assert_no_error (error);
    g_assert_cmpint (found.frames, ==, BURNED_FRAMES);
    g_assert_cmpint (found.width, ==, BURNED_WIDTH);
    g_assert_cmpint (found.height, ==, BURNED_HEIGHT);
  }
  pictures = g_build_filename (folder, "pictures.gray", NULL);
  g_unlink (pictures);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* larger than what a source reads at once */
static const struct
{
  const char *launch;
  const char *mime;
  int width, height;
} stills[] = {
  { "pngenc", "image/png", 64, 48 },
  { "jpegenc", "image/jpeg", 64, 48 },
  { "jpegenc ! taginject tags=image-orientation=rotate-90 ! jifmux",
    "image/jpeg", 48, 64 },
  { "avenc_bmp", "image/bmp", 64, 48 },
  { "avenc_tiff", "image/tiff", 64, 48 },
};

static void
check_still (guint i, const char *path)
{
  g_autofree char *launch =
      g_strdup_printf ("videotestsrc num-buffers=1 pattern=snow ! "
                       "video/x-raw,width=64,height=48 "
                       "! videoconvert ! %s ! filesink location=%s",
                       stills[i].launch, path);
  g_auto (EmulatorProbe) found = { 0 };
  g_autoptr (GError) error = NULL;

  run_pipeline (launch);
  probe (path, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found.mime, ==, stills[i].mime);
  g_assert_true (found.is_image);
  g_assert_cmpint (found.frames, ==, 1);
  g_assert_cmpint (found.width, ==, stills[i].width);
  g_assert_cmpint (found.height, ==, stills[i].height);
}

static void
test_stills (void)
{
  g_autofree char *folder = g_dir_make_tmp ("worker-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (stills); i++)
    check_still (i, path);
  g_unlink (path);
  g_rmdir (folder);
}

/* a file with this text in it is refused, whatever it looks like */
static const char *const texts[] = {
  "",
  "just a text",
  "\x89PNG\r\n\x1a\n",
  "\xff\xd8\xff\xe0",
  "RIFF\x10\x01\x01\x01\x41VI LIST",
};

static void
test_no_video (void)
{
  g_autofree char *folder = g_dir_make_tmp ("worker-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "secret-name", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_auto (EmulatorProbe) found = { 0 };
    g_autoptr (GError) error = NULL;

    g_file_set_contents (path, texts[i], -1, NULL);
    g_assert_false (probe (path, &found, &error));
    g_assert_error (error, EMULATOR_ERROR,
                    EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED);
    g_assert_null (strstr (error->message, "secret-name"));
  }
  g_unlink (path);
  g_rmdir (folder);
}

/* libav would read on behind its end for ever */
static void
test_gif (void)
{
  static const char gif[] = "GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0"
                            "\1\0\1\0\0\2\2D\1\0;";
  g_autofree char *folder = g_dir_make_tmp ("worker-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture.gif", NULL);
  g_auto (EmulatorProbe) found = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, gif, sizeof gif - 1, NULL));
  g_assert_false (probe (path, &found, &error));
  g_assert_error (error, EMULATOR_ERROR,
                  EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED);
  g_assert_null (strstr (error->message, "stuck"));
  g_unlink (path);
  g_rmdir (folder);
}

static const char *const lines[] = {
  "",
  "[]",
  "{}",
  "{\"mime\":\"video/mp4\"}",
  "{\"mime\":7,\"width\":1,\"height\":1,\"frames\":1}",
  "{\"mime\":\"x\",\"width\":0,\"height\":1,\"frames\":1}",
  "{\"mime\":\"x\",\"width\":1,\"height\":1e9,\"frames\":1}",
  "{\"mime\":\"x\",\"width\":1,\"height\":1,\"frames\":1e300}",
  "{\"error\":\"no\"}",
};

static void
test_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_auto (EmulatorProbe) found = { 0 };
    g_autoptr (GError) error = NULL;

    g_assert_false (emulator_probe_parse (lines[i], &found, &error));
    g_assert_nonnull (error);
  }
}

/* ---- models ---- */

static const struct
{
  const char *weights; /* a name in the folder, or a model that was fetched */
  const char *video;
  const char *code;
} inferences[] = {
  { "nothing.onnx", "garbage", "model" },
  { "garbage.onnx", "garbage", "model" },
  { "face.xml", "nothing", "file" },
  { "face.xml", "garbage", "file" },
};

static char *
infer (const char *job, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  emulator_worker_run_async ("--infer", job, 300, NULL, on_probed, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return emulator_worker_run_finish (result, error);
}

/* nothing is invented where a model or a file is none */
static void
test_no_model (void)
{
  g_autofree char *folder = g_dir_make_tmp ("worker-XXXXXX", NULL);
  g_autofree char *weights = g_build_filename (folder, "garbage.onnx", NULL);
  g_autofree char *video = g_build_filename (folder, "garbage", NULL);
  g_autofree char *face =
      g_build_filename (g_getenv ("ENCORD_TEST_MODELS"), "face.xml", NULL);
  g_autofree char *engine =
      g_build_filename (g_getenv ("GST_ENCORD_ENGINE_PATH"),
                        "libgstencordengine-openvino.so", NULL);

  g_file_set_contents (weights, "no network", -1, NULL);
  g_file_set_contents (video, "no video", -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (inferences); i++) {
    const gboolean real = g_str_equal (inferences[i].weights, "face.xml");
    g_autofree char *job = NULL;
    g_autofree char *output = NULL;
    g_autoptr (JsonNode) answer = NULL;
    g_autoptr (GError) error = NULL;

    if (real && (!g_file_test (face, G_FILE_TEST_EXISTS) ||
                 !g_file_test (engine, G_FILE_TEST_EXISTS)))
      continue;
    job = g_strdup_printf (
        "{\"weights\":\"%s/%s\",\"confidence\":0.5,\"iou\":0.5,"
        "\"allocate\":false,\"first\":0,\"last\":-1,\"longest\":1000,"
        "\"inputs\":[{\"video\":\"%s/%s\"}]}",
        real ? g_getenv ("ENCORD_TEST_MODELS") : folder, inferences[i].weights,
        folder, inferences[i].video);
    output = infer (job, &error);
    g_assert_no_error (error);
    answer = json_from_string (output, NULL);
    g_assert_cmpstr (
        json_object_get_string_member (json_node_get_object (answer), "code"),
        ==, inferences[i].code);
    g_assert_false (
        json_object_has_member (json_node_get_object (answer), "inputs"));
  }
  g_unlink (weights);
  g_unlink (video);
  g_rmdir (folder);
}

static void
test_no_job (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (infer ("[]", &error));
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_setenv ("ENCORD_EMULATOR_WORKER", argv[1], TRUE);
  g_test_add_func ("/emulator/worker/video", test_video);
  g_test_add_func ("/emulator/worker/two-videos", test_two_videos);
  g_test_add_func ("/emulator/worker/no-video", test_no_video);
  g_test_add_func ("/emulator/worker/stills", test_stills);
  g_test_add_func ("/emulator/worker/gif", test_gif);
  g_test_add_func ("/emulator/worker/answers", test_answers);
  g_test_add_func ("/emulator/worker/no-model", test_no_model);
  g_test_add_func ("/emulator/worker/no-job", test_no_job);
  return g_test_run ();
}
