/* emulator-access.c - who may use what
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-access.h"

#include "emulator-error.h"

static gboolean
is_enough (int role, EmulatorAccess access)
{
  switch (access) {
    case EMULATOR_ACCESS_ANYONE:
      return TRUE;
    case EMULATOR_ACCESS_MEMBER:
      return role != EMULATOR_ROLE_NONE;
    case EMULATOR_ACCESS_MANAGER:
      return role == EMULATOR_ROLE_ADMIN || role == EMULATOR_ROLE_TEAM_MANAGER;
    case EMULATOR_ACCESS_ADMIN:
    default:
      return role == EMULATOR_ROLE_ADMIN;
  }
}

gboolean
emulator_access_check (EmulatorCall *call, EmulatorResource resource,
                       const char *hash, EmulatorAccess access, GError **error)
{
  int role;

  if (!emulator_store_get_role (call->emulator->store, resource, hash,
                                call->user.user, &role, error))
    return FALSE;
  if (call->user.is_admin)
    role = EMULATOR_ROLE_ADMIN;
  if (is_enough (role, access)) {
    call->role = role;
    return TRUE;
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHORISATION,
               "you have no such right on %.64s", hash);
  return FALSE;
}

gboolean
emulator_access_check_all (EmulatorCall *call, EmulatorResource resource,
                           const char *const *hashes, GError **error)
{
  const int role = call->role;
  gboolean ok = TRUE;

  for (guint i = 0; ok && hashes[i] != NULL; i++)
    ok = emulator_access_check (call, resource, hashes[i],
                                EMULATOR_ACCESS_MEMBER, error);
  call->role = role;
  return ok;
}
