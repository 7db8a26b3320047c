/* model/encord-label-reader-private.h - what reading a body is about
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

/* labels of the frame before: mostly they come in the same order again */
typedef struct
{
  guint32 first;
  guint32 n;
} EncordLabelGuess;

/* Everything is read once, front to back. Coordinates are checked, not kept:
 * they stay in the body until somebody asks. */
typedef struct
{
  EncordLabelStore *store;
  EncordJsonScanner scanner;

  /* where we are, for messages; text NULL: not there */
  EncordJsonSlice top, unit, part, frame, list, member;
  guint index;

  EncordLabelGuess guesses[2]; /* of objects, of classifications */
} EncordLabelReader;

/* after a mistake the steps stay, since they say where it is */
static inline void
encord_label_reader_leave (EncordJsonSlice *step,
                           const EncordJsonScanner *scanner)
{
  if (scanner->reason == NULL)
    step->text = NULL;
}

/* one element of a frame's "objects" or "classifications" */
gboolean encord_label_reader_read_object (EncordLabelReader *self,
                                          guint32 frame);
gboolean encord_label_reader_read_classification (EncordLabelReader *self,
                                                  guint32 frame);
/* what is known once all is read: which labels an object has on which frames, and
 * where its answers stand */
gboolean encord_label_reader_collect (EncordLabelStore *store, GError **error);

G_END_DECLS
