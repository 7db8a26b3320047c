/* emulator-media.h - the media folder and its expiring addresses
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "emulator.h"

G_BEGIN_DECLS

#define EMULATOR_MEDIA_PATH "/media/"
#define EMULATOR_UPLOAD_PATH "/upload/"

/* a file of the media folder */
char *emulator_media_build_path (Emulator *emulator, const char *id);
void emulator_media_add_handlers (Emulator *emulator, SoupServer *server);

G_END_DECLS
