/* labels/encord-interpolator-text.c - the wire form of what lies between; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-interpolator-private.h>
#include <encord/model/encord-geometry-private.h>

#define add_literal(text, literal)                                             \
  encord_json_append_literal ((text)->fixed, literal)

/* What is linear in centre and size is linear in the edges, too. */
static void
add_box (const EncordInterpolator *self, EncordMovingText *text)
{
  const EncordBox *a = &self->box_a, *b = &self->box_b;

  add_literal (text, "{\"h\":");
  encord_moving_text_add_number (text, a->height, b->height);
  add_literal (text, ",\"w\":");
  encord_moving_text_add_number (text, a->width, b->width);
  add_literal (text, ",\"x\":");
  encord_moving_text_add_number (text, a->x, b->x);
  add_literal (text, ",\"y\":");
  encord_moving_text_add_number (text, a->y, b->y);
  if (self->shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX) {
    add_literal (text, ",\"theta\":");
    encord_moving_text_add_angle (text, a->theta, b->theta);
  }
  add_literal (text, "}");
}

/* up to where the members of a joint follow */
static void
add_place (EncordMovingText *text, guint i, const EncordPoint *from,
           const EncordPoint *to)
{
  g_string_append_printf (text->fixed, "%s\"%u\":{\"x\":", i == 0 ? "{" : ",",
                          i);
  encord_moving_text_add_number (text, from->x, to->x);
  add_literal (text, ",\"y\":");
  encord_moving_text_add_number (text, from->y, to->y);
}

static void
add_pairs (const EncordInterpolator *self, EncordMovingText *text)
{
  for (guint i = 0; i < self->pairs->from->len; i++) {
    add_place (text, i, &g_array_index (self->pairs->from, EncordPoint, i),
               &g_array_index (self->pairs->to, EncordPoint, i));
    add_literal (text, "}");
  }
  add_literal (text, "}");
}

static void
add_skeleton (const EncordInterpolator *self, EncordMovingText *text)
{
  guint n;
  const EncordJoint *joints = encord_geometry_get_joints (self->a, &n);

  for (guint i = 0; i < n; i++) {
    add_place (text, i, &joints[i].position, &self->targets[i]);
    encord_geometry_append_joint (text->fixed, &joints[i]);
    add_literal (text, "}");
  }
  add_literal (text, "}");
}

gboolean
encord_interpolator_add_text (const EncordInterpolator *self,
                              EncordMovingText *text)
{
  if (self->hold)
    encord_geometry_append (text->fixed, self->a);
  else if (self->pairs != NULL)
    add_pairs (self, text);
  else if (self->targets != NULL)
    add_skeleton (self, text);
  else if (self->shape == ENCORD_SHAPE_BOUNDING_BOX ||
           self->shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
    add_box (self, text);
  else
    return FALSE;

  return TRUE;
}
