/* scene-world.c - who is where on the ground
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene-world.h"

#include <math.h>

#include "scene-streams.h"

#define CROWDED 64      /* tries to find a place */
#define FILL_TIME 1.5   /* seconds in which a missing object is made up for */
#define BEYOND 1.       /* metres outside the picture at which objects begin */
#define FIRST_SHARE 0.8 /* of a flow's objects that are there at the start */

typedef struct
{
  double length;
  double width;
  double height;
  double response; /* seconds in which it takes on a speed */
  double unrest;   /* deviation of its speed, m/s */
} Build;

static const Build builds[SCENE_N_CLASSES] = {
  [SCENE_PERSON] = { 0.5, 0.5, 1.75, 0.5, 0.12 },
  [SCENE_BICYCLE] = { 1.75, 0.6, 1.75, 0.9, 0.2 },
  [SCENE_CAR] = { 4.4, 1.8, 1.5, 1.4, 0.15 },
  [SCENE_TRUCK] = { 7.5, 2.5, 3.1, 2, 0.15 },
};

void
scene_object_extent (const SceneObject *self, double *ret_width,
                     double *ret_height, double *ret_raised)
{
  const Build *build = &builds[self->class_index];
  /* 0 to 1 and back in one step */
  const double swing = 1 - fabs (2 * self->stride - 1);

  *ret_width = (fabs (self->heading_x) * build->length +
                fabs (self->heading_z) * build->width) *
               self->scale;
  *ret_height = build->height * self->scale;
  *ret_raised = 0;
  if (self->class_index == SCENE_PERSON) {
    *ret_width *= 1 + 0.5 * swing * fabs (self->heading_x);
    *ret_raised = 0.04 * swing;
  }
}

static double
half_view (const SceneWorld *self, double z)
{
  const SceneCamera *camera = &self->scenario->camera;

  return camera->width / 2 * z / camera->focal;
}

static double
object_half_width (const SceneObject *self)
{
  double width, height, raised;

  scene_object_extent (self, &width, &height, &raised);

  return width / 2;
}

static void
head (SceneObject *self, double x, double z)
{
  const double length = sqrt (x * x + z * z);

  self->heading_x = x / length;
  self->heading_z = z / length;
}

static void
head_anywhere (SceneWorld *self, SceneObject *object)
{
  double x, z;

  do {
    x = scene_random_range (&self->random, -1, 1);
    z = scene_random_range (&self->random, -1, 1);
  } while (x * x + z * z > 1 || x * x + z * z < 0.01);
  head (object, x, z);
}

/* @ret_side: which way to go, 1 or -1; all of a lane go the same way */
static double
pick_lane (SceneWorld *self, const SceneFlow *flow, double least, double most,
           double *ret_side)
{
  guint lane;

  *ret_side = scene_random_chance (&self->random, 0.5) ? 1 : -1;
  if (flow->n_lanes == 0)
    return scene_random_range (&self->random, least, most);

  lane = (guint) (scene_random_unit (&self->random) * flow->n_lanes);
  *ret_side = lane % 2 == 0 ? 1 : -1;

  return flow->n_lanes == 1
             ? (least + most) / 2
             : least + (most - least) * lane / (flow->n_lanes - 1);
}

/* who has no lane goes a little askew */
static double
pick_slant (SceneWorld *self, const SceneFlow *flow)
{
  return flow->n_lanes > 0 ? 0
                           : scene_random_range (&self->random, -0.15, 0.15);
}

