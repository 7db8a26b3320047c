/* gstencordlabelmessages.c - what encordlabelsink says on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelmessages.h"

GstStructure *
gst_encord_label_counts_to_structure (const GstEncordLabelCounts *counts,
                                      const char *name)
{
  return gst_structure_new (
      name, "rows-saved", G_TYPE_UINT, counts->rows_saved, "rows-unchanged",
      G_TYPE_UINT, counts->rows_unchanged, "rows-skipped", G_TYPE_UINT,
      counts->rows_skipped, "rows-previewed", G_TYPE_UINT,
      counts->rows_previewed, "rows-journalled", G_TYPE_UINT,
      counts->rows_journalled, "rows-waiting", G_TYPE_UINT,
      counts->rows_waiting, "labels", G_TYPE_UINT64, counts->labels, "tracks",
      G_TYPE_UINT64, counts->tracks, "frames", G_TYPE_UINT64, counts->frames,
      NULL);
}

static void
append_string (GValue *array, const char *string)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, string);
  gst_value_array_append_and_take_value (array, &value);
}

GstStructure *
gst_encord_label_message_classes_mapped (const char *project_hash,
                                         EncordClassMap *map)
{
  GstStructure *message =
      gst_structure_new ("encord-classes-mapped", "project-hash", G_TYPE_STRING,
                         project_hash, NULL);
  GValue classes = G_VALUE_INIT, objects = G_VALUE_INIT, hashes = G_VALUE_INIT;

  g_value_init (&classes, GST_TYPE_ARRAY);
  g_value_init (&objects, GST_TYPE_ARRAY);
  g_value_init (&hashes, GST_TYPE_ARRAY);
  for (guint i = 0; i < encord_class_map_get_n_classes (map); i++) {
    EncordOntologyObject *object = encord_class_map_get_object (map, i);

    append_string (&classes, encord_class_map_get_class (map, i));
    append_string (&objects, object != NULL
                                 ? encord_ontology_object_get_name (object)
                                 : "");
    append_string (
        &hashes,
        object != NULL ? encord_ontology_object_get_feature_hash (object) : "");
  }
  gst_structure_take_value (message, "classes", &classes);
  gst_structure_take_value (message, "objects", &objects);
  gst_structure_take_value (message, "feature-hashes", &hashes);

  return message;
}

/* which row it is about */
static GstStructure *
row_message (const char *name, const GstEncordPendingRow *unit)
{
  return gst_structure_new (
      name, "project-hash", G_TYPE_STRING, unit->key.project_hash, "data-hash",
      G_TYPE_STRING, unit->key.data_hash, "label-hash", G_TYPE_STRING,
      unit->key.label_hash, "branch-name", G_TYPE_STRING, unit->key.branch_name,
      "run-name", G_TYPE_STRING, unit->key.run_name, "title", G_TYPE_STRING,
      unit->title, NULL);
}

static void
set_row_counts (GstStructure *message, const GstEncordPendingRow *unit,
                const GstEncordRowOutcome *outcome)
{
  gst_structure_set (message, "changed", G_TYPE_BOOLEAN, outcome->n_changes > 0,
                     "complete", G_TYPE_BOOLEAN, unit->complete, "changes",
                     G_TYPE_UINT, outcome->n_changes, "labels", G_TYPE_UINT,
                     outcome->n_labels, "tracks", G_TYPE_UINT,
                     outcome->n_objects, "frames", G_TYPE_UINT,
                     encord_tracks_get_n_frames (unit->tracks), "beyond-end",
                     G_TYPE_UINT, outcome->n_beyond_end, NULL);
}

static void
set_conflicts (GstStructure *message, const GstEncordRowOutcome *outcome)
{
  const guint *n = outcome->n_left_alone;

  gst_structure_set (message, "changed-by-human", G_TYPE_UINT,
                     n[ENCORD_MERGE_CHANGED_BY_HUMAN], "deleted-by-human",
                     G_TYPE_UINT, n[ENCORD_MERGE_DELETED_BY_HUMAN], "covered",
                     G_TYPE_UINT, n[ENCORD_MERGE_COVERED_BY_HUMAN], "replaced",
                     G_TYPE_UINT, outcome->n_replaced, NULL);
}

