/* gstencordmodel.c - a detector, from its file to boxes on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include <gst/encord/models/gstencordmodel.h>
#include <gst/encord/models/gstencordmodelinfo.h>
#include <gst/encord/models/gstencordnames.h>
#include <gst/encord/models/gstencordpicture.h>

#define ORIGIN "encordinfer"

struct _GstEncordModel
{
  GObject parent;

  /* what it was made from */
  char *file;
  char *file_identity; /* of the model's own files */
  char *identity;

  GstEncordEngine *engine;
  GstEncordPicture picture;
  GstEncordOutput *output;
  char **names;
  GQuark *quarks; /* of the names */
  guint n_names;

  GArray *detections; /* kept between calls of read_labels() */
};

G_DEFINE_FINAL_TYPE (GstEncordModel, gst_encord_model, G_TYPE_OBJECT)

static void
append_file (GString *identity, const char *path)
{
  GStatBuf st = { 0 };

  if (path == NULL || g_stat (path, &st) != 0)
    memset (&st, 0, sizeof st);
  g_string_append_printf (
      identity, "%s|%" G_GINT64_FORMAT ".%09ld|%" G_GINT64_FORMAT "\n",
      path != NULL ? path : "", (gint64) st.st_mtim.tv_sec,
      (long) st.st_mtim.tv_nsec, (gint64) st.st_size);
}

/* path, time and size; OpenVINO's .xml has its weights beside it */
static char *
get_file_identity (const char *model_file)
{
  GString *identity = g_string_new (NULL);

  append_file (identity, model_file);
  if (g_str_has_suffix (model_file, ".xml")) {
    g_autofree char *stem = g_strndup (model_file, strlen (model_file) - 4);
    g_autofree char *weights = g_strconcat (stem, ".bin", NULL);

    append_file (identity, weights);
  }

  return g_string_free (identity, FALSE);
}

/* two models with the same identity are the same model: its files, those of its
 * names, and how to run it */
static char *
get_identity (const GstEncordModelSettings *settings)
{
  g_autofree char *files = get_file_identity (settings->model_file);
  GString *identity = g_string_new (files);

  append_file (identity, settings->label_file);
  g_string_append_printf (
      identity, "%s|%s|%d|%u", settings->engine,
      settings->options.device != NULL ? settings->options.device : "",
      settings->options.precision, settings->options.n_threads);

  return g_string_free (identity, FALSE);
}

static gboolean
check_readable (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;

  stream = g_file_read (file, NULL, &cause);
  if (stream != NULL)
    return TRUE;
  g_set_error (error, cause->domain, cause->code, "%s: %s", path,
               cause->code == G_IO_ERROR_NOT_FOUND ? "no such file"
                                                   : cause->message);

  return FALSE;
}

static char **
read_label_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  char **names;

  if (!check_readable (path, error) ||
      !g_file_get_contents (path, &text, &length, error))
    return NULL;
  names = gst_encord_names_parse_lines (text, length, error);
  if (names == NULL)
    g_prefix_error (error, "%s: ", path);

  return names;
}

