/* scene-sights.h - what of whom is in the picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "scene-world.h"

typedef struct
{
  guint slot; /* of the world's objects */
  guint64 id;
  guint class_index;
  SceneBox box;
  SceneBox visible; /* around what nothing covers; the box if all is covered */
  double visibility;
  double share; /* of the object that the picture's edges leave */
} SceneSight;

typedef struct
{
  gboolean shown[SCENE_MAX_OBJECTS];
  guint n;
  SceneSight sights[SCENE_MAX_OBJECTS]; /* by id */
} SceneSights;

void scene_sights_update (SceneSights *self, const SceneWorld *world,
                          const SceneAim *aim);
