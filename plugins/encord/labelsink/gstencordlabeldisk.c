/* gstencordlabeldisk.c - takes check points into the journal, whatever the network does
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabeldisk.h"

#include <encord/labels/encord-tracker-private.h>
#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* check points that may wait for the disk before the stream has to */
#define MOST_WAITING 4

/* what waits for the thread, in this order: a unit that begins, a check point, and
 * somebody to be told */
typedef struct
{
  GstEncordPendingRow *begins;
  GstEncordCheckpoint *checkpoint;
  gboolean ended;
  gboolean complete;
  void (*written) (gpointer data);
  gpointer data;
  GDestroyNotify free_data;
} Item;

/* what a unit that is to come can start with */
typedef struct
{
  char *digest;
  gint64 id; /* 0: it starts with nothing */
  GstEncordProgress progress;
} Found;

/* Threads: the streaming thread begins, appends and ends; the thread of encordsrc
 * that opens units finds; the disk's own writes. The queue between them is guarded
 * by `lock`, a leaf. The connection is guarded by `connection`, under which the
 * disk is waited for, and which comes before `lock`: the streaming thread never
 * takes it. */
struct _GstEncordLabelDisk
{
  /* written once */
  GstEncordLabelDiskCallbacks callbacks;
  gpointer data;
  GThread *thread;

  GMutex connection;
  GstEncordJournal *journal; /* guarded by connection */
  gboolean closed; /* nothing is held any more; guarded by connection */

  GMutex lock;
  GCond changed;
  GQueue items;      /* Item; guarded by lock, as all below */
  guint n_waiting;   /* check points among them */
  GHashTable *found; /* Found, by unit */
  gboolean flushing;
  gboolean closing;
  gboolean failed;

  GstEncordPendingRow *unit; /* the disk's thread */
};

static void
item_free (Item *self)
{
  g_clear_pointer (&self->begins, gst_encord_pending_row_free);
  g_clear_pointer (&self->checkpoint, gst_encord_checkpoint_free);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static void
found_free (gpointer data)
{
  Found *self = data;

  g_free (self->digest);
  gst_encord_progress_clear (&self->progress);
  g_free (self);
}

/* by what a unit is known before and after its row has a label hash */
static char *
name_unit (const GstEncordRowKey *key)
{
  return g_strjoin ("/", key->project_hash, key->data_hash, key->branch_name,
                    NULL);
}

/* the disk's thread. Says why before the streaming thread stops for it: elements
 * upstream then say that the stream failed, which explains nothing. */
static void
fail (GstEncordLabelDisk *self, const GError *error)
{
  self->callbacks.on_error (error, self->data);
  g_mutex_lock (&self->lock);
  self->failed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
has_failed (GstEncordLabelDisk *self)
{
  gboolean failed;

  g_mutex_lock (&self->lock);
  failed = self->failed;
  g_mutex_unlock (&self->lock);

  return failed;
}

/* a unit of which nobody has seen anything leaves nothing behind */
static gboolean
is_worth_writing (const GstEncordPendingRow *unit,
                  const GstEncordCheckpoint *checkpoint)
{
  return unit->id != 0 || checkpoint->progress.n_seen > 0;
}

static void
write_checkpoint (GstEncordLabelDisk *self, const Item *item)
{
  const GstEncordProgress *progress = &item->checkpoint->progress;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!is_worth_writing (self->unit, item->checkpoint) || has_failed (self))
    return;
  self->unit->complete = item->complete;
  self->unit->next_frame = progress->next_frame;
  g_mutex_lock (&self->connection);
  ok = gst_encord_journal_append (self->journal, self->unit, item->checkpoint,
                                  item->ended, &error);
  g_mutex_unlock (&self->connection);
  if (!ok) {
    fail (self, error);
    return;
  }
  GST_DEBUG ("\"%s\" is in the journal up to frame %" G_GUINT64_FORMAT,
             self->unit->title, progress->next_frame);
  if (item->ended)
    self->callbacks.on_unit (g_steal_pointer (&self->unit), progress->n_seen,
                             self->data);
}

static void
handle_item (GstEncordLabelDisk *self, Item *item)
{
  if (item->begins != NULL) {
    g_clear_pointer (&self->unit, gst_encord_pending_row_free);
    self->unit = g_steal_pointer (&item->begins);
  }
  if (item->checkpoint != NULL)
    write_checkpoint (self, item);
  if (item->written != NULL)
    item->written (item->data);
}

/* NULL: the end */
static Item *
pop (GstEncordLabelDisk *self)
{
  Item *item;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->items) && !self->closing)
    g_cond_wait (&self->changed, &self->lock);
  item = g_queue_pop_head (&self->items);
  if (item != NULL && item->checkpoint != NULL)
    self->n_waiting--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return item;
}

static gpointer
run (gpointer data)
{
  GstEncordLabelDisk *self = data;
  Item *item;

  while ((item = pop (self)) != NULL) {
    handle_item (self, item);
    item_free (item);
  }

  return NULL;
}

GstEncordLabelDisk *
gst_encord_label_disk_new (const char *directory,
                           const GstEncordLabelDiskCallbacks *callbacks,
                           gpointer data, GError **error)
{
  GstEncordJournal *journal = gst_encord_journal_open (directory, error);
  GstEncordLabelDisk *self;

  if (journal == NULL)
    return NULL;
  self = g_new0 (GstEncordLabelDisk, 1);
  self->callbacks = *callbacks;
  self->data = data;
  self->journal = journal;
  self->found =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
  g_mutex_init (&self->connection);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->items);
  self->thread = g_thread_new ("encordlabelsink-disk", run, self);

  return self;
}

