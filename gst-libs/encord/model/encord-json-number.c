/* encord-json-number.c - doubles from and to JSON text, exactly
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/model/encord-json-number-private.h>

/* A coordinate of 17 digits takes strtod() 150 ns and printf() up to three tries
 * of 400 ns each; a label has four or five. Coordinates have few digits before
 * and at most 19 behind the point, so both ways fit into integers of 128 bits,
 * where nothing is rounded until the end. The rest goes the long way. */
#ifdef __SIZEOF_INT128__
typedef unsigned __int128 Wide;
#define HAVE_SHORT_WAY 1
#else
#define HAVE_SHORT_WAY 0
#endif

/* 10^19 is the largest power below 2^64 */
#define MAX_SCALE 19

#if HAVE_SHORT_WAY
static const guint64 powers[MAX_SCALE + 1] = {
  G_GUINT64_CONSTANT (1),
  G_GUINT64_CONSTANT (10),
  G_GUINT64_CONSTANT (100),
  G_GUINT64_CONSTANT (1000),
  G_GUINT64_CONSTANT (10000),
  G_GUINT64_CONSTANT (100000),
  G_GUINT64_CONSTANT (1000000),
  G_GUINT64_CONSTANT (10000000),
  G_GUINT64_CONSTANT (100000000),
  G_GUINT64_CONSTANT (1000000000),
  G_GUINT64_CONSTANT (10000000000),
  G_GUINT64_CONSTANT (100000000000),
  G_GUINT64_CONSTANT (1000000000000),
  G_GUINT64_CONSTANT (10000000000000),
  G_GUINT64_CONSTANT (100000000000000),
  G_GUINT64_CONSTANT (1000000000000000),
  G_GUINT64_CONSTANT (10000000000000000),
  G_GUINT64_CONSTANT (100000000000000000),
  G_GUINT64_CONSTANT (1000000000000000000),
  G_GUINT64_CONSTANT (10000000000000000000),
};

/* digits × 10^-scale. With both shifted to the top of 64 bits, the quotient has 63
 * or 64; a rest sets its last bit, which lies far below those that decide the
 * one rounding, to 53. */
static double
scale_down (guint64 digits, guint scale)
{
  const int up = digits != 0 ? __builtin_clzll (digits) : 0;
  const int down = __builtin_clzll (powers[scale]);
  const guint64 divisor = powers[scale] << down;
  const Wide dividend = (Wide) (digits << up) << 63;
  const guint64 quotient = (guint64) (dividend / divisor);
  const gboolean rest = (Wide) quotient * divisor != dividend;
  const guint64 power_of_two = (guint64) (1023 + down - up - 63) << 52;
  double unit;

  memcpy (&unit, &power_of_two, sizeof unit);

  return (double) (quotient | (guint64) rest) * unit;
}

/* What eight digits say. Neighbours are joined to pairs, these to fours, these to
 * the whole; in little-endian order the first digit is the lowest byte. */
static inline guint64
eight_digits (const char *at)
{
  guint64 word;

  memcpy (&word, at, sizeof word);
  word = GUINT64_FROM_LE (word) - G_GUINT64_CONSTANT (0x3030303030303030);
  word = word * 10 + (word >> 8);
  word = ((word & G_GUINT64_CONSTANT (0x000000ff000000ff)) *
              G_GUINT64_CONSTANT (0x000f424000000064) +
          ((word >> 16) & G_GUINT64_CONSTANT (0x000000ff000000ff)) *
              G_GUINT64_CONSTANT (0x0000271000000001)) >>
         32;

  return word & G_MAXUINT32;
}

/* [-]digits[.digits] of up to 19 digits */
static gboolean
parse_short (const char *at, const char *end, double *ret_value)
{
  const gboolean negative = at < end && *at == '-';
  const char *point = NULL, *first;
  guint64 digits = 0;
  double value;

  at += negative;
  first = at;
  if (end - at > MAX_SCALE + 1)
    return FALSE; /* the scanner saw to it that there is at most one point */
  for (; at < end; at++) {
    const guint digit = (guint) (*at - '0');

    if (digit < 10 && end - at >= 8 && encord_json_has_eight_digits (at)) {
      digits = digits * 100000000 + eight_digits (at);
      at += 7;
    } else if (digit < 10) {
      digits = digits * 10 + digit;
    } else if (*at == '.') {
      point = at;
    } else {
      return FALSE; /* an exponent */
    }
  }
  if (point == NULL && end - first > MAX_SCALE)
    return FALSE;

  value = scale_down (digits, point != NULL ? (guint) (end - point - 1) : 0);
  *ret_value = negative ? -value : value;

  return TRUE;
}

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536"
    "37383940414243444546474849505152535455565758596061626364656667686970717273"
    "7475767778798081828384858687888990919293949596979899";

