/* labels/encord-tracker-rounds.c - which detection continues which track; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-frame-private.h>

#include <encord/labels/encord-assignment-private.h>
#include <encord/labels/encord-interpolation.h>

/* The figures are chosen by evidence: see docs/design/tracking.md. */

/* detections that one track is compared with; further ones overlap less */
#define MOST_RIVALS 32
/* least overlap of weak detections */
#define LOW_OVERLAP 0.4
/* overlap from which a detection is a second box on what has its track: in the
 * same class, and in another one */
#define DUPLICATE 0.85
#define DUPLICATE_OF_OTHER_CLASS 0.7

/* a track and a detection that may be the same object */
typedef struct
{
  guint track;
  guint detection;
  double overlap;
  gboolean same_class;
} Meeting;

typedef struct
{
  EncordTracker *tracker;
  const EncordTrackerFrame *frame;
  guint n_tracks;   /* that were there before the frame */
  GArray *meetings; /* of Meeting, by track */
  int *owners;      /* by detection: the index of its track, or -1 */
  gboolean *found;  /* by track */
} Association;

static int
compare_meetings (const void *a, const void *b)
{
  const Meeting *one = a, *other = b;

  if (one->overlap != other->overlap)
    return one->overlap > other->overlap ? -1 : 1;
  return one->detection < other->detection ? -1
                                           : one->detection > other->detection;
}

static void
meet_detections (Association *self, guint index)
{
  const EncordTrackerFrame *frame = self->frame;
  const EncordTrack *track =
      &g_array_index (self->tracker->tracks, EncordTrack, index);
  const guint first = self->meetings->len;
  EncordBox expected;
  guint position, d;

  encord_track_get_box (track, &expected);
  expected = encord_tracker_frame_widen (&expected);
  position = encord_tracker_frame_seek (frame, &expected);
  while (encord_tracker_frame_next (frame, &expected, &position, &d)) {
    const Meeting meeting = {
      .track = index,
      .detection = d,
      .overlap = encord_box_iou (&expected, &frame->boxes[d]),
      .same_class =
          frame->detections[d].class_index == encord_track_get_class (track),
    };

    if (meeting.overlap > 0)
      g_array_append_val (self->meetings, meeting);
  }

  if (self->meetings->len - first > MOST_RIVALS) {
    qsort (&g_array_index (self->meetings, Meeting, first),
           self->meetings->len - first, sizeof (Meeting), compare_meetings);
    g_array_set_size (self->meetings, first + MOST_RIVALS);
  }
}

/* who may choose whom, and how near they must be */
typedef struct
{
  EncordTrackerLevel level;
  gboolean confirmed;
  gboolean same_class;
  double least_overlap;
} Round;

static gboolean
may_pair (const Association *self, const Round *round, const Meeting *meeting)
{
  const EncordTrack *track =
      &g_array_index (self->tracker->tracks, EncordTrack, meeting->track);

  return !self->found[meeting->track] && self->owners[meeting->detection] < 0 &&
         self->frame->levels[meeting->detection] == round->level &&
         encord_track_is_confirmed (track) == round->confirmed &&
         (meeting->same_class || !round->same_class) &&
         meeting->overlap >= round->least_overlap;
}

static void
play_round (Association *self, const Round *round)
{
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (EncordAssignmentPair));
  g_autofree int *found = NULL;

  for (guint i = 0; i < self->meetings->len; i++) {
    const Meeting *meeting = &g_array_index (self->meetings, Meeting, i);
    /* the square: one good pair is worth more than two poor ones */
    const EncordAssignmentPair pair = {
      .row = meeting->track,
      .column = meeting->detection,
      .gain = meeting->overlap * meeting->overlap,
    };

    if (may_pair (self, round, meeting))
      g_array_append_val (pairs, pair);
  }
  if (pairs->len == 0)
    return;

  found = g_new (int, self->n_tracks);
  encord_assignment_solve_pairs ((EncordAssignmentPair *) pairs->data,
                                 pairs->len, self->n_tracks,
                                 self->frame->n_detections, found);
  for (guint i = 0; i < self->n_tracks; i++)
    if (found[i] >= 0) {
      self->found[i] = TRUE;
      self->owners[found[i]] = (int) i;
    }
}

