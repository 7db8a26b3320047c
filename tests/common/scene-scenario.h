/* scene-scenario.h - what a scene is made of
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>

/* Objects walk and drive on flat ground in metres: x to the right of the camera,
 * z away from it. The picture is in pixels, rates are per second, times are in
 * seconds, and chances are 0..1. */

enum
{
  SCENE_PERSON,
  SCENE_BICYCLE,
  SCENE_CAR,
  SCENE_TRUCK,
  SCENE_N_CLASSES,
};

typedef struct
{
  double width;
  double height;
  double focal;   /* pixels */
  double horizon; /* its y */
  double raised;  /* metres above the ground */
  double sway;    /* deviation from where it points */
  double sway_rate;
  double jolt_rate;
  double jolt; /* how far one throws it */
} SceneCamera;

/* constant where everything but @rate is 0 */
typedef struct
{
  double rate;
  double jitter;      /* most change of a frame's duration, as a share */
  double drop_chance; /* of one frame */
  double slow_rate;   /* of falling to half the rate for a while */
  double slow_time;
  double hole_rate;
  double hole_least;
  double hole_most;
} SceneClock;

typedef enum
{
  SCENE_ACROSS, /* along x */
  SCENE_ALONG,  /* towards the camera or away from it */
  SCENE_WANDER,
} SceneRoute;

/* what keeps about @count objects of a class in the scene */
typedef struct
{
  guint class_index;
  SceneRoute route;
  double count;
  double x_least; /* where routes along z run */
  double x_most;
  double z_least;
  double z_most;
  guint n_lanes; /* 0: anywhere; else objects of a lane keep their distance */
  double speed_least;
  double speed_most;
  double pause_rate;
  double turn_rate;     /* back, or anywhere for who wanders */
  double return_chance; /* of who left the picture */
} SceneFlow;

/* stands on the ground and hides what is behind it */
typedef struct
{
  double x;
  double z;
  double width;
  double height;
  double raised; /* of its lower edge */
} SceneObstacle;

typedef struct
{
  guint interval;       /* looks at one frame in so many */
  double floor;         /* of confidence */
  double jitter;        /* deviation of each edge's place, by the size */
  double bias;          /* the same, but it lasts */
  double visible_pull;  /* how far boxes shrink to what is visible, 0..1 */
  double miss_chance;   /* of an object in full sight */
  double hidden_chance; /* more, by the square of what is hidden */
  double burst_rate;    /* of an object being missed for a while */
  double burst_time;
  double blackout_rate; /* of everything being missed for a while */
  double blackout_time;
  double blur_speed;     /* of the picture, at which confidence is halved */
  double confusion_rate; /* of taking a class for another for a while */
  double confusion_time;
  double both_chance; /* then, of reporting both classes */
  double part_chance; /* of reporting a part of an object as another one */
  double clutter;     /* false detections a frame */
  guint n_spots;      /* places where they come again */
  double spot_rate;
  double spot_time;
  double nms_iou; /* of a class, above which the weaker one goes */
} SceneDetector;

#define SCENE_MAX_FLOWS 6
#define SCENE_MAX_OBSTACLES 8

typedef struct
{
  const char *name;
  const char *about;
  SceneCamera camera;
  SceneClock clock;
  SceneFlow flows[SCENE_MAX_FLOWS];
  SceneObstacle obstacles[SCENE_MAX_OBSTACLES];
  SceneDetector detector;
} SceneScenario;

/* a table of @ret_n */
const SceneScenario *scene_scenarios (guint *ret_n);
/* NULL where there is none */
const SceneScenario *scene_scenario_find (const char *name);
const char *scene_class_name (guint class_index);
