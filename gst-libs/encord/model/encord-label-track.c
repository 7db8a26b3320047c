/* encord-label-track.c - the frames of one object
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include <encord/model/encord-label-track-private.h>

/* as many frames out of order as are moved about before they are merged */
#define MAX_TAIL 512

/* the first slot from low to high whose frame is not below `frame`, or high */
static guint32
search (const EncordLabelTrack *self, guint32 low, guint32 high, int frame)
{
  /* mostly frames come in order */
  if (low < high && self->frames[high - 1] < frame)
    return high;
  while (low < high) {
    const guint32 middle = low + (high - low) / 2;

    if (self->frames[middle] < frame)
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
  guint32 slot = search (self, 0, self->n_main, frame);

  if (slot < self->n_main && self->frames[slot] == frame)
    return slot;
  slot = search (self, self->n_main, self->n_slots, frame);

  return slot < self->n_slots && self->frames[slot] == frame ? slot
                                                             : self->n_slots;
}

guint32
encord_label_track_find (const EncordLabelTrack *self, int frame)
{
  const guint32 slot = find_slot (self, frame);

  return slot < self->n_slots ? self->labels[slot] : ENCORD_LABEL_NONE;
}

guint32
encord_label_track_count (const EncordLabelTrack *self)
{
  return self->n_slots - self->n_removed;
}

/* Frames and labels share one block, since most objects of a detector without
 * tracking are on a single frame. */
void
encord_label_track_reserve (EncordLabelTrack *self, guint32 n)
{
  const guint32 n_old = self->n_allocated;

  if (n <= n_old)
    return;
  self->frames = g_realloc_n (self->frames, n, 2 * sizeof (guint32));
  self->labels = (guint32 *) (self->frames + n);
  memmove (self->labels, self->frames + n_old, n_old * sizeof (guint32));
  self->n_allocated = n;
}

static void
make_room (EncordLabelTrack *self)
{
  if (self->n_slots == self->n_allocated)
    encord_label_track_reserve (self, MAX (2, self->n_allocated * 2));
}

void
encord_label_track_append (EncordLabelTrack *self, int frame, guint32 label)
{
  make_room (self);
  if (self->n_main == self->n_slots &&
      (self->n_slots == 0 || self->frames[self->n_slots - 1] < frame))
    self->n_main++;
  self->frames[self->n_slots] = frame;
  self->labels[self->n_slots] = label;
  self->n_slots++;
}

/* Merges from the back, so that nothing is overwritten before it is read. */
static void
merge_tail (EncordLabelTrack *self)
{
  guint32 n_tail = self->n_slots - self->n_main;
  guint32 from = self->n_main, to = self->n_slots;
  int frames[MAX_TAIL];
  guint32 labels[MAX_TAIL];

  memcpy (frames, self->frames + from, n_tail * sizeof *frames);
  memcpy (labels, self->labels + from, n_tail * sizeof *labels);
  while (n_tail > 0) {
    to--;
    if (from > 0 && self->frames[from - 1] > frames[n_tail - 1]) {
      from--;
      self->frames[to] = self->frames[from];
      self->labels[to] = self->labels[from];
    } else {
      n_tail--;
      self->frames[to] = frames[n_tail];
      self->labels[to] = labels[n_tail];
    }
  }
  self->n_main = self->n_slots;
}

void
encord_label_track_insert (EncordLabelTrack *self, int frame, guint32 label)
{
  guint32 slot = find_slot (self, frame);
  gsize n_after;

  if (slot < self->n_slots) { /* it was removed before */
    self->labels[slot] = label;
    self->n_removed--;
    return;
  }
  if (self->n_main == self->n_slots &&
      (self->n_slots == 0 || self->frames[self->n_slots - 1] < frame)) {
    encord_label_track_append (self, frame, label);
    return;
  }

  make_room (self);
  slot = search (self, self->n_main, self->n_slots, frame);
  n_after = self->n_slots - slot;
  memmove (self->frames + slot + 1, self->frames + slot,
           n_after * sizeof (int));
  memmove (self->labels + slot + 1, self->labels + slot,
           n_after * sizeof (guint32));
  self->frames[slot] = frame;
  self->labels[slot] = label;
  self->n_slots++;
  if (self->n_slots - self->n_main == MAX_TAIL)
    merge_tail (self);
}

void
encord_label_track_remove (EncordLabelTrack *self, int frame)
{
  self->labels[find_slot (self, frame)] = ENCORD_LABEL_NONE;
  self->n_removed++;
}

static void
drop_removed (EncordLabelTrack *self)
{
  guint32 n = 0;

  for (guint32 i = 0; i < self->n_slots; i++) {
    if (self->labels[i] == ENCORD_LABEL_NONE)
      continue;
    self->frames[n] = self->frames[i];
    self->labels[n] = self->labels[i];
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

  return self->frames;
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
  g_autofree Slot *slots = NULL;
  const guint32 n_appended = self->n_slots;
  guint32 n = 0;

  if (self->n_main == self->n_slots)
    return TRUE;

  slots = g_new (Slot, self->n_slots);
  for (guint32 i = 0; i < self->n_slots; i++)
    slots[i] = (Slot){ self->frames[i], self->labels[i] };
  qsort (slots, self->n_slots, sizeof *slots, compare_slots);
  for (guint32 i = 0; i < n_appended; i++) {
    if (n == 0 || slots[i].frame != self->frames[n - 1])
      n++;
    self->frames[n - 1] = slots[i].frame;
    self->labels[n - 1] = slots[i].label;
  }
  self->n_slots = self->n_main = n;

  return n == n_appended;
}
