/* encord-time.c - the forms of time on the wire
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <encord/model/encord-time-private.h>

/* English whatever the locale, so not strftime() and strptime() */
static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static int
find_month (const char *name)
{
  for (int i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (name, months + 3 * i, 3) == 0)
      return i + 1;

  return 0;
}

/* what stands behind the seconds of the mail form */
static GTimeZone *
parse_zone (const char *zone)
{
  if (*zone == '\0' || strcmp (zone, "GMT") == 0 || strcmp (zone, "UTC") == 0 ||
      strcmp (zone, "Z") == 0)
    return g_time_zone_new_utc ();
  if (*zone == '+' || *zone == '-')
    return g_time_zone_new_identifier (zone);

  return NULL;
}

/* Mon, 06 May 2024 07:08:09 GMT */
static GDateTime *
parse_mail (const char *text)
{
  g_autoptr (GTimeZone) zone = NULL;
  int day, month, year, hour, minute, second, used = 0;
  char name[4];

  if (sscanf (text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d %n", &day,
              name, &year, &hour, &minute, &second, &used) < 6 ||
      used == 0)
    return NULL;
  month = find_month (name);
  zone = parse_zone (text + used);
  if (month == 0 || zone == NULL)
    return NULL;

  return g_date_time_new (zone, year, month, day, hour, minute, second);
}

/* 2024-05-06, or with a time behind T or a space */
static GDateTime *
parse_iso (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *whole = NULL;

  if (strlen (text) == strlen ("2024-05-06"))
    text = whole = g_strconcat (text, "T00:00:00", NULL);

  return g_date_time_new_from_iso8601 (text, utc);
}

GDateTime *
encord_time_parse (const char *text)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  trimmed = g_strstrip (g_strdup (text));

  return g_ascii_isdigit (*trimmed) ? parse_iso (trimmed)
                                    : parse_mail (trimmed);
}

static char *
put_digits (char *at, int value, int n_digits)
{
  for (int i = n_digits; i-- > 0; value /= 10)
    at[i] = (char) ('0' + value % 10);

  return at + n_digits;
}

void
encord_time_format (gint64 seconds, char text[ENCORD_TIME_LENGTH + 1])
{
  /* 0000-01-01 and 9999-12-31: four digits of year */
  const time_t clamped =
      (time_t) CLAMP (seconds, G_GINT64_CONSTANT (-62167219200),
                      G_GINT64_CONSTANT (253402300799));
  struct tm tm;
  char *at = text;

  gmtime_r (&clamped, &tm);
  at = (char *) memcpy (at, days + 3 * tm.tm_wday, 3) + 3;
  *at++ = ',';
  *at++ = ' ';
  at = put_digits (at, tm.tm_mday, 2);
  *at++ = ' ';
  at = (char *) memcpy (at, months + 3 * tm.tm_mon, 3) + 3;
  *at++ = ' ';
  at = put_digits (at, tm.tm_year + 1900, 4);
  *at++ = ' ';
  at = put_digits (at, tm.tm_hour, 2);
  *at++ = ':';
  at = put_digits (at, tm.tm_min, 2);
  *at++ = ':';
  at = put_digits (at, tm.tm_sec, 2);
  memcpy (at, " GMT", 5);
}

char *
encord_time_format_iso (GDateTime *time)
{
  return g_date_time_format (time, g_date_time_get_microsecond (time) != 0
                                       ? "%Y-%m-%dT%H:%M:%S.%f%:z"
                                       : "%Y-%m-%dT%H:%M:%S%:z");
}
