/* gstencordsession.c - one client and worker thread a pipeline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordsession.h>

GST_DEBUG_CATEGORY_STATIC (encordsession_debug);
#define GST_CAT_DEFAULT encordsession_debug

/**
 * GstEncordSession:
 *
 * One connection to a server under one identity, and one worker thread, shared
 * by the elements of a pipeline through #GstContext.
 *
 * The context holds a session for each pair of server and identity, so a
 * pipeline may copy from one server to another. It is not persistent: a
 * pipeline in NULL keeps no connection open.
 *
 * Since: 0.1
 */

/* Threads: any thread may call in. The worker runs the jobs one after the
 * other, with its own GMainContext as thread default. Each waiting job keeps
 * the session alive, so the last reference may well be dropped on the worker
 * itself, which then cannot be joined and ends by itself.
 *
 * `lock` is a leaf: nothing is called while it is held. */
struct _GstEncordSession
{
  GObject parent;

  /* written once, before anybody else sees the session */
  char *key;
  EncordClient *client;
  GMainLoop *loop;
  GThread *worker;

  gint users; /* atomic: elements that have acquired and not released it */

  GMutex lock;
  GCond fetched;
  GCond drained;
  GHashTable *projects; /* by hash; guarded by lock */
  GHashTable *fetching; /* hashes somebody is asking for; guarded by lock */
};

G_DEFINE_FINAL_TYPE_WITH_CODE (
    GstEncordSession, gst_encord_session, G_TYPE_OBJECT,
    GST_DEBUG_CATEGORY_INIT (encordsession_debug, "encordsession", 0,
                             "connection shared by a pipeline"))

static gpointer
worker_run (gpointer data)
{
  GMainLoop *loop = data;
  GMainContext *context = g_main_loop_get_context (loop);

  g_main_context_push_thread_default (context);
  g_main_loop_run (loop);
  g_main_context_pop_thread_default (context);
  g_main_loop_unref (loop);

  return NULL;
}

static void
post (GMainLoop *loop, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* sources of one priority are dispatched in the order they were attached */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, g_main_loop_get_context (loop));
}

static gboolean
on_quit (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

static void
gst_encord_session_finalize (GObject *object)
{
  GstEncordSession *self = GST_ENCORD_SESSION (object);

  /* posted, since a quit that comes before the loop runs would be lost; our own
   * reference outlives the worker's, which may be gone before this returns */
  post (self->loop, on_quit, g_main_loop_ref (self->loop),
        (GDestroyNotify) g_main_loop_unref);
  if (self->worker == g_thread_self ())
    g_thread_unref (self->worker);
  else
    g_thread_join (self->worker);

  g_main_loop_unref (self->loop);
  g_clear_object (&self->client);
  g_hash_table_unref (self->fetching);
  g_hash_table_unref (self->projects);
  g_cond_clear (&self->drained);
  g_cond_clear (&self->fetched);
  g_mutex_clear (&self->lock);
  g_free (self->key);

  G_OBJECT_CLASS (gst_encord_session_parent_class)->finalize (object);
}

static void
gst_encord_session_class_init (GstEncordSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gst_encord_session_finalize;
}

static void
gst_encord_session_init (GstEncordSession *self)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_mutex_init (&self->lock);
  g_cond_init (&self->fetched);
  g_cond_init (&self->drained);
  self->projects =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->fetching =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->loop = g_main_loop_new (context, FALSE);
  self->worker =
      g_thread_new ("encord-session", worker_run, g_main_loop_ref (self->loop));
}

/* a field name of the context; says nothing about the secret */
static char *
session_key (EncordClient *client, EncordCredentials *credentials)
{
  g_autofree char *pair =
      g_strjoin ("\n", encord_client_get_server (client),
                 encord_credentials_get_fingerprint (credentials), NULL);
  g_autofree char *sum =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, pair, -1);

  return g_strconcat ("session-", sum, NULL);
}

static GstEncordSession *
find_in_context (GstContext *context, const char *key)
{
  GstEncordSession *session = NULL;

  if (context != NULL)
    gst_structure_get (gst_context_get_structure (context), key,
                       GST_TYPE_ENCORD_SESSION, &session, NULL);

  return session;
}

static GstEncordSession *
find_in_element (GstElement *element, const char *key)
{
  g_autoptr (GstContext) context =
      gst_element_get_context (element, GST_ENCORD_SESSION_CONTEXT_TYPE);

  return find_in_context (context, key);
}

static gboolean
query_neighbour (GstElement *element, GstPad *pad, gpointer query)
{
  /* FALSE ends the iteration */
  return !gst_pad_peer_query (pad, query);
}

