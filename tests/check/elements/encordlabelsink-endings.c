/* encordlabelsink-endings.c - what is over when EOS has come or the sink has stopped
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

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

static Suite *
encordlabelsink_endings_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-endings");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_flushed_eos);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_endings);
