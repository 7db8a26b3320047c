/* emulator-store-workflow.c - units on their way through a project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-labels.h"

#include "emulator-store-private.h"
#include "emulator-store-reviews.h"

/* ---- entering a stage ---- */

/* the task becomes the unit's current one; task_status is what the listing
 * shows, status what the stage shows */
static gboolean
enter_stage (EmulatorStore *self, const char *project, const char *unit,
             const char *stage_type, const char *task_status,
             const char *status, const char *assignee, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return emulator_store_exec (
             self, error,
             "INSERT INTO tasks SELECT ?1, ?2, ?3, uuid, ?5, ?6, NULL, ?7, ?7"
             " FROM stages WHERE project = ?2 AND type = ?4",
             "ssssssi", uuid, project, unit, stage_type, status, assignee,
             emulator_store_now ()) &&
         emulator_store_exec (
             self, error,
             "UPDATE work SET task = ?1, task_status = ?4,"
             " stage = (SELECT stage FROM tasks WHERE uuid = ?1)"
             " WHERE project = ?2 AND unit = ?3",
             "ssss", uuid, project, unit, task_status);
}

static gboolean
enter_new_units (EmulatorStore *self, GError **error)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT project, unit FROM work JOIN projects ON hash = project"
      " WHERE workflow AND task IS NULL",
      "");
  int got = -1;

  while (statement != NULL &&
         (got = emulator_store_step (self, statement, error)) == 1) {
    g_ptr_array_add (pairs, emulator_column_dup (statement, 0));
    g_ptr_array_add (pairs, emulator_column_dup (statement, 1));
  }
  for (guint i = 0; got == 0 && i < pairs->len; i += 2) {
    if (!enter_stage (self, pairs->pdata[i], pairs->pdata[i + 1], "ANNOTATION",
                      "QUEUED", "NEW", NULL, error))
      return FALSE;
  }
  return got == 0;
}

gboolean
emulator_store_fill_work (EmulatorStore *self, GError **error)
{
  return emulator_store_exec (
             self, error,
             "INSERT INTO work SELECT p.project, u.hash, 'QUEUED', NULL, NULL,"
             " CASE h.workflow WHEN 1 THEN 0.5 END"
             " FROM project_datasets p JOIN units u ON u.dataset = p.dataset"
             " JOIN projects h ON h.hash = p.project"
             " WHERE NOT EXISTS (SELECT 1 FROM work w"
             "  WHERE w.project = p.project AND w.unit = u.hash)",
             "") &&
         enter_new_units (self, error);
}

/* ---- moving by label hash ---- */

char *
emulator_store_get_unit_of_row (EmulatorStore *self, const char *project,
                                const char *label_hash, GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT unit FROM label_rows WHERE hash = ?1 AND project = ?2", "ss",
      label_hash, project);
  char *unit;

  if (!emulator_store_find (self, statement,
                            "no such label row in this project", label_hash,
                            error))
    return NULL;
  unit = emulator_column_dup (statement, 0);
  sqlite3_reset (statement);
  return unit;
}

static const EmulatorDeed move_deeds[] = {
  [EMULATOR_MOVE_COMPLETE] = EMULATOR_DEED_END,
  [EMULATOR_MOVE_REOPEN] = EMULATOR_DEED_START,
  [EMULATOR_MOVE_REVIEW] = EMULATOR_DEED_SUBMIT_TASK,
};

static gboolean
move_unit (EmulatorStore *self, const char *project, const char *unit,
           EmulatorMove move, GError **error)
{
  switch (move) {
    case EMULATOR_MOVE_COMPLETE:
      return enter_stage (self, project, unit, "DONE", "COMPLETED", "COMPLETED",
                          NULL, error);
    case EMULATOR_MOVE_REOPEN:
      return enter_stage (self, project, unit, "ANNOTATION", "RETURNED",
                          "REOPENED", NULL, error);
    case EMULATOR_MOVE_REVIEW:
      return emulator_store_exec (self, error,
                                  "UPDATE work SET task_status = 'IN_REVIEW'"
                                  " WHERE project = ?1 AND unit = ?2",
                                  "ss", project, unit);
    default:
      g_assert_not_reached ();
  }
}

gboolean
emulator_store_begin_moves (EmulatorStore *self, GError **error)
{
  return emulator_store_begin (self, error);
}

gboolean
emulator_store_end_moves (EmulatorStore *self, gboolean ok, GError **error)
{
  return emulator_store_end (self, ok, error);
}

gboolean
emulator_store_move_rows (EmulatorStore *self, const char *project,
                          const char *const *label_hashes, EmulatorMove move,
                          GError **error)
{
  gboolean ok = TRUE;

  if (!emulator_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && label_hashes[i] != NULL; i++) {
    g_autofree char *unit =
        emulator_store_get_unit_of_row (self, project, label_hashes[i], error);

    ok = unit != NULL && move_unit (self, project, unit, move, error) &&
         emulator_store_log (self, project, unit, move_deeds[move], error);
  }
  return emulator_store_end (self, ok, error);
}

