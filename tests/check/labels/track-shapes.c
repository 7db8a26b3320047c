/* track-shapes.c - sightings with shapes: kept, finished, made what the ontology has
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-shape-private.h>
#include <encord/labels/encord-track-finish-private.h>

#include <math.h>
#include <string.h>

#define SECOND G_GINT64_CONSTANT (1000000000)
#define FRAME (SECOND / 10)
#define WIDTH 40
#define HEIGHT 20

/* a triangle with its corner at x */
static EncordGeometry *
make_triangle (double x)
{
  const EncordPoint points[] = { { x, 0.2 }, { x + 0.1, 0.2 }, { x, 0.5 } };

  return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
}

static EncordGeometry *
make_line (double x)
{
  const EncordPoint points[] = { { x, 0.2 }, { x + 0.1, 0.5 } };

  return encord_geometry_new_polyline (points, G_N_ELEMENTS (points));
}

static EncordGeometry *
make_point (double x)
{
  return encord_geometry_new_point (x, 0.2);
}

/* 4 pixels wide at x, and above it one pixel that is alone */
static EncordGeometry *
make_mask (double x)
{
  const int left = (int) lrint (x * WIDTH);
  guint8 pixels[WIDTH * HEIGHT] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *rle = NULL;

  pixels[left] = 1;
  for (int row = 4; row < 10; row++)
    memset (pixels + row * WIDTH + left, 1, 4);
  bytes = g_bytes_new (pixels, sizeof pixels);
  rle = encord_bitmask_encode (bytes, WIDTH, HEIGHT, NULL);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

typedef struct
{
  EncordShape shape;
  EncordGeometry *(*make) (double x);
} Kind;

static const Kind kinds[] = {
  { ENCORD_SHAPE_POLYGON, make_triangle },
  { ENCORD_SHAPE_POLYLINE, make_line },
  { ENCORD_SHAPE_POINT, make_point },
  { ENCORD_SHAPE_BITMASK, make_mask },
};

typedef struct
{
  EncordTracks *tracks;
  EncordTrackClass class;
} World;

static void
set_up (World *self, gconstpointer data)
{
  const Kind *kind = data;

  self->tracks = encord_tracks_new ();
  self->class = (EncordTrackClass){
    .feature_hash = "feature",
    .shape = kind->shape,
    .name = "face",
    .object_name = "Face",
  };
  encord_track_rules_init (&self->class.rules);
  self->class.rules.min_track_length = 1;
}

static void
tear_down (World *self, gconstpointer data)
{
  encord_tracks_free (self->tracks);
}

static void
see_nothing (World *self, int frame)
{
  g_assert_true (encord_tracks_add_frame (self->tracks, frame, frame * FRAME));
}

static void
see_box (World *self, int frame, double x)
{
  const EncordBox box = { x, 0.2, 0.1, 0.3, 0 };

  see_nothing (self, frame);
  g_assert_true (encord_tracks_add (self->tracks, 7, 0, &box, 0.8));
}

static void
see (World *self, const Kind *kind, int frame, double x)
{
  g_autoptr (EncordGeometry) raw = kind->make (x);
  g_autoptr (EncordGeometry) shape = encord_merge_shape_new (raw);

  see_box (self, frame, x);
  encord_tracks_set_shape (self->tracks, shape);
}

static EncordMergeObject *
finish (World *self, GPtrArray **ret_objects)
{
  g_autoptr (GError) error = NULL;

  *ret_objects = encord_tracks_finish (self->tracks, &self->class, 1, WIDTH,
                                       HEIGHT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*ret_objects)->len, ==, 1);

  return (*ret_objects)->pdata[0];
}

static void
check_refused (World *self, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) objects = encord_tracks_finish (
      self->tracks, &self->class, 1, WIDTH, HEIGHT, &error);

  g_assert_null (objects);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
check_entry (const EncordMergeObject *object, int frame, const Kind *kind,
             double x)
{
  const EncordMergeEntry *entry = encord_merge_object_find (object, frame);
  g_autoptr (EncordGeometry) expected = kind->make (x);

  g_assert_nonnull (entry);
  g_assert_nonnull (entry->geometry);
  g_assert_true (encord_merge_shape_equal (entry->geometry, expected));
}

