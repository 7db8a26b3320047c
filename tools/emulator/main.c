/* main.c - encord-emulator: a local server that speaks the platform's protocol
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>

#include "emulator-json.h"
#include "emulator.h"

static gboolean
on_stop (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_reload (gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!emulator_reload_keys (user_data, &error))
    g_printerr ("encord-emulator: the keys stay as they were: %s\n",
                error->message);
  return G_SOURCE_CONTINUE;
}

static int
serve (const char *data_dir, const char *listen, const char *authorized_keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (Emulator) emulator =
      emulator_new (data_dir, authorized_keys, &error);
  g_autofree char *uri =
      emulator != NULL ? emulator_listen (emulator, listen, &error) : NULL;

  if (uri == NULL) {
    g_printerr ("encord-emulator: %s\n", error->message);
    return 1;
  }
  g_unix_signal_add (SIGTERM, on_stop, loop);
  g_unix_signal_add (SIGINT, on_stop, loop);
  g_unix_signal_add (SIGHUP, on_reload, emulator);
  g_print ("listening on %s\n", uri);
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}

static void
add_count (const char *call, gint64 count, gpointer user_data)
{
  emulator_json_add_int (user_data, call, count);
}

/* how often each call was made, as one JSON object */
static int
print_requests (const char *data_dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EmulatorStore) store = emulator_open_store (data_dir, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  if (store == NULL ||
      !emulator_store_list_counts (store, add_count, builder, &error)) {
    g_printerr ("encord-emulator: %s\n", error->message);
    return 1;
  }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  text = emulator_json_to_text (node);
  g_print ("%s\n", text);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *data_dir = NULL;
  g_autofree char *listen = NULL;
  g_autofree char *authorized_keys = NULL;
  const GOptionEntry entries[] = {
    { "data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &data_dir,
      "Folder that holds everything; made if it is not there", "DIR" },
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &listen,
      "Address and port, 0 for any free one (default 127.0.0.1:0)",
      "ADDRESS:PORT" },
    { "authorized-keys", 'k', 0, G_OPTION_ARG_FILENAME, &authorized_keys,
      "Ed25519 public keys, a line each, the comment being the user's mail "
      "address; the first user administers (default DIR/authorized_keys)",
      "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("[requests] - a local labelling server");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  /* labels and pictures are nobody else's business */
  umask (0077);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "With \"requests\" it prints how often each call was made, as "
               "JSON, and ends; this works\nwhile another one serves the "
               "folder.");
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("encord-emulator: %s\n", error->message);
    return 2;
  }
  if (data_dir == NULL || argc > 2 ||
      (argc == 2 && !g_str_equal (argv[1], "requests"))) {
    g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

    g_printerr ("%s", help);
    return 2;
  }
  if (argc == 2)
    return print_requests (data_dir);
  return serve (data_dir, listen != NULL ? listen : "127.0.0.1:0",
                authorized_keys);
}
