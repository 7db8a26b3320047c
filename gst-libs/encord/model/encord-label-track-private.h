/* model/encord-label-track-private.h - the frames of one object
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ENCORD_LABEL_NONE G_MAXUINT32

/* a piece of the body; length 0: not in the body */
typedef struct
{
  guint32 offset;
  guint32 length;
} EncordSpan;

/* One object, or one classification. Its frames lie in ascending order up to `n_main`; behind them, in an
 * order of their own, those that came later and did not belong at the end. A frame
 * that was removed keeps its slot. Both are put straight when somebody asks for
 * all frames, so that any sequence of edits takes about the same time an edit. */
typedef struct
{
  const char *hash;         /* of the row's tracks */
  const char *feature_hash; /* interned */
  /* Frames, and the labels of the same slots, of which ENCORD_LABEL_NONE are
   * removed. Most objects of a detector without tracking are on a single frame,
   * which needs no block. */
  union
  {
    int *block; /* n_allocated frames, and as many labels */
    struct
    {
      int frame;
      guint32 label;
    } only;
  } slots;
  guint32 n_slots;
  guint32 n_main;
  guint32 n_removed;
  guint32 n_allocated; /* 0: there is no block */
  guint32 index;       /* among the row's */
  guint removed : 1;
  guint classification : 1;
  guint ghost : 1;             /* on frames, but without an entry of answers */
  EncordSpan answers, actions; /* values of its entries in the body */
  GObject *instance;           /* owned; NULL until somebody asks */
} EncordLabelTrack;

void encord_label_track_clear (EncordLabelTrack *self);
/* the label on a frame, or ENCORD_LABEL_NONE */
guint32 encord_label_track_find (const EncordLabelTrack *self, int frame);
/* the frame is not there */
void encord_label_track_insert (EncordLabelTrack *self, int frame,
                                guint32 label);
/* the frame is there */
void encord_label_track_remove (EncordLabelTrack *self, int frame);
guint32 encord_label_track_count (const EncordLabelTrack *self);
/* ascending, valid until the next edit */
const int *encord_label_track_get_frames (EncordLabelTrack *self,
                                          guint *ret_n_frames);

/* while loading: reserve for all, append in any order, then sort; of labels of one
 * frame the last one stays. FALSE: there were such. */
void encord_label_track_reserve (EncordLabelTrack *self, guint32 n);
void encord_label_track_append (EncordLabelTrack *self, int frame,
                                guint32 label);
gboolean encord_label_track_sort (EncordLabelTrack *self);

/* of the slots, removed ones too */
static inline const guint32 *
encord_label_track_peek_labels (const EncordLabelTrack *self)
{
  return self->n_allocated > 0
             ? (const guint32 *) (self->slots.block + self->n_allocated)
             : &self->slots.only.label;
}

G_END_DECLS
