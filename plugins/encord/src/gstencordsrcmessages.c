/* gstencordsrcmessages.c - what encordsrc says on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordsrcmessages.h"

#include <encord/encord.h>

static void
set_string (GstStructure *structure, const char *name, const char *value)
{
  if (value != NULL)
    gst_structure_set (structure, name, G_TYPE_STRING, value, NULL);
}

/* what the row says about the pictures, as far as it does */
static void
describe_pictures (GstStructure *structure, GstEncordUnit *unit)
{
  const gint64 n_frames = gst_encord_unit_get_n_frames (unit);
  int width, height, fps_n, fps_d;

  g_object_get (unit, "width", &width, "height", &height, "fps-n", &fps_n,
                "fps-d", &fps_d, NULL);
  if (width > 0 && height > 0)
    gst_structure_set (structure, "width", G_TYPE_INT, width, "height",
                       G_TYPE_INT, height, NULL);
  if (fps_n > 0)
    gst_structure_set (structure, "framerate", GST_TYPE_FRACTION, fps_n, fps_d,
                       NULL);
  if (n_frames >= 0)
    gst_structure_set (structure, "n-frames", G_TYPE_UINT64, (guint64) n_frames,
                       NULL);
}

void
gst_encord_src_post_opened (GstElement *element, const GstEncordSrcItem *item)
{
  GstEncordUnit *unit = item->unit;
  GstStructure *structure = gst_structure_new (
      "encord-unit-opened", "unit", GST_TYPE_ENCORD_UNIT, unit, "index",
      G_TYPE_UINT, item->unit_index, "n-units", G_TYPE_UINT, item->n_units,
      "data-type", G_TYPE_STRING,
      gst_encord_unit_is_image_group (unit) ? "img_group" : "video", NULL);

  set_string (structure, "title", gst_encord_unit_get_title (unit));
  set_string (structure, "project-hash",
              gst_encord_unit_get_project_hash (unit));
  set_string (structure, "data-hash", gst_encord_unit_get_data_hash (unit));
  set_string (structure, "label-hash", gst_encord_unit_get_label_hash (unit));
  set_string (structure, "branch-name", gst_encord_unit_get_branch_name (unit));
  describe_pictures (structure, unit);

  gst_element_post_message (
      element, gst_message_new_element (GST_OBJECT (element), structure));
}

static void
post_bad_data (GstElement *element, GstEncordUnit *unit, const char *what)
{
  g_autoptr (GError) error =
      g_error_new (ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "unit %s (\"%s\"): %s",
                   gst_encord_unit_get_data_hash (unit),
                   gst_encord_unit_get_title (unit), what);

  gst_encord_element_post_warning (element, error);
}

void
gst_encord_src_post_damage (GstElement *element, GstEncordUnit *unit,
                            guint64 n_lost, guint64 n_shown)
{
  g_autofree char *what =
      g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                       " frames are damaged and could not be decoded",
                       n_lost, n_shown);

  post_bad_data (element, unit, what);
}

void
gst_encord_src_post_miscount (GstElement *element, GstEncordUnit *unit,
                              guint64 n_shown)
{
  g_autofree char *what =
      g_strdup_printf ("the file shows %" G_GUINT64_FORMAT
                       " frames, the server counts %" G_GINT64_FORMAT,
                       n_shown, gst_encord_unit_get_n_frames (unit));

  post_bad_data (element, unit, what);
}

void
gst_encord_src_post_nothing_selected (GstElement *element,
                                      const GstEncordSrcSelection *selection)
{
  g_autofree char *filters = gst_encord_src_selection_describe (selection);
  g_autofree char *remedy =
      filters != NULL
          ? g_strdup_printf ("No row passes %s: unset one of these properties, "
                             "or widen it.",
                             filters)
          : g_strdup ("The project is empty: add a dataset with videos or "
                      "images to it.");
  g_autoptr (GError) error =
      g_error_new (ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                   "project %s: no unit is selected, so there is nothing to "
                   "read",
                   selection->project_hash);

  gst_encord_element_post_warning_with_remedy (element, error, remedy);
}
