/* tracks-labels.c - what an editor shows of a label row that tracks were written to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tracks-labels.h"

#include <string.h>

static guint
class_of (const char *feature_hash)
{
  guint i = 0;

  while (strcmp (scene_class_name (i), feature_hash) != 0)
    i++;

  return i;
}

static void
show_between (GArray *labels, const TracksLabel *a, const TracksLabel *b)
{
  for (int frame = a->frame + 1; frame < b->frame; frame++) {
    TracksLabel shown = *a;

    shown.frame = frame;
    shown.written = FALSE;
    encord_interpolate_box (&a->box, &b->box,
                            (double) (frame - a->frame) /
                                (double) (b->frame - a->frame),
                            &shown.box);
    g_array_append_val (labels, shown);
  }
}

static void
show (GArray *labels, guint index, const EncordMergeObject *object)
{
  for (guint i = 0; i < object->entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);
    const TracksLabel label = {
      .object = index,
      .class_index = class_of (object->feature_hash),
      .frame = entry->frame,
      .box = entry->box,
      .confidence = entry->confidence,
      .written = TRUE,
    };

    if (object->keys && i > 0) {
      const TracksLabel before =
          g_array_index (labels, TracksLabel, labels->len - 1);

      show_between (labels, &before, &label);
    }
    g_array_append_val (labels, label);
  }
}

GArray *
tracks_labels_make (EncordTracks *tracks, const EncordTrackRuleBook *book,
                    const SceneCamera *camera)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (TracksLabel));
  EncordTrackClass classes[SCENE_N_CLASSES] = { { NULL } };
  g_autoptr (GPtrArray) objects = NULL;

  for (guint i = 0; i < SCENE_N_CLASSES; i++) {
    classes[i].feature_hash = scene_class_name (i);
    encord_track_rule_book_get (book, scene_class_name (i), &classes[i].rules);
  }
  objects =
      encord_tracks_finish (tracks, classes, SCENE_N_CLASSES,
                            (int) camera->width, (int) camera->height, NULL);
  for (guint i = 0; i < objects->len; i++)
    show (labels, i, objects->pdata[i]);

  return labels;
}
