/* gstencordopenvino.c - OpenVINO's words in ours
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordopenvino-private.h"

#define MAX_REASON 600

/* OpenVINO puts a trail of its own source files around the reason */
static gboolean
is_trail (const char *line)
{
  return *line == '\0' || g_str_has_prefix (line, "Exception from ") ||
         g_str_has_prefix (line, "Check '");
}

static char *
last_reason (ov_status_e status)
{
  const char *message = ov_get_last_err_msg (); /* a copy of our own */
  g_auto (GStrv) lines = NULL;
  GString *reason = g_string_new (NULL);
  char *valid = NULL;

  lines = g_strsplit (message != NULL ? message : "", "\n", -1);
  ov_free (message);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (is_trail (g_strstrip (lines[i])))
      continue;
    if (reason->len > 0)
      g_string_append_c (reason, ' ');
    g_string_append (reason, lines[i]);
  }
  if (reason->len == 0)
    g_string_append (reason, ov_get_error_info (status));
  if (reason->len > MAX_REASON)
    g_string_truncate (reason, MAX_REASON);

  valid = g_utf8_make_valid (reason->str, (gssize) reason->len);
  g_string_free (reason, TRUE);

  return valid;
}

gboolean
gst_encord_openvino_check (ov_status_e status, const char *subject,
                           GQuark domain, int code, GError **error)
{
  g_autofree char *reason = NULL;

  if (status == OK)
    return TRUE;

  reason = last_reason (status);
  g_set_error (error, domain, code, "%s: %s", subject, reason);

  return FALSE;
}

GstEncordTensorType
gst_encord_openvino_type (ov_element_type_e type)
{
  switch (type) {
    case U8:
      return GST_ENCORD_TENSOR_U8;
    case I32:
      return GST_ENCORD_TENSOR_I32;
    case I64:
      return GST_ENCORD_TENSOR_I64;
    case F16:
      return GST_ENCORD_TENSOR_F16;
    case F32:
      return GST_ENCORD_TENSOR_F32;
    default:
      return GST_ENCORD_TENSOR_OTHER;
  }
}
