/* client/encord-row-answer.c - label rows, cut out of an answer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-row-answer-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-scanner-private.h>

/* What of an answer matters; the slices point into its body. */
typedef struct
{
  EncordJsonSlice status;
  EncordJsonSlice response;
  EncordJsonKind kind;
  GArray *rows; /* EncordJsonSlice: elements of a response that is a list */
} Answer;

static void
scan_list (EncordJsonScanner *scanner, GArray *rows)
{
  EncordJsonSlice row;

  g_array_set_size (rows, 0);
  encord_json_scanner_enter_array (scanner);
  while (encord_json_scanner_next_element (scanner))
    if (encord_json_scanner_skip (scanner, &row))
      g_array_append_val (rows, row);
}

static gboolean
scan_answer (GBytes *body, Answer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_is (name, "status")) {
      encord_json_scanner_skip (&scanner, &answer->status);
    } else if (encord_json_slice_is (name, "response")) {
      answer->kind = encord_json_scanner_peek (&scanner);
      if (answer->kind == ENCORD_JSON_ARRAY)
        scan_list (&scanner, answer->rows);
      else
        encord_json_scanner_skip (&scanner, &answer->response);
    } else {
      encord_json_scanner_skip (&scanner, NULL);
    }
  }

  return encord_json_scanner_finish (&scanner);
}

/* TRUE: a good answer whose response is of this kind */
static gboolean
read_answer (EncordCall *call, GBytes *body, EncordJsonKind kind,
             Answer *answer, GError **error)
{
  if (!scan_answer (body, answer) || answer->kind != kind ||
      !encord_json_slice_is (answer->status, "200")) {
    g_autoptr (JsonNode) readable =
        encord_call_read_answer (call, 200, body, error);

    if (readable != NULL)
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   kind == ENCORD_JSON_ARRAY ? "label rows: not a list"
                                             : "label row: not an object");
    return FALSE;
  }

  return TRUE;
}

static GBytes *
share (GBytes *body, EncordJsonSlice slice)
{
  const char *start = g_bytes_get_data (body, NULL);

  return g_bytes_new_from_bytes (body, (gsize) (slice.text - start),
                                 slice.length);
}

GPtrArray *
encord_row_answer_cut_list (EncordCall *call, GBytes *body, GError **error)
{
  g_autoptr (GArray) slices =
      g_array_new (FALSE, FALSE, sizeof (EncordJsonSlice));
  Answer answer = { .rows = slices };
  GPtrArray *rows;

  if (!read_answer (call, body, ENCORD_JSON_ARRAY, &answer, error))
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < slices->len; i++) {
    EncordJsonSlice slice = g_array_index (slices, EncordJsonSlice, i);

    g_ptr_array_add (rows, slices->len == 1
                               ? share (body, slice)
                               : g_bytes_new (slice.text, slice.length));
  }

  return rows;
}

GBytes *
encord_row_answer_cut_one (EncordCall *call, GBytes *body, GError **error)
{
  g_autoptr (GArray) slices =
      g_array_new (FALSE, FALSE, sizeof (EncordJsonSlice));
  Answer answer = { .rows = slices };

  return read_answer (call, body, ENCORD_JSON_OBJECT, &answer, error)
             ? share (body, answer.response)
             : NULL;
}

char *
encord_row_answer_dup_member (GBytes *row, const char *member)
{
  gsize length;
  const char *text = g_bytes_get_data (row, &length);
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  char *found = NULL;

  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_equal (name, member, strlen (member)) &&
        encord_json_scanner_peek (&scanner) == ENCORD_JSON_STRING) {
      if (encord_json_scanner_read_string (&scanner, &value)) {
        g_free (found);
        found = g_strndup (value.text, value.length);
      }
    } else {
      encord_json_scanner_skip (&scanner, NULL);
    }
  }

  return found;
}
