/* gstencordnames.c - class names as model files and people write them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>

#include <gst/encord/models/gstencordnames.h>

/* far above any model, far below what a hostile index could make us allocate */
#define MAX_CLASSES 65536

typedef struct
{
  const char *start;
  const char *pos;
  const char *end;
} Cursor;

static gboolean
fail (const Cursor *cursor, const char *expected, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "class names: no %s at byte %" G_GSIZE_FORMAT, expected,
               (gsize) (cursor->pos - cursor->start));

  return FALSE;
}

static void
skip_space (Cursor *cursor)
{
  while (cursor->pos < cursor->end && g_ascii_isspace (*cursor->pos))
    cursor->pos++;
}

static gboolean
skip_char (Cursor *cursor, char c)
{
  skip_space (cursor);
  if (cursor->pos == cursor->end || *cursor->pos != c)
    return FALSE;
  cursor->pos++;

  return TRUE;
}

static gboolean
parse_digits (Cursor *cursor, guint n_digits, guint base, gunichar *ret_value)
{
  gunichar value = 0;

  for (guint i = 0; i < n_digits; i++) {
    const int digit =
        cursor->pos < cursor->end ? g_ascii_xdigit_value (*cursor->pos) : -1;

    if (digit < 0 || (guint) digit >= base)
      return FALSE;
    value = value * base + (guint) digit;
    cursor->pos++;
  }
  *ret_value = value;

  return TRUE;
}

/* after the backslash, as Python's repr() writes them */
static gboolean
parse_escape (Cursor *cursor, GString *text, GError **error)
{
  gunichar value = 0;
  gboolean ok = TRUE;

  if (cursor->pos == cursor->end)
    return fail (cursor, "escape", error);
  switch (*cursor->pos++) {
    case '\\':
      value = '\\';
      break;
    case '\'':
      value = '\'';
      break;
    case '"':
      value = '"';
      break;
    case 'n':
      value = '\n';
      break;
    case 'r':
      value = '\r';
      break;
    case 't':
      value = '\t';
      break;
    case 'x':
      ok = parse_digits (cursor, 2, 16, &value);
      break;
    case 'u':
      ok = parse_digits (cursor, 4, 16, &value);
      break;
    case 'U':
      ok = parse_digits (cursor, 8, 16, &value);
      break;
    default:
      ok = FALSE;
  }
  if (!ok || value == 0 || !g_unichar_validate (value))
    return fail (cursor, "known escape", error);
  g_string_append_unichar (text, value);

  return TRUE;
}

