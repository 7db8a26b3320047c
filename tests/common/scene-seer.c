/* scene-seer.c - what a detector says of a picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene-seer.h"

#include <math.h>

#include "scene-streams.h"

#define MOOD_TIME 0.4
#define PULL_TIME 0.8
#define BIAS_TIME 0.6
#define MOOD 0.05
#define TREMOR 0.025
/* the height at which half the confidence is left, in pixels */
#define SMALL 8.
/* below it, hardly anything is found */
#define LEAST_VISIBILITY 0.1
#define LEAST_PIXELS 3.
/* what not even large boxes are exact to */
#define PIXEL_JITTER 0.3

static const guint look_alike[SCENE_N_CLASSES] = {
  [SCENE_PERSON] = SCENE_BICYCLE,
  [SCENE_BICYCLE] = SCENE_PERSON,
  [SCENE_CAR] = SCENE_TRUCK,
  [SCENE_TRUCK] = SCENE_CAR,
};

static guint
random_below (SceneRandom *random, guint n)
{
  return (guint) (scene_random_unit (random) * n);
}

static void
place_spot (SceneSeer *self, SceneSpot *spot)
{
  const SceneCamera *camera = &self->scenario->camera;
  const SceneFlow *flows = self->scenario->flows;
  guint n_flows = 0;

  while (n_flows < SCENE_MAX_FLOWS && flows[n_flows].count > 0)
    n_flows++;
  spot->class_index = flows[random_below (&self->random, n_flows)].class_index;
  spot->z = scene_random_range (&self->random, 9, 40);
  spot->x = scene_random_range (&self->random, -1, 1) * camera->width / 2 *
            spot->z / camera->focal;
  spot->scale = scene_random_range (&self->random, 0.6, 1.2);
  spot->looks = scene_random_unit (&self->random);
}

void
scene_seer_init (SceneSeer *self, const SceneScenario *scenario, guint64 seed)
{
  *self = (SceneSeer){ .scenario = scenario };
  scene_random_init (&self->random, seed, SCENE_STREAM_DETECTOR);
  for (guint i = 0; i < scenario->detector.n_spots; i++)
    place_spot (self, &self->spots[i]);
}

/* seconds left of a state that begins at @rate and lasts about @time */
static void
pass_state (SceneRandom *random, double rate, double time, double seconds,
            double *left)
{
  const gboolean begins = scene_random_chance (random, rate * seconds);
  const double length = time * scene_random_range (random, 0.3, 1.7);

  *left -= MIN (*left, seconds);
  if (begins && *left <= 0)
    *left = length;
}

static void
meet (SceneSeer *self, SceneImpression *impression, guint64 id)
{
  *impression = (SceneImpression){ .known = TRUE, .id = id };
  impression->looks = scene_random_unit (&self->random);
  impression->mood = scene_random_normal (&self->random);
  impression->pull = scene_random_normal (&self->random);
  for (guint i = 0; i < G_N_ELEMENTS (impression->bias); i++)
    impression->bias[i] = scene_random_normal (&self->random);
}

static SceneImpression *
remember (SceneSeer *self, const SceneSight *sight, double seconds)
{
  const SceneDetector *detector = &self->scenario->detector;
  SceneImpression *impression = &self->impressions[sight->slot];
  SceneRandom *random = &self->random;

  if (!impression->known || impression->id != sight->id) {
    meet (self, impression, sight->id);
    return impression;
  }

  impression->mood =
      scene_random_drift (random, impression->mood, 1, MOOD_TIME, seconds);
  impression->pull =
      scene_random_drift (random, impression->pull, 1, PULL_TIME, seconds);
  for (guint i = 0; i < G_N_ELEMENTS (impression->bias); i++)
    impression->bias[i] =
        scene_random_drift (random, impression->bias[i], 1, BIAS_TIME, seconds);
  pass_state (random, detector->burst_rate, detector->burst_time, seconds,
              &impression->missed);
  /* who is hardly visible is taken for another more often */
  pass_state (random,
              detector->confusion_rate * (1 + 2 * (1 - sight->visibility)),
              detector->confusion_time, seconds, &impression->confused);

  return impression;
}

