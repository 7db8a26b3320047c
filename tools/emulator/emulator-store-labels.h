/* emulator-store-labels.h - label rows and their way through the workflow
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* the listing's filters; texts may be NULL, lists are JSON texts or NULL */
typedef struct
{
  gint64 edited_before;
  gint64 edited_after;
  const char *task_statuses;
  gboolean include_uninitialised;
  const char *data_hashes;
  const char *label_hashes;
  const char *title_eq;
  const char *title_like;
  const char *stage_eq;
  const char *stage_like;
  gboolean all_branches;
  const char *branch;
} EmulatorRowFilter;

/* of EmulatorRow */
GPtrArray *emulator_store_list_rows (EmulatorStore *self, const char *project,
                                     const EmulatorRowFilter *filter,
                                     GError **error);
EmulatorRow *emulator_store_get_row (EmulatorStore *self, const char *project,
                                     const char *label_hash, GError **error);

/* what is to become of one row */
typedef struct
{
  const char *label_hash; /* NULL when adding */
  const char *unit;       /* only when adding */
  GBytes *body;
  const char *links;
} EmulatorBody;

/* inside a transaction */
gboolean emulator_store_insert_row (EmulatorStore *self, const char *project,
                                    const char *branch, const char *status,
                                    const EmulatorBody *row, GError **error);
/* RESOURCE_EXISTS when one of them is there already: then none is added */
gboolean emulator_store_add_rows (EmulatorStore *self, const char *project,
                                  const char *branch,
                                  const EmulatorBody *bodies, guint n_bodies,
                                  GError **error);
/* all or none */
gboolean emulator_store_save_rows (EmulatorStore *self, const char *project,
                                   const EmulatorBody *bodies, guint n_bodies,
                                   GError **error);
GBytes *emulator_store_get_body (EmulatorStore *self, const char *label_hash,
                                 char **ret_links, GError **error);

typedef enum
{
  EMULATOR_NOT_LABELLED,
  EMULATOR_LABEL_IN_PROGRESS,
  EMULATOR_LABELLED,
  EMULATOR_REVIEW_IN_PROGRESS,
  EMULATOR_REVIEWED,
  EMULATOR_REVIEWED_TWICE,
} EmulatorLabelStatus;

/* as the wire calls them, by EmulatorLabelStatus; NULL-terminated */
extern const char *const emulator_label_statuses[];

gboolean emulator_store_set_label_status (EmulatorStore *self,
                                          const char *project,
                                          const char *label_hash,
                                          EmulatorLabelStatus status,
                                          GError **error);

/* ---- workflow ---- */

typedef enum
{
  EMULATOR_MOVE_COMPLETE,
  EMULATOR_MOVE_REOPEN,
  EMULATOR_MOVE_REVIEW, /* projects without workflow */
} EmulatorMove;

gboolean emulator_store_move_rows (EmulatorStore *self, const char *project,
                                   const char *const *label_hashes,
                                   EmulatorMove move, GError **error);
gboolean emulator_store_set_priority (EmulatorStore *self, const char *project,
                                      const char *unit, double priority,
                                      GError **error);
/* one transaction around several of the calls above and below */
gboolean emulator_store_begin_moves (EmulatorStore *self, GError **error);
gboolean emulator_store_end_moves (EmulatorStore *self, gboolean ok,
                                   GError **error);

typedef struct
{
  const char *users; /* JSON lists, or NULL */
  const char *units;
  const char *datasets;
  const char *statuses;
  const char *title_contains;
  gint64 after; /* seq of the last one seen */
  gint64 limit;
} EmulatorTaskFilter;

/* of EmulatorTask, in order of seq */
GPtrArray *emulator_store_list_tasks (EmulatorStore *self, const char *project,
                                      const char *stage,
                                      const EmulatorTaskFilter *filter,
                                      GError **error);

typedef struct
{
  const char *task;
  const char *action;   /* SUBMIT, APPROVE, REJECT, ASSIGN, RELEASE */
  const char *assignee; /* nullable */
  gboolean retain_assignee;
  gboolean with_reviews; /* resolve, approve or reject those of its labels */
} EmulatorAction;

/* whether a user of the project with this role may act at stages of a type */
gboolean emulator_workflow_may_act (int role, const char *stage_type);

/* inside begin_moves and end_moves */
gboolean emulator_store_act (EmulatorStore *self, const char *project,
                             const char *stage, const EmulatorAction *action,
                             GError **error);

G_END_DECLS
