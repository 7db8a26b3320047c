/* gstencordclasses.c - the model's class names, on their way downstream
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordclasses.h>

#define EVENT_NAME "encord-classes"

/**
 * gst_encord_classes_event_new:
 * @names: (array zero-terminated=1): class names; the position is the index
 *
 * Makes the sticky event that tells downstream which classes the labels of the
 * following buffers speak of.
 *
 * Returns: (transfer full): a custom sticky downstream event
 *
 * Since: 0.1
 */
GstEvent *
gst_encord_classes_event_new (const char *const *names)
{
  g_return_val_if_fail (names != NULL, NULL);

  return gst_event_new_custom (
      GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
      gst_structure_new (EVENT_NAME, "names", G_TYPE_STRV, names, NULL));
}

/**
 * gst_encord_classes_event_parse:
 * @event: any event
 *
 * Reads the class names out of an event made by
 * gst_encord_classes_event_new().
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the names, or
 *   %NULL for any other event
 *
 * Since: 0.1
 */
char **
gst_encord_classes_event_parse (GstEvent *event)
{
  char **names = NULL;

  g_return_val_if_fail (GST_IS_EVENT (event), NULL);

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_DOWNSTREAM_STICKY ||
      !gst_event_has_name (event, EVENT_NAME))
    return NULL;
  gst_structure_get (gst_event_get_structure (event), "names", G_TYPE_STRV,
                     &names, NULL);

  return names;
}
