/* emulator-store-private.h - what the files of the store share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include "emulator-error.h"
#include "emulator-label-diff.h"
#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

struct _EmulatorStore
{
  sqlite3 *db;
  GHashTable *statements; /* SQL text (static) to sqlite3_stmt */
  int version;
  char *actor; /* nullable */
  int actor_role;
};

/* The statement, reset and bound, ready to be stepped. types has one letter
 * for each parameter that follows: s text, i gint64, d double, b GBytes; all
 * pointers may be NULL. The texts must outlive the stepping. The statement
 * belongs to the store and lives until the same SQL is asked for again. */
sqlite3_stmt *emulator_store_query (EmulatorStore *self, GError **error,
                                    const char *sql, const char *types, ...);
/* 1: a row, 0: the end, -1: an error; at the end and on error the statement
 * is reset, so that it holds no lock */
int emulator_store_step (EmulatorStore *self, sqlite3_stmt *statement,
                         GError **error);
/* Steps to the row of a query (NULL: it failed) that must have one; what and id
 * are the error's text if it has none ("no such model: ID"). */
gboolean emulator_store_find (EmulatorStore *self, sqlite3_stmt *statement,
                              const char *what, const char *id, GError **error);
/* a statement that returns no row */
gboolean emulator_store_exec (EmulatorStore *self, GError **error,
                              const char *sql, const char *types, ...);
int emulator_store_get_changes (EmulatorStore *self);
/* whether the last statement changed a row; if not, the same error */
gboolean emulator_store_changed (EmulatorStore *self, const char *what,
                                 const char *id, GError **error);

gboolean emulator_store_begin (EmulatorStore *self, GError **error);
/* commits if ok and rolls back if not; FALSE unless it was committed */
gboolean emulator_store_end (EmulatorStore *self, gboolean ok, GError **error);

/* the unit of a label row of the project, NULL with an error */
char *emulator_store_get_unit_of_row (EmulatorStore *self, const char *project,
                                      const char *label_hash, GError **error);

/* whether what is committed next shall survive the power, or the process only */
void emulator_store_set_durable (EmulatorStore *self, gboolean durable);

/* These log what the actor does, if there is one; inside a transaction. Each but
 * the second counts as being at work on the unit until now. */
gboolean emulator_store_log (EmulatorStore *self, const char *project,
                             const char *unit, EmulatorDeed deed,
                             GError **error);
gboolean emulator_store_log_opened (EmulatorStore *self, const char *project,
                                    const char *unit, GError **error);
/* of EmulatorChange; goes with the entry of a save */
gboolean emulator_store_log_changes (EmulatorStore *self, const char *project,
                                     const char *unit, GPtrArray *changes,
                                     GError **error);

/* a copy of a text column */
char *emulator_column_dup (sqlite3_stmt *statement, int column);

/* a unit, from a query that begins with these columns, with units as u and
 * datasets as d */
#define EMULATOR_UNIT_COLUMNS                                                  \
  "u.hash, u.dataset, d.title, u.type, u.title, u.media, u.mime, u.item,"      \
  " u.client_metadata, u.size, coalesce(u.width, -1), coalesce(u.height, -1)," \
  " u.frames, coalesce(u.fps, -1), coalesce(u.duration, -1), u.created_at,"    \
  " u.edited_at"
#define EMULATOR_N_UNIT_COLUMNS 17
EmulatorUnit *emulator_unit_read (sqlite3_stmt *row);

gint64 emulator_store_now (void);
/* these make what the public functions of about the same name make, inside a
 * transaction */
gboolean emulator_store_insert_dataset (EmulatorStore *self, const char *hash,
                                        const char *title,
                                        const char *description,
                                        const char *folder, const char *user,
                                        GError **error);
gboolean emulator_store_insert_project (
    EmulatorStore *self, const char *hash, const char *title,
    const char *description, const char *ontology, const char *const *datasets,
    gboolean workflow, const char *user, GError **error);
/* the project was edited just now; inside a transaction */
gboolean emulator_store_touch_project (EmulatorStore *self, const char *project,
                                       GError **error);
/* inside a transaction */
gboolean emulator_store_grant_one (EmulatorStore *self, const char *resource,
                                   const char *user, int role, GError **error);
/* adds the units that projects lack after a change of datasets or projects;
 * inside a transaction */
gboolean emulator_store_fill_work (EmulatorStore *self, GError **error);

G_END_DECLS
