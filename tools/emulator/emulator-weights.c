/* emulator-weights.c - the folder of weights, one folder in it an iteration
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-weights.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "emulator-error.h"
#include "emulator-folder.h"
#include "emulator-store-models.h"

#define PART ".part"

int
emulator_weights_lock (const char *dir, GError **error)
{
  int fd = -1;

  if (g_mkdir_with_parents (dir, 0700) == 0)
    fd = g_open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd >= 0 && flock (fd, LOCK_EX) == 0)
    return fd;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "cannot use the folder %s: %s", dir, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* ".onnx", ...; NULL with error for a format that nobody runs */
static const char *
get_extension (const char *file, GError **error)
{
  static const char *const extensions[] = { ".onnx", ".tflite", ".xml" };

  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++) {
    if (g_str_has_suffix (file, extensions[i]))
      return extensions[i];
  }
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "weights: .onnx, .tflite or .xml (with its .bin) "
                       "expected");
  return NULL;
}

/* mapped, not read: weights can be large */
static gboolean
copy (const char *from, const char *folder, const char *extension,
      GError **error)
{
  g_autofree char *name = g_strconcat ("model", extension, NULL);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (from, FALSE, error);

  if (file == NULL)
    return FALSE;
  if (g_mapped_file_get_length (file) == 0) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "weights: the %s file is empty", extension);
    return FALSE;
  }
  return g_file_set_contents_full (
      to, g_mapped_file_get_contents (file), g_mapped_file_get_length (file),
      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
      error);
}

static gboolean
fill (const char *folder, const char *file, const char *extension,
      GError **error)
{
  g_autofree char *stem = g_strndup (file, strlen (file) - strlen (extension));
  g_autofree char *values = g_strconcat (stem, ".bin", NULL);

  return copy (file, folder, extension, error) &&
         (!g_str_equal (extension, ".xml") ||
          copy (values, folder, ".bin", error));
}

char *
emulator_weights_add (const char *dir, const char *uuid, const char *file,
                      GError **error)
{
  const char *extension = get_extension (file, error);
  g_autofree char *folder = g_build_filename (dir, uuid, NULL);
  g_autofree char *part = g_strconcat (folder, PART, NULL);

  if (extension == NULL)
    return NULL;
  emulator_folder_remove (part);
  if (g_mkdir (part, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "cannot make the folder %s: %s", part, g_strerror (errno));
    return NULL;
  }
  if (!fill (part, file, extension, error)) {
    emulator_folder_remove (part);
    return NULL;
  }
  emulator_folder_remove (folder);
  if (!emulator_folder_sync (part) || g_rename (part, folder) != 0 ||
      !emulator_folder_sync (dir)) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "cannot write %s: %s", folder, g_strerror (errno));
    emulator_folder_remove (part);
    return NULL;
  }
  return g_strconcat (uuid, "/model", extension, NULL);
}

void
emulator_weights_remove (const char *dir, const char *uuid)
{
  g_autofree char *folder = g_build_filename (dir, uuid, NULL);

  emulator_folder_remove (folder);
}

static void
remove_orphans (const char *dir, GHashTable *wanted)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    if (!g_hash_table_contains (wanted, name))
      emulator_weights_remove (dir, name);
  }
}

gboolean
emulator_weights_collect (const char *dir, EmulatorStore *store, GError **error)
{
  const int lock = emulator_weights_lock (dir, error);
  g_autoptr (GPtrArray) iterations = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  if (lock < 0)
    return FALSE;
  iterations = emulator_store_list_iterations (store, NULL, "DONE", error);
  for (guint i = 0; iterations != NULL && i < iterations->len; i++) {
    const EmulatorIteration *iteration = g_ptr_array_index (iterations, i);

    g_hash_table_add (wanted, iteration->uuid);
  }
  if (iterations != NULL)
    remove_orphans (dir, wanted);
  close (lock);
  return iterations != NULL;
}