GstStructure *
gst_encord_label_message_unit_resumed (const GstEncordPendingRow *unit,
                                       const GstEncordProgress *progress)
{
  GstStructure *message = row_message ("encord-unit-resumed", unit);

  gst_structure_set (message, "first-frame", G_TYPE_UINT64,
                     progress->next_frame, "frames", G_TYPE_UINT64,
                     progress->n_seen, NULL);

  return message;
}

GstStructure *
gst_encord_label_message_row_saved (const GstEncordPendingRow *unit,
                                    const GstEncordRowOutcome *outcome)
{
  GstStructure *message = row_message ("encord-row-saved", unit);

  set_row_counts (message, unit, outcome);

  return message;
}

GstStructure *
gst_encord_label_message_row_about_to_save (const GstEncordPendingRow *unit,
                                            const GstEncordRowOutcome *outcome)
{
  GstStructure *message = row_message ("encord-row-about-to-save", unit);

  set_row_counts (message, unit, outcome);
  set_conflicts (message, outcome);

  return message;
}

gboolean
gst_encord_label_has_conflict (const GstEncordRowOutcome *outcome)
{
  return outcome->n_left_alone[ENCORD_MERGE_CHANGED_BY_HUMAN] > 0 ||
         outcome->n_left_alone[ENCORD_MERGE_DELETED_BY_HUMAN] > 0 ||
         outcome->n_left_alone[ENCORD_MERGE_COVERED_BY_HUMAN] > 0 ||
         outcome->n_replaced > 0 || outcome->n_edits > 0;
}

GstStructure *
gst_encord_label_message_row_conflict (const GstEncordPendingRow *unit,
                                       const GstEncordRowOutcome *outcome)
{
  GstStructure *message = row_message ("encord-row-conflict", unit);

  set_conflicts (message, outcome);
  gst_structure_set (message, "edits-meanwhile", G_TYPE_UINT, outcome->n_edits,
                     NULL);

  return message;
}

GstStructure *
gst_encord_label_message_row_skipped (const GstEncordPendingRow *unit,
                                      const GstEncordRowOutcome *outcome)
{
  GstStructure *message = row_message ("encord-row-skipped", unit);

  gst_structure_set (
      message, "reason", G_TYPE_STRING,
      outcome->result == GST_ENCORD_ROW_VETOED ? "vetoed" : "stage", NULL);
  if (outcome->stage != NULL)
    gst_structure_set (message, "stage", G_TYPE_STRING, outcome->stage, NULL);

  return message;
}

GstStructure *
gst_encord_label_message_dry_run (const GstEncordPendingRow *unit,
                                  const GstEncordRowOutcome *outcome)
{
  const GstEncordRowReport *report = outcome->report;
  GstStructure *message = row_message ("encord-dry-run", unit);

  set_row_counts (message, unit, outcome);
  gst_structure_set (message, "objects-added", G_TYPE_UINT,
                     report->n_objects_added, "objects-removed", G_TYPE_UINT,
                     report->n_objects_removed, "labels-set", G_TYPE_UINT,
                     report->n_labels_set, "labels-removed", G_TYPE_UINT,
                     report->n_labels_removed, NULL);
  set_conflicts (message, outcome);
  gst_structure_set (message, "not-seen", G_TYPE_UINT,
                     outcome->n_left_alone[ENCORD_MERGE_NOT_SEEN], "text",
                     G_TYPE_STRING, report->text, "plan", G_TYPE_STRING,
                     report->json, NULL);

  return message;
}

GstStructure *
gst_encord_label_message_row_journalled (const GstEncordPendingRow *unit,
                                         const char *reason)
{
  GstStructure *message = row_message ("encord-row-journalled", unit);

  gst_structure_set (message, "reason", G_TYPE_STRING, reason, NULL);

  return message;
}
