/* gstencordjournalprogress.c - units on their way into the journal, chunk by chunk
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordjournalprivate.h"

/* where the bytes lie that hold pending units; rows have those below */
#define LOCKS (G_GINT64_CONSTANT (1) << 40)

static gboolean
try_lock (GstEncordJournal *self, gint64 id, GError **error)
{
  return gst_encord_journal_try_lock (self, LOCKS + id, error);
}

void
gst_encord_journal_release_progress (GstEncordJournal *self, gint64 id)
{
  gst_encord_journal_unlock (self, LOCKS + id);
}

/* a number in place of each ?1 */
static gboolean
run_with_id (GstEncordJournal *self, const char *sql, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      gst_encord_journal_db_prepare (self->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);

  return gst_encord_journal_db_run (statement, error);
}

/* which other entries of the same data by the same run */
#define UNENDED "NOT other.waiting"
#define EARLIER "other.id < one.id"
#define ALL "TRUE"

/* What else there is, but for what some pipeline is at. The row may have got its label
 * hash meanwhile. */
static gboolean
discard_others (GstEncordJournal *self, gint64 id, const char *which,
                GError **error)
{
  g_autofree char *sql = g_strconcat (
      "SELECT other.id FROM pending AS one JOIN row ON row.id = one.row_id"
      " JOIN row AS same USING"
      " (project_hash, data_hash, branch_name, run_name)"
      " JOIN pending AS other ON other.row_id = same.id"
      " WHERE one.id = ?1 AND other.id <> ?1 AND ",
      which, NULL);
  g_autoptr (sqlite3_stmt) statement =
      gst_encord_journal_db_prepare (self->db, sql, error);
  g_autoptr (GArray) ids = NULL;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  ids = gst_encord_journal_db_list (statement, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    const gint64 other = g_array_index (ids, gint64, i);
    gboolean ok;

    if (!try_lock (self, other, NULL))
      continue;
    ok = run_with_id (self, "DELETE FROM pending WHERE id = ?1", other, error);
    gst_encord_journal_release_progress (self, other);
    if (!ok)
      return FALSE;
  }

  return ids != NULL;
}

/* its id, held; 0 with error set */
static gint64
insert_entry (GstEncordJournal *self, const GstEncordPendingRow *unit,
              GError **error)
{
  const gint64 row = gst_encord_journal_require_row (self, &unit->key, error);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;
  gint64 id;

  if (row == 0)
    return 0;
  statement = gst_encord_journal_db_prepare (
      self->db,
      "INSERT INTO pending (row_id, title, reason, image_group, complete,"
      " classes, image_hashes, tracks, waiting)"
      " VALUES (?1, ?2, '', ?3, 0, x'', x'', x'', 0)",
      error);
  if (statement == NULL)
    return 0;
  sqlite3_bind_int64 (statement, 1, row);
  gst_encord_journal_bind_text (statement, 2,
                                unit->title != NULL ? unit->title : "");
  sqlite3_bind_int (statement, 3, unit->image_group);
  if (!gst_encord_journal_db_run (statement, error))
    return 0;

  id = sqlite3_last_insert_rowid (self->db);
  if (!try_lock (self, id, &failure)) {
    if (failure == NULL)
      g_set_error (&failure, G_IO_ERROR, G_IO_ERROR_BUSY,
                   "journal %s: unit %" G_GINT64_FORMAT
                   " is held by another pipeline",
                   self->directory, id);
    g_propagate_error (error, failure);
    return 0;
  }

  return id;
}

