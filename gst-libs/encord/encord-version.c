/* encord-version.c - which libencord this is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-version.h>

/**
 * encord_get_version:
 *
 * Tells which version of libencord is in use at run time.
 *
 * Returns: (transfer none): the version, such as `0.1.0`
 *
 * Since: 0.1
 */
const char *
encord_get_version (void)
{
  return ENCORD_VERSION;
}
