/* gstencordlabelsettings.h - the properties of encordlabelsink
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-track-rules-private.h>

#include "gstencordlabelcollector.h"

G_BEGIN_DECLS

typedef enum
{
  GST_ENCORD_UNMAPPED_ERROR,
  GST_ENCORD_UNMAPPED_DROP,
} GstEncordUnmapped;

/* as they were set; what guards them is the owner's business */
typedef struct
{
  char *server;
  char *ssh_key_file;
  char *bearer_token_file;
  char *project_hash;
  char *data_hash;
  char *run_name;
  char *branch_name; /* NULL: that of the unit */
  char *journal_dir;
  char *class_map_file;
  GstStructure *class_map;
  GstEncordUnmapped unmapped;
  gboolean resume;
  GstClockTime shutdown_timeout;
  char *dry_run_file;
  GstEncordRowRules rules; /* but for drop_unmapped */
  char *settings_file;
  EncordTrackRules track_rules;
  guint track_rules_set; /* EncordTrackRule: what somebody has set */
  GstEncordLabelCollectorSettings collector;
} GstEncordLabelSettings;

/* ids from 1; gives the first that is free for others */
guint gst_encord_label_settings_install (GObjectClass *klass);

void gst_encord_label_settings_init (GstEncordLabelSettings *self);
void gst_encord_label_settings_copy (const GstEncordLabelSettings *self,
                                     GstEncordLabelSettings *ret_copy);
void gst_encord_label_settings_clear (GstEncordLabelSettings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstEncordLabelSettings,
                                  gst_encord_label_settings_clear)

/* FALSE: there is no such property */
gboolean gst_encord_label_settings_get (const GstEncordLabelSettings *self,
                                        guint prop_id, GValue *value);
gboolean gst_encord_label_settings_set (GstEncordLabelSettings *self,
                                        guint prop_id, const GValue *value);

/* (transfer full): what settings-file and the properties ask for; see
 * encord_track_rule_book_parse() */
char *gst_encord_label_settings_load_rules (const GstEncordLabelSettings *self,
                                            GError **error);

/* FALSE with error when they make no sense together */
gboolean gst_encord_label_settings_check (const GstEncordLabelSettings *self,
                                          GError **error);
/* (transfer full): what class-map-file and class-map ask for; see
 * encord_class_map_new() */
GHashTable *
gst_encord_label_settings_load_overrides (const GstEncordLabelSettings *self,
                                          GError **error);

G_END_DECLS