/* What this run was going on with, or was to, is free for the next one, which may
 * come before the connection is closed. */
static void
let_go (GstEncordLabelDisk *self)
{
  GHashTableIter iter;
  Found *found;

  g_mutex_lock (&self->connection);
  self->closed = TRUE;
  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->found);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &found))
    if (found->id != 0)
      gst_encord_journal_release_progress (self->journal, found->id);
  g_hash_table_remove_all (self->found);
  g_mutex_unlock (&self->lock);
  if (self->unit != NULL && self->unit->id != 0)
    gst_encord_journal_release_progress (self->journal, self->unit->id);
  g_mutex_unlock (&self->connection);
}

void
gst_encord_label_disk_close (GstEncordLabelDisk *self)
{
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  self->flushing = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  let_go (self);
}

void
gst_encord_label_disk_free (GstEncordLabelDisk *self)
{
  g_queue_clear_full (&self->items, (GDestroyNotify) item_free);
  g_clear_pointer (&self->unit, gst_encord_pending_row_free);
  g_hash_table_unref (self->found);
  gst_encord_journal_close (self->journal);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->connection);
  g_free (self);
}

/* under connection: FALSE without error: there is none */
static gboolean
take_progress (GstEncordLabelDisk *self, const GstEncordRowKey *key,
               gboolean image_group, Found *found, GError **error)
{
  g_autoptr (EncordTracker) tracker = NULL;
  GBytes *state;

  if (!gst_encord_journal_take_progress (self->journal, key, found->digest,
                                         &found->id, &found->progress, error))
    return FALSE;
  state = found->progress.tracker;
  if (state != NULL)
    tracker = encord_tracker_new_from_bytes (state, error);
  else if (!image_group)
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                         "a video without a tracker's state");
  if (tracker != NULL || (state == NULL && image_group))
    return TRUE;
  gst_encord_journal_release_progress (self->journal, found->id);
  found->id = 0;

  return FALSE;
}

static void
remember (GstEncordLabelDisk *self, const GstEncordRowKey *key, Found *found)
{
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->found, name_unit (key), found);
  g_mutex_unlock (&self->lock);
}

gboolean
gst_encord_label_disk_find (GstEncordLabelDisk *self,
                            const GstEncordRowKey *key, gboolean image_group,
                            const char *digest, guint64 *ret_next_frame)
{
  Found *found = g_new0 (Found, 1);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  found->digest = g_strdup (digest);
  g_mutex_lock (&self->connection);
  ok = !self->closed && take_progress (self, key, image_group, found, &error);
  if (ok)
    *ret_next_frame = found->progress.next_frame;
  remember (self, key, found);
  g_mutex_unlock (&self->connection);
  /* what cannot be read is not gone on with, and the unit starts anew */
  if (error != NULL)
    GST_WARNING ("cannot go on with a unit: %s", error->message);

  return ok;
}

void
gst_encord_label_disk_expect (GstEncordLabelDisk *self,
                              const GstEncordRowKey *key, const char *digest)
{
  Found *found = g_new0 (Found, 1);

  found->digest = g_strdup (digest);
  remember (self, key, found);
}

gboolean
gst_encord_label_disk_take_found (GstEncordLabelDisk *self,
                                  GstEncordPendingRow *unit,
                                  GstEncordProgress *ret_progress)
{
  g_autofree char *name = name_unit (&unit->key);
  g_autofree char *stored_name = NULL;
  Found *found = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->found, name, (gpointer *) &stored_name,
                               (gpointer *) &found);
  g_mutex_unlock (&self->lock);
  if (found == NULL)
    return FALSE;
  unit->id = found->id;
  unit->digest = g_steal_pointer (&found->digest);
  *ret_progress = found->progress;
  found->progress = (GstEncordProgress){ 0 };
  found_free (found);

  return unit->id != 0;
}

static void
push (GstEncordLabelDisk *self, Item *item)
{
  g_mutex_lock (&self->lock);
  if (item->checkpoint != NULL) {
    while (self->n_waiting >= MOST_WAITING && !self->flushing && !self->failed)
      g_cond_wait (&self->changed, &self->lock);
    self->n_waiting++;
  }
  g_queue_push_tail (&self->items, item);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
gst_encord_label_disk_begin (GstEncordLabelDisk *self,
                             GstEncordPendingRow *unit)
{
  Item *item = g_new0 (Item, 1);

  item->begins = unit;
  push (self, item);
}

static gboolean
push_checkpoint (GstEncordLabelDisk *self, GstEncordCheckpoint *checkpoint,
                 gboolean ended, gboolean complete)
{
  Item *item = g_new0 (Item, 1);

  item->checkpoint = checkpoint;
  item->ended = ended;
  item->complete = complete;
  push (self, item);

  return !has_failed (self);
}

gboolean
gst_encord_label_disk_append (GstEncordLabelDisk *self,
                              GstEncordCheckpoint *checkpoint)
{
  return push_checkpoint (self, checkpoint, FALSE, FALSE);
}

gboolean
gst_encord_label_disk_end (GstEncordLabelDisk *self,
                           GstEncordCheckpoint *checkpoint, gboolean complete)
{
  return push_checkpoint (self, checkpoint, TRUE, complete);
}

void
gst_encord_label_disk_set_flushing (GstEncordLabelDisk *self, gboolean flushing)
{
  g_mutex_lock (&self->lock);
  self->flushing = flushing;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
gst_encord_label_disk_when_written (GstEncordLabelDisk *self,
                                    void (*func) (gpointer data), gpointer data,
                                    GDestroyNotify free_func)
{
  Item *item = g_new0 (Item, 1);

  item->written = func;
  item->data = data;
  item->free_data = free_func;
  push (self, item);
}
