/* foreign.c - every route, for strangers to a project and with SQL in strings
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <sqlite3.h>
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-router.h"
#include "emulator-store-private.h"

#define NASTY "x' OR '1'='1'; DROP TABLE label_rows; --"

/* "GET projects/{project}/..." as verb and path, the first of the braces being
 * first and the others rest */
static char *
make_path (const char *name, const char *first, const char *rest,
           char **ret_verb)
{
  g_auto (GStrv) words = g_strsplit (name, " ", 2);
  g_auto (GStrv) parts = g_strsplit (words[1], "/", -1);
  const char *value = first;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (parts[i][0] != '{')
      continue;
    g_free (parts[i]);
    parts[i] = g_uri_escape_string (value, NULL, FALSE);
    value = rest;
  }
  *ret_verb = g_strdup (words[0]);
  return g_strjoinv ("/", parts);
}

static void
send_legacy (Fixture *self, EncordSshKey *key, const EmulatorRoute *route,
             const char *uid, const char *payload, Answer *ret)
{
  g_auto (GStrv) words = g_strsplit (route->name, " ", 2);
  g_autofree char *body =
      g_strdup_printf ("{\"query_type\":\"%s\",\"query_method\":\"%s\","
                       "\"values\":{\"uid\":%s,\"payload\":%s}}",
                       words[0], words[1], uid, payload);

  switch (route->scope) {
    case EMULATOR_SCOPE_USER:
      fixture_legacy (self, key, "", "", body, ret);
      break;
    case EMULATOR_SCOPE_PROJECT:
      fixture_legacy (self, key, "project", self->project, body, ret);
      break;
    default:
      fixture_legacy (self, key, "dataset", self->dataset, body, ret);
  }
}

/* ---- strangers ---- */

static void
test_foreign_legacy (Fixture *self, gconstpointer data)
{
  guint n_routes;
  const EmulatorRoute *routes = emulator_router_get_routes (FALSE, &n_routes);
  guint n_closed = 0;

  fixture_make_project (self);
  for (guint i = 0; i < n_routes; i++) {
    g_auto (Answer) answer = { 0 };

    if (routes[i].access == EMULATOR_ACCESS_ANYONE)
      continue;
    g_test_message ("%s", routes[i].name);
    send_legacy (self, self->other, &routes[i], "null", "{}", &answer);
    answer_assert_refused (&answer, "AUTHORISATION_ERROR");
    n_closed++;
  }
  g_assert_cmpuint (n_closed, >, 10);
}

static void
test_foreign_v2 (Fixture *self, gconstpointer data)
{
  guint n_routes;
  const EmulatorRoute *routes = emulator_router_get_routes (TRUE, &n_routes);
  guint n_closed = 0;

  fixture_make_project (self);
  for (guint i = 0; i < n_routes; i++) {
    const gboolean of_ontology =
        strstr (routes[i].name, " ontologies/{ontology}") != NULL;
    const char *resource = routes[i].scope == EMULATOR_SCOPE_PROJECT
                               ? self->project
                               : self->dataset;
    g_autofree char *verb = NULL;
    g_autofree char *path = NULL;
    g_auto (Answer) answer = { 0 };

    /* what an ontology lets do is up to its handlers */
    if (routes[i].access == EMULATOR_ACCESS_ANYONE && !of_ontology)
      continue;
    g_test_message ("%s", routes[i].name);
    path = make_path (routes[i].name, of_ontology ? self->ontology : resource,
                      "00000000-0000-4000-8000-000000000000", &verb);
    fixture_v2 (self, self->other, verb, path,
                g_str_equal (verb, "GET") ? NULL : "{}", &answer);
    g_assert_cmpuint (answer.status, ==, 403);
    n_closed++;
  }
  g_assert_cmpuint (n_closed, >, 5);
}

/* ---- SQL ---- */

/* A good request of a route, as far as it goes: $V, $G: data hashes; $L: a
 * label row; $D: the dataset; $O: the ontology. A route without one here gets
 * its path or uid alone. */
