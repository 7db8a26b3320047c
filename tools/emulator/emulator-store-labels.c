/* emulator-store-labels.c - label rows and what is in them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-labels.h"

#include "emulator-store-data.h"

#include "emulator-store-private.h"

#define ROW_COLUMNS                                                            \
  EMULATOR_UNIT_COLUMNS                                                        \
  ", r.hash, r.branch, coalesce(r.label_status, 'NOT_LABELLED'), r.version,"   \
  " r.created_at, r.edited_at, w.task_status, s.uuid, s.title,"                \
  " coalesce(w.priority, -1)"

#define ROW_TABLES                                                             \
  " FROM work w JOIN units u ON u.hash = w.unit"                               \
  " JOIN datasets d ON d.hash = u.dataset"                                     \
  " LEFT JOIN stages s ON s.uuid = w.stage"                                    \
  " LEFT JOIN label_rows r ON r.project = w.project AND r.unit = w.unit"

static EmulatorRow *
read_row (sqlite3_stmt *statement)
{
  const int first = EMULATOR_N_UNIT_COLUMNS;
  EmulatorRow *row = g_new0 (EmulatorRow, 1);

  row->unit = emulator_unit_read (statement);
  row->label_hash = emulator_column_dup (statement, first);
  row->branch = emulator_column_dup (statement, first + 1);
  row->label_status = emulator_column_dup (statement, first + 2);
  row->version = sqlite3_column_int64 (statement, first + 3);
  row->created_at = sqlite3_column_int64 (statement, first + 4);
  row->edited_at = sqlite3_column_int64 (statement, first + 5);
  row->task_status = emulator_column_dup (statement, first + 6);
  row->stage_uuid = emulator_column_dup (statement, first + 7);
  row->stage_title = emulator_column_dup (statement, first + 8);
  row->priority = sqlite3_column_double (statement, first + 9);
  return row;
}

/* ?2 is the branch, ?3 whether all of them are wanted. A unit whose branch has
 * no row yet is listed as one that is not initialised. */
GPtrArray *
emulator_store_list_rows (EmulatorStore *self, const char *project,
                          const EmulatorRowFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_row_free);
  const char *branch = filter->branch != NULL ? filter->branch : "main";
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT " ROW_COLUMNS ROW_TABLES " AND (?3 OR r.branch = ?2)"
      " WHERE w.project = ?1"
      " AND (?4 OR r.hash IS NOT NULL)"
      " AND (?5 = 0 OR r.edited_at < ?5) AND (?6 = 0 OR r.edited_at > ?6)"
      " AND (?7 IS NULL OR w.task_status IN"
      "      (SELECT value FROM json_each(?7)))"
      " AND (?8 IS NULL OR u.hash IN (SELECT value FROM json_each(?8)))"
      " AND (?9 IS NULL OR r.hash IN (SELECT value FROM json_each(?9)))"
      " AND (?10 IS NULL OR u.title = ?10)"
      " AND (?11 IS NULL OR u.title LIKE ?11 ESCAPE '\\')"
      " AND (?12 IS NULL OR s.title = ?12)"
      " AND (?13 IS NULL OR s.title LIKE ?13 ESCAPE '\\')"
      " ORDER BY u.seq, r.branch <> 'main', r.branch",
      "ssiiiisssssss", project, branch, (gint64) filter->all_branches,
      (gint64) filter->include_uninitialised, filter->edited_before,
      filter->edited_after, filter->task_statuses, filter->data_hashes,
      filter->label_hashes, filter->title_eq, filter->title_like,
      filter->stage_eq, filter->stage_like);
  int got = -1;

  while (statement != NULL &&
         (got = emulator_store_step (self, statement, error)) == 1) {
    EmulatorRow *row = read_row (statement);

    if (row->branch == NULL)
      row->branch = g_strdup (filter->all_branches ? "main" : branch);
    g_ptr_array_add (rows, row);
  }
  return got == 0 ? g_steal_pointer (&rows) : NULL;
}

EmulatorRow *
emulator_store_get_row (EmulatorStore *self, const char *project,
                        const char *label_hash, GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT " ROW_COLUMNS ROW_TABLES " WHERE r.hash = ?1 AND r.project = ?2",
      "ss", label_hash, project);
  EmulatorRow *row;

  if (!emulator_store_find (self, statement,
                            "no such label row in this project", label_hash,
                            error))
    return NULL;
  row = read_row (statement);
  sqlite3_reset (statement);
  return row;
}

/* ---- bodies ---- */

static gboolean
write_body (EmulatorStore *self, const EmulatorBody *body,
            const char *label_hash, GError **error)
{
  return emulator_store_exec (self, error,
                              "INSERT INTO label_bodies VALUES (?1, ?2, ?3)"
                              " ON CONFLICT (label_row) DO UPDATE"
                              " SET body = ?2, links = ?3",
                              "sbs", label_hash, body->body, body->links);
}

