/* label-row.c - labels are read, edited and written back without loss
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "rows.h"

#define TIME G_GINT64_CONSTANT (1714979289) /* Mon, 06 May 2024 07:08:09 GMT */

static const EncordAnnotation model_label = {
  .confidence = 0.75,
  .created_at = TIME,
  .last_edited_at = TIME + 1,
};

/* what is written, less white space, is the file with one text replaced */
static void
assert_written (EncordLabelRow *row, const char *name, const char *before,
                const char *after)
{
  g_autofree char *file = rows_read_file (name);
  g_autofree char *old = rows_compact (file);
  g_autofree char *expected =
      before != NULL ? rows_replace (old, before, after) : g_strdup (old);
  g_autofree char *written = rows_write (row);
  g_autofree char *compact = rows_compact (written);

  g_assert_cmpstr (compact, ==, expected);
}

static EncordObjectInstance *
get (EncordLabelRow *row, const char *hash)
{
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (row, hash);

  g_assert_nonnull (instance);

  return instance;
}

static EncordObjectInstance *
add (EncordLabelRow *row, const char *feature_hash, const char *hash)
{
  g_autoptr (GError) error = NULL;
  EncordObjectInstance *instance = encord_label_row_add_object_instance (
      row,
      encord_ontology_structure_find_object (
          encord_label_row_get_ontology_structure (row), feature_hash),
      hash, &error);

  g_assert_no_error (error);

  return instance;
}

static void
set (EncordObjectInstance *instance, int frame, double x, double y, double w,
     double h, const EncordAnnotation *annotation)
{
  const EncordBox box = { x, y, w, h, 0 };
  g_autoptr (GError) error = NULL;

  encord_object_instance_set_box (instance, frame, &box, annotation, &error);
  g_assert_no_error (error);
}

static void
assert_box (EncordObjectInstance *instance, int frame, double x, double y,
            double w, double h, double theta)
{
  EncordBox box;

  g_assert_true (encord_object_instance_get_box (instance, frame, &box));
  g_assert_cmpfloat (box.x, ==, x);
  g_assert_cmpfloat (box.y, ==, y);
  g_assert_cmpfloat (box.width, ==, w);
  g_assert_cmpfloat (box.height, ==, h);
  g_assert_cmpfloat (box.theta, ==, theta);
}

static void
test_neutral (gconstpointer name)
{
  g_autoptr (EncordLabelRow) row = rows_open (name);
  g_autofree char *file = rows_read_file (name);
  g_autofree char *written = rows_write (row);

  g_assert_cmpstr (written, ==, file);
}

static void
test_read (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  static const char *const hashes[] = { "obj00001", "obj00002", "obj00003",
                                        "obj/0004", "obj00005", "obj00006",
                                        "obj00007", "obj00008" };
  EncordAnnotation annotation;
  const int *frames;
  guint n_frames;

  g_assert_true (encord_label_row_is_initialised (row));
  g_assert_cmpstr (encord_label_row_get_label_hash (row), ==,
                   "44444444-4444-4444-8444-444444444444");
  g_assert_cmpstr (encord_label_row_get_label_status (row), ==,
                   "LABEL_IN_PROGRESS");
  g_assert_cmpuint (instances->len, ==, G_N_ELEMENTS (hashes));
  for (guint i = 0; i < instances->len; i++) {
    g_assert_cmpstr (encord_object_instance_get_object_hash (
                         g_ptr_array_index (instances, i)),
                     ==, hashes[i]);
    g_assert_true (g_ptr_array_index (instances, i) == get (row, hashes[i]));
  }

  frames = encord_object_instance_get_frames (get (row, "obj00001"), &n_frames);
  g_assert_cmpuint (n_frames, ==, 3);
  g_assert_cmpint (frames[0], ==, 0);
  g_assert_cmpint (frames[1], ==, 6);
  g_assert_cmpint (frames[2], ==, 17);
  g_assert_true (encord_object_instance_has_frame (get (row, "obj00001"), 6));
  g_assert_false (encord_object_instance_has_frame (get (row, "obj00001"), 5));

  assert_box (get (row, "obj00001"), 0, 0.1, 0.2, 0.3, 0.25, 0);
  assert_box (get (row, "obj00002"), 0, 0.1, 0.2, 0.3, 0.25, -12.5);
  g_assert_cmpstr (
      encord_ontology_object_get_name (
          encord_object_instance_get_ontology_object (get (row, "obj00002"))),
      ==, "Stop Sign");

  g_assert_true (encord_object_instance_get_annotation (get (row, "obj00001"),
                                                        0, &annotation));
  g_assert_cmpfloat (annotation.confidence, ==, 0.9);
  g_assert_false (annotation.manual);
  g_assert_cmpint (annotation.created_at, ==, TIME);
  g_assert_cmpint (annotation.last_edited_at, ==, TIME + 1);
  g_assert_cmpstr (annotation.created_by, ==, "a@example.com");
  g_assert_cmpstr (annotation.last_edited_by, ==, "b@example.com");
  g_assert_true (encord_object_instance_get_annotation (get (row, "obj00003"),
                                                        0, &annotation));
  g_assert_cmpint (annotation.created_at, ==, TIME - 2 * 3600);
  g_assert_cmpint (annotation.last_edited_at, ==, 0);
  g_assert_null (annotation.last_edited_by);
}