gboolean
emulator_store_set_priority (EmulatorStore *self, const char *project,
                             const char *unit, double priority, GError **error)
{
  if (!emulator_store_exec (self, error,
                            "UPDATE work SET priority = ?3"
                            " WHERE project = ?1 AND unit = ?2",
                            "ssd", project, unit, priority))
    return FALSE;
  return emulator_store_changed (self, "no such data unit in this project",
                                 unit, error);
}

/* ---- tasks ---- */

static gpointer
read_task (sqlite3_stmt *row)
{
  EmulatorTask *task = g_new0 (EmulatorTask, 1);

  task->uuid = emulator_column_dup (row, 0);
  task->status = emulator_column_dup (row, 1);
  task->unit = emulator_column_dup (row, 2);
  task->unit_title = emulator_column_dup (row, 3);
  task->assignee = emulator_column_dup (row, 4);
  task->created_at = sqlite3_column_int64 (row, 5);
  task->updated_at = sqlite3_column_int64 (row, 6);
  task->seq = sqlite3_column_int64 (row, 7);
  return task;
}

GPtrArray *
emulator_store_list_tasks (EmulatorStore *self, const char *project,
                           const char *stage, const EmulatorTaskFilter *filter,
                           GError **error)
{
  g_autoptr (GPtrArray) tasks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_task_free);
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT t.uuid, t.status, u.hash, u.title, t.assignee, t.created_at,"
      " t.updated_at, u.seq FROM work w JOIN tasks t ON t.uuid = w.task"
      " JOIN units u ON u.hash = w.unit"
      " WHERE w.project = ?1 AND w.stage = ?2"
      " AND (?3 IS NULL OR t.assignee IN (SELECT value FROM json_each(?3)))"
      " AND (?4 IS NULL OR u.hash IN (SELECT value FROM json_each(?4)))"
      " AND (?5 IS NULL OR u.dataset IN (SELECT value FROM json_each(?5)))"
      " AND (?6 IS NULL OR t.status IN (SELECT value FROM json_each(?6)))"
      " AND (?7 IS NULL OR instr(u.title, ?7) > 0)"
      " AND u.seq > ?8 ORDER BY u.seq LIMIT ?9",
      "sssssssii", project, stage, filter->users, filter->units,
      filter->datasets, filter->statuses, filter->title_contains, filter->after,
      filter->limit);
  int got = -1;

  while (statement != NULL &&
         (got = emulator_store_step (self, statement, error)) == 1)
    g_ptr_array_add (tasks, read_task (statement));
  return got == 0 ? g_steal_pointer (&tasks) : NULL;
}

/* what an action does at a stage; NULL next: it stays there; reviews: what
 * becomes of those of its labels that are open, NULL: nothing */
static const struct
{
  const char *stage_type;
  const char *action;
  const char *next;
  const char *task_status;
  const char *status;
  const char *reviews;
  EmulatorDeed deed; /* where there is a next stage */
} transitions[] = {
  { "ANNOTATION", "SUBMIT", "REVIEW", "IN_REVIEW", "NEW", NULL,
    EMULATOR_DEED_SUBMIT_TASK },
  { "REVIEW", "APPROVE", "DONE", "COMPLETED", "COMPLETED", "APPROVED",
    EMULATOR_DEED_APPROVE_TASK },
  { "REVIEW", "REJECT", "ANNOTATION", "RETURNED", "REOPENED", "REJECTED",
    EMULATOR_DEED_REJECT_TASK },
  { "ANNOTATION", "ASSIGN", NULL, "ASSIGNED", "ASSIGNED" },
  { "ANNOTATION", "RELEASE", NULL, "QUEUED", "RELEASED" },
  { "REVIEW", "ASSIGN", NULL, "IN_REVIEW", "ASSIGNED" },
  { "REVIEW", "RELEASE", NULL, "IN_REVIEW", "RELEASED" },
};

/* roles as on the wire: annotators annotate, reviewers review, administrators
 * and managers do both */
gboolean
emulator_workflow_may_act (int role, const char *stage_type)
{
  switch (role) {
    case 0:
    case 3:
    case 4:
      return TRUE;
    case 1:
      return g_str_equal (stage_type, "ANNOTATION");
    case 2:
      return g_str_equal (stage_type, "REVIEW");
    default:
      return FALSE;
  }
}

typedef struct
{
  char *unit;
  char *stage_type;
  char *assignee;
  char *last_action;
  gboolean is_current;
} Place;

