/* labels/encord-tracks.c - what was seen on the frames of one unit, packed
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracks-private.h>

#include <math.h>
#include <string.h>

#include <encord/labels/encord-merge-shape-private.h>
#include <encord/labels/encord-packed-number-private.h>

/* what has no shapes is written as version 1 was */
#define MAGIC_OF_BOXES "encord-tracks 1\n"
#define MAGIC "encord-tracks 2\n"
/* boxes reach beyond the picture, but not so far that steps overflow */
#define FARTHEST 200.

typedef struct
{
  gint64 time;
  gint32 frame;
  guint32 n_labels;
} Frame;

typedef struct
{
  guint32 frame; /* index into frames */
  guint32 track;
  guint32 class_index;
  gint32 x, y, width, height; /* steps of ENCORD_MERGE_STEPS */
  gint32 confidence;          /* likewise */
  float theta;
} Label;

typedef struct
{
  guint label; /* index into labels */
  EncordGeometry *geometry;
} Shape;

struct _EncordTracks
{
  GArray *frames; /* Frame */
  GArray *labels; /* Label, by frame */
  GArray *shapes; /* Shape, by label; most labels have none */
  gsize shape_size;
};

static void
clear_shape (gpointer data)
{
  Shape *shape = data;

  encord_geometry_unref (shape->geometry);
}

EncordTracks *
encord_tracks_new (void)
{
  EncordTracks *self = g_new0 (EncordTracks, 1);

  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->labels = g_array_new (FALSE, FALSE, sizeof (Label));
  self->shapes = g_array_new (FALSE, FALSE, sizeof (Shape));
  g_array_set_clear_func (self->shapes, clear_shape);

  return self;
}

void
encord_tracks_free (EncordTracks *self)
{
  g_array_unref (self->frames);
  g_array_unref (self->labels);
  g_array_unref (self->shapes);
  g_free (self);
}

guint
encord_tracks_get_n_frames (EncordTracks *self)
{
  return self->frames->len;
}

guint
encord_tracks_get_n_labels (EncordTracks *self)
{
  return self->labels->len;
}

gsize
encord_tracks_get_shape_size (EncordTracks *self)
{
  return self->shape_size;
}

gboolean
encord_tracks_add_frame (EncordTracks *self, int frame, gint64 time)
{
  const Frame added = { .time = time, .frame = frame };

  if (frame < 0 || time < 0 || time > G_MAXINT64 / 2 ||
      (self->frames->len > 0 &&
       g_array_index (self->frames, Frame, self->frames->len - 1).frame >=
           frame))
    return FALSE;
  g_array_append_val (self->frames, added);

  return TRUE;
}

static gint32
to_steps (double value)
{
  return (gint32) lrint (CLAMP (value, -FARTHEST, FARTHEST) *
                         ENCORD_MERGE_STEPS);
}

gboolean
encord_tracks_add (EncordTracks *self, guint32 track, guint class_index,
                   const EncordBox *box, double confidence)
{
  Label label;

  g_return_val_if_fail (self->frames->len > 0, FALSE);

  if (!isfinite (box->x) || !isfinite (box->y) || !isfinite (box->width) ||
      !isfinite (box->height) || !isfinite (box->theta) ||
      !isfinite (confidence))
    return FALSE;
  label = (Label){
    .frame = self->frames->len - 1,
    .track = track,
    .class_index = class_index,
    .x = to_steps (box->x),
    .y = to_steps (box->y),
    .width = to_steps (box->width),
    .height = to_steps (box->height),
    .confidence = to_steps (CLAMP (confidence, 0, 1)),
    .theta = (float) box->theta,
  };
  if (label.width <= 0 || label.height <= 0)
    return FALSE;
  g_array_append_val (self->labels, label);
  g_array_index (self->frames, Frame, label.frame).n_labels++;

  return TRUE;
}

