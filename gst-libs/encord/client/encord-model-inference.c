/* client/encord-model-inference.c - lets a model look at files and data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-models-build-private.h>
#include <encord/encord-error.h>
#include <encord/records/encord-inference-options-private.h>
#include <encord/records/encord-record-private.h>

#define INFERENCE 0 /* the operation's number */

static gboolean
is_full (char **strings)
{
  return strings != NULL && strings[0] != NULL;
}

static gboolean
check (EncordInferenceOptions *options, GError **error)
{
  const char *why = NULL;

  if (options->file_paths == NULL && options->base64_strings == NULL &&
      options->data_hashes == NULL)
    why = "there is nothing to look at: give files or data hashes";
  else if (is_full (options->file_paths) && is_full (options->base64_strings) &&
           is_full (options->data_hashes))
    why = "files, base64 strings and data hashes are given: choose";
  else if (encord_record_get_nick (ENCORD_TYPE_DEVICE, (int) options->device) ==
           NULL)
    why = "there is no such device";
  else if ((options->first_frame < 0) != (options->last_frame < 0))
    why = "a range of frames has a beginning and an end";
  if (why == NULL)
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED, "inference: %s",
               why);

  return FALSE;
}

static void
add_file (JsonArray *files, const char *uid, const char *base64)
{
  JsonObject *file = json_object_new ();

  json_object_set_string_member (file, "uid", uid);
  json_object_set_string_member (file, "base64_str", base64);
  json_array_add_object_element (files, file);
}

/* without the contents of files */
static JsonNode *
new_parameters (EncordInferenceOptions *options)
{
  JsonNode *node = encord_payload_new (
      "{'conf_thresh': <%d>, 'iou_thresh': <%d>, 'rdp_thresh': <%d>,"
      " 'device': <%s>, 'allocation_enabled': <%b>, 'data_hashes': <%@mas>}",
      options->conf_thresh, options->iou_thresh, options->rdp_thresh,
      encord_record_get_nick (ENCORD_TYPE_DEVICE, (int) options->device),
      options->allocation_enabled,
      encord_payload_maybe_strings (
          (const char *const *) options->data_hashes));
  JsonObject *parameters = json_node_get_object (node);
  JsonArray *range = json_array_new ();
  JsonArray *files = json_array_new ();

  if (options->first_frame >= 0) {
    json_array_add_int_element (range, options->first_frame);
    json_array_add_int_element (range, options->last_frame);
  }
  json_object_set_array_member (parameters, "detection_frame_range", range);
  for (guint i = 0;
       !is_full (options->file_paths) && is_full (options->base64_strings) &&
       options->base64_strings[i] != NULL;
       i++) {
    g_autofree char *uid = g_uuid_string_random ();

    add_file (files, uid, options->base64_strings[i]);
  }
  json_object_set_array_member (parameters, "files", files);

  return node;
}

typedef struct
{
  char *training_hash;
  char **paths;
  JsonNode *parameters;
} Inference;

static void
inference_free (gpointer data)
{
  Inference *self = data;

  g_free (self->training_hash);
  g_strfreev (self->paths);
  g_clear_pointer (&self->parameters, json_node_unref);
  g_free (self);
}

static gboolean
read_files (Inference *self, GCancellable *cancellable, GError **error)
{
  JsonArray *files = json_object_get_array_member (
      json_node_get_object (self->parameters), "files");

  for (guint i = 0; self->paths[i] != NULL; i++) {
    g_autofree char *contents = NULL;
    g_autofree char *base64 = NULL;
    g_autofree char *uid = g_filename_display_name (self->paths[i]);
    gsize length;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !g_file_get_contents (self->paths[i], &contents, &length, error))
      return FALSE;
    base64 = g_base64_encode ((const guchar *) contents, length);
    add_file (files, uid, base64);
  }

  return TRUE;
}

/* an EncordTaskFunc: reading files has its place in the thread of the transfer */
static gpointer
infer (gpointer source, gpointer data, GCancellable *cancellable,
       GError **error)
{
  Inference *self = data;
  JsonNode *payload;

  if (self->paths != NULL && !read_files (self, cancellable, error))
    return NULL;
  payload = encord_payload_new ("{'model_operation': <%i>}", INFERENCE);
  json_object_set_member (json_node_get_object (payload), "model_parameters",
                          g_steal_pointer (&self->parameters));

  return encord_request_run (
      encord_request_new (
          encord_project_get_transport (source),
          encord_project_new_call (
              source, "model", "POST",
              encord_payload_new ("%s", self->training_hash), payload),
          encord_answers_parse_inference, encord_request_free_array),
      source, cancellable, error);
}

EncordRequest *
encord_project_build_model_inference (EncordProject *self,
                                      const char *training_hash,
                                      EncordInferenceOptions *options,
                                      GError **error)
{
  Inference *inference;

  if (!check (options, error))
    return NULL;
  inference = g_new0 (Inference, 1);
  inference->training_hash = g_strdup (training_hash);
  inference->paths = g_strdupv (options->file_paths);
  inference->parameters = new_parameters (options);

  return encord_request_new_task (infer, inference, inference_free,
                                  encord_request_free_array);
}
