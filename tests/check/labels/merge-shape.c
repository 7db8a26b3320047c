/* merge-shape.c - shapes besides boxes: taken, compared, kept
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>
#include <encord/labels/encord-merge-shape-private.h>

#include <math.h>

#define WIDTH 8
#define HEIGHT 4

/* a mask of WIDTH x HEIGHT pixels in which those from first on are set */
static EncordGeometry *
make_mask (guint first, guint n)
{
  guint8 pixels[WIDTH * HEIGHT] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *rle = NULL;

  for (guint i = first; i < first + n; i++)
    pixels[i] = 1;
  bytes = g_bytes_new (pixels, sizeof pixels);
  rle = encord_bitmask_encode (bytes, WIDTH, HEIGHT, NULL);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

static EncordGeometry *
make_points (EncordShape shape, double x)
{
  const EncordPoint points[] = {
    { x, 0.1 }, { x + 1. / 3, 0.1 }, { x + 0.25, 1.5 }, { -0.7, 0.9 }
  };

  switch (shape) {
    case ENCORD_SHAPE_POLYGON:
      return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
    case ENCORD_SHAPE_POLYLINE:
      return encord_geometry_new_polyline (points, G_N_ELEMENTS (points));
    default:
      return encord_geometry_new_point (x, 1. / 3);
  }
}

static const EncordShape shapes[] = {
  ENCORD_SHAPE_POLYGON,
  ENCORD_SHAPE_POLYLINE,
  ENCORD_SHAPE_POINT,
  ENCORD_SHAPE_BITMASK,
};

/* (transfer full): one of that shape, further right with a greater step */
static EncordGeometry *
make_shape (EncordShape shape, guint step)
{
  g_autoptr (EncordGeometry) raw = shape == ENCORD_SHAPE_BITMASK
                                       ? make_mask (3 + step, 7)
                                       : make_points (shape, 0.1 + 0.01 * step);
  EncordGeometry *made = encord_merge_shape_new (raw);

  g_assert_nonnull (made);

  return made;
}

/* (transfer full): a polygon with a hole, or another part, about there */
static EncordGeometry *
make_rings (double x, gboolean hole)
{
  const EncordPoint ring[] = { { x, 0.2 }, { x + 0.05, 0.2 }, { x, 0.3 } };
  g_autoptr (EncordGeometry) plain = make_points (ENCORD_SHAPE_POLYGON, 0.1);
  g_autoptr (EncordGeometry) raw =
      hole ? encord_geometry_with_hole (plain, ring, G_N_ELEMENTS (ring))
           : encord_geometry_with_polygon (plain, ring, G_N_ELEMENTS (ring));
  EncordGeometry *made = encord_merge_shape_new (raw);

  g_assert_nonnull (made);

  return made;
}

static GBytes *
put (const EncordGeometry *shape)
{
  GByteArray *bytes = g_byte_array_new ();

  encord_merge_shape_put (shape, bytes);

  return g_byte_array_free_to_bytes (bytes);
}

/* NULL unless the shape takes all bytes */
static EncordGeometry *
get (const guint8 *data, gsize size)
{
  const guint8 *at = data;
  g_autoptr (EncordGeometry) shape = encord_merge_shape_get (&at, data + size);

  return shape != NULL && at == data + size ? g_steal_pointer (&shape) : NULL;
}

static void
check_is_kept (const EncordGeometry *shape)
{
  g_autoptr (GBytes) bytes = put (shape);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (EncordGeometry) again = get (data, size);

  g_assert_nonnull (again);
  g_assert_true (encord_geometry_equal (shape, again));
  for (gsize cut = 0; cut < size; cut++) {
    g_autoptr (EncordGeometry) damaged = get (data, cut);

    g_assert_null (damaged);
  }
}

static void
test_is_kept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (EncordGeometry) shape = make_shape (shapes[i], 0);

    g_assert_true (encord_merge_has_shape (shapes[i]));
    check_is_kept (shape);
  }
}

