/* 03-contact-sheet.c - a project's labels, read back and drawn into one picture
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *   contact-sheet PROJECT_HASH OUTPUT.png
 *
 * The server and the key come from ENCORD_SERVER and ENCORD_SSH_KEY_FILE. Labels
 * are read through libencord, frames through encordsrc. Prints one JSON object
 * with what each unit holds on the server. */
#include <gst/app/gstappsink.h>
#include <gst/encord/encord.h>
#include <gst/video/video.h>
#include <json-glib/json-glib.h>
#include <pango/pangocairo.h>

#define COLUMNS 4
#define CELL_WIDTH 360
#define CELL_HEIGHT 270
#define CAPTION_HEIGHT 26
#define GAP 8

typedef struct
{
  EncordLabelRow *row;
  guint n_labels;
  guint n_tracks;
  GArray *labelled_frames; /* ascending, each once */
  guint n_frames;          /* that came out of encordsrc */
} Unit;

static void
unit_free (Unit *self)
{
  g_object_unref (self->row);
  g_array_unref (self->labelled_frames);
  g_free (self);
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static Unit *
unit_new (EncordLabelRow *row)
{
  Unit *self = g_new0 (Unit, 1);
  GPtrArray *instances = encord_label_row_get_object_instances (row);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  self->row = g_object_ref (row);
  self->labelled_frames = g_array_new (FALSE, FALSE, sizeof (int));
  self->n_tracks = instances->len;
  for (guint i = 0; i < instances->len; i++) {
    const int *frames;
    guint n;

    frames = encord_object_instance_get_frames (instances->pdata[i], &n);
    self->n_labels += n;
    for (guint j = 0; j < n; j++) {
      if (g_hash_table_add (seen, GINT_TO_POINTER (frames[j])))
        g_array_append_val (self->labelled_frames, frames[j]);
    }
  }
  g_array_sort (self->labelled_frames, compare_frames);

  return self;
}

/* Up to COLUMNS frames, spread over those that have labels, else over all */
static gboolean
is_chosen (const Unit *self, int frame)
{
  const guint n_labelled = self->labelled_frames->len;
  const int n_all = MAX (1, encord_label_row_get_number_of_frames (self->row));
  const int n = n_labelled > 0 ? (int) n_labelled : n_all;

  for (int i = 0; i < MIN (COLUMNS, n); i++) {
    const int position = n <= COLUMNS ? i : i * (n - 1) / (COLUMNS - 1);
    const int chosen =
        n_labelled > 0 ? g_array_index (self->labelled_frames, int, position)
                       : position;

    if (chosen == frame)
      return TRUE;
  }

  return FALSE;
}

/* an object's place in the row stands for its track id */
static GArray *
labels_on_frame (EncordLabelRow *row, int frame)
{
  GPtrArray *instances = encord_label_row_get_object_instances (row);
  EncordOntologyStructure *ontology =
      encord_label_row_get_ontology_structure (row);
  GPtrArray *objects = encord_ontology_structure_get_objects (ontology);
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (GstEncordLabel));

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = instances->pdata[i];
    EncordOntologyObject *object =
        encord_object_instance_get_ontology_object (instance);
    EncordAnnotation annotation;
    GstEncordLabel label = { .track_id = i };

    if (!encord_object_instance_get_box (instance, frame, &label.box) ||
        !encord_object_instance_get_annotation (instance, frame, &annotation))
      continue;
    label.class_name =
        g_quark_from_string (encord_ontology_object_get_name (object));
    label.shape = encord_ontology_object_get_shape (object);
    label.confidence = annotation.confidence;
    g_ptr_array_find (objects, object, &label.class_index);
    g_array_append_val (labels, label);
  }

  return labels;
}

static void
draw_caption (cairo_t *cr, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, CELL_WIDTH * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  pango_layout_set_text (layout, text, -1);
  cairo_set_source_rgb (cr, 0.9, 0.9, 0.9);
  cairo_move_to (cr, 0, CELL_HEIGHT + 4);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

/* the frame as it is shown: fitted into the cell with its display aspect ratio,
 * and labelled at the cell's resolution, so that small frames stay legible */
static cairo_surface_t *
draw_cell (GstSample *sample, const GArray *labels, const char *caption)
{
  cairo_surface_t *cell = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, CELL_WIDTH, CELL_HEIGHT + CAPTION_HEIGHT);
  cairo_t *cr = cairo_create (cell);
  cairo_surface_t *picture;
  double display_width, scale;
  int width, height;
  GstVideoFrame frame;
  GstVideoInfo info;

  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)) ||
      !gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample),
                            GST_MAP_READ))
    g_error ("cannot read %" GST_PTR_FORMAT, gst_sample_get_caps (sample));
  display_width = (double) info.width * info.par_n / info.par_d;
  scale = MIN (CELL_WIDTH / display_width, (double) CELL_HEIGHT / info.height);
  width = MAX (1, (int) (display_width * scale));
  height = MAX (1, (int) (info.height * scale));

  draw_caption (cr, caption);
  cairo_translate (cr, (CELL_WIDTH - width) / 2, (CELL_HEIGHT - height) / 2);
  picture = cairo_image_surface_create_for_data (
      GST_VIDEO_FRAME_PLANE_DATA (&frame, 0), CAIRO_FORMAT_RGB24, info.width,
      info.height, GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0));
  cairo_save (cr);
  cairo_scale (cr, (double) width / info.width, (double) height / info.height);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_finish (picture);
  cairo_surface_destroy (picture);
  gst_video_frame_unmap (&frame);

  gst_encord_draw_labels (cr, width, height,
                          (const GstEncordLabel *) labels->data, labels->len,
                          NULL);
  cairo_destroy (cr);

  return cell;
}

