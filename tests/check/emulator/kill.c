/* kill.c - the program killed at many points, with several clients writing
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-store-data.h"

/* kill PROGRAM POINTS. A point is a seed: it says after how many answers the
 * kill comes, and how far the main loop turns after the last of them. Every
 * writer has a request under way when it comes. */

static const char *program;

typedef enum
{
  SAVE,     /* of a label row */
  CREATE,   /* of a label row on a branch of its own */
  MOVE,     /* of a unit, to the last stage and back */
  REGISTER, /* of an upload job */
  UPLOAD,   /* of a file */
  N_KINDS
} Kind;

#define WRITERS_A_KIND 2
#define N_WRITERS (N_KINDS * WRITERS_A_KIND)

typedef struct _Run Run;

typedef struct
{
  Run *run;
  Kind kind;
  guint index;        /* among those of its kind */
  guint sent;         /* requests, from 1 */
  guint acknowledged; /* the last of them that was answered */
  char *row;          /* label hash */
  GPtrArray *done;    /* what was answered: label hashes, jobs, media */
  char *address;      /* of the upload under way */
  char *media;
} Writer;

struct _Run
{
  Fixture fixture;
  GSubprocess *process;
  GRand *rand;
  Writer writers[N_WRITERS];
  guint n_answers;
  guint n_running;
};

static void send_next (Writer *self);

/* ---- requests ---- */

static SoupMessage *
make_call (Run *self, const char *type, const char *resource, const char *body)
{
  g_autofree char *uri = g_strconcat (self->fixture.uri, "/public", NULL);
  SoupMessage *message = soup_message_new ("POST", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *signature =
      encord_signature_sign_legacy (self->fixture.admin, body, strlen (body));
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  soup_message_headers_append (headers, "Authorization", signature);
  soup_message_headers_append (headers, "ResourceType", type);
  soup_message_headers_append (headers, "ResourceID", resource);
  soup_message_set_request_body_from_bytes (message, NULL, bytes);
  return message;
}

static SoupMessage *
make_project_call (Writer *self, const char *query, const char *method,
                   const char *uid, const char *payload)
{
  g_autofree char *body =
      g_strdup_printf ("{\"query_type\":\"%s\",\"query_method\":\"%s\","
                       "\"values\":{\"uid\":[\"%s\"],\"payload\":%s}}",
                       query, method, uid, payload);

  return make_call (self->run, "project", self->run->fixture.project, body);
}

static SoupMessage *
make_save (Writer *self)
{
  g_autofree char *payload = g_strdup_printf (
      "{\"multi_request\":true,\"labels\":[{\"data_units\":{\"%s\":{\"labels\":"
      "{}}},\"object_answers\":{},\"classification_answers\":{},"
      "\"number\":%u}]}",
      self->run->fixture.video, self->sent);

  return make_project_call (self, "labelrow", "POST", self->row, payload);
}

static SoupMessage *
make_create (Writer *self)
{
  g_autofree char *payload =
      g_strdup_printf ("{\"multi_request\":true,\"branch_name\":\"new-%u-%u\"}",
                       self->index, self->sent);

  return make_project_call (self, "labelrow", "PUT", self->run->fixture.video,
                            payload);
}

static SoupMessage *
make_move (Writer *self)
{
  return make_project_call (self, "labelworkflowgraphnode", "POST", self->row,
                            self->sent % 2 == 1 ? "{\"action\":\"complete\"}"
                                                : "{\"action\":\"reopen\"}");
}

static SoupMessage *
make_register (Writer *self)
{
  Fixture *fixture = &self->run->fixture;
  g_autofree char *body = g_strdup_printf (
      "{\"query_type\":\"datasetdatalongpolling\",\"query_method\":\"POST\","
      "\"values\":{\"uid\":\"%s\",\"payload\":{\"dataItems\":{\"videos\":[{"
      "\"objectUrl\":\"none-%u-%u\"}]}}}}",
      fixture->dataset, self->index, self->sent);

  return make_call (self->run, "dataset", fixture->dataset, body);
}

/* a place, then the file: two requests */
static SoupMessage *
make_upload (Writer *self)
{
  Fixture *fixture = &self->run->fixture;
  SoupMessage *message;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (self->address == NULL)
    return make_call (self->run, "dataset", fixture->dataset,
                      "{\"query_type\":\"signedvideourl\",\"query_method\":"
                      "\"GET\",\"values\":{\"uid\":\"x.mp4\",\"payload\":null}"
                      "}");
  text = g_strnfill (1000 + self->sent, 'x');
  bytes = g_bytes_new (text, strlen (text));
  message = soup_message_new ("PUT", self->address);
  soup_message_set_request_body_from_bytes (message, NULL, bytes);
  return message;
}

static SoupMessage *(*const makers[]) (Writer *self) = {
  [SAVE] = make_save,         [CREATE] = make_create, [MOVE] = make_move,
  [REGISTER] = make_register, [UPLOAD] = make_upload,
};

/* ---- answers ---- */

static JsonNode *
get_response (GBytes *bytes, JsonNode **ret_owner)
{
  g_autofree char *text =
      g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  JsonObject *envelope;

  *ret_owner = json_from_string (text, NULL);
  g_assert_nonnull (*ret_owner);
  envelope = json_node_get_object (*ret_owner);
  if (json_object_get_int_member (envelope, "status") != 200)
    g_error ("refused: %s", text);
  return json_object_get_member (envelope, "response");
}

static void
take_upload_answer (Writer *self, GBytes *bytes)
{
  g_autoptr (JsonNode) owner = NULL;
  JsonObject *place;

  if (self->address != NULL) {
    g_ptr_array_add (self->done, g_steal_pointer (&self->media));
    g_clear_pointer (&self->address, g_free);
    return;
  }
  place = json_node_get_object (get_response (bytes, &owner));
  self->address =
      g_strdup (json_object_get_string_member (place, "signed_url"));
  self->media = g_strdup (json_object_get_string_member (place, "file_link"));
}

static void
take_answer (Writer *self, GBytes *bytes)
{
  g_autoptr (JsonNode) owner = NULL;
  JsonNode *response;

  if (self->kind == UPLOAD) {
    take_upload_answer (self, bytes);
    return;
  }
  response = get_response (bytes, &owner);
  if (self->kind == CREATE)
    g_ptr_array_add (
        self->done,
        g_strdup (json_object_get_string_member (
            json_array_get_object_element (json_node_get_array (response), 0),
            "label_hash")));
  else if (self->kind == REGISTER)
    g_ptr_array_add (self->done,
                     g_strdup (json_object_get_string_member (
                         json_node_get_object (response), "process_hash")));
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GBytes) bytes =
      soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
  SoupMessage *message =
      soup_session_get_async_result_message (SOUP_SESSION (source), result);

  self->run->n_running--;
  /* the kill, half-way through the answer perhaps */
  if (bytes == NULL || soup_message_get_status (message) != 200 ||
      (goffset) g_bytes_get_size (bytes) <
          soup_message_headers_get_content_length (
              soup_message_get_response_headers (message)))
    return;
  take_answer (self, bytes);
  self->acknowledged = self->sent;
  self->run->n_answers++;
  send_next (self);
}

