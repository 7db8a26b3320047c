/* encord-error.c - what went wrong, and what the caller can do about it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <string.h>

/* What ends the message of an error that has a class. Scripting languages make a
 * new error of domain, code and message alone, and it is the last word, which no
 * text of a server can take. */
static const char *const class_names[] = {
  [ENCORD_SERVER_ERROR_NONE] = "",
  [ENCORD_SERVER_ERROR_GENERIC] = " [GenericServerError]",
  [ENCORD_SERVER_ERROR_AUTHENTICATION] = " [AuthenticationError]",
  [ENCORD_SERVER_ERROR_AUTHORISATION] = " [AuthorisationError]",
  [ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND] = " [ResourceNotFoundError]",
  [ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED] = " [MethodNotAllowedError]",
  [ENCORD_SERVER_ERROR_UNKNOWN] = " [UnknownException]",
  [ENCORD_SERVER_ERROR_OPERATION_NOT_ALLOWED] = " [OperationNotAllowed]",
  [ENCORD_SERVER_ERROR_ANSWER_DICTIONARY] = " [AnswerDictionaryError]",
  [ENCORD_SERVER_ERROR_CORRUPTED_LABEL] = " [CorruptedLabelError]",
  [ENCORD_SERVER_ERROR_FILE_TYPE_NOT_SUPPORTED] =
      " [FileTypeNotSupportedError]",
  [ENCORD_SERVER_ERROR_FILE_SIZE_NOT_SUPPORTED] =
      " [FileSizeNotSupportedError]",
  [ENCORD_SERVER_ERROR_FEATURE_DOES_NOT_EXIST] = " [FeatureDoesNotExistError]",
  [ENCORD_SERVER_ERROR_MODEL_WEIGHTS_INCONSISTENT] =
      " [ModelWeightsInconsistentError]",
  [ENCORD_SERVER_ERROR_MODEL_FEATURES_INCONSISTENT] =
      " [ModelFeaturesInconsistentError]",
  [ENCORD_SERVER_ERROR_UPLOAD_OPERATION_NOT_SUPPORTED] =
      " [UploadOperationNotSupportedError]",
  [ENCORD_SERVER_ERROR_DETECTION_RANGE_INVALID] =
      " [DetectionRangeInvalidError]",
  [ENCORD_SERVER_ERROR_RESOURCE_EXISTS] = " [ResourceExistsError]",
  [ENCORD_SERVER_ERROR_INVALID_DATE_FORMAT] = " [InvalidDateFormatError]",
  [ENCORD_SERVER_ERROR_DUPLICATE_SSH_KEY] = " [DuplicateSshKeyError]",
  [ENCORD_SERVER_ERROR_SSH_KEY_NOT_FOUND] = " [SshKeyNotFound]",
  [ENCORD_SERVER_ERROR_INVALID_ARGUMENTS] = " [InvalidArgumentsError]",
  [ENCORD_SERVER_ERROR_MULTI_LABEL_LIMIT] = " [MultiLabelLimitError]",
  [ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE] = " [WrongProjectTypeError]",
  [ENCORD_SERVER_ERROR_REQUEST] = " [RequestException]",
  [ENCORD_SERVER_ERROR_CLOUD_UPLOAD] = " [CloudUploadError]",
  [ENCORD_SERVER_ERROR_ONTOLOGY] = " [OntologyError]",
};
G_STATIC_ASSERT (G_N_ELEMENTS (class_names) ==
                 ENCORD_SERVER_ERROR_ONTOLOGY + 1);

typedef struct
{
  EncordServerError server_error;
  guint http_status;
  guint maximum_labels;
  char *server_text;
  char *trace_id;
} EncordErrorPrivate;

static void
encord_error_private_init (EncordErrorPrivate *self)
{
}

static void
encord_error_private_copy (const EncordErrorPrivate *src,
                           EncordErrorPrivate *dest)
{
  *dest = *src;
  dest->server_text = g_strdup (src->server_text);
  dest->trace_id = g_strdup (src->trace_id);
}

static void
encord_error_private_clear (EncordErrorPrivate *self)
{
  g_free (self->server_text);
  g_free (self->trace_id);
}

