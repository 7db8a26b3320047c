/* test-requests.c - each call sends what the recording of it holds
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A recording is replayed: its canned answers are queued, our client makes the
 * same call, and every request that arrives is compared with the recorded one.
 * A new call adds a line to a table in replays-*.c and the function that makes
 * it. */
#include "requests.h"
#include "test-keys.h"

#include <glib/gstdio.h>

static void
forget_requests (Context *ctx)
{
  FakeRequest *request;

  while ((request = fake_server_take_request (ctx->server)) != NULL)
    fake_request_free (request);
}

static void
context_init (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, &error);
  g_autoptr (EncordCredentials) credentials = NULL;

  g_assert_no_error (error);
  credentials = encord_credentials_new_for_ssh_key (key);
  ctx->server = fake_server_new ();
  ctx->client =
      encord_client_new (fake_server_get_uri (ctx->server), credentials);
  ctx->folder = g_dir_make_tmp ("encord-requests-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
context_clear (Context *ctx)
{
  static const char *const files[] = { "clip.mp4", "a.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (ctx->folder, files[i], NULL);

    g_unlink (path);
  }
  g_rmdir (ctx->folder);
  g_free (ctx->folder);
  g_clear_object (&ctx->row);
  g_clear_object (&ctx->project);
  g_clear_object (&ctx->dataset);
  g_clear_object (&ctx->client);
  fake_server_free (ctx->server);
}

static void
test_recording (gconstpointer data)
{
  const Replay *replay = data;
  g_autoptr (JsonParser) parser = NULL;
  JsonArray *requests = load_recording (replay->recording, &parser);
  Context ctx = { NULL };
  FakeRequest *surplus;

  context_init (&ctx);
  replay->given (&ctx);
  forget_requests (&ctx);
  if (replay->reply != NULL)
    replay->reply (&ctx);
  else
    reply_recorded (&ctx, replay->recording);
  replay->call (&ctx);

  for (guint i = 0; i < json_array_get_length (requests); i++) {
    g_autoptr (FakeRequest) request = fake_server_take_request (ctx.server);

    g_assert_nonnull (request);
    assert_same_request (request, json_array_get_object_element (requests, i),
                         replay->recording);
  }
  surplus = fake_server_take_request (ctx.server);
  g_assert_null (surplus);
  context_clear (&ctx);
}

static void
add_replays (const Replay *replays)
{
  for (; replays->recording != NULL; replays++) {
    g_autofree char *path =
        g_strconcat ("/requests/", replays->recording, NULL);

    g_test_add_data_func (path, replays, test_recording);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_replays (replays_client);
  add_replays (replays_coco);
  add_replays (replays_datasets);
  add_replays (replays_legacy);
  add_replays (replays_models);
  add_replays (replays_people);
  add_replays (replays_rows);

  return g_test_run ();
}
