/* labels/encord-box-filter.c - where a moving box is and how fast; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-box-filter-private.h>

#include <math.h>

/* Noise as a share of the box, as ByteTrack (Zhang et al. 2022) has it, but as
 * densities over time, so that one long step adds as much doubt as many short
 * ones. Its sizes hold for a step of one frame at 30 Hz; ours are chosen by
 * evidence: see docs/design/tracking.md. */
#define RATE 30.
#define MEASURED 0.07
#define DRIFT (0.02 * 0.02 * RATE)
#define SPEED (0.003 * RATE)
#define JOLT (SPEED * SPEED * RATE)
#define FIRST_POSITION (2 * MEASURED)
#define FIRST_SPEED (RATE / 16)

/* far beyond what steps of a nanosecond make of boxes that a tracker takes */
#define FARTHEST 1e100

enum
{
  CENTRE_X,
  CENTRE_Y,
  WIDTH,
  HEIGHT,
  N_AXES,
};
G_STATIC_ASSERT (N_AXES == G_N_ELEMENTS (((EncordBoxFilter *) NULL)->axes));

static double
square (double value)
{
  return value * value;
}

static void
axis_start (EncordBoxFilterAxis *self, double measured, double size)
{
  *self = (EncordBoxFilterAxis){
    .position = measured,
    .pp = square (FIRST_POSITION * size),
    .vv = square (FIRST_SPEED * size),
  };
}

static void
axis_predict (EncordBoxFilterAxis *self, double seconds, double size)
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
axis_correct (EncordBoxFilterAxis *self, double measured, double size)
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

void
encord_box_filter_start (EncordBoxFilter *self, const EncordBox *seen)
{
  double measured[N_AXES];

  box_to_axes (seen, measured);
  for (guint i = 0; i < N_AXES; i++)
    axis_start (&self->axes[i], measured[i], axis_scale (measured, i));
}

void
encord_box_filter_predict (EncordBoxFilter *self, double seconds)
{
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
}

void
encord_box_filter_correct (EncordBoxFilter *self, const EncordBox *seen)
{
  double measured[N_AXES];

  box_to_axes (seen, measured);
  for (guint i = 0; i < N_AXES; i++)
    axis_correct (&self->axes[i], measured[i], axis_scale (measured, i));
}

void
encord_box_filter_shift (EncordBoxFilter *self, double x, double y)
{
  self->axes[CENTRE_X].position += x;
  self->axes[CENTRE_Y].position += y;
}

void
encord_box_filter_get_box (const EncordBoxFilter *self, EncordBox *ret_box)
{
  const double width = self->axes[WIDTH].position;
  const double height = self->axes[HEIGHT].position;

  *ret_box = (EncordBox){
    .x = self->axes[CENTRE_X].position - width / 2,
    .y = self->axes[CENTRE_Y].position - height / 2,
    .width = width,
    .height = height,
  };
}

gboolean
encord_box_filter_is_sound (const EncordBoxFilter *self)
{
  for (guint i = 0; i < N_AXES; i++) {
    const EncordBoxFilterAxis *axis = &self->axes[i];

    /* written so that what is not a number fails */
    if (!(fabs (axis->position) <= FARTHEST) ||
        !(fabs (axis->velocity) <= FARTHEST) || !(axis->pp >= 0) ||
        !(axis->pp <= FARTHEST) || !(fabs (axis->pv) <= FARTHEST) ||
        !(axis->vv >= 0) || !(axis->vv <= FARTHEST))
      return FALSE;
  }

  return self->axes[WIDTH].position > 0 && self->axes[HEIGHT].position > 0;
}
