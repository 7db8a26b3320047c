/* gstencorderror.h - a failure becomes one message on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/* posts GST_MESSAGE_ERROR: the text is that of error ("what: cause"), debug the
 * remedy; fields `domain`, `code` and, from the server, `status` and `trace-id`
 * in the details. Nothing is posted for a cancellation. */
GST_ENCORD_API
void gst_encord_element_post_error (GstElement *element, const GError *error);
GST_ENCORD_API
void gst_encord_element_post_error_with_remedy (GstElement *element,
                                                const GError *error,
                                                const char *remedy);
/* same mapping, as a warning: the element goes on */
GST_ENCORD_API
void gst_encord_element_post_warning (GstElement *element, const GError *error);
GST_ENCORD_API
void gst_encord_element_post_warning_with_remedy (GstElement *element,
                                                  const GError *error,
                                                  const char *remedy);

G_END_DECLS
