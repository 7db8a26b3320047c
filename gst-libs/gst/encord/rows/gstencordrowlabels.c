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

/* where labels of a class go, and as what */
static void
describe_class (EncordClassMap *classes, guint index, gboolean stills,
                EncordTrackClass *ret_class)
{
  EncordOntologyObject *object = encord_class_map_get_object (classes, index);

  if (object == NULL)
    return;
  ret_class->feature_hash = encord_ontology_object_get_feature_hash (object);
  ret_class->shape = encord_ontology_object_get_shape (object);
  ret_class->takes_boxes = encord_class_map_takes_boxes (classes, index);
  ret_class->stills = stills;
  ret_class->name = encord_class_map_get_class (classes, index);
  ret_class->object_name = encord_ontology_object_get_name (object);
}

gboolean
gst_encord_row_make_labels (const GstEncordPendingRow *unit,
                            EncordClassMap *classes, int width, int height,
                            GPtrArray **ret_mine, GArray **ret_seen,
                            GError **error)
{
  const guint n_classes = encord_class_map_get_n_classes (classes);
  g_autofree EncordTrackClass *how = g_new0 (EncordTrackClass, n_classes);
  g_autoptr (EncordTrackRuleBook) book = read_rules (unit, error);
  guint64 longest_gap = 0;

  if (book == NULL)
    return FALSE;
  for (guint i = 0; i < n_classes; i++) {
    describe_class (classes, i, unit->image_group, &how[i]);
    encord_track_rule_book_get (book, encord_class_map_get_class (classes, i),
                                &how[i].rules);
    if (unit->image_group)
      keep_to_stills (&how[i].rules);
    else if (is_mask (encord_class_map_get_object (classes, i)))
      write_all_frames (&how[i].rules);
    longest_gap = MAX (longest_gap, how[i].rules.max_gap);
  }
  *ret_mine =
      encord_tracks_finish (unit->tracks, how, n_classes, width, height, error);
  if (*ret_mine == NULL)
    return FALSE;
  *ret_seen = encord_tracks_get_seen (unit->tracks, (gint64) longest_gap);

  return TRUE;
}
