/* labels/encord-tracker.c - detections to tracks; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker.h>

#include <encord/labels/encord-assignment-private.h>
#include <encord/labels/encord-interpolation.h>

#define NANOSECONDS 1e9

/* Noise as a share of the box, after ByteTrack (Zhang et al. 2022), whose sizes
 * hold for a step of one frame at 30 Hz. Here they are densities over time, so
 * that one long step adds as much doubt as many short ones. */
#define RATE 30.
#define MEASURED (1 / 20.)
#define SPEED (RATE / 160)
#define DRIFT (MEASURED * MEASURED * RATE)
#define JOLT (SPEED * SPEED * RATE)
#define FIRST_POSITION (2 * MEASURED)
#define FIRST_SPEED (10 * SPEED)

/* one coordinate: position and velocity with their covariance. The four
 * coordinates of a box never mix in a constant-velocity model with such noise,
 * so four of these are the whole eight-dimensional filter. */
typedef struct
{
  double position;
  double velocity;
  double pp;
  double pv;
  double vv;
} Axis;

enum
{
  CENTRE_X,
  CENTRE_Y,
  WIDTH,
  HEIGHT,
  N_AXES,
};

typedef struct
{
  guint64 id;
  guint class_index;
  gint64 time;      /* of the filter's state */
  gint64 last_seen; /* of the last detection */
  Axis axes[N_AXES];
} Track;

struct _EncordTracker
{
  GObject parent;

  double iou_threshold;
  gint64 max_age;
  guint64 next_id;
  GArray *tracks; /* of Track, by id */
};

/**
 * EncordTracker:
 *
 * Turns the detections of successive frames into tracks.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (EncordTracker, encord_tracker, G_TYPE_OBJECT)

static double
square (double value)
{
  return value * value;
}

static void
axis_start (Axis *self, double measured, double size)
{
  *self = (Axis){
    .position = measured,
    .pp = square (FIRST_POSITION * size),
    .vv = square (FIRST_SPEED * size),
  };
}

static void
axis_predict (Axis *self, double seconds, double size)
{
  const double jolt = JOLT * square (size);

  self->position += seconds * self->velocity;
  self->pp += seconds * (2 * self->pv + seconds * self->vv) +
              DRIFT * square (size) * seconds +
              jolt * seconds * seconds * seconds / 3;
  self->pv += seconds * self->vv + jolt * seconds * seconds / 2;
  self->vv += jolt * seconds;
}

static void
axis_correct (Axis *self, double measured, double size)
{
  const double spread = self->pp + square (MEASURED * size);
  const double error = measured - self->position;

  self->position += self->pp / spread * error;
  self->velocity += self->pv / spread * error;
  self->vv -= self->pv * self->pv / spread;
  self->pv -= self->pp * self->pv / spread;
  self->pp -= self->pp * self->pp / spread;
}

static double
axis_scale (const double size[N_AXES], guint axis)
{
  return axis == CENTRE_X || axis == WIDTH ? size[WIDTH] : size[HEIGHT];
}

static void
box_to_axes (const EncordBox *box, double ret_axes[N_AXES])
{
  ret_axes[CENTRE_X] = box->x + box->width / 2;
  ret_axes[CENTRE_Y] = box->y + box->height / 2;
  /* a box without extent would end all doubt, and divide by nothing */
  ret_axes[WIDTH] = MAX (box->width, 1e-6);
  ret_axes[HEIGHT] = MAX (box->height, 1e-6);
}

static void
track_start (Track *self, guint64 id, gint64 pts, const EncordDetection *seen)
{
  double measured[N_AXES];

  *self = (Track){
    .id = id,
    .class_index = seen->class_index,
    .time = pts,
    .last_seen = pts,
  };
  box_to_axes (&seen->box, measured);
  for (guint i = 0; i < N_AXES; i++)
    axis_start (&self->axes[i], measured[i], axis_scale (measured, i));
}

static void
track_predict (Track *self, gint64 pts, EncordBox *ret_box)
{
  const double seconds = (double) MAX (pts - self->time, 0) / NANOSECONDS;
  const double size[N_AXES] = {
    [WIDTH] = self->axes[WIDTH].position,
    [HEIGHT] = self->axes[HEIGHT].position,
  };

  for (guint i = 0; i < N_AXES; i++)
    axis_predict (&self->axes[i], seconds, axis_scale (size, i));
  /* a shrinking box may not shrink through nothing while it is out of sight */
  for (guint i = WIDTH; i <= HEIGHT; i++)
    if (self->axes[i].position < size[i] / 4) {
      self->axes[i].position = size[i] / 4;
      self->axes[i].velocity = 0;
    }
  self->time = MAX (self->time, pts);

  *ret_box = (EncordBox){
    .x = self->axes[CENTRE_X].position - self->axes[WIDTH].position / 2,
    .y = self->axes[CENTRE_Y].position - self->axes[HEIGHT].position / 2,
    .width = self->axes[WIDTH].position,
    .height = self->axes[HEIGHT].position,
  };
}

