/* test-retry.c - which calls are repeated, and when
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/transport/encord-retry-private.h>

static void
test_table (void)
{
  g_assert_true (encord_retry_is_legacy_repeatable ("project", "GET", FALSE));
  g_assert_true (encord_retry_is_legacy_repeatable ("labelrow", "GET", TRUE));
  g_assert_true (encord_retry_is_legacy_repeatable ("labelrow", "PUT", FALSE));
  g_assert_false (encord_retry_is_legacy_repeatable ("labelrow", "PUT", TRUE));
  g_assert_true (encord_retry_is_legacy_repeatable ("labelrow", "POST", FALSE));
  g_assert_true (encord_retry_is_legacy_repeatable ("labelrow", "POST", TRUE));
  g_assert_false (encord_retry_is_legacy_repeatable ("project", "POST", FALSE));
  g_assert_false (encord_retry_is_legacy_repeatable ("video", "DELETE", TRUE));

  g_assert_true (encord_retry_is_v2_repeatable ("GET"));
  g_assert_true (encord_retry_is_v2_repeatable ("POST"));
  g_assert_true (encord_retry_is_v2_repeatable ("PUT"));
  g_assert_false (encord_retry_is_v2_repeatable ("PATCH"));
  g_assert_false (encord_retry_is_v2_repeatable ("DELETE"));
}

static void
test_statuses (void)
{
  for (guint status = 100; status < 600; status++)
    g_assert_cmpint (encord_retry_is_transient (status), ==,
                     status == 413 || status == 429 || status == 500 ||
                         status == 502 || status == 503);
}

static void
test_pauses (void)
{
  g_assert_cmpfloat (encord_retry_pause (1, 1.5, 500, NULL, 0), ==, 0);
  g_assert_cmpfloat (encord_retry_pause (2, 1.5, 500, NULL, 0), ==, 3);
  g_assert_cmpfloat (encord_retry_pause (3, 1.5, 500, NULL, 0), ==, 6);
  g_assert_cmpfloat (encord_retry_pause (3, 1000, 500, NULL, 0), ==, 120);
  g_assert_cmpfloat (encord_retry_pause (3, 0, 500, NULL, 0), ==, 0);
}

static void
test_retry_after (void)
{
  const gint64 now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */

  g_assert_cmpfloat (encord_retry_pause (1, 1.5, 429, "7", now), ==, 7);
  g_assert_cmpfloat (encord_retry_pause (3, 1.5, 413, "0", now), ==, 0);
  g_assert_cmpfloat (
      encord_retry_pause (1, 1.5, 503, "Sun, 06 Nov 1994 08:50:07 GMT", now),
      ==, 30);
  g_assert_cmpfloat (
      encord_retry_pause (3, 1.5, 503, "Sun, 06 Nov 1994 08:00:00 GMT", now),
      ==, 0);
  /* only of these three, only if readable, and not for ever */
  g_assert_cmpfloat (encord_retry_pause (2, 1.5, 502, "7", now), ==, 3);
  g_assert_cmpfloat (encord_retry_pause (2, 1.5, 0, "7", now), ==, 3);
  g_assert_cmpfloat (encord_retry_pause (2, 1.5, 503, "soon", now), ==, 3);
  g_assert_cmpfloat (encord_retry_pause (2, 1.5, 503, "-1", now), ==, 3);
  g_assert_cmpfloat (encord_retry_pause (2, 1.5, 503, "99999999", now), ==,
                     3600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/table", test_table);
  g_test_add_func ("/retry/statuses", test_statuses);
  g_test_add_func ("/retry/pauses", test_pauses);
  g_test_add_func ("/retry/retry-after", test_retry_after);

  return g_test_run ();
}