static void
send_next (Writer *self)
{
  g_autoptr (SoupMessage) message = NULL;

  self->sent++;
  self->run->n_running++;
  message = makers[self->kind](self);
  soup_session_send_and_read_async (self->run->fixture.session, message, 0,
                                    NULL, on_answer, self);
}

/* ---- a run ---- */

static char *
create_row (Fixture *self, const char *unit, const char *branch)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", unit);
  g_autofree char *payload =
      g_strdup_printf ("{\"branch_name\":\"%s\"}", branch);

  fixture_call (self, "labelrow", "PUT", uid, payload, &answer);
  return g_strdup (json_object_get_string_member (
      json_array_get_object_element (
          json_node_get_array (answer_get_response (&answer)), 0),
      "label_hash"));
}

static void
set_up_writer (Run *self, guint i)
{
  Writer *writer = &self->writers[i];
  Fixture *fixture = &self->fixture;

  writer->run = self;
  writer->kind = i % N_KINDS;
  writer->index = i / N_KINDS;
  writer->done = g_ptr_array_new_with_free_func (g_free);
  if (writer->kind == SAVE) {
    g_autofree char *branch = g_strdup_printf ("save-%u", writer->index);

    writer->row = create_row (fixture, fixture->video, branch);
  } else if (writer->kind == MOVE) {
    writer->row = create_row (
        fixture, writer->index == 0 ? fixture->video : fixture->group, "main");
  }
}

static void
set_up (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;

  fixture_set_up (fixture, NULL);
  fixture_make_project (fixture);
  for (guint i = 0; i < N_WRITERS; i++)
    set_up_writer (self, i);
  g_clear_object (&fixture->session);
  fixture->session = soup_session_new_with_options (
      "max-conns", 2 * N_WRITERS, "max-conns-per-host", 2 * N_WRITERS, NULL);
  self->rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  self->process = fixture_spawn (fixture, program, NULL);
}

static void
tear_down (Run *self, gconstpointer data)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  g_rand_free (self->rand);
  for (guint i = 0; i < N_WRITERS; i++) {
    g_free (self->writers[i].row);
    g_free (self->writers[i].address);
    g_free (self->writers[i].media);
    g_ptr_array_unref (self->writers[i].done);
  }
  fixture_tear_down (&self->fixture, NULL);
}

