/* gstencordinferdigest.c - what the labels of encordinfer come from, as a digest
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "gstencordinferprivate.h"

#define GST_CAT_DEFAULT encordinfer_debug

/* adds a file's content to a digest; NULL where it cannot be read */
static char *
add_file (const char *digest, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    return NULL;
  bytes = g_mapped_file_get_bytes (file);

  return gst_encord_resume_digest (digest, bytes);
}

/* OpenVINO's .xml has its weights beside it */
static char *
digest_model_file (const char *path, GError **error)
{
  g_autofree char *graph = add_file (NULL, path, error);
  g_autofree char *stem = NULL, *weights = NULL;

  if (graph == NULL || !g_str_has_suffix (path, ".xml"))
    return g_steal_pointer (&graph);
  stem = g_strndup (path, strlen (path) - strlen (".xml"));
  weights = g_strconcat (stem, ".bin", NULL);

  return add_file (graph, weights, error);
}

/* Of the model as it was loaded: NULL where another one has taken its place on the
 * disk. */
static char *
digest_model (GstEncordModel *model, GError **error)
{
  const char *path = gst_encord_model_get_file (model);
  g_autofree char *digest = digest_model_file (path, error);

  if (digest == NULL)
    return NULL;
  /* after reading: it may change meanwhile */
  if (!gst_encord_model_is_on_disk (model)) {
    g_set_error (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
                 "%s has changed since it was loaded", path);
    return NULL;
  }

  return g_steal_pointer (&digest);
}

/* (transfer full) (nullable): of the model's file; read once for each model */
static char *
get_model_digest (GstEncordInfer *self)
{
  g_autoptr (GstEncordModel) model = NULL;
  g_autoptr (GError) error = NULL;
  char *digest;

  GST_OBJECT_LOCK (self);
  digest = g_strdup (self->model_digest);
  g_set_object (&model, self->model);
  GST_OBJECT_UNLOCK (self);
  if (digest != NULL || model == NULL)
    return digest;

  digest = digest_model (model, &error);
  if (digest == NULL) {
    GST_WARNING_OBJECT (self, "no unit is resumed: %s", error->message);
    return NULL;
  }
  GST_OBJECT_LOCK (self);
  if (self->model == model) {
    g_free (self->model_digest);
    self->model_digest = g_strdup (digest);
  }
  GST_OBJECT_UNLOCK (self);

  return digest;
}

/* all besides the model's file that decides what the labels are */
static GBytes *
describe_settings (GstEncordInfer *self)
{
  GString *text = g_string_new (NULL);
  const GstEncordOutputOptions *output = &self->settings.output;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  GST_OBJECT_LOCK (self);
  g_string_append_printf (text, "%d|%s|%u", self->settings.precision,
                          self->settings.device != NULL ? self->settings.device
                                                        : "",
                          output->max_detections);
  g_string_append_printf (
      text, "|%s", g_ascii_dtostr (number, sizeof number, output->confidence));
  g_string_append_printf (text, "|%s",
                          g_ascii_dtostr (number, sizeof number, output->iou));
  if (self->model != NULL) {
    const char *const *names = gst_encord_model_get_names (self->model);

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
      g_string_append_printf (text, "\n%s", names[i]);
  }
  GST_OBJECT_UNLOCK (self);

  return g_string_free_to_bytes (text);
}

/* the query as it was, but for what downstream answered */
gboolean
gst_encord_infer_forward_resume (GstEncordInfer *self, GstQuery *query)
{
  g_autofree char *before =
      g_strdup (gst_encord_resume_query_get_digest (query));
  g_autofree char *model = get_model_digest (self);
  g_autofree char *with_model = NULL, *with_settings = NULL;
  g_autoptr (GBytes) settings = describe_settings (self);
  gboolean handled;

  if (model != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (model, strlen (model));

    with_model = gst_encord_resume_digest (before, bytes);
    with_settings = gst_encord_resume_digest (with_model, settings);
  }
  gst_encord_resume_query_set_digest (query, with_settings);
  handled = gst_pad_peer_query (self->srcpad, query);
  gst_encord_resume_query_set_digest (query, before);

  return handled;
}
