/* labels/encord-tracker-frame.c - which detection continues which track; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-private.h>

#include <math.h>

#include <encord/labels/encord-assignment-private.h>
#include <encord/labels/encord-interpolation.h>

/* detections that one track is compared with; further ones overlap less */
#define MOST_RIVALS 32
/* tracks with fewer detections may be false alarms */
#define CONFIRMED 2
/* overlap from which two boxes of one class are the same object seen twice */
#define DUPLICATE 0.85
/* boxes smaller than this share of the picture are compared as if they had that
 * size: points and lines have no area to overlap with */
#define SMALLEST 0.02
/* coordinates beyond are no picture's, and their squares would leave no digits */
#define FARTHEST 1e6

typedef enum
{
  UNUSABLE,
  LOW,
  HIGH,
} Level;

/* a track and a detection that may meet */
typedef struct
{
  guint track;
  guint detection;
  double predicted; /* overlap with where the track is expected */
  double observed;  /* overlap with where it was last seen */
  gboolean same_class;
} Meeting;

typedef struct
{
  EncordTracker *tracker;
  const EncordDetection *detections;
  guint n_detections;
  guint n_tracks; /* that were there before the frame */

  Level *levels;   /* by detection */
  EncordBox *seen; /* by detection: its box, as it is compared */
  guint *by_left;  /* usable detections from left to right */
  guint n_usable;
  double widest;
  GArray *meetings; /* of Meeting */
  int *owners;      /* by detection: the index of its track, or -1 */
  gboolean *found;  /* by track */
} Frame;

static Level
get_level (const EncordTrackerSettings *settings, const EncordDetection *seen)
{
  const EncordBox *box = &seen->box;

  /* what is not a number fails every comparison */
  if (!(fabs (box->x) <= FARTHEST) || !(fabs (box->y) <= FARTHEST) ||
      !(box->width >= 0 && box->width <= FARTHEST) ||
      !(box->height >= 0 && box->height <= FARTHEST) ||
      !(seen->confidence >= settings->low_threshold))
    return UNUSABLE;

  return seen->confidence >= settings->confidence_threshold ? HIGH : LOW;
}

static EncordBox
get_extended (const EncordBox *box)
{
  const double width = MAX (box->width, SMALLEST);
  const double height = MAX (box->height, SMALLEST);

  return (EncordBox){
    .x = box->x + (box->width - width) / 2,
    .y = box->y + (box->height - height) / 2,
    .width = width,
    .height = height,
  };
}

static int
compare_left (const void *a, const void *b, void *user_data)
{
  const guint one = *(const guint *) a, other = *(const guint *) b;
  const EncordBox *seen = user_data;

  if (seen[one].x != seen[other].x)
    return seen[one].x < seen[other].x ? -1 : 1;
  return one < other ? -1 : one > other;
}

static void
sort_detections (Frame *self)
{
  for (guint i = 0; i < self->n_detections; i++) {
    self->owners[i] = -1;
    self->levels[i] =
        get_level (&self->tracker->settings, &self->detections[i]);
    if (self->levels[i] == UNUSABLE)
      continue;
    self->seen[i] = get_extended (&self->detections[i].box);
    self->widest = MAX (self->widest, self->seen[i].width);
    self->by_left[self->n_usable++] = i;
  }
  g_qsort_with_data (self->by_left, (int) self->n_usable, sizeof *self->by_left,
                     compare_left, self->seen);
}

