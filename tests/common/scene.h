/* scene.h - made-up scenes: the truth, and what a detector says of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "scene-scenario.h"

/* Figures of trackers and of labels rest on these scenes: what a scenario and a
 * seed give never changes. A new idea is a new scenario. */

/* pixels, clipped to the picture */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} SceneBox;

/* also of objects that are in the picture but hidden behind others */
typedef struct
{
  guint64 id; /* stays the same for who leaves and comes back */
  guint class_index;
  SceneBox box;
  double visibility; /* share of the box that nothing nearer covers */
} SceneTruth;

#define SCENE_NOBODY (-1)

typedef struct
{
  guint class_index;
  SceneBox box;
  double confidence;
  gint64 truth_id; /* whom it shows; SCENE_NOBODY for a false one */
} SceneDetection;

typedef struct
{
  guint64 index;
  gint64 pts;      /* nanoseconds, from 0 */
  gboolean looked; /* whether the detector ran */
  guint n_truths;
  const SceneTruth *truths; /* by id */
  guint n_detections;
  const SceneDetection *detections; /* by confidence, falling */
} SceneFrame;

typedef struct _Scene Scene;

/* @scenario must outlive the scene */
Scene *scene_new (const SceneScenario *scenario, guint64 seed);
void scene_free (Scene *self);
/* there is always one more; it is valid until the next call */
const SceneFrame *scene_next (Scene *self);
double scene_box_iou (const SceneBox *a, const SceneBox *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scene, scene_free)
