/* encordlabelsink-memory.c - a unit of any length passes in constant memory
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "labelsink-world.h"

/* all buffers, queues and caches have their size by then */
#define N_SETTLED 10000
/* half of what the labels of the shorter run take */
#define MOST_GROWTH (1024 * 1024)

/* what SQLite keeps has a limit of its own */
static gint64
used_memory (void)
{
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  return -1;
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
  return -1;
#endif
  return (gint64) mallinfo2 ().uordblks - sqlite3_memory_used ();
}

GST_START_TEST (test_constant_memory)
{
  const char *length = g_getenv ("ENCORD_TEST_FRAMES");
  const guint n_frames = (guint) atoi (length != NULL ? length : "50000");
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = world_make_harness (world);
  gint64 settled, end;

  gst_element_set_state (harness->element, GST_STATE_NULL);
  g_object_set (harness->element, "checkpoint-interval", (guint64) GST_MSECOND,
                NULL);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_SETTLED, 0.25);
  settled = used_memory ();
  /* tracks end and others begin, every hundred frames */
  for (guint i = N_SETTLED; i < n_frames; i++)
    push_frame (harness, i, i % 100 < 80 ? "face" : NULL, 0.25);
  end = used_memory ();
  summary = world_complete (world, harness);

  check_count (summary, "frames", n_frames);
  check_count (summary, "rows-saved", 1);
  if (settled < 0)
    return;
  g_print ("# %u frames: %" G_GINT64_FORMAT " bytes more\n",
           n_frames - N_SETTLED, end - settled);
  fail_unless (end - settled < MOST_GROWTH, "%" G_GINT64_FORMAT " bytes more",
               end - settled);
}
GST_END_TEST;

static Suite *
encordlabelsink_memory_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-memory");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 0);
  tcase_add_test (tc, test_constant_memory);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_memory);
