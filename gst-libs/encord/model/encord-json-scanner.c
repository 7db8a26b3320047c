/* encord-json-scanner.c - reads JSON text where it lies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <encord/encord-error.h>
#include <encord/model/encord-json-scanner-private.h>

G_STATIC_ASSERT (ENCORD_JSON_MAX_DEPTH <= 64); /* the width of `objects` */

void
encord_json_scanner_init (EncordJsonScanner *self, const char *text,
                          gsize length)
{
  *self = (EncordJsonScanner){
    .start = text,
    .at = text,
    .end = length > 0 ? text + length : text,
  };
}

/* Moving to the end makes every later call fail without a check of its own. */
gboolean
encord_json_scanner_fail (EncordJsonScanner *self, const char *reason)
{
  if (self->reason == NULL) {
    self->reason = reason;
    self->where = self->at - self->start;
  }
  self->at = self->end;

  return FALSE;
}

static inline void
skip_space (EncordJsonScanner *self)
{
  const char *at = self->at;

  while (at < self->end && (guchar) *at <= ' ' &&
         (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
    at++;
  self->at = at;
}

/* The next byte after white space, 0 at the end: no JSON token begins with it. */
static inline char
look (EncordJsonScanner *self)
{
  skip_space (self);

  return self->at < self->end ? *self->at : '\0';
}

EncordJsonKind
encord_json_scanner_peek (EncordJsonScanner *self)
{
  switch (look (self)) {
    case '{':
      return ENCORD_JSON_OBJECT;
    case '[':
      return ENCORD_JSON_ARRAY;
    case '"':
      return ENCORD_JSON_STRING;
    case 't':
    case 'f':
      return ENCORD_JSON_BOOLEAN;
    case 'n':
      return ENCORD_JSON_NULL;
    case '-':
    case '0' ... '9':
      return ENCORD_JSON_NUMBER;
    default:
      return ENCORD_JSON_NOTHING;
  }
}

static gboolean
enter (EncordJsonScanner *self, char bracket, const char *reason)
{
  const guint64 bit = G_GUINT64_CONSTANT (1) << (self->depth & 63);

  if (look (self) != bracket)
    return encord_json_scanner_fail (self, reason);
  if (self->depth == ENCORD_JSON_MAX_DEPTH)
    return encord_json_scanner_fail (self, "nested too deeply");

  if (bracket == '{')
    self->objects |= bit;
  else
    self->objects &= ~bit;
  self->depth++;
  self->fresh = TRUE;
  self->at++;

  return TRUE;
}

gboolean
encord_json_scanner_enter_object (EncordJsonScanner *self)
{
  return enter (self, '{', "no object");
}

gboolean
encord_json_scanner_enter_array (EncordJsonScanner *self)
{
  return enter (self, '[', "no list");
}

/* Leaves the container at its bracket, else moves to its next entry. */
static inline gboolean
next (EncordJsonScanner *self, char bracket)
{
  const char c = look (self);
  const gboolean fresh = self->fresh;

  self->fresh = FALSE;
  if (c == bracket) {
    self->at++;
    self->depth--;
    return FALSE;
  }
  if (fresh)
    return TRUE;
  if (c != ',')
    return encord_json_scanner_fail (self, bracket == '}' ? "expected , or }"
                                                          : "expected , or ]");
  self->at++;

  return TRUE;
}

gboolean
encord_json_scanner_next_member (EncordJsonScanner *self,
                                 EncordJsonSlice *ret_name)
{
  if (!next (self, '}') || !encord_json_scanner_read_string (self, ret_name))
    return FALSE;
  if (look (self) != ':')
    return encord_json_scanner_fail (self, "expected :");
  self->at++;

  return TRUE;
}

gboolean
encord_json_scanner_next_element (EncordJsonScanner *self)
{
  return next (self, ']');
}

/* Passes over the bytes that need no look: up to a quote, a backslash or a
 * control character. Sets *high when one of them was no ASCII. */
#ifdef __SSE2__
static inline const char *
skip_block (const char *at, const char *end, gboolean *high)
{
  const __m128i quote = _mm_set1_epi8 ('"');
  const __m128i backslash = _mm_set1_epi8 ('\\');
  const __m128i control = _mm_set1_epi8 (' ' - 1);

  while (end - at >= 16) {
    const __m128i block = _mm_loadu_si128 ((const __m128i *) at);
    const __m128i stop =
        _mm_or_si128 (_mm_or_si128 (_mm_cmpeq_epi8 (block, quote),
                                    _mm_cmpeq_epi8 (block, backslash)),
                      _mm_cmpeq_epi8 (_mm_min_epu8 (block, control), block));
    const guint stops = (guint) _mm_movemask_epi8 (stop);
    const guint highs = (guint) _mm_movemask_epi8 (block);

    if (stops != 0) {
      const int n = __builtin_ctz (stops);

      *high |= (highs & ((1u << n) - 1)) != 0;
      return at + n;
    }
    *high |= highs != 0;
    at += 16;
  }

  return at;
}
#elif G_BYTE_ORDER == G_LITTLE_ENDIAN
#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS (ONES * 0x80)

/* The lowest set bit of `stop` is exact; borrows set false ones only above. */
static inline const char *
skip_block (const char *at, const char *end, gboolean *high)
{
  while (end - at >= 8) {
    guint64 word, quote, backslash, stop;

    memcpy (&word, at, sizeof word);
    quote = word ^ (ONES * '"');
    backslash = word ^ (ONES * '\\');
    stop = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) |
            ((word - ONES * ' ') & ~word)) &
           HIGHS;
    if (stop != 0) {
      const int n = __builtin_ctzll (stop) & ~7;

      word &= (G_GUINT64_CONSTANT (1) << n) - 1;
      *high |= (word & HIGHS) != 0;
      return at + n / 8;
    }
    *high |= (word & HIGHS) != 0;
    at += 8;
  }

  return at;
}
#else
static inline const char *
skip_block (const char *at, const char *end, gboolean *high)
{
  return at;
}
#endif

