/* gstencordjournal.c - what each run wrote into which label row, and what waits to be sent
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* F_OFD_SETLK */

#include "gstencordjournal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "gstencordjournaldb.h"

#define LOCK_FILE "journal.lock"

struct _GstEncordJournal
{
  char *directory;
  sqlite3 *db;
  int lock_fd; /* byte n is held by whoever saves row n */
};

void
gst_encord_row_key_clear (GstEncordRowKey *self)
{
  g_clear_pointer (&self->project_hash, g_free);
  g_clear_pointer (&self->data_hash, g_free);
  g_clear_pointer (&self->label_hash, g_free);
  g_clear_pointer (&self->branch_name, g_free);
  g_clear_pointer (&self->run_name, g_free);
}

void
gst_encord_row_key_copy (const GstEncordRowKey *self, GstEncordRowKey *ret_copy)
{
  *ret_copy = (GstEncordRowKey){
    .project_hash = g_strdup (self->project_hash),
    .data_hash = g_strdup (self->data_hash),
    .label_hash = g_strdup (self->label_hash),
    .branch_name = g_strdup (self->branch_name),
    .run_name = g_strdup (self->run_name),
  };
}

GstEncordPendingRow *
gst_encord_pending_row_new (void)
{
  return g_new0 (GstEncordPendingRow, 1);
}

void
gst_encord_pending_row_free (GstEncordPendingRow *self)
{
  gst_encord_row_key_clear (&self->key);
  g_free (self->title);
  g_free (self->rules);
  g_free (self->reason);
  g_strfreev (self->classes);
  g_strfreev (self->image_hashes);
  g_clear_pointer (&self->tracks, encord_tracks_free);
  g_free (self);
}

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

static void
bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
}

/* the bytes live until the statement is done with them */
static void
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size,
                       SQLITE_TRANSIENT);
}

static GBytes *
column_bytes (sqlite3_stmt *statement, int column)
{
  gconstpointer data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, column));
}

static const char *
column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
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
  bind_text (statement, 1, key->project_hash);
  bind_text (statement, 2, with_label_hash ? key->label_hash : key->data_hash);
  bind_text (statement, 3, key->branch_name);
  bind_text (statement, 4, key->run_name);
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
  bind_text (statement, 1, key->project_hash);
  bind_text (statement, 2, key->data_hash);
  bind_text (statement, 3, key->label_hash);
  bind_text (statement, 4, key->branch_name);
  bind_text (statement, 5, key->run_name);
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
    bind_text (statement, 2, label_hash);

  return gst_encord_journal_db_run (statement, error);
}

static gint64
get_row_in_transaction (GstEncordJournal *self, const GstEncordRowKey *key,
                        GError **error)
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
  row = get_row_in_transaction (self, key, error);

  return gst_encord_journal_db_end (self->db, row != 0, error) ? row : 0;
}

