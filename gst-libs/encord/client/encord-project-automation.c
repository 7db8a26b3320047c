/* client/encord-project-automation.c - labels that the service computes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-automation-build-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>

static gboolean
refuse (const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "labelling algorithm: %s", why);

  return FALSE;
}

static gboolean
check_object (JsonNode *node, const char *why, GError **error)
{
  return (JSON_NODE_HOLDS_OBJECT (node) &&
          json_object_get_size (json_node_get_object (node)) > 0) ||
         refuse (why, error);
}

/* nothing of the answer is looked into: what it holds was never written down */
static gpointer
parse_frames (gpointer source, JsonNode *answer, GError **error)
{
  return encord_json_as_object (answer, "labelling algorithm", error) != NULL
             ? json_node_ref (answer)
             : NULL;
}

/* parameters: transfer full */
static EncordRequest *
new_request (EncordProject *self, const char *algorithm, JsonObject *parameters)
{
  g_autofree char *uuid = g_uuid_string_random ();
  JsonNode *payload =
      encord_payload_new ("{'algorithm_name': <%s>}", algorithm);

  json_object_set_object_member (json_node_get_object (payload),
                                 "algorithm_parameters", parameters);

  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (self, "labelingalgorithm", "POST",
                               encord_payload_new ("%s", uuid), payload),
      parse_frames, encord_request_free_node);
}

EncordRequest *
encord_project_build_object_interpolation (
    EncordProject *self, JsonNode *key_frames,
    const char *const *objects_to_interpolate, GError **error)
{
  JsonObject *parameters;

  if (!check_object (key_frames, "there are no key frames", error))
    return NULL;
  if (objects_to_interpolate[0] == NULL) {
    refuse ("there are no objects to interpolate", error);
    return NULL;
  }
  parameters = json_object_new ();
  json_object_set_member (parameters, "key_frames",
                          encord_json_copy (key_frames));
  json_object_set_member (parameters, "objects_to_interpolate",
                          encord_payload_new_strings (objects_to_interpolate));

  return new_request (self, "interpolation", parameters);
}

EncordRequest *
encord_project_build_fitted_bounding_boxes (EncordProject *self,
                                            JsonNode *frames, JsonNode *video,
                                            GError **error)
{
  JsonObject *parameters;

  if (!check_object (frames, "there are no frames", error) ||
      !check_object (video, "the size of the video is not given", error))
    return NULL;
  parameters = json_object_new ();
  json_object_set_member (parameters, "labels", encord_json_copy (frames));
  json_object_set_member (parameters, "video", encord_json_copy (video));

  return new_request (self, "fitted_bounding_box", parameters);
}
