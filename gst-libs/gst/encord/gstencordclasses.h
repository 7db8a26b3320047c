/* gstencordclasses.h - the model's class names, on their way downstream
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/* sticky custom downstream event `encord-classes`; NULL-terminated names,
 * position is the class index */
GST_ENCORD_API
GstEvent *gst_encord_classes_event_new (const char *const *names);
/* (transfer full) (nullable): NULL for any other event */
GST_ENCORD_API
char **gst_encord_classes_event_parse (GstEvent *event);

G_END_DECLS
