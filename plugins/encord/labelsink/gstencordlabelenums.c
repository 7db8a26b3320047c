/* gstencordlabelenums.c - the choices that encordlabelsink's properties offer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelenums.h"

#include "gstencordlabelsettings.h"

GType
gst_encord_unmapped_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { GST_ENCORD_UNMAPPED_ERROR, "Stop with an error", "error" },
    { GST_ENCORD_UNMAPPED_DROP, "Leave out these labels", "drop" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("GstEncordUnmapped", values));

  return type;
}

GType
gst_encord_bare_frames_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { GST_ENCORD_BARE_FRAMES_SKIPPED, "Nobody looked", "skipped" },
    { GST_ENCORD_BARE_FRAMES_EMPTY, "Nothing is there", "empty" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("GstEncordBareFrames", values));

  return type;
}

GType
gst_encord_overlap_policy_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { ENCORD_MERGE_SKIP, "Leave out ours", "skip" },
    { ENCORD_MERGE_ADOPT,
      "Leave out ours, and continue the human's object on other frames",
      "adopt" },
    { ENCORD_MERGE_ADD, "Write ours beside the human's", "add" },
    { ENCORD_MERGE_REPLACE, "Write ours and remove the human's", "replace" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, g_enum_register_static ("GstEncordOverlapPolicy", values));

  return type;
}

GType
gst_encord_on_saved_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { GST_ENCORD_ON_SAVED_NONE, "Leave the row in its stage", "none" },
    { GST_ENCORD_ON_SAVED_COMPLETE, "Move it to the end of the workflow",
      "complete" },
    { GST_ENCORD_ON_SAVED_PRIORITY, "Give its task the priority `priority`",
      "priority" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("GstEncordOnSaved", values));

  return type;
}

GType
gst_encord_write_mode_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { ENCORD_WRITE_DENSE, "Every frame of a track", "dense" },
    { ENCORD_WRITE_KEYS, "Key frames, between which an editor interpolates",
      "keys" },
    { ENCORD_WRITE_RAW, "What the model saw, and nothing else", "raw" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("GstEncordWriteMode", values));

  return type;
}