static void
test_move (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordAnnotation annotation = model_label;

  annotation.created_by = "a@example.com";
  set (get (row, "obj00001"), 0, 0.5, 0.2, 0.1, 1.0 / 3, &annotation);

  assert_box (get (row, "obj00001"), 0, 0.5, 0.2, 0.1, 1.0 / 3, 0);
  assert_written (
      row, "everything",
      "\"createdBy\":\"a@example.com\",\"confidence\":0.90,"
      "\"objectHash\":\"obj00001\",\"featureHash\":\"aaaa1111\","
      "\"manualAnnotation\":false,\"lastEditedAt\":\"Mon, 06 May 2024 "
      "07:08:10 \",\"lastEditedBy\":\"b@example.com\",\"boundingBox\":"
      "{\"h\":0.25,\"w\":3E-1,\"x\":0.10,\"y\":0.2,\"later\":1},",
      "\"createdBy\":\"a@example.com\",\"confidence\":0.75,"
      "\"objectHash\":\"obj00001\",\"featureHash\":\"aaaa1111\","
      "\"manualAnnotation\":false,\"lastEditedAt\":\"Mon, 06 May 2024 "
      "07:08:10 GMT\",\"boundingBox\":"
      "{\"h\":0.3333333333333333,\"w\":0.1,\"x\":0.5,\"y\":0.2},");
}

/* without an annotation nothing but place and time of the edit change */
static void
test_move_only (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *written = NULL;
  EncordAnnotation annotation;

  set (get (row, "obj00001"), 0, 0.5, 0.2, 0.1, 0.1, NULL);
  set (get (row, "obj00001"), 0, 0.5, 0.25, 0.1, 0.1, NULL);

  g_assert_true (encord_object_instance_get_annotation (get (row, "obj00001"),
                                                        0, &annotation));
  g_assert_cmpfloat (annotation.confidence, ==, 0.9);
  g_assert_cmpstr (annotation.last_edited_by, ==, "b@example.com");
  g_assert_cmpint (annotation.last_edited_at, >, TIME);
  written = rows_write (row);
  g_assert_nonnull (strstr (written, "\"confidence\":0.90,"));
  g_assert_nonnull (
      strstr (written,
              "\"lastEditedBy\":\"b@example.com\",\"boundingBox\":"
              "{\"h\":0.1,\"w\":0.1,\"x\":0.5,\"y\":0.25},\"later\":{\"deep\": "
              "[1.0]}}"));
  g_assert_null (strstr (written, "07:08:10"));
}

#define NEW_ENTRY(hash, x)                                                     \
  "{\"name\":\"Car\",\"color\":\"#D33110\",\"shape\":\"bounding_box\","        \
  "\"value\":\"car\",\"createdAt\":\"Mon, 06 May 2024 07:08:09 GMT\","         \
  "\"createdBy\":null,\"confidence\":0.75,\"objectHash\":\"" hash              \
  "\",\"featureHash\":\"aaaa1111\",\"manualAnnotation\":false,"                \
  "\"lastEditedAt\":\"Mon, 06 May 2024 07:08:10 GMT\",\"boundingBox\":"        \
  "{\"h\":0.5,\"w\":0.5,\"x\":" x ",\"y\":0.25}}"

