/* gstencordrowsaver.c - merges what a run saw into one label row and saves it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowsaver.h"

#include "gstencordrowcount.h"
#include "gstencordrowedit.h"
#include "gstencordrowfetch.h"
#include "gstencordrowlabels.h"

/* how often a merge is repeated because the row was changed in between */
#define MOST_REPEATS 3
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
  gboolean created;        /* the row, by the last fetch */
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
  g_clear_pointer (&self->report, gst_encord_row_report_free);
  g_clear_object (&self->row);
  g_clear_error (&self->follow_up);
  g_clear_error (&self->miscount);
}

EncordClassMap *
gst_encord_row_saver_map_classes (const GstEncordRowSaver *self,
                                  EncordProject *project,
                                  const char *const *classes, GError **error)
{
  const GstEncordRowRules *rules = &self->rules;
  EncordClassMapFlags flags = ENCORD_CLASS_MAP_ANY_SHAPE;

  if (rules->drop_unmapped)
    flags |= ENCORD_CLASS_MAP_DROP_UNMAPPED;
  if (rules->convert_shapes)
    flags |= ENCORD_CLASS_MAP_CONVERT_SHAPES;

  return encord_class_map_new (encord_project_get_ontology_structure (project),
                               classes, self->class_overrides, flags, error);
}

/* metadata and labels as they are now; what this gives is what the merge takes
 * for theirs */
