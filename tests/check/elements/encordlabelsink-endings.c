/* encordlabelsink-endings.c - what is over when EOS has come or the sink has stopped
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "named-stream.h"

/* what one thread waits for until another opens it */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean open;
} Gate;

static void
gate_open (Gate *self)
{
  g_mutex_lock (&self->lock);
  self->open = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
gate_is_open (Gate *self)
{
  gboolean open;

  g_mutex_lock (&self->lock);
  open = self->open;
  g_mutex_unlock (&self->lock);

  return open;
}

static void
gate_wait (Gate *self)
{
  g_mutex_lock (&self->lock);
  while (!self->open)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* a thread of the sink that is held up once */
typedef struct
{
  World *world;
  Gate reached; /* it is there */
  Gate go_on;   /* and may leave */
  Gate left;
} Hold;

static void
hold_up (Hold *self)
{
  if (gate_is_open (&self->reached))
    return;
  gate_open (&self->reached);
  gate_wait (&self->go_on);
}

static gboolean
hold_save (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
           gpointer data)
{
  hold_up (data);

  return FALSE;
}

static void
flush (GstHarness *harness)
{
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
}

/* an EOS that was flushed away while a save held it up: what would have answered it
 * comes while the next one waits for more */
GST_START_TEST (test_flushed_eos)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  Hold hold = { .world = world };
  GstHarness *harness = world_make_harness (world);

  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (hold_save), &hold);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_end (world, harness);
  gate_wait (&hold.reached);
  flush (harness);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.3125);
  world_end (world, harness);
  gate_open (&hold.go_on);
  summary = world_wait_for_summary (world);
  world_free_harness (world, harness);

  check_count (summary, "rows-waiting", 0);
  check_count (summary, "rows-saved", 2);
  check_count (summary, "frames", 2 * N_FRAMES);
}
GST_END_TEST;

/* the application thread stops the sink: whoever is held up may go on, but is not
 * quick about it */
static void
let_go_when_stopping (Hold *hold, GstMessage *message)
{
  GstState after;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_STATE_CHANGED)
    return;
  gst_message_parse_state_changed (message, NULL, &after, NULL);
  if (after == GST_STATE_READY && gate_is_open (&hold->reached))
    gate_open (&hold->go_on);
}

static void
leave_slowly (Hold *hold)
{
  g_autoptr (EncordLabelRow) row G_GNUC_UNUSED = world_fetch_row (hold->world);

  gate_open (&hold->left);
}

static gboolean
save_slowly (GstElement *sink, EncordLabelRow *row, GstStructure *summary,
             gpointer data)
{
  hold_up (data);
  leave_slowly (data);

  return FALSE;
}

static GstBusSyncReply
watch_stopping (GstBus *bus, GstMessage *message, gpointer data)
{
  let_go_when_stopping (data, message);

  return GST_BUS_PASS;
}

/* leaves the whole unit in the journal */
static void
record (World *world)
{
  GstHarness *harness =
      world_make_harness_with (world, "shutdown-timeout", "0", NULL);

  emulator_process_stop (world->emulator);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_free_harness (world, harness);
  emulator_process_start (world->emulator);
}

/* what waits for longer is no unit of this run, but its handler is */
GST_START_TEST (test_stopped_while_sending_what_waits)
{
  g_autoptr (World) world = world_new ();
  Hold hold = { .world = world };
  GstHarness *harness;

  record (world);
  harness = world_make_harness (world);
  g_signal_connect (harness->element, "row-about-to-save",
                    G_CALLBACK (save_slowly), &hold);
  gst_bus_set_sync_handler (world->bus, watch_stopping, &hold, NULL);
  world_begin (world, harness, world_classes);
  gate_wait (&hold.reached);
  gst_element_set_state (harness->element, GST_STATE_READY);
  fail_unless (gate_is_open (&hold.left));
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  world_free_harness (world, harness);
}
GST_END_TEST;

static GstBusSyncReply
read_summary_slowly (GstBus *bus, GstMessage *message, gpointer data)
{
  Hold *hold = data;

  let_go_when_stopping (hold, message);
  if (gst_message_has_name (message, "encord-summary") &&
      !gate_is_open (&hold->left)) {
    hold_up (hold);
    leave_slowly (hold);
  }

  return GST_BUS_PASS;
}