/* 1 in a steady picture */
static double
sharpness (const SceneSeer *self, const SceneAim *aim)
{
  const double blur_speed = self->scenario->detector.blur_speed;
  const double speed =
      sqrt (aim->speed_x * aim->speed_x + aim->speed_y * aim->speed_y);

  return blur_speed > 0 ? 1 / (1 + speed / blur_speed) : 1;
}

static double
rate_confidence (SceneSeer *self, const SceneSight *sight,
                 const SceneImpression *impression, double sharp)
{
  const double looks = 0.8 + 0.2 * impression->looks;
  const double size = sight->box.height / (sight->box.height + SMALL);
  const double seen = 0.15 + 0.85 * MIN (1, sight->visibility / 0.9);
  const double whole = 0.6 + 0.4 * MIN (1, sight->share / 0.9);

  return looks * size * seen * whole * sharp + MOOD * impression->mood +
         TREMOR * scene_random_normal (&self->random);
}

static gboolean
is_missed (SceneSeer *self, const SceneSight *sight,
           const SceneImpression *impression, double sharp)
{
  const SceneDetector *detector = &self->scenario->detector;
  const double hidden = 1 - sight->visibility;
  double chance = detector->miss_chance +
                  detector->hidden_chance * hidden * hidden +
                  0.1 * SMALL / sight->box.height + 0.4 * (1 - sharp);

  if (sight->visibility < LEAST_VISIBILITY)
    chance = 0.98;

  return scene_random_chance (&self->random, chance) || impression->missed > 0;
}

static double
around (double from, double to, double share)
{
  return from + (to - from) * share;
}

static SceneBox
measure (SceneSeer *self, const SceneSight *sight,
         const SceneImpression *impression)
{
  const SceneDetector *detector = &self->scenario->detector;
  const double doubt = 1 + 1.5 * (1 - sight->visibility);
  const double pull =
      detector->visible_pull * CLAMP (0.5 + 0.5 * impression->pull, 0, 1);
  const SceneBox *full = &sight->box, *visible = &sight->visible;
  SceneBox box = {
    .x = around (full->x, visible->x, pull),
    .y = around (full->y, visible->y, pull),
    .width = around (full->width, visible->width, pull),
    .height = around (full->height, visible->height, pull),
  };
  double off[4];

  for (guint i = 0; i < G_N_ELEMENTS (off); i++) {
    const double size = i % 2 == 0 ? box.width : box.height;

    off[i] = doubt * (detector->bias * size * impression->bias[i] +
                      (detector->jitter * size + PIXEL_JITTER) *
                          scene_random_normal (&self->random));
  }
  /* left, top, right, bottom; a quarter of the box always stays */
  off[0] = MIN (off[0], box.width * 0.375);
  off[1] = MIN (off[1], box.height * 0.375);
  off[2] = MAX (off[2], box.width * -0.375);
  off[3] = MAX (off[3], box.height * -0.375);
  box.x += off[0];
  box.y += off[1];
  box.width += off[2] - off[0];
  box.height += off[3] - off[1];

  return box;
}

static void
report (SceneSeer *self, guint class_index, SceneBox box, double confidence,
        gint64 truth_id)
{
  guint at;

  confidence = MIN (confidence, 0.98);
  if (confidence < self->scenario->detector.floor ||
      self->n == SCENE_MAX_DETECTIONS ||
      !scene_camera_clip (&self->scenario->camera, &box) ||
      box.width < LEAST_PIXELS || box.height < LEAST_PIXELS)
    return;

  at = self->n++;
  for (; at > 0 && self->detections[at - 1].confidence < confidence; at--)
    self->detections[at] = self->detections[at - 1];
  self->detections[at] = (SceneDetection){
    .class_index = class_index,
    .box = box,
    .confidence = confidence,
    .truth_id = truth_id,
  };
}

static void
report_part (SceneSeer *self, guint class_index, const SceneBox *whole)
{
  SceneBox part = *whole;

  part.height *= scene_random_range (&self->random, 0.4, 0.7);
  if (scene_random_chance (&self->random, 0.5))
    part.y += whole->height - part.height;
  part.width *= scene_random_range (&self->random, 0.6, 1);
  report (self, class_index, part, scene_random_range (&self->random, 0.1, 0.4),
          SCENE_NOBODY);
}

