/* scene-camera.c - from the ground to the picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene-camera.h"

#include <math.h>

#include "scene-streams.h"

#define DAMPING 0.5

void
scene_aim_init (SceneAim *self, const SceneCamera *camera, guint64 seed)
{
  *self = (SceneAim){ .camera = camera };
  scene_random_init (&self->random, seed, SCENE_STREAM_CAMERA);
}

/* a damped spring that chance pushes */
static void
step_axis (SceneAim *self, double push, double jolt, double seconds,
           double *place, double *speed)
{
  const double pace = 2 * G_PI * self->camera->sway_rate;

  *speed += push * sqrt (seconds) * scene_random_normal (&self->random);
  *speed += jolt * pace * scene_random_normal (&self->random);
  *speed -= (pace * pace * *place + 2 * DAMPING * pace * *speed) * seconds;
  *place += *speed * seconds;
}

void
scene_aim_step (SceneAim *self, double seconds)
{
  const SceneCamera *camera = self->camera;
  const double pace = 2 * G_PI * camera->sway_rate;
  const double push = camera->sway * pace * sqrt (4 * DAMPING * pace);
  const gboolean jolted =
      scene_random_chance (&self->random, camera->jolt_rate * seconds);
  const double jolt = jolted ? camera->jolt * 2 : 0;

  step_axis (self, push, jolt, seconds, &self->x, &self->speed_x);
  step_axis (self, push, jolt, seconds, &self->y, &self->speed_y);
}

SceneBox
scene_camera_project (const SceneCamera *self, double x, double z, double width,
                      double height, double raised)
{
  const double scale = self->focal / z;

  return (SceneBox){
    .x = self->width / 2 + (x - width / 2) * scale,
    .y = self->horizon + (self->raised - raised - height) * scale,
    .width = width * scale,
    .height = height * scale,
  };
}

gboolean
scene_camera_clip (const SceneCamera *self, SceneBox *box)
{
  const double right = MIN (box->x + box->width, self->width);
  const double bottom = MIN (box->y + box->height, self->height);

  box->x = MAX (box->x, 0);
  box->y = MAX (box->y, 0);
  box->width = right - box->x;
  box->height = bottom - box->y;

  return box->width > 0 && box->height > 0;
}
