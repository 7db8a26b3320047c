/* scenes.c - that made-up scenes are what they say, and stay so
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "scene.h"

#define SEED 1
#define N_FRAMES 600

/* of the first frames of all scenarios. Published figures were measured on these
 * very scenes: never change this to make the test pass. */
#define GOLDEN                                                                 \
  "dc9c5534b97bc78123d6894c4b3400227438c4a1f051e2b55e2d836520929668"

typedef struct
{
  double n_truths;
  double hidden; /* share */
  double visible;
  double n_detections; /* of objects */
  double n_false;
  double confidence_visible; /* means */
  double confidence_hidden;
  double confidence_false;
  double overlap;
  double wrong_class; /* shares */
  double missed;
} Tally;

static const SceneDetection *
detection_of (const SceneFrame *frame, guint64 id)
{
  for (guint i = 0; i < frame->n_detections; i++)
    if (frame->detections[i].truth_id == (gint64) id)
      return &frame->detections[i];

  return NULL;
}

static void
add_box (GChecksum *checksum, const SceneBox *box, double more)
{
  const double values[] = { box->x, box->y, box->width, box->height, more };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    const guint64 value = GUINT64_TO_LE ((guint64) (values[i] * 1e6 + 0.5));

    g_checksum_update (checksum, (const guchar *) &value, sizeof value);
  }
}

static void
add_number (GChecksum *checksum, guint64 number)
{
  const guint64 value = GUINT64_TO_LE (number);

  g_checksum_update (checksum, (const guchar *) &value, sizeof value);
}

static void
add_frame (GChecksum *checksum, const SceneFrame *frame)
{
  add_number (checksum, frame->index);
  add_number (checksum, (guint64) frame->pts);
  add_number (checksum, frame->looked);
  for (guint i = 0; i < frame->n_truths; i++) {
    const SceneTruth *truth = &frame->truths[i];

    add_number (checksum, truth->id);
    add_number (checksum, truth->class_index);
    add_box (checksum, &truth->box, truth->visibility);
  }
  for (guint i = 0; i < frame->n_detections; i++) {
    const SceneDetection *detection = &frame->detections[i];

    add_number (checksum, (guint64) detection->truth_id);
    add_number (checksum, detection->class_index);
    add_box (checksum, &detection->box, detection->confidence);
  }
}

static void
test_golden (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n;
  const SceneScenario *scenarios = scene_scenarios (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (Scene) scene = scene_new (&scenarios[i], SEED);

    for (guint j = 0; j < N_FRAMES; j++)
      add_frame (checksum, scene_next (scene));
  }

  g_assert_cmpstr (g_checksum_get_string (checksum), ==, GOLDEN);
}

static char *
digest (const SceneScenario *scenario, guint64 seed, gboolean detections)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (Scene) scene = scene_new (scenario, seed);

  for (guint i = 0; i < N_FRAMES; i++) {
    SceneFrame frame = *scene_next (scene);

    if (!detections)
      frame.n_detections = 0;
    add_frame (checksum, &frame);
  }

  return g_strdup (g_checksum_get_string (checksum));
}

static void
test_seeds (void)
{
  const SceneScenario *street = scene_scenario_find ("street");
  g_autofree char *once = digest (street, 7, TRUE);
  g_autofree char *again = digest (street, 7, TRUE);
  g_autofree char *other = digest (street, 8, TRUE);

  g_assert_cmpstr (once, ==, again);
  g_assert_cmpstr (once, !=, other);
}

/* what a detector does has no effect on what is there */
static void
test_streams (void)
{
  const SceneScenario *street = scene_scenario_find ("street");
  SceneScenario blind = *street;
  g_autofree char *truth = digest (street, 7, FALSE);
  g_autofree char *blind_truth = NULL;

  blind.detector.miss_chance = 0.5;
  blind.detector.n_spots = 0;
  blind_truth = digest (&blind, 7, FALSE);

  g_assert_cmpstr (truth, ==, blind_truth);
}

static void
assert_in_picture (const SceneBox *box, const SceneCamera *camera)
{
  g_assert_cmpfloat (box->x, >=, 0);
  g_assert_cmpfloat (box->y, >=, 0);
  g_assert_cmpfloat (box->width, >, 0);
  g_assert_cmpfloat (box->height, >, 0);
  g_assert_cmpfloat (box->x + box->width, <=, camera->width + 1e-9);
  g_assert_cmpfloat (box->y + box->height, <=, camera->height + 1e-9);
}

