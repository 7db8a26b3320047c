/* model/encord-json-scanner-private.h - reads JSON text where it lies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* deeper nesting is refused, in unknown members too */
#define ENCORD_JSON_MAX_DEPTH 64

/* A piece of the scanned text, not terminated. That of a string is what stands
 * between its quotes, escapes included. */
typedef struct
{
  const char *text;
  gsize length;
} EncordJsonSlice;

typedef enum
{
  ENCORD_JSON_NOTHING, /* the text ends, or no value can begin like this */
  ENCORD_JSON_OBJECT,
  ENCORD_JSON_ARRAY,
  ENCORD_JSON_STRING,
  ENCORD_JSON_NUMBER,
  ENCORD_JSON_BOOLEAN,
  ENCORD_JSON_NULL,
} EncordJsonKind;

/* A pull scanner over strict JSON (RFC 8259) in UTF-8. It lives on the stack,
 * allocates nothing and changes nothing; all it hands out points into the text.
 *
 *   encord_json_scanner_init (&scanner, text, length);
 *   encord_json_scanner_enter_array (&scanner);
 *   while (encord_json_scanner_next_element (&scanner))
 *     encord_json_scanner_skip (&scanner, &element);
 *   if (!encord_json_scanner_finish (&scanner))
 *     complain (scanner.reason, scanner.where);
 *
 * After the first mistake every call returns FALSE and `reason` stays, so a
 * caller may look for mistakes once, at the end of a loop. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  const char *reason; /* static text of the first mistake, else NULL */
  gsize where;        /* its offset */
  guint64 objects;    /* bit n: the container at depth n + 1 is an object */
  guint depth;
  gboolean fresh; /* a container was entered and nothing read from it yet */
  gboolean large; /* the last number might exceed a double */
} EncordJsonScanner;

void encord_json_scanner_init (EncordJsonScanner *self, const char *text,
                               gsize length);
EncordJsonKind encord_json_scanner_peek (EncordJsonScanner *self);
gboolean encord_json_scanner_enter_object (EncordJsonScanner *self);
gboolean encord_json_scanner_enter_array (EncordJsonScanner *self);
/* FALSE: the container ended and was left, or a mistake */
gboolean encord_json_scanner_next_member (EncordJsonScanner *self,
                                          EncordJsonSlice *ret_name);
gboolean encord_json_scanner_next_element (EncordJsonScanner *self);
gboolean encord_json_scanner_read_string (EncordJsonScanner *self,
                                          EncordJsonSlice *ret_text);
gboolean encord_json_scanner_read_number (EncordJsonScanner *self,
                                          EncordJsonSlice *ret_text);
gboolean encord_json_scanner_read_boolean (EncordJsonScanner *self,
                                           gboolean *ret_value);
gboolean encord_json_scanner_read_null (EncordJsonScanner *self);
/* passes over any value; ret_value (nullable) is its text, quotes included */
gboolean encord_json_scanner_skip (EncordJsonScanner *self,
                                   EncordJsonSlice *ret_value);
/* TRUE when no mistake was met and only white space is left */
gboolean encord_json_scanner_finish (EncordJsonScanner *self);
gboolean encord_json_scanner_fail (EncordJsonScanner *self, const char *reason);

/* The text of a member of the object that the whole of `json` is, checked to
 * the end: a copy-free way to cut `response` out of an answer. Of members with
 * the same name the last one counts. NULL and 0 when there is none. */
gboolean encord_json_slice_member (const char *json, gsize length,
                                   const char *member, const char **ret_start,
                                   gsize *ret_length, GError **error);

/* for names and hashes that hold no escape */
static inline gboolean
encord_json_slice_equal (EncordJsonSlice slice, const char *text, gsize length)
{
  return slice.length == length && memcmp (slice.text, text, length) == 0;
}
#define encord_json_slice_is(slice, literal)                                   \
  encord_json_slice_equal (slice, "" literal, sizeof (literal) - 1)

/* Whether eight bytes are digits: each has the high half 3, and still has it
 * when 6 is added. */
static inline gboolean
encord_json_has_eight_digits (const char *at)
{
  const guint64 highs = G_GUINT64_CONSTANT (0xf0f0f0f0f0f0f0f0);
  guint64 word;

  memcpy (&word, at, sizeof word);

  return (word & highs) == G_GUINT64_CONSTANT (0x3030303030303030) &&
         ((word + G_GUINT64_CONSTANT (0x0606060606060606)) & highs) ==
             G_GUINT64_CONSTANT (0x3030303030303030);
}

/* (transfer full): the characters meant by the text of a string. What a C string
 * cannot hold (\u0000, half of a surrogate pair) becomes U+FFFD. */
char *encord_json_slice_dup_string (EncordJsonSlice slice);

G_END_DECLS
