/* emulator-fixture.c - an emulator in this process, on a folder of its own
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "emulator-store-data.h"

#define ADMIN                                                                  \
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNT" \
  "UxOQAAACADoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuAAAAIgsj5VMLI+VTAAAAAtz" \
  "c2gtZWQyNTUxOQAAACADoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuAAAAEAAAQIDBA" \
  "UGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHwOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQS" \
  "VTG4AAAAAAECAwQF"
#define ADMIN_LINE                                                             \
  "ssh-ed25519 "                                                               \
  "AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 "      \
  "a@example.com\n"
#define OTHER                                                                  \
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNT" \
  "UxOQAAACAt3rgubwk4oJS0SQLlbLzW80P7fQVbefQFlL1JhuwBLAAAAJAeOfokHjn6JAAAAAtz" \
  "c2gtZWQyNTUxOQAAACAt3rgubwk4oJS0SQLlbLzW80P7fQVbefQFlL1JhuwBLAAAAEA42M2vNt" \
  "2rWbm1S08cS1VNga9RiFTtVXEMCJGoMIB3vi3euC5vCTiglLRJAuVsvNbzQ/t9BVt59AWUvUmG" \
  "7AEsAAAADWJAZXhhbXBsZS5jb20="
#define OTHER_LINE                                                             \
  "ssh-ed25519 "                                                               \
  "AAAAC3NzaC1lZDI1NTE5AAAAIC3euC5vCTiglLRJAuVsvNbzQ/t9BVt59AWUvUmG7AEs "      \
  "b@example.com\n"
#define STRANGER                                                               \
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNT" \
  "UxOQAAACBJtoIxrtraOssjSJVEUmfqApGIt4haGDFWHy5/7lXQQAAAAJBYfaB3WH2gdwAAAAtz" \
  "c2gtZWQyNTUxOQAAACBJtoIxrtraOssjSJVEUmfqApGIt4haGDFWHy5/7lXQQAAAAEAz92jX3F" \
  "uGYJp5YBKoVL1jDmAt+WjcFeI3Qa0s2Vmn6Um2gjGu2to6yyNIlURSZ+oCkYi3iFoYMVYfLn/u" \
  "VdBAAAAADWNAZXhhbXBsZS5jb20="

static EncordSshKey *
make_key (const char *base64)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      g_strdup_printf ("-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n"
                       "-----END OPENSSH PRIVATE KEY-----\n",
                       base64);
  EncordSshKey *key = encord_ssh_key_new_from_string (text, NULL, &error);

  g_assert_no_error (error);
  return key;
}

static void
start (Fixture *self, const EmulatorLimits *limits)
{
  g_autoptr (GError) error = NULL;

  self->emulator = emulator_new (self->folder, NULL, &error);
  g_assert_no_error (error);
  if (limits != NULL)
    self->emulator->limits = *limits;
  self->uri = emulator_listen (self->emulator, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("max-conns-per-host", 8, NULL);
}

static void
stop (Fixture *self)
{
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->emulator, emulator_free);
  g_clear_pointer (&self->uri, g_free);
}

void
fixture_restart (Fixture *self)
{
  fixture_restart_limited (self, NULL);
}

void
fixture_restart_limited (Fixture *self, const EmulatorLimits *limits)
{
  stop (self);
  start (self, limits);
}

GSubprocess *
fixture_spawn (Fixture *self, const char *program, const char *trainer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  g_clear_pointer (&self->emulator, emulator_free);
  soup_session_abort (self->session);
  process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--data-dir",
      self->folder, trainer != NULL ? "--trainer" : NULL, trainer, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  g_free (self->uri);
  self->uri = g_strdup (line + strlen ("listening on "));
  return g_steal_pointer (&process);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = NULL;

  self->folder = g_dir_make_tmp ("emulator-XXXXXX", &error);
  g_assert_no_error (error);
  keys = g_build_filename (self->folder, "authorized_keys", NULL);
  g_file_set_contents (keys, ADMIN_LINE OTHER_LINE, -1, &error);
  g_assert_no_error (error);
  self->admin = make_key (ADMIN);
  self->other = make_key (OTHER);
  self->stranger = make_key (STRANGER);
  start (self, NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_folder (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  stop (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_folder (self->folder);
  g_free (self->folder);
  encord_ssh_key_unref (self->admin);
  encord_ssh_key_unref (self->other);
  encord_ssh_key_unref (self->stranger);
  g_free (self->dataset);
  g_free (self->project);
  g_free (self->ontology);
  g_free (self->video);
  g_free (self->group);
  g_free (self->pictures[0]);
  g_free (self->pictures[1]);
  g_free (self->row);
}

/* ---- requests ---- */