static void
assert_frame (const SceneFrame *frame, const SceneScenario *scenario)
{
  for (guint i = 0; i < frame->n_truths; i++) {
    const SceneTruth *truth = &frame->truths[i];

    assert_in_picture (&truth->box, &scenario->camera);
    g_assert_cmpuint (truth->class_index, <, SCENE_N_CLASSES);
    g_assert_cmpfloat (truth->visibility, >=, 0);
    g_assert_cmpfloat (truth->visibility, <=, 1);
    if (i > 0)
      g_assert_cmpuint (truth->id, >, frame->truths[i - 1].id);
  }
  for (guint i = 0; i < frame->n_detections; i++) {
    const SceneDetection *detection = &frame->detections[i];

    assert_in_picture (&detection->box, &scenario->camera);
    g_assert_cmpuint (detection->class_index, <, SCENE_N_CLASSES);
    g_assert_cmpfloat (detection->confidence, >=, scenario->detector.floor);
    g_assert_cmpfloat (detection->confidence, <=, 1);
    if (i > 0)
      g_assert_cmpfloat (detection->confidence, <=,
                         frame->detections[i - 1].confidence);
  }
}

/* whatever the scenario: in the picture, in order, and never for long without
 * anybody, however long it goes on */
static void
test_ranges (void)
{
  guint n;
  const SceneScenario *scenarios = scene_scenarios (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (Scene) scene = scene_new (&scenarios[i], SEED);
    guint n_late = 0;
    gint64 last_pts = -1;

    for (guint j = 0; j < 5 * N_FRAMES; j++) {
      const SceneFrame *frame = scene_next (scene);

      assert_frame (frame, &scenarios[i]);
      g_assert_cmpuint (frame->index, ==, j);
      g_assert_cmpint (frame->pts, >, last_pts);
      last_pts = frame->pts;
      if (j >= 4 * N_FRAMES)
        n_late += frame->n_truths;
    }
    g_assert_cmpuint (n_late, >, 3 * N_FRAMES);
  }
}

static void
tally_truth (Tally *self, const SceneFrame *frame, const SceneTruth *truth)
{
  const SceneDetection *seen = detection_of (frame, truth->id);
  const gboolean visible = truth->visibility > 0.9;
  const gboolean hidden = truth->visibility < 0.5;

  self->n_truths++;
  self->visible += visible;
  self->hidden += hidden;
  if (seen == NULL) {
    self->missed += visible;
    return;
  }
  self->n_detections++;
  self->overlap += scene_box_iou (&truth->box, &seen->box);
  self->wrong_class += seen->class_index != truth->class_index;
  if (visible)
    self->confidence_visible += seen->confidence;
  if (hidden)
    self->confidence_hidden += seen->confidence;
}

/* sums to means and shares */
static void
tally_finish (Tally *self, double n_hidden_seen)
{
  self->confidence_visible /= self->visible - self->missed;
  self->confidence_hidden /= n_hidden_seen;
  self->confidence_false /= self->n_false;
  self->overlap /= self->n_detections;
  self->wrong_class /= self->n_detections;
  self->missed /= self->visible;
  self->hidden /= self->n_truths;
}

static Tally
tally (const SceneScenario *scenario)
{
  Tally self = { 0 };
  double n_hidden_seen = 0;

  for (guint64 seed = 0; seed < 4; seed++) {
    g_autoptr (Scene) scene = scene_new (scenario, seed);

    for (guint i = 0; i < N_FRAMES; i++) {
      const SceneFrame *frame = scene_next (scene);

      if (!frame->looked)
        continue;
      for (guint j = 0; j < frame->n_truths; j++) {
        const SceneTruth *truth = &frame->truths[j];

        tally_truth (&self, frame, truth);
        n_hidden_seen +=
            truth->visibility < 0.5 && detection_of (frame, truth->id) != NULL;
      }
      for (guint j = 0; j < frame->n_detections; j++)
        if (frame->detections[j].truth_id == SCENE_NOBODY) {
          self.n_false++;
          self.confidence_false += frame->detections[j].confidence;
        }
    }
  }
  tally_finish (&self, n_hidden_seen);

  return self;
}

/* as of a YOLO: sure of what is in full sight, less of what is not, and not of
 * what is not there */