static char *
parse_string (Cursor *cursor, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char quote;

  skip_space (cursor);
  if (cursor->pos == cursor->end ||
      (*cursor->pos != '\'' && *cursor->pos != '"')) {
    fail (cursor, "quoted name", error);
    return NULL;
  }
  quote = *cursor->pos++;
  while (cursor->pos < cursor->end && *cursor->pos != quote) {
    const char c = *cursor->pos++;

    if (c != '\\')
      g_string_append_c (text, c);
    else if (!parse_escape (cursor, text, error))
      return NULL;
  }
  if (cursor->pos == cursor->end) {
    fail (cursor, "closing quote", error);
    return NULL;
  }
  cursor->pos++;

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
parse_number (Cursor *cursor, guint *ret_value, GError **error)
{
  guint value = 0;
  const char *first;

  skip_space (cursor);
  first = cursor->pos;
  while (cursor->pos < cursor->end && g_ascii_isdigit (*cursor->pos) &&
         value < MAX_CLASSES)
    value = value * 10 + (guint) g_ascii_digit_value (*cursor->pos++);
  if (cursor->pos == first || value >= MAX_CLASSES)
    return fail (cursor, "class index", error);
  *ret_value = value;

  return TRUE;
}

static gboolean
parse_index (Cursor *cursor, guint *ret_value, GError **error)
{
  g_autofree char *quoted = NULL;
  Cursor inner;

  skip_space (cursor);
  if (cursor->pos == cursor->end || g_ascii_isdigit (*cursor->pos))
    return parse_number (cursor, ret_value, error);

  /* indices that went through JSON are strings */
  quoted = parse_string (cursor, error);
  if (quoted == NULL)
    return FALSE;
  inner = (Cursor){ quoted, quoted, quoted + strlen (quoted) };

  return parse_number (&inner, ret_value, error) &&
         (inner.pos == inner.end || fail (cursor, "class index", error));
}

static gboolean
parse_item (Cursor *cursor, gboolean is_dict, GPtrArray *names, GError **error)
{
  guint index = names->len;
  char *name;

  if (is_dict) {
    if (!parse_index (cursor, &index, error))
      return FALSE;
    if (!skip_char (cursor, ':'))
      return fail (cursor, "colon", error);
  }
  if (index >= MAX_CLASSES)
    return fail (cursor, "end of the list", error);
  name = parse_string (cursor, error);
  if (name == NULL)
    return FALSE;
  if (index >= names->len)
    g_ptr_array_set_size (names, (int) index + 1);
  g_free (names->pdata[index]);
  names->pdata[index] = name;

  return TRUE;
}

/* an index without a name still is a class of the model */
static char **
fill_and_steal (GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (names->pdata[i] == NULL || *(char *) names->pdata[i] == '\0') {
      g_free (names->pdata[i]);
      names->pdata[i] = g_strdup_printf ("class%u", i);
    }
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (names, FALSE);
}

static gboolean
parse_items (Cursor *cursor, gboolean is_dict, char close, GPtrArray *names,
             GError **error)
{
  while (!skip_char (cursor, close)) {
    if (!parse_item (cursor, is_dict, names, error))
      return FALSE;
    if (skip_char (cursor, ','))
      continue;
    if (!skip_char (cursor, close))
      return fail (cursor, "comma", error);
    break;
  }
  skip_space (cursor);

  return cursor->pos == cursor->end || fail (cursor, "end", error);
}

/**
 * gst_encord_names_parse_literal: (skip)
 * @text: a dict, list or tuple as Python's `repr()` writes it
 * @length: in bytes
 * @error: return location for an error
 *
 * Reads the class names that Ultralytics exporters put into a model's metadata:
 * `{0: 'person', 1: "it's"}` or `['person']`. An index that is left out is named
 * after its number.
 *
 * Returns: (transfer full): the names by index, or %NULL with
 *   %G_IO_ERROR_INVALID_DATA
 */
char **
gst_encord_names_parse_literal (const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Cursor cursor = { text, text, text };
  gboolean ok;

  if (length == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "class names: the text is empty");
    return NULL;
  }
  cursor.end = text + length;
  if (!g_utf8_validate_len (text, length, NULL)) {
    fail (&cursor, "valid UTF-8", error);
    return NULL;
  }
  if (skip_char (&cursor, '{'))
    ok = parse_items (&cursor, TRUE, '}', names, error);
  else if (skip_char (&cursor, '['))
    ok = parse_items (&cursor, FALSE, ']', names, error);
  else if (skip_char (&cursor, '('))
    ok = parse_items (&cursor, FALSE, ')', names, error);
  else
    ok = fail (&cursor, "dict or list", error);

  return ok ? fill_and_steal (g_steal_pointer (&names)) : NULL;
}

/**
 * gst_encord_names_parse_words: (skip)
 * @text: names separated by spaces, as OpenVINO's Model API stores them
 *
 * Returns: (transfer full) (nullable): the names, or %NULL when there are none
 */
char **
gst_encord_names_parse_words (const char *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL && names->len < MAX_CLASSES; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (names, g_strdup (words[i]));

  return names->len > 0 ? fill_and_steal (g_steal_pointer (&names)) : NULL;
}

/**
 * gst_encord_names_parse_lines: (skip)
 * @text: contents of a label file, one name a line
 * @length: in bytes
 * @error: return location for an error
 *
 * Reads a label file. Blank lines at its end do not count; others hold a place.
 *
 * Returns: (transfer full): the names, or %NULL with %G_IO_ERROR_INVALID_DATA
 */
char **
gst_encord_names_parse_lines (const char *text, gsize length, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = NULL;
  guint n;

  if (!g_utf8_validate_len (text, length, NULL)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "not a text in UTF-8");
    return NULL;
  }
  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  while (n > 0 && *g_strstrip (lines[n - 1]) == '\0')
    n--;
  if (n == 0 || n > MAX_CLASSES) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "%u names, expected 1 to %d", n, MAX_CLASSES);
    return NULL;
  }
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, g_strdup (g_strstrip (lines[i])));

  return fill_and_steal (g_steal_pointer (&names));
}
