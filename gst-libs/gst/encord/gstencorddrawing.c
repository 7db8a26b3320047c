/* gstencorddrawing.c - labels on a cairo surface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <pango/pangocairo.h>

#include <gst/encord/gstencorddrawing.h>

/* neighbouring class indices get hues as far apart as any number of classes
 * allows */
#define GOLDEN_ANGLE 137.50776405
#define SATURATION 0.75
#define VALUE 1.0

/* of the picture's shorter side, in pixels */
#define LINE_WIDTH_SHARE 240.0
#define MIN_LINE_WIDTH 1.5
#define FONT_SIZE_SHARE 24.0
#define MIN_FONT_SIZE 9.0
#define MAX_FONT_SIZE 40.0

#define MAX_TEXT_LENGTH 64

static const GstEncordDrawingStyle default_style = {
  .names = TRUE,
  .track_ids = TRUE,
  .confidences = TRUE,
  .line_width = 0.0,
};

typedef struct
{
  double r;
  double g;
  double b;
} Color;

typedef struct
{
  cairo_t *cr;
  int width;
  int height;
  double line_width;
  double font_size;
  const GstEncordDrawingStyle *style;
} Canvas;

static Color
class_color (guint class_index)
{
  const double sector = fmod (class_index * GOLDEN_ANGLE, 360.0) / 60.0;
  const double chroma = VALUE * SATURATION;
  const double second = chroma * (1.0 - fabs (fmod (sector, 2.0) - 1.0));
  const double base = VALUE - chroma;
  static const guint8 order[6][3] = { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 2, 1 },
                                      { 0, 1, 2 }, { 1, 0, 2 }, { 2, 0, 1 } };
  const double part[3] = { base, base + second, base + chroma };
  const guint8 *rgb = order[(int) sector];

  return (Color){ part[rgb[0]], part[rgb[1]], part[rgb[2]] };
}

/* relative luminance as ITU-R BT.601 weighs it */
static gboolean
is_bright (const Color *color)
{
  return 0.299 * color->r + 0.587 * color->g + 0.114 * color->b > 0.5;
}

static void
box_path (const Canvas *canvas, const EncordBox *box)
{
  const double w = box->width * canvas->width;
  const double h = box->height * canvas->height;

  cairo_save (canvas->cr);
  cairo_translate (canvas->cr, box->x * canvas->width + w / 2.0,
                   box->y * canvas->height + h / 2.0);
  cairo_rotate (canvas->cr, box->theta * G_PI / 180.0);
  cairo_rectangle (canvas->cr, -w / 2.0, -h / 2.0, w, h);
  cairo_restore (canvas->cr);
}

static void
line_path (const Canvas *canvas, const EncordPoint *points, guint n_points)
{
  cairo_new_sub_path (canvas->cr);
  for (guint i = 0; i < n_points; i++)
    cairo_line_to (canvas->cr, points[i].x * canvas->width,
                   points[i].y * canvas->height);
}

/* with all its parts and holes */
static void
polygon_path (const Canvas *canvas, const EncordGeometry *polygon)
{
  const guint n_polygons = encord_geometry_get_n_polygons (polygon);

  for (guint p = 0; p < n_polygons; p++) {
    const guint n_rings = encord_geometry_get_n_rings (polygon, p);

    for (guint r = 0; r < n_rings; r++) {
      guint n;
      const EncordPoint *points = encord_geometry_get_ring (polygon, p, r, &n);

      line_path (canvas, points, n);
      if (n > 0)
        cairo_close_path (canvas->cr);
    }
  }
}

static void
dot_path (const Canvas *canvas, const EncordPoint *point)
{
  const double radius = canvas->line_width * 2.0;
  const double x = point->x * canvas->width;
  const double y = point->y * canvas->height;

  cairo_new_sub_path (canvas->cr);
  cairo_arc (canvas->cr, x, y, radius, 0.0, 2.0 * G_PI);
}

static void
shape_path (const Canvas *canvas, const GstEncordLabel *label)
{
  const EncordJoint *joints;
  const EncordPoint *points;
  guint n;

  cairo_new_path (canvas->cr);
  if (label->geometry == NULL) {
    box_path (canvas, &label->box);
    return;
  }
  switch (label->shape) {
    case ENCORD_SHAPE_POLYGON:
      polygon_path (canvas, label->geometry);
      break;
    case ENCORD_SHAPE_POLYLINE:
      points = encord_geometry_get_points (label->geometry, &n);
      line_path (canvas, points, n);
      break;
    case ENCORD_SHAPE_POINT:
      points = encord_geometry_get_points (label->geometry, &n);
      for (guint i = 0; i < n; i++)
        dot_path (canvas, &points[i]);
      break;
    case ENCORD_SHAPE_SKELETON:
      joints = encord_geometry_get_joints (label->geometry, &n);
      for (guint i = 0; i < n; i++)
        dot_path (canvas, &joints[i].position);
      break;
    default:
      /* a mask is shown by its bounds */
      box_path (canvas, &label->box);
  }
}

