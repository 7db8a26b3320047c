/* gstencordunitevents.c - where a unit begins and ends in a stream
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordunitevents.h>

#define UNIT_EVENT "encord-unit"
#define UNIT_END_EVENT "encord-unit-end"

GType
gst_encord_unit_status_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { GST_ENCORD_UNIT_COMPLETE, "GST_ENCORD_UNIT_COMPLETE", "complete" },
    { GST_ENCORD_UNIT_FAILED, "GST_ENCORD_UNIT_FAILED", "failed" },
    { GST_ENCORD_UNIT_CANCELLED, "GST_ENCORD_UNIT_CANCELLED", "cancelled" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("GstEncordUnitStatus", values));

  return type;
}

/**
 * gst_encord_unit_event_new:
 * @unit: a unit
 *
 * Makes the sticky event that says to which unit the following buffers belong.
 *
 * Returns: (transfer full): a custom sticky downstream event
 *
 * Since: 0.1
 */
GstEvent *
gst_encord_unit_event_new (GstEncordUnit *unit)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (unit), NULL);

  return gst_event_new_custom (
      GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
      gst_structure_new (UNIT_EVENT, "unit", GST_TYPE_ENCORD_UNIT, unit, NULL));
}

/**
 * gst_encord_unit_event_parse:
 * @event: any event
 *
 * Reads the unit out of an event made by gst_encord_unit_event_new().
 *
 * Returns: (transfer full) (nullable): the unit, or %NULL for any other event
 *
 * Since: 0.1
 */
GstEncordUnit *
gst_encord_unit_event_parse (GstEvent *event)
{
  GstEncordUnit *unit = NULL;

  g_return_val_if_fail (GST_IS_EVENT (event), NULL);

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_DOWNSTREAM_STICKY ||
      !gst_event_has_name (event, UNIT_EVENT))
    return NULL;
  gst_structure_get (gst_event_get_structure (event), "unit",
                     GST_TYPE_ENCORD_UNIT, &unit, NULL);

  return unit;
}

/**
 * gst_encord_unit_end_event_new:
 * @unit: the unit that ends
 * @status: how it ended
 * @n_frames: how many frames were pushed, from the unit's first frame on
 *
 * Makes the event that follows the last buffer of a unit.
 *
 * Only after %GST_ENCORD_UNIT_COMPLETE may what is missing in the stream be
 * taken as missing in the data.
 *
 * Returns: (transfer full): a custom serialized downstream event
 *
 * Since: 0.1
 */
GstEvent *
gst_encord_unit_end_event_new (GstEncordUnit *unit, GstEncordUnitStatus status,
                               guint64 n_frames)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (unit), NULL);

  return gst_event_new_custom (
      GST_EVENT_CUSTOM_DOWNSTREAM,
      gst_structure_new (UNIT_END_EVENT, "unit", GST_TYPE_ENCORD_UNIT, unit,
                         "status", GST_TYPE_ENCORD_UNIT_STATUS, status,
                         "n-frames", G_TYPE_UINT64, n_frames, NULL));
}

/**
 * gst_encord_unit_end_event_parse:
 * @event: any event
 * @ret_unit: (out) (optional) (transfer full): the unit that ends
 * @ret_status: (out) (optional): how it ended
 * @ret_n_frames: (out) (optional): how many frames were pushed
 *
 * Reads an event made by gst_encord_unit_end_event_new(); the out-parameters
 * are written only then.
 *
 * Returns: %FALSE for any other event
 *
 * Since: 0.1
 */
gboolean
gst_encord_unit_end_event_parse (GstEvent *event, GstEncordUnit **ret_unit,
                                 GstEncordUnitStatus *ret_status,
                                 guint64 *ret_n_frames)
{
  g_autoptr (GstEncordUnit) unit = NULL;
  GstEncordUnitStatus status;
  guint64 n_frames;

  g_return_val_if_fail (GST_IS_EVENT (event), FALSE);

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_DOWNSTREAM ||
      !gst_event_has_name (event, UNIT_END_EVENT) ||
      !gst_structure_get (gst_event_get_structure (event), "unit",
                          GST_TYPE_ENCORD_UNIT, &unit, "status",
                          GST_TYPE_ENCORD_UNIT_STATUS, &status, "n-frames",
                          G_TYPE_UINT64, &n_frames, NULL) ||
      unit == NULL)
    return FALSE;

  if (ret_unit != NULL)
    *ret_unit = g_steal_pointer (&unit);
  if (ret_status != NULL)
    *ret_status = status;
  if (ret_n_frames != NULL)
    *ret_n_frames = n_frames;

  return TRUE;
}
