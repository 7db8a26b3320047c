/* encord-error-wire.c - the errors of both interfaces, one table each
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <string.h>

/* label rows in one request, where a server refuses more but does not say how
 * many it takes */
#define DEFAULT_MAXIMUM_LABELS 100
/* of a server's text in a message, in bytes */
#define MAX_SHOWN 2000

/* what becomes of the payload that came with an error string */
typedef enum
{
  PAYLOAD_IGNORED,
  PAYLOAD_REPLACES,         /* is the message, unless null */
  PAYLOAD_REPLACES_IF_FULL, /* is the message, unless null or empty */
  PAYLOAD_SHOWN,            /* follows the message, unless null or empty */
  PAYLOAD_APPENDED_IF_TEXT, /* follows the message on a new line */
  PAYLOAD_TELLS_LIMIT,
} PayloadRule;

typedef struct
{
  const char *string;
  EncordServerError server_error;
  EncordError code;
  PayloadRule payload;
  const char *text;
} LegacyError;

static const LegacyError legacy_errors[] = {
  { "AUTHENTICATION_ERROR", ENCORD_SERVER_ERROR_AUTHENTICATION,
    ENCORD_ERROR_AUTH, PAYLOAD_IGNORED,
    "the server does not accept the key or token" },
  { "AUTHORISATION_ERROR", ENCORD_SERVER_ERROR_AUTHORISATION,
    ENCORD_ERROR_DENIED, PAYLOAD_IGNORED,
    "the user has no right to this resource" },
  { "RESOURCE_NOT_FOUND_ERROR", ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND,
    ENCORD_ERROR_NOT_FOUND, PAYLOAD_REPLACES_IF_FULL,
    "the server has no such resource" },
  { "METHOD_NOT_ALLOWED_ERROR", ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED,
    ENCORD_ERROR_NOT_SUPPORTED, PAYLOAD_IGNORED,
    "the server does not know this call" },
  { "UNKNOWN_ERROR", ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_FAILED,
    PAYLOAD_IGNORED, "an unknown error in the server" },
  { "OPERATION_NOT_ALLOWED", ENCORD_SERVER_ERROR_OPERATION_NOT_ALLOWED,
    ENCORD_ERROR_DENIED, PAYLOAD_IGNORED,
    "the server does not allow this operation" },
  { "ANSWER_DICTIONARY_ERROR", ENCORD_SERVER_ERROR_ANSWER_DICTIONARY,
    ENCORD_ERROR_REJECTED, PAYLOAD_IGNORED,
    "an object or classification in the labels lacks its answers" },
  { "CORRUPTED_LABEL_ERROR", ENCORD_SERVER_ERROR_CORRUPTED_LABEL,
    ENCORD_ERROR_REJECTED, PAYLOAD_APPENDED_IF_TEXT,
    "the server finds the labels corrupt" },
  { "FILE_TYPE_NOT_SUPPORTED_ERROR",
    ENCORD_SERVER_ERROR_FILE_TYPE_NOT_SUPPORTED, ENCORD_ERROR_REJECTED,
    PAYLOAD_IGNORED, "the server does not support this type of file" },
  { "FILE_SIZE_NOT_SUPPORTED_ERROR",
    ENCORD_SERVER_ERROR_FILE_SIZE_NOT_SUPPORTED, ENCORD_ERROR_REJECTED,
    PAYLOAD_IGNORED, "the file is too large for the server" },
  { "FEATURE_DOES_NOT_EXIST_ERROR", ENCORD_SERVER_ERROR_FEATURE_DOES_NOT_EXIST,
    ENCORD_ERROR_NOT_FOUND, PAYLOAD_IGNORED,
    "the ontology has no such feature" },
  { "MODEL_WEIGHTS_INCONSISTENT_ERROR",
    ENCORD_SERVER_ERROR_MODEL_WEIGHTS_INCONSISTENT, ENCORD_ERROR_REJECTED,
    PAYLOAD_IGNORED, "the weights do not belong to the model" },
  { "MODEL_FEATURES_INCONSISTENT_ERROR",
    ENCORD_SERVER_ERROR_MODEL_FEATURES_INCONSISTENT, ENCORD_ERROR_REJECTED,
    PAYLOAD_IGNORED, "the features do not belong to the model" },
  { "UPLOAD_OPERATION_NOT_SUPPORTED_ERROR",
    ENCORD_SERVER_ERROR_UPLOAD_OPERATION_NOT_SUPPORTED,
    ENCORD_ERROR_NOT_SUPPORTED, PAYLOAD_IGNORED,
    "this dataset takes no uploads" },
  { "DETECTION_RANGE_INVALID_ERROR",
    ENCORD_SERVER_ERROR_DETECTION_RANGE_INVALID, ENCORD_ERROR_REJECTED,
    PAYLOAD_IGNORED, "the range of frames is invalid" },
  { "MUST_SET_DETECTION_RANGE_ERROR", ENCORD_SERVER_ERROR_GENERIC,
    ENCORD_ERROR_REJECTED, PAYLOAD_SHOWN, "a range of frames must be given" },
  { "RESOURCE_EXISTS_ERROR", ENCORD_SERVER_ERROR_RESOURCE_EXISTS,
    ENCORD_ERROR_CONFLICT, PAYLOAD_SHOWN, "the resource exists already" },
  { "INVALID_DATE_FORMAT_ERROR", ENCORD_SERVER_ERROR_INVALID_DATE_FORMAT,
    ENCORD_ERROR_REJECTED, PAYLOAD_IGNORED,
    "the server cannot read a date in the request" },
  { "DUPLICATE_SSH_KEY_ERROR", ENCORD_SERVER_ERROR_DUPLICATE_SSH_KEY,
    ENCORD_ERROR_AUTH, PAYLOAD_IGNORED,
    "the ssh key is registered with several users: register another" },
  { "SSH_KEY_NOT_FOUND_ERROR", ENCORD_SERVER_ERROR_SSH_KEY_NOT_FOUND,
    ENCORD_ERROR_AUTH, PAYLOAD_IGNORED,
    "the server does not know the ssh key: register its public half" },
  { "INVALID_ARGUMENTS_ERROR", ENCORD_SERVER_ERROR_INVALID_ARGUMENTS,
    ENCORD_ERROR_REJECTED, PAYLOAD_REPLACES,
    "the server finds the arguments invalid" },
  { "MULTI_LABEL_LIMIT_ERROR", ENCORD_SERVER_ERROR_MULTI_LABEL_LIMIT,
    ENCORD_ERROR_THROTTLED, PAYLOAD_TELLS_LIMIT,
    "too many label rows in one request" },
  { "WRONG_PROJECT_TYPE_ERROR", ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE,
    ENCORD_ERROR_REJECTED, PAYLOAD_REPLACES,
    "the call does not fit this type of project" },
};

