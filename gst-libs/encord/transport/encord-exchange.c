/* transport/encord-exchange.c - one request until it has its answer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <encord/transport/encord-exchange-private.h>
#include <encord/transport/encord-origin-private.h>
#include <encord/transport/encord-retry-private.h>
#include <encord/transport/encord-sending-private.h>

#define MAX_REDIRECTS 10
/* the largest label rows have some ten MB; an answer stays in memory */
#define MAX_ANSWER (1024u * 1024u * 1024u)
#define READ_SIZE (64 * 1024)

/* what an attempt came to */
typedef enum
{
  OUTCOME_DONE,
  OUTCOME_FAILED,    /* for good */
  OUTCOME_NOT_SENT,  /* nobody has seen the request */
  OUTCOME_BROKEN,    /* somebody may have acted on it */
  OUTCOME_TRANSIENT, /* a status that asks to come again */
} Outcome;

typedef struct
{
  gboolean sent;
  guint status;
  char *retry_after;
} Attempt;

static Outcome
outcome_of_failure (const Attempt *attempt, const GError *error)
{
  if (error->domain == ENCORD_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      /* does not get better by asking again */
      g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return OUTCOME_FAILED;

  return attempt->sent ? OUTCOME_BROKEN : OUTCOME_NOT_SENT;
}

static gboolean
is_redirect (SoupMessage *message)
{
  switch (soup_message_get_status (message)) {
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_SEE_OTHER:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
    case SOUP_STATUS_PERMANENT_REDIRECT:
      return soup_message_headers_get_one (
                 soup_message_get_response_headers (message), "Location") !=
             NULL;
    default:
      return FALSE;
  }
}

static GUri *
refuse_redirect (const EncordExchange *self, SoupMessage *message,
                 const char *why, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("%s: the server redirects, %s", self->name, why);

  g_propagate_error (
      error, encord_error_new_request (ENCORD_ERROR_BAD_RESPONSE,
                                       soup_message_get_status (message),
                                       self->trace_id, text));
  return NULL;
}

static GUri *
follow_redirect (const EncordExchange *self, SoupMessage *message,
                 GError **error)
{
  const guint status = soup_message_get_status (message);
  g_autoptr (GUri) uri = g_uri_parse_relative (
      soup_message_get_uri (message),
      soup_message_headers_get_one (soup_message_get_response_headers (message),
                                    "Location"),
      SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return refuse_redirect (self, message, "but not to a URL", error);
  /* the others turn a POST into a GET, which no call survives */
  if (status != SOUP_STATUS_TEMPORARY_REDIRECT &&
      status != SOUP_STATUS_PERMANENT_REDIRECT &&
      soup_message_get_method (message) != SOUP_METHOD_GET)
    return refuse_redirect (self, message,
                            "which loses the request: give the final address "
                            "as server",
                            error);
  if (!self->may_leave && !encord_origin_equals (self->uri, uri))
    return refuse_redirect (self, message,
                            "to another origin, where credentials are not "
                            "sent: give the final address as server",
                            error);
  if (self->may_leave && !encord_origin_is_private (uri))
    return refuse_redirect (self, message, "but not to https", error);

  return g_steal_pointer (&uri);
}

/* follows redirects; NULL with error when there is no answer */
static GInputStream *
send_once (const EncordExchange *self, Attempt *attempt,
           SoupMessage **ret_message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GUri) uri = g_uri_ref (self->uri);

  for (guint i = 0; i <= MAX_REDIRECTS; i++) {
    g_autoptr (SoupMessage) message = NULL;
    g_autoptr (GInputStream) stream = encord_exchange_send (
        self, uri, &attempt->sent, &message, cancellable, error);

    if (stream == NULL)
      return NULL;
    if (!is_redirect (message)) {
      *ret_message = g_steal_pointer (&message);
      return g_steal_pointer (&stream);
    }
    g_clear_pointer (&uri, g_uri_unref);
    uri = follow_redirect (self, message, error);
    if (uri == NULL)
      return NULL;
  }

  g_propagate_error (error, encord_error_new_request (
                                ENCORD_ERROR_BAD_RESPONSE, 0, self->trace_id,
                                "the server redirects in circles"));
  return NULL;
}

static Outcome
try_once (const EncordExchange *self, gboolean last, Attempt *attempt,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;
  const gint64 start = g_get_monotonic_time ();
  Outcome outcome = OUTCOME_DONE;

  stream = send_once (self, attempt, &message, cancellable, &failure);
  if (stream != NULL) {
    attempt->status = soup_message_get_status (message);
    attempt->retry_after = g_strdup (soup_message_headers_get_one (
        soup_message_get_response_headers (message), "Retry-After"));
    g_debug ("%s: HTTP status %u after %.3f s", self->name, attempt->status,
             (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
    if (self->repeatable && !last &&
        encord_retry_is_transient (attempt->status))
      return OUTCOME_TRANSIENT;
    self->receive (self->data, message, stream, cancellable, &failure);
  }
  if (failure != NULL) {
    outcome = outcome_of_failure (attempt, failure);
    g_propagate_error (error, g_steal_pointer (&failure));
  }

  return outcome;
}

gboolean
encord_exchange_pause (double seconds, GCancellable *cancellable,
                       GError **error)
{
  const gint64 end =
      g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  GPollFD fd;
  gint64 left;

  if (!g_cancellable_make_pollfd (cancellable, &fd)) {
    g_usleep ((gulong) (seconds * G_USEC_PER_SEC));
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  }

  while ((left = end - g_get_monotonic_time ()) > 0 &&
         !g_cancellable_is_cancelled (cancellable))
    g_poll (&fd, 1, (int) MIN (left / 1000 + 1, 60 * 1000));
  g_cancellable_release_fd (cancellable);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
take_failure (const EncordExchange *self, GError *failure, Outcome outcome,
              guint attempts, GError **error)
{
  g_autofree char *where = NULL;
  g_autofree char *text = NULL;

  if (failure->domain == ENCORD_ERROR ||
      g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, failure);
    return;
  }

  where = encord_origin_describe (self->uri);
  text = g_strdup_printf (
      "%s: no answer from %s in %u %s: %s%s", self->name, where, attempts,
      attempts == 1 ? "attempt" : "attempts", failure->message,
      outcome == OUTCOME_BROKEN && !self->repeatable
          ? "; whether the server did it is unknown: look before you repeat it"
          : "");
  g_error_free (failure);
  g_propagate_error (error, encord_error_new_request (ENCORD_ERROR_UNREACHABLE,
                                                      0, self->trace_id, text));
}

gboolean
encord_exchange_run (const EncordExchange *self, GCancellable *cancellable,
                     GError **error)
{
  for (guint i = 1;; i++) {
    const gboolean last = i == ENCORD_RETRY_ATTEMPTS;
    Attempt attempt = { FALSE };
    GError *failure = NULL;
    const Outcome outcome =
        try_once (self, last, &attempt, cancellable, &failure);
    g_autofree char *retry_after = attempt.retry_after;
    double pause;

    if (outcome == OUTCOME_DONE)
      return TRUE;
    if (outcome == OUTCOME_FAILED || (failure != NULL && last) ||
        (outcome == OUTCOME_BROKEN && !self->repeatable)) {
      take_failure (self, failure, outcome, i, error);
      return FALSE;
    }

    pause = encord_retry_pause (i, self->backoff, attempt.status, retry_after,
                                g_get_real_time () / G_USEC_PER_SEC);
    g_debug ("%s: attempt %u failed (%s), next in %.1f s", self->name, i,
             failure != NULL ? failure->message : "HTTP status", pause);
    g_clear_error (&failure);
    if (!encord_exchange_pause (pause, cancellable, error))
      return FALSE;
  }
}

/* Not by libsoup's decoder, which takes a body that is cut off or no gzip at all
 * for a good one. */
static GInputStream *
decode (SoupMessage *message, GInputStream *stream)
{
  g_autoptr (GConverter) gunzip = NULL;

  if (!soup_message_headers_header_equals (
          soup_message_get_response_headers (message), "Content-Encoding",
          "gzip"))
    return g_object_ref (stream);

  gunzip =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));

  return g_converter_input_stream_new (stream, gunzip);
}

GBytes *
encord_exchange_read_all (const EncordExchange *self, SoupMessage *message,
                          GInputStream *stream, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GInputStream) decoded = decode (message, stream);
  g_autoptr (GByteArray) body = g_byte_array_new ();

  for (;;) {
    const guint before = body->len;
    gssize n;

    g_byte_array_set_size (body, before + READ_SIZE);
    n = g_input_stream_read (decoded, body->data + before, READ_SIZE,
                             cancellable, error);
    if (n < 0)
      return NULL;
    g_byte_array_set_size (body, before + (guint) n);
    if (n == 0)
      break;
    if (body->len > MAX_ANSWER) {
      g_propagate_error (
          error, encord_error_new_request (ENCORD_ERROR_BAD_RESPONSE,
                                           soup_message_get_status (message),
                                           self->trace_id,
                                           "the answer is larger than 1 GB"));
      return NULL;
    }
  }
  g_debug ("%s: %u bytes", self->name, body->len);

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}
