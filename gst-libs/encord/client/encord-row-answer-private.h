/* client/encord-row-answer-private.h - label rows, cut out of an answer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/transport/encord-call-private.h>

G_BEGIN_DECLS

/* Pure: the rows (GBytes) in the answer to a call for a list of them, in the
 * answer's order, in one pass over a body that may have tens of MB. A single row
 * shares the body's memory; of several, each has its own, so that one which is
 * kept does not keep them all. NULL with error when the answer is an error, no
 * JSON, or no list. */
GPtrArray *encord_row_answer_cut_list (EncordCall *call, GBytes *body,
                                       GError **error);
/* the same for an answer that is one row */
GBytes *encord_row_answer_cut_one (EncordCall *call, GBytes *body,
                                   GError **error);
/* (nullable): a string of the row's first level */
char *encord_row_answer_dup_member (GBytes *row, const char *member);

G_END_DECLS
