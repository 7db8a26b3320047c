/* session.c - tests of the session shared by a pipeline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>

#include <gst/encord/encord.h>

/* port 1 of loopback: nothing here sends a request that should arrive */
#define SERVER_A "http://127.0.0.1:1"
#define SERVER_B "http://127.0.0.1:2"

static char *token_file, *other_token_file;

static char *
write_token (const char *token)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("token-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_file_set_contents (path, token, -1, &error);
  g_assert_no_error (error);

  return path;
}

static void
setup (void)
{
  token_file = write_token ("one");
  other_token_file = write_token ("two");
}

static void
teardown (void)
{
  g_unlink (token_file);
  g_unlink (other_token_file);
  g_clear_pointer (&token_file, g_free);
  g_clear_pointer (&other_token_file, g_free);
}

static GstEncordSession *
acquire (GstElement *element, const char *server, const char *file)
{
  g_autoptr (GError) error = NULL;
  GstEncordSession *session =
      gst_encord_session_acquire (element, server, NULL, file, &error);

  g_assert_no_error (error);
  fail_unless (session != NULL);

  return session;
}

GST_START_TEST (pipeline_shares_one_session)
{
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *one = gst_element_factory_make ("identity", NULL);
  GstElement *two = gst_element_factory_make ("identity", NULL);
  g_autoptr (GstEncordSession) session = NULL;
  g_autoptr (GstEncordSession) same = NULL;

  gst_bin_add_many (GST_BIN (pipeline), one, two, NULL);
  session = acquire (one, SERVER_A, token_file);
  same = acquire (two, SERVER_A, token_file);

  fail_unless (session == same);
  fail_unless_equals_string (
      encord_client_get_server (gst_encord_session_get_client (session)),
      SERVER_A);
}
GST_END_TEST;

/* a pipeline between two servers, or of two users: each gets its own, and
 * neither is forgotten when the other is made */
static gpointer
come_and_go (gpointer data)
{
  for (guint i = 0; i < 200; i++) {
    g_autoptr (GstElement) element =
        gst_element_factory_make ("identity", NULL);

    g_object_unref (acquire (element, SERVER_A, token_file));
  }

  return NULL;
}

/* the worker may be gone before whoever tells it to go has finished the sentence */
GST_START_TEST (sessions_come_and_go)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("come-and-go", come_and_go, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}
GST_END_TEST;

GST_START_TEST (server_and_identity_tell_sessions_apart)
{
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *one = gst_element_factory_make ("identity", NULL);
  GstElement *two = gst_element_factory_make ("identity", NULL);
  g_autoptr (GstEncordSession) a = NULL;
  g_autoptr (GstEncordSession) b = NULL;
  g_autoptr (GstEncordSession) c = NULL;
  g_autoptr (GstEncordSession) a_again = NULL;

  gst_bin_add_many (GST_BIN (pipeline), one, two, NULL);
  a = acquire (one, SERVER_A, token_file);
  b = acquire (two, SERVER_B, token_file);
  c = acquire (two, SERVER_A, other_token_file);
  a_again = acquire (two, SERVER_A, token_file);

  fail_unless (a != b);
  fail_unless (a != c);
  fail_unless (b != c);
  fail_unless (a == a_again);
}
GST_END_TEST;

static gboolean
answer_context (GstPad *pad, GstObject *parent, GstQuery *query)
{
  return gst_encord_session_handle_query (GST_ELEMENT (parent), query) ||
         gst_pad_query_default (pad, parent, query);
}

/* without a bin that remembers, the neighbour is asked */
GST_START_TEST (neighbour_answers)
{
  g_autoptr (GstElement) one =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  g_autoptr (GstElement) two =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  g_autoptr (GstPad) src = gst_element_get_static_pad (one, "src");
  g_autoptr (GstPad) sink = gst_element_get_static_pad (two, "sink");
  g_autoptr (GstEncordSession) session = NULL;
  g_autoptr (GstEncordSession) downstream = NULL;

  gst_pad_set_query_function (src, answer_context);
  fail_unless_equals_int (gst_pad_link (src, sink), GST_PAD_LINK_OK);
  session = acquire (one, SERVER_A, token_file);
  downstream = acquire (two, SERVER_A, token_file);

  fail_unless (session == downstream);
}
GST_END_TEST;

GST_START_TEST (null_forgets_the_session)
{
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *one = gst_element_factory_make ("identity", NULL);
  GstEncordSession *session;

  gst_bin_add (GST_BIN (pipeline), one);
  fail_unless (gst_element_set_state (pipeline, GST_STATE_READY) ==
               GST_STATE_CHANGE_SUCCESS);
  session = acquire (one, SERVER_A, token_file);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  fail_unless (session != NULL);
  fail_unless (gst_element_set_state (pipeline, GST_STATE_NULL) ==
               GST_STATE_CHANGE_SUCCESS);

  fail_unless (session == NULL);
}
GST_END_TEST;