static inline const char *
skip_plain (const char *at, const char *end, gboolean *high)
{
  for (at = skip_block (at, end, high); at < end; at++) {
    const guchar c = *at;

    if (c == '"' || c == '\\' || c < ' ')
      break;
    *high |= c >= 0x80;
  }

  return at;
}

static gboolean
skip_escape (EncordJsonScanner *self)
{
  const gsize left = self->end - self->at;

  if (left < 2)
    return encord_json_scanner_fail (self, "ends within a string");
  if (self->at[1] != 'u') {
    if (self->at[1] == '\0' || strchr ("\"\\/bfnrt", self->at[1]) == NULL)
      return encord_json_scanner_fail (self, "unknown escape in a string");
    self->at += 2;
    return TRUE;
  }

  for (gsize i = 2; i < 6; i++)
    if (i >= left || !g_ascii_isxdigit (self->at[i]))
      return encord_json_scanner_fail (self, "\\u without four hex digits");
  self->at += 6;

  return TRUE;
}

gboolean
encord_json_scanner_read_string (EncordJsonScanner *self,
                                 EncordJsonSlice *ret_text)
{
  gboolean high = FALSE;
  const char *text;

  if (look (self) != '"')
    return encord_json_scanner_fail (self, "no string");
  text = ++self->at;

  for (;;) {
    self->at = skip_plain (self->at, self->end, &high);
    if (self->at == self->end)
      return encord_json_scanner_fail (self, "ends within a string");
    if (*self->at == '"')
      break;
    if (*self->at != '\\')
      return encord_json_scanner_fail (self, "control character in a string");
    if (!skip_escape (self))
      return FALSE;
  }
  if (high && !g_utf8_validate_len (text, self->at - text, NULL))
    return encord_json_scanner_fail (self, "string is not UTF-8");

  ret_text->text = text;
  ret_text->length = self->at - text;
  self->at++;

  return TRUE;
}

static inline gboolean
skip_digits (EncordJsonScanner *self)
{
  const char *at = self->at;

  while (self->end - at >= 8 && encord_json_has_eight_digits (at))
    at += 8;
  while (at < self->end && (guchar) (*at - '0') < 10)
    at++;
  if (at == self->at)
    return FALSE;
  self->at = at;

  return TRUE;
}

gboolean
encord_json_scanner_read_number (EncordJsonScanner *self,
                                 EncordJsonSlice *ret_text)
{
  const char c = look (self);
  gboolean exponent = FALSE;
  const char *text;

  if (c != '-' && (guchar) (c - '0') >= 10)
    return encord_json_scanner_fail (self, "no number");
  text = self->at;

  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!skip_digits (self))
    return encord_json_scanner_fail (self, "malformed number");
  if (self->at < self->end && *self->at == '.') {
    self->at++;
    if (!skip_digits (self))
      return encord_json_scanner_fail (self, "malformed number");
  }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E')) {
    self->at++;
    if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
      self->at++;
    if (!skip_digits (self))
      return encord_json_scanner_fail (self, "malformed number");
    exponent = TRUE;
  }

  ret_text->text = text;
  ret_text->length = self->at - text;
  self->large = exponent || ret_text->length > 300;

  return TRUE;
}

static gboolean
read_word (EncordJsonScanner *self, const char *word, gsize length)
{
  if ((gsize) (self->end - self->at) < length ||
      memcmp (self->at, word, length) != 0)
    return encord_json_scanner_fail (self, "not a JSON value");
  self->at += length;

  return TRUE;
}

