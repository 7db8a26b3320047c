/* labels/encord-track.c - one object that is being followed; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-track-private.h>

#include <math.h>

#define NANOSECONDS 1e9
#define CONFIRMED 2

static void
vote (EncordTrack *self, guint class_index, double confidence)
{
  guint last = 0;

  while (last < ENCORD_TRACK_VOTES - 1 && self->votes[last] > 0 &&
         self->classes[last] != class_index)
    last++;
  /* with no place left the class with the fewest votes, kept last, makes room */
  if (self->classes[last] != class_index)
    self->votes[last] = 0;
  self->classes[last] = class_index;
  self->votes[last] += MAX (confidence, 1e-6);

  for (; last > 0 && self->votes[last] > self->votes[last - 1]; last--) {
    const double votes = self->votes[last];
    const guint32 owner = self->classes[last];

    self->votes[last] = self->votes[last - 1];
    self->classes[last] = self->classes[last - 1];
    self->votes[last - 1] = votes;
    self->classes[last - 1] = owner;
  }
}

static void
note_sighting (EncordTrack *self, const EncordDetection *seen)
{
  self->last_seen = self->time;
  self->n_seen += self->n_seen < G_MAXUINT32;
  self->n_missed = 0;
  vote (self, seen->class_index, seen->confidence);
}

void
encord_track_start (EncordTrack *self, guint64 id, gint64 pts,
                    const EncordDetection *seen)
{
  *self = (EncordTrack){ .id = id, .time = pts };
  encord_box_filter_start (&self->filter, &seen->box);
  note_sighting (self, seen);
}

void
encord_track_predict (EncordTrack *self, gint64 pts)
{
  if (pts <= self->time)
    return;
  encord_box_filter_predict (&self->filter,
                             (double) (pts - self->time) / NANOSECONDS);
  self->time = pts;
}

void
encord_track_correct (EncordTrack *self, const EncordDetection *seen)
{
  encord_box_filter_correct (&self->filter, &seen->box);
  note_sighting (self, seen);
}

void
encord_track_get_box (const EncordTrack *self, EncordBox *ret_box)
{
  encord_box_filter_get_box (&self->filter, ret_box);
}

guint
encord_track_get_class (const EncordTrack *self)
{
  return self->classes[0];
}

gboolean
encord_track_is_confirmed (const EncordTrack *self)
{
  return self->n_seen >= CONFIRMED;
}

void
encord_track_shift (EncordTrack *self, double x, double y)
{
  encord_box_filter_shift (&self->filter, x, y);
}

gboolean
encord_track_is_sound (const EncordTrack *self)
{
  for (guint i = 0; i < ENCORD_TRACK_VOTES; i++)
    if (!(self->votes[i] >= 0) || !isfinite (self->votes[i]) ||
        (i > 0 && self->votes[i] > self->votes[i - 1]))
      return FALSE;

  return self->votes[0] > 0 && self->n_seen > 0 && self->last_seen >= 0 &&
         self->last_seen <= self->time &&
         encord_box_filter_is_sound (&self->filter);
}
