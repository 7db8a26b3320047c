/* client/encord-project-coco.c - labels in COCO's format
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-bundle-calls.h>
#include <encord/client/encord-coco-mapping-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-coco-build-private.h>
#include <encord/client/encord-project-rows-calls.h>
#include <encord/encord-error.h>
#include <encord/labels/encord-coco-private.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-coco-import-private.h>

typedef struct
{
  JsonNode *document;
  GArray *annotations; /* EncordCocoAnnotation; they point into the document */
  EncordCocoMapping *mapping;
  char *branch_name;
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  g_array_unref (self->annotations);
  json_node_unref (self->document);
  g_object_unref (self->mapping);
  g_free (self->branch_name);
  g_free (self);
}

/* the rows of the mapped data, with their labels, by data hash */
static GHashTable *
fetch_rows (Import *self, EncordProject *project, GCancellable *cancellable,
            GError **error)
{
  g_auto (GStrv) data_hashes =
      encord_coco_mapping_dup_data_hashes (self->mapping);
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  g_autoptr (GPtrArray) rows = NULL;
  GHashTable *by_data;

  g_object_set (filter, "data-hashes", data_hashes, "branch-name",
                self->branch_name, NULL);
  rows = encord_project_list_label_rows (project, filter, cancellable, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    if (!encord_bundle_add_initialise (bundle, rows->pdata[i],
                                       ENCORD_INITIALISE_NONE, error))
      return NULL;
  if (!encord_bundle_execute (bundle, cancellable, error))
    return NULL;

  by_data =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_replace (
        by_data, (char *) encord_label_row_get_data_hash (rows->pdata[i]),
        g_object_ref (rows->pdata[i]));

  return by_data;
}

static gboolean
check_features (Import *self, EncordProject *project, GError **error)
{
  g_auto (GStrv) features = encord_coco_mapping_dup_features (self->mapping);
  EncordOntologyStructure *ontology =
      encord_project_get_ontology_structure (project);

  for (guint i = 0; features[i] != NULL; i++)
    if (encord_ontology_structure_find_object (ontology, features[i]) == NULL) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                   "COCO import: the ontology has no object %s", features[i]);
      return FALSE;
    }

  return TRUE;
}

/* FALSE with error, or with *ret_added FALSE: it has no place to go to */
static gboolean
add_label (Import *self, const EncordCocoAnnotation *annotation,
           GHashTable *rows, gboolean *ret_added, GError **error)
{
  const char *feature =
      encord_coco_mapping_get_category (self->mapping, annotation->category_id);
  int frame = 0;
  const char *data_hash = encord_coco_mapping_get_image (
      self->mapping, annotation->image_id, &frame);
  EncordLabelRow *row =
      data_hash != NULL ? g_hash_table_lookup (rows, data_hash) : NULL;
  g_autoptr (EncordGeometry) geometry = NULL;
  EncordObjectInstance *instance;
  EncordOntologyObject *object;

  *ret_added = row != NULL && feature != NULL;
  if (!*ret_added)
    return TRUE;
  object = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), feature);
  geometry = encord_coco_get_geometry (
      annotation, encord_ontology_object_get_shape (object), error);
  if (geometry == NULL)
    return FALSE;
  instance = encord_label_row_add_object_instance (row, object, NULL, error);

  return instance != NULL && encord_object_instance_set_geometry (
                                 instance, frame, geometry, NULL, error);
}

static gboolean
save_rows (GHashTable *rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (!encord_bundle_add_save (bundle, row, ENCORD_SAVE_NONE, error))
      return FALSE;

  return encord_bundle_execute (bundle, cancellable, error);
}

/* an EncordTaskFunc */
static gpointer
import_labels (gpointer source, gpointer data, GCancellable *cancellable,
               GError **error)
{
  Import *self = data;
  g_autoptr (GHashTable) rows = fetch_rows (self, source, cancellable, error);
  g_autoptr (JsonNode) report = NULL;
  gint64 added = 0;

  if (rows == NULL || !check_features (self, source, error))
    return NULL;
  for (guint i = 0; i < self->annotations->len; i++) {
    gboolean has_place;

    if (!add_label (self,
                    &g_array_index (self->annotations, EncordCocoAnnotation, i),
                    rows, &has_place, error))
      return NULL;
    added += has_place;
  }
  if (!save_rows (rows, cancellable, error))
    return NULL;
  report = encord_payload_new (
      "{'labels': <%x>, 'left_out': <%x>, 'label_rows': <%x>}", added,
      (gint64) self->annotations->len - added,
      (gint64) g_hash_table_size (rows));

  return encord_coco_import_new_from_answer (report, error);
}

EncordRequest *
encord_project_build_import_coco_labels (EncordProject *self,
                                         JsonNode *document,
                                         EncordCocoMapping *mapping,
                                         const char *branch_name,
                                         GError **error)
{
  g_autoptr (JsonNode) copy = encord_json_copy (document);
  GArray *annotations = encord_coco_read (copy, error);
  Import *import;

  if (annotations == NULL)
    return NULL;
  import = g_new0 (Import, 1);
  import->document = g_steal_pointer (&copy);
  import->annotations = annotations;
  import->mapping = encord_coco_mapping_copy (mapping);
  import->branch_name = g_strdup (branch_name);

  return encord_request_new_task (import_labels, import, import_free,
                                  g_object_unref);
}
