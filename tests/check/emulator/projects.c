/* projects.c - projects as the old calls see them, and their data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"

#define NASTY "x'); DROP TABLE projects; --"

static JsonObject *
get_project (Fixture *self, const char *payload, Answer *answer)
{
  fixture_call (self, "project", "GET", "null", payload, answer);
  return json_node_get_object (answer_get_response (answer));
}

static guint
count_rows (Fixture *self, const char *project)
{
  g_auto (Answer) answer = { 0 };

  fixture_call_as (self, self->admin, "project", project, "labelrowmetadata",
                   "GET", "null", "{\"include_uninitialised_labels\":true}",
                   &answer);
  return json_array_get_length (
      json_node_get_array (answer_get_response (&answer)));
}

/* a project on the fixture's dataset */
static char *
make_project (Fixture *self, const char *more)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *payload =
      g_strdup_printf ("{\"title\":\"Q\",\"dataset_hashes\":[\"%s\"],"
                       "\"ontology_hash\":\"%s\"%s}",
                       self->dataset, self->ontology, more);

  fixture_call_as (self, self->admin, "", "", "project", "POST", "null",
                   payload, &answer);
  return g_strdup (json_node_get_string (answer_get_response (&answer)));
}

/* ---- the whole object ---- */

static void
test_get (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *manager = NULL;
  JsonObject *project;
  JsonObject *dataset;

  fixture_make_project (self);
  project = get_project (self, "{\"include_labels_metadata\":true}", &answer);
  g_assert_cmpstr (json_object_get_string_member (project, "project_hash"), ==,
                   self->project);
  g_assert_cmpstr (json_object_get_string_member (project, "ontology_hash"), ==,
                   self->ontology);
  g_assert_true (g_regex_match_simple (
      "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$",
      json_object_get_string_member (project, "created_at"), 0, 0));
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (
          json_object_get_object_member (project, "editor_ontology"),
          "objects")),
      ==, 1);
  dataset = json_array_get_object_element (
      json_object_get_array_member (project, "datasets"), 0);
  g_assert_cmpstr (json_object_get_string_member (dataset, "dataset_hash"), ==,
                   self->dataset);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (project, "label_rows")),
                    ==, 2);
  manager = g_strdup (
      json_object_get_string_member (project, "workflow_manager_uuid"));
  g_assert_true (g_uuid_string_is_valid (manager));

  fixture_restart (self);
  project = get_project (self, "{}", &answer);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (project, "label_rows")),
                    ==, 0);
  g_assert_cmpstr (
      json_object_get_string_member (project, "workflow_manager_uuid"), ==,
      manager);
  fixture_call_as (self, self->other, "project", self->project, "project",
                   "GET", "null", "{}", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
}

static void
test_sources (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *more = NULL;
  g_autofree char *benchmark = NULL;
  g_autofree char *payload = NULL;
  JsonArray *sources;

  fixture_make_project (self);
  more = g_strdup_printf (
      ",\"workflow_type\":\"benchmark\",\"source_projects\":[\"%s\"]",
      self->project);
  benchmark = make_project (self, more);
  payload = g_strdup_printf ("{\"title\":\"Q\",\"dataset_hashes\":[]%s}", more);
  fixture_call_as (self, self->other, "", "", "project", "POST", "null",
                   payload, &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  g_free (self->project);
  self->project = g_steal_pointer (&benchmark);
  sources = json_object_get_array_member (get_project (self, "{}", &answer),
                                          "source_projects");
  g_assert_cmpuint (json_array_get_length (sources), ==, 1);
  g_assert_nonnull (strstr (more, json_array_get_string_element (sources, 0)));
}

/* ---- the ontology, edited through a project ---- */

#define CAR "{\"id\":\"1\",\"featureNodeHash\":\"aaaa1111\"}"

static const char *const bad_editors[] = {
  "{}",
  "{\"editor\":null}",
  "{\"editor\":[]}",
  "{\"editor\":{\"objects\":[]}}",
  "{\"editor\":{\"objects\":[" CAR "," CAR "],\"classifications\":[]}}",
  "{\"editor\":{\"objects\":[" CAR "],\"classifications\":[" CAR "]}}",
  "{\"editor\":{\"objects\":[{}],\"classifications\":[]}}",
  "{\"editor\":{\"objects\":[7],\"classifications\":[]}}",
};

static guint
count_objects (Fixture *self)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = g_strconcat ("ontologies/", self->ontology, NULL);

  fixture_v2 (self, self->admin, "GET", path, NULL, &answer);
  return json_array_get_length (json_object_get_array_member (
      json_object_get_object_member (json_node_get_object (answer.json),
                                     "editor"),
      "objects"));
}

