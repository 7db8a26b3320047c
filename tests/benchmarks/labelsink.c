/* labelsink.c - what encordlabelsink does with a frame, against fakesink
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <time.h>

#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>

#include "bench.h"
#include "emulator-process.h"

/* labelsink [FRAMES]
 *
 * The same frames (64 × 48, 10 labels each in smooth motion) are pushed through
 * encordlabelsink and through fakesink, in turn. The hot path is timed from the
 * first frame to when the last one has been taken: it waits for no server, saving
 * does not count, and check points go to the disk on another thread. Limit: fakesink
 * on the same frames. First the processor time of the streaming thread, then the
 * clock.
 *
 * What comes after the end of the unit until the row is saved on a local emulator
 * (merging, journal, network) is given beside it. */
#define N_FRAMES 10000
#define N_LABELS 10
#define CAPS "video/x-raw,format=I420,width=64,height=48,framerate=25/1"

static const char *const classes[] = { "face", NULL };

typedef struct
{
  EmulatorProcess *emulator;
  char *project_hash;
  char *data_hash;
  guint n_frames;
  GPtrArray *buffers;
} Bench;

static double
now (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec * 1e-3;
}

static GstBuffer *
make_buffer (guint frame)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 64 * 48 * 3 / 2, NULL);
  GstEncordLabelsMeta *meta;

  GST_BUFFER_PTS (buffer) = frame * (GST_SECOND / 25);
  gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
  meta = gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  for (guint i = 0; i < N_LABELS; i++) {
    /* each to and fro in a lane of its own */
    const double at = (frame + i * 17) % 400 / 400.0;
    const GstEncordLabel label = {
      .class_name = g_quark_from_string (classes[0]),
      .shape = ENCORD_SHAPE_BOUNDING_BOX,
      .box = { 0.9 * (at < 0.5 ? 2 * at : 2 - 2 * at), i * 0.1, 0.05, 0.08, 0 },
      .confidence = 0.75,
      .track_id = -1,
    };

    gst_encord_labels_meta_append (meta, &label);
  }

  return buffer;
}

static GstEncordUnit *
make_unit (Bench *self)
{
  return g_object_new (GST_TYPE_ENCORD_UNIT, "project-hash", self->project_hash,
                       "data-hash", self->data_hash, "branch-name", "main",
                       "title", "clip.avi", "data-type", "video", "n-frames",
                       (gint64) self->n_frames, NULL);
}

static GstElement *
make_labelsink (Bench *self, GstBus *bus, guint round)
{
  GstElement *sink = gst_element_factory_make ("encordlabelsink", NULL);
  g_autoptr (GstElement) collector =
      gst_bin_get_by_name (GST_BIN (sink), "collector");
  g_autofree char *name = g_strdup_printf ("journal-%u", round);
  g_autofree char *journal = g_build_filename (
      emulator_process_get_folder (self->emulator), name, NULL);

  /* a harness cannot wait for preroll */
  g_object_set (collector, "async", FALSE, NULL);
  g_object_set (sink, "server", emulator_process_get_uri (self->emulator),
                "ssh-key-file", emulator_process_get_key_file (self->emulator),
                "journal-dir", journal, NULL);
  gst_element_set_bus (sink, bus);

  return sink;
}

static GstElement *
make_fakesink (void)
{
  return gst_element_factory_make_full ("fakesink", "sync", FALSE, "async",
                                        FALSE, "enable-last-sample", FALSE,
                                        NULL);
}

/* µs a frame */
static void
push_all (Bench *self, GstHarness *harness, double *ret_processor,
          double *ret_clock)
{
  double processor = now (CLOCK_THREAD_CPUTIME_ID);
  double clock = now (CLOCK_MONOTONIC);

  for (guint i = 0; i < self->buffers->len; i++)
    if (gst_harness_push (harness, gst_buffer_ref (self->buffers->pdata[i])) !=
        GST_FLOW_OK)
      g_error ("frame %u was refused", i);
  *ret_clock = (now (CLOCK_MONOTONIC) - clock) / self->n_frames;
  *ret_processor = (now (CLOCK_THREAD_CPUTIME_ID) - processor) / self->n_frames;
}

static void
begin (Bench *self, GstHarness *harness)
{
  g_autoptr (GstEncordUnit) unit = make_unit (self);

  gst_harness_set_src_caps_str (harness, CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness, gst_encord_classes_event_new (classes));
}

