/* gstencordjournal.c - what each run wrote into which label row, and what waits to be sent
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* F_OFD_SETLK */

#include "gstencordjournalprivate.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define LOCK_FILE "journal.lock"

GstEncordJournal *
gst_encord_journal_open (const char *directory, GError **error)
{
  g_autoptr (GstEncordJournal) self = g_new0 (GstEncordJournal, 1);
  g_autofree char *lock_path = NULL;

  self->lock_fd = -1;
  self->directory =
      directory != NULL
          ? g_strdup (directory)
          : g_build_filename (g_get_user_state_dir (), "gst-encord", NULL);
  self->db = gst_encord_journal_db_open (self->directory, error);
  if (self->db == NULL)
    return NULL;

  lock_path = g_build_filename (self->directory, LOCK_FILE, NULL);
  self->lock_fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd < 0) {
    const int code = errno;

    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                 "journal %s: %s", lock_path, g_strerror (code));
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
gst_encord_journal_close (GstEncordJournal *self)
{
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  sqlite3_close_v2 (self->db);
  g_free (self->directory);
  g_free (self);
}

const char *
gst_encord_journal_get_directory (GstEncordJournal *self)
{
  return self->directory;
}

void
gst_encord_journal_bind_text (sqlite3_stmt *statement, int index,
                              const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
}

void
gst_encord_journal_bind_bytes (sqlite3_stmt *statement, int index,
                               GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size,
                       SQLITE_TRANSIENT);
}

GBytes *
gst_encord_journal_get_bytes (sqlite3_stmt *statement, int column)
{
  gconstpointer data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, column));
}

char *
gst_encord_journal_dup_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/* one after another, each with its terminator */
void
gst_encord_journal_bind_strings (sqlite3_stmt *statement, int index,
                                 char **strings)
{
  GByteArray *packed = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    g_byte_array_append (packed, (const guint8 *) strings[i],
                         (guint) strlen (strings[i]) + 1);
  bytes = g_byte_array_free_to_bytes (packed);
  gst_encord_journal_bind_bytes (statement, index, bytes);
}

char **
gst_encord_journal_get_strings (sqlite3_stmt *statement, int column)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  g_autoptr (GBytes) bytes = gst_encord_journal_get_bytes (statement, column);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0; at < size;) {
    const gsize length = strnlen (data + at, size - at);
    g_autofree char *string = g_strndup (data + at, length);

    g_strv_builder_add (strings, string);
    at += length + 1;
  }

  return g_strv_builder_end (strings);
}

/* 0 without error when there is none */
static gint64
find_row (GstEncordJournal *self, const GstEncordRowKey *key,
          gboolean with_label_hash, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      with_label_hash ? "SELECT id FROM row WHERE project_hash = ?1"
                        " AND label_hash = ?2 AND branch_name = ?3"
                        " AND run_name = ?4"
                      : "SELECT id FROM row WHERE project_hash = ?1"
                        " AND data_hash = ?2 AND label_hash IS NULL"
                        " AND branch_name = ?3 AND run_name = ?4",
      error);

  if (statement == NULL)
    return 0;
  gst_encord_journal_bind_text (statement, 1, key->project_hash);
  gst_encord_journal_bind_text (
      statement, 2, with_label_hash ? key->label_hash : key->data_hash);
  gst_encord_journal_bind_text (statement, 3, key->branch_name);
  gst_encord_journal_bind_text (statement, 4, key->run_name);
  if (!gst_encord_journal_db_next (statement, error))
    return 0;

  return sqlite3_column_int64 (statement, 0);
}

static gint64
insert_row (GstEncordJournal *self, const GstEncordRowKey *key, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "INSERT INTO row (project_hash, data_hash, label_hash, branch_name,"
      " run_name) VALUES (?1, ?2, ?3, ?4, ?5)",
      error);

  if (statement == NULL)
    return 0;
  gst_encord_journal_bind_text (statement, 1, key->project_hash);
  gst_encord_journal_bind_text (statement, 2, key->data_hash);
  gst_encord_journal_bind_text (statement, 3, key->label_hash);
  gst_encord_journal_bind_text (statement, 4, key->branch_name);
  gst_encord_journal_bind_text (statement, 5, key->run_name);
  if (!gst_encord_journal_db_run (statement, error))
    return 0;

  return sqlite3_last_insert_rowid (self->db);
}

