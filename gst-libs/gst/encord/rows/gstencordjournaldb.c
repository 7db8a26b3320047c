/* gstencordjournaldb.c - the journal's file: permissions, schema, SQLite's errors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordjournaldb.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#define BUSY_TIMEOUT_MS 10000
#define MAX_PAUSE_MS 20
/* "eneJ": tells a journal from other SQLite files */
#define APPLICATION_ID 0x656e654a

/* Step n takes a journal from schema n to n + 1. Steps are never edited. */
static const char *const migrations[] = {
  "CREATE TABLE row ("
  "  id INTEGER PRIMARY KEY,"
  "  project_hash TEXT NOT NULL,"
  "  data_hash TEXT NOT NULL,"
  "  label_hash TEXT,"
  "  branch_name TEXT NOT NULL,"
  "  run_name TEXT NOT NULL,"
  "  saving INTEGER NOT NULL DEFAULT 0);"
  "CREATE UNIQUE INDEX row_by_label ON row"
  "  (project_hash, label_hash, branch_name, run_name)"
  "  WHERE label_hash IS NOT NULL;"
  "CREATE UNIQUE INDEX row_by_data ON row"
  "  (project_hash, data_hash, branch_name, run_name)"
  "  WHERE label_hash IS NULL;"
  "CREATE TABLE object ("
  "  row_id INTEGER NOT NULL REFERENCES row ON DELETE CASCADE,"
  "  saving INTEGER NOT NULL,"
  "  position INTEGER NOT NULL,"
  "  object_hash TEXT NOT NULL,"
  "  feature_hash TEXT NOT NULL,"
  "  answers TEXT,"
  "  state INTEGER NOT NULL,"
  "  entries BLOB NOT NULL,"
  "  PRIMARY KEY (row_id, saving, object_hash));"
  "CREATE TABLE pending ("
  "  id INTEGER PRIMARY KEY,"
  "  row_id INTEGER NOT NULL REFERENCES row ON DELETE CASCADE,"
  "  title TEXT NOT NULL,"
  "  reason TEXT NOT NULL,"
  "  image_group INTEGER NOT NULL,"
  "  complete INTEGER NOT NULL,"
  "  min_length INTEGER NOT NULL,"
  "  max_gap INTEGER NOT NULL,"
  "  classes BLOB NOT NULL,"
  "  image_hashes BLOB NOT NULL,"
  "  tracks BLOB NOT NULL);"
  "CREATE INDEX pending_by_row ON pending (row_id);",
  "ALTER TABLE pending ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';"
  "UPDATE pending SET rules = '{\"max-gap\":' || max_gap ||"
  "  ',\"min-track-length\":' || min_length || '}';"
  "ALTER TABLE pending DROP COLUMN min_length;"
  "ALTER TABLE pending DROP COLUMN max_gap;",
  /* a unit that is still coming in waits for nothing; what is seen of it lies in
   * chunks, and `tracks` and `image_hashes` of the entry stay empty */
  "ALTER TABLE pending ADD COLUMN waiting INTEGER NOT NULL DEFAULT 1;"
  "ALTER TABLE pending ADD COLUMN digest TEXT;"
  "ALTER TABLE pending ADD COLUMN next_frame INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN last_time INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN n_frames INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN n_bare INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN n_seen INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN next_track INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN n_images INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE pending ADD COLUMN tracker BLOB;"
  "CREATE TABLE chunk ("
  "  pending_id INTEGER NOT NULL REFERENCES pending ON DELETE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  image_hashes BLOB NOT NULL,"
  "  tracks BLOB NOT NULL,"
  "  PRIMARY KEY (pending_id, position));",
  "ALTER TABLE pending ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;",
};

static int
error_code (sqlite3 *db)
{
  switch (sqlite3_extended_errcode (db)) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_SHMSIZE:
      /* SQLite says "full" only for ENOSPC, not for quotas and limits */
      return G_IO_ERROR_NO_SPACE;
    default:
      break;
  }
  switch (sqlite3_errcode (db)) {
    case SQLITE_FULL:
      return G_IO_ERROR_NO_SPACE;
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return G_IO_ERROR_PERMISSION_DENIED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return G_IO_ERROR_BUSY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return G_IO_ERROR_INVALID_DATA;
    default:
      return G_IO_ERROR_FAILED;
  }
}

void
gst_encord_journal_db_set_error (sqlite3 *db, GError **error)
{
  const int code = error_code (db);

  g_set_error (error, G_IO_ERROR, code, "journal %s: %s",
               sqlite3_db_filename (db, "main"),
               code == G_IO_ERROR_NO_SPACE ? "no space left on the disk"
                                           : sqlite3_errmsg (db));
}

sqlite3_stmt *
gst_encord_journal_db_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    gst_encord_journal_db_set_error (db, error);

  return statement;
}

gboolean
gst_encord_journal_db_next (sqlite3_stmt *statement, GError **error)
{
  switch (sqlite3_step (statement)) {
    case SQLITE_ROW:
      return TRUE;
    case SQLITE_DONE:
      return FALSE;
    default:
      gst_encord_journal_db_set_error (sqlite3_db_handle (statement), error);
      return FALSE;
  }
}

