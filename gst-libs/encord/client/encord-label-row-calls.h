/* client/encord-label-row-calls.h - the calls of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-label-row.h>

G_BEGIN_DECLS

/**
 * EncordInitialiseFlags:
 * @ENCORD_INITIALISE_NONE: nothing special
 * @ENCORD_INITIALISE_OVERWRITE: fetch again, dropping local changes
 * @ENCORD_INITIALISE_SIGNED_URL: fill in `data_link`
 *
 * How the labels of a row are fetched.
 *
 * Since: 0.1
 */
typedef enum /*< flags >*/
{
  ENCORD_INITIALISE_NONE = 0,
  ENCORD_INITIALISE_OVERWRITE = 1 << 0,
  ENCORD_INITIALISE_SIGNED_URL = 1 << 1,
} EncordInitialiseFlags;

#define ENCORD_TYPE_INITIALISE_FLAGS (encord_initialise_flags_get_type ())
ENCORD_API
GType encord_initialise_flags_get_type (void) G_GNUC_CONST;

/**
 * EncordSaveFlags:
 * @ENCORD_SAVE_NONE: nothing special
 * @ENCORD_SAVE_VALIDATE: ask the service to validate first
 *
 * How the labels of a row are saved.
 *
 * Since: 0.1
 */
typedef enum /*< flags >*/
{
  ENCORD_SAVE_NONE = 0,
  ENCORD_SAVE_VALIDATE = 1 << 0,
} EncordSaveFlags;

#define ENCORD_TYPE_SAVE_FLAGS (encord_save_flags_get_type ())
ENCORD_API
GType encord_save_flags_get_type (void) G_GNUC_CONST;

/* rows come from encord_project_list_label_rows() and know their project; a row
 * without label hash is created on the service by initialising it */
ENCORD_API
gboolean encord_label_row_initialise (EncordLabelRow *self,
                                      EncordInitialiseFlags flags,
                                      GCancellable *cancellable,
                                      GError **error);
ENCORD_API
void encord_label_row_initialise_async (EncordLabelRow *self,
                                        EncordInitialiseFlags flags,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
ENCORD_API
gboolean encord_label_row_initialise_finish (EncordLabelRow *self,
                                             GAsyncResult *result,
                                             GError **error);
ENCORD_API
gboolean encord_label_row_save (EncordLabelRow *self, EncordSaveFlags flags,
                                GCancellable *cancellable, GError **error);
ENCORD_API
void encord_label_row_save_async (EncordLabelRow *self, EncordSaveFlags flags,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
ENCORD_API
gboolean encord_label_row_save_finish (EncordLabelRow *self,
                                       GAsyncResult *result, GError **error);

G_END_DECLS