static const struct
{
  const char *route;
  const char *uid;
  const char *payload;
} samples[] = {
  { "project POST", "null",
    "{\"title\":\"t\",\"description\":\"d\",\"dataset_hashes\":[\"$D\"],"
    "\"ontology_hash\":\"$O\",\"workflow_template_id\":\"x\"}" },
  { "projectwithuserrole GET", "null",
    "{\"filter\":{\"title_eq\":\"a\",\"title_like\":\"a\",\"desc_eq\":\"a\","
    "\"desc_like\":\"a\",\"created_before\":\"2024-01-01\"}}" },
  { "projectusers POST", "\"x\"",
    "{\"user_emails\":[\"x@example.com\"],\"user_role\":1}" },
  { "projectdataset POST", "null", "{\"dataset_hashes\":[\"$D\"]}" },
  { "labelrowmetadata GET", "null",
    "{\"edited_before\":\"2024-01-01\",\"edited_after\":\"2024-01-01\","
    "\"label_statuses\":[\"QUEUED\"],\"shadow_data_state\":\"ALL_DATA\","
    "\"data_hashes\":[\"$V\"],\"label_hashes\":[\"$L\"],"
    "\"data_title_eq\":\"a\",\"data_title_like\":\"a\","
    "\"workflow_graph_node_title_eq\":\"a\","
    "\"workflow_graph_node_title_like\":\"a\",\"branch_name\":\"main\"}" },
  { "labelrow GET", "[\"$L\"]",
    "{\"include_object_feature_hashes\":[\"a\"],"
    "\"include_classification_feature_hashes\":[\"a\"]}" },
  { "labelrow PUT", "[\"$G\"]", "{\"branch_name\":\"other\"}" },
  { "labelrow POST", "\"$L\"",
    "{\"x\":\"y\",\"data_units\":{\"$V\":{\"data_link\":\"l\",\"labels\":{"
    "\"0\":{\"objects\":[{\"objectHash\":\"o\",\"featureHash\":\"aaaa1111\"}]}}"
    "}},\"object_answers\":{\"o\":{}},\"classification_answers\":{}}" },
  { "labelstatus POST", "\"$L\"", "{\"label_status\":\"LABELLED\"}" },
  { "labelworkflowgraphnode POST", "[\"$L\"]", "{\"action\":\"complete\"}" },
  { "datasetdata GET", "{\"data_hash\":\"$V\",\"get_signed_url\":true}",
    "null" },
  { "datasetusers POST", "\"x\"",
    "{\"user_emails\":[\"x@example.com\"],\"user_role\":1}" },
  { "datarows GET", "null",
    "{\"title_eq\":\"a\",\"title_like\":\"a\",\"created_before\":"
    "\"2024-01-01\",\"created_after\":\"2024-01-01\",\"data_types\":[\"VIDEO\"]"
    ",\"data_hashes\":[\"$V\"]}" },
  { "datarow GET", "\"$V\"", "{\"additional_data\":{\"signed_url\":true}}" },
  { "signedvideourl GET", "\"a.mp4\"", "null" },
  { "signedimagesurl GET", "[\"a.png\"]", "null" },
  { "datasetdatalongpolling POST", "\"$D\"",
    "{\"dataItems\":{\"videos\":[{\"objectUrl\":\"a\",\"title\":\"b\"}],"
    "\"imageGroups\":[{\"title\":\"t\",\"images\":[{\"url\":\"a\",\"title\":"
    "\"b\"}]}]}}" },
  { "datasetdatalongpolling GET", "\"$D\"",
    "{\"process_hash\":\"a\",\"timeout_seconds\":0}" },
  { "POST projects/{project}/priorities", NULL,
    "{\"priorities\":[[\"$V\",0.5]]}" },
  { "POST projects/{project}/workflow/stages/{stage}/actions", NULL,
    "[{\"taskUuid\":\"a\",\"action\":\"SUBMIT\",\"assignee\":\"b\"}]" },
  { "POST projects/{project}/workflow/stages/{stage}/tasks/{task}/reviews/"
    "actions",
    NULL, "[{\"reviewUuid\":\"a\",\"action\":\"APPROVE\"}]" },
  { "POST ontologies", NULL,
    "{\"title\":\"t\",\"description\":\"d\",\"editor\":{\"objects\":[],"
    "\"classifications\":[]}}" },
  { "PUT ontologies/{ontology}", NULL,
    "{\"title\":\"t\",\"description\":\"d\",\"editor\":{\"objects\":[],"
    "\"classifications\":[]}}" },
  { "POST datasets", NULL, "{\"title\":\"t\",\"description\":\"d\"}" },
};