static gboolean
fetch_row (Save *self, GError **error)
{
  const GstEncordRowSaver *saver = self->saver;

  g_clear_object (&self->row);
  self->row = gst_encord_row_fetch (
      self->project, self->unit,
      saver->rules.dry_run ? GST_ENCORD_ROW_LEAVE_UNINITIALISED
                           : GST_ENCORD_ROW_CREATE,
      &self->outcome->stage, &self->created, saver->cancellable, error);

  return self->row != NULL;
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

/* the label hash is known now, and with it the journal's entry */
static gboolean
name_row (Save *self, GError **error)
{
  GstEncordRowKey *key = &self->unit->key;
  const char *label_hash = encord_label_row_get_label_hash (self->row);
  gint64 row_id;

  if (label_hash == NULL || g_strcmp0 (key->label_hash, label_hash) == 0)
    return TRUE;
  g_free (key->label_hash);
  key->label_hash = g_strdup (label_hash);
  row_id = gst_encord_journal_get_row (self->saver->journal, key, error);
  if (row_id == 0)
    return FALSE;
  if (row_id == self->row_id)
    return TRUE;
  /* nothing is held while this waits, so nobody waits for us */
  gst_encord_journal_unlock_row (self->saver->journal, self->row_id);
  self->row_id = row_id;

  return lock_row (self, TRUE, error);
}

static EncordMergePlan *
make_plan (Save *self, GError **error)
{
  const GstEncordPendingRow *unit = self->unit;
  g_autoptr (GPtrArray) base = NULL, intent = NULL, theirs = NULL, mine = NULL;
  g_autoptr (GArray) seen = NULL;
  EncordMergeInput input = {
    .policy = self->saver->rules.overlap_policy,
    .complete = unit->complete,
  };

  if (!gst_encord_row_make_labels (
          unit, self->classes, encord_label_row_get_width (self->row),
          encord_label_row_get_height (self->row), &mine, &seen, error))
    return NULL;
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

static void
count_plan (GstEncordRowOutcome *outcome, const EncordMergePlan *plan)
{
  outcome->n_changes = plan->n_changes;
  outcome->n_replaced = plan->n_replaced;
  memcpy (outcome->n_left_alone, plan->n_left_alone, sizeof plan->n_left_alone);
  outcome->n_labels = outcome->n_objects = 0;
  count_base (outcome, plan->base);
}

/* labels of the row are not written; what waits for it is dropped */
static gboolean
drop (Save *self, GstEncordRowResult result, GError **error)
{
  self->outcome->result = result;

  return gst_encord_journal_settle_pending (self->saver->journal, self->unit,
                                            error);
}

/* The row says what the run found; what fails from here on does not change that.
 * A row of a unit that was cut off is not ready for anybody. */
static void
follow_up (Save *self)
{
  const GstEncordRowRules *rules = &self->saver->rules;
  GCancellable *cancellable = self->saver->cancellable;
  GError **error = &self->outcome->follow_up;
  double now;

  if (!self->unit->complete || rules->on_saved == GST_ENCORD_ON_SAVED_NONE)
    return;
  if (rules->on_saved == GST_ENCORD_ON_SAVED_COMPLETE)
    encord_label_row_workflow_complete (self->row, cancellable, error);
  else if (!encord_label_row_get_priority (self->row, &now, NULL) ||
           now != rules->priority)
    encord_label_row_set_priority (self->row, rules->priority, cancellable,
                                   error);
  g_prefix_error (error, "label row of \"%s\": ", self->unit->title);
}

static gboolean
finish (Save *self, EncordMergePlan *plan, GError **error)
{
  if (!gst_encord_journal_end_save (self->saver->journal, self->row_id,
                                    plan->base, self->unit, error))
    return FALSE;
  self->outcome->result =
      plan->n_changes > 0 ? GST_ENCORD_ROW_SAVED : GST_ENCORD_ROW_UNCHANGED;
  self->outcome->row = g_object_ref (self->row);
  follow_up (self);

  return TRUE;
}

/* what is about to be sent is journalled first: if we do not live to see the
 * answer, the next run finds out whether it landed */
static gboolean
send (Save *self, EncordLabelRow *row, EncordMergePlan *plan, GError **error)
{
  return gst_encord_journal_begin_save (self->saver->journal, self->row_id,
                                        plan->base, error) &&
         encord_label_row_save (row, ENCORD_SAVE_NONE, self->saver->cancellable,
                                error);
}

static gboolean
is_vetoed (Save *self)
{
  const GstEncordRowSaver *saver = self->saver;

  return saver->may_save != NULL &&
         !saver->may_save (self->unit, self->row, self->outcome,
                           saver->may_save_data);
}

typedef enum
{
  MERGE_DONE,
  MERGE_AGAIN, /* self->row is another by now */
  MERGE_FAILED,
} MergeResult;

static MergeResult
result_of (gboolean done)
{
  return done ? MERGE_DONE : MERGE_FAILED;
}

/* Merges with the row as it was fetched, fetches once more, and saves only if that
 * says the same: whoever was quicker is merged with. */
static MergeResult
merge_once (Save *self, GError **error)
{
  g_autoptr (GBytes) body = encord_label_row_write (self->row, error);
  g_autoptr (EncordMergePlan) plan =
      body != NULL ? make_plan (self, error) : NULL;
  g_autoptr (EncordLabelRow) merged = NULL;
  g_autoptr (GBytes) now = NULL;
  const gboolean created = self->created;

  if (plan == NULL)
    return MERGE_FAILED;
  count_plan (self->outcome, plan);
  if (plan->n_changes == 0)
    return result_of (finish (self, plan, error));
  if (!gst_encord_row_apply_plan (self->row, plan, error))
    return MERGE_FAILED;
  if (is_vetoed (self))
    return result_of (drop (self, GST_ENCORD_ROW_VETOED, error));

  merged = g_object_ref (self->row);
  if (!fetch_row (self, error))
    return MERGE_FAILED;
  if (self->outcome->stage != NULL)
    return result_of (drop (self, GST_ENCORD_ROW_SKIPPED, error));
  now = encord_label_row_write (self->row, error);
  if (now == NULL)
    return MERGE_FAILED;
  if (!gst_encord_row_bodies_equal (body, now)) {
    /* a server may say more of a row than when it made it */
    self->outcome->n_edits += !created;
    return MERGE_AGAIN;
  }
  g_set_object (&self->row, merged);

  return result_of (send (self, merged, plan, error) &&
                    finish (self, plan, error));
}

static gboolean
merge_and_save (Save *self, GError **error)
{
  for (guint repeat = 0; repeat <= MOST_REPEATS; repeat++) {
    MergeResult result;

    if (!name_row (self, error))
      return FALSE;
    result = merge_once (self, error);
    if (result != MERGE_AGAIN)
      return result == MERGE_DONE;
  }
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
               "label row of \"%s\": somebody changed it between fetching and "
               "saving, %d times in a row",
               self->unit->title, MOST_REPEATS + 1);

  return FALSE;
}

/* what merge_and_save() would do */
static gboolean
preview (Save *self, GError **error)
{
  g_autoptr (EncordMergePlan) plan = NULL;

  if (!name_row (self, error))
    return FALSE;
  plan = make_plan (self, error);
  if (plan == NULL)
    return FALSE;
  count_plan (self->outcome, plan);
  self->outcome->report =
      gst_encord_row_report_new (self->unit, self->row, plan, self->classes);

  return drop (self, GST_ENCORD_ROW_PREVIEWED, error);
}

/* what a run did not know of the medium that it was looking at */
static gboolean
learn_from_row (Save *self, GError **error)
{
  GstEncordPendingRow *unit = self->unit;
  const char *title = encord_label_row_get_data_title (self->row);

  if (!unit->counted)
    return TRUE;
  if (!gst_encord_row_check_countable (self->row, error))
    return FALSE;
  if (title != NULL) {
    g_free (unit->title);
    unit->title = g_strdup (title);
  }
  if (!unit->complete)
    return TRUE;
  self->outcome->miscount = gst_encord_row_compare_count (self->row, unit);

  return gst_encord_journal_settle_count (
      self->saver->journal, unit, self->outcome->miscount == NULL, error);
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
  if (self->classes == NULL || !fetch_row (self, error) ||
      !learn_from_row (self, error))
    return FALSE;
  if (self->outcome->stage != NULL)
    return drop (self, GST_ENCORD_ROW_SKIPPED, error);

  return saver->rules.dry_run ? preview (self, error)
                              : merge_and_save (self, error);
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
