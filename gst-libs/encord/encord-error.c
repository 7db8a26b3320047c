/* encord-error.c - what went wrong, and what the caller can do about it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>

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
  EncordErrorPrivate *priv;
  GError *self;
  va_list args;

  va_start (args, format);
  self = g_error_new_valist (ENCORD_ERROR, (int) code, format, args);
  va_end (args);
  priv = encord_error_get_private (self);
  priv->server_error = details->server_error;
  priv->http_status = details->http_status;
  priv->maximum_labels = details->maximum_labels;
  priv->server_text = g_strdup (details->server_text);
  priv->trace_id = g_strdup (details->trace_id);

  return self;
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
 * Gets the exception class that the Python SDK raises for the same answer.
 *
 * Returns: the class; %ENCORD_SERVER_ERROR_NONE for an error that comes from no
 *   answer
 *
 * Since: 0.1
 */
EncordServerError
encord_error_get_server_error (const GError *error)
{
  return peek (error)->server_error;
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