/* the EOS that would follow is none of the next run's */
GST_START_TEST (test_stopped_while_ending)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) again = NULL;
  Hold hold = { .world = world };
  GstHarness *harness = world_make_harness (world);

  gst_bus_set_sync_handler (world->bus, read_summary_slowly, &hold, NULL);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_end (world, harness);
  gate_wait (&hold.reached);
  gst_element_set_state (harness->element, GST_STATE_READY);
  fail_unless (gate_is_open (&hold.left));
  fail_unless_equals_int (world_count_messages (world, "encord-summary"), 1);

  flush (harness);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  again = world_complete (world, harness);
  check_count (again, "rows-unchanged", 1);
  check_count (again, "rows-saved", 0);
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
}
GST_END_TEST;

static GstBusSyncReply
read_error_slowly (GstBus *bus, GstMessage *message, gpointer data)
{
  Hold *hold = data;

  let_go_when_stopping (hold, message);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    hold_up (hold);
    leave_slowly (hold);
  }

  return GST_BUS_PASS;
}

/* the server has just said that there is no row: nothing is left to wait for one */
GST_START_TEST (test_stopped_while_refused)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) after = NULL;
  Hold hold = { .world = world };
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash",
      "00000000-0000-4000-8000-00000000dead", "bare-frames", "empty",
      "shutdown-timeout", "0", NULL);

  gst_bus_set_sync_handler (world->bus, read_error_slowly, &hold, NULL);
  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  named_stream_push (harness, named_stream_make_frame (harness, 0));
  gate_wait (&hold.reached);
  gst_element_set_state (harness->element, GST_STATE_READY);
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  world_free_harness (world, harness);

  after = world_finish (world, named_stream_new (world, "empty"));
  check_count (after, "rows-journalled", 0);
  fail_unless (world_find_text (world, "warning") == NULL, "%s",
               world_find_text (world, "warning"));
}
GST_END_TEST;

/* on the thread that would have to be waited for */
static GstBusSyncReply
restart_at_summary (GstBus *bus, GstMessage *message, gpointer data)
{
  Hold *hold = data;

  if (gst_message_has_name (message, "encord-summary")) {
    gst_element_set_state (GST_ELEMENT (GST_MESSAGE_SRC (message)),
                           GST_STATE_READY);
    gst_element_set_state (GST_ELEMENT (GST_MESSAGE_SRC (message)),
                           GST_STATE_PLAYING);
    gate_open (&hold->left);
  }

  return GST_BUS_PASS;
}

GST_START_TEST (test_restarted_by_the_worker)
{
  g_autoptr (World) world = world_new ();
  Hold hold = { .world = world };
  GstHarness *harness = world_make_harness (world);

  gst_bus_set_sync_handler (world->bus, restart_at_summary, &hold, NULL);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_end (world, harness);
  gate_wait (&hold.left);
  gst_element_set_state (harness->element, GST_STATE_NULL);
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  fail_unless (gst_bus_pop_filtered (world->bus, GST_MESSAGE_EOS) == NULL);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* labels come from what has this digest */
#define DIGEST "digest"

/* leaves the first frames of the unit in the journal, for a later run */
static void
run_early (World *world, guint n_frames)
{
  GstHarness *harness = world_make_harness (world);

  fail_unless_equals_uint64 (world_ask (world, harness, DIGEST), 0);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, n_frames, 0.25);
  world_free_harness (world, harness);
}

static void
run_hold (gpointer data, gpointer session)
{
  hold_up (data);
}

/* the worker does something else, and jobs of the sink have to wait */
static void
hold_worker (Hold *hold, GstHarness *harness)
{
  g_autoptr (GstContext) context = gst_element_get_context (
      harness->element, GST_ENCORD_SESSION_CONTEXT_TYPE);
  const GstStructure *structure = gst_context_get_structure (context);
  g_autoptr (GstEncordSession) session = NULL;

  fail_unless (gst_structure_get (structure,
                                  gst_structure_nth_field_name (structure, 0),
                                  GST_TYPE_ENCORD_SESSION, &session, NULL));
  gst_encord_session_push (session, run_hold, hold, NULL);
  gate_wait (&hold->reached);
}