static int
frame_number (EncordLabelRow *row, GstBuffer *buffer)
{
  const GstEncordFrameMeta *meta = gst_buffer_get_encord_frame_meta (buffer);

  if (meta->image_hash != NULL)
    return encord_label_row_get_frame_for_image_hash (row, meta->image_hash);

  return meta->frame;
}

static gboolean
take_pipeline_error (GstElement *pipeline, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (message != NULL)
    gst_message_parse_error (message, error, NULL);

  return message != NULL;
}

/* appends a row of cells to cells (cairo_surface_t) */
static gboolean
draw_unit (Unit *unit, const char *project_hash, GPtrArray *cells,
           GError **error)
{
  g_autofree char *description = g_strdup_printf (
      "encordsrc project-hash=%s data-hashes=%s ! videoconvert ! "
      "video/x-raw,format=BGRx ! appsink name=sink sync=false",
      project_hash, encord_label_row_get_data_hash (unit->row));
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, error);
  g_autoptr (GstElement) sink = NULL;
  GstSample *sample;
  guint n_cells = 0;
  gboolean ok;

  if (pipeline == NULL)
    return FALSE;

  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))) != NULL) {
    const int frame = frame_number (unit->row, gst_sample_get_buffer (sample));

    if (is_chosen (unit, frame)) {
      g_autoptr (GArray) labels = labels_on_frame (unit->row, frame);
      g_autofree char *caption = g_strdup_printf (
          "%s, frame %d: %u labels",
          encord_label_row_get_data_title (unit->row), frame, labels->len);

      g_ptr_array_add (cells, draw_cell (sample, labels, caption));
      n_cells++;
    }
    unit->n_frames++;
    gst_sample_unref (sample);
  }
  for (; n_cells % COLUMNS != 0; n_cells++)
    g_ptr_array_add (cells, NULL);
  ok = !take_pipeline_error (pipeline, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return ok;
}

static gboolean
write_sheet (GPtrArray *cells, const char *path)
{
  const int n_rows = MAX (1, (int) (cells->len + COLUMNS - 1) / COLUMNS);
  const int row_height = CELL_HEIGHT + CAPTION_HEIGHT + GAP;
  cairo_surface_t *sheet = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, COLUMNS * (CELL_WIDTH + GAP) + GAP,
      n_rows * row_height + GAP);
  cairo_t *cr = cairo_create (sheet);
  cairo_status_t status;

  cairo_set_source_rgb (cr, 0.12, 0.12, 0.12);
  cairo_paint (cr);
  for (guint i = 0; i < cells->len; i++) {
    cairo_surface_t *cell = cells->pdata[i];

    if (cell == NULL)
      continue;
    cairo_set_source_surface (cr, cell,
                              GAP + (i % COLUMNS) * (CELL_WIDTH + GAP),
                              GAP + (i / COLUMNS) * row_height);
    cairo_paint (cr);
  }
  cairo_destroy (cr);
  status = cairo_surface_write_to_png (sheet, path);
  cairo_surface_destroy (sheet);
  if (status != CAIRO_STATUS_SUCCESS)
    g_printerr ("%s: %s\n", path, cairo_status_to_string (status));

  return status == CAIRO_STATUS_SUCCESS;
}

static void
print_units (GPtrArray *units)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "units");
  json_builder_begin_array (json);
  for (guint i = 0; i < units->len; i++) {
    const Unit *unit = units->pdata[i];

    json_builder_begin_object (json);
    json_builder_set_member_name (json, "data_hash");
    json_builder_add_string_value (json,
                                   encord_label_row_get_data_hash (unit->row));
    json_builder_set_member_name (json, "title");
    json_builder_add_string_value (json,
                                   encord_label_row_get_data_title (unit->row));
    json_builder_set_member_name (json, "frames");
    json_builder_add_int_value (json, unit->n_frames);
    json_builder_set_member_name (json, "labels");
    json_builder_add_int_value (json, unit->n_labels);
    json_builder_set_member_name (json, "tracks");
    json_builder_add_int_value (json, unit->n_tracks);
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
}

static EncordProject *
open_project (const char *project_hash, GError **error)
{
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (EncordClient) client = NULL;

  credentials = encord_credentials_load (NULL, NULL, error);
  if (credentials == NULL)
    return NULL;
  client = encord_client_new (NULL, credentials);

  return encord_client_get_project (client, project_hash, NULL, error);
}

static gboolean
run (const char *project_hash, const char *path, GError **error)
{
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) units =
      g_ptr_array_new_with_free_func ((GDestroyNotify) unit_free);
  g_autoptr (GPtrArray) cells =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);

  project = open_project (project_hash, error);
  if (project == NULL)
    return FALSE;
  rows = encord_project_list_label_rows (project, NULL, NULL, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    Unit *unit;

    if (!encord_label_row_initialise (rows->pdata[i], ENCORD_INITIALISE_NONE,
                                      NULL, error))
      return FALSE;
    unit = unit_new (rows->pdata[i]);
    g_ptr_array_add (units, unit);
    if (!draw_unit (unit, project_hash, cells, error))
      return FALSE;
  }
  if (!write_sheet (cells, path))
    return FALSE;
  print_units (units);

  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  gst_init (&argc, &argv);
  if (argc != 3) {
    g_printerr ("usage: %s PROJECT_HASH OUTPUT.png\n", argv[0]);
    return 2;
  }
  if (!run (argv[1], argv[2], &error)) {
    if (error != NULL)
      g_printerr ("%s\n", error->message);
    return 1;
  }

  return 0;
}
