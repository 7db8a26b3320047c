/* track-finish.c - sightings become entries: modes, gaps, classes, bounds
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-reduction-private.h>
#include <encord/labels/encord-track-finish-private.h>

#include <math.h>

#include "random-track.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define FRAME (SECOND / 10)
#define N_CLASSES 2

typedef struct
{
  EncordTracks *tracks;
  EncordTrackClass classes[N_CLASSES];
} World;

static void
set_up (World *self, gconstpointer data)
{
  self->tracks = encord_tracks_new ();
  self->classes[0].feature_hash = "person";
  self->classes[1].feature_hash = "car";
  for (guint i = 0; i < N_CLASSES; i++) {
    encord_track_rules_init (&self->classes[i].rules);
    /* all that is seen, where it is seen */
    self->classes[i].rules.smooth = FALSE;
    self->classes[i].rules.min_track_length = 1;
  }
}

static void
tear_down (World *self, gconstpointer data)
{
  encord_tracks_free (self->tracks);
}

static void
look (World *self, int frame)
{
  g_assert_true (encord_tracks_add_frame (self->tracks, frame, frame * FRAME));
}

static void
see (World *self, guint32 track, guint class_index, double x, double confidence)
{
  const EncordBox box = { x, 0.2, 0.1, 0.1, 0 };

  g_assert_true (
      encord_tracks_add (self->tracks, track, class_index, &box, confidence));
}

/* on a frame of its own */
static void
see_alone (World *self, int frame, guint32 track, double x)
{
  look (self, frame);
  see (self, track, 0, x, 0.8);
}

static GPtrArray *
finish (World *self)
{
  return encord_tracks_finish (self->tracks, self->classes, N_CLASSES, 1000,
                               1000, NULL);
}

/* what is written, as text: frame, left edge in thousandths, confidence in
 * hundredths; one object a line */
static char *
describe (GPtrArray *objects)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < objects->len; i++) {
    const EncordMergeObject *object = objects->pdata[i];

    g_assert_null (object->object_hash);
    g_string_append (text, object->feature_hash);
    for (guint e = 0; e < object->entries->len; e++) {
      const EncordMergeEntry *entry =
          &g_array_index (object->entries, EncordMergeEntry, e);

      g_assert_false (entry->manual);
      g_string_append_printf (text, " %d:%g@%g", entry->frame,
                              round (entry->box.x * 1000),
                              round (entry->confidence * 100));
    }
    g_string_append_c (text, '\n');
  }

  return g_string_free (text, FALSE);
}

static void
check (World *self, const char *expected)
{
  g_autoptr (GPtrArray) objects = finish (self);
  g_autofree char *text = describe (objects);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_short_gap_is_filled (World *self, gconstpointer data)
{
  see_alone (self, 0, 7, 0.1);
  see_alone (self, 4, 7, 0.3);
  see_alone (self, 20, 7, 0.3);

  check (self, "person 0:100@80 1:150@99 2:200@99 3:250@99 4:300@80"
               " 20:300@80\n");
}

/* two tracks, one of which is away for longer than the longest gap */
static void
see_golden (World *self)
{
  static const double x[] = { 0.1, 0.11, 0.12, 0.131, 0.14, 0.15, 0.3, 0.32 };
  static const int frames[] = { 0, 1, 2, 3, 4, 7, 30, 31 };

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++) {
    if (frames[i] == 7) {
      look (self, 5);
      look (self, 6);
    }
    look (self, frames[i]);
    see (self, 5, 0, x[i], 0.7);
    if (i >= 2 && i <= 4)
      see (self, 6, 1, 0.5 + 0.1 * (double) i, 0.6);
  }
}

