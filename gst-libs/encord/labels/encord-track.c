/* labels/encord-track.c - one object that is being followed; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-track-private.h>

#include <math.h>

#define NANOSECONDS 1e9
/* steps of the path between two sightings; more would change nothing */
#define MOST_STEPS 30
#define FARTHEST 1e9

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
  for (guint i = ENCORD_TRACK_TRAIL - 1; i > 0; i--)
    self->trail[i] = self->trail[i - 1];
  self->trail[0] = seen->box;
  self->at_last_seen = self->filter;
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
  for (guint i = 0; i < ENCORD_TRACK_TRAIL; i++)
    self->trail[i] = seen->box;
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

/* What a filter guessed while nothing was seen is worth less than the straight
 * way between the two sightings: it is walked instead. After OC-SORT (Cao et al.
 * 2023). */
static void
walk_gap (EncordTrack *self, const EncordBox *seen, gint64 step)
{
  const gint64 gap = self->time - self->last_seen;
  const gint64 n = CLAMP (gap / MAX (step, 1), 1, MOST_STEPS);
  const EncordBox from = self->trail[0];

  self->filter = self->at_last_seen;
  for (gint64 i = 1; i <= n; i++) {
    const double share = (double) i / (double) n;
    const EncordBox box = {
      .x = from.x + share * (seen->x - from.x),
      .y = from.y + share * (seen->y - from.y),
      .width = from.width + share * (seen->width - from.width),
      .height = from.height + share * (seen->height - from.height),
    };

    encord_box_filter_predict (&self->filter,
                               (double) gap / (double) n / NANOSECONDS);
    if (i < n)
      encord_box_filter_correct (&self->filter, &box);
  }
}

void
encord_track_correct (EncordTrack *self, const EncordDetection *seen,
                      gint64 step)
{
  if (self->n_missed > 0 && self->time > self->last_seen)
    walk_gap (self, &seen->box, step);
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

void
encord_track_shift (EncordTrack *self, double x, double y)
{
  encord_box_filter_shift (&self->filter, x, y);
  encord_box_filter_shift (&self->at_last_seen, x, y);
  for (guint i = 0; i < ENCORD_TRACK_TRAIL; i++) {
    self->trail[i].x += x;
    self->trail[i].y += y;
  }
}

static gboolean
is_box (const EncordBox *box)
{
  return fabs (box->x) <= FARTHEST && fabs (box->y) <= FARTHEST &&
         box->width >= 0 && box->width <= FARTHEST && box->height >= 0 &&
         box->height <= FARTHEST && isfinite (box->theta);
}

gboolean
encord_track_is_sound (const EncordTrack *self)
{
  for (guint i = 0; i < ENCORD_TRACK_VOTES; i++)
    if (!(self->votes[i] >= 0) || !isfinite (self->votes[i]) ||
        (i > 0 && self->votes[i] > self->votes[i - 1]))
      return FALSE;
  for (guint i = 0; i < ENCORD_TRACK_TRAIL; i++)
    if (!is_box (&self->trail[i]))
      return FALSE;

  return self->votes[0] > 0 && self->n_seen > 0 && self->last_seen >= 0 &&
         self->last_seen <= self->time &&
         encord_box_filter_is_sound (&self->filter) &&
         encord_box_filter_is_sound (&self->at_last_seen);
}
