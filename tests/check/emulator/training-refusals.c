/* training-refusals.c - trainings that nobody may begin or follow
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-import.h"
#include "training-fixture.h"

#define NOBODY "99999999-9999-4999-8999-999999999999"

typedef struct
{
  const char *rows; /* %s is one that is there */
  const char *rest;
  guint status;
} Refusal;

#define REST(epochs, batch, model, device)                                     \
  "\"epochs\":" epochs ",\"batchSize\":" batch ",\"model\":\"" model           \
  "\",\"device\":\"" device "\""

static const Refusal refusals[] = {
  { "[]", REST ("1", "1", "faster_rcnn", "cpu"), 400 },
  { "\"x\"", REST ("1", "1", "faster_rcnn", "cpu"), 400 },
  { "[7]", REST ("1", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"" NOBODY "\"]", REST ("1", "1", "faster_rcnn", "cpu"), 404 },
  { "[\"../../etc/passwd\"]", REST ("1", "1", "faster_rcnn", "cpu"), 404 },
  { "[\"%s\"]", REST ("0", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1.5", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("\"1\"", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1", "-1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1", "1", "mask_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1", "1", "faster_rcnn", "tpu"), 400 },
  { "[\"%s\"]", "\"model\":\"faster_rcnn\",\"device\":\"cpu\"", 400 },
};

static void
test_refusals (Training *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *path =
      g_strdup_printf ("ml-models/%s/training", self->model);
  g_autofree char *request = training_make_request (self);
  g_auto (Answer) ret = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    const char *place = strstr (refusals[i].rows, "%s");
    g_autofree char *rows = place != NULL
                                ? g_strdup_printf ("[\"%s\"]", self->rows[0])
                                : g_strdup (refusals[i].rows);
    g_autofree char *body =
        g_strdup_printf ("{\"labelRows\":%s,%s}", rows, refusals[i].rest);

    fixture_v2 (fixture, fixture->admin, "POST", path, body, &ret);
    g_assert_cmpuint (ret.status, ==, refusals[i].status);
  }
  fixture_v2 (fixture, fixture->admin, "POST", "ml-models/" NOBODY "/training",
              request, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
  fixture_v2 (fixture, fixture->other, "POST", path, request, &ret);
  g_assert_cmpuint (ret.status, ==, 403);
  fixture_v2 (fixture, fixture->admin, "POST", path, "[]", &ret);
  g_assert_cmpuint (ret.status, ==, 400);
}

/* only trainings of this model can be followed */
static void
test_poll_refusals (Training *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *training = training_start (self);
  g_autofree char *other = g_strdup_printf (
      "ml-models/%s/" NOBODY "/training?timeoutSeconds=1", self->model);
  g_autofree char *model =
      g_strdup_printf ("ml-models/" NOBODY "/%s/training", training);
  g_autofree char *own =
      g_strdup_printf ("ml-models/%s/%s/training", self->model, training);
  g_autofree char *wrong = g_strconcat (own, "?timeoutSeconds=-1", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "x.onnx", NULL);
  const EmulatorImport import = { NOBODY, file, self->model };
  g_autofree char *imported = NULL;
  g_auto (Answer) ret = { 0 };

  fixture_v2 (fixture, fixture->admin, "GET", other, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
  fixture_v2 (fixture, fixture->admin, "GET", model, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
  fixture_v2 (fixture, fixture->other, "GET", own, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 403);
  fixture_v2 (fixture, fixture->admin, "GET", wrong, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 400);
  /* nobody trained what was imported */
  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  imported = emulator_import_model (fixture->folder, &import, NULL);
  g_assert_nonnull (imported);
  fixture_v2 (fixture, fixture->admin, "GET", other, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                        \
  g_test_add ("/emulator/training/" path, Training, NULL, training_set_up,     \
              test, training_tear_down)
  ADD ("refusals", test_refusals);
  ADD ("poll-refusals", test_poll_refusals);
  return g_test_run ();
}
