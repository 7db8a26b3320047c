/* coco.c - labels of a COCO document
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/labels/encord-coco-private.h>
#include <encord/model/encord-bitmask.h>

#define HEAD                                                                   \
  "{\"info\":{},\"licenses\":[],\"categories\":[{\"id\":1,\"name\":\"a\"}],"   \
  "\"images\":[{\"id\":7,\"width\":4,\"height\":3}],\"annotations\":["
#define ONE(more)                                                              \
  HEAD "{\"id\":5,\"image_id\":7,\"category_id\":1,\"area\":1.5,"              \
       "\"bbox\":[1,1,2,1.5],\"iscrowd\":0" more "}]}"

static GArray *
read_text (const char *text, JsonNode **ret_document, GError **error)
{
  *ret_document = json_from_string (text, NULL);
  g_assert_nonnull (*ret_document);

  return encord_coco_read (*ret_document, error);
}

static EncordGeometry *
read_geometry (const char *text, EncordShape shape, GError **error)
{
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (GArray) annotations = read_text (text, &document, NULL);

  g_assert_nonnull (annotations);
  g_assert_cmpuint (annotations->len, ==, 1);

  return encord_coco_get_geometry (
      &g_array_index (annotations, EncordCocoAnnotation, 0), shape, error);
}

static void
test_box (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordGeometry) geometry =
      read_geometry (ONE (), ENCORD_SHAPE_BOUNDING_BOX, &error);
  EncordBox box;

  g_assert_no_error (error);
  g_assert_true (encord_geometry_get_box (geometry, &box));
  g_assert_cmpfloat (box.x, ==, 0.25);
  g_assert_cmpfloat_with_epsilon (box.y, 1.0 / 3.0, 1e-12);
  g_assert_cmpfloat (box.width, ==, 0.5);
  g_assert_cmpfloat (box.height, ==, 0.5);
}

static void
test_polygon (void)
{
  static const char *const texts[] = {
    ONE (),
    ONE (",\"segmentation\":[[1,1,1,2.5,3,2.5,3,1],[0,0,1,0,1,1]]"),
    ONE (",\"segmentation\":null"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EncordGeometry) geometry =
        read_geometry (texts[i], ENCORD_SHAPE_POLYGON, &error);
    const EncordPoint *points;
    guint n;

    g_assert_no_error (error);
    points = encord_geometry_get_points (geometry, &n);
    g_assert_cmpuint (n, ==, 4);
    g_assert_cmpfloat (points[0].x, ==, 0.25);
    g_assert_cmpfloat_with_epsilon (points[1].y, 2.5 / 3.0, 1e-12);
    g_assert_cmpfloat (points[2].x, ==, 0.75);
  }
}

/* the same mask of 4 x 3: columns 0 to 3 are 000, 011, 110, 000 */
static void
test_bitmask (void)
{
  static const guint8 expected[] = { 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0 };
  static const guint8 columns[] = { 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0 };
  g_autoptr (GBytes) as_columns = g_bytes_new_static (columns, sizeof columns);
  g_autofree char *rle = encord_bitmask_encode (as_columns, 3, 4, NULL);
  g_autofree char *with_text = g_strdup_printf (
      ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":\"%s\"}"), rle);
  const char *const texts[] = {
    with_text,
    ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":[4,4,4]}"),
    ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":[4,4]}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EncordGeometry) geometry =
        read_geometry (texts[i], ENCORD_SHAPE_BITMASK, &error);
    g_autoptr (GBytes) pixels = NULL;
    int width, height;
    const char *found;

    g_assert_no_error (error);
    found = encord_geometry_get_bitmask (geometry, &width, &height);
    pixels = encord_bitmask_decode (found, width, height, &error);
    g_assert_no_error (error);
    g_assert_cmpmem (g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels),
                     expected, sizeof expected);
  }
}

