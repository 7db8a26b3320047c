/* emulator-folder.c - folders on the disk
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

void
emulator_folder_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    GStatBuf info;

    if (g_lstat (child, &info) == 0 && S_ISDIR (info.st_mode))
      emulator_folder_remove (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

gboolean
emulator_folder_sync (const char *path)
{
  const int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  const gboolean ok = fd >= 0 && fsync (fd) == 0;
  const int code = errno;

  if (fd >= 0)
    close (fd);
  errno = code;
  return ok;
}