void
answer_clear (Answer *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
}

typedef struct
{
  gboolean done;
  GBytes *bytes;
  GError *error;
} Exchange;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->bytes = soup_session_send_and_read_finish (
      SOUP_SESSION (source), result, &exchange->error);
  exchange->done = TRUE;
}

void
fixture_send (Fixture *self, SoupMessage *message, const char *body,
              Answer *ret)
{
  Exchange exchange = { FALSE };

  answer_clear (ret);
  if (body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

    soup_message_set_request_body_from_bytes (message, NULL, bytes);
  }
  soup_session_send_and_read_async (self->session, message, 0, NULL, on_answer,
                                    &exchange);
  while (!exchange.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (exchange.error);
  ret->status = soup_message_get_status (message);
  ret->bytes = exchange.bytes;
  ret->headers =
      soup_message_headers_ref (soup_message_get_response_headers (message));
  if (g_bytes_get_size (ret->bytes) > 0) {
    g_autofree char *text = g_strndup (g_bytes_get_data (ret->bytes, NULL),
                                       g_bytes_get_size (ret->bytes));

    ret->json = json_from_string (text, NULL);
  }
}

static SoupMessage *
new_legacy (Fixture *self, EncordSshKey *key, const char *type,
            const char *resource, const char *body)
{
  g_autofree char *uri = g_strconcat (
      self->uri, type[0] == '\0' ? "/public/user" : "/public", NULL);
  SoupMessage *message = soup_message_new ("POST", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *signature =
      encord_signature_sign_legacy (key, body, strlen (body));
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  soup_message_headers_append (headers, "Authorization", signature);
  soup_message_headers_append (headers, "ResourceType", type);
  soup_message_headers_append (headers, "ResourceID", resource);
  soup_message_set_request_body_from_bytes (message, NULL, bytes);

  return message;
}

void
fixture_legacy (Fixture *self, EncordSshKey *key, const char *type,
                const char *resource, const char *body, Answer *ret)
{
  g_autoptr (SoupMessage) message =
      new_legacy (self, key, type, resource, body);

  fixture_send (self, message, NULL, ret);
}

static SoupMessage *
new_v2 (Fixture *self, EncordSshKey *key, const char *verb, const char *path,
        const char *body)
{
  g_autofree char *target = g_strconcat ("/v2/public/", path, NULL);
  g_autofree char *uri = g_strconcat (self->uri, target, NULL);
  SoupMessage *message = soup_message_new (verb, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_auto (EncordV2Signature) signature = { NULL };

  encord_signature_sign_v2 (key, verb, target, body != NULL ? body : "",
                            body != NULL ? strlen (body) : 0,
                            g_get_real_time () / G_USEC_PER_SEC - 30,
                            &signature);
  soup_message_headers_append (headers, "Content-Digest",
                               signature.content_digest);
  soup_message_headers_append (headers, "Signature-Input",
                               signature.signature_input);
  soup_message_headers_append (headers, "Signature", signature.signature);
  if (body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

    soup_message_set_request_body_from_bytes (message, NULL, bytes);
  }

  return message;
}

void
fixture_v2 (Fixture *self, EncordSshKey *key, const char *verb,
            const char *path, const char *body, Answer *ret)
{
  g_autoptr (SoupMessage) message = new_v2 (self, key, verb, path, body);

  fixture_send (self, message, NULL, ret);
}

/* ---- bytes ---- */

char *
fixture_make_legacy (Fixture *self, EncordSshKey *key, const char *type,
                     const char *resource, const char *body, const char *more)
{
  g_autofree char *signature =
      encord_signature_sign_legacy (key, body, strlen (body));

  return g_strdup_printf ("POST /public%s HTTP/1.1\r\nHost: x\r\n"
                          "Connection: close\r\nResourceType: %s\r\n"
                          "ResourceID: %s\r\nAuthorization: %s\r\n%s"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                          type[0] == '\0' ? "/user" : "", type, resource,
                          signature, more, strlen (body), body);
}

char *
fixture_make_v2 (Fixture *self, EncordSshKey *key, const char *verb,
                 const char *target, const char *body, const char *more)
{
  g_auto (EncordV2Signature) signature = { NULL };

  encord_signature_sign_v2 (key, verb, target, body, strlen (body),
                            g_get_real_time () / G_USEC_PER_SEC - 30,
                            &signature);
  return g_strdup_printf (
      "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
      "Content-Digest: %s\r\nSignature-Input: %s\r\nSignature: %s\r\n%s"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
      verb, target, signature.content_digest, signature.signature_input,
      signature.signature, more, strlen (body), body);
}

GSocketConnection *
fixture_connect (Fixture *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host (
      client, strchr (self->uri, '/') + 2, 0, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gssize *size = user_data;
  const gssize got =
      g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  /* a reset is as good an end as any */
  *size = MAX (got, 0);
}

char *
fixture_read_all (GSocketConnection *connection)
{
  GInputStream *stream =
      g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize size;

  do {
    size = -1;
    g_input_stream_read_async (stream, buffer, sizeof buffer, 0, NULL, on_read,
                               &size);
    while (size < 0)
      g_main_context_iteration (NULL, TRUE);
    g_string_append_len (text, buffer, size);
  } while (size > 0);
  return g_strdup (text->str);
}

void
fixture_call_as (Fixture *self, EncordSshKey *key, const char *type,
                 const char *resource, const char *query_type,
                 const char *query_method, const char *uid, const char *payload,
                 Answer *ret)
{
  g_autofree char *body =
      g_strdup_printf ("{\"query_type\":\"%s\",\"query_method\":\"%s\","
                       "\"values\":{\"uid\":%s,\"payload\":%s}}",
                       query_type, query_method, uid, payload);

  fixture_legacy (self, key, type, resource, body, ret);
}

void
fixture_call (Fixture *self, const char *query_type, const char *query_method,
              const char *uid, const char *payload, Answer *ret)
{
  fixture_call_as (self, self->admin, "project", self->project, query_type,
                   query_method, uid, payload, ret);
}

static void
on_begun_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GBytes **) user_data =
      soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
}

void
fixture_begin_call (Fixture *self, const char *query_type,
                    const char *query_method, const char *uid,
                    const char *payload, GBytes **ret_answer)
{
  g_autofree char *body = g_strdup_printf (
      "{\"query_type\":\"%s\",\"query_method\":\"%s\",\"values\":{\"uid\":%s,"
      "\"payload\":%s}}",
      query_type, query_method, uid, payload);
  g_autoptr (SoupMessage) message =
      new_legacy (self, self->admin, "project", self->project, body);

  soup_session_send_and_read_async (self->session, message, 0, NULL,
                                    on_begun_done, ret_answer);
}

void
fixture_begin_v2 (Fixture *self, const char *path, GBytes **ret_answer)
{
  g_autoptr (SoupMessage) message =
      new_v2 (self, self->admin, "GET", path, NULL);

  soup_session_send_and_read_async (self->session, message, 0, NULL,
                                    on_begun_done, ret_answer);
}

void
fixture_add_other (Fixture *self, int role)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *payload = g_strdup_printf (
      "{\"user_emails\":[\"b@example.com\"],\"user_role\":%d}", role);

  fixture_call (self, "projectusers", "POST", "null", payload, &answer);
  answer_get_response (&answer);
}

char *
fixture_create_row (Fixture *self, const char *unit)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", unit);

  fixture_call (self, "labelrow", "PUT", uid, "{\"get_signed_url\":false}",
                &answer);
  return g_strdup (json_object_get_string_member (
      json_node_get_object (answer_get_response (&answer)), "label_hash"));
}

