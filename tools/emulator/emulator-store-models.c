/* emulator-store-models.c - model rows and their training iterations
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-models.h"

#include <math.h>

#include "emulator-store-private.h"

char *
emulator_store_get_editor (EmulatorStore *self, const char *project,
                           GError **error)
{
  sqlite3_stmt *row =
      emulator_store_query (self, error,
                            "SELECT o.editor FROM ontologies o JOIN projects p"
                            " ON p.ontology = o.hash WHERE p.hash = ?1",
                            "s", project);
  char *editor;

  if (!emulator_store_find (self, row, "no such project", project, error))
    return NULL;
  editor = emulator_column_dup (row, 0);
  sqlite3_reset (row);
  return editor;
}

/* ---- rows ---- */

static gboolean
insert_model (EmulatorStore *self, const EmulatorModel *model, GError **error)
{
  return emulator_store_exec (
      self, error, "INSERT INTO models VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      "ssssssi", model->hash, model->project, model->title, model->description,
      model->type, model->features, emulator_store_now ());
}

char *
emulator_store_add_model (EmulatorStore *self, const char *project,
                          const char *title, const char *description,
                          const char *type, const char *features,
                          GError **error)
{
  g_autofree char *hash = g_uuid_string_random ();
  const EmulatorModel model = { .hash = hash,
                                .project = (char *) project,
                                .title = (char *) title,
                                .description = (char *) description,
                                .type = (char *) type,
                                .features = (char *) features };

  return insert_model (self, &model, error) ? g_steal_pointer (&hash) : NULL;
}

#define MODEL_COLUMNS                                                          \
  "hash, project, title, description, type, features, created_at"

static EmulatorModel *
read_model (sqlite3_stmt *row)
{
  EmulatorModel *model = g_new0 (EmulatorModel, 1);

  model->hash = emulator_column_dup (row, 0);
  model->project = emulator_column_dup (row, 1);
  model->title = emulator_column_dup (row, 2);
  model->description = emulator_column_dup (row, 3);
  model->type = emulator_column_dup (row, 4);
  model->features = emulator_column_dup (row, 5);
  model->created_at = sqlite3_column_int64 (row, 6);
  return model;
}

GPtrArray *
emulator_store_list_models (EmulatorStore *self, const char *project,
                            GError **error)
{
  g_autoptr (GPtrArray) models =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_model_free);
  sqlite3_stmt *row =
      emulator_store_query (self, error,
                            "SELECT " MODEL_COLUMNS " FROM models"
                            " WHERE project = ?1 ORDER BY created_at, hash",
                            "s", project);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (models, read_model (row));
  return got == 0 ? g_steal_pointer (&models) : NULL;
}

EmulatorModel *
emulator_store_get_model (EmulatorStore *self, const char *project,
                          const char *hash, GError **error)
{
  sqlite3_stmt *row =
      emulator_store_query (self, error,
                            "SELECT " MODEL_COLUMNS " FROM models"
                            " WHERE hash = ?1 AND (?2 IS NULL OR project = ?2)",
                            "ss", hash, project);
  EmulatorModel *model;

  if (!emulator_store_find (self, row, "no such model", hash, error))
    return NULL;
  model = read_model (row);
  sqlite3_reset (row);
  return model;
}

gboolean
emulator_store_delete_model (EmulatorStore *self, const char *project,
                             const char *hash, GError **error)
{
  if (!emulator_store_exec (
          self, error, "DELETE FROM models WHERE hash = ?1 AND project = ?2",
          "ss", hash, project))
    return FALSE;
  return emulator_store_changed (self, "no such model", hash, error);
}

/* ---- iterations ---- */

gboolean
emulator_store_add_iteration (EmulatorStore *self,
                              const EmulatorIteration *iteration,
                              GError **error)
{
  return emulator_store_exec (self, error,
                              "INSERT INTO iterations VALUES"
                              " (?1, ?2, ?3, ?4, ?5, ?6, NULL, NULL, NULL, ?7)",
                              "ssssssi", iteration->uuid, iteration->model,
                              iteration->status, iteration->file,
                              iteration->class_map, iteration->request,
                              emulator_store_now ());
}

gboolean
emulator_store_add_model_with_iteration (EmulatorStore *self,
                                         const EmulatorModel *model,
                                         const EmulatorIteration *iteration,
                                         GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (
      self,
      insert_model (self, model, error) &&
          emulator_store_add_iteration (self, iteration, error),
      error);
}

#define ITERATION_COLUMNS                                                      \
  "i.uuid, i.model, m.project, i.status, i.file, i.class_map, i.request,"      \
  " i.result, i.failure, i.final_loss, i.created_at"                           \
  " FROM iterations i JOIN models m ON m.hash = i.model"

static EmulatorIteration *
read_iteration (sqlite3_stmt *row)
{
  EmulatorIteration *iteration = g_new0 (EmulatorIteration, 1);

  iteration->uuid = emulator_column_dup (row, 0);
  iteration->model = emulator_column_dup (row, 1);
  iteration->project = emulator_column_dup (row, 2);
  iteration->status = emulator_column_dup (row, 3);
  iteration->file = emulator_column_dup (row, 4);
  iteration->class_map = emulator_column_dup (row, 5);
  iteration->request = emulator_column_dup (row, 6);
  iteration->result = emulator_column_dup (row, 7);
  iteration->failure = emulator_column_dup (row, 8);
  iteration->final_loss = sqlite3_column_type (row, 9) == SQLITE_NULL
                              ? NAN
                              : sqlite3_column_double (row, 9);
  iteration->created_at = sqlite3_column_int64 (row, 10);
  return iteration;
}

EmulatorIteration *
emulator_store_get_iteration (EmulatorStore *self, const char *project,
                              const char *uuid, GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT " ITERATION_COLUMNS
      " WHERE i.uuid = ?1 AND (?2 IS NULL OR m.project = ?2)",
      "ss", uuid, project);
  EmulatorIteration *iteration;

  if (!emulator_store_find (self, row, "no such training iteration", uuid,
                            error))
    return NULL;
  iteration = read_iteration (row);
  sqlite3_reset (row);
  return iteration;
}

GPtrArray *
emulator_store_list_iterations (EmulatorStore *self, const char *model,
                                const char *status, GError **error)
{
  g_autoptr (GPtrArray) iterations =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_iteration_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT " ITERATION_COLUMNS
      " WHERE (?1 IS NULL OR i.model = ?1) AND (?2 IS NULL OR i.status = ?2)"
      " ORDER BY i.created_at, i.uuid",
      "ss", model, status);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (iterations, read_iteration (row));
  return got == 0 ? g_steal_pointer (&iterations) : NULL;
}

gboolean
emulator_store_finish_iteration (EmulatorStore *self,
                                 const EmulatorIteration *iteration,
                                 GError **error)
{
  /* SQLite stores no NaN: it becomes null */
  return emulator_store_exec (
      self, error,
      "UPDATE iterations SET status = ?2, file = ?3, result = ?4,"
      " failure = ?5, final_loss = ?6 WHERE uuid = ?1",
      "sssssd", iteration->uuid, iteration->status, iteration->file,
      iteration->result, iteration->failure, iteration->final_loss);
}
