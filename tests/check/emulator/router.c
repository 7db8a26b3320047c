/* router.c - which handler answers a request
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-error.h"
#include "emulator-router.h"

static const struct
{
  const char *type;
  const char *method;
  EmulatorScope scope;
  const char *name; /* NULL: refused */
} legacy[] = {
  { "labelrow", "POST", EMULATOR_SCOPE_PROJECT, "labelrow POST" },
  { "labelrow", "GET", EMULATOR_SCOPE_PROJECT, "labelrow GET" },
  { "labelrow", "DELETE", EMULATOR_SCOPE_PROJECT, NULL },
  { "labelrow", "POST", EMULATOR_SCOPE_DATASET, NULL },
  { "labelro", "w POST", EMULATOR_SCOPE_PROJECT, NULL },
  { "label", "row POST", EMULATOR_SCOPE_PROJECT, NULL },
  { "", "", EMULATOR_SCOPE_PROJECT, NULL },
  { "labelrow POST", "", EMULATOR_SCOPE_PROJECT, NULL },
  { "project", "GET", EMULATOR_SCOPE_PROJECT, "project GET" },
  { "project", "POST", EMULATOR_SCOPE_USER, "project POST" },
  { "project", "POST", EMULATOR_SCOPE_PROJECT, "project POST" },
  { "project", "POST", EMULATOR_SCOPE_DATASET, NULL },
};

static void
test_legacy (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (legacy); i++) {
    g_autoptr (GError) error = NULL;
    const EmulatorRoute *route = emulator_router_find_legacy (
        legacy[i].type, legacy[i].method, legacy[i].scope, &error);

    if (legacy[i].name != NULL) {
      g_assert_no_error (error);
      g_assert_cmpstr (route->name, ==, legacy[i].name);
    } else {
      g_assert_null (route);
      g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_METHOD_NOT_ALLOWED);
    }
  }
}

static const struct
{
  const char *verb;
  const char *path;
  const char *name;
  EmulatorError error;
  const char *args; /* joined by | */
} v2[] = {
  { "GET", "projects/p1", "GET projects/{project}", 0, "p1" },
  { "GET", "projects/p%2F1", "GET projects/{project}", 0, "p/1" },
  { "POST", "projects/p/workflow/stages/s/actions",
    "POST projects/{project}/workflow/stages/{stage}/actions", 0, "p|s" },
  { "GET", "datasets/list", "GET datasets/list", 0, "" },
  { "PATCH", "projects/p1", NULL, EMULATOR_ERROR_METHOD_NOT_ALLOWED, NULL },
  { "GE", "projects/p1", NULL, EMULATOR_ERROR_METHOD_NOT_ALLOWED, NULL },
  { "GET", "projects/", NULL, EMULATOR_ERROR_RESOURCE_NOT_FOUND, NULL },
  { "GET", "projects", "GET projects", 0, "" },
  { "GET", "", NULL, EMULATOR_ERROR_RESOURCE_NOT_FOUND, NULL },
  { "GET", "projects/p1/x", NULL, EMULATOR_ERROR_RESOURCE_NOT_FOUND, NULL },
  { "GET", "projects/%zz", NULL, EMULATOR_ERROR_RESOURCE_NOT_FOUND, NULL },
  { "GET", "projects/%00", NULL, EMULATOR_ERROR_RESOURCE_NOT_FOUND, NULL },
};

static void
test_v2 (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (v2); i++) {
    g_auto (GStrv) args = NULL;
    g_autoptr (GError) error = NULL;
    const EmulatorRoute *route =
        emulator_router_find_v2 (v2[i].verb, v2[i].path, &args, &error);

    if (v2[i].name != NULL) {
      g_autofree char *joined = g_strjoinv ("|", args);

      g_assert_no_error (error);
      g_assert_cmpstr (route->name, ==, v2[i].name);
      g_assert_cmpstr (joined, ==, v2[i].args);
    } else {
      g_assert_null (route);
      g_assert_error (error, EMULATOR_ERROR, (int) v2[i].error);
    }
  }
}

static const struct
{
  const char *path;
  const char *type;
  int scope; /* -1: refused */
} scopes[] = {
  { "/public", "project", EMULATOR_SCOPE_PROJECT },
  { "/public", "dataset", EMULATOR_SCOPE_DATASET },
  { "/public/user", "", EMULATOR_SCOPE_USER },
  { "/public/user", NULL, EMULATOR_SCOPE_USER },
  { "/public", "", -1 },
  { "/public", "ontology", -1 },
  { "/public/user", "project", -1 },
};

static void
test_scopes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++) {
    g_autoptr (GError) error = NULL;
    EmulatorScope scope;
    gboolean ok = emulator_router_parse_scope (scopes[i].path, scopes[i].type,
                                               &scope, &error);

    g_assert_cmpint (ok ? (int) scope : -1, ==, scopes[i].scope);
    g_assert_true (ok == (error == NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/emulator/router/legacy", test_legacy);
  g_test_add_func ("/emulator/router/v2", test_v2);
  g_test_add_func ("/emulator/router/scopes", test_scopes);
  return g_test_run ();
}
