/* emulator-uploads.h - turns uploaded files into data units
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

EmulatorUploads *emulator_uploads_new (Emulator *emulator);
void emulator_uploads_free (EmulatorUploads *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorUploads, emulator_uploads_free)

/* goes on with what a killed emulator has left undone */
gboolean emulator_uploads_resume (EmulatorUploads *self, GError **error);
/* the job is in the store and pending */
void emulator_uploads_start (EmulatorUploads *self, EmulatorJob *job);
/* answers the call when the job is done, or after some seconds */
gboolean emulator_uploads_wait (EmulatorUploads *self, const char *dataset,
                                const char *uuid, guint seconds,
                                EmulatorCall *call, GError **error);

G_END_DECLS
