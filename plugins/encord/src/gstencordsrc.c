/* gstencordsrc.c - the data units of a project as one stream of frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-encordsrc
 * @title: encordsrc
 *
 * Plays the videos and image groups of a labelling project one after the other
 * as raw video with ever growing running time. Each buffer says which frame of
 * its unit it is (#GstEncordFrameMeta), an `encord-unit` event which unit
 * follows, and an `encord-unit-end` event how it ended.
 *
 * Frames are numbered as a browser and ffmpeg number them, come out upright, and
 * none is ever dropped: the element ignores QoS and cannot seek. For playing one
 * clip with a seek bar, use playbin.
 *
 * |[
 * gst-launch-1.0 encordsrc project-hash=$PROJECT title-like=cam% ! videoconvert ! autovideosink
 * ]|
 *
 * Since: 0.1
 */

#include "gstencordsrcprivate.h"
#include "gstencordsrcuri.h"

GST_DEBUG_CATEGORY (encordsrc_debug);
#define GST_CAT_DEFAULT encordsrc_debug

G_DEFINE_FINAL_TYPE_WITH_CODE (
    GstEncordSrc, gst_encord_src, GST_TYPE_BIN,
    G_IMPLEMENT_INTERFACE (GST_TYPE_URI_HANDLER,
                           gst_encord_src_uri_handler_init)
        GST_DEBUG_CATEGORY_INIT (encordsrc_debug, "encordsrc", 0,
                                 "units of a labelling project"))
GST_ELEMENT_REGISTER_DEFINE (encordsrc, "encordsrc", GST_RANK_PRIMARY,
                             GST_TYPE_ENCORD_SRC)

/* --- asynchronous state change ------------------------------------------- */

static void
begin_async (GstEncordSrc *self)
{
  g_mutex_lock (&self->lock);
  self->async_pending = TRUE;
  g_mutex_unlock (&self->lock);

  GST_BIN_CLASS (gst_encord_src_parent_class)
      ->handle_message (GST_BIN (self),
                        gst_message_new_async_start (GST_OBJECT (self)));
}

void
gst_encord_src_end_async (GstEncordSrc *self)
{
  gboolean pending;

  g_mutex_lock (&self->lock);
  pending = self->async_pending;
  self->async_pending = FALSE;
  g_mutex_unlock (&self->lock);

  if (pending)
    GST_BIN_CLASS (gst_encord_src_parent_class)
        ->handle_message (GST_BIN (self),
                          gst_message_new_async_done (GST_OBJECT (self),
                                                      GST_CLOCK_TIME_NONE));
}

/* --- element -------------------------------------------------------------- */

static gboolean
gst_encord_src_query (GstElement *element, GstQuery *query)
{
  /* GstBin would ask the sinks inside */
  return gst_pad_query (GST_ENCORD_SRC (element)->srcpad, query);
}

static gboolean
gst_encord_src_send_event (GstElement *element, GstEvent *event)
{
  GstEncordSrc *self = GST_ENCORD_SRC (element);

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS) {
    gst_encord_src_cancel (self, TRUE);
    gst_event_unref (event);
    return TRUE;
  }
  if (GST_EVENT_IS_UPSTREAM (event))
    return gst_pad_send_event (self->srcpad, event);

  /* nothing else has a place in the row of units */
  GST_DEBUG_OBJECT (self, "refuses %" GST_PTR_FORMAT, event);
  gst_event_unref (event);

  return FALSE;
}

static gboolean
acquire_session (GstEncordSrc *self)
{
  g_autofree char *server = NULL;
  g_autofree char *ssh_key_file = NULL;
  g_autofree char *bearer_token_file = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_project;

  GST_OBJECT_LOCK (self);
  server = g_strdup (self->settings.server);
  ssh_key_file = g_strdup (self->settings.ssh_key_file);
  bearer_token_file = g_strdup (self->settings.bearer_token_file);
  has_project = self->settings.project_hash != NULL;
  GST_OBJECT_UNLOCK (self);

  if (!has_project) {
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS, ("no project is set"),
                       ("Set the property project-hash."));
    return FALSE;
  }
  self->session = gst_encord_session_acquire (
      GST_ELEMENT (self), server, ssh_key_file, bearer_token_file, &error);
  if (self->session == NULL)
    gst_encord_element_post_error (GST_ELEMENT (self), error);

  return self->session != NULL;
}