GST_START_TEST (unreadable_identity_is_an_error)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  g_autoptr (GError) error = NULL;

  fail_unless (gst_encord_session_acquire (element, SERVER_A, NULL,
                                           "/nonexistent/token",
                                           &error) == NULL);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
}
GST_END_TEST;

typedef struct
{
  GMutex lock;
  GCond done;
  GThread *thread;
  GString *order;
  gboolean finished;
} Work;

static Work work;

static void
note (gpointer data, gpointer session)
{
  g_mutex_lock (&work.lock);
  fail_unless (work.thread == NULL || work.thread == g_thread_self ());
  fail_unless (g_thread_self () != work.thread ||
               GST_IS_ENCORD_SESSION (session));
  fail_unless (g_main_context_get_thread_default () != NULL);
  work.thread = g_thread_self ();
  g_string_append (work.order, data);
  g_mutex_unlock (&work.lock);
}

static void
finish (gpointer data)
{
  g_mutex_lock (&work.lock);
  fail_unless (work.thread == g_thread_self ());
  work.finished = TRUE;
  g_cond_signal (&work.done);
  g_mutex_unlock (&work.lock);
}

/* the last job drops the last reference, so the session ends on its own
 * thread */
GST_START_TEST (jobs_run_in_order_and_outlive_the_pipeline)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  GstEncordSession *session = acquire (element, SERVER_A, token_file);

  memset (&work, 0, sizeof (work));
  work.order = g_string_new (NULL);
  gst_encord_session_push (session, note, (char *) "a", NULL);
  gst_encord_session_push (session, note, (char *) "b", NULL);
  gst_encord_session_push (session, note, (char *) "c", finish);
  g_clear_pointer (&element, gst_object_unref);
  g_object_unref (session);

  g_mutex_lock (&work.lock);
  while (!work.finished)
    g_cond_wait (&work.done, &work.lock);
  g_mutex_unlock (&work.lock);
  fail_unless_equals_string (work.order->str, "abc");
  g_string_free (work.order, TRUE);
}
GST_END_TEST;

/* a process that ends when its pipeline has ended would meet the worker's end */
GST_START_TEST (release_leaves_nothing_behind)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  g_autoptr (GstElement) other =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  GstEncordSession *session = acquire (element, SERVER_A, token_file);
  GstEncordSession *same;
  GstContext *context =
      gst_element_get_context (element, GST_ENCORD_SESSION_CONTEXT_TYPE);

  gst_element_set_context (other, context);
  gst_context_unref (context);
  same = acquire (other, SERVER_A, token_file);
  fail_unless (same == session);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &same);

  memset (&work, 0, sizeof (work));
  work.order = g_string_new (NULL);
  gst_encord_session_push (session, note, (char *) "a", NULL);
  gst_encord_session_push (session, note, (char *) "b", finish);
  g_clear_pointer (&element, gst_object_unref);
  g_clear_pointer (&other, gst_object_unref);
  gst_encord_session_release (session);
  gst_encord_session_release (session);

  fail_unless (same == NULL);
  fail_unless (work.finished);
  fail_unless_equals_string (work.order->str, "ab");
  g_string_free (work.order, TRUE);
}
GST_END_TEST;

GST_START_TEST (unreachable_project_is_an_error_again_and_again)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("identity", NULL));
  g_autoptr (GstEncordSession) session =
      acquire (element, SERVER_A, token_file);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  /* cancelled from the start, so the client has no time to retry; the second
   * call shows that the first left nothing behind that it would wait for */
  g_cancellable_cancel (cancellable);
  for (int i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    fail_unless (gst_encord_session_get_project (session, "p", cancellable,
                                                 &error) == NULL);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}
GST_END_TEST;

static Suite *
session_suite (void)
{
  Suite *suite = suite_create ("session");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, pipeline_shares_one_session);
  tcase_add_test (tc, sessions_come_and_go);
  tcase_add_test (tc, server_and_identity_tell_sessions_apart);
  tcase_add_test (tc, neighbour_answers);
  tcase_add_test (tc, null_forgets_the_session);
  tcase_add_test (tc, unreadable_identity_is_an_error);
  tcase_add_test (tc, jobs_run_in_order_and_outlive_the_pipeline);
  tcase_add_test (tc, release_leaves_nothing_behind);
  tcase_add_test (tc, unreachable_project_is_an_error_again_and_again);

  return suite;
}

GST_CHECK_MAIN (session)
