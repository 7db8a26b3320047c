/* model/encord-label-reader-private.h - what reading a body is about
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

/* Everything is read once, front to back. Coordinates are checked, not kept:
 * they stay in the body until somebody asks. */
typedef struct
{
  EncordLabelStore *store;
  EncordJsonScanner scanner;

  /* where we are, for messages; text NULL: not there */
  EncordJsonSlice top, unit, part, frame, list, member;
  guint index;

  /* labels of the frame before: objects mostly come in the same order again */
  guint32 first_guess, n_guesses;
} EncordLabelReader;

/* after a mistake the steps stay, since they say where it is */
static inline void
encord_label_reader_leave (EncordJsonSlice *step,
                           const EncordJsonScanner *scanner)
{
  if (scanner->reason == NULL)
    step->text = NULL;
}

/* one element of a frame's "objects" */
gboolean encord_label_reader_read_entry (EncordLabelReader *self,
                                         guint32 frame);

G_END_DECLS
