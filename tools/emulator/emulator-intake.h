/* emulator-intake.h - how much of request bodies is kept in memory
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _EmulatorIntake EmulatorIntake;

/* max_total: bytes of all bodies held at once */
EmulatorIntake *emulator_intake_new (gsize max_total);
/* bodies that are still held are counted to their end */
void emulator_intake_free (EmulatorIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorIntake, emulator_intake_free)

/* To be called when the headers of message have come. A body of more than max
 * bytes is read to its end and thrown away, so that the client gets to read
 * the answer; with max 0, any body is. */
void emulator_intake_watch (EmulatorIntake *self, SoupServerMessage *message,
                            gsize max);

typedef enum
{
  EMULATOR_INTAKE_KEPT,
  EMULATOR_INTAKE_TOO_LARGE,
  EMULATOR_INTAKE_NO_ROOM, /* for now */
} EmulatorIntakeState;

/* what has become of the body; thrown away ones of max 0 count as kept */
EmulatorIntakeState emulator_intake_get_state (SoupServerMessage *message);

/* bytes held now */
gsize emulator_intake_get_held (EmulatorIntake *self);

G_END_DECLS