gboolean
gst_encord_journal_try_lock_row (GstEncordJournal *self, gint64 row,
                                 GError **error)
{
  struct flock lock = {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = row, .l_len = 1
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
gst_encord_journal_unlock_row (GstEncordJournal *self, gint64 row)
{
  struct flock lock = {
    .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = row, .l_len = 1
  };

  fcntl (self->lock_fd, F_OFD_SETLK, &lock);
}

static EncordMergeObject *
read_object (GstEncordJournal *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (EncordMergeObject) object = encord_merge_object_new (
      column_text (statement, 0), column_text (statement, 1));
  g_autoptr (GBytes) bytes = column_bytes (statement, 4);
  GArray *entries = encord_merge_entries_from_bytes (bytes, error);

  if (entries == NULL) {
    g_prefix_error (error, "journal %s: ", self->directory);
    return NULL;
  }
  object->answers = g_strdup (column_text (statement, 2));
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
  bind_text (statement, 4, object->object_hash);
  bind_text (statement, 5, object->feature_hash);
  bind_text (statement, 6, object->answers);
  sqlite3_bind_int (statement, 7, object->state);
  bind_bytes (statement, 8, entries);

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

static gboolean
delete_pending (GstEncordJournal *self, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "DELETE FROM pending WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);

  return gst_encord_journal_db_run (statement, error);
}

gboolean
gst_encord_journal_end_save (GstEncordJournal *self, gint64 row,
                             GPtrArray *base, gint64 pending, GError **error)
{
  gboolean ok;

  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  ok = write_objects (self, row, FALSE, base, error) &&
       (pending == 0 || delete_pending (self, pending, error));

  return gst_encord_journal_db_end (self->db, ok, error);
}

/* the names one after another, each with its terminator */
static GBytes *
pack_strings (char **strings)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    g_byte_array_append (bytes, (const guint8 *) strings[i],
                         (guint) strlen (strings[i]) + 1);

  return g_byte_array_free_to_bytes (bytes);
}

static char **
unpack_strings (GBytes *bytes)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
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

static gboolean
insert_pending (GstEncordJournal *self, gint64 row,
                const GstEncordPendingRow *pending, GError **error)
{
  g_autoptr (GBytes) classes = pack_strings (pending->classes);
  g_autoptr (GBytes) image_hashes = pack_strings (pending->image_hashes);
  g_autoptr (GBytes) tracks = encord_tracks_to_bytes (pending->tracks);
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "INSERT INTO pending (row_id, title, reason, image_group, complete,"
      " rules, classes, image_hashes, tracks)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);
  bind_text (statement, 2, pending->title != NULL ? pending->title : "");
  bind_text (statement, 3, pending->reason != NULL ? pending->reason : "");
  sqlite3_bind_int (statement, 4, pending->image_group);
  sqlite3_bind_int (statement, 5, pending->complete);
  bind_text (statement, 6, pending->rules != NULL ? pending->rules : "{}");
  bind_bytes (statement, 7, classes);
  bind_bytes (statement, 8, image_hashes);
  bind_bytes (statement, 9, tracks);

  return gst_encord_journal_db_run (statement, error);
}

static gboolean
remove_superseded (GstEncordJournal *self, gint64 row, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "DELETE FROM pending WHERE row_id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row);

  return gst_encord_journal_db_run (statement, error);
}

gboolean
gst_encord_journal_add_pending (GstEncordJournal *self,
                                GstEncordPendingRow *pending, GError **error)
{
  gint64 row, id = 0;
  gboolean ok;

  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  row = get_row_in_transaction (self, &pending->key, error);
  ok = row != 0 &&
       (!pending->complete || remove_superseded (self, row, error)) &&
       insert_pending (self, row, pending, error);
  if (ok)
    id = sqlite3_last_insert_rowid (self->db);
  if (!gst_encord_journal_db_end (self->db, ok, error))
    return FALSE;
  pending->id = id;

  return TRUE;
}

GArray *
gst_encord_journal_list_pending (GstEncordJournal *self,
                                 const char *project_hash, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT pending.id FROM pending JOIN row ON row.id = pending.row_id"
      " WHERE row.project_hash = ?1 ORDER BY pending.id",
      error);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;
  bind_text (statement, 1, project_hash);
  while (gst_encord_journal_db_next (statement, &failure)) {
    const gint64 id = sqlite3_column_int64 (statement, 0);

    g_array_append_val (ids, id);
  }
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return NULL;
  }

  return g_steal_pointer (&ids);
}

GstEncordPendingRow *
gst_encord_journal_load_pending (GstEncordJournal *self, gint64 id,
                                 GError **error)
{
  g_autoptr (GstEncordPendingRow) pending = gst_encord_pending_row_new ();
  g_autoptr (GBytes) classes = NULL, image_hashes = NULL, tracks = NULL;
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT project_hash, data_hash, label_hash, branch_name, run_name,"
      " title, reason, image_group, complete, rules, classes,"
      " image_hashes, tracks FROM pending JOIN row ON row.id = pending.row_id"
      " WHERE pending.id = ?1",
      error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (!gst_encord_journal_db_next (statement, error))
    return NULL;

  pending->id = id;
  pending->key.project_hash = g_strdup (column_text (statement, 0));
  pending->key.data_hash = g_strdup (column_text (statement, 1));
  pending->key.label_hash = g_strdup (column_text (statement, 2));
  pending->key.branch_name = g_strdup (column_text (statement, 3));
  pending->key.run_name = g_strdup (column_text (statement, 4));
  pending->title = g_strdup (column_text (statement, 5));
  pending->reason = g_strdup (column_text (statement, 6));
  pending->image_group = sqlite3_column_int (statement, 7) != 0;
  pending->complete = sqlite3_column_int (statement, 8) != 0;
  pending->rules = g_strdup (column_text (statement, 9));
  classes = column_bytes (statement, 10);
  image_hashes = column_bytes (statement, 11);
  tracks = column_bytes (statement, 12);
  pending->classes = unpack_strings (classes);
  pending->image_hashes = unpack_strings (image_hashes);
  pending->tracks = encord_tracks_new_from_bytes (tracks, error);
  if (pending->tracks == NULL) {
    g_prefix_error (error, "journal %s: ", self->directory);
    return NULL;
  }

  return g_steal_pointer (&pending);
}

gboolean
gst_encord_journal_has_pending (GstEncordJournal *self, gint64 id,
                                gboolean *ret_has, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "SELECT 1 FROM pending WHERE id = ?1", error);
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  *ret_has = gst_encord_journal_db_next (statement, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

gboolean
gst_encord_journal_set_pending_reason (GstEncordJournal *self, gint64 id,
                                       const char *reason, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "UPDATE pending SET reason = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  bind_text (statement, 2, reason);

  return gst_encord_journal_db_run (statement, error);
}

gboolean
gst_encord_journal_remove_pending (GstEncordJournal *self, gint64 id,
                                   GError **error)
{
  return delete_pending (self, id, error);
}
