/* client/encord-label-row-flags.c - how label rows are fetched and saved
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-label-row-flags.h>

static const GFlagsValue initialise_flags[] = {
  { ENCORD_INITIALISE_NONE, "ENCORD_INITIALISE_NONE", "none" },
  { ENCORD_INITIALISE_OVERWRITE, "ENCORD_INITIALISE_OVERWRITE", "overwrite" },
  { ENCORD_INITIALISE_SIGNED_URL, "ENCORD_INITIALISE_SIGNED_URL",
    "signed-url" },
  { ENCORD_INITIALISE_REVIEWS, "ENCORD_INITIALISE_REVIEWS", "reviews" },
  { 0, NULL, NULL },
};

static const GFlagsValue save_flags[] = {
  { ENCORD_SAVE_NONE, "ENCORD_SAVE_NONE", "none" },
  { ENCORD_SAVE_VALIDATE, "ENCORD_SAVE_VALIDATE", "validate" },
  { 0, NULL, NULL },
};

GType
encord_initialise_flags_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("EncordInitialiseFlags",
                                                       initialise_flags));

  return type;
}

GType
encord_save_flags_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_flags_register_static ("EncordSaveFlags", save_flags));

  return type;
}
