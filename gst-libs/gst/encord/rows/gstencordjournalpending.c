/* gstencordjournalpending.c - the units in the journal that wait to be sent
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordjournalprivate.h"

gboolean
gst_encord_journal_settle_pending (GstEncordJournal *self,
                                   const GstEncordPendingRow *pending,
                                   GError **error)
{
  const gboolean stays = !pending->complete && pending->digest != NULL;
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      stays ? "UPDATE pending SET waiting = 0 WHERE id = ?1"
              " AND complete = ?2 AND next_frame = ?3"
            : "DELETE FROM pending WHERE id = ?1 AND complete = ?2"
              " AND next_frame = ?3",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, pending->id);
  sqlite3_bind_int (statement, 2, pending->complete);
  sqlite3_bind_int64 (statement, 3, (gint64) pending->next_frame);

  return gst_encord_journal_db_run (statement, error);
}

GArray *
gst_encord_journal_list_pending (GstEncordJournal *self,
                                 const char *project_hash, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT pending.id FROM pending JOIN row ON row.id = pending.row_id"
      " WHERE row.project_hash = ?1 AND waiting ORDER BY pending.id",
      error);

  if (statement == NULL)
    return NULL;
  gst_encord_journal_bind_text (statement, 1, project_hash);

  return gst_encord_journal_db_list (statement, error);
}

static EncordTracks *
read_tracks (GstEncordJournal *self, sqlite3_stmt *statement, int column,
             GError **error)
{
  g_autoptr (GBytes) bytes = gst_encord_journal_get_bytes (statement, column);
  EncordTracks *tracks = encord_tracks_new_from_bytes (bytes, error);

  if (tracks == NULL)
    g_prefix_error (error, "journal %s: ", self->directory);

  return tracks;
}

/* (transfer full): the row without its chunks; NULL without error when it is gone */
static GstEncordPendingRow *
load_entry (GstEncordJournal *self, gint64 id, GError **error)
{
  g_autoptr (GstEncordPendingRow) pending = gst_encord_pending_row_new ();
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT project_hash, data_hash, label_hash, branch_name, run_name,"
      " title, reason, image_group, complete, rules, classes,"
      " image_hashes, tracks, digest, next_frame, counted, n_frames"
      " FROM pending JOIN row ON row.id = pending.row_id"
      " WHERE pending.id = ?1 AND waiting",
      error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (!gst_encord_journal_db_next (statement, error))
    return NULL;

  pending->id = id;
  pending->key.project_hash = gst_encord_journal_dup_text (statement, 0);
  pending->key.data_hash = gst_encord_journal_dup_text (statement, 1);
  pending->key.label_hash = gst_encord_journal_dup_text (statement, 2);
  pending->key.branch_name = gst_encord_journal_dup_text (statement, 3);
  pending->key.run_name = gst_encord_journal_dup_text (statement, 4);
  pending->title = gst_encord_journal_dup_text (statement, 5);
  pending->reason = gst_encord_journal_dup_text (statement, 6);
  pending->image_group = sqlite3_column_int (statement, 7) != 0;
  pending->complete = sqlite3_column_int (statement, 8) != 0;
  pending->rules = gst_encord_journal_dup_text (statement, 9);
  pending->classes = gst_encord_journal_get_strings (statement, 10);
  pending->image_hashes = gst_encord_journal_get_strings (statement, 11);
  pending->digest = gst_encord_journal_dup_text (statement, 13);
  pending->next_frame = (guint64) sqlite3_column_int64 (statement, 14);
  pending->counted = sqlite3_column_int (statement, 15) != 0;
  pending->n_frames = (guint64) sqlite3_column_int64 (statement, 16);
  /* schema 1 had everything in the entry itself */
  pending->tracks = sqlite3_column_bytes (statement, 12) > 0
                        ? read_tracks (self, statement, 12, error)
                        : encord_tracks_new ();

  return pending->tracks != NULL ? g_steal_pointer (&pending) : NULL;
}

static gboolean
add_chunk (GstEncordJournal *self, GstEncordPendingRow *pending,
           GPtrArray *image_hashes, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (EncordTracks) tracks = read_tracks (self, statement, 0, error);
  g_autofree char **more = NULL;

  if (tracks == NULL)
    return FALSE;
  if (!encord_tracks_append (pending->tracks, tracks)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "journal %s: tracks are out of order", self->directory);
    return FALSE;
  }
  more = gst_encord_journal_get_strings (statement, 1);
  for (guint i = 0; more[i] != NULL; i++)
    g_ptr_array_add (image_hashes, more[i]);

  return TRUE;
}

static gboolean
load_chunks (GstEncordJournal *self, GstEncordPendingRow *pending,
             GError **error)
{
  g_autoptr (GPtrArray) image_hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db,
      "SELECT tracks, image_hashes FROM chunk WHERE pending_id = ?1"
      " ORDER BY position",
      error);
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, pending->id);
  while (gst_encord_journal_db_next (statement, &failure))
    if (!add_chunk (self, pending, image_hashes, statement, &failure))
      break;
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (image_hashes->len > 0) {
    g_strfreev (pending->image_hashes);
    g_ptr_array_add (image_hashes, NULL);
    pending->image_hashes =
        (char **) g_ptr_array_free (g_steal_pointer (&image_hashes), FALSE);
  }

  return TRUE;
}

GstEncordPendingRow *
gst_encord_journal_load_pending (GstEncordJournal *self, gint64 id,
                                 GError **error)
{
  g_autoptr (GstEncordPendingRow) pending = NULL;
  GError *failure = NULL;

  /* entry and chunks of one moment, while another thread adds to them */
  if (!gst_encord_journal_db_exec (self->db, "BEGIN", error))
    return NULL;
  pending = load_entry (self, id, &failure);
  if (pending != NULL && !load_chunks (self, pending, &failure))
    g_clear_pointer (&pending, gst_encord_pending_row_free);
  if (!gst_encord_journal_db_end (self->db, failure == NULL,
                                  failure == NULL ? &failure : NULL))
    g_clear_pointer (&pending, gst_encord_pending_row_free);
  if (failure != NULL)
    g_propagate_error (error, failure);

  return g_steal_pointer (&pending);
}

gboolean
gst_encord_journal_has_pending (GstEncordJournal *self, gint64 id,
                                gboolean *ret_has, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = gst_encord_journal_db_prepare (
      self->db, "SELECT 1 FROM pending WHERE id = ?1 AND waiting", error);
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
  gst_encord_journal_bind_text (statement, 2, reason);

  return gst_encord_journal_db_run (statement, error);
}
