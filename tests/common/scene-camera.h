/* scene-camera.h - from the ground to the picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "scene-random.h"
#include "scene.h"

/* where a camera points, and how fast that changes; pixels */
typedef struct
{
  const SceneCamera *camera;
  SceneRandom random;
  double x;
  double y;
  double speed_x;
  double speed_y;
} SceneAim;

void scene_aim_init (SceneAim *self, const SceneCamera *camera, guint64 seed);
void scene_aim_step (SceneAim *self, double seconds);

/* not clipped; @z above 0 */
SceneBox scene_camera_project (const SceneCamera *self, double x, double z,
                               double width, double height, double raised);
/* FALSE where nothing is left */
gboolean scene_camera_clip (const SceneCamera *self, SceneBox *box);
