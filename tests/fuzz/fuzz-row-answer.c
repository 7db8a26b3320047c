/* fuzz-row-answer.c - a row is cut out of its answer as a JSON parser would
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-row-answer-private.h>
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_row (GBytes *bytes, JsonNode *wanted)
{
  gsize length;
  const char *start = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (start, length);
  g_autoptr (JsonNode) row = json_from_string (text, NULL);
  g_autofree char *expected = json_to_string (wanted, FALSE);
  g_autofree char *found = NULL;
  g_autofree char *hash = encord_row_answer_dup_member (bytes, "label_hash");

  g_assert_nonnull (row);
  found = json_to_string (row, FALSE);
  g_assert_cmpstr (found, ==, expected);
  if (hash != NULL)
    g_assert_true (
        JSON_NODE_HOLDS_OBJECT (row) &&
        json_object_has_member (json_node_get_object (row), "label_hash"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (EncordCall) call =
      encord_call_new_legacy ("labelrow", "GET", NULL, NULL);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *expected;

  rows = encord_row_answer_cut_list (call, body, &error);
  if (rows == NULL) {
    g_assert_nonnull (error);
    return 0;
  }
  g_assert_no_error (error);

  /* what json-glib takes, it must see in the same way */
  encord_call_set_list (call);
  answer = encord_call_read_answer (call, 200, body, NULL);
  if (answer == NULL)
    return 0;
  expected = json_node_get_array (answer);
  g_assert_cmpuint (json_array_get_length (expected), ==, rows->len);
  for (guint i = 0; i < rows->len; i++)
    check_row (rows->pdata[i], json_array_get_element (expected, i));

  return 0;
}
