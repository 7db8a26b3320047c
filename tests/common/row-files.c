/* row-files.c - a label row out of the files that the SDK's side wrote
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "row-files.h"

static JsonNode *
read_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_parser_steal_root (parser);
}

EncordLabelRow *
row_files_open (char **paths)
{
  g_autoptr (JsonNode) metadata = read_json (paths[0]);
  g_autoptr (JsonNode) editor = read_json (paths[1]);
  g_autoptr (EncordOntologyStructure) ontology = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  EncordLabelRow *row;
  char *text;
  gsize length;

  ontology = encord_ontology_structure_new_from_json (editor, &error);
  g_assert_no_error (error);
  row = encord_label_row_new_from_json (metadata, ontology, &error);
  g_assert_no_error (error);
  g_file_get_contents (paths[2], &text, &length, &error);
  g_assert_no_error (error);
  body = g_bytes_new_take (text, length);
  encord_label_row_load (row, body, &error);
  g_assert_no_error (error);

  return row;
}

void
row_files_print (EncordLabelRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = encord_label_row_write (row, &error);

  g_assert_no_error (error);
  g_print ("%.*s", (int) g_bytes_get_size (body),
           (const char *) g_bytes_get_data (body, NULL));
}
