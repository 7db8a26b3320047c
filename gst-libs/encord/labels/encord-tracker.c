/* labels/encord-tracker.c - detections to tracks; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-frame-private.h>

#define DEFAULT_CLASS_SWITCH_THRESHOLD 0.5
#define DEFAULT_LOW_THRESHOLD 0.1
/* frames that a track with one detection may be missed on */
#define MOST_MISSED_AT_FIRST 3

/**
 * EncordTracker:
 *
 * Turns the detections of successive frames into tracks.
 *
 * It needs detections only, no pixels; how the camera moved shows in where they
 * are. Where each track is on a frame is predicted
 * by a constant-velocity filter whose step is the time between the frames, so
 * that skipped frames and variable rates do no harm. Confident detections choose
 * first; those below [property@Encord.Tracker:confidence-threshold] only continue
 * what is there already, and never begin a track. What a track was last detected
 * as counts for less than what it was detected as most: each detection votes for
 * its class with its confidence.
 *
 * Anything that has bounds can be followed: give the bounds of a polygon, a
 * skeleton or a mask as the box. Points and lines, whose bounds have no area, are
 * followed as well.
 *
 * The same calls give the same tracks, on every machine of one kind. One thread at
 * a time.
 *
 * After ByteTrack (Zhang et al. 2022).
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (EncordTracker, encord_tracker, G_TYPE_OBJECT)

typedef enum
{
  PROP_IOU_THRESHOLD = 1,
  PROP_CLASS_SWITCH_THRESHOLD,
  PROP_CONFIDENCE_THRESHOLD,
  PROP_NEW_TRACK_THRESHOLD,
  PROP_LOW_THRESHOLD,
  PROP_MAX_AGE,
} EncordTrackerProperty;

static GParamSpec *props[PROP_MAX_AGE + 1];

/* NULL for what is no double */
static double *
find_number (EncordTracker *self, EncordTrackerProperty id)
{
  switch (id) {
    case PROP_IOU_THRESHOLD:
      return &self->settings.iou_threshold;
    case PROP_CLASS_SWITCH_THRESHOLD:
      return &self->settings.class_switch_threshold;
    case PROP_CONFIDENCE_THRESHOLD:
      return &self->settings.confidence_threshold;
    case PROP_NEW_TRACK_THRESHOLD:
      return &self->settings.new_track_threshold;
    case PROP_LOW_THRESHOLD:
      return &self->settings.low_threshold;
    case PROP_MAX_AGE:
    default:
      return NULL;
  }
}

