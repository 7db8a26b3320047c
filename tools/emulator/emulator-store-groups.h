/* emulator-store-groups.h - user groups and what they may use
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* the group that is there from the start: all users of the emulator */
#define EMULATOR_GROUP_EVERYONE "00000000-0000-4000-8000-000000000002"

/* these become the group's members, and nobody else */
gboolean emulator_store_set_members (EmulatorStore *self, const char *group,
                                     const char *const *users, GError **error);

/* of EmulatorGroup: those with a role in the resource; all of them, without a
 * role, when resource is NULL */
GPtrArray *emulator_store_list_groups (EmulatorStore *self,
                                       const char *resource, GError **error);
/* all or none; RESOURCE_NOT_FOUND when there is no such group */
gboolean emulator_store_grant_groups (EmulatorStore *self, const char *resource,
                                      const char *const *groups, int role,
                                      GError **error);
gboolean emulator_store_revoke_groups (EmulatorStore *self,
                                       const char *resource,
                                       const char *const *groups,
                                       GError **error);

G_END_DECLS
