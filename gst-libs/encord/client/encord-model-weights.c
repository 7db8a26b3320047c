/* client/encord-model-weights.c - weights that a training can begin with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-model-weights.h>

static const struct
{
  EncordModelType model;
  const char *name;
  const char *id;
} weights[] = {
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_50_C4_1x", "721ade" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_50_DC5_1x", "51d356" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_50_FPN_1x", "b275ba" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_50_C4_3x", "f97cb7" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_50_DC5_3x", "68d202" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_50_FPN_3x", "280758" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_101_C4_3x", "298dad" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_101_DC5_3x", "3e0943" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "R_101_FPN_3x", "f6e8b1" },
  { ENCORD_MODEL_TYPE_FASTER_RCNN, "X_101_32x8d_FPN_3x", "68b088" },
  { ENCORD_MODEL_TYPE_MASK_RCNN, "X_101_32x8d_FPN_3x", "2d9806" },
  { ENCORD_MODEL_TYPE_MASK_RCNN, "R_50_C4_1x", "9243eb" },
  { ENCORD_MODEL_TYPE_MASK_RCNN, "R_50_C4_3x", "4ce675" },
  { ENCORD_MODEL_TYPE_MASK_RCNN, "R_101_FPN_3x", "a3ec72" },
};

/**
 * encord_model_weights_dup_link:
 * @model: what the weights are for
 * @name: their name, such as `R_50_C4_1x`
 *
 * Tells where the weights are that encord_project_model_train_start() can begin
 * with (`encord.constants.model_weights` of the SDK). Models other than
 * %ENCORD_MODEL_TYPE_FASTER_RCNN and %ENCORD_MODEL_TYPE_MASK_RCNN need none.
 *
 * Returns: (transfer full) (nullable): their URL, or %NULL if there are none of
 *   that name
 *
 * Since: 0.1
 */
char *
encord_model_weights_dup_link (EncordModelType model, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    if (weights[i].model == model && g_str_equal (weights[i].name, name))
      return g_strdup_printf ("https://storage.googleapis.com/"
                              "aws_model_backup/model_final_%s.pkl",
                              weights[i].id);

  return NULL;
}
