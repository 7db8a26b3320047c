/* encordinfer-events.c - order, flushes, queries and flow
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "infer-harness.h"

static GstEvent *
make_marker (guint number)
{
  return gst_event_new_custom (
      GST_EVENT_CUSTOM_DOWNSTREAM,
      gst_structure_new ("marker", "number", G_TYPE_UINT, number, NULL));
}

static GstPadProbeReturn
record (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GString *seen = user_data;
  GstEvent *event;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    g_string_append (seen, "buffer ");
    return GST_PAD_PROBE_OK;
  }
  event = GST_PAD_PROBE_INFO_EVENT (info);
  if (gst_event_get_structure (event) != NULL &&
      GST_EVENT_TYPE (event) >= GST_EVENT_CUSTOM_UPSTREAM)
    g_string_append (seen,
                     gst_structure_get_name (gst_event_get_structure (event)));
  else
    g_string_append (seen, GST_EVENT_TYPE_NAME (event));
  g_string_append_c (seen, ' ');

  return GST_PAD_PROBE_OK;
}

static GString *
add_recorder (GstHarness *harness)
{
  GString *seen = g_string_new (NULL);

  gst_pad_add_probe (harness->sinkpad,
                     GST_PAD_PROBE_TYPE_BUFFER |
                         GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                     record, seen, NULL);

  return seen;
}

GST_START_TEST (events_and_frames_keep_their_order)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element ("slow.onnx", 4));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  GString *seen = add_recorder (harness);

  gst_harness_set_src_caps_str (harness, CAPS_32);
  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  gst_harness_push_event (harness, make_marker (0));
  gst_harness_push_event (harness, gst_event_new_gap (0, GST_SECOND));
  gst_harness_push (harness, make_frame (32, 32, 2, 1));
  gst_harness_push (harness, make_frame (32, 32, 3, 2));
  gst_harness_push_event (harness, make_marker (1));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);

  fail_unless_equals_string (
      seen->str, "stream-start caps segment encord-classes buffer marker gap "
                 "buffer buffer marker eos ");
  gst_harness_teardown (harness);
  g_string_free (seen, TRUE);
}
GST_END_TEST;

GST_START_TEST (classes_come_with_every_stream)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element ("rows.onnx", 2));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  GString *seen = add_recorder (harness);
  g_autoptr (GstEvent) event = NULL;
  g_auto (GStrv) names = NULL;

  gst_harness_set_src_caps_str (harness, CAPS_32);
  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  gst_harness_push (harness, make_frame (32, 32, 1, 1));
  gst_harness_push_event (harness, gst_event_new_stream_start ("next"));
  gst_harness_push (harness, make_frame (32, 32, 1, 2));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);

  fail_unless_equals_string (
      seen->str, "stream-start caps segment encord-classes buffer buffer "
                 "stream-start encord-classes buffer eos ");
  event = gst_pad_get_sticky_event (harness->sinkpad,
                                    GST_EVENT_CUSTOM_DOWNSTREAM_STICKY, 0);
  names = gst_encord_classes_event_parse (event);
  fail_unless_equals_int (g_strv_length (names), 3);
  fail_unless_equals_string (names[0], "cat");
  fail_unless_equals_string (names[2], "V\xc3\xb6gel");
  gst_harness_teardown (harness);
  g_string_free (seen, TRUE);
}
GST_END_TEST;

GST_START_TEST (eos_drains)
{
  GstHarness *harness = make_harness ("slow.onnx", 8, CAPS_32);

  for (guint i = 0; i < 8; i++)
    gst_harness_push (harness, make_frame (32, 32, 10, i));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);

  fail_unless_equals_int (gst_harness_buffers_received (harness), 8);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* after a flush in mid-stream nothing of before comes out, and each frame after
 * it has its own labels */
GST_START_TEST (flush_forgets_what_runs)
{
  GstHarness *harness = make_harness ("slow.onnx", 4, CAPS_32);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  for (guint round = 0; round < 50; round++) {
    const guint64 base = round * 100;
    GstBuffer *buffer;

    for (guint i = 0; i < round % 5; i++)
      gst_harness_push (harness, make_frame (32, 32, 250, base + i));
    fail_unless (
        gst_harness_push_event (harness, gst_event_new_flush_start ()));
    fail_unless (
        gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE)));
    while ((buffer = gst_harness_try_pull (harness)) != NULL)
      gst_buffer_unref (buffer);

    gst_harness_push_event (harness, gst_event_new_segment (&segment));
    gst_harness_push (harness,
                      make_frame (32, 32, (guint8) (round + 1), base + 50));
    buffer = gst_harness_pull (harness);
    fail_unless_equals_uint64 (GST_BUFFER_OFFSET (buffer), base + 50);
    assert_brightness (buffer, (guint8) (round + 1));
    gst_buffer_unref (buffer);
  }
  gst_harness_teardown (harness);
}
GST_END_TEST;

