/* client/encord-model-weights.h - weights that a training can begin with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/records/encord-model-type.h>

G_BEGIN_DECLS

ENCORD_API
char *encord_model_weights_dup_link (EncordModelType model, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