static void
play_rounds (Association *self)
{
  const EncordTrackerSettings *settings = &self->tracker->settings;
  const double near = settings->iou_threshold;
  const double clear = MAX (near, settings->class_switch_threshold);
  const Round rounds[] = {
    { ENCORD_TRACKER_HIGH, TRUE, TRUE, near },
    { ENCORD_TRACKER_LOW, TRUE, TRUE, MAX (near, LOW_OVERLAP) },
    { ENCORD_TRACKER_HIGH, FALSE, TRUE, near },
    { ENCORD_TRACKER_HIGH, TRUE, FALSE, clear },
    { ENCORD_TRACKER_LOW, TRUE, FALSE, clear },
    { ENCORD_TRACKER_HIGH, FALSE, FALSE, clear },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    play_round (self, &rounds[i]);
}

static void
continue_tracks (Association *self)
{
  GArray *tracks = self->tracker->tracks;

  for (guint i = 0; i < self->n_tracks; i++) {
    EncordTrack *track = &g_array_index (tracks, EncordTrack, i);

    track->n_missed += !self->found[i] && track->n_missed < G_MAXUINT32;
  }
  for (guint i = 0; i < self->frame->n_detections; i++)
    if (self->owners[i] >= 0)
      encord_track_correct (
          &g_array_index (tracks, EncordTrack, (guint) self->owners[i]),
          &self->frame->detections[i]);
}

static gboolean
is_duplicate (const Association *self, guint detection)
{
  const EncordTrackerFrame *frame = self->frame;
  const EncordBox *box = &frame->boxes[detection];
  const guint class_index = frame->detections[detection].class_index;
  guint position = encord_tracker_frame_seek (frame, box);
  guint other;

  while (encord_tracker_frame_next (frame, box, &position, &other)) {
    const double most = frame->detections[other].class_index == class_index
                            ? DUPLICATE
                            : DUPLICATE_OF_OTHER_CLASS;

    if (self->owners[other] >= 0 &&
        encord_box_iou (box, &frame->boxes[other]) >= most)
      return TRUE;
  }

  return FALSE;
}

static void
begin_tracks (Association *self)
{
  EncordTracker *tracker = self->tracker;
  const EncordTrackerFrame *frame = self->frame;

  for (guint i = 0; i < frame->n_detections; i++) {
    EncordTrack track;

    if (self->owners[i] >= 0 || frame->levels[i] != ENCORD_TRACKER_HIGH ||
        frame->detections[i].confidence <
            tracker->settings.new_track_threshold ||
        tracker->tracks->len >= ENCORD_TRACKER_MOST_TRACKS ||
        is_duplicate (self, i))
      continue;
    encord_track_start (&track, tracker->next_id++, tracker->time,
                        &frame->detections[i]);
    self->owners[i] = (int) tracker->tracks->len;
    g_array_append_val (tracker->tracks, track);
  }
}

void
encord_tracker_associate (EncordTracker *tracker,
                          const EncordTrackerFrame *frame,
                          guint64 *ret_track_ids)
{
  g_autoptr (GArray) meetings = g_array_new (FALSE, FALSE, sizeof (Meeting));
  g_autofree int *owners = g_new (int, frame->n_detections);
  g_autofree gboolean *found = g_new0 (gboolean, tracker->tracks->len);
  Association self = { tracker,  frame,  tracker->tracks->len,
                       meetings, owners, found };

  for (guint i = 0; i < frame->n_detections; i++)
    owners[i] = -1;
  for (guint i = 0; i < self.n_tracks; i++)
    meet_detections (&self, i);
  play_rounds (&self);
  continue_tracks (&self);
  begin_tracks (&self);

  for (guint i = 0; i < frame->n_detections; i++)
    ret_track_ids[i] =
        owners[i] < 0
            ? ENCORD_TRACKER_NO_TRACK
            : g_array_index (tracker->tracks, EncordTrack, (guint) owners[i])
                  .id;
}
