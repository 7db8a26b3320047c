/* labels/encord-mask-way.c - what a mask becomes on its way to another; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-mask-way-private.h>

#include <math.h>

#include <encord/labels/encord-mask-field-private.h>
#include <encord/model/encord-run-length-private.h>

/* no picture is wider or higher */
#define LONGEST_SIDE 65536
/* halvings of a range of distances, down to below a hundredth of a pixel */
#define N_HALVINGS 24

struct _EncordMaskWay
{
  int mask_width, mask_height;
  /* the window that holds the first mask and the second one moved onto it */
  int left, top, width, height;
  /* how far the second one was moved back, in whole pixels, so that a mask that only
   * moves keeps its pixels */
  int way_x, way_y;
  gint64 least_area, most_area;
  /* distance to the border of each, both in the window */
  float *from;
  float *to;
};

/* what is to be seen of the window at a position */
typedef struct
{
  const EncordMaskWay *way;
  float position;
  int moved_x, moved_y;
  int first_x, end_x, first_y, end_y; /* in the window */
} View;

static void
find_window (EncordMaskWay *self, const EncordMaskPatch *a,
             const EncordMaskPatch *b)
{
  const int left = b->left - self->way_x, top = b->top - self->way_y;

  self->left = MIN (a->left, left);
  self->top = MIN (a->top, top);
  self->width = MAX (a->left + a->width, left + b->width) - self->left;
  self->height = MAX (a->top + a->height, top + b->height) - self->top;
}

static void
find_way (EncordMaskWay *self, const EncordMaskPatch *a,
          const EncordMaskPatch *b)
{
  double from_x, from_y, to_x, to_y;

  encord_mask_patch_get_middle (a, &from_x, &from_y);
  encord_mask_patch_get_middle (b, &to_x, &to_y);
  self->way_x = (int) floor (b->left + to_x - a->left - from_x + 0.5);
  self->way_y = (int) floor (b->top + to_y - a->top - from_y + 0.5);
}

EncordMaskWay *
encord_mask_way_new (const char *a, const char *b, int width, int height,
                     gint64 most_pixels)
{
  g_autoptr (EncordMaskPatch) from = NULL;
  g_autoptr (EncordMaskPatch) to = NULL;
  EncordMaskWay *self;

  if (width > LONGEST_SIDE || height > LONGEST_SIDE)
    return NULL;
  from = encord_mask_patch_new (a, width, height, most_pixels, NULL);
  to = from != NULL
           ? encord_mask_patch_new (b, width, height, most_pixels, NULL)
           : NULL;
  if (to == NULL || from->area == 0 || to->area == 0)
    return NULL;

  self = g_new0 (EncordMaskWay, 1);
  self->mask_width = width;
  self->mask_height = height;
  self->least_area = MIN (from->area, to->area);
  self->most_area = MAX (from->area, to->area);
  find_way (self, from, to);
  find_window (self, from, to);
  if (encord_mask_way_get_n_pixels (self) > most_pixels) {
    g_free (self);
    return NULL;
  }
  self->from =
      encord_mask_field_new (from, self->left - from->left,
                             self->top - from->top, self->width, self->height);
  self->to = encord_mask_field_new (to, self->left + self->way_x - to->left,
                                    self->top + self->way_y - to->top,
                                    self->width, self->height);

  return self;
}

void
encord_mask_way_free (EncordMaskWay *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

gint64
encord_mask_way_get_n_pixels (const EncordMaskWay *self)
{
  return (gint64) self->width * self->height;
}

static View
look (const EncordMaskWay *self, double position)
{
  View view = { .way = self, .position = (float) position };

  view.moved_x = self->left + (int) floor (self->way_x * position + 0.5);
  view.moved_y = self->top + (int) floor (self->way_y * position + 0.5);
  view.first_x = MAX (0, -view.moved_x);
  view.first_y = MAX (0, -view.moved_y);
  view.end_x = MIN (self->width, self->mask_width - view.moved_x);
  view.end_y = MIN (self->height, self->mask_height - view.moved_y);

  return view;
}

static inline float
get_distance (const View *self, int x, int y)
{
  const EncordMaskWay *way = self->way;
  const gsize i = (gsize) y * (gsize) way->width + (gsize) x;

  return way->from[i] + (way->to[i] - way->from[i]) * self->position;
}

/* the pixels that are further inside */
static gint64
count_above (const View *self, float level)
{
  gint64 n = 0;

  for (int y = self->first_y; y < self->end_y; y++)
    for (int x = self->first_x; x < self->end_x; x++)
      n += get_distance (self, x, y) > level;

  return n;
}

/* The pixels of the blend: all above one level, and of those between this and a
 * level just below as many as are missing. */
typedef struct
{
  float all;
  float some;
  gint64 n_missing;
} Levels;

/* Masks that have little in common, such as a lying and a standing bar, would blend to
 * what they have in common. The border then is where it leaves the nearest area
 * that one of the keys has. */
static Levels
find_levels (const View *self)
{
  const float reach = (float) (2 * LONGEST_SIDE);
  const gint64 area = count_above (self, 0);
  const gint64 wanted =
      CLAMP (area, self->way->least_area, self->way->most_area);
  float high = area < wanted ? 0 : reach, low = area < wanted ? -reach : 0;

  if (area == wanted)
    return (Levels){ 0, 0, 0 };
  for (int i = 0; i < N_HALVINGS; i++) {
    const float middle = low + (high - low) / 2;

    if (count_above (self, middle) > wanted)
      low = middle;
    else
      high = middle;
  }

  return (Levels){ high, low, wanted - count_above (self, high) };
}

/* runs of pixels that are set, joined where the next row begins with one */
typedef struct
{
  EncordRunLengthWriter writer;
  gint64 written; /* pixels */
  gint64 start, end;
} Runs;

static void
flush_run (Runs *self)
{
  if (self->end == self->start)
    return;
  encord_run_length_writer_add (&self->writer, self->start - self->written);
  encord_run_length_writer_add (&self->writer, self->end - self->start);
  self->written = self->end;
}

static void
add_pixel (Runs *self, gint64 at)
{
  if (at != self->end) {
    flush_run (self);
    self->start = at;
  }
  self->end = at + 1;
}

char *
encord_mask_way_at (const EncordMaskWay *self, double position)
{
  const View view = look (self, position);
  Levels levels = find_levels (&view);
  GString *text = g_string_new (NULL);
  const gint64 n_pixels = (gint64) self->mask_width * self->mask_height;
  Runs runs = { .written = 0 };

  encord_run_length_writer_init (&runs.writer, text);
  for (int y = view.first_y; y < view.end_y; y++) {
    const gint64 row =
        (gint64) (view.moved_y + y) * self->mask_width + view.moved_x;

    for (int x = view.first_x; x < view.end_x; x++) {
      const float distance = get_distance (&view, x, y);

      if (distance > levels.all)
        add_pixel (&runs, row + x);
      else if (distance > levels.some && levels.n_missing-- > 0)
        add_pixel (&runs, row + x);
    }
  }
  flush_run (&runs);
  if (runs.written < n_pixels)
    encord_run_length_writer_add (&runs.writer, n_pixels - runs.written);

  return g_string_free (text, FALSE);
}
