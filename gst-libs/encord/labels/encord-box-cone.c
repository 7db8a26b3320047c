/* labels/encord-box-cone.c - straight ways on which a box stays near what was seen; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-box-cone-private.h>

#include <math.h>

/* Written boxes are rounded to steps of 1e-7 of the picture, an edge from two
 * numbers: the sure cone leaves room for that. */
#define ROUNDING 2e-7
/* the sure cone keeps boxes from vanishing where the bound is wider than they are */
#define MOST_OF_EXTENT 0.45
#define ANGLE 4

typedef struct
{
  double less[ENCORD_BOX_CONE_COORDINATES];
  double more[ENCORD_BOX_CONE_COORDINATES];
} Room;

/* Edges in fractions of the picture; centre and size in pixels, the angle in
 * degrees, by the shorter way from the key's. */
static void
get_coordinates (const EncordBoxCone *self, const EncordBox *box,
                 double ret_at[ENCORD_BOX_CONE_COORDINATES])
{
  if (!self->turned) {
    ret_at[0] = box->x;
    ret_at[1] = box->y;
    ret_at[2] = box->x + box->width;
    ret_at[3] = box->y + box->height;
    return;
  }
  ret_at[0] = (box->x + box->width / 2) * self->bound.width;
  ret_at[1] = (box->y + box->height / 2) * self->bound.height;
  ret_at[2] = box->width * self->bound.width;
  ret_at[3] = box->height * self->bound.height;
  ret_at[ANGLE] =
      self->key.theta + remainder (box->theta - self->key.theta, 360);
}

static void
set_room (Room *room, guint coordinate, double less, double more)
{
  room->less[coordinate] = fmax (less, 0);
  room->more[coordinate] = fmax (more, 0);
}

/* An edge off by at most d of the box's extent leaves at least (1 - 2d)² of the
 * union: the worst is a box that is smaller on every side. */
static void
find_sure_room (const EncordBoxBound *bound, const EncordBox *seen, Room *room)
{
  const double share = (1 - sqrt (bound->iou)) / 2;
  const double across =
      bound->pixels > 0 ? bound->pixels / bound->width : share * seen->width;
  const double down =
      bound->pixels > 0 ? bound->pixels / bound->height : share * seen->height;

  for (guint i = 0; i < 4; i++) {
    const double extent = i % 2 == 0 ? seen->width : seen->height;
    const double most =
        fmin (i % 2 == 0 ? across : down, MOST_OF_EXTENT * extent) - ROUNDING;

    set_room (room, i, most, most);
  }
}

/* Overlap in one direction is never below that of the areas: an edge outside of
 * this breaks the bound whatever the others do. */
static void
find_possible_room (const EncordBoxBound *bound, const EncordBox *seen,
                    Room *room)
{
  for (guint i = 0; i < 4; i++) {
    const double extent = i % 2 == 0 ? seen->width : seen->height;
    const double pixels =
        bound->pixels / (i % 2 == 0 ? bound->width : bound->height);
    double in = extent * (1 - bound->iou);
    double out = extent * (1 / bound->iou - 1);

    if (bound->pixels > 0)
      in = out = pixels;
    in += ROUNDING;
    out += ROUNDING;
    set_room (room, i, i < 2 ? out : in, i < 2 ? in : out);
  }
}

/* Corners off by at most e pixels leave what is e within the box, of what is e
 * around it: with e as a share r of the shorter side at least ((1 - 2r) /
 * (1 + 2r))². A third of e each goes to centre, size and angle. */
static void
find_sure_turned_room (const EncordBoxBound *bound, const EncordBox *seen,
                       Room *room)
{
  const double width = seen->width * bound->width;
  const double height = seen->height * bound->height;
  const double root = sqrt (bound->iou);
  const double off = bound->pixels > 0
                         ? bound->pixels
                         : fmin (width, height) * (1 - root) / (1 + root) / 2;
  const double third =
      (off - 2 * ROUNDING * MAX (bound->width, bound->height)) / 3;
  const double angle = third / (hypot (width, height) / 2) * 180 / G_PI;

  for (guint i = 0; i < ANGLE; i++) {
    const double extent = i % 2 == 0 ? width : height;
    const double most = i < 2 ? third / G_SQRT2
                              : fmin (third * G_SQRT2, MOST_OF_EXTENT * extent);

    set_room (room, i, most, most);
  }
  set_room (room, ANGLE, angle, angle);
}