/* what jitters is drawn where it was seen, whatever the mode */
static void
test_stays_where_it_was (World *self, gconstpointer data)
{
  static const EncordWriteMode modes[] = { ENCORD_WRITE_RAW, ENCORD_WRITE_DENSE,
                                           ENCORD_WRITE_KEYS };

  for (int frame = 0; frame < 8; frame++)
    see (self, data, frame, frame % 2 ? 0.2 : 0.225);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GPtrArray) objects = NULL;
    const EncordMergeObject *object;

    self->class.rules.write_mode = modes[i];
    object = finish (self, &objects);
    g_assert_cmpuint (object->entries->len, ==, 8);
    for (int frame = 0; frame < 8; frame++)
      check_entry (object, frame, data, frame % 2 ? 0.2 : 0.225);
  }
}

static void
test_gap_is_filled (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;
  const EncordMergeObject *object;

  self->class.rules.write_mode = ENCORD_WRITE_DENSE;
  see (self, data, 0, 0.2);
  see (self, data, 4, 0.3);
  object = finish (self, &objects);
  g_assert_cmpuint (object->entries->len, ==, 5);
  check_entry (object, 0, data, 0.2);
  check_entry (object, 2, data, 0.25);
  check_entry (object, 4, data, 0.3);
  g_assert_cmpfloat (encord_merge_object_find (object, 2)->confidence, ==,
                     ENCORD_INTERPOLATED_CONFIDENCE);
  g_assert_cmpfloat_with_epsilon (encord_merge_object_find (object, 2)->box.x,
                                  0.25, 1e-6);
}

static void
test_gap_beyond_the_longest_stays (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;

  self->class.rules.write_mode = ENCORD_WRITE_DENSE;
  self->class.rules.max_gap = 3 * (guint64) FRAME;
  see (self, data, 0, 0.2);
  see (self, data, 4, 0.3);
  g_assert_cmpuint (finish (self, &objects)->entries->len, ==, 2);
}

/* nothing says how a box becomes an outline */
static void
test_gap_to_a_box_stays_open (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;
  const EncordMergeObject *object;

  self->class.rules.write_mode = ENCORD_WRITE_DENSE;
  self->class.takes_boxes = TRUE;
  see (self, data, 0, 0.2);
  see_box (self, 4, 0.2);
  object = finish (self, &objects);
  g_assert_cmpuint (object->entries->len, ==, 2);
  g_assert_null (encord_merge_object_find (object, 4)->geometry);
}

static void
test_boxes_are_refused (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;

  see (self, data, 0, 0.2);
  see_box (self, 1, 0.2);
  check_refused (self, "class \"face\": the ontology object \"Face\" is a ");

  /* what is not written is not looked at */
  self->class.rules.min_track_length = 3;
  see_nothing (self, 2);
  objects =
      encord_tracks_finish (self->tracks, &self->class, 1, WIDTH, HEIGHT, NULL);
  g_assert_nonnull (objects);
  g_assert_cmpuint (objects->len, ==, 0);
}

/* a box object takes the box around anything */
static void
test_becomes_a_box (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;
  const EncordMergeObject *object;

  self->class.shape = ENCORD_SHAPE_BOUNDING_BOX;
  see (self, data, 0, 0.2);
  see_box (self, 1, 0.2);
  object = finish (self, &objects);
  g_assert_cmpuint (object->entries->len, ==, 2);
  for (int frame = 0; frame < 2; frame++) {
    g_assert_null (encord_merge_object_find (object, frame)->geometry);
    g_assert_cmpfloat (encord_merge_object_find (object, frame)->box.x, ==,
                       0.2);
  }
}

/* of a polygon and a polyline, a point and a mask no other can be made, but one */
static void
test_other_objects (World *self, gconstpointer data)
{
  const Kind *kind = data;

  see (self, data, 5, 0.2);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    self->class.shape = kinds[i].shape;
    if (kinds[i].shape != kind->shape &&
        !(kind->shape == ENCORD_SHAPE_BITMASK &&
          kinds[i].shape == ENCORD_SHAPE_POLYGON))
      check_refused (self, "and the label on frame 5 is a ");
  }
}

