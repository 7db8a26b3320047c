/* emulator-store-removal.c - taking data out of projects and datasets
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-store-data.h"
#include "emulator-store-projects.h"

#include "emulator-store-private.h"

/* ?1 the project, or all of them; ?2 a JSON list of units. The order follows
 * what refers to what. */
static const char *const withdrawal[] = {
#define CHOSEN                                                                 \
  " WHERE (?1 IS NULL OR project = ?1)"                                        \
  " AND unit IN (SELECT value FROM json_each(?2))"
  "UPDATE work SET task = NULL" CHOSEN,
  "DELETE FROM label_bodies WHERE label_row IN"
  " (SELECT hash FROM label_rows" CHOSEN ")",
  "DELETE FROM label_rows" CHOSEN,
  "DELETE FROM tasks" CHOSEN,
  "DELETE FROM work" CHOSEN,
#undef CHOSEN
};

static gboolean
withdraw (EmulatorStore *self, const char *project, const char *units,
          GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (withdrawal); i++) {
    if (!emulator_store_exec (self, error, withdrawal[i], "ss", project, units))
      return FALSE;
  }
  return TRUE;
}

/* the one text that a query with one or two parameters gives */
static char *
get_text (EmulatorStore *self, const char *sql, const char *first,
          const char *second, GError **error)
{
  sqlite3_stmt *row = emulator_store_query (
      self, error, sql, second != NULL ? "ss" : "s", first, second);
  char *text;

  if (row == NULL || emulator_store_step (self, row, error) != 1)
    return NULL;
  text = emulator_column_dup (row, 0);
  sqlite3_reset (row);
  return text;
}

static gboolean
detach_one (EmulatorStore *self, const char *project, const char *dataset,
            GError **error)
{
  g_autofree char *units = get_text (
      self, "SELECT json_group_array(hash) FROM units WHERE dataset = ?1",
      dataset, NULL, error);

  if (units == NULL || !withdraw (self, project, units, error) ||
      !emulator_store_exec (self, error,
                            "DELETE FROM project_datasets"
                            " WHERE project = ?1 AND dataset = ?2",
                            "ss", project, dataset))
    return FALSE;
  return emulator_store_changed (self, "the project has no such dataset",
                                 dataset, error);
}

gboolean
emulator_store_detach_datasets (EmulatorStore *self, const char *project,
                                const char *const *datasets, GError **error)
{
  gboolean ok = TRUE;

  if (!emulator_store_begin (self, error))
    return FALSE;
  for (guint i = 0; ok && datasets[i] != NULL; i++)
    ok = detach_one (self, project, datasets[i], error);
  ok = ok && emulator_store_touch_project (self, project, error);
  return emulator_store_end (self, ok, error);
}

/* ---- deleting ---- */

static gboolean
check_units (EmulatorStore *self, const char *dataset, const char *units,
             GError **error)
{
  g_autofree char *missing = get_text (
      self,
      "SELECT coalesce((SELECT value FROM json_each(?2) WHERE value NOT IN"
      " (SELECT hash FROM units WHERE dataset = ?1) LIMIT 1), '')",
      dataset, units, error);

  if (missing == NULL)
    return FALSE;
  if (missing[0] == '\0')
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
               "no such data unit here: %.64s", missing);
  return FALSE;
}

static gboolean
list_media (EmulatorStore *self, const char *units, GPtrArray *media,
            GError **error)
{
  sqlite3_stmt *row =
      emulator_store_query (self, error,
                            "SELECT media FROM units WHERE media IS NOT NULL"
                            " AND hash IN (SELECT value FROM json_each(?1))"
                            " UNION SELECT media FROM images"
                            " WHERE unit IN (SELECT value FROM json_each(?1))",
                            "s", units);
  int got = -1;

  while (row != NULL && (got = emulator_store_step (self, row, error)) == 1)
    g_ptr_array_add (media, emulator_column_dup (row, 0));
  return got == 0;
}

/* a copied dataset shares its files; those stay */
static gboolean
forget_unused_media (EmulatorStore *self, GPtrArray *media, GError **error)
{
  guint i = 0;

  while (i < media->len) {
    if (emulator_store_media_is_used (self, media->pdata[i])) {
      g_ptr_array_remove_index_fast (media, i);
      continue;
    }
    if (!emulator_store_exec (self, error, "DELETE FROM media WHERE id = ?1",
                              "s", media->pdata[i]))
      return FALSE;
    i++;
  }
  return TRUE;
}

GPtrArray *
emulator_store_delete_units (EmulatorStore *self, const char *dataset,
                             const char *units, GError **error)
{
  g_autoptr (GPtrArray) media = g_ptr_array_new_with_free_func (g_free);
  gboolean ok;

  if (!emulator_store_begin (self, error))
    return NULL;
  ok = check_units (self, dataset, units, error) &&
       list_media (self, units, media, error) &&
       withdraw (self, NULL, units, error) &&
       emulator_store_exec (self, error,
                            "DELETE FROM images WHERE unit IN"
                            " (SELECT value FROM json_each(?1))",
                            "s", units) &&
       emulator_store_exec (self, error,
                            "DELETE FROM units WHERE hash IN"
                            " (SELECT value FROM json_each(?1))",
                            "s", units) &&
       forget_unused_media (self, media, error) &&
       emulator_store_exec (self, error,
                            "UPDATE datasets SET edited_at = ?2"
                            " WHERE hash = ?1",
                            "si", dataset, emulator_store_now ());
  if (!emulator_store_end (self, ok, error))
    return NULL;
  return g_steal_pointer (&media);
}
