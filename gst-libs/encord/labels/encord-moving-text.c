/* labels/encord-moving-text.c - a text in which numbers move; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-moving-text-private.h>

#include <math.h>
#include <string.h>

#include <encord/labels/encord-interpolator-private.h>
#include <encord/model/encord-json-number-private.h>

/* Text between two numbers is mostly shorter. So many bytes are copied at once, and
 * what is too many is written over. */
#define CHUNK 16

/* Coordinates are whole numbers of 2^-57: of what is left then, a hundred times the
 * fraction still fits into 64 bits. */
#define FRACTION_BITS 57
#define ONE (G_GINT64_CONSTANT (1) << FRACTION_BITS)
#define FRACTION_MASK ((guint64) ONE - 1)
/* what fits with a sign; no picture has more */
#define LARGEST 60
/* so that cutting off behind the last digit rounds */
#define HALF_A_STEP (ONE / (2 * ENCORD_MOVING_TEXT_STEPS))

typedef enum
{
  IN_STEPS,
  IN_STEPS_OF_A_TURN,
  IN_FULL,
} Form;

typedef struct
{
  gsize end; /* of the fixed text before it */
  Form form;
  gint64 start; /* both in 2^-57 */
  gint64 step;
  double from;
  double to;
} Number;

EncordMovingText *
encord_moving_text_new (guint n_steps)
{
  EncordMovingText *self = g_new (EncordMovingText, 1);

  self->fixed = g_string_sized_new (511);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (Number));
  self->n_steps = n_steps;

  return self;
}

void
encord_moving_text_free (EncordMovingText *self)
{
  g_string_free (self->fixed, TRUE);
  g_array_unref (self->numbers);
  g_free (self);
}

static void
add (EncordMovingText *self, double from, double to, Form form)
{
  Number number = {
    .end = self->fixed->len, .form = form, .from = from, .to = to
  };

  if (from == to) {
    encord_json_append_number (self->fixed, from);
    return;
  }
  if (form == IN_STEPS) {
    number.start = (gint64) (from * ONE);
    number.step = (gint64) round ((to - from) / self->n_steps * ONE);
  }
  g_array_append_val (self->numbers, number);
}

void
encord_moving_text_add_number (EncordMovingText *self, double from, double to)
{
  add (self, from, to,
       fabs (from) < LARGEST && fabs (to) < LARGEST ? IN_STEPS : IN_FULL);
}

void
encord_moving_text_add_angle (EncordMovingText *self, double from, double to)
{
  if (from >= 0 && from < 360)
    add (self, from, to, IN_STEPS_OF_A_TURN);
  else
    add (self, from, to, IN_FULL);
}

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536"
    "37383940414243444546474849505152535455565758596061626364656667686970717273"
    "7475767778798081828384858687888990919293949596979899";

/* The next two digits behind the point: what a hundred times the fraction has in
 * front of its own. */
static inline guint64
next_pair (guint64 *fraction)
{
  const guint64 product = *fraction * 100;
  guint16 pair;

  *fraction = product & FRACTION_MASK;
  memcpy (&pair, pairs + 2 * (product >> FRACTION_BITS), sizeof pair);

  return GUINT16_FROM_LE (pair);
}

static char *
write_whole (char *at, guint32 whole)
{
  char digits[10];
  guint n = 0;

  do {
    digits[n++] = (char) ('0' + whole % 10);
    whole /= 10;
  } while (whole > 0);
  while (n > 0)
    *at++ = digits[--n];

  return at;
}

/* Seven digits, without zeros at the end but for one behind the point. The eighth
 * byte is a zero, too. */
static inline char *
write_decimal (char *at, guint32 whole, guint64 fraction)
{
  const guint64 zeros = G_GUINT64_CONSTANT (0x3030303030303030);
  guint64 digits, text;

  digits = next_pair (&fraction);
  digits |= next_pair (&fraction) << 16;
  digits |= next_pair (&fraction) << 32;
  digits |= ('0' + (fraction * 10 >> FRACTION_BITS)) << 48;
  digits |= (guint64) '0' << 56;
  if (whole < 10)
    *at++ = (char) ('0' + whole);
  else
    at = write_whole (at, whole);
  *at++ = '.';
  text = GUINT64_TO_LE (digits);
  memcpy (at, &text, sizeof text);

  return at + 8 - __builtin_clzll ((digits ^ zeros) | 1) / 8;
}

/* whole numbers, so that no error grows with the steps */
static inline char *
write_coordinate (char *at, const Number *self, guint step)
{
  gint64 value = self->start + self->step * (gint64) step;

  if (value < -HALF_A_STEP) {
    *at++ = '-';
    value = -value;
  }
  value += HALF_A_STEP;

  return write_decimal (at, (guint32) (value >> FRACTION_BITS),
                        (guint64) value & FRACTION_MASK);
}

static char *
write_angle (char *at, double angle)
{
  angle -= 360 * floor (angle / 360);
  angle += 0.5 / ENCORD_MOVING_TEXT_STEPS;
  if (!(angle < 360))
    angle = 0;

  return write_decimal (at, (guint32) angle,
                        (guint64) ((angle - floor (angle)) * ONE));
}

static inline char *
write_number (char *at, const EncordMovingText *self, const Number *number,
              guint step)
{
  double value;

  if (number->form == IN_STEPS)
    return write_coordinate (at, number, step);
  value =
      encord_blend (number->from, number->to, (double) step / self->n_steps);
  if (number->form == IN_STEPS_OF_A_TURN)
    return write_angle (at, value);

  return at + encord_json_number_format (value, at);
}

/* What is short is copied in one go where a whole chunk can be read. */
static inline char *
write_text (char *at, const char *text, gsize length, gsize readable)
{
  if (length <= CHUNK && readable >= CHUNK)
    memcpy (at, text, CHUNK);
  else
    memcpy (at, text, length);

  return at + length;
}

void
encord_moving_text_append (const EncordMovingText *self, guint step,
                           GString *json)
{
  const gsize length = self->fixed->len;
  const gsize most =
      length + self->numbers->len * ENCORD_JSON_NUMBER_SIZE + CHUNK;
  const Number *numbers = (const Number *) self->numbers->data;
  const char *fixed = self->fixed->str;
  gsize done = 0;
  char *at;

  if (json->allocated_len - json->len < most) {
    const gsize before = json->len;

    g_string_set_size (json, before + most);
    g_string_truncate (json, before);
  }
  at = json->str + json->len;
  for (guint i = 0; i < self->numbers->len; i++) {
    at = write_text (at, fixed + done, numbers[i].end - done, length - done);
    at = write_number (at, self, &numbers[i], step);
    done = numbers[i].end;
  }
  at = write_text (at, fixed + done, length - done, length - done);
  *at = '\0';
  json->len = (gsize) (at - json->str);
}
