/* fuzz-label-row.c - load, walk, edit, write and load again
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>

#include <math.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* ids may repeat: only structure and hashes matter here */
static const char editor_text[] =
    "{\"objects\":[{\"id\":\"1\",\"name\":\"Car\",\"color\":\"#D33115\","
    "\"shape\":\"bounding_box\",\"featureNodeHash\":\"aaaa1111\","
    "\"attributes\":[{\"id\":\"1.1\",\"name\":\"bbbb1111\","
    "\"type\":\"radio\",\"featureNodeHash\":\"bbbb1111\",\"required\":false,"
    "\"dynamic\":false,\"options\":[{\"id\":\"1.1.1\",\"label\":\"cccc1111\","
    "\"value\":\"v\",\"featureNodeHash\":\"cccc1111\","
    "\"options\":[{\"id\":\"1.1\",\"name\":\"bbbb1112\",\"type\":\"text\","
    "\"featureNodeHash\":\"bbbb1112\",\"required\":false,"
    "\"dynamic\":false}]}]},{\"id\":\"1.1\",\"name\":\"bbbb2222\","
    "\"type\":\"text\",\"featureNodeHash\":\"bbbb2222\",\"required\":false,"
    "\"dynamic\":false},{\"id\":\"1.1\",\"name\":\"bbbb4444\","
    "\"type\":\"checklist\",\"featureNodeHash\":\"bbbb4444\","
    "\"required\":false,\"dynamic\":true,\"options\":[{\"id\":\"1.1.1\","
    "\"label\":\"eeee0003\",\"value\":\"v\","
    "\"featureNodeHash\":\"eeee0003\"},{\"id\":\"1.1.1\","
    "\"label\":\"eeee0004\",\"value\":\"v\","
    "\"featureNodeHash\":\"eeee0004\"}]},{\"id\":\"1.1\","
    "\"name\":\"bbbb4446\",\"type\":\"text\","
    "\"featureNodeHash\":\"bbbb4446\",\"required\":false,\"dynamic\":true},"
    "{\"id\":\"1.1\",\"name\":\"bbbb4447\",\"type\":\"numeric\","
    "\"featureNodeHash\":\"bbbb4447\",\"required\":false,"
    "\"dynamic\":false}]}],\"classifications\":[{\"id\":\"1\","
    "\"featureNodeHash\":\"dddd1111\",\"attributes\":[{\"id\":\"1.1\","
    "\"name\":\"eeee1111\",\"type\":\"radio\","
    "\"featureNodeHash\":\"eeee1111\",\"required\":false,\"dynamic\":false,"
    "\"options\":[{\"id\":\"1.1.1\",\"label\":\"ffff2222\",\"value\":\"v\","
    "\"featureNodeHash\":\"ffff2222\"}]}]}]}";

static EncordLabelRow *
new_row (void)
{
  static EncordOntologyStructure *ontology;
  static JsonNode *metadata;

  if (ontology == NULL) {
    g_autoptr (JsonNode) editor = json_from_string (editor_text, NULL);

    ontology = encord_ontology_structure_new_from_json (editor, NULL);
    metadata = json_from_string (
        "{\"branch_name\":\"main\","
        "\"data_hash\":\"22222222-2222-4222-8222-222222222222\","
        "\"dataset_hash\":\"d\",\"dataset_title\":\"c\",\"data_title\":\"t\","
        "\"data_type\":\"VIDEO\",\"label_status\":\"LABELLED\","
        "\"number_of_frames\":100}",
        NULL);
  }

  return encord_label_row_new_from_json (metadata, ontology, NULL);
}

/* how many different answers an object has; each holds where it is said to */
static guint
walk_answers (EncordObjectInstance *instance)
{
  g_autoptr (GPtrArray) attributes =
      encord_object_instance_get_answered_attributes (instance);
  guint n = 0;

  for (guint i = 0; i < attributes->len; i++) {
    EncordOntologyAttribute *attribute = g_ptr_array_index (attributes, i);
    g_autoptr (GPtrArray) answers =
        encord_object_instance_get_answers (instance, attribute);

    n += answers->len;
    for (guint j = 0; j < answers->len; j++) {
      EncordAnswer *answer = g_ptr_array_index (answers, j);
      g_autofree EncordFrameRange *ranges = NULL;
      guint n_ranges;

      ranges = encord_object_instance_get_answer_ranges (instance, attribute,
                                                         answer, &n_ranges);
      for (guint k = 0; k < n_ranges; k++) {
        g_autoptr (EncordAnswer) first = encord_object_instance_get_answer (
            instance, attribute, ranges[k].first);
        g_autoptr (EncordAnswer) last = encord_object_instance_get_answer (
            instance, attribute, ranges[k].last);

        g_assert_true (encord_answer_equal (first, answer));
        g_assert_true (encord_answer_equal (last, answer));
        g_assert_true (k == 0 || ranges[k].first > ranges[k - 1].last + 1);
      }
    }
  }

  return n;
}

