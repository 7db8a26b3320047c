/* emulator-inference-request.c - what an inference is asked for; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-inference-request.h"

#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"

#define OPERATION_INFERENCE 0

/* the SDK's, for members that it leaves out */
#define DEFAULT_CONFIDENCE 0.6
#define DEFAULT_IOU 0.3
#define DEFAULT_RDP 0.005
#define MAX_RDP 0.01

static void
file_clear (EmulatorInferenceFile *self)
{
  g_free (self->uid);
}

void
emulator_inference_request_free (EmulatorInferenceRequest *self)
{
  g_array_unref (self->files);
  g_strfreev (self->data_hashes);
  g_free (self);
}

static gboolean
refuse (GError **error, int code, const char *reason)
{
  g_set_error_literal (error, EMULATOR_ERROR, code, reason);
  return FALSE;
}

static gboolean
invalid (GError **error, const char *reason)
{
  return refuse (error, EMULATOR_ERROR_INVALID_ARGUMENTS, reason);
}

/* ---- finding the parts ---- */

static void
scan_file (EncordJsonScanner *scanner, GArray *files)
{
  EmulatorInferenceFile file = { NULL };
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "uid")) {
      EncordJsonSlice uid;

      g_clear_pointer (&file.uid, g_free);
      if (encord_json_scanner_read_string (scanner, &uid))
        file.uid = encord_json_slice_dup_string (uid);
    } else if (encord_json_slice_is (name, "base64_str")) {
      encord_json_scanner_read_string (scanner, &file.base64);
    } else {
      encord_json_scanner_skip (scanner, NULL);
    }
  }
  if (file.uid == NULL || file.base64.text == NULL)
    encord_json_scanner_fail (scanner, "a file without uid or base64_str");
  g_array_append_val (files, file);
}

static void
scan_files (EncordJsonScanner *scanner, GArray *files)
{
  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL) {
    encord_json_scanner_read_null (scanner);
    return;
  }
  encord_json_scanner_enter_array (scanner);
  while (encord_json_scanner_next_element (scanner))
    scan_file (scanner, files);
}

/* rest becomes an object of all members but the files */
static void
scan_parameters (EncordJsonScanner *scanner, GArray *files, GString *rest)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "files")) {
      g_array_set_size (files, 0);
      scan_files (scanner, files);
    } else {
      EncordJsonSlice value;

      if (!encord_json_scanner_skip (scanner, &value))
        return;
      g_string_append_c (rest, rest->len == 0 ? '{' : ',');
      g_string_append_c (rest, '"');
      g_string_append_len (rest, name.text, name.length);
      g_string_append (rest, "\":");
      g_string_append_len (rest, value.text, value.length);
    }
  }
}

static gboolean
scan_payload (EncordJsonSlice payload, GArray *files, GString *rest,
              GError **error)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name;
  EncordJsonSlice operation = { NULL, 0 };

  encord_json_scanner_init (&scanner, payload.text, payload.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_is (name, "model_operation")) {
      encord_json_scanner_read_number (&scanner, &operation);
    } else if (encord_json_slice_is (name, "model_parameters")) {
      g_string_truncate (rest, 0);
      scan_parameters (&scanner, files, rest);
    } else {
      encord_json_scanner_skip (&scanner, NULL);
    }
  }
  if (!encord_json_scanner_finish (&scanner)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "payload: %s", scanner.reason);
    return FALSE;
  }
  if (!encord_json_slice_is (operation, G_STRINGIFY (OPERATION_INFERENCE)))
    return invalid (error, "model_operation: " G_STRINGIFY (
                               OPERATION_INFERENCE) " expected");
  g_string_append (rest, rest->len == 0 ? "{}" : "}");
  return TRUE;
}

/* ---- the small ones ---- */

static gboolean
read_fraction (JsonObject *object, const char *member, double largest,
               double *ret, GError **error)
{
  if (!emulator_json_read_double (object, member, ret, error))
    return FALSE;
  if (*ret >= 0 && *ret <= largest)
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "%s: a number from 0 to %g expected", member, largest);
  return FALSE;
}

static gboolean
get_index (JsonArray *array, guint position, gint64 *ret)
{
  JsonNode *node = json_array_get_element (array, position);

  *ret = JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : -1;
  return *ret >= 0;
}

static gboolean
read_range (JsonObject *object, EmulatorInferenceRequest *self, GError **error)
{
  JsonNode *node = json_object_get_member (object, "detection_frame_range");
  JsonArray *range;

  self->last = -1;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!emulator_json_get_array (object, "detection_frame_range", &range, error))
    return FALSE;
  if (json_array_get_length (range) == 0)
    return TRUE;
  if (json_array_get_length (range) != 2 ||
      !get_index (range, 0, &self->first) ||
      !get_index (range, 1, &self->last) || self->last < self->first ||
      self->last - self->first > EMULATOR_INFERENCE_MAX_FRAMES)
    return refuse (error, EMULATOR_ERROR_DETECTION_RANGE_INVALID,
                   "detection_frame_range: [first, last] expected, with at "
                   "most 1000 frames from one to the other");
  return TRUE;
}