/* of a polygon every ring counts */
static void
test_rings (void)
{
  g_autoptr (EncordGeometry) plain = make_shape (ENCORD_SHAPE_POLYGON, 0);
  g_autoptr (EncordGeometry) holed = make_rings (0.2, TRUE);
  g_autoptr (EncordGeometry) same = make_rings (0.2 + 1e-9, TRUE);
  g_autoptr (EncordGeometry) moved = make_rings (0.21, TRUE);
  g_autoptr (EncordGeometry) parts = make_rings (0.2, FALSE);

  check_is_kept (holed);
  check_is_kept (parts);
  g_assert_true (encord_merge_shape_equal (holed, same));
  g_assert_false (encord_merge_shape_equal (holed, plain));
  g_assert_false (encord_merge_shape_equal (plain, holed));
  g_assert_false (encord_merge_shape_equal (holed, moved));
  g_assert_false (encord_merge_shape_equal (holed, parts));
  g_assert_cmpuint (encord_merge_shape_get_size (holed), ==,
                    7 * sizeof (EncordPoint));
}

/* (transfer full): a polygon with that many holes more */
static EncordGeometry *
punch (guint n)
{
  const EncordPoint ring[] = { { 0, 0 }, { 0.1, 0 }, { 0, 0.1 } };
  EncordGeometry *polygon = encord_geometry_new_polygon (ring, 3);

  for (guint i = 0; i < n; i++) {
    g_autoptr (EncordGeometry) before = polygon;

    polygon = encord_geometry_with_hole (before, ring, 3);
  }

  return polygon;
}

static void
test_too_many_rings (void)
{
  g_autoptr (EncordGeometry) most = punch (4095);
  g_autoptr (EncordGeometry) more = punch (4096);
  g_autoptr (EncordGeometry) made = encord_merge_shape_new (most);
  g_autoptr (EncordGeometry) none = encord_merge_shape_new (more);

  g_assert_nonnull (made);
  g_assert_null (none);
}

static void
test_equal (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (EncordGeometry) shape = make_shape (shapes[i], 0);
    g_autoptr (EncordGeometry) same = make_shape (shapes[i], 0);
    g_autoptr (EncordGeometry) moved = make_shape (shapes[i], 1);
    g_autoptr (EncordGeometry) other =
        make_shape (shapes[(i + 1) % G_N_ELEMENTS (shapes)], 0);

    g_assert_true (encord_merge_shape_equal (shape, same));
    g_assert_false (encord_merge_shape_equal (shape, moved));
    g_assert_false (encord_merge_shape_equal (shape, other));
  }
}

/* a row has what it was sent, whatever it says it with */
static void
test_equal_enough (void)
{
  const EncordPoint corners[] = { { 0.1, 0.1 }, { 0.2, 0.1 }, { 0.2, 0.2 } };
  const EncordPoint near[] = { { 0.1000000004, 0.1 },
                               { 0.2, 0.1 },
                               { 0.2, 0.2 } };
  g_autoptr (EncordGeometry) polygon = encord_geometry_new_polygon (corners, 3);
  g_autoptr (EncordGeometry) rounded = encord_geometry_new_polygon (near, 3);
  g_autoptr (EncordGeometry) shorter = encord_geometry_new_polyline (near, 2);
  g_autoptr (EncordGeometry) line = encord_geometry_new_polyline (near, 3);

  g_assert_true (encord_merge_shape_equal (polygon, rounded));
  g_assert_false (encord_merge_shape_equal (polygon, line));
  g_assert_false (encord_merge_shape_equal (line, shorter));
}

