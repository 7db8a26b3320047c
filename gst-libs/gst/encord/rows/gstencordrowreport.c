/* gstencordrowreport.c - what a merge would do to a row, for people and programs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowreport.h"

#include <json-glib/json-glib.h>

/* what is planned for one object; frames in the order of the plan */
typedef struct
{
  const char *object_hash;
  const char *feature_hash;
  gboolean added;
  gboolean removed;
  GArray *set_frames;     /* int */
  GArray *removed_frames; /* int */
  GArray *left_alone[ENCORD_MERGE_N_REASONS];
} ObjectPlan;

static ObjectPlan *
object_plan_new (const EncordMergeOperation *operation)
{
  ObjectPlan *self = g_new0 (ObjectPlan, 1);

  self->object_hash = operation->object_hash;
  self->feature_hash = operation->feature_hash;
  self->set_frames = g_array_new (FALSE, FALSE, sizeof (int));
  self->removed_frames = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < ENCORD_MERGE_N_REASONS; i++)
    self->left_alone[i] = g_array_new (FALSE, FALSE, sizeof (int));

  return self;
}

static void
object_plan_free (ObjectPlan *self)
{
  g_array_unref (self->set_frames);
  g_array_unref (self->removed_frames);
  for (guint i = 0; i < ENCORD_MERGE_N_REASONS; i++)
    g_array_unref (self->left_alone[i]);
  g_free (self);
}

static void
add_whole_object (ObjectPlan *self, EncordLabelRow *row)
{
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (row, self->object_hash);
  guint n_frames;
  const int *frames = encord_object_instance_get_frames (instance, &n_frames);

  self->removed = TRUE;
  g_array_append_vals (self->removed_frames, frames, n_frames);
}

static void
add_operation (ObjectPlan *self, EncordLabelRow *row,
               const EncordMergeOperation *operation)
{
  switch (operation->action) {
    case ENCORD_MERGE_ADD_OBJECT:
      self->added = TRUE;
      break;
    case ENCORD_MERGE_SET_ENTRY:
      g_array_append_val (self->set_frames, operation->entry.frame);
      break;
    case ENCORD_MERGE_REMOVE_ENTRY:
      g_array_append_val (self->removed_frames, operation->entry.frame);
      break;
    case ENCORD_MERGE_REMOVE_OBJECT:
      add_whole_object (self, row);
      break;
    case ENCORD_MERGE_LEAVE_ALONE:
      g_array_append_val (self->left_alone[operation->reason],
                          operation->entry.frame);
      break;
    default:
      g_return_if_reached ();
  }
}

static GPtrArray *
list_objects (EncordLabelRow *row, EncordMergePlan *plan)
{
  GPtrArray *objects =
      g_ptr_array_new_with_free_func ((GDestroyNotify) object_plan_free);
  g_autoptr (GHashTable) by_hash = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < plan->operations->len; i++) {
    const EncordMergeOperation *operation =
        &g_array_index (plan->operations, EncordMergeOperation, i);
    ObjectPlan *object = g_hash_table_lookup (by_hash, operation->object_hash);

    if (object == NULL) {
      object = object_plan_new (operation);
      g_hash_table_insert (by_hash, (gpointer) object->object_hash, object);
      g_ptr_array_add (objects, object);
    }
    add_operation (object, row, operation);
  }

  return objects;
}

static void
count (GstEncordRowReport *self, GPtrArray *objects)
{
  for (guint i = 0; i < objects->len; i++) {
    const ObjectPlan *object = objects->pdata[i];

    self->n_objects_added += object->added;
    self->n_objects_removed += object->removed;
    self->n_labels_set += object->set_frames->len;
    self->n_labels_removed += object->removed_frames->len;
  }
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, guint value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  const int left = *(const int *) a, right = *(const int *) b;

  return (left > right) - (left < right);
}

