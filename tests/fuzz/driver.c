/* driver.c - replays files through a fuzz target where no fuzzer is linked in
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* a copy of exactly the file's size, so that a sanitizer sees the first byte
 * read past its end */
static gboolean
replay_file (const char *path)
{
  g_autofree char *contents = NULL;
  g_autofree guint8 *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!g_file_get_contents (path, &contents, &size, &error)) {
    g_printerr ("%s\n", error->message);
    return FALSE;
  }
  exact = g_memdup2 (contents, size);
  LLVMFuzzerTestOneInput (exact, size);

  return TRUE;
}

static gboolean
replay_folder (const char *path, guint *n_files)
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  dir = g_dir_open (path, 0, &error);
  if (dir == NULL) {
    g_printerr ("%s\n", error->message);
    return FALSE;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    if (!replay_file (file))
      return FALSE;
    (*n_files)++;
  }

  return TRUE;
}

int
main (int argc, char **argv)
{
  guint n_files = 0;

  LLVMFuzzerTestOneInput ((const guint8 *) "", 0);
  for (int i = 1; i < argc; i++) {
    if (!replay_folder (argv[i], &n_files))
      return 1;
  }
  g_print ("%u files\n", n_files);

  return n_files > 0 ? 0 : 1;
}