static gpointer
flush_now (gpointer data)
{
  GstHarness *harness = data;

  gst_pad_push_event (harness->srcpad, gst_event_new_flush_start ());

  return NULL;
}

/* a flush comes while the streaming thread waits for a free request */
GST_START_TEST (flush_wakes_the_streaming_thread)
{
  GstHarness *harness = make_harness ("slow.onnx", 1, CAPS_32);
  GstFlowReturn flow = GST_FLOW_OK;
  GThread *thread;

  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  thread = g_thread_new ("flush", flush_now, harness);
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 1, 1));
  g_thread_join (thread);

  fail_unless_equals_int (flow, GST_FLOW_FLUSHING);
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_teardown (harness);
}
GST_END_TEST;

static GstFlowReturn
refuse_buffer (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  gst_buffer_unref (buffer);

  return (GstFlowReturn) GPOINTER_TO_INT (
      g_object_get_data (G_OBJECT (pad), "flow"));
}

static const GstFlowReturn flows[] = { GST_FLOW_EOS, GST_FLOW_NOT_LINKED,
                                       GST_FLOW_ERROR };

GST_START_TEST (flow_reaches_upstream)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  GstFlowReturn flow = GST_FLOW_OK;

  g_object_set_data (G_OBJECT (harness->sinkpad), "flow",
                     GINT_TO_POINTER ((int) flows[__i__]));
  gst_pad_set_chain_function (harness->sinkpad, refuse_buffer);
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 1, 0));

  fail_unless_equals_int (flow, flows[__i__]);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* as a branch of `tee allow-not-linked=true` that an application moves elsewhere */
GST_START_TEST (goes_on_when_linked_again)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  g_autoptr (GstPad) src = gst_element_get_static_pad (harness->element, "src");
  GstFlowReturn flow = GST_FLOW_OK;
  GstBuffer *buffer;
  guint64 n_pushed = 0, number;

  fail_unless (gst_pad_unlink (src, harness->sinkpad));
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 1, n_pushed++));
  fail_unless_equals_int (flow, GST_FLOW_NOT_LINKED);

  fail_unless_equals_int (gst_pad_link (src, harness->sinkpad),
                          GST_PAD_LINK_OK);
  fail_unless_equals_int (
      gst_harness_push (harness, make_frame (32, 32, 200, n_pushed)),
      GST_FLOW_OK);
  do {
    buffer = gst_harness_pull (harness);
    fail_unless (buffer != NULL);
    number = GST_BUFFER_OFFSET (buffer);
    assert_brightness (buffer, number == n_pushed ? 200 : 1);
    gst_buffer_unref (buffer);
  } while (number != n_pushed);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static GMutex gate;

/* what downstream makes of a frame shows when the gate opens */
static GstFlowReturn
refuse_buffer_late (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);

  return refuse_buffer (pad, parent, buffer);
}

/* one frame and EOS, both taken before downstream answers to the frame */
static void
push_before_refusal (GstHarness *harness, GstFlowReturn flow)
{
  g_object_set_data (G_OBJECT (harness->sinkpad), "flow",
                     GINT_TO_POINTER ((int) flow));
  gst_pad_set_chain_function (harness->sinkpad, refuse_buffer_late);

  g_mutex_lock (&gate);
  fail_unless_equals_int (gst_harness_push (harness, make_frame (32, 32, 1, 0)),
                          GST_FLOW_OK);
  fail_unless (gst_harness_push_event (harness, gst_event_new_eos ()));
  g_mutex_unlock (&gate);
}

static const GstFlowReturn failures[] = { GST_FLOW_NOT_LINKED,
                                          GST_FLOW_NOT_NEGOTIATED,
                                          GST_FLOW_ERROR };

/* nothing comes after EOS that could carry it upstream; and EOS would tell sinks
 * that the stream is whole */
GST_START_TEST (failure_before_eos_is_an_error)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  GString *seen = add_recorder (harness);
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GstMessage) message = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  gst_element_set_bus (harness->element, bus);
  push_before_refusal (harness, failures[__i__]);
  message =
      gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_ERROR);

  gst_message_parse_error (message, &error, NULL);
  fail_unless (
      g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED));
  gst_harness_teardown (harness);
  second = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  fail_unless (second == NULL);
  fail_unless (strstr (seen->str, "eos") == NULL, "%s", seen->str);
  g_string_free (seen, TRUE);
}
GST_END_TEST;

GST_START_TEST (eos_comes_out_after_downstream_had_enough)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);

  push_before_refusal (harness, GST_FLOW_EOS);
  wait_for_eos (harness);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* upstream knows it already */
GST_START_TEST (late_eos_comes_out_after_downstream_had_enough)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);

  g_object_set_data (G_OBJECT (harness->sinkpad), "flow",
                     GINT_TO_POINTER ((int) GST_FLOW_EOS));
  gst_pad_set_chain_function (harness->sinkpad, refuse_buffer);
  while (gst_harness_push (harness, make_frame (32, 32, 1, 0)) == GST_FLOW_OK)
    continue;
  fail_unless (gst_harness_push_event (harness, make_marker (0)));
  fail_unless (gst_harness_push_event (harness, gst_event_new_eos ()));
  wait_for_eos (harness);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static GstFlowReturn
