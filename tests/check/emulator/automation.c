/* automation.c - label algorithms of the server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-algorithms.h"
#include "emulator-fixture.h"

#define BOX(x)                                                                 \
  "{\"objectHash\":\"obj00001\",\"featureHash\":\"aaaa1111\",\"name\":"        \
  "\"Car\","                                                                   \
  "\"boundingBox\":{\"h\":0.25,\"w\":0.25,\"x\":" x ",\"y\":0.5}}"

static void
run (Fixture *self, const char *name, const char *parameters, Answer *answer)
{
  g_autofree char *payload = g_strdup_printf (
      "{\"algorithm_name\":%s,\"algorithm_parameters\":%s}", name, parameters);

  fixture_call (self, "labelingalgorithm", "POST",
                "\"afaa9521-d7dd-4268-ba20-fd22a5f9754f\"", payload, answer);
}

static JsonObject *
get_object (JsonNode *frames, const char *frame)
{
  return json_array_get_object_element (
      json_object_get_array_member (
          json_object_get_object_member (json_node_get_object (frames), frame),
          "objects"),
      0);
}

static void
test_interpolation (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonNode *frames;
  JsonObject *object;

  fixture_make_project (self);
  run (self, "\"interpolation\"",
       "{\"key_frames\":{\"0\":{\"objects\":[" BOX (
           "0.0") "]},\"4\":{\"objects\":[" BOX ("0.5") "],\"classifications\":"
                                                        "[]}},\"objects_to_"
                                                        "interpolate\":["
                                                        "\"none\",\"obj00001\"]"
                                                        "}",
       &answer);
  frames = answer_get_response (&answer);
  g_assert_cmpuint (json_object_get_size (json_node_get_object (frames)), ==,
                    5);
  object = get_object (frames, "1");
  g_assert_cmpstr (json_object_get_string_member (object, "objectHash"), ==,
                   "obj00001");
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "Car");
  g_assert_cmpfloat (json_object_get_double_member (object, "confidence"), ==,
                     0.99);
  g_assert_false (json_object_get_boolean_member (object, "manualAnnotation"));
  g_assert_cmpfloat (
      json_object_get_double_member (
          json_object_get_object_member (object, "boundingBox"), "x"),
      ==, 0.125);
  /* by whom and when it was made */
  g_assert_cmpstr (json_object_get_string_member (object, "createdBy"), ==,
                   "a@example.com");
  g_assert_true (g_str_has_suffix (
      json_object_get_string_member (object, "createdAt"), " GMT"));
  g_assert_cmpuint (json_object_get_size (get_object (frames, "0")), ==, 4);
}

static void
test_fitting (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *object;

  fixture_make_project (self);
  run (
      self, "\"fitted_bounding_box\"",
      "{\"labels\":{\"7\":{\"objects\":[{\"objectHash\":\"obj00001\","
      "\"featureHash\":\"aaaa1111\",\"polygon\":{\"0\":{\"x\":0.25,\"y\":0.26},"
      "\"1\":{\"x\":0.5,\"y\":0.5}}}]}},\"video\":{\"width\":64,\"height\":32."
      "0}}",
      &answer);
  object = get_object (answer_get_response (&answer), "7");
  g_assert_cmpstr (json_object_get_string_member (object, "shape"), ==,
                   "bounding_box");
  g_assert_false (json_object_has_member (object, "polygon"));
  object = json_object_get_object_member (object, "boundingBox");
  g_assert_cmpfloat (json_object_get_double_member (object, "x"), ==, 0.25);
  g_assert_cmpfloat (json_object_get_double_member (object, "y"), ==, 0.25);
  g_assert_cmpfloat (json_object_get_double_member (object, "w"), ==, 0.25);
  g_assert_cmpfloat (json_object_get_double_member (object, "h"), ==, 0.25);
}

#define KEYS "\"key_frames\":{\"0\":{\"objects\":[" BOX ("0.0") "]}}"
#define LABELS "\"labels\":{\"0\":{}}"

