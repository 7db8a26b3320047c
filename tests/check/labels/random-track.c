/* random-track.c - boxes of things that move, stop, turn and jump
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "random-track.h"

#include <math.h>

/* about how many frames something goes on in the same way */
#define PHASE 40

double
random_normal (GRand *rand)
{
  return sqrt (-2 * log (1 - g_rand_double (rand))) *
         cos (2 * G_PI * g_rand_double (rand));
}

typedef struct
{
  EncordBox box;
  double speed_x, speed_y; /* picture sizes a frame */
  double speed_up, speed_down;
  double growth; /* a frame */
  double turn;   /* degrees a frame */
} Motion;

static void
begin_phase (GRand *rand, const RandomTrack *how, Motion *motion)
{
  const gboolean rests = g_rand_int_range (rand, 0, 4) == 0;

  motion->speed_up = rests ? 0 : 0.0002 * random_normal (rand);
  motion->speed_down = rests ? 0 : 0.0002 * random_normal (rand);
  motion->growth = rests ? 0 : 0.01 * random_normal (rand);
  motion->turn = rests || !how->turns ? 0 : 3 * random_normal (rand);
  if (rests)
    motion->speed_x = motion->speed_y = 0;
  if (how->jumps) {
    motion->box.x = g_rand_double (rand);
    motion->box.y = g_rand_double (rand);
  }
}

static void
step (GRand *rand, Motion *motion)
{
  motion->speed_x += motion->speed_up;
  motion->speed_y += motion->speed_down;
  motion->box.x += motion->speed_x;
  motion->box.y += motion->speed_y;
  motion->box.width *= 1 + motion->growth;
  motion->box.height *= 1 + motion->growth;
  motion->box.theta += motion->turn;
  if (motion->box.width < 0.01 || motion->box.width > 0.5)
    motion->growth = -motion->growth;
  if (motion->box.x < -0.1 || motion->box.x > 1)
    motion->speed_x = -motion->speed_x;
  if (motion->box.y < -0.1 || motion->box.y > 1)
    motion->speed_y = -motion->speed_y;
}

/* detectors give an angle out of one turn */
static EncordBox
blur (GRand *rand, const RandomTrack *how, const EncordBox *box)
{
  const double across = how->jitter * box->width;
  const double down = how->jitter * box->height;
  const double left = box->x + across * random_normal (rand);
  const double top = box->y + down * random_normal (rand);

  return (EncordBox){
    .x = left,
    .y = top,
    .width =
        fmax (box->x + box->width + across * random_normal (rand) - left, 1e-4),
    .height =
        fmax (box->y + box->height + down * random_normal (rand) - top, 1e-4),
    .theta = how->turns ? remainder (box->theta + 30 * how->jitter *
                                                      random_normal (rand),
                                     360)
                        : 0,
  };
}

GArray *
random_track_new (GRand *rand, const RandomTrack *how)
{
  GArray *frames = g_array_new (FALSE, TRUE, sizeof (EncordReductionFrame));
  Motion motion = { .box = { g_rand_double (rand), g_rand_double (rand),
                             g_rand_double_range (rand, 0.01, 0.3),
                             g_rand_double_range (rand, 0.01, 0.3) } };
  int frame = g_rand_int_range (rand, 0, 1000);

  if (how->turns)
    motion.box.theta = g_rand_double_range (rand, -180, 180);
  for (guint i = 0; i < how->n; i++) {
    EncordReductionFrame added = { .frame = frame };

    if (g_rand_int_range (rand, 0, PHASE) == 0)
      begin_phase (rand, how, &motion);
    step (rand, &motion);
    added.seen = added.wanted = blur (rand, how, &motion.box);
    g_array_append_val (frames, added);
    frame += how->skips && g_rand_int_range (rand, 0, 5) == 0
                 ? g_rand_int_range (rand, 2, 20)
                 : 1;
  }

  return frames;
}
