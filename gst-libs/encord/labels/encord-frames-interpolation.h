/* labels/encord-frames-interpolation.h - whole labels between key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

ENCORD_API
JsonNode *encord_interpolate_frames (JsonNode *key_frames,
                                     const char *const *object_hashes,
                                     int width, int height, int max_gap,
                                     GError **error);

G_END_DECLS
