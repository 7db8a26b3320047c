/* model/encord-answer-section-private.h - the parts of a body that hold answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_ANSWER_SECTION_OBJECTS,         /* object_answers */
  ENCORD_ANSWER_SECTION_CLASSIFICATIONS, /* classification_answers */
  ENCORD_ANSWER_SECTION_ACTIONS,         /* object_actions */
  ENCORD_N_ANSWER_SECTIONS,
} EncordAnswerSection;

EncordJsonSlice encord_answer_section_name (EncordAnswerSection section);
/* N_ANSWER_SECTIONS: another member */
EncordAnswerSection encord_answer_section_find (EncordJsonSlice name);
/* whether something must be in it that the body does not hold */
gboolean encord_answer_section_is_needed (EncordLabelStore *store,
                                          EncordAnswerSection section);
/* {"<hash>": {...}, ...} as it is now */
void encord_answer_section_append (EncordLabelStore *store,
                                   EncordAnswerSection section, GString *json);

G_END_DECLS