static void
test_confidence (void)
{
  const Tally street = tally (scene_scenario_find ("street"));

  g_assert_cmpfloat (street.confidence_visible, >, 0.65);
  g_assert_cmpfloat (street.confidence_visible, <, 0.9);
  g_assert_cmpfloat (street.confidence_hidden, >, 0.15);
  g_assert_cmpfloat (street.confidence_hidden, <, 0.5);
  g_assert_cmpfloat (street.confidence_false, <, 0.35);
  g_assert_cmpfloat (street.overlap, >, 0.8);
  g_assert_cmpfloat (street.overlap, <, 0.95);
}

static void
test_detector_parameters (void)
{
  const SceneScenario *street = scene_scenario_find ("street");
  const Tally usual = tally (street);
  SceneScenario changed = *street;
  Tally other;

  changed.detector.jitter *= 3;
  other = tally (&changed);
  g_assert_cmpfloat (other.overlap, <, usual.overlap - 0.05);

  changed = *street;
  changed.detector.miss_chance += 0.2;
  other = tally (&changed);
  g_assert_cmpfloat_with_epsilon (other.missed, usual.missed + 0.2, 0.03);

  changed = *street;
  changed.detector.burst_rate = 1;
  changed.detector.burst_time = 0.5;
  other = tally (&changed);
  g_assert_cmpfloat (other.missed, >, usual.missed + 0.2);

  changed = *street;
  changed.detector.clutter += 1;
  other = tally (&changed);
  g_assert_cmpfloat (other.n_false, >, usual.n_false + 2. * N_FRAMES);

  changed = *street;
  changed.detector.confusion_rate = 1;
  other = tally (&changed);
  g_assert_cmpfloat (other.wrong_class, >, usual.wrong_class + 0.1);

  changed = *street;
  changed.detector.floor = 0.5;
  other = tally (&changed);
  g_assert_cmpfloat (other.n_detections, <, usual.n_detections);
  g_assert_cmpfloat (other.n_false, <, usual.n_false / 4);
}

static void
test_blackout (void)
{
  SceneScenario dark = *scene_scenario_find ("street");
  g_autoptr (Scene) scene = NULL;
  guint n_dark = 0;

  dark.detector.blackout_rate = 1;
  dark.detector.blackout_time = 0.5;
  scene = scene_new (&dark, SEED);
  for (guint i = 0; i < N_FRAMES; i++) {
    const SceneFrame *frame = scene_next (scene);

    n_dark += frame->n_truths > 2 && frame->n_detections == 0;
  }

  g_assert_cmpuint (n_dark, >, N_FRAMES / 5);
  g_assert_cmpuint (n_dark, <, N_FRAMES / 2);
}

static void
test_interval (void)
{
  g_autoptr (Scene) scene = scene_new (scene_scenario_find ("sparse"), SEED);

  for (guint i = 0; i < N_FRAMES; i++) {
    const SceneFrame *frame = scene_next (scene);

    g_assert_true (frame->looked == (i % 5 == 0));
    if (!frame->looked)
      g_assert_cmpuint (frame->n_detections, ==, 0);
  }
}

static void
test_obstacles (void)
{
  SceneScenario open = *scene_scenario_find ("occlusion");
  const Tally usual = tally (&open);
  Tally other;

  memset (open.obstacles, 0, sizeof open.obstacles);
  other = tally (&open);

  g_assert_cmpfloat (other.n_truths, ==, usual.n_truths);
  g_assert_cmpfloat (other.hidden, <, usual.hidden / 2);
  g_assert_cmpfloat (other.n_detections, >, usual.n_detections);
}

/* how far the first object goes up and down from frame to frame, with the camera
 * or by itself */
static double
restlessness (const SceneScenario *scenario)
{
  g_autoptr (Scene) scene = scene_new (scenario, SEED);
  double sum = 0, last = 0;
  guint64 last_id = G_MAXUINT64;

  for (guint i = 0; i < N_FRAMES; i++) {
    const SceneFrame *frame = scene_next (scene);
    const SceneTruth *first = frame->truths;

    if (frame->n_truths == 0)
      continue;
    if (first->id == last_id)
      sum += ABS (first->box.y - last);
    last = first->box.y;
    last_id = first->id;
  }

  return sum / N_FRAMES;
}

static void
test_shake (void)
{
  SceneScenario shaken = *scene_scenario_find ("street");
  const double calm = restlessness (&shaken);

  shaken.camera.sway = 7;
  g_assert_cmpfloat (restlessness (&shaken), >, 3 * calm);
}

