/* labels/encord-frames-interpolation.c - whole labels between key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-frames-interpolation-private.h>
#include <encord/labels/encord-frames-interpolation.h>

#include <encord/encord-error.h>
#include <encord/encord-json-private.h>
#include <encord/labels/encord-frames-private.h>
#include <encord/labels/encord-interpolation.h>
#include <encord/labels/encord-interpolator-private.h>
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

typedef struct
{
  int frame;
  guint object; /* of the frames */
} Key;

/* the frames between two neighbouring keys of one object */
typedef struct
{
  Key from;
  Key to;
  guint track;
  /* only while its frames are being written */
  EncordInterpolator *way; /* NULL: all that moves is in the text */
  EncordMovingText *text;  /* the object, up to the coordinates if not NULL */
} Gap;

static void
gap_close (Gap *self)
{
  g_clear_pointer (&self->way, encord_interpolator_unref);
  g_clear_pointer (&self->text, encord_moving_text_free);
}

/* ---- which frames are to be filled ---- */

/* hash to (element-type Key), in the order of the frames; object by object as asked */
static GPtrArray *
find_keys (const EncordFrames *frames, const char *const *object_hashes)
{
  g_autoptr (GHashTable) by_hash = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *tracks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (gsize i = 0; object_hashes[i] != NULL; i++)
    if (!g_hash_table_contains (by_hash, object_hashes[i])) {
      GArray *keys = g_array_new (FALSE, FALSE, sizeof (Key));

      g_ptr_array_add (tracks, keys);
      g_hash_table_insert (by_hash, (gpointer) object_hashes[i], keys);
    }
  for (guint i = 0; i < frames->frames->len; i++) {
    const EncordFrame *frame = &g_array_index (frames->frames, EncordFrame, i);

    for (guint j = 0; j < frame->n_objects; j++) {
      const Key key = { frame->number, frame->first_object + j };
      const EncordFrameObject *object =
          encord_frames_get_object (frames, key.object);
      g_autofree char *hash = object->hash.text != NULL
                                  ? encord_json_slice_dup_string (object->hash)
                                  : NULL;
      GArray *keys = hash != NULL ? g_hash_table_lookup (by_hash, hash) : NULL;

      /* of two with the same hash on one frame the first counts */
      if (keys != NULL &&
          (keys->len == 0 ||
           g_array_index (keys, Key, keys->len - 1).frame != key.frame))
        g_array_append_val (keys, key);
    }
  }

  return tracks;
}

static gint
compare_gaps (gconstpointer a, gconstpointer b)
{
  const Gap *p = a, *q = b;

  if (p->from.frame != q->from.frame)
    return p->from.frame < q->from.frame ? -1 : 1;

  return (p->track > q->track) - (p->track < q->track);
}

/* Nothing is known of the way from one shape to another, or of shapes of a later
 * service. */
