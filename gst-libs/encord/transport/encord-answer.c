/* transport/encord-answer.c - what the answer to a call means; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <encord/encord-json-private.h>
#include <encord/transport/encord-call-details-private.h>
#include <string.h>

#define STATUS_OK 200
#define STATUS_NO_CONTENT 204

static JsonNode *
take_error (EncordCall *call, GError *cause, GError **error)
{
  g_propagate_prefixed_error (error, cause,
                              "%s: ", encord_call_get_name (call));
  return NULL;
}

static JsonNode *
unreadable (EncordCall *call, guint http_status, const char *what,
            GError **error)
{
  return take_error (
      call,
      encord_error_new_request (ENCORD_ERROR_BAD_RESPONSE, http_status,
                                encord_call_get_trace_id (call), what),
      error);
}

static JsonNode *
parse (GBytes *body)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (body, &length);

  return encord_json_parse (data, length, NULL);
}

static gboolean
is_ok_status (JsonNode *status)
{
  if (status == NULL || !JSON_NODE_HOLDS_VALUE (status))
    return FALSE;
  if (json_node_get_value_type (status) != G_TYPE_INT64 &&
      json_node_get_value_type (status) != G_TYPE_DOUBLE)
    return FALSE;

  return json_node_get_double (status) == STATUS_OK;
}

/* null, false, 0, "", [] and {} */
static gboolean
is_empty (JsonNode *node)
{
  switch (JSON_NODE_TYPE (node)) {
    case JSON_NODE_NULL:
      return TRUE;
    case JSON_NODE_OBJECT:
      return json_object_get_size (json_node_get_object (node)) == 0;
    case JSON_NODE_ARRAY:
      return json_array_get_length (json_node_get_array (node)) == 0;
    default:
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        return *json_node_get_string (node) == '\0';
      return json_node_get_double (node) == 0;
  }
}

/* some answers are errors although their status is not */
static gboolean
check_response (EncordCall *call, JsonNode *response, GError **error)
{
  const char *method = encord_call_get_method (call);
  const gboolean null = JSON_NODE_HOLDS_NULL (response);
  const EncordErrorDetails not_found = {
    .server_error = ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND,
    .trace_id = encord_call_get_trace_id (call)
  };

  if (strcmp (method, "DELETE") == 0)
    return TRUE;

  if (strcmp (method, "GET") == 0 ||
      (strcmp (method, "PUT") == 0 && encord_call_is_list (call))) {
    if (null || (!encord_call_is_list (call) && is_empty (response)))
      take_error (call,
                  encord_error_new_with_details (ENCORD_ERROR_NOT_FOUND,
                                                 &not_found, "%s",
                                                 "the server has no such "
                                                 "resource"),
                  error);
    else
      return TRUE;
  } else if (null || (strcmp (method, "PUT") == 0 && is_empty (response))) {
    unreadable (call, 0, "the server did not confirm it", error);
  } else {
    return TRUE;
  }

  return FALSE;
}

static JsonNode *
read_legacy (EncordCall *call, GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = parse (body);
  JsonNode *response;
  JsonObject *envelope;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return unreadable (call, 0, "the answer is not a JSON object", error);
  envelope = json_node_get_object (root);

  if (!is_ok_status (json_object_get_member (envelope, "status")))
    return take_error (call,
                       encord_error_new_from_legacy (
                           json_object_get_member (envelope, "response"),
                           json_object_get_member (envelope, "payload"),
                           encord_call_get_trace_id (call)),
                       error);

  response = json_object_dup_member (envelope, "response");
  if (response == NULL)
    response = json_node_new (JSON_NODE_NULL);
  if (!check_response (call, response, error))
    g_clear_pointer (&response, json_node_unref);

  return response;
}

static JsonNode *
read_v2 (EncordCall *call, guint http_status, GBytes *body, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  const char *message = NULL;

  if (http_status == STATUS_NO_CONTENT)
    return json_node_new (JSON_NODE_NULL);

  root = parse (body);
  if (http_status == STATUS_OK) {
    if (root == NULL)
      return unreadable (call, http_status, "the answer is not JSON", error);
    return g_steal_pointer (&root);
  }

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root)) {
    JsonNode *member =
        json_object_get_member (json_node_get_object (root), "message");
    if (member != NULL && JSON_NODE_HOLDS_VALUE (member) &&
        json_node_get_value_type (member) == G_TYPE_STRING)
      message = json_node_get_string (member);
  }

  return take_error (call,
                     encord_error_new_from_status (
                         http_status, message, encord_call_get_trace_id (call)),
                     error);
}

JsonNode *
encord_call_read_answer (EncordCall *self, guint http_status, GBytes *body,
                         GError **error)
{
  return encord_call_is_legacy (self)
             ? read_legacy (self, body, error)
             : read_v2 (self, http_status, body, error);
}
