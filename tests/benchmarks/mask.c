/* mask.c - times reading and writing masks
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <encord/encord.h>

/* One side of bench-mask.py: FILE WIDTH HEIGHT ROUNDS. The file has a run-length
 * string a line. Prints seconds of processor and what was read. */

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* the answer of somebody who uses the pixels */
static gint64
count (GBytes *pixels)
{
  gsize length;
  const guint8 *at = g_bytes_get_data (pixels, &length);
  gint64 sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += at[i];

  return sum;
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) strings = NULL;
  g_autoptr (GError) error = NULL;
  double decoding = 0, encoding = 0;
  gint64 area = 0;

  if (argc != 5 || !g_file_get_contents (argv[1], &text, NULL, &error)) {
    g_printerr ("usage: %s FILE WIDTH HEIGHT ROUNDS\n", argv[0]);
    return 2;
  }
  strings = g_strsplit (g_strchomp (text), "\n", -1);
  for (int round = 0; round < atoi (argv[4]); round++)
    for (char **string = strings; *string != NULL; string++) {
      const int width = atoi (argv[2]), height = atoi (argv[3]);
      const double start = now ();
      g_autoptr (GBytes) pixels =
          encord_bitmask_decode (*string, width, height, &error);
      g_autofree char *again = NULL;
      double middle;

      decoding += now () - start;
      if (pixels == NULL)
        g_error ("%s", error->message);
      area += count (pixels);
      middle = now ();
      again = encord_bitmask_encode (pixels, width, height, NULL);
      encoding += now () - middle;
      if (strcmp (again, *string) != 0)
        g_error ("a mask has changed");
    }

  g_print ("{\"decode\":%g,\"encode\":%g,\"area\":%" G_GINT64_FORMAT "}\n",
           decoding, encoding, area);

  return 0;
}
