/* emulator-store-groups.c - user groups and what they may use
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-groups.h"

#include "emulator-store-private.h"

static gboolean
set_members (EmulatorStore *self, const char *group, const char *const *users,
             GError **error)
{
  if (!emulator_store_exec (self, error,
                            "DELETE FROM group_members WHERE user_group = ?1",
                            "s", group))
    return FALSE;
  for (guint i = 0; users[i] != NULL; i++) {
    if (!emulator_store_exec (self, error,
                              "INSERT INTO group_members VALUES (?1, ?2)"
                              " ON CONFLICT DO NOTHING",
                              "ss", group, users[i]))
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_store_set_members (EmulatorStore *self, const char *group,
                            const char *const *users, GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (self, set_members (self, group, users, error),
                             error);
}

static EmulatorGroup *
read_group (sqlite3_stmt *row)
{
  EmulatorGroup *group = g_new0 (EmulatorGroup, 1);

  group->hash = emulator_column_dup (row, 0);
  group->name = emulator_column_dup (row, 1);
  group->description = emulator_column_dup (row, 2);
  group->created_at = sqlite3_column_int64 (row, 3);
  group->role = sqlite3_column_int (row, 4);
  return group;
}

GPtrArray *
emulator_store_list_groups (EmulatorStore *self, const char *resource,
                            GError **error)
{
  g_autoptr (GPtrArray) groups =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_group_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT hash, name, description, created_at, coalesce(role, -1)"
      " FROM user_groups LEFT JOIN group_grants"
      " ON user_group = hash AND resource = ?1"
      " WHERE ?1 IS NULL OR role IS NOT NULL ORDER BY created_at, hash",
      "s", resource);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (groups, read_group (row));
  return got == 0 ? g_steal_pointer (&groups) : NULL;
}

static gboolean
check_group (EmulatorStore *self, const char *hash, GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error, "SELECT 1 FROM user_groups WHERE hash = ?1", "s", hash);

  if (!emulator_store_find (self, row, "no such user group", hash, error))
    return FALSE;
  sqlite3_reset (row);
  return TRUE;
}

gboolean
emulator_store_grant_groups (EmulatorStore *self, const char *resource,
                             const char *const *groups, int role,
                             GError **error)
{
  gboolean ok = TRUE;

  if (!emulator_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && groups[i] != NULL; i++)
    ok = check_group (self, groups[i], error) &&
         emulator_store_exec (
             self, error,
             "INSERT INTO group_grants VALUES (?1, ?2, ?3)"
             " ON CONFLICT (resource, user_group) DO UPDATE SET role = ?3",
             "ssi", resource, groups[i], (gint64) role);
  return emulator_store_end (self, ok, error);
}

gboolean
emulator_store_revoke_groups (EmulatorStore *self, const char *resource,
                              const char *const *groups, GError **error)
{
  gboolean ok = TRUE;

  if (!emulator_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && groups[i] != NULL; i++)
    ok = check_group (self, groups[i], error) &&
         emulator_store_exec (self, error,
                              "DELETE FROM group_grants"
                              " WHERE resource = ?1 AND user_group = ?2",
                              "ss", resource, groups[i]);
  return emulator_store_end (self, ok, error);
}
