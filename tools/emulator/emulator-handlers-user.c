/* emulator-handlers-user.c - calls about the caller
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-json.h"

#define TOKEN_LIFETIME_S (24 * 60 * 60)

gboolean
emulator_handle_bearer_token (EmulatorCall *call, GError **error)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *token = emulator_seal_make_token (
      call->emulator->seal, call->user.user, now + TOKEN_LIFETIME_S);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "token", token);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
