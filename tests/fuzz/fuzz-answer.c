/* fuzz-answer.c - answers of the server, errors included
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <encord/transport/encord-call-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
read_as (EncordCall *call, guint status, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      encord_call_read_answer (call, status, body, &error);

  g_assert_true ((node == NULL) == (error != NULL));
  if (error != NULL) {
    g_autoptr (GError) anew =
        g_error_new_literal (error->domain, error->code, error->message);

    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    /* whatever words the server has put into the message */
    g_assert_cmpint (encord_error_get_server_error (anew), ==,
                     encord_error_get_server_error (error));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint statuses[] = { 200, 204, 400, 404, 409 };
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (EncordCall) get =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autoptr (EncordCall) put =
      encord_call_new_legacy ("labelrow", "PUT", NULL, NULL);
  g_autoptr (EncordCall) v2 = encord_call_new_v2 ("GET", "x");

  read_as (get, 200, body);
  read_as (put, 200, body);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    read_as (v2, statuses[i], body);

  return 0;
}
