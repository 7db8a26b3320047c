/* gstencordrowsaver.c - merges what a run saw into one label row and saves it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowsaver.h"

#include "gstencordrowedit.h"

/* how often to look whether another pipeline has let go of a row */
#define LOCK_POLL_MS 50

/* one row being saved; all borrowed unless said otherwise */
typedef struct
{
  const GstEncordRowSaver *saver;
  GstEncordPendingRow *unit;
  gint64 row_id;
  EncordProject *project;  /* owned */
  EncordClassMap *classes; /* owned */
  EncordLabelRow *row;     /* owned */
  GstEncordRowOutcome *outcome;
} Save;

static void
save_clear (Save *self)
{
  g_clear_object (&self->project);
  g_clear_object (&self->row);
  g_clear_pointer (&self->classes, encord_class_map_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Save, save_clear)

void
gst_encord_row_outcome_clear (GstEncordRowOutcome *self)
{
  g_clear_pointer (&self->stage, g_free);
}

EncordClassMap *
gst_encord_row_saver_map_classes (const GstEncordRowSaver *self,
                                  EncordProject *project,
                                  const char *const *classes, GError **error)
{
  return encord_class_map_new (encord_project_get_ontology_structure (project),
                               classes, self->class_overrides,
                               self->drop_unmapped, error);
}

static EncordLabelRow *
find_row (Save *self, GError **error)
{
  const GstEncordRowKey *key = &self->unit->key;
  const char *const data_hashes[] = { key->data_hash, NULL };
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();
  g_autoptr (GPtrArray) rows = NULL;

  g_object_set (filter, "data-hashes", data_hashes, NULL);
  if (g_strcmp0 (key->branch_name, "main") != 0)
    g_object_set (filter, "branch-name", key->branch_name, NULL);
  rows = encord_project_list_label_rows (self->project, filter,
                                         self->saver->cancellable, error);
  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++) {
    EncordLabelRow *row = rows->pdata[i];

    if (g_strcmp0 (encord_label_row_get_data_hash (row), key->data_hash) == 0)
      return g_object_ref (row);
  }
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
               "label row of \"%s\": it is no longer in the project",
               self->unit->title);

  return NULL;
}

/* metadata and labels as they are now; what this gives is what the merge takes
 * for theirs */
