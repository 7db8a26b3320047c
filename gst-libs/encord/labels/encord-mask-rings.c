/* labels/encord-mask-rings.c - the borders of a mask, corner by corner; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-mask-rings-private.h>

#include <encord/encord-error.h>

/* pixels next to each other in one row */
typedef struct
{
  int y;
  int start, end;
  guint part;                 /* an earlier run of the same part, or itself */
  EncordMaskPolygon *polygon; /* of the first run of a part */
} Run;

typedef struct
{
  const EncordMaskPatch *patch;
  GArray *runs;        /* Run, by row and column */
  guint8 *followed;    /* by pixel: its upper side is part of a ring */
  GPtrArray *polygons; /* what was found */
  guint n_corners, most_corners;
} Tracer;

static void
polygon_free (gpointer data)
{
  EncordMaskPolygon *self = data;

  g_ptr_array_unref (self->rings);
  g_free (self);
}

/* ---- which pixels are connected ---- */

static Run *
get_run (const Tracer *self, guint i)
{
  return &g_array_index (self->runs, Run, i);
}

/* Each look shortens the way for the next one. */
static guint
find_part (const Tracer *self, guint i)
{
  while (get_run (self, i)->part != i) {
    Run *run = get_run (self, i);

    run->part = get_run (self, run->part)->part;
    i = run->part;
  }

  return i;
}

static void
join (const Tracer *self, guint i, guint j)
{
  const guint p = find_part (self, i), q = find_part (self, j);

  get_run (self, MAX (p, q))->part = MIN (p, q);
}

/* the runs of a row with those of the row above, which begin at first */
static void
join_rows (const Tracer *self, guint first, guint row, guint end)
{
  for (guint i = first, j = row; i < row && j < end;) {
    const Run *above = get_run (self, i), *below = get_run (self, j);

    if (above->start < below->end && below->start < above->end)
      join (self, i, j);
    if (above->end < below->end)
      i++;
    else
      j++;
  }
}

static void
find_runs (Tracer *self)
{
  const EncordMaskPatch *patch = self->patch;
  guint first = 0;

  for (int y = 0; y < patch->height; y++) {
    const guint row = self->runs->len;

    for (int x = 0; x < patch->width; x++) {
      Run run = { .y = y, .start = x, .part = self->runs->len };

      if (!encord_mask_patch_get (patch, x, y))
        continue;
      while (encord_mask_patch_get (patch, x, y))
        x++;
      run.end = x;
      g_array_append_val (self->runs, run);
    }
    join_rows (self, first, row, self->runs->len);
    first = row;
  }
}

/* ---- the rings ---- */

/* Follows the sides of pixels, with the pixels to the right, until the start comes
 * again; a corner is where the direction changes. Where two pixels touch in a
 * corner only, the way keeps to the one it is at. */
static GArray *
follow (Tracer *self, int start_x, int start_y, gint64 *ret_area)
{
  /* right, down, left, up */
  static const EncordMaskCorner steps[] = {
    { 1, 0 }, { 0, 1 }, { -1, 0 }, { 0, -1 }
  };
  /* the pixel to the right of the step that begins at a corner */
  static const EncordMaskCorner beside[] = {
    { 0, 0 }, { -1, 0 }, { -1, -1 }, { 0, -1 }
  };
  const EncordMaskPatch *patch = self->patch;
  GArray *corners = g_array_new (FALSE, FALSE, sizeof (EncordMaskCorner));
  EncordMaskCorner at = { start_x, start_y };
  guint direction = 0;

  *ret_area = 0;
  g_array_append_val (corners, at);
  do {
    guint left;

    if (direction == 0)
      self->followed[(gsize) at.y * (gsize) patch->width + (gsize) at.x] = 1;
    /* the area below each step to the right less that below each to the left */
    *ret_area -= (gint64) steps[direction].x * at.y;
    at.x += steps[direction].x;
    at.y += steps[direction].y;
    left = (direction + 3) % 4;
    if (!encord_mask_patch_get (patch, at.x + beside[direction].x,
                                at.y + beside[direction].y))
      direction = (direction + 1) % 4;
    else if (encord_mask_patch_get (patch, at.x + beside[left].x,
                                    at.y + beside[left].y))
      direction = left;
    else
      continue;
    g_array_append_val (corners, at);
  } while (at.x != start_x || at.y != start_y || direction != 0);
  /* the start again */
  g_array_set_size (corners, corners->len - 1);

  return corners;
}

static void
add_ring (Tracer *self, guint run, int x, int y)
{
  Run *first = get_run (self, find_part (self, run));
  gint64 area;
  GArray *corners = follow (self, x, y, &area);

  /* the outer border has the part's first pixel, so it comes before its holes */
  if (first->polygon == NULL) {
    first->polygon = g_new0 (EncordMaskPolygon, 1);
    first->polygon->rings =
        g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
    g_ptr_array_add (self->polygons, first->polygon);
  }
  first->polygon->area += area;
  g_ptr_array_add (first->polygon->rings, corners);
  self->n_corners += corners->len;
}

/* Every ring has an upper side of a pixel: an outer one at its top, that of a hole
 * below it. */
static gboolean
trace (Tracer *self)
{
  const EncordMaskPatch *patch = self->patch;

  for (guint i = 0; i < self->runs->len; i++) {
    const int y = get_run (self, i)->y, end = get_run (self, i)->end;

    for (int x = get_run (self, i)->start; x < end; x++)
      if (!encord_mask_patch_get (patch, x, y - 1) &&
          !self->followed[(gsize) y * (gsize) patch->width + (gsize) x]) {
        add_ring (self, i, x, y);
        if (self->n_corners > self->most_corners)
          return FALSE;
      }
  }

  return TRUE;
}

GPtrArray *
encord_mask_rings_trace (const EncordMaskPatch *patch, guint most_corners,
                         GError **error)
{
  g_autoptr (GPtrArray) polygons =
      g_ptr_array_new_with_free_func (polygon_free);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_autofree guint8 *followed =
      g_malloc0 ((gsize) patch->width * (gsize) patch->height);
  Tracer tracer = { .patch = patch,
                    .runs = runs,
                    .followed = followed,
                    .polygons = polygons,
                    .most_corners = most_corners };

  find_runs (&tracer);
  if (!trace (&tracer)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "mask: its borders have more than %u corners; smooth it first",
                 most_corners);
    return NULL;
  }

  return g_steal_pointer (&polygons);
}
