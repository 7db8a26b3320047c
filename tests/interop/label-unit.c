/* label-unit.c - one unit through encordlabelsink, for tests in other languages
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *   label-unit SERVER KEY-FILE JOURNAL-DIR PROJECT-HASH DATA-HASH CLASS FRAMES X
 *     [PROPERTY=VALUE]...
 *
 * sees a CLASS with its left edge at X on every frame; one named CLASS:SHAPE is drawn
 * as a polygon, polyline, point or bitmask. Prints "waiting" once the
 * sink has fetched the project and the unit is about to end, and "saving" each
 * time that it is about to save the row; goes on when a line comes in. Prints the
 * structure of each message of the sink. */
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>
#include <stdio.h>

#define FRAME (GST_SECOND / 10)

/* somebody may do something now */
static gboolean
pause_for (const char *what)
{
  char line[16];

  printf ("%s\n", what);
  fflush (stdout);

  return fgets (line, sizeof line, stdin) != NULL;
}

/* on the sink's worker, while main() waits for messages */
static gboolean
on_about_to_save (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
                  gpointer data)
{
  return !pause_for ("saving");
}

static void
set_properties (GstElement *sink, char **settings)
{
  for (char **setting = settings; *setting != NULL; setting++) {
    g_auto (GStrv) parts = g_strsplit (*setting, "=", 2);

    gst_util_set_object_arg (G_OBJECT (sink), parts[0], parts[1]);
  }
}

static GstHarness *
make_harness (char **argv, GstBus *bus)
{
  GstElement *sink = gst_element_factory_make ("encordlabelsink", NULL);
  g_autoptr (GstElement) collector =
      gst_bin_get_by_name (GST_BIN (sink), "collector");
  GstHarness *harness;

  /* a harness cannot wait for preroll */
  g_object_set (collector, "async", FALSE, NULL);
  g_object_set (sink, "server", argv[1], "ssh-key-file", argv[2], "journal-dir",
                argv[3], NULL);
  set_properties (sink, argv + 9);
  g_signal_connect (sink, "row-about-to-save", G_CALLBACK (on_about_to_save),
                    NULL);
  gst_element_set_bus (sink, bus);
  harness = gst_harness_new_with_element (sink, "sink", NULL);
  gst_object_unref (sink);
  gst_harness_set_src_caps_str (
      harness, "video/x-raw,format=I420,width=64,height=48,framerate=10/1");

  return harness;
}

/* the upper half of 64 x 48 pixels, from x on */
static EncordGeometry *
draw_mask (double x)
{
  guint8 pixels[64 * 48] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *rle = NULL;

  for (int i = 0; i < 64 * 24; i++)
    pixels[i] = i % 64 >= (int) (x * 64);
  bytes = g_bytes_new (pixels, sizeof pixels);
  rle = encord_bitmask_encode (bytes, 64, 48, NULL);

  return encord_geometry_new_bitmask (64, 48, rle);
}

/* NULL: a box */
static EncordGeometry *
draw (const char *shape, double x)
{
  const EncordPoint points[] = { { x, 0.25 },
                                 { x + 0.25, 0.5 },
                                 { x + 0.125, 0.75 } };

  if (g_strcmp0 (shape, "polygon") == 0)
    return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
  if (g_strcmp0 (shape, "polyline") == 0)
    return encord_geometry_new_polyline (points, G_N_ELEMENTS (points));
  if (g_strcmp0 (shape, "point") == 0)
    return encord_geometry_new_point (x, 0.25);
  return g_strcmp0 (shape, "bitmask") == 0 ? draw_mask (x) : NULL;
}

static void
push_frame (GstHarness *harness, guint64 frame, char **class, double x)
{
  g_autoptr (EncordGeometry) geometry =
      class[1] != NULL ? draw (class[1], x) : NULL;
  const GstEncordLabel label = {
    .class_name = g_quark_from_string (class[0]),
    .shape = geometry != NULL ? encord_geometry_get_shape (geometry)
                              : ENCORD_SHAPE_BOUNDING_BOX,
    .box = { x, 0.25, 0.25, 0.5, 0 },
    .geometry = geometry,
    .confidence = 0.75,
    .track_id = -1,
  };
  GstBuffer *buffer = gst_harness_create_buffer (harness, 64 * 48 * 3 / 2);

  GST_BUFFER_PTS (buffer) = frame * FRAME;
  gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
  gst_encord_labels_meta_append (
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED),
      &label);
  gst_harness_push (harness, buffer);
}

/* prints messages up to the one of this name or of this type; FALSE after an
 * error */
static gboolean
print_until (GstBus *bus, const char *name, GstMessageType type)
{
  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        bus, GST_CLOCK_TIME_NONE,
        GST_MESSAGE_ELEMENT | GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
    const GstStructure *fields = gst_message_get_structure (message);
    g_autofree char *text =
        fields != NULL ? gst_structure_to_string (fields) : NULL;

    if (text != NULL)
      printf ("%s\n", text);
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      return FALSE;
    if (GST_MESSAGE_TYPE (message) == type &&
        (name == NULL || gst_message_has_name (message, name)))
      return TRUE;
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstEncordUnit) unit = NULL;
  g_auto (GStrv) class = NULL;
  GstHarness *harness;
  guint64 n_frames;
  gboolean ok;

  gst_init (&argc, &argv);
  g_assert_cmpint (argc, >=, 9);
  n_frames = g_ascii_strtoull (argv[7], NULL, 10);
  class = g_strsplit (argv[6], ":", 2);
  bus = gst_bus_new ();
  unit = g_object_new (GST_TYPE_ENCORD_UNIT, "project-hash", argv[4],
                       "data-hash", argv[5], "branch-name", "main", "title",
                       "clip", "data-type", "video", NULL);
  harness = make_harness (argv, bus);

  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness, gst_encord_classes_event_new ((
                                       const char *const[]){ class[0], NULL }));
  ok = print_until (bus, "encord-classes-mapped", GST_MESSAGE_ELEMENT);
  for (guint64 i = 0; ok && i < n_frames; i++)
    push_frame (harness, i, class, g_ascii_strtod (argv[8], NULL));
  if (ok) {
    ok = pause_for ("waiting");
    gst_harness_push_event (
        harness, gst_encord_unit_end_event_new (unit, GST_ENCORD_UNIT_COMPLETE,
                                                n_frames));
    gst_harness_push_event (harness, gst_event_new_eos ());
    ok = print_until (bus, NULL, GST_MESSAGE_EOS) && ok;
  }
  gst_element_set_state (harness->element, GST_STATE_NULL);
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);

  return ok ? 0 : 1;
}
