/* gstencordjournalcopy.c - a journal to try things out with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordjournalcopy.h"

#include <glib/gstdio.h>

#include "gstencordjournaldb.h"

#define BUSY_TIMEOUT_MS 10000

static gboolean
copy_database (const char *from, const char *to, GError **error)
{
  g_autoptr (sqlite3) source = NULL;
  g_autoptr (sqlite3) target = NULL;
  sqlite3_backup *backup;

  if (sqlite3_open_v2 (from, &source, SQLITE_OPEN_READONLY, NULL) !=
      SQLITE_OK) {
    gst_encord_journal_db_set_error (source, error);
    return FALSE;
  }
  /* whoever closes it last holds it for a moment */
  sqlite3_busy_timeout (source, BUSY_TIMEOUT_MS);
  if (sqlite3_open_v2 (to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                       NULL) != SQLITE_OK) {
    gst_encord_journal_db_set_error (target, error);
    return FALSE;
  }
  backup = sqlite3_backup_init (target, "main", source, "main");
  if (backup != NULL)
    sqlite3_backup_step (backup, -1);
  if (backup != NULL && sqlite3_backup_finish (backup) == SQLITE_OK)
    return TRUE;
  gst_encord_journal_db_set_error (target, error);

  return FALSE;
}

char *
gst_encord_journal_copy_new (const char *directory, GError **error)
{
  g_autofree char *usual =
      g_build_filename (g_get_user_state_dir (), "gst-encord", NULL);
  g_autofree char *from = g_build_filename (
      directory != NULL ? directory : usual, GST_ENCORD_JOURNAL_FILE, NULL);
  g_autofree char *copy = g_dir_make_tmp ("gst-encord-XXXXXX", error);
  g_autofree char *to = NULL;

  if (copy == NULL)
    return NULL;
  to = g_build_filename (copy, GST_ENCORD_JOURNAL_FILE, NULL);
  if (g_file_test (from, G_FILE_TEST_EXISTS) &&
      !copy_database (from, to, error)) {
    gst_encord_journal_copy_remove (copy);
    return NULL;
  }

  return g_steal_pointer (&copy);
}

void
gst_encord_journal_copy_remove (const char *copy)
{
  g_autoptr (GDir) folder = g_dir_open (copy, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (copy, name, NULL);

    g_unlink (path);
  }
  g_rmdir (copy);
}
