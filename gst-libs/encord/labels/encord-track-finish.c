/* labels/encord-track-finish.c - what was seen, made into labels; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-track-finish-private.h>

#include <encord/labels/encord-merge-shape-private.h>
#include <encord/labels/encord-reduction-private.h>
#include <encord/labels/encord-shape-fit-private.h>
#include <encord/labels/encord-smoothing-private.h>

/* no camera takes that many pictures in a gap; a frame number that jumps this far
 * is a mistake */
#define MOST_FILLED 100000

typedef struct
{
  const EncordTrackClass *classes;
  guint n_classes;
  int width, height;  /* 1 where nobody knows */
  guint n_frames;     /* looked at */
  double *votes;      /* by class; all 0 between two tracks */
  GPtrArray *objects; /* EncordMergeObject */
  GPtrArray *fitted;  /* EncordGeometry that sightings borrow */
} Finish;

/* where each track's sightings begin in a list sorted by track, tracks in order of
 * first sight */
static GArray *
sort_by_track (EncordTracks *tracks, const Finish *self,
               EncordSighting **ret_sightings)
{
  const guint n_labels = encord_tracks_get_n_labels (tracks);
  g_autoptr (GHashTable) order = g_hash_table_new (NULL, NULL);
  g_autofree guint *track_of = g_new (guint, n_labels);
  GArray *starts = g_array_new (FALSE, TRUE, sizeof (guint));
  EncordSighting sighting, *sightings;
  guint sum = 0, n;

  for (guint i = 0; i < n_labels; i++) {
    gpointer known;

    encord_tracks_get_sighting (tracks, i, &sighting);
    track_of[i] = G_MAXUINT;
    if (sighting.class_index >= self->n_classes ||
        sighting.confidence <
            self->classes[sighting.class_index].rules.min_confidence)
      continue;
    if (!g_hash_table_lookup_extended (order, GUINT_TO_POINTER (sighting.track),
                                       NULL, &known)) {
      known = GUINT_TO_POINTER (starts->len);
      g_hash_table_insert (order, GUINT_TO_POINTER (sighting.track), known);
      g_array_set_size (starts, starts->len + 1);
    }
    track_of[i] = GPOINTER_TO_UINT (known);
    g_array_index (starts, guint, track_of[i])++;
  }

  /* how many become where from; filling moves each start to the next one */
  for (guint t = 0; t < starts->len; t++) {
    n = g_array_index (starts, guint, t);
    g_array_index (starts, guint, t) = sum;
    sum += n;
  }
  sightings = g_new (EncordSighting, sum);
  for (guint i = 0; i < n_labels; i++)
    if (track_of[i] != G_MAXUINT)
      encord_tracks_get_sighting (
          tracks, i, &sightings[g_array_index (starts, guint, track_of[i])++]);
  n = 0;
  g_array_prepend_val (starts, n);
  *ret_sightings = sightings;

  return starts;
}

/* a track is on a frame once: what came first counts */
static guint
drop_doubles (EncordSighting *sightings, guint n)
{
  guint n_kept = 0;

  for (guint i = 0; i < n; i++)
    if (n_kept == 0 || sightings[n_kept - 1].frame != sightings[i].frame)
      sightings[n_kept++] = sightings[i];

  return n_kept;
}

/* of equal ones the class that comes first */
static const EncordTrackClass *
vote (Finish *self, const EncordSighting *sightings, guint n)
{
  guint best = sightings[0].class_index;

  for (guint i = 0; i < n; i++)
    self->votes[sightings[i].class_index] += sightings[i].confidence;
  for (guint i = 0; i < n; i++) {
    const guint other = sightings[i].class_index;

    if (self->votes[other] > self->votes[best] ||
        (self->votes[other] == self->votes[best] && other < best))
      best = other;
  }
  for (guint i = 0; i < n; i++)
    self->votes[sightings[i].class_index] = 0;

  return &self->classes[best];
}

/* Whether the track is absent between two sightings. A label row cannot say so:
 * what is one object without absence has to be found here. */
static gboolean
is_absence (const EncordTrackRules *rules, const EncordSighting *before,
            const EncordSighting *after)
{
  if (after->frame - before->frame <= 1)
    return FALSE;
  /* an editor would fill in what nobody here wants filled in */
  if (rules->write_mode == ENCORD_WRITE_KEYS && !rules->interpolate &&
      after->look - before->look > 1)
    return TRUE;

  return (after->time > before->time &&
          (guint64) (after->time - before->time) > rules->max_gap) ||
         after->frame - before->frame > MOST_FILLED;
}

