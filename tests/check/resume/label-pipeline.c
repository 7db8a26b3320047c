/* label-pipeline.c - a pipeline that labels a project, and dies where it is told to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <gst/encord/encord.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* label-pipeline SERVER KEY-FILE PROJECT JOURNAL-DIR MODEL boxes|polygons
 *     [frame|write|torn N]
 *
 * Boxes that the model finds become polygons with a hole where they are asked for.
 *
 * Kills itself (SIGKILL) when the N-th frame reaches the sink, or at the N-th write
 * to the journal: before it, or half-way through it. Prints how many of both there
 * were and where units were resumed. */

static int n_frames, n_writes;
static const char *kind = "";
static int point;

static void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

static gboolean
is_due (const char *name, int n)
{
  return g_str_equal (kind, name) && n == point;
}

static void
cut_out (GstEncordLabel *label)
{
  const EncordBox *box = &label->box;
  const EncordPoint corners[] = { { box->x, box->y },
                                  { box->x + box->width, box->y },
                                  { box->x, box->y + box->height } };
  const EncordPoint hole[] = {
    { box->x + box->width / 8, box->y + box->height / 8 },
    { box->x + box->width / 4, box->y + box->height / 8 },
    { box->x + box->width / 8, box->y + box->height / 4 },
  };
  g_autoptr (EncordGeometry) whole =
      encord_geometry_new_polygon (corners, G_N_ELEMENTS (corners));

  label->shape = ENCORD_SHAPE_POLYGON;
  label->geometry =
      encord_geometry_with_hole (whole, hole, G_N_ELEMENTS (hole));
}

static GstPadProbeReturn
cut_out_polygons (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstBuffer *buffer =
      gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  for (guint i = 0; i < meta->labels->len; i++)
    cut_out (&g_array_index (meta->labels, GstEncordLabel, i));
  GST_PAD_PROBE_INFO_DATA (info) = buffer;

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  if (is_due ("frame", g_atomic_int_add (&n_frames, 1) + 1))
    die ();

  return GST_PAD_PROBE_OK;
}

static ssize_t
write_or_die (int fd, const void *bytes, size_t size, off_t offset)
{
  const int n = g_atomic_int_add (&n_writes, 1) + 1;

  if (is_due ("write", n))
    die ();
  if (is_due ("torn", n)) {
    if (pwrite (fd, bytes, size / 2, offset) < 0)
      g_printerr ("torn write: %s\n", g_strerror (errno));
    die ();
  }

  return pwrite (fd, bytes, size, offset);
}

/* SQLite lets a program put its own in place of system calls */
static void
watch_writes (void)
{
  static const char *const calls[] = { "pwrite", "pwrite64" };
  sqlite3_vfs *vfs;

  sqlite3_initialize ();
  vfs = sqlite3_vfs_find (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    vfs->xSetSystemCall (vfs, calls[i], (sqlite3_syscall_ptr) write_or_die);
}

static GstElement *
make_pipeline (char **argv)
{
  g_autofree char *launch = g_strdup_printf (
      "encordsrc server=%s ssh-key-file=%s project-hash=%s ! "
      "encordinfer model-file=%s precision=f32 confidence-threshold=0.4 "
      "iou-threshold=0.3 ! encordlabelsink name=sink server=%s "
      "ssh-key-file=%s journal-dir=%s checkpoint-interval=0 "
      "track-max-age=500000000 max-gap=300000000",
      argv[1], argv[2], argv[3], argv[5], argv[1], argv[2], argv[4]);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (launch, &error);
  g_autoptr (GstElement) sink =
      gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  g_assert_no_error (error);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, NULL, NULL);
  if (g_str_equal (argv[6], "polygons"))
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, cut_out_polygons, NULL,
                       NULL);

  return pipeline;
}

static void
print_message (GstMessage *message)
{
  const GstStructure *fields = gst_message_get_structure (message);
  guint64 first_frame = 0;

  if (!gst_message_has_name (message, "encord-unit-resumed"))
    return;
  gst_structure_get_uint64 (fields, "first-frame", &first_frame);
  g_print ("resumed %" G_GUINT64_FORMAT "\n", first_frame);
}

static gboolean
run (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        bus, GST_CLOCK_TIME_NONE,
        GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      g_print ("error %s\n", error->message);
      return FALSE;
    }
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      return TRUE;
    print_message (message);
  }
}

int
main (int argc, char **argv)
{
  GstElement *pipeline;
  gboolean ok;

  g_assert_cmpint (argc, >=, 7);
  if (argc >= 9) {
    kind = argv[7];
    point = atoi (argv[8]);
  }
  watch_writes ();
  gst_init (NULL, NULL);
  pipeline = make_pipeline (argv);
  ok = run (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_print ("frames %d\nwrites %d\n", n_frames, n_writes);

  return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
