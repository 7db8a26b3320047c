/* tracks-labels.h - what an editor shows of a label row that tracks were written to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <encord/labels/encord-track-finish-private.h>

#include "scene.h"

typedef struct
{
  guint object; /* from 0 */
  guint class_index;
  int frame;
  EncordBox box;
  double confidence;
  gboolean written; /* else the editor makes it up between two that are */
} TracksLabel;

/* TracksLabel elements, object by object */
GArray *tracks_labels_make (EncordTracks *tracks,
                            const EncordTrackRuleBook *book,
                            const SceneCamera *camera);
