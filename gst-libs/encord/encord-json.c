/* encord-json.c - JSON from outside, parsed with care
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/encord-json-private.h>

#include <stdio.h>

/* deeper than any document of the wire, shallower than any stack */
#define MAX_DEPTH 256

static gboolean
bad_data (GError **error, const char *what)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "JSON: %s", what);
  return FALSE;
}

/* The parser's own message begins with name, line and column, and then quotes the
 * text, which may be a secret. */
static void
bad_syntax (GError **error, const char *message)
{
  int line, column;

  if (sscanf (message, "%*[^:]:%d:%d:", &line, &column) == 2)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "JSON: malformed near line %d, column %d", line, column);
  else
    bad_data (error, "malformed");
}

/* Counts brackets; what is no JSON at all is left to the parser. It knows
 * comments and other quotes, though, in which brackets would go uncounted. */
static gboolean
check_depth (const char *text, gsize length, GError **error)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++) {
    const char c = text[i];

    if (in_string) {
      if (c == '\\')
        i++;
      else if (c == '"')
        in_string = FALSE;
    } else if (c == '"') {
      in_string = TRUE;
    } else if (c == '/' || c == '#' || c == '\'') {
      return bad_data (error, "malformed");
    } else if (c == '[' || c == '{') {
      if (++depth > MAX_DEPTH)
        return bad_data (error, "nested too deeply");
    } else if ((c == ']' || c == '}') && depth > 0) {
      depth--;
    }
  }

  return TRUE;
}

JsonNode *
encord_json_parse (gconstpointer data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;
  JsonNode *root;

  /* with no bytes there may be no pointer either */
  if (length == 0) {
    bad_data (error, "empty");
    return NULL;
  }
  if (length > G_MAXINT) {
    bad_data (error, "larger than 2 GB");
    return NULL;
  }
  /* also refuses NUL bytes, at which the parser would stop */
  if (!g_utf8_validate_len (data, length, NULL)) {
    bad_data (error, "not UTF-8");
    return NULL;
  }
  if (!check_depth (data, length, error))
    return NULL;

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, data, (gssize) length, &cause)) {
    bad_syntax (error, cause->message);
    return NULL;
  }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    bad_data (error, "empty");

  return root;
}
