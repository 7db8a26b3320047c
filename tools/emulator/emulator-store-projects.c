/* emulator-store-projects.c - ontologies, datasets, projects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-projects.h"

#include "emulator-store-private.h"

gboolean
emulator_store_grant_one (EmulatorStore *self, const char *resource,
                          const char *user, int role, GError **error)
{
  return emulator_store_exec (
      self, error,
      "INSERT INTO grants VALUES (?1, ?2, ?3)"
      " ON CONFLICT (resource, user) DO UPDATE SET role = ?3",
      "ssi", resource, user, (gint64) role);
}

gboolean
emulator_store_grant (EmulatorStore *self, const char *resource,
                      const char *const *users, int role, GError **error)
{
  gboolean ok = TRUE;

  if (!emulator_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && users[i] != NULL; i++)
    ok = emulator_store_grant_one (self, resource, users[i], role, error);
  return emulator_store_end (self, ok, error);
}

/* ---- ontologies ---- */

char *
emulator_store_add_ontology (EmulatorStore *self, const char *title,
                             const char *description, const char *editor,
                             const char *user, GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();
  gboolean ok;

  if (!emulator_store_begin (self, error))
    return NULL;
  ok = emulator_store_exec (self, error,
                            "INSERT INTO ontologies VALUES"
                            " (?1, ?2, ?3, ?4, ?5, ?5)",
                            "ssssi", hash, title, description, editor,
                            emulator_store_now ()) &&
       emulator_store_grant_one (self, hash, user, EMULATOR_ROLE_ADMIN, error);
  if (!emulator_store_end (self, ok, error))
    return NULL;
  return g_steal_pointer (&hash);
}

gboolean
emulator_store_update_ontology (EmulatorStore *self, const char *hash,
                                const char *title, const char *description,
                                const char *editor, GError **error)
{
  return emulator_store_exec (
      self, error,
      "UPDATE ontologies SET title = coalesce(?2, title),"
      " description = coalesce(?3, description),"
      " editor = coalesce(?4, editor), edited_at = ?5 WHERE hash = ?1",
      "ssssi", hash, title, description, editor, emulator_store_now ());
}

static EmulatorOntology *
read_ontology (sqlite3_stmt *row)
{
  EmulatorOntology *ontology = g_new0 (EmulatorOntology, 1);

  ontology->hash = emulator_column_dup (row, 0);
  ontology->title = emulator_column_dup (row, 1);
  ontology->description = emulator_column_dup (row, 2);
  ontology->created_at = sqlite3_column_int64 (row, 3);
  ontology->edited_at = sqlite3_column_int64 (row, 4);
  ontology->role = sqlite3_column_int (row, 5);
  ontology->editor = emulator_column_dup (row, 6);
  return ontology;
}

EmulatorOntology *
emulator_store_get_ontology (EmulatorStore *self, const char *hash,
                             const char *user, GError **error)
{
  EmulatorOntology *ontology;
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT hash, title, description, created_at, edited_at,"
      " coalesce((SELECT role FROM access"
      "           WHERE resource = hash AND user = ?2), 1), editor"
      " FROM ontologies WHERE hash = ?1",
      "ss", hash, user);

  if (!emulator_store_find (self, row, "no such ontology", hash, error))
    return NULL;
  ontology = read_ontology (row);
  sqlite3_reset (row);
  return ontology;
}

/* ---- listings: three tables with the same first columns ---- */

/* ?1 user, ?2 everything, ?3... the filter; everything is preceded by the
 * table and what follows its common columns */
#define LISTING(table, extra)                                                  \
  "SELECT hash, title, description, created_at, edited_at,"                    \
  " coalesce(role, -1), " extra " FROM " table                                 \
  " LEFT JOIN access ON resource = hash AND user = ?1"                         \
  " WHERE (?2 OR role IS NOT NULL)"                                            \
  " AND (?3 IS NULL OR title = ?3)"                                            \
  " AND (?4 IS NULL OR title LIKE ?4 ESCAPE '\\')"                             \
  " AND (?5 IS NULL OR description = ?5)"                                      \
  " AND (?6 IS NULL OR description LIKE ?6 ESCAPE '\\')"                       \
  " AND (?7 = 0 OR created_at < ?7) AND (?8 = 0 OR created_at > ?8)"           \
  " AND (?9 = 0 OR edited_at < ?9) AND (?10 = 0 OR edited_at > ?10)"           \
  " ORDER BY created_at, hash"

static GPtrArray *
list (EmulatorStore *self, const char *sql, const EmulatorFilter *filter,
      const char *user, gboolean everything, gpointer (*read) (sqlite3_stmt *),
      GDestroyNotify free_func, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_func);
  sqlite3_stmt *row = emulator_store_query (
      self, error, sql, "sissssiiii", user, (gint64) everything,
      filter->title_eq, filter->title_like, filter->description_eq,
      filter->description_like, filter->created_before, filter->created_after,
      filter->edited_before, filter->edited_after);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (found, read (row));
  return got == 0 ? g_steal_pointer (&found) : NULL;
}

