/* model/encord-object-instance.h - one object of a label row over its frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>
#include <encord/model/encord-annotation.h>
#include <encord/model/encord-answer.h>
#include <encord/model/encord-frame-range.h>
#include <encord/model/encord-geometry.h>
#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-object.h>

G_BEGIN_DECLS

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
/* what the service sent along of reviews, which are not sent back */
ENCORD_API
EncordAnnotation *
encord_object_instance_dup_annotation (EncordObjectInstance *self,
                                       int frame) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
JsonNode *encord_object_instance_get_reviews (EncordObjectInstance *self,
                                              int frame);

/* the instance's static and dynamic answers as one line of JSON in a normal form:
 * answers that mean the same give equal text, whichever client wrote them */
ENCORD_API
char *encord_object_instance_dup_answers (EncordObjectInstance *self);

/* Answers. Static attributes have one on all frames, dynamic ones may have others
 * on other frames. */
ENCORD_API
EncordAnswer *encord_object_instance_get_answer (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute, int frame);
ENCORD_API
GPtrArray *
encord_object_instance_get_answers (EncordObjectInstance *self,
                                    EncordOntologyAttribute *attribute);
ENCORD_API
EncordFrameRange *encord_object_instance_get_answer_ranges (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute,
    EncordAnswer *answer, guint *ret_n_ranges);
ENCORD_API
GPtrArray *encord_object_instance_dup_answer_ranges (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute,
    EncordAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
GPtrArray *
encord_object_instance_get_answered_attributes (EncordObjectInstance *self);
/* of a dynamic attribute: on all frames that the object is on */
ENCORD_API
gboolean encord_object_instance_set_answer (EncordObjectInstance *self,
                                            EncordOntologyAttribute *attribute,
                                            EncordAnswer *answer,
                                            GError **error);
ENCORD_API
gboolean encord_object_instance_set_answer_for_ranges (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute,
    EncordAnswer *answer, const EncordFrameRange *ranges, guint n_ranges,
    GError **error);
ENCORD_API
gboolean
encord_object_instance_delete_answer (EncordObjectInstance *self,
                                      EncordOntologyAttribute *attribute);
ENCORD_API
gboolean encord_object_instance_delete_answer_for_ranges (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute,
    const EncordFrameRange *ranges, guint n_ranges);

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
