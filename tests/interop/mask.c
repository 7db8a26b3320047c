/* mask.c - one mask from pixels to a run-length string or back, for mask.py
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <encord/encord.h>

/* encode|decode WIDTH HEIGHT; one mask a line, pixels as characters 0 and 1 */
static char *
encode (const char *line, int width, int height)
{
  g_autofree char *pixels = g_strdup (line);
  g_autoptr (GBytes) bytes = NULL;
  const gsize length = strlen (line);

  for (gsize i = 0; i < length; i++)
    pixels[i] = (char) (pixels[i] - '0');
  bytes = g_bytes_new (pixels, length);

  return encord_bitmask_encode (bytes, width, height, NULL);
}

static char *
decode (const char *line, int width, int height)
{
  g_autoptr (GBytes) bytes = encord_bitmask_decode (line, width, height, NULL);
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  char *pixels = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    pixels[i] =
        (char) (((const char *) g_bytes_get_data (bytes, NULL))[i] + '0');
  pixels[length] = '\0';

  return pixels;
}

int
main (int argc, char **argv)
{
  char *line = NULL;
  size_t size = 0;

  if (argc != 4)
    return 2;
  while (getline (&line, &size, stdin) > 0) {
    const int width = atoi (argv[2]), height = atoi (argv[3]);
    g_autofree char *result = NULL;

    g_strchomp (line);
    result = strcmp (argv[1], "encode") == 0 ? encode (line, width, height)
                                             : decode (line, width, height);
    puts (result);
  }
  free (line);

  return 0;
}