gboolean
gst_encord_journal_db_run (sqlite3_stmt *statement, GError **error)
{
  int result;

  do
    result = sqlite3_step (statement);
  while (result == SQLITE_ROW);
  if (result != SQLITE_DONE)
    gst_encord_journal_db_set_error (sqlite3_db_handle (statement), error);

  return result == SQLITE_DONE;
}

GArray *
gst_encord_journal_db_list (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *failure = NULL;

  while (gst_encord_journal_db_next (statement, &failure)) {
    const gint64 value = sqlite3_column_int64 (statement, 0);

    g_array_append_val (values, value);
  }
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return NULL;
  }

  return g_steal_pointer (&values);
}

gboolean
gst_encord_journal_db_exec (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  gst_encord_journal_db_set_error (db, error);

  return FALSE;
}

gboolean
gst_encord_journal_db_end (sqlite3 *db, gboolean ok, GError **error)
{
  if (ok && gst_encord_journal_db_exec (db, "COMMIT", error))
    return TRUE;
  /* a full disk may have rolled back already: then this fails, harmlessly */
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

static gboolean
read_number (sqlite3 *db, const char *sql, int *ret_number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      gst_encord_journal_db_prepare (db, sql, error);

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW) {
    if (statement != NULL)
      gst_encord_journal_db_set_error (db, error);
    return FALSE;
  }
  *ret_number = sqlite3_column_int (statement, 0);

  return TRUE;
}

static gboolean
check_version (sqlite3 *db, int version, int id, GError **error)
{
  if (version > 0 && id != APPLICATION_ID) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "journal %s: a database of another program",
                 sqlite3_db_filename (db, "main"));
    return FALSE;
  }
  if (version > (int) G_N_ELEMENTS (migrations)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "journal %s: written by a newer version (schema %d, this one "
                 "knows %d)",
                 sqlite3_db_filename (db, "main"), version,
                 (int) G_N_ELEMENTS (migrations));
    return FALSE;
  }

  return TRUE;
}

static gboolean
migrate_in_transaction (sqlite3 *db, GError **error)
{
  int version = 0, id = 0;

  if (!read_number (db, "PRAGMA user_version", &version, error) ||
      !read_number (db, "PRAGMA application_id", &id, error) ||
      !check_version (db, version, id, error))
    return FALSE;

  for (; version < (int) G_N_ELEMENTS (migrations); version++) {
    g_autofree char *mark =
        g_strdup_printf ("PRAGMA user_version = %d; PRAGMA application_id = %d",
                         version + 1, APPLICATION_ID);

    if (!gst_encord_journal_db_exec (db, migrations[version], error) ||
        !gst_encord_journal_db_exec (db, mark, error))
      return FALSE;
  }

  return TRUE;
}

/* SQLite reads a new file before it claims it for this, and whoever reads is
 * refused at once while others read, since two might wait for each other: the
 * busy timeout does not hold here. */
static gboolean
start_log (sqlite3 *db, GError **error)
{
  const gint64 deadline =
      g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  int result;

  while ((result = sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL,
                                 NULL)) == SQLITE_BUSY &&
         g_get_monotonic_time () < deadline)
    /* at random, so that not the same ones meet again */
    g_usleep ((gulong) g_random_int_range (1, MAX_PAUSE_MS * 1000));
  if (result != SQLITE_OK)
    gst_encord_journal_db_set_error (db, error);

  return result == SQLITE_OK;
}

static gboolean
set_up (sqlite3 *db, GError **error)
{
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);
  if (!start_log (db, error) ||
      !gst_encord_journal_db_exec (db,
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON;"
                                   "BEGIN IMMEDIATE",
                                   error))
    return FALSE;

  return gst_encord_journal_db_end (db, migrate_in_transaction (db, error),
                                    error);
}

static gboolean
fail_with_errno (const char *what, const char *path, GError **error)
{
  const int code = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
               "%s %s: %s", what, path, g_strerror (code));

  return FALSE;
}

/* SQLite would make the file readable for all; its companions take over the
 * mode that they find. No descriptor: closing one would take from the process
 * all locks that SQLite holds on the file for other connections, and then a
 * process that closes its last one would delete the log they write into. */
static gboolean
make_private (const char *directory, const char *path, GError **error)
{
  GStatBuf info;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    return fail_with_errno ("journal folder", directory, error);
  if ((mknod (path, S_IFREG | 0600, 0) != 0 && errno != EEXIST) ||
      g_stat (path, &info) != 0)
    return fail_with_errno ("journal", path, error);
  if (!S_ISREG (info.st_mode)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                 "journal %s: not a regular file", path);
    return FALSE;
  }
  /* the umask may have taken from a new one, and an old one may be open to all */
  if (g_chmod (path, 0600) != 0)
    return fail_with_errno ("journal", path, error);

  return TRUE;
}

sqlite3 *
gst_encord_journal_db_open (const char *directory, GError **error)
{
  g_autofree char *path =
      g_build_filename (directory, GST_ENCORD_JOURNAL_FILE, NULL);
  g_autoptr (sqlite3) db = NULL;

  if (!make_private (directory, path, error))
    return NULL;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
    gst_encord_journal_db_set_error (db, error);
    return NULL;
  }
  if (!set_up (db, error))
    return NULL;

  return g_steal_pointer (&db);
}
