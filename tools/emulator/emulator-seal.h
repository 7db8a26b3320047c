/* emulator-seal.h - signed addresses and tokens, made with a secret of its own
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* how long an address is good for, as on the platform */
#define EMULATOR_SEAL_LIFETIME (7 * 24 * 60 * 60)

typedef struct _EmulatorSeal EmulatorSeal;

/* the secret is read from path, or made there, readable by the owner only */
EmulatorSeal *emulator_seal_load (const char *path, GError **error);
void emulator_seal_free (EmulatorSeal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorSeal, emulator_seal_free)

/* path and query of an address at which verb is allowed until expires; path
 * holds no character that a URI would escape */
char *emulator_seal_sign_path (EmulatorSeal *self, const char *verb,
                               const char *path, gint64 expires);
/* expires and signature are the members of the query; NULL where missing */
gboolean emulator_seal_check_path (EmulatorSeal *self, const char *verb,
                                   const char *path, const char *expires,
                                   const char *signature, gint64 now);

char *emulator_seal_make_token (EmulatorSeal *self, const char *user,
                                gint64 expires);
/* the user, or NULL when the token is forged or stale */
char *emulator_seal_open_token (EmulatorSeal *self, const char *token,
                                gint64 now);

G_END_DECLS
