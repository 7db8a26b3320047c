/* label-row-answers.c - reads and writes answers for label-row-answers.py
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "row-files.h"

/* neutral METADATA ONTOLOGY BODY: the body loaded and written
 * describe METADATA ONTOLOGY BODY: one line an answer and frame, one a
 *   classification and frame
 * apply METADATA ONTOLOGY BODY STEPS: the body after the steps, one a line:
 *   answer|OBJECT|ATTRIBUTE|VALUE
 *   frames|OBJECT|ATTRIBUTE|FIRST|LAST|VALUE
 *   delete|OBJECT|ATTRIBUTE
 *   delete-frame|OBJECT|ATTRIBUTE|FRAME
 *   classify|HASH|FEATURE-HASH|FIRST|LAST
 *   say|HASH|ATTRIBUTE|VALUE
 *   unsay|HASH|ATTRIBUTE
 *   declassify|HASH|FIRST|LAST
 *   remove|HASH
 * A value is a text, or hashes of options with spaces between them. */

static EncordOntologyAttribute *
find_attribute (EncordLabelRow *row, const char *hash)
{
  EncordOntologyAttribute *attribute =
      encord_ontology_structure_find_attribute (
          encord_label_row_get_ontology_structure (row), hash);

  g_assert_nonnull (attribute);

  return attribute;
}

static EncordAnswer *
make_answer (EncordLabelRow *row, const char *attribute_hash, const char *value)
{
  EncordOntologyStructure *ontology =
      encord_label_row_get_ontology_structure (row);
  EncordAttributeType type = encord_ontology_attribute_get_attribute_type (
      find_attribute (row, attribute_hash));
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  g_auto (GStrv) hashes = g_strsplit (value, " ", -1);

  if (type == ENCORD_ATTRIBUTE_TEXT)
    return encord_answer_new_text (value);

  for (guint i = 0; hashes[i] != NULL; i++)
    if (*hashes[i] != '\0')
      g_ptr_array_add (
          options, encord_ontology_structure_find_option (ontology, hashes[i]));

  return type == ENCORD_ATTRIBUTE_RADIO
             ? encord_answer_new_option (g_ptr_array_index (options, 0))
             : encord_answer_new_options (
                   (EncordOntologyOption *const *) options->pdata,
                   options->len);
}

/* as a JSON string */
static char *
describe (EncordAnswer *answer)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (GPtrArray) hashes = NULL;
  g_autofree char *joined = NULL;
  GPtrArray *options = encord_answer_get_options (answer);

  if (encord_answer_get_text (answer) != NULL) {
    json_node_init_string (node, encord_answer_get_text (answer));
    return json_to_string (node, FALSE);
  }

  hashes = g_ptr_array_new ();
  for (guint i = 0; i < options->len; i++)
    g_ptr_array_add (hashes,
                     (gpointer) encord_ontology_option_get_feature_hash (
                         g_ptr_array_index (options, i)));
  g_ptr_array_add (hashes, NULL);
  joined = g_strjoinv (" ", (char **) hashes->pdata);
  json_node_init_string (node, joined);

  return json_to_string (node, FALSE);
}

static void
describe_objects (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  const int n_frames = encord_label_row_get_number_of_frames (row);

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    g_autoptr (GPtrArray) attributes =
        encord_object_instance_get_answered_attributes (instance);

    for (guint j = 0; j < attributes->len; j++) {
      EncordOntologyAttribute *attribute = g_ptr_array_index (attributes, j);
      const gboolean dynamic =
          encord_ontology_attribute_get_dynamic (attribute);

      for (int frame = 0; frame < (dynamic ? n_frames : 1); frame++) {
        g_autoptr (EncordAnswer) answer =
            encord_object_instance_get_answer (instance, attribute, frame);
        g_autofree char *text = answer != NULL ? describe (answer) : NULL;

        if (text != NULL)
          printf ("object %s %s %d %s\n",
                  encord_object_instance_get_object_hash (instance),
                  encord_ontology_attribute_get_feature_hash (attribute),
                  dynamic ? frame : -1, text);
      }
    }
  }
}