/* eight digits before at; no division waits for more than one other */
static inline char *
write_eight (char *at, guint32 digits)
{
  const guint32 high = digits / 10000, low = digits % 10000;

  memcpy (at - 2, pairs + 2 * (low % 100), 2);
  memcpy (at - 4, pairs + 2 * (low / 100), 2);
  memcpy (at - 6, pairs + 2 * (high % 100), 2);
  memcpy (at - 8, pairs + 2 * (high / 100), 2);

  return at - 8;
}

/* "0.0123": digits × 10^-scale with at least one digit on each side of the
 * point and no zeros at the end. */
static gsize
write_plain (guint64 digits, guint scale, gboolean negative, char *text)
{
  char buffer[ENCORD_JSON_NUMBER_SIZE], *at = buffer + sizeof buffer;
  guint64 fraction = digits;
  guint64 whole = 0;
  gsize length;

  if (digits >= powers[scale]) {
    fraction = digits % powers[scale];
    whole = digits / powers[scale];
  }
  for (; scale > 1 && fraction % 10 == 0; scale--)
    fraction /= 10;
  for (; scale >= 8; scale -= 8, fraction /= 100000000)
    at = write_eight (at, (guint32) (fraction % 100000000));
  for (; scale >= 2; scale -= 2, fraction /= 100)
    at = memcpy (at - 2, pairs + 2 * (fraction % 100), 2);
  if (scale == 1)
    *--at = (char) ('0' + fraction);
  *--at = '.';
  do {
    *--at = (char) ('0' + whole % 10);
    whole /= 10;
  } while (whole != 0);
  if (negative)
    *--at = '-';

  length = (gsize) (buffer + sizeof buffer - at);
  memcpy (text, at, length);

  return length;
}

/* The value is mantissa × 2^-shift. Times a power of ten it fits into 128 bits, so
 * the error of rounding it to 15, 16 or 17 digits is known exactly, and with it
 * whether a reader gets the same value: when it is below half the distance to the
 * next double, a quarter where that changes. */
static gsize
format_short (double value, char *text)
{
  static const double limits[] = { 100, 10, 1, 0.1, 0.01 };
  const double magnitude = fabs (value);
  guint64 bits, mantissa;
  guint scale = 12, tolerance, half, last;
  int shift;

  if (!(magnitude >= 1e-3 && magnitude < 1e3))
    return 0;

  /* the scale that leaves 15 digits */
  while (scale < 17 && magnitude < limits[scale - 12])
    scale++;

  memcpy (&bits, &magnitude, sizeof bits);
  mantissa = (bits & ((G_GUINT64_CONSTANT (1) << 52) - 1)) |
             G_GUINT64_CONSTANT (1) << 52;
  shift = 1023 + 52 - (int) (bits >> 52);
  tolerance = mantissa == G_GUINT64_CONSTANT (1) << 52 ? 4 : 2;

  /* of most values 15 digits are too few: the last two of 17 tell */
  half = (guint) (powers[scale + 2] >> shift) / 2 + 2;
  last = (guint) ((guint64) (((Wide) mantissa * powers[scale + 2]) >> shift) %
                  100);
  for (guint i = last > half && last + half < 100; i < 3; i++) {
    const Wide product = (Wide) mantissa * powers[scale + i];
    const guint64 digits =
        (guint64) ((product + ((Wide) 1 << (shift - 1))) >> shift);
    const Wide back = (Wide) digits << shift;
    const Wide error = back > product ? back - product : product - back;

    if (error * tolerance < powers[scale + i])
      return write_plain (digits, scale + i, value < 0, text);
  }

  return 0;
}
#endif /* HAVE_SHORT_WAY */

gboolean
encord_json_number_parse (EncordJsonSlice text, double *ret_value)
{
  g_autofree char *copy = NULL;
  double value;

#if HAVE_SHORT_WAY
  if (parse_short (text.text, text.text + text.length, ret_value))
    return TRUE;
#endif

  copy = g_strndup (text.text, text.length);
  value = g_ascii_strtod (copy, NULL);
  if (!isfinite (value))
    return FALSE;
  *ret_value = value;

  return TRUE;
}

gsize
encord_json_number_format (double value, char text[ENCORD_JSON_NUMBER_SIZE])
{
#if HAVE_SHORT_WAY
  const gsize length = format_short (value, text);

  if (length > 0)
    return length;
#endif
  if (value == 0)
    return (gsize) g_snprintf (text, ENCORD_JSON_NUMBER_SIZE, "%s0.0",
                               signbit (value) ? "-" : "");

  for (int digits = 15; digits <= 17; digits++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, ENCORD_JSON_NUMBER_SIZE, format, value);
    if (g_ascii_strtod (text, NULL) == value)
      break;
  }
  if (strpbrk (text, ".e") == NULL)
    g_strlcat (text, ".0", ENCORD_JSON_NUMBER_SIZE);

  return strlen (text);
}
