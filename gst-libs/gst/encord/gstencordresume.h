/* gstencordresume.h - where a unit can be entered that an earlier run did not finish
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordunit.h>

G_BEGIN_DECLS

GST_ENCORD_API
GstQuery *gst_encord_resume_query_new (GstEncordUnit *unit);
GST_ENCORD_API
gboolean gst_encord_is_resume_query (GstQuery *query);
GST_ENCORD_API
GstEncordUnit *gst_encord_resume_query_get_unit (GstQuery *query);
GST_ENCORD_API
const char *gst_encord_resume_query_get_digest (GstQuery *query);
GST_ENCORD_API
void gst_encord_resume_query_set_digest (GstQuery *query, const char *digest);
GST_ENCORD_API
guint64 gst_encord_resume_query_get_first_frame (GstQuery *query);
GST_ENCORD_API
void gst_encord_resume_query_limit (GstQuery *query, guint64 first_frame);
GST_ENCORD_API
char *gst_encord_resume_digest (const char *digest, GBytes *part);

G_END_DECLS
