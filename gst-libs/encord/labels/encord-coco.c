/* labels/encord-coco.c - labels of a COCO document; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord-error.h>
#include <encord/labels/encord-coco-private.h>
#include <encord/model/encord-bitmask.h>
#include <encord/model/encord-json-members-private.h>

/* ---- members ---- */

static gboolean
as_number (JsonNode *node, double *ret)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_INT64 &&
       json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *ret = json_node_get_double (node);

  return isfinite (*ret);
}

static gboolean
bad (const char *what, gint64 id, const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "COCO %s %" G_GINT64_FORMAT ": %s", what, id, why);
  return FALSE;
}

static gboolean
read_id (JsonObject *object, const char *what, const char *member, gint64 *ret,
         GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "COCO %s: no whole number \"%s\"", what, member);
    return FALSE;
  }
  *ret = json_node_get_int (node);

  return TRUE;
}

/* ---- the document ---- */

typedef struct
{
  gint64 id;
  int width, height;
} Image;

static gboolean
read_image (JsonObject *object, Image *ret, GError **error)
{
  gint64 width, height;

  if (!read_id (object, "image", "id", &ret->id, error) ||
      !read_id (object, "image", "width", &width, error) ||
      !read_id (object, "image", "height", &height, error))
    return FALSE;
  if (width < 1 || width > G_MAXINT || height < 1 || height > G_MAXINT)
    return bad ("image", ret->id, "it has no size", error);
  ret->width = (int) width;
  ret->height = (int) height;

  return TRUE;
}

/* by id, the images of the document */
static GHashTable *
read_images (JsonObject *document, GError **error)
{
  JsonArray *list =
      encord_json_get_array (document, "COCO document", "images", error);
  g_autoptr (GHashTable) images =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *object =
        encord_json_get_element (list, i, "COCO images", error);
    g_autofree Image *image = g_new0 (Image, 1);

    if (object == NULL || !read_image (object, image, error))
      return NULL;
    g_hash_table_replace (images, &image->id, image);
    image = NULL;
  }

  return g_steal_pointer (&images);
}

static gboolean
check_categories (JsonObject *document, GError **error)
{
  JsonArray *list =
      encord_json_get_array (document, "COCO document", "categories", error);

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *object =
        encord_json_get_element (list, i, "COCO categories", error);
    gint64 id;

    if (object == NULL || !read_id (object, "category", "id", &id, error) ||
        encord_json_get_string (object, "COCO category", "name", error) == NULL)
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_bbox (JsonObject *object, EncordCocoAnnotation *ret, GError **error)
{
  JsonNode *node = json_object_get_member (object, "bbox");
  double *const into[] = { &ret->x, &ret->y, &ret->w, &ret->h };
  JsonArray *list;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return bad ("annotation", ret->id, "no list \"bbox\"", error);
  list = json_node_get_array (node);
  if (json_array_get_length (list) != G_N_ELEMENTS (into))
    return bad ("annotation", ret->id, "\"bbox\" is not four numbers", error);
  for (guint i = 0; i < G_N_ELEMENTS (into); i++)
    if (!as_number (json_array_get_element (list, i), into[i]))
      return bad ("annotation", ret->id, "\"bbox\" is not four numbers", error);

  return TRUE;
}

static gboolean
read_annotation (JsonObject *object, GHashTable *images,
                 EncordCocoAnnotation *ret, GError **error)
{
  const Image *image;
  double area;

  if (!read_id (object, "annotation", "id", &ret->id, error) ||
      !read_id (object, "annotation", "image_id", &ret->image_id, error) ||
      !read_id (object, "annotation", "category_id", &ret->category_id,
                error) ||
      !read_bbox (object, ret, error))
    return FALSE;
  if (!as_number (json_object_get_member (object, "area"), &area))
    return bad ("annotation", ret->id, "no number \"area\"", error);
  if (!json_object_has_member (object, "iscrowd"))
    return bad ("annotation", ret->id, "no \"iscrowd\"", error);
  ret->segmentation = encord_json_peek_member (object, "segmentation");
  image = g_hash_table_lookup (images, &ret->image_id);
  if (image != NULL) {
    ret->width = image->width;
    ret->height = image->height;
  }

  return TRUE;
}

GArray *
encord_coco_read (JsonNode *node, GError **error)
{
  JsonObject *document = encord_json_as_object (node, "COCO document", error);
  g_autoptr (GHashTable) images = NULL;
  g_autoptr (GArray) annotations =
      g_array_new (FALSE, TRUE, sizeof (EncordCocoAnnotation));
  JsonArray *list;

  if (document == NULL ||
      encord_json_get_member (document, "COCO document", "info", error) ==
          NULL ||
      !check_categories (document, error))
    return NULL;
  images = read_images (document, error);
  list = images != NULL ? encord_json_get_array (document, "COCO document",
                                                 "annotations", error)
                        : NULL;
  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *object =
        encord_json_get_element (list, i, "COCO annotations", error);
    EncordCocoAnnotation annotation = { 0 };

    if (object == NULL || !read_annotation (object, images, &annotation, error))
      return NULL;
    g_array_append_val (annotations, annotation);
  }

  return g_steal_pointer (&annotations);
}

/* ---- geometry ---- */

static EncordGeometry *
make_box (const EncordCocoAnnotation *self)
{
  const EncordBox box = { self->x / self->width, self->y / self->height,
                          self->w / self->width, self->h / self->height, 0.0 };

  return encord_geometry_new_box (&box);
}

static EncordGeometry *
make_polygon_of_box (const EncordCocoAnnotation *self)
{
  const double left = self->x / self->width, top = self->y / self->height;
  const double right = (self->x + self->w) / self->width;
  const double bottom = (self->y + self->h) / self->height;
  const EncordPoint corners[] = {
    { left, top }, { left, bottom }, { right, bottom }, { right, top }
  };

  return encord_geometry_new_polygon (corners, G_N_ELEMENTS (corners));
}

