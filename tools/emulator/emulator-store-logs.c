/* emulator-store-logs.c - what people did, and for how long
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-logs.h"

#include "emulator-name-uuid.h"
#include "emulator-store-private.h"

/* who does not come back to a unit for this long has left it */
#define IDLE_S (30 * 60)

void
emulator_store_set_actor (EmulatorStore *self, const char *user, int role)
{
  g_free (self->actor);
  self->actor = g_strdup (user);
  self->actor_role = role;
}

/* ---- sessions ---- */

typedef struct
{
  gint64 seq;
  gint64 seen_at;
} Session;

/* TRUE when the user is at work on the unit right now */
static gboolean
find_session (EmulatorStore *self, const char *project, const char *unit,
              gint64 now, Session *ret, GError **error)
{
  sqlite3_stmt *row =
      emulator_store_query (self, error,
                            "SELECT seq, seen_at FROM sessions"
                            " WHERE project = ?1 AND user = ?2 AND unit = ?3"
                            " ORDER BY seq DESC LIMIT 1",
                            "sss", project, self->actor, unit);

  if (row == NULL || emulator_store_step (self, row, error) != 1)
    return FALSE;
  ret->seq = sqlite3_column_int64 (row, 0);
  ret->seen_at = sqlite3_column_int64 (row, 1);
  sqlite3_reset (row);
  return now - ret->seen_at < IDLE_S * G_USEC_PER_SEC;
}

/* ret_taken: seconds since the user was last seen at it, negative when a
 * session begins */
static gboolean
see_user (EmulatorStore *self, const char *project, const char *unit,
          gboolean at_work, gint64 *ret_taken, GError **error)
{
  const gint64 now = g_get_real_time ();
  g_autoptr (GError) local_error = NULL;
  Session session;

  *ret_taken = -1;
  if (find_session (self, project, unit, now, &session, &local_error)) {
    *ret_taken = MAX (now - session.seen_at, 0) / G_USEC_PER_SEC;
    return emulator_store_exec (
        self, error,
        "UPDATE sessions SET seen_at = ?2, role = ?4,"
        " worked_until = CASE WHEN ?3 THEN ?2 ELSE worked_until END"
        " WHERE seq = ?1",
        "iiii", session.seq, now, (gint64) at_work, (gint64) self->actor_role);
  }
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return emulator_store_exec (
      self, error,
      "INSERT INTO sessions VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?5, ?5)", "sssii",
      project, self->actor, unit, (gint64) self->actor_role, now);
}

/* ---- writing ---- */

static gboolean
add_entry (EmulatorStore *self, const char *project, const char *unit,
           const EmulatorChange *change, gint64 taken, GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();
  g_autofree char *user_hash = emulator_name_uuid ("user", self->actor);

  return emulator_store_exec (
      self, error,
      "INSERT INTO label_logs VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
      " ?10, nullif(?11, -1), nullif(?12, -1))",
      "sssssiisssii", hash, project, unit, self->actor, user_hash,
      (gint64) change->deed, emulator_store_now (), change->identifier,
      change->feature, change->name, taken, change->frame);
}

gboolean
emulator_store_log (EmulatorStore *self, const char *project, const char *unit,
                    EmulatorDeed deed, GError **error)
{
  const EmulatorChange change = { .deed = deed, .frame = -1 };
  gint64 taken;

  return self->actor == NULL ||
         (see_user (self, project, unit, TRUE, &taken, error) &&
          add_entry (self, project, unit, &change, taken, error));
}