static void
write_and_kill (Run *self)
{
  const guint n_answers = g_rand_int_range (self->rand, 1, 80);
  guint turns = g_rand_int_range (self->rand, 0, 20);

  self->n_answers = 0;
  for (guint i = 0; i < N_WRITERS; i++)
    send_next (&self->writers[i]);
  while (self->n_answers < n_answers)
    g_main_context_iteration (NULL, TRUE);
  while (turns-- > 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (self->n_running, ==, N_WRITERS);
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  while (self->n_running > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- what is left ---- */

/* what was on its way may have been done or not */
static void
assert_last (const Writer *writer, guint found)
{
  g_assert_cmpuint (found, >=, writer->acknowledged);
  g_assert_cmpuint (found, <=, writer->sent);
}

static void
check_save (Writer *self)
{
  Fixture *fixture = &self->run->fixture;
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->row);
  JsonObject *row;

  fixture_call (fixture, "labelrow", "GET", uid, "{}", &answer);
  row = json_node_get_object (answer_get_response (&answer));
  assert_last (
      self, (guint) json_object_get_int_member_with_default (row, "number", 0));
}

/* every acknowledged row is there, on the branch that it was asked for */
static void
check_create (Writer *self)
{
  Fixture *fixture = &self->run->fixture;

  for (guint i = 0; i < self->done->len; i++) {
    g_auto (Answer) answer = { 0 };
    g_autofree char *uid =
        g_strdup_printf ("\"%s\"", (char *) self->done->pdata[i]);
    g_autofree char *branch = g_strdup_printf ("new-%u-%u", self->index, i + 1);

    fixture_call (fixture, "labelrow", "GET", uid, "{}", &answer);
    g_assert_cmpstr (json_object_get_string_member (
                         json_node_get_object (answer_get_response (&answer)),
                         "branch_name"),
                     ==, branch);
  }
}

static void
check_move (Writer *self)
{
  Fixture *fixture = &self->run->fixture;
  g_auto (Answer) answer = { 0 };
  g_autofree char *payload =
      g_strdup_printf ("{\"label_hashes\":[\"%s\"]}", self->row);
  const char *title;
  gboolean complete;

  fixture_call (fixture, "labelrowmetadata", "GET", "null", payload, &answer);
  title = json_object_get_string_member (
      json_object_get_object_member (
          json_array_get_object_element (
              json_node_get_array (answer_get_response (&answer)), 0),
          "workflow_graph_node"),
      "title");
  complete = g_str_equal (title, "Complete");
  g_assert_true (complete || g_str_equal (title, "Annotate"));
  /* odd numbers complete: the last answered or the one under way */
  g_assert_true (complete == (self->acknowledged % 2 == 1) ||
                 complete == (self->sent % 2 == 1));
}

static void
check_register (Writer *self)
{
  Fixture *fixture = &self->run->fixture;

  for (guint i = 0; i < self->done->len; i++) {
    g_auto (Answer) answer = { 0 };
    g_autofree char *body = g_strdup_printf (
        "{\"query_type\":\"datasetdatalongpolling\",\"query_method\":\"GET\","
        "\"values\":{\"uid\":\"%s\",\"payload\":{\"process_hash\":\"%s\","
        "\"timeout_seconds\":60}}}",
        fixture->dataset, (char *) self->done->pdata[i]);

    fixture_legacy (fixture, fixture->admin, "dataset", fixture->dataset, body,
                    &answer);
    /* there is no such file: the job goes on and ends */
    g_assert_cmpstr (
        json_object_get_string_member (
            json_node_get_object (answer_get_response (&answer)), "status"),
        ==, "ERROR");
  }
}

static void
check_upload (Writer *self)
{
  Fixture *fixture = &self->run->fixture;
  g_autoptr (EmulatorStore) store = emulator_open_store (fixture->folder, NULL);

  for (guint i = 0; i < self->done->len; i++) {
    const char *id = self->done->pdata[i];
    g_autofree char *path =
        g_build_filename (fixture->folder, "media", id, NULL);
    g_autoptr (EmulatorMedia) media =
        emulator_store_get_media (store, id, NULL);
    g_autofree char *text = NULL;
    gsize length;

    g_assert_nonnull (media);
    g_assert_true (g_file_get_contents (path, &text, &length, NULL));
    /* the file was the second request of each pair */
    g_assert_cmpuint (length, ==, 1000 + 2 * (i + 1));
    g_assert_cmpint (media->size, ==, (gint64) length);
  }
}

static void (*const checks[]) (Writer *self) = {
  [SAVE] = check_save,         [CREATE] = check_create, [MOVE] = check_move,
  [REGISTER] = check_register, [UPLOAD] = check_upload,
};

static void
test_point (Run *self, gconstpointer data)
{
  write_and_kill (self);
  self->process = fixture_spawn (&self->fixture, program, NULL);
  for (guint i = 0; i < N_WRITERS; i++) {
    Writer *writer = &self->writers[i];

    g_test_message ("%u: %u sent, %u acknowledged", i, writer->sent,
                    writer->acknowledged);
    checks[writer->kind](writer);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  program = argv[1];
  for (int seed = 1; seed <= atoi (argv[2]); seed++) {
    g_autofree char *path = g_strdup_printf ("/emulator/kill/%d", seed);

    g_test_add (path, Run, GINT_TO_POINTER (seed), set_up, test_point,
                tear_down);
  }
  return g_test_run ();
}
