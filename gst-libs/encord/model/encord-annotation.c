/* encord-annotation.c - who says so, when, and how sure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-annotation.h>

G_DEFINE_BOXED_TYPE (EncordAnnotation, encord_annotation,
                     encord_annotation_copy, encord_annotation_free)

/**
 * encord_annotation_copy:
 * @self: an annotation
 *
 * Copies an annotation with its strings, which then need no row.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 0.1
 */
EncordAnnotation *
encord_annotation_copy (const EncordAnnotation *self)
{
  EncordAnnotation *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->created_by = g_strdup (self->created_by);
  copy->last_edited_by = g_strdup (self->last_edited_by);

  return copy;
}

/**
 * encord_annotation_free:
 * @self: (transfer full): an annotation that encord_annotation_copy() made
 *
 * Frees a copy.
 *
 * Since: 0.1
 */
void
encord_annotation_free (EncordAnnotation *self)
{
  g_return_if_fail (self != NULL);

  g_free ((char *) self->created_by);
  g_free ((char *) self->last_edited_by);
  g_free (self);
}