static void
test_what_is_none (void)
{
  static const EncordPoint far[] = { { 0, 0 }, { 1, 300 }, { 1, 1 } };
  static const EncordPoint no_number[] = { { 0, 0 }, { NAN, 0 }, { 1, 1 } };
  static const EncordBox box = { 0.1, 0.1, 0.1, 0.1, 0 };
  const EncordJoint joint = { .name = "nose", .position = { 0.5, 0.5 } };
  g_autoptr (EncordGeometry) plain = make_points (ENCORD_SHAPE_POLYGON, 0.1);
  g_autoptr (EncordGeometry) empty_mask = make_mask (0, 0);
  EncordGeometry *none[] = {
    encord_geometry_new_polygon (far, 3),
    encord_geometry_new_polygon (no_number, 3),
    encord_geometry_new_polygon (far, 2),
    encord_geometry_new_polygon (NULL, 0),
    encord_geometry_new_polyline (far, 1),
    encord_geometry_with_hole (plain, far, 3),
    encord_geometry_with_polygon (plain, far, 2),
    encord_geometry_new_point (0.1, INFINITY),
    encord_geometry_new_box (&box),
    encord_geometry_new_skeleton (&joint, 1),
    encord_geometry_new_bitmask (WIDTH, HEIGHT, "no runs \x01"),
    encord_geometry_new_bitmask (1 << 20, 1 << 20, "5"),
    encord_geometry_ref (empty_mask),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
    g_autoptr (EncordGeometry) made = encord_merge_shape_new (none[i]);

    g_assert_null (made);
    encord_geometry_unref (none[i]);
  }
}

/* a point and a line have boxes that can be compared, those of others are theirs */
static void
test_bounds (void)
{
  static const EncordPoint ends[] = { { 0.25, 0.5 }, { 0.75, 0.5 } };
  g_autoptr (EncordGeometry) point = encord_geometry_new_point (1, 0);
  g_autoptr (EncordGeometry) line = encord_geometry_new_polyline (ends, 2);
  g_autoptr (EncordGeometry) mask = make_mask (WIDTH, 3);
  EncordBox box;

  g_assert_true (encord_merge_shape_get_bounds (point, 1920, 1080, &box, NULL));
  g_assert_cmpfloat_with_epsilon (box.width, 60. / 1920, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.height, 60. / 1080, 1e-6);
  g_assert_cmpfloat_with_epsilon (box.x, 1 - 30. / 1920, 1e-6);
  g_assert_true (encord_merge_shape_get_bounds (line, 1920, 1080, &box, NULL));
  g_assert_cmpfloat_with_epsilon (box.x, 0.25, 1e-3);
  g_assert_cmpfloat_with_epsilon (box.width, 0.5, 1e-3);
  g_assert_cmpfloat_with_epsilon (box.height, 60. / 1080, 1e-6);
  g_assert_true (
      encord_merge_shape_get_bounds (mask, WIDTH, HEIGHT, &box, NULL));
  g_assert_true (box.x == 0 && box.y == 1. / HEIGHT &&
                 box.width == 3. / WIDTH && box.height == 1. / HEIGHT);
  g_assert_true (encord_merge_shape_get_bounds (point, 0, 0, &box, NULL));
  g_assert_cmpfloat (box.width, >, 0);
}

/* what no writer writes, but a disk may hold */
static void
test_damaged (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
  } damaged[] = {
    { "", 0 },                                  /* nothing */
    { "x\x01\x02\x02", 4 },                     /* no shape */
    { "o\x02\x02\x02\x02\x02", 6 },             /* a point in two places */
    { "p\x02\x02\x02\x02\x02", 6 },             /* a polygon of two corners */
    { "l\x7f\x02\x02\x02\x02", 6 },             /* more points than bytes */
    { "o\x01\xff\xff\xff\xff\xff\x7f\x02", 9 }, /* far beyond the picture */
    { "r\x01\x06\x02\x02\x02\x02\x02\x02", 9 }, /* rings, but one */
    { "r\x02\x07\x02\x02\x02\x02\x02\x02"
      "\x07\x02\x02\x02\x02\x02\x02",
      16 }, /* a hole in nothing */
    { "r\x02\x06\x02\x02\x02\x02\x02\x02"
      "\x05\x02\x02\x02\x02",
      14 },                                 /* a hole with two corners */
    { "r\xff\xff\x7f\x06\x02\x02\x02", 8 }, /* more rings than are taken */
    { "m\x08\x04\x02"
      "5",
      5 }, /* less text than is said */
    { "m\x08\x04\x02"
      "5\x00",
      6 },                      /* text with an end in it */
    { "m\x08\x04\x01\x01", 5 }, /* no run-length string */
    { "m\x00\x04\x01"
      "5",
      5 },                  /* no width */
    { "m\x08\x04\x00", 4 }, /* no pixel is set */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autoptr (EncordGeometry) got =
        get ((const guint8 *) damaged[i].bytes, damaged[i].size);

    g_assert_null (got);
  }
}

