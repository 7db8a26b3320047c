/* emulator-probe.c - what is in a media file, found out by a child process
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-probe.h"

#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-worker.h"

/* every frame is decoded once; this is for the file that never ends */
#define TIMEOUT_S (60 * 60)

static gboolean
read_numbers (JsonObject *object, EmulatorProbe *ret, GError **error)
{
  double width = -1;
  double height = -1;
  double frames = -1;

  ret->fps = -1;
  ret->duration = -1;
  if (!emulator_json_read_double (object, "width", &width, error) ||
      !emulator_json_read_double (object, "height", &height, error) ||
      !emulator_json_read_double (object, "frames", &frames, error) ||
      !emulator_json_read_double (object, "fps", &ret->fps, error) ||
      !emulator_json_read_double (object, "duration", &ret->duration, error) ||
      !emulator_json_read_boolean (object, "image", &ret->is_image, error))
    return FALSE;
  if (!(width >= 1 && width <= 65536 && height >= 1 && height <= 65536 &&
        frames >= 1 && frames <= G_MAXINT32)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED,
                         "the file holds no picture");
    return FALSE;
  }
  ret->width = (int) width;
  ret->height = (int) height;
  ret->frames = (gint64) frames;
  return TRUE;
}

gboolean
emulator_probe_parse (const char *line, EmulatorProbe *ret, GError **error)
{
  g_autoptr (JsonNode) node = emulator_json_parse (line, strlen (line), error);
  const char *text = NULL;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "the worker answered no object");
    return FALSE;
  }
  object = json_node_get_object (node);
  if (!emulator_json_read_string (object, "error", &text, error))
    return FALSE;
  if (text != NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED, text);
    return FALSE;
  }
  if (!emulator_json_get_string (object, "mime", &text, error) ||
      !read_numbers (object, ret, error))
    return FALSE;
  ret->mime = g_strdup (text);
  return TRUE;
}

void
emulator_probe_async (const char *path, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  emulator_worker_run_async (path, NULL, TIMEOUT_S, cancellable, callback,
                             user_data);
}

gboolean
emulator_probe_finish (GAsyncResult *result, EmulatorProbe *ret, GError **error)
{
  g_autofree char *line = emulator_worker_run_finish (result, error);

  return line != NULL && emulator_probe_parse (line, ret, error);
}