static gpointer
read_dataset (sqlite3_stmt *row)
{
  EmulatorDataset *dataset = g_new0 (EmulatorDataset, 1);

  dataset->hash = emulator_column_dup (row, 0);
  dataset->title = emulator_column_dup (row, 1);
  dataset->description = emulator_column_dup (row, 2);
  dataset->created_at = sqlite3_column_int64 (row, 3);
  dataset->edited_at = sqlite3_column_int64 (row, 4);
  dataset->role = sqlite3_column_int (row, 5);
  dataset->folder = emulator_column_dup (row, 6);
  return dataset;
}

static gpointer
read_project (sqlite3_stmt *row)
{
  EmulatorProject *project = g_new0 (EmulatorProject, 1);

  project->hash = emulator_column_dup (row, 0);
  project->title = emulator_column_dup (row, 1);
  project->description = emulator_column_dup (row, 2);
  project->created_at = sqlite3_column_int64 (row, 3);
  project->edited_at = sqlite3_column_int64 (row, 4);
  project->role = sqlite3_column_int (row, 5);
  project->ontology = emulator_column_dup (row, 6);
  project->workflow = sqlite3_column_int (row, 7);
  return project;
}

static gpointer
read_listed_ontology (sqlite3_stmt *row)
{
  return read_ontology (row);
}

GPtrArray *
emulator_store_list_ontologies (EmulatorStore *self,
                                const EmulatorFilter *filter, const char *user,
                                gboolean everything, GError **error)
{
  return list (self, LISTING ("ontologies", "editor"), filter, user, everything,
               read_listed_ontology, (GDestroyNotify) emulator_ontology_free,
               error);
}

GPtrArray *
emulator_store_list_datasets (EmulatorStore *self, const EmulatorFilter *filter,
                              const char *user, gboolean everything,
                              GError **error)
{
  return list (self, LISTING ("datasets", "folder"), filter, user, everything,
               read_dataset, (GDestroyNotify) emulator_dataset_free, error);
}

GPtrArray *
emulator_store_list_projects (EmulatorStore *self, const EmulatorFilter *filter,
                              const char *user, gboolean everything,
                              GError **error)
{
  return list (self, LISTING ("projects", "ontology, workflow"), filter, user,
               everything, read_project, (GDestroyNotify) emulator_project_free,
               error);
}

/* ---- datasets ---- */

gboolean
emulator_store_insert_dataset (EmulatorStore *self, const char *hash,
                               const char *title, const char *description,
                               const char *folder, const char *user,
                               GError **error)
{
  return emulator_store_exec (self, error,
                              "INSERT INTO datasets VALUES"
                              " (?1, ?2, ?3, ?4, ?5, ?5)",
                              "ssssi", hash, title, description, folder,
                              emulator_store_now ()) &&
         emulator_store_grant_one (self, hash, user, EMULATOR_ROLE_ADMIN,
                                   error);
}

gboolean
emulator_store_add_dataset (EmulatorStore *self, const char *title,
                            const char *description, const char *user,
                            char **ret_hash, char **ret_folder, GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();
  g_autofree char *folder = g_uuid_string_random ();

  if (!emulator_store_begin (self, error) ||
      !emulator_store_end (self,
                           emulator_store_insert_dataset (self, hash, title,
                                                          description, folder,
                                                          user, error),
                           error))
    return FALSE;
  *ret_hash = g_steal_pointer (&hash);
  *ret_folder = g_steal_pointer (&folder);
  return TRUE;
}

/* one row by its hash */
static gpointer
get_one (EmulatorStore *self, const char *sql, const char *hash,
         const char *what, gpointer (*read) (sqlite3_stmt *), GError **error)
{
  sqlite3_stmt *row = emulator_store_query (self, error, sql, "s", hash);
  gpointer found;

  if (!emulator_store_find (self, row, what, hash, error))
    return NULL;
  found = read (row);
  sqlite3_reset (row);
  return found;
}

EmulatorDataset *
emulator_store_get_dataset (EmulatorStore *self, const char *hash,
                            GError **error)
{
  return get_one (self,
                  "SELECT hash, title, description, created_at, edited_at, -1,"
                  " folder FROM datasets WHERE hash = ?1",
                  hash, "no such dataset", read_dataset, error);
}

/* ---- projects ---- */

static const struct
{
  const char *type;
  const char *title;
} template_stages[] = {
  { "ANNOTATION", "Annotate" },
  { "REVIEW", "Review" },
  { "DONE", "Complete" },
};

static gboolean
add_stages (EmulatorStore *self, const char *project, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (template_stages); i++) {
    g_autofree char *uuid = g_uuid_string_random ();

    if (!emulator_store_exec (
            self, error, "INSERT INTO stages VALUES (?1, ?2, ?3, ?4, ?5)",
            "ssiss", uuid, project, (gint64) i, template_stages[i].type,
            template_stages[i].title))
      return FALSE;
  }
  return TRUE;
}

static gboolean
attach (EmulatorStore *self, const char *project, const char *const *datasets,
        GError **error)
{
  for (guint i = 0; datasets[i] != NULL; i++) {
    if (!emulator_store_exec (self, error,
                              "INSERT INTO project_datasets VALUES (?1, ?2)"
                              " ON CONFLICT DO NOTHING",
                              "ss", project, datasets[i]))
      return FALSE;
  }
  return emulator_store_fill_work (self, error);
}