JsonNode *
answer_get_response (const Answer *self)
{
  JsonObject *envelope = json_node_get_object (self->json);

  g_assert_cmpuint (self->status, ==, 200);
  if (json_object_get_int_member (envelope, "status") != 200)
    g_error ("refused: %s", json_to_string (self->json, FALSE));
  return json_object_get_member (envelope, "response");
}

void
answer_assert_refused (const Answer *self, const char *error)
{
  JsonObject *envelope;
  JsonArray *response;

  /* other HTTP statuses may be retried without a look at the body */
  g_assert_cmpuint (self->status, ==, 200);
  g_assert_nonnull (self->json);
  envelope = json_node_get_object (self->json);
  g_assert_cmpint (json_object_get_int_member (envelope, "status"), !=, 200);
  response = json_object_get_array_member (envelope, "response");
  g_assert_cmpuint (json_array_get_length (response), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (response, 0), ==, error);
}

/* ---- a project ---- */

#define EDITOR                                                                 \
  "{\"objects\":[{\"id\":\"1\",\"name\":\"Car\",\"color\":\"#D33115\","        \
  "\"shape\":\"bounding_box\",\"featureNodeHash\":\"aaaa1111\"}],"             \
  "\"classifications\":[{\"id\":\"1\",\"featureNodeHash\":\"dddd1111\","       \
  "\"attributes\":[]}],\"skeleton_templates\":[]}"

