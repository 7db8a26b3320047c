/* test-project-datasets.c - datasets, copies and logs of a project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#include <string.h>

static const char *const datasets[] = { "ds", NULL };
static const char *const nothing[] = { NULL };

static gboolean
free_list (GPtrArray *list)
{
  if (list == NULL)
    return FALSE;
  g_ptr_array_unref (list);

  return TRUE;
}

static gboolean
call_list (EncordProject *project, GError **error)
{
  return free_list (encord_project_list_datasets (project, NULL, error));
}

static gboolean
call_integrations (EncordProject *project, GError **error)
{
  return free_list (
      encord_project_get_cloud_integrations (project, NULL, error));
}

static gboolean
call_add (EncordProject *project, GError **error)
{
  return encord_project_add_datasets (project, datasets, NULL, error);
}

static gboolean
call_add_none (EncordProject *project, GError **error)
{
  return encord_project_add_datasets (project, nothing, NULL, error);
}

static gboolean
call_remove (EncordProject *project, GError **error)
{
  return encord_project_remove_datasets (project, datasets, NULL, error);
}

static gboolean
call_remove_none (EncordProject *project, GError **error)
{
  return encord_project_remove_datasets (project, nothing, NULL, error);
}

static gboolean
call_copy (EncordProject *project, GError **error)
{
  g_autofree char *hash =
      encord_project_copy_project (project, NULL, NULL, error);

  return hash != NULL;
}

static gboolean
call_copy_list (EncordProject *project, GError **error)
{
  g_autoptr (EncordCopyOptions) options = encord_copy_options_new ();
  g_autoptr (JsonNode) list = json_from_string ("[]", NULL);
  g_autofree char *hash = NULL;

  g_object_set (options, "copy-datasets", ENCORD_COPY_DATASETS_CLONE,
                "datasets-to-data-hashes", list, NULL);
  hash = encord_project_copy_project (project, options, NULL, error);

  return hash != NULL;
}

static gboolean
call_logs (EncordProject *project, GError **error)
{
  return free_list (encord_project_get_label_logs (project, NULL, NULL, error));
}

static gboolean
call_logs_two_ends (EncordProject *project, GError **error)
{
  g_autoptr (EncordLabelLogFilter) filter = encord_label_log_filter_new ();
  g_autoptr (GDateTime) time = g_date_time_new_now_utc ();

  g_object_set (filter, "before", time, "to-unix-seconds", (gint64) 0, NULL);

  return free_list (
      encord_project_get_label_logs (project, filter, NULL, error));
}

static gboolean
call_logs_two_beginnings (EncordProject *project, GError **error)
{
  g_autoptr (EncordLabelLogFilter) filter = encord_label_log_filter_new ();
  g_autoptr (GDateTime) time = g_date_time_new_now_utc ();

  g_object_set (filter, "after", time, "from-unix-seconds", (gint64) 0, NULL);

  return free_list (
      encord_project_get_label_logs (project, filter, NULL, error));
}

static const BadCall bad_calls[] = {
  { "list/array", call_list, 200, "[]", ENCORD_ERROR_BAD_RESPONSE },
  { "list/no-results", call_list, 200, "{}", ENCORD_ERROR_BAD_RESPONSE },
  { "list/empty-dataset", call_list, 200, "{\"results\":[{}]}",
    ENCORD_ERROR_BAD_RESPONSE },
  { "list/denied", call_list, 403, "{}", ENCORD_ERROR_DENIED },
  { "integrations/results", call_integrations, 200, "{\"results\":[]}",
    ENCORD_ERROR_BAD_RESPONSE },
  { "integrations/number", call_integrations, 200,
    "{\"result\":[{\"integrationUuid\":\"i\",\"title\":7}]}",
    ENCORD_ERROR_BAD_RESPONSE },
  { "add/none", call_add_none, 0, NULL, ENCORD_ERROR_REJECTED },
  { "add/refused", call_add, 200, OK ("false"), ENCORD_ERROR_REJECTED },
  { "add/denied", call_add, 200, REFUSED ("AUTHORISATION_ERROR"),
    ENCORD_ERROR_DENIED },
  { "add/unconfirmed", call_add, 200, OK ("null"), ENCORD_ERROR_BAD_RESPONSE },
  { "remove/none", call_remove_none, 0, NULL, ENCORD_ERROR_REJECTED },
  { "remove/refused", call_remove, 200, OK ("false"), ENCORD_ERROR_REJECTED },
  { "copy/number", call_copy, 200, OK ("7"), ENCORD_ERROR_BAD_RESPONSE },
  { "copy/null", call_copy, 200, OK ("null"), ENCORD_ERROR_BAD_RESPONSE },
  { "copy/list", call_copy_list, 0, NULL, ENCORD_ERROR_REJECTED },
  { "logs/object", call_logs, 200, OK ("{}"), ENCORD_ERROR_BAD_RESPONSE },
  { "logs/empty-entry", call_logs, 200, OK ("[{}]"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "logs/two-ends", call_logs_two_ends, 0, NULL, ENCORD_ERROR_REJECTED },
  { "logs/two-beginnings", call_logs_two_beginnings, 0, NULL,
    ENCORD_ERROR_REJECTED },
};

static void
test_bad_call (ClientFixture *f, gconstpointer data)
{
  client_fixture_assert_fails (f, &bad_calls[GPOINTER_TO_SIZE (data)]);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_assert_cmpstr (pspec->name, !=, "project-hash");
  if (g_str_equal (pspec->name, "title")) {
    g_autofree char *title = NULL;

    g_object_get (object, "title", &title, NULL);
    g_assert_cmpstr (title, ==, "U");
  }
  (*(guint *) data)++;
}

#define RENAMED                                                                \
  "{\"projectHash\":\"" UUID "\",\"projectType\":\"workflow\","                \
  "\"title\":\"U\",\"description\":\"\",\"createdAt\":"                        \
  "\"2024-05-06T07:08:09Z\",\"lastEditedAt\":\"2024-06-06T07:08:09Z\","        \
  "\"ontologyHash\":\"o\",\"workflow\":{\"stages\":[]}}"

static void
test_taken_over (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  guint n_notified = 0;

  client_fixture_open_project (f);
  g_signal_connect (f->project, "notify", G_CALLBACK (count_notify),
                    &n_notified);
  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, RENAMED);
  encord_project_add_datasets_async (f->project, datasets, NULL,
                                     client_fixture_take_result, &result);
  client_fixture_wait (&result);
  /* not before the caller asks */
  g_assert_cmpstr (encord_project_get_title (f->project), ==, "T");
  g_assert_true (
      encord_project_add_datasets_finish (f->project, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (encord_project_get_title (f->project), ==, "U");
  /* title, last-edited-at, workflow */
  g_assert_cmpuint (n_notified, ==, 3);

  /* without an answer to the second request all stays */
  fake_server_reply (f->server, 200, OK ("null"));
  fake_server_reply (f->server, 403, "{}");
  g_assert_false (
      encord_project_remove_datasets (f->project, datasets, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_DENIED);
  g_assert_cmpuint (n_notified, ==, 3);
}

static void
test_properties (ClientFixture *f, gconstpointer data)
{
  g_autofree char *hash = NULL;
  g_autofree char *type = NULL;
  g_autofree char *description = NULL;
  g_autofree char *ontology = NULL;
  g_autoptr (GDateTime) created_at = NULL;
  g_autoptr (GDateTime) last_edited_at = NULL;
  g_autoptr (EncordOntologyStructure) structure = NULL;
  g_autoptr (EncordWorkflow) workflow = NULL;
  g_autoptr (GError) error = NULL;
  guint n_notified = 0;

  client_fixture_open_project (f);
  g_object_get (f->project, "project-hash", &hash, "project-type", &type,
                "description", &description, "ontology-hash", &ontology,
                "created-at", &created_at, "last-edited-at", &last_edited_at,
                "ontology-structure", &structure, "workflow", &workflow, NULL);
  g_assert_cmpstr (hash, ==, UUID);
  g_assert_cmpstr (type, ==, "workflow");
  g_assert_cmpstr (description, ==, "");
  g_assert_cmpstr (ontology, ==, "o");
  g_assert_cmpint (g_date_time_to_unix (created_at), ==, 1714979289);
  g_assert_cmpint (g_date_time_to_unix (last_edited_at), ==, 1714979289);
  g_assert_true (structure ==
                 encord_project_get_ontology_structure (f->project));
  g_assert_true (workflow == encord_project_get_workflow (f->project));

  g_signal_connect (f->project, "notify::ontology-structure",
                    G_CALLBACK (count_notify), &n_notified);
  fake_server_reply (f->server, 200, ONTOLOGY);
  g_assert_true (encord_project_refetch_ontology (f->project, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_true (structure !=
                 encord_project_get_ontology_structure (f->project));
}

#define LOG                                                                    \
  "{\"log_hash\":\"l\",\"user_hash\":\"u\",\"user_email\":\"a@x\","            \
  "\"data_hash\":\"d\",\"created_at\":\"2024-05-06 07:08:09\","                \
  "\"identifier\":null,\"feature_hash\":null,\"label_name\":null,"

static void
test_logs (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) logs = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200,
                     OK ("[" LOG
                         "\"action\":14,\"time_taken\":5,\"frame\":0}," LOG
                         "\"action\":18,\"time_taken\":null,\"frame\":null}]"));
  logs = encord_project_get_label_logs (f->project, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (logs->len, ==, 2);
  g_assert_cmpint (encord_label_log_get_action (logs->pdata[0]), ==,
                   ENCORD_LABEL_LOG_ACTION_CLICK_SAVE);
  g_assert_cmpint (encord_label_log_get_time_taken (logs->pdata[0]), ==, 5);
  g_assert_cmpint (encord_label_log_get_frame (logs->pdata[0]), ==, 0);
  /* an action of a newer service is no reason to fail */
  g_assert_cmpint (encord_label_log_get_action (logs->pdata[1]), ==,
                   ENCORD_LABEL_LOG_ACTION_UNKNOWN);
  g_assert_cmpint (encord_label_log_get_frame (logs->pdata[1]), ==, -1);
  g_assert_null (encord_label_log_get_identifier (logs->pdata[1]));
}

static void
test_copied_options (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordCopyOptions) options = encord_copy_options_new ();
  g_autoptr (JsonNode) hashes = json_from_string ("{\"ds\":[\"d\"]}", NULL);
  g_autoptr (JsonNode) kept = NULL;
  g_autofree char *title = NULL;

  /* what the caller does to its JSON afterwards is its own business */
  g_object_set (options, "datasets-to-data-hashes", hashes, "new-title", "A",
                NULL);
  json_object_remove_member (json_node_get_object (hashes), "ds");
  g_object_set (options, "new-title", "B", NULL);
  g_object_get (options, "datasets-to-data-hashes", &kept, "new-title", &title,
                NULL);
  g_assert_true (json_object_has_member (json_node_get_object (kept), "ds"));
  g_assert_cmpstr (title, ==, "B");
  g_object_set (options, "datasets-to-data-hashes", NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_TABLE ("/project-datasets/bad/", bad_calls, test_bad_call);
  ADD ("/project-datasets/taken-over", 0, test_taken_over);
  ADD ("/project-datasets/properties", 0, test_properties);
  ADD ("/project-datasets/logs", 0, test_logs);
  ADD ("/project-datasets/copied-options", 0, test_copied_options);

  return g_test_run ();
}