gboolean
encord_json_scanner_read_boolean (EncordJsonScanner *self, gboolean *ret_value)
{
  const char c = look (self);

  if (c != 't' && c != 'f')
    return encord_json_scanner_fail (self, "no boolean");
  if (!(c == 't' ? read_word (self, "true", 4) : read_word (self, "false", 5)))
    return FALSE;
  *ret_value = c == 't';

  return TRUE;
}

gboolean
encord_json_scanner_read_null (EncordJsonScanner *self)
{
  if (look (self) != 'n')
    return encord_json_scanner_fail (self, "no null");

  return read_word (self, "null", 4);
}

/* Reads a scalar, or enters a container. */
static gboolean
begin_value (EncordJsonScanner *self)
{
  EncordJsonSlice text;
  gboolean value;

  switch (encord_json_scanner_peek (self)) {
    case ENCORD_JSON_OBJECT:
      return encord_json_scanner_enter_object (self);
    case ENCORD_JSON_ARRAY:
      return encord_json_scanner_enter_array (self);
    case ENCORD_JSON_STRING:
      return encord_json_scanner_read_string (self, &text);
    case ENCORD_JSON_NUMBER:
      return encord_json_scanner_read_number (self, &text);
    case ENCORD_JSON_BOOLEAN:
      return encord_json_scanner_read_boolean (self, &value);
    case ENCORD_JSON_NULL:
      return encord_json_scanner_read_null (self);
    case ENCORD_JSON_NOTHING:
    default:
      return encord_json_scanner_fail (
          self, self->at == self->end ? "ends too early" : "not a JSON value");
  }
}

static gboolean
next_in_container (EncordJsonScanner *self)
{
  EncordJsonSlice name;

  return (self->objects >> (self->depth - 1)) & 1
             ? encord_json_scanner_next_member (self, &name)
             : encord_json_scanner_next_element (self);
}

gboolean
encord_json_scanner_skip (EncordJsonScanner *self, EncordJsonSlice *ret_value)
{
  const guint depth = self->depth;
  const char *text;

  skip_space (self);
  text = self->at;

  do {
    if (!begin_value (self))
      return FALSE;
    while (self->depth > depth && !next_in_container (self))
      if (self->reason != NULL)
        return FALSE;
  } while (self->depth > depth);

  if (ret_value != NULL) {
    ret_value->text = text;
    ret_value->length = self->at - text;
  }

  return TRUE;
}

gboolean
encord_json_scanner_finish (EncordJsonScanner *self)
{
  skip_space (self);
  if (self->at != self->end)
    encord_json_scanner_fail (self, "text after the end");

  return self->reason == NULL;
}

gboolean
encord_json_slice_member (const char *json, gsize length, const char *member,
                          const char **ret_start, gsize *ret_length,
                          GError **error)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name, value, found = { NULL, 0 };
  const gsize member_length = strlen (member);

  encord_json_scanner_init (&scanner, json, length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name))
    if (encord_json_scanner_skip (&scanner, &value) &&
        encord_json_slice_equal (name, member, member_length))
      found = value;
  if (!encord_json_scanner_finish (&scanner)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "JSON: %s at byte %" G_GSIZE_FORMAT, scanner.reason,
                 scanner.where);
    return FALSE;
  }

  *ret_start = found.text;
  *ret_length = found.length;

  return TRUE;
}

static gunichar
hex4 (const char *digits)
{
  gunichar c = 0;

  for (int i = 0; i < 4; i++)
    c = c << 4 | (gunichar) g_ascii_xdigit_value (digits[i]);

  return c;
}

/* Appends what the escape at `at` means and returns where it ends. */
static const char *
append_escape (GString *string, const char *at, const char *end)
{
  static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
  const char *name;
  gunichar c;

  if (at[1] != 'u') {
    name = strchr (names, at[1]);
    g_string_append_c (string, name != NULL ? values[name - names] : at[1]);
    return at + 2;
  }

  c = hex4 (at + 2);
  at += 6;
  if (c >= 0xd800 && c < 0xdc00 && end - at >= 6 && at[0] == '\\' &&
      at[1] == 'u') {
    const gunichar low = hex4 (at + 2);

    if (low >= 0xdc00 && low < 0xe000) {
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      at += 6;
    }
  }
  if (c == 0 || (c >= 0xd800 && c < 0xe000))
    c = 0xfffd;
  g_string_append_unichar (string, c);

  return at;
}

char *
encord_json_slice_dup_string (EncordJsonSlice slice)
{
  const char *at = slice.text, *end = slice.text + slice.length;
  GString *string;

  if (memchr (at, '\\', slice.length) == NULL)
    return g_strndup (at, slice.length);

  string = g_string_sized_new (slice.length);
  while (at < end) {
    if (*at == '\\') {
      at = append_escape (string, at, end);
    } else {
      g_string_append_c (string, *at);
      at++;
    }
  }

  return g_string_free (string, FALSE);
}