static gboolean
fetch_row (Save *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  for (guint attempt = 0; attempt < 2; attempt++) {
    g_clear_object (&self->row);
    g_clear_error (&failure);
    self->row = find_row (self, error);
    if (self->row == NULL)
      return FALSE;
    if (gst_encord_row_is_protected (self->row, self->project,
                                     &self->outcome->stage))
      return TRUE;
    if (encord_label_row_initialise (self->row, ENCORD_INITIALISE_NONE,
                                     self->saver->cancellable, &failure))
      return TRUE;
    /* somebody else has just created it: it has a label hash now */
    if (!g_error_matches (failure, ENCORD_ERROR, ENCORD_ERROR_CONFLICT))
      break;
  }
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* the label hash is known now, and with it the journal's entry */
static gboolean
name_row (Save *self, GError **error)
{
  GstEncordRowKey *key = &self->unit->key;
  const char *label_hash = encord_label_row_get_label_hash (self->row);
  gint64 row_id;

  if (g_strcmp0 (key->label_hash, label_hash) == 0)
    return TRUE;
  g_free (key->label_hash);
  key->label_hash = g_strdup (label_hash);
  row_id = gst_encord_journal_get_row (self->saver->journal, key, error);
  if (row_id == 0)
    return FALSE;
  if (row_id != self->row_id) {
    gst_encord_journal_unlock_row (self->saver->journal, self->row_id);
    self->row_id = row_id;
    if (!gst_encord_journal_try_lock_row (self->saver->journal, row_id,
                                          error)) {
      if (error != NULL && *error == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                     "label row of \"%s\": another pipeline is saving it",
                     self->unit->title);
      return FALSE;
    }
  }

  return TRUE;
}

static void
count_base (GstEncordRowOutcome *outcome, GPtrArray *base)
{
  for (guint i = 0; i < base->len; i++) {
    const EncordMergeObject *object = base->pdata[i];
    guint n_labels = 0;

    if (object->state != ENCORD_MERGE_OURS)
      continue;
    for (guint e = 0; e < object->entries->len; e++)
      n_labels += !g_array_index (object->entries, EncordMergeEntry, e).settled;
    outcome->n_labels += n_labels;
    outcome->n_objects += n_labels > 0;
  }
}

static EncordMergePlan *
make_plan (Save *self, GError **error)
{
  const GstEncordPendingRow *unit = self->unit;
  const EncordTracksRules rules = {
    .feature_hashes = encord_class_map_get_feature_hashes (self->classes),
    .n_classes = encord_class_map_get_n_classes (self->classes),
    .min_length = unit->min_length,
    .max_gap = unit->max_gap,
  };
  g_autoptr (GPtrArray) base = NULL, intent = NULL, theirs = NULL;
  g_autoptr (GPtrArray) mine = encord_tracks_finish (unit->tracks, &rules);
  g_autoptr (GArray) seen =
      encord_tracks_get_seen (unit->tracks, unit->max_gap);
  EncordMergeInput input = { .complete = unit->complete };

  self->outcome->n_beyond_end = gst_encord_row_place_tracks (
      self->row, mine, seen, unit->image_group ? unit->image_hashes : NULL);
  if (!gst_encord_journal_load_objects (self->saver->journal, self->row_id,
                                        &base, &intent, error))
    return NULL;
  theirs = gst_encord_row_read_objects (self->row, base, intent, mine);
  input.base = intent != NULL && encord_merge_has_landed (base, intent, theirs)
                   ? intent
                   : base;
  input.theirs = theirs;
  input.mine = mine;
  input.seen = (const EncordFrameRange *) seen->data;
  input.n_seen = seen->len;
  input.seed = (guint64) g_random_int () << 32 | g_random_int ();

  return encord_merge_plan_new (&input);
}

static gboolean
merge_and_save (Save *self, GError **error)
{
  GstEncordJournal *journal = self->saver->journal;
  g_autoptr (EncordMergePlan) plan = make_plan (self, error);

  if (plan == NULL)
    return FALSE;
  if (plan->n_changes > 0) {
    /* what is about to be sent is journalled first: if we do not live to see
     * the answer, the next run finds out whether it landed */
    if (!gst_encord_row_apply_plan (self->row, plan, error) ||
        !gst_encord_journal_begin_save (journal, self->row_id, plan->base,
                                        error) ||
        !encord_label_row_save (self->row, ENCORD_SAVE_NONE,
                                self->saver->cancellable, error))
      return FALSE;
  }
  if (!gst_encord_journal_end_save (journal, self->row_id, plan->base,
                                    self->unit->id, error))
    return FALSE;

  self->outcome->result =
      plan->n_changes > 0 ? GST_ENCORD_ROW_SAVED : GST_ENCORD_ROW_UNCHANGED;
  self->outcome->n_changes = plan->n_changes;
  memcpy (self->outcome->n_left_alone, plan->n_left_alone,
          sizeof plan->n_left_alone);
  count_base (self->outcome, plan->base);

  return TRUE;
}

static gboolean
save_locked (Save *self, GError **error)
{
  const GstEncordRowSaver *saver = self->saver;
  gboolean waiting = FALSE;

  /* somebody who found it in the journal may have been quicker */
  if (!gst_encord_journal_has_pending (saver->journal, self->unit->id, &waiting,
                                       error))
    return FALSE;
  if (!waiting) {
    self->outcome->result = GST_ENCORD_ROW_ELSEWHERE;
    return TRUE;
  }

  self->project = gst_encord_session_get_project (
      saver->session, self->unit->key.project_hash, saver->cancellable, error);
  if (self->project == NULL)
    return FALSE;
  self->classes = gst_encord_row_saver_map_classes (
      saver, self->project, (const char *const *) self->unit->classes, error);
  if (self->classes == NULL || !fetch_row (self, error))
    return FALSE;
  if (self->outcome->stage != NULL) {
    self->outcome->result = GST_ENCORD_ROW_SKIPPED;
    return gst_encord_journal_remove_pending (saver->journal, self->unit->id,
                                              error);
  }

  return name_row (self, error) && merge_and_save (self, error);
}

/* FALSE without error: another pipeline has it, and we do not wait */
static gboolean
lock_row (Save *self, gboolean patient, GError **error)
{
  const GstEncordRowSaver *saver = self->saver;
  GPollFD cancelled = { .fd = -1 };
  GError *failure = NULL;

  while (!gst_encord_journal_try_lock_row (saver->journal, self->row_id,
                                           &failure)) {
    if (failure != NULL) {
      g_propagate_error (error, failure);
      return FALSE;
    }
    if (!patient ||
        g_cancellable_set_error_if_cancelled (saver->cancellable, error))
      return FALSE;
    if (g_cancellable_make_pollfd (saver->cancellable, &cancelled)) {
      g_poll (&cancelled, 1, LOCK_POLL_MS);
      g_cancellable_release_fd (saver->cancellable);
    }
  }

  return TRUE;
}

gboolean
gst_encord_row_saver_save (const GstEncordRowSaver *self,
                           GstEncordPendingRow *unit, gboolean patient,
                           GstEncordRowOutcome *ret_outcome, GError **error)
{
  g_auto (Save) save = { .saver = self, .unit = unit, .outcome = ret_outcome };
  GError *failure = NULL;
  gboolean ok;

  *ret_outcome = (GstEncordRowOutcome){ .result = GST_ENCORD_ROW_ELSEWHERE };
  if (unit->id == 0 &&
      !gst_encord_journal_add_pending (self->journal, unit, error))
    return FALSE;
  save.row_id = gst_encord_journal_get_row (self->journal, &unit->key, error);
  if (save.row_id == 0)
    return FALSE;
  if (!lock_row (&save, patient, &failure)) {
    if (failure == NULL)
      return TRUE;
    g_propagate_error (error, failure);
    return FALSE;
  }
  ok = save_locked (&save, error);
  gst_encord_journal_unlock_row (self->journal, save.row_id);

  return ok;
}
