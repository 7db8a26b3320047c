/* gstencordsrcuri.c - encordsrc as encord://PROJECT[/DATA]
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordsrcuri.h"

static GstURIType
uri_get_type (GType type)
{
  return GST_URI_SRC;
}

static const char *const *
uri_get_protocols (GType type)
{
  static const char *const protocols[] = { "encord", NULL };

  return protocols;
}

static char *
uri_get_uri (GstURIHandler *handler)
{
  g_autofree char *project = NULL;
  g_autofree char *data = NULL;

  g_object_get (handler, "project-hash", &project, "data-hashes", &data, NULL);
  if (project == NULL)
    return NULL;

  return data != NULL ? g_strdup_printf ("encord://%s/%s", project, data)
                      : g_strdup_printf ("encord://%s", project);
}

static gboolean
uri_set_uri (GstURIHandler *handler, const char *uri, GError **error)
{
  g_autoptr (GstUri) parsed = NULL;
  g_autofree char *path = NULL;
  const char *project;

  if (GST_STATE (handler) > GST_STATE_READY) {
    g_set_error_literal (error, GST_URI_ERROR, GST_URI_ERROR_BAD_STATE,
                         "the URI can be set up to READY only");
    return FALSE;
  }
  parsed = gst_uri_from_string (uri);
  project = parsed != NULL ? gst_uri_get_host (parsed) : NULL;
  if (project == NULL || *project == '\0') {
    g_set_error_literal (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI,
                         "not of the form encord://PROJECT[/DATA]");
    return FALSE;
  }
  path = gst_uri_get_path (parsed);
  g_object_set (handler, "project-hash", project, "data-hashes",
                path != NULL && *path != '\0' ? path + 1 : NULL, NULL);

  return TRUE;
}

void
gst_encord_src_uri_handler_init (gpointer iface, gpointer data)
{
  GstURIHandlerInterface *handler = iface;

  handler->get_type = uri_get_type;
  handler->get_protocols = uri_get_protocols;
  handler->get_uri = uri_get_uri;
  handler->set_uri = uri_set_uri;
}