/* what waited for a row before it had a label hash now waits for the row */
static gboolean
name_row (GstEncordJournal *self, gint64 unnamed, gint64 named,
          const char *label_hash, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      named != 0 ? "UPDATE pending SET row_id = ?2 WHERE row_id = ?1"
                 : "UPDATE row SET label_hash = ?2 WHERE id = ?1",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, unnamed);
  if (named != 0)
    sqlite3_bind_int64 (statement, 2, named);
  else
    gst_encord_journal_bind_text (statement, 2, label_hash);

  return gst_encord_journal_db_run (statement, error);
}

gint64
gst_encord_journal_require_row (GstEncordJournal *self,
                                const GstEncordRowKey *key, GError **error)
{
  GError *failure = NULL;
  gint64 named = 0, unnamed;

  if (key->label_hash != NULL)
    named = find_row (self, key, TRUE, &failure);
  unnamed = failure == NULL ? find_row (self, key, FALSE, &failure) : 0;
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return 0;
  }

  if (key->label_hash != NULL && unnamed != 0) {
    if (!name_row (self, unnamed, named, key->label_hash, error))
      return 0;
    return named != 0 ? named : unnamed;
  }
  if (named != 0 || unnamed != 0)
    return MAX (named, unnamed);

  return insert_row (self, key, error);
}

gint64
gst_encord_journal_get_row (GstEncordJournal *self, const GstEncordRowKey *key,
                            GError **error)
{
  gint64 row;

  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return 0;
  row = gst_encord_journal_require_row (self, key, error);

  return gst_encord_journal_db_end (self->db, row != 0, error) ? row : 0;
}

gboolean
gst_encord_journal_try_lock (GstEncordJournal *self, gint64 byte,
                             GError **error)
{
  struct flock lock = {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
  };

  if (fcntl (self->lock_fd, F_OFD_SETLK, &lock) == 0)
    return TRUE;
  if (errno != EAGAIN && errno != EACCES) {
    const int code = errno;

    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                 "journal %s: cannot lock: %s", self->directory,
                 g_strerror (code));
  }

  return FALSE;
}

void
gst_encord_journal_unlock (GstEncordJournal *self, gint64 byte)
{
  struct flock lock = {
    .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
  };

  fcntl (self->lock_fd, F_OFD_SETLK, &lock);
}

gboolean
gst_encord_journal_try_lock_row (GstEncordJournal *self, gint64 row,
                                 GError **error)
{
  return gst_encord_journal_try_lock (self, row, error);
}

void
gst_encord_journal_unlock_row (GstEncordJournal *self, gint64 row)
{
  gst_encord_journal_unlock (self, row);
}

static EncordMergeObject *
read_object (GstEncordJournal *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (EncordMergeObject) object = encord_merge_object_new (
      (const char *) sqlite3_column_text (statement, 0),
      (const char *) sqlite3_column_text (statement, 1));
  g_autoptr (GBytes) bytes = gst_encord_journal_get_bytes (statement, 4);
  GArray *entries = encord_merge_entries_from_bytes (bytes, error);

  if (entries == NULL) {
    g_prefix_error (error, "journal %s: ", self->directory);
    return NULL;
  }
  object->answers = gst_encord_journal_dup_text (statement, 2);
  object->state = (EncordMergeState) sqlite3_column_int (statement, 3);
  g_array_unref (object->entries);
  object->entries = entries;

  return g_steal_pointer (&object);
}

static GPtrArray *
read_objects (GstEncordJournal *self, gint64 row, gboolean saving,
              GError **error)
{
  g_autoptr (GPtrArray) objects = encord_merge_objects_new ();
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT object_hash, feature_hash, answers, state, entries FROM object"
      " WHERE row_id = ?1 AND saving = ?2 ORDER BY position",
      error);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, row);
  sqlite3_bind_int (statement, 2, saving);
  while (gst_encord_journal_db_next (statement, &failure)) {
    EncordMergeObject *object = read_object (self, statement, &failure);

    if (object == NULL)
      break;
    g_ptr_array_add (objects, object);
  }
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return NULL;
  }

  return g_steal_pointer (&objects);
}