static void
restart (GstHarness *harness)
{
  gst_element_set_state (harness->element, GST_STATE_READY);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
}

/* what a run was to go on with is free once it has stopped, although a job of it
 * is yet to come */
GST_START_TEST (test_restarted_before_the_unit)
{
  g_autoptr (World) world = world_new ();
  Hold hold = { .world = world };
  GstHarness *harness;

  run_early (world, 8);
  harness = world_make_harness (world);
  hold_worker (&hold, harness);
  fail_unless_equals_uint64 (world_ask (world, harness, DIGEST), 8);
  gst_harness_push_event (harness, gst_event_new_eos ());
  restart (harness);
  fail_unless_equals_uint64 (world_ask (world, harness, DIGEST), 8);
  gate_open (&hold.go_on);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* so is the unit that it could not write any more */
GST_START_TEST (test_restarted_after_full_disk)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstMessage) message = NULL;
  Hold hold = { .world = world };
  GstHarness *harness;
  struct rlimit before;

  run_early (world, 8);
  harness = world_make_harness_with (world, "checkpoint-interval", "0", NULL);
  hold_worker (&hold, harness);
  fail_unless_equals_uint64 (world_ask (world, harness, DIGEST), 8);
  world_begin_from (world, harness, 8);
  world_fill_disk (&before);
  /* what checks would write to their log must not grow either */
  push_frame (harness, 8, "face", 0.25);
  message = gst_bus_timed_pop_filtered (world->bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_ERROR);
  setrlimit (RLIMIT_FSIZE, &before);
  restart (harness);
  fail_unless_equals_uint64 (world_ask (world, harness, DIGEST), 8);
  gate_open (&hold.go_on);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* the disk's thread says that a unit is in the journal, and nobody else knows yet */
static void
hold_disk (GstDebugCategory *category, GstDebugLevel level, const char *file,
           const char *function, int line, GObject *object,
           GstDebugMessage *message, gpointer data)
{
  Hold *hold = data;

  if (strstr (gst_debug_message_get (message), "is in the journal") != NULL)
    hold_up (hold);
}

static GstBusSyncReply
let_go_when_saved (GstBus *bus, GstMessage *message, gpointer data)
{
  Hold *hold = data;

  if (gst_message_has_name (message, "encord-row-saved"))
    gate_open (&hold->go_on);

  return GST_BUS_PASS;
}

/* the worker finds the unit in the journal before it is told of it */
GST_START_TEST (test_row_counts_once)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  Hold worker = { .world = world }, disk = { .world = world };
  /* the only check point is the last one */
  GstHarness *harness = world_make_harness_with (world, "checkpoint-interval",
                                                 "3600000000000", NULL);

  hold_worker (&worker, harness);
  gst_bus_set_sync_handler (world->bus, let_go_when_saved, &disk, NULL);
  gst_debug_remove_log_function (gst_debug_log_default);
  gst_debug_add_log_function (hold_disk, &disk, NULL);
  gst_debug_set_threshold_for_name ("encordlabelsink", GST_LEVEL_DEBUG);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_end (world, harness);
  gate_wait (&disk.reached);
  gate_open (&worker.go_on);
  summary = world_wait_for_summary (world);
  gst_debug_unset_threshold_for_name ("encordlabelsink");
  gst_debug_remove_log_function (hold_disk);
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  world_free_harness (world, harness);

  check_count (summary, "rows-saved", 1);
  check_count (summary, "rows-journalled", 0);
  check_count (summary, "frames", N_FRAMES);
}
GST_END_TEST;

static Suite *
encordlabelsink_endings_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-endings");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_flushed_eos);
  tcase_add_test (tc, test_stopped_while_sending_what_waits);
  tcase_add_test (tc, test_stopped_while_ending);
  tcase_add_test (tc, test_stopped_while_refused);
  tcase_add_test (tc, test_restarted_by_the_worker);
  tcase_add_test (tc, test_restarted_before_the_unit);
  tcase_add_test (tc, test_restarted_after_full_disk);
  tcase_add_test (tc, test_row_counts_once);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_endings);
