/* labels/encord-moving-text-private.h - a text in which numbers move; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-json-text-private.h>

G_BEGIN_DECLS

/* What moves is written in steps of 1e-7, as the sink writes its coordinates: finer
 * than a thousandth of a pixel, short as text, and whole numbers to the processor. */
#define ENCORD_MOVING_TEXT_STEPS 10000000

/* JSON that is written many times, each time with its numbers a step further along
 * their straight ways. All that stays is put together once.
 *
 *   text = encord_moving_text_new (10);
 *   encord_json_append_literal (text->fixed, "{\"x\":");
 *   encord_moving_text_add_number (text, 0.25, 0.75);
 *   encord_json_append_literal (text->fixed, "}");
 *   for (step = 1; step < 10; step++)
 *     encord_moving_text_append (text, step, json);
 */
typedef struct
{
  GString *fixed;  /* all that stays */
  GArray *numbers; /* where it is interrupted */
  guint n_steps;   /* to the end of the ways; not 0 */
} EncordMovingText;

EncordMovingText *encord_moving_text_new (guint n_steps);
void encord_moving_text_free (EncordMovingText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordMovingText, encord_moving_text_free)

/* Both are finite. A number that stays is written to the last digit, and so is one
 * that lies far outside of any picture. */
void encord_moving_text_add_number (EncordMovingText *self, double from,
                                    double to);
/* an angle in degrees, written as one of 0 to 360 if that is where it starts */
void encord_moving_text_add_angle (EncordMovingText *self, double from,
                                   double to);
/* what the text says after so many of its steps */
void encord_moving_text_append (const EncordMovingText *self, guint step,
                                GString *json);

G_END_DECLS
