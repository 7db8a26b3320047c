/* scene-world.h - who is where on the ground
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "scene-camera.h"
#include "scene-random.h"

#define SCENE_MAX_OBJECTS 64

typedef struct
{
  gboolean alive;
  guint64 id;
  guint class_index;
  const SceneFlow *flow;
  double scale; /* of the usual size */
  double x;
  double z;
  double speed_x;
  double speed_z;
  double heading_x; /* unit vector */
  double heading_z;
  double speed;  /* that it would like to have */
  double pause;  /* seconds to stand still */
  double stride; /* 0..1, where it is in a step */
} SceneObject;

typedef struct
{
  const SceneScenario *scenario;
  SceneRandom random;
  guint64 next_id;
  SceneObject objects[SCENE_MAX_OBJECTS];
} SceneWorld;

void scene_world_init (SceneWorld *self, const SceneScenario *scenario,
                       guint64 seed);
void scene_world_step (SceneWorld *self, double seconds);
/* what it covers, in metres */
void scene_object_extent (const SceneObject *self, double *ret_width,
                          double *ret_height, double *ret_raised);
