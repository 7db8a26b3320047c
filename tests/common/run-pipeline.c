/* run-pipeline.c - a pipeline that runs to its end
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run-pipeline.h"

#include <gst/gst.h>

void
run_pipeline (const char *launch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) end = NULL;

  g_assert_no_error (error);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  end = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                    GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (GST_MESSAGE_TYPE (end) == GST_MESSAGE_ERROR)
    gst_message_parse_error (end, &error, NULL);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