static const struct
{
  const char *name;
  EncordTrackRules rules;
  const char *expected;
} golden[] = {
  { "dense",
    { ENCORD_WRITE_DENSE, TRUE, FALSE, SECOND, 1, 0, 0.9, 0, 0 },
    "person 0:100@70 1:110@70 2:120@70 3:131@70 4:140@70 5:143@99 6:147@99"
    " 7:150@70 30:300@70 31:320@70\n"
    "car 2:700@60 3:800@60 4:900@60\n" },
  { "dense-without-interpolation",
    { ENCORD_WRITE_DENSE, FALSE, FALSE, SECOND, 1, 0, 0.9, 0, 0 },
    "person 0:100@70 1:110@70 2:120@70 3:131@70 4:140@70 7:150@70 30:300@70"
    " 31:320@70\n"
    "car 2:700@60 3:800@60 4:900@60\n" },
  { "raw",
    { ENCORD_WRITE_RAW, TRUE, TRUE, SECOND, 1, 0, 0.9, 0, 0 },
    "person 0:100@70 1:110@70 2:120@70 3:131@70 4:140@70 7:150@70 30:300@70"
    " 31:320@70\n"
    "car 2:700@60 3:800@60 4:900@60\n" },
  { "keys",
    { ENCORD_WRITE_KEYS, TRUE, FALSE, SECOND, 1, 0, 0.9, 2, 0 },
    "person 0:100@70 4:140@70 7:150@70\n"
    "person 30:300@70 31:320@70\n"
    "car 2:700@60 4:900@60\n" },
  { "exact-keys",
    { ENCORD_WRITE_KEYS, TRUE, FALSE, SECOND, 1, 0, 1, 0, 0 },
    "person 0:100@70 2:120@70 3:131@70 4:140@70 7:150@70\n"
    "person 30:300@70 31:320@70\n"
    "car 2:700@60 4:900@60\n" },
  { "rough-keys",
    { ENCORD_WRITE_KEYS, TRUE, FALSE, SECOND, 1, 0, 0.5, 0, 0 },
    "person 0:100@70 7:150@70\n"
    "person 30:300@70 31:320@70\n"
    "car 2:700@60 4:900@60\n" },
  { "keys-without-interpolation",
    { ENCORD_WRITE_KEYS, FALSE, FALSE, SECOND, 1, 0, 0.5, 0, 0 },
    "person 0:100@70 4:140@70\n"
    "person 7:150@70\n"
    "person 30:300@70 31:320@70\n"
    "car 2:700@60 4:900@60\n" },
  { "keys-over-long-gaps",
    { ENCORD_WRITE_KEYS, TRUE, FALSE, 100 * SECOND, 1, 0, 0.5, 0, 0 },
    "person 0:100@70 31:320@70\n"
    "car 2:700@60 4:900@60\n" },
  { "no-gaps",
    { ENCORD_WRITE_KEYS, TRUE, FALSE, 0, 1, 0, 0.5, 0, 0 },
    "person 0:100@70 4:140@70\n"
    "person 7:150@70\n"
    "person 30:300@70 31:320@70\n"
    "car 2:700@60 4:900@60\n" },
  { "long-tracks",
    { ENCORD_WRITE_KEYS, TRUE, FALSE, SECOND, 4, 0, 0.5, 0, 0 },
    "person 0:100@70 7:150@70\n"
    "person 30:300@70 31:320@70\n" },
  { "confident",
    { ENCORD_WRITE_RAW, TRUE, FALSE, SECOND, 1, 0.65, 0.5, 0, 0 },
    "person 0:100@70 1:110@70 2:120@70 3:131@70 4:140@70 7:150@70 30:300@70"
    " 31:320@70\n" },
};

static void
test_golden (World *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  for (guint c = 0; c < N_CLASSES; c++)
    self->classes[c].rules = golden[i].rules;
  see_golden (self);
  check (self, golden[i].expected);
}

/* frames that nobody looked at are no absence */
static void
test_keys_over_skipped_frames (World *self, gconstpointer data)
{
  self->classes[0].rules.write_mode = ENCORD_WRITE_KEYS;
  self->classes[0].rules.interpolate = FALSE;
  for (int frame = 0; frame <= 20; frame += 5)
    see_alone (self, frame, 1, 0.1 + 0.01 * frame);

  check (self, "person 0:100@80 20:300@80\n");
}

static void
test_rules_by_class (World *self, gconstpointer data)
{
  self->classes[0].rules.write_mode = ENCORD_WRITE_RAW;
  self->classes[1].rules.write_mode = ENCORD_WRITE_KEYS;
  self->classes[1].rules.min_confidence = 0.5;
  for (int frame = 0; frame < 4; frame++) {
    look (self, frame);
    see (self, 1, 0, 0.1 + 0.01 * frame, 0.4);
    see (self, 2, 1, 0.5 + 0.01 * frame, frame == 3 ? 0.4 : 0.6);
  }

  check (self, "person 0:100@40 1:110@40 2:120@40 3:130@40\n"
               "car 0:500@60 2:520@60\n");
}

