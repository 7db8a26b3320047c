/* encord-json-private.h - JSON from outside, parsed with care
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* json-glib's parser recurses without limit and takes bytes that are no UTF-8:
 * both are refused here first. ENCORD_ERROR_BAD_DATA; the text is not in the
 * message. (transfer full) */
JsonNode *encord_json_parse (gconstpointer data, gsize length,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
