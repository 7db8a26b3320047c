/* scene-random.h - chance that is the same on every machine
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>

/* One call an expression: C leaves the order of two to the compiler, and MIN, MAX
 * and CLAMP repeat theirs. */
typedef struct
{
  guint64 state[4];
} SceneRandom;

/* streams of one seed do not depend on how much is drawn from the others */
void scene_random_init (SceneRandom *self, guint64 seed, guint64 stream);
/* from 0, below 1 */
double scene_random_unit (SceneRandom *self);
double scene_random_range (SceneRandom *self, double from, double to);
gboolean scene_random_chance (SceneRandom *self, double probability);
/* mean 0, deviation 1 */
double scene_random_normal (SceneRandom *self);
/* the next value of what wanders about 0 with @deviation and forgets in
 * @memory seconds */
double scene_random_drift (SceneRandom *self, double value, double deviation,
                           double memory, double seconds);