/* at an edge, heading in; or, @inside, anywhere on its way */
static void
place (SceneWorld *self, SceneObject *object, gboolean inside)
{
  const SceneFlow *flow = object->flow;
  double side;

  if (flow->route == SCENE_ALONG) {
    object->x = pick_lane (self, flow, flow->x_least, flow->x_most, &side);
    head (object, pick_slant (self, flow), side);
    object->z = side > 0 ? flow->z_least : flow->z_most;
    if (inside)
      object->z =
          scene_random_range (&self->random, flow->z_least, flow->z_most);
    return;
  }

  object->z = pick_lane (self, flow, flow->z_least, flow->z_most, &side);
  if (flow->route == SCENE_WANDER && inside)
    head_anywhere (self, object);
  else
    head (object, side, pick_slant (self, flow));
  object->x = -side * (half_view (self, object->z) +
                       object_half_width (object) + BEYOND);
  if (inside)
    object->x =
        scene_random_range (&self->random, -1, 1) * half_view (self, object->z);
}

/* from the front of one to the back of the other, when that is before it */
static double
gap_ahead (const SceneObject *self, const SceneObject *other)
{
  const Build *build = &builds[self->class_index];
  const Build *others = &builds[other->class_index];
  const double x = other->x - self->x;
  const double z = other->z - self->z;
  const double ahead = x * self->heading_x + z * self->heading_z;
  const double aside = x * self->heading_z - z * self->heading_x;

  if (ahead <= 0 || fabs (aside) > 1)
    return G_MAXDOUBLE;

  return ahead -
         (build->length * self->scale + others->length * other->scale) / 2;
}

static double
free_way (const SceneWorld *self, const SceneObject *object)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < SCENE_MAX_OBJECTS; i++) {
    const SceneObject *other = &self->objects[i];

    if (other->alive && other != object && other->flow->n_lanes > 0)
      least = MIN (least, gap_ahead (object, other));
  }

  return least;
}

static gboolean
lane_is_taken (const SceneWorld *self, const SceneObject *object)
{
  SceneObject backwards = *object;

  if (object->flow->n_lanes == 0)
    return FALSE;
  backwards.heading_x = -object->heading_x;
  backwards.heading_z = -object->heading_z;

  return free_way (self, object) < 4 || free_way (self, &backwards) < 4;
}

static void
spawn (SceneWorld *self, const SceneFlow *flow, gboolean inside)
{
  SceneRandom *random = &self->random;
  SceneObject *object = NULL;

  for (guint i = 0; i < SCENE_MAX_OBJECTS && object == NULL; i++)
    if (!self->objects[i].alive)
      object = &self->objects[i];
  if (object == NULL)
    return;

  *object = (SceneObject){
    .class_index = flow->class_index,
    .flow = flow,
  };
  object->scale = scene_random_range (random, 0.88, 1.12);
  object->speed =
      scene_random_range (random, flow->speed_least, flow->speed_most);
  object->stride = scene_random_unit (random);
  for (guint i = 0; i < CROWDED; i++) {
    place (self, object, inside);
    if (!lane_is_taken (self, object)) {
      object->alive = TRUE;
      break;
    }
  }
  if (!object->alive)
    return;

  object->id = self->next_id++;
  object->speed_x = object->heading_x * object->speed;
  object->speed_z = object->heading_z * object->speed;
}

void
scene_world_init (SceneWorld *self, const SceneScenario *scenario, guint64 seed)
{
  *self = (SceneWorld){ .scenario = scenario };
  scene_random_init (&self->random, seed, SCENE_STREAM_WORLD);

  for (guint i = 0; i < SCENE_MAX_FLOWS; i++) {
    const SceneFlow *flow = &scenario->flows[i];
    const guint n = (guint) (flow->count * FIRST_SHARE + 0.5);

    for (guint j = 0; j < n; j++)
      spawn (self, flow, TRUE);
  }
}

static void
turn (SceneWorld *self, SceneObject *object)
{
  if (object->flow->route == SCENE_WANDER)
    head_anywhere (self, object);
  else
    head (object, -object->heading_x, -object->heading_z);
}

/* how far it is outside of the picture on its own way out; below 0 inside */
static double
way_out (const SceneWorld *self, const SceneObject *object)
{
  const SceneFlow *flow = object->flow;
  const double aside = fabs (object->x) - half_view (self, object->z) -
                       object_half_width (object);

  if (flow->route == SCENE_ALONG) {
    const double near = flow->z_least - object->z;
    const double far = object->z - flow->z_most;

    if (aside < 0 || object->heading_x * object->x < 0)
      return object->heading_z < 0 ? near : far;
  }

  return object->heading_x * object->x > 0 ? aside : -1;
}

