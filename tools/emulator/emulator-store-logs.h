/* emulator-store-logs.h - what people did, and for how long
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* The user on whose behalf the following calls are made, until the next one:
 * what they do goes into the log under this name. NULL: nobody, nothing is
 * logged. role is the user's in the project at hand. */
void emulator_store_set_actor (EmulatorStore *self, const char *user, int role);

/* the user opened these units of the project, to see or label them */
gboolean emulator_store_note_opened (EmulatorStore *self, const char *project,
                                     const char *const *units, GError **error);

/* texts may be NULL, times (both inclusive, in seconds) 0 */
typedef struct
{
  const char *user;
  const char *user_hash;
  const char *unit;
  gint64 start;
  gint64 end;
} EmulatorLogFilter;

/* of EmulatorLog, in order */
GPtrArray *emulator_store_list_logs (EmulatorStore *self, const char *project,
                                     const EmulatorLogFilter *filter,
                                     GError **error);

typedef struct
{
  gint64 after;  /* seconds; what lies outside is cut off */
  gint64 before; /* 0: no end */
  gboolean by_unit;
  const char *last_user; /* of the page before; NULL on the first one */
  const char *last_unit;
  gint64 limit;
} EmulatorTimerFilter;

/* of EmulatorTimer, in order of user and unit */
GPtrArray *emulator_store_list_timers (EmulatorStore *self, const char *project,
                                       const EmulatorTimerFilter *filter,
                                       GError **error);

G_END_DECLS
