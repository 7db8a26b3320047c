/* encord-error-private.h - wire errors to #EncordError, in one place
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/encord-error.h>

G_BEGIN_DECLS

/* what an error tells besides code and message; strings are copied, nullable */
typedef struct
{
  EncordServerError server_error;
  guint http_status; /* 0: not told */
  guint maximum_labels;
  const char *server_text;
  const char *trace_id;
} EncordErrorDetails;

GError *encord_error_new_with_details (EncordError code,
                                       const EncordErrorDetails *details,
                                       const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* more text at the message's end, ahead of the class */
void encord_error_append (GError *self, const char *text);

/* what the caller can do about an HTTP status that is an error */
EncordError encord_error_code_for_status (guint status);

/* a legacy answer whose status is not 200: response and payload may be NULL */
GError *encord_error_new_from_legacy (JsonNode *response, JsonNode *payload,
                                      const char *trace_id);
/* a v2 answer other than 200 and 204; message: the member of that name, or NULL
 */
GError *encord_error_new_from_status (guint status, const char *message,
                                      const char *trace_id);
/* an answer that is missing (http_status 0), unreadable or was given up on */
GError *encord_error_new_request (EncordError code, guint http_status,
                                  const char *trace_id, const char *message);
/* the storage behind a signed URL refused: only the status is told */
GError *encord_error_new_from_storage (guint http_status, gboolean upload);

G_END_DECLS
