/* contract.c - what every engine does, whatever runs inside
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include <gst/encord/encord.h>

static const char *engine_name;

static const GstEncordEngineOptions exact = { NULL, GST_ENCORD_PRECISION_F32,
                                              0 };

static char *
model_path (const char *name)
{
  return g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "models", name, NULL);
}

static GstEncordEngine *
load (const char *model, GError **error)
{
  g_autoptr (GstEncordEngine) engine = NULL;
  g_autofree char *path = model_path (model);

  engine = gst_encord_engine_new (engine_name, error);
  if (engine == NULL || !gst_encord_engine_load (engine, path, error))
    return NULL;

  return g_steal_pointer (&engine);
}

static GstEncordEngine *
compile (const char *model, int width, int height, gboolean planar,
         double divisor)
{
  const GstEncordPicture picture = { width, height, planar, divisor };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordEngine) engine = load (model, &error);

  g_assert_no_error (error);
  g_assert_true (gst_encord_engine_compile (engine, &picture, &exact, &error));
  g_assert_no_error (error);

  return g_steal_pointer (&engine);
}

static GstEncordRequest *
create_request (GstEncordEngine *engine)
{
  g_autoptr (GError) error = NULL;
  GstEncordRequest *request = gst_encord_engine_create_request (engine, &error);

  g_assert_no_error (error);

  return request;
}

static void
fill (GstEncordRequest *request, guint8 brightness)
{
  gsize size = 0;
  guint8 *picture = gst_encord_request_get_input (request, &size);

  memset (picture, brightness, size);
}

static void
submit (GstEncordRequest *request, guint8 brightness)
{
  g_autoptr (GError) error = NULL;

  fill (request, brightness);
  g_assert_true (gst_encord_request_submit (request, &error));
  g_assert_no_error (error);
}

static const GstEncordTensor *
get_output (GstEncordRequest *request)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  const GstEncordTensor *outputs =
      gst_encord_request_get_outputs (request, &n, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);

  return outputs;
}

/* the score in the first row, which is the picture's brightness */
static double
read_score (GstEncordRequest *request)
{
  const GstEncordTensor *output = get_output (request);

  g_assert_cmpint (output->type, ==, GST_ENCORD_TENSOR_F32);
  g_assert_cmpuint (output->n_dims, ==, 3);
  g_assert_cmpint (output->dims[2], ==, 6);
  g_assert_cmpuint (output->size, ==,
                    (gsize) output->dims[1] * 6 * sizeof (float));

  return (double) ((const float *) output->data)[4];
}

static void
wait_for (GstEncordRequest *request)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gst_encord_request_wait (request, &error));
  g_assert_no_error (error);
}

/* Loading */

static void
test_description (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordEngine) engine = load ("v8.onnx", &error);
  const GstEncordPicture picture = { 32, 32, TRUE, 255.0 };
  const GstEncordTensorInfo *infos;
  guint n = 0;

  g_assert_no_error (error);
  infos = gst_encord_engine_get_inputs (engine, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (infos->name, ==, "images");
  g_assert_cmpint (infos->type, ==, GST_ENCORD_TENSOR_F32);
  g_assert_cmpuint (infos->n_dims, ==, 4);
  g_assert_cmpint (infos->dims[0], ==, -1);
  g_assert_cmpint (infos->dims[1], ==, 3);
  g_assert_cmpint (infos->dims[3], ==, 32);

  g_assert_true (gst_encord_engine_compile (engine, &picture, &exact, &error));
  infos = gst_encord_engine_get_outputs (engine, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (infos->name, ==, "output0");
  g_assert_cmpint (infos->dims[0], ==, 1);
  g_assert_cmpint (infos->dims[1], ==, 6);
  g_assert_cmpint (infos->dims[2], ==, 21);
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordEngine) engine = load ("no-such.onnx", &error);

  g_assert_null (engine);
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "no-such.onnx"));
}

static void
test_corrupt_file (void)
{
  g_autofree char *whole = model_path ("rows.onnx");
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cut.onnx", NULL);
  g_autoptr (GstEncordEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (whole, &data, &size, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) size / 2, NULL));
  engine = gst_encord_engine_new (engine_name, &error);
  g_assert_no_error (error);

  g_assert_false (gst_encord_engine_load (engine, path, &error));
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_unknown_device (void)
{
  const GstEncordPicture picture = { 32, 32, TRUE, 255.0 };
  const GstEncordEngineOptions options = { "NO-SUCH-DEVICE",
                                           GST_ENCORD_PRECISION_AUTO, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordEngine) engine = load ("rows.onnx", &error);

  g_assert_no_error (error);
  g_assert_false (
      gst_encord_engine_compile (engine, &picture, &options, &error));
  g_assert_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS);
}

static void
test_threads (void)
{
  const GstEncordPicture picture = { 32, 32, TRUE, 255.0 };
  const GstEncordEngineOptions options = { NULL, GST_ENCORD_PRECISION_F32, 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordEngine) engine = load ("rows.onnx", &error);

  g_assert_no_error (error);
  g_assert_true (
      gst_encord_engine_compile (engine, &picture, &options, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (gst_encord_engine_get_optimal_requests (engine), >=, 1);
}

static void
test_no_such_engine (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordEngine) engine =
      gst_encord_engine_new ("no-such-engine", &error);

  g_assert_null (engine);
  g_assert_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN);
}

/* Running */

static const struct
{
  const char *model;
  int width, height;
  gboolean planar;
  double divisor;
} models[] = {
  { "rows.onnx", 32, 32, TRUE, 255.0 },
  { "bytes.onnx", 32, 32, FALSE, 1.0 },
  { "sized.onnx", 64, 48, TRUE, 255.0 },
  { "ir.xml", 32, 32, TRUE, 255.0 },
};