static GstEncordSession *
find_in_neighbours (GstElement *element, const char *key)
{
  g_autoptr (GstQuery) query =
      gst_query_new_context (GST_ENCORD_SESSION_CONTEXT_TYPE);
  GstContext *context = NULL;

  gst_element_foreach_src_pad (element, query_neighbour, query);
  gst_query_parse_context (query, &context);
  if (context == NULL) {
    gst_element_foreach_sink_pad (element, query_neighbour, query);
    gst_query_parse_context (query, &context);
  }

  return find_in_context (context, key);
}

static GstEncordSession *
find_by_asking (GstElement *element, const char *key)
{
  /* whoever knows answers by setting the context on the element, in this
   * call */
  gst_element_post_message (
      element, gst_message_new_need_context (GST_OBJECT (element),
                                             GST_ENCORD_SESSION_CONTEXT_TYPE));

  return find_in_element (element, key);
}

static void
announce (GstElement *element, GstEncordSession *session)
{
  g_autoptr (GstContext) known =
      gst_element_get_context (element, GST_ENCORD_SESSION_CONTEXT_TYPE);
  g_autoptr (GstContext) context =
      known != NULL ? gst_context_copy (known)
                    : gst_context_new (GST_ENCORD_SESSION_CONTEXT_TYPE, FALSE);

  gst_structure_set (gst_context_writable_structure (context), session->key,
                     GST_TYPE_ENCORD_SESSION, session, NULL);
  gst_element_set_context (element, context);
  gst_element_post_message (
      element, gst_message_new_have_context (GST_OBJECT (element),
                                             g_steal_pointer (&context)));
}

/**
 * gst_encord_session_acquire:
 * @element: the element that wants it
 * @server: (nullable): the server's URL; %NULL for `ENCORD_SERVER`, else the
 *   platform
 * @ssh_key_file: (nullable) (type filename): a private key
 * @bearer_token_file: (nullable) (type filename): a file with a bearer token
 * @error: return location for an error
 *
 * Finds the session of @element's pipeline for this server and identity, or
 * makes it and tells the pipeline.
 *
 * Key files are read, nothing is sent. Call it in NULL→READY, and
 * gst_encord_session_release() in READY→NULL.
 *
 * Returns: (transfer full): the session, or %NULL with @error set as by
 *   encord_credentials_load()
 *
 * Since: 0.1
 */
GstEncordSession *
gst_encord_session_acquire (GstElement *element, const char *server,
                            const char *ssh_key_file,
                            const char *bearer_token_file, GError **error)
{
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (EncordClient) client = NULL;
  g_autofree char *key = NULL;
  GstEncordSession *session;

  g_return_val_if_fail (GST_IS_ELEMENT (element), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  credentials =
      encord_credentials_load (ssh_key_file, bearer_token_file, error);
  if (credentials == NULL)
    return NULL;
  client = encord_client_new (server, credentials);
  key = session_key (client, credentials);

  session = find_in_element (element, key);
  if (session == NULL)
    session = find_in_neighbours (element, key);
  if (session == NULL)
    session = find_by_asking (element, key);
  if (session != NULL) {
    GST_DEBUG_OBJECT (element, "shares session %p", session);
    g_atomic_int_inc (&session->users);
    return session;
  }

  session = g_object_new (GST_TYPE_ENCORD_SESSION, NULL);
  session->users = 1;
  session->client = g_steal_pointer (&client);
  session->key = g_steal_pointer (&key);
  GST_DEBUG_OBJECT (element, "made session %p with %s", session,
                    encord_client_get_server (session->client));
  announce (element, session);

  return session;
}

typedef struct
{
  GstEncordSession *session;
  gboolean reached; /* guarded by the session's lock */
} Barrier;

static gboolean
on_barrier (gpointer data)
{
  Barrier *barrier = data;
  GstEncordSession *self = barrier->session;

  g_mutex_lock (&self->lock);
  barrier->reached = TRUE;
  g_cond_broadcast (&self->drained);
  g_mutex_unlock (&self->lock);

  return G_SOURCE_REMOVE;
}

/* the barrier holds no reference, and those of earlier jobs are gone behind it */
static void
drain (GstEncordSession *self)
{
  Barrier barrier = { self, FALSE };

  post (self->loop, on_barrier, &barrier, NULL);
  g_mutex_lock (&self->lock);
  while (!barrier.reached)
    g_cond_wait (&self->drained, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * gst_encord_session_release:
 * @self: (transfer full): a session from gst_encord_session_acquire()
 *
 * Gives the session up. The last element that does waits for the jobs that are
 * still queued, so cancel them before; then nothing of the worker outlives the
 * pipeline, whose process may be about to end.
 *
 * On the worker itself, nothing is waited for.
 *
 * Since: 0.1
 */
void
gst_encord_session_release (GstEncordSession *self)
{
  g_return_if_fail (GST_IS_ENCORD_SESSION (self));

  if (g_atomic_int_dec_and_test (&self->users) &&
      self->worker != g_thread_self ())
    drain (self);
  g_object_unref (self);
}

/**
 * gst_encord_session_handle_query:
 * @element: the element that was asked
 * @query: any query
 *
 * Answers a neighbour that looks for the session; for the query functions of
 * an element's pads.
 *
 * Returns: %TRUE when it was such a query and @element knows a session
 *
 * Since: 0.1
 */
gboolean
gst_encord_session_handle_query (GstElement *element, GstQuery *query)
{
  g_autoptr (GstContext) context = NULL;
  const char *type;

  g_return_val_if_fail (GST_IS_ELEMENT (element), FALSE);
  g_return_val_if_fail (GST_IS_QUERY (query), FALSE);

  if (GST_QUERY_TYPE (query) != GST_QUERY_CONTEXT ||
      !gst_query_parse_context_type (query, &type) ||
      g_strcmp0 (type, GST_ENCORD_SESSION_CONTEXT_TYPE) != 0)
    return FALSE;
  context = gst_element_get_context (element, type);
  if (context == NULL)
    return FALSE;
  gst_query_set_context (query, context);

  return TRUE;
}

/**
 * gst_encord_session_get_client:
 * @self: a session
 *
 * Gives the client that the elements of a pipeline share.
 *
 * Returns: (transfer none): the client
 *
 * Since: 0.1
 */
EncordClient *
gst_encord_session_get_client (GstEncordSession *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_SESSION (self), NULL);

  return self->client;
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  GstEncordSession *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->fetched);
  g_mutex_unlock (&self->lock);
}

/* the project if it is there or comes while somebody else fetches it; else
 * @ret_fetch says whether it is up to the caller or was given up */
static EncordProject *
wait_for_project (GstEncordSession *self, const char *project_hash,
                  GCancellable *cancellable, gboolean *ret_fetch)
{
  EncordProject *project;
  gboolean fetch;

  g_mutex_lock (&self->lock);
  while (g_hash_table_contains (self->fetching, project_hash) &&
         !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->fetched, &self->lock);
  project = g_hash_table_lookup (self->projects, project_hash);
  if (project != NULL)
    g_object_ref (project);
  fetch = project == NULL &&
          g_hash_table_add (self->fetching, g_strdup (project_hash));
  g_mutex_unlock (&self->lock);
  *ret_fetch = fetch;

  return project;
}

static void
remember_project (GstEncordSession *self, const char *project_hash,
                  EncordProject *project)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->fetching, project_hash);
  if (project != NULL)
    g_hash_table_insert (self->projects, g_strdup (project_hash),
                         g_object_ref (project));
  g_cond_broadcast (&self->fetched);
  g_mutex_unlock (&self->lock);
}

