/* emulator-intake.c - how much of request bodies is kept in memory
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-intake.h"

struct _EmulatorIntake
{
  grefcount references;
  gsize max_total;
  gsize held;
};

typedef struct
{
  EmulatorIntake *intake;
  gsize max;
  gsize held;
  EmulatorIntakeState state;
} Body;

#define BODY "emulator-body"

EmulatorIntake *
emulator_intake_new (gsize max_total)
{
  EmulatorIntake *self = g_new0 (EmulatorIntake, 1);

  g_ref_count_init (&self->references);
  self->max_total = max_total;
  return self;
}

void
emulator_intake_free (EmulatorIntake *self)
{
  if (g_ref_count_dec (&self->references))
    g_free (self);
}

static void
let_go (Body *self)
{
  self->intake->held -= self->held;
  self->held = 0;
}

static void
body_free (gpointer user_data)
{
  Body *self = user_data;

  let_go (self);
  emulator_intake_free (self->intake);
  g_free (self);
}

static void
throw_away (Body *self, SoupServerMessage *message, EmulatorIntakeState state)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  let_go (self);
  self->state = state;
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  Body *self = user_data;
  const gsize size = g_bytes_get_size (chunk);

  if (self->state != EMULATOR_INTAKE_KEPT)
    return;
  self->held += size;
  self->intake->held += size;
  if (self->held > self->max)
    throw_away (self, message, EMULATOR_INTAKE_TOO_LARGE);
  else if (self->intake->held > self->intake->max_total)
    throw_away (self, message, EMULATOR_INTAKE_NO_ROOM);
}

static void
on_finished (SoupServerMessage *message, gpointer user_data)
{
  let_go (user_data);
}

void
emulator_intake_watch (EmulatorIntake *self, SoupServerMessage *message,
                       gsize max)
{
  SoupMessageHeaders *headers =
      soup_server_message_get_request_headers (message);
  Body *body;

  if (max == 0) {
    soup_message_body_set_accumulate (
        soup_server_message_get_request_body (message), FALSE);
    return;
  }
  body = g_new0 (Body, 1);
  g_ref_count_inc (&self->references);
  body->intake = self;
  body->max = max;
  g_object_set_data_full (G_OBJECT (message), BODY, body, body_free);
  if (soup_message_headers_get_content_length (headers) > (goffset) max)
    throw_away (body, message, EMULATOR_INTAKE_TOO_LARGE);
  else
    g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), body);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), body);
}

EmulatorIntakeState
emulator_intake_get_state (SoupServerMessage *message)
{
  const Body *body = g_object_get_data (G_OBJECT (message), BODY);

  return body != NULL ? body->state : EMULATOR_INTAKE_KEPT;
}

gsize
emulator_intake_get_held (EmulatorIntake *self)
{
  return self->held;
}