static void
leave_or_return (SceneWorld *self, SceneObject *object)
{
  if (!scene_random_chance (&self->random, object->flow->return_chance)) {
    object->alive = FALSE;
    return;
  }
  head (object, -object->heading_x, -object->heading_z);
  object->pause = scene_random_range (&self->random, 0.3, 4);
}

/* who goes across keeps to the flow's band */
static void
stay_in_band (SceneObject *object)
{
  const SceneFlow *flow = object->flow;

  if (flow->route == SCENE_ALONG)
    return;
  if ((object->z < flow->z_least && object->heading_z < 0) ||
      (object->z > flow->z_most && object->heading_z > 0))
    object->heading_z = -object->heading_z;
}

static double
wanted_speed (const SceneWorld *self, const SceneObject *object)
{
  const double speed = object->pause > 0 ? 0 : object->speed;
  double free;

  if (object->flow->n_lanes == 0)
    return speed;
  free = (free_way (self, object) - 2) * 0.7;

  return CLAMP (free, 0, speed);
}

static void
decide (SceneWorld *self, SceneObject *object, double seconds)
{
  const SceneFlow *flow = object->flow;
  const gboolean pauses =
      scene_random_chance (&self->random, flow->pause_rate * seconds);
  const gboolean turns =
      scene_random_chance (&self->random, flow->turn_rate * seconds);
  const double out = way_out (self, object);

  object->pause -= MIN (object->pause, seconds);
  if (out > BEYOND)
    leave_or_return (self, object);
  else if (out < 0 && pauses && object->pause <= 0)
    object->pause = scene_random_range (&self->random, 0.5, 4);
  else if (out < 0 && turns)
    turn (self, object);
  stay_in_band (object);
}

static void
move (SceneWorld *self, SceneObject *object, double seconds)
{
  const Build *build = &builds[object->class_index];
  const double wanted = wanted_speed (self, object);
  const double response = MIN (1, seconds / build->response);
  const double unrest = build->unrest * sqrt (2 * response) *
                        MIN (1, wanted / object->flow->speed_least);
  const gboolean straight = object->flow->n_lanes > 0;
  const double unrest_x = straight ? unrest * fabs (object->heading_x) : unrest;
  const double unrest_z = straight ? unrest * fabs (object->heading_z) : unrest;
  double speed;

  object->speed_x += (object->heading_x * wanted - object->speed_x) * response +
                     unrest_x * scene_random_normal (&self->random);
  object->speed_z += (object->heading_z * wanted - object->speed_z) * response +
                     unrest_z * scene_random_normal (&self->random);
  object->x += object->speed_x * seconds;
  object->z += object->speed_z * seconds;

  speed = sqrt (object->speed_x * object->speed_x +
                object->speed_z * object->speed_z);
  object->stride += speed / 0.75 * seconds;
  object->stride -= floor (object->stride);
}

void
scene_world_step (SceneWorld *self, double seconds)
{
  for (guint i = 0; i < SCENE_MAX_OBJECTS; i++) {
    SceneObject *object = &self->objects[i];

    if (!object->alive)
      continue;
    decide (self, object, seconds);
    if (object->alive)
      move (self, object, seconds);
  }

  for (guint i = 0; i < SCENE_MAX_FLOWS; i++) {
    const SceneFlow *flow = &self->scenario->flows[i];
    double missing = flow->count;

    for (guint j = 0; j < SCENE_MAX_OBJECTS; j++)
      if (self->objects[j].alive && self->objects[j].flow == flow)
        missing--;
    if (scene_random_chance (&self->random,
                             MAX (missing, 0) / FILL_TIME * seconds))
      spawn (self, flow, FALSE);
  }
}