static GArray *
find_gaps (const EncordFrames *frames, GPtrArray *tracks, int max_gap)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (Gap));

  for (guint track = 0; track < tracks->len; track++) {
    GArray *keys = g_ptr_array_index (tracks, track);

    for (guint i = 0; i + 1 < keys->len; i++) {
      const Gap gap = { .from = g_array_index (keys, Key, i),
                        .to = g_array_index (keys, Key, i + 1),
                        .track = track };
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
read_geometry (const EncordFrames *frames, const Key *key, GError **error)
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
add_rings (const Gap *self, const EncordFrames *frames,
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

static gint64
count_mask_pixels (const Gap *self)
{
  return self->way != NULL && self->way->mask_way != NULL
             ? encord_mask_way_get_n_pixels (self->way->mask_way)
             : 0;
}

static gboolean
gap_open (Gap *self, const EncordFrames *frames,
          const EncordFramesInterpolation *how, gint64 most_mask_pixels,
          GError **error)
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

static void
append_filled (GString *json, const Gap *gap, int frame)
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

/* ---- the frames of the answer ---- */

typedef struct
{
  const EncordFrames *frames;
  const EncordFramesInterpolation *how;
  GArray *gaps;
  guint next_gap;
  guint next_frame;   /* of the input */
  GPtrArray *open;    /* gaps that the current frame lies in */
  gint64 mask_pixels; /* that are left for them */
  GString *json;
} Sweep;

static void
append_all_filled (Sweep *self, int frame)
{
  for (guint i = 0; i < self->open->len; i++) {
    if (i > 0)
      g_string_append_c (self->json, ',');
    append_filled (self->json, g_ptr_array_index (self->open, i), frame);
  }
}

/* Puts the filled objects behind those of the input, whose text stays. */
static void
append_input_frame (Sweep *self, const EncordFrame *frame)
{
  const EncordJsonSlice *objects = &frame->objects;
  EncordJsonSlice head = frame->text, tail = { "", 0 };

  if (self->open->len == 0) {
    encord_json_append_slice (self->json, frame->text);
    return;
  }
  if (objects->text != NULL) {
    head.length = (gsize) (objects->text + objects->length - 1 - head.text);
    tail = (EncordJsonSlice){ head.text + head.length,
                              frame->text.length - head.length };
    encord_json_append_slice (self->json, head);
    if (frame->n_objects > 0)
      g_string_append_c (self->json, ',');
    append_all_filled (self, frame->number);
    encord_json_append_slice (self->json, tail);
    return;
  }
  encord_json_append_literal (self->json, "{\"objects\":[");
  append_all_filled (self, frame->number);
  g_string_append_c (self->json, ']');
  if (*frame->text.text == '{')
    encord_frame_append_others (self->json, frame->text, "objects");
  g_string_append_c (self->json, '}');
}

/* -1: none is left */
static int
find_next_number (const Sweep *self, int last)
{
  int number = self->open->len > 0 ? last + 1 : -1;

  if (self->next_frame < self->frames->frames->len) {
    const int input =
        g_array_index (self->frames->frames, EncordFrame, self->next_frame)
            .number;

    number = number < 0 ? input : MIN (number, input);
  }
  if (self->next_gap < self->gaps->len) {
    const int start =
        g_array_index (self->gaps, Gap, self->next_gap).from.frame + 1;

    number = number < 0 ? start : MIN (number, start);
  }

  return number;
}

static void
close_gaps (Sweep *self, int number)
{
  for (guint i = 0; i < self->open->len;) {
    Gap *gap = g_ptr_array_index (self->open, i);

    if (gap->to.frame > number) {
      i++;
      continue;
    }
    self->mask_pixels += count_mask_pixels (gap);
    gap_close (gap);
    g_ptr_array_remove_index (self->open, i);
  }
}

static gboolean
open_gaps (Sweep *self, int number, GError **error)
{
  for (; self->next_gap < self->gaps->len; self->next_gap++) {
    Gap *gap = &g_array_index (self->gaps, Gap, self->next_gap);

    if (gap->from.frame >= number)
      break;
    if (!gap_open (gap, self->frames, self->how,
                   MIN (self->mask_pixels, self->how->most_mask_pixels), error))
      return FALSE;
    self->mask_pixels -= count_mask_pixels (gap);
    g_ptr_array_add (self->open, gap);
  }

  return TRUE;
}

/* "17": as a name */
static void
append_number (GString *json, int number)
{
  char text[16], *at = text + sizeof text;

  *--at = ':';
  *--at = '"';
  do {
    *--at = (char) ('0' + number % 10);
    number /= 10;
  } while (number > 0);
  *--at = '"';
  g_string_append_len (json, at, text + sizeof text - at);
}

static void
append_frame (Sweep *self, int number)
{
  const EncordFrame *input =
      self->next_frame < self->frames->frames->len
          ? &g_array_index (self->frames->frames, EncordFrame, self->next_frame)
          : NULL;

  append_number (self->json, number);
  if (input != NULL && input->number == number) {
    append_input_frame (self, input);
    self->next_frame++;
    return;
  }
  /* readers want both lists on every frame */
  encord_json_append_literal (self->json, "{\"objects\":[");
  append_all_filled (self, number);
  encord_json_append_literal (self->json, "],\"classifications\":[]}");
}

static gboolean
sweep (Sweep *self, GError **error)
{
  const gsize before = self->json->len;
  int number = -1;

  g_string_append_c (self->json, '{');
  while ((number = find_next_number (self, number)) >= 0) {
    close_gaps (self, number);
    if (!open_gaps (self, number, error))
      return FALSE;
    if (self->json->str[self->json->len - 1] != '{')
      g_string_append_c (self->json, ',');
    append_frame (self, number);
    if (self->how->max_bytes > 0 &&
        self->json->len - before > self->how->max_bytes) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "labels: with all frames filled in they are larger than "
                   "%" G_GSIZE_FORMAT " bytes",
                   self->how->max_bytes);
      return FALSE;
    }
  }
  g_string_append_c (self->json, '}');

  return TRUE;
}

/* Makes room at once instead of by doubling: what is filled in is about as long as
 * the keys' text. A guess, so with a ceiling. */
static void
reserve (GString *json, const EncordFrames *frames, GArray *gaps, gsize length)
{
  const gsize before = json->len, most = 64 * 1024 * 1024;
  gsize wanted = length;

  for (guint i = 0; i < gaps->len && wanted < most; i++) {
    const Gap *gap = &g_array_index (gaps, Gap, i);

    wanted +=
        (gsize) (gap->to.frame - gap->from.frame) *
        (encord_frames_get_object (frames, gap->from.object)->text.length + 32);
  }
  g_string_set_size (json, before + MIN (wanted, most));
  g_string_truncate (json, before);
}

gboolean
encord_frames_interpolate (const char *key_frames, gsize length,
                           const EncordFramesInterpolation *how, GString *json,
                           GError **error)
{
  g_autoptr (EncordFrames) frames =
      encord_frames_new (key_frames, length, error);
  g_autoptr (GPtrArray) tracks = NULL;
  g_autoptr (GArray) gaps = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  gboolean done;

  if (frames == NULL)
    return FALSE;
  tracks = find_keys (frames, how->object_hashes);
  gaps = find_gaps (frames, tracks, how->max_gap);
  reserve (json, frames, gaps, length);
  done = sweep (&(Sweep){ .frames = frames,
                          .how = how,
                          .gaps = gaps,
                          .open = open,
                          .mask_pixels = 4 * how->most_mask_pixels,
                          .json = json },
                error);
  for (guint i = 0; i < open->len; i++)
    gap_close (g_ptr_array_index (open, i));

  return done;
}

/**
 * encord_interpolate_frames:
 * @key_frames: labels by frame, as `labels` of a video's data unit in a label row:
 *   `{"<frame>": {"objects": [...], "classifications": [...]}}`; of an object at
 *   least `objectHash` and one shape
 * @object_hashes: (array zero-terminated=1): which objects to fill in
 * @width: of the picture in pixels, 0 if unknown
 * @height: of the picture in pixels, 0 if unknown
 * @max_gap: neighbouring keys that are more frames apart are not joined; 0: any
 * @error: return location for an error
 *
 * Fills in the frames between those on which an object was labelled, without a
 * server. The keys of an object are the frames that hold it. Nothing is added
 * before the first and behind the last, nor between keys of different shapes. A
 * hash that is on no frame is ignored.
 *
 * The result has the frames of @key_frames, unchanged, and those between, in
 * numeric order; a new frame has an empty list of classifications, since readers
 * want one. What is filled in takes `objectHash`, `featureHash`, `name`,
 * `color`, `shape` and `value` from the key before it; its `confidence` is
 * %ENCORD_INTERPOLATED_CONFIDENCE and `manualAnnotation` false, as the platform's
 * editor marks it. For the coordinates see [ctor@Interpolator.new]; those that change
 * are rounded to steps of 1e-7. Where both keys of a polygon have `polygons`, and the
 * earlier one more than one ring in it, so has what is filled in: rings move to those
 * whose boxes they overlap most, and rings without partner stay.
 *
 * Follows `Project.object_interpolation()` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): the labels by frame, or %NULL with
 *   %ENCORD_ERROR_BAD_DATA for labels that are malformed
 *
 * Since: 0.1
 */
JsonNode *
encord_interpolate_frames (JsonNode *key_frames,
                           const char *const *object_hashes, int width,
                           int height, int max_gap, GError **error)
{
  const EncordFramesInterpolation how = { .object_hashes = object_hashes,
                                          .width = width,
                                          .height = height,
                                          .max_gap = max_gap,
                                          .most_mask_pixels =
                                              ENCORD_MASK_WAY_MOST_PIXELS };
  g_autoptr (GString) json = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (key_frames != NULL, NULL);
  g_return_val_if_fail (object_hashes != NULL, NULL);
  g_return_val_if_fail (max_gap >= 0, NULL);

  text = json_to_string (key_frames, FALSE);
  json = g_string_new (NULL);
  if (!encord_frames_interpolate (text, strlen (text), &how, json, error))
    return NULL;

  return encord_json_parse (json->str, json->len, error);
}
