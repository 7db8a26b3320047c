/* model/encord-label-row-struct-private.h - the inside of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-row.h>
#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

typedef enum
{
  PROP_LABEL_HASH = 1,
  PROP_BRANCH_NAME,
  PROP_DATA_HASH,
  PROP_DATA_TITLE,
  PROP_DATA_TYPE,
  PROP_DATASET_HASH,
  PROP_DATASET_TITLE,
  PROP_LABEL_STATUS,
  PROP_ANNOTATION_TASK_STATUS,
  PROP_WORKFLOW_NODE_UUID,
  PROP_WORKFLOW_NODE_TITLE,
  PROP_FILE_TYPE,
  PROP_BACKING_ITEM_UUID,
  PROP_AUDIO_CODEC,
  N_STRINGS,
  PROP_NUMBER_OF_FRAMES = N_STRINGS,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_AUDIO_SAMPLE_RATE,
  PROP_AUDIO_BIT_DEPTH,
  PROP_AUDIO_NUM_CHANNELS,
  PROP_FRAMES_PER_SECOND,
  PROP_DURATION,
  PROP_PRIORITY,
  PROP_IS_SHADOW_DATA,
  PROP_IS_VALID,
  PROP_IS_INITIALISED,
  PROP_CREATED_AT,
  PROP_LAST_EDITED_AT,
  PROP_CLIENT_METADATA,
  PROP_IMAGES_DATA,
  PROP_ONTOLOGY_STRUCTURE,
} EncordLabelRowProperty;

struct _EncordLabelRow
{
  GObject parent;

  JsonObject *metadata; /* as listed */
  EncordOntologyStructure *ontology;
  EncordLabelStore *store; /* NULL until loaded */

  char *strings[N_STRINGS]; /* by property */
  int number_of_frames;
  int width;
  int height;
  double frames_per_second;
  double duration;
  GDateTime *created_at;
  GDateTime *last_edited_at;
};

/* in place of what was loaded before; the body knows some of the listing better */
void encord_label_row_take_store (EncordLabelRow *self,
                                  EncordLabelStore *store);
gboolean encord_label_row_check_initialised (EncordLabelRow *self,
                                             GError **error);
/* FALSE also for labels that are only carried */
gboolean encord_label_row_check_editable (EncordLabelRow *self, GError **error);

G_END_DECLS