static void warn (GPtrArray *warnings, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static void
warn (GPtrArray *warnings, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (warnings,
                   g_error_new_valist (GST_STREAM_ERROR,
                                       GST_STREAM_ERROR_FORMAT, format, args));
  va_end (args);
}

static char **
number_names (guint n)
{
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup_printf ("class%u", i);

  return names;
}

/* a short list is filled up, so that each class index has a name */
static char **
fill_names (char **names, guint n)
{
  const guint n_names = g_strv_length (names);

  if (n_names >= n)
    return names;
  names = g_renew (char *, names, n + 1);
  for (guint i = n_names; i < n; i++)
    names[i] = g_strdup_printf ("class%u", i);
  names[n] = NULL;

  return names;
}

static void
settle_names (GstEncordModel *self, const char *model_file, char **names,
              GPtrArray *warnings)
{
  const guint n_classes = gst_encord_output_get_n_classes (self->output);
  const guint n_names = names != NULL ? g_strv_length (names) : 0;

  if (names == NULL)
    warn (warnings,
          "%s: no class names in the model and no label-file: classes are "
          "numbered",
          model_file);
  else if (n_classes > 0 && n_classes != n_names)
    warn (warnings, "%s: %u class names for %u classes", model_file, n_names,
          n_classes);

  if (names == NULL)
    self->names = number_names (n_classes);
  else
    self->names = fill_names (names, n_classes);
  self->n_names = g_strv_length (self->names);
  if (n_classes == 0)
    gst_encord_output_set_n_classes (self->output, self->n_names);

  self->quarks = g_new (GQuark, self->n_names);
  for (guint i = 0; i < self->n_names; i++)
    self->quarks[i] = g_quark_from_string (self->names[i]);
}

static gboolean
load (GstEncordModel *self, const GstEncordModelSettings *settings,
      GPtrArray *warnings, GError **error)
{
  g_autoptr (GstEncordModelInfo) info = NULL;
  g_auto (GStrv) names = NULL;
  const GstEncordTensorInfo *tensors;
  GError *warning = NULL;
  guint n = 0;

  if (!check_readable (settings->model_file, error))
    return FALSE;
  if (settings->label_file != NULL) {
    names = read_label_file (settings->label_file, error);
    if (names == NULL)
      return FALSE;
  }

  self->engine = gst_encord_engine_new (settings->engine, error);
  if (self->engine == NULL ||
      !gst_encord_engine_load (self->engine, settings->model_file, error))
    return FALSE;

  info = gst_encord_model_info_read (settings->model_file, &warning);
  if (warning != NULL)
    g_ptr_array_add (warnings, warning);

  tensors = gst_encord_engine_get_inputs (self->engine, &n);
  if (!gst_encord_picture_init (&self->picture, tensors, n, info, error)) {
    g_prefix_error (error, "%s: ", settings->model_file);
    return FALSE;
  }
  if (!gst_encord_engine_compile (self->engine, &self->picture,
                                  &settings->options, error)) {
    g_prefix_error (error, "%s: ", settings->model_file);
    return FALSE;
  }
  tensors = gst_encord_engine_get_outputs (self->engine, &n);
  self->output = gst_encord_output_new (tensors, n, info, error);
  if (self->output == NULL) {
    g_prefix_error (error, "%s: ", settings->model_file);
    return FALSE;
  }

  if (names == NULL)
    names = g_steal_pointer (&info->names);
  settle_names (self, settings->model_file, g_steal_pointer (&names), warnings);

  return TRUE;
}

static void
gst_encord_model_finalize (GObject *object)
{
  GstEncordModel *self = GST_ENCORD_MODEL (object);

  g_array_unref (self->detections);
  g_free (self->quarks);
  g_strfreev (self->names);
  g_clear_pointer (&self->output, gst_encord_output_free);
  g_clear_object (&self->engine);
  g_free (self->file);
  g_free (self->file_identity);
  g_free (self->identity);

  G_OBJECT_CLASS (gst_encord_model_parent_class)->finalize (object);
}

static void
gst_encord_model_class_init (GstEncordModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gst_encord_model_finalize;
}

static void
gst_encord_model_init (GstEncordModel *self)
{
  self->detections = g_array_new (FALSE, FALSE, sizeof (GstEncordDetection));
}

/**
 * gst_encord_model_new: (skip)
 * @settings: what to load and how to run it
 * @warnings: (element-type GError): what is odd, but not fatal, is added
 * @error: return location for an error
 *
 * Loads a detector and settles all that the frames need: size of the picture,
 * layout of the output, names of the classes. Takes tenths of a second.
 *
 * Returns: (transfer full): the model, or %NULL with @error set
 */
GstEncordModel *
gst_encord_model_new (const GstEncordModelSettings *settings,
                      GPtrArray *warnings, GError **error)
{
  g_autoptr (GstEncordModel) self = g_object_new (GST_TYPE_ENCORD_MODEL, NULL);

  /* before reading: a file replaced meanwhile counts as another one */
  self->file = g_strdup (settings->model_file);
  self->file_identity = get_file_identity (settings->model_file);
  self->identity = get_identity (settings);
  if (!load (self, settings, warnings, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * gst_encord_model_is_current: (skip)
 * @self: a model
 * @settings: what is wanted now
 *
 * Returns: whether loading with @settings would give the same model: same
 *   paths, times and sizes of the files, same way to run
 */
gboolean
gst_encord_model_is_current (GstEncordModel *self,
                             const GstEncordModelSettings *settings)
{
  g_autofree char *identity = get_identity (settings);

  return g_str_equal (self->identity, identity);
}

/**
 * gst_encord_model_get_file: (skip)
 * @self: a model
 *
 * Returns: (transfer none): path of the file that it was loaded from
 */
const char *
gst_encord_model_get_file (GstEncordModel *self)
{
  return self->file;
}

/**
 * gst_encord_model_is_on_disk: (skip)
 * @self: a model
 *
 * Returns: whether its file, and the weights beside it, have the time and size
 *   that they had when it was loaded
 */
gboolean
gst_encord_model_is_on_disk (GstEncordModel *self)
{
  g_autofree char *identity = get_file_identity (self->file);

  return g_str_equal (self->file_identity, identity);
}

/**
 * gst_encord_model_get_engine: (skip)
 * @self: a model
 *
 * Returns: (transfer none): the engine, to make requests with
 */
GstEncordEngine *
gst_encord_model_get_engine (GstEncordModel *self)
{
  return self->engine;
}

/**
 * gst_encord_model_get_picture: (skip)
 * @self: a model
 *
 * Returns: (transfer none): size of the packed RGB picture that a request takes
 */
const GstEncordPicture *
gst_encord_model_get_picture (GstEncordModel *self)
{
  return &self->picture;
}

/**
 * gst_encord_model_get_names: (skip)
 * @self: a model
 *
 * Returns: (transfer none) (array zero-terminated=1): class names by index;
 *   empty where neither model nor label file tell how many there are
 */
const char *const *
gst_encord_model_get_names (GstEncordModel *self)
{
  return (const char *const *) self->names;
}

/**
 * gst_encord_model_get_layout: (skip)
 * @self: a model
 *
 * Returns: (transfer none): short name of the output's layout
 */
const char *
gst_encord_model_get_layout (GstEncordModel *self)
{
  return gst_encord_output_get_layout (self->output);
}

static GQuark
get_class_name (GstEncordModel *self, guint class_index)
{
  g_autofree char *name = NULL;

  if (class_index < self->n_names)
    return self->quarks[class_index];
  name = g_strdup_printf ("class%u", class_index);

  return g_quark_from_string (name);
}

static void
append_label (GstEncordModel *self, const GstEncordDetection *detection,
              const EncordBox *box, GstEncordLabelsMeta *labels)
{
  const GstEncordLabel label = {
    .class_index = detection->class_index,
    .class_name = get_class_name (self, detection->class_index),
    .shape = ENCORD_SHAPE_BOUNDING_BOX,
    .box = *box,
    .confidence = CLAMP ((double) detection->score, 0.0, 1.0),
    .track_id = -1,
    .origin = g_quark_from_static_string (ORIGIN),
  };

  gst_encord_labels_meta_append (labels, &label);
}

/**
 * gst_encord_model_read_labels: (skip)
 * @self: a model
 * @request: a request of this model whose run succeeded
 * @letterbox: where the frame lay inside the picture
 * @options: thresholds
 * @labels: where to add what was found, best first
 * @counts: what became of the model's rows is added here
 * @error: return location for an error
 *
 * Turns what a run gave into labels on the frame. Must not be called by two
 * threads at a time.
 *
 * Returns: %FALSE with @error set when the outputs are not what the model
 *   promised
 */
gboolean
gst_encord_model_read_labels (GstEncordModel *self, GstEncordRequest *request,
                              const GstEncordLetterbox *letterbox,
                              const GstEncordOutputOptions *options,
                              GstEncordLabelsMeta *labels,
                              GstEncordModelCounts *counts, GError **error)
{
  const GstEncordTensor *tensors;
  guint n = 0;

  tensors = gst_encord_request_get_outputs (request, &n, error);
  if (tensors == NULL ||
      !gst_encord_output_decode (self->output, tensors, n, options,
                                 self->detections, &counts->rows, error))
    return FALSE;

  for (guint i = 0; i < self->detections->len; i++) {
    const GstEncordDetection *found =
        &g_array_index (self->detections, GstEncordDetection, i);
    EncordBox box;

    if (!gst_encord_letterbox_to_frame (letterbox, found->x1, found->y1,
                                        found->x2, found->y2, &box)) {
      counts->outside++;
      continue;
    }
    append_label (self, found, &box, labels);
    counts->labels++;
  }

  return TRUE;
}
