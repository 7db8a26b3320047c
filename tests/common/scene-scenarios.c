/* scene-scenarios.c - what scenes are made of
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scene-scenario.h"

#include <string.h>

/* 56 degrees wide */
#define LENS .width = 640, .height = 360, .focal = 600, .sway_rate = 1.3
/* as high as a first floor: people are 110 pixels high where the pavement is
 * nearest */
#define STREET_VIEW LENS, .horizon = 90, .raised = 4
/* lower, so that who is nearer hides who is behind */
#define SQUARE_VIEW LENS, .horizon = 110, .raised = 2.8
#define EYE_VIEW LENS, .horizon = 140, .raised = 2

#define STEADY_CLOCK                                                           \
  {                                                                            \
    .rate = 30                                                                 \
  }

/* a small network that reports what it is not sure of, too */
#define USUAL_EYES                                                             \
  .floor = 0.1, .jitter = 0.018, .bias = 0.018, .visible_pull = 0.8,           \
  .hidden_chance = 0.5, .blur_speed = 500, .part_chance = 0.015,               \
  .nms_iou = 0.7
#define FEW_MISSES .miss_chance = 0.015, .burst_rate = 0.06, .burst_time = 0.15
#define SOME_CLUTTER                                                           \
  .clutter = 0.4, .n_spots = 4, .spot_rate = 0.12, .spot_time = 0.5
#define FEW_CONFUSIONS                                                         \
  .confusion_rate = 0.02, .confusion_time = 0.2, .both_chance = 0.2
#define USUAL_DETECTOR                                                         \
  {                                                                            \
    .interval = 1, USUAL_EYES, FEW_MISSES, SOME_CLUTTER, FEW_CONFUSIONS        \
  }

#define PEOPLE(n, route_, least, most)                                         \
  .class_index = SCENE_PERSON, .route = (route_), .count = (n),                \
  .z_least = (least), .z_most = (most), .speed_least = 0.8, .speed_most = 1.8

#define CARS(n, least, most)                                                   \
  .class_index = SCENE_CAR, .route = SCENE_ACROSS, .count = (n), .n_lanes = 2, \
  .z_least = (least), .z_most = (most), .speed_least = 6, .speed_most = 13

#define STREET_FLOWS                                                           \
  {                                                                            \
    { PEOPLE (4, SCENE_ACROSS, 9.5, 12), .pause_rate = 0.03,                   \
      .turn_rate = 0.02, .return_chance = 0.25 },                              \
        { PEOPLE (3, SCENE_ACROSS, 24, 28), .pause_rate = 0.03,                \
          .turn_rate = 0.02, .return_chance = 0.25 },                          \
        { CARS (2.5, 16, 20), .pause_rate = 0.04 },                            \
        { .class_index = SCENE_BICYCLE,                                        \
          .route = SCENE_ACROSS,                                               \
          .count = 1,                                                          \
          .z_least = 13,                                                       \
          .z_most = 14,                                                        \
          .speed_least = 3.5,                                                  \
          .speed_most = 6.5,                                                   \
          .return_chance = 0.1 },                                              \
        { .class_index = SCENE_TRUCK,                                          \
          .route = SCENE_ACROSS,                                               \
          .count = 0.6,                                                        \
          .n_lanes = 1,                                                        \
          .z_least = 30,                                                       \
          .z_most = 34,                                                        \
          .speed_least = 5,                                                    \
          .speed_most = 9 },                                                   \
  }

/* lamp posts and a tree */
#define STREET_OBSTACLES                                                       \
  {                                                                            \
    { .x = -3.5, .z = 12.6, .width = 0.25, .height = 6 },                      \
        { .x = 4, .z = 12.6, .width = 0.25, .height = 6 },                     \
        { .x = 0.8, .z = 15, .width = 0.5, .height = 3 },                      \
        { .x = 0.8, .z = 15, .width = 3, .height = 3, .raised = 2.4 },         \
  }

