/* client/encord-model-training.c - waits for the end of a training
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-project-models-build-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-model-training-private.h>
#include <encord/transport/encord-exchange-private.h>

/* seconds for which the server may keep a question open */
#define LONGEST_POLL 60
/* so many questions in a row may fail, the last one for good */
#define MAX_FAILURES 3

void
encord_training_poll_free (gpointer poll)
{
  EncordTrainingPoll *self = poll;

  g_clear_object (&self->training);
  g_free (self);
}

gpointer
encord_answers_parse_training (gpointer source, JsonNode *answer,
                               GError **error)
{
  static const char subject[] = "model training";
  JsonObject *state = encord_json_as_object (answer, subject, error);
  const char *status =
      state == NULL ? NULL
                    : encord_json_get_string (state, subject, "status", error);
  EncordModelTraining *training = NULL;
  EncordTrainingPoll *poll;

  if (status == NULL)
    return NULL;
  if (g_str_equal (status, "ERROR")) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_FAILED,
                 "%s: it ended with an error", subject);
    return NULL;
  }
  if (g_str_equal (status, "DONE")) {
    training = encord_model_training_new_from_answer (
        encord_json_peek_member (state, "result"), error);
    if (training == NULL)
      return NULL;
  } else if (!g_str_equal (status, "PENDING")) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "%s: unknown status", subject);
    return NULL;
  }
  poll = g_new0 (EncordTrainingPoll, 1);
  poll->training = training;

  return poll;
}

typedef struct
{
  char *path;
  guint timeout_seconds;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *self = data;

  g_free (self->path);
  g_free (self);
}

/* a second that has begun counts as over, as the SDK has it */
static guint
seconds_left (const Wait *self, gint64 start)
{
  const gint64 elapsed = (g_get_monotonic_time () - start) / G_USEC_PER_SEC + 1;

  return (guint) MAX ((gint64) self->timeout_seconds - elapsed, 0);
}

static EncordTrainingPoll *
ask (EncordProject *project, const Wait *self, guint seconds,
     GCancellable *cancellable, GError **error)
{
  EncordCall *call = encord_call_new_v2 ("GET", self->path);
  g_autofree char *text = g_strdup_printf ("%u", MIN (seconds, LONGEST_POLL));

  encord_call_add_query (call, "timeoutSeconds", text);

  return encord_request_run (
      encord_request_new (encord_project_get_transport (project), call,
                          encord_answers_parse_training,
                          encord_training_poll_free),
      project, cancellable, error);
}

/* after a failure, or after an answer that came at once although the server is to
 * keep a question until there is news */
static gboolean
pause_after (EncordProject *project, gboolean failed, gint64 asked,
             GCancellable *cancellable, GError **error)
{
  const double longest =
      encord_transport_get_poll_pause (encord_project_get_transport (project));
  double seconds = longest;

  if (!failed) {
    if (g_get_monotonic_time () - asked >= G_USEC_PER_SEC)
      return TRUE;
    seconds = MIN (longest, 1.0);
  }

  return encord_exchange_pause (seconds, cancellable, error);
}

/* an EncordTaskFunc */
static gpointer
wait_for_training (gpointer source, gpointer data, GCancellable *cancellable,
                   GError **error)
{
  const Wait *self = data;
  const gint64 start = g_get_monotonic_time ();
  guint n_failures = 0;

  for (;;) {
    const gint64 asked = g_get_monotonic_time ();
    g_autoptr (GError) local = NULL;
    EncordTrainingPoll *poll =
        ask (source, self, seconds_left (self, start), cancellable, &local);
    const gboolean failed = poll == NULL;

    if (failed) {
      if (encord_error_get_server_error (local) !=
              ENCORD_SERVER_ERROR_REQUEST ||
          ++n_failures == MAX_FAILURES) {
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
      }
      g_debug ("model training: asking again after: %s", local->message);
    } else {
      EncordModelTraining *training = g_steal_pointer (&poll->training);

      encord_training_poll_free (poll);
      if (training != NULL)
        return training;
      n_failures = 0;
      if (seconds_left (self, start) == 0) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                     "model training: it still runs after %u seconds: ask "
                     "again later",
                     self->timeout_seconds);
        return NULL;
      }
    }
    if (!pause_after (source, failed, asked, cancellable, error))
      return NULL;
  }
}

EncordRequest *
encord_project_build_model_train_get_result (EncordProject *self,
                                             const char *model_hash,
                                             const char *training_hash,
                                             guint timeout_seconds,
                                             GError **error)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->path = g_strconcat ("ml-models/", model_hash, "/", training_hash,
                            "/training", NULL);
  wait->timeout_seconds = timeout_seconds;

  return encord_request_new_task (wait_for_training, wait, wait_free,
                                  g_object_unref);
}
