/* scene-seer.h - what a detector says of a picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "scene-sights.h"

#define SCENE_MAX_SPOTS 8
#define SCENE_MAX_DETECTIONS (4 * SCENE_MAX_OBJECTS)

/* what lasts from one frame to the next; wanderings have deviation 1 */
typedef struct
{
  gboolean known;
  guint64 id;
  double looks; /* how alike the class it is, 0..1 */
  double mood;  /* of the confidence */
  double pull;  /* towards the visible part */
  double bias[4];
  double missed; /* seconds left */
  double confused;
} SceneImpression;

/* a thing that looks like an object at times */
typedef struct
{
  guint class_index;
  double x;
  double z;
  double scale;
  double looks;
  double seen; /* seconds left */
} SceneSpot;

typedef struct
{
  const SceneScenario *scenario;
  SceneRandom random;
  SceneImpression impressions[SCENE_MAX_OBJECTS];
  SceneSpot spots[SCENE_MAX_SPOTS];
  double blackout;
  guint n;
  SceneDetection detections[SCENE_MAX_DETECTIONS];
} SceneSeer;

void scene_seer_init (SceneSeer *self, const SceneScenario *scenario,
                      guint64 seed);
/* @seconds since the last call */
void scene_seer_look (SceneSeer *self, const SceneSights *sights,
                      const SceneAim *aim, double seconds);