static guint
find_first_at (const Frame *self, double left)
{
  guint low = 0, high = self->n_usable;

  while (low < high) {
    const guint middle = (low + high) / 2;

    if (self->seen[self->by_left[middle]].x < left)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

static int
compare_meetings (const void *a, const void *b)
{
  const Meeting *one = a, *other = b;
  const double best = MAX (one->predicted, one->observed);
  const double other_best = MAX (other->predicted, other->observed);

  if (best != other_best)
    return best > other_best ? -1 : 1;
  return one->detection < other->detection ? -1
                                           : one->detection > other->detection;
}

static void
meet_detections (Frame *self, guint index)
{
  const EncordTrack *track =
      &g_array_index (self->tracker->tracks, EncordTrack, index);
  const EncordBox observed = get_extended (&track->trail[0]);
  const guint first_meeting = self->meetings->len;
  EncordBox predicted;
  double right;

  encord_track_get_box (track, &predicted);
  predicted = get_extended (&predicted);
  right = MAX (predicted.x + predicted.width, observed.x + observed.width);
  for (guint i =
           find_first_at (self, MIN (predicted.x, observed.x) - self->widest);
       i < self->n_usable; i++) {
    const guint d = self->by_left[i];
    const Meeting meeting = {
      .track = index,
      .detection = d,
      .predicted = encord_box_iou (&predicted, &self->seen[d]),
      .observed = encord_box_iou (&observed, &self->seen[d]),
      .same_class =
          self->detections[d].class_index == encord_track_get_class (track),
    };

    if (!(self->seen[d].x < right))
      break;
    if (meeting.predicted > 0 || meeting.observed > 0)
      g_array_append_val (self->meetings, meeting);
  }

  if (self->meetings->len - first_meeting > MOST_RIVALS) {
    qsort (&g_array_index (self->meetings, Meeting, first_meeting),
           self->meetings->len - first_meeting, sizeof (Meeting),
           compare_meetings);
    g_array_set_size (self->meetings, first_meeting + MOST_RIVALS);
  }
}

/* one round of the association: who may meet whom, and how near they must be */
typedef struct
{
  Level level;
  gboolean confirmed;
  gboolean by_sight; /* compare with the last detection, not the prediction */
  gboolean same_class;
  guint most_missed; /* frames that the track may have been missed on */
  double least_overlap;
} Round;

static double
get_gain (const Frame *self, const Round *round, const Meeting *meeting)
{
  const EncordTrack *track =
      &g_array_index (self->tracker->tracks, EncordTrack, meeting->track);
  const double overlap =
      round->by_sight ? meeting->observed : meeting->predicted;

  if (self->found[meeting->track] || self->owners[meeting->detection] >= 0 ||
      self->levels[meeting->detection] != round->level ||
      (track->n_seen >= CONFIRMED) != round->confirmed ||
      track->n_missed > round->most_missed ||
      (round->same_class && !meeting->same_class) ||
      overlap < round->least_overlap)
    return 0;

  return overlap;
}

static void
play_round (Frame *self, const Round *round)
{
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (EncordAssignmentPair));
  g_autofree int *found = NULL;

  for (guint i = 0; i < self->meetings->len; i++) {
    const Meeting *meeting = &g_array_index (self->meetings, Meeting, i);
    const EncordAssignmentPair pair = {
      .row = meeting->track,
      .column = meeting->detection,
      .gain = get_gain (self, round, meeting),
    };

    if (pair.gain > 0)
      g_array_append_val (pairs, pair);
  }
  if (pairs->len == 0)
    return;

  found = g_new (int, self->n_tracks);
  encord_assignment_solve_pairs ((EncordAssignmentPair *) pairs->data,
                                 pairs->len, self->n_tracks, self->n_detections,
                                 found);
  for (guint i = 0; i < self->n_tracks; i++)
    if (found[i] >= 0) {
      self->found[i] = TRUE;
      self->owners[found[i]] = (int) i;
    }
}

static void
play_rounds (Frame *self)
{
  const EncordTrackerSettings *settings = &self->tracker->settings;
  const double near = settings->iou_threshold;
  const double clear = settings->class_switch_threshold;
  const guint ever = G_MAXUINT;
  const Round rounds[] = {
    { HIGH, TRUE, FALSE, TRUE, ever, near },
    { HIGH, TRUE, TRUE, TRUE, ever, near },
    { LOW, TRUE, FALSE, TRUE, 0, MAX (near, 0.5) },
    { HIGH, FALSE, FALSE, TRUE, ever, near },
    { HIGH, TRUE, FALSE, FALSE, ever, clear },
    { LOW, TRUE, FALSE, FALSE, 0, clear },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    play_round (self, &rounds[i]);
}

/* a second box on something that has its track */
static gboolean
is_duplicate (const Frame *self, guint detection)
{
  const EncordBox *box = &self->seen[detection];
  const guint class_index = self->detections[detection].class_index;

  for (guint i = find_first_at (self, box->x - self->widest);
       i < self->n_usable; i++) {
    const guint other = self->by_left[i];

    if (!(self->seen[other].x < box->x + box->width))
      break;
    if (other != detection && self->owners[other] >= 0 &&
        self->detections[other].class_index == class_index &&
        encord_box_iou (box, &self->seen[other]) >= DUPLICATE)
      return TRUE;
  }

  return FALSE;
}

static void
continue_tracks (Frame *self)
{
  GArray *tracks = self->tracker->tracks;

  for (guint i = 0; i < self->n_tracks; i++) {
    EncordTrack *track = &g_array_index (tracks, EncordTrack, i);

    track->n_missed += !self->found[i] && track->n_missed < G_MAXUINT32;
  }
  for (guint i = 0; i < self->n_detections; i++)
    if (self->owners[i] >= 0)
      encord_track_correct (
          &g_array_index (tracks, EncordTrack, (guint) self->owners[i]),
          &self->detections[i], self->tracker->step);
}

static void
begin_tracks (Frame *self)
{
  EncordTracker *tracker = self->tracker;

  for (guint i = 0; i < self->n_detections; i++) {
    EncordTrack track;

    if (self->owners[i] >= 0 || self->levels[i] != HIGH ||
        self->detections[i].confidence <
            tracker->settings.new_track_threshold ||
        tracker->tracks->len >= ENCORD_TRACKER_MOST_TRACKS ||
        is_duplicate (self, i))
      continue;
    encord_track_start (&track, tracker->next_id++, tracker->time,
                        &self->detections[i]);
    self->owners[i] = (int) tracker->tracks->len;
    g_array_append_val (tracker->tracks, track);
  }
}

void
encord_tracker_associate (EncordTracker *tracker,
                          const EncordDetection *detections, guint n_detections,
                          guint64 *ret_track_ids)
{
  const guint n_tracks = tracker->tracks->len;
  g_autofree Level *levels = g_new (Level, n_detections);
  g_autofree EncordBox *seen = g_new (EncordBox, n_detections);
  g_autofree guint *by_left = g_new (guint, n_detections);
  g_autofree int *owners = g_new (int, n_detections);
  g_autofree gboolean *found = g_new0 (gboolean, n_tracks);
  g_autoptr (GArray) meetings = g_array_new (FALSE, FALSE, sizeof (Meeting));
  Frame self = {
    .tracker = tracker,
    .detections = detections,
    .n_detections = n_detections,
    .n_tracks = n_tracks,
    .levels = levels,
    .seen = seen,
    .by_left = by_left,
    .meetings = meetings,
    .owners = owners,
    .found = found,
  };

  sort_detections (&self);
  for (guint i = 0; i < n_tracks; i++)
    meet_detections (&self, i);
  play_rounds (&self);
  continue_tracks (&self);
  begin_tracks (&self);

  for (guint i = 0; i < n_detections; i++)
    ret_track_ids[i] =
        owners[i] < 0
            ? ENCORD_TRACKER_NO_TRACK
            : g_array_index (tracker->tracks, EncordTrack, (guint) owners[i])
                  .id;
}
