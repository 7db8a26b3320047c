/* emulator.h - the local server: one data folder, one address
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "emulator-keyring.h"
#include "emulator-limits.h"
#include "emulator-seal.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* label rows in one request, as SDK and platform have it */
#define EMULATOR_MAX_ROWS 1000

typedef struct _EmulatorUploads EmulatorUploads;
typedef struct _EmulatorAlgorithms EmulatorAlgorithms;
typedef struct _EmulatorInferences EmulatorInferences;
typedef struct _EmulatorTrainings EmulatorTrainings;
typedef struct _EmulatorListener EmulatorListener;

/* All of it lives on the main thread. */
typedef struct
{
  char *data_dir;
  char *media_dir;
  char *weights_dir;
  char *jobs_dir; /* folders of running jobs; empty at the start */
  char *keys_path;
  EmulatorLimits limits; /* may be changed until it listens */
  int lock; /* file descriptor; keeps a second emulator out of the folder */
  EmulatorStore *store;
  EmulatorSeal *seal;
  EmulatorKeyring *keyring;
  EmulatorUploads *uploads;
  EmulatorAlgorithms *algorithms;
  EmulatorInferences *inferences;
  EmulatorTrainings *trainings;
  char **trainer; /* program and arguments; NULL when there is none */
  guint inference_timeout_s; /* after which a worker is killed */
  EmulatorListener *listener;
} Emulator;

/* authorized_keys NULL: the one in the data folder */
Emulator *emulator_new (const char *data_dir, const char *authorized_keys,
                        GError **error);
void emulator_free (Emulator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Emulator, emulator_free)

/* the program that trains models, with arguments, quoted as for a shell; NULL:
 * trainings fail. Before emulator_listen() */
gboolean emulator_set_trainer (Emulator *self, const char *command,
                               GError **error);

/* reads the keys again; on error the old ones stay */
gboolean emulator_reload_keys (Emulator *self, GError **error);

/* address as in "127.0.0.1:0"; returns the address to connect to */
char *emulator_listen (Emulator *self, const char *address, GError **error);

/* the store of a data folder, for a look from another process */
EmulatorStore *emulator_open_store (const char *data_dir, GError **error);

G_END_DECLS
