/* 02-prelabel-project.c - an application that labels a project, with progress and a say
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *   prelabel-project [--dry-run] [--most-labels N] [--set PROPERTY=VALUE]...
 *       PROJECT_HASH MODEL_FILE
 *
 * The server and the key come from ENCORD_SERVER and ENCORD_SSH_KEY_FILE. Progress
 * goes to stderr; what became of each row, and the sums, to stdout. --dry-run says
 * what would change and writes nothing. A row that would get more than N labels is
 * not saved: then the model is rather wrong than the picture full. --set reaches
 * every property of encordlabelsink. Ctrl-C ends in order: what is known by then is
 * saved, and the next run goes on from there. */
#include <glib-unix.h>
#include <gst/encord/encord.h>
#include <stdlib.h>
#include <unistd.h>

#define PROGRESS_MS 200

typedef struct
{
  char *project_hash;
  char *model_file;
  gboolean dry_run;
  int most_labels; /* 0: any number */
  char **settings; /* PROPERTY=VALUE */
} Options;

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline;
  GstElement *sink;
  guint most_labels;
  int frame; /* atomic; of the present unit, from 1 */

  /* main thread */
  char *title; /* of the present unit */
  guint place;
  guint n_units;
  guint64 n_frames;
  gboolean shows_progress;
  gboolean failed;
} App;

static void
options_clear (Options *self)
{
  g_free (self->project_hash);
  g_free (self->model_file);
  g_strfreev (self->settings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
app_clear (App *self)
{
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_object (&self->pipeline);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_free (self->title);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (App, app_clear)

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options->dry_run,
      "Say what would change, write nothing", NULL },
    { "most-labels", 0, 0, G_OPTION_ARG_INT, &options->most_labels,
      "Do not save rows that would get more labels", "N" },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->settings,
      "A property of encordlabelsink", "PROPERTY=VALUE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("PROJECT_HASH MODEL_FILE");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc != 3 || options->most_labels < 0) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         "a project, a model file, and N from 0 are needed; "
                         "see --help");
    return FALSE;
  }
  options->project_hash = g_strdup ((*argv)[1]);
  options->model_file = g_strdup ((*argv)[2]);

  return TRUE;
}

/* the session's worker thread: the row is the handler's until it returns */
static gboolean
on_row_about_to_save (GstElement *sink, EncordLabelRow *row,
                      GstStructure *summary, gpointer data)
{
  const App *app = data;
  guint n_labels = 0;

  gst_structure_get_uint (summary, "labels", &n_labels);

  return app->most_labels > 0 && n_labels > app->most_labels;
}

/* streaming thread */
static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  const GstEncordFrameMeta *meta =
      gst_buffer_get_encord_frame_meta (GST_PAD_PROBE_INFO_BUFFER (info));
  App *app = data;

  if (meta != NULL)
    g_atomic_int_set (&app->frame, (int) meta->frame + 1);

  return GST_PAD_PROBE_OK;
}

static gboolean
on_progress (gpointer data)
{
  const App *app = data;
  const int frame = g_atomic_int_get (&app->frame);

  if (app->title != NULL)
    g_printerr ("\r[%u/%u] %s: frame %d of %" G_GUINT64_FORMAT "\033[K",
                app->place, app->n_units, app->title, frame, app->n_frames);

  return G_SOURCE_CONTINUE;
}

static void
clear_progress (const App *app)
{
  if (app->shows_progress)
    g_printerr ("\r\033[K");
}

static void
on_unit_opened (App *app, const GstStructure *fields)
{
  guint index = 0;

  g_free (app->title);
  app->title = g_strdup (gst_structure_get_string (fields, "title"));
  app->n_frames = 0;
  gst_structure_get (fields, "index", G_TYPE_UINT, &index, "n-units",
                     G_TYPE_UINT, &app->n_units, NULL);
  gst_structure_get_uint64 (fields, "n-frames", &app->n_frames);
  app->place = index + 1;
  g_atomic_int_set (&app->frame, 0);
}

static guint
get_uint (const GstStructure *fields, const char *name)
{
  guint value = 0;

  gst_structure_get_uint (fields, name, &value);

  return value;
}

static void
print_row (const GstStructure *fields)
{
  const char *title = gst_structure_get_string (fields, "title");

  if (gst_structure_has_name (fields, "encord-row-saved"))
    g_print ("%s: %u labels of %u tracks, %u changes\n", title,
             get_uint (fields, "labels"), get_uint (fields, "tracks"),
             get_uint (fields, "changes"));
  else if (gst_structure_has_name (fields, "encord-dry-run"))
    g_print ("%s\n", gst_structure_get_string (fields, "text"));
  else if (gst_structure_has_name (fields, "encord-row-conflict"))
    g_print (
        "%s: people had it otherwise: %u changed, %u deleted, %u covered\n",
        title, get_uint (fields, "changed-by-human"),
        get_uint (fields, "deleted-by-human"), get_uint (fields, "covered"));
  else if (gst_structure_has_name (fields, "encord-row-skipped"))
    g_print ("%s: left alone (%s)\n", title,
             gst_structure_get_string (fields, "reason"));
  else if (gst_structure_has_name (fields, "encord-row-journalled"))
    g_print ("%s: waits for the next run: %s\n", title,
             gst_structure_get_string (fields, "reason"));
}

