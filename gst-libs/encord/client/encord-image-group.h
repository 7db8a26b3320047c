/* client/encord-image-group.h - the images of one data unit, in their order
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/client/encord-data-stream.h>
#include <encord/client/encord-project.h>

G_BEGIN_DECLS

/* an image group, or a single image; it may be used from several threads */
#define ENCORD_TYPE_IMAGE_GROUP (encord_image_group_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordImageGroup, encord_image_group, ENCORD, IMAGE_GROUP,
                      GObject)

ENCORD_API
EncordImageGroup *
encord_project_get_image_group (EncordProject *self, const char *data_hash,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_project_get_image_group_async (EncordProject *self,
                                           const char *data_hash,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
ENCORD_API
EncordImageGroup *encord_project_get_image_group_finish (
    EncordProject *self, GAsyncResult *result,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* at least 1 */
ENCORD_API
guint encord_image_group_get_n_images (EncordImageGroup *self);
ENCORD_API
const char *encord_image_group_get_image_hash (EncordImageGroup *self,
                                               guint index);

ENCORD_API
EncordDataStream *
encord_image_group_open_image (EncordImageGroup *self, guint index,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_image_group_open_image_async (EncordImageGroup *self, guint index,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
ENCORD_API
EncordDataStream *
encord_image_group_open_image_finish (EncordImageGroup *self,
                                      GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
