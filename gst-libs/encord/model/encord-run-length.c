/* encord-run-length.c - the run-length string of a mask, run by run
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-run-length-private.h>

/* Each character carries five bits above '0', and a sixth that says whether more
 * follow; the last one's highest bit is the sign. From the fourth on, a length is
 * the difference to the last run of the same value. */
#define FIRST_CHARACTER 48
#define LAST_CHARACTER 111
#define MORE 32
#define SIGN 16
/* twelve groups hold 60 bits, beyond any difference of two runs */
#define MAX_GROUPS 12

void
encord_run_length_reader_init (EncordRunLengthReader *self, const char *text,
                               gint64 n_pixels)
{
  *self = (EncordRunLengthReader){ .start = text,
                                   .at = text,
                                   .n_pixels = n_pixels };
}

static gboolean
fail (EncordRunLengthReader *self, const char *reason)
{
  self->reason = reason;
  return FALSE;
}

static gboolean
read_number (EncordRunLengthReader *self, gint64 *ret_value)
{
  guint64 value = 0;

  for (guint group = 0; group < MAX_GROUPS; group++) {
    const guchar c = (guchar) *self->at;
    guint bits;

    if (c == '\0')
      return fail (self, "ends inside a number");
    if (c < FIRST_CHARACTER || c > LAST_CHARACTER)
      return fail (self, "holds a character that no run has");
    self->at++;
    bits = c - FIRST_CHARACTER;
    value |= (guint64) (bits & 31) << (5 * group);
    if ((bits & MORE) != 0)
      continue;
    if ((bits & SIGN) != 0)
      value |= ~G_GUINT64_CONSTANT (0) << (5 * (group + 1));
    *ret_value = (gint64) value;
    return TRUE;
  }

  return fail (self, "holds a number without end");
}

gboolean
encord_run_length_reader_next (EncordRunLengthReader *self, EncordRun *ret_run)
{
  gint64 length;

  if (self->reason != NULL || *self->at == '\0' || !read_number (self, &length))
    return FALSE;
  /* both fit into 60 bits */
  if (self->n_runs > 2)
    length += self->last[1];
  if (length < 0)
    return fail (self, "holds a run of negative length");
  if (length > self->n_pixels - self->offset)
    return fail (self, "holds more pixels than the mask");

  ret_run->start = self->offset;
  ret_run->length = length;
  ret_run->value = (self->n_runs & 1) != 0;
  self->offset += length;
  self->last[1] = self->last[0];
  self->last[0] = length;
  self->n_runs++;

  return TRUE;
}

void
encord_run_length_writer_init (EncordRunLengthWriter *self, GString *text)
{
  *self = (EncordRunLengthWriter){ .text = text };
}

void
encord_run_length_writer_add (EncordRunLengthWriter *self, gint64 length)
{
  gint64 rest = self->n_runs > 2 ? length - self->last[1] : length;
  gboolean more;

  self->last[1] = self->last[0];
  self->last[0] = length;
  self->n_runs++;
  do {
    const guint bits = (guint) (rest & 31);

    /* floor division, whatever the compiler's shift of negatives does */
    rest = (rest - (gint64) bits) / 32;
    more = (bits & SIGN) != 0 ? rest != -1 : rest != 0;
    g_string_append_c (self->text,
                       (char) (FIRST_CHARACTER + (bits | (more ? MORE : 0))));
  } while (more);
}