static void
test_clock (void)
{
  g_autoptr (Scene) steady = scene_new (scene_scenario_find ("street"), SEED);
  g_autoptr (Scene) phone = scene_new (scene_scenario_find ("vfr"), SEED);
  gint64 last = scene_next (phone)->pts;
  gint64 least = G_MAXINT64, most = 0;

  for (guint i = 0; i < N_FRAMES; i++)
    g_assert_cmpint (scene_next (steady)->pts, ==,
                     i * G_GINT64_CONSTANT (33333333));
  for (guint i = 1; i < 4 * N_FRAMES; i++) {
    const gint64 pts = scene_next (phone)->pts;

    least = MIN (least, pts - last);
    most = MAX (most, pts - last);
    last = pts;
  }

  g_assert_cmpint (least, <, 30000000);
  g_assert_cmpint (most, >, 200000000);
}

/* of who was out of the picture for half a second or more */
static guint
count_returns (const SceneScenario *scenario)
{
  g_autoptr (Scene) scene = scene_new (scenario, SEED);
  g_autoptr (GHashTable) last_seen = g_hash_table_new (NULL, NULL);
  guint n_returns = 0;

  for (guint i = 0; i < 4 * N_FRAMES; i++) {
    const SceneFrame *frame = scene_next (scene);

    for (guint j = 0; j < frame->n_truths; j++) {
      gpointer id = GUINT_TO_POINTER ((guint) frame->truths[j].id);
      gpointer seen;

      if (g_hash_table_lookup_extended (last_seen, id, NULL, &seen))
        n_returns += i - GPOINTER_TO_UINT (seen) > 15;
      g_hash_table_insert (last_seen, id, GUINT_TO_POINTER (i));
    }
  }

  return n_returns;
}

static void
test_returns (void)
{
  SceneScenario sport = *scene_scenario_find ("sport");
  const guint usual = count_returns (&sport);

  g_assert_cmpuint (usual, >, 20);
  for (guint i = 0; i < SCENE_MAX_FLOWS; i++) {
    sport.flows[i].return_chance = 0;
    sport.flows[i].turn_rate = 0;
  }
  /* some stay at the edge, to and fro */
  g_assert_cmpuint (count_returns (&sport), <, usual / 4);
}

/* towards the camera, objects grow several times */
static void
test_growth (void)
{
  g_autoptr (Scene) scene = scene_new (scene_scenario_find ("size"), SEED);
  g_autoptr (GHashTable) first_height = g_hash_table_new (NULL, NULL);
  guint n_grown = 0;

  for (guint i = 0; i < N_FRAMES; i++) {
    const SceneFrame *frame = scene_next (scene);

    for (guint j = 0; j < frame->n_truths; j++) {
      gpointer id = GUINT_TO_POINTER ((guint) frame->truths[j].id);
      const guint height = (guint) frame->truths[j].box.height;
      gpointer first;

      if (!g_hash_table_lookup_extended (first_height, id, NULL, &first))
        g_hash_table_insert (first_height, id, GUINT_TO_POINTER (height));
      else if (height > 3 * GPOINTER_TO_UINT (first))
        n_grown++;
    }
  }

  g_assert_cmpuint (n_grown, >, 20);
}

static void
test_names (void)
{
  guint n;
  const SceneScenario *scenarios = scene_scenarios (&n);

  for (guint i = 0; i < n; i++)
    g_assert_true (scene_scenario_find (scenarios[i].name) == &scenarios[i]);
  g_assert_null (scene_scenario_find ("nowhere"));
  g_assert_cmpstr (scene_class_name (SCENE_TRUCK), ==, "truck");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scenes/golden", test_golden);
  g_test_add_func ("/scenes/seeds", test_seeds);
  g_test_add_func ("/scenes/streams", test_streams);
  g_test_add_func ("/scenes/ranges", test_ranges);
  g_test_add_func ("/scenes/confidence", test_confidence);
  g_test_add_func ("/scenes/detector-parameters", test_detector_parameters);
  g_test_add_func ("/scenes/blackout", test_blackout);
  g_test_add_func ("/scenes/interval", test_interval);
  g_test_add_func ("/scenes/obstacles", test_obstacles);
  g_test_add_func ("/scenes/shake", test_shake);
  g_test_add_func ("/scenes/clock", test_clock);
  g_test_add_func ("/scenes/returns", test_returns);
  g_test_add_func ("/scenes/growth", test_growth);
  g_test_add_func ("/scenes/names", test_names);

  return g_test_run ();
}