static void
place_clear (Place *self)
{
  g_free (self->unit);
  g_free (self->stage_type);
  g_free (self->assignee);
  g_free (self->last_action);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
find_place (EmulatorStore *self, const char *project, const char *stage,
            const char *task, Place *ret, GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT t.unit, s.type, t.assignee, t.last_action, w.task = t.uuid"
      " FROM tasks t JOIN stages s ON s.uuid = t.stage"
      " JOIN work w ON w.project = t.project AND w.unit = t.unit"
      " WHERE t.uuid = ?1 AND t.project = ?2 AND t.stage = ?3",
      "sss", task, project, stage);
  int got;

  if (statement == NULL)
    return FALSE;
  got = emulator_store_step (self, statement, error);
  if (got == 0)
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "no such task at this stage: %.64s", task);
  if (got != 1)
    return FALSE;
  ret->unit = emulator_column_dup (statement, 0);
  ret->stage_type = emulator_column_dup (statement, 1);
  ret->assignee = emulator_column_dup (statement, 2);
  ret->last_action = emulator_column_dup (statement, 3);
  ret->is_current = sqlite3_column_int (statement, 4);
  sqlite3_reset (statement);
  return TRUE;
}

static int
find_transition (const char *stage_type, const char *action, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (transitions); i++) {
    if (g_str_equal (transitions[i].stage_type, stage_type) &&
        g_str_equal (transitions[i].action, action))
      return i;
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "a task of a stage of type %s cannot be told to %.40s",
               stage_type, action);
  return -1;
}

/* only who works in the project can be given work in it */
static gboolean
check_assignee (EmulatorStore *self, const char *project,
                const EmulatorAction *action, GError **error)
{
  int role;

  if (action->assignee == NULL) {
    if (!g_str_equal (action->action, "ASSIGN"))
      return TRUE;
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "assignee: a user of the project expected");
    return FALSE;
  }
  if (!emulator_store_get_role (self, EMULATOR_RESOURCE_PROJECT, project,
                                action->assignee, &role, error))
    return FALSE;
  if (role != EMULATOR_ROLE_NONE)
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "assignee: %.64s is no user of this project", action->assignee);
  return FALSE;
}

static gboolean
stay (EmulatorStore *self, const char *project, const char *unit,
      const EmulatorAction *action, guint transition, GError **error)
{
  return emulator_store_exec (
             self, error,
             "UPDATE tasks SET status = ?2, assignee = ?3,"
             " last_action = ?4, updated_at = ?5"
             " WHERE uuid = ?1",
             "ssssi", action->task, transitions[transition].status,
             g_str_equal (action->action, "ASSIGN") ? action->assignee : NULL,
             action->action, emulator_store_now ()) &&
         emulator_store_exec (self, error,
                              "UPDATE work SET task_status = ?3"
                              " WHERE project = ?1 AND unit = ?2",
                              "sss", project, unit,
                              transitions[transition].task_status);
}

static gboolean
update_reviews (EmulatorStore *self, const char *project, const char *unit,
                const EmulatorAction *action, guint transition, GError **error)
{
  const char *status = transitions[transition].reviews;

  if (status == NULL)
    return emulator_store_open_reviews (self, project, unit,
                                        action->with_reviews, error);
  return !action->with_reviews ||
         emulator_store_settle_reviews (self, project, unit, status, error);
}

gboolean
emulator_store_act (EmulatorStore *self, const char *project, const char *stage,
                    const EmulatorAction *action, GError **error)
{
  g_auto (Place) place = { 0 };
  const char *assignee = action->assignee;
  int i;

  if (!find_place (self, project, stage, action->task, &place, error))
    return FALSE;
  i = find_transition (place.stage_type, action->action, error);
  if (i < 0 || !check_assignee (self, project, action, error))
    return FALSE;
  if (!place.is_current) {
    /* clients repeat a POST whose answer was lost */
    if (g_strcmp0 (place.last_action, action->action) == 0)
      return TRUE;
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "the task has left this stage: %.64s", action->task);
    return FALSE;
  }
  if (transitions[i].next == NULL)
    return stay (self, project, place.unit, action, i, error);
  if (assignee == NULL && action->retain_assignee) {
    assignee = place.assignee;
    if (assignee == NULL) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                   "the task has no assignee to retain: %.64s", action->task);
      return FALSE;
    }
  }
  return update_reviews (self, project, place.unit, action, i, error) &&
         emulator_store_exec (self, error,
                              "UPDATE tasks SET status = 'COMPLETED',"
                              " last_action = ?2, updated_at = ?3"
                              " WHERE uuid = ?1",
                              "ssi", action->task, action->action,
                              emulator_store_now ()) &&
         enter_stage (self, project, place.unit, transitions[i].next,
                      transitions[i].task_status,
                      assignee != NULL && transitions[i].status[0] == 'N'
                          ? "ASSIGNED"
                          : transitions[i].status,
                      assignee, error) &&
         emulator_store_log (self, project, place.unit, transitions[i].deed,
                             error);
}