static void
test_outline_of_a_mask (World *self, gconstpointer data)
{
  const EncordPoint corners[] = {
    { 0.25, 0.2 }, { 0.35, 0.2 }, { 0.35, 0.5 }, { 0.25, 0.5 }
  };
  g_autoptr (GPtrArray) objects = NULL;
  const EncordMergeEntry *entry;
  EncordBox box;

  self->class.shape = ENCORD_SHAPE_POLYGON;
  see (self, data, 0, 0.25);
  entry = encord_merge_object_find (finish (self, &objects), 0);
  g_assert_cmpint (encord_geometry_get_shape (entry->geometry), ==,
                   ENCORD_SHAPE_POLYGON);
  /* the larger part, without the pixel that is alone */
  g_assert_true (encord_fit_box (entry->geometry, 0, 0, &box, NULL));
  g_assert_cmpfloat_with_epsilon (box.x, corners[0].x, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.y, corners[0].y, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.width, 0.1, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.height, 0.3, 1e-6);
}

/* the pictures of a group have any size, those of a video one */
static void
test_size_of_a_mask (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;
  g_autoptr (GError) error = NULL;

  see (self, data, 0, 0.25);
  g_assert_null (encord_tracks_finish (self->tracks, &self->class, 1, WIDTH + 1,
                                       HEIGHT, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_nonnull (strstr (error->message, "40 x 20 pixels"));

  self->class.stills = TRUE;
  objects = encord_tracks_finish (self->tracks, &self->class, 1, WIDTH + 1,
                                  HEIGHT, NULL);
  g_assert_nonnull (objects);
}

static void
test_bytes (World *self, gconstpointer data)
{
  g_autoptr (EncordTracks) copy = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  EncordSighting was, is;

  see_box (self, 0, 0.1);
  see (self, data, 1, 0.2);
  see (self, data, 2, 0.3);
  see_box (self, 3, 0.1);
  bytes = encord_tracks_to_bytes (self->tracks);
  copy = encord_tracks_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  again = encord_tracks_to_bytes (copy);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpuint (encord_tracks_get_shape_size (copy), ==,
                    encord_tracks_get_shape_size (self->tracks));
  for (guint i = 0; i < 4; i++) {
    encord_tracks_get_sighting (self->tracks, i, &was);
    encord_tracks_get_sighting (copy, i, &is);
    g_assert_true ((is.geometry != NULL) == (i == 1 || i == 2));
    g_assert_true (is.geometry == NULL ||
                   encord_geometry_equal (is.geometry, was.geometry));
  }

  /* where shapes end can be seen from what is cut off, but for the last one */
  for (gsize size = 0; size < g_bytes_get_size (bytes); size++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, size);
    g_autoptr (EncordTracks) part = encord_tracks_new_from_bytes (cut, NULL);

    g_assert_true (part == NULL || encord_tracks_get_n_labels (part) == 4);
  }
}

/* a shape that belongs to no label, and two of one */
static void
test_damaged_bytes (World *self, gconstpointer data)
{
  static const guint8 beyond[] = { 9, 'o', 1, 2, 2 };
  static const guint8 twice[] = { 0, 'o', 1, 2, 2, 0, 'o', 1, 2, 2 };
  static const struct
  {
    const guint8 *shapes;
    gsize size;
  } damaged[] = { { beyond, sizeof beyond }, { twice, sizeof twice } };
  gsize size;
  const guint8 *start;
  g_autoptr (GBytes) bytes = NULL;

  see_box (self, 0, 0.1);
  bytes = encord_tracks_to_bytes (self->tracks);
  start = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    GByteArray *whole = g_byte_array_new ();
    g_autoptr (GBytes) given = NULL;
    g_autoptr (GError) error = NULL;

    g_byte_array_append (whole, start, (guint) size);
    g_byte_array_append (whole, damaged[i].shapes, (guint) damaged[i].size);
    memcpy (whole->data, "encord-tracks 2\n", 16);
    given = g_byte_array_free_to_bytes (whole);
    g_assert_null (encord_tracks_new_from_bytes (given, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    g_assert_nonnull (strstr (error->message, "shape"));
  }
}

static void
test_pieces (World *self, gconstpointer data)
{
  g_autoptr (EncordTracks) whole = encord_tracks_new ();
  g_autoptr (GBytes) expected = NULL, got = NULL;

  for (int frame = 0; frame < 10; frame++) {
    if (frame % 3)
      see (self, data, frame, 0.1);
    else
      see_box (self, frame, 0.1);
  }
  for (int first = 0; first < 10; first += 5) {
    World piece;

    set_up (&piece, data);
    for (int frame = first; frame < first + 5; frame++) {
      if (frame % 3)
        see (&piece, data, frame, 0.1);
      else
        see_box (&piece, frame, 0.1);
    }
    g_assert_true (encord_tracks_append (whole, piece.tracks));
    tear_down (&piece, data);
  }
  expected = encord_tracks_to_bytes (self->tracks);
  got = encord_tracks_to_bytes (whole);
  g_assert_true (g_bytes_equal (expected, got));
}

/* 8 by 4 pixels about the middle of the picture */
static EncordGeometry *
make_turned (double degrees)
{
  const double angle = degrees * G_PI / 180;
  static const double corners[][2] = {
    { -4, -2 }, { 4, -2 }, { 4, 2 }, { -4, 2 }
  };
  EncordPoint points[G_N_ELEMENTS (corners)];

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++) {
    const double x = corners[i][0], y = corners[i][1];

    points[i].x = 0.5 + (x * cos (angle) - y * sin (angle)) / WIDTH;
    points[i].y = 0.5 + (x * sin (angle) + y * cos (angle)) / HEIGHT;
  }

  return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
}

/* the smallest box does not say which of its sides is its width: a thing that turns
 * by 7 degrees a frame does not jump by a quarter */
static void
test_becomes_a_turned_box (World *self, gconstpointer data)
{
  g_autoptr (GPtrArray) objects = NULL;
  EncordMergeObject *object;

  self->class.shape = ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX;
  self->class.takes_boxes = TRUE;
  for (int frame = 0; frame < 120; frame++) {
    g_autoptr (EncordGeometry) raw = make_turned (20 + 7 * frame);
    g_autoptr (EncordGeometry) shape = encord_merge_shape_new (raw);

    see_box (self, frame, 0.3);
    encord_tracks_set_shape (self->tracks, shape);
  }
  object = finish (self, &objects);
  g_assert_cmpuint (object->entries->len, ==, 120);
  for (int frame = 0; frame < 120; frame++) {
    const EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, frame);

    g_assert_null (entry->geometry);
    g_assert_cmpfloat_with_epsilon (entry->box.width, 8. / WIDTH, 1e-5);
    g_assert_cmpfloat_with_epsilon (entry->box.height, 4. / HEIGHT, 1e-5);
    g_assert_cmpfloat_with_epsilon (entry->box.x, 0.4, 1e-5);
    g_assert_cmpfloat_with_epsilon (entry->box.y, 0.4, 1e-5);
    g_assert_true (entry->box.theta >= 0 && entry->box.theta < 360);
    g_assert_cmpfloat_with_epsilon (
        remainder (entry->box.theta - (20 + 7 * frame), 360), 0, 1e-2);
  }
}

static void
add (const char *name, const Kind *kind,
     void (*test) (World *self, gconstpointer data))
{
  g_autofree char *path = g_strdup_printf (
      "/track-shapes/%s/%s", encord_shape_to_string (kind->shape), name);

  g_test_add (path, World, kind, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const Kind *kind = &kinds[i];

    add ("stays-where-it-was", kind, test_stays_where_it_was);
    add ("gap-is-filled", kind, test_gap_is_filled);
    add ("gap-beyond-the-longest", kind, test_gap_beyond_the_longest_stays);
    add ("gap-to-a-box", kind, test_gap_to_a_box_stays_open);
    add ("boxes-are-refused", kind, test_boxes_are_refused);
    add ("becomes-a-box", kind, test_becomes_a_box);
    add ("other-objects", kind, test_other_objects);
    add ("bytes", kind, test_bytes);
    add ("damaged-bytes", kind, test_damaged_bytes);
    add ("pieces", kind, test_pieces);
  }
  add ("turned-box", &kinds[0], test_becomes_a_turned_box);
  add ("outline", &kinds[3], test_outline_of_a_mask);
  add ("size", &kinds[3], test_size_of_a_mask);

  return g_test_run ();
}
