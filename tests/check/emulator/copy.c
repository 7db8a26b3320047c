/* copy.c - projects are copied
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-label-body.h"
#include "emulator-store-groups.h"

#define NASTY "x'); DROP TABLE projects; --"

static void
send_copy (Fixture *self, EncordSshKey *key, const char *options,
           const char *labels, const char *metadata, Answer *answer)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->project);
  g_autofree char *payload = g_strdup_printf (
      "{\"copy_project_options\":[%s],\"copy_labels_options\":{%s},"
      "\"project_copy_metadata\":{%s}}",
      options, labels, metadata);

  fixture_call_as (self, key, "project", self->project, "projectcopy", "POST",
                   uid, payload, answer);
}

/* the hash of the copy */
static char *
copy (Fixture *self, const char *options, const char *labels,
      const char *metadata)
{
  g_auto (Answer) answer = { 0 };

  send_copy (self, self->admin, options, labels, metadata, &answer);
  return g_strdup (json_node_get_string (answer_get_response (&answer)));
}

static JsonArray *
list_rows (Fixture *self, const char *project, Answer *answer)
{
  fixture_call_as (self, self->admin, "project", project, "labelrowmetadata",
                   "GET", "null",
                   "{\"include_uninitialised_labels\":true,"
                   "\"include_all_label_branches\":true,"
                   "\"include_images_data\":true}",
                   answer);
  return json_node_get_array (answer_get_response (answer));
}

static guint
count_labels (Fixture *self, const char *project)
{
  g_auto (Answer) answer = { 0 };

  fixture_call_as (self, self->admin, "project", project, "labelrowmetadata",
                   "GET", "null", "{\"include_all_label_branches\":true}",
                   &answer);
  return json_array_get_length (
      json_node_get_array (answer_get_response (&answer)));
}

static JsonObject *
get_project (Fixture *self, const char *project, Answer *answer)
{
  fixture_call_as (self, self->admin, "project", project, "project", "GET",
                   "null", "{}", answer);
  return json_node_get_object (answer_get_response (answer));
}

/* labels on the video and on the second picture of the group */
static void
label_everything (Fixture *self)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *group = NULL;
  g_autofree char *uids = NULL;
  g_autofree char *payload = NULL;

  self->row = fixture_create_row (self, self->video);
  group = fixture_create_row (self, self->group);
  uids = g_strdup_printf ("[\"%s\",\"%s\"]", self->row, group);
#define OBJECT(hash)                                                           \
  "{\"objectHash\":\"" hash "\",\"featureHash\":\"aaaa1111\","                 \
  "\"note\":\"%1$s\"}"
  payload = g_strdup_printf (
      "{\"multi_request\":true,\"labels\":["
      "{\"data_units\":{\"%1$s\":{\"data_hash\":\"%1$s\",\"data_link\":null,"
      "\"labels\":{\"2\":{\"objects\":[" OBJECT (
          "obj00001") "]}}}},\"object_answers\":{\"obj00001\":{}}},"
                      "{\"data_units\":{\"%2$s\":{\"data_hash\":\"%2$s\","
                      "\"data_link\":\"x\","
                      "\"labels\":{}},\"%3$s\":{\"data_link\":\"x\",\"data_"
                      "hash\":\"%3$s\","
                      "\"labels\":{\"objects\":[" OBJECT (
                          "obj00002") "]}}},\"object_answers\":{\"obj00002\":{}"
                                      "}}]}",
      self->video, self->pictures[0], self->pictures[1]);
  fixture_call (self, "labelrow", "POST", uids, payload, &answer);
  answer_get_response (&answer);
}

/* ---- what comes along ---- */

static void
test_bare (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *hash = NULL;
  g_autofree char *path = NULL;
  JsonObject *project;

  fixture_make_project (self);
  label_everything (self);
  fixture_add_other (self, 1);
  hash = copy (self, "\"labels\"", "", "");
  g_assert_cmpstr (hash, !=, self->project);
  project = get_project (self, hash, &answer);
  g_assert_cmpstr (json_object_get_string_member (project, "title"), ==,
                   "Copy of P");
  g_assert_cmpstr (json_object_get_string_member (project, "ontology_hash"), ==,
                   self->ontology);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (project, "datasets")),
                    ==, 0);
  g_assert_cmpuint (json_array_get_length (list_rows (self, hash, &answer)), ==,
                    0);
  path = g_strconcat ("projects/", hash, NULL);
  fixture_v2 (self, self->admin, "GET", path, NULL, &answer);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_object_get_object_member (
                            json_node_get_object (answer.json), "workflow"),
                        "stages")),
                    ==, 3);
  fixture_v2 (self, self->other, "GET", path, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 403);
}

