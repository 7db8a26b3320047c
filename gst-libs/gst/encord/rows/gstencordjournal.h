/* gstencordjournal.h - what each run wrote into which label row, and what waits to be sent
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstencordpendingrow.h"
#include "gstencordprogress.h"

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
/* after: what it says now; settles the pending unit (NULL: none) */
gboolean gst_encord_journal_end_save (GstEncordJournal *self, gint64 row,
                                      GPtrArray *base,
                                      const GstEncordPendingRow *pending,
                                      GError **error);

/* The unit as far as it is known now, in one transaction that is on the disk when
 * it returns. The first one for a unit makes its entry, sets its id and holds it
 * against other pipelines; what they left of the row without finishing is thrown
 * away. ended: nothing more comes; the unit waits to be sent, and a complete one
 * takes the place of all that waits for its row, unless it was counted. */
gboolean gst_encord_journal_append (GstEncordJournal *self,
                                    GstEncordPendingRow *unit,
                                    const GstEncordCheckpoint *checkpoint,
                                    gboolean ended, GError **error);
/* What a run that ended early left of a unit, if nobody else goes on with it; it
 * is held until the unit has ended or is let go. FALSE without error: there is
 * none. */
gboolean gst_encord_journal_take_progress (GstEncordJournal *self,
                                           const GstEncordRowKey *key,
                                           const char *digest, gint64 *ret_id,
                                           GstEncordProgress *ret_progress,
                                           GError **error);
void gst_encord_journal_release_progress (GstEncordJournal *self, gint64 id);

/* ids of what waits to be sent, oldest first */
GArray *gst_encord_journal_list_pending (GstEncordJournal *self,
                                         const char *project_hash,
                                         GError **error);
/* Its row has said whether a unit that was counted is complete. If so, it takes the
 * place of all that has been waiting for longer. */
gboolean gst_encord_journal_settle_count (GstEncordJournal *self,
                                          GstEncordPendingRow *unit,
                                          gboolean complete, GError **error);
/* NULL without error when it is gone: sent by somebody else */
GstEncordPendingRow *gst_encord_journal_load_pending (GstEncordJournal *self,
                                                      gint64 id,
                                                      GError **error);
gboolean gst_encord_journal_has_pending (GstEncordJournal *self, gint64 id,
                                         gboolean *ret_has, GError **error);
gboolean gst_encord_journal_set_pending_reason (GstEncordJournal *self,
                                                gint64 id, const char *reason,
                                                GError **error);
/* The unit is dealt with, unless it has gone on since it was loaded; what a later
 * run can go on with stays. */
gboolean gst_encord_journal_settle_pending (GstEncordJournal *self,
                                            const GstEncordPendingRow *pending,
                                            GError **error);

G_END_DECLS
