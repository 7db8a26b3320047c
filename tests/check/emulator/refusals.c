/* refusals.c - what the emulator does not do, and how it says so
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "emulator-error.h"
#include "emulator-fixture.h"

#define LIST                                                                   \
  "{\"query_type\":\"projectwithuserrole\",\"query_method\":\"GET\","          \
  "\"values\":{\"uid\":null,\"payload\":{\"filter\":{}}}}"

/* ---- legacy signatures ---- */

static void
send_legacy (Fixture *self, const char *authorization, const char *body,
             Answer *ret)
{
  g_autofree char *uri = g_strconcat (self->uri, "/public/user", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (authorization != NULL)
    soup_message_headers_append (headers, "Authorization", authorization);
  soup_message_headers_append (headers, "ResourceType", "");
  fixture_send (self, message, body, ret);
}

static void
test_legacy (Fixture *self, gconstpointer data)
{
  g_autofree char *good =
      encord_signature_sign_legacy (self->admin, LIST, strlen (LIST));
  g_autofree char *strange =
      encord_signature_sign_legacy (self->stranger, LIST, strlen (LIST));
  g_autofree char *forged = g_strdup (good);
  g_autofree char *cut = g_strndup (good, strlen (good) - 1);
  g_auto (Answer) answer = { 0 };

  forged[100] = forged[100] == '0' ? '1' : '0';
  send_legacy (self, good, LIST, &answer);
  answer_get_response (&answer);
  send_legacy (self, good, LIST " ", &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
  send_legacy (self, forged, LIST, &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
  send_legacy (self, cut, LIST, &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
  send_legacy (self, "", LIST, &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
  send_legacy (self, NULL, LIST, &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
  send_legacy (self, "Bearer x.1.y", LIST, &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
  send_legacy (self, strange, LIST, &answer);
  answer_assert_refused (&answer, "SSH_KEY_NOT_FOUND_ERROR");
}

/* ---- v2 signatures ---- */

typedef struct
{
  const char *name;
  const char *verb;   /* sent */
  const char *target; /* sent */
  const char *body;   /* sent */
  int age;            /* seconds */
  guint status;
} V2Case;

/* signed is always a POST of {} to datasets/list?titleEq=a, 30 seconds ago */
static const V2Case v2_cases[] = {
  { "verb", "PUT", "/v2/public/ontologies?titleEq=a", "{}", 30, 401 },
  { "query", "POST", "/v2/public/ontologies?titleEq=b", "{}", 30, 401 },
  { "path", "POST", "/v2/public/datasets?titleEq=a", "{}", 30, 401 },
  { "body", "POST", "/v2/public/ontologies?titleEq=a", "{} ", 30, 401 },
  { "stale", "POST", "/v2/public/ontologies?titleEq=a", "{}", 400, 401 },
  { "future", "POST", "/v2/public/ontologies?titleEq=a", "{}", -400, 401 },
  /* good as far as the signature goes */
  { "good", "POST", "/v2/public/ontologies?titleEq=a", "{}", 30, 400 },
};

static void
test_v2 (Fixture *self, gconstpointer data)
{
  const V2Case *test = data;
  g_autofree char *uri = g_strconcat (self->uri, test->target, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (test->verb, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_auto (EncordV2Signature) signature = { NULL };
  g_auto (Answer) answer = { 0 };

  encord_signature_sign_v2 (
      self->admin, "POST", "/v2/public/ontologies?titleEq=a", "{}", 2,
      g_get_real_time () / G_USEC_PER_SEC - test->age, &signature);
  soup_message_headers_append (headers, "Content-Digest",
                               signature.content_digest);
  soup_message_headers_append (headers, "Signature-Input",
                               signature.signature_input);
  soup_message_headers_append (headers, "Signature", signature.signature);
  fixture_send (self, message, test->body, &answer);
  g_assert_cmpuint (answer.status, ==, test->status);
  g_assert_nonnull (json_object_get_string_member (
      json_node_get_object (answer.json), "message"));
}

static void
test_v2_unsigned (Fixture *self, gconstpointer data)
{
  g_autofree char *uri = g_strconcat (self->uri, "/v2/public/ontologies", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_auto (Answer) answer = { 0 };

  fixture_send (self, message, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 401);
  fixture_v2 (self, self->stranger, "GET", "ontologies", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 401);
}

static void
test_token (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *authorization = NULL;

  fixture_v2 (self, self->other, "GET", "user/bearer-token", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  authorization = g_strconcat ("Bearer ",
                               json_object_get_string_member (
                                   json_node_get_object (answer.json), "token"),
                               NULL);
  send_legacy (self, authorization, LIST, &answer);
  answer_get_response (&answer);
  authorization[strlen (authorization) - 1] ^= 1;
  send_legacy (self, authorization, LIST, &answer);
  answer_assert_refused (&answer, "AUTHENTICATION_ERROR");
}

/* ---- calls ---- */

static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  fixture_call (self, "nothing", "GET", "null", "null", &answer);
  answer_assert_refused (&answer, "METHOD_NOT_ALLOWED_ERROR");
  fixture_call (self, "labelrow", "DELETE", "null", "null", &answer);
  answer_assert_refused (&answer, "METHOD_NOT_ALLOWED_ERROR");
  fixture_v2 (self, self->admin, "GET", "nothing", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 404);
  fixture_v2 (self, self->admin, "DELETE", "ontologies", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 405);
}

static const char *const malformed[] = {
  "",
  "[]",
  "{",
  "null",
  "{\"query_type\":1,\"query_method\":\"GET\"}",
  "{\"query_type\":\"labelrow\"}",
  "{\"query_type\":\"labelrow\",\"query_method\":\"GET\",\"values\":[]}",
  "{\"query_type\":\"labelrow\",\"query_method\":\"GET\",\"values\":{}}",
  "{\"query_type\":\"labelrow\",\"query_method\":\"GET\","
  "\"values\":{\"uid\":7,\"payload\":{}}}",
  "{\"query_type\":\"labelrow\",\"query_method\":\"GET\","
  "\"values\":{\"uid\":[7],\"payload\":{}}}",
  "{\"query_type\":\"labelrow\",\"query_method\":\"GET\","
  "\"values\":{\"uid\":[],\"payload\":{}},}",
  "{\"query_type\":\"labelrow\xff\",\"query_method\":\"GET\"}",
  "{\"query_type\":\"labelrowmetadata\",\"query_method\":\"GET\","
  "\"values\":{\"payload\":{\"data_hashes\":\"x\"}}}",
  "{\"query_type\":\"labelstatus\",\"query_method\":\"POST\","
  "\"values\":{\"uid\":\"x\",\"payload\":{\"label_status\":\"x\"}}}",
};

static void
test_malformed (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_auto (Answer) answer = { 0 };

    g_test_message ("%u", i);
    fixture_legacy (self, self->admin, "project", self->project, malformed[i],
                    &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  }
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *blanks = g_strnfill (1024 * 1024, ' ');
  g_autofree char *body = NULL;
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  body = g_strconcat ("{}", blanks, NULL);
  fixture_call (self, "labelstatus", "POST", "\"x\"", body, &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  g_assert_nonnull (strstr (json_object_get_string_member (
                                json_node_get_object (answer.json), "payload"),
                            "bytes"));
}

static void
test_bad_date (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  fixture_call (self, "labelrowmetadata", "GET", "null",
                "{\"edited_before\":\"yesterday\"}", &answer);
  answer_assert_refused (&answer, "INVALID_DATE_FORMAT_ERROR");
}

/* somebody else's things are there, but not for everyone */
static void
test_roles (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *project = NULL;
  g_autofree char *ontology = NULL;
  g_autofree char *grant = NULL;

  fixture_make_project (self);
  project = g_strconcat ("projects/", self->project, NULL);
  ontology = g_strconcat ("ontologies/", self->ontology, NULL);
  fixture_v2 (self, self->other, "GET", project, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 403);
  fixture_v2 (self, self->other, "GET", ontology, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 403);
  fixture_legacy (self, self->other, "dataset", self->dataset,
                  "{\"query_type\":\"dataset\",\"query_method\":\"GET\","
                  "\"values\":{\"uid\":null,\"payload\":{}}}",
                  &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  fixture_v2 (self, self->other, "GET", "projects/none", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 404);

  grant = g_strdup_printf ("\"%s\"", self->project);
  fixture_call (self, "projectusers", "POST", grant,
                "{\"user_emails\":[\"b@example.com\"],\"user_role\":1}",
                &answer);
  answer_get_response (&answer);
  fixture_v2 (self, self->other, "GET", project, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  fixture_v2 (self, self->other, "GET", ontology, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  /* an annotator administers nothing */
  fixture_legacy (self, self->other, "project", self->project,
                  "{\"query_type\":\"projectusers\",\"query_method\":\"POST\","
                  "\"values\":{\"uid\":null,\"payload\":{\"user_emails\":[],"
                  "\"user_role\":1}}}",
                  &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  fixture_v2 (self, self->other, "PUT", ontology,
              "{\"editor\":{\"objects\":[],\"classifications\":[]}}", &answer);
  g_assert_cmpuint (answer.status, ==, 403);
}

static void
test_unknown_template (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_legacy (
      self, self->admin, "", "",
      "{\"query_type\":\"project\",\"query_method\":\"POST\",\"values\":{"
      "\"uid\":null,\"payload\":{\"title\":\"P\",\"dataset_hashes\":[],"
      "\"workflow_template_id\":\"00000000-0000-4000-8000-000000000002\"}}}",
      &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
}

/* ---- starting ---- */

static void
test_in_use (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (emulator_new (self->folder, NULL, &error));
  g_assert_nonnull (strstr (error->message, "in use"));
}

static void
test_no_keys (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "new", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (emulator_new (folder, NULL, &error));
  g_assert_nonnull (strstr (error->message, "--authorized-keys"));
}

/* keys come and go without a restart; a bad file changes nothing */
static void
test_reload (Fixture *self, gconstpointer data)
{
  g_autofree char *path =
      g_build_filename (self->folder, "authorized_keys", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Answer) answer = { 0 };

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_file_set_contents (path, "nonsense", -1, NULL);
  g_assert_false (emulator_reload_keys (self->emulator, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  fixture_v2 (self, self->other, "GET", "ontologies", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  /* the first line is the administrator's */
  *strchr (text, '\n') = '\0';
  g_file_set_contents (path, text, -1, NULL);
  g_assert_true (emulator_reload_keys (self->emulator, &error));
  fixture_v2 (self, self->other, "GET", "ontologies", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 401);
}

static const struct
{
  const char *text;
  const char *complaint;
} key_files[] = {
  { "", "no Ed25519 key" },
  { "# nothing\n\n", "no Ed25519 key" },
  { "ssh-ed25519 "
    "AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n",
    "keys:1" },
  { "\nssh-ed25519 AAAA a@example.com\n", "keys:2" },
};

static void
test_key_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (key_files); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (
        emulator_keyring_new_from_text (key_files[i].text, "keys", &error));
    g_assert_nonnull (strstr (error->message, key_files[i].complaint));
  }
}

static void
test_key_twice (void)
{
#define LINE                                                                   \
  "ssh-ed25519 "                                                               \
  "AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 "
  g_autoptr (EmulatorKeyring) keyring = emulator_keyring_new_from_text (
      LINE "a@example.com\n" LINE "b@example.com\n", "keys", NULL);
  g_auto (EmulatorUser) user = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (emulator_keyring_find (
      keyring,
      "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8", &user,
      &error));
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_DUPLICATE_SSH_KEY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/refusals/" name, Fixture, NULL, fixture_set_up, func, \
              fixture_tear_down)
  ADD ("legacy-signature", test_legacy);
  for (guint i = 0; i < G_N_ELEMENTS (v2_cases); i++) {
    g_autofree char *path =
        g_strconcat ("/emulator/refusals/v2/", v2_cases[i].name, NULL);

    g_test_add (path, Fixture, &v2_cases[i], fixture_set_up, test_v2,
                fixture_tear_down);
  }
  ADD ("v2-unsigned", test_v2_unsigned);
  ADD ("token", test_token);
  ADD ("unknown", test_unknown);
  ADD ("malformed", test_malformed);
  ADD ("too-large", test_too_large);
  ADD ("bad-date", test_bad_date);
  ADD ("roles", test_roles);
  ADD ("unknown-template", test_unknown_template);
  ADD ("in-use", test_in_use);
  ADD ("no-keys", test_no_keys);
  ADD ("reload", test_reload);
#undef ADD
  g_test_add_func ("/emulator/refusals/key-files", test_key_files);
  g_test_add_func ("/emulator/refusals/key-twice", test_key_twice);
  return g_test_run ();
}