static void
track_correct (Track *self, gint64 pts, const EncordDetection *seen)
{
  double measured[N_AXES];

  box_to_axes (&seen->box, measured);
  for (guint i = 0; i < N_AXES; i++)
    axis_correct (&self->axes[i], measured[i], axis_scale (measured, i));
  self->last_seen = MAX (self->last_seen, pts);
}

static void
encord_tracker_finalize (GObject *object)
{
  EncordTracker *self = ENCORD_TRACKER (object);

  g_array_unref (self->tracks);

  G_OBJECT_CLASS (encord_tracker_parent_class)->finalize (object);
}

static void
encord_tracker_class_init (EncordTrackerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_tracker_finalize;
}

static void
encord_tracker_init (EncordTracker *self)
{
  self->tracks = g_array_new (FALSE, FALSE, sizeof (Track));
}

/**
 * encord_tracker_new:
 * @iou_threshold: least overlap of a track's predicted box and a detection,
 *   above 0 and up to 1
 * @max_age: how long a track survives unseen, in nanoseconds, from 0
 *
 * Makes a tracker without tracks.
 *
 * It predicts where each track is by a constant-velocity filter whose step is
 * the time between frames, so that skipped frames and variable rates do no harm,
 * and assigns detections to tracks for the greatest sum of overlaps. After SORT
 * (Bewley et al. 2016) with the noise of ByteTrack (Zhang et al. 2022).
 *
 * Returns: (transfer full): a tracker
 *
 * Since: 0.1
 */
EncordTracker *
encord_tracker_new (double iou_threshold, gint64 max_age)
{
  EncordTracker *self;

  g_return_val_if_fail (iou_threshold > 0 && iou_threshold <= 1, NULL);
  g_return_val_if_fail (max_age >= 0, NULL);

  self = g_object_new (ENCORD_TYPE_TRACKER, NULL);
  self->iou_threshold = iou_threshold;
  self->max_age = max_age;

  return self;
}

static void
drop_old_tracks (EncordTracker *self, gint64 pts)
{
  guint kept = 0;

  for (guint i = 0; i < self->tracks->len; i++) {
    const Track *track = &g_array_index (self->tracks, Track, i);

    if (pts - track->last_seen <= self->max_age)
      g_array_index (self->tracks, Track, kept++) = *track;
  }
  g_array_set_size (self->tracks, kept);
}

/* overlap of each track with each detection; 0 where the two may not meet */
static double *
measure_overlaps (EncordTracker *self, gint64 pts,
                  const EncordDetection *detections, guint n_detections)
{
  double *overlaps = g_new0 (double, (gsize) self->tracks->len *n_detections);

  for (guint t = 0; t < self->tracks->len; t++) {
    Track *track = &g_array_index (self->tracks, Track, t);
    EncordBox predicted;

    track_predict (track, pts, &predicted);
    for (guint d = 0; d < n_detections; d++) {
      double iou;

      if (detections[d].class_index != track->class_index)
        continue;
      iou = encord_box_iou (&predicted, &detections[d].box);
      if (iou >= self->iou_threshold)
        overlaps[(gsize) t * n_detections + d] = iou;
    }
  }

  return overlaps;
}

/**
 * encord_tracker_update:
 * @self: a tracker
 * @pts: presentation time of the frame in nanoseconds; not before that of the
 *   frame before
 * @detections: (array length=n_detections): what is on the frame
 * @n_detections: how many; 0 says that nothing is there
 * @ret_track_ids: (array length=n_detections) (out caller-allocates): the track
 *   of each detection
 *
 * Takes in one frame. Detections that continue no track begin one; ids count
 * from 0 and are never used twice. A frame nobody looked at is simply left out.
 * The same calls give the same ids.
 *
 * Since: 0.1
 */
void
encord_tracker_update (EncordTracker *self, gint64 pts,
                       const EncordDetection *detections, guint n_detections,
                       guint64 *ret_track_ids)
{
  g_autofree double *overlaps = NULL;
  g_autofree int *seen_as = NULL;
  g_autofree gboolean *known = NULL;

  g_return_if_fail (ENCORD_IS_TRACKER (self));
  g_return_if_fail (n_detections == 0 ||
                    (detections != NULL && ret_track_ids != NULL));

  drop_old_tracks (self, pts);
  overlaps = measure_overlaps (self, pts, detections, n_detections);
  seen_as = g_new (int, self->tracks->len);
  known = g_new0 (gboolean, n_detections);
  encord_assignment_solve (overlaps, self->tracks->len, n_detections, seen_as);

  for (guint t = 0; t < self->tracks->len; t++) {
    Track *track = &g_array_index (self->tracks, Track, t);

    if (seen_as[t] < 0)
      continue;
    track_correct (track, pts, &detections[seen_as[t]]);
    ret_track_ids[seen_as[t]] = track->id;
    known[seen_as[t]] = TRUE;
  }
  for (guint d = 0; d < n_detections; d++) {
    Track track;

    if (known[d])
      continue;
    track_start (&track, self->next_id++, pts, &detections[d]);
    g_array_append_val (self->tracks, track);
    ret_track_ids[d] = track.id;
  }
}
