/* auth/encord-authorized-key.c - one line of an authorized_keys file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-hex-private.h>
#include <encord/auth/encord-openssh-private.h>
#include <encord/auth/encord-signature-private.h>
#include <encord/encord-error.h>
#include <string.h>

#define KEY_TYPE "ssh-ed25519"
#define BLANKS " \t\r\n"

static gboolean
malformed (GError **error, const char *what)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "authorized key: %s",
               what);
  return FALSE;
}

static gsize
skip_blanks (const char *text)
{
  return strspn (text, BLANKS);
}

/* sshd's options: a list without blanks, except inside quotes */
static gsize
options_span (const char *text)
{
  gboolean quoted = FALSE;
  gsize i;

  for (i = 0; text[i] != '\0'; i++) {
    if (text[i] == '\\' && text[i + 1] == '"')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && strchr (BLANKS, text[i]) != NULL)
      break;
  }

  return i;
}

static gboolean
starts_with_key_type (const char *text)
{
  const gsize length = strlen (KEY_TYPE);

  return strncmp (text, KEY_TYPE, length) == 0 && text[length] != '\0' &&
         strchr (BLANKS, text[length]) != NULL;
}

gboolean
encord_authorized_key_parse (const char *line, char **ret_public_hex,
                             char **ret_comment, GError **error)
{
  guint8 public_key[ENCORD_ED25519_KEY_LENGTH];
  g_autofree char *base64 = NULL;
  g_autofree guchar *blob = NULL;
  g_autofree char *comment = NULL;
  const char *p = line + skip_blanks (line);
  gsize span, length;

  if (*p == '\0' || *p == '#')
    return FALSE;

  if (!starts_with_key_type (p)) {
    p += options_span (p);
    p += skip_blanks (p);
    if (!starts_with_key_type (p))
      return malformed (error, "no " KEY_TYPE " key in the line");
  }
  p += strlen (KEY_TYPE);
  p += skip_blanks (p);

  span = strcspn (p, BLANKS);
  if (span == 0)
    return malformed (error, "no key after " KEY_TYPE);
  base64 = g_strndup (p, span);
  blob = g_base64_decode (base64, &length);
  if (!encord_openssh_public_key_parse (blob, length, public_key, error)) {
    g_prefix_error (error, "authorized key: ");
    return FALSE;
  }
  comment = g_strstrip (g_strdup (p + span));
  if (!g_utf8_validate (comment, -1, NULL))
    return malformed (error, "the comment is not UTF-8");

  if (ret_public_hex != NULL)
    *ret_public_hex = encord_hex_encode (public_key, sizeof public_key);
  if (ret_comment != NULL)
    *ret_comment = g_steal_pointer (&comment);

  return TRUE;
}
