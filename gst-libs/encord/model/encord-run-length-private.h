/* model/encord-run-length-private.h - the run-length string of a mask, run by run
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a run-length string: lengths of alternating runs of 0 and 1, the first
 * one of zeros, in the arithmetic of the compressed COCO form. It lives on the
 * stack and allocates nothing.
 *
 *   encord_run_length_reader_init (&reader, text, n_pixels);
 *   while (encord_run_length_reader_next (&reader, &run))
 *     use (run.start, run.length, run.value);
 *   if (reader.reason != NULL)
 *     complain (reader.reason);
 *
 * The sum of the runs never exceeds n_pixels; what is missing at the end is
 * zeros. */
typedef struct
{
  const char *start;
  const char *at;
  const char *reason; /* static text of the first mistake, else NULL */
  gint64 n_pixels;
  gint64 offset;
  gint64 last[2]; /* the runs before, the latest first */
  guint64 n_runs;
} EncordRunLengthReader;

typedef struct
{
  gint64 start;
  gint64 length; /* may be 0 */
  gboolean value;
} EncordRun;

void encord_run_length_reader_init (EncordRunLengthReader *self,
                                    const char *text, gint64 n_pixels);
/* FALSE: the string ended, or a mistake */
gboolean encord_run_length_reader_next (EncordRunLengthReader *self,
                                        EncordRun *ret_run);

typedef struct
{
  GString *text;
  gint64 last[2];
  guint64 n_runs;
} EncordRunLengthWriter;

void encord_run_length_writer_init (EncordRunLengthWriter *self, GString *text);
void encord_run_length_writer_add (EncordRunLengthWriter *self, gint64 length);

G_END_DECLS
