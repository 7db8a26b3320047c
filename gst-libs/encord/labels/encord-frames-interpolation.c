/* labels/encord-frames-interpolation.c - whole labels between key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-frames-interpolation-private.h>
#include <encord/labels/encord-frames-interpolation.h>

#include <encord/encord-error.h>
#include <encord/encord-json-private.h>
#include <encord/labels/encord-frame-gap-private.h>
#include <encord/model/encord-json-text-private.h>

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
    encord_frame_gap_append (g_ptr_array_index (self->open, i), frame,
                             self->json);
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
        g_array_index (self->gaps, EncordFrameGap, self->next_gap).from.frame +
        1;

    number = number < 0 ? start : MIN (number, start);
  }

  return number;
}

static void
close_gaps (Sweep *self, int number)
{
  for (guint i = 0; i < self->open->len;) {
    EncordFrameGap *gap = g_ptr_array_index (self->open, i);

    if (gap->to.frame > number) {
      i++;
      continue;
    }
    self->mask_pixels += encord_frame_gap_count_mask_pixels (gap);
    encord_frame_gap_close (gap);
    g_ptr_array_remove_index (self->open, i);
  }
}

static gboolean
open_gaps (Sweep *self, int number, GError **error)
{
  for (; self->next_gap < self->gaps->len; self->next_gap++) {
    EncordFrameGap *gap =
        &g_array_index (self->gaps, EncordFrameGap, self->next_gap);

    if (gap->from.frame >= number)
      break;
    if (!encord_frame_gap_open (
            gap, self->frames, self->how,
            MIN (self->mask_pixels, self->how->most_mask_pixels), error))
      return FALSE;
    self->mask_pixels -= encord_frame_gap_count_mask_pixels (gap);
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
    const EncordFrameGap *gap = &g_array_index (gaps, EncordFrameGap, i);

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
  g_autoptr (GArray) gaps = NULL;
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  gboolean done;

  if (frames == NULL)
    return FALSE;
  gaps = encord_frame_gaps_find (frames, how);
  reserve (json, frames, gaps, length);
  done = sweep (&(Sweep){ .frames = frames,
                          .how = how,
                          .gaps = gaps,
                          .open = open,
                          .mask_pixels = 4 * how->most_mask_pixels,
                          .json = json },
                error);
  for (guint i = 0; i < open->len; i++)
    encord_frame_gap_close (g_ptr_array_index (open, i));

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