static void
test_attach (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *hash = NULL;
  JsonArray *rows;

  fixture_make_project (self);
  label_everything (self);
  hash = copy (self, "\"labels\",\"datasets\",\"models\"", "",
               "\"project_title\":\"" NASTY "\",\"project_description\":\"D\"");
  rows = list_rows (self, hash, &answer);
  g_assert_cmpuint (json_array_get_length (rows), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (rows, 0), "data_hash"),
                   ==, self->video);
  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (rows, 0), "label_hash"),
                   !=, self->row);
  g_assert_cmpuint (count_labels (self, hash), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (
                       get_project (self, hash, &answer), "title"),
                   ==, NASTY);
  g_assert_cmpstr (json_object_get_string_member (
                       get_project (self, hash, &answer), "description"),
                   ==, "D");
}

static char *
get_row (Fixture *self, const char *project, const char *label_hash)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", label_hash);

  fixture_call_as (self, self->admin, "project", project, "labelrow", "GET",
                   uid, "{\"get_signed_url\":true}", &answer);
  answer_get_response (&answer);
  return g_strndup (g_bytes_get_data (answer.bytes, NULL),
                    g_bytes_get_size (answer.bytes));
}

static guint
count_occurrences (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL;
       at = strstr (at + 1, part))
    n++;
  return n;
}

/* the copy's data are others, with the same labels and files of their own */
static void
test_clone (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *hash = NULL;
  g_autofree char *video = NULL;
  g_autofree char *group = NULL;
  JsonObject *dataset;
  JsonObject *row;
  JsonArray *rows;
  const char *picture;

  fixture_make_project (self);
  label_everything (self);
  hash = copy (self, "\"labels\"",
               "\"create_new_dataset\":true,\"datasets_to_data_hashes_map\":{}",
               "\"dataset_title\":\"T\",\"dataset_description\":\"D\"");
  dataset = json_array_get_object_element (
      json_object_get_array_member (get_project (self, hash, &answer),
                                    "datasets"),
      0);
  g_assert_cmpstr (json_object_get_string_member (dataset, "title"), ==, "T");
  g_assert_cmpstr (json_object_get_string_member (dataset, "description"), ==,
                   "D");
  g_assert_cmpstr (json_object_get_string_member (dataset, "dataset_hash"), !=,
                   self->dataset);
  rows = list_rows (self, hash, &answer);
  g_assert_cmpuint (json_array_get_length (rows), ==, 2);

  row = json_array_get_object_element (rows, 0);
  video =
      get_row (self, hash, json_object_get_string_member (row, "label_hash"));
  g_assert_cmpuint (count_occurrences (video, json_object_get_string_member (
                                                  row, "data_hash")),
                    ==, 3);
  /* what is no name of a unit has not been touched */
  g_assert_cmpuint (count_occurrences (video, self->video), ==, 1);
  g_assert_nonnull (strstr (video, "obj00001"));
  g_assert_cmpuint (count_occurrences (video, "&signature="), ==, 1);

  row = json_array_get_object_element (rows, 1);
  group =
      get_row (self, hash, json_object_get_string_member (row, "label_hash"));
  picture = json_object_get_string_member (
      json_array_get_object_element (
          json_object_get_array_member (row, "images_data"), 1),
      "image_hash");
  g_assert_cmpuint (count_occurrences (group, picture), ==, 2);
  g_assert_cmpuint (count_occurrences (group, self->pictures[1]), ==, 0);
  g_assert_cmpuint (count_occurrences (group, "&signature="), ==, 2);
  g_assert_nonnull (strstr (group, "obj00002"));
}

/* the files of a copy stay when the original goes */
static void
test_shared_files (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *hash = NULL;
  g_autofree char *uid = NULL;
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;

  fixture_make_project (self);
  hash = copy (self, "", "\"create_new_dataset\":true", "");
  uid = g_strdup_printf ("[\"%s\",\"%s\"]", self->video, self->group);
  fixture_call_as (self, self->admin, "dataset", self->dataset, "video",
                   "DELETE", uid, "null", &answer);
  answer_get_response (&answer);
  g_assert_cmpuint (json_array_get_length (list_rows (self, hash, &answer)), ==,
                    2);
  dir = g_dir_open (self->emulator->media_dir, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 3);
}