take_every_second (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  const gboolean wanted = GST_BUFFER_OFFSET (buffer) % 2 == 1;

  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  gst_buffer_unref (buffer);

  return wanted ? GST_FLOW_OK : GST_FLOW_EOS;
}

/* of each stream downstream has enough after one frame */
static void
push_streams (GstHarness *harness)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  gst_harness_push (harness, make_frame (32, 32, 1, 2));
  fail_unless (
      gst_harness_push_event (harness, gst_event_new_stream_start ("next")));
  fail_unless (
      gst_harness_push_event (harness, gst_event_new_segment (&segment)));
  gst_harness_push (harness, make_frame (32, 32, 1, 3));
  fail_unless (gst_harness_push_event (harness, gst_event_new_eos ()));
}

/* it is said of the first stream when the second one has begun */
GST_START_TEST (next_stream_comes_out_after_downstream_had_enough)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element ("rows.onnx", 4));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  GString *seen = add_recorder (harness);

  gst_harness_set_src_caps_str (harness, CAPS_32);
  gst_pad_set_chain_function (harness->sinkpad, take_every_second);
  g_mutex_lock (&gate);
  push_streams (harness);
  g_mutex_unlock (&gate);
  wait_for_eos (harness);

  fail_unless_equals_string (seen->str,
                             "stream-start caps segment encord-classes buffer "
                             "stream-start segment encord-classes buffer eos ");
  gst_harness_teardown (harness);
  g_string_free (seen, TRUE);
}
GST_END_TEST;

static gint
count_buffers (GstHarness *harness)
{
  return (gint) gst_harness_buffers_received (harness);
}

static gboolean
propose_pool (GstPad *pad, GstObject *parent, GstQuery *query)
{
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return gst_pad_query_default (pad, parent, query);
  gst_query_add_allocation_pool (query, NULL, 3072, 2, 5);

  return TRUE;
}

GST_START_TEST (serialized_query_waits_for_the_frames)
{
  GstHarness *harness = make_harness ("slow.onnx", 4, CAPS_32);
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS_32);
  g_autoptr (GstQuery) query = gst_query_new_allocation (caps, TRUE);
  guint size;
  guint min;
  guint max;

  for (guint i = 0; i < 4; i++)
    gst_harness_push (harness, make_frame (32, 32, 1, i));
  gst_pad_set_query_function (harness->sinkpad, propose_pool);
  fail_unless (gst_pad_peer_query (harness->srcpad, query));

  fail_unless_equals_int (count_buffers (harness), 4);
  gst_query_parse_nth_allocation_pool (query, 0, NULL, &size, &min, &max);
  fail_unless_equals_int (min, 2 + 4);
  fail_unless_equals_int (max, 5 + 4);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (serialized_query_fails_while_flushing)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS_32);
  g_autoptr (GstQuery) query = gst_query_new_allocation (caps, TRUE);

  gst_harness_push_event (harness, gst_event_new_flush_start ());
  fail_if (gst_pad_peer_query (harness->srcpad, query));
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (latency_is_added)
{
  GstHarness *harness = make_harness ("slow.onnx", 2, CAPS_32);

  gst_harness_set_upstream_latency (harness, GST_SECOND);
  fail_unless (gst_harness_query_latency (harness) > GST_SECOND);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static Suite *
encordinfer_events_suite (void)
{
  Suite *suite = suite_create ("encordinfer-events");
  TCase *events = tcase_create ("events");
  TCase *queries = tcase_create ("queries");

  suite_add_tcase (suite, events);
  tcase_add_test (events, events_and_frames_keep_their_order);
  tcase_add_test (events, classes_come_with_every_stream);
  tcase_add_test (events, eos_drains);
  tcase_add_test (events, flush_forgets_what_runs);
  tcase_add_test (events, flush_wakes_the_streaming_thread);

  suite_add_tcase (suite, queries);
  tcase_add_test (queries, goes_on_when_linked_again);
  tcase_add_loop_test (queries, flow_reaches_upstream, 0, G_N_ELEMENTS (flows));
  tcase_add_loop_test (queries, failure_before_eos_is_an_error, 0,
                       G_N_ELEMENTS (failures));
  tcase_add_test (queries, eos_comes_out_after_downstream_had_enough);
  tcase_add_test (queries, late_eos_comes_out_after_downstream_had_enough);
  tcase_add_test (queries, next_stream_comes_out_after_downstream_had_enough);
  tcase_add_test (queries, serialized_query_waits_for_the_frames);
  tcase_add_test (queries, serialized_query_fails_while_flushing);
  tcase_add_test (queries, latency_is_added);

  return suite;
}

GST_CHECK_MAIN (encordinfer_events);
