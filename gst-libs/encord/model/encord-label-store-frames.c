/* encord-label-store-frames.c - the frames of a row by number
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-label-store-private.h>

/* Frames come in ascending order from most clients, mostly without a gap; those
 * are found where they lie. Only what is out of order needs a table. */

static const EncordLabelFrame *
peek_frames (const EncordLabelStore *self)
{
  return (const EncordLabelFrame *) self->frames->data;
}

/* the place of a number among the ascending ones, or n_ascending */
static guint32
search (const EncordLabelStore *self, int number)
{
  const EncordLabelFrame *frames = peek_frames (self);
  guint32 low = 0, high = self->n_ascending;

  if (high == 0 || number < frames[0].number)
    return self->n_ascending;
  /* as if there were no gap: no frame lies behind this place */
  if ((guint32) (number - frames[0].number) < high)
    high = (guint32) (number - frames[0].number) + 1;
  if (frames[high - 1].number == number)
    return high - 1;

  while (low < high) {
    const guint32 middle = low + (high - low) / 2;

    if (frames[middle].number < number)
      low = middle + 1;
    else
      high = middle;
  }

  return low < self->n_ascending && frames[low].number == number
             ? low
             : self->n_ascending;
}

EncordLabelFrame *
encord_label_store_find_frame (EncordLabelStore *self, int number,
                               guint32 *ret_index)
{
  guint32 index = search (self, number);
  gpointer value;

  if (index == self->n_ascending) {
    if (!g_hash_table_lookup_extended (self->frame_by_number,
                                       GINT_TO_POINTER (number), NULL, &value))
      return NULL;
    index = GPOINTER_TO_UINT (value);
  }
  *ret_index = index;

  return &g_array_index (self->frames, EncordLabelFrame, index);
}

guint32
encord_label_store_add_frame (EncordLabelStore *self, int number)
{
  const EncordLabelFrame frame = { .number = number };
  const guint32 index = self->frames->len;

  if (index == self->n_ascending &&
      (index == 0 || peek_frames (self)[index - 1].number < number))
    self->n_ascending++;
  else
    g_hash_table_insert (self->frame_by_number, GINT_TO_POINTER (number),
                         GUINT_TO_POINTER (index));
  g_array_append_val (self->frames, frame);

  return index;
}
