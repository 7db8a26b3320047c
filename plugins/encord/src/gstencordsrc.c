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

/* Threads and locks:
 *  - application threads set properties (`settings`, guarded by the object lock)
 *    and change state;
 *  - the reader's thread lists the project and opens media ahead
 *    (gstencordsrcreader.c);
 *  - each medium brings the threads of its own elements (gstencordmediabin.c);
 *  - the task of the source pad takes frames from the current medium and pushes
 *    them. What it works with is its own.
 * `lock` guards what cancels the waits of that task; it is a leaf.
 *
 * The source pad is the bin's own and no ghost pad: a pad of our own lets one
 * thread put the units in a row, where switching ghost pads would have to stop
 * streaming threads at each border. The media are children with a locked state,
 * so neither an application nor a state change of the bin touches them while the
 * reader or the task does. */

#include "gstencordsrc.h"

#include <gst/video/video.h>

#include "gstencordsrcmessages.h"
#include "gstencordsrcoutput.h"
#include "gstencordsrcreader.h"
#include "gstencordsrcsettings.h"
#include "gstencordsrcuri.h"

GST_DEBUG_CATEGORY (encordsrc_debug);
#define GST_CAT_DEFAULT encordsrc_debug

struct _GstEncordSrc
{
  GstBin parent;

  GstPad *srcpad;

  GstEncordSrcSettings settings; /* guarded by the object lock */

  /* application threads, in state changes */
  GstEncordSession *session;

  GMutex lock;
  /* guarded by lock */
  GstEncordSrcReader *reader; /* set and freed in state changes */
  GstEncordMediaBin *playing; /* not owned: item's */
  gboolean cancelled;
  gboolean eos_wanted;
  gboolean async_pending;

  /* the source pad's task; state changes while it does not run */
  GstEncordSrcItem *item;
  GstEncordSrcOutput output;
  GstClockTime image_duration;
  GstEncordSrcOnUnitError on_unit_error;
  guint n_units;
};

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_VIDEO_FORMATS_ALL)));

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

static void
end_async (GstEncordSrc *self)
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

/* --- streaming ------------------------------------------------------------ */

static void
set_playing (GstEncordSrc *self, GstEncordMediaBin *media)
{
  g_mutex_lock (&self->lock);
  self->playing = media;
  if (self->cancelled && media != NULL)
    gst_encord_media_bin_cancel (media);
  g_mutex_unlock (&self->lock);
}

static void
drop_item (GstEncordSrc *self)
{
  set_playing (self, NULL);
  g_clear_pointer (&self->item, gst_encord_src_item_free);
}

/* ends every wait of the task, for good; with EOS at the end if it is wanted */
static void
cancel (GstEncordSrc *self, gboolean eos_wanted)
{
  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  self->eos_wanted = self->eos_wanted || eos_wanted;
  if (self->reader != NULL)
    gst_encord_src_reader_cancel (self->reader);
  if (self->playing != NULL)
    gst_encord_media_bin_cancel (self->playing);
  g_mutex_unlock (&self->lock);
}

static void
end_stream (GstEncordSrc *self)
{
  drop_item (self);
  gst_encord_src_output_end_unit (&self->output, GST_ENCORD_UNIT_CANCELLED);
  end_async (self);
  gst_pad_push_event (self->srcpad, gst_event_new_eos ());
  gst_pad_pause_task (self->srcpad);
}

/* somebody cancelled us: a state change, which says nothing more downstream, or
 * an EOS event, which ends the stream in good order */
static void
end_cancelled (GstEncordSrc *self)
{
  gboolean eos_wanted;

  g_mutex_lock (&self->lock);
  eos_wanted = self->eos_wanted;
  g_mutex_unlock (&self->lock);

  if (eos_wanted)
    end_stream (self);
  else
    gst_pad_pause_task (self->srcpad);
}

