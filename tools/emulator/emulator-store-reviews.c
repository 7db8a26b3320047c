/* emulator-store-reviews.c - what reviewers say of single labels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-reviews.h"

#include "emulator-label-walk.h"
#include "emulator-store-private.h"

static const char *const label_types[] = {
  [EMULATOR_LABEL_OBJECT] = "Object",
  [EMULATOR_LABEL_CLASSIFICATION] = "Classification",
};

/* ---- with the unit ---- */

/* NULL without error when the unit's row has not been initialised */
static GBytes *
get_main_body (EmulatorStore *self, const char *project, const char *unit,
               GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT b.body FROM label_rows r"
      " JOIN label_bodies b ON b.label_row = r.hash"
      " WHERE r.project = ?1 AND r.unit = ?2 AND r.branch = 'main'",
      "ss", project, unit);
  GBytes *body;

  if (statement == NULL || emulator_store_step (self, statement, error) != 1)
    return NULL;
  body = g_bytes_new (sqlite3_column_blob (statement, 0),
                      sqlite3_column_bytes (statement, 0));
  sqlite3_reset (statement);
  return body;
}

static gboolean
open_of_type (EmulatorStore *self, const char *project, const char *unit,
              EmulatorLabelType type, GPtrArray *hashes, GError **error)
{
  for (guint i = 0; i < hashes->len; i++) {
    g_autofree char *uuid = g_uuid_string_random ();

    if (!emulator_store_exec (
            self, error,
            "INSERT INTO label_reviews"
            " (uuid, project, unit, label_type, label_id, status)"
            " VALUES (?1, ?2, ?3, ?4, ?5, 'NEW')"
            " ON CONFLICT (project, unit, label_type, label_id) DO NOTHING",
            "sssss", uuid, project, unit, label_types[type], hashes->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

/* labels that are gone have no review any more */
static gboolean
close_others (EmulatorStore *self, const char *project, const char *unit,
              GHashTable *const known[2], GError **error)
{
  g_autoptr (GPtrArray) reviews =
      emulator_store_list_unit_reviews (self, project, unit, error);

  for (guint i = 0; reviews != NULL && i < reviews->len; i++) {
    const EmulatorReview *review = g_ptr_array_index (reviews, i);
    const EmulatorLabelType type =
        g_str_equal (review->label_type, label_types[EMULATOR_LABEL_OBJECT])
            ? EMULATOR_LABEL_OBJECT
            : EMULATOR_LABEL_CLASSIFICATION;

    if (!g_hash_table_contains (known[type], review->label_id) &&
        !emulator_store_exec (self, error,
                              "DELETE FROM label_reviews WHERE seq = ?1", "i",
                              review->seq))
      return FALSE;
  }
  return reviews != NULL;
}

static GHashTable *
make_set (GPtrArray *hashes)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < hashes->len; i++)
    g_hash_table_add (set, hashes->pdata[i]);
  return set;
}

static gboolean
open_all (EmulatorStore *self, const char *project, const char *unit,
          GPtrArray *objects, GPtrArray *classes, GError **error)
{
  g_autoptr (GHashTable) object_set = make_set (objects);
  g_autoptr (GHashTable) class_set = make_set (classes);
  GHashTable *const known[2] = { object_set, class_set };

  return close_others (self, project, unit, known, error) &&
         open_of_type (self, project, unit, EMULATOR_LABEL_OBJECT, objects,
                       error) &&
         open_of_type (self, project, unit, EMULATOR_LABEL_CLASSIFICATION,
                       classes, error);
}

gboolean
emulator_store_open_reviews (EmulatorStore *self, const char *project,
                             const char *unit, gboolean resolve, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) body = get_main_body (self, project, unit, &local_error);

  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (body != NULL)
    emulator_label_body_collect (body, objects, classes);
  return open_all (self, project, unit, objects, classes, error) &&
         (!resolve ||
          emulator_store_exec (self, error,
                               "UPDATE label_reviews SET status = 'RESOLVED'"
                               " WHERE project = ?1 AND unit = ?2"
                               " AND status = 'REJECTED'",
                               "ss", project, unit));
}

gboolean
emulator_store_settle_reviews (EmulatorStore *self, const char *project,
                               const char *unit, const char *status,
                               GError **error)
{
  return emulator_store_exec (self, error,
                              "UPDATE label_reviews SET status = ?3"
                              " WHERE project = ?1 AND unit = ?2"
                              " AND status NOT IN ('APPROVED', 'REJECTED')",
                              "sss", project, unit, status);
}

/* ---- one by one ---- */

/* what an action makes of a review; from NULL: of any. An action that arrives
 * twice finds its work done. */
static const struct
{
  const char *action;
  const char *from;
  const char *to;
} actions[] = {
  { "APPROVE", NULL, "APPROVED" },      { "REJECT", NULL, "REJECTED" },
  { "REOPEN", "APPROVED", "REOPENED" }, { "REOPEN", "REJECTED", "REOPENED" },
  { "REOPEN", "REOPENED", "REOPENED" },
};

/* the status that follows, NULL with an error */
static const char *
find_next_status (const char *action, const char *status, GError **error)
{
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (!g_str_equal (actions[i].action, action))
      continue;
    known = TRUE;
    if (actions[i].from == NULL || g_str_equal (actions[i].from, status))
      return actions[i].to;
  }
  if (known)
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "a review that is %s cannot be told to %s", status, action);
  else
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "a review cannot be told to %.40s", action);
  return NULL;
}

