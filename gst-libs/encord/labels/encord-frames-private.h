/* labels/encord-frames-private.h - labels by frame, read where their text lies; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-json-scanner-private.h>
#include <encord/model/encord-shape.h>

G_BEGIN_DECLS

/* {"<frame>": {"objects": [...], ...}, ...}, as a video's labels are. All slices
 * point into the text that was read, so what is not changed is written again as it
 * came: unknown members, order and numbers. */
typedef struct
{
  EncordJsonSlice text;     /* with its braces */
  EncordJsonSlice hash;     /* objectHash, between its quotes; no text: none */
  EncordShape shape;        /* by the first of the known shape members */
  EncordJsonSlice geometry; /* the value of that member */
  EncordJsonSlice polygons; /* that of `polygons`; no text: none */
} EncordFrameObject;

typedef struct
{
  int number;
  EncordJsonSlice text;    /* with its braces, or null */
  EncordJsonSlice objects; /* with its brackets; no text: none */
  guint first_object;
  guint n_objects;
} EncordFrame;

typedef struct
{
  GArray *frames;  /* EncordFrame, by number */
  GArray *objects; /* EncordFrameObject, by frame and place in it */
} EncordFrames;

/* ENCORD_ERROR_BAD_DATA; the text must outlive the frames */
EncordFrames *encord_frames_new (const char *text, gsize length,
                                 GError **error);
void encord_frames_free (EncordFrames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordFrames, encord_frames_free)

static inline const EncordFrameObject *
encord_frames_get_object (const EncordFrames *self, guint i)
{
  return &g_array_index (self->objects, EncordFrameObject, i);
}

/* Appends the members of an object, each behind a comma, but for one. */
void encord_frame_append_others (GString *json, EncordJsonSlice object,
                                 const char *left_out);

/* the member that holds a shape's coordinates, such as "boundingBox" */
const char *encord_frame_shape_member (EncordShape shape);
/* ENCORD_SHAPE_UNKNOWN for another member */
EncordShape encord_frame_member_shape (EncordJsonSlice name);

G_END_DECLS