static const struct
{
  const char *name;
  const char *parameters;
  const char *reason;
} refused[] = {
  { "\"tracking\"", "{}", "algorithm_name" },
  { "null", "{}", "payload" },
  { "\"interpolation\"", "[]", "payload" },
  { "\"interpolation\"", "null", "payload" },
  { "\"interpolation\"", "{\"objects_to_interpolate\":[\"a\"]}", "key_frames" },
  { "\"interpolation\"",
    "{\"key_frames\":{},\"objects_to_interpolate\":[\"a\"]}", "key_frames" },
  { "\"interpolation\"",
    "{\"key_frames\":null,\"objects_to_interpolate\":[\"a\"]}", "key_frames" },
  { "\"interpolation\"",
    "{\"key_frames\":[{}],\"objects_to_interpolate\":[\"a\"]}", "key_frames" },
  { "\"interpolation\"", "{" KEYS "}", "objects_to_interpolate" },
  { "\"interpolation\"", "{" KEYS ",\"objects_to_interpolate\":[]}",
    "objects_to_interpolate" },
  { "\"interpolation\"", "{" KEYS ",\"objects_to_interpolate\":\"a\"}",
    "objects_to_interpolate" },
  { "\"interpolation\"", "{" KEYS ",\"objects_to_interpolate\":[7]}",
    "objects_to_interpolate" },
  { "\"interpolation\"",
    "{\"key_frames\":{\"x\":{}},\"objects_to_interpolate\":[\"a\"]}",
    "frame number" },
  { "\"interpolation\"",
    "{\"key_frames\":{\"0\":{\"objects\":[7]}},\"objects_to_interpolate\":["
    "\"a\"]}",
    "frame 0" },
  /* a short request for an endless answer */
  { "\"interpolation\"",
    "{\"key_frames\":{\"0\":{\"objects\":[" BOX (
        "0.0") "]},\"999999999\":{\"objects\":[" BOX ("0.5") "]}},"
                                                             "\"objects_to_"
                                                             "interpolate\":["
                                                             "\"obj00001\"]}",
    "larger than" },
  { "\"fitted_bounding_box\"", "{\"video\":{\"width\":6,\"height\":4}}",
    "labels" },
  { "\"fitted_bounding_box\"",
    "{\"labels\":{},\"video\":{\"width\":6,\"height\":4}}", "labels" },
  { "\"fitted_bounding_box\"", "{" LABELS "}", "video" },
  { "\"fitted_bounding_box\"", "{" LABELS ",\"video\":{}}", "video" },
  { "\"fitted_bounding_box\"", "{" LABELS ",\"video\":[6,4]}", "video" },
  { "\"fitted_bounding_box\"", "{" LABELS ",\"video\":{\"width\":6}}",
    "height" },
  { "\"fitted_bounding_box\"",
    "{" LABELS ",\"video\":{\"width\":\"6\",\"height\":4}}", "width" },
  { "\"fitted_bounding_box\"",
    "{" LABELS ",\"video\":{\"width\":-6,\"height\":4}}", "width" },
  { "\"fitted_bounding_box\"",
    "{" LABELS ",\"video\":{\"width\":6,\"height\":1e99}}", "height" },
};

static void
test_refused (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_auto (Answer) answer = { 0 };

    g_test_message ("%s", refused[i].parameters);
    run (self, refused[i].name, refused[i].parameters, &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
    g_assert_nonnull (
        strstr (json_object_get_string_member (
                    json_node_get_object (answer.json), "payload"),
                refused[i].reason));
  }
}

static void
test_stranger (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  fixture_legacy (self, self->other, "project", self->project,
                  "{\"query_type\":\"labelingalgorithm\",\"query_method\":"
                  "\"POST\",\"values\":{\"uid\":null,\"payload\":{}}}",
                  &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
}

/* The frames of an object whose outline has thousands of corners that take a while
 * to be matched. */
static char *
make_outlines (void)
{
  GString *text = g_string_new ("{\"key_frames\":{");

  for (guint frame = 0; frame <= 400; frame += 400) {
    g_string_append_printf (
        text,
        "%s\"%u\":{\"objects\":[{\"objectHash\":\"obj00001\",\"featureHash\":"
        "\"aaaa1111\",\"shape\":\"polygon\",\"polygon\":{",
        frame > 0 ? "," : "", frame);
    for (guint i = 0; i < 2000; i++)
      g_string_append_printf (text, "%s\"%u\":{\"x\":%.6f,\"y\":%.6f}",
                              i > 0 ? "," : "", i,
                              (double) ((i * 7919u + frame) % 9973u) / 9973,
                              (double) ((i * 104729u) % 9967u) / 9967);
    g_string_append (text, "}}]}");
  }
  g_string_append (text, "},\"objects_to_interpolate\":[\"obj00001\"]}");

  return g_string_free (text, FALSE);
}

/* at a time, more than run */
#define N_CALLS 4

/* when it returns, as many as can are running */
static void
begin_many (Fixture *self, GBytes *answers[N_CALLS])
{
  g_autofree char *outlines = make_outlines ();
  g_autofree char *payload = g_strdup_printf (
      "{\"algorithm_name\":\"interpolation\",\"algorithm_parameters\":%s}",
      outlines);

  fixture_make_project (self);
  for (gsize i = 0; i < N_CALLS; i++)
    fixture_begin_call (self, "labelingalgorithm", "POST", "null", payload,
                        &answers[i]);
  while (emulator_algorithms_count_running (self->emulator->algorithms) < 2)
    g_main_context_iteration (NULL, TRUE);
}

/* Others are answered while algorithms run, and as many as there are rooms for
 * them; those that come later get their turn. */
static void
test_beside (Fixture *self, gconstpointer data)
{
  GBytes *bytes[N_CALLS] = { NULL };
  g_auto (Answer) answer = { 0 };
  guint waiting = 0;

  begin_many (self, bytes);
  /* the last that came, and the first to be answered */
  fixture_call (self, "project", "GET", "null", "{}", &answer);
  answer_get_response (&answer);
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    waiting += bytes[i] == NULL;
  g_assert_cmpuint (waiting, >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++) {
    while (bytes[i] == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes[i], NULL),
                                    (gssize) g_bytes_get_size (bytes[i]),
                                    "\"200\":{"));
    g_bytes_unref (bytes[i]);
  }
}

/* an emulator that stops waits for what runs, and forgets what waits */
static void
test_stop (Fixture *self, gconstpointer data)
{
  GBytes *bytes[N_CALLS] = { NULL };

  begin_many (self, bytes);
  fixture_restart (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    g_clear_pointer (&bytes[i], g_bytes_unref);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/automation/" name, Fixture, NULL, fixture_set_up,     \
              func, fixture_tear_down)
  ADD ("interpolation", test_interpolation);
  ADD ("fitting", test_fitting);
  ADD ("refused", test_refused);
  ADD ("stranger", test_stranger);
  ADD ("beside", test_beside);
  ADD ("stop", test_stop);
#undef ADD
  return g_test_run ();
}