/* The centre is the mean of the corners; and of a box whose centre lies outside of
 * the other, half is outside, so that they overlap by a half at most. */
static void
find_possible_turned_room (const EncordBoxBound *bound, const EncordBox *seen,
                           Room *room)
{
  const double half_diagonal =
      hypot (seen->width * bound->width, seen->height * bound->height) / 2;
  const double centre = bound->pixels > 0  ? bound->pixels
                        : bound->iou > 0.5 ? half_diagonal
                                           : INFINITY;
  const double rounded = centre + ROUNDING * MAX (bound->width, bound->height);

  for (guint i = 0; i < ENCORD_BOX_CONE_COORDINATES; i++)
    set_room (room, i, i < 2 ? rounded : INFINITY, i < 2 ? rounded : INFINITY);
}

static void
find_room (const EncordBoxCone *self, const EncordBox *seen, Room *room)
{
  if (self->kind == ENCORD_BOX_CONE_SURE) {
    if (self->turned)
      find_sure_turned_room (&self->bound, seen, room);
    else
      find_sure_room (&self->bound, seen, room);
  } else {
    if (self->turned)
      find_possible_turned_room (&self->bound, seen, room);
    else
      find_possible_room (&self->bound, seen, room);
  }
}

void
encord_box_cone_begin (EncordBoxCone *self, EncordBoxConeKind kind,
                       const EncordBoxBound *bound, gboolean turned, int frame,
                       const EncordBox *key)
{
  *self = (EncordBoxCone){
    .bound = *bound,
    .kind = kind,
    .turned = turned,
    .n = turned ? ENCORD_BOX_CONE_COORDINATES : ENCORD_BOX_CONE_COORDINATES - 1,
    .key = *key,
    .frame = frame,
  };
  get_coordinates (self, key, self->from);
  for (guint i = 0; i < self->n; i++) {
    self->slowest[i] = -INFINITY;
    self->fastest[i] = INFINITY;
  }
}

gboolean
encord_box_cone_narrow (EncordBoxCone *self, int frame, const EncordBox *seen)
{
  const double distance = frame - self->frame;
  double at[ENCORD_BOX_CONE_COORDINATES];
  gboolean is_open = TRUE;
  Room room;

  find_room (self, seen, &room);
  get_coordinates (self, seen, at);
  for (guint i = 0; i < self->n; i++) {
    const double way = at[i] - self->from[i];

    /* beyond half a turn the shorter way is the other one */
    if (i == ANGLE) {
      room.less[i] = fmax (fmin (room.less[i], 180 + way), 0);
      room.more[i] = fmax (fmin (room.more[i], 180 - way), 0);
    }
    self->slowest[i] = fmax (self->slowest[i], (way - room.less[i]) / distance);
    self->fastest[i] = fmin (self->fastest[i], (way + room.more[i]) / distance);
    is_open = is_open && self->slowest[i] <= self->fastest[i];
  }

  return is_open;
}

gboolean
encord_box_cone_contains (const EncordBoxCone *self, int frame,
                          const EncordBox *box)
{
  const double distance = frame - self->frame;
  double at[ENCORD_BOX_CONE_COORDINATES];

  get_coordinates (self, box, at);
  for (guint i = 0; i < self->n; i++) {
    const double speed = (at[i] - self->from[i]) / distance;

    if (!(speed >= self->slowest[i] && speed <= self->fastest[i]))
      return FALSE;
  }

  return TRUE;
}

void
encord_box_cone_clamp (const EncordBoxCone *self, int frame,
                       const EncordBox *seen, EncordBox *ret_box)
{
  const double distance = frame - self->frame;
  double at[ENCORD_BOX_CONE_COORDINATES];

  get_coordinates (self, seen, at);
  for (guint i = 0; i < self->n; i++)
    at[i] =
        self->from[i] + distance * CLAMP ((at[i] - self->from[i]) / distance,
                                          self->slowest[i], self->fastest[i]);
  if (!self->turned) {
    *ret_box = (EncordBox){ at[0], at[1], at[2] - at[0], at[3] - at[1], 0 };
    return;
  }
  ret_box->width = at[2] / self->bound.width;
  ret_box->height = at[3] / self->bound.height;
  ret_box->x = at[0] / self->bound.width - ret_box->width / 2;
  ret_box->y = at[1] / self->bound.height - ret_box->height / 2;
  ret_box->theta = at[ANGLE];
}
