/* client/encord-payload-private.h - JSON that is sent, written like what it is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (transfer full): what g_variant_new_parsed() makes of format and arguments, as
 * JSON: "{'uids': <%^as>, 'title': <%ms>}" is an object with a list of strings
 * and a string or null. A member's value stands in <>; doubles are %d, ints %i. */
JsonNode *encord_payload_new (const char *format, ...);
/* for %@mas: a list of strings, or null for NULL */
GVariant *encord_payload_maybe_strings (const char *const *strings);
/* (transfer full): a list; NULL is null */
JsonNode *encord_payload_new_strings (const char *const *strings);

G_END_DECLS
