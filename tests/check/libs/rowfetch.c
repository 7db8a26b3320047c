/* rowfetch.c - whether two bodies of a label row say the same
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/rows/gstencordrowfetch.h>

static gboolean
is_equal (const char *a, const char *b)
{
  g_autoptr (GBytes) left = g_bytes_new (a, strlen (a));
  g_autoptr (GBytes) right = g_bytes_new (b, strlen (b));

  return gst_encord_row_bodies_equal (left, right);
}

static void
test_labels_count (void)
{
  g_assert_true (is_equal ("{\"a\":1}", "{\"a\":1}"));
  g_assert_false (is_equal ("{\"a\":1}", "{\"a\":2}"));
  g_assert_false (is_equal ("{\"a\":[1,2]}", "{\"a\":[2,1]}"));
  g_assert_false (is_equal ("{\"a\":{\"b\":null}}", "{\"a\":{}}"));
}

/* a link may be signed anew for each fetch, in any place */
static void
test_links_do_not_count (void)
{
  g_assert_true (is_equal (
      "{\"a\":1,\"data_link\":\"https://a/?sig=1\",\"u\":{\"x\":"
      "{\"data_link\":\"https://a/?sig=1\",\"b\":[{\"data_link\":null}]}}}",
      "{\"a\":1,\"data_link\":\"https://a/?sig=2\",\"u\":{\"x\":"
      "{\"data_link\":\"https://a/?sig=3\",\"b\":[{\"data_link\":\"\"}]}}}"));
  g_assert_false (is_equal ("{\"a\":1,\"data_link\":\"https://a/?sig=1\"}",
                            "{\"a\":2,\"data_link\":\"https://a/?sig=2\"}"));
}

/* in doubt it is merged again */
static void
test_damaged (void)
{
  g_assert_false (is_equal ("{\"a\":1}", "{\"a\":1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row-fetch/labels-count", test_labels_count);
  g_test_add_func ("/row-fetch/links-do-not-count", test_links_do_not_count);
  g_test_add_func ("/row-fetch/damaged", test_damaged);

  return g_test_run ();
}
