/* emulator-store-copy.c - copying projects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-copy.h"

#include "emulator-label-body.h"
#include "emulator-store-data.h"
#include "emulator-store-labels.h"
#include "emulator-store-private.h"
#include "emulator-store-projects.h"

/* the texts that a query of two parameters gives, a column each */
static GPtrArray *
list_texts (EmulatorStore *self, const char *sql, const char *first,
            const char *second, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *row =
      emulator_store_query (self, error, sql, "ss", first, second);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1) {
    for (int i = 0; i < sqlite3_column_count (row); i++)
      g_ptr_array_add (texts, emulator_column_dup (row, i));
  }
  return got == 0 ? g_steal_pointer (&texts) : NULL;
}

/* ---- data ---- */

/* what is asked for and is not there */
static gboolean
check_chosen (EmulatorStore *self, const EmulatorCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) missing =
      list_texts (self,
                  "SELECT d.key FROM json_each(?2) d WHERE d.key NOT IN"
                  " (SELECT dataset FROM project_datasets WHERE project = ?1)"
                  " UNION ALL"
                  " SELECT e.value FROM json_each(?2) d, json_each(d.value) e"
                  " WHERE NOT EXISTS (SELECT 1 FROM units u"
                  "  WHERE u.hash = e.value AND u.dataset = d.key) LIMIT 1",
                  copy->project, copy->chosen, error);

  if (missing == NULL)
    return FALSE;
  if (missing->len == 0)
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
               "the project has no such data: %.64s",
               (const char *) missing->pdata[0]);
  return FALSE;
}

static gboolean
clone_images (EmulatorStore *self, const char *unit, GHashTable *clones,
              GError **error)
{
  g_autoptr (GPtrArray) images = emulator_store_list_images (self, unit, error);

  if (images == NULL)
    return FALSE;
  for (guint i = 0; i < images->len; i++) {
    const EmulatorImage *image = g_ptr_array_index (images, i);
    char *hash = g_uuid_string_random ();

    g_hash_table_insert (clones, g_strdup (image->hash), hash);
    if (!emulator_store_exec (
            self, error,
            "INSERT INTO images SELECT ?2, ?3, position, title, media, mime,"
            " size, width, height FROM images WHERE hash = ?1",
            "sss", image->hash, hash, g_hash_table_lookup (clones, unit)))
      return FALSE;
  }
  return TRUE;
}

/* files are shared: they never change */
static gboolean
clone_unit (EmulatorStore *self, const char *unit, const char *dataset,
            GHashTable *clones, GError **error)
{
  char *hash = g_uuid_string_random ();

  g_hash_table_insert (clones, g_strdup (unit), hash);
  return emulator_store_exec (
             self, error,
             "INSERT INTO units SELECT NULL, ?2, ?3, type, title, media, mime,"
             " size, width, height, frames, fps, duration, client_metadata,"
             " item, ?4, ?4 FROM units WHERE hash = ?1",
             "sssi", unit, hash, dataset, emulator_store_now ()) &&
         clone_images (self, unit, clones, error);
}

/* clones: from hashes of units and images to those of their copies */
static gboolean
clone_units (EmulatorStore *self, const EmulatorCopy *copy, const char *dataset,
             GHashTable *clones, GError **error)
{
  g_autoptr (GPtrArray) units = NULL;

  if (copy->chosen != NULL && !check_chosen (self, copy, error))
    return FALSE;
  units = list_texts (
      self,
      "SELECT u.hash FROM units u JOIN project_datasets p"
      " ON p.dataset = u.dataset AND p.project = ?1"
      " WHERE ?2 IS NULL OR u.hash IN (SELECT e.value"
      "  FROM json_each(?2) d, json_each(d.value) e WHERE d.key = u.dataset)"
      " ORDER BY u.seq",
      copy->project, copy->chosen, error);
  if (units == NULL)
    return FALSE;
  for (guint i = 0; i < units->len; i++) {
    if (!clone_unit (self, units->pdata[i], dataset, clones, error))
      return FALSE;
  }
  return TRUE;
}