static void
see (SceneSeer *self, const SceneSight *sight,
     const SceneImpression *impression, double sharp)
{
  const SceneDetector *detector = &self->scenario->detector;
  const double sure = impression->confused > 0 ? 0.85 : 1;
  const double confidence =
      sure * rate_confidence (self, sight, impression, sharp);
  const SceneBox box = measure (self, sight, impression);
  const gint64 id = (gint64) sight->id;

  report (self,
          impression->confused > 0 ? look_alike[sight->class_index]
                                   : sight->class_index,
          box, confidence, id);
  if (impression->confused > 0 &&
      scene_random_chance (&self->random, detector->both_chance)) {
    const SceneBox again = measure (self, sight, impression);

    report (self, sight->class_index, again,
            confidence * scene_random_range (&self->random, 0.4, 0.9), id);
  }
  if (scene_random_chance (&self->random, detector->part_chance))
    report_part (self, sight->class_index, &box);
}

static SceneBox
box_of_spot (SceneSeer *self, const SceneSpot *spot, const SceneAim *aim)
{
  const SceneObject shape = {
    .class_index = spot->class_index,
    .scale = spot->scale,
    .heading_x = 1,
  };
  double width, height, raised;
  SceneBox box;

  scene_object_extent (&shape, &width, &height, &raised);
  width *= 1 + 0.08 * scene_random_normal (&self->random);
  height *= 1 + 0.08 * scene_random_normal (&self->random);
  box = scene_camera_project (aim->camera, spot->x, spot->z, width, height, 0);
  box.x += aim->x;
  box.y += aim->y;

  return box;
}

static void
see_spots (SceneSeer *self, const SceneAim *aim, double seconds)
{
  const SceneDetector *detector = &self->scenario->detector;

  for (guint i = 0; i < detector->n_spots; i++) {
    SceneSpot *spot = &self->spots[i];
    double confidence;

    pass_state (&self->random, detector->spot_rate, detector->spot_time,
                seconds, &spot->seen);
    if (spot->seen <= 0 || !scene_random_chance (&self->random, 0.6))
      continue;
    confidence =
        0.15 + 0.35 * spot->looks + 0.06 * scene_random_normal (&self->random);
    report (self, spot->class_index, box_of_spot (self, spot, aim), confidence,
            SCENE_NOBODY);
  }
}

/* below 0.6, and mostly far below; few are as sure as of an object */
static double
confidence_in_nothing (SceneSeer *self)
{
  const double chance = scene_random_unit (&self->random);

  if (scene_random_chance (&self->random, 0.06))
    return scene_random_range (&self->random, 0.5, 0.75);

  return 0.1 + 0.5 * chance * scene_random_unit (&self->random);
}

static void
see_clutter (SceneSeer *self, const SceneAim *aim)
{
  const double clutter = self->scenario->detector.clutter;
  guint n = (guint) clutter;

  if (scene_random_chance (&self->random, clutter - n))
    n++;
  for (guint i = 0; i < n; i++) {
    const double confidence = confidence_in_nothing (self);
    SceneSpot spot = { 0 };

    place_spot (self, &spot);
    report (self, spot.class_index, box_of_spot (self, &spot, aim), confidence,
            SCENE_NOBODY);
  }
}

/* detections are in order of their confidence */
static void
suppress (SceneSeer *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->n; i++) {
    const SceneDetection *weak = &self->detections[i];
    gboolean keep = TRUE;

    for (guint j = 0; j < kept && keep; j++) {
      const SceneDetection *strong = &self->detections[j];

      keep = strong->class_index != weak->class_index ||
             scene_box_iou (&strong->box, &weak->box) <=
                 self->scenario->detector.nms_iou;
    }
    if (keep)
      self->detections[kept++] = *weak;
  }
  self->n = kept;
}

void
scene_seer_look (SceneSeer *self, const SceneSights *sights,
                 const SceneAim *aim, double seconds)
{
  const SceneDetector *detector = &self->scenario->detector;
  const double sharp = sharpness (self, aim);

  self->n = 0;
  pass_state (&self->random, detector->blackout_rate, detector->blackout_time,
              seconds, &self->blackout);
  for (guint i = 0; i < sights->n; i++) {
    const SceneSight *sight = &sights->sights[i];
    const SceneImpression *impression = remember (self, sight, seconds);

    if (!is_missed (self, sight, impression, sharp))
      see (self, sight, impression, sharp);
  }
  see_spots (self, aim, seconds);
  see_clutter (self, aim);
  if (self->blackout > 0)
    self->n = 0;
  suppress (self);
}
