/* gstencordjournalprivate.h - what the files of the journal share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstencordjournal.h"
#include "gstencordjournaldb.h"

G_BEGIN_DECLS

struct _GstEncordJournal
{
  char *directory;
  sqlite3 *db;
  /* byte n is held by whoever saves row n, and byte n of a range of its own by
   * whoever adds to the pending unit n */
  int lock_fd;
};

/* the strings and bytes are copied */
void gst_encord_journal_bind_text (sqlite3_stmt *statement, int index,
                                   const char *text);
void gst_encord_journal_bind_bytes (sqlite3_stmt *statement, int index,
                                    GBytes *bytes);
void gst_encord_journal_bind_strings (sqlite3_stmt *statement, int index,
                                      char **strings);
GBytes *gst_encord_journal_get_bytes (sqlite3_stmt *statement, int column);
char **gst_encord_journal_get_strings (sqlite3_stmt *statement, int column);
char *gst_encord_journal_dup_text (sqlite3_stmt *statement, int column);

/* within a transaction: see gst_encord_journal_get_row() */
gint64 gst_encord_journal_require_row (GstEncordJournal *self,
                                       const GstEncordRowKey *key,
                                       GError **error);
/* FALSE without error: somebody else holds that byte */
gboolean gst_encord_journal_try_lock (GstEncordJournal *self, gint64 byte,
                                      GError **error);
void gst_encord_journal_unlock (GstEncordJournal *self, gint64 byte);

G_END_DECLS
