/* model/encord-label-entry-writer-private.h - one object of one frame as JSON
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-entry-private.h>
#include <encord/model/encord-time-private.h>

G_BEGIN_DECLS

/* what the entries of one body have in common; lives on the stack */
typedef struct
{
  EncordLabelStore *store;
  GString *json;

  /* of objects, of classifications: interned feature hash to what its entries
   * begin with */
  GHashTable *heads[2];
  const char *head_feature_hash; /* of the last one asked for */
  gboolean head_classification;
  const GString *head;

  gint64 seconds[2];
  char times[2][ENCORD_TIME_LENGTH + 1];
} EncordEntryWriter;

void encord_entry_writer_init (EncordEntryWriter *self, EncordLabelStore *store,
                               GString *json);
void encord_entry_writer_clear (EncordEntryWriter *self);
/* as it came, or as an edit left it */
void encord_entry_writer_append (EncordEntryWriter *self,
                                 const EncordLabel *label);

/* an object as it came, less its "reviews", which only the service sends */
void encord_entry_append_without_reviews (GString *json,
                                          EncordJsonSlice object);

G_END_DECLS