static char *
string_member (const Answer *answer, const char *member)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return g_strdup (json_object_get_string_member (
      json_node_get_object (answer->json), member));
}

static EmulatorUnit *
new_unit (Fixture *self, const char *type, const char *title, gint64 frames)
{
  EmulatorUnit *unit = g_new0 (EmulatorUnit, 1);

  unit->hash = g_uuid_string_random ();
  unit->item = g_uuid_string_random ();
  unit->dataset = g_strdup (self->dataset);
  unit->type = g_strdup (type);
  unit->title = g_strdup (title);
  unit->client_metadata = g_strdup ("{}");
  unit->frames = frames;
  unit->width = 64;
  unit->height = 48;
  return unit;
}

static char *
add_media (Fixture *self, const char *title)
{
  char *id = emulator_store_add_media (self->emulator->store, self->dataset,
                                       "a@example.com", title, NULL);
  g_autofree char *path =
      g_build_filename (self->emulator->media_dir, id, NULL);

  g_file_set_contents (path, "0123456789", 10, NULL);
  g_assert_true (
      emulator_store_set_media_size (self->emulator->store, id, 10, NULL));
  return id;
}

static EmulatorImage *
new_image (Fixture *self, const char *title)
{
  EmulatorImage *image = g_new0 (EmulatorImage, 1);

  image->hash = g_uuid_string_random ();
  image->title = g_strdup (title);
  image->media = add_media (self, title);
  image->mime = g_strdup ("image/png");
  image->size = 10;
  image->width = 64;
  image->height = 48;
  return image;
}

static void
add_data (Fixture *self)
{
  EmulatorStore *store = self->emulator->store;
  g_autoptr (GPtrArray) units =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_unit_free);
  g_autoptr (GPtrArray) images = g_ptr_array_new ();
  g_autoptr (GPtrArray) pictures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_image_free);
  EmulatorUnit *video = new_unit (self, "VIDEO", "clip.mp4", 10);
  EmulatorUnit *group = new_unit (self, "IMG_GROUP", "group", 2);
  g_autofree char *job = emulator_store_add_job (store, self->dataset,
                                                 "a@example.com", "{}", NULL);
  g_autoptr (GError) error = NULL;

  video->media = add_media (self, "clip.mp4");
  video->mime = g_strdup ("video/mp4");
  video->fps = 25;
  video->duration = 0.4;
  for (guint i = 0; i < 2; i++) {
    EmulatorImage *image = new_image (self, i == 0 ? "a.png" : "b.png");

    self->pictures[i] = g_strdup (image->hash);
    g_ptr_array_add (pictures, image);
  }
  self->video = g_strdup (video->hash);
  self->group = g_strdup (group->hash);
  g_ptr_array_add (units, video);
  g_ptr_array_add (images, NULL);
  g_ptr_array_add (units, group);
  g_ptr_array_add (images, pictures);
  emulator_store_finish_job (store, job, units, images, "DONE", "{}", &error);
  g_assert_no_error (error);
}

void
fixture_make_project (Fixture *self)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *request = NULL;

  fixture_v2 (self, self->admin, "POST", "ontologies",
              "{\"title\":\"O\",\"description\":\"\",\"editor\":" EDITOR "}",
              &answer);
  self->ontology = string_member (&answer, "ontologyUuid");
  fixture_v2 (self, self->admin, "POST", "datasets", "{\"title\":\"D\"}",
              &answer);
  self->dataset = string_member (&answer, "datasetUuid");
  add_data (self);
  request = g_strdup_printf (
      "{\"query_type\":\"project\",\"query_method\":\"POST\",\"values\":{"
      "\"uid\":null,\"payload\":{\"title\":\"P\",\"description\":\"\","
      "\"dataset_hashes\":[\"%s\"],\"ontology_hash\":\"%s\","
      "\"workflow_template_id\":\"00000000-0000-4000-8000-000000000001\"}}}",
      self->dataset, self->ontology);
  fixture_legacy (self, self->admin, "", "", request, &answer);
  self->project =
      g_strdup (json_node_get_string (answer_get_response (&answer)));
}