/* [[x, y, x, y, …], …]: of several rings the format has no holes, and a label has
 * one outline, so that the first one counts, as for the SDK */
static EncordGeometry *
make_polygon (const EncordCocoAnnotation *self, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  JsonArray *rings = JSON_NODE_HOLDS_ARRAY (self->segmentation)
                         ? json_node_get_array (self->segmentation)
                         : NULL;
  JsonNode *first = rings != NULL && json_array_get_length (rings) > 0
                        ? json_array_get_element (rings, 0)
                        : NULL;
  JsonArray *ring;

  if (first == NULL || !JSON_NODE_HOLDS_ARRAY (first)) {
    bad ("annotation", self->id, "the object wants a polygon", error);
    return NULL;
  }
  ring = json_node_get_array (first);
  for (guint i = 0; i + 1 < json_array_get_length (ring); i += 2) {
    EncordPoint point;

    if (!as_number (json_array_get_element (ring, i), &point.x) ||
        !as_number (json_array_get_element (ring, i + 1), &point.y)) {
      bad ("annotation", self->id, "a polygon with other than numbers", error);
      return NULL;
    }
    point.x /= self->width;
    point.y /= self->height;
    g_array_append_val (points, point);
  }
  if (points->len < 3 || json_array_get_length (ring) % 2 != 0) {
    bad ("annotation", self->id, "a polygon of fewer than three points", error);
    return NULL;
  }

  return encord_geometry_new_polygon ((const EncordPoint *) points->data,
                                      points->len);
}

/* pixels column by column: what is row after row is the transposed mask */
static GBytes *
decode_counts (const EncordCocoAnnotation *self, JsonNode *counts,
               GError **error)
{
  const gsize size = (gsize) self->width * (gsize) self->height;
  JsonArray *list;
  gsize at = 0;
  guint8 *pixels;

  if (JSON_NODE_HOLDS_VALUE (counts) &&
      json_node_get_value_type (counts) == G_TYPE_STRING)
    return encord_bitmask_decode (json_node_get_string (counts), self->height,
                                  self->width, error);
  if (!JSON_NODE_HOLDS_ARRAY (counts) || size > ENCORD_BITMASK_MAX_PIXELS) {
    bad ("annotation", self->id, "no run lengths", error);
    return NULL;
  }
  list = json_node_get_array (counts);
  pixels = g_malloc0 (size);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    double run;

    if (!as_number (json_array_get_element (list, i), &run) || run < 0.0 ||
        run > (double) (size - at)) {
      bad ("annotation", self->id, "run lengths that exceed the image", error);
      g_free (pixels);
      return NULL;
    }
    memset (pixels + at, (int) (i & 1), (gsize) run);
    at += (gsize) run;
  }

  return g_bytes_new_take (pixels, size);
}

static GBytes *
transpose (const EncordCocoAnnotation *self, GBytes *columns)
{
  const gsize width = (gsize) self->width, height = (gsize) self->height;
  const guint8 *from = g_bytes_get_data (columns, NULL);
  guint8 *pixels = g_malloc (width * height);

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      pixels[y * width + x] = from[x * height + y];

  return g_bytes_new_take (pixels, width * height);
}

static gboolean
has_size_of_image (const EncordCocoAnnotation *self, JsonObject *rle)
{
  JsonNode *size = json_object_get_member (rle, "size");
  JsonArray *list = size != NULL && JSON_NODE_HOLDS_ARRAY (size)
                        ? json_node_get_array (size)
                        : NULL;
  double height, width;

  return list != NULL && json_array_get_length (list) == 2 &&
         as_number (json_array_get_element (list, 0), &height) &&
         as_number (json_array_get_element (list, 1), &width) &&
         height == (double) self->height && width == (double) self->width;
}

static EncordGeometry *
make_bitmask (const EncordCocoAnnotation *self, GError **error)
{
  JsonObject *rle =
      self->segmentation != NULL && JSON_NODE_HOLDS_OBJECT (self->segmentation)
          ? json_node_get_object (self->segmentation)
          : NULL;
  JsonNode *counts =
      rle != NULL ? json_object_get_member (rle, "counts") : NULL;
  g_autoptr (GBytes) columns = NULL;
  g_autoptr (GBytes) pixels = NULL;
  g_autofree char *text = NULL;

  if (counts == NULL) {
    bad ("annotation", self->id, "the object wants a mask in run lengths",
         error);
    return NULL;
  }
  if (!has_size_of_image (self, rle)) {
    bad ("annotation", self->id, "the mask has another size than the image",
         error);
    return NULL;
  }
  columns = decode_counts (self, counts, error);
  if (columns == NULL)
    return NULL;
  pixels = transpose (self, columns);
  text = encord_bitmask_encode (pixels, self->width, self->height, error);

  return text != NULL
             ? encord_geometry_new_bitmask (self->width, self->height, text)
             : NULL;
}

EncordGeometry *
encord_coco_get_geometry (const EncordCocoAnnotation *annotation,
                          EncordShape shape, GError **error)
{
  if (annotation->width == 0) {
    bad ("annotation", annotation->id, "its image is not among \"images\"",
         error);
    return NULL;
  }
  switch (shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
      return make_box (annotation);
    case ENCORD_SHAPE_POLYGON:
      return annotation->segmentation == NULL
                 ? make_polygon_of_box (annotation)
                 : make_polygon (annotation, error);
    case ENCORD_SHAPE_BITMASK:
      return make_bitmask (annotation, error);
    default:
      bad ("annotation", annotation->id,
           "its object is neither box, polygon nor bitmask", error);
      return NULL;
  }
}