static const struct
{
  const char *name;
  const char *text;
  EncordShape shape;
} misfits[] = {
  { "mask-for-polygon",
    ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":[4,4,4]}"),
    ENCORD_SHAPE_POLYGON },
  { "polygon-for-mask", ONE (",\"segmentation\":[[1,1,1,2.5,3,2.5]]"),
    ENCORD_SHAPE_BITMASK },
  { "nothing-for-mask", ONE (), ENCORD_SHAPE_BITMASK },
  { "other-size", ONE (",\"segmentation\":{\"size\":[4,3],\"counts\":[12]}"),
    ENCORD_SHAPE_BITMASK },
  { "no-size", ONE (",\"segmentation\":{\"counts\":[12]}"),
    ENCORD_SHAPE_BITMASK },
  { "too-long", ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":[12,1]}"),
    ENCORD_SHAPE_BITMASK },
  { "negative", ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":[-1]}"),
    ENCORD_SHAPE_BITMASK },
  { "counts-true", ONE (",\"segmentation\":{\"size\":[3,4],\"counts\":true}"),
    ENCORD_SHAPE_BITMASK },
  { "two-points", ONE (",\"segmentation\":[[1,1,1,2.5]]"),
    ENCORD_SHAPE_POLYGON },
  { "odd", ONE (",\"segmentation\":[[1,1,1,2.5,3,2.5,3]]"),
    ENCORD_SHAPE_POLYGON },
  { "no-ring", ONE (",\"segmentation\":[]"), ENCORD_SHAPE_POLYGON },
  { "strings", ONE (",\"segmentation\":[[\"a\",1,1,2.5,3,2.5]]"),
    ENCORD_SHAPE_POLYGON },
  { "skeleton", ONE (), ENCORD_SHAPE_SKELETON },
};

static void
test_misfit (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordGeometry) geometry =
      read_geometry (misfits[i].text, misfits[i].shape, &error);

  g_assert_null (geometry);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_nonnull (strstr (error->message, "annotation 5"));
}

static const struct
{
  const char *name;
  const char *text;
} malformed[] = {
  { "list", "[]" },
  { "empty", "{}" },
  { "no-images", "{\"info\":{},\"categories\":[],\"annotations\":[]}" },
  { "no-annotations", "{\"info\":{},\"categories\":[],\"images\":[]}" },
  { "no-info", "{\"images\":[],\"categories\":[],\"annotations\":[]}" },
  { "category", "{\"info\":{},\"categories\":[{\"id\":1}],\"images\":[],"
                "\"annotations\":[]}" },
  { "image-size", "{\"info\":{},\"categories\":[],\"images\":[{\"id\":1,"
                  "\"width\":0,\"height\":4}],\"annotations\":[]}" },
  { "annotation", HEAD "7]}" },
  { "no-box", HEAD "{\"id\":5,\"image_id\":7,\"category_id\":1,\"area\":1,"
                   "\"iscrowd\":0}]}" },
  { "short-box", HEAD "{\"id\":5,\"image_id\":7,\"category_id\":1,"
                      "\"area\":1,\"bbox\":[1,2,3],\"iscrowd\":0}]}" },
  { "text-id", HEAD "{\"id\":\"5\",\"image_id\":7,\"category_id\":1,"
                    "\"area\":1,\"bbox\":[1,2,3,4],\"iscrowd\":0}]}" },
};

static void
test_malformed (gconstpointer data)
{
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) annotations =
      read_text (malformed[GPOINTER_TO_SIZE (data)].text, &document, &error);

  g_assert_null (annotations);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static void
test_unknown_image (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordGeometry) geometry = read_geometry (
      HEAD "{\"id\":5,\"image_id\":8,\"category_id\":1,\"area\":1,"
           "\"bbox\":[1,2,3,4],\"iscrowd\":0}]}",
      ENCORD_SHAPE_BOUNDING_BOX, &error);

  g_assert_null (geometry);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/coco/box", test_box);
  g_test_add_func ("/coco/polygon", test_polygon);
  g_test_add_func ("/coco/bitmask", test_bitmask);
  g_test_add_func ("/coco/unknown-image", test_unknown_image);
  for (gsize i = 0; i < G_N_ELEMENTS (misfits); i++) {
    g_autofree char *path =
        g_strconcat ("/coco/misfit/", misfits[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_misfit);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_autofree char *path =
        g_strconcat ("/coco/malformed/", malformed[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_malformed);
  }

  return g_test_run ();
}
