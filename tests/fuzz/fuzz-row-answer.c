/* fuzz-row-answer.c - a row is cut out of its answer as a JSON parser would
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (EncordCall) call =
      encord_call_new_legacy ("labelrow", "GET", NULL, NULL);
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (JsonNode) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  EncordJsonSlice slice;

  if (!encord_label_row_cut_answer (call, body, &slice, &error)) {
    g_assert_nonnull (error);
    return 0;
  }
  g_assert_no_error (error);
  g_assert_true (slice.text >= (const char *) g_bytes_get_data (body, NULL));

  /* what json-glib takes, it must see in the same way */
  encord_call_set_list (call);
  answer = encord_call_read_answer (call, 200, body, NULL);
  if (answer == NULL)
    return 0;
  text = g_strndup (slice.text, slice.length);
  row = json_from_string (text, NULL);
  g_assert_nonnull (row);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (answer)), ==,
                    1);
  expected = json_to_string (
      json_array_get_element (json_node_get_array (answer), 0), FALSE);
  found = json_to_string (row, FALSE);
  g_assert_cmpstr (found, ==, expected);

  return 0;
}
