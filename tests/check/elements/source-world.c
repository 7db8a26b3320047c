/* source-world.c - an encordsrc and what comes out of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "source-world.h"

static void
log_event (World *self, GstEvent *event)
{
  g_autoptr (GstEncordUnit) unit = NULL;
  GstEncordUnitStatus status;
  guint64 n_frames;
  GstCaps *caps;
  int width;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      g_string_append (self->log, "stream ");
      break;
    case GST_EVENT_CAPS:
      gst_event_parse_caps (event, &caps);
      fail_unless (gst_structure_get_int (gst_caps_get_structure (caps, 0),
                                          "width", &width));
      g_string_append_printf (self->log, "width=%d ", width);
      break;
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment (event, &self->segment);
      g_string_append_printf (self->log, "base=%u ",
                              (guint) (self->segment.base / GST_MSECOND));
      break;
    case GST_EVENT_EOS:
      g_string_append (self->log, "eos");
      break;
    default:
      if ((unit = gst_encord_unit_event_parse (event)) != NULL)
        g_string_append_printf (self->log, "unit=%s ",
                                gst_encord_unit_get_title (unit));
      else if (gst_encord_unit_end_event_parse (event, NULL, &status,
                                                &n_frames))
        g_string_append_printf (self->log, "%s=%u\n",
                                status == GST_ENCORD_UNIT_COMPLETE ? "complete"
                                : status == GST_ENCORD_UNIT_FAILED
                                    ? "failed"
                                    : "cancelled",
                                (guint) n_frames);
      break;
  }
}

static void
check_buffer (World *self, GstBuffer *buffer)
{
  GstEncordFrameMeta *meta = gst_buffer_get_encord_frame_meta (buffer);
  GstClockTime now = gst_segment_to_running_time (
      &self->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  fail_unless (meta != NULL);
  fail_unless (GST_CLOCK_TIME_IS_VALID (now));
  fail_unless (!GST_CLOCK_TIME_IS_VALID (self->last) || now > self->last);
  self->last = now;
  if (meta->image_hash != NULL)
    g_string_append_printf (self->log, "image%u ", (guint) meta->frame);
  else if (meta->frame == 0 || meta->frame == N_VIDEO - 1)
    g_string_append_printf (self->log, "frame%u ", (guint) meta->frame);
  self->n_frames++;
}

/* as encordlabelsink does it where an earlier run ended early */
static GstPadProbeReturn
on_query (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  World *self = data;
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  g_autoptr (GstEncordUnit) unit = NULL;

  if (!gst_encord_is_resume_query (query))
    return GST_PAD_PROBE_OK;
  unit = gst_encord_resume_query_get_unit (query);
  fail_unless (gst_encord_unit_get_first_frame (unit) == 0);
  gst_encord_resume_query_limit (query, gst_encord_unit_is_image_group (unit)
                                            ? self->enter_groups
                                            : self->enter_videos);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  World *self = data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    check_buffer (self, GST_PAD_PROBE_INFO_BUFFER (info));
    if (self->n_frames == self->stop_after)
      gst_element_post_message (
          self->pipeline,
          gst_message_new_application (GST_OBJECT (self->pipeline),
                                       gst_structure_new_empty ("enough")));
  } else {
    log_event (self, GST_PAD_PROBE_INFO_EVENT (info));
  }

  return GST_PAD_PROBE_OK;
}

World *
world_new (const char *project)
{
  World *self = g_new0 (World, 1);
  g_autoptr (GstPad) pad = NULL;

  self->log = g_string_new (NULL);
  self->warnings = g_string_new (NULL);
  self->remedies = g_string_new (NULL);
  self->last = GST_CLOCK_TIME_NONE;
  self->pipeline = gst_pipeline_new (NULL);
  self->bus = gst_element_get_bus (self->pipeline);
  self->src = gst_element_factory_make ("encordsrc", NULL);
  self->sink = gst_element_factory_make ("fakesink", NULL);
  g_object_set (
      self->src, "server", emulator_process_get_uri (media_server.emulator),
      "ssh-key-file", emulator_process_get_key_file (media_server.emulator),
      "project-hash", project, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), self->src, self->sink, NULL);
  fail_unless (gst_element_link (self->src, self->sink));
  pad = gst_element_get_static_pad (self->sink, "sink");
  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      on_data, self, NULL);
  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH,
      on_query, self, NULL);

  return self;
}

void
world_free (World *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->bus);
  gst_object_unref (self->pipeline);
  g_string_free (self->log, TRUE);
  g_string_free (self->warnings, TRUE);
  g_string_free (self->remedies, TRUE);
  g_free (self);
}

void
world_play (World *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

GstMessage *
world_wait_for (World *self, GstMessageType types)
{
  for (;;) {
    GstMessage *message = gst_bus_timed_pop_filtered (
        self->bus, GST_CLOCK_TIME_NONE, types | GST_MESSAGE_WARNING);
    g_autoptr (GError) error = NULL;
    g_autofree char *debug = NULL;

    if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_WARNING)
      return message;
    gst_message_parse_warning (message, &error, &debug);
    g_string_append_printf (self->warnings, "%s\n", error->message);
    g_string_append_printf (self->remedies, "%s\n", debug);
    gst_message_unref (message);
  }
}

void
world_wait_for_eos (World *self)
{
  g_autoptr (GstMessage) message =
      world_wait_for (self, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;
    g_autofree char *debug = NULL;

    gst_message_parse_error (message, &error, &debug);
    fail ("%s (%s)", error->message, debug);
  }
}

/* no link to a medium, which would let anybody read it */
static void
check_discreet (const char *text)
{
  fail_unless (strstr (text, "/media/") == NULL, "%s", text);
}

void
world_check_error (World *self, GQuark domain, int code, const char *what)
{
  g_autoptr (GstMessage) message = world_wait_for (self, GST_MESSAGE_ERROR);
  g_autoptr (GstMessage) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  fail_unless (g_error_matches (error, domain, code), "%s %d: %s",
               g_quark_to_string (error->domain), error->code, error->message);
  fail_unless (strstr (error->message, what) != NULL, "%s", error->message);
  check_discreet (error->message);
  check_discreet (debug);
  fail_unless (GST_MESSAGE_SRC (message) == GST_OBJECT (self->src));
  /* what did not reach READY would fail again; NULL empties the bus */
  if (GST_STATE (self->src) > GST_STATE_READY)
    gst_element_set_state (self->pipeline, GST_STATE_READY);
  second = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR);
  fail_unless (second == NULL);
}

void
world_check_warning (World *self, const char *what)
{
  fail_unless (strstr (self->warnings->str, what) != NULL, "%s",
               self->warnings->str);
  fail_unless (strchr (self->warnings->str, '\n') ==
                   self->warnings->str + self->warnings->len - 1,
               "%s", self->warnings->str);
  check_discreet (self->warnings->str);
  check_discreet (self->remedies->str);
}