static const SceneScenario scenarios[] = {
  {
      .name = "street",
      .about = "people, cars and bicycles before a fixed camera",
      .camera = { STREET_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = STREET_FLOWS,
      .obstacles = STREET_OBSTACLES,
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "crossing",
      .about = "people who meet, pass, stop and turn back",
      .camera = { EYE_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = {
        { PEOPLE (7, SCENE_ACROSS, 10, 13), .pause_rate = 0.12,
          .turn_rate = 0.1, .return_chance = 0.4 },
        { PEOPLE (2, SCENE_ALONG, 8, 30), .x_least = -3, .x_most = 3,
          .pause_rate = 0.05 },
        { .class_index = SCENE_BICYCLE, .route = SCENE_ACROSS, .count = 1,
          .z_least = 12, .z_most = 14, .speed_least = 3, .speed_most = 6 },
      },
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "crowd",
      .about = "a square full of people",
      .camera = { SQUARE_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = {
        { PEOPLE (16, SCENE_ACROSS, 11, 28), .pause_rate = 0.05,
          .turn_rate = 0.02, .return_chance = 0.2 },
        { PEOPLE (10, SCENE_WANDER, 12, 26), .pause_rate = 0.2,
          .turn_rate = 0.15, .return_chance = 0.4 },
      },
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "occlusion",
      .about = "a kiosk, a parked van, trees and a wall before people and cars",
      .camera = { STREET_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = {
        { PEOPLE (7, SCENE_ACROSS, 13, 18), .pause_rate = 0.06,
          .turn_rate = 0.04, .return_chance = 0.4 },
        { CARS (2.5, 21, 25), .pause_rate = 0.05 },
        { .class_index = SCENE_BICYCLE, .route = SCENE_ACROSS, .count = 1,
          .z_least = 18, .z_most = 19, .speed_least = 3, .speed_most = 6 },
      },
      .obstacles = {
        { .x = -3.2, .z = 11, .width = 1.6, .height = 2.6 },
        { .x = 3.4, .z = 12, .width = 3.2, .height = 2.1 },
        { .x = 0, .z = 10, .width = 0.5, .height = 7 },
        { .x = -6, .z = 12, .width = 0.6, .height = 7 },
        { .x = 0.9, .z = 19.8, .width = 4, .height = 1.1 },
      },
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "shake",
      .about = "the street from a hand-held camera that gets knocks",
      .camera = { STREET_VIEW, .sway = 7, .jolt_rate = 0.25, .jolt = 25 },
      .clock = STEADY_CLOCK,
      .flows = STREET_FLOWS,
      .obstacles = STREET_OBSTACLES,
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "size",
      .about = "traffic towards the camera and away from it",
      .camera = { STREET_VIEW, .sway = 1 },
      .clock = STEADY_CLOCK,
      .flows = {
        { .class_index = SCENE_CAR, .route = SCENE_ALONG, .count = 5,
          .n_lanes = 2, .x_least = -2, .x_most = 2, .z_least = 7, .z_most = 75,
          .speed_least = 6, .speed_most = 16, .pause_rate = 0.03 },
        { PEOPLE (4, SCENE_ALONG, 7, 40), .x_least = -7, .x_most = -4,
          .pause_rate = 0.05, .turn_rate = 0.02 },
        { .class_index = SCENE_BICYCLE, .route = SCENE_ALONG, .count = 1.5,
          .x_least = 4, .x_most = 5, .z_least = 7, .z_most = 50,
          .speed_least = 3, .speed_most = 7 },
      },
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "sport",
      .about = "players who dash and turn at once",
      .camera = { SQUARE_VIEW, .sway = 2 },
      .clock = STEADY_CLOCK,
      .flows = {
        { .class_index = SCENE_PERSON, .route = SCENE_WANDER, .count = 11,
          .z_least = 12, .z_most = 28, .speed_least = 1.5, .speed_most = 6.5,
          .pause_rate = 0.2, .turn_rate = 0.7, .return_chance = 0.9 },
      },
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "sparse",
      .about = "the street, looked at six times a second",
      .camera = { STREET_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = STREET_FLOWS,
      .obstacles = STREET_OBSTACLES,
      .detector = { .interval = 5, USUAL_EYES, FEW_MISSES, SOME_CLUTTER,
                    FEW_CONFUSIONS },
  },
  {
      .name = "bursts",
      .about = "the street by a detector that fails for a while",
      .camera = { STREET_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = STREET_FLOWS,
      .obstacles = STREET_OBSTACLES,
      .detector = { .interval = 1, USUAL_EYES, .miss_chance = 0.06,
                    .burst_rate = 0.5, .burst_time = 0.4,
                    .blackout_rate = 0.15, .blackout_time = 0.25,
                    .clutter = 0.8, .n_spots = 6, .spot_rate = 0.2,
                    .spot_time = 0.6, FEW_CONFUSIONS },
  },
  {
      .name = "vfr",
      .about = "the street from a telephone: slow in the dark, with holes",
      .camera = { STREET_VIEW, .sway = 1.5 },
      .clock = { .rate = 30, .jitter = 0.15, .drop_chance = 0.04,
                 .slow_rate = 0.12, .slow_time = 2.5, .hole_rate = 0.15,
                 .hole_least = 0.15, .hole_most = 0.6 },
      .flows = STREET_FLOWS,
      .obstacles = STREET_OBSTACLES,
      .detector = USUAL_DETECTOR,
  },
  {
      .name = "classes",
      .about = "traffic whose classes are taken for one another",
      .camera = { STREET_VIEW, .sway = 0.3 },
      .clock = STEADY_CLOCK,
      .flows = {
        { PEOPLE (4, SCENE_ACROSS, 10, 12), .pause_rate = 0.04,
          .turn_rate = 0.03, .return_chance = 0.25 },
        { .class_index = SCENE_BICYCLE, .route = SCENE_ACROSS, .count = 3,
          .z_least = 13, .z_most = 15, .speed_least = 3, .speed_most = 6 },
        { CARS (2, 20, 24), .pause_rate = 0.06 },
        { .class_index = SCENE_TRUCK, .route = SCENE_ACROSS, .count = 1.5,
          .n_lanes = 2, .z_least = 30, .z_most = 34, .speed_least = 5,
          .speed_most = 10 },
      },
      .detector = { .interval = 1, USUAL_EYES, FEW_MISSES, SOME_CLUTTER,
                    .confusion_rate = 0.4, .confusion_time = 0.35,
                    .both_chance = 0.35 },
  },
};

const SceneScenario *
scene_scenarios (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (scenarios);

  return scenarios;
}

const SceneScenario *
scene_scenario_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (strcmp (scenarios[i].name, name) == 0)
      return &scenarios[i];

  return NULL;
}

const char *
scene_class_name (guint class_index)
{
  static const char *const names[SCENE_N_CLASSES] = {
    [SCENE_PERSON] = "person",
    [SCENE_BICYCLE] = "bicycle",
    [SCENE_CAR] = "car",
    [SCENE_TRUCK] = "truck",
  };

  g_return_val_if_fail (class_index < SCENE_N_CLASSES, NULL);

  return names[class_index];
}
