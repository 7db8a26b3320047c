/* upload-place.c - where a file goes before it is data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "upload-place.h"

JsonObject *
upload_place_ask (Fixture *self, const char *title, Answer *answer)
{
  g_autofree char *body = g_strdup_printf (
      "{\"query_type\":\"signedvideourl\",\"query_method\":\"GET\","
      "\"values\":{\"uid\":\"%s\",\"payload\":null}}",
      title);

  fixture_legacy (self, self->admin, "dataset", self->dataset, body, answer);
  return json_node_get_object (answer_get_response (answer));
}

guint
upload_place_use (Fixture *self, const char *verb, const char *address,
                  const char *body)
{
  g_autoptr (SoupMessage) message = soup_message_new (verb, address);
  g_auto (Answer) answer = { 0 };

  fixture_send (self, message, body, &answer);
  return answer.status;
}
