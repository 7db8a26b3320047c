/* model/encord-instance-answers-private.h - the answers of an instance of any kind
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

/* Common to objects and classifications. `store` is NULL for an instance that is
 * empty; it has no answers and takes none. Attributes are those of the store's
 * ontology, as found by encord_instance_answers_find(). */

/* the attribute when the instance's class has it, else NULL */
EncordOntologyAttribute *
encord_instance_answers_find (EncordLabelStore *store,
                              const EncordLabelTrack *track,
                              EncordOntologyAttribute *attribute);
/* (transfer full) (nullable); frame: of dynamic attributes */
EncordAnswer *encord_instance_answers_get (EncordLabelStore *store,
                                           const EncordLabelTrack *track,
                                           EncordOntologyAttribute *attribute,
                                           int frame);
/* (transfer full): EncordOntologyAttribute elements: those of roots and, below
 * the options that are chosen, the nested ones */
GPtrArray *encord_instance_answers_list (EncordLabelStore *store,
                                         const EncordLabelTrack *track,
                                         EncordOntologyAttribute *const *roots,
                                         guint n_roots);
/* ranges: of dynamic attributes, else NULL */
gboolean encord_instance_answers_set (EncordLabelStore *store,
                                      const EncordLabelTrack *track,
                                      EncordOntologyAttribute *attribute,
                                      EncordAnswer *answer,
                                      const GArray *ranges, GError **error);
/* ranges NULL: wherever it is answered; FALSE: it is not */
gboolean encord_instance_answers_delete (EncordLabelStore *store,
                                         const EncordLabelTrack *track,
                                         EncordOntologyAttribute *attribute,
                                         const GArray *ranges);

G_END_DECLS
