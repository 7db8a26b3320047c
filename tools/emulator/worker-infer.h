/* worker-infer.h - runs a model's weights over media files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is asked, and what of it failed (EmulatorInference writes the one and
 * reads the other):
 *
 * {"weights": path, "confidence": 0..1, "iou": 0..1, "allocate": true,
 *  "first": frame, "last": frame, "longest": n,
 *  "inputs": [{"video": path} or {"images": [path, ...]}, ...]}
 *
 * {"classes": [name, ...],
 *  "inputs": [[[frame, [[class, confidence, x, y, w, h, track], ...]], ...],
 *             ...]}
 *
 * {"error": text, "code": "file", "range", "long" or "model", "input": index}
 *
 * first and last bound what of a video or of a row of images is looked at;
 * where last is negative, all of it is, and one of more than longest frames is
 * an error. track is negative where nothing is followed from frame to frame. */
void worker_infer (JsonObject *job, JsonObject *answer);

G_END_DECLS