gboolean
emulator_store_insert_row (EmulatorStore *self, const char *project,
                           const char *branch, const char *status,
                           const EmulatorBody *row, GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();

  return emulator_store_exec (
             self, error,
             "INSERT INTO label_rows VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6)",
             "sssssi", hash, project, row->unit, branch, status,
             emulator_store_now ()) &&
         write_body (self, row, hash, error);
}

static gboolean
add_rows (EmulatorStore *self, const char *project, const char *branch,
          const EmulatorBody *bodies, guint n_bodies, GError **error)
{
  for (guint i = 0; i < n_bodies; i++) {
    if (!emulator_store_insert_row (
            self, project, branch,
            emulator_label_statuses[EMULATOR_LABEL_IN_PROGRESS], &bodies[i],
            error) ||
        !emulator_store_log_opened (self, project, bodies[i].unit, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_store_add_rows (EmulatorStore *self, const char *project,
                         const char *branch, const EmulatorBody *bodies,
                         guint n_bodies, GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (
      self, add_rows (self, project, branch, bodies, n_bodies, error), error);
}

/* the parts of an image group, in order */
static char **
list_parts (EmulatorStore *self, const char *unit, GError **error)
{
  g_autoptr (GPtrArray) images = emulator_store_list_images (self, unit, error);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  if (images == NULL)
    return NULL;
  for (guint i = 0; i < images->len; i++)
    g_strv_builder_add (keys, ((EmulatorImage *) images->pdata[i])->hash);
  return g_strv_builder_end (keys);
}

/* what this save changes; before it is written */
static gboolean
log_save (EmulatorStore *self, const char *project, const EmulatorBody *body,
          GError **error)
{
  g_autofree char *unit =
      emulator_store_get_unit_of_row (self, project, body->label_hash, error);
  g_autofree char *links = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_auto (GStrv) keys = NULL;

  if (unit == NULL)
    return FALSE;
  if (self->actor == NULL)
    return TRUE;
  before = emulator_store_get_body (self, body->label_hash, &links, error);
  if (before == NULL)
    return FALSE;
  keys = list_parts (self, unit, error);
  if (keys == NULL)
    return FALSE;
  changes =
      emulator_label_diff (before, body->body, (const char *const *) keys);
  return emulator_store_log_changes (self, project, unit, changes, error) &&
         emulator_store_log (self, project, unit, EMULATOR_DEED_SAVE, error);
}

static gboolean
save_rows (EmulatorStore *self, const char *project, const EmulatorBody *bodies,
           guint n_bodies, GError **error)
{
  for (guint i = 0; i < n_bodies; i++) {
    if (!log_save (self, project, &bodies[i], error) ||
        !emulator_store_exec (
            self, error,
            "UPDATE label_rows SET edited_at = ?3, version = version + 1,"
            " label_status = CASE label_status WHEN 'NOT_LABELLED'"
            " THEN 'LABEL_IN_PROGRESS' ELSE label_status END"
            " WHERE hash = ?1 AND project = ?2",
            "ssi", bodies[i].label_hash, project, emulator_store_now ()))
      return FALSE;
    if (!write_body (self, &bodies[i], bodies[i].label_hash, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_store_save_rows (EmulatorStore *self, const char *project,
                          const EmulatorBody *bodies, guint n_bodies,
                          GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (
      self, save_rows (self, project, bodies, n_bodies, error), error);
}

GBytes *
emulator_store_get_body (EmulatorStore *self, const char *label_hash,
                         char **ret_links, GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error, "SELECT body, links FROM label_bodies WHERE label_row = ?1",
      "s", label_hash);
  GBytes *body;

  if (!emulator_store_find (self, statement,
                            "no such label row in this project", label_hash,
                            error))
    return NULL;
  body = g_bytes_new (sqlite3_column_blob (statement, 0),
                      sqlite3_column_bytes (statement, 0));
  *ret_links = emulator_column_dup (statement, 1);
  sqlite3_reset (statement);
  return body;
}

static gboolean
set_status (EmulatorStore *self, const char *project, const char *label_hash,
            EmulatorLabelStatus status, GError **error)
{
  g_autofree char *unit =
      emulator_store_get_unit_of_row (self, project, label_hash, error);

  return unit != NULL &&
         emulator_store_exec (self, error,
                              "UPDATE label_rows SET label_status = ?3,"
                              " edited_at = ?4"
                              " WHERE hash = ?1 AND project = ?2",
                              "sssi", label_hash, project,
                              emulator_label_statuses[status],
                              emulator_store_now ()) &&
         emulator_store_log (
             self, project, unit,
             EMULATOR_DEED_MARK_NOT_LABELLED + (EmulatorDeed) status, error);
}

/* the deeds of marking follow each other as these do */
const char *const emulator_label_statuses[] = {
  "NOT_LABELLED", "LABEL_IN_PROGRESS", "LABELLED", "REVIEW_IN_PROGRESS",
  "REVIEWED",     "REVIEWED_TWICE",    NULL,
};

gboolean
emulator_store_set_label_status (EmulatorStore *self, const char *project,
                                 const char *label_hash,
                                 EmulatorLabelStatus status, GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (
      self, set_status (self, project, label_hash, status, error), error);
}