/* of every v2 listing */
static const char *const query_keys[] = {
  "titleEq",       "titleLike",        "descriptionEq",     "descriptionLike",
  "descEq",        "descLike",         "createdBefore",     "createdAfter",
  "editedBefore",  "editedAfter",      "userEmails",        "dataHashes",
  "datasetHashes", "statuses",         "dataTitleContains", "pageToken",
  "projectHash",   "includeOrgAccess",
};

static char *
fill_in (Fixture *self, const char *text)
{
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "$V", self->video, 0);
  g_string_replace (filled, "$G", self->group, 0);
  g_string_replace (filled, "$L", self->row, 0);
  g_string_replace (filled, "$D", self->dataset, 0);
  g_string_replace (filled, "$O", self->ontology, 0);
  return g_strdup (filled->str);
}

/* replaces the string number *n of a tree, counting down */
static void
poison (JsonNode *node, int *n)
{
  switch (JSON_NODE_TYPE (node)) {
    case JSON_NODE_VALUE:
      if (json_node_get_value_type (node) == G_TYPE_STRING && (*n)-- == 0)
        json_node_set_string (node, NASTY);
      break;
    case JSON_NODE_ARRAY:
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node));
           i++)
        poison (json_array_get_element (json_node_get_array (node), i), n);
      break;
    case JSON_NODE_OBJECT: {
      g_autoptr (GList) values =
          json_object_get_values (json_node_get_object (node));

      for (GList *l = values; l != NULL; l = l->next)
        poison (l->data, n);
      break;
    }
    default:
      break;
  }
}

/* the text with its string number n poisoned; NULL when there are fewer */
static char *
poison_text (const char *text, int n)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  poison (node, &n);
  return n < 0 ? json_to_string (node, FALSE) : NULL;
}

/* refused or done, but with a reason that is not the store's */
static void
assert_understood (const Answer *answer)
{
  g_assert_nonnull (answer->json);
  g_assert_cmpuint (answer->status, !=, 501);
  g_assert_cmpuint (answer->status, <, 502);
  g_assert_null (g_strstr_len (g_bytes_get_data (answer->bytes, NULL),
                               g_bytes_get_size (answer->bytes),
                               "UNKNOWN_ERROR"));
}

static const char *
find_sample (const char *route, const char **ret_uid)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    if (g_str_equal (samples[i].route, route)) {
      *ret_uid = samples[i].uid;
      return samples[i].payload;
    }
  }
  *ret_uid = "\"x\"";
  return "{}";
}

static void
attack_legacy (Fixture *self, const EmulatorRoute *route)
{
  const char *uid_sample;
  const char *payload_sample = find_sample (route->name, &uid_sample);
  g_autofree char *uid = fill_in (self, uid_sample);
  g_autofree char *payload = fill_in (self, payload_sample);
  char *poisoned;

  g_test_message ("%s", route->name);
  for (int n = 0; (poisoned = poison_text (payload, n)) != NULL; n++) {
    g_autofree char *text = poisoned;
    g_auto (Answer) answer = { 0 };

    send_legacy (self, self->admin, route, uid, text, &answer);
    assert_understood (&answer);
  }
  for (int n = 0; (poisoned = poison_text (uid, n)) != NULL; n++) {
    g_autofree char *text = poisoned;
    g_auto (Answer) answer = { 0 };

    send_legacy (self, self->admin, route, text, payload, &answer);
    assert_understood (&answer);
  }
}

