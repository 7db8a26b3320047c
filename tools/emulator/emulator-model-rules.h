/* emulator-model-rules.h - which models take which features; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* the type whose weights can be run here */
#define EMULATOR_MODEL_DETECTOR "faster_rcnn"

/* what the features of this type of model are: an object's shape,
 * "classification", or NULL for a type that does not exist */
const char *emulator_model_get_kind (const char *type);

/* INVALID_ARGUMENTS for an unknown type, FEATURE_DOES_NOT_EXIST for a feature
 * that the ontology lacks, MODEL_FEATURES_INCONSISTENT for one of another kind
 * than the type's; editor is an ontology's JSON */
gboolean emulator_model_check_features (const char *type, char **features,
                                        const char *editor, GError **error);

/* a JSON list of the features in the ontology that fit the type; NULL where
 * there are none */
char *emulator_model_find_features (const char *type, const char *editor,
                                    GError **error);

/* Where the labels of each class of the weights go: EncordOntologyObject by
 * class index, NULL for a class that is dropped. Names decide (see
 * encord_class_map_new()), with class_map (JSON, nullable) in their stead; where
 * no name fits and there are as many classes as features, the order does. Only
 * features of the model count. MODEL_WEIGHTS_INCONSISTENT when no class goes
 * anywhere. */
GPtrArray *emulator_model_map_classes (const char *features, const char *editor,
                                       const char *const *classes,
                                       const char *class_map, GError **error);

G_END_DECLS
