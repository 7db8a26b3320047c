/* labels/encord-frame-gap.c - the frames between two keys of an object; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-frame-gap-private.h>

#include <encord/encord-error.h>
#include <encord/labels/encord-interpolation.h>
#include <encord/labels/encord-polygon-rings-private.h>
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-text-private.h>
#include <encord/model/encord-time-private.h>

/* members that what is filled in takes over from the key before it */
#define MEMBER(literal)                                                        \
  {                                                                            \
    "" literal, sizeof (literal) - 1                                           \
  }
static const EncordJsonSlice copied[] = {
  MEMBER ("objectHash"), /* the first one: every key has it */
  MEMBER ("featureHash"), MEMBER ("name"),  MEMBER ("color"),
  MEMBER ("shape"),       MEMBER ("value"),
};

void
encord_frame_gap_close (EncordFrameGap *self)
{
  g_clear_pointer (&self->way, encord_interpolator_unref);
  g_clear_pointer (&self->text, encord_moving_text_free);
}

/* ---- which frames are to be filled ---- */

/* (element-type GArray of EncordFrameKey): the keys of each object, in the order in
 * which objects were asked for */
static GPtrArray *
find_keys (const EncordFrames *frames, const char *const *object_hashes)
{
  g_autoptr (GHashTable) by_hash = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *tracks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (gsize i = 0; object_hashes[i] != NULL; i++)
    if (!g_hash_table_contains (by_hash, object_hashes[i])) {
      GArray *keys = g_array_new (FALSE, FALSE, sizeof (EncordFrameKey));

      g_ptr_array_add (tracks, keys);
      g_hash_table_insert (by_hash, (gpointer) object_hashes[i], keys);
    }
  for (guint i = 0; i < frames->frames->len; i++) {
    const EncordFrame *frame = &g_array_index (frames->frames, EncordFrame, i);

    for (guint j = 0; j < frame->n_objects; j++) {
      const EncordFrameKey key = { frame->number, frame->first_object + j };
      const EncordFrameObject *object =
          encord_frames_get_object (frames, key.object);
      g_autofree char *hash = object->hash.text != NULL
                                  ? encord_json_slice_dup_string (object->hash)
                                  : NULL;
      GArray *keys = hash != NULL ? g_hash_table_lookup (by_hash, hash) : NULL;

      /* of two with the same hash on one frame the first counts */
      if (keys != NULL &&
          (keys->len == 0 ||
           g_array_index (keys, EncordFrameKey, keys->len - 1).frame !=
               key.frame))
        g_array_append_val (keys, key);
    }
  }

  return tracks;
}

static gint
compare_gaps (gconstpointer a, gconstpointer b)
{
  const EncordFrameGap *p = a, *q = b;

  if (p->from.frame != q->from.frame)
    return p->from.frame < q->from.frame ? -1 : 1;

  return (p->track > q->track) - (p->track < q->track);
}

/* Nothing is known of the way from one shape to another, or of shapes of a later
 * service. */
GArray *
encord_frame_gaps_find (const EncordFrames *frames,
                        const EncordFramesInterpolation *how)
{
  const int max_gap = how->max_gap;
  g_autoptr (GPtrArray) tracks = find_keys (frames, how->object_hashes);
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (EncordFrameGap));

  for (guint track = 0; track < tracks->len; track++) {
    GArray *keys = g_ptr_array_index (tracks, track);

    for (guint i = 0; i + 1 < keys->len; i++) {
      const EncordFrameGap gap = {
        .from = g_array_index (keys, EncordFrameKey, i),
        .to = g_array_index (keys, EncordFrameKey, i + 1),
        .track = track
      };
      const int length = gap.to.frame - gap.from.frame;
      const EncordShape shape =
          encord_frames_get_object (frames, gap.from.object)->shape;

      if (length > 1 && (max_gap == 0 || length <= max_gap) &&
          shape != ENCORD_SHAPE_UNKNOWN &&
          shape == encord_frames_get_object (frames, gap.to.object)->shape)
        g_array_append_val (gaps, gap);
    }
  }
  g_array_sort (gaps, compare_gaps);

  return gaps;
}

/* ---- what fills them ---- */

static EncordGeometry *
read_geometry (const EncordFrames *frames, const EncordFrameKey *key,
               GError **error)
{
  const EncordFrameObject *object =
      encord_frames_get_object (frames, key->object);
  EncordJsonScanner scanner;
  EncordGeometry *geometry = NULL;

  encord_json_scanner_init (&scanner, object->geometry.text,
                            object->geometry.length);
  if (encord_geometry_scan (&scanner, object->shape, &geometry))
    return geometry;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "labels: frame %d: %s: %s", key->frame,
               encord_frame_shape_member (object->shape), scanner.reason);

  return NULL;
}

