/* test-signatures.c - the signatures of all recorded requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-keys.h"

#include <encord/auth/encord-signature-private.h>
#include <encord/encord.h>
#include <encord/transport/encord-call-details-private.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* when the recordings were made */
#define CREATED 1795425476

static guint n_legacy, n_v2;

static const char *
header (JsonObject *request, const char *name)
{
  JsonObject *headers = json_object_get_object_member (request, "headers");

  return json_object_get_string_member_with_default (headers, name, NULL);
}

/* a recording holds the decoded query: encode it again */
static char *
request_target (JsonObject *request)
{
  const char *path = json_object_get_string_member (request, "path");
  g_autoptr (EncordCall) call = NULL;
  JsonArray *query;

  g_assert_true (g_str_has_prefix (path, "/v2/public/"));
  call = encord_call_new_v2 ("GET", path + strlen ("/v2/public/"));
  if (json_object_has_member (request, "query")) {
    query = json_object_get_array_member (request, "query");
    for (guint i = 0; i < json_array_get_length (query); i++) {
      JsonArray *pair = json_array_get_array_element (query, i);
      encord_call_add_query (call, json_array_get_string_element (pair, 0),
                             json_array_get_string_element (pair, 1));
    }
  }

  return encord_call_dup_target (call);
}

static void
check_legacy (EncordSshKey *key, JsonObject *request, guchar *body,
              gsize length)
{
  const char *expected = header (request, "Authorization");
  g_autofree char *made = encord_signature_sign_legacy (key, body, length);

  g_assert_cmpstr (made, ==, expected);
  g_assert_true (
      encord_signature_verify_legacy (expected, body, length, NULL, NULL));
  body[length / 2] ^= 0x20;
  g_assert_false (
      encord_signature_verify_legacy (expected, body, length, NULL, NULL));
  n_legacy++;
}

static void
check_v2 (EncordSshKey *key, JsonObject *request, guchar *body, gsize length)
{
  const char *verb = json_object_get_string_member (request, "method");
  const char *digest = header (request, "Content-Digest");
  const char *input = header (request, "Signature-Input");
  const char *signature = header (request, "Signature");
  g_autofree char *target = request_target (request);
  g_autofree char *who = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (EncordV2Signature) made = { NULL };

  encord_signature_sign_v2 (key, verb, target, body, length, CREATED, &made);
  g_assert_cmpstr (made.content_digest, ==, digest);
  g_assert_cmpstr (made.signature_input, ==, input);
  g_assert_cmpstr (made.signature, ==, signature);
  g_assert_true (encord_signature_verify_v2 (verb, target, digest, input,
                                             signature, body, length,
                                             CREATED + 30, &who, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (who, ==, TEST_KEY_HEX);

  target[strlen (target) - 1] ^= 0x01;
  g_assert_false (encord_signature_verify_v2 (verb, target, digest, input,
                                              signature, body, length, CREATED,
                                              NULL, NULL));
  target[strlen (target) - 1] ^= 0x01;
  g_assert_false (encord_signature_verify_v2 ("HEAD", target, digest, input,
                                              signature, body, length, CREATED,
                                              NULL, NULL));
  if (length > 0) {
    body[length / 2] ^= 0x01;
    g_assert_false (encord_signature_verify_v2 (verb, target, digest, input,
                                                signature, body, length,
                                                CREATED, NULL, NULL));
  }
  n_v2++;
}

static void
check_recording (EncordSshKey *key, const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *requests;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  requests = json_object_get_array_member (
      json_node_get_object (json_parser_get_root (parser)), "requests");
  for (guint i = 0; i < json_array_get_length (requests); i++) {
    JsonObject *request = json_array_get_object_element (requests, i);
    const char *base64 = json_object_get_string_member_with_default (
        request, "raw_body_base64", "");
    gsize length;
    g_autofree guchar *body = g_base64_decode (base64, &length);

    if (header (request, "Signature") != NULL)
      check_v2 (key, request, body, length);
    else if (header (request, "Authorization") != NULL)
      check_legacy (key, request, body, length);
  }
}

static void
test_recordings (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "recordings", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
  const char *name;
  guint n_recordings = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_str_has_suffix (name, ".json"))
      continue;
    check_recording (key, path);
    n_recordings++;
  }
  g_assert_cmpuint (n_recordings, ==, 62);
  g_assert_cmpuint (n_legacy, ==, 59);
  g_assert_cmpuint (n_v2, ==, 22);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/signatures", test_recordings);

  return g_test_run ();
}
