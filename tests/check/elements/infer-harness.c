/* infer-harness.c - an encordinfer that runs one of the test models
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "infer-harness.h"

char *
model_path (const char *name)
{
  return g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "models", name, NULL);
}

GstElement *
make_element (const char *model, guint max_in_flight)
{
  GstElement *element = gst_element_factory_make ("encordinfer", NULL);
  g_autofree char *path = model != NULL ? model_path (model) : NULL;

  fail_unless (element != NULL);
  g_object_set (element, "model-file", path, "precision",
                GST_ENCORD_PRECISION_F32, "confidence-threshold", 0.0,
                "max-in-flight", max_in_flight, NULL);

  return element;
}

GstHarness *
make_harness (const char *model, guint max_in_flight, const char *caps)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element (model, max_in_flight));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");

  gst_harness_set_src_caps_str (harness, caps);

  return harness;
}

GstBuffer *
make_frame (int width, int height, guint8 brightness, guint64 number)
{
  const gsize size = (gsize) GST_ROUND_UP_4 (width * 3) * (gsize) height;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);

  gst_buffer_memset (buffer, 0, brightness, size);
  GST_BUFFER_PTS (buffer) = number * 40 * GST_MSECOND;
  GST_BUFFER_OFFSET (buffer) = number;

  return buffer;
}

const GstEncordLabel *
get_label (GstBuffer *buffer)
{
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  fail_unless (meta != NULL);
  fail_unless_equals_int (meta->state, GST_ENCORD_LABELS_INFERRED);
  fail_unless_equals_int (meta->labels->len, 1);

  return &g_array_index (meta->labels, GstEncordLabel, 0);
}

guint
count_labels (GstBuffer *buffer)
{
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  fail_unless (meta != NULL);

  return meta->labels->len;
}

void
assert_brightness (GstBuffer *buffer, guint8 brightness)
{
  const double score = get_label (buffer)->confidence;

  fail_unless (ABS (score - brightness / 255.0) < 1e-3,
               "score %f for brightness %u", score, brightness);
}

void
wait_for_eos (GstHarness *harness)
{
  gboolean eos = FALSE;

  while (!eos) {
    g_autoptr (GstEvent) event = gst_harness_pull_event (harness);

    eos = GST_EVENT_TYPE (event) == GST_EVENT_EOS;
  }
}
