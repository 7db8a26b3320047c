/* scene.c - made-up scenes: the truth, and what a detector says of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene.h"

#include "scene-seer.h"
#include "scene-streams.h"

#define NANOSECONDS 1e9
/* longer steps would take objects and cameras off their ways */
#define LONGEST_STEP (1. / 60)

struct _Scene
{
  const SceneScenario *scenario;
  SceneWorld world;
  SceneAim aim;
  SceneSights sights;
  SceneSeer seer;
  SceneRandom clock;
  double slow;   /* seconds left */
  double unseen; /* seconds since the detector looked */
  SceneFrame frame;
  SceneTruth truths[SCENE_MAX_OBJECTS];
};

double
scene_box_iou (const SceneBox *a, const SceneBox *b)
{
  const double width =
      MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  const double height =
      MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);
  double both;

  if (width <= 0 || height <= 0)
    return 0;
  both = width * height;

  return both / (a->width * a->height + b->width * b->height - both);
}

Scene *
scene_new (const SceneScenario *scenario, guint64 seed)
{
  Scene *self = g_new0 (Scene, 1);

  self->scenario = scenario;
  scene_world_init (&self->world, scenario, seed);
  scene_aim_init (&self->aim, &scenario->camera, seed);
  scene_seer_init (&self->seer, scenario, seed);
  scene_random_init (&self->clock, seed, SCENE_STREAM_CLOCK);

  return self;
}

void
scene_free (Scene *self)
{
  g_free (self);
}

/* how long the frame lasts, in nanoseconds */
static gint64
tick (Scene *self)
{
  const SceneClock *clock = &self->scenario->clock;
  SceneRandom *random = &self->clock;
  double seconds = 1 / clock->rate;
  const double usual = seconds;

  self->slow -= MIN (self->slow, usual);
  if (scene_random_chance (random, clock->slow_rate * usual))
    self->slow = clock->slow_time * scene_random_range (random, 0.5, 1.5);
  if (self->slow > 0)
    seconds *= 2;
  if (scene_random_chance (random, clock->drop_chance))
    seconds *= 2;
  seconds *= 1 + clock->jitter * scene_random_range (random, -1, 1);
  if (scene_random_chance (random, clock->hole_rate * usual))
    seconds += scene_random_range (random, clock->hole_least, clock->hole_most);

  return (gint64) (seconds * NANOSECONDS + 0.5);
}

static void
live (Scene *self, double seconds)
{
  const guint n_steps = (guint) (seconds / LONGEST_STEP) + 1;

  for (guint i = 0; i < n_steps; i++) {
    scene_world_step (&self->world, seconds / n_steps);
    scene_aim_step (&self->aim, seconds / n_steps);
  }
  self->unseen += seconds;
}

static void
look (Scene *self)
{
  SceneFrame *frame = &self->frame;

  scene_sights_update (&self->sights, &self->world, &self->aim);
  frame->n_truths = self->sights.n;
  frame->truths = self->truths;
  for (guint i = 0; i < self->sights.n; i++) {
    const SceneSight *sight = &self->sights.sights[i];

    self->truths[i] = (SceneTruth){
      .id = sight->id,
      .class_index = sight->class_index,
      .box = sight->box,
      .visibility = sight->visibility,
    };
  }

  frame->looked = frame->index % self->scenario->detector.interval == 0;
  frame->n_detections = 0;
  frame->detections = self->seer.detections;
  if (!frame->looked)
    return;
  scene_seer_look (&self->seer, &self->sights, &self->aim, self->unseen);
  frame->n_detections = self->seer.n;
  self->unseen = 0;
}

const SceneFrame *
scene_next (Scene *self)
{
  SceneFrame *frame = &self->frame;

  if (frame->truths != NULL) {
    const gint64 duration = tick (self);

    frame->index++;
    frame->pts += duration;
    live (self, (double) duration / NANOSECONDS);
  }
  look (self);

  return frame;
}
