/* auth/encord-signature-base-private.h - what signer and verifier agree on
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_V2_LABEL "encord-sig"
#define ENCORD_V2_COMPONENTS                                                   \
  "(\"@method\" \"@request-target\" \"content-digest\")"

/* value of the Content-Digest header, which an empty body has too */
char *encord_signature_content_digest (gconstpointer body, gsize length);
/* the Ed25519 message of a v2 request */
char *encord_signature_base_v2 (const char *verb, const char *request_target,
                                const char *content_digest, const char *params);

G_END_DECLS
