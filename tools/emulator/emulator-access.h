/* emulator-access.h - who may use what
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

/* who may: any signer, whoever has a role in the resource that the request is
 * bound to (or that the first argument of its path names), its admins and team
 * managers, its admins */
typedef enum
{
  EMULATOR_ACCESS_ANYONE,
  EMULATOR_ACCESS_MEMBER,
  EMULATOR_ACCESS_MANAGER,
  EMULATOR_ACCESS_ADMIN,
} EmulatorAccess;

/* whether the caller may use a resource like this; RESOURCE_NOT_FOUND when
 * there is none, else AUTHORISATION. The role by which the caller may becomes
 * that of the call. */
gboolean emulator_access_check (EmulatorCall *call, EmulatorResource resource,
                                const char *hash, EmulatorAccess access,
                                GError **error);
/* whether the caller has some role in each of these */
gboolean emulator_access_check_all (EmulatorCall *call,
                                    EmulatorResource resource,
                                    const char *const *hashes, GError **error);

G_END_DECLS
