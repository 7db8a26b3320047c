/* interpolation.c - frames filled in, against copying the same bytes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>
#include <time.h>

#include <encord/encord.h>
#include <encord/labels/encord-frames-interpolation-private.h>

#include "bench.h"

/* 10 objects, key frames every 50 of 1,000 frames (10,000 with --long): boxes as
 * structs; boxes and polygons of 64 corners as labels, from the text of the key
 * frames to the text of all frames. The limit copies what came out, once, into a
 * block from the heap which earlier rounds have touched: of 1,000 frames that
 * is copying within the processor's cache. Both in µs of processor. */
#define N_TRACKS 10
#define KEY_DISTANCE 50
#define N_CORNERS 64

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec * 1e-3;
}

static void
append_box (GString *json, GRand *rand)
{
  g_string_append_printf (
      json,
      "\"boundingBox\":{\"h\":%.17g,\"w\":%.17g,\"x\":%.17g,"
      "\"y\":%.17g}",
      g_rand_double (rand), g_rand_double (rand), g_rand_double (rand),
      g_rand_double (rand));
}

/* corners as even as a drawing by hand, begun anywhere */
static void
append_polygon (GString *json, GRand *rand)
{
  const double x = g_rand_double_range (rand, 0.3, 0.7);
  const int first = g_rand_int_range (rand, 0, N_CORNERS);

  g_string_append (json, "\"polygon\":{");
  for (int i = 0; i < N_CORNERS; i++) {
    const double angle = 2 * G_PI * (i + first) / N_CORNERS;
    const double radius = g_rand_double_range (rand, 0.24, 0.26);

    g_string_append_printf (json, "%s\"%d\":{\"x\":%.17g,\"y\":%.17g}",
                            i > 0 ? "," : "", i,
                            x + radius * (i % 2 ? 1 : 0.9) * cos (angle),
                            0.5 + radius * sin (angle));
  }
  g_string_append_c (json, '}');
}

static char *
make_keys (int n_frames, gboolean polygons)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GString) json = g_string_new ("{");

  for (int frame = 0; frame < n_frames; frame += KEY_DISTANCE) {
    g_string_append_printf (json, "%s\"%d\":{\"objects\":[",
                            frame > 0 ? "," : "", frame);
    for (int track = 0; track < N_TRACKS; track++) {
      g_string_append_printf (
          json,
          "%s{\"name\":\"Car\",\"color\":\"#D33115\",\"shape\":\"%s\","
          "\"value\":\"car\",\"confidence\":1.0,\"objectHash\":\"t%07d\","
          "\"featureHash\":\"aaaa1111\",\"manualAnnotation\":true,",
          track > 0 ? "," : "", polygons ? "polygon" : "bounding_box", track);
      if (polygons)
        append_polygon (json, rand);
      else
        append_box (json, rand);
      g_string_append_c (json, '}');
    }
    g_string_append (json, "]}");
  }
  g_string_append_c (json, '}');

  return g_strdup (json->str);
}

static void
measure (const char *name, int n_frames, gboolean polygons)
{
  g_autofree char *keys = make_keys (n_frames + 1, polygons);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *more = NULL;
  EncordFramesInterpolation how = { .width = 1920, .height = 1080 };
  const int n_rounds = MAX (1, 20000 / n_frames / (polygons ? 10 : 1));
  gsize length = 0;
  BenchPairs pairs;

  for (int i = 0; i < N_TRACKS; i++)
    g_ptr_array_add (hashes, g_strdup_printf ("t%07d", i));
  g_ptr_array_add (hashes, NULL);
  how.object_hashes = (const char *const *) hashes->pdata;

  for (guint pair = 0; pair < BENCH_PAIRS; pair++) {
    pairs.ours[pair] = pairs.limit[pair] = 0;
    for (int round = 0; round < n_rounds; round++) {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *copy = NULL;
      double start = now ();

      if (!encord_frames_interpolate (keys, strlen (keys), &how, json, &error))
        g_error ("%s", error->message);
      pairs.ours[pair] += (now () - start) / n_rounds;
      length = json->len;
      start = now ();
      copy = g_malloc (length);
      memcpy (copy, json->str, length);
      pairs.limit[pair] += (now () - start) / n_rounds;
      if (copy[length - 1] != '}')
        g_error ("no labels were copied");
    }
  }
  more =
      g_strdup_printf (",\"tracks\":%d,\"frames\":%d,\"bytes\":%" G_GSIZE_FORMAT
                       ",\"labels_per_second\":%.0f",
                       N_TRACKS, n_frames, length,
                       1e6 * N_TRACKS * n_frames / bench_median (pairs.ours));
  bench_print (name, "us", &pairs, more);
}

/* the key frames in, all frames out, as structs */
static void
fill_boxes (EncordBox *boxes, EncordGeometry **keys, int n_frames)
{
  for (int from = 0; from < n_frames; from += KEY_DISTANCE) {
    g_autoptr (EncordInterpolator) way = encord_interpolator_new (
        keys[from / KEY_DISTANCE], keys[from / KEY_DISTANCE + 1], 1920, 1080);

    for (int i = 0; i < KEY_DISTANCE; i++)
      encord_interpolator_get_box (way, (double) i / KEY_DISTANCE,
                                   &boxes[from + i]);
  }
}

static void
measure_boxes (int n_frames)
{
  const gsize size = (gsize) N_TRACKS * n_frames * sizeof (EncordBox);
  const int n_keys = n_frames / KEY_DISTANCE + 1, n_rounds = 200;
  g_autoptr (GPtrArray) keys =
      g_ptr_array_new_with_free_func ((GDestroyNotify) encord_geometry_unref);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree EncordBox *boxes = g_malloc (size);
  g_autofree EncordBox *copy = g_malloc (size);
  g_autofree char *more = NULL;
  BenchPairs pairs;

  for (int i = 0; i < N_TRACKS * n_keys; i++) {
    const EncordBox box = { g_rand_double (rand), g_rand_double (rand),
                            g_rand_double (rand), g_rand_double (rand), 0 };

    g_ptr_array_add (keys, encord_geometry_new_box (&box));
  }
  for (guint pair = 0; pair < BENCH_PAIRS; pair++) {
    pairs.ours[pair] = pairs.limit[pair] = 0;
    for (int round = 0; round < n_rounds; round++) {
      double start = now ();

      for (int track = 0; track < N_TRACKS; track++)
        fill_boxes (boxes + track * n_frames,
                    (EncordGeometry **) keys->pdata + track * n_keys, n_frames);
      pairs.ours[pair] += (now () - start) / n_rounds;
      start = now ();
      memcpy (copy, boxes, size);
      pairs.limit[pair] += (now () - start) / n_rounds;
      if (memcmp (copy, boxes, size) != 0)
        g_error ("no boxes were copied");
    }
  }
  more =
      g_strdup_printf (",\"tracks\":%d,\"frames\":%d,\"bytes\":%" G_GSIZE_FORMAT
                       ",\"labels_per_second\":%.0f",
                       N_TRACKS, n_frames, size,
                       1e6 * N_TRACKS * n_frames / bench_median (pairs.ours));
  bench_print ("interpolation-boxes", "us", &pairs, more);
}

int
main (int argc, char **argv)
{
  const gboolean is_long = argc > 1 && strcmp (argv[1], "--long") == 0;
  const int n_frames = is_long ? 10000 : 1000;

  measure_boxes (n_frames);
  measure ("interpolation-labels", n_frames, FALSE);
  measure ("interpolation-polygons", n_frames, TRUE);

  return 0;
}