static void
test_chosen (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *labels = NULL;
  g_autofree char *none = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *hash = NULL;

  fixture_make_project (self);
  label_everything (self);
  labels = g_strdup_printf (
      "\"create_new_dataset\":true,\"datasets_to_data_hashes_map\":"
      "{\"%s\":[\"%s\"]}",
      self->dataset, self->group);
  hash = copy (self, "\"labels\"", labels, "");
  g_assert_cmpuint (json_array_get_length (list_rows (self, hash, &answer)), ==,
                    1);
  g_assert_cmpuint (count_labels (self, hash), ==, 1);

  g_free (hash);
  none = g_strdup_printf ("\"create_new_dataset\":true,"
                          "\"datasets_to_data_hashes_map\":{\"%s\":[]}",
                          self->dataset);
  hash = copy (self, "\"labels\"", none, "");
  g_assert_cmpuint (json_array_get_length (list_rows (self, hash, &answer)), ==,
                    0);

  wrong = g_strdup_printf ("\"create_new_dataset\":true,"
                           "\"datasets_to_data_hashes_map\":{\"%s\":[\"" NASTY
                           "\"]}",
                           self->dataset);
  send_copy (self, self->admin, "", wrong, "", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  send_copy (self, self->admin, "",
             "\"create_new_dataset\":true,"
             "\"datasets_to_data_hashes_map\":{\"none\":[]}",
             "", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  /* what was refused has left nothing */
  fixture_v2 (self, self->admin, "GET", "datasets/list", NULL, &answer);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_node_get_object (answer.json), "result")),
                    ==, 3);
}

/* ---- which labels ---- */

static const struct
{
  const char *labels; /* $L: the video's label row */
  guint n_rows;
} filters[] = {
  { "\"accepted_label_hashes\":null,\"accepted_label_statuses\":null", 3 },
  { "\"accepted_label_hashes\":[\"$L\"]", 1 },
  { "\"accepted_label_hashes\":[\"" NASTY "\"]", 0 },
  { "\"accepted_label_hashes\":[]", 0 },
  /* the video has been completed, on both branches */
  { "\"accepted_label_statuses\":[\"APPROVED\"]", 2 },
  { "\"accepted_label_statuses\":[\"NOT_SELECTED_FOR_REVIEW\"]", 1 },
  { "\"accepted_label_statuses\":[\"PENDING\",\"REJECTED\",\"DELETED\"]", 0 },
  { "\"accepted_label_statuses\":[]", 0 },
  { "\"accepted_label_statuses\":[\"APPROVED\"],"
    "\"accepted_label_hashes\":[\"$L\"]",
    1 },
};

static void
test_label_filters (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;

  fixture_make_project (self);
  label_everything (self);
  uid = g_strdup_printf ("[\"%s\"]", self->video);
  fixture_call (self, "labelrow", "PUT", uid, "{\"branch_name\":\"other\"}",
                &answer);
  answer_get_response (&answer);
  g_free (uid);
  uid = g_strdup_printf ("[\"%s\"]", self->row);
  fixture_call (self, "labelworkflowgraphnode", "POST", uid,
                "{\"action\":\"complete\"}", &answer);
  answer_get_response (&answer);
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autoptr (GString) labels = g_string_new (filters[i].labels);
    g_autofree char *hash = NULL;

    g_string_replace (labels, "$L", self->row, 0);
    g_test_message ("%s", labels->str);
    hash = copy (self, "\"labels\",\"datasets\"", labels->str, "");
    g_assert_cmpuint (count_labels (self, hash), ==, filters[i].n_rows);
  }
}

/* ---- people ---- */

static void
test_collaborators (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *groups = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *path = NULL;
  int role = EMULATOR_ROLE_NONE;

  fixture_make_project (self);
  fixture_add_other (self, 2);
  groups = g_strdup_printf ("projects/%s/groups", self->project);
  fixture_v2 (self, self->admin, "POST", groups,
              "{\"groupHashList\":[\"" EMULATOR_GROUP_EVERYONE
              "\"],\"userRole\":1}",
              &answer);
  hash = copy (self, "\"collaborators\"", "", "");
  g_assert_true (emulator_store_get_role (self->emulator->store,
                                          EMULATOR_RESOURCE_PROJECT, hash,
                                          "b@example.com", &role, NULL));
  g_assert_cmpint (role, ==, 2);
  path = g_strdup_printf ("projects/%s/groups", hash);
  fixture_v2 (self, self->other, "GET", path, NULL, &answer);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_node_get_object (answer.json), "results")),
                    ==, 1);
}

