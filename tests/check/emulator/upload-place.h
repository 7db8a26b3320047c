/* upload-place.h - where a file goes before it is data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-fixture.h"

G_BEGIN_DECLS

/* (transfer none): an id (`file_link`) and an address (`signed_url`) for a file; they
 * belong to the answer */
JsonObject *upload_place_ask (Fixture *self, const char *title, Answer *answer);
/* the status that a request with this body gets there */
guint upload_place_use (Fixture *self, const char *verb, const char *address,
                        const char *body);

G_END_DECLS
