/* copy-models.c - projects are copied with their models
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-import.h"

#define ITERATION "77777777-7777-4777-8777-777777777777"

static char *
copy (Fixture *self, const char *options)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->project);
  g_autofree char *payload =
      g_strdup_printf ("{\"copy_project_options\":[%s]}", options);

  fixture_call (self, "projectcopy", "POST", uid, payload, &answer);
  return g_strdup (json_node_get_string (answer_get_response (&answer)));
}

static JsonArray *
list_models (Fixture *self, const char *project, Answer *answer)
{
  fixture_call_as (self, self->admin, "project", project, "modelconfiguration",
                   "GET", "null", "null", answer);
  return json_node_get_array (answer_get_response (answer));
}

static char *
import_weights (Fixture *self)
{
  g_autofree char *file = g_build_filename (self->folder, "cars.onnx", NULL);
  EmulatorImport import = { .iteration = ITERATION,
                            .file = file,
                            .project = self->project,
                            .class_map = "{\"automobile\":\"Car\"}" };
  g_autoptr (GError) error = NULL;
  char *model;

  g_assert_true (g_file_set_contents (file, "not really", -1, NULL));
  model = emulator_import_model (self->folder, &import, &error);
  g_assert_no_error (error);
  return model;
}

/* the copy has a model and weights of its own, that stay when the original's go */
static void
test_models (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *model = NULL;
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;
  g_autofree char *uid = NULL;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  JsonObject *copied;
  const char *iteration;

  fixture_make_project (self);
  model = import_weights (self);
  without = copy (self, "");
  with = copy (self, "\"models\"");
  g_assert_cmpuint (
      json_array_get_length (list_models (self, without, &answer)), ==, 0);
  g_assert_cmpuint (json_array_get_length (list_models (self, with, &answer)),
                    ==, 1);
  uid = g_strdup_printf ("\"%s\"", model);
  fixture_call (self, "model", "DELETE", uid, "null", &answer);
  answer_get_response (&answer);

  fixture_restart (self);
  copied = json_array_get_object_element (list_models (self, with, &answer), 0);
  g_assert_cmpstr (json_object_get_string_member (copied, "model_uid"), !=,
                   model);
  iteration = json_array_get_string_element (
      json_object_get_array_member (copied, "model_iteration_uids"), 0);
  g_assert_cmpstr (iteration, !=, ITERATION);
  file =
      g_build_filename (self->folder, "weights", iteration, "model.onnx", NULL);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "not really");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/emulator/copy/models", Fixture, NULL, fixture_set_up,
              test_models, fixture_tear_down);
  return g_test_run ();
}
