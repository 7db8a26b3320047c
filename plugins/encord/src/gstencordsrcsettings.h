/* gstencordsrcsettings.h - the properties of encordsrc
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "gstencordsrcselection.h"

G_BEGIN_DECLS

typedef enum
{
  GST_ENCORD_SRC_ON_UNIT_ERROR_STOP,
  GST_ENCORD_SRC_ON_UNIT_ERROR_SKIP,
} GstEncordSrcOnUnitError;

/* as they were set; what guards them is the owner's business */
typedef struct
{
  char *server;
  char *ssh_key_file;
  char *bearer_token_file;
  char *project_hash;
  char *data_hashes;
  char *title_like;
  char *task_status;
  char *workflow_stage;
  guint max_units;
  GstClockTime image_duration;
  GstEncordSrcOnUnitError on_unit_error;
} GstEncordSrcSettings;

void gst_encord_src_settings_install (GObjectClass *klass);

void gst_encord_src_settings_init (GstEncordSrcSettings *self);
void gst_encord_src_settings_clear (GstEncordSrcSettings *self);
/* FALSE: there is no such property */
gboolean gst_encord_src_settings_get (GstEncordSrcSettings *self, guint prop_id,
                                      GValue *value);
gboolean gst_encord_src_settings_set (GstEncordSrcSettings *self, guint prop_id,
                                      const GValue *value);

/* what they ask for; FALSE with error when they make no sense */
gboolean gst_encord_src_settings_select (const GstEncordSrcSettings *self,
                                         GstEncordSrcSelection *ret_selection,
                                         GError **error);

G_END_DECLS
