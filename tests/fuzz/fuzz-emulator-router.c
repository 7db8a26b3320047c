/* fuzz-emulator-router.c - requests to the emulator, from bytes to a route
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Input: "VERB path" and a line end, then the body of a legacy request. */
#include <string.h>

#include "emulator-call.h"
#include "emulator-json.h"
#include "emulator-router.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
route_v2 (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  g_auto (GStrv) args = NULL;
  g_autoptr (GError) error = NULL;
  const EmulatorRoute *route;

  if (g_strv_length (words) != 2)
    return;
  route = emulator_router_find_v2 (words[0], words[1], &args, &error);
  g_assert_true ((route == NULL) == (error != NULL));
  g_assert_true ((route == NULL) == (args == NULL));
}

static void
read_parts (EmulatorCall *call)
{
  const EmulatorRoute *route = emulator_router_find_legacy (
      call->query_type, call->query_method, EMULATOR_SCOPE_PROJECT, NULL);
  g_auto (GStrv) hashes = NULL;
  JsonObject *payload;
  gint64 time = 0;

  g_assert_true (route == NULL || route->handler != NULL);
  emulator_call_get_hashes (call, &hashes, NULL);
  payload = emulator_call_get_payload (call, NULL);
  if (payload != NULL) {
    g_autofree char *list = NULL;

    gint64 number = 7;

    if (emulator_json_read_int (payload, "start_timestamp", 0, G_MAXINT64,
                                &number, NULL))
      g_assert_cmpint (number, >=, 0);
    emulator_json_read_time (payload, "edited_before", &time, NULL);
    emulator_json_read_strings (payload, "data_hashes", &list, NULL);
  }
}

static void
route_legacy (const char *body, gsize length)
{
  EmulatorCall call = { .body = g_bytes_new (body, length) };
  g_autoptr (GError) error = NULL;

  if (emulator_call_parse_envelope (&call, &error))
    read_parts (&call);
  else
    g_assert_nonnull (error);
  g_bytes_unref (call.body);
  g_free (call.query_type);
  g_free (call.query_method);
  g_clear_pointer (&call.parsed_uid, json_node_unref);
  g_clear_pointer (&call.parsed_payload, json_node_unref);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *end = size > 0 ? memchr (data, '\n', size) : NULL;
  g_autofree char *line = NULL;

  if (end == NULL)
    return 0;
  line = g_strndup ((const char *) data, end - data);
  route_v2 (line);
  route_legacy ((const char *) end + 1, size - (end + 1 - data));
  return 0;
}