static void
encord_tracker_set_property (GObject *object, guint id, const GValue *value,
                             GParamSpec *pspec)
{
  EncordTracker *self = ENCORD_TRACKER (object);
  double *number = find_number (self, (EncordTrackerProperty) id);

  if (number != NULL)
    *number = g_value_get_double (value);
  else if (id == PROP_MAX_AGE)
    self->settings.max_age = g_value_get_int64 (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
encord_tracker_get_property (GObject *object, guint id, GValue *value,
                             GParamSpec *pspec)
{
  EncordTracker *self = ENCORD_TRACKER (object);
  const double *number = find_number (self, (EncordTrackerProperty) id);

  if (number != NULL)
    g_value_set_double (value, *number);
  else if (id == PROP_MAX_AGE)
    g_value_set_int64 (value, self->settings.max_age);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
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
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = encord_tracker_set_property;
  object_class->get_property = encord_tracker_get_property;
  object_class->finalize = encord_tracker_finalize;

  /**
   * EncordTracker:iou-threshold:
   *
   * Least overlap of a detection with where a track is expected: intersection over
   * union, 0.01 to 1.
   *
   * Since: 0.1
   */
  props[PROP_IOU_THRESHOLD] =
      g_param_spec_double ("iou-threshold", NULL, NULL, 0.01, 1,
                           ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD, flags);
  /**
   * EncordTracker:class-switch-threshold:
   *
   * Least overlap from which a detection of another class continues a track for
   * which none of its own class was found; above 1 for never. Never less than
   * [property@Encord.Tracker:iou-threshold].
   *
   * Since: 0.1
   */
  props[PROP_CLASS_SWITCH_THRESHOLD] =
      g_param_spec_double ("class-switch-threshold", NULL, NULL, 0.01, 2,
                           DEFAULT_CLASS_SWITCH_THRESHOLD, flags);
  /**
   * EncordTracker:confidence-threshold:
   *
   * Confidence from which a detection chooses its track first; those below are
   * tried on the tracks that are left.
   *
   * Since: 0.1
   */
  props[PROP_CONFIDENCE_THRESHOLD] =
      g_param_spec_double ("confidence-threshold", NULL, NULL, 0, 1,
                           ENCORD_TRACKER_DEFAULT_CONFIDENCE_THRESHOLD, flags);
  /**
   * EncordTracker:new-track-threshold:
   *
   * Confidence from which a detection that continues no track begins one.
   *
   * Since: 0.1
   */
  props[PROP_NEW_TRACK_THRESHOLD] =
      g_param_spec_double ("new-track-threshold", NULL, NULL, 0, 1,
                           ENCORD_TRACKER_DEFAULT_NEW_TRACK_THRESHOLD, flags);
  /**
   * EncordTracker:low-threshold:
   *
   * Detections of less confidence are left out of account.
   *
   * Since: 0.1
   */
  props[PROP_LOW_THRESHOLD] = g_param_spec_double (
      "low-threshold", NULL, NULL, 0, 1, DEFAULT_LOW_THRESHOLD, flags);
  /**
   * EncordTracker:max-age:
   *
   * How long a track goes on undetected, in nanoseconds.
   *
   * Since: 0.1
   */
  props[PROP_MAX_AGE] =
      g_param_spec_int64 ("max-age", NULL, NULL, 0, G_MAXINT64,
                          ENCORD_TRACKER_DEFAULT_MAX_AGE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
encord_tracker_init (EncordTracker *self)
{
  self->settings = (EncordTrackerSettings){
    .iou_threshold = ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD,
    .class_switch_threshold = DEFAULT_CLASS_SWITCH_THRESHOLD,
    .confidence_threshold = ENCORD_TRACKER_DEFAULT_CONFIDENCE_THRESHOLD,
    .new_track_threshold = ENCORD_TRACKER_DEFAULT_NEW_TRACK_THRESHOLD,
    .low_threshold = DEFAULT_LOW_THRESHOLD,
    .max_age = ENCORD_TRACKER_DEFAULT_MAX_AGE,
  };
  self->tracks = g_array_new (FALSE, FALSE, sizeof (EncordTrack));
}

/**
 * encord_tracker_new:
 *
 * Makes a tracker without tracks and with the default settings.
 *
 * Returns: (transfer full): a tracker
 *
 * Since: 0.1
 */
EncordTracker *
encord_tracker_new (void)
{
  return g_object_new (ENCORD_TYPE_TRACKER, NULL);
}

static gboolean
is_over (EncordTracker *self, const EncordTrack *track, gint64 pts)
{
  return pts - track->last_seen > self->settings.max_age ||
         (!encord_track_is_confirmed (track) &&
          track->n_missed > MOST_MISSED_AT_FIRST);
}

static void
drop_old_tracks (EncordTracker *self, gint64 pts)
{
  guint kept = 0;

  for (guint i = 0; i < self->tracks->len; i++) {
    const EncordTrack *track = &g_array_index (self->tracks, EncordTrack, i);

    if (!is_over (self, track, pts))
      g_array_index (self->tracks, EncordTrack, kept++) = *track;
  }
  g_array_set_size (self->tracks, kept);
}

/**
 * encord_tracker_update:
 * @self: a tracker
 * @pts: presentation time of the frame in nanoseconds, from 0; an earlier one than
 *   that of the frame before is taken for the same
 * @detections: (array length=n_detections): what is on the frame
 * @n_detections: how many; 0 says that nothing is there
 * @ret_track_ids: (array length=n_detections) (out caller-allocates): the track
 *   of each detection, or %ENCORD_TRACKER_NO_TRACK
 *
 * Takes in one frame. Ids count from 0 and are never used twice. A detection has
 * no track if it continues none and is too weak to begin one, if it is a second
 * box on what has a track, or if its box or its confidence is not a finite number,
 * or negative where it must not be.
 *
 * A frame that nobody looked at is simply left out.
 *
 * Since: 0.1
 */
void
encord_tracker_update (EncordTracker *self, gint64 pts,
                       const EncordDetection *detections, guint n_detections,
                       guint64 *ret_track_ids)
{
  EncordTrackerFrame frame;

  g_return_if_fail (ENCORD_IS_TRACKER (self));
  g_return_if_fail (n_detections == 0 ||
                    (detections != NULL && ret_track_ids != NULL));

  self->time = MAX (self->time, pts);
  drop_old_tracks (self, self->time);
  for (guint i = 0; i < self->tracks->len; i++)
    encord_track_predict (&g_array_index (self->tracks, EncordTrack, i),
                          self->time);
  encord_tracker_frame_init (&frame, &self->settings, detections, n_detections);
  encord_tracker_follow_camera (self, &frame);
  encord_tracker_associate (self, &frame, ret_track_ids);
  encord_tracker_frame_clear (&frame);
}

/**
 * encord_tracker_predict:
 * @self: a tracker
 * @pts: presentation time in nanoseconds; not before that of the last frame
 * @ret_n_boxes: (out): how many boxes
 *
 * Computes where the living tracks are at some time, without changing the tracker:
 * for the frames that nobody looks at, or those on which something was not
 * detected. Tracks that would be over by then are left out, and so are those that
 * were detected only once.
 *
 * Returns: (transfer full) (array length=ret_n_boxes): boxes in the order of their
 *   ids; free with g_free()
 *
 * Since: 0.1
 */
EncordTrackedBox *
encord_tracker_predict (EncordTracker *self, gint64 pts, guint *ret_n_boxes)
{
  EncordTrackedBox *boxes;
  guint n_boxes = 0;

  g_return_val_if_fail (ENCORD_IS_TRACKER (self), NULL);
  g_return_val_if_fail (ret_n_boxes != NULL, NULL);

  pts = MAX (pts, self->time);
  boxes = g_new0 (EncordTrackedBox, self->tracks->len);
  for (guint i = 0; i < self->tracks->len; i++) {
    EncordTrack track = g_array_index (self->tracks, EncordTrack, i);

    if (!encord_track_is_confirmed (&track) || is_over (self, &track, pts))
      continue;
    encord_track_predict (&track, pts);
    boxes[n_boxes] = (EncordTrackedBox){
      .track_id = track.id,
      .class_index = encord_track_get_class (&track),
      .predicted = pts > track.last_seen || track.n_missed > 0,
      .last_seen = track.last_seen,
    };
    encord_track_get_box (&track, &boxes[n_boxes++].box);
  }
  *ret_n_boxes = n_boxes;

  return boxes;
}

/**
 * encord_tracker_get_class:
 * @self: a tracker
 * @track_id: a track
 * @ret_class_index: (out): its class
 *
 * Looks up which class the detections of a track have voted for so far, each with
 * its confidence.
 *
 * Returns: %FALSE if the track is over, or never was
 *
 * Since: 0.1
 */
gboolean
encord_tracker_get_class (EncordTracker *self, guint64 track_id,
                          guint *ret_class_index)
{
  guint low = 0, high;

  g_return_val_if_fail (ENCORD_IS_TRACKER (self), FALSE);
  g_return_val_if_fail (ret_class_index != NULL, FALSE);

  high = self->tracks->len;
  while (low < high) {
    const guint middle = (low + high) / 2;
    const EncordTrack *track =
        &g_array_index (self->tracks, EncordTrack, middle);

    if (track->id == track_id) {
      *ret_class_index = encord_track_get_class (track);
      return TRUE;
    }
    if (track->id < track_id)
      low = middle + 1;
    else
      high = middle;
  }

  return FALSE;
}

/**
 * encord_tracker_reset:
 * @self: a tracker
 *
 * Forgets all tracks and begins to count from 0 again, as for another video. The
 * settings stay.
 *
 * Since: 0.1
 */
void
encord_tracker_reset (EncordTracker *self)
{
  g_return_if_fail (ENCORD_IS_TRACKER (self));

  g_array_set_size (self->tracks, 0);
  self->next_id = 0;
  self->time = 0;
}
