/* emulator-store-data.c - media files, data units, upload jobs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-data.h"

#include "emulator-error.h"
#include "emulator-store-private.h"

char *
emulator_store_add_media (EmulatorStore *self, const char *dataset,
                          const char *user, const char *title, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();

  if (!emulator_store_exec (self, error,
                            "INSERT INTO media VALUES"
                            " (?1, ?2, ?3, ?4, NULL, ?5)",
                            "ssssi", id, dataset, user, title,
                            emulator_store_now ()))
    return NULL;
  return g_steal_pointer (&id);
}

char **
emulator_store_add_loose_media (EmulatorStore *self, const char *user, guint n,
                                GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  gboolean ok = TRUE;

  /* each would wait for the disk on its own */
  if (!emulator_store_begin (self, error))
    return NULL;
  for (guint i = 0; ok && i < n; i++) {
    g_autofree char *id =
        emulator_store_add_media (self, NULL, user, NULL, error);

    ok = id != NULL;
    if (ok)
      g_strv_builder_add (ids, id);
  }
  if (!emulator_store_end (self, ok, error))
    return NULL;
  return g_strv_builder_end (ids);
}

gboolean
emulator_store_set_media_size (EmulatorStore *self, const char *id, gint64 size,
                               GError **error)
{
  if (!emulator_store_exec (self, error,
                            "UPDATE media SET size = ?2 WHERE id = ?1", "si",
                            id, size))
    return FALSE;
  if (emulator_store_get_changes (self) > 0)
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
               "no such file: %s", id);
  return FALSE;
}

EmulatorMedia *
emulator_store_get_media (EmulatorStore *self, const char *id, GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT id, user, coalesce(title, id), coalesce(size, -1)"
      " FROM media WHERE id = ?1",
      "s", id);
  EmulatorMedia *media;

  if (!emulator_store_find (self, row, "no such file", id, error))
    return NULL;
  media = g_new0 (EmulatorMedia, 1);
  media->id = emulator_column_dup (row, 0);
  media->user = emulator_column_dup (row, 1);
  media->title = emulator_column_dup (row, 2);
  media->size = sqlite3_column_int64 (row, 3);
  sqlite3_reset (row);
  return media;
}

gboolean
emulator_store_media_is_used (EmulatorStore *self, const char *id)
{
  sqlite3_stmt *row =
      emulator_store_query (self, NULL,
                            "SELECT 1 FROM units WHERE media = ?1"
                            " UNION ALL SELECT 1 FROM images WHERE media = ?1",
                            "s", id);
  /* a store that fails makes nothing replaceable */
  const gboolean used =
      row == NULL || emulator_store_step (self, row, NULL) != 0;

  if (row != NULL)
    sqlite3_reset (row);
  return used;
}

/* ---- units ---- */

EmulatorUnit *
emulator_unit_read (sqlite3_stmt *row)
{
  EmulatorUnit *unit = g_new0 (EmulatorUnit, 1);

  unit->hash = emulator_column_dup (row, 0);
  unit->dataset = emulator_column_dup (row, 1);
  unit->dataset_title = emulator_column_dup (row, 2);
  unit->type = emulator_column_dup (row, 3);
  unit->title = emulator_column_dup (row, 4);
  unit->media = emulator_column_dup (row, 5);
  unit->mime = emulator_column_dup (row, 6);
  unit->item = emulator_column_dup (row, 7);
  unit->client_metadata = emulator_column_dup (row, 8);
  unit->size = sqlite3_column_int64 (row, 9);
  unit->width = sqlite3_column_int (row, 10);
  unit->height = sqlite3_column_int (row, 11);
  unit->frames = sqlite3_column_int64 (row, 12);
  unit->fps = sqlite3_column_double (row, 13);
  unit->duration = sqlite3_column_double (row, 14);
  unit->created_at = sqlite3_column_int64 (row, 15);
  unit->edited_at = sqlite3_column_int64 (row, 16);
  return unit;
}