static const LegacyError generic_error = {
  NULL, ENCORD_SERVER_ERROR_GENERIC, ENCORD_ERROR_FAILED, PAYLOAD_SHOWN,
  "an error that this version does not know"
};

static const struct
{
  guint status;
  EncordServerError server_error;
  gboolean shows_message;
  const char *text;
} v2_errors[] = {
  { 400, ENCORD_SERVER_ERROR_INVALID_ARGUMENTS, TRUE,
    "the server finds the arguments invalid" },
  { 401, ENCORD_SERVER_ERROR_AUTHENTICATION, TRUE,
    "the server does not accept the key or token" },
  { 403, ENCORD_SERVER_ERROR_AUTHORISATION, TRUE,
    "the user has no right to this resource" },
  { 404, ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND, FALSE,
    "the server has no such resource" },
  { 405, ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED, FALSE,
    "the server does not know this call" },
};

static const struct
{
  guint status;
  EncordError code;
} codes[] = {
  { 400, ENCORD_ERROR_REJECTED },      { 401, ENCORD_ERROR_AUTH },
  { 402, ENCORD_ERROR_DENIED },        { 403, ENCORD_ERROR_DENIED },
  { 404, ENCORD_ERROR_NOT_FOUND },     { 405, ENCORD_ERROR_NOT_SUPPORTED },
  { 408, ENCORD_ERROR_UNREACHABLE },   { 409, ENCORD_ERROR_CONFLICT },
  { 410, ENCORD_ERROR_NOT_FOUND },     { 412, ENCORD_ERROR_CONFLICT },
  { 413, ENCORD_ERROR_THROTTLED },     { 422, ENCORD_ERROR_REJECTED },
  { 429, ENCORD_ERROR_THROTTLED },     { 500, ENCORD_ERROR_UNREACHABLE },
  { 501, ENCORD_ERROR_NOT_SUPPORTED }, { 502, ENCORD_ERROR_UNREACHABLE },
  { 503, ENCORD_ERROR_UNREACHABLE },   { 504, ENCORD_ERROR_UNREACHABLE },
};