static guint
find_stretch (const EncordTrackRules *rules, const EncordSighting *sightings,
              guint n)
{
  guint end = 1;

  while (end < n && !is_absence (rules, &sightings[end - 1], &sightings[end]))
    end++;

  return end;
}

/* makes of what was seen what can be written, so that the rest knows one shape and
 * boxes */
static gboolean
fit_shapes (Finish *self, const EncordTrackClass *class,
            EncordSighting *sightings, guint n, GError **error)
{
  const gboolean sized = self->width > 1 && !class->stills;
  const EncordShapeFit fit = {
    .class_name = class->name,
    .object_name = class->object_name,
    .shape = class->shape,
    .takes_boxes = class->takes_boxes,
    .width = sized ? self->width : 0,
    .height = sized ? self->height : 0,
  };

  if (class->shape == ENCORD_SHAPE_UNKNOWN)
    return TRUE;
  for (guint i = 0; i < n; i++) {
    EncordGeometry *fitted;

    if (sightings[i].geometry != NULL)
      encord_shape_fit_turned_box (&fit, sightings[i].geometry,
                                   i > 0 ? &sightings[i - 1].box : NULL,
                                   &sightings[i].box);
    if (!encord_shape_fit (&fit, sightings[i].frame, sightings[i].geometry,
                           &fitted, error))
      return FALSE;
    if (fitted != NULL)
      g_ptr_array_add (self->fitted, fitted);
    sightings[i].geometry = fitted;
  }

  return TRUE;
}

static gboolean
have_shapes (const EncordSighting *sightings, guint n)
{
  for (guint i = 0; i < n; i++)
    if (sightings[i].geometry != NULL)
      return TRUE;

  return FALSE;
}

static void
smooth (const EncordSighting *sightings, EncordReductionFrame *frames, guint n)
{
  g_autofree EncordBox *boxes = g_new (EncordBox, n);
  g_autofree gint64 *times = g_new (gint64, n);

  for (guint i = 0; i < n; i++) {
    boxes[i] = sightings[i].box;
    times[i] = sightings[i].time;
  }
  encord_smooth_boxes (boxes, times, n, boxes);
  for (guint i = 0; i < n; i++) {
    frames[i].wanted = boxes[i];
    encord_merge_quantise_box (&frames[i].wanted);
  }
}

/* is_key and written of one stretch */
static EncordReductionFrame *
work_out (const Finish *self, const EncordTrackRules *rules,
          const EncordSighting *sightings, guint n)
{
  const EncordBoxBound bound = {
    .iou = rules->key_frame_iou,
    /* of a picture of unknown size only shares can be told */
    .pixels = self->width > 1 || self->height > 1 ? rules->key_frame_pixels : 0,
    .width = self->width,
    .height = self->height,
  };
  const double least = rules->key_frame_confidence;
  const gboolean drawn = have_shapes (sightings, n);
  const gboolean all = drawn || rules->write_mode != ENCORD_WRITE_KEYS;
  const gboolean smooths = rules->smooth && !drawn;
  EncordReductionFrame *frames = g_new0 (EncordReductionFrame, n);

  for (guint i = 0; i < n; i++) {
    frames[i].frame = sightings[i].frame;
    frames[i].seen = frames[i].wanted = sightings[i].box;
    frames[i].keep = all || (i > 0 && sightings[i].confidence < least &&
                             sightings[i - 1].confidence >= least);
  }
  if (smooths && rules->write_mode != ENCORD_WRITE_RAW)
    smooth (sightings, frames, n);
  encord_reduce (frames, n, &bound,
                 smooths ? ENCORD_REDUCTION_MOVED_KEYS
                         : ENCORD_REDUCTION_EXACT_KEYS);

  return frames;
}

/* (nullable): how one shape becomes the other; NULL: it cannot be told */
static EncordInterpolator *
find_way (const Finish *self, const EncordMergeEntry *a,
          const EncordMergeEntry *b)
{
  g_autoptr (EncordInterpolator) way = NULL;
  g_autoptr (EncordGeometry) middle = NULL;

  if (a->geometry == NULL || b->geometry == NULL ||
      encord_geometry_get_shape (a->geometry) !=
          encord_geometry_get_shape (b->geometry))
    return NULL;
  way = encord_interpolator_new (a->geometry, b->geometry, self->width,
                                 self->height);
  middle = encord_interpolator_at (way, 0.5);
  /* where there is no way, one of the two stands for what is between */
  if ((middle == a->geometry || middle == b->geometry) &&
      !encord_merge_shape_equal (a->geometry, b->geometry))
    return NULL;

  return g_steal_pointer (&way);
}

