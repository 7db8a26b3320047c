/* labels/encord-frames-interpolation-private.h - fills frames in, from text to text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *const *object_hashes;
  int width, height;      /* of the picture in pixels; 0 if unknown */
  int max_gap;            /* between two keys, in frames; 0: any */
  gint64 created_at;      /* of what is filled in; 0: left out */
  const char *created_by; /* NULL: left out */
  gsize max_bytes;        /* of the answer; 0: any */
  /* The platform does not say what it does with masks: an answer in its name has the
   * nearer of two keys (0), the library's own one what lies between them. This
   * bounds the pixels of each way; all that are open at once have four times as
   * many. */
  gint64 most_mask_pixels;
} EncordFramesInterpolation;

/* Appends what encord_interpolate_frames() returns; what is in json after an error
 * means nothing. */
gboolean encord_frames_interpolate (const char *key_frames, gsize length,
                                    const EncordFramesInterpolation *how,
                                    GString *json, GError **error);

G_END_DECLS