EncordError
encord_error_code_for_status (guint status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].status == status)
      return codes[i].code;

  return ENCORD_ERROR_FAILED;
}

static const char *
node_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static gboolean
node_is_null (JsonNode *node)
{
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

/* as Python sees it */
static gboolean
node_is_empty (JsonNode *node)
{
  if (node_is_null (node))
    return TRUE;

  switch (JSON_NODE_TYPE (node)) {
    case JSON_NODE_OBJECT:
      return json_object_get_size (json_node_get_object (node)) == 0;
    case JSON_NODE_ARRAY:
      return json_array_get_length (json_node_get_array (node)) == 0;
    default:
      if (node_text (node) != NULL)
        return *node_text (node) == '\0';
      return json_node_get_double (node) == 0 && !json_node_get_boolean (node);
  }
}

static char *
node_to_text (JsonNode *node)
{
  const char *text = node_text (node);

  return text != NULL ? g_strdup (text) : json_to_string (node, FALSE);
}

/* of valid UTF-8; the whole stays in the error's details */
static char *
shorten (const char *text)
{
  const char *end;

  if (strlen (text) <= MAX_SHOWN)
    return g_strdup (text);

  end = g_utf8_find_prev_char (text, text + MAX_SHOWN);
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/* the only element of a list of one string */
static const char *
legacy_error_string (JsonNode *response)
{
  JsonArray *list;

  if (response == NULL || !JSON_NODE_HOLDS_ARRAY (response))
    return NULL;
  list = json_node_get_array (response);
  if (json_array_get_length (list) != 1)
    return NULL;

  return node_text (json_array_get_element (list, 0));
}

static const LegacyError *
find_legacy_error (const char *string)
{
  for (gsize i = 0; string != NULL && i < G_N_ELEMENTS (legacy_errors); i++)
    if (strcmp (legacy_errors[i].string, string) == 0)
      return &legacy_errors[i];

  return &generic_error;
}

static guint
read_limit (JsonNode *payload)
{
  JsonNode *member;

  if (payload == NULL || !JSON_NODE_HOLDS_OBJECT (payload))
    return DEFAULT_MAXIMUM_LABELS;
  member = json_object_get_member (json_node_get_object (payload),
                                   "maximum_labels_allowed");
  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_INT64 ||
      json_node_get_int (member) < 1)
    return DEFAULT_MAXIMUM_LABELS;

  return (guint) MIN (json_node_get_int (member), G_MAXUINT);
}

static char *
legacy_message (const LegacyError *found, JsonNode *payload,
                const char *payload_text)
{
  const char *separator = ": ";
  g_autofree char *shown = NULL;

  switch (found->payload) {
    case PAYLOAD_IGNORED:
      return g_strdup (found->text);
    case PAYLOAD_REPLACES:
      return payload_text == NULL ? g_strdup (found->text)
                                  : shorten (payload_text);
    case PAYLOAD_REPLACES_IF_FULL:
      return node_is_empty (payload) ? g_strdup (found->text)
                                     : shorten (payload_text);
    case PAYLOAD_TELLS_LIMIT:
      return g_strdup_printf ("%s: the server takes %u", found->text,
                              read_limit (payload));
    case PAYLOAD_APPENDED_IF_TEXT:
      separator = "\n";
      if (node_text (payload) == NULL)
        return g_strdup (found->text);
      break;
    case PAYLOAD_SHOWN:
      break;
  }

  if (node_is_empty (payload))
    return g_strdup (found->text);
  shown = shorten (payload_text);

  return g_strconcat (found->text, separator, shown, NULL);
}

GError *
encord_error_new_from_legacy (JsonNode *response, JsonNode *payload,
                              const char *trace_id)
{
  const char *string = legacy_error_string (response);
  const LegacyError *found = find_legacy_error (string);
  g_autofree char *payload_text = NULL;
  g_autofree char *server_text = NULL;
  g_autofree char *message = NULL;

  if (!node_is_null (payload))
    payload_text = node_to_text (payload);
  if (string != NULL)
    server_text = g_strdup (string);
  else if (response != NULL)
    server_text = node_to_text (response);
  message = legacy_message (found, payload, payload_text);

  /* nobody knows it, so its own words are all there is to tell */
  if (found == &generic_error && server_text != NULL) {
    g_autofree char *known = g_steal_pointer (&message);
    g_autofree char *shown = shorten (server_text);
    message = g_strdup_printf ("%s: %s", shown, known);
  }
  if (payload_text != NULL) {
    g_autofree char *first = g_steal_pointer (&server_text);
    server_text =
        g_strconcat (first != NULL ? first : "", ": ", payload_text, NULL);
  }

  return encord_error_new_with_details (
      found->code,
      &(EncordErrorDetails){
          .server_error = found->server_error,
          .maximum_labels =
              found->payload == PAYLOAD_TELLS_LIMIT ? read_limit (payload) : 0,
          .server_text = server_text,
          .trace_id = trace_id },
      "%s", message);
}

GError *
encord_error_new_from_status (guint status, const char *message,
                              const char *trace_id)
{
  EncordErrorDetails details = { .server_error = ENCORD_SERVER_ERROR_UNKNOWN,
                                 .http_status = status,
                                 .server_text = message,
                                 .trace_id = trace_id };
  const char *text = "an unknown error in the server";
  gboolean shows_message = TRUE;
  g_autofree char *shown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (v2_errors); i++)
    if (v2_errors[i].status == status) {
      details.server_error = v2_errors[i].server_error;
      shows_message = v2_errors[i].shows_message;
      text = v2_errors[i].text;
    }
  shown = shorten (message != NULL && shows_message ? message : text);

  return encord_error_new_with_details (encord_error_code_for_status (status),
                                        &details, "%s (HTTP status %u)", shown,
                                        status);
}

GError *
encord_error_new_request (EncordError code, guint http_status,
                          const char *trace_id, const char *message)
{
  const EncordErrorDetails details = { .server_error =
                                           ENCORD_SERVER_ERROR_REQUEST,
                                       .http_status = http_status,
                                       .trace_id = trace_id };

  return encord_error_new_with_details (code, &details, "%s", message);
}

GError *
encord_error_new_from_storage (guint http_status, gboolean upload)
{
  const EncordErrorDetails details = {
    .server_error =
        upload ? ENCORD_SERVER_ERROR_CLOUD_UPLOAD : ENCORD_SERVER_ERROR_REQUEST,
    .http_status = http_status
  };

  return encord_error_new_with_details (
      encord_error_code_for_status (http_status), &details,
      "%s: the storage refused with HTTP status %u",
      upload ? "upload" : "media", http_status);
}
