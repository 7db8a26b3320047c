/* store.c - what the emulator remembers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "emulator-error.h"
#include "emulator-store-data.h"
#include "emulator-store-groups.h"
#include "emulator-store-labels.h"
#include "emulator-store-projects.h"
#include "emulator-store.h"

#define NASTY "x'); DROP TABLE projects; -- \" \\ % _ \xc3\xa4"

typedef struct
{
  char *folder;
  char *path;
  EmulatorStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("store-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "emulator.db", NULL);
  self->store = emulator_store_open (self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->store, emulator_store_free);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_migrations (Fixture *self, gconstpointer data)
{
  const int newest = emulator_store_get_version (self->store);
  g_autofree char *newer =
      g_strdup_printf ("PRAGMA user_version = %d", newest + 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (newest, >=, 1);
  g_clear_pointer (&self->store, emulator_store_free);
  self->store = emulator_store_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (emulator_store_get_version (self->store), ==, newest);
  g_clear_pointer (&self->store, emulator_store_free);

  run_sql (self->path, newer);
  g_assert_null (emulator_store_open (self->path, &error));
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "newer"));
}

/* a folder of the first schema keeps its files and roles; an administrator counts
 * as whoever made what is in it */
static void
test_old_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "old.db", NULL);
  g_autoptr (GBytes) schema = g_resources_lookup_data (
      "/com/encord/emulator/schema/001-initial.sql", 0, NULL);
  g_autoptr (EmulatorMedia) media = NULL;
  g_auto (GStrv) loose = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *creator = NULL;
  gboolean started;
  int role = EMULATOR_ROLE_NONE;
  g_autoptr (GError) error = NULL;

  run_sql (path, g_bytes_get_data (schema, NULL));
  run_sql (path,
           "PRAGMA user_version = 1;"
           "INSERT INTO datasets VALUES ('d', 'D', '', 'f', 1, 1);"
           "INSERT INTO media VALUES ('m', 'd', 'u', 'clip', 7, 1);"
           "INSERT INTO units (hash, dataset, type, title, media, size, frames,"
           " client_metadata, item, created_at, edited_at)"
           " VALUES ('v', 'd', 'VIDEO', 'clip', 'm', 7, 1, '{}', 'i', 1, 1);"
           "INSERT INTO grants VALUES ('p', 'boss', 0), ('p', 'worker', 1),"
           " ('d', 'worker', 1)");
  g_clear_pointer (&self->store, emulator_store_free);
  self->store = emulator_store_open (path, &error);
  g_assert_no_error (error);
  media = emulator_store_get_media (self->store, "m", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (media->title, ==, "clip");
  g_assert_cmpint (media->size, ==, 7);
  g_assert_true (emulator_store_media_is_used (self->store, "m"));
  g_assert_true (emulator_store_get_standing (self->store, "p", &creator,
                                              &started, &error));
  g_assert_cmpstr (creator, ==, "boss");
  g_assert_false (started);
  g_assert_true (emulator_store_get_role (
      self->store, EMULATOR_RESOURCE_DATASET, "d", "worker", &role, &error));
  g_assert_cmpint (role, ==, 1);
  groups = emulator_store_list_groups (self->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, ==, 1);

  loose = emulator_store_add_loose_media (self->store, "u", 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (loose), ==, 2);
  g_clear_pointer (&self->store, emulator_store_free);
  g_unlink (path);
}

/* a migration that fails half-way leaves nothing behind */
static void
test_half_migration (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "half.db", NULL);

  /* the initial schema trips over this table near its end */
  run_sql (path, "CREATE TABLE request_counts (x)");
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING,
                         "*request_counts*");
  g_assert_null (emulator_store_open (path, &error));
  g_test_assert_expected_messages ();
  g_clear_error (&error);
  run_sql (path, "DROP TABLE request_counts");
  g_clear_pointer (&self->store, emulator_store_free);
  self->store = emulator_store_open (path, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->store, emulator_store_free);
  g_unlink (path);
}

