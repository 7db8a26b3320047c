/* unit.c - tests of the unit and its two events
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>

#include <gst/encord/encord.h>

static GstEncordUnit *
make_unit (void)
{
  return g_object_new (GST_TYPE_ENCORD_UNIT, "project-hash", "p", "data-hash",
                       "d", "title", "clip.mp4", "width", 320, "height", 240,
                       "fps-n", 30000, "fps-d", 1001, "n-frames",
                       G_GINT64_CONSTANT (120), NULL);
}

GST_START_TEST (properties_round_trip)
{
  g_autoptr (GstEncordUnit) unit = make_unit ();
  g_autofree char *type = NULL;
  int width, height, fps_n, fps_d;

  g_object_get (unit, "data-type", &type, "width", &width, "height", &height,
                "fps-n", &fps_n, "fps-d", &fps_d, NULL);

  fail_unless_equals_string (gst_encord_unit_get_project_hash (unit), "p");
  fail_unless_equals_string (gst_encord_unit_get_data_hash (unit), "d");
  fail_unless_equals_string (gst_encord_unit_get_title (unit), "clip.mp4");
  fail_unless_equals_string (gst_encord_unit_get_branch_name (unit), "main");
  fail_unless (gst_encord_unit_get_label_hash (unit) == NULL);
  fail_unless_equals_int64 (gst_encord_unit_get_n_frames (unit), 120);
  fail_if (gst_encord_unit_is_image_group (unit));
  fail_unless_equals_string (type, "video");
  fail_unless_equals_int (width, 320);
  fail_unless_equals_int (height, 240);
  fail_unless_equals_int (fps_n, 30000);
  fail_unless_equals_int (fps_d, 1001);
}
GST_END_TEST;

GST_START_TEST (image_group_is_told_apart)
{
  g_autoptr (GstEncordUnit) unit =
      g_object_new (GST_TYPE_ENCORD_UNIT, "data-type", "img_group", NULL);

  fail_unless (gst_encord_unit_is_image_group (unit));
  fail_unless_equals_int64 (gst_encord_unit_get_n_frames (unit), -1);
}
GST_END_TEST;

GST_START_TEST (unit_event_round_trip)
{
  g_autoptr (GstEncordUnit) unit = make_unit ();
  g_autoptr (GstEvent) event = gst_encord_unit_event_new (unit);
  g_autoptr (GstEncordUnit) parsed = gst_encord_unit_event_parse (event);

  fail_unless (GST_EVENT_IS_STICKY (event));
  fail_unless (GST_EVENT_IS_SERIALIZED (event));
  fail_unless (GST_EVENT_IS_DOWNSTREAM (event));
  fail_unless (parsed == unit);
  fail_if (gst_encord_unit_end_event_parse (event, NULL, NULL, NULL));
}
GST_END_TEST;

GST_START_TEST (unit_end_event_round_trip)
{
  static const GstEncordUnitStatus statuses[] = { GST_ENCORD_UNIT_COMPLETE,
                                                  GST_ENCORD_UNIT_FAILED,
                                                  GST_ENCORD_UNIT_CANCELLED };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GstEncordUnit) unit = make_unit ();
    g_autoptr (GstEvent) event =
        gst_encord_unit_end_event_new (unit, statuses[i], 7);
    g_autoptr (GstEncordUnit) parsed = NULL;
    GstEncordUnitStatus status;
    guint64 n_frames;

    fail_if (GST_EVENT_IS_STICKY (event));
    fail_unless (GST_EVENT_IS_SERIALIZED (event));
    fail_unless (
        gst_encord_unit_end_event_parse (event, &parsed, &status, &n_frames));
    fail_unless (parsed == unit);
    fail_unless_equals_int (status, statuses[i]);
    fail_unless_equals_uint64 (n_frames, 7);
    fail_unless (gst_encord_unit_end_event_parse (event, NULL, NULL, NULL));
    fail_unless (gst_encord_unit_event_parse (event) == NULL);
  }
}
GST_END_TEST;

/* somebody else's events, and ours with fields missing or of the wrong type */
GST_START_TEST (foreign_events_are_refused)
{
  GstEvent *events[] = {
    gst_event_new_eos (),
    gst_event_new_stream_start ("encord-unit"),
    gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
                          gst_structure_new_empty ("encord-unit")),
    gst_event_new_custom (
        GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
        gst_structure_new ("encord-unit", "unit", G_TYPE_STRING, "u", NULL)),
    gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM_OOB,
                          gst_structure_new_empty ("encord-unit-end")),
    gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM,
                          gst_structure_new_empty ("encord-unit-end")),
    gst_event_new_custom (
        GST_EVENT_CUSTOM_DOWNSTREAM,
        gst_structure_new ("encord-unit-end", "unit", GST_TYPE_ENCORD_UNIT,
                           NULL, "status", GST_TYPE_ENCORD_UNIT_STATUS, 0,
                           "n-frames", G_TYPE_UINT64, (guint64) 0, NULL)),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++) {
    g_autoptr (GstEvent) event = events[i];
    GstEncordUnit *unit = NULL;

    fail_unless (gst_encord_unit_event_parse (event) == NULL);
    fail_if (gst_encord_unit_end_event_parse (event, &unit, NULL, NULL));
    fail_unless (unit == NULL);
  }
}
GST_END_TEST;

GST_START_TEST (frame_meta_survives_a_copy)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GstBuffer) copy = NULL;
  GstEncordFrameMeta *meta;

  fail_unless (gst_buffer_get_encord_frame_meta (buffer) == NULL);
  gst_buffer_add_encord_frame_meta (buffer, 41, "i");
  copy = gst_buffer_copy_deep (buffer);
  meta = gst_buffer_get_encord_frame_meta (copy);

  fail_unless (meta != NULL);
  fail_unless_equals_uint64 (meta->frame, 41);
  fail_unless_equals_string (meta->image_hash, "i");
}
GST_END_TEST;

static Suite *
unit_suite (void)
{
  Suite *suite = suite_create ("unit");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, properties_round_trip);
  tcase_add_test (tc, image_group_is_told_apart);
  tcase_add_test (tc, unit_event_round_trip);
  tcase_add_test (tc, unit_end_event_round_trip);
  tcase_add_test (tc, foreign_events_are_refused);
  tcase_add_test (tc, frame_meta_survives_a_copy);

  return suite;
}

GST_CHECK_MAIN (unit)
