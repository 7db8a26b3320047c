/* main.c - encord-emulator: a local server that speaks the platform's protocol
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include "emulator-import.h"
#include "emulator-json.h"
#include "emulator.h"

/* what the command line says */
typedef struct
{
  char *data_dir;
  char *listen;
  char *authorized_keys;
  char *trainer;
  EmulatorLimits limits;
  int rate;
  EmulatorImport import;
} Options;

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
serve (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (Emulator) emulator =
      emulator_new (options->data_dir, options->authorized_keys, &error);
  g_autofree char *uri = NULL;

  /* a write past the limit of a file's size is to fail, not to kill */
  signal (SIGXFSZ, SIG_IGN);
  if (emulator != NULL) {
    emulator->limits = options->limits;
    emulator->limits.rate = (guint) options->rate;
  }
  if (emulator != NULL &&
      emulator_set_trainer (emulator, options->trainer, &error))
    uri = emulator_listen (
        emulator, options->listen != NULL ? options->listen : "127.0.0.1:0",
        &error);
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

static int
import_model (const char *data_dir, const EmulatorImport *import)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *model = emulator_import_model (data_dir, import, &error);

  if (model == NULL) {
    g_printerr ("encord-emulator: %s\n", error->message);
    return 1;
  }
  g_print ("{\"model\":\"%s\",\"iteration\":\"%s\"}\n", model,
           import->iteration);
  return 0;
}

static void
options_clear (Options *self)
{
  g_free (self->data_dir);
  g_free (self->listen);
  g_free (self->authorized_keys);
  g_free (self->trainer);
  g_free ((char *) self->import.model);
  g_free ((char *) self->import.project);
  g_free ((char *) self->import.title);
  g_free ((char *) self->import.class_map);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static GOptionContext *
make_context (Options *options)
{
  const GOptionEntry entries[] = {
    { "data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &options->data_dir,
      "Folder that holds everything; made if it is not there", "DIR" },
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &options->listen,
      "Address and port, 0 for any free one (default 127.0.0.1:0)",
      "ADDRESS:PORT" },
    { "authorized-keys", 'k', 0, G_OPTION_ARG_FILENAME,
      &options->authorized_keys,
      "Ed25519 public keys, a line each, the comment being the user's mail "
      "address; the first user administers (default DIR/authorized_keys)",
      "FILE" },
    { "trainer", 't', 0, G_OPTION_ARG_STRING, &options->trainer,
      "Program that trains models: it is run with the folder of the job as its "
      "last argument (default: none, trainings fail)",
      "COMMAND" },
    { "max-upload", 0, 0, G_OPTION_ARG_INT64, &options->limits.upload_size,
      "Largest file that may be uploaded (default 64 GiB)", "BYTES" },
    { "rate-limit", 0, 0, G_OPTION_ARG_INT, &options->rate,
      "Requests a second that one user may make, twice as many after a pause; "
      "more are told to come again later (default 0: any number)",
      "N" },
    { NULL },
  };
  const GOptionEntry model_entries[] = {
    { "model", 0, 0, G_OPTION_ARG_STRING, &options->import.model,
      "Model row that the weights belong to", "UUID" },
    { "project", 0, 0, G_OPTION_ARG_STRING, &options->import.project,
      "Project in which a row is made for them instead, with all bounding "
      "boxes of its ontology",
      "UUID" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->import.title,
      "Title of that row (default: the file's name)", "TEXT" },
    { "class-map", 0, 0, G_OPTION_ARG_STRING, &options->import.class_map,
      "JSON object from class names to feature hashes or object names, null to "
      "drop a class (default: same names, else same order)",
      "JSON" },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (
      "[requests | model import ITERATION_UUID FILE] - a local labelling "
      "server");
  GOptionGroup *group = g_option_group_new (
      "model", "Model import:", "Show the options of model import", NULL, NULL);

  g_option_group_add_entries (group, model_entries);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, group);
  g_option_context_set_description (
      context,
      "With \"requests\" it prints how often each call was made, as JSON, and "
      "ends.\n\nWith \"model import\" it copies weights (.onnx, .tflite, .xml "
      "with its .bin) into the folder\nand registers them as a training "
      "iteration, under a UUID of your choice, so that\nmodel_inference can "
      "run them; it prints the hashes of model row and iteration.\n\nBoth work "
      "while another one serves the folder.");
  return context;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .limits = EMULATOR_LIMITS_DEFAULT };
  g_autoptr (GOptionContext) context = make_context (&options);
  g_autoptr (GError) error = NULL;
  g_autofree char *help = NULL;

  setlocale (LC_ALL, "");
  /* labels and pictures are nobody else's business */
  umask (0077);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("encord-emulator: %s\n", error->message);
    return 2;
  }
  if (options.data_dir != NULL && argc == 1 &&
      options.limits.upload_size >= 0 && options.rate >= 0)
    return serve (&options);
  if (options.data_dir != NULL && argc == 2 &&
      g_str_equal (argv[1], "requests"))
    return print_requests (options.data_dir);
  if (options.data_dir != NULL && argc == 5 && g_str_equal (argv[1], "model") &&
      g_str_equal (argv[2], "import")) {
    options.import.iteration = argv[3];
    options.import.file = argv[4];
    return import_model (options.data_dir, &options.import);
  }
  help = g_option_context_get_help (context, FALSE, NULL);
  g_printerr ("%s", help);
  return 2;
}
