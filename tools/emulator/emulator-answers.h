/* emulator-answers.h - pieces of answers that several calls share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"
#include "emulator-records.h"

G_BEGIN_DECLS

/* a data row of a dataset, with signed addresses where asked for */
gboolean emulator_answer_add_data_row (EmulatorCall *call, JsonBuilder *builder,
                                       const EmulatorUnit *unit, gboolean sign,
                                       gboolean sign_images, GError **error);
/* gives users a role in the call's resource and replies with them; member
 * names the resource in each entry */
gboolean emulator_answer_add_users (EmulatorCall *call, const char *member,
                                    GError **error);
/* one entry of the label row listing */
gboolean emulator_answer_add_row (EmulatorCall *call, JsonBuilder *builder,
                                  const EmulatorRow *row,
                                  gboolean with_metadata, gboolean with_images,
                                  gboolean with_node, GError **error);

G_END_DECLS
