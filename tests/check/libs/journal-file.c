/* journal-file.c - the journal's file is its owner's alone, whatever lies there before
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/rows/gstencordjournal.h>
#include <gst/encord/rows/gstencordjournaldb.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("journal-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

static guint
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);

  return info.st_mode;
}

static void
check_opens (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordJournal) journal =
      gst_encord_journal_open (folder, &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
}

static void
check_refused (const char *folder, int code)
{
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (gst_encord_journal_open (folder, &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_umask (void)
{
  static const mode_t masks[] = { 0, 0277 };

  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++) {
    g_autofree char *folder = make_folder ();
    g_autofree char *path =
        g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);
    const mode_t before = umask (masks[i]);

    check_opens (folder);
    umask (before);
    g_assert_cmphex (get_mode (path), ==, S_IFREG | 0600);
  }
}

static void
test_opened_to_all (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);

  check_opens (folder);
  g_assert_cmpint (g_chmod (path, 0666), ==, 0);
  check_opens (folder);
  g_assert_cmphex (get_mode (path), ==, S_IFREG | 0600);
}

static void
test_link (void)
{
  g_autofree char *elsewhere = make_folder ();
  g_autofree char *folder = make_folder ();
  g_autofree char *target =
      g_build_filename (elsewhere, GST_ENCORD_JOURNAL_FILE, NULL);
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
  check_refused (folder, G_IO_ERROR_NOT_FOUND);
  check_opens (elsewhere);
  g_assert_cmpint (g_chmod (target, 0644), ==, 0);
  check_opens (folder);
  g_assert_true (S_ISLNK (get_mode (path)));
  g_assert_cmphex (get_mode (target), ==, S_IFREG | 0600);
}

static void
test_no_file (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  check_refused (folder, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmphex (get_mode (path), ==, S_IFDIR | 0755);
  g_rmdir (path);

  g_assert_cmpint (mkfifo (path, 0644), ==, 0);
  check_refused (folder, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmphex (get_mode (path), ==, S_IFIFO | 0644);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-file/umask", test_umask);
  g_test_add_func ("/journal-file/opened-to-all", test_opened_to_all);
  g_test_add_func ("/journal-file/link", test_link);
  g_test_add_func ("/journal-file/no-file", test_no_file);

  return g_test_run ();
}
