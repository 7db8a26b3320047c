/* model/encord-annotation.h - who says so, when, and how sure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <glib-object.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordAnnotation:
 * @confidence: 0..1; a human's label has 1
 * @manual: whether a human made it (`manualAnnotation`)
 * @created_at: seconds since 1970; 0 when writing means now
 * @last_edited_at: seconds since 1970; 0 when writing means now
 * @created_by: (nullable): mail address; %NULL lets the service fill it in
 * @last_edited_by: (nullable): mail address
 *
 * What a label row says of one object or classification on one frame
 * besides the coordinates.
 * When read, the strings belong to the row and live as long as the annotation
 * is neither edited nor removed.
 *
 * Since: 0.1
 */
typedef struct
{
  double confidence;
  gboolean manual;
  gint64 created_at;
  gint64 last_edited_at;
  const char *created_by;
  const char *last_edited_by;
} EncordAnnotation;

#define ENCORD_TYPE_ANNOTATION (encord_annotation_get_type ())
ENCORD_API
GType encord_annotation_get_type (void) G_GNUC_CONST;
ENCORD_API
EncordAnnotation *encord_annotation_copy (const EncordAnnotation *self);
ENCORD_API
void encord_annotation_free (EncordAnnotation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordAnnotation, encord_annotation_free)

G_END_DECLS
