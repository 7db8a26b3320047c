/* fuzz-names.c - class names in Python's notation and in label files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <gst/encord/models/gstencordnames.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (char **names, GError *error)
{
  g_assert_true ((names == NULL) == (error != NULL));
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_assert_true (*names[i] != '\0' && g_utf8_validate (names[i], -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* whatever lies behind the length must not be read as text */
  g_autofree char *text = g_memdup2 (data, size);
  g_autofree char *terminated = g_strndup ((const char *) data, size);
  g_autoptr (GError) literal_error = NULL;
  g_autoptr (GError) lines_error = NULL;
  g_auto (GStrv) literal =
      gst_encord_names_parse_literal (text, size, &literal_error);
  g_auto (GStrv) lines = gst_encord_names_parse_lines (
      terminated, strlen (terminated), &lines_error);
  g_auto (GStrv) words = gst_encord_names_parse_words (terminated);

  check (literal, literal_error);
  check (lines, lines_error);
  if (words != NULL)
    g_assert_nonnull (words[0]);

  return 0;
}
