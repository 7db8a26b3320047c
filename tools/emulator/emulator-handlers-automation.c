/* emulator-handlers-automation.c - label algorithms, run for the client
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include <string.h>

#include <encord/labels/encord-fit-private.h>
#include <encord/labels/encord-frames-interpolation-private.h>

#include "emulator-algorithms.h"
#include "emulator-error.h"
#include "emulator-json.h"

/* Two key frames at both ends of a long video are a short request for a long
 * answer. */
#define MAX_ANSWER (128 * 1024 * 1024)

/* pictures are no larger, and a product of two sizes fits into an int */
#define MAX_SIZE 32768

/* the payload; labels are large, so they stay text. No text: absent or null */
typedef struct
{
  EncordJsonSlice name;
  EncordJsonSlice key_frames;
  EncordJsonSlice objects;
  EncordJsonSlice labels;
  EncordJsonSlice video;
} Parameters;

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       reason);
  return FALSE;
}

static void
read_value (EncordJsonScanner *scanner, EncordJsonSlice *ret)
{
  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL)
    encord_json_scanner_read_null (scanner);
  else
    encord_json_scanner_skip (scanner, ret);
}

static void
read_algorithm_parameters (EncordJsonScanner *scanner, Parameters *ret)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "key_frames"))
      read_value (scanner, &ret->key_frames);
    else if (encord_json_slice_is (name, "objects_to_interpolate"))
      read_value (scanner, &ret->objects);
    else if (encord_json_slice_is (name, "labels"))
      read_value (scanner, &ret->labels);
    else if (encord_json_slice_is (name, "video"))
      read_value (scanner, &ret->video);
    else
      encord_json_scanner_skip (scanner, NULL);
  }
}

static gboolean
read_parameters (EmulatorCall *call, Parameters *ret, GError **error)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  memset (ret, 0, sizeof *ret);
  encord_json_scanner_init (
      &scanner, call->payload.text != NULL ? call->payload.text : "",
      call->payload.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_is (name, "algorithm_name"))
      encord_json_scanner_read_string (&scanner, &ret->name);
    else if (encord_json_slice_is (name, "algorithm_parameters"))
      read_algorithm_parameters (&scanner, ret);
    else
      encord_json_scanner_skip (&scanner, NULL);
  }
  if (!encord_json_scanner_finish (&scanner))
    return refuse (error, "payload: algorithm_name and algorithm_parameters "
                          "expected");
  return TRUE;
}

/* whether it is an object with at least one member */
static gboolean
has_members (EncordJsonSlice slice)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  if (slice.text == NULL)
    return FALSE;
  encord_json_scanner_init (&scanner, slice.text, slice.length);
  return encord_json_scanner_enter_object (&scanner) &&
         encord_json_scanner_next_member (&scanner, &name);
}

/* what the algorithms say about labels is for the user to read */
static gboolean
pass_on (GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;

  return refuse (error, owned->message);
}

/* an EmulatorAlgorithmFunc */
static gboolean
interpolate (const EmulatorCall *call, gconstpointer data, GString *json,
             GError **error)
{
  const Parameters *parameters = data;
  g_autoptr (JsonNode) objects = NULL;
  g_auto (GStrv) hashes = NULL;
  GError *cause = NULL;
  EncordFramesInterpolation how = {
    .created_at = g_get_real_time () / G_USEC_PER_SEC,
    .created_by = call->user.user,
    .max_bytes = MAX_ANSWER,
  };

  if (!has_members (parameters->key_frames))
    return refuse (error, "key_frames: an object with frames expected");
  if (parameters->objects.text == NULL || parameters->objects.text[0] != '[')
    return refuse (error, "objects_to_interpolate: a list expected");
  objects = emulator_json_parse (parameters->objects.text,
                                 parameters->objects.length, error);
  if (objects == NULL || !emulator_json_get_hashes (
                             objects, "objects_to_interpolate", &hashes, error))
    return FALSE;
  if (hashes[0] == NULL)
    return refuse (error, "objects_to_interpolate: the list is empty");
  how.object_hashes = (const char *const *) hashes;
  return encord_frames_interpolate (parameters->key_frames.text,
                                    parameters->key_frames.length, &how, json,
                                    &cause) ||
         pass_on (cause, error);
}

static gboolean
read_size (JsonObject *video, const char *member, int *ret, GError **error)
{
  double value = 0;

  if (!emulator_json_read_double (video, member, &value, error))
    return FALSE;
  if (!(value >= 1 && value <= MAX_SIZE))
    return refuse (error, "video: width and height in pixels expected");
  *ret = (int) value;
  return TRUE;
}

/* an EmulatorAlgorithmFunc */
static gboolean
fit (const EmulatorCall *call, gconstpointer data, GString *json,
     GError **error)
{
  const Parameters *parameters = data;
  g_autoptr (JsonNode) video = NULL;
  GError *cause = NULL;
  int width, height;

  if (!has_members (parameters->labels))
    return refuse (error, "labels: an object with frames expected");
  if (!has_members (parameters->video))
    return refuse (error, "video: an object with width and height expected");
  video = emulator_json_parse (parameters->video.text, parameters->video.length,
                               error);
  if (video == NULL ||
      !read_size (json_node_get_object (video), "width", &width, error) ||
      !read_size (json_node_get_object (video), "height", &height, error))
    return FALSE;
  return encord_frames_fit (parameters->labels.text, parameters->labels.length,
                            width, height, json, &cause) ||
         pass_on (cause, error);
}

/* The uid is a fresh one each time and means nothing. */
gboolean
emulator_handle_labeling_algorithm (EmulatorCall *call, GError **error)
{
  Parameters parameters;
  EmulatorAlgorithmFunc func;

  if (!read_parameters (call, &parameters, error))
    return FALSE;
  if (encord_json_slice_is (parameters.name, "interpolation"))
    func = interpolate;
  else if (encord_json_slice_is (parameters.name, "fitted_bounding_box"))
    func = fit;
  else
    return refuse (error, "algorithm_name: interpolation or "
                          "fitted_bounding_box expected");
  emulator_algorithms_start (call->emulator->algorithms, call, func,
                             g_memdup2 (&parameters, sizeof parameters));
  return TRUE;
}
