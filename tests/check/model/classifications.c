/* classifications.c - the classifications of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "rows.h"

static EncordClassificationInstance *
get (EncordLabelRow *row, const char *hash)
{
  EncordClassificationInstance *instance =
      encord_label_row_get_classification_instance (row, hash);

  g_assert_nonnull (instance);

  return instance;
}

static EncordOntologyClassification *
find_class (EncordLabelRow *row, const char *feature_hash)
{
  EncordOntologyClassification *classification =
      encord_ontology_structure_find_classification (
          encord_label_row_get_ontology_structure (row), feature_hash);

  g_assert_nonnull (classification);

  return classification;
}

static EncordClassificationInstance *
add (EncordLabelRow *row, const char *feature_hash, const char *hash)
{
  g_autoptr (GError) error = NULL;
  EncordClassificationInstance *instance =
      encord_label_row_add_classification_instance (
          row, find_class (row, feature_hash), hash, &error);

  g_assert_no_error (error);

  return instance;
}

static gboolean
put (EncordClassificationInstance *instance, int first, int last,
     const EncordAnnotation *annotation, GError **error)
{
  const EncordFrameRange range = { first, last };

  return encord_classification_instance_set_for_ranges (instance, &range, 1,
                                                        annotation, error);
}

static void
set (EncordLabelRow *row, EncordClassificationInstance *instance,
     const char *attribute, const char *text)
{
  EncordOntologyAttribute *to = rows_attribute (row, attribute);
  g_autoptr (EncordAnswer) answer = rows_answer (row, to, text);
  g_autoptr (GError) error = NULL;

  encord_classification_instance_set_answer (instance, to, answer, &error);
  g_assert_no_error (error);
}

static void
assert_answer (EncordLabelRow *row, EncordClassificationInstance *instance,
               const char *attribute, const char *expected)
{
  g_autoptr (EncordAnswer) answer = encord_classification_instance_get_answer (
      instance, attribute != NULL ? rows_attribute (row, attribute) : NULL);
  g_autofree char *text = rows_describe (answer);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_frames (EncordClassificationInstance *instance, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree EncordFrameRange *ranges = NULL;
  guint n_ranges;

  ranges = encord_classification_instance_get_ranges (instance, &n_ranges);
  for (guint i = 0; i < n_ranges; i++)
    g_string_append_printf (text, "[%d,%d]", ranges[i].first, ranges[i].last);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_read (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_classification_instances (row);
  EncordClassificationInstance *weather = get (row, "cls00001");
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *written = NULL;
  g_autoptr (GPtrArray) attributes = NULL;
  EncordAnnotation annotation;
  guint n_frames;
  const int *frames;

  g_assert_cmpuint (instances->len, ==, 1);
  g_assert_true (g_ptr_array_index (instances, 0) == weather);
  g_assert_cmpstr (
      encord_classification_instance_get_classification_hash (weather), ==,
      "cls00001");
  g_assert_cmpstr (encord_classification_instance_get_feature_hash (weather),
                   ==, "dddd1111");
  g_assert_true (encord_classification_instance_get_ontology_classification (
                     weather) == find_class (row, "dddd1111"));
  frames = encord_classification_instance_get_frames (weather, &n_frames);
  g_assert_cmpuint (n_frames, ==, 1);
  g_assert_cmpint (frames[0], ==, 0);
  g_assert_true (encord_classification_instance_has_frame (weather, 0));
  g_assert_false (encord_classification_instance_has_frame (weather, 1));
  g_assert_true (
      encord_classification_instance_get_annotation (weather, 0, &annotation));
  g_assert_cmpint (annotation.created_at, ==, 1714979289);
  g_assert_cmpstr (annotation.created_by, ==, "a@example.com");
  g_assert_true (annotation.manual);
  g_assert_false (
      encord_classification_instance_get_annotation (weather, 1, &annotation));
  assert_answer (row, weather, NULL, "ffff2222");
  assert_answer (row, weather, "eeee1111", "ffff2222");
  assert_answer (row, weather, "eeee1113", "-");
  assert_answer (row, weather, "eeee2222", "-");
  attributes = encord_classification_instance_get_answered_attributes (weather);
  g_assert_cmpuint (attributes->len, ==, 1);

  written = rows_write (row);
  g_assert_cmpstr (written, ==, file);
}

static void
test_answer (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordClassificationInstance *weather = get (row, "cls00001");
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *replaced = NULL, *expected = NULL, *written = NULL;
  g_autofree char *compact = NULL;

  set (row, weather, "eeee1113", "heavy");
  set (row, weather, "eeee1112", "ffff2224 ffff2223");
  assert_answer (row, weather, "eeee1112", "ffff2223 ffff2224");
  written = rows_write (row);
  compact = rows_compact (written);
  replaced = rows_replace (
      file, "\"featureHash\": \"eeee1111\", \"manualAnnotation\": true}",
      "\"featureHash\": \"eeee1111\", \"manualAnnotation\": true}, "
      "{\"name\": \"Remark\", \"value\": \"remark\", \"answers\": \"heavy\", "
      "\"featureHash\": \"eeee1113\", \"manualAnnotation\": true}, "
      "{\"name\": \"Kind Of\", \"value\": \"kind_of\", \"answers\": "
      "[{\"name\": "
      "\"Hail\", \"value\": \"hail\", \"featureHash\": \"ffff2223\"}, "
      "{\"name\": \"Drizzle\", \"value\": \"drizzle\", \"featureHash\": "
      "\"ffff2224\"}], \"featureHash\": \"eeee1112\", \"manualAnnotation\": "
      "true}");
  expected = rows_compact (replaced);
  g_assert_cmpstr (compact, ==, expected);

  set (row, weather, "eeee1111", "ffff1111");
  assert_answer (row, weather, "eeee1113", "-");
  g_assert_true (encord_classification_instance_delete_answer (weather, NULL));
  assert_answer (row, weather, NULL, "-");
  g_assert_false (encord_classification_instance_delete_answer (weather, NULL));
}

static void
test_move (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordClassificationInstance *weather = get (row, "cls00001");
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  EncordAnnotation annotation;

  /* on the frame where it is, only the time of the edit changes */
  g_assert_true (put (weather, 0, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (
      encord_classification_instance_get_annotation (weather, 0, &annotation));
  g_assert_cmpint (annotation.created_at, ==, 1714979289);
  g_assert_cmpint (annotation.last_edited_at, >, 1714979289);
  written = rows_write (row);
  g_assert_nonnull (
      strstr (written, "\"createdAt\":\"Mon, 06 May 2024 07:08:09 GMT\","
                       "\"createdBy\":\"a@example.com\",\"confidence\":1.0,"
                       "\"featureHash\":\"dddd1111\",\"classificationHash\":"
                       "\"cls00001\",\"manualAnnotation\":true,\"later\":1e2,"
                       "\"lastEditedAt\":\""));
  /* the objects of the frame as they came, white space included */
  g_assert_nonnull (strstr (written, "\"later\": {\"deep\": [1.0]}},\n"));
}

static void
test_new (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  const EncordAnnotation annotation = { .confidence = 0.5,
                                        .created_at = 1714979289,
                                        .last_edited_at = 1714979290,
                                        .created_by = "m@example.com",
                                        .last_edited_by = "n@example.com" };
  EncordClassificationInstance *story = add (row, "dddd2222", "cls\"2");
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  set (row, story, "eeee2222", "once");
  written = rows_write (row);
  g_assert_null (strstr (written, "once")); /* on no frame yet */

  g_assert_true (put (story, 17, 18, &annotation, &error));
  g_assert_no_error (error);
  g_clear_pointer (&written, g_free);
  written = rows_write (row);
  g_assert_nonnull (strstr (
      written,
      "\"18\":{\"objects\":[],\"classifications\":[{\"name\":\"Story\","
      "\"value\":\"story\",\"createdAt\":\"Mon, 06 May 2024 07:08:09 GMT\","
      "\"createdBy\":\"m@example.com\",\"confidence\":0.5,"
      "\"classificationHash\":\"cls\\\"2\",\"featureHash\":\"dddd2222\","
      "\"manualAnnotation\":false,\"lastEditedAt\":\"Mon, 06 May 2024 07:08:10 "
      "GMT\",\"lastEditedBy\":\"n@example.com\"}]}"));
  g_assert_nonnull (strstr (
      written,
      "\"cls\\\"2\":{\"classificationHash\":\"cls\\\"2\",\"featureHash\":"
      "\"dddd2222\",\"classifications\":[{\"name\":\"Story\",\"value\":"
      "\"story\",\"answers\":\"once\",\"featureHash\":\"eeee2222\","
      "\"manualAnnotation\":true}]}"));

  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  assert_frames (get (row, "cls\"2"), "[17,18]");
  assert_answer (row, get (row, "cls\"2"), NULL, "once");
}

static void
test_once_a_frame (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordClassificationInstance *second = add (row, "dddd1111", NULL);
  EncordClassificationInstance *other = add (row, "dddd2222", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (put (second, 0, 5, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_frames (second, "");
  g_assert_true (put (other, 0, 5, NULL, &error));
  g_assert_true (put (second, 1, 5, NULL, &error));
  g_assert_true (put (second, 5, 6, NULL, &error)); /* itself is no other */
  g_assert_no_error (error);
  assert_frames (second, "[1,6]");

  /* the frame is free once the first has left it */
  g_assert_cmpuint (encord_classification_instance_remove_from_ranges (
                        get (row, "cls00001"), &(EncordFrameRange){ 0, 9 }, 1),
                    ==, 1);
  g_assert_true (put (second, 0, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (put (get (row, "cls00001"), 3, 3, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (encord_label_row_remove_classification_instance (row, second));
  g_assert_true (put (get (row, "cls00001"), 3, 3, NULL, &error));
  g_assert_no_error (error);
  assert_frames (get (row, "cls00001"), "[3,3]");
}

static void
test_remove (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordClassificationInstance) weather =
      g_object_ref (get (row, "cls00001"));
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  guint n_frames = 7;

  g_assert_true (
      encord_label_row_remove_classification_instance (row, weather));
  g_assert_false (
      encord_label_row_remove_classification_instance (row, weather));
  g_assert_null (
      encord_label_row_get_classification_instance (row, "cls00001"));
  written = rows_write (row);
  g_assert_null (strstr (written, "cls00001"));
  g_assert_nonnull (strstr (written, "\"classification_answers\":{}"));

  /* the handle is empty */
  g_assert_null (
      encord_classification_instance_get_classification_hash (weather));
  g_assert_null (
      encord_classification_instance_get_frames (weather, &n_frames));
  g_assert_cmpuint (n_frames, ==, 0);
  g_assert_null (encord_classification_instance_get_answer (weather, NULL));
  g_assert_false (put (weather, 0, 0, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

static void
test_refused (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordLabelRow) unloaded = rows_new ("VIDEO", 100);
  g_autoptr (EncordLabelRow) audio = rows_new ("AUDIO", 0);
  EncordClassificationInstance *weather = get (row, "cls00001");
  EncordOntologyAttribute *remark = rows_attribute (row, "eeee1113");
  EncordOntologyAttribute *story = rows_attribute (row, "eeee2222");
  g_autoptr (EncordAnswer) text = encord_answer_new_text ("x");
  EncordAnnotation bad = { .confidence = NAN };
  g_autofree char *sound = rows_read_file ("audio");
  g_autoptr (GError) error = NULL;

#define ASSERT_REFUSED(call, code)                                             \
  G_STMT_START                                                                 \
  {                                                                            \
    g_assert_false (call);                                                     \
    g_assert_error (error, ENCORD_ERROR, code);                                \
    g_clear_error (&error);                                                    \
  }                                                                            \
  G_STMT_END

  ASSERT_REFUSED (put (weather, -1, 0, NULL, &error), ENCORD_ERROR_REJECTED);
  ASSERT_REFUSED (put (weather, 99, 100, NULL, &error), ENCORD_ERROR_REJECTED);
  ASSERT_REFUSED (put (weather, 1, 1, &bad, &error), ENCORD_ERROR_REJECTED);
  ASSERT_REFUSED (
      encord_classification_instance_set_answer (weather, NULL, text, &error),
      ENCORD_ERROR_REJECTED);
  ASSERT_REFUSED (
      encord_classification_instance_set_answer (weather, story, text, &error),
      ENCORD_ERROR_NOT_FOUND);
  ASSERT_REFUSED (encord_label_row_add_classification_instance (
                      row, find_class (row, "dddd1111"), "cls00001", &error),
                  ENCORD_ERROR_CONFLICT);
  ASSERT_REFUSED (encord_label_row_add_classification_instance (
                      unloaded, find_class (row, "dddd1111"), NULL, &error),
                  ENCORD_ERROR_REJECTED);
  g_assert_true (rows_load_text (audio, sound, &error));
  ASSERT_REFUSED (encord_label_row_add_classification_instance (
                      audio, find_class (row, "dddd1111"), NULL, &error),
                  ENCORD_ERROR_NOT_SUPPORTED);

  set (row, weather, "eeee1111", "ffff1111");
  ASSERT_REFUSED (
      encord_classification_instance_set_answer (weather, remark, text, &error),
      ENCORD_ERROR_REJECTED);
  assert_frames (weather, "[0,0]");
}

/* without an entry among the answers it is absent, and carried */
static void
test_ghost (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("reviews");
  g_autofree char *file = rows_read_file ("reviews");
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_classification_instances (row);
  EncordClassificationInstance *weather;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (instances->len, ==, 0);
  g_assert_null (
      encord_label_row_get_classification_instance (row, "cls00001"));

  /* it is in nobody's way */
  weather = add (row, "dddd1111", "cls00002");
  g_assert_true (put (weather, 0, 0, NULL, &error));
  g_assert_no_error (error);
  written = rows_write (row);
  g_assert_nonnull (strstr (written, "\"cls00001\""));
  g_assert_nonnull (strstr (written, "\"cls00002\""));
  g_clear_pointer (&written, g_free);

  /* whoever takes its hash takes its place */
  g_assert_true (rows_load_text (row, file, &error));
  weather = add (row, "dddd1111", "cls00001");
  assert_frames (weather, "");
  g_assert_true (put (weather, 1, 1, NULL, &error));
  g_assert_no_error (error);
  written = rows_write (row);
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  assert_frames (get (row, "cls00001"), "[1,1]");
}

static void
test_reviews (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("reviews");
  EncordObjectInstance *object =
      encord_label_row_get_object_instance (row, "obj00001");
  g_autoptr (JsonNode) reviews = encord_object_instance_get_reviews (object, 0);
  g_autofree char *text = json_to_string (reviews, FALSE);
  g_autofree char *file = rows_read_file ("reviews");
  g_autofree char *answered = rows_replace (
      file, "\"classification_answers\": {}",
      "\"classification_answers\": {\"cls00001\": {\"classifications\": []}}");
  const EncordBox box = { 0, 0, 1, 1, 0 };
  g_autoptr (JsonNode) moved = NULL, classified = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "[{\"author\":\"x\"}]");
  g_assert_null (encord_object_instance_get_reviews (object, 1));
  g_assert_null (encord_object_instance_get_reviews (object, 2));

  /* an edit does not lose them */
  g_assert_true (
      encord_object_instance_set_box (object, 0, &box, NULL, &error));
  moved = encord_object_instance_get_reviews (object, 0);
  g_assert_true (json_node_equal (moved, reviews));

  g_assert_true (rows_load_text (row, answered, &error));
  g_assert_no_error (error);
  classified =
      encord_classification_instance_get_reviews (get (row, "cls00001"), 0);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (classified));
  written = rows_write (row);
  g_assert_null (strstr (written, "reviews"));
}

/* of copies on one frame the last one counts, and all go together */
static void
test_copies (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  EncordClassificationInstance *weather;
  EncordAnnotation annotation;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  const char *text =
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"3\":{"
      "\"objects\":[],\"classifications\":["
      "{\"classificationHash\":\"c\",\"featureHash\":\"dddd1111\","
      "\"createdBy\":\"first\"},"
      "{\"classificationHash\":\"d\",\"featureHash\":\"dddd1111\","
      "\"createdBy\":null},"
      "{\"classificationHash\":\"c\",\"featureHash\":\"dddd1111\","
      "\"createdBy\":\"last\"}]}}}},\"classification_answers\":{\"c\":{},"
      "\"d\":{}}}";

  g_assert_true (rows_load_text (row, text, &error));
  g_assert_no_error (error);
  weather = get (row, "c");
  assert_frames (weather, "[3,3]");
  g_assert_true (
      encord_classification_instance_get_annotation (weather, 3, &annotation));
  g_assert_cmpstr (annotation.created_by, ==, "last");

  /* two instances of one classification are there already: carried as well, but
   * not to be edited together */
  g_assert_false (put (weather, 3, 3, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT);
  g_clear_error (&error);
  encord_classification_instance_remove_from_ranges (
      get (row, "d"), &(EncordFrameRange){ 3, 3 }, 1);
  written = rows_write (row);
  g_assert_nonnull (strstr (written, "\"first\""));
  g_assert_nonnull (strstr (written, "\"last\""));
  g_clear_pointer (&written, g_free);
  encord_classification_instance_remove_from_ranges (
      weather, &(EncordFrameRange){ 0, 9 }, 1);
  written = rows_write (row);
  g_assert_null (strstr (written, "\"first\""));
  g_assert_null (strstr (written, "\"last\""));
}

static void
test_image_group (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("image-group");
  EncordClassificationInstance *tags = add (row, "dddd3333", "tags0001");
  const int b = encord_label_row_get_frame_for_image_hash (row, "image-b");
  const int c = encord_label_row_get_frame_for_image_hash (row, "image-c");
  g_autofree char *written = NULL, *compact = NULL;
  g_autoptr (GError) error = NULL;

  set (row, tags, "eeee3333", "ffff3332");
  g_assert_true (put (tags, b, c, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (put (tags, 3, 3, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  written = rows_write (row);
  compact = rows_compact (written);
  g_assert_nonnull (strstr (compact, "\"labels\":{\"classifications\":[{"
                                     "\"name\":\"Tags\""));
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  assert_frames (get (row, "tags0001"), "[1,2]");
}

/* one instance a frame costs no more than one for all */
static void
test_many (void)
{
  enum
  {
    N = 20000
  };
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", N);
  g_autofree char *written = NULL;
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rows_load_text (row,
                                 "{\"data_type\":\"video\",\"data_units\":"
                                 "{\"d\":{\"labels\":{}}}}",
                                 &error));
  for (int i = 0; i < N; i++) {
    EncordClassificationInstance *instance = add (row, "dddd2222", NULL);

    set (row, instance, "eeee2222", "x");
    g_assert_true (put (instance, i, i, NULL, &error));
  }
  written = rows_write (row);
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  instances = encord_label_row_get_classification_instances (row);
  g_assert_cmpuint (instances->len, ==, N);
  assert_answer (row, g_ptr_array_index (instances, N - 1), NULL, "x");
}

static void
assert_found (GPtrArray *found, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    gpointer instance = g_ptr_array_index (found, i);

    g_string_append_printf (
        text, "%s ",
        ENCORD_IS_OBJECT_INSTANCE (instance)
            ? encord_object_instance_get_object_hash (instance)
            : encord_classification_instance_get_classification_hash (
                  instance));
  }
  g_assert_cmpstr (text->str, ==, expected);
  g_ptr_array_unref (found);
}

static void
test_find (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordLabelRow) unloaded = rows_new ("VIDEO", 100);
  EncordOntologyObject *car = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), "aaaa1111");
  EncordOntologyClassification *story = find_class (row, "dddd2222");
  static const EncordFrameRange gap[] = { { 1, 5 }, { 7, 16 } };
  static const EncordFrameRange late[] = { { 18, 99 }, { 2, 6 } };
  static const EncordFrameRange end[] = { { 17, 17 } };
  g_autoptr (GError) error = NULL;

  assert_found (encord_label_row_find_object_instances (row, car, NULL, 0),
                "obj00001 ");
  assert_found (encord_label_row_find_object_instances (row, NULL, late, 2),
                "obj00001 ");
  assert_found (encord_label_row_find_object_instances (row, NULL, gap, 2), "");
  assert_found (encord_label_row_find_object_instances (row, NULL, end, 1),
                "obj00001 obj00005 obj00006 obj00007 obj00008 ");
  assert_found (encord_label_row_find_object_instances (row, car, end, 1),
                "obj00001 ");
  assert_found (encord_label_row_find_object_instances (row, NULL, end, 0), "");
  assert_found (
      encord_label_row_find_object_instances (unloaded, NULL, NULL, 0), "");

  g_assert_true (put (add (row, "dddd2222", "s"), 17, 20, NULL, &error));
  g_assert_no_error (error);
  add (row, "dddd2222", "nowhere");
  assert_found (
      encord_label_row_find_classification_instances (row, NULL, NULL, 0),
      "cls00001 s nowhere ");
  assert_found (
      encord_label_row_find_classification_instances (row, story, NULL, 0),
      "s nowhere ");
  assert_found (
      encord_label_row_find_classification_instances (row, NULL, late, 2),
      "s ");
  assert_found (
      encord_label_row_find_classification_instances (row, story, gap, 2), "");
}

static void
test_bad (gconstpointer data)
{
  g_autofree char *text = g_strdup_printf (
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"3\":{"
      "\"objects\":[],\"classifications\":%s}}}}}",
      (const char *) data);
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autoptr (GError) error = NULL;

  g_assert_false (rows_load_text (row, text, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_nonnull (strstr (error->message, "data_units.d.labels.3"));
}

static const char *const bad[] = {
  "7",
  "[7]",
  "[{}]",
  "[{\"classificationHash\":\"c\"}]",
  "[{\"classificationHash\":7,\"featureHash\":\"f\"}]",
  "[{\"classificationHash\":\"c\",\"featureHash\":null}]",
  "[{\"objectHash\":\"c\",\"featureHash\":\"f\"}]",
  "[{\"classificationHash\":\"c\",\"featureHash\":\"f\",\"confidence\":[]}]",
  "[{\"classificationHash\":\"c\",\"featureHash\":\"f\",\"createdBy\":1}]",
  "[],\"classifications\":[]",
};

/* what would be a shape of an object is a member like others */
static void
test_foreign_members (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rows_load_text (
      row,
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"3\":{"
      "\"objects\":[],\"classifications\":[{\"boundingBox\":\"no\","
      "\"objectHash\":7,\"polygons\":0,\"classificationHash\":\"c\","
      "\"confidence\":null,\"featureHash\":\"dddd1111\"}]}}}},"
      "\"classification_answers\":{\"c\":{\"later\":1}}}",
      &error));
  g_assert_no_error (error);
  g_assert_true (put (get (row, "c"), 3, 3, NULL, &error));
  set (row, get (row, "c"), "eeee1111", "ffff1111");
  written = rows_write (row);
  g_assert_nonnull (strstr (written, "{\"boundingBox\":\"no\",\"objectHash\":7,"
                                     "\"polygons\":0,\"classificationHash\":"
                                     "\"c\",\"confidence\":null,"));
  g_assert_nonnull (
      strstr (written, "\"c\":{\"later\":1,\"classifications\":[{\"name\":"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/classifications/read", test_read);
  g_test_add_func ("/classifications/answer", test_answer);
  g_test_add_func ("/classifications/move", test_move);
  g_test_add_func ("/classifications/new", test_new);
  g_test_add_func ("/classifications/once-a-frame", test_once_a_frame);
  g_test_add_func ("/classifications/remove", test_remove);
  g_test_add_func ("/classifications/refused", test_refused);
  g_test_add_func ("/classifications/ghost", test_ghost);
  g_test_add_func ("/classifications/reviews", test_reviews);
  g_test_add_func ("/classifications/copies", test_copies);
  g_test_add_func ("/classifications/image-group", test_image_group);
  g_test_add_func ("/classifications/find", test_find);
  g_test_add_func ("/classifications/many", test_many);
  g_test_add_func ("/classifications/foreign-members", test_foreign_members);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *name = g_strdup_printf ("/classifications/bad/%u", i);

    g_test_add_data_func (name, bad[i], test_bad);
  }

  return g_test_run ();
}