static void
test_ontology (Fixture *self, gconstpointer data)
{
  static const char *const good =
      "{\"editor\":{\"objects\":[" CAR ",{\"featureNodeHash\":\"" NASTY
      "\"}],\"classifications\":[]}}";
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (bad_editors); i++) {
    g_test_message ("%s", bad_editors[i]);
    fixture_call (self, "project", "POST", "null", bad_editors[i], &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  }
  g_assert_cmpuint (count_objects (self), ==, 1);
  /* an annotator may not, and who administers only the project neither */
  for (int role = 1; role >= 0; role--) {
    fixture_add_other (self, role);
    fixture_call_as (self, self->other, "project", self->project, "project",
                     "POST", "null", good, &answer);
    answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  }
  fixture_call (self, "project", "POST", "null", good, &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  g_assert_cmpuint (count_objects (self), ==, 2);
}

/* ---- datasets come and go ---- */

static void
test_remove_dataset (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *second = NULL;
  g_autofree char *uid = NULL;
  g_autofree char *add = NULL;
  g_autofree char *half = NULL;
  g_autofree char *row = NULL;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  second = make_project (self, "");
  uid = g_strdup_printf ("[\"%s\"]", self->dataset);
  half = g_strdup_printf ("[\"%s\",\"" NASTY "\"]", self->dataset);
  fixture_call (self, "projectdataset", "DELETE", half, "null", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  g_assert_cmpuint (count_rows (self, self->project), ==, 2);
  fixture_add_other (self, 1);
  fixture_call_as (self, self->other, "project", self->project,
                   "projectdataset", "DELETE", uid, "null", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");

  fixture_call (self, "projectdataset", "DELETE", uid, "null", &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  g_assert_cmpuint (count_rows (self, self->project), ==, 0);
  g_assert_cmpuint (count_rows (self, second), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        get_project (self, "{}", &answer), "datasets")),
                    ==, 0);
  row = g_strdup_printf ("\"%s\"", self->row);
  fixture_call (self, "labelrow", "GET", row, "{}", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  fixture_call (self, "projectdataset", "DELETE", uid, "null", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");

  /* it comes back without labels, at the first stage */
  add = g_strdup_printf ("{\"dataset_hashes\":[\"%s\"]}", self->dataset);
  fixture_call (self, "projectdataset", "POST", "null", add, &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  g_assert_cmpuint (count_rows (self, self->project), ==, 2);
  fixture_call (self, "labelrow", "GET", row, "{}", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
}

/* who may not use a dataset does not get it into a project */
static void
test_add_foreign_dataset (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *add = NULL;

  fixture_make_project (self);
  fixture_add_other (self, 0);
  add = g_strdup_printf ("{\"dataset_hashes\":[\"%s\"]}", self->dataset);
  fixture_call_as (self, self->other, "project", self->project,
                   "projectdataset", "POST", "null", add, &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
}

/* ---- data ---- */

static void
call_dataset (Fixture *self, EncordSshKey *key, const char *type,
              const char *method, const char *uid, const char *payload,
              Answer *answer)
{
  fixture_call_as (self, key, "dataset", self->dataset, type, method, uid,
                   payload, answer);
}

static const char *const bad_changes[] = {
  "{\"data_title\":\"\"}",
  "{\"data_title\":null}",
  "{\"data_title\":7}",
  "{\"client_metadata\":[]}",
  "{\"client_metadata\":\"{}\"}",
  "{\"created_at\":\"2020-01-01\"}",
  "{\"data_title\":\"a\",\"x\":1}",
  "[]",
};

static void
test_rename (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;
  JsonObject *response;
  JsonObject *row;

  fixture_make_project (self);
  uid = g_strdup_printf ("\"%s\"", self->video);
  for (guint i = 0; i < G_N_ELEMENTS (bad_changes); i++) {
    g_test_message ("%s", bad_changes[i]);
    call_dataset (self, self->admin, "datarow", "POST", uid, bad_changes[i],
                  &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  }
  call_dataset (self, self->admin, "datarow", "POST", "\"none\"",
                "{\"data_title\":\"a\"}", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  call_dataset (self, self->other, "datarow", "POST", uid,
                "{\"data_title\":\"a\"}", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");

  call_dataset (self, self->admin, "datarow", "POST", uid,
                "{\"data_title\":\"" NASTY
                "\",\"client_metadata\":{\"k\":[1]}}",
                &answer);
  response = json_node_get_object (answer_get_response (&answer));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        response, "updated_fields")),
                    ==, 2);
  row = json_object_get_object_member (response, "data_row");
  g_assert_cmpstr (json_object_get_string_member (row, "data_title"), ==,
                   NASTY);
  fixture_call (self, "labelrowmetadata", "GET", "null",
                "{\"data_title_eq\":\"" NASTY
                "\",\"include_uninitialised_labels\":true,"
                "\"include_client_metadata\":true}",
                &answer);
  row = json_array_get_object_element (
      json_node_get_array (answer_get_response (&answer)), 0);
  g_assert_true (json_object_has_member (
      json_object_get_object_member (row, "client_metadata"), "k"));
}

static void
test_delete_data (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;
  g_autofree char *half = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->group);
  second = make_project (self, "");
  uid = g_strdup_printf ("[\"%s\"]", self->group);
  half = g_strdup_printf ("[\"%s\",\"" NASTY "\"]", self->group);
  call_dataset (self, self->admin, "video", "DELETE", half, "null", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  call_dataset (self, self->other, "video", "DELETE", uid, "null", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  g_assert_cmpuint (count_rows (self, self->project), ==, 2);
  call_dataset (self, self->admin, "video", "DELETE", uid, "null", &answer);
  answer_get_response (&answer);
  g_assert_cmpuint (count_rows (self, self->project), ==, 1);
  g_assert_cmpuint (count_rows (self, second), ==, 1);
  call_dataset (self, self->admin, "datarows", "GET", "null", "{}", &answer);
  g_assert_cmpuint (json_array_get_length (
                        json_node_get_array (answer_get_response (&answer))),
                    ==, 1);
  /* the video's file is left */
  dir = g_dir_open (self->emulator->media_dir, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 1);
}

/* ---- filters of listings ---- */

static const struct
{
  const char *payload; /* $V: the video */
  guint n_rows;
} row_filters[] = {
  { "{}", 2 },
  { "{\"title_eq\":\"clip.mp4\"}", 1 },
  { "{\"title_eq\":\"' OR 1=1 --\"}", 0 },
  { "{\"title_like\":\"%.mp4\"}", 1 },
  { "{\"created_before\":\"2000-01-01T00:00:00\"}", 0 },
  { "{\"created_after\":\"2000-01-01T00:00:00\"}", 2 },
  { "{\"data_types\":[\"IMG_GROUP\"]}", 1 },
  { "{\"data_types\":[]}", 0 },
  { "{\"data_hashes\":[\"$V\",\"none\"]}", 1 },
};

static void
test_row_filters (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (row_filters); i++) {
    g_autoptr (GString) payload = g_string_new (row_filters[i].payload);
    g_auto (Answer) answer = { 0 };

    g_test_message ("%s", payload->str);
    g_string_replace (payload, "$V", self->video, 0);
    call_dataset (self, self->admin, "datarows", "GET", "null", payload->str,
                  &answer);
    g_assert_cmpuint (json_array_get_length (
                          json_node_get_array (answer_get_response (&answer))),
                      ==, row_filters[i].n_rows);
  }
}

/* the same for projects (as JSON) and datasets (as query) */
static const struct
{
  const char *projects;
  const char *datasets;
  guint n_found;
} list_filters[] = {
  { "\"title_eq\":\"P\"", "titleEq=D", 1 },
  { "\"title_eq\":\"p\"", "titleEq=d", 0 },
  { "\"title_like\":\"%\"", "titleLike=%25", 1 },
  { "\"title_like\":\"' OR 1=1 --\"", "titleLike='+OR+1=1+--", 0 },
  { "\"desc_eq\":\"\"", "descriptionEq=", 1 },
  { "\"desc_eq\":\"x\"", "descriptionEq=x", 0 },
  { "\"desc_like\":\"_%\"", "descriptionLike=_%25", 0 },
  { "\"created_before\":\"2000-01-01T00:00:00\"",
    "createdBefore=2000-01-01T00:00:00", 0 },
  { "\"created_after\":\"2000-01-01T00:00:00+02:00\"",
    "createdAfter=2000-01-01T00:00:00%2B02:00", 1 },
  { "\"edited_before\":\"2000-01-01\"", "editedBefore=2000-01-01T00:00:00Z",
    0 },
  { "\"edited_after\":\"2000-01-01\"", "editedAfter=2000-01-01T00:00:00Z", 1 },
};

static void
test_list_filters (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (list_filters); i++) {
    g_autofree char *payload =
        g_strdup_printf ("{\"filter\":{%s}}", list_filters[i].projects);
    g_autofree char *path =
        g_strconcat ("datasets/list?", list_filters[i].datasets, NULL);
    g_auto (Answer) answer = { 0 };

    g_test_message ("%s", payload);
    fixture_call_as (self, self->admin, "", "", "projectwithuserrole", "GET",
                     "null", payload, &answer);
    g_assert_cmpuint (json_array_get_length (
                          json_node_get_array (answer_get_response (&answer))),
                      ==, list_filters[i].n_found);
    fixture_v2 (self, self->admin, "GET", path, NULL, &answer);
    g_assert_cmpuint (answer.status, ==, 200);
    g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                          json_node_get_object (answer.json), "result")),
                      ==, list_filters[i].n_found);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/projects/" name, Fixture, NULL, fixture_set_up, func, \
              fixture_tear_down)
  ADD ("get", test_get);
  ADD ("sources", test_sources);
  ADD ("ontology", test_ontology);
  ADD ("remove-dataset", test_remove_dataset);
  ADD ("add-foreign-dataset", test_add_foreign_dataset);
  ADD ("rename", test_rename);
  ADD ("delete-data", test_delete_data);
  ADD ("row-filters", test_row_filters);
  ADD ("list-filters", test_list_filters);
#undef ADD
  return g_test_run ();
}
