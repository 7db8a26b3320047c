/* client/encord-label-row-flags.h - how label rows are fetched and saved
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <glib-object.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordInitialiseFlags:
 * @ENCORD_INITIALISE_NONE: nothing special
 * @ENCORD_INITIALISE_OVERWRITE: fetch again, dropping local changes
 * @ENCORD_INITIALISE_SIGNED_URL: fill in `data_link`
 * @ENCORD_INITIALISE_REVIEWS: fetch what reviewers said of each label, too
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
  ENCORD_INITIALISE_REVIEWS = 1 << 2,
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

G_END_DECLS
