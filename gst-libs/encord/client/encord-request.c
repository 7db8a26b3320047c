/* client/encord-request.c - a call together with how its answer is read
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-request-private.h>
#include <encord/encord-error-private.h>

struct _EncordRequest
{
  EncordTransport *transport;
  EncordCall *call;
  EncordParse parse;            /* either this */
  EncordParseBytes parse_bytes; /* or this */
  EncordTaskFunc task;          /* or this, which runs calls of its own */
  gpointer task_data;
  GDestroyNotify free_task_data;
  GDestroyNotify free_result;
  const char
      *dropped; /* since this version of the SDK; NULL: it has the call */
};

EncordRequest *
encord_request_new (EncordTransport *transport, EncordCall *call,
                    EncordParse parse, GDestroyNotify free_result)
{
  EncordRequest *self = g_new0 (EncordRequest, 1);

  self->transport = g_object_ref (transport);
  self->call = call;
  self->parse = parse;
  self->free_result = free_result;

  return self;
}

EncordRequest *
encord_request_new_bytes (EncordTransport *transport, EncordCall *call,
                          EncordParseBytes parse, GDestroyNotify free_result)
{
  EncordRequest *self = encord_request_new (transport, call, NULL, free_result);

  self->parse_bytes = parse;

  return self;
}

EncordRequest *
encord_request_new_task (EncordTaskFunc task, gpointer data,
                         GDestroyNotify free_data, GDestroyNotify free_result)
{
  EncordRequest *self = g_new0 (EncordRequest, 1);

  self->task = task;
  self->task_data = data;
  self->free_task_data = free_data;
  self->free_result = free_result;

  return self;
}

void
encord_request_set_dropped (EncordRequest *self, const char *version)
{
  if (self != NULL)
    self->dropped = version;
}

void
encord_request_free (gpointer data)
{
  EncordRequest *self = data;

  g_clear_pointer (&self->call, encord_call_free);
  g_clear_object (&self->transport);
  if (self->free_task_data != NULL)
    self->free_task_data (self->task_data);
  g_free (self);
}

gpointer
encord_request_read (EncordRequest *self, gpointer source, JsonNode *answer,
                     GError **error)
{
  return self->parse (source, answer, error);
}

void
encord_request_free_result (EncordRequest *self, gpointer result)
{
  if (self->free_result != NULL)
    self->free_result (result);
}

static gpointer
run_json (EncordRequest *self, gpointer source, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (JsonNode) answer =
      encord_transport_run (self->transport, self->call, cancellable, error);

  return answer != NULL ? self->parse (source, answer, error) : NULL;
}

static gpointer
run_bytes (EncordRequest *self, gpointer source, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GBytes) body = encord_transport_run_bytes (
      self->transport, self->call, cancellable, error);

  return body != NULL ? self->parse_bytes (source, self->call, body, error)
                      : NULL;
}

gpointer
encord_request_blame_answer (EncordCall *call, GError *local, GError **error)
{
  if (!g_error_matches (local, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA)) {
    g_propagate_error (error, local);
    return NULL;
  }
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE,
               "answer of the server: %s (trace %s)", local->message,
               encord_call_get_trace_id (call));
  g_error_free (local);

  return NULL;
}

/* whether a server that does not know a call would answer like this */
static gboolean
may_be_unknown (const GError *error)
{
  switch (encord_error_get_server_error (error)) {
    case ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED:
    case ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND:
    case ENCORD_SERVER_ERROR_UNKNOWN:
      return TRUE;
    case ENCORD_SERVER_ERROR_GENERIC:
      return g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_FAILED);
    default:
      return FALSE;
  }
}

/* the details of the error stay with it */
static void
tell_dropped (EncordRequest *self, GError *error)
{
  g_autofree char *text = NULL;

  if (self->dropped == NULL || !may_be_unknown (error))
    return;
  text = g_strdup_printf ("; newer servers do not serve this call any more "
                          "(the SDK dropped it in %s)",
                          self->dropped);
  encord_error_append (error, text);
}

static gpointer
run_any (EncordRequest *self, gpointer source, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GError) local = NULL;
  gpointer result;

  if (self->task != NULL)
    return self->task (source, self->task_data, cancellable, error);
  result = self->parse != NULL ? run_json (self, source, cancellable, &local)
                               : run_bytes (self, source, cancellable, &local);

  return result != NULL ? result
                        : encord_request_blame_answer (
                              self->call, g_steal_pointer (&local), error);
}

/* an EncordTaskFunc */
static gpointer
run (gpointer source, gpointer data, GCancellable *cancellable, GError **error)
{
  EncordRequest *self = data;
  g_autoptr (GError) local = NULL;
  gpointer result = run_any (self, source, cancellable, &local);

  if (result != NULL)
    return result;
  tell_dropped (self, local);
  g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

gpointer
encord_request_run (EncordRequest *self, gpointer source,
                    GCancellable *cancellable, GError **error)
{
  gpointer result = run (source, self, cancellable, error);

  encord_request_free (self);

  return result;
}

void
encord_request_start (EncordRequest *self, gpointer source, gpointer tag,
                      GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  encord_task_run (source, tag, run, self, encord_request_free,
                   self->free_result, cancellable, callback, user_data);
}

gpointer
encord_request_run_guarded (EncordRequest *request, GError *guard,
                            gpointer source, GCancellable *cancellable,
                            GError **error)
{
  if (request != NULL)
    return encord_request_run (request, source, cancellable, error);
  if (guard == NULL)
    return GINT_TO_POINTER (TRUE);
  g_propagate_error (error, guard);

  return NULL;
}

void
encord_request_start_guarded (EncordRequest *request, GError *guard,
                              gpointer source, gpointer tag,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  if (request != NULL) {
    encord_request_start (request, source, tag, cancellable, callback,
                          user_data);
    return;
  }
  task = g_task_new (source, NULL, callback, user_data);
  g_task_set_source_tag (task, tag);
  if (guard != NULL)
    g_task_return_error (task, guard);
  else
    g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
}

gpointer
encord_request_parse_done (gpointer source, JsonNode *answer, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

void
encord_request_free_node (gpointer node)
{
  json_node_unref (node);
}

void
encord_request_free_array (gpointer array)
{
  g_ptr_array_unref (array);
}

void
encord_request_free_strings (gpointer strings)
{
  g_strfreev (strings);
}

void
encord_request_free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}
