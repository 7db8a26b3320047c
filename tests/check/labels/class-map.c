/* class-map.c - which ontology object a model's class is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-class-map-private.h>
#include <string.h>

static EncordOntologyStructure *
make_ontology (void)
{
  static const struct
  {
    const char *name;
    EncordShape shape;
  } objects[] = {
    { "Traffic Light", ENCORD_SHAPE_BOUNDING_BOX },
    { "face", ENCORD_SHAPE_BOUNDING_BOX },
    { "Face", ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX },
    { "Road", ENCORD_SHAPE_POLYGON },
    { "Sky", ENCORD_SHAPE_BITMASK },
    { "Lane", ENCORD_SHAPE_POLYLINE },
    { "Tree", ENCORD_SHAPE_POLYGON },
    { "tree", ENCORD_SHAPE_BOUNDING_BOX },
    { "Sign", ENCORD_SHAPE_POLYGON },
    { "SIGN", ENCORD_SHAPE_BITMASK },
  };
  EncordOntologyStructure *ontology = encord_ontology_structure_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++)
    g_assert_nonnull (encord_ontology_structure_add_object (
        ontology, objects[i].name, objects[i].shape, NULL));

  return ontology;
}

static const struct
{
  const char *class;
  const char *override;
  const char *expected; /* NULL: an error */
  EncordError code;
  const char *text;
} cases[] = {
  { "Traffic Light", NULL, "Traffic Light" },
  { "traffic-light", NULL, "Traffic Light" },
  { "TRAFFIC_LIGHT", NULL, "Traffic Light" },
  { "face", NULL, "face" },
  { "Face", NULL, "Face" },
  { "FACE", NULL, NULL, ENCORD_ERROR_REJECTED, "\"face\"" },
  { "road", NULL, NULL, ENCORD_ERROR_REJECTED, "polygon" },
  { "zebra", NULL, NULL, ENCORD_ERROR_NOT_FOUND, "zebra" },
  { "zebra", "traffic light", "Traffic Light" },
  { "zebra", "", "" },
  { "zebra", "lion", NULL, ENCORD_ERROR_NOT_FOUND, "zebra" },
};

static void
test_case (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordOntologyStructure) ontology = make_ontology ();
  g_autoptr (GHashTable) overrides = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;
  EncordOntologyObject *object;

  if (cases[i].override != NULL)
    g_hash_table_insert (overrides, (gpointer) cases[i].class,
                         (gpointer) cases[i].override);
  map = encord_class_map_new (ontology,
                              (const char *const[]){ cases[i].class, NULL },
                              overrides, ENCORD_CLASS_MAP_STRICT, &error);
  if (cases[i].expected == NULL) {
    g_assert_null (map);
    g_assert_error (error, ENCORD_ERROR, (int) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].text));
    return;
  }
  g_assert_no_error (error);
  object = encord_class_map_get_object (map, 0);
  g_assert_cmpstr (object != NULL ? encord_ontology_object_get_name (object)
                                  : "",
                   ==, cases[i].expected);
}

/* a box fits before anything that boxes are converted to */
static const struct
{
  const char *class;
  const char *expected; /* NULL: an error */
  EncordShape shape;
  const char *text;
} conversions[] = {
  { "road", "Road", ENCORD_SHAPE_POLYGON },
  { "sky", "Sky", ENCORD_SHAPE_BITMASK },
  { "face", "face", ENCORD_SHAPE_BOUNDING_BOX },
  { "Tree", "tree", ENCORD_SHAPE_BOUNDING_BOX },
  { "Sign", "Sign", ENCORD_SHAPE_POLYGON },
  { "sign", NULL, ENCORD_SHAPE_UNKNOWN, "fit equally well" },
  { "lane", NULL, ENCORD_SHAPE_UNKNOWN, "polyline" },
};

static void
test_conversions (void)
{
  g_autoptr (EncordOntologyStructure) ontology = make_ontology ();

  for (gsize i = 0; i < G_N_ELEMENTS (conversions); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EncordClassMap) map = encord_class_map_new (
        ontology, (const char *const[]){ conversions[i].class, NULL }, NULL,
        ENCORD_CLASS_MAP_CONVERT_SHAPES, &error);
    EncordOntologyObject *object;

    if (conversions[i].expected == NULL) {
      g_assert_null (map);
      g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
      g_assert_nonnull (strstr (error->message, conversions[i].text));
      continue;
    }
    g_assert_no_error (error);
    object = encord_class_map_get_object (map, 0);
    g_assert_cmpstr (encord_ontology_object_get_name (object), ==,
                     conversions[i].expected);
    g_assert_cmpint (encord_ontology_object_get_shape (object), ==,
                     conversions[i].shape);
  }
}

