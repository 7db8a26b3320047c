/* scene-random.c - chance that is the same on every machine
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene-random.h"

#include <math.h>

/* xoshiro256++ (Blackman and Vigna 2019), seeded by splitmix64. Values are made
 * of sums, products, quotients and square roots only, which IEEE 754 defines to
 * the last bit; logarithms differ between libraries. */

static guint64
next_seed (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

void
scene_random_init (SceneRandom *self, guint64 seed, guint64 stream)
{
  guint64 state = stream;

  state = next_seed (&state) ^ seed;
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    self->state[i] = next_seed (&state);
}

static guint64
rotate (guint64 value, guint bits)
{
  return (value << bits) | (value >> (64 - bits));
}

static guint64
next (SceneRandom *self)
{
  guint64 *s = self->state;
  const guint64 result = rotate (s[0] + s[3], 23) + s[0];
  const guint64 shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate (s[3], 45);

  return result;
}

double
scene_random_unit (SceneRandom *self)
{
  return (double) (next (self) >> 11) * 0x1p-53;
}

double
scene_random_range (SceneRandom *self, double from, double to)
{
  return from + (to - from) * scene_random_unit (self);
}

gboolean
scene_random_chance (SceneRandom *self, double probability)
{
  return scene_random_unit (self) < probability;
}

/* twelve uniform values of 16 bits: variance 1, no tail beyond 6 */
double
scene_random_normal (SceneRandom *self)
{
  guint sum = 0;

  for (guint i = 0; i < 3; i++) {
    const guint64 bits = next (self);

    sum += (guint) (bits & 0xffff) + (guint) (bits >> 16 & 0xffff) +
           (guint) (bits >> 32 & 0xffff) + (guint) (bits >> 48);
  }

  return ((double) sum + 6) * 0x1p-16 - 6;
}

double
scene_random_drift (SceneRandom *self, double value, double deviation,
                    double memory, double seconds)
{
  const double kept = memory / (memory + seconds);

  return kept * value +
         sqrt (1 - kept * kept) * deviation * scene_random_normal (self);
}
