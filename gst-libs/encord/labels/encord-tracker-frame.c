/* labels/encord-tracker-frame.c - the detections of one frame, in order; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-frame-private.h>

#include <math.h>

/* of the picture. Also makes up for small objects, which move farther by their
 * own size */
#define SMALLEST 0.05
/* coordinates beyond are no picture's, and their squares would leave no digits */
#define FARTHEST 1e6

static EncordTrackerLevel
get_level (const EncordTrackerSettings *settings, const EncordDetection *seen)
{
  const EncordBox *box = &seen->box;

  /* what is not a number fails every comparison */
  if (!(fabs (box->x) <= FARTHEST) || !(fabs (box->y) <= FARTHEST) ||
      !(box->width >= 0 && box->width <= FARTHEST) ||
      !(box->height >= 0 && box->height <= FARTHEST) ||
      !(seen->confidence >= settings->low_threshold) ||
      !isfinite (seen->confidence))
    return ENCORD_TRACKER_UNUSABLE;

  return seen->confidence >= settings->confidence_threshold
             ? ENCORD_TRACKER_HIGH
             : ENCORD_TRACKER_LOW;
}

EncordBox
encord_tracker_frame_widen (const EncordBox *box)
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
  const EncordBox *boxes = user_data;

  if (boxes[one].x != boxes[other].x)
    return boxes[one].x < boxes[other].x ? -1 : 1;
  return one < other ? -1 : one > other;
}

void
encord_tracker_frame_init (EncordTrackerFrame *self,
                           const EncordTrackerSettings *settings,
                           const EncordDetection *detections,
                           guint n_detections)
{
  *self = (EncordTrackerFrame){
    .detections = detections,
    .n_detections = n_detections,
    .levels = g_new (EncordTrackerLevel, n_detections),
    .boxes = g_new (EncordBox, n_detections),
    .by_left = g_new (guint, n_detections),
  };
  for (guint i = 0; i < n_detections; i++) {
    self->levels[i] = get_level (settings, &detections[i]);
    if (self->levels[i] == ENCORD_TRACKER_UNUSABLE)
      continue;
    self->boxes[i] = encord_tracker_frame_widen (&detections[i].box);
    self->widest = MAX (self->widest, self->boxes[i].width);
    self->by_left[self->n_usable++] = i;
  }
  g_qsort_with_data (self->by_left, (int) self->n_usable, sizeof *self->by_left,
                     compare_left, self->boxes);
}

void
encord_tracker_frame_clear (EncordTrackerFrame *self)
{
  g_free (self->levels);
  g_free (self->boxes);
  g_free (self->by_left);
}

guint
encord_tracker_frame_seek (const EncordTrackerFrame *self, const EncordBox *box)
{
  const double left = box->x - self->widest;
  guint low = 0, high = self->n_usable;

  while (low < high) {
    const guint middle = (low + high) / 2;

    if (self->boxes[self->by_left[middle]].x < left)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

gboolean
encord_tracker_frame_next (const EncordTrackerFrame *self, const EncordBox *box,
                           guint *position, guint *ret_detection)
{
  if (*position >= self->n_usable ||
      !(self->boxes[self->by_left[*position]].x < box->x + box->width))
    return FALSE;
  *ret_detection = self->by_left[(*position)++];

  return TRUE;
}