/* labels that may bring their shapes go to any object that has one of them */
static void
test_any_shape (void)
{
  static const struct
  {
    const char *class;
    const char *expected;
    gboolean boxes;     /* it takes them */
    gboolean converted; /* it does with convert-shapes */
  } drawn[] = {
    { "face", "face", TRUE, TRUE },   { "Tree", "tree", TRUE, TRUE },
    { "road", "Road", FALSE, TRUE },  { "sky", "Sky", FALSE, TRUE },
    { "lane", "Lane", FALSE, FALSE },
  };
  g_autoptr (EncordOntologyStructure) ontology = make_ontology ();

  for (gsize i = 0; i < G_N_ELEMENTS (drawn); i++)
    for (guint converts = 0; converts < 2; converts++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (EncordClassMap) map = encord_class_map_new (
          ontology, (const char *const[]){ drawn[i].class, NULL }, NULL,
          ENCORD_CLASS_MAP_ANY_SHAPE |
              (converts ? ENCORD_CLASS_MAP_CONVERT_SHAPES : 0),
          &error);
      const gboolean takes = converts ? drawn[i].converted : drawn[i].boxes;

      g_assert_no_error (error);
      g_assert_cmpstr (encord_ontology_object_get_name (
                           encord_class_map_get_object (map, 0)),
                       ==, drawn[i].expected);
      g_assert_cmpint (encord_class_map_takes_boxes (map, 0), ==, takes);
      g_assert_cmpint (encord_class_map_check_boxes (map, &error), ==, takes);
      if (takes)
        continue;
      g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
      g_assert_nonnull (strstr (error->message, "the labels are boxes"));
    }
}

/* nothing carries a skeleton, and a dropped class has no shape to mind */
static void
test_no_shape (void)
{
  g_autoptr (EncordOntologyStructure) ontology =
      encord_ontology_structure_new ();
  g_autoptr (GHashTable) overrides = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const classes[] = { "bones", NULL };
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  encord_ontology_structure_add_object (ontology, "bones",
                                        ENCORD_SHAPE_SKELETON, NULL);
  g_assert_null (encord_class_map_new (ontology, classes, NULL,
                                       ENCORD_CLASS_MAP_ANY_SHAPE, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_hash_table_insert (overrides, (gpointer) "bones", (gpointer) "");
  map = encord_class_map_new (ontology, classes, overrides,
                              ENCORD_CLASS_MAP_ANY_SHAPE, NULL);
  g_assert_true (encord_class_map_check_boxes (map, NULL));
}

static void
test_feature_hash (void)
{
  g_autoptr (EncordOntologyStructure) ontology = make_ontology ();
  EncordOntologyObject *face =
      encord_ontology_structure_get_objects (ontology)->pdata[1];
  const char *hash = encord_ontology_object_get_feature_hash (face);
  g_autoptr (EncordClassMap) map =
      encord_class_map_new (ontology, (const char *const[]){ hash, NULL }, NULL,
                            ENCORD_CLASS_MAP_STRICT, NULL);

  g_assert_true (encord_class_map_get_object (map, 0) == face);
}

static void
test_all_unmapped_are_named (void)
{
  g_autoptr (EncordOntologyStructure) ontology = make_ontology ();
  static const char *const classes[] = { "a", "face", "b", NULL };
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_class_map_new (ontology, classes, NULL,
                                       ENCORD_CLASS_MAP_STRICT, &error));
  g_assert_nonnull (strstr (error->message, "\"a\", \"b\""));
  map = encord_class_map_new (ontology, classes, NULL,
                              ENCORD_CLASS_MAP_DROP_UNMAPPED, NULL);
  g_assert_null (encord_class_map_get_feature_hashes (map)[0]);
  g_assert_nonnull (encord_class_map_get_feature_hashes (map)[1]);
}

static void
test_overrides (void)
{
  static const char json[] = "{\"visage\": \"face\", \"zebra\": null}";
  static const char *const bad[] = {
    "", "[]", "{\"a\": 1}", "{\"a\": []}", "{\"\xff\": null}", "{", "7"
  };
  g_autoptr (GHashTable) overrides =
      encord_class_map_parse_overrides (json, strlen (json), NULL);

  g_assert_cmpstr (g_hash_table_lookup (overrides, "visage"), ==, "face");
  g_assert_cmpstr (g_hash_table_lookup (overrides, "zebra"), ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (
        encord_class_map_parse_overrides (bad[i], strlen (bad[i]), &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

/* deeper than a stack that is parsed on */
static void
test_deep_overrides (void)
{
  const gsize depth = 1000000;
  g_autofree char *json = g_strnfill (depth, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_class_map_parse_overrides (json, depth, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_nonnull (strstr (error->message, "class map: "));
  g_assert_nonnull (strstr (error->message, "deeply"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/class-map/case/%02u", (guint) i);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/class-map/conversions", test_conversions);
  g_test_add_func ("/class-map/any-shape", test_any_shape);
  g_test_add_func ("/class-map/no-shape", test_no_shape);
  g_test_add_func ("/class-map/feature-hash", test_feature_hash);
  g_test_add_func ("/class-map/all-unmapped-are-named",
                   test_all_unmapped_are_named);
  g_test_add_func ("/class-map/overrides", test_overrides);
  g_test_add_func ("/class-map/deep-overrides", test_deep_overrides);

  return g_test_run ();
}
