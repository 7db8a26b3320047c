/* rows.c - label rows for tests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "rows.h"

EncordOntologyStructure *
rows_ontology (void)
{
  static const struct
  {
    const char *name;
    const char *shape;
  } objects[] = {
    { "Car", "bounding_box" }, { "Stop Sign", "rotatable_bounding_box" },
    { "Lane", "polygon" },     { "Line", "polyline" },
    { "Spot", "point" },       { "Person", "skeleton" },
    { "Mask", "bitmask" },     { "Cube", "cuboid_2d" },
  };
  GString *json = g_string_new ("{\"objects\":[");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  EncordOntologyStructure *ontology;

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    g_string_append_printf (
        json,
        "%s{\"id\":\"%u\",\"name\":\"%s\",\"color\":\"#D3311%u\","
        "\"shape\":\"%s\",\"featureNodeHash\":\"aaaa%u\"}",
        i > 0 ? "," : "", i + 1, objects[i].name, i, objects[i].shape,
        (i + 1) * 1111);
  g_string_append (json, "],\"classifications\":[]}");
  text = g_string_free (json, FALSE);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  ontology = encord_ontology_structure_new_from_json (node, &error);
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
