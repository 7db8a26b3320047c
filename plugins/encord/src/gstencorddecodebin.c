/* gstencorddecodebin.c - what decodebin is told, and what it does not tell
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencorddecodebin.h"

/* which of the video streams is decoded */
typedef struct
{
  GMutex lock;
  GstPad *video; /* guarded by lock: where it comes from; compared only */
} Choice;

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *self = data;

  g_mutex_clear (&self->lock);
  g_free (self);
}

static Choice *
choice_new (void)
{
  Choice *self = g_new0 (Choice, 1);

  g_mutex_init (&self->lock);

  return self;
}

/* the values of GstAutoplugSelectResult, which has no public header */
enum
{
  AUTOPLUG_TRY = 0,
  AUTOPLUG_SKIP = 2,
};

gboolean
gst_encord_decodebin_caps_are_pictures (GstCaps *caps)
{
  const char *name;

  if (gst_caps_is_empty (caps) || gst_caps_is_any (caps))
    return FALSE;
  name = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  return g_str_has_prefix (name, "video/") || g_str_has_prefix (name, "image/");
}

static gboolean
caps_are_no_pictures (GstCaps *caps)
{
  static const char *const prefixes[] = { "audio/", "text/", "subpicture/",
                                          "closedcaption/" };
  const char *name;

  if (gst_caps_is_empty (caps) || gst_caps_is_any (caps))
    return FALSE;
  name = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return TRUE;

  return FALSE;
}

/* sound and subtitles are left as they are */
static gboolean
on_autoplug_continue (GstElement *decodebin, GstPad *pad, GstCaps *caps,
                      gpointer data)
{
  return !caps_are_no_pictures (caps);
}

/* (transfer full) (nullable): the sink pad behind a source pad */
static GstPad *
get_internal_sink (GstPad *source)
{
  GstIterator *links = gst_pad_iterate_internal_links (source);
  GValue item = G_VALUE_INIT;
  GstPad *sink = NULL;

  if (links == NULL)
    return NULL;
  if (gst_iterator_next (links, &item) == GST_ITERATOR_OK) {
    sink = g_value_dup_object (&item);
    g_value_unset (&item);
  }
  gst_iterator_free (links);

  return sink;
}

static gboolean
is_demuxer (GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  return factory != NULL && gst_element_factory_list_is_type (
                                factory, GST_ELEMENT_FACTORY_TYPE_DEMUXER);
}

/* (transfer full): where the stream comes out of the demuxer, or enters if there is
 * none */
static GstPad *
find_origin (GstPad *pad)
{
  GstPad *origin = GST_IS_GHOST_PAD (pad)
                       ? gst_ghost_pad_get_target (GST_GHOST_PAD (pad))
                       : gst_object_ref (pad);

  while (origin != NULL) {
    g_autoptr (GstElement) element = gst_pad_get_parent_element (origin);
    g_autoptr (GstPad) sink = element != NULL && !is_demuxer (element)
                                  ? get_internal_sink (origin)
                                  : NULL;
    GstPad *peer = sink != NULL ? gst_pad_get_peer (sink) : NULL;

    if (peer == NULL)
      break;
    gst_object_unref (origin);
    origin = peer;
  }

  return origin;
}

/* Several of libav's demuxers read on for ever behind the end of a file (GIF, NUT), or
 * of one that is cut off (GXF). What labelling is about has demuxers of GStreamer's. */
static gboolean
is_endless (GstElementFactory *factory)
{
  return g_str_has_prefix (GST_OBJECT_NAME (factory), "avdemux_");
}

/* No decoder for a second video stream. Which is the first, the demuxer's order
 * tells: parsers run side by side, and any of them may be first to want a
 * decoder. */
