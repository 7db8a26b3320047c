/* labels/encord-corners.c - the points that bound a shape; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-corners-private.h>

#include <math.h>

#include <encord/encord-error.h>
#include <encord/model/encord-bitmask.h>
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-run-length-private.h>

typedef struct
{
  EncordCornerFunc func;
  gpointer data;
  EncordPixelGrid grid; /* of masks */
} Visit;

void
encord_pixel_grid_init (EncordPixelGrid *self, const EncordGeometry *mask,
                        int width, int height)
{
  int mask_width, mask_height, top, left;

  encord_geometry_get_bitmask (mask, &mask_width, &mask_height);
  encord_geometry_get_offset (mask, &top, &left);
  if ((top == 0 && left == 0) || width <= 0 || height <= 0) {
    width = mask_width;
    height = mask_height;
  }
  *self = (EncordPixelGrid){ left, top, 1.0 / width, 1.0 / height };
}

static void
visit (const Visit *self, double x, double y)
{
  const EncordPoint corner = { x, y };

  self->func (&corner, self->data);
}

/* the box turns in pixels, about its centre */
static void
visit_box (const Visit *self, const EncordBox *box, double aspect)
{
  const double angle = remainder (box->theta, 360) * G_PI / 180;
  const double c = cos (angle), s = sin (angle);
  const double x = box->x + box->width / 2, y = box->y + box->height / 2;

  for (int i = 0; i < 4; i++) {
    const double right = (i % 2 == 0 ? -0.5 : 0.5) * box->width;
    const double down = (i / 2 == 0 ? -0.5 : 0.5) * box->height;

    visit (self, x + c * right - s * down / aspect,
           y + s * right * aspect + c * down);
  }
}

/* pixels, the ends not included */
static void
visit_pixels (const Visit *self, gint64 left, gint64 top, gint64 right,
              gint64 bottom)
{
  const EncordPixelGrid *grid = &self->grid;

  for (int i = 0; i < 4; i++)
    visit (self,
           (grid->left + (double) (i % 2 == 0 ? left : right)) * grid->step_x,
           (grid->top + (double) (i / 2 == 0 ? top : bottom)) * grid->step_y);
}

/* a run ends in the same row, or all rows between are full */
static void
visit_run (const Visit *self, const EncordRun *run, int width)
{
  const gint64 last = run->start + run->length - 1;
  const gint64 top = run->start / width, bottom = last / width;
  const gint64 left = run->start % width, right = last % width + 1;

  if (top == bottom) {
    visit_pixels (self, left, top, right, top + 1);
    return;
  }
  visit_pixels (self, left, top, width, top + 1);
  visit_pixels (self, 0, bottom, right, bottom + 1);
  if (bottom > top + 1)
    visit_pixels (self, 0, top + 1, width, bottom);
}

static gboolean
visit_mask (Visit *self, const EncordGeometry *geometry, int width, int height,
            GError **error)
{
  int mask_width, mask_height;
  const char *rle =
      encord_geometry_get_bitmask (geometry, &mask_width, &mask_height);
  EncordRunLengthReader reader;
  EncordRun run;

  /* the whole string is looked at first */
  if (encord_bitmask_get_area (rle, mask_width, mask_height, error) < 0)
    return FALSE;
  encord_pixel_grid_init (&self->grid, geometry, width, height);
  encord_run_length_reader_init (&reader, rle,
                                 (gint64) mask_width * mask_height);
  while (encord_run_length_reader_next (&reader, &run))
    if (run.value && run.length > 0)
      visit_run (self, &run, mask_width);

  return TRUE;
}

gboolean
encord_corners_visit (const EncordGeometry *geometry, int width, int height,
                      EncordCornerFunc func, gpointer data, GError **error)
{
  Visit self = { .func = func, .data = data };
  guint n_joints;
  GArray *rings;
  const GArray *points = encord_geometry_get_parts (geometry, &rings);
  const EncordJoint *joints = encord_geometry_get_joints (geometry, &n_joints);
  EncordBox box;

  if (encord_geometry_get_shape (geometry) == ENCORD_SHAPE_BITMASK)
    return visit_mask (&self, geometry, width, height, error);
  if (encord_geometry_get_box (geometry, &box))
    visit_box (&self, &box,
               width > 0 && height > 0 ? (double) width / height : 1);
  for (guint i = 0; points != NULL && i < points->len; i++)
    func (&g_array_index (points, EncordPoint, i), data);
  for (guint i = 0; i < n_joints; i++)
    func (&joints[i].position, data);

  return TRUE;
}
