/* model/encord-frame-range.h - some frames that follow each other
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <glib-object.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordFrameRange:
 * @first: first frame
 * @last: last frame, not below @first
 *
 * Some frames that follow each other, both ends among them.
 *
 * Follows `Range` of the Python SDK.
 *
 * Since: 0.1
 */
typedef struct
{
  int first;
  int last;
} EncordFrameRange;

#define ENCORD_TYPE_FRAME_RANGE (encord_frame_range_get_type ())
ENCORD_API
GType encord_frame_range_get_type (void);
ENCORD_API
EncordFrameRange *encord_frame_range_copy (const EncordFrameRange *self);
ENCORD_API
void encord_frame_range_free (EncordFrameRange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordFrameRange, encord_frame_range_free)

G_END_DECLS
