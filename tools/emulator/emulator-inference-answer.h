/* emulator-inference-answer.h - from the worker's detections to the wire; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* one thing to look at: a video, an image, or the images of a group */
typedef struct
{
  char *uid;
  gboolean is_video;
  GPtrArray *paths; /* of char *, one for a video */
} EmulatorInferenceInput;

EmulatorInferenceInput *emulator_inference_input_new (const char *uid,
                                                      gboolean is_video);
void emulator_inference_input_free (EmulatorInferenceInput *self);

/* what an answer needs besides the detections */
typedef struct
{
  GPtrArray *inputs;     /* of EmulatorInferenceInput */
  const char *features;  /* of the model, JSON */
  const char *editor;    /* of the ontology, JSON */
  const char *class_map; /* nullable */
  const char *user;
  const char *created_at;
} EmulatorInferenceContext;

/* output is what the worker printed; the text is the answer's JSON. An error
 * that the worker reports becomes one of EMULATOR_ERROR, without local paths. */
GString *emulator_inference_answer_new (const char *output,
                                        const EmulatorInferenceContext *context,
                                        GError **error);

G_END_DECLS
