/* rows.c - label rows for tests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "rows.h"

EncordOntologyStructure *
rows_ontology (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("ENCORD_TEST_DATA"),
                                            "ontologies", "rows.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  EncordOntologyStructure *ontology;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  ontology = encord_ontology_structure_new_from_json (
      json_parser_get_root (parser), &error);
  g_assert_no_error (error);

  return ontology;
}

EncordLabelRow *
rows_new (const char *data_type, int n_frames)
{
  g_autoptr (EncordOntologyStructure) ontology = rows_ontology ();
  g_autofree char *text = g_strdup_printf (
      "{\"label_hash\":null,\"branch_name\":\"main\","
      "\"data_hash\":\"22222222-2222-4222-8222-222222222222\","
      "\"dataset_hash\":\"33333333-3333-4333-8333-333333333333\","
      "\"dataset_title\":\"Clips\",\"data_title\":\"clip.mp4\","
      "\"data_type\":\"%s\",\"data_link\":null,"
      "\"label_status\":\"NOT_LABELLED\",\"number_of_frames\":%d}",
      data_type, n_frames);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  EncordLabelRow *row;

  g_assert_no_error (error);
  row = encord_label_row_new_from_json (node, ontology, &error);
  g_assert_no_error (error);

  return row;
}

char *
rows_read_file (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("ENCORD_TEST_DATA"),
                                            "label-rows", file, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

gboolean
rows_load_text (EncordLabelRow *row, const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return encord_label_row_load (row, body, error);
}

EncordLabelRow *
rows_open (const char *name)
{
  g_autofree char *text = rows_read_file (name);
  const gboolean group = strcmp (name, "image-group") == 0;
  EncordLabelRow *row =
      rows_new (group ? "IMG_GROUP" : "VIDEO", group ? 3 : 100);
  g_autoptr (GError) error = NULL;

  rows_load_text (row, text, &error);
  g_assert_no_error (error);

  return row;
}

char *
rows_write (EncordLabelRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = encord_label_row_write (row, &error);

  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

char *
rows_compact (const char *json)
{
  GString *compact = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *at = json; *at != '\0'; at++) {
    if (quoted && *at == '\\') {
      g_string_append_c (compact, *at++);
      g_string_append_c (compact, *at);
      continue;
    }
    if (*at == '"')
      quoted = !quoted;
    if (quoted || strchr (" \n", *at) == NULL)
      g_string_append_c (compact, *at);
  }

  return g_string_free (compact, FALSE);
}

char *
rows_replace (const char *text, const char *before, const char *after)
{
  const char *at = strstr (text, before);

  g_assert_nonnull (at);
  g_assert_null (strstr (at + 1, before));

  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, after,
                          at + strlen (before));
}

EncordOntologyAttribute *
rows_attribute (EncordLabelRow *row, const char *feature_hash)
{
  EncordOntologyAttribute *attribute =
      encord_ontology_structure_find_attribute (
          encord_label_row_get_ontology_structure (row), feature_hash);

  g_assert_nonnull (attribute);

  return attribute;
}

EncordAnswer *
rows_answer (EncordLabelRow *row, EncordOntologyAttribute *attribute,
             const char *text)
{
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  g_auto (GStrv) hashes = NULL;

  switch (encord_ontology_attribute_get_attribute_type (attribute)) {
    case ENCORD_ATTRIBUTE_TEXT:
      return encord_answer_new_text (text);
    case ENCORD_ATTRIBUTE_NUMERIC:
      return encord_answer_new_number (g_ascii_strtod (text, NULL));
    case ENCORD_ATTRIBUTE_RADIO:
    case ENCORD_ATTRIBUTE_CHECKLIST:
    case ENCORD_ATTRIBUTE_UNKNOWN:
    default:
      break;
  }

  hashes = g_strsplit (text, " ", -1);
  for (guint i = 0; hashes[i] != NULL; i++)
    if (*hashes[i] != '\0') {
      EncordOntologyOption *option = encord_ontology_structure_find_option (
          encord_label_row_get_ontology_structure (row), hashes[i]);

      g_assert_nonnull (option);
      g_ptr_array_add (options, option);
    }

  return encord_ontology_attribute_get_attribute_type (attribute) ==
                 ENCORD_ATTRIBUTE_RADIO
             ? encord_answer_new_option (g_ptr_array_index (options, 0))
             : encord_answer_new_options (
                   (EncordOntologyOption *const *) options->pdata,
                   options->len);
}

char *
rows_describe (EncordAnswer *answer)
{
  GString *text;
  GPtrArray *options;
  double number;

  if (answer == NULL)
    return g_strdup ("-");
  if (encord_answer_get_text (answer) != NULL)
    return g_strdup (encord_answer_get_text (answer));
  if (encord_answer_get_number (answer, &number))
    return g_strdup_printf ("%g", number);

  text = g_string_new (NULL);
  options = encord_answer_get_options (answer);
  for (guint i = 0; i < options->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            encord_ontology_option_get_feature_hash (
                                g_ptr_array_index (options, i)));

  return g_string_free (text, FALSE);
}
