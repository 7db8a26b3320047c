/* encord-skeleton-template-private.h - a skeleton template and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-skeleton-template.h>

G_BEGIN_DECLS

/* an edge between joints, by their places in the list */
typedef struct
{
  guint from;
  guint to;
  const char *color;
} EncordSkeletonEdge;

struct _EncordSkeletonTemplate
{
  GObject parent;

  /* all strings below belong to it */
  JsonObject *wire;
  gboolean claimed;
  GPtrArray *keys;  /* of the joints */
  GArray *joints;   /* of EncordJoint */
  GArray *edges;    /* of EncordSkeletonEdge */
  guint64 next_key; /* larger than all keys that are numbers */
};

/* wire is a "template" of the ontology and is kept, not copied. What cannot be
 * read in it is left out here and stays there. */
EncordSkeletonTemplate *
encord_skeleton_template_new_from_wire (JsonObject *wire);

JsonObject *encord_skeleton_template_get_wire (EncordSkeletonTemplate *self);
/* belongs to a structure from now on */
void encord_skeleton_template_claim (EncordSkeletonTemplate *self);
gboolean encord_skeleton_template_is_claimed (EncordSkeletonTemplate *self);
void encord_skeleton_template_set_feature_hash (EncordSkeletonTemplate *self,
                                                const char *feature_hash);

/* reads one more joint; key and wire stand in the template's wire form */
void encord_skeleton_template_read_joint (EncordSkeletonTemplate *self,
                                          const char *key, JsonObject *wire);
/* NULL when there is no object of this name */
JsonObject *encord_skeleton_template_peek_object (JsonObject *wire,
                                                  const char *member);

G_END_DECLS