static char *
clone_datasets (EmulatorStore *self, const EmulatorCopy *copy,
                const char *title, GHashTable *clones, GError **error)
{
  g_autofree char *dataset = g_uuid_string_random ();
  g_autofree char *folder = g_uuid_string_random ();

  if (!emulator_store_insert_dataset (
          self, dataset,
          copy->dataset_title != NULL ? copy->dataset_title : title,
          copy->dataset_description != NULL ? copy->dataset_description : "",
          folder, copy->user, error) ||
      !clone_units (self, copy, dataset, clones, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

/* ---- labels ---- */

/* tasks are reviewed as a whole, and so are the labels in them */
#define REVIEW_STATE                                                           \
  "CASE w.task_status WHEN 'COMPLETED' THEN 'APPROVED'"                        \
  " WHEN 'IN_REVIEW' THEN 'PENDING' WHEN 'RETURNED' THEN 'REJECTED'"           \
  " ELSE 'NOT_SELECTED_FOR_REVIEW' END"

enum
{
  ROW_HASH,
  ROW_UNIT,
  ROW_BRANCH,
  ROW_STATUS,
  N_ROW_TEXTS
};

static GPtrArray *
list_rows (EmulatorStore *self, const EmulatorCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT r.hash, r.unit, r.branch, r.label_status FROM label_rows r"
      " JOIN work w ON w.project = r.project AND w.unit = r.unit"
      " WHERE r.project = ?1"
      " AND (?2 IS NULL OR r.hash IN (SELECT value FROM json_each(?2)))"
      " AND (?3 IS NULL OR " REVIEW_STATE
      "      IN (SELECT value FROM json_each(?3)))",
      "sss", copy->project, copy->label_hashes, copy->review_states);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1) {
    for (int i = 0; i < N_ROW_TEXTS; i++)
      g_ptr_array_add (texts, emulator_column_dup (row, i));
  }
  return got == 0 ? g_steal_pointer (&texts) : NULL;
}

static gboolean
copy_row (EmulatorStore *self, const char *project, char **texts,
          const char *unit, GHashTable *clones, GError **error)
{
  g_autofree char *links = NULL;
  g_autofree char *new_links = NULL;
  g_autoptr (GBytes) body =
      emulator_store_get_body (self, texts[ROW_HASH], &links, error);
  g_autoptr (GBytes) new_body = NULL;
  EmulatorBody new_row = { .unit = unit };

  if (body == NULL)
    return FALSE;
  new_body = emulator_label_body_rekey (body, clones, &new_links);
  new_row.body = new_body;
  new_row.links = new_links;
  return emulator_store_insert_row (self, project, texts[ROW_BRANCH],
                                    texts[ROW_STATUS], &new_row, error);
}

static gboolean
copy_rows (EmulatorStore *self, const EmulatorCopy *copy, const char *project,
           GHashTable *clones, GError **error)
{
  g_autoptr (GPtrArray) rows = list_rows (self, copy, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i += N_ROW_TEXTS) {
    char **texts = (char **) rows->pdata + i;
    const char *unit = copy->clone_datasets
                           ? g_hash_table_lookup (clones, texts[ROW_UNIT])
                           : texts[ROW_UNIT];

    if (unit != NULL && !copy_row (self, project, texts, unit, clones, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- the project ---- */

/* the user stays its administrator */
static gboolean
copy_collaborators (EmulatorStore *self, const char *from, const char *to,
                    GError **error)
{
  return emulator_store_exec (self, error,
                              "INSERT INTO grants SELECT ?2, user, role"
                              " FROM grants WHERE resource = ?1"
                              " ON CONFLICT DO NOTHING",
                              "ss", from, to) &&
         emulator_store_exec (
             self, error,
             "INSERT INTO group_grants SELECT ?2, user_group, role"
             " FROM group_grants WHERE resource = ?1"
             " ON CONFLICT DO NOTHING",
             "ss", from, to);
}

/* ---- models ---- */

/* of its iterations those whose weights have been copied */
static gboolean
copy_model (EmulatorStore *self, const char *model, const char *project,
            const char *weights, GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();

  return emulator_store_exec (self, error,
                              "INSERT INTO models SELECT ?2, ?3, title,"
                              " description, type, features, created_at"
                              " FROM models WHERE hash = ?1",
                              "sss", model, hash, project) &&
         emulator_store_exec (
             self, error,
             "INSERT INTO iterations SELECT json_extract(w.value, '$[1]'), ?2,"
             " status, json_extract(w.value, '$[2]'), class_map, request,"
             " result, failure, final_loss, created_at"
             " FROM iterations i JOIN json_each(?3) w"
             " ON json_extract(w.value, '$[0]') = i.uuid WHERE i.model = ?1",
             "sss", model, hash, weights);
}

static gboolean
copy_models (EmulatorStore *self, const EmulatorCopy *copy, const char *project,
             GError **error)
{
  g_autoptr (GPtrArray) models =
      list_texts (self,
                  "SELECT hash FROM models WHERE project = ?1 AND ?2 IS NULL"
                  " ORDER BY created_at, hash",
                  copy->project, NULL, error);

  if (models == NULL)
    return FALSE;
  for (guint i = 0; i < models->len; i++) {
    if (!copy_model (self, models->pdata[i], project, copy->weights, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- the whole ---- */

static GPtrArray *
list_datasets (EmulatorStore *self, const EmulatorCopy *copy, const char *title,
               GHashTable *clones, GError **error)
{
  g_autoptr (GPtrArray) datasets = NULL;

  if (copy->attach_datasets)
    datasets = list_texts (self,
                           "SELECT dataset FROM project_datasets"
                           " WHERE project = ?1 AND ?2 IS NULL",
                           copy->project, NULL, error);
  else
    datasets = g_ptr_array_new_with_free_func (g_free);
  if (datasets != NULL && copy->clone_datasets) {
    char *dataset = clone_datasets (self, copy, title, clones, error);

    if (dataset == NULL)
      return NULL;
    g_ptr_array_add (datasets, dataset);
  }
  if (datasets != NULL)
    g_ptr_array_add (datasets, NULL);
  return g_steal_pointer (&datasets);
}

static gboolean
make_copy (EmulatorStore *self, const EmulatorCopy *copy, const char *hash,
           GError **error)
{
  g_autoptr (EmulatorProject) source =
      emulator_store_get_project (self, copy->project, error);
  g_autoptr (GHashTable) clones =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) datasets = NULL;
  g_autofree char *title = NULL;

  if (source == NULL)
    return FALSE;
  title = g_strconcat ("Copy of ", source->title, NULL);
  datasets = list_datasets (self, copy, title, clones, error);
  return datasets != NULL &&
         emulator_store_insert_project (
             self, hash, copy->title != NULL ? copy->title : title,
             copy->description != NULL ? copy->description
                                       : source->description,
             source->ontology, (const char *const *) datasets->pdata,
             source->workflow, copy->user, error) &&
         (!copy->collaborators ||
          copy_collaborators (self, copy->project, hash, error)) &&
         (!copy->models || copy_models (self, copy, hash, error)) &&
         (!copy->labels || !(copy->attach_datasets || copy->clone_datasets) ||
          copy_rows (self, copy, hash, clones, error));
}

char *
emulator_store_copy_project (EmulatorStore *self, const EmulatorCopy *copy,
                             GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();

  if (!emulator_store_begin (self, error) ||
      !emulator_store_end (self, make_copy (self, copy, hash, error), error))
    return NULL;
  return g_steal_pointer (&hash);
}