static void
fail_unit (GstEncordSrc *self, GError *error)
{
  GstEncordUnit *unit = self->item->unit;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error);
    end_cancelled (self);
    return;
  }

  g_prefix_error (&error,
                  "unit %s (\"%s\"): ", gst_encord_unit_get_data_hash (unit),
                  gst_encord_unit_get_title (unit));
  gst_encord_src_output_end_unit (&self->output, GST_ENCORD_UNIT_FAILED);
  if (self->on_unit_error == GST_ENCORD_SRC_ON_UNIT_ERROR_SKIP) {
    gst_encord_element_post_warning (GST_ELEMENT (self), error);
    gst_encord_src_reader_skip (self->reader, unit);
    drop_item (self);
  } else {
    gst_encord_element_post_error (GST_ELEMENT (self), error);
    end_stream (self);
  }
  g_error_free (error);
}

static void
finish_unit (GstEncordSrc *self)
{
  GstEncordUnit *unit = self->item->unit;
  gint64 expected = gst_encord_unit_get_n_frames (unit);
  guint64 n_lost = gst_encord_media_bin_get_n_lost (self->item->media, TRUE);
  guint64 n_shown = self->output.n_skipped + self->output.n_frames + n_lost;

  if (n_lost > 0)
    gst_encord_src_post_damage (GST_ELEMENT (self), unit, n_lost, n_shown);
  if (expected >= 0 && (guint64) expected != n_shown)
    gst_encord_src_post_miscount (GST_ELEMENT (self), unit, n_shown);
  /* a file cut off may end without an error; what is missing in it is not
   * missing in the data */
  gst_encord_src_output_end_unit (&self->output,
                                  expected >= 0 && n_shown < (guint64) expected
                                      ? GST_ENCORD_UNIT_FAILED
                                      : GST_ENCORD_UNIT_COMPLETE);
}

static void
end_media (GstEncordSrc *self)
{
  if (self->output.n_skipped + self->output.n_frames == 0) {
    fail_unit (self, g_error_new (ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                                  "there is no frame in it"));
    return;
  }
  if (self->item->last)
    finish_unit (self);
  drop_item (self);
}

static void
end_of_units (GstEncordSrc *self)
{
  if (self->n_units == 0)
    gst_encord_src_post_nothing_selected (
        GST_ELEMENT (self), gst_encord_src_reader_get_selection (self->reader));
  end_stream (self);
}

/* the next medium to play, or the end */
static gboolean
next_item (GstEncordSrc *self)
{
  GError *error = NULL;

  self->item = gst_encord_src_reader_pop (self->reader, &error);
  if (self->item == NULL) {
    if (error == NULL) {
      end_of_units (self);
    } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      end_cancelled (self);
    } else {
      gst_encord_element_post_error (GST_ELEMENT (self), error);
      end_stream (self);
    }
    g_clear_error (&error);
    return FALSE;
  }

  if (self->item->unit != self->output.unit) {
    self->n_units++;
    gst_encord_src_output_begin_unit (&self->output, self->item->unit);
    if (self->item->media != NULL)
      gst_encord_src_post_opened (GST_ELEMENT (self), self->item);
  }
  if (self->item->media == NULL) {
    fail_unit (self, g_steal_pointer (&self->item->error));
    return FALSE;
  }
  set_playing (self, self->item->media);

  return TRUE;
}

static void
handle_flow (GstEncordSrc *self, GstFlowReturn flow)
{
  switch (flow) {
    case GST_FLOW_OK:
      break;
    case GST_FLOW_FLUSHING:
      end_cancelled (self);
      break;
    case GST_FLOW_NOT_LINKED:
    case GST_FLOW_NOT_NEGOTIATED:
      GST_ELEMENT_FLOW_ERROR (self, flow);
      end_stream (self);
      break;
    default:
      /* EOS, or an error that an element downstream has reported */
      GST_DEBUG_OBJECT (self, "downstream says %s", gst_flow_get_name (flow));
      end_stream (self);
      break;
  }
}