/**
 * gst_encord_session_get_project:
 * @self: a session
 * @project_hash: the project
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Opens a project; the first caller fetches it, the others get the same
 * object.
 *
 * Blocks on the network: call it on a thread that may.
 *
 * Returns: (transfer full): the project, or %NULL with @error set as by
 *   encord_client_get_project()
 *
 * Since: 0.1
 */
EncordProject *
gst_encord_session_get_project (GstEncordSession *self,
                                const char *project_hash,
                                GCancellable *cancellable, GError **error)
{
  EncordProject *project;
  gboolean fetch;
  gulong handler = 0;

  g_return_val_if_fail (GST_IS_ENCORD_SESSION (self), NULL);
  g_return_val_if_fail (project_hash != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     self, NULL);
  project = wait_for_project (self, project_hash, cancellable, &fetch);
  g_cancellable_disconnect (cancellable, handler);

  if (fetch) {
    project = encord_client_get_project (self->client, project_hash,
                                         cancellable, error);
    remember_project (self, project_hash, project);
  } else if (project == NULL) {
    g_cancellable_set_error_if_cancelled (cancellable, error);
  }

  return project;
}

typedef struct
{
  GstEncordSession *session;
  GFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Job;

static gboolean
on_job (gpointer data)
{
  Job *job = data;

  job->func (job->data, job->session);

  return G_SOURCE_REMOVE;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  g_object_unref (job->session);
  g_free (job);
}

/**
 * gst_encord_session_push:
 * @self: a session
 * @job: (scope async): what to do; gets @data and the session
 * @data: for @job
 * @destroy: (nullable): frees @data, on the worker thread too
 *
 * Runs @job on the worker thread, after the jobs pushed before it.
 *
 * The job may block on network and disk; sources that it attaches to the thread
 * default GMainContext are dispatched between jobs. It keeps the session alive
 * until it has run.
 *
 * Since: 0.1
 */
void
gst_encord_session_push (GstEncordSession *self, GFunc job, gpointer data,
                         GDestroyNotify destroy)
{
  Job *queued;

  g_return_if_fail (GST_IS_ENCORD_SESSION (self));
  g_return_if_fail (job != NULL);

  queued = g_new (Job, 1);
  queued->session = g_object_ref (self);
  queued->func = job;
  queued->data = data;
  queued->destroy = destroy;
  post (self->loop, on_job, queued, job_free);
}
