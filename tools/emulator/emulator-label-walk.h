/* emulator-label-walk.h - the labels in the text of a label row; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  EMULATOR_LABEL_OBJECT,
  EMULATOR_LABEL_CLASSIFICATION,
} EmulatorLabelType;

/* The hashes of the labels on any frame of a body, each once, in the order in
 * which they stand there. */
void emulator_label_body_collect (GBytes *body, GPtrArray *ret_objects,
                                  GPtrArray *ret_classifications);

/* what "reviews" of a label shall hold: JSON text, or NULL for an empty list */
typedef const char *(*EmulatorReviewsFunc) (EmulatorLabelType type,
                                            const char *hash,
                                            gpointer user_data);
/* gives every label of a whole row its reviews; the rest stays as it is, byte
 * for byte */
void emulator_label_body_add_reviews (GString *row, EmulatorReviewsFunc func,
                                      gpointer user_data);

G_END_DECLS
