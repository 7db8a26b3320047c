/* model/encord-skeleton-template.h - the joints that a skeleton is made of
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_SKELETON_TEMPLATE (encord_skeleton_template_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordSkeletonTemplate, encord_skeleton_template, ENCORD,
                      SKELETON_TEMPLATE, GObject)

ENCORD_API
EncordSkeletonTemplate *
encord_skeleton_template_new (const char *name, double width, double height);
ENCORD_API
const char *encord_skeleton_template_get_name (EncordSkeletonTemplate *self);
ENCORD_API
const char *
encord_skeleton_template_get_feature_hash (EncordSkeletonTemplate *self);
ENCORD_API
double encord_skeleton_template_get_width (EncordSkeletonTemplate *self);
ENCORD_API
double encord_skeleton_template_get_height (EncordSkeletonTemplate *self);

ENCORD_API
guint encord_skeleton_template_get_n_joints (EncordSkeletonTemplate *self);
ENCORD_API
gboolean encord_skeleton_template_get_joint (EncordSkeletonTemplate *self,
                                             guint index,
                                             EncordJoint *ret_joint);
ENCORD_API
gboolean encord_skeleton_template_find_joint (EncordSkeletonTemplate *self,
                                              const char *name,
                                              guint *ret_index);
ENCORD_API
gboolean encord_skeleton_template_add_joint (EncordSkeletonTemplate *self,
                                             const char *name, double x,
                                             double y, const char *color,
                                             const char *value,
                                             const char *feature_hash,
                                             GError **error);

ENCORD_API
guint encord_skeleton_template_get_n_edges (EncordSkeletonTemplate *self);
ENCORD_API
gboolean encord_skeleton_template_get_edge (EncordSkeletonTemplate *self,
                                            guint index, guint *ret_from,
                                            guint *ret_to,
                                            const char **ret_color);
ENCORD_API
gboolean encord_skeleton_template_add_edge (EncordSkeletonTemplate *self,
                                            guint from, guint to,
                                            const char *color, GError **error);

ENCORD_API
EncordGeometry *
encord_skeleton_template_make_geometry (EncordSkeletonTemplate *self,
                                        const EncordJoint *joints,
                                        guint n_joints, GError **error);
ENCORD_API
JsonNode *encord_skeleton_template_to_json (EncordSkeletonTemplate *self);

G_END_DECLS
