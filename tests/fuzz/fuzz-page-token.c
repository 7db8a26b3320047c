/* fuzz-page-token.c - page tokens of a server, as the client sends them back
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <encord/transport/encord-call-details-private.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever a token holds, it stays the value of one parameter, and the other
 * parameters stay what they were. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *token = g_strndup ((const char *) data, size);
  g_autoptr (EncordCall) first = encord_call_new_v2 ("GET", "a/tasks");
  g_autoptr (EncordCall) next = NULL;
  g_autofree char *target = NULL;
  g_autoptr (GHashTable) query = NULL;

  if (!g_utf8_validate (token, -1, NULL))
    return 0;
  encord_call_add_query (first, "statuses", "NEW");
  next = encord_call_new_page (first, token);
  target = encord_call_dup_target (next);
  g_assert_true (g_str_has_prefix (target, "/v2/public/a/tasks?"));
  for (const char *at = target; *at != '\0'; at++)
    g_assert_true (g_ascii_isgraph (*at) && *at != '#');
  query = g_uri_parse_params (strchr (target, '?') + 1, -1, "&",
                              G_URI_PARAMS_WWW_FORM, NULL);
  g_assert_nonnull (query);
  g_assert_cmpuint (g_hash_table_size (query), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (query, "statuses"), ==, "NEW");
  g_assert_cmpstr (g_hash_table_lookup (query, "pageToken"), ==, token);
  return 0;
}