static void
test_add (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *compact = rows_compact (file);
  EncordObjectInstance *second = add (row, "aaaa1111", "new00002");
  EncordObjectInstance *first = add (row, "aaaa1111", "new00001");
  g_autofree char *step1 = NULL, *step2 = NULL, *step3 = NULL;
  g_autofree char *written = NULL, *written_compact = NULL;

  add (row, "aaaa1111", "unused01");
  set (first, 5, 0.25, 0.25, 0.5, 0.5, &model_label);
  set (second, 5, 0.125, 0.25, 0.5, 0.5, &model_label);
  set (second, 99, 0.125, 0.25, 0.5, 0.5, &model_label);

  /* among each other in the order in which the objects were added */
  step1 = rows_replace (
      compact, "\"5\":{\"objects\":[],\"classifications\":[]}",
      "\"5\":{\"objects\":[" NEW_ENTRY ("new00002", "0.125") "," NEW_ENTRY (
          "new00001", "0.25") "],"
                              "\"classifications\":[]}");
  step2 = rows_replace (
      step1, "\"x\":0,\"y\":0}}],\"classifications\":[]}}}}}",
      "\"x\":0,\"y\":0}}],\"classifications\":[]},\"99\":{\"objects\":"
      "[" NEW_ENTRY ("new00002", "0.125") "],\"classifications\":[]}}}}}");
  step3 = rows_replace (
      step2, "\"objectHash\":\"orphan01\"}}",
      "\"objectHash\":\"orphan01\"},"
      "\"new00002\":{\"objectHash\":\"new00002\",\"classifications\":[]},"
      "\"new00001\":{\"objectHash\":\"new00001\",\"classifications\":[]}}");
  written = rows_write (row);
  written_compact = rows_compact (written);
  g_assert_cmpstr (written_compact, ==, step3);

  /* and all of it can be taken back */
  g_assert_true (encord_object_instance_remove_frame (first, 5));
  g_assert_false (encord_object_instance_remove_frame (first, 5));
  g_assert_true (encord_label_row_remove_object_instance (row, second));
  assert_written (row, "everything", NULL, NULL);
}

static void
test_remove_object (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordObjectInstance) instance =
      g_object_ref (get (row, "obj00001"));
  g_autofree char *written = NULL;
  guint n_frames = 7;

  g_assert_true (encord_label_row_remove_object_instance (row, instance));
  g_assert_false (encord_label_row_remove_object_instance (row, instance));
  g_assert_null (encord_label_row_get_object_instance (row, "obj00001"));
  g_assert_null (encord_object_instance_get_object_hash (instance));
  encord_object_instance_get_frames (instance, &n_frames);
  g_assert_cmpuint (n_frames, ==, 0);

  written = rows_write (row);
  g_assert_null (strstr (written, "obj00001"));
  g_assert_nonnull (strstr (written, "orphan01"));
  g_assert_nonnull (strstr (written, "orphan02"));
  g_assert_nonnull (
      strstr (written, "\"6\":{\"objects\":[],\"classifications\":[]}"));

  /* the hash is free again, and its old answers are not the new object's */
  set (add (row, "aaaa1111", "obj00001"), 6, 0, 0, 1, 1, &model_label);
  g_clear_pointer (&written, g_free);
  written = rows_write (row);
  g_assert_nonnull (strstr (written,
                            ",\"obj00001\":{\"objectHash\":\"obj00001\","
                            "\"classifications\":[]}}"));
  g_assert_null (strstr (written, "track001"));
}

/* an object on no frame is written nowhere, but may come back */
static void
test_remove_last_frame (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordObjectInstance *instance = get (row, "obj00001");
  g_autofree char *written = NULL, *again = NULL;

  g_assert_true (encord_object_instance_remove_frame (instance, 0));
  g_assert_true (encord_object_instance_remove_frame (instance, 17));
  g_assert_true (encord_object_instance_remove_frame (instance, 6));
  written = rows_write (row);
  g_assert_null (strstr (written, "obj00001"));

  set (instance, 6, 0, 0, 1, 1, &model_label);
  again = rows_write (row);
  g_assert_nonnull (strstr (again, "track001"));
  g_assert_nonnull (strstr (again, "very \\\"red\\\""));
}

