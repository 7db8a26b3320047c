/* test-image-group.c - the images of a data unit
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#define N_IMAGES 20

/* the answer with N_IMAGES images, whose links begin with prefix */
static void
reply_links (ClientFixture *f, const char *prefix)
{
  g_autoptr (GString) answer = g_string_new ("{\"status\":200,\"response\":"
                                             "{\"video\":null,\"images\":[");

  for (guint i = 0; i < N_IMAGES; i++)
    g_string_append_printf (
        answer, "%s{\"image_hash\":\"h%u\",\"file_link\":\"%s/%s%u?sesame\"}",
        i > 0 ? "," : "", i, fake_server_get_uri (f->server), prefix, i);
  g_string_append (answer, "]}}");
  fake_server_reply (f->server, 200, answer->str);
}

static EncordImageGroup *
open_group (ClientFixture *f)
{
  g_autoptr (GError) error = NULL;
  EncordImageGroup *group;

  client_fixture_open_project (f);
  client_fixture_forget_requests (f);
  reply_links (f, "image");
  group = encord_project_get_image_group (f->project, "d", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (encord_image_group_get_n_images (group), ==, N_IMAGES);
  fake_request_free (fake_server_take_request (f->server));

  return group;
}

static void
assert_reads (EncordDataStream *stream, const char *expected)
{
  g_autoptr (GError) error = NULL;
  char text[32];
  gsize n;

  g_assert_true (g_input_stream_read_all (G_INPUT_STREAM (stream), text,
                                          sizeof (text), &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (text, n, expected, strlen (expected));
}

static void
assert_image (ClientFixture *f, EncordImageGroup *group, guint index)
{
  g_autofree char *text = g_strdup_printf ("picture %u", index);
  g_autofree char *hash = g_strdup_printf ("h%u", index);
  g_autoptr (EncordDataStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (encord_image_group_get_image_hash (group, index), ==, hash);
  fake_server_reply (f->server, 200, text);
  stream = encord_image_group_open_image (group, index, NULL, &error);
  g_assert_no_error (error);
  assert_reads (stream, text);
}

static void
assert_requested (ClientFixture *f, const char *prefix, guint index)
{
  g_autofree char *target = g_strdup_printf ("/%s%u?sesame", prefix, index);
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);

  g_assert_nonnull (request);
  g_assert_cmpstr (request->target, ==, target);
}

static void
test_one_look_up (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordImageGroup) group = open_group (f);

  for (guint i = 0; i < N_IMAGES; i++) {
    assert_image (f, group, i);
    assert_requested (f, "image", i);
  }
  g_assert_null (fake_server_take_request (f->server));
}

/* the first picture whose link has expired renews the links of all */
static void
test_renewal (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordImageGroup) group = open_group (f);

  assert_image (f, group, 0);
  assert_requested (f, "image", 0);
  fake_server_reply (f->server, 403, "expired");
  reply_links (f, "renewed");
  assert_image (f, group, 1);
  assert_requested (f, "image", 1);
  fake_request_free (fake_server_take_request (f->server));
  assert_requested (f, "renewed", 1);
  for (guint i = 2; i < N_IMAGES; i++) {
    assert_image (f, group, i);
    assert_requested (f, "renewed", i);
  }
  g_assert_null (fake_server_take_request (f->server));
}

/* a link that is refused although it is new */
static void
test_refused (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordImageGroup) group = open_group (f);
  g_autoptr (EncordDataStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 403, "expired");
  reply_links (f, "renewed");
  fake_server_reply (f->server, 403, "no");
  stream = encord_image_group_open_image (group, 0, NULL, &error);
  g_assert_null (stream);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_DENIED);
  g_assert_null (strstr (error->message, "sesame"));
}

/* an image that has gone when the links are renewed */
static void
test_vanished (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordImageGroup) group = open_group (f);
  g_autoptr (EncordDataStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 410, "expired");
  fake_server_reply (f->server, 200,
                     OK ("{\"video\":null,\"images\":[{\"image_hash\":\"h1\","
                         "\"file_link\":\"http://x/?sesame\"}]}"));
  stream = encord_image_group_open_image (group, 0, NULL, &error);
  g_assert_null (stream);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_assert_nonnull (strstr (error->message, "h0"));
  g_assert_null (strstr (error->message, "sesame"));
}

static const struct
{
  const char *name;
  const char *answer;
  int code;
} bad_answers[] = {
  { "video", OK ("{\"video\":{\"file_link\":\"x\"},\"images\":null}"),
    ENCORD_ERROR_NOT_FOUND },
  { "empty", OK ("{\"video\":null,\"images\":[]}"), ENCORD_ERROR_NOT_FOUND },
  { "number", OK ("{\"video\":null,\"images\":[7]}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "no-hash", OK ("{\"video\":null,\"images\":[{\"file_link\":\"sesame\"}]}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "no-images", OK ("{\"video\":null}"), ENCORD_ERROR_BAD_RESPONSE },
};

static void
test_bad_answer (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordImageGroup) group = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, bad_answers[i].answer);
  group = encord_project_get_image_group (f->project, "d", NULL, &error);
  g_assert_null (group);
  g_assert_error (error, ENCORD_ERROR, bad_answers[i].code);
  g_assert_null (strstr (error->message, "sesame"));
}

static void
test_async (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordImageGroup) group = NULL;
  g_autoptr (EncordDataStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  client_fixture_open_project (f);
  reply_links (f, "image");
  encord_project_get_image_group_async (f->project, "d", NULL,
                                        client_fixture_take_result, &result);
  group = encord_project_get_image_group_finish (
      f->project, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  fake_server_reply (f->server, 200, "picture");
  encord_image_group_open_image_async (group, 3, NULL,
                                       client_fixture_take_result, &result);
  stream = encord_image_group_open_image_finish (
      group, client_fixture_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  assert_reads (stream, "picture");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("ENCORD_SERVER");

  ADD ("/image-group/one-look-up", 0, test_one_look_up);
  ADD ("/image-group/renewal", 0, test_renewal);
  ADD ("/image-group/refused", 0, test_refused);
  ADD ("/image-group/vanished", 0, test_vanished);
  ADD_TABLE ("/image-group/bad/", bad_answers, test_bad_answer);
  ADD ("/image-group/async", 0, test_async);

  return g_test_run ();
}