static void
end (Bench *self, GstHarness *harness)
{
  g_autoptr (GstEncordUnit) unit = make_unit (self);

  gst_harness_push_event (
      harness, gst_encord_unit_end_event_new (unit, GST_ENCORD_UNIT_COMPLETE,
                                              self->n_frames));
  gst_harness_push_event (harness, gst_event_new_eos ());
}

static void
wait_for_end (GstBus *bus)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
      bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return;
  gst_message_parse_error (message, &error, NULL);
  g_error ("%s", error->message);
}

/* so that every round writes all of it */
static guint
clear_row (Bench *self)
{
  EncordClient *client = emulator_process_get_client (self->emulator);
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GPtrArray) rows = NULL, objects = NULL;
  g_autoptr (GError) error = NULL;
  EncordLabelRow *row;
  guint n_labels = 0;

  project =
      encord_client_get_project (client, self->project_hash, NULL, &error);
  g_assert_no_error (error);
  rows = encord_project_list_label_rows (project, NULL, NULL, &error);
  g_assert_no_error (error);
  row = rows->pdata[0];
  encord_label_row_initialise (row, ENCORD_INITIALISE_NONE, NULL, &error);
  g_assert_no_error (error);
  objects = encord_label_row_get_object_instances (row);
  for (guint i = 0; i < objects->len; i++) {
    guint n_frames;

    encord_object_instance_get_frames (objects->pdata[i], &n_frames);
    n_labels += n_frames;
    encord_label_row_remove_object_instance (row, objects->pdata[i]);
  }
  encord_label_row_save (row, ENCORD_SAVE_NONE, NULL, &error);
  g_assert_no_error (error);

  return n_labels;
}

static void
run_labelsink (Bench *self, guint round, double *ret_processor,
               double *ret_clock, double *ret_save)
{
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstElement *sink = make_labelsink (self, bus, round);
  GstHarness *harness = gst_harness_new_with_element (sink, "sink", NULL);
  double start;
  guint n_labels;

  begin (self, harness);
  push_all (self, harness, ret_processor, ret_clock);
  start = now (CLOCK_MONOTONIC);
  end (self, harness);
  wait_for_end (bus);
  *ret_save = (now (CLOCK_MONOTONIC) - start) / 1e6;
  gst_element_set_state (sink, GST_STATE_NULL);
  gst_element_set_bus (sink, NULL);
  gst_harness_teardown (harness);
  gst_object_unref (sink);

  n_labels = clear_row (self);
  if (n_labels != self->n_frames * N_LABELS)
    g_error ("%u labels were saved of %u", n_labels, self->n_frames * N_LABELS);
}

static void
run_fakesink (Bench *self, double *ret_processor, double *ret_clock)
{
  GstElement *sink = make_fakesink ();
  GstHarness *harness = gst_harness_new_with_element (sink, "sink", NULL);

  begin (self, harness);
  push_all (self, harness, ret_processor, ret_clock);
  end (self, harness);
  gst_element_set_state (sink, GST_STATE_NULL);
  gst_harness_teardown (harness);
  gst_object_unref (sink);
}

int
main (int argc, char **argv)
{
  Bench self = { .n_frames = N_FRAMES };
  BenchPairs processor, clock;
  double saves[BENCH_PAIRS];
  g_autofree char *more = NULL;

  gst_init (NULL, NULL);
  if (argc > 1)
    self.n_frames = (guint) atoi (argv[1]);
  self.emulator = emulator_process_new ();
  self.project_hash = emulator_process_make_project (
      self.emulator, self.n_frames, classes, &self.data_hash);
  self.buffers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  for (guint i = 0; i < self.n_frames; i++)
    g_ptr_array_add (self.buffers, make_buffer (i));

  for (guint i = 0; i < BENCH_PAIRS; i++) {
    run_labelsink (&self, i, &processor.ours[i], &clock.ours[i], &saves[i]);
    run_fakesink (&self, &processor.limit[i], &clock.limit[i]);
  }
  more = g_strdup_printf (
      ",\"frames\":%u,\"labels_a_frame\":%d,\"save_seconds\":%.3f",
      self.n_frames, N_LABELS, bench_median (saves));
  bench_print ("labelsink-processor", "us a frame", &processor, more);
  bench_print ("labelsink-clock", "us a frame", &clock, more);

  g_ptr_array_unref (self.buffers);
  emulator_process_free (self.emulator);
  g_free (self.project_hash);
  g_free (self.data_hash);

  return 0;
}
