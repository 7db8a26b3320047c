/* emulator-keyring.h - whose key signed a request
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *user; /* mail address: the comment of the key */
  gboolean is_admin;
} EmulatorUser;

void emulator_user_clear (EmulatorUser *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorUser, emulator_user_clear)

/* the public keys of an authorized_keys file; the user of the first one
 * administers the emulator */
typedef struct _EmulatorKeyring EmulatorKeyring;

EmulatorKeyring *emulator_keyring_new_from_text (const char *text,
                                                 const char *name,
                                                 GError **error);
EmulatorKeyring *emulator_keyring_new_from_file (const char *path,
                                                 GError **error);
void emulator_keyring_free (EmulatorKeyring *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorKeyring, emulator_keyring_free)

gboolean emulator_keyring_find (EmulatorKeyring *self, const char *public_hex,
                                EmulatorUser *ret, GError **error);
/* for a token, which names the user itself; the key may be gone by now */
gboolean emulator_keyring_find_user (EmulatorKeyring *self, const char *user,
                                     EmulatorUser *ret, GError **error);

/* the mail addresses of all keys; some more than once */
char **emulator_keyring_list_users (EmulatorKeyring *self);

/* whether header (Authorization or Signature-Input, nullable) names a key of
 * these; says nothing about the signature */
gboolean emulator_keyring_is_named (EmulatorKeyring *self, const char *header);

gboolean emulator_keyring_check_legacy (EmulatorKeyring *self,
                                        const char *authorization, GBytes *body,
                                        EmulatorUser *ret, GError **error);

/* the parts of a v2 request that its signature covers; headers may be NULL */
typedef struct
{
  const char *verb;
  const char *target; /* as in the request line */
  const char *content_digest;
  const char *signature_input;
  const char *signature;
} EmulatorV2Headers;

gboolean emulator_keyring_check_v2 (EmulatorKeyring *self,
                                    const EmulatorV2Headers *headers,
                                    GBytes *body, gint64 now, EmulatorUser *ret,
                                    GError **error);

G_END_DECLS