static gboolean
start_reading (GstEncordSrc *self)
{
  g_auto (GstEncordSrcSelection) selection = { 0 };
  g_autoptr (GError) error = NULL;
  GstEncordSrcReader *reader;
  gboolean valid;

  GST_OBJECT_LOCK (self);
  valid = gst_encord_src_settings_select (&self->settings, &selection, &error);
  self->image_duration = self->settings.image_duration;
  self->on_unit_error = self->settings.on_unit_error;
  GST_OBJECT_UNLOCK (self);
  if (!valid) {
    gst_encord_element_post_error (GST_ELEMENT (self), error);
    return FALSE;
  }

  self->n_units = 0;
  gst_encord_src_output_init (&self->output, self->srcpad);
  reader =
      gst_encord_src_reader_new (GST_BIN (self), self->session, &selection);

  g_mutex_lock (&self->lock);
  self->reader = reader;
  self->cancelled = FALSE;
  self->eos_wanted = FALSE;
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static void
stop_reading (GstEncordSrc *self)
{
  GstEncordSrcReader *reader;

  gst_encord_src_cancel (self, FALSE);
  g_mutex_lock (&self->lock);
  reader = g_steal_pointer (&self->reader);
  g_mutex_unlock (&self->lock);

  gst_encord_src_drop_item (self);
  gst_encord_src_output_clear (&self->output);
  g_clear_pointer (&reader, gst_encord_src_reader_free);
}

static GstStateChangeReturn
gst_encord_src_change_state (GstElement *element, GstStateChange transition)
{
  GstEncordSrc *self = GST_ENCORD_SRC (element);
  GstStateChangeReturn result;

  switch (transition) {
    case GST_STATE_CHANGE_NULL_TO_READY:
      if (!acquire_session (self))
        return GST_STATE_CHANGE_FAILURE;
      break;
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      if (!start_reading (self))
        return GST_STATE_CHANGE_FAILURE;
      begin_async (self);
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      /* before the pad is taken down, which waits for the task */
      gst_encord_src_cancel (self, FALSE);
      break;
    default:
      break;
  }

  result = GST_ELEMENT_CLASS (gst_encord_src_parent_class)
               ->change_state (element, transition);

  switch (transition) {
    case GST_STATE_CHANGE_READY_TO_PAUSED:
      if (result == GST_STATE_CHANGE_FAILURE) {
        stop_reading (self);
        gst_encord_src_end_async (self);
      } else {
        result = GST_STATE_CHANGE_ASYNC;
      }
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      stop_reading (self);
      gst_encord_src_end_async (self);
      break;
    case GST_STATE_CHANGE_READY_TO_NULL:
      g_clear_pointer (&self->session, gst_encord_session_release);
      break;
    default:
      break;
  }

  return result;
}

/* --- object ---------------------------------------------------------------- */

static void
gst_encord_src_get_property (GObject *object, guint prop_id, GValue *value,
                             GParamSpec *pspec)
{
  GstEncordSrc *self = GST_ENCORD_SRC (object);
  gboolean known;

  GST_OBJECT_LOCK (self);
  known = gst_encord_src_settings_get (&self->settings, prop_id, value);
  GST_OBJECT_UNLOCK (self);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
gst_encord_src_set_property (GObject *object, guint prop_id,
                             const GValue *value, GParamSpec *pspec)
{
  GstEncordSrc *self = GST_ENCORD_SRC (object);
  gboolean known;

  GST_OBJECT_LOCK (self);
  known = gst_encord_src_settings_set (&self->settings, prop_id, value);
  GST_OBJECT_UNLOCK (self);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
gst_encord_src_finalize (GObject *object)
{
  GstEncordSrc *self = GST_ENCORD_SRC (object);

  gst_encord_src_settings_clear (&self->settings);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gst_encord_src_parent_class)->finalize (object);
}

static void
gst_encord_src_class_init (GstEncordSrcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->get_property = gst_encord_src_get_property;
  object_class->set_property = gst_encord_src_set_property;
  object_class->finalize = gst_encord_src_finalize;
  gst_encord_src_settings_install (object_class);

  element_class->change_state = GST_DEBUG_FUNCPTR (gst_encord_src_change_state);
  element_class->query = GST_DEBUG_FUNCPTR (gst_encord_src_query);
  element_class->send_event = GST_DEBUG_FUNCPTR (gst_encord_src_send_event);
  gst_element_class_add_static_pad_template (element_class,
                                             &gst_encord_src_template);
  gst_element_class_set_static_metadata (
      element_class, "Encord source", "Source/Network/Video",
      "Plays the videos and image groups of a labelling project", "gst-encord");
}

static void
gst_encord_src_init (GstEncordSrc *self)
{
  g_mutex_init (&self->lock);
  gst_encord_src_settings_init (&self->settings);

  gst_encord_src_add_pad (self);
  gst_encord_src_output_init (&self->output, self->srcpad);

  gst_bin_set_suppressed_flags (GST_BIN (self), GST_ELEMENT_FLAG_SINK |
                                                    GST_ELEMENT_FLAG_SOURCE);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SOURCE);
}