static gboolean
read_rest (JsonObject *object, EmulatorInferenceRequest *self, GError **error)
{
  const char *device = "cuda";
  double rdp = DEFAULT_RDP;
  JsonNode *hashes = json_object_get_member (object, "data_hashes");

  self->confidence = DEFAULT_CONFIDENCE;
  self->iou = DEFAULT_IOU;
  if (!read_fraction (object, "conf_thresh", 1, &self->confidence, error) ||
      !read_fraction (object, "iou_thresh", 1, &self->iou, error) ||
      !read_fraction (object, "rdp_thresh", MAX_RDP, &rdp, error) ||
      !emulator_json_read_string (object, "device", &device, error) ||
      !emulator_json_read_boolean (object, "allocation_enabled",
                                   &self->allocate, error) ||
      !read_range (object, self, error))
    return FALSE;
  if (!g_str_equal (device, "cuda") && !g_str_equal (device, "cpu"))
    return invalid (error, "device: cuda or cpu expected");
  if (hashes == NULL || JSON_NODE_HOLDS_NULL (hashes)) {
    self->data_hashes = g_new0 (char *, 1);
    return TRUE;
  }
  return emulator_json_get_hashes (hashes, "data_hashes", &self->data_hashes,
                                   error);
}

static gboolean
check_size (EmulatorInferenceRequest *self, GError **error)
{
  gint64 size = 0;

  for (guint i = 0; i < self->files->len; i++)
    size += emulator_inference_file_get_size (
        &g_array_index (self->files, EmulatorInferenceFile, i));
  return size <= EMULATOR_INFERENCE_MAX_SIZE ||
         refuse (error, EMULATOR_ERROR_FILE_SIZE_NOT_SUPPORTED,
                 "files: more than 1 GB together");
}

EmulatorInferenceRequest *
emulator_inference_request_parse (EncordJsonSlice payload, GError **error)
{
  g_autoptr (EmulatorInferenceRequest) self =
      g_new0 (EmulatorInferenceRequest, 1);
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  self->files = g_array_new (FALSE, TRUE, sizeof (EmulatorInferenceFile));
  g_array_set_clear_func (self->files, (GDestroyNotify) file_clear);
  if (payload.text == NULL) {
    invalid (error, "payload: an object expected");
    return NULL;
  }
  if (!scan_payload (payload, self->files, rest, error))
    return NULL;
  node = emulator_json_parse (rest->str, rest->len, error);
  if (node == NULL || !read_rest (json_node_get_object (node), self, error) ||
      !check_size (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* ---- files ---- */

gint64
emulator_inference_file_get_size (const EmulatorInferenceFile *self)
{
  return (gint64) self->base64.length / 4 * 3;
}

/* strict: GLib's decoder passes over what it does not know */
static gboolean
is_base64 (const char *text, gsize length)
{
  gsize end = length;

  if (length == 0 || length % 4 != 0)
    return FALSE;
  for (guint i = 0; i < 2 && text[end - 1] == '='; i++)
    end--;
  for (gsize i = 0; i < end; i++) {
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;
  }
  return TRUE;
}

typedef enum
{
  FILE_UNKNOWN,
  FILE_IMAGE,
  FILE_VIDEO,
} FileKind;

/* MP4's brands are many; these are what else begins with a box ftyp */
static gboolean
is_mp4 (const guint8 *data, gsize size)
{
  static const char *const others[] = { "qt  ", "heic", "heix", "mif1",
                                        "avif", "avis", "msf1", "crx " };

  if (size < 12 || memcmp (data + 4, "ftyp", 4) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    if (memcmp (data + 8, others[i], 4) == 0)
      return FALSE;
  }
  return TRUE;
}

/* the document type stands near the begin of the EBML header */
static gboolean
is_webm (const guint8 *data, gsize size)
{
  static const guint8 ebml[] = { 0x1a, 0x45, 0xdf, 0xa3 };
  static const guint8 type[] = { 0x42, 0x82, 0x84, 'w', 'e', 'b', 'm' };

  if (size < sizeof ebml || memcmp (data, ebml, sizeof ebml) != 0)
    return FALSE;
  for (gsize i = sizeof ebml; i + sizeof type <= MIN (size, 128); i++) {
    if (memcmp (data + i, type, sizeof type) == 0)
      return TRUE;
  }
  return FALSE;
}

static FileKind
find_kind (const guint8 *data, gsize size)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };

  if (size >= sizeof png && memcmp (data, png, sizeof png) == 0)
    return FILE_IMAGE;
  if (size >= sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0)
    return FILE_IMAGE;
  return is_mp4 (data, size) || is_webm (data, size) ? FILE_VIDEO
                                                     : FILE_UNKNOWN;
}

GBytes *
emulator_inference_file_decode (const EmulatorInferenceFile *self,
                                gboolean *ret_is_video, GError **error)
{
  g_autofree char *text = encord_json_slice_dup_string (self->base64);
  gsize size = strlen (text);
  FileKind kind;

  if (!is_base64 (text, size)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "file %.64s: not base64", self->uid);
    return NULL;
  }
  g_base64_decode_inplace (text, &size);
  kind = find_kind ((const guint8 *) text, size);
  if (kind == FILE_UNKNOWN) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED,
                 "file %.64s: PNG, JPEG, MP4 or WebM expected", self->uid);
    return NULL;
  }
  *ret_is_video = kind == FILE_VIDEO;
  return g_bytes_new_take (g_steal_pointer (&text), size);
}
