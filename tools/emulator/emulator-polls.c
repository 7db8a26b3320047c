/* emulator-polls.c - clients that wait for jobs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-polls.h"

/* well within what clients wait for an answer */
#define MAX_HOLD_S 60

struct _EmulatorPolls
{
  GPtrArray *waiting; /* of Poll */
};

typedef struct
{
  EmulatorPolls *polls;
  EmulatorCall *call;
  char *job;
  char *pending;
  guint timeout;
} Poll;

static void
poll_free (Poll *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  emulator_call_unref (self->call);
  g_free (self->job);
  g_free (self->pending);
  g_free (self);
}

EmulatorPolls *
emulator_polls_new (void)
{
  EmulatorPolls *self = g_new0 (EmulatorPolls, 1);

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) poll_free);
  return self;
}

void
emulator_polls_free (EmulatorPolls *self)
{
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

static gboolean
on_timeout (gpointer user_data)
{
  Poll *poll = user_data;

  poll->timeout = 0;
  emulator_call_reply_text (poll->call, g_string_new (poll->pending));
  g_ptr_array_remove_fast (poll->polls->waiting, poll);
  return G_SOURCE_REMOVE;
}

static void
on_gone (gpointer data)
{
  Poll *poll = data;

  g_ptr_array_remove_fast (poll->polls->waiting, poll);
}

void
emulator_polls_hold (EmulatorPolls *self, EmulatorCall *call, const char *job,
                     guint seconds, const char *pending)
{
  Poll *poll;

  if (seconds == 0) {
    emulator_call_reply_text (call, g_string_new (pending));
    return;
  }
  poll = g_new0 (Poll, 1);
  poll->polls = self;
  poll->call = emulator_call_ref (call);
  poll->job = g_strdup (job);
  poll->pending = g_strdup (pending);
  poll->timeout =
      g_timeout_add_seconds (MIN (seconds, MAX_HOLD_S), on_timeout, poll);
  g_ptr_array_add (self->waiting, poll);
  emulator_call_defer (call, on_gone, poll);
}

void
emulator_polls_answer (EmulatorPolls *self, const char *job, const char *answer)
{
  for (guint i = 0; i < self->waiting->len;) {
    Poll *poll = g_ptr_array_index (self->waiting, i);

    if (g_str_equal (poll->job, job)) {
      emulator_call_reply_text (poll->call, g_string_new (answer));
      g_ptr_array_remove_index_fast (self->waiting, i);
    } else {
      i++;
    }
  }
}
