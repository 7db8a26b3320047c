/* emulator-store.c - everything the emulator remembers, in one SQLite file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-private.h"

#include <stdarg.h>

/* migration n is schema/00n-*.sql; a file that was released is never edited */
static const char *const migrations[] = {
  "/com/encord/emulator/schema/001-initial.sql",
  "/com/encord/emulator/schema/002-people.sql",
  "/com/encord/emulator/schema/003-models.sql",
  "/com/encord/emulator/schema/004-newer-sdk.sql",
  "/com/encord/emulator/schema/005-label-reviews.sql",
};

gint64
emulator_store_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
fail (EmulatorStore *self, GError **error)
{
  const int code = sqlite3_extended_errcode (self->db);

  /* what SQLite says may hold paths and belongs into the log */
  g_warning ("store: %s", sqlite3_errmsg (self->db));
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_EXISTS,
                         "it exists already");
  else if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                         "something this refers to does not exist");
  else if (code == SQLITE_FULL)
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "the emulator's disk is full: make room and repeat");
  else
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "the emulator's store failed; its log says why");
  return FALSE;
}

static sqlite3_stmt *
prepare (EmulatorStore *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL) {
    sqlite3_reset (statement);
    sqlite3_clear_bindings (statement);
    return statement;
  }
  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                          &statement, NULL) != SQLITE_OK) {
    fail (self, error);
    return NULL;
  }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

static int
bind_one (sqlite3_stmt *statement, int index, char type, va_list *args)
{
  switch (type) {
    case 's':
      return sqlite3_bind_text (statement, index, va_arg (*args, const char *),
                                -1, SQLITE_STATIC);
    case 'i':
      return sqlite3_bind_int64 (statement, index, va_arg (*args, gint64));
    case 'd':
      return sqlite3_bind_double (statement, index, va_arg (*args, double));
    case 'b': {
      GBytes *bytes = va_arg (*args, GBytes *);

      if (bytes == NULL)
        return sqlite3_bind_null (statement, index);
      return sqlite3_bind_blob64 (statement, index,
                                  g_bytes_get_data (bytes, NULL),
                                  g_bytes_get_size (bytes), SQLITE_STATIC);
    }
    default:
      g_assert_not_reached ();
  }
}

static sqlite3_stmt *
query_valist (EmulatorStore *self, GError **error, const char *sql,
              const char *types, va_list *args)
{
  sqlite3_stmt *statement = prepare (self, sql, error);

  for (int i = 0; statement != NULL && types[i] != '\0'; i++) {
    if (bind_one (statement, i + 1, types[i], args) != SQLITE_OK) {
      fail (self, error);
      return NULL;
    }
  }
  return statement;
}

sqlite3_stmt *
emulator_store_query (EmulatorStore *self, GError **error, const char *sql,
                      const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, error, sql, types, &args);
  va_end (args);
  return statement;
}

int
emulator_store_step (EmulatorStore *self, sqlite3_stmt *statement,
                     GError **error)
{
  switch (sqlite3_step (statement)) {
    case SQLITE_ROW:
      return 1;
    case SQLITE_DONE:
      sqlite3_reset (statement);
      return 0;
    default:
      fail (self, error);
      sqlite3_reset (statement);
      return -1;
  }
}

static gboolean
set_missing (const char *what, const char *id, GError **error)
{
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
               "%s: %.64s", what, id);
  return FALSE;
}

gboolean
emulator_store_find (EmulatorStore *self, sqlite3_stmt *statement,
                     const char *what, const char *id, GError **error)
{
  switch (statement != NULL ? emulator_store_step (self, statement, error)
                            : -1) {
    case 1:
      return TRUE;
    case 0:
      return set_missing (what, id, error);
    default:
      return FALSE;
  }
}

gboolean
emulator_store_exec (EmulatorStore *self, GError **error, const char *sql,
                     const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, error, sql, types, &args);
  va_end (args);
  return statement != NULL && emulator_store_step (self, statement, error) == 0;
}

int
emulator_store_get_changes (EmulatorStore *self)
{
  return sqlite3_changes (self->db);
}

gboolean
emulator_store_changed (EmulatorStore *self, const char *what, const char *id,
                        GError **error)
{
  return emulator_store_get_changes (self) > 0 || set_missing (what, id, error);
}

gboolean
emulator_store_begin (EmulatorStore *self, GError **error)
{
  return emulator_store_exec (self, error, "BEGIN IMMEDIATE", "");
}

gboolean
emulator_store_end (EmulatorStore *self, gboolean ok, GError **error)
{
  if (ok && emulator_store_exec (self, error, "COMMIT", ""))
    return TRUE;
  /* some errors have rolled back already */
  if (!sqlite3_get_autocommit (self->db))
    emulator_store_exec (self, NULL, "ROLLBACK", "");
  return FALSE;
}

char *
emulator_column_dup (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static gboolean
run_script (EmulatorStore *self, const char *script, GError **error)
{
  if (sqlite3_exec (self->db, script, NULL, NULL, NULL) != SQLITE_OK)
    return fail (self, error);
  return TRUE;
}

static gboolean
read_version (EmulatorStore *self, GError **error)
{
  sqlite3_stmt *statement =
      emulator_store_query (self, error, "PRAGMA user_version", "");

  if (statement == NULL || emulator_store_step (self, statement, error) != 1)
    return FALSE;
  self->version = sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);
  if (self->version > (int) G_N_ELEMENTS (migrations)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                 "the data folder was written by a newer emulator (schema %d, "
                 "this one knows %d): use that one or another folder",
                 self->version, (int) G_N_ELEMENTS (migrations));
    return FALSE;
  }
  return TRUE;
}