static void
add_shape (EncordTracks *self, guint label, EncordGeometry *geometry)
{
  const Shape shape = { label, encord_geometry_ref (geometry) };

  g_array_append_val (self->shapes, shape);
  self->shape_size += encord_merge_shape_get_size (geometry);
}

void
encord_tracks_set_shape (EncordTracks *self, EncordGeometry *shape)
{
  g_return_if_fail (self->labels->len > 0);

  add_shape (self, self->labels->len - 1, shape);
}

gboolean
encord_tracks_append (EncordTracks *self, EncordTracks *later)
{
  const guint n_frames = self->frames->len, n_labels = self->labels->len;

  if (later->frames->len == 0)
    return TRUE;
  if (n_frames > 0 &&
      g_array_index (later->frames, Frame, 0).frame <=
          g_array_index (self->frames, Frame, n_frames - 1).frame)
    return FALSE;
  g_array_append_vals (self->frames, later->frames->data, later->frames->len);
  g_array_append_vals (self->labels, later->labels->data, later->labels->len);
  for (guint i = n_labels; i < self->labels->len; i++)
    g_array_index (self->labels, Label, i).frame += n_frames;
  for (guint i = 0; i < later->shapes->len; i++) {
    const Shape *shape = &g_array_index (later->shapes, Shape, i);

    add_shape (self, n_labels + shape->label, shape->geometry);
  }

  return TRUE;
}

static int
compare_shapes (gconstpointer a, gconstpointer b)
{
  const Shape *left = a, *right = b;

  return (left->label > right->label) - (left->label < right->label);
}

/* NULL: it is a box */
static EncordGeometry *
find_shape (EncordTracks *self, guint label)
{
  const Shape key = { .label = label };
  guint index;

  if (self->shapes->len == 0 ||
      !g_array_binary_search (self->shapes, &key, compare_shapes, &index))
    return NULL;

  return g_array_index (self->shapes, Shape, index).geometry;
}

void
encord_tracks_get_sighting (EncordTracks *self, guint index,
                            EncordSighting *ret_sighting)
{
  const double steps = ENCORD_MERGE_STEPS;
  const Label *label = &g_array_index (self->labels, Label, index);
  const Frame *frame = &g_array_index (self->frames, Frame, label->frame);

  *ret_sighting = (EncordSighting){
    .track = label->track,
    .class_index = label->class_index,
    .look = label->frame,
    .frame = frame->frame,
    .time = frame->time,
    .box = { label->x / steps, label->y / steps, label->width / steps,
             label->height / steps, encord_merge_quantise (label->theta) },
    .confidence = label->confidence / steps,
    .geometry = find_shape (self, index),
  };
}

GArray *
encord_tracks_get_seen (EncordTracks *self, gint64 max_gap)
{
  GArray *seen = g_array_new (FALSE, FALSE, sizeof (EncordFrameRange));

  for (guint i = 0; i < self->frames->len; i++) {
    const Frame *here = &g_array_index (self->frames, Frame, i);
    const EncordFrameRange alone = { here->frame, here->frame };

    if (i > 0 && (here->frame == here[-1].frame + 1 ||
                  here->time - here[-1].time <= max_gap))
      g_array_index (seen, EncordFrameRange, seen->len - 1).last = here->frame;
    else
      g_array_append_val (seen, alone);
  }

  return seen;
}

/* The journal is read on the machine that wrote it: host byte order, and the
 * sizes guard against another layout of the structures. Behind the labels there come
 * the shapes in version 2: of each, as a packed number, how many labels it is behind
 * the one before (the first: behind the first label), and then the shape. */
typedef struct
{
  char magic[16];
  guint32 frame_size;
  guint32 label_size;
  guint32 n_frames;
  guint32 n_labels;
} Header;

static void
put_shapes (EncordTracks *self, GByteArray *bytes)
{
  guint label = 0;

  for (guint i = 0; i < self->shapes->len; i++) {
    const Shape *shape = &g_array_index (self->shapes, Shape, i);

    encord_packed_number_put (bytes, shape->label - label);
    encord_merge_shape_put (shape->geometry, bytes);
    label = shape->label;
  }
}