static void
test_no_database (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "none.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (emulator_store_open_read_only (path, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
on_count (const char *call, gint64 count, gpointer user_data)
{
  if (g_str_equal (call, "labelrow POST"))
    *(gint64 *) user_data = count;
}

static void
test_counts (Fixture *self, gconstpointer data)
{
  g_autoptr (EmulatorStore) other = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  emulator_store_count_request (self->store, "labelrow POST");
  emulator_store_count_request (self->store, "labelrow POST");
  emulator_store_count_request (self->store, "labelrow GET");
  other = emulator_store_open_read_only (self->path, &error);
  g_assert_no_error (error);
  g_assert_true (emulator_store_list_counts (other, on_count, &count, NULL));
  g_assert_cmpint (count, ==, 2);
}

static void
test_strings (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = emulator_store_add_ontology (
      self->store, NASTY, NASTY, "{}", NASTY, NULL);
  g_autoptr (EmulatorOntology) ontology =
      emulator_store_get_ontology (self->store, hash, NASTY, NULL);
  const EmulatorFilter equal = { .title_eq = NASTY };
  const EmulatorFilter like = { .title_like = "x')\\; DROP%\\_ _" };
  const EmulatorFilter other = { .title_eq = "x'" };
  g_autoptr (GPtrArray) a =
      emulator_store_list_ontologies (self->store, &equal, NASTY, FALSE, NULL);
  g_autoptr (GPtrArray) b =
      emulator_store_list_ontologies (self->store, &like, NASTY, FALSE, NULL);
  g_autoptr (GPtrArray) c =
      emulator_store_list_ontologies (self->store, &other, NASTY, FALSE, NULL);
  g_autoptr (GPtrArray) d =
      emulator_store_list_ontologies (self->store, &equal, "x", FALSE, NULL);

  g_assert_cmpstr (ontology->title, ==, NASTY);
  g_assert_cmpint (ontology->role, ==, EMULATOR_ROLE_ADMIN);
  g_assert_cmpuint (a->len, ==, 1);
  g_assert_cmpuint (b->len, ==, 1);
  g_assert_cmpuint (c->len, ==, 0);
  g_assert_cmpuint (d->len, ==, 0);
}

static void
test_roles (Fixture *self, gconstpointer data)
{
  g_autofree char *ontology =
      emulator_store_add_ontology (self->store, "o", "", "{}", "a", NULL);
  const char *const none[] = { NULL };
  const char *const users[] = { "b", NULL };
  g_autofree char *project = emulator_store_add_project (
      self->store, "p", "", ontology, none, TRUE, "a", NULL);
  g_autoptr (GError) error = NULL;
  int role;

  g_assert_true (emulator_store_get_role (
      self->store, EMULATOR_RESOURCE_PROJECT, project, "b", &role, &error));
  g_assert_cmpint (role, ==, EMULATOR_ROLE_NONE);
  emulator_store_grant (self->store, project, users, 1, NULL);
  g_assert_true (emulator_store_get_role (
      self->store, EMULATOR_RESOURCE_PROJECT, project, "b", &role, &error));
  g_assert_cmpint (role, ==, 1);
  /* who may use the project may see its ontology */
  g_assert_true (emulator_store_get_role (
      self->store, EMULATOR_RESOURCE_ONTOLOGY, ontology, "b", &role, &error));
  g_assert_cmpint (role, ==, 1);
  g_assert_false (emulator_store_get_role (
      self->store, EMULATOR_RESOURCE_PROJECT, "none", "a", &role, &error));
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND);
}

/* a project is made as a whole or not at all */
static void
test_all_or_nothing (Fixture *self, gconstpointer data)
{
  g_autofree char *ontology =
      emulator_store_add_ontology (self->store, "o", "", "{}", "a", NULL);
  const char *const datasets[] = { "none", NULL };
  const EmulatorFilter all = { NULL };
  g_autoptr (GPtrArray) projects = NULL;
  g_autoptr (GError) error = NULL;

  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING,
                         "*FOREIGN KEY*");
  g_assert_null (emulator_store_add_project (self->store, "p", "", ontology,
                                             datasets, TRUE, "a", &error));
  g_test_assert_expected_messages ();
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND);
  projects = emulator_store_list_projects (self->store, &all, "a", TRUE, NULL);
  g_assert_cmpuint (projects->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/store/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("migrations", test_migrations);
  ADD ("half-migration", test_half_migration);
  ADD ("old-folder", test_old_folder);
  ADD ("no-database", test_no_database);
  ADD ("counts", test_counts);
  ADD ("strings", test_strings);
  ADD ("roles", test_roles);
  ADD ("all-or-nothing", test_all_or_nothing);
#undef ADD
  return g_test_run ();
}
