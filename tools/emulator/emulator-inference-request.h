/* emulator-inference-request.h - what an inference is asked for; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-json-scanner-private.h>

G_BEGIN_DECLS

/* frames of a video, or of a range, that one request may look at */
#define EMULATOR_INFERENCE_MAX_FRAMES 1000
/* of all files together */
#define EMULATOR_INFERENCE_MAX_SIZE (G_GINT64_CONSTANT (1) << 30)

typedef struct
{
  char *uid;
  EncordJsonSlice base64; /* in the request's text */
} EmulatorInferenceFile;

typedef struct
{
  GArray *files; /* of EmulatorInferenceFile */
  char **data_hashes;
  double confidence;
  double iou;
  gboolean allocate;
  gint64 first;
  gint64 last; /* -1: no range was given */
} EmulatorInferenceRequest;

/* The files may make up most of the text: they are found in it, not copied.
 * INVALID_ARGUMENTS, DETECTION_RANGE_INVALID, FILE_SIZE_NOT_SUPPORTED. */
EmulatorInferenceRequest *
emulator_inference_request_parse (EncordJsonSlice payload, GError **error);
void emulator_inference_request_free (EmulatorInferenceRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorInferenceRequest,
                               emulator_inference_request_free)

/* bytes of a file, without decoding it */
gint64 emulator_inference_file_get_size (const EmulatorInferenceFile *self);
/* INVALID_ARGUMENTS unless it is base64, FILE_TYPE_NOT_SUPPORTED unless it
 * begins like a PNG, JPEG, MP4 or WebM file */
GBytes *emulator_inference_file_decode (const EmulatorInferenceFile *self,
                                        gboolean *ret_is_video, GError **error);

G_END_DECLS