static gboolean
update_entry (GstEncordJournal *self, gint64 id,
              const GstEncordPendingRow *unit,
              const GstEncordProgress *progress, gboolean ended, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "UPDATE pending SET digest = ?2, rules = ?3,"
      " next_frame = ?4, last_time = ?5, n_frames = ?6, n_bare = ?7,"
      " n_seen = ?8, next_track = ?9, n_images = ?10, classes = ?11,"
      " tracker = ?12, complete = ?13, waiting = waiting OR ?14, counted = ?15"
      " WHERE id = ?1",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  gst_encord_journal_bind_text (statement, 2, unit->digest);
  gst_encord_journal_bind_text (statement, 3,
                                unit->rules != NULL ? unit->rules : "{}");
  sqlite3_bind_int64 (statement, 4, (gint64) progress->next_frame);
  sqlite3_bind_int64 (statement, 5, progress->last_time);
  sqlite3_bind_int64 (statement, 6, (gint64) progress->n_frames);
  sqlite3_bind_int64 (statement, 7, (gint64) progress->n_bare);
  sqlite3_bind_int64 (statement, 8, (gint64) progress->n_seen);
  sqlite3_bind_int64 (statement, 9, progress->next_track);
  sqlite3_bind_int64 (statement, 10, progress->n_images);
  gst_encord_journal_bind_strings (statement, 11, progress->classes);
  if (progress->tracker != NULL)
    gst_encord_journal_bind_bytes (statement, 12, progress->tracker);
  sqlite3_bind_int (statement, 13, ended && unit->complete);
  sqlite3_bind_int (statement, 14, ended);
  sqlite3_bind_int (statement, 15, unit->counted);
  if (!gst_encord_journal_db_run (statement, error))
    return FALSE;
  if (sqlite3_changes (self->db) == 1)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               "journal %s: what it held of \"%s\" is gone", self->directory,
               unit->title);

  return FALSE;
}

static gboolean
insert_chunk (GstEncordJournal *self, gint64 id,
              const GstEncordCheckpoint *checkpoint, GError **error)
{
  g_autoptr (GBytes) tracks = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (encord_tracks_get_n_frames (checkpoint->tracks) == 0)
    return TRUE;
  statement = gst_encord_journal_db_prepare (
      self->db,
      "INSERT INTO chunk (pending_id, position, image_hashes, tracks)"
      " SELECT ?1, 1 + coalesce (max (position), 0), ?2, ?3 FROM chunk"
      " WHERE pending_id = ?1",
      error);
  if (statement == NULL)
    return FALSE;
  tracks = encord_tracks_to_bytes (checkpoint->tracks);
  sqlite3_bind_int64 (statement, 1, id);
  gst_encord_journal_bind_strings (statement, 2, checkpoint->image_hashes);
  gst_encord_journal_bind_bytes (statement, 3, tracks);

  return gst_encord_journal_db_run (statement, error);
}

static gboolean
append_in_transaction (GstEncordJournal *self, gint64 id, gboolean is_new,
                       const GstEncordPendingRow *unit,
                       const GstEncordCheckpoint *checkpoint, gboolean ended,
                       GError **error)
{
  const gboolean supersedes = ended && unit->complete && !unit->counted;

  return update_entry (self, id, unit, &checkpoint->progress, ended, error) &&
         insert_chunk (self, id, checkpoint, error) &&
         ((!is_new && !supersedes) ||
          discard_others (self, id, supersedes ? ALL : UNENDED, error));
}

gboolean
gst_encord_journal_append (GstEncordJournal *self, GstEncordPendingRow *unit,
                           const GstEncordCheckpoint *checkpoint,
                           gboolean ended, GError **error)
{
  const gboolean is_new = unit->id == 0;
  gint64 id;
  gboolean ok;

  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  id = is_new ? insert_entry (self, unit, error) : unit->id;
  ok = id != 0 &&
       append_in_transaction (self, id, is_new, unit, checkpoint, ended, error);
  ok = gst_encord_journal_db_end (self->db, ok, error);
  if (ok)
    unit->id = id;
  if (id != 0 && (ok ? ended : is_new))
    gst_encord_journal_release_progress (self, id);

  return ok;
}

static gboolean
settle_count_in_transaction (GstEncordJournal *self,
                             const GstEncordPendingRow *unit, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "UPDATE pending SET complete = ?2, counted = 0 WHERE id = ?1",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, unit->id);
  sqlite3_bind_int (statement, 2, unit->complete);

  /* what came after it has been recorded, but not looked at yet */
  return gst_encord_journal_db_run (statement, error) &&
         (!unit->complete || discard_others (self, unit->id, EARLIER, error));
}

