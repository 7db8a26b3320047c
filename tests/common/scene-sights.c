/* scene-sights.c - what of whom is in the picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene-sights.h"

/* two limits each, so that none blinks at one of them */
#define LEAST_HEIGHT 13.
#define LEAST_HEIGHT_AGAIN 15.
#define LEAST_SHARE 0.15
#define LEAST_SHARE_AGAIN 0.25

/* points of a box that are looked at */
#define COLUMNS 8
#define ROWS 12

typedef struct
{
  gboolean there;
  double z;
  SceneBox box;
} Cover;

typedef struct
{
  guint n;
  Cover covers[SCENE_MAX_OBJECTS + SCENE_MAX_OBSTACLES];
} Covers;

/* bodies do not fill their boxes */
static const double slimness[SCENE_N_CLASSES] = {
  [SCENE_PERSON] = 0.15,
  [SCENE_BICYCLE] = 0.2,
  [SCENE_CAR] = 0.05,
  [SCENE_TRUCK] = 0.02,
};

static SceneBox
project_object (const SceneObject *object, const SceneAim *aim)
{
  double width, height, raised;
  SceneBox box;

  scene_object_extent (object, &width, &height, &raised);
  box = scene_camera_project (aim->camera, object->x, MAX (object->z, 1), width,
                              height, raised);
  box.x += aim->x;
  box.y += aim->y;

  return box;
}

static void
collect_covers (Covers *self, const SceneWorld *world, const SceneAim *aim)
{
  self->n = 0;
  for (guint i = 0; i < SCENE_MAX_OBJECTS; i++) {
    const SceneObject *object = &world->objects[i];
    Cover *cover = &self->covers[self->n++];
    double inset;

    *cover = (Cover){ .there = object->alive, .z = object->z };
    if (!object->alive)
      continue;
    cover->box = project_object (object, aim);
    inset = slimness[object->class_index] * cover->box.width;
    cover->box.x += inset;
    cover->box.width -= 2 * inset;
  }
  for (guint i = 0; i < SCENE_MAX_OBSTACLES; i++) {
    const SceneObstacle *obstacle = &world->scenario->obstacles[i];
    Cover *cover = &self->covers[self->n++];

    *cover = (Cover){ .there = obstacle->width > 0, .z = obstacle->z };
    if (!cover->there)
      continue;
    cover->box = scene_camera_project (aim->camera, obstacle->x, obstacle->z,
                                       obstacle->width, obstacle->height,
                                       obstacle->raised);
    cover->box.x += aim->x;
    cover->box.y += aim->y;
  }
}

static void
cover_points (const SceneBox *box, const SceneBox *cover,
              guint8 covered[ROWS][COLUMNS])
{
  if (cover->x >= box->x + box->width || cover->x + cover->width <= box->x ||
      cover->y >= box->y + box->height || cover->y + cover->height <= box->y)
    return;

  for (guint row = 0; row < ROWS; row++) {
    const double y = box->y + (row + 0.5) / ROWS * box->height;

    if (y < cover->y || y >= cover->y + cover->height)
      continue;
    for (guint column = 0; column < COLUMNS; column++) {
      const double x = box->x + (column + 0.5) / COLUMNS * box->width;

      if (x >= cover->x && x < cover->x + cover->width)
        covered[row][column] = TRUE;
    }
  }
}

static void
see_through (SceneSight *self, const Covers *covers, double z)
{
  guint8 covered[ROWS][COLUMNS] = { 0 };
  guint n_visible = 0, left = COLUMNS, right = 0, top = ROWS, bottom = 0;

  for (guint i = 0; i < covers->n; i++) {
    const Cover *cover = &covers->covers[i];

    if (cover->there && i != self->slot && cover->z < z)
      cover_points (&self->box, &cover->box, covered);
  }
  for (guint row = 0; row < ROWS; row++)
    for (guint column = 0; column < COLUMNS; column++) {
      if (covered[row][column])
        continue;
      n_visible++;
      left = MIN (left, column);
      right = MAX (right, column + 1);
      top = MIN (top, row);
      bottom = MAX (bottom, row + 1);
    }

  self->visibility = (double) n_visible / (ROWS * COLUMNS);
  self->visible = self->box;
  if (n_visible == 0)
    return;
  self->visible.x += self->box.width * left / COLUMNS;
  self->visible.y += self->box.height * top / ROWS;
  self->visible.width = self->box.width * (right - left) / COLUMNS;
  self->visible.height = self->box.height * (bottom - top) / ROWS;
}

static gboolean
look_at (SceneSight *self, const SceneObject *object, const SceneAim *aim,
         gboolean shown)
{
  const SceneBox whole = project_object (object, aim);

  *self = (SceneSight){
    .id = object->id,
    .class_index = object->class_index,
    .box = whole,
  };
  if (whole.height < (shown ? LEAST_HEIGHT : LEAST_HEIGHT_AGAIN) ||
      !scene_camera_clip (aim->camera, &self->box))
    return FALSE;
  self->share =
      self->box.width * self->box.height / (whole.width * whole.height);

  return self->share >= (shown ? LEAST_SHARE : LEAST_SHARE_AGAIN);
}

static void
insert_by_id (SceneSights *self, const SceneSight *sight)
{
  guint at = self->n++;

  for (; at > 0 && self->sights[at - 1].id > sight->id; at--)
    self->sights[at] = self->sights[at - 1];
  self->sights[at] = *sight;
}

void
scene_sights_update (SceneSights *self, const SceneWorld *world,
                     const SceneAim *aim)
{
  Covers covers;

  collect_covers (&covers, world, aim);
  self->n = 0;
  for (guint i = 0; i < SCENE_MAX_OBJECTS; i++) {
    const SceneObject *object = &world->objects[i];
    SceneSight sight;

    self->shown[i] =
        object->alive && look_at (&sight, object, aim, self->shown[i]);
    if (!self->shown[i])
      continue;
    sight.slot = i;
    see_through (&sight, &covers, object->z);
    insert_by_id (self, &sight);
  }
}