/**
 * encord_error_quark:
 *
 * Gives the domain of [error@Encord.Error].
 *
 * Returns: the quark
 *
 * Since: 0.1
 */
G_DEFINE_EXTENDED_ERROR (EncordError, encord_error)

GError *
encord_error_new_with_details (EncordError code,
                               const EncordErrorDetails *details,
                               const char *format, ...)
{
  g_autofree char *text = NULL;
  EncordErrorPrivate *priv;
  GError *self;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  self = g_error_new (ENCORD_ERROR, (int) code, "%s%s", text,
                      class_names[details->server_error]);
  priv = encord_error_get_private (self);
  priv->server_error = details->server_error;
  priv->http_status = details->http_status;
  priv->maximum_labels = details->maximum_labels;
  priv->server_text = g_strdup (details->server_text);
  priv->trace_id = g_strdup (details->trace_id);

  return self;
}

static EncordServerError
class_of_message (const char *message)
{
  for (gsize i = ENCORD_SERVER_ERROR_NONE + 1; i < G_N_ELEMENTS (class_names);
       i++)
    if (g_str_has_suffix (message, class_names[i]))
      return (EncordServerError) i;

  return ENCORD_SERVER_ERROR_NONE;
}

void
encord_error_append (GError *self, const char *text)
{
  g_autofree char *message = g_steal_pointer (&self->message);
  const char *name = class_names[class_of_message (message)];

  message[strlen (message) - strlen (name)] = '\0';
  self->message = g_strconcat (message, text, name, NULL);
}

static const EncordErrorPrivate *
peek (const GError *error)
{
  static const EncordErrorPrivate nothing = { ENCORD_SERVER_ERROR_NONE };

  if (error == NULL || error->domain != ENCORD_ERROR)
    return &nothing;

  return encord_error_get_private (error);
}

/**
 * encord_error_get_server_error:
 * @error: (nullable): any error
 *
 * Gets the exception class that the Python SDK raises for the same answer. Its
 * name in brackets ends the error's message, where this function finds it again
 * in an error that a scripting language has made anew.
 *
 * Returns: the class; %ENCORD_SERVER_ERROR_NONE for an error that comes from no
 *   answer
 *
 * Since: 0.1
 */
EncordServerError
encord_error_get_server_error (const GError *error)
{
  const EncordServerError class = peek (error)->server_error;

  if (class != ENCORD_SERVER_ERROR_NONE || error == NULL ||
      error->domain != ENCORD_ERROR)
    return class;

  return class_of_message (error->message);
}

/**
 * encord_error_get_http_status:
 * @error: (nullable): any error
 *
 * Gets the HTTP status that led to the error. Errors of the legacy interface
 * have none: it puts them into the body of an answer whatever its status.
 *
 * Returns: the status, 100 to 599, or 0
 *
 * Since: 0.1
 */
guint
encord_error_get_http_status (const GError *error)
{
  return peek (error)->http_status;
}

/**
 * encord_error_get_server_text:
 * @error: (nullable): any error
 *
 * Gets what the server said about the error, in its own words.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if there was none
 *
 * Since: 0.1
 */
const char *
encord_error_get_server_text (const GError *error)
{
  return peek (error)->server_text;
}

/**
 * encord_error_get_trace_id:
 * @error: (nullable): any error
 *
 * Gets the id under which the service finds the request in its own log: give it
 * to its support.
 *
 * Returns: (transfer none) (nullable): 32 hexadecimal digits, or %NULL for an
 *   error that comes from no request
 *
 * Since: 0.1
 */
const char *
encord_error_get_trace_id (const GError *error)
{
  return peek (error)->trace_id;
}

/**
 * encord_error_get_maximum_labels:
 * @error: (nullable): any error
 *
 * Gets how many label rows the server takes in one request, which it tells with
 * %ENCORD_SERVER_ERROR_MULTI_LABEL_LIMIT.
 *
 * Returns: the number of rows, or 0 for another error
 *
 * Since: 0.1
 */
guint
encord_error_get_maximum_labels (const GError *error)
{
  return peek (error)->maximum_labels;
}