gboolean
gst_encord_journal_settle_count (GstEncordJournal *self,
                                 GstEncordPendingRow *unit, gboolean complete,
                                 GError **error)
{
  unit->complete = complete;
  unit->counted = FALSE;
  if (!gst_encord_journal_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;

  return gst_encord_journal_db_end (
      self->db, settle_count_in_transaction (self, unit, error), error);
}

static gboolean
is_sound (const GstEncordProgress *progress)
{
  return progress->next_frame <= (guint64) G_MAXINT + 1 &&
         progress->last_time >= 0 && progress->last_time <= G_MAXINT64 / 2 &&
         progress->n_frames <= G_MAXINT64 &&
         progress->n_bare <= progress->n_frames &&
         progress->n_seen <= progress->n_frames;
}

/* FALSE without error: it has ended or gone meanwhile */
static gboolean
read_progress (GstEncordJournal *self, gint64 id,
               GstEncordProgress *ret_progress, GError **error)
{
  g_auto (GstEncordProgress) progress = { 0 };
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT next_frame, last_time, n_frames, n_bare, n_seen, next_track,"
      " n_images, classes, tracker FROM pending"
      " WHERE id = ?1 AND NOT complete",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!gst_encord_journal_db_next (statement, error))
    return FALSE;
  progress.next_frame = (guint64) sqlite3_column_int64 (statement, 0);
  progress.last_time = sqlite3_column_int64 (statement, 1);
  progress.n_frames = (guint64) sqlite3_column_int64 (statement, 2);
  progress.n_bare = (guint64) sqlite3_column_int64 (statement, 3);
  progress.n_seen = (guint64) sqlite3_column_int64 (statement, 4);
  progress.next_track = (guint32) sqlite3_column_int64 (statement, 5);
  progress.n_images = (guint32) sqlite3_column_int64 (statement, 6);
  progress.classes = gst_encord_journal_get_strings (statement, 7);
  if (sqlite3_column_type (statement, 8) != SQLITE_NULL)
    progress.tracker = gst_encord_journal_get_bytes (statement, 8);
  if (!is_sound (&progress)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "journal %s: the progress of a unit is damaged",
                 self->directory);
    return FALSE;
  }
  *ret_progress = progress;
  progress = (GstEncordProgress){ 0 };

  return TRUE;
}

/* by the data: whether the row has a label hash may have changed meanwhile */
static GArray *
list_progress (GstEncordJournal *self, const GstEncordRowKey *key,
               const char *digest, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT pending.id FROM pending JOIN row ON row.id = pending.row_id"
      " WHERE project_hash = ?1 AND data_hash = ?2 AND branch_name = ?3"
      " AND run_name = ?4 AND digest = ?5 AND NOT complete"
      " ORDER BY next_frame DESC",
      error);

  if (statement == NULL)
    return NULL;
  gst_encord_journal_bind_text (statement, 1, key->project_hash);
  gst_encord_journal_bind_text (statement, 2, key->data_hash);
  gst_encord_journal_bind_text (statement, 3, key->branch_name);
  gst_encord_journal_bind_text (statement, 4, key->run_name);
  gst_encord_journal_bind_text (statement, 5, digest);

  return gst_encord_journal_db_list (statement, error);
}

gboolean
gst_encord_journal_take_progress (GstEncordJournal *self,
                                  const GstEncordRowKey *key,
                                  const char *digest, gint64 *ret_id,
                                  GstEncordProgress *ret_progress,
                                  GError **error)
{
  g_autoptr (GArray) ids = list_progress (self, key, digest, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    const gint64 id = g_array_index (ids, gint64, i);
    GError *failure = NULL;

    /* held first, then read: nobody changes it any more */
    if (!try_lock (self, id, &failure)) {
      if (failure == NULL)
        continue;
    } else if (read_progress (self, id, ret_progress, &failure)) {
      *ret_id = id;
      return TRUE;
    } else {
      gst_encord_journal_release_progress (self, id);
    }
    if (failure != NULL) {
      g_propagate_error (error, failure);
      return FALSE;
    }
  }

  return FALSE;
}
