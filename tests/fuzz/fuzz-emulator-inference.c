/* fuzz-emulator-inference.c - inferences that clients ask the emulator for
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The same bytes are also taken for what a worker printed. */
#include <string.h>

#include "emulator-inference-answer.h"
#include "emulator-inference-request.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define EDITOR                                                                 \
  "{\"objects\":[{\"id\":\"1\",\"name\":\"car\",\"color\":\"#D33115\","        \
  "\"shape\":\"bounding_box\",\"featureNodeHash\":\"c\"}],"                    \
  "\"classifications\":[]}"

static void
ask (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EmulatorInferenceRequest) request =
      emulator_inference_request_parse ((EncordJsonSlice){ text, size },
                                        &error);

  g_assert_true ((request == NULL) == (error != NULL));
  if (request == NULL)
    return;
  g_assert_true (request->confidence >= 0 && request->confidence <= 1);
  g_assert_true (request->iou >= 0 && request->iou <= 1);
  g_assert_true (request->last < 0 ||
                 (request->first >= 0 && request->first <= request->last));
  for (guint i = 0; i < request->files->len; i++) {
    const EmulatorInferenceFile *file =
        &g_array_index (request->files, EmulatorInferenceFile, i);
    gboolean is_video;
    g_autoptr (GError) reason = NULL;
    g_autoptr (GBytes) bytes =
        emulator_inference_file_decode (file, &is_video, &reason);

    g_assert_true ((bytes == NULL) == (reason != NULL));
    g_assert_true (bytes == NULL ||
                   (gint64) g_bytes_get_size (bytes) <=
                       emulator_inference_file_get_size (file));
  }
}

static void
answer (const char *text)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (
      (GDestroyNotify) emulator_inference_input_free);
  const EmulatorInferenceContext context = { inputs, "[\"c\"]", EDITOR,
                                             NULL,   "a@b",     "now" };
  g_autoptr (GError) error = NULL;
  GString *found;

  g_ptr_array_add (inputs, emulator_inference_input_new ("u", TRUE));
  found = emulator_inference_answer_new (text, &context, &error);
  g_assert_true ((found == NULL) == (error != NULL));
  if (found != NULL)
    g_string_free (found, TRUE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  ask ((const char *) data, size);
  answer (text);
  return 0;
}
