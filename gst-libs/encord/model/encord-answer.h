/* model/encord-answer.h - what an attribute is answered with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-attribute-type.h>
#include <encord/model/encord-ontology-option.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_ANSWER (encord_answer_get_type ())
ENCORD_API
GType encord_answer_get_type (void);

/**
 * EncordAnswer:
 *
 * What an attribute is answered with: a text, a number, one option or several.
 *
 * It does not change and may be used by several threads.
 *
 * Follows `Answer` of the Python SDK.
 *
 * Since: 0.1
 */
typedef struct _EncordAnswer EncordAnswer;

ENCORD_API
EncordAnswer *encord_answer_new_text (const char *text);
ENCORD_API
EncordAnswer *encord_answer_new_number (double number);
ENCORD_API
EncordAnswer *encord_answer_new_option (EncordOntologyOption *option);
ENCORD_API
EncordAnswer *encord_answer_new_options (EncordOntologyOption *const *options,
                                         guint n_options);
/* the same, made by a human (as answers are by default) or not */
ENCORD_API
EncordAnswer *encord_answer_with_manual (EncordAnswer *self, gboolean manual);
ENCORD_API
EncordAnswer *encord_answer_ref (EncordAnswer *self);
ENCORD_API
void encord_answer_unref (EncordAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordAnswer, encord_answer_unref)

/* the type of attribute that it answers */
ENCORD_API
EncordAttributeType encord_answer_get_attribute_type (EncordAnswer *self);
ENCORD_API
gboolean encord_answer_is_manual (EncordAnswer *self);
ENCORD_API
const char *encord_answer_get_text (EncordAnswer *self);
ENCORD_API
gboolean encord_answer_get_number (EncordAnswer *self, double *ret_number);
ENCORD_API
EncordOntologyOption *encord_answer_get_option (EncordAnswer *self);
/* EncordOntologyOption elements; belongs to the answer */
ENCORD_API
GPtrArray *encord_answer_get_options (EncordAnswer *self);
ENCORD_API
gboolean encord_answer_has_option (EncordAnswer *self,
                                   EncordOntologyOption *option);

/* whether both say the same, whoever made them */
ENCORD_API
gboolean encord_answer_equal (EncordAnswer *a, EncordAnswer *b);

G_END_DECLS