/* bytes in, 0..1 in the model, whatever type and order its input has */
static void
test_brightness (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GstEncordEngine) engine =
      compile (models[i].model, models[i].width, models[i].height,
               models[i].planar, models[i].divisor);
  g_autoptr (GstEncordRequest) request = create_request (engine);
  gsize size = 0;

  gst_encord_request_get_input (request, &size);
  g_assert_cmpuint (size, ==, (gsize) (models[i].width * models[i].height * 3));
  for (guint brightness = 0; brightness <= 255; brightness += 51) {
    submit (request, (guint8) brightness);
    wait_for (request);
    g_assert_cmpfloat_with_epsilon (read_score (request), brightness / 255.0,
                                    1e-5);
  }
}

static void
test_no_rows (void)
{
  g_autoptr (GstEncordEngine) engine =
      compile ("kept.onnx", 32, 32, TRUE, 255.0);
  g_autoptr (GstEncordRequest) request = create_request (engine);

  submit (request, 0);
  wait_for (request);
  g_assert_cmpint (get_output (request)->dims[1], ==, 0);
  g_assert_cmpuint (get_output (request)->size, ==, 0);

  submit (request, 255);
  wait_for (request);
  g_assert_cmpint (get_output (request)->dims[1], ==, 1);
}

static void
test_failing_run (void)
{
  g_autoptr (GstEncordEngine) engine =
      compile ("failing.onnx", 32, 32, TRUE, 255.0);
  g_autoptr (GstEncordRequest) request = create_request (engine);
  g_autoptr (GError) error = NULL;

  submit (request, 0);
  g_assert_false (gst_encord_request_wait (request, &error));
  g_assert_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_FAILED);

  /* and the next one is none the worse for it */
  submit (request, 255);
  wait_for (request);
  g_assert_cmpfloat_with_epsilon (read_score (request), 1.0, 1e-5);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  guint n_done;
} Done;

static void
on_done (GstEncordRequest *request, gpointer user_data)
{
  Done *done = user_data;

  g_mutex_lock (&done->lock);
  done->n_done++;
  g_cond_signal (&done->cond);
  g_mutex_unlock (&done->lock);
}

/* each callback comes once; each request keeps its own picture and result */
static void
test_several_in_flight (void)
{
  g_autoptr (GstEncordEngine) engine =
      compile ("rows.onnx", 32, 32, TRUE, 255.0);
  GstEncordRequest *requests[8];
  Done done = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    requests[i] = create_request (engine);
    gst_encord_request_set_done (requests[i], on_done, &done);
  }
  for (guint round = 1; round <= 20; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
      submit (requests[i], (guint8) (i * 10 + round));
    g_mutex_lock (&done.lock);
    while (done.n_done < round * G_N_ELEMENTS (requests))
      g_cond_wait (&done.cond, &done.lock);
    g_mutex_unlock (&done.lock);
    for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
      wait_for (requests[i]);
      g_assert_cmpfloat_with_epsilon (read_score (requests[i]),
                                      (i * 10 + round) / 255.0, 1e-5);
    }
  }
  g_assert_cmpuint (done.n_done, ==, 20 * G_N_ELEMENTS (requests));
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    g_object_unref (requests[i]);
}

static void
test_cancel (void)
{
  g_autoptr (GstEncordEngine) engine =
      compile ("slow.onnx", 128, 128, TRUE, 255.0);
  g_autoptr (GstEncordRequest) request = create_request (engine);
  g_autoptr (GError) error = NULL;

  gst_encord_request_cancel (request); /* nothing runs: no effect */
  submit (request, 51);
  gst_encord_request_cancel (request);
  if (!gst_encord_request_wait (request, &error))
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  submit (request, 51);
  wait_for (request);
  g_assert_cmpfloat_with_epsilon (read_score (request), 0.2, 1e-4);
}

/* a request lives longer than whoever made it lets go of the engine, and may go
 * while it runs */
static void
test_dropped_while_running (void)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GstEncordEngine) engine =
        compile ("slow.onnx", 128, 128, TRUE, 255.0);
    g_autoptr (GstEncordRequest) first = create_request (engine);
    g_autoptr (GstEncordRequest) second = create_request (engine);

    g_clear_object (&engine);
    submit (first, 10);
    submit (second, 20);
  }
}

static void
test_wait_without_run (void)
{
  g_autoptr (GstEncordEngine) engine =
      compile ("rows.onnx", 32, 32, TRUE, 255.0);
  g_autoptr (GstEncordRequest) request = create_request (engine);

  wait_for (request);
  submit (request, 0);
  wait_for (request);
  wait_for (request);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  engine_name = argv[1];

  g_test_add_func ("/engine/description", test_description);
  g_test_add_func ("/engine/missing-file", test_missing_file);
  g_test_add_func ("/engine/corrupt-file", test_corrupt_file);
  g_test_add_func ("/engine/unknown-device", test_unknown_device);
  g_test_add_func ("/engine/threads", test_threads);
  g_test_add_func ("/engine/no-such-engine", test_no_such_engine);
  g_test_add_func ("/engine/no-rows", test_no_rows);
  g_test_add_func ("/engine/failing-run", test_failing_run);
  g_test_add_func ("/engine/several-in-flight", test_several_in_flight);
  g_test_add_func ("/engine/cancel", test_cancel);
  g_test_add_func ("/engine/dropped-while-running", test_dropped_while_running);
  g_test_add_func ("/engine/wait-without-run", test_wait_without_run);
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++) {
    g_autofree char *path =
        g_strdup_printf ("/engine/brightness/%s", models[i].model);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_brightness);
  }

  return g_test_run ();
}
