/* gstencordjournaldb.h - the journal's file: permissions, schema, SQLite's errors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

#define GST_ENCORD_JOURNAL_FILE "journal.sqlite"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* opens DIRECTORY/journal.sqlite for its owner alone, makes both where they are
 * missing and brings an older schema up to date */
sqlite3 *gst_encord_journal_db_open (const char *directory, GError **error);

/* every failure names the file and what can be done: G_IO_ERROR_NO_SPACE,
 * _PERMISSION_DENIED, _BUSY, _INVALID_DATA (not a journal, or damaged),
 * _NOT_SUPPORTED (of a newer version) or _FAILED */
void gst_encord_journal_db_set_error (sqlite3 *db, GError **error);
sqlite3_stmt *gst_encord_journal_db_prepare (sqlite3 *db, const char *sql,
                                             GError **error);
/* runs a statement to its end; FALSE with error set when it fails */
gboolean gst_encord_journal_db_run (sqlite3_stmt *statement, GError **error);
/* TRUE with a row to read; FALSE without error at the end */
gboolean gst_encord_journal_db_next (sqlite3_stmt *statement, GError **error);
/* (transfer full): gint64, the first column of all rows */
GArray *gst_encord_journal_db_list (sqlite3_stmt *statement, GError **error);
gboolean gst_encord_journal_db_exec (sqlite3 *db, const char *sql,
                                     GError **error);
/* ends the open transaction: commits it if ok, else rolls it back and leaves
 * error as it is */
gboolean gst_encord_journal_db_end (sqlite3 *db, gboolean ok, GError **error);

G_END_DECLS