static void
append_copied (GString *json, const EncordFrameObject *object)
{
  EncordJsonSlice values[G_N_ELEMENTS (copied)] = { { NULL, 0 } };
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  encord_json_scanner_init (&scanner, object->text.text, object->text.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    EncordJsonSlice value = { NULL, 0 };

    encord_json_scanner_skip (&scanner, &value);
    for (gsize i = 0; i < G_N_ELEMENTS (copied); i++)
      if (encord_json_slice_equal (name, copied[i].text, copied[i].length))
        values[i] = value;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (copied); i++)
    if (values[i].text != NULL) {
      encord_json_append_name (json, copied[i], i == 0);
      encord_json_append_slice (json, values[i]);
    }
}

static void
append_start (GString *start, const EncordFrameObject *object,
              const EncordFramesInterpolation *how)
{
  g_string_append_c (start, '{');
  append_copied (start, object);
  if (how->created_at != 0) {
    char text[ENCORD_TIME_LENGTH + 1];

    encord_time_format (how->created_at, text);
    g_string_append_printf (start, ",\"createdAt\":\"%s\"", text);
  }
  if (how->created_by != NULL) {
    encord_json_append_literal (start, ",\"createdBy\":");
    encord_json_append_string (start, how->created_by);
  }
  encord_json_append_literal (
      start,
      ",\"confidence\":" G_STRINGIFY (
          ENCORD_INTERPOLATED_CONFIDENCE) ",\"manualAnnotation\":false,\"");
  g_string_append (start, encord_frame_shape_member (object->shape));
  encord_json_append_literal (start, "\":");
}

/* What `polygon` can say is not said twice. */
static void
add_rings (const EncordFrameGap *self, const EncordFrames *frames,
           const EncordFramesInterpolation *how)
{
  const EncordFrameObject *from =
      encord_frames_get_object (frames, self->from.object);
  const EncordFrameObject *to =
      encord_frames_get_object (frames, self->to.object);
  g_autoptr (EncordPolygonRings) rings = NULL;
  g_autoptr (EncordPolygonRings) other_rings = NULL;

  if (from->shape != ENCORD_SHAPE_POLYGON || from->polygons.text == NULL ||
      to->polygons.text == NULL)
    return;
  rings = encord_polygon_rings_new (from->polygons);
  other_rings = encord_polygon_rings_new (to->polygons);
  if (rings == NULL || other_rings == NULL || rings->n_rings < 2)
    return;
  encord_json_append_literal (self->text->fixed, ",\"polygons\":");
  encord_polygon_rings_add_text (rings, other_rings, how->width, how->height,
                                 self->text);
}

gint64
encord_frame_gap_count_mask_pixels (const EncordFrameGap *self)
{
  return self->way != NULL && self->way->mask_way != NULL
             ? encord_mask_way_get_n_pixels (self->way->mask_way)
             : 0;
}

gboolean
encord_frame_gap_open (EncordFrameGap *self, const EncordFrames *frames,
                       const EncordFramesInterpolation *how,
                       gint64 most_mask_pixels, GError **error)
{
  g_autoptr (EncordGeometry) from = read_geometry (frames, &self->from, error);
  g_autoptr (EncordGeometry) to =
      from != NULL ? read_geometry (frames, &self->to, error) : NULL;

  if (to == NULL)
    return FALSE;
  self->way = encord_interpolator_new_within (from, to, how->width, how->height,
                                              most_mask_pixels);
  self->text =
      encord_moving_text_new ((guint) (self->to.frame - self->from.frame));
  append_start (self->text->fixed,
                encord_frames_get_object (frames, self->from.object), how);
  if (encord_interpolator_add_text (self->way, self->text)) {
    g_clear_pointer (&self->way, encord_interpolator_unref);
    add_rings (self, frames, how);
    g_string_append_c (self->text->fixed, '}');
  }

  return TRUE;
}

void
encord_frame_gap_append (const EncordFrameGap *gap, int frame, GString *json)
{
  const guint step = (guint) (frame - gap->from.frame);

  encord_moving_text_append (gap->text, step, json);
  if (gap->way != NULL) {
    g_autoptr (EncordGeometry) geometry =
        encord_interpolator_at (gap->way, (double) step / gap->text->n_steps);

    encord_geometry_append (json, geometry);
    g_string_append_c (json, '}');
  }
}
