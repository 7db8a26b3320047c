/* emulator-probe.c - what is in a media file, found out by a child process
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-probe.h"

#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"

/* every frame is decoded once; this is for the file that never ends */
#define TIMEOUT_S (60 * 60)

typedef struct
{
  GSubprocess *worker;
  guint timeout;
  gboolean timed_out;
} Probe;

static void
probe_free (Probe *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->worker);
  g_free (self);
}

/* the installed worker, or the one beside this program in a build folder */
static char *
find_worker (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder =
      program != NULL ? g_path_get_dirname (program) : NULL;
  const char *set = g_getenv ("ENCORD_EMULATOR_WORKER");

  if (set != NULL)
    return g_strdup (set);
  if (folder != NULL) {
    g_autofree char *beside =
        g_build_filename (folder, "encord-emulator-worker", NULL);

    if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&beside);
  }
  return g_build_filename (EMULATOR_LIBEXECDIR, "encord-emulator-worker", NULL);
}

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

static gboolean
on_timeout (gpointer user_data)
{
  Probe *self = user_data;

  self->timeout = 0;
  self->timed_out = TRUE;
  g_subprocess_force_exit (self->worker);
  return G_SOURCE_REMOVE;
}

static void
on_worker_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Probe *self = g_task_get_task_data (task);
  g_autofree char *output = NULL;
  GError *error = NULL;

  if (!g_subprocess_communicate_utf8_finish (self->worker, result, &output,
                                             NULL, &error)) {
    g_subprocess_force_exit (self->worker);
    g_task_return_error (task, error);
  } else if (self->timed_out) {
    g_task_return_new_error (task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                             "looking at the file took more than %d minutes",
                             TIMEOUT_S / 60);
  } else if (!g_subprocess_get_successful (self->worker)) {
    g_task_return_new_error (task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                             "the program that looks at files crashed on it");
  } else {
    g_task_return_pointer (task, g_steal_pointer (&output), g_free);
  }
}

void
emulator_probe_async (const char *path, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *program = find_worker ();
  g_autoptr (GError) error = NULL;
  Probe *self = g_new0 (Probe, 1);

  g_task_set_source_tag (task, emulator_probe_async);
  g_task_set_task_data (task, self, (GDestroyNotify) probe_free);
  self->worker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                   program, path, NULL);
  if (self->worker == NULL) {
    g_warning ("%s", error->message);
    g_task_return_new_error (task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                             "this emulator cannot look into files: install "
                             "encord-emulator-worker (it needs a build with "
                             "GStreamer)");
    return;
  }
  self->timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, self);
  g_subprocess_communicate_utf8_async (self->worker, NULL, cancellable,
                                       on_worker_done, g_steal_pointer (&task));
}

gboolean
emulator_probe_finish (GAsyncResult *result, EmulatorProbe *ret, GError **error)
{
  g_autofree char *line = g_task_propagate_pointer (G_TASK (result), error);

  return line != NULL && emulator_probe_parse (line, ret, error);
}