/* one object that is seen in a shape on frames 0 to 9; on each its box stays */
static GPtrArray *
make_objects (const char *hash, EncordShape shape, guint step)
{
  GPtrArray *objects = encord_merge_objects_new ();
  EncordMergeObject *object = encord_merge_object_new (hash, "feature1");
  g_autoptr (EncordGeometry) geometry = make_shape (shape, step);

  for (int frame = 0; frame < 10; frame++) {
    const EncordMergeEntry entry = { .frame = frame,
                                     .confidence = 0.5,
                                     .box = { 0.1, 0.1, 0.2, 0.2 },
                                     .geometry = geometry };

    encord_merge_entries_add (object->entries, &entry);
  }
  g_ptr_array_add (objects, object);

  return objects;
}

static EncordMergePlan *
make_plan (GPtrArray *base, GPtrArray *theirs, GPtrArray *mine)
{
  static const EncordFrameRange everything = { 0, 99 };
  const EncordMergeInput input = {
    .base = base,
    .theirs = theirs,
    .mine = mine,
    .policy = ENCORD_MERGE_SKIP,
    .complete = TRUE,
    .seen = &everything,
    .n_seen = 1,
    .seed = g_test_rand_int (),
  };

  return encord_merge_plan_new (&input);
}

/* the shape alone has changed: it is the same object, and written anew */
static void
test_next_run (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GPtrArray) base = make_objects ("ours", shapes[i], 0);
    g_autoptr (GPtrArray) theirs = make_objects ("ours", shapes[i], 0);
    g_autoptr (GPtrArray) same = make_objects (NULL, shapes[i], 0);
    g_autoptr (GPtrArray) moved = make_objects (NULL, shapes[i], 1);
    g_autoptr (EncordGeometry) expected = make_shape (shapes[i], 1);
    g_autoptr (EncordMergePlan) nothing = make_plan (base, theirs, same);
    g_autoptr (EncordMergePlan) update = make_plan (base, theirs, moved);

    g_assert_cmpuint (nothing->n_changes, ==, 0);
    g_assert_cmpuint (update->n_changes, ==, 10);
    /* a plan lasts longer than what it was made of */
    g_clear_pointer (&moved, g_ptr_array_unref);
    g_clear_pointer (&theirs, g_ptr_array_unref);
    for (guint o = 0; o < update->operations->len; o++) {
      const EncordMergeOperation *operation =
          &g_array_index (update->operations, EncordMergeOperation, o);

      g_assert_cmpint (operation->action, ==, ENCORD_MERGE_SET_ENTRY);
      g_assert_cmpstr (operation->object_hash, ==, "ours");
      g_assert_true (
          encord_merge_shape_equal (operation->entry.geometry, expected));
    }
  }
}