/* a dark edge keeps the line visible on a ground of its own colour */
static void
stroke_outline (const Canvas *canvas, const Color *color)
{
  cairo_set_line_join (canvas->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (canvas->cr, canvas->line_width * 2.0);
  cairo_set_source_rgba (canvas->cr, 0.0, 0.0, 0.0, 0.4);
  cairo_stroke_preserve (canvas->cr);
  cairo_set_line_width (canvas->cr, canvas->line_width);
  cairo_set_source_rgb (canvas->cr, color->r, color->g, color->b);
  cairo_stroke (canvas->cr);
}

static char *
label_text (const GstEncordDrawingStyle *style, const GstEncordLabel *label)
{
  GString *text = g_string_new (NULL);

  if (style->names && label->class_name != 0) {
    g_autofree char *name =
        g_utf8_make_valid (g_quark_to_string (label->class_name), -1);

    if (g_utf8_strlen (name, -1) > MAX_TEXT_LENGTH)
      *g_utf8_offset_to_pointer (name, MAX_TEXT_LENGTH) = '\0';
    g_string_append (text, name);
  }
  if (style->track_ids && label->track_id >= 0)
    g_string_append_printf (text, "%s#%" G_GINT64_FORMAT,
                            text->len > 0 ? " " : "", label->track_id);
  if (style->confidences)
    g_string_append_printf (text, "%s%.2f", text->len > 0 ? " " : "",
                            label->confidence);

  return g_string_free (text, FALSE);
}

static PangoLayout *
text_layout (const Canvas *canvas, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (canvas->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans Bold");

  pango_font_description_set_absolute_size (font,
                                            canvas->font_size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);

  return layout;
}

/* the tag stands on the shape's top left corner, or hangs from it where the
 * picture ends, and never leaves the picture sideways */
static void
draw_tag (const Canvas *canvas, const GstEncordLabel *label)
{
  g_autofree char *text = label_text (canvas->style, label);
  const Color color = class_color (label->class_index);
  const double ink = is_bright (&color) ? 0.0 : 1.0;
  const double padding = canvas->font_size / 4.0;
  PangoLayout *layout;
  int text_width, text_height;
  double left, top, right, bottom, width, height, x, y;

  if (*text == '\0')
    return;

  shape_path (canvas, label);
  cairo_path_extents (canvas->cr, &left, &top, &right, &bottom);
  cairo_new_path (canvas->cr);
  top -= canvas->line_width;
  layout = text_layout (canvas, text);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  width = text_width + 2.0 * padding;
  height = text_height;
  x = MAX (0.0, MIN (left, canvas->width - width));
  y = MAX (0.0,
           MIN (top >= height ? top - height : top, canvas->height - height));

  cairo_rectangle (canvas->cr, x, y, width, height);
  cairo_set_source_rgb (canvas->cr, color.r, color.g, color.b);
  cairo_fill (canvas->cr);
  cairo_move_to (canvas->cr, x + padding, y);
  cairo_set_source_rgb (canvas->cr, ink, ink, ink);
  pango_cairo_show_layout (canvas->cr, layout);
  g_object_unref (layout);
}

/* a model may answer with anything; cairo takes numbers of 24 bits */
static gboolean
is_drawable (const EncordBox *box)
{
  const double values[] = { box->x, box->y, box->width, box->height };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    if (!isfinite (values[i]) || fabs (values[i]) > 16.0)
      return FALSE;
  }

  return isfinite (box->theta);
}

static void
draw_outline (const Canvas *canvas, const GstEncordLabel *label)
{
  const Color color = class_color (label->class_index);

  shape_path (canvas, label);
  stroke_outline (canvas, &color);
}

/**
 * gst_encord_draw_labels: (skip)
 * @cr: where to draw; its origin is the picture's top left corner
 * @width: width of the picture in pixels, 1 or more
 * @height: height of the picture in pixels, 1 or more
 * @labels: (array length=n_labels): what to draw
 * @n_labels: number of labels
 * @style: (nullable): what to write, or %NULL for everything
 *
 * Draws the outline of each label in its class's colour and, on a tag above it,
 * the class's name, the track id and the confidence. Lines and letters grow with
 * the picture. Labels whose coordinates are no numbers are left out.
 *
 * Since: 0.1
 */
void
gst_encord_draw_labels (cairo_t *cr, int width, int height,
                        const GstEncordLabel *labels, guint n_labels,
                        const GstEncordDrawingStyle *style)
{
  const double side = MIN (width, height);
  Canvas canvas = { .cr = cr, .width = width, .height = height };

  g_return_if_fail (cr != NULL);
  g_return_if_fail (width > 0 && height > 0);
  g_return_if_fail (labels != NULL || n_labels == 0);

  canvas.style = style != NULL ? style : &default_style;
  canvas.line_width = canvas.style->line_width > 0.0
                          ? canvas.style->line_width
                          : MAX (MIN_LINE_WIDTH, side / LINE_WIDTH_SHARE);
  canvas.font_size =
      CLAMP (side / FONT_SIZE_SHARE, MIN_FONT_SIZE, MAX_FONT_SIZE);

  cairo_save (cr);
  for (guint i = 0; i < n_labels; i++) {
    if (is_drawable (&labels[i].box))
      draw_outline (&canvas, &labels[i]);
  }
  /* no line crosses a text */
  for (guint i = 0; i < n_labels; i++) {
    if (is_drawable (&labels[i].box))
      draw_tag (&canvas, &labels[i]);
  }
  cairo_restore (cr);
}
