/* emulator-store.h - everything the emulator remembers, in one SQLite file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One connection, used from one thread. Writing calls are transactions of
 * their own; what a call has reported as done survives the process and the
 * power. Errors are of EMULATOR_ERROR. */
typedef struct _EmulatorStore EmulatorStore;

EmulatorStore *emulator_store_open (const char *path, GError **error);
/* for a second process: nothing is created, migrated or written */
EmulatorStore *emulator_store_open_read_only (const char *path, GError **error);
void emulator_store_free (EmulatorStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorStore, emulator_store_free)

/* how many of the numbered migrations the file has seen */
int emulator_store_get_version (EmulatorStore *self);

void emulator_store_count_request (EmulatorStore *self, const char *call);
typedef void (*EmulatorCountFunc) (const char *call, gint64 count,
                                   gpointer user_data);
gboolean emulator_store_list_counts (EmulatorStore *self,
                                     EmulatorCountFunc func, gpointer user_data,
                                     GError **error);

/* roles as on the wire: 0 is the administrator of anything */
#define EMULATOR_ROLE_ADMIN 0
#define EMULATOR_ROLE_TEAM_MANAGER 4
#define EMULATOR_ROLE_NONE -1

typedef enum
{
  EMULATOR_RESOURCE_ONTOLOGY,
  EMULATOR_RESOURCE_DATASET,
  EMULATOR_RESOURCE_PROJECT,
} EmulatorResource;

/* RESOURCE_NOT_FOUND when there is no such resource, else the user's role in
 * it, which may be EMULATOR_ROLE_NONE. Who may use a project may see its
 * ontology. */
gboolean emulator_store_get_role (EmulatorStore *self,
                                  EmulatorResource resource, const char *hash,
                                  const char *user, int *ret_role,
                                  GError **error);

G_END_DECLS
