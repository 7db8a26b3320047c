/* row-text.c - a label row as text to compare
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "row-text.h"

#include <string.h>

static void
describe_rings (const EncordGeometry *polygon, GString *text)
{
  for (guint i = 0; i < encord_geometry_get_n_rings (polygon, 0); i++) {
    guint n_points;
    const EncordPoint *points =
        encord_geometry_get_ring (polygon, 0, i, &n_points);

    g_string_append_c (text, '/');
    for (guint j = 0; j < n_points; j++)
      g_string_append_printf (text, "%.17g,%.17g;", points[j].x, points[j].y);
  }
}

static void
describe_place (EncordObjectInstance *object, int frame, GString *text)
{
  g_autoptr (EncordGeometry) geometry =
      encord_object_instance_get_geometry (object, frame);
  EncordBox box;

  g_assert_nonnull (geometry);
  if (encord_geometry_get_box (geometry, &box))
    g_string_append_printf (text, "%.17g,%.17g,%.17g,%.17g", box.x, box.y,
                            box.width, box.height);
  else
    describe_rings (geometry, text);
}

static char *
describe_object (EncordObjectInstance *object)
{
  GString *text = g_string_new (encord_ontology_object_get_name (
      encord_object_instance_get_ontology_object (object)));
  guint n_frames;
  const int *frames = encord_object_instance_get_frames (object, &n_frames);

  for (guint i = 0; i < n_frames; i++) {
    EncordAnnotation annotation;

    g_assert_true (
        encord_object_instance_get_annotation (object, frames[i], &annotation));
    g_string_append_printf (text, " %d:", frames[i]);
    describe_place (object, frames[i], text);
    g_string_append_printf (text, ",%.17g,%d", annotation.confidence,
                            annotation.manual);
  }

  return g_string_free (text, FALSE);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
row_text_new (EncordClient *client, const char *project_hash)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rows = NULL, objects = NULL;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GError) error = NULL;

  project = encord_client_get_project (client, project_hash, NULL, &error);
  g_assert_no_error (error);
  rows = encord_project_list_label_rows (project, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  encord_label_row_initialise (rows->pdata[0], ENCORD_INITIALISE_NONE, NULL,
                               &error);
  g_assert_no_error (error);
  objects = encord_label_row_get_object_instances (rows->pdata[0]);
  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (texts, describe_object (objects->pdata[i]));
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);

  return g_strjoinv ("\n", (char **) texts->pdata);
}
