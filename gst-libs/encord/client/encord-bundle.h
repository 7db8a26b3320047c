/* client/encord-bundle.h - operations on many rows in few requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/client/encord-label-row-flags.h>
#include <encord/encord-macros.h>
#include <encord/model/encord-label-row.h>

G_BEGIN_DECLS

/**
 * ENCORD_BUNDLE_MAX_SIZE:
 *
 * How many rows the server takes at once.
 *
 * Since: 0.1
 */
#define ENCORD_BUNDLE_MAX_SIZE 1000

#define ENCORD_TYPE_BUNDLE (encord_bundle_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordBundle, encord_bundle, ENCORD, BUNDLE, GObject)

/* size: operations a request, 1..ENCORD_BUNDLE_MAX_SIZE; 0: as many as it may */
ENCORD_API
EncordBundle *encord_bundle_new (guint size);
/* how many wait to be executed */
ENCORD_API
guint encord_bundle_get_n_operations (EncordBundle *self);
ENCORD_API
void encord_bundle_clear (EncordBundle *self);

/* Each queues what the call of the same name does for one row, and sends nothing;
 * FALSE with error where that call would refuse without asking the server.
 * encord_bundle_execute() runs the queue. */
ENCORD_API
gboolean encord_bundle_add_initialise (EncordBundle *self, EncordLabelRow *row,
                                       EncordInitialiseFlags flags,
                                       GError **error);
ENCORD_API
gboolean encord_bundle_add_initialise_filtered (
    EncordBundle *self, EncordLabelRow *row, EncordInitialiseFlags flags,
    const char *const *object_features,
    const char *const *classification_features, GError **error);
ENCORD_API
gboolean encord_bundle_add_save (EncordBundle *self, EncordLabelRow *row,
                                 EncordSaveFlags flags, GError **error);
ENCORD_API
gboolean encord_bundle_add_workflow_complete (EncordBundle *self,
                                              EncordLabelRow *row,
                                              GError **error);
ENCORD_API
gboolean encord_bundle_add_workflow_reopen (EncordBundle *self,
                                            EncordLabelRow *row,
                                            GError **error);
ENCORD_API
gboolean encord_bundle_add_set_priority (EncordBundle *self,
                                         EncordLabelRow *row, double priority,
                                         GError **error);

G_END_DECLS