static void
describe_classifications (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances =
      encord_label_row_get_classification_instances (row);

  for (guint i = 0; i < instances->len; i++) {
    EncordClassificationInstance *instance = g_ptr_array_index (instances, i);
    const char *hash =
        encord_classification_instance_get_classification_hash (instance);
    g_autoptr (GPtrArray) attributes =
        encord_classification_instance_get_answered_attributes (instance);
    guint n_frames;
    const int *frames =
        encord_classification_instance_get_frames (instance, &n_frames);

    for (guint j = 0; j < n_frames; j++) {
      EncordAnnotation annotation;

      encord_classification_instance_get_annotation (instance, frames[j],
                                                     &annotation);
      printf ("on %s %s %d %s %g\n", hash,
              encord_classification_instance_get_feature_hash (instance),
              frames[j], annotation.manual ? "manual" : "automatic",
              annotation.confidence);
    }
    for (guint j = 0; j < attributes->len; j++) {
      EncordOntologyAttribute *attribute = g_ptr_array_index (attributes, j);
      g_autoptr (EncordAnswer) answer =
          encord_classification_instance_get_answer (instance, attribute);
      g_autofree char *text = describe (answer);

      printf ("says %s %s %s\n", hash,
              encord_ontology_attribute_get_feature_hash (attribute), text);
    }
  }
}

static void
step_object (EncordLabelRow *row, char **words, GError **error)
{
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (row, words[1]);
  EncordOntologyAttribute *attribute = find_attribute (row, words[2]);
  g_autoptr (EncordAnswer) answer = NULL;
  EncordFrameRange range;

  if (strcmp (words[0], "answer") == 0) {
    answer = make_answer (row, words[2], words[3]);
    encord_object_instance_set_answer (instance, attribute, answer, error);
  } else if (strcmp (words[0], "frames") == 0) {
    range = (EncordFrameRange){ atoi (words[3]), atoi (words[4]) };
    answer = make_answer (row, words[2], words[5]);
    encord_object_instance_set_answer_for_ranges (instance, attribute, answer,
                                                  &range, 1, error);
  } else if (strcmp (words[0], "delete") == 0) {
    encord_object_instance_delete_answer (instance, attribute);
  } else {
    range = (EncordFrameRange){ atoi (words[3]), atoi (words[3]) };
    g_assert_cmpstr (words[0], ==, "delete-frame");
    encord_object_instance_delete_answer_for_ranges (instance, attribute,
                                                     &range, 1);
  }
}

static void
step_classification (EncordLabelRow *row, char **words, GError **error)
{
  EncordClassificationInstance *instance =
      encord_label_row_get_classification_instance (row, words[1]);
  EncordOntologyStructure *ontology =
      encord_label_row_get_ontology_structure (row);
  g_autoptr (EncordAnswer) answer = NULL;
  EncordFrameRange range;

  if (strcmp (words[0], "classify") == 0) {
    range = (EncordFrameRange){ atoi (words[3]), atoi (words[4]) };
    if (instance == NULL)
      instance = encord_label_row_add_classification_instance (
          row,
          encord_ontology_structure_find_classification (ontology, words[2]),
          words[1], error);
    encord_classification_instance_set_for_ranges (instance, &range, 1, NULL,
                                                   error);
  } else if (strcmp (words[0], "say") == 0) {
    answer = make_answer (row, words[2], words[3]);
    encord_classification_instance_set_answer (
        instance, find_attribute (row, words[2]), answer, error);
  } else if (strcmp (words[0], "unsay") == 0) {
    encord_classification_instance_delete_answer (
        instance, find_attribute (row, words[2]));
  } else if (strcmp (words[0], "declassify") == 0) {
    range = (EncordFrameRange){ atoi (words[2]), atoi (words[3]) };
    encord_classification_instance_remove_from_ranges (instance, &range, 1);
  } else {
    g_assert_cmpstr (words[0], ==, "remove");
    encord_label_row_remove_classification_instance (row, instance);
  }
}

static void
apply (EncordLabelRow *row, const char *path)
{
  static const char *const of_objects[] = { "answer", "frames", "delete",
                                            "delete-frame", NULL };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], "|", -1);

    if (words[0] == NULL || *words[0] == '\0')
      continue;
    if (g_strv_contains (of_objects, words[0]))
      step_object (row, words, &error);
    else
      step_classification (row, words, &error);
    g_assert_no_error (error);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (argc, >=, 5);
  row = row_files_open (argv + 2);
  if (strcmp (argv[1], "describe") == 0) {
    describe_objects (row);
    describe_classifications (row);
    return 0;
  }

  if (argc == 6)
    apply (row, argv[5]);
  body = encord_label_row_write (row, &error);
  g_assert_no_error (error);

  return fwrite (g_bytes_get_data (body, NULL), 1, g_bytes_get_size (body),
                 stdout) == g_bytes_get_size (body)
             ? 0
             : 1;
}
