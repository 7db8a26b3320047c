/* burned-clips.h - clips whose pictures carry their number
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>

#define BURNED_WIDTH 256
#define BURNED_HEIGHT 64
#define BURNED_FRAMES 60

/* the number in an upright picture of BURNED_WIDTH x BURNED_HEIGHT gray pixels;
 * -1 when it cannot be read */
int burned_read (const guint8 *pixels, gsize stride);

/* says so and returns FALSE when ffmpeg is not installed */
gboolean burned_clips_available (void);
/* then the test's exit status, which meson reports as a skipped test */
#define BURNED_SKIP 77

/* a recipe of the table in the source; the file, made in @folder; NULL when this
 * ffmpeg lacks an encoder. Afterwards the numbers in the order in which ffmpeg
 * shows the undamaged file */
char *burned_clip_make (const char *folder, const char *name,
                        GArray **ret_numbers);
/* NULL-terminated */
const char *const *burned_clip_names (void);
/* how many pictures decoders may leave out of this clip */
guint burned_clip_damage (const char *name);