gboolean
emulator_store_log_changes (EmulatorStore *self, const char *project,
                            const char *unit, GPtrArray *changes,
                            GError **error)
{
  for (guint i = 0; self->actor != NULL && i < changes->len; i++) {
    if (!add_entry (self, project, unit, g_ptr_array_index (changes, i), -1,
                    error))
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_store_log_opened (EmulatorStore *self, const char *project,
                           const char *unit, GError **error)
{
  const EmulatorChange change = { .deed = EMULATOR_DEED_START, .frame = -1 };
  gint64 taken;

  if (self->actor == NULL)
    return TRUE;
  return see_user (self, project, unit, FALSE, &taken, error) &&
         (taken >= 0 || add_entry (self, project, unit, &change, -1, error));
}

/* Reading promises nothing: it need not wait for the disk. */
gboolean
emulator_store_note_opened (EmulatorStore *self, const char *project,
                            const char *const *units, GError **error)
{
  gboolean ok;

  if (self->actor == NULL || units[0] == NULL)
    return TRUE;
  emulator_store_set_durable (self, FALSE);
  ok = emulator_store_begin (self, error);
  if (ok) {
    for (guint i = 0; ok && units[i] != NULL; i++)
      ok = emulator_store_log_opened (self, project, units[i], error);
    ok = emulator_store_end (self, ok, error);
  }
  emulator_store_set_durable (self, TRUE);
  return ok;
}

/* ---- reading ---- */

static EmulatorLog *
read_log (sqlite3_stmt *row)
{
  EmulatorLog *log = g_new0 (EmulatorLog, 1);

  log->hash = emulator_column_dup (row, 0);
  log->unit = emulator_column_dup (row, 1);
  log->user = emulator_column_dup (row, 2);
  log->user_hash = emulator_column_dup (row, 3);
  log->action = sqlite3_column_int (row, 4);
  log->created_at = sqlite3_column_int64 (row, 5);
  log->identifier = emulator_column_dup (row, 6);
  log->feature = emulator_column_dup (row, 7);
  log->name = emulator_column_dup (row, 8);
  log->taken = sqlite3_column_int64 (row, 9);
  log->frame = sqlite3_column_int64 (row, 10);
  return log;
}

GPtrArray *
emulator_store_list_logs (EmulatorStore *self, const char *project,
                          const EmulatorLogFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) logs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_log_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT hash, unit, user, user_hash, action, created_at, identifier,"
      " feature, name, coalesce(time_taken, -1), coalesce(frame, -1)"
      " FROM label_logs WHERE project = ?1"
      " AND (?2 IS NULL OR user = ?2) AND (?3 IS NULL OR user_hash = ?3)"
      " AND (?4 IS NULL OR unit = ?4)"
      " AND (?5 = 0 OR created_at >= ?5) AND (?6 = 0 OR created_at <= ?6)"
      " ORDER BY seq",
      "ssssii", project, filter->user, filter->user_hash, filter->unit,
      filter->start, filter->end);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (logs, read_log (row));
  return got == 0 ? g_steal_pointer (&logs) : NULL;
}

static EmulatorTimer *
read_timer (sqlite3_stmt *row)
{
  EmulatorTimer *timer = g_new0 (EmulatorTimer, 1);

  timer->user = emulator_column_dup (row, 0);
  timer->unit = emulator_column_dup (row, 1);
  timer->title = emulator_column_dup (row, 2);
  timer->role = sqlite3_column_int (row, 3);
  timer->seconds = sqlite3_column_double (row, 4);
  return timer;
}

/* Where only one maximum is asked for, SQLite takes the other columns from its
 * row: the role is that of the last session. */
GPtrArray *
emulator_store_list_timers (EmulatorStore *self, const char *project,
                            const EmulatorTimerFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) timers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_timer_free);
  const gint64 after = filter->after * G_USEC_PER_SEC;
  const gint64 before =
      filter->before != 0 ? filter->before * G_USEC_PER_SEC : G_MAXINT64;
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT s.user, CASE WHEN ?4 THEN s.unit ELSE '' END AS part, u.title,"
      " s.role, sum(min(worked_until, ?3) - max(started_at, ?2)) / 1e6,"
      " max(s.seq) FROM sessions s LEFT JOIN units u ON ?4 AND u.hash = s.unit"
      " WHERE s.project = ?1 AND worked_until > ?2 AND started_at < ?3"
      " AND worked_until > started_at"
      " AND (?5 IS NULL OR (s.user, CASE WHEN ?4 THEN s.unit ELSE '' END)"
      "      > (?5, ?6))"
      " GROUP BY s.user, part ORDER BY s.user, part LIMIT ?7",
      "siiissi", project, after, before, (gint64) filter->by_unit,
      filter->last_user, filter->last_unit, filter->limit);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (timers, read_timer (row));
  return got == 0 ? g_steal_pointer (&timers) : NULL;
}
