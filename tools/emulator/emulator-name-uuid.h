/* emulator-name-uuid.h - UUIDs that are always the same for the same name; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4122, version 5; kind keeps names of different sorts apart */
char *emulator_name_uuid (const char *kind, const char *name);

G_END_DECLS
