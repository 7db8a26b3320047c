/* plugin.c - registers the elements, nothing else
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/gst.h>

#include "infer/gstencordinfer.h"
#include "labelsink/gstencordlabelsink.h"
#include "overlay/gstencordoverlay.h"
#include "src/gstencordsrc.h"

static gboolean
plugin_init (GstPlugin *plugin)
{
  gboolean any = FALSE;

  any |= GST_ELEMENT_REGISTER (encordinfer, plugin);
  any |= GST_ELEMENT_REGISTER (encordlabelsink, plugin);
  any |= GST_ELEMENT_REGISTER (encordoverlay, plugin);
  any |= GST_ELEMENT_REGISTER (encordsrc, plugin);

  return any;
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, encord,
                   "Labelling projects in and out of pipelines", plugin_init,
                   PACKAGE_VERSION, "LGPL", PACKAGE,
                   "https://github.com/gst-encord/gst-encord")