static void
fill_frame (GArray *entries, const EncordMergeEntry *a,
            const EncordMergeEntry *b, const EncordInterpolator *way, int frame)
{
  const double position =
      (double) (frame - a->frame) / (double) (b->frame - a->frame);
  g_autoptr (EncordGeometry) between = NULL;
  g_autoptr (EncordGeometry) exact = NULL;
  EncordMergeEntry filled = {
    .frame = frame,
    .confidence = ENCORD_INTERPOLATED_CONFIDENCE,
  };

  encord_interpolate_box (&a->box, &b->box, position, &filled.box);
  encord_merge_quantise_box (&filled.box);
  if (way != NULL) {
    between = encord_interpolator_at (way, position);
    filled.geometry = exact = encord_merge_shape_new (between);
    if (exact == NULL)
      return;
  }
  encord_merge_entries_add (entries, &filled);
}

static void
fill_gap (const Finish *self, GArray *entries, const EncordMergeEntry *a,
          const EncordMergeEntry *b)
{
  const gboolean boxes = a->geometry == NULL && b->geometry == NULL;
  g_autoptr (EncordInterpolator) way = NULL;

  if (b->frame - a->frame <= 1)
    return;
  way = find_way (self, a, b);
  if (way == NULL && !boxes)
    return;
  for (int frame = a->frame + 1; frame < b->frame; frame++)
    fill_frame (entries, a, b, way, frame);
}

static void
add_stretch (const Finish *self, const EncordTrackRules *rules,
             const EncordSighting *sightings, guint n, GArray *entries)
{
  const gboolean fills =
      rules->write_mode == ENCORD_WRITE_DENSE && rules->interpolate;
  g_autofree EncordReductionFrame *frames =
      work_out (self, rules, sightings, n);

  for (guint i = 0; i < n; i++) {
    const EncordMergeEntry entry = {
      .frame = frames[i].frame,
      .confidence = sightings[i].confidence,
      .box = frames[i].written,
      .geometry = sightings[i].geometry,
    };

    if (!frames[i].is_key)
      continue;
    if (fills && i > 0) {
      const EncordMergeEntry before =
          g_array_index (entries, EncordMergeEntry, entries->len - 1);

      fill_gap (self, entries, &before, &entry);
    }
    encord_merge_entries_add (entries, &entry);
  }
}

static gboolean
add_track (Finish *self, EncordSighting *sightings, guint n_all, GError **error)
{
  const guint n = drop_doubles (sightings, n_all);
  const EncordTrackClass *class = vote (self, sightings, n);
  const EncordTrackRules *rules = &class->rules;
  EncordMergeObject *object = NULL;
  guint length;

  /* nothing can be seen on more frames than were looked at */
  if (class->feature_hash == NULL ||
      n < MIN (rules->min_track_length, self->n_frames))
    return TRUE;
  if (!fit_shapes (self, class, sightings, n, error))
    return FALSE;
  for (guint i = 0; i < n; i += length) {
    length = find_stretch (rules, &sightings[i], n - i);
    if (object == NULL || rules->write_mode == ENCORD_WRITE_KEYS) {
      object = encord_merge_object_new (NULL, class->feature_hash);
      object->keys = rules->write_mode == ENCORD_WRITE_KEYS;
      g_ptr_array_add (self->objects, object);
    }
    add_stretch (self, rules, &sightings[i], length, object->entries);
  }

  return TRUE;
}

GPtrArray *
encord_tracks_finish (EncordTracks *tracks, const EncordTrackClass *classes,
                      guint n_classes, int width, int height, GError **error)
{
  g_autofree double *votes = g_new0 (double, n_classes);
  g_autoptr (GPtrArray) objects = encord_merge_objects_new ();
  g_autoptr (GPtrArray) fitted =
      g_ptr_array_new_with_free_func ((GDestroyNotify) encord_geometry_unref);
  Finish self = {
    .classes = classes,
    .n_classes = n_classes,
    .width = MAX (width, 1),
    .height = MAX (height, 1),
    .n_frames = encord_tracks_get_n_frames (tracks),
    .votes = votes,
    .objects = objects,
    .fitted = fitted,
  };
  g_autofree EncordSighting *sightings = NULL;
  g_autoptr (GArray) starts = sort_by_track (tracks, &self, &sightings);

  for (guint t = 0; t + 1 < starts->len; t++) {
    const guint first = g_array_index (starts, guint, t);

    if (!add_track (&self, &sightings[first],
                    g_array_index (starts, guint, t + 1) - first, error))
      return NULL;
  }

  return g_steal_pointer (&objects);
}