GPtrArray *
emulator_store_list_units (EmulatorStore *self,
                           const EmulatorUnitFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) units =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_unit_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT " EMULATOR_UNIT_COLUMNS " FROM units u JOIN datasets d"
      " ON d.hash = u.dataset"
      " WHERE (?1 IS NULL OR u.dataset = ?1)"
      " AND (?2 IS NULL OR u.dataset IN"
      "      (SELECT dataset FROM project_datasets WHERE project = ?2))"
      " AND (?3 IS NULL OR u.title = ?3)"
      " AND (?4 IS NULL OR u.title LIKE ?4 ESCAPE '\\')"
      " AND (?5 = 0 OR u.created_at < ?5) AND (?6 = 0 OR u.created_at > ?6)"
      " AND (?7 IS NULL OR u.type IN (SELECT value FROM json_each(?7)))"
      " AND (?8 IS NULL OR u.hash IN (SELECT value FROM json_each(?8)))"
      " ORDER BY u.seq",
      "ssssiiss", filter->dataset_eq, filter->project, filter->title_eq,
      filter->title_like, filter->created_before, filter->created_after,
      filter->types, filter->hashes);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (units, emulator_unit_read (row));
  return got == 0 ? g_steal_pointer (&units) : NULL;
}

EmulatorUnit *
emulator_store_get_unit (EmulatorStore *self, const char *project,
                         const char *dataset, const char *hash, GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT " EMULATOR_UNIT_COLUMNS " FROM units u JOIN datasets d"
      " ON d.hash = u.dataset WHERE u.hash = ?1"
      " AND (?2 IS NULL OR u.dataset = ?2)"
      " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM project_datasets p"
      "      WHERE p.project = ?3 AND p.dataset = u.dataset))",
      "sss", hash, dataset, project);
  EmulatorUnit *unit;

  if (!emulator_store_find (self, row, "no such data unit here", hash, error))
    return NULL;
  unit = emulator_unit_read (row);
  sqlite3_reset (row);
  return unit;
}

gboolean
emulator_store_update_unit (EmulatorStore *self, const char *dataset,
                            const char *hash, const char *title,
                            const char *client_metadata, GError **error)
{
  if (!emulator_store_exec (
          self, error,
          "UPDATE units SET title = coalesce(?3, title),"
          " client_metadata = coalesce(?4, client_metadata), edited_at = ?5"
          " WHERE dataset = ?1 AND hash = ?2",
          "ssssi", dataset, hash, title, client_metadata,
          emulator_store_now ()))
    return FALSE;
  return emulator_store_changed (self, "no such data unit here", hash, error);
}

GPtrArray *
emulator_store_list_images (EmulatorStore *self, const char *unit,
                            GError **error)
{
  g_autoptr (GPtrArray) images =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_image_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT hash, title, media, mime, size, width, height FROM images"
      " WHERE unit = ?1 ORDER BY position",
      "s", unit);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1) {
    EmulatorImage *image = g_new0 (EmulatorImage, 1);

    image->hash = emulator_column_dup (row, 0);
    image->title = emulator_column_dup (row, 1);
    image->media = emulator_column_dup (row, 2);
    image->mime = emulator_column_dup (row, 3);
    image->size = sqlite3_column_int64 (row, 4);
    image->width = sqlite3_column_int (row, 5);
    image->height = sqlite3_column_int (row, 6);
    g_ptr_array_add (images, image);
  }
  return got == 0 ? g_steal_pointer (&images) : NULL;
}

/* ---- jobs ---- */

char *
emulator_store_add_job (EmulatorStore *self, const char *dataset,
                        const char *user, const char *request, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();

  if (!emulator_store_exec (self, error,
                            "INSERT INTO jobs VALUES"
                            " (?1, ?2, ?3, ?4, 'PENDING', NULL, ?5)",
                            "ssssi", uuid, dataset, user, request,
                            emulator_store_now ()))
    return NULL;
  return g_steal_pointer (&uuid);
}

