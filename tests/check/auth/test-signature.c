/* test-signature.c - test vectors of both signatures, and what is refused
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-keys.h"

#include <encord/auth/encord-signature-base-private.h>
#include <encord/auth/encord-signature-private.h>
#include <encord/encord.h>
#include <string.h>

#define CREATED 1795425476
#define LEGACY_BODY                                                            \
  "{\"query_type\": \"labelstatus\", \"query_method\": \"POST\", "             \
  "\"values\": {\"uid\": \"44444444-4444-4444-8444-444444444444\", "           \
  "\"payload\": {\"label_status\": \"LABELLED\"}}}"
#define LEGACY_HEADER                                                          \
  TEST_KEY_HEX                                                                 \
  ":b96072dc182826f1b7520738019b9d40478798e71083a906c3f4f766c00efdd8"          \
  "a74e4c8b9b277359d8df893deca486c1eb954e41cd0590dcf922a40a2a207701"
#define PARAMS                                                                 \
  "(\"@method\" \"@request-target\" \"content-digest\");created=1795425476;"   \
  "keyid=\"" TEST_KEY_HEX "\";alg=\"ed25519\""

static const struct
{
  const char *name;
  const char *verb;
  const char *target;
  const char *body;
  const char *digest;
  const char *base_sha256;
  const char *signature;
} vectors[] = {
  { "post", "POST",
    "/v2/public/projects/11111111-1111-4111-8111-111111111111/priorities",
    "{\"priorities\": [[\"22222222-2222-4222-8222-222222222222\", 0.75]]}",
    "sha-256=:tkdeabB5KNiYwKMRS6R6NIGXQMQA1/xHGylbHAUskmk=:",
    "9da32aaf58e4c717c796a1449d9c4653e6880622522a6bdebfa7b72bbb9c277d",
    "encord-sig=:55R84MhDOkIa26RPz+7FJc9jdpPHxHWjrHnue3iU4L/6Cq6D9AFRvANL7pBxu"
    "LK2+8AX37gzFiyTmNvOUzrsCw==:" },
  { "get", "GET",
    "/v2/public/analytics/collaborators/timers?projectHash=11111111-1111-4111-"
    "8111-111111111111&after=2024-05-01T00%3A00%3A00&before=2024-05-02T00%3A00%"
    "3A00&groupBy=project&pageSize=100",
    "", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
    "ac373c7c83c9e123b58f4ad60572016fe20da9619425b5ab4e94a917f0420ffa",
    "encord-sig=:hLlFSHI+9vLXV9P+Q5/zie/bdxh+duj0eOIBpqjBmmQ0TpC91bHgU5BM9ne1i"
    "+aDrlo11iNbnOIWvudB4ainBQ==:" },
};

static EncordSshKey *
test_key (void)
{
  return encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
}

static void
test_legacy_vector (void)
{
  g_autoptr (EncordSshKey) key = test_key ();
  g_autofree char *header =
      encord_signature_sign_legacy (key, LEGACY_BODY, strlen (LEGACY_BODY));

  g_assert_cmpuint (strlen (LEGACY_BODY), ==, 153);
  g_assert_cmpstr (header, ==, LEGACY_HEADER);
}

static void
test_v2_vector (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordSshKey) key = test_key ();
  g_auto (EncordV2Signature) signature = { NULL };
  g_autofree char *base = encord_signature_base_v2 (
      vectors[i].verb, vectors[i].target, vectors[i].digest, PARAMS);
  g_autofree char *base_sha256 =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, base, -1);

  g_assert_cmpstr (base_sha256, ==, vectors[i].base_sha256);
  encord_signature_sign_v2 (key, vectors[i].verb, vectors[i].target,
                            vectors[i].body, strlen (vectors[i].body), CREATED,
                            &signature);
  g_assert_cmpstr (signature.content_digest, ==, vectors[i].digest);
  g_assert_cmpstr (signature.signature_input, ==, "encord-sig=" PARAMS);
  g_assert_cmpstr (signature.signature, ==, vectors[i].signature);
}

static void
test_legacy_verify (void)
{
  g_autofree char *who = NULL;
  g_autofree char *who_else = NULL;
  g_autofree char *body = g_strdup (LEGACY_BODY);
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_signature_verify_legacy (LEGACY_HEADER, body,
                                                 strlen (body), &who, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (who, ==, TEST_KEY_HEX);

  body[152] ^= 1;
  g_assert_false (encord_signature_verify_legacy (
      LEGACY_HEADER, body, strlen (body), &who_else, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_cmpstr (who_else, ==, TEST_KEY_HEX);
}

static void
test_legacy_malformed (void)
{
  static const char *const headers[] = { NULL,
                                         "",
                                         ":",
                                         "Bearer abc",
                                         TEST_KEY_HEX,
                                         TEST_KEY_HEX ":",
                                         TEST_KEY_HEX ":00",
                                         LEGACY_HEADER ":",
                                         LEGACY_HEADER "0",
                                         "x" LEGACY_HEADER,
                                         " " LEGACY_HEADER };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *who = NULL;

    g_assert_false (encord_signature_verify_legacy (
        headers[i], LEGACY_BODY, strlen (LEGACY_BODY), &who, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
    g_assert_null (who);
  }
}

typedef struct
{
  const char *name;
  const char *verb;
  const char *target;
  const char *digest;
  const char *input;
  const char *signature;
  const char *body;
  gint64 now;
  gboolean names_key;
} Change;

/* NULL: as in the vector */
static const Change changes[] = {
  { "verb", .verb = "PUT", .names_key = TRUE },
  { "target", .target = "/v2/public/projects", .names_key = TRUE },
  { "body", .body = "{}", .names_key = TRUE },
  { "digest",
    .digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
    .names_key = TRUE },
  { "past", .now = CREATED + 301, .names_key = TRUE },
  { "future", .now = CREATED - 301, .names_key = TRUE },
  { "other-created",
    .input = "encord-sig=(\"@method\" \"@request-target\" \"content-digest\");"
             "created=1795425477;keyid=\"" TEST_KEY_HEX "\";alg=\"ed25519\"",
    .names_key = TRUE },
  { "other-label", .input = "sig1=" PARAMS },
  { "components",
    .input = "encord-sig=(\"@method\" \"@request-target\");created=1795425476;"
             "keyid=\"" TEST_KEY_HEX "\";alg=\"ed25519\"" },
  { "no-created",
    .input = "encord-sig=(\"@method\" \"@request-target\" \"content-digest\");"
             "keyid=\"" TEST_KEY_HEX "\";alg=\"ed25519\"" },
  { "no-algorithm",
    .input = "encord-sig=(\"@method\" \"@request-target\" \"content-digest\");"
             "created=1795425476;keyid=\"" TEST_KEY_HEX "\"" },
  { "other-algorithm",
    .input = "encord-sig=(\"@method\" \"@request-target\" \"content-digest\");"
             "created=1795425476;keyid=\"" TEST_KEY_HEX "\";alg=\"rsa\"" },
  { "twice", .input = "encord-sig=" PARAMS ";created=1795425476" },
  { "open-quote", .input = "encord-sig=" PARAMS ";x=\"" },
  { "empty-parameter", .input = "encord-sig=" PARAMS ";" },
  { "created-is-text",
    .input = "encord-sig=(\"@method\" \"@request-target\" \"content-digest\");"
             "created=now;keyid=\"" TEST_KEY_HEX "\";alg=\"ed25519\"" },
  { "short-signature", .signature = "encord-sig=:AAAA:" },
  { "no-colons", .signature = "encord-sig=" },
  { "empty-signature", .signature = "encord-sig=:" },
  { "blank-in-signature",
    .signature = "encord-sig=:55R84MhDOkIa26RPz+7FJc9jdpPHxHWjrHnue3iU4L/6Cq6D9"
                 "AFRvANL7pBxuLK2+8AX37gzFiyTmNvOUzrsCw== :" },
};

