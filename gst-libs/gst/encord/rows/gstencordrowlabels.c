/* gstencordrowlabels.c - what a run saw, as labels of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowlabels.h"

#include <string.h>

#include <encord/labels/encord-track-finish-private.h>

static EncordTrackRuleBook *
read_rules (const GstEncordPendingRow *unit, GError **error)
{
  if (unit->rules == NULL)
    return encord_track_rule_book_new ();
  return encord_track_rule_book_parse (unit->rules, strlen (unit->rules),
                                       error);
}

/* the pictures of a group are no sequence: each label stands for itself */
static void
keep_to_stills (EncordTrackRules *rules)
{
  rules->write_mode = ENCORD_WRITE_RAW;
  rules->min_track_length = 1;
  rules->max_gap = 0;
}

static gboolean
is_mask (EncordOntologyObject *object)
{
  return object != NULL &&
         encord_ontology_object_get_shape (object) == ENCORD_SHAPE_BITMASK;
}

/* nothing interpolates masks between keys */
static void
write_all_frames (EncordTrackRules *rules)
{
  if (rules->write_mode == ENCORD_WRITE_KEYS)
    rules->write_mode = ENCORD_WRITE_DENSE;
}

gboolean
gst_encord_row_make_labels (const GstEncordPendingRow *unit,
                            EncordClassMap *classes, int width, int height,
                            GPtrArray **ret_mine, GArray **ret_seen,
                            GError **error)
{
  const char *const *hashes = encord_class_map_get_feature_hashes (classes);
  const guint n_classes = encord_class_map_get_n_classes (classes);
  g_autofree EncordTrackClass *how = g_new (EncordTrackClass, n_classes);
  g_autoptr (EncordTrackRuleBook) book = read_rules (unit, error);
  guint64 longest_gap = 0;

  if (book == NULL)
    return FALSE;
  for (guint i = 0; i < n_classes; i++) {
    how[i].feature_hash = hashes[i];
    encord_track_rule_book_get (book, encord_class_map_get_class (classes, i),
                                &how[i].rules);
    if (unit->image_group)
      keep_to_stills (&how[i].rules);
    else if (is_mask (encord_class_map_get_object (classes, i)))
      write_all_frames (&how[i].rules);
    longest_gap = MAX (longest_gap, how[i].rules.max_gap);
  }
  *ret_mine =
      encord_tracks_finish (unit->tracks, how, n_classes, width, height);
  *ret_seen = encord_tracks_get_seen (unit->tracks, (gint64) longest_gap);

  return TRUE;
}
