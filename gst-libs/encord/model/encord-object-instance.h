/* model/encord-object-instance.h - one object of a label row over its frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>
#include <encord/model/encord-ontology-object.h>

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
 * What a label row says of one object on one frame besides the coordinates.
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

#define ENCORD_TYPE_OBJECT_INSTANCE (encord_object_instance_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordObjectInstance, encord_object_instance, ENCORD,
                      OBJECT_INSTANCE, GObject)

ENCORD_API
const char *encord_object_instance_get_object_hash (EncordObjectInstance *self);
ENCORD_API
const char *
encord_object_instance_get_feature_hash (EncordObjectInstance *self);
ENCORD_API
EncordOntologyObject *
encord_object_instance_get_ontology_object (EncordObjectInstance *self);

/* ascending frame numbers */
ENCORD_API
const int *encord_object_instance_get_frames (EncordObjectInstance *self,
                                              guint *ret_n_frames);
ENCORD_API
gboolean encord_object_instance_has_frame (EncordObjectInstance *self,
                                           int frame);
/* fast path of both box shapes: nothing is allocated */
ENCORD_API
gboolean encord_object_instance_get_box (EncordObjectInstance *self, int frame,
                                         EncordBox *ret_box);
ENCORD_API
EncordGeometry *encord_object_instance_get_geometry (EncordObjectInstance *self,
                                                     int frame);
ENCORD_API
gboolean encord_object_instance_get_annotation (EncordObjectInstance *self,
                                                int frame,
                                                EncordAnnotation *ret);

/* the instance's static and dynamic answers as one line of JSON in a normal form:
 * answers that mean the same give equal text, whichever client wrote them */
ENCORD_API
char *encord_object_instance_dup_answers (EncordObjectInstance *self);

/* annotation NULL: on a new frame a human's label (confidence 1, manual) made
 * now; where the object is already, all but place and time of the edit stays */
ENCORD_API
gboolean encord_object_instance_set_box (EncordObjectInstance *self, int frame,
                                         const EncordBox *box,
                                         const EncordAnnotation *annotation,
                                         GError **error);
ENCORD_API
gboolean encord_object_instance_set_geometry (
    EncordObjectInstance *self, int frame, EncordGeometry *geometry,
    const EncordAnnotation *annotation, GError **error);
ENCORD_API
gboolean encord_object_instance_remove_frame (EncordObjectInstance *self,
                                              int frame);

G_END_DECLS
