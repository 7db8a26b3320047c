/* client/encord-dataset.h - a set of videos and images
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordImageGroupFlags:
 * @ENCORD_IMAGE_GROUP_NONE: nothing special
 * @ENCORD_IMAGE_GROUP_CREATE_VIDEO: let the service make a video of the images,
 *   one for each resolution
 *
 * How an image group is made.
 *
 * Since: 0.1
 */
typedef enum /*< flags >*/
{
  ENCORD_IMAGE_GROUP_NONE = 0,
  ENCORD_IMAGE_GROUP_CREATE_VIDEO = 1 << 0,
} EncordImageGroupFlags;

#define ENCORD_TYPE_IMAGE_GROUP_FLAGS (encord_image_group_flags_get_type ())
ENCORD_API
GType encord_image_group_flags_get_type (void) G_GNUC_CONST;

#define ENCORD_TYPE_DATASET (encord_dataset_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordDataset, encord_dataset, ENCORD, DATASET, GObject)

ENCORD_API
const char *encord_dataset_get_dataset_hash (EncordDataset *self);
ENCORD_API
const char *encord_dataset_get_title (EncordDataset *self);
ENCORD_API
const char *encord_dataset_get_description (EncordDataset *self);

/* both return the new data hash; title NULL: the file's name, or none for a
 * group; progress (nullable) counts the bytes of all files: in the calling thread
 * for the blocking calls, in the caller's main context for the others */
ENCORD_API
char *encord_dataset_upload_video (EncordDataset *self, GFile *file,
                                   const char *title,
                                   GFileProgressCallback progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_dataset_upload_video_async (
    EncordDataset *self, GFile *file, const char *title,
    GFileProgressCallback progress, gpointer progress_data,
    GDestroyNotify free_progress_data, GCancellable *cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
ENCORD_API
char *
encord_dataset_upload_video_finish (EncordDataset *self, GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
char *encord_dataset_create_image_group (
    EncordDataset *self, GFile **files, guint n_files, const char *title,
    EncordImageGroupFlags flags, GFileProgressCallback progress,
    gpointer progress_data, GCancellable *cancellable,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_dataset_create_image_group_async (
    EncordDataset *self, GFile **files, guint n_files, const char *title,
    EncordImageGroupFlags flags, GFileProgressCallback progress,
    gpointer progress_data, GDestroyNotify free_progress_data,
    GCancellable *cancellable, GAsyncReadyCallback callback,
    gpointer user_data);
ENCORD_API
char *encord_dataset_create_image_group_finish (
    EncordDataset *self, GAsyncResult *result,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