/* the review, if it is of this task; 1, 0 or -1 as emulator_store_step() */
static int
find_review (EmulatorStore *self, const char *project, const char *stage,
             const char *task, const char *review, char **ret_status,
             GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT r.status FROM label_reviews r"
      " JOIN work w ON w.project = r.project AND w.unit = r.unit"
      " JOIN stages s ON s.uuid = w.stage"
      " WHERE r.uuid = ?4 AND r.project = ?1 AND w.stage = ?2"
      " AND w.task = ?3 AND s.type = 'REVIEW'",
      "ssss", project, stage, task, review);
  int got = -1;

  if (statement != NULL)
    got = emulator_store_step (self, statement, error);
  if (got == 1) {
    *ret_status = emulator_column_dup (statement, 0);
    sqlite3_reset (statement);
  }
  return got;
}

gboolean
emulator_store_act_on_review (EmulatorStore *self, const char *project,
                              const char *stage, const char *task,
                              const char *review, const char *action,
                              GError **error)
{
  g_autofree char *status = NULL;
  const char *next;

  switch (find_review (self, project, stage, task, review, &status, error)) {
    case 1:
      break;
    case 0:
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                   "no such review of a task that is at this review stage: "
                   "%.64s",
                   review);
      return FALSE;
    default:
      return FALSE;
  }
  next = find_next_status (action, status, error);
  return next != NULL &&
         emulator_store_exec (
             self, error,
             "UPDATE label_reviews SET status = ?2 WHERE uuid = ?1", "ss",
             review, next);
}

/* ---- listing ---- */

#define REVIEW_COLUMNS "r.seq, r.uuid, r.label_type, r.label_id, r.status"

static GPtrArray *
read_reviews (EmulatorStore *self, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) reviews =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_review_free);
  int got = -1;

  while (statement != NULL &&
         (got = emulator_store_step (self, statement, error)) == 1) {
    EmulatorReview *review = g_new0 (EmulatorReview, 1);

    review->seq = sqlite3_column_int64 (statement, 0);
    review->uuid = emulator_column_dup (statement, 1);
    review->label_type = emulator_column_dup (statement, 2);
    review->label_id = emulator_column_dup (statement, 3);
    review->status = emulator_column_dup (statement, 4);
    g_ptr_array_add (reviews, review);
  }
  return got == 0 ? g_steal_pointer (&reviews) : NULL;
}

static gboolean
check_task (EmulatorStore *self, const char *project, const char *stage,
            const char *task, GError **error)
{
  sqlite3_stmt *statement = emulator_store_query (
      self, error,
      "SELECT 1 FROM tasks WHERE uuid = ?3 AND project = ?1 AND stage = ?2",
      "sss", project, stage, task);

  if (!emulator_store_find (self, statement, "no such task at this stage", task,
                            error))
    return FALSE;
  sqlite3_reset (statement);
  return TRUE;
}

GPtrArray *
emulator_store_list_reviews (EmulatorStore *self, const char *project,
                             const char *stage, const char *task, gint64 after,
                             gint64 limit, GError **error)
{
  if (!check_task (self, project, stage, task, error))
    return NULL;
  return read_reviews (
      self,
      emulator_store_query (self, error,
                            "SELECT " REVIEW_COLUMNS " FROM tasks t"
                            " JOIN label_reviews r"
                            " ON r.project = t.project AND r.unit = t.unit"
                            " WHERE t.uuid = ?1 AND r.seq > ?2"
                            " ORDER BY r.seq LIMIT ?3",
                            "sii", task, after, limit),
      error);
}

GPtrArray *
emulator_store_list_unit_reviews (EmulatorStore *self, const char *project,
                                  const char *unit, GError **error)
{
  return read_reviews (
      self,
      emulator_store_query (self, error,
                            "SELECT " REVIEW_COLUMNS " FROM label_reviews r"
                            " WHERE r.project = ?1 AND r.unit = ?2"
                            " ORDER BY r.seq",
                            "ss", project, unit),
      error);
}