GBytes *
encord_tracks_to_bytes (EncordTracks *self)
{
  Header header = { .frame_size = sizeof (Frame),
                    .label_size = sizeof (Label),
                    .n_frames = self->frames->len,
                    .n_labels = self->labels->len };
  GByteArray *bytes = g_byte_array_new ();

  memcpy (header.magic, self->shapes->len > 0 ? MAGIC : MAGIC_OF_BOXES,
          sizeof header.magic);
  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) self->frames->data,
                       self->frames->len * (guint) sizeof (Frame));
  g_byte_array_append (bytes, (const guint8 *) self->labels->data,
                       self->labels->len * (guint) sizeof (Label));
  put_shapes (self, bytes);

  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
is_consistent (EncordTracks *self)
{
  guint next = 0;

  for (guint i = 0; i < self->frames->len; i++) {
    const Frame *frame = &g_array_index (self->frames, Frame, i);

    if (frame->frame < 0 || frame->time < 0 || frame->time > G_MAXINT64 / 2 ||
        (i > 0 && frame->frame <= frame[-1].frame) ||
        frame->n_labels > self->labels->len - next)
      return FALSE;
    for (guint l = next; l < next + frame->n_labels; l++) {
      const Label *label = &g_array_index (self->labels, Label, l);

      if (label->frame != i || label->width <= 0 || label->height <= 0 ||
          !isfinite (label->theta))
        return FALSE;
    }
    next += frame->n_labels;
  }

  return next == self->labels->len;
}

/* shapes of labels that are there, each once */
static gboolean
get_shapes (EncordTracks *self, const guint8 *at, const guint8 *end)
{
  guint64 label = 0;

  while (at < end) {
    const gboolean first = self->shapes->len == 0;
    g_autoptr (EncordGeometry) geometry = NULL;
    guint64 way;

    if (!encord_packed_number_get (&at, end, &way) || (way == 0 && !first) ||
        way >= self->labels->len - label)
      return FALSE;
    label += way;
    geometry = encord_merge_shape_get (&at, end);
    if (geometry == NULL)
      return FALSE;
    add_shape (self, (guint) label, geometry);
  }

  return TRUE;
}

/* whether there is room for all that the header announces, and in version 1 for
 * nothing else */
static gboolean
is_of_layout (const Header *header, gsize size)
{
  const gboolean boxes =
      memcmp (header->magic, MAGIC_OF_BOXES, sizeof header->magic) == 0;
  const guint64 least = sizeof *header +
                        (guint64) header->n_frames * sizeof (Frame) +
                        (guint64) header->n_labels * sizeof (Label);

  return header->frame_size == sizeof (Frame) &&
         header->label_size == sizeof (Label) &&
         (boxes ? size == least
                : memcmp (header->magic, MAGIC, sizeof header->magic) == 0 &&
                      size > least);
}

EncordTracks *
encord_tracks_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (EncordTracks) self = encord_tracks_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const guint8 *end = data + size;
  Header header = { { 0 } };

  if (size >= sizeof header)
    memcpy (&header, data, sizeof header);
  if (!is_of_layout (&header, size)) {
    g_set_error (
        error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
        "journalled tracks: %" G_GSIZE_FORMAT " bytes of another layout", size);
    return NULL;
  }

  data += sizeof header;
  g_array_append_vals (self->frames, data, header.n_frames);
  data += header.n_frames * sizeof (Frame);
  g_array_append_vals (self->labels, data, header.n_labels);
  data += header.n_labels * sizeof (Label);
  if (!is_consistent (self)) {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                         "journalled tracks: labels are damaged");
    return NULL;
  }
  if (!get_shapes (self, data, end)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "journalled tracks: the shape behind %u others is damaged",
                 self->shapes->len);
    return NULL;
  }

  return g_steal_pointer (&self);
}