static void
print_summary (const GstStructure *fields)
{
  g_print ("rows: %u saved, %u unchanged, %u previewed, %u left alone, "
           "%u waiting\n",
           get_uint (fields, "rows-saved"), get_uint (fields, "rows-unchanged"),
           get_uint (fields, "rows-previewed"),
           get_uint (fields, "rows-skipped"),
           get_uint (fields, "rows-journalled"));
}

static void
on_element_message (App *app, const GstStructure *fields)
{
  if (gst_structure_has_name (fields, "encord-unit-opened")) {
    on_unit_opened (app, fields);
    return;
  }
  clear_progress (app);
  if (gst_structure_has_name (fields, "encord-summary"))
    print_summary (fields);
  else
    print_row (fields);
}

static void
on_trouble (App *app, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  clear_progress (app);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, &debug);
    app->failed = TRUE;
    g_main_loop_quit (app->loop);
  } else {
    gst_message_parse_warning (message, &error, &debug);
  }
  g_printerr ("%s: %s\n", GST_MESSAGE_SRC_NAME (message), error->message);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  App *app = data;

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ELEMENT:
      on_element_message (app, gst_message_get_structure (message));
      break;
    case GST_MESSAGE_ERROR:
    case GST_MESSAGE_WARNING:
      on_trouble (app, message);
      break;
    case GST_MESSAGE_EOS:
      g_main_loop_quit (app->loop);
      break;
    default:
      break;
  }

  return G_SOURCE_CONTINUE;
}

/* the first Ctrl-C ends in order, the second as it is used to */
static gboolean
on_interrupt (gpointer data)
{
  App *app = data;

  g_main_loop_quit (app->loop);

  return G_SOURCE_REMOVE;
}

static gboolean
set_property (GstElement *element, const char *setting, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (setting, "=", 2);

  if (parts[0] == NULL || parts[1] == NULL ||
      g_object_class_find_property (G_OBJECT_GET_CLASS (element), parts[0]) ==
          NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--set %s: encordlabelsink has no such property", setting);
    return FALSE;
  }
  gst_util_set_object_arg (G_OBJECT (element), parts[0], parts[1]);

  return TRUE;
}

static gboolean
make_pipeline (App *app, const Options *options, GError **error)
{
  GstElement *src = gst_element_factory_make ("encordsrc", NULL);
  GstElement *infer = gst_element_factory_make ("encordinfer", NULL);
  g_autoptr (GstPad) pad = NULL;

  app->pipeline = g_object_ref_sink (gst_pipeline_new (NULL));
  app->sink = gst_element_factory_make ("encordlabelsink", NULL);
  if (src == NULL || infer == NULL || app->sink == NULL) {
    g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
                         "the encord elements are not installed: set "
                         "GST_PLUGIN_PATH to the folder of libgstencord.so");
    g_clear_object (&src);
    g_clear_object (&infer);
    g_clear_object (&app->sink);
    return FALSE;
  }
  gst_bin_add_many (GST_BIN (app->pipeline), src, infer, app->sink, NULL);
  if (!gst_element_link_many (src, infer, app->sink, NULL)) {
    g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_PAD,
                         "the encord elements cannot be linked");
    return FALSE;
  }

  g_object_set (src, "project-hash", options->project_hash, NULL);
  g_object_set (infer, "model-file", options->model_file, NULL);
  g_object_set (app->sink, "dry-run", options->dry_run, NULL);
  for (char **s = options->settings; s != NULL && *s != NULL; s++)
    if (!set_property (app->sink, *s, error))
      return FALSE;
  g_signal_connect (app->sink, "row-about-to-save",
                    G_CALLBACK (on_row_about_to_save), app);
  pad = gst_element_get_static_pad (app->sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, app, NULL);

  return TRUE;
}

/* what becomes of rows that are not saved yet is said on the way to READY */
static void
stop (App *app, GstBus *bus)
{
  GstMessage *message;

  gst_element_set_state (app->pipeline, GST_STATE_READY);
  while ((message = gst_bus_pop (bus)) != NULL) {
    on_message (bus, message, app);
    gst_message_unref (message);
  }
  gst_element_set_state (app->pipeline, GST_STATE_NULL);
}

static gboolean
run (const Options *options, GError **error)
{
  g_auto (App) app = { .most_labels = (guint) options->most_labels };
  g_autoptr (GstBus) bus = NULL;
  guint watch, progress = 0;

  if (!make_pipeline (&app, options, error))
    return FALSE;
  app.loop = g_main_loop_new (NULL, FALSE);
  app.shows_progress = isatty (STDERR_FILENO);
  bus = gst_pipeline_get_bus (GST_PIPELINE (app.pipeline));
  watch = gst_bus_add_watch (bus, on_message, &app);
  if (app.shows_progress)
    progress = g_timeout_add (PROGRESS_MS, on_progress, &app);
  g_unix_signal_add (SIGINT, on_interrupt, &app);

  gst_element_set_state (app.pipeline, GST_STATE_PLAYING);
  g_main_loop_run (app.loop);
  stop (&app, bus);

  if (progress != 0)
    g_source_remove (progress);
  g_source_remove (watch);

  return !app.failed;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;

  if (parse_options (&options, &argc, &argv, &error) && run (&options, &error))
    return EXIT_SUCCESS;
  if (error != NULL)
    g_printerr ("prelabel-project: %s\n", error->message);

  return EXIT_FAILURE;
}