/* as ranges from first to last frame; nothing where there are none */
static void
add_frames (JsonBuilder *builder, const char *name, GArray *frames)
{
  if (frames->len == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  g_array_sort (frames, compare_frames);
  for (guint i = 0; i < frames->len; i++) {
    json_builder_begin_array (builder);
    json_builder_add_int_value (builder, g_array_index (frames, int, i));
    while (i + 1 < frames->len && g_array_index (frames, int, i + 1) ==
                                      g_array_index (frames, int, i) + 1)
      i++;
    json_builder_add_int_value (builder, g_array_index (frames, int, i));
    json_builder_end_array (builder);
  }
  json_builder_end_array (builder);
}

static const char *
action_of (const ObjectPlan *object)
{
  if (object->added)
    return "add";
  if (object->removed)
    return "remove";
  return object->set_frames->len + object->removed_frames->len > 0 ? "change"
                                                                   : "leave";
}

static void
add_object (JsonBuilder *builder, const ObjectPlan *object,
            EncordOntologyStructure *ontology)
{
  static const char *const reasons[ENCORD_MERGE_N_REASONS] = {
    [ENCORD_MERGE_CHANGED_BY_HUMAN] = "changed-by-human",
    [ENCORD_MERGE_DELETED_BY_HUMAN] = "deleted-by-human",
    [ENCORD_MERGE_COVERED_BY_HUMAN] = "covered",
    [ENCORD_MERGE_NOT_SEEN] = "not-seen",
  };
  EncordOntologyObject *class =
      encord_ontology_structure_find_object (ontology, object->feature_hash);

  json_builder_begin_object (builder);
  add_string (builder, "action", action_of (object));
  /* that of a new one is drawn when it is written */
  if (!object->added && !g_str_equal (action_of (object), "leave"))
    add_string (builder, "object-hash", object->object_hash);
  add_string (builder, "feature-hash", object->feature_hash);
  add_string (builder, "name",
              class != NULL ? encord_ontology_object_get_name (class) : NULL);
  add_frames (builder, "set", object->set_frames);
  add_frames (builder, "removed", object->removed_frames);
  for (guint i = 0; i < ENCORD_MERGE_N_REASONS; i++)
    if (reasons[i] != NULL)
      add_frames (builder, reasons[i], object->left_alone[i]);
  json_builder_end_object (builder);
}

static void
add_classes (JsonBuilder *builder, EncordClassMap *classes)
{
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < encord_class_map_get_n_classes (classes); i++) {
    EncordOntologyObject *object = encord_class_map_get_object (classes, i);

    json_builder_begin_object (builder);
    add_string (builder, "class", encord_class_map_get_class (classes, i));
    add_string (builder, "object",
                object != NULL ? encord_ontology_object_get_name (object)
                               : NULL);
    add_string (builder, "feature-hash",
                object != NULL
                    ? encord_ontology_object_get_feature_hash (object)
                    : NULL);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_unit (JsonBuilder *builder, const GstEncordPendingRow *unit)
{
  add_string (builder, "title", unit->title);
  add_string (builder, "project-hash", unit->key.project_hash);
  add_string (builder, "data-hash", unit->key.data_hash);
  add_string (builder, "label-hash", unit->key.label_hash);
  add_string (builder, "branch-name", unit->key.branch_name);
  add_string (builder, "run-name", unit->key.run_name);
  json_builder_set_member_name (builder, "complete");
  json_builder_add_boolean_value (builder, unit->complete);
}

static char *
to_json (const GstEncordRowReport *self, const GstEncordPendingRow *unit,
         EncordLabelRow *row, GPtrArray *objects, EncordClassMap *classes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_unit (builder, unit);
  add_number (builder, "objects-added", self->n_objects_added);
  add_number (builder, "objects-removed", self->n_objects_removed);
  add_number (builder, "labels-set", self->n_labels_set);
  add_number (builder, "labels-removed", self->n_labels_removed);
  add_classes (builder, classes);
  json_builder_set_member_name (builder, "objects");
  json_builder_begin_array (builder);
  for (guint i = 0; i < objects->len; i++)
    add_object (builder, objects->pdata[i],
                encord_label_row_get_ontology_structure (row));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static char *
to_text (const GstEncordRowReport *self, const GstEncordPendingRow *unit,
         const EncordMergePlan *plan)
{
  const guint *left = plan->n_left_alone;

  return g_strdup_printf (
      "%s: objects: %u to add, %u to remove; labels: %u to set, %u to remove "
      "(%u of people); left alone: %u changed, %u deleted, %u covered by "
      "people, %u not looked at",
      unit->title, self->n_objects_added, self->n_objects_removed,
      self->n_labels_set, self->n_labels_removed, plan->n_replaced,
      left[ENCORD_MERGE_CHANGED_BY_HUMAN], left[ENCORD_MERGE_DELETED_BY_HUMAN],
      left[ENCORD_MERGE_COVERED_BY_HUMAN], left[ENCORD_MERGE_NOT_SEEN]);
}

GstEncordRowReport *
gst_encord_row_report_new (const GstEncordPendingRow *unit, EncordLabelRow *row,
                           EncordMergePlan *plan, EncordClassMap *classes)
{
  GstEncordRowReport *self = g_new0 (GstEncordRowReport, 1);
  g_autoptr (GPtrArray) objects = list_objects (row, plan);

  count (self, objects);
  self->text = to_text (self, unit, plan);
  self->json = to_json (self, unit, row, objects, classes);

  return self;
}

void
gst_encord_row_report_free (GstEncordRowReport *self)
{
  g_free (self->text);
  g_free (self->json);
  g_free (self);
}
