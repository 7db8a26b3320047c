/* emulator-store-reviews.h - what reviewers say of single labels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* The first three belong into a transaction: begin_moves and end_moves. */

/* The unit has been submitted: every label of its row (of the main branch) has
 * a review from now on, those that are gone have none. New ones are NEW; with
 * resolve, what was REJECTED is RESOLVED. */
gboolean emulator_store_open_reviews (EmulatorStore *self, const char *project,
                                      const char *unit, gboolean resolve,
                                      GError **error);
/* The unit has been judged as a whole: so are those of its labels that have
 * not been. status is APPROVED or REJECTED. */
gboolean emulator_store_settle_reviews (EmulatorStore *self,
                                        const char *project, const char *unit,
                                        const char *status, GError **error);
/* action is APPROVE, REJECT or REOPEN, of a label of the task, which has to be
 * at its stage still */
gboolean emulator_store_act_on_review (EmulatorStore *self, const char *project,
                                       const char *stage, const char *task,
                                       const char *review, const char *action,
                                       GError **error);

/* of EmulatorReview: at most limit of those behind after */
GPtrArray *emulator_store_list_reviews (EmulatorStore *self,
                                        const char *project, const char *stage,
                                        const char *task, gint64 after,
                                        gint64 limit, GError **error);
/* of EmulatorReview */
GPtrArray *emulator_store_list_unit_reviews (EmulatorStore *self,
                                             const char *project,
                                             const char *unit, GError **error);

G_END_DECLS
