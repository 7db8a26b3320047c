/* encord-label-track.c - the frames of one object
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include <encord/model/encord-label-track-private.h>

/* as many frames out of order as are moved about before they are merged */
#define MAX_TAIL 512

static const int *
peek_frames (const EncordLabelTrack *self)
{
  return self->n_allocated > 0 ? self->slots.block : &self->slots.only.frame;
}

/* both valid until more are allocated */
static int *
get_frames (EncordLabelTrack *self)
{
  return (int *) peek_frames (self);
}

static guint32 *
get_labels (EncordLabelTrack *self)
{
  return (guint32 *) encord_label_track_peek_labels (self);
}

void
encord_label_track_clear (EncordLabelTrack *self)
{
  if (self->n_allocated > 0)
    g_free (self->slots.block);
  self->n_allocated = self->n_slots = self->n_main = self->n_removed = 0;
}

/* the first slot from low to high whose frame is not below `frame`, or high */
static guint32
search (const EncordLabelTrack *self, guint32 low, guint32 high, int frame)
{
  const int *frames = peek_frames (self);

  /* mostly frames come in order */
  if (low < high && frames[high - 1] < frame)
    return high;
  while (low < high) {
    const guint32 middle = low + (high - low) / 2;

    if (frames[middle] < frame)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/* n_slots: there is none */
static guint32
find_slot (const EncordLabelTrack *self, int frame)
{
  const int *frames = peek_frames (self);
  guint32 slot = search (self, 0, self->n_main, frame);

  if (slot < self->n_main && frames[slot] == frame)
    return slot;
  slot = search (self, self->n_main, self->n_slots, frame);

  return slot < self->n_slots && frames[slot] == frame ? slot : self->n_slots;
}

guint32
encord_label_track_find (const EncordLabelTrack *self, int frame)
{
  const guint32 slot = find_slot (self, frame);

  return slot < self->n_slots ? encord_label_track_peek_labels (self)[slot]
                              : ENCORD_LABEL_NONE;
}

guint32
encord_label_track_count (const EncordLabelTrack *self)
{
  return self->n_slots - self->n_removed;
}

void
encord_label_track_reserve (EncordLabelTrack *self, guint32 n)
{
  const guint32 n_old = self->n_allocated;
  int *block;

  if (n <= MAX (1, n_old))
    return;
  if (n_old > 0) {
    block = g_realloc_n (self->slots.block, n, 2 * sizeof (guint32));
    memmove (block + n, block + n_old, n_old * sizeof (guint32));
  } else {
    block = g_malloc_n (n, 2 * sizeof (guint32));
    block[0] = self->slots.only.frame;
    ((guint32 *) block)[n] = self->slots.only.label;
  }
  self->slots.block = block;
  self->n_allocated = n;
}

static void
make_room (EncordLabelTrack *self)
{
  if (self->n_slots >= MAX (1, self->n_allocated))
    encord_label_track_reserve (self, MAX (2, self->n_allocated * 2));
}

void
encord_label_track_append (EncordLabelTrack *self, int frame, guint32 label)
{
  make_room (self);
  if (self->n_main == self->n_slots &&
      (self->n_slots == 0 || peek_frames (self)[self->n_slots - 1] < frame))
    self->n_main++;
  get_frames (self)[self->n_slots] = frame;
  get_labels (self)[self->n_slots] = label;
  self->n_slots++;
}

/* Merges from the back, so that nothing is overwritten before it is read. */
static void
merge_tail (EncordLabelTrack *self)
{
  guint32 n_tail = self->n_slots - self->n_main;
  guint32 from = self->n_main, to = self->n_slots;
  int *frames = get_frames (self), tail_frames[MAX_TAIL];
  guint32 *labels = get_labels (self), tail_labels[MAX_TAIL];

  memcpy (tail_frames, frames + from, n_tail * sizeof *frames);
  memcpy (tail_labels, labels + from, n_tail * sizeof *labels);
  while (n_tail > 0) {
    to--;
    if (from > 0 && frames[from - 1] > tail_frames[n_tail - 1]) {
      from--;
      frames[to] = frames[from];
      labels[to] = labels[from];
    } else {
      n_tail--;
      frames[to] = tail_frames[n_tail];
      labels[to] = tail_labels[n_tail];
    }
  }
  self->n_main = self->n_slots;
}

/* among those behind the main part */
static void
insert_late (EncordLabelTrack *self, int frame, guint32 label)
{
  int *frames;
  guint32 *labels, slot;
  gsize n_after;

  make_room (self);
  frames = get_frames (self);
  labels = get_labels (self);
  slot = search (self, self->n_main, self->n_slots, frame);
  n_after = self->n_slots - slot;
  memmove (frames + slot + 1, frames + slot, n_after * sizeof *frames);
  memmove (labels + slot + 1, labels + slot, n_after * sizeof *labels);
  frames[slot] = frame;
  labels[slot] = label;
  self->n_slots++;
  if (self->n_slots - self->n_main == MAX_TAIL)
    merge_tail (self);
}

void
encord_label_track_insert (EncordLabelTrack *self, int frame, guint32 label)
{
  const guint32 slot = find_slot (self, frame);

  if (slot < self->n_slots) { /* it was removed before */
    get_labels (self)[slot] = label;
    self->n_removed--;
    return;
  }
  if (self->n_main == self->n_slots &&
      (self->n_slots == 0 || peek_frames (self)[self->n_slots - 1] < frame))
    encord_label_track_append (self, frame, label);
  else
    insert_late (self, frame, label);
}

void
encord_label_track_remove (EncordLabelTrack *self, int frame)
{
  get_labels (self)[find_slot (self, frame)] = ENCORD_LABEL_NONE;
  self->n_removed++;
}

static void
drop_removed (EncordLabelTrack *self)
{
  int *frames = get_frames (self);
  guint32 *labels = get_labels (self);
  guint32 n = 0;

  for (guint32 i = 0; i < self->n_slots; i++) {
    if (labels[i] == ENCORD_LABEL_NONE)
      continue;
    frames[n] = frames[i];
    labels[n] = labels[i];
    n++;
  }
  self->n_slots = self->n_main = n;
  self->n_removed = 0;
}

const int *
encord_label_track_get_frames (EncordLabelTrack *self, guint *ret_n_frames)
{
  if (self->n_main < self->n_slots)
    merge_tail (self);
  if (self->n_removed > 0)
    drop_removed (self);
  *ret_n_frames = self->n_slots;

  return peek_frames (self);
}

typedef struct
{
  int frame;
  guint32 label;
} Slot;

static gint
compare_slots (gconstpointer a, gconstpointer b)
{
  const Slot *p = a, *q = b;

  if (p->frame != q->frame)
    return p->frame < q->frame ? -1 : 1;

  return p->label < q->label ? -1 : p->label > q->label;
}

gboolean
encord_label_track_sort (EncordLabelTrack *self)
{
  int *frames = get_frames (self);
  guint32 *labels = get_labels (self);
  g_autofree Slot *slots = NULL;
  const guint32 n_appended = self->n_slots;
  guint32 n = 0;

  if (self->n_main == self->n_slots)
    return TRUE;

  slots = g_new (Slot, self->n_slots);
  for (guint32 i = 0; i < self->n_slots; i++)
    slots[i] = (Slot){ frames[i], labels[i] };
  qsort (slots, self->n_slots, sizeof *slots, compare_slots);
  for (guint32 i = 0; i < n_appended; i++) {
    if (n == 0 || slots[i].frame != frames[n - 1])
      n++;
    frames[n - 1] = slots[i].frame;
    labels[n - 1] = slots[i].label;
  }
  self->n_slots = self->n_main = n;

  return n == n_appended;
}
