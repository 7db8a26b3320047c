/* fuzz-emulator-label-row.c - label rows that clients send to the emulator
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "emulator-label-body.h"
#include "emulator-label-diff.h"
#include "emulator-label-walk.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static EmulatorUnit video = { .hash = (char *) "V",
                              .type = (char *) "VIDEO",
                              .frames = 10 };

static GBytes *
check (const char *row, gsize length, char **ret_links, GError **error)
{
  g_autoptr (GHashTable) features = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  const EmulatorLabelRules rules = { &video, images, features, "a@b" };

  g_hash_table_add (features, (gpointer) "f");
  return emulator_label_body_check ((EncordJsonSlice){ row, length }, &rules,
                                    ret_links, error);
}

static char *
make_link (const char *unit_key, gpointer user_data)
{
  return g_strdup ("http://x");
}

/* a save of the same row changes nothing; a row that gets another key and loses
 * it again is the same */
static void
compare (GBytes *body, const char *links)
{
  g_autoptr (GBytes) spaced = NULL;
  g_autoptr (GBytes) there = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GHashTable) forth_keys =
      g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) back_keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *there_links = NULL;
  g_autofree char *back_links = NULL;
  g_autoptr (GString) text = g_string_new (" ");

  g_string_append_len (text, g_bytes_get_data (body, NULL),
                       g_bytes_get_size (body));
  spaced = g_string_free_to_bytes (g_steal_pointer (&text));
  changes = emulator_label_diff (body, spaced, NULL);
  g_assert_cmpuint (changes->len, ==, 0);
  g_hash_table_insert (forth_keys, (gpointer) "V", (gpointer) "another key");
  g_hash_table_insert (back_keys, (gpointer) "another key", (gpointer) "V");
  there = emulator_label_body_rekey (body, forth_keys, &there_links);
  back = emulator_label_body_rekey (there, back_keys, &back_links);
  if (memmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), "\\u",
              2) == NULL &&
      memmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
              "another key", 11) == NULL) {
    g_assert_true (g_bytes_equal (body, back));
    g_assert_cmpstr (links, ==, back_links);
  }
}

static const char *
make_reviews (EmulatorLabelType type, const char *hash, gpointer user_data)
{
  ++*(guint *) user_data;
  return "[1]";
}

/* a row with reviews is a row still, and has each label that it had */
static void
check_reviews (GBytes *body, const GString *plain)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) row = g_string_new_len (plain->str, plain->len);
  g_autofree char *links = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) again = NULL;
  guint n = 0;

  emulator_label_body_collect (body, objects, classes);
  emulator_label_body_add_reviews (row, make_reviews, &n);
  g_assert_cmpuint (n, >=, objects->len + classes->len);
  g_assert_true (n == 0 || objects->len + classes->len > 0);
  again = check (row->str, row->len, &links, &error);
  g_assert_no_error (error);
}

/* What was taken is JSON, with and without links, and is taken again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *links = NULL;
  g_autofree char *again_links = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = check ((const char *) data, size, &links, &error);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GString) row = NULL;

  g_assert_true ((body == NULL) == (error != NULL));
  if (body == NULL)
    return 0;
  compare (body, links);
  row = g_string_new ("{");
  emulator_label_body_append (row, body, links, make_link, NULL);
  g_string_append_c (row, '}');
  again = check (row->str, row->len, &again_links, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (body, again));
  g_assert_cmpstr (links, ==, again_links);
  check_reviews (body, row);
  return 0;
}
