/* training-fixture.c - a model that trainers of all kinds train
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "training-fixture.h"

void
training_set_up (Training *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_auto (Answer) answer = { 0 };

  fixture_set_up (fixture, NULL);
  fixture_make_project (fixture);
  self->rows[0] = fixture_create_row (fixture, fixture->video);
  self->rows[1] = fixture_create_row (fixture, fixture->group);
  fixture_call (fixture, "model", "PUT", "null",
                "{\"model_operation\":2,\"model_parameters\":{"
                "\"title\":\"Cars\",\"description\":null,"
                "\"features\":[\"aaaa1111\"],\"model\":\"faster_rcnn\"}}",
                &answer);
  self->model = g_strdup (json_node_get_string (answer_get_response (&answer)));
}

void
training_tear_down (Training *self, gconstpointer data)
{
  g_free (self->model);
  g_free (self->rows[0]);
  g_free (self->rows[1]);
  fixture_tear_down (&self->fixture, NULL);
}

char *
training_write_trainer (Training *self, const char *script)
{
  g_autofree char *path =
      g_build_filename (self->fixture.folder, "trainer", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  g_assert_true (g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700, NULL));
  return g_shell_quote (path);
}

void
training_use_trainer (Training *self, const char *script)
{
  g_autofree char *command = training_write_trainer (self, script);

  g_assert_true (emulator_set_trainer (self->fixture.emulator, command, NULL));
}

char *
training_make_request (Training *self)
{
  return g_strdup_printf (
      "{\"labelRows\":[\"%s\",\"%s\"],\"epochs\":2,\"batchSize\":4,"
      "\"model\":\"faster_rcnn\",\"trainingWeightsLink\":\"https://x/y.pkl\","
      "\"device\":\"cpu\"}",
      self->rows[0], self->rows[1]);
}

char *
training_start (Training *self)
{
  g_autofree char *path =
      g_strdup_printf ("ml-models/%s/training", self->model);
  g_autofree char *request = training_make_request (self);
  g_auto (Answer) answer = { 0 };

  fixture_v2 (&self->fixture, self->fixture.admin, "POST", path, request,
              &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_true (g_uuid_string_is_valid (json_node_get_string (answer.json)));
  return g_strdup (json_node_get_string (answer.json));
}

JsonObject *
training_poll (Training *self, const char *training, guint seconds, Answer *ret)
{
  g_autofree char *path =
      g_strdup_printf ("ml-models/%s/%s/training?timeoutSeconds=%u",
                       self->model, training, seconds);

  fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL, ret);
  g_assert_cmpuint (ret->status, ==, 200);
  return json_node_get_object (ret->json);
}

JsonObject *
training_poll_to_the_end (Training *self, const char *training, Answer *ret)
{
  JsonObject *answer;

  do {
    answer = training_poll (self, training, 60, ret);
  } while (g_str_equal (json_object_get_string_member (answer, "status"),
                        "PENDING"));
  return answer;
}

void
training_check_result (Training *self, const char *training)
{
  g_autofree char *weights = g_build_filename (self->fixture.folder, "weights",
                                               training, "model.onnx", NULL);
  g_autofree char *values = NULL;
  g_auto (Answer) ret = { 0 };
  JsonObject *answer = training_poll_to_the_end (self, training, &ret);
  JsonObject *result;

  g_assert_cmpstr (json_object_get_string_member (answer, "status"), ==,
                   "DONE");
  result = json_object_get_object_member (answer, "result");
  g_assert_cmpstr (json_object_get_string_member (result, "modelHash"), ==,
                   self->model);
  g_assert_cmpstr (json_object_get_string_member (result, "trainingHash"), ==,
                   training);
  g_assert_cmpstr (json_object_get_string_member (result, "title"), ==, "Cars");
  g_assert_cmpstr (json_object_get_string_member (result, "type"), ==,
                   "bounding_box");
  g_assert_cmpstr (json_object_get_string_member (result, "model"), ==,
                   "faster_rcnn");
  g_assert_cmpint (json_object_get_int_member (result, "epochs"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (result, "batchSize"), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (result, "finalLoss"), ==,
                     0.25);
  g_assert_cmpint (json_object_get_int_member (result, "duration"), >=, 0);
  g_assert_true (json_object_has_member (result, "framework"));
  g_assert_true (json_object_has_member (result, "weightsLink"));
  g_assert_true (json_object_has_member (result, "createdAt"));
  /* the three files of the fixture: the trainer has seen them */
  g_assert_true (g_file_get_contents (weights, &values, NULL, NULL));
  g_assert_cmpstr (values, ==, "012345678901234567890123456789");
}

gboolean
folder_is_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}
