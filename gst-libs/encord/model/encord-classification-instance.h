/* model/encord-classification-instance.h - one classification of a row over its frames
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
#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-classification.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_CLASSIFICATION_INSTANCE                                    \
  (encord_classification_instance_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordClassificationInstance,
                      encord_classification_instance, ENCORD,
                      CLASSIFICATION_INSTANCE, GObject)

ENCORD_API
const char *encord_classification_instance_get_classification_hash (
    EncordClassificationInstance *self);
ENCORD_API
const char *encord_classification_instance_get_feature_hash (
    EncordClassificationInstance *self);
ENCORD_API
EncordOntologyClassification *
encord_classification_instance_get_ontology_classification (
    EncordClassificationInstance *self);

/* ascending frame numbers; in an image group those of its images */
ENCORD_API
const int *
encord_classification_instance_get_frames (EncordClassificationInstance *self,
                                           guint *ret_n_frames);
ENCORD_API
EncordFrameRange *
encord_classification_instance_get_ranges (EncordClassificationInstance *self,
                                           guint *ret_n_ranges);
ENCORD_API
GPtrArray *encord_classification_instance_dup_ranges (
    EncordClassificationInstance *self) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
gboolean
encord_classification_instance_has_frame (EncordClassificationInstance *self,
                                          int frame);
ENCORD_API
gboolean encord_classification_instance_get_annotation (
    EncordClassificationInstance *self, int frame, EncordAnnotation *ret);
ENCORD_API
EncordAnnotation *encord_classification_instance_dup_annotation (
    EncordClassificationInstance *self, int frame) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
JsonNode *
encord_classification_instance_get_reviews (EncordClassificationInstance *self,
                                            int frame);

/* annotation NULL: on a new frame a human's (confidence 1, manual) made now; where
 * it is already, all but the time of the edit stays */
ENCORD_API
gboolean encord_classification_instance_set_for_ranges (
    EncordClassificationInstance *self, const EncordFrameRange *ranges,
    guint n_ranges, const EncordAnnotation *annotation, GError **error);
ENCORD_API
guint encord_classification_instance_remove_from_ranges (
    EncordClassificationInstance *self, const EncordFrameRange *ranges,
    guint n_ranges);

/* attribute NULL: the root attribute */
ENCORD_API
EncordAnswer *
encord_classification_instance_get_answer (EncordClassificationInstance *self,
                                           EncordOntologyAttribute *attribute);
ENCORD_API
GPtrArray *encord_classification_instance_get_answered_attributes (
    EncordClassificationInstance *self);
ENCORD_API
gboolean encord_classification_instance_set_answer (
    EncordClassificationInstance *self, EncordOntologyAttribute *attribute,
    EncordAnswer *answer, GError **error);
ENCORD_API
gboolean encord_classification_instance_delete_answer (
    EncordClassificationInstance *self, EncordOntologyAttribute *attribute);

G_END_DECLS
