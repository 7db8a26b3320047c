/* worker-probe.h - says what is in a media file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* mime, image, width, height, frames, fps, duration; or error */
void worker_probe (const char *path, JsonObject *answer);

G_END_DECLS