static void
stream_loop (gpointer data)
{
  GstEncordSrc *self = data;
  GError *error = NULL;
  GstSample *sample;

  if (self->item == NULL && !next_item (self))
    return;

  sample = gst_encord_media_bin_pull (self->item->media, &error);
  if (error != NULL) {
    fail_unit (self, error);
  } else if (sample == NULL) {
    end_media (self);
  } else {
    end_async (self);
    if (self->item->image_hash != NULL)
      handle_flow (self, gst_encord_src_output_push_picture (
                             &self->output, sample, self->item->first_frame,
                             self->item->image_hash, self->image_duration));
    else
      handle_flow (self,
                   gst_encord_src_output_push_frame (&self->output, sample));
  }
}

/* --- source pad ----------------------------------------------------------- */

static gboolean
gst_encord_src_activate_mode (GstPad *pad, GstObject *parent, GstPadMode mode,
                              gboolean active)
{
  GstEncordSrc *self = GST_ENCORD_SRC (parent);

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (active)
    return gst_pad_start_task (pad, stream_loop, self, NULL);
  cancel (self, FALSE);

  return gst_pad_stop_task (pad);
}

static gboolean
gst_encord_src_pad_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  /* frames are numbered from the first one, and none is left out for being
   * late: no seek, no QoS */
  gboolean handled = GST_EVENT_TYPE (event) != GST_EVENT_SEEK;

  GST_LOG_OBJECT (pad, "%s %" GST_PTR_FORMAT, handled ? "drops" : "refuses",
                  event);
  gst_event_unref (event);

  return handled;
}

static gboolean
gst_encord_src_pad_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstFormat format;

  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_SEEKING:
      gst_query_parse_seeking (query, &format, NULL, NULL, NULL);
      gst_query_set_seeking (query, format, FALSE, 0, -1);
      return TRUE;
    case GST_QUERY_LATENCY:
      gst_query_set_latency (query, FALSE, 0, GST_CLOCK_TIME_NONE);
      return TRUE;
    case GST_QUERY_CONTEXT:
      return gst_encord_session_handle_query (GST_ELEMENT (parent), query);
    case GST_QUERY_DURATION:
    case GST_QUERY_POSITION:
      /* not known before the last unit; a sink knows the position */
      return FALSE;
    default:
      return gst_pad_query_default (pad, parent, query);
  }
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
    cancel (self, TRUE);
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

  cancel (self, FALSE);
  g_mutex_lock (&self->lock);
  reader = g_steal_pointer (&self->reader);
  g_mutex_unlock (&self->lock);

  drop_item (self);
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
      cancel (self, FALSE);
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
        end_async (self);
      } else {
        result = GST_STATE_CHANGE_ASYNC;
      }
      break;
    case GST_STATE_CHANGE_PAUSED_TO_READY:
      stop_reading (self);
      end_async (self);
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
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (
      element_class, "Encord source", "Source/Network/Video",
      "Plays the videos and image groups of a labelling project", "gst-encord");
}

static void
gst_encord_src_init (GstEncordSrc *self)
{
  g_mutex_init (&self->lock);
  gst_encord_src_settings_init (&self->settings);

  self->srcpad = gst_pad_new_from_static_template (&src_template, "src");
  gst_pad_set_activatemode_function (
      self->srcpad, GST_DEBUG_FUNCPTR (gst_encord_src_activate_mode));
  gst_pad_set_event_function (self->srcpad,
                              GST_DEBUG_FUNCPTR (gst_encord_src_pad_event));
  gst_pad_set_query_function (self->srcpad,
                              GST_DEBUG_FUNCPTR (gst_encord_src_pad_query));
  gst_element_add_pad (GST_ELEMENT (self), self->srcpad);
  gst_encord_src_output_init (&self->output, self->srcpad);

  gst_bin_set_suppressed_flags (GST_BIN (self), GST_ELEMENT_FLAG_SINK |
                                                    GST_ELEMENT_FLAG_SOURCE);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SOURCE);
}