/* once a surer car than a person, twice a person */
static void
test_class_is_voted (World *self, gconstpointer data)
{
  static const guint classes[] = { 1, 0, 0 };
  static const double confidences[] = { 0.9, 0.5, 0.5 };

  for (int frame = 0; frame < 3; frame++) {
    look (self, frame);
    see (self, 1, classes[frame], 0.1, confidences[frame]);
  }

  check (self, "person 0:100@90 1:100@50 2:100@50\n");
}

static void
test_equal_votes (World *self, gconstpointer data)
{
  look (self, 0);
  see (self, 1, 1, 0.1, 0.5);
  look (self, 1);
  see (self, 1, 0, 0.1, 0.5);

  check (self, "person 0:100@50 1:100@50\n");
}

/* votes of one track do not count for the next */
static void
test_votes_are_the_tracks_own (World *self, gconstpointer data)
{
  look (self, 0);
  see (self, 1, 0, 0.1, 0.9);
  see (self, 2, 0, 0.5, 0.3);
  look (self, 1);
  see (self, 2, 1, 0.5, 0.4);

  check (self, "person 0:100@90\ncar 0:500@30 1:500@40\n");
}

static void
test_unmapped_classes_are_dropped (World *self, gconstpointer data)
{
  self->classes[0].feature_hash = NULL;
  look (self, 0);
  for (guint class_index = 0; class_index < 3; class_index++)
    see (self, class_index, class_index, 0.1, 0.5);

  check (self, "car 0:100@50\n");
}

static void
test_short_tracks (World *self, gconstpointer data)
{
  self->classes[0].rules.min_track_length = 2;
  look (self, 0);
  see (self, 7, 0, 0.1, 0.8);
  /* nobody can know whether it stays */
  check (self, "person 0:100@80\n");

  look (self, 1);
  see (self, 8, 0, 0.3, 0.8);
  look (self, 2);
  see (self, 8, 0, 0.3, 0.8);
  check (self, "person 1:300@80 2:300@80\n");
}

static void
test_once_on_a_frame (World *self, gconstpointer data)
{
  look (self, 0);
  see (self, 1, 0, 0.1, 0.5);
  see (self, 1, 0, 0.9, 0.6);

  check (self, "person 0:100@50\n");
}

static void
test_low_confidence_is_a_key (World *self, gconstpointer data)
{
  static const double confidences[] = { 0.9, 0.8, 0.3, 0.2, 0.9, 0.9 };

  self->classes[0].rules.write_mode = ENCORD_WRITE_KEYS;
  self->classes[0].rules.key_frame_confidence = 0.5;
  for (int frame = 0; frame < 6; frame++) {
    look (self, frame);
    see (self, 1, 0, 0.1, confidences[frame]);
  }

  check (self, "person 0:100@90 2:100@30 5:100@90\n");
}

static void
test_nothing (World *self, gconstpointer data)
{
  check (self, "");
  look (self, 0);
  check (self, "");
  see (self, 1, 0, 0.1, 0.5);
  self->classes[0].rules.min_confidence = 0.6;
  check (self, "");
}

/* a bound in pixels says nothing about a picture of unknown size: then every box
 * would be near enough */
static void
test_unknown_size (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;
  g_autofree char *text = NULL;

  self->classes[0].rules.write_mode = ENCORD_WRITE_KEYS;
  self->classes[0].rules.key_frame_pixels = 2;
  see_alone (self, 0, 1, 0.1);
  see_alone (self, 1, 1, 0.5);
  see_alone (self, 2, 1, 0.1);
  objects =
      encord_tracks_finish (self->tracks, self->classes, N_CLASSES, 0, 0, NULL);
  text = describe (objects);

  g_assert_cmpstr (text, ==, "person 0:100@80 1:500@80 2:100@80\n");
}

/* a frame number that jumps is a mistake, and is not filled up to */
static void
test_jump_of_the_frame_number (World *self, gconstpointer data)
{
  self->classes[0].rules.max_gap = G_MAXINT64;
  look (self, 0);
  see (self, 1, 0, 0.1, 0.5);
  g_assert_true (encord_tracks_add_frame (self->tracks, G_MAXINT, 1));
  see (self, 1, 0, 0.1, 0.5);

  check (self, "person 0:100@50 2147483647:100@50\n");
}

/* ---- long random tracks ---- */

#define N_TRACKS 10

