/* transport/encord-retry.c - which calls are repeated, and when; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/transport/encord-retry-private.h>
#include <libsoup/soup.h>
#include <string.h>

#define MAX_PAUSE 120.0
/* a server that says more does not want us back in this run */
#define MAX_RETRY_AFTER 3600.0

gboolean
encord_retry_is_legacy_repeatable (const char *query_type,
                                   const char *query_method,
                                   gboolean list_of_uids)
{
  if (strcmp (query_method, "GET") == 0)
    return TRUE;
  if (strcmp (query_method, "PUT") == 0)
    return !list_of_uids;

  /* a label row is saved whole: twice is as good as once */
  return strcmp (query_method, "POST") == 0 &&
         strcmp (query_type, "labelrow") == 0;
}

gboolean
encord_retry_is_v2_repeatable (const char *verb)
{
  return strcmp (verb, "GET") == 0 || strcmp (verb, "POST") == 0 ||
         strcmp (verb, "PUT") == 0;
}

gboolean
encord_retry_is_transient (guint http_status)
{
  return http_status == 413 || http_status == 429 || http_status == 500 ||
         http_status == 502 || http_status == 503;
}

/* seconds, or a date; -1 for neither */
static double
read_retry_after (const char *text, gint64 now)
{
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL))
    return (double) seconds;

  date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return -1;

  return (double) MAX (g_date_time_to_unix (date) - now, 0);
}

double
encord_retry_pause (guint attempt, double backoff, guint http_status,
                    const char *retry_after, gint64 now)
{
  double pause = -1;

  if (retry_after != NULL &&
      (http_status == 413 || http_status == 429 || http_status == 503))
    pause = read_retry_after (retry_after, now);
  if (pause >= 0)
    return MIN (pause, MAX_RETRY_AFTER);

  if (attempt <= 1)
    return 0;

  return MIN (backoff * (1 << MIN (attempt - 1, 10)), MAX_PAUSE);
}