static EmulatorJob *
read_job (sqlite3_stmt *row)
{
  EmulatorJob *job = g_new0 (EmulatorJob, 1);

  job->uuid = emulator_column_dup (row, 0);
  job->dataset = emulator_column_dup (row, 1);
  job->user = emulator_column_dup (row, 2);
  job->request = emulator_column_dup (row, 3);
  job->status = emulator_column_dup (row, 4);
  job->result = emulator_column_dup (row, 5);
  return job;
}

EmulatorJob *
emulator_store_get_job (EmulatorStore *self, const char *uuid, GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT uuid, dataset, user, request, status, result FROM jobs"
      " WHERE uuid = ?1",
      "s", uuid);
  EmulatorJob *job;

  if (!emulator_store_find (self, row, "no such upload job", uuid, error))
    return NULL;
  job = read_job (row);
  sqlite3_reset (row);
  return job;
}

GPtrArray *
emulator_store_list_pending_jobs (EmulatorStore *self, GError **error)
{
  g_autoptr (GPtrArray) jobs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_job_free);
  sqlite3_stmt *row = emulator_store_query (
      self, error,
      "SELECT uuid, dataset, user, request, status, result FROM jobs"
      " WHERE status = 'PENDING' ORDER BY created_at",
      "");
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (jobs, read_job (row));
  return got == 0 ? g_steal_pointer (&jobs) : NULL;
}

static gboolean
add_unit (EmulatorStore *self, const EmulatorUnit *unit, GError **error)
{
  return emulator_store_exec (
      self, error,
      "INSERT INTO units VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7,"
      " nullif(?8, -1), nullif(?9, -1), ?10, nullif(?11, -1.0),"
      " nullif(?12, -1.0), ?13, ?14, ?15, ?15)",
      "ssssssiiiiddssi", unit->hash, unit->dataset, unit->type, unit->title,
      unit->media, unit->mime, unit->size, (gint64) unit->width,
      (gint64) unit->height, unit->frames, unit->fps, unit->duration,
      unit->client_metadata, unit->item, emulator_store_now ());
}

static gboolean
add_images (EmulatorStore *self, const char *unit, GPtrArray *images,
            GError **error)
{
  for (guint i = 0; i < images->len; i++) {
    const EmulatorImage *image = g_ptr_array_index (images, i);

    if (!emulator_store_exec (self, error,
                              "INSERT INTO images VALUES"
                              " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                              "ssisssiii", image->hash, unit, (gint64) i,
                              image->title, image->media, image->mime,
                              image->size, (gint64) image->width,
                              (gint64) image->height))
      return FALSE;
  }
  return TRUE;
}

static gboolean
finish_job (EmulatorStore *self, const char *uuid, GPtrArray *units,
            GPtrArray *images, const char *status, const char *result,
            GError **error)
{
  for (guint i = 0; i < units->len; i++) {
    const EmulatorUnit *unit = g_ptr_array_index (units, i);
    GPtrArray *pictures = g_ptr_array_index (images, i);

    if (!add_unit (self, unit, error) ||
        (pictures != NULL && !add_images (self, unit->hash, pictures, error)))
      return FALSE;
  }
  return emulator_store_fill_work (self, error) &&
         emulator_store_exec (self, error,
                              "UPDATE jobs SET status = ?2, result = ?3"
                              " WHERE uuid = ?1",
                              "sss", uuid, status, result);
}

gboolean
emulator_store_finish_job (EmulatorStore *self, const char *uuid,
                           GPtrArray *units, GPtrArray *images,
                           const char *status, const char *result,
                           GError **error)
{
  if (!emulator_store_begin (self, error))
    return FALSE;
  return emulator_store_end (
      self, finish_job (self, uuid, units, images, status, result, error),
      error);
}
