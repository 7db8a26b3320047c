/* labels/encord-tracker-camera.c - how a camera moved, by what it shows; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-frame-private.h>

#include <math.h>

#include <encord/labels/encord-interpolation.h>

/* A jolt moves everything alike, and farther than tracks and detections overlap.
 * So each pair of a track and a detection that might be one object is a guess of
 * how far; the guess under which all tracks overlap best with something wins, if
 * it is clearly better than none. */

/* tracks that are asked; fewer than the second say nothing of the camera */
#define MOST_WITNESSES 40
#define FEWEST_WITNESSES 3
#define MOST_GUESSES 400
/* share of the picture */
#define FARTHEST_JOLT 0.15
#define SIZES_ALIKE 1.4
/* mean overlap that a guess must win */
#define CLEARLY_BETTER 0.08
/* overlap from which a witness has found its detection */
#define FOUND 0.3
/* what the witnesses' rests differ by may be so many times smaller than what
 * they agree on; else it is they who move, not the camera */
#define AGREEMENT 2.

typedef struct
{
  EncordBox box;
  guint class_index;
} Witness;

typedef struct
{
  const EncordTrackerFrame *frame;
  Witness witnesses[MOST_WITNESSES];
  guint n_witnesses;
} Camera;

static void
call_witnesses (Camera *self, GArray *tracks)
{
  for (guint i = 0; i < tracks->len && self->n_witnesses < MOST_WITNESSES;
       i++) {
    const EncordTrack *track = &g_array_index (tracks, EncordTrack, i);
    Witness *witness = &self->witnesses[self->n_witnesses];

    /* what has a speed, and not an outdated one */
    if (track->n_seen < 3 || track->n_missed > 2)
      continue;
    encord_track_get_box (track, &witness->box);
    witness->class_index = encord_track_get_class (track);
    self->n_witnesses++;
  }
}

/* the best overlap of a witness after the camera has moved by so much */
static double
find_best (const Camera *self, const Witness *witness, EncordPoint moved,
           guint *ret_detection)
{
  const EncordTrackerFrame *frame = self->frame;
  EncordBox box = encord_tracker_frame_widen (&witness->box);
  double best = 0;
  guint position, d;

  box.x += moved.x;
  box.y += moved.y;
  position = encord_tracker_frame_seek (frame, &box);
  while (encord_tracker_frame_next (frame, &box, &position, &d)) {
    double overlap;

    if (frame->detections[d].class_index != witness->class_index)
      continue;
    overlap = encord_box_iou (&box, &frame->boxes[d]);
    if (overlap > best) {
      best = overlap;
      *ret_detection = d;
    }
  }

  return best;
}

static double
sum_overlaps (const Camera *self, EncordPoint moved)
{
  double sum = 0;
  guint d;

  for (guint i = 0; i < self->n_witnesses; i++)
    sum += find_best (self, &self->witnesses[i], moved, &d);

  return sum;
}

static EncordPoint
get_way (const EncordBox *from, const EncordBox *to)
{
  return (EncordPoint){ to->x + to->width / 2 - from->x - from->width / 2,
                        to->y + to->height / 2 - from->y - from->height / 2 };
}

static gboolean
is_alike (double one, double other)
{
  return one < other * SIZES_ALIKE && other < one * SIZES_ALIKE;
}

static gboolean
may_be (const Witness *witness, const EncordDetection *seen,
        EncordPoint *ret_way)
{
  *ret_way = get_way (&witness->box, &seen->box);

  return seen->class_index == witness->class_index &&
         is_alike (seen->box.width, witness->box.width) &&
         is_alike (seen->box.height, witness->box.height) &&
         fabs (ret_way->x) <= FARTHEST_JOLT &&
         fabs (ret_way->y) <= FARTHEST_JOLT;
}

/* FALSE, and no way, if none is clearly better than standing still */
static gboolean
guess_jolt (const Camera *self, EncordPoint *ret_way)
{
  const EncordTrackerFrame *frame = self->frame;
  double best = sum_overlaps (self, (EncordPoint){ 0, 0 }) +
                CLEARLY_BETTER * self->n_witnesses;
  gboolean any = FALSE;
  guint n_guesses = 0;

  *ret_way = (EncordPoint){ 0, 0 };
  if (best >= self->n_witnesses)
    return FALSE;
  for (guint i = 0; i < self->n_witnesses; i++)
    for (guint j = 0; j < frame->n_usable && n_guesses < MOST_GUESSES; j++) {
      EncordPoint way;
      double sum;

      if (!may_be (&self->witnesses[i], &frame->detections[frame->by_left[j]],
                   &way))
        continue;
      n_guesses++;
      sum = sum_overlaps (self, way);
      if (sum > best) {
        best = sum;
        *ret_way = way;
        any = TRUE;
      }
    }

  return any;
}

static int
compare_numbers (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
get_median (const double *numbers, guint n)
{
  double sorted[MOST_WITNESSES];

  for (guint i = 0; i < n; i++)
    sorted[i] = numbers[i];
  qsort (sorted, n, sizeof *sorted, compare_numbers);

  return sorted[n / 2];
}

/* what the witnesses that found something are off by, if they agree */
static EncordPoint
measure_rest (const Camera *self, EncordPoint moved, gboolean jolted)
{
  double xs[MOST_WITNESSES], ys[MOST_WITNESSES], spread[MOST_WITNESSES];
  EncordPoint rest;
  guint n = 0;

  for (guint i = 0; i < self->n_witnesses; i++) {
    const EncordBox *box = &self->witnesses[i].box;
    EncordPoint way;
    guint d;

    if (find_best (self, &self->witnesses[i], moved, &d) <= FOUND)
      continue;
    way = get_way (box, &self->frame->detections[d].box);
    xs[n] = way.x - moved.x;
    ys[n++] = way.y - moved.y;
  }
  if (n < FEWEST_WITNESSES || 2 * n < self->n_witnesses)
    return (EncordPoint){ 0, 0 };

  rest = (EncordPoint){ get_median (xs, n), get_median (ys, n) };
  for (guint i = 0; i < n; i++)
    spread[i] = hypot (xs[i] - rest.x, ys[i] - rest.y);
  if (!jolted && hypot (rest.x, rest.y) < AGREEMENT * get_median (spread, n))
    return (EncordPoint){ 0, 0 };

  return rest;
}

void
encord_tracker_follow_camera (EncordTracker *tracker,
                              const EncordTrackerFrame *frame)
{
  Camera self = { .frame = frame };
  EncordPoint way, rest;
  gboolean jolted;

  call_witnesses (&self, tracker->tracks);
  if (self.n_witnesses < FEWEST_WITNESSES || frame->n_usable == 0)
    return;
  jolted = guess_jolt (&self, &way);
  rest = measure_rest (&self, way, jolted);
  if (!jolted && rest.x == 0 && rest.y == 0)
    return;
  for (guint i = 0; i < tracker->tracks->len; i++)
    encord_track_shift (&g_array_index (tracker->tracks, EncordTrack, i),
                        way.x + rest.x, way.y + rest.y);
}
