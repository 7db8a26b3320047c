/* emulator-label-body.h - a label row as text: checked, kept, handed out; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-json-scanner-private.h>

#include "emulator-records.h"

G_BEGIN_DECLS

/* what a row must agree with */
typedef struct
{
  const EmulatorUnit *unit;
  GPtrArray *images;          /* of EmulatorImage; empty for a video */
  GHashTable *feature_hashes; /* set: objects and classifications */
  const char *user;           /* stands in for a createdBy that is null */
} EmulatorLabelRules;

/* the feature hashes of an ontology's editor JSON */
GHashTable *emulator_label_feature_hashes (const char *editor, GError **error);

/* the body of a row without labels */
GBytes *emulator_label_body_new (const EmulatorUnit *unit, GPtrArray *images,
                                 char **ret_links);
/* The body of a row that a client sent: its members without those of the head,
 * which are the server's, byte for byte but for createdBy and the data links.
 * Errors are ANSWER_DICTIONARY and CORRUPTED_LABEL. */
GBytes *emulator_label_body_check (EncordJsonSlice row,
                                   const EmulatorLabelRules *rules,
                                   char **ret_links, GError **error);

/* the address of a data unit's file; NULL stays null */
typedef char *(*EmulatorLinkFunc) (const char *unit_key, gpointer user_data);
/* appends a body with its data links filled in; link NULL: leaves them null */
void emulator_label_body_append (GString *text, GBytes *body, const char *links,
                                 EmulatorLinkFunc link, gpointer user_data);

/* the body of a row for copies of its data units; keys has the old hashes and the
 * new ones */
GBytes *emulator_label_body_rekey (GBytes *body, GHashTable *keys,
                                   char **ret_links);

/* leaves in a whole row only the labels of these features (JSON lists of
 * strings, or NULL for all) and their answers */
gboolean emulator_label_body_filter (GString *row, const char *objects,
                                     const char *classifications,
                                     GError **error);

G_END_DECLS
