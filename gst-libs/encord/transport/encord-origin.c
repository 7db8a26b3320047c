/* transport/encord-origin.c - what may be sent where; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/transport/encord-origin-private.h>
#include <string.h>

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

gboolean
encord_origin_is_private (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0')
    return FALSE;

  return strcmp (scheme, "https") == 0 ||
         (strcmp (scheme, "http") == 0 && is_loopback (host));
}

static int
port_of (GUri *uri)
{
  if (g_uri_get_port (uri) != -1)
    return g_uri_get_port (uri);

  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

gboolean
encord_origin_equals (GUri *a, GUri *b)
{
  return strcmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         g_uri_get_host (a) != NULL && g_uri_get_host (b) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         port_of (a) == port_of (b);
}

char *
encord_origin_describe (GUri *uri)
{
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL,
                     g_uri_get_host (uri), g_uri_get_port (uri), "", NULL,
                     NULL);
}