static gboolean
read_saving (GstEncordJournal *self, gint64 row, gboolean *ret_saving,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "SELECT saving FROM row WHERE id = ?1", error);
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);
  *ret_saving = gst_encord_journal_db_next (statement, &failure) &&
                sqlite3_column_int (statement, 0) != 0;
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

gboolean
gst_encord_journal_load_objects (GstEncordJournal *self, gint64 row,
                                 GPtrArray **ret_base, GPtrArray **ret_intent,
                                 GError **error)
{
  g_autoptr (GPtrArray) base = NULL;
  g_autoptr (GPtrArray) intent = NULL;
  gboolean saving;

  base = read_objects (self, row, FALSE, error);
  if (base == NULL || !read_saving (self, row, &saving, error))
    return FALSE;
  if (saving) {
    intent = read_objects (self, row, TRUE, error);
    if (intent == NULL)
      return FALSE;
  }
  *ret_base = g_steal_pointer (&base);
  *ret_intent = g_steal_pointer (&intent);

  return TRUE;
}

static gboolean
write_object (GstEncordJournal *self, gint64 row, gboolean saving,
              guint position, const EncordMergeObject *object, GError **error)
{
  g_autoptr (GBytes) entries = encord_merge_entries_to_bytes (object->entries);
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "INSERT INTO object (row_id, saving, position, object_hash,"
      " feature_hash, answers, state, entries)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);
  sqlite3_bind_int (statement, 2, saving);
  sqlite3_bind_int64 (statement, 3, position);
  gst_encord_journal_bind_text (statement, 4, object->object_hash);
  gst_encord_journal_bind_text (statement, 5, object->feature_hash);
  gst_encord_journal_bind_text (statement, 6, object->answers);
  sqlite3_bind_int (statement, 7, object->state);
  gst_encord_journal_bind_bytes (statement, 8, entries);

  return gst_encord_journal_db_run (statement, error);
}

/* replaces what the row said in this phase */
static gboolean
write_objects (GstEncordJournal *self, gint64 row, gboolean saving,
               GPtrArray *objects, GError **error)
{
  g_autoptr (sqlite3_stmt) remove = gst_encord_journal_db_prepare (
      self->db, "DELETE FROM object WHERE row_id = ?1 AND saving >= ?2", error);
  g_autoptr (sqlite3_stmt) mark = gst_encord_journal_db_prepare (
      self->db, "UPDATE row SET saving = ?2 WHERE id = ?1", error);

  if (remove == NULL || mark == NULL)
    return FALSE;
  sqlite3_bind_int64 (remove, 1, row);
  sqlite3_bind_int (remove, 2, saving);
  sqlite3_bind_int64 (mark, 1, row);
  sqlite3_bind_int (mark, 2, saving);
  if (!gst_encord_journal_db_run (remove, error) ||
      !gst_encord_journal_db_run (mark, error))
    return FALSE;
  for (guint i = 0; i < objects->len; i++)
    if (!write_object (self, row, saving, i, objects->pdata[i], error))
      return FALSE;

  return TRUE;
}

gboolean
gst_encord_journal_begin_save (GstEncordJournal *self, gint64 row,
                               GPtrArray *intent, GError **error)
{
  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;

  return gst_encord_journal_db_end (
      self->db, write_objects (self, row, TRUE, intent, error), error);
}

gboolean
gst_encord_journal_end_save (GstEncordJournal *self, gint64 row,
                             GPtrArray *base,
                             const GstEncordPendingRow *pending, GError **error)
{
  gboolean ok;

  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  ok = write_objects (self, row, FALSE, base, error) &&
       (pending == NULL ||
        gst_encord_journal_settle_pending (self, pending, error));

  return gst_encord_journal_db_end (self->db, ok, error);
}
