/* encord-json-members-private.h - members of parsed JSON, looked up and checked
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/encord-error.h>

G_BEGIN_DECLS

/* A member is found under its name or, failing that, under the same name in the
 * other spelling (projectHash and project_hash): the service is known to use
 * both for one member. "subject" starts the message of every error, whose code
 * is ENCORD_ERROR_BAD_DATA. What is returned belongs to the JSON. */

JsonObject *encord_json_as_object (JsonNode *node, const char *subject,
                                   GError **error);

/* must be there and have the type */
const char *encord_json_get_string (JsonObject *object, const char *subject,
                                    const char *member, GError **error);
JsonArray *encord_json_get_array (JsonObject *object, const char *subject,
                                  const char *member, GError **error);
JsonNode *encord_json_get_member (JsonObject *object, const char *subject,
                                  const char *member, GError **error);
JsonObject *encord_json_get_element (JsonArray *array, guint index,
                                     const char *subject, GError **error);

/* NULL when absent, null or of another type */
const char *encord_json_peek_string (JsonObject *object, const char *member);
JsonNode *encord_json_peek_member (JsonObject *object, const char *member);
/* 0 likewise; an int is cut to 0..G_MAXINT */
double encord_json_peek_number (JsonObject *object, const char *member);
int encord_json_peek_int (JsonObject *object, const char *member);
gboolean encord_json_peek_boolean (JsonObject *object, const char *member,
                                   gboolean fallback);

/* a copy that shares nothing */
JsonNode *encord_json_copy (JsonNode *node);

G_END_DECLS
