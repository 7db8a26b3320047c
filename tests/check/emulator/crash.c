/* crash.c - the program killed in the middle of its work
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <string.h>

#include "emulator-fixture.h"

static const char *program;

/* the fixture's own emulator makes the folder; the program then serves it */
typedef struct
{
  Fixture fixture;
  GSubprocess *process;
} Run;

static void
start_program (Run *self)
{
  self->process = fixture_spawn (&self->fixture, program, NULL);
}

static void
set_up (Run *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;
  Fixture *fixture = &self->fixture;

  fixture_set_up (fixture, NULL);
  fixture_make_project (fixture);
  uid = g_strdup_printf ("\"%s\"", fixture->video);
  fixture_call (fixture, "labelrow", "PUT", uid, "{}", &answer);
  fixture->row = g_strdup (json_object_get_string_member (
      json_node_get_object (answer_get_response (&answer)), "label_hash"));
  start_program (self);
}

static void
tear_down (Run *self, gconstpointer data)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  fixture_tear_down (&self->fixture, NULL);
}

static char *
make_payload (Run *self, guint version)
{
  return g_strdup_printf (
      "{\"data_units\":{\"%s\":{\"labels\":{}}},\"object_answers\":{},"
      "\"classification_answers\":{},\"version\":%u}",
      self->fixture.video, version);
}

static void
save (Run *self, guint version)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->fixture.row);
  g_autofree char *payload = make_payload (self, version);
  g_auto (Answer) answer = { 0 };

  fixture_call (&self->fixture, "labelrow", "POST", uid, payload, &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
}

static guint
get_version (Run *self)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->fixture.row);
  g_auto (Answer) answer = { 0 };

  fixture_call (&self->fixture, "labelrow", "GET", uid, "{}", &answer);
  return json_object_get_int_member (
      json_node_get_object (answer_get_response (&answer)), "version");
}

/* a save that nobody waits for: it may or may not be done when the kill comes */
static void
begin_save (Run *self, guint version)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *payload = make_payload (self, version);
  g_autofree char *body =
      g_strdup_printf ("{\"query_type\":\"labelrow\",\"query_method\":\"POST\","
                       "\"values\":{\"uid\":\"%s\",\"payload\":%s}}",
                       fixture->row, payload);
  g_autofree char *signature =
      encord_signature_sign_legacy (fixture->admin, body, strlen (body));
  g_autofree char *request = g_strdup_printf (
      "POST /public HTTP/1.1\r\nHost: x\r\nResourceType: project\r\n"
      "ResourceID: %s\r\nAuthorization: %s\r\n"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
      fixture->project, signature, strlen (body), body);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
      client, strchr (fixture->uri, '/') + 2, 0, NULL, NULL);

  g_assert_nonnull (connection);
  g_output_stream_write_all (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
      strlen (request), NULL, NULL, NULL);
}

static void
test_kill (Run *self, gconstpointer data)
{
  guint version = 0;

  for (guint round = 0; round < 8; round++) {
    guint found;

    for (guint i = 0; i <= round; i++)
      save (self, ++version);
    begin_save (self, version + 1);
    g_subprocess_send_signal (self->process, SIGKILL);
    g_subprocess_wait (self->process, NULL, NULL);
    g_clear_object (&self->process);
    start_program (self);
    found = get_version (self);
    g_assert_cmpuint (found, >=, version);
    g_assert_cmpuint (found, <=, version + 1);
    version = found;
  }
}

static void
test_stop (Run *self, gconstpointer data)
{
  const int signal = GPOINTER_TO_INT (data);

  save (self, 7);
  g_subprocess_send_signal (self->process, signal);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
  start_program (self);
  g_assert_cmpuint (get_version (self), ==, 7);
}

static guint
get_ontologies (Run *self)
{
  g_auto (Answer) answer = { 0 };

  fixture_v2 (&self->fixture, self->fixture.other, "GET", "ontologies", NULL,
              &answer);
  return answer.status;
}

/* a key that is taken out is refused from the signal on, on a connection that
 * is open already too, and so is its owner's token */
static void
test_revoke (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *path =
      g_build_filename (fixture->folder, "authorized_keys", NULL);
  g_autofree char *text = NULL;
  g_autofree char *token = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_auto (Answer) answer = { 0 };

  fixture_v2 (fixture, fixture->other, "GET", "user/bearer-token", NULL,
              &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  token = g_strconcat ("Bearer ",
                       json_object_get_string_member (
                           json_node_get_object (answer.json), "token"),
                       NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  *strchr (text, '\n') = '\0';
  g_file_set_contents (path, text, -1, NULL);
  /* the file alone changes nothing */
  g_assert_cmpuint (get_ontologies (self), ==, 200);
  g_subprocess_send_signal (self->process, SIGHUP);
  /* the signal is taken between two requests, one of these at the latest that
   * begins when it has arrived */
  for (guint i = 0; i < 1000 && get_ontologies (self) == 200; i++)
    ;
  g_assert_cmpuint (get_ontologies (self), ==, 401);
  uri = g_strconcat (fixture->uri, "/v2/public/ontologies", NULL);
  message = soup_message_new ("GET", uri);
  soup_message_headers_append (soup_message_get_request_headers (message),
                               "Authorization", token);
  fixture_send (fixture, message, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 401);
}

/* counts can be read while the folder is served, and afterwards */
static void
test_requests (Run *self, gconstpointer data)
{
  save (self, 1);
  save (self, 2);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, program,
                          "--data-dir", self->fixture.folder, "requests", NULL);
    g_autofree char *output = NULL;
    g_autoptr (JsonNode) node = NULL;

    g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output,
                                                  NULL, NULL));
    g_assert_true (g_subprocess_get_successful (process));
    node = json_from_string (output, NULL);
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (node),
                                                 "labelrow POST"),
                     ==, 2);
    if (i == 0) {
      g_subprocess_send_signal (self->process, SIGTERM);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  g_test_add ("/emulator/crash/kill", Run, NULL, set_up, test_kill, tear_down);
  g_test_add ("/emulator/crash/term", Run, GINT_TO_POINTER (SIGTERM), set_up,
              test_stop, tear_down);
  g_test_add ("/emulator/crash/int", Run, GINT_TO_POINTER (SIGINT), set_up,
              test_stop, tear_down);
  g_test_add ("/emulator/crash/revoke", Run, NULL, set_up, test_revoke,
              tear_down);
  g_test_add ("/emulator/crash/requests", Run, NULL, set_up, test_requests,
              tear_down);
  return g_test_run ();
}