static void
test_reviews (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("reviews");
  g_autofree char *file = rows_read_file ("reviews");
  g_autofree char *compact = rows_compact (file);
  g_autofree char *step =
      rows_replace (compact, "\"reviews\":[{\"author\":\"x\"}],", "");
  g_autofree char *expected = rows_replace (step, "\"reviews\":[],", "");
  g_autofree char *written = rows_write (row);
  g_autofree char *written_compact = rows_compact (written);
  g_autofree char *edited = NULL;

  g_assert_cmpstr (written_compact, ==, expected);

  set (get (row, "obj00001"), 0, 0.5, 0.5, 0.5, 0.5, &model_label);
  edited = rows_write (row);
  g_assert_null (strstr (edited, "reviews"));
}

static void
test_image_group (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("image-group");
  g_autofree char *file = rows_read_file ("image-group");
  g_autofree char *compact = rows_compact (file);
  g_autofree char *step1 = NULL, *step2 = NULL, *step3 = NULL;
  g_autofree char *written = NULL, *written_compact = NULL;
  EncordObjectInstance *old = get (row, "obj00001");
  EncordObjectInstance *new = add (row, "aaaa1111", "new00001");
  const EncordBox box = { 0, 0, 1, 1, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (encord_label_row_get_image_hash (row, 0), ==, "image-a");
  g_assert_cmpstr (encord_label_row_get_image_hash (row, 1), ==, "image-b");
  g_assert_cmpstr (encord_label_row_get_image_hash (row, 2), ==, "image-c");
  g_assert_null (encord_label_row_get_image_hash (row, 3));
  g_assert_null (encord_label_row_get_image_hash (row, -1));
  g_assert_cmpint (encord_label_row_get_frame_for_image_hash (row, "image-c"),
                   ==, 2);
  g_assert_cmpint (encord_label_row_get_frame_for_image_hash (row, "none"), ==,
                   -1);
  assert_box (old, 0, 0.1, 0.1, 0.1, 0.1, 0);

  set (new, 1, 0.25, 0.25, 0.5, 0.5, &model_label);
  g_assert_true (encord_object_instance_remove_frame (old, 0));
  g_assert_false (encord_object_instance_set_box (new, 3, &box, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);

  step1 = rows_replace (compact, "\"obj00001\":{\"objectHash\":\"obj00001\"",
                        "\"new00001\":{\"objectHash\":\"new00001\"");
  step2 =
      rows_replace (step1,
                    "{\"objectHash\":\"obj00001\",\"featureHash\":\"aaaa1111\","
                    "\"confidence\":1,\"boundingBox\":"
                    "{\"h\":0.1,\"w\":0.1,\"x\":0.1,\"y\":0.10}}",
                    "");
  step3 = rows_replace (
      step2, "\"labels\":{},",
      "\"labels\":{\"objects\":[" NEW_ENTRY ("new00001", "0.25") "]},");
  written = rows_write (row);
  written_compact = rows_compact (written);
  g_assert_cmpstr (written_compact, ==, step3);
}

static void
test_video_has_no_images (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");

  g_assert_null (encord_label_row_get_image_hash (row, 0));
  g_assert_cmpint (encord_label_row_get_frame_for_image_hash (
                       row, "22222222-2222-4222-8222-222222222222"),
                   ==, -1);
}

static void
test_load_again (void)
{
  EncordLabelRow *row = rows_open ("everything");
  g_autoptr (EncordObjectInstance) old = g_object_ref (get (row, "obj00001"));
  g_autoptr (EncordObjectInstance) last = NULL;
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *written = NULL;
  const EncordBox box = { 0, 0, 1, 1, 0 };
  EncordBox read;
  EncordAnnotation annotation;
  g_autoptr (GError) error = NULL;
  guint n_frames;

  set (old, 0, 0, 0, 1, 1, &model_label);

  /* a body that is refused changes nothing */
  g_assert_false (rows_load_text (row, "{}", &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_clear_error (&error);
  assert_box (old, 0, 0, 0, 1, 1, 0);

  g_assert_true (rows_load_text (row, file, &error));
  g_assert_no_error (error);
  written = rows_write (row);
  g_assert_cmpstr (written, ==, file);
  g_assert_null (encord_object_instance_get_object_hash (old));
  g_assert_null (encord_object_instance_get_feature_hash (old));
  g_assert_null (encord_object_instance_get_ontology_object (old));
  g_assert_null (encord_object_instance_get_frames (old, &n_frames));
  g_assert_cmpuint (n_frames, ==, 0);
  g_assert_false (encord_object_instance_get_box (old, 0, &read));
  g_assert_null (encord_object_instance_get_geometry (old, 0));
  g_assert_false (encord_object_instance_get_annotation (old, 0, &annotation));
  g_assert_false (encord_object_instance_remove_frame (old, 0));
  g_assert_false (encord_object_instance_set_box (old, 0, &box, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_false (encord_label_row_remove_object_instance (row, old));

  last = g_object_ref (get (row, "obj00002"));
  g_object_unref (row);
  g_assert_null (encord_object_instance_get_object_hash (last));
}

static void
assert_refused (EncordObjectInstance *instance, int frame, const EncordBox *box,
                double confidence)
{
  const EncordAnnotation annotation = { .confidence = confidence };
  g_autoptr (GError) error = NULL;

  g_assert_false (encord_object_instance_set_box (instance, frame, box,
                                                  &annotation, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

static void
test_refused_edits (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordObjectInstance *instance = get (row, "obj00001");
  const EncordBox good = { 0, 0, 1, 1, 0 };
  const EncordBox turned = { 0, 0, 1, 1, 45 };
  const EncordBox bad = { 0, NAN, 1, 1, 0 };
  g_autoptr (EncordGeometry) point = encord_geometry_new_point (0.5, 0.5);
  g_autoptr (GError) error = NULL;

  assert_refused (instance, 100, &good, 1);
  assert_refused (instance, -1, &good, 1);
  assert_refused (instance, 1, &turned, 1);
  assert_refused (instance, 1, &bad, 1);
  assert_refused (instance, 1, &good, INFINITY);
  assert_refused (get (row, "obj00003"), 1, &good, 1);
  assert_refused (get (row, "obj00008"), 17, &good, 1);
  g_assert_false (
      encord_object_instance_set_geometry (instance, 1, point, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);

  assert_written (row, "everything", NULL, NULL);
}

static void
test_refused_objects (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordLabelRow) audio = rows_open ("audio");
  g_autoptr (EncordLabelRow) fresh = rows_new ("VIDEO", 10);
  g_autoptr (EncordOntologyStructure) other = encord_ontology_structure_new ();
  EncordOntologyObject *car = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), "aaaa1111");
  EncordOntologyObject *stranger;
  g_autoptr (GError) error = NULL;

  g_assert_null (
      encord_label_row_add_object_instance (row, car, "obj00001", &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_null (
      encord_label_row_add_object_instance (audio, car, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);

  g_assert_null (
      encord_label_row_add_object_instance (fresh, car, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  g_assert_null (encord_label_row_write (fresh, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);

  stranger = encord_ontology_structure_add_object (
      other, "Tree", ENCORD_SHAPE_BOUNDING_BOX, &error);
  g_assert_no_error (error);
  g_assert_null (
      encord_label_row_add_object_instance (row, stranger, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
}

static void
test_made_hash (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  const char *hash =
      encord_object_instance_get_object_hash (add (row, "aaaa1111", NULL));

  g_assert_cmpuint (strlen (hash), ==, 8);
  g_assert_null (strchr (hash, '='));
}

/* every shape comes out as it was put in, and is read back from the text */
static void
test_shapes (void)
{
  static const EncordPoint points[] = { { 0.5, 0.25 }, { 1.0 / 3, 1 } };
  static const EncordJoint joints[] = {
    { "head", "joint001", "#FF0000", "head", { 0.5, 0.25 }, 4 },
    { "fo\"ot", NULL, NULL, NULL, { -0.5, 1e-9 }, 0 },
  };
  const EncordBox box = { 0.1, 0.2, 0.3, 0.4, 30 };
  g_autoptr (GPtrArray) shapes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) encord_geometry_unref);
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (shapes, encord_geometry_new_box (&box));
  g_ptr_array_add (shapes, encord_geometry_new_rotatable_box (&box));
  g_ptr_array_add (shapes, encord_geometry_new_polygon (points, 2));
  g_ptr_array_add (shapes, encord_geometry_new_polyline (points, 0));
  g_ptr_array_add (shapes, encord_geometry_new_point (0.5, 0.25));
  g_ptr_array_add (shapes, encord_geometry_new_skeleton (joints, 2));
  g_ptr_array_add (shapes, encord_geometry_new_bitmask (4, 3, "524O"));

  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < shapes->len; i++) {
      g_autofree char *hash = g_strdup_printf ("shape%03u", i);
      g_autofree char *feature = g_strdup_printf ("aaaa%u", (i + 1) * 1111);
      EncordGeometry *geometry = g_ptr_array_index (shapes, i);
      g_autoptr (EncordGeometry) found = NULL;

      if (pass == 0) {
        encord_object_instance_set_geometry (add (row, feature, hash), 50,
                                             geometry, &model_label, &error);
        g_assert_no_error (error);
      }
      found = encord_object_instance_get_geometry (get (row, hash), 50);
      g_assert_true (encord_geometry_equal (found, geometry));
    }
    g_clear_pointer (&written, g_free);
    written = rows_write (row);
    g_assert_true (rows_load_text (row, written, &error));
    g_assert_no_error (error);
  }
}

/* the corners come in the order of their keys */
static void
test_polygon (void)
{
  g_autofree char *everything = rows_read_file ("everything");
  g_autofree char *text =
      rows_replace (everything, ", \"polygons\": [[[0.0, 0, 0.2, 0]]]", "");
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordGeometry) polygon = NULL;
  const EncordPoint *corners;
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_true (rows_load_text (row, text, &error));
  g_assert_no_error (error);
  polygon = encord_object_instance_get_geometry (get (row, "obj00003"), 0);
  corners = encord_geometry_get_points (polygon, &n);
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpfloat (corners[1].x, ==, 0.1);
  g_assert_cmpfloat (corners[3].x, ==, 0.9);
  g_assert_cmpfloat (corners[4].x, ==, 1);
}

/* who sets other corners sets a polygon without holes */
static void
test_polygons (void)
{
  static const EncordPoint points[] = { { 0, 0 }, { 1, 0 }, { 1, 1 } };
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordGeometry) new = encord_geometry_new_polygon (points, 3);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  encord_object_instance_set_geometry (get (row, "obj00003"), 0, new, NULL,
                                       &error);
  g_assert_no_error (error);
  written = rows_write (row);
  g_assert_null (strstr (written, "polygons"));
  g_assert_nonnull (strstr (
      written, "\"polygon\":{\"0\":{\"x\":0.0,\"y\":0.0},\"1\":{\"x\":1.0,"
               "\"y\":0.0},\"2\":{\"x\":1.0,\"y\":1.0}}"));
}

/* one object a detection: nothing may walk all objects for each of them */
static void
test_many_objects (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) instances = NULL;

  for (int i = 0; i < 20000; i++)
    set (add (row, "aaaa1111", NULL), i % 100, 0, 0, 1, 1, &model_label);
  written = rows_write (row);
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  instances = encord_label_row_get_object_instances (row);
  g_assert_cmpuint (instances->len, ==, 20008);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/label-row/neutral/everything", "everything",
                        test_neutral);
  g_test_add_data_func ("/label-row/neutral/image-group", "image-group",
                        test_neutral);
  g_test_add_data_func ("/label-row/neutral/audio", "audio", test_neutral);
  g_test_add_func ("/label-row/read", test_read);
  g_test_add_func ("/label-row/move", test_move);
  g_test_add_func ("/label-row/move-only", test_move_only);
  g_test_add_func ("/label-row/add", test_add);
  g_test_add_func ("/label-row/remove-object", test_remove_object);
  g_test_add_func ("/label-row/remove-last-frame", test_remove_last_frame);
  g_test_add_func ("/label-row/reviews", test_reviews);
  g_test_add_func ("/label-row/image-group", test_image_group);
  g_test_add_func ("/label-row/video-has-no-images", test_video_has_no_images);
  g_test_add_func ("/label-row/load-again", test_load_again);
  g_test_add_func ("/label-row/refused/edits", test_refused_edits);
  g_test_add_func ("/label-row/refused/objects", test_refused_objects);
  g_test_add_func ("/label-row/made-hash", test_made_hash);
  g_test_add_func ("/label-row/shapes", test_shapes);
  g_test_add_func ("/label-row/polygon", test_polygon);
  g_test_add_func ("/label-row/polygons", test_polygons);
  g_test_add_func ("/label-row/many-objects", test_many_objects);

  return g_test_run ();
}