static gboolean
migrate_one (EmulatorStore *self, int index, GError **error)
{
  g_autoptr (GBytes) script =
      g_resources_lookup_data (migrations[index], 0, error);
  g_autofree char *done =
      g_strdup_printf ("PRAGMA user_version = %d", index + 1);
  gboolean ok;

  if (script == NULL || !emulator_store_begin (self, error))
    return FALSE;
  ok = run_script (self, g_bytes_get_data (script, NULL), error) &&
       run_script (self, done, error);
  if (!emulator_store_end (self, ok, error))
    return FALSE;
  self->version = index + 1;
  return TRUE;
}

static gboolean
migrate (EmulatorStore *self, GError **error)
{
  while (self->version < (int) G_N_ELEMENTS (migrations)) {
    if (!migrate_one (self, self->version, error))
      return FALSE;
  }
  return TRUE;
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

static EmulatorStore *
open_database (const char *path, int flags, GError **error)
{
  g_autoptr (EmulatorStore) self = g_new0 (EmulatorStore, 1);

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize);
  if (sqlite3_open_v2 (path, &self->db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
      SQLITE_OK) {
    g_set_error (
        error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN, "cannot open %s: %s",
        path, self->db != NULL ? sqlite3_errmsg (self->db) : "out of memory");
    return NULL;
  }
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, 5000);
  return g_steal_pointer (&self);
}

EmulatorStore *
emulator_store_open (const char *path, GError **error)
{
  g_autoptr (EmulatorStore) self =
      open_database (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  if (self == NULL ||
      !run_script (self,
                   "PRAGMA journal_mode = WAL;"
                   "PRAGMA synchronous = FULL;"
                   "PRAGMA trusted_schema = OFF;",
                   error) ||
      !read_version (self, error) || !migrate (self, error) ||
      !run_script (self, "PRAGMA foreign_keys = ON", error))
    return NULL;
  return g_steal_pointer (&self);
}

EmulatorStore *
emulator_store_open_read_only (const char *path, GError **error)
{
  g_autoptr (EmulatorStore) self =
      open_database (path, SQLITE_OPEN_READONLY, error);

  if (self == NULL || !read_version (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
emulator_store_free (EmulatorStore *self)
{
  g_free (self->actor);
  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self);
}

int
emulator_store_get_version (EmulatorStore *self)
{
  return self->version;
}

void
emulator_store_set_durable (EmulatorStore *self, gboolean durable)
{
  run_script (self,
              durable ? "PRAGMA synchronous = FULL"
                      : "PRAGMA synchronous = NORMAL",
              NULL);
}

/* A count is no promise to a client: it need not reach the disk before the
 * answer goes out, only survive the process. */
void
emulator_store_count_request (EmulatorStore *self, const char *call)
{
  g_autoptr (GError) error = NULL;

  emulator_store_set_durable (self, FALSE);
  if (!emulator_store_exec (
          self, &error,
          "INSERT INTO request_counts VALUES (?1, 1)"
          " ON CONFLICT (call) DO UPDATE SET count = count + 1",
          "s", call))
    g_warning ("request count: %s", error->message);
  emulator_store_set_durable (self, TRUE);
}

gboolean
emulator_store_list_counts (EmulatorStore *self, EmulatorCountFunc func,
                            gpointer user_data, GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error, "SELECT call, count FROM request_counts ORDER BY call", "");
  int got = -1;

  while (statement != NULL &&
         (got = emulator_store_step (self, statement, error)) == 1)
    func ((const char *) sqlite3_column_text (statement, 0),
          sqlite3_column_int64 (statement, 1), user_data);
  return got == 0;
}

/* ?1 resource, ?2 user: whether it is there, and the user's role */
static const char *const role_queries[] = {
  [EMULATOR_RESOURCE_ONTOLOGY] =
      "SELECT coalesce((SELECT role FROM access"
      "                 WHERE resource = o.hash AND user = ?2),"
      "                (SELECT 1 FROM projects p JOIN access g"
      "                 ON g.resource = p.hash AND g.user = ?2"
      "                 WHERE p.ontology = o.hash LIMIT 1), -1)"
      " FROM ontologies o WHERE o.hash = ?1",
  [EMULATOR_RESOURCE_DATASET] =
      "SELECT coalesce((SELECT role FROM access"
      "                 WHERE resource = d.hash AND user = ?2), -1)"
      " FROM datasets d WHERE d.hash = ?1",
  [EMULATOR_RESOURCE_PROJECT] =
      "SELECT coalesce((SELECT role FROM access"
      "                 WHERE resource = p.hash AND user = ?2), -1)"
      " FROM projects p WHERE p.hash = ?1",
};

gboolean
emulator_store_get_role (EmulatorStore *self, EmulatorResource resource,
                         const char *hash, const char *user, int *ret_role,
                         GError **error)
{
  static const char *const names[] = { "ontology", "dataset", "project" };
  sqlite3_stmt *statement = emulator_store_query (
      self, error, role_queries[resource], "ss", hash, user);

  if (statement == NULL)
    return FALSE;
  switch (emulator_store_step (self, statement, error)) {
    case 1:
      *ret_role = sqlite3_column_int (statement, 0);
      sqlite3_reset (statement);
      return TRUE;
    case 0:
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                   "no such %s: %.64s", names[resource], hash);
      return FALSE;
    default:
      return FALSE;
  }
}