/* a human has moved one corner on frame 3; the box around it is still the same */
static void
test_human_edit (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GPtrArray) base = make_objects ("ours", shapes[i], 0);
    g_autoptr (GPtrArray) theirs = make_objects ("ours", shapes[i], 0);
    g_autoptr (GPtrArray) mine = make_objects (NULL, shapes[i], 1);
    EncordMergeObject *object = theirs->pdata[0];
    EncordMergeEntry *edited =
        &g_array_index (object->entries, EncordMergeEntry, 3);
    g_autoptr (EncordMergePlan) plan = NULL;

    encord_geometry_unref (edited->geometry);
    edited->geometry = make_shape (shapes[i], 2);
    plan = make_plan (base, theirs, mine);

    g_assert_cmpuint (plan->n_changes, ==, 9);
    g_assert_cmpuint (plan->n_left_alone[ENCORD_MERGE_CHANGED_BY_HUMAN], ==, 1);
    object = plan->base->pdata[0];
    g_assert_true (encord_merge_object_find (object, 3)->settled);
  }
}

/* a polygon is no box, even one with its corners */
static void
test_box_and_shape_differ (void)
{
  g_autoptr (GPtrArray) drawn = make_objects ("a", ENCORD_SHAPE_POLYGON, 0);
  const EncordMergeObject *object = drawn->pdata[0];
  EncordMergeEntry box = *encord_merge_object_find (object, 0);

  box.geometry = NULL;
  g_assert_false (
      encord_merge_entry_equal (encord_merge_object_find (object, 0), &box));
  g_assert_true (encord_merge_entry_equal (&box, &box));
}

static void
test_journalled_entries (void)
{
  g_autoptr (GPtrArray) objects = make_objects ("a", ENCORD_SHAPE_POLYGON, 0);
  EncordMergeObject *object = objects->pdata[0];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GArray) again = NULL;
  g_autoptr (GError) error = NULL;

  /* boxes, lines and masks may be mixed */
  for (guint i = 0; i < object->entries->len; i++) {
    EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);

    g_clear_pointer (&entry->geometry, encord_geometry_unref);
    if (i % 5 < G_N_ELEMENTS (shapes))
      entry->geometry = make_shape (shapes[i % 5], i);
  }
  bytes = encord_merge_entries_to_bytes (object->entries);
  again = encord_merge_entries_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, object->entries->len);
  for (guint i = 0; i < again->len; i++) {
    const EncordMergeEntry *was =
        &g_array_index (object->entries, EncordMergeEntry, i);
    const EncordMergeEntry *is = &g_array_index (again, EncordMergeEntry, i);

    g_assert_true (encord_merge_entry_equal (was, is));
    g_assert_true (was->geometry == NULL
                       ? is->geometry == NULL
                       : encord_geometry_equal (was->geometry, is->geometry));
  }
}

/* what an earlier version wrote is read, and boxes are still written so */
static void
test_entries_of_boxes (void)
{
  static const guint8 old[] = { 1, 0, 7, 2, 4, 6, 8, 10 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (old, sizeof old);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) entries = encord_merge_entries_from_bytes (bytes, &error);
  g_autoptr (GBytes) written = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpint (g_array_index (entries, EncordMergeEntry, 0).frame, ==, 7);
  written = encord_merge_entries_to_bytes (entries);
  g_assert_true (g_bytes_equal (bytes, written));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge-shape/is-kept", test_is_kept);
  g_test_add_func ("/merge-shape/rings", test_rings);
  g_test_add_func ("/merge-shape/too-many-rings", test_too_many_rings);
  g_test_add_func ("/merge-shape/equal", test_equal);
  g_test_add_func ("/merge-shape/equal-enough", test_equal_enough);
  g_test_add_func ("/merge-shape/what-is-none", test_what_is_none);
  g_test_add_func ("/merge-shape/bounds", test_bounds);
  g_test_add_func ("/merge-shape/damaged", test_damaged);
  g_test_add_func ("/merge-shape/next-run", test_next_run);
  g_test_add_func ("/merge-shape/human-edit", test_human_edit);
  g_test_add_func ("/merge-shape/box-and-shape-differ",
                   test_box_and_shape_differ);
  g_test_add_func ("/merge-shape/journalled-entries", test_journalled_entries);
  g_test_add_func ("/merge-shape/entries-of-boxes", test_entries_of_boxes);

  return g_test_run ();
}
