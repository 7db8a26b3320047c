/* gstencordrowcount.c - whether frames that were only counted are those of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowcount.h"

gboolean
gst_encord_row_check_countable (EncordLabelRow *row, GError **error)
{
  if (g_ascii_strcasecmp (encord_label_row_get_data_type (row), "video") == 0)
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
               "label row of \"%s\": it is no video, so frames cannot be "
               "counted",
               encord_label_row_get_data_title (row));

  return FALSE;
}

GError *
gst_encord_row_compare_count (EncordLabelRow *row,
                              const GstEncordPendingRow *unit)
{
  const int n_frames = encord_label_row_get_number_of_frames (row);
  g_autofree char *expected = NULL;

  if (n_frames > 0 && unit->n_frames == (guint64) n_frames)
    return NULL;
  expected = n_frames > 0 ? g_strdup_printf ("has %d", n_frames)
                          : g_strdup ("says nothing about its own");

  return g_error_new (ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                      "the stream had %" G_GUINT64_FORMAT
                      " frames, but the row of \"%s\" %s",
                      unit->n_frames, unit->title, expected);
}