static guint
walk_classifications (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_classification_instances (row);
  guint n = 0;

  for (guint i = 0; i < instances->len; i++) {
    EncordClassificationInstance *instance = g_ptr_array_index (instances, i);
    g_autoptr (GPtrArray) attributes =
        encord_classification_instance_get_answered_attributes (instance);
    g_autoptr (EncordAnswer) answer =
        encord_classification_instance_get_answer (instance, NULL);
    guint n_frames;
    const int *frames =
        encord_classification_instance_get_frames (instance, &n_frames);

    g_assert_cmpint (attributes->len > 0, ==, answer != NULL);
    for (guint j = 0; j < n_frames; j++) {
      EncordAnnotation annotation;
      JsonNode *reviews =
          encord_classification_instance_get_reviews (instance, frames[j]);

      g_clear_pointer (&reviews, json_node_unref);
      g_assert_true (encord_classification_instance_get_annotation (
          instance, frames[j], &annotation));
    }
    n += n_frames + attributes->len;
  }

  return n;
}

/* JSON has no other numbers */
static void
walk_rings (const EncordGeometry *polygon)
{
  const guint n_polygons = encord_geometry_get_n_polygons (polygon);

  for (guint p = 0; p < n_polygons; p++) {
    const guint n_rings = encord_geometry_get_n_rings (polygon, p);

    g_assert_cmpuint (n_rings, >, 0);
    for (guint r = 0; r < n_rings; r++) {
      guint n;
      const EncordPoint *ring = encord_geometry_get_ring (polygon, p, r, &n);

      for (guint i = 0; i < n; i++)
        g_assert_true (isfinite (ring[i].x) && isfinite (ring[i].y));
    }
  }
}

/* the number of frames that all objects and classifications are on together, and
 * of what is answered */
static guint
walk (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  guint n = walk_classifications (row);

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    g_autofree char *answers = encord_object_instance_dup_answers (instance);
    const int *frames;
    guint n_frames;

    g_assert_nonnull (answers);
    frames = encord_object_instance_get_frames (instance, &n_frames);
    for (guint j = 0; j < n_frames; j++) {
      EncordAnnotation annotation;
      EncordGeometry *geometry =
          encord_object_instance_get_geometry (instance, frames[j]);

      g_assert_true (encord_object_instance_has_frame (instance, frames[j]));
      g_assert_true (encord_object_instance_get_annotation (instance, frames[j],
                                                            &annotation));
      if (geometry != NULL)
        walk_rings (geometry);
      g_clear_pointer (&geometry, encord_geometry_unref);
    }
    n += n_frames + (n_frames > 0 ? walk_answers (instance) : 0);
  }

  return n;
}

/* moves, removes and adds by the bytes of the input */
static void
edit (EncordLabelRow *row, const guint8 *data, gsize size)
{
  const EncordBox box = { 0.1, 0.2, 0.3, 0.4, 0 };
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  EncordOntologyObject *car = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), "aaaa1111");
  EncordObjectInstance *added;

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    const guint8 choice = data[(i * 7) % size];
    const int frame = choice % 3;

    if (choice % 5 == 0)
      encord_label_row_remove_object_instance (row, instance);
    else if (choice % 5 == 1)
      encord_object_instance_remove_frame (instance, frame);
    else if (choice % 5 == 2)
      encord_object_instance_set_box (instance, frame, &box, NULL, NULL);
  }

  added = encord_label_row_add_object_instance (row, car, "new", NULL);
  if (added != NULL)
    encord_object_instance_set_box (added, 0, &box, NULL, NULL);
}