static int
on_autoplug_select (GstElement *decodebin, GstPad *pad, GstCaps *caps,
                    GstElementFactory *factory, gpointer data)
{
  Choice *self = data;
  const gboolean decodes = gst_element_factory_list_is_type (
      factory, GST_ELEMENT_FACTORY_TYPE_DECODER);
  g_autoptr (GstPad) origin = NULL;
  gboolean first;

  if (is_endless (factory))
    return AUTOPLUG_SKIP;
  if ((!decodes && !gst_element_factory_list_is_type (
                       factory, GST_ELEMENT_FACTORY_TYPE_PARSER)) ||
      !gst_encord_decodebin_caps_are_pictures (caps))
    return AUTOPLUG_TRY;
  origin = find_origin (pad);
  g_mutex_lock (&self->lock);
  if (self->video == NULL)
    self->video = origin;
  first = self->video == origin;
  g_mutex_unlock (&self->lock);

  return !decodes || first ? AUTOPLUG_TRY : AUTOPLUG_SKIP;
}

/* What decodebin leaves out of a still's way for its rank. jpegparse: only it reads the
 * orientation out of EXIF. gdkpixbufdec: what comes in pieces it puts together, where
 * libav's decoders take each piece for a picture. */
static const struct
{
  const char *caps;
  const char *element;
} wanted[] = {
  { "image/jpeg", "jpegparse" },
  { "image/bmp", "gdkpixbufdec" },
  { "image/tiff", "gdkpixbufdec" },
};

/* (transfer full) (nullable) */
static GstElementFactory *
find_wanted (GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);

  if (gst_structure_has_field (structure, "parsed") ||
      gst_structure_has_field (structure, "framerate"))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (gst_structure_has_name (structure, wanted[i].caps))
      return gst_element_factory_find (wanted[i].element);

  return NULL;
}

/* NULL keeps the order that decodebin chose */
static GValueArray *
on_autoplug_sort (GstElement *decodebin, GstPad *pad, GstCaps *caps,
                  GValueArray *factories, gpointer data)
{
  g_autoptr (GstElementFactory) factory = find_wanted (caps);
  g_auto (GValue) value = G_VALUE_INIT;

  if (factory == NULL)
    return NULL;
  g_value_init (&value, G_TYPE_OBJECT);
  g_value_set_object (&value, factory);

  /* the type that the signal asks for */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return g_value_array_prepend (g_value_array_copy (factories), &value);
  G_GNUC_END_IGNORE_DEPRECATIONS
}

GstElement *
gst_encord_decodebin_new (void)
{
  GstElement *decodebin = gst_element_factory_make ("decodebin", NULL);

  if (decodebin == NULL)
    return NULL;
  g_object_set (decodebin, "force-sw-decoders", TRUE, NULL);
  g_signal_connect (decodebin, "autoplug-continue",
                    G_CALLBACK (on_autoplug_continue), NULL);
  g_signal_connect_data (decodebin, "autoplug-select",
                         G_CALLBACK (on_autoplug_select), choice_new (),
                         choice_free, 0);
  g_signal_connect (decodebin, "autoplug-sort", G_CALLBACK (on_autoplug_sort),
                    NULL);

  return decodebin;
}

/* it reads by itself, has stopped doing so, and shows no stream */
static gboolean
has_given_up (GstElement *demuxer)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (demuxer, "sink");
  gboolean has_streams;

  GST_OBJECT_LOCK (demuxer);
  has_streams = demuxer->numsrcpads > 0;
  GST_OBJECT_UNLOCK (demuxer);

  return !has_streams && sink != NULL &&
         gst_pad_get_task_state (sink) == GST_TASK_PAUSED;
}

static int
compare_given_up (gconstpointer value, gconstpointer unused)
{
  GstElement *element = g_value_get_object (value);

  return is_demuxer (element) && has_given_up (element) ? 0 : 1;
}

gboolean
gst_encord_decodebin_has_given_up (GstElement *decodebin)
{
  GstIterator *elements = gst_bin_iterate_recurse (GST_BIN (decodebin));
  GValue found = G_VALUE_INIT;
  const gboolean given_up =
      gst_iterator_find_custom (elements, compare_given_up, &found, NULL);

  if (given_up)
    g_value_unset (&found);
  gst_iterator_free (elements);

  return given_up;
}