static void
see_random (World *self, GRand *rand, guint n_frames, GArray **ret_frames)
{
  const RandomTrack how = { .n = n_frames, .jitter = 0.01 };

  for (guint t = 0; t < N_TRACKS; t++)
    ret_frames[t] = random_track_new (rand, &how);
  for (guint i = 0; i < n_frames; i++) {
    g_assert_true (
        encord_tracks_add_frame (self->tracks, (int) i, i * SECOND / 30));
    for (guint t = 0; t < N_TRACKS; t++) {
      EncordReductionFrame *frame =
          &g_array_index (ret_frames[t], EncordReductionFrame, i);

      frame->frame = (int) i;
      g_assert_true (encord_tracks_add (self->tracks, t, 0, &frame->seen,
                                        g_rand_double (rand)));
    }
  }
}

static void
assert_near (const EncordBoxBound *bound, const EncordMergeObject *object,
             GArray *frames)
{
  guint next = 0;

  for (guint i = 0; i < frames->len; i++) {
    const EncordReductionFrame *frame =
        &g_array_index (frames, EncordReductionFrame, i);
    const EncordMergeEntry *key;
    EncordBox seen = frame->seen, box;

    while (g_array_index (object->entries, EncordMergeEntry, next).frame <
           frame->frame)
      next++;
    key = &g_array_index (object->entries, EncordMergeEntry, next);
    box = key->box;
    if (key->frame > frame->frame)
      encord_interpolate_box (&key[-1].box, &key->box,
                              (double) (frame->frame - key[-1].frame) /
                                  (double) (key->frame - key[-1].frame),
                              &box);
    /* rounded to steps when it is packed, which is much of a box a third of a pixel
     * high */
    encord_merge_quantise_box (&seen);
    g_assert_true (encord_box_bound_holds (bound, &seen, &box));
  }
}

/* of 100,000 labels that are smoothed and reduced, none is shown farther from what
 * was seen than the bound says */
static void
test_bound_from_end_to_end (World *self, gconstpointer data)
{
  const EncordBoxBound bound = { 0.9 - 1e-9, 0, 1000, 1000 };
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) objects = NULL;
  GArray *frames[N_TRACKS];
  guint n_keys = 0;

  g_test_message ("seed %u", seed);
  self->classes[0].rules.write_mode = ENCORD_WRITE_KEYS;
  self->classes[0].rules.smooth = TRUE;
  self->classes[0].rules.key_frame_iou = 0.9;
  see_random (self, rand, 10000, frames);
  objects = finish (self);

  g_assert_cmpuint (objects->len, ==, N_TRACKS);
  for (guint t = 0; t < N_TRACKS; t++) {
    const EncordMergeObject *object = objects->pdata[t];

    assert_near (&bound, object, frames[t]);
    n_keys += object->entries->len;
    g_array_unref (frames[t]);
  }
  g_test_message ("%u keys of %u labels", n_keys, N_TRACKS * 10000);
  /* an eighth for most seeds; small boxes that tremble a lot take more */
  g_assert_cmpuint (n_keys, <, N_TRACKS * 10000 / 2);
}

static void
add (const char *name, gconstpointer data,
     void (*test) (World *self, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/track-finish/", name, NULL);

  g_test_add (path, World, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("short-gap-is-filled", NULL, test_short_gap_is_filled);
  for (gsize i = 0; i < G_N_ELEMENTS (golden); i++) {
    g_autofree char *name = g_strconcat ("golden/", golden[i].name, NULL);

    add (name, GSIZE_TO_POINTER (i), test_golden);
  }
  add ("keys-over-skipped-frames", NULL, test_keys_over_skipped_frames);
  add ("rules-by-class", NULL, test_rules_by_class);
  add ("class-is-voted", NULL, test_class_is_voted);
  add ("equal-votes", NULL, test_equal_votes);
  add ("votes-are-the-tracks-own", NULL, test_votes_are_the_tracks_own);
  add ("unmapped-classes-are-dropped", NULL, test_unmapped_classes_are_dropped);
  add ("short-tracks", NULL, test_short_tracks);
  add ("once-on-a-frame", NULL, test_once_on_a_frame);
  add ("low-confidence-is-a-key", NULL, test_low_confidence_is_a_key);
  add ("nothing", NULL, test_nothing);
  add ("unknown-size", NULL, test_unknown_size);
  add ("jump-of-the-frame-number", NULL, test_jump_of_the_frame_number);
  add ("bound-from-end-to-end", NULL, test_bound_from_end_to_end);

  return g_test_run ();
}
