/* fuzz-coco.c - COCO documents from anywhere
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-json-private.h>
#include <encord/labels/encord-coco-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const EncordShape shapes[] = { ENCORD_SHAPE_BOUNDING_BOX,
                                        ENCORD_SHAPE_POLYGON,
                                        ENCORD_SHAPE_BITMASK };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) document =
      encord_json_parse ((const char *) data, size, NULL);
  g_autoptr (GArray) annotations =
      document != NULL ? encord_coco_read (document, &error) : NULL;

  if (document != NULL)
    g_assert_true ((annotations == NULL) == (error != NULL));
  for (guint i = 0; annotations != NULL && i < annotations->len; i++) {
    const EncordCocoAnnotation *annotation =
        &g_array_index (annotations, EncordCocoAnnotation, i);

    /* an image of a size that exists would need its memory */
    if ((gint64) annotation->width * annotation->height > 1024 * 1024)
      continue;
    for (gsize j = 0; j < G_N_ELEMENTS (shapes); j++) {
      g_autoptr (GError) misfit = NULL;
      g_autoptr (EncordGeometry) geometry =
          encord_coco_get_geometry (annotation, shapes[j], &misfit);

      g_assert_true ((geometry == NULL) == (misfit != NULL));
    }
  }

  return 0;
}