static gboolean
verify_changed (const Change *change, char **who, GError **error)
{
  const char *body = change->body != NULL ? change->body : vectors[0].body;

  return encord_signature_verify_v2 (
      change->verb != NULL ? change->verb : vectors[0].verb,
      change->target != NULL ? change->target : vectors[0].target,
      change->digest != NULL ? change->digest : vectors[0].digest,
      change->input != NULL ? change->input : "encord-sig=" PARAMS,
      change->signature != NULL ? change->signature : vectors[0].signature,
      body, strlen (body), change->now != 0 ? change->now : CREATED, who,
      error);
}

static void
test_v2_verify (void)
{
  const Change unchanged = { NULL };
  const Change late = { .now = CREATED + 300 };
  g_autofree char *who = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (verify_changed (&unchanged, &who, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (who, ==, TEST_KEY_HEX);
  g_assert_true (verify_changed (&late, NULL, &error));

  g_assert_false (encord_signature_verify_v2 ("GET", "/", NULL, NULL, NULL, "",
                                              0, CREATED, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
}

static void
test_v2_refused (gconstpointer data)
{
  const Change *change = data;
  g_autofree char *who = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (verify_changed (change, &who, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_cmpstr (who, ==, change->names_key ? TEST_KEY_HEX : NULL);
}

static const struct
{
  const char *line;
  const char *comment; /* NULL: refused */
} lines[] = {
  { TEST_KEY_PUBLIC " ann@example.com", "ann@example.com" },
  { "  " TEST_KEY_PUBLIC "\tann@example.com \r\n", "ann@example.com" },
  { TEST_KEY_PUBLIC, "" },
  { "no-pty,command=\"echo \\\"hi there\\\"\" " TEST_KEY_PUBLIC " a b", "a b" },
  { "ssh-ed25519", NULL },
  { "ssh-ed25519 ", NULL },
  { "ssh-ed25519 AAAA", NULL },
  { "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== bob", NULL },
  { "command=\"open " TEST_KEY_PUBLIC, NULL },
  { TEST_KEY_PUBLIC " \xff", NULL },
  { "gibberish", NULL },
};

static void
test_authorized_keys (void)
{
  g_autoptr (GError) blank = NULL;

  g_assert_false (encord_authorized_key_parse ("", NULL, NULL, &blank));
  g_assert_false (encord_authorized_key_parse (" \t\n", NULL, NULL, &blank));
  g_assert_false (encord_authorized_key_parse (" # key", NULL, NULL, &blank));
  g_assert_no_error (blank);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *hex = NULL;
    g_autofree char *comment = NULL;
    g_autoptr (GError) error = NULL;
    gboolean ok =
        encord_authorized_key_parse (lines[i].line, &hex, &comment, &error);

    g_assert_cmpint (ok, ==, lines[i].comment != NULL);
    g_assert_cmpint (error == NULL, ==, ok);
    g_assert_cmpstr (comment, ==, lines[i].comment);
    g_assert_cmpstr (hex, ==, ok ? TEST_KEY_HEX : NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signature/legacy/vector", test_legacy_vector);
  g_test_add_func ("/signature/legacy/verify", test_legacy_verify);
  g_test_add_func ("/signature/legacy/malformed", test_legacy_malformed);
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *path =
        g_strconcat ("/signature/v2/vector/", vectors[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_v2_vector);
  }
  g_test_add_func ("/signature/v2/verify", test_v2_verify);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *path =
        g_strconcat ("/signature/v2/refused/", changes[i].name, NULL);
    g_test_add_data_func (path, &changes[i], test_v2_refused);
  }
  g_test_add_func ("/signature/authorized-keys", test_authorized_keys);

  return g_test_run ();
}