static void
attack_v2 (Fixture *self, const EmulatorRoute *route)
{
  const char *ignored;
  g_autofree char *body = fill_in (self, find_sample (route->name, &ignored));
  g_autofree char *verb = NULL;
  g_autofree char *good =
      make_path (route->name,
                 route->scope == EMULATOR_SCOPE_PROJECT   ? self->project
                 : route->scope == EMULATOR_SCOPE_DATASET ? self->dataset
                                                          : self->ontology,
                 NASTY, &verb);
  g_autofree char *again = NULL;
  g_autofree char *bad = make_path (route->name, NASTY, NASTY, &again);
  const gboolean has_body = !g_str_equal (verb, "GET");
  g_auto (Answer) answer = { 0 };
  char *poisoned;

  g_test_message ("%s", route->name);
  fixture_v2 (self, self->admin, verb, bad, has_body ? body : NULL, &answer);
  assert_understood (&answer);
  for (int n = 0; has_body && (poisoned = poison_text (body, n)) != NULL; n++) {
    g_autofree char *text = poisoned;

    fixture_v2 (self, self->admin, verb, good, text, &answer);
    assert_understood (&answer);
  }
  for (guint i = 0; !has_body && i < G_N_ELEMENTS (query_keys); i++) {
    g_autofree char *value = g_uri_escape_string (NASTY, NULL, FALSE);
    g_autofree char *path =
        g_strdup_printf ("%s?%s=%s", good, query_keys[i], value);

    fixture_v2 (self, self->admin, verb, path, NULL, &answer);
    assert_understood (&answer);
  }
}

static int
append_row (gpointer user_data, int n, char **values, char **names)
{
  for (int i = 0; i < n; i++)
    g_string_append_printf (user_data, "%s\n", values[i]);
  return 0;
}

static char *
query_store (Fixture *self, const char *sql)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpint (
      sqlite3_exec (self->emulator->store->db, sql, append_row, text, NULL), ==,
      SQLITE_OK);
  return g_strdup (text->str);
}

/* a reference to something that does not exist is refused by the store, which
 * says so; a statement that it does not understand would be fatal */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message,
          gpointer user_data)
{
  return strstr (message, "constraint failed") == NULL;
}

static void
test_sql (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = NULL;
  g_autofree char *schema = NULL;
  g_autofree char *schema_after = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *integrity = NULL;

  fixture_make_project (self);
  uid = g_strdup_printf ("\"%s\"", self->video);
  fixture_call (self, "labelrow", "PUT", uid, "{}", &answer);
  self->row = g_strdup (json_object_get_string_member (
      json_node_get_object (answer_get_response (&answer)), "label_hash"));
  schema = query_store (self, "SELECT sql FROM sqlite_schema ORDER BY name");
  g_test_log_set_fatal_handler (is_fatal, NULL);
  for (guint is_v2 = 0; is_v2 < 2; is_v2++) {
    guint n_routes;
    const EmulatorRoute *routes = emulator_router_get_routes (is_v2, &n_routes);

    for (guint i = 0; i < n_routes; i++) {
      if (is_v2)
        attack_v2 (self, &routes[i]);
      else
        attack_legacy (self, &routes[i]);
    }
  }
  schema_after =
      query_store (self, "SELECT sql FROM sqlite_schema ORDER BY name");
  g_assert_cmpstr (schema, ==, schema_after);
  rows = query_store (self, "SELECT hash FROM label_rows WHERE unit IN"
                            " (SELECT hash FROM units WHERE type = 'VIDEO')"
                            " AND branch = 'main'");
  g_assert_cmpstr (g_strchomp (rows), ==, self->row);
  integrity = query_store (self, "PRAGMA integrity_check");
  g_assert_cmpstr (integrity, ==, "ok\n");
}

/* a text that would be true in SQL selects nothing */
static void
test_no_match (Fixture *self, gconstpointer data)
{
  static const char *const members[] = {
    "data_title_eq",
    "data_title_like",
    "workflow_graph_node_title_eq",
    "workflow_graph_node_title_like",
  };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    g_auto (Answer) answer = { 0 };
    g_autofree char *payload = g_strdup_printf (
        "{\"%s\":\"x' OR '1'='1\",\"include_uninitialised_labels\":true}",
        members[i]);

    fixture_call (self, "labelrowmetadata", "GET", "null", payload, &answer);
    g_assert_cmpuint (json_array_get_length (
                          json_node_get_array (answer_get_response (&answer))),
                      ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/foreign/" name, Fixture, NULL, fixture_set_up, func,  \
              fixture_tear_down)
  ADD ("legacy", test_foreign_legacy);
  ADD ("v2", test_foreign_v2);
  ADD ("sql", test_sql);
  ADD ("no-match", test_no_match);
#undef ADD
  return g_test_run ();
}