static EncordAnswer *
make_answer (EncordOntologyAttribute *attribute, guint8 choice)
{
  GPtrArray *options = encord_ontology_attribute_get_options (attribute);

  switch (encord_ontology_attribute_get_attribute_type (attribute)) {
    case ENCORD_ATTRIBUTE_RADIO:
      return encord_answer_new_option (
          g_ptr_array_index (options, choice % options->len));
    case ENCORD_ATTRIBUTE_CHECKLIST:
      return encord_answer_new_options (
          (EncordOntologyOption *const *) options->pdata,
          choice % (options->len + 1));
    case ENCORD_ATTRIBUTE_NUMERIC:
      return encord_answer_new_number (choice / 7.0);
    case ENCORD_ATTRIBUTE_TEXT:
    case ENCORD_ATTRIBUTE_UNKNOWN:
    default:
      return encord_answer_new_text (choice % 2 != 0 ? "odd" : "even");
  }
}

/* answers, of the object's class or not, by the bytes of the input */
static void
edit_answers (EncordLabelRow *row, const guint8 *data, gsize size)
{
  static const char *const hashes[] = { "bbbb1111", "bbbb1112", "bbbb2222",
                                        "bbbb4444", "bbbb4446", "bbbb4447",
                                        "eeee1111" };
  EncordOntologyStructure *ontology =
      encord_label_row_get_ontology_structure (row);
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);

  for (guint i = 0; i < instances->len * 4; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i / 4);
    const guint8 choice = data[(i * 11) % size];
    EncordOntologyAttribute *attribute =
        encord_ontology_structure_find_attribute (
            ontology, hashes[choice % G_N_ELEMENTS (hashes)]);
    g_autoptr (EncordAnswer) answer = make_answer (attribute, choice / 8);
    const EncordFrameRange range = { choice % 16, choice % 16 + choice / 32 };

    if (choice % 3 == 0)
      encord_object_instance_set_answer (instance, attribute, answer, NULL);
    else if (choice % 3 == 1)
      encord_object_instance_set_answer_for_ranges (instance, attribute, answer,
                                                    &range, 1, NULL);
    else if (choice % 2 == 0)
      encord_object_instance_delete_answer (instance, attribute);
    else
      encord_object_instance_delete_answer_for_ranges (instance, attribute,
                                                       &range, 1);
  }
}

static void
edit_classifications (EncordLabelRow *row, const guint8 *data, gsize size)
{
  EncordOntologyStructure *ontology =
      encord_label_row_get_ontology_structure (row);
  EncordOntologyAttribute *weather =
      encord_ontology_structure_find_attribute (ontology, "eeee1111");
  g_autoptr (EncordAnswer) answer = make_answer (weather, 0);
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_classification_instances (row);
  const EncordFrameRange some = { data[0] % 8, data[0] % 8 + 2 };
  EncordClassificationInstance *added;

  for (guint i = 0; i < instances->len; i++) {
    EncordClassificationInstance *instance = g_ptr_array_index (instances, i);
    const guint8 choice = data[(i * 13) % size];

    if (choice % 5 == 0)
      encord_label_row_remove_classification_instance (row, instance);
    else if (choice % 5 == 1)
      encord_classification_instance_remove_from_ranges (instance, &some, 1);
    else if (choice % 5 == 2)
      encord_classification_instance_set_for_ranges (instance, &some, 1, NULL,
                                                     NULL);
    else if (choice % 5 == 3)
      encord_classification_instance_set_answer (instance, NULL, answer, NULL);
  }

  added = encord_label_row_add_classification_instance (
      row, encord_ontology_structure_find_classification (ontology, "dddd1111"),
      "new", NULL);
  if (added != NULL)
    encord_classification_instance_set_for_ranges (added, &some, 1, NULL, NULL);
}

/* what is on no frame is not saved */
static guint
walk_saved (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_classification_instances (row);

  for (guint i = 0; i < instances->len; i++) {
    EncordClassificationInstance *instance = g_ptr_array_index (instances, i);
    guint n_frames;

    encord_classification_instance_get_frames (instance, &n_frames);
    if (n_frames == 0)
      encord_label_row_remove_classification_instance (row, instance);
  }

  return walk (row);
}

static void
check_reload (EncordLabelRow *row)
{
  g_autoptr (GBytes) body = encord_label_row_write (row, NULL);
  g_autoptr (EncordLabelRow) again = new_row ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (body);
  encord_label_row_load (again, body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (walk (again), ==, walk_saved (row));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (EncordLabelRow) row = new_row ();
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  if (!encord_label_row_load (row, body, NULL))
    return 0;
  walk (row);
  check_reload (row);
  edit_answers (row, data, size);
  edit_classifications (row, data, size);
  check_reload (row);
  edit (row, data, size);
  check_reload (row);

  return 0;
}