gboolean
emulator_store_insert_project (EmulatorStore *self, const char *hash,
                               const char *title, const char *description,
                               const char *ontology,
                               const char *const *datasets, gboolean workflow,
                               const char *user, GError **error)
{
  return emulator_store_exec (self, error,
                              "INSERT INTO projects VALUES"
                              " (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                              "ssssii", hash, title, description, ontology,
                              (gint64) workflow, emulator_store_now ()) &&
         emulator_store_grant_one (self, hash, user, EMULATOR_ROLE_ADMIN,
                                   error) &&
         (!workflow || add_stages (self, hash, error)) &&
         attach (self, hash, datasets, error);
}

char *
emulator_store_add_project (EmulatorStore *self, const char *title,
                            const char *description, const char *ontology,
                            const char *const *datasets, gboolean workflow,
                            const char *user, GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();

  if (!emulator_store_begin (self, error) ||
      !emulator_store_end (self,
                           emulator_store_insert_project (
                               self, hash, title, description, ontology,
                               datasets, workflow, user, error),
                           error))
    return NULL;
  return g_steal_pointer (&hash);
}

EmulatorProject *
emulator_store_get_project (EmulatorStore *self, const char *hash,
                            GError **error)
{
  return get_one (self,
                  "SELECT hash, title, description, created_at, edited_at, -1,"
                  " ontology, workflow FROM projects WHERE hash = ?1",
                  hash, "no such project", read_project, error);
}

gboolean
emulator_store_get_standing (EmulatorStore *self, const char *project,
                             char **ret_creator, gboolean *ret_started,
                             GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT user, EXISTS (SELECT 1 FROM label_rows WHERE project = ?1)"
      " FROM creators WHERE resource = ?1",
      "s", project);

  if (row == NULL || emulator_store_step (self, row, error) != 1)
    return FALSE;
  *ret_creator = emulator_column_dup (row, 0);
  *ret_started = sqlite3_column_int (row, 1) != 0;
  sqlite3_reset (row);
  return TRUE;
}

static gpointer
read_stage (sqlite3_stmt *row)
{
  EmulatorStage *stage = g_new0 (EmulatorStage, 1);

  stage->uuid = emulator_column_dup (row, 0);
  stage->type = emulator_column_dup (row, 1);
  stage->title = emulator_column_dup (row, 2);
  return stage;
}

static GPtrArray *
list_of_project (EmulatorStore *self, const char *sql, const char *project,
                 gpointer (*read) (sqlite3_stmt *), GDestroyNotify free_func,
                 GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_func);
  sqlite3_stmt *row = emulator_store_query (self, error, sql, "s", project);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (found, read (row));
  return got == 0 ? g_steal_pointer (&found) : NULL;
}

GPtrArray *
emulator_store_list_stages (EmulatorStore *self, const char *project,
                            GError **error)
{
  return list_of_project (self,
                          "SELECT uuid, type, title FROM stages"
                          " WHERE project = ?1 ORDER BY position",
                          project, read_stage,
                          (GDestroyNotify) emulator_stage_free, error);
}

GPtrArray *
emulator_store_list_project_datasets (EmulatorStore *self, const char *project,
                                      GError **error)
{
  return list_of_project (
      self,
      "SELECT hash, title, description, created_at, edited_at, -1, folder"
      " FROM datasets JOIN project_datasets ON dataset = hash"
      " WHERE project = ?1 ORDER BY created_at, hash",
      project, read_dataset, (GDestroyNotify) emulator_dataset_free, error);
}

gboolean
emulator_store_attach_datasets (EmulatorStore *self, const char *project,
                                const char *const *datasets, GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (
      self,
      attach (self, project, datasets, error) &&
          emulator_store_touch_project (self, project, error),
      error);
}

gboolean
emulator_store_touch_project (EmulatorStore *self, const char *project,
                              GError **error)
{
  return emulator_store_exec (
      self, error, "UPDATE projects SET edited_at = ?2 WHERE hash = ?1", "si",
      project, emulator_store_now ());
}

/* ---- benchmark projects ---- */

gboolean
emulator_store_set_sources (EmulatorStore *self, const char *project,
                            const char *const *sources, GError **error)
{
  gboolean ok = TRUE;

  if (!emulator_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && sources[i] != NULL; i++)
    ok = emulator_store_exec (self, error,
                              "INSERT INTO project_sources VALUES (?1, ?2)"
                              " ON CONFLICT DO NOTHING",
                              "ss", project, sources[i]);
  return emulator_store_end (self, ok, error);
}

char **
emulator_store_list_sources (EmulatorStore *self, const char *project,
                             GError **error)
{
  g_autoptr (GStrvBuilder) sources = g_strv_builder_new ();
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT source FROM project_sources WHERE project = ?1 ORDER BY source",
      "s", project);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_strv_builder_add (sources, (const char *) sqlite3_column_text (row, 0));
  return got == 0 ? g_strv_builder_end (sources) : NULL;
}
