/* gstencordjournal.h - what each run wrote into which label row, and what waits to be sent
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-tracks-private.h>

G_BEGIN_DECLS

/* One connection, used by one thread at a time. Holds hashes, boxes and titles;
 * never a key or an address. */
typedef struct _GstEncordJournal GstEncordJournal;

/* directory NULL: $XDG_STATE_HOME/gst-encord */
GstEncordJournal *gst_encord_journal_open (const char *directory,
                                           GError **error);
void gst_encord_journal_close (GstEncordJournal *self);
const char *gst_encord_journal_get_directory (GstEncordJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordJournal, gst_encord_journal_close)

/* which row by which run */
typedef struct
{
  char *project_hash;
  char *data_hash;
  char *label_hash; /* NULL until the server has made the row */
  char *branch_name;
  char *run_name;
} GstEncordRowKey;

void gst_encord_row_key_clear (GstEncordRowKey *self);
void gst_encord_row_key_copy (const GstEncordRowKey *self,
                              GstEncordRowKey *ret_copy);

/* Its number in the journal, from 1; 0 with error set. Makes it where it is
 * missing; where the journal knows it without label hash, adds that. */
gint64 gst_encord_journal_get_row (GstEncordJournal *self,
                                   const GstEncordRowKey *key, GError **error);

/* While a run plans and saves a row, no other may: FALSE without error when
 * another pipeline holds it. Released with the journal or its process. */
gboolean gst_encord_journal_try_lock_row (GstEncordJournal *self, gint64 row,
                                          GError **error);
void gst_encord_journal_unlock_row (GstEncordJournal *self, gint64 row);

/* EncordMergeObject elements. ret_intent gets NULL unless the row was being saved
 * when the journal was last closed: then nobody knows whether that landed. */
gboolean gst_encord_journal_load_objects (GstEncordJournal *self, gint64 row,
                                          GPtrArray **ret_base,
                                          GPtrArray **ret_intent,
                                          GError **error);
/* before the row is sent: what it will say */
gboolean gst_encord_journal_begin_save (GstEncordJournal *self, gint64 row,
                                        GPtrArray *intent, GError **error);
/* after: what it says now; removes the pending unit (0: none) */
gboolean gst_encord_journal_end_save (GstEncordJournal *self, gint64 row,
                                      GPtrArray *base, gint64 pending,
                                      GError **error);

/* what a run saw of one unit, and how to make labels of it */
typedef struct
{
  gint64 id; /* 0 until journalled */
  GstEncordRowKey key;
  char *title;
  char *reason;
  gboolean image_group;
  gboolean complete;
  char *rules; /* see encord_track_rule_book_parse(); NULL: none said */
  char **classes;
  char **image_hashes; /* of an image group, by frame */
  EncordTracks *tracks;
} GstEncordPendingRow;

GstEncordPendingRow *gst_encord_pending_row_new (void);
void gst_encord_pending_row_free (GstEncordPendingRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordPendingRow, gst_encord_pending_row_free)

/* Sets the id. A complete unit takes the place of what waited for its row. */
gboolean gst_encord_journal_add_pending (GstEncordJournal *self,
                                         GstEncordPendingRow *pending,
                                         GError **error);
/* ids, oldest first */
GArray *gst_encord_journal_list_pending (GstEncordJournal *self,
                                         const char *project_hash,
                                         GError **error);
/* NULL without error when it is gone: sent by somebody else */
GstEncordPendingRow *gst_encord_journal_load_pending (GstEncordJournal *self,
                                                      gint64 id,
                                                      GError **error);
gboolean gst_encord_journal_has_pending (GstEncordJournal *self, gint64 id,
                                         gboolean *ret_has, GError **error);
gboolean gst_encord_journal_set_pending_reason (GstEncordJournal *self,
                                                gint64 id, const char *reason,
                                                GError **error);
gboolean gst_encord_journal_remove_pending (GstEncordJournal *self, gint64 id,
                                            GError **error);

G_END_DECLS