static void
test_roles (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  send_copy (self, self->other, "", "", "", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  fixture_add_other (self, 4);
  send_copy (self, self->other, "", "", "", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  /* the administrator of a project has no right to its data by that */
  fixture_add_other (self, 0);
  send_copy (self, self->other, "\"datasets\"", "", "", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  send_copy (self, self->other, "", "\"create_new_dataset\":true", "", &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  send_copy (self, self->other, "", "", "", &answer);
  answer_get_response (&answer);
}

static const struct
{
  const char *options;
  const char *labels;
  const char *metadata;
} bad[] = {
  { "\"everything\"", "", "" },
  { "7", "", "" },
  { "", "\"accepted_label_statuses\":[\"approved\"]", "" },
  { "", "\"accepted_label_statuses\":\"APPROVED\"", "" },
  { "", "\"accepted_label_hashes\":{}", "" },
  { "", "\"datasets_to_data_hashes_map\":[]", "" },
  { "", "\"datasets_to_data_hashes_map\":{\"a\":7}", "" },
  { "", "\"datasets_to_data_hashes_map\":{\"a\":\"b\"}", "" },
  { "", "\"datasets_to_data_hashes_map\":{\"a\":[7]}", "" },
  { "", "\"create_new_dataset\":1", "" },
  { "\"datasets\"", "\"create_new_dataset\":true", "" },
  { "", "", "\"project_title\":7" },
};

static void
test_bad (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%u", i);
    send_copy (self, self->admin, bad[i].options, bad[i].labels,
               bad[i].metadata, &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  }
  /* another project than that of the header */
  fixture_call (self, "projectcopy", "POST", "\"none\"",
                "{\"copy_project_options\":[]}", &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  fixture_call (self, "projectcopy", "POST", "null",
                "{\"copy_project_options\":[]}", &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
}

/* ---- keys ---- */

/* links move when keys become longer; escaped keys are keys */
static void
test_rekey (void)
{
  static const char *const before =
      "\"data_units\": {\"A\": {\"data_hash\":\"A\", \"data_link\": null},"
      " \"\\u0042\": {\"data_link\":null,\"data_hash\":\"B\",\"x\":\"A\"},"
      " \"C\":{\"data_link\":null}},\"object_answers\":{\"A\":{}}";
  static const char *const after =
      "\"data_units\": {\"a-longer-one\": {\"data_hash\":\"a-longer-one\","
      " \"data_link\": null},"
      " \"b\": {\"data_link\":null,\"data_hash\":\"b\",\"x\":\"A\"},"
      " \"C\":{\"data_link\":null}},\"object_answers\":{\"A\":{}}";
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) body = g_bytes_new_static (before, strlen (before));
  g_autofree char *links = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GBytes) rekeyed = NULL;
  const char *first = strstr (after, "null");
  const char *second = strstr (first + 1, "null");
  const char *third = strstr (second + 1, "null");

  g_hash_table_insert (keys, (gpointer) "A", (gpointer) "a-longer-one");
  g_hash_table_insert (keys, (gpointer) "B", (gpointer) "b");
  rekeyed = emulator_label_body_rekey (body, keys, &links);
  g_assert_cmpmem (g_bytes_get_data (rekeyed, NULL), g_bytes_get_size (rekeyed),
                   after, strlen (after));
  expected = g_strdup_printf ("[[%d,\"a-longer-one\"],[%d,\"b\"],[%d,\"C\"]]",
                              (int) (first - after), (int) (second - after),
                              (int) (third - after));
  g_assert_cmpstr (links, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/copy/" name, Fixture, NULL, fixture_set_up, func,     \
              fixture_tear_down)
  ADD ("bare", test_bare);
  ADD ("attach", test_attach);
  ADD ("clone", test_clone);
  ADD ("shared-files", test_shared_files);
  ADD ("chosen", test_chosen);
  ADD ("label-filters", test_label_filters);
  ADD ("collaborators", test_collaborators);
  ADD ("roles", test_roles);
  ADD ("bad", test_bad);
#undef ADD
  g_test_add_func ("/emulator/copy/rekey", test_rekey);
  return g_test_run ();
}
