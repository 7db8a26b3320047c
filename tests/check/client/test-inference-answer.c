/* test-inference-answer.c - what a model found, in each form that it was ever told
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/encord.h>

#define BOX "{\"x\":0.1,\"y\":0.2,\"w\":0.3,\"h\":0.25}"

static const struct
{
  const char *name;
  const char *answer;
  const char *expected; /* NULL: it makes no sense */
} forms[] = {
  { "usual",
    "[{\"uid\":\"u\",\"predictions\":{\"0\":{\"objects\":[{\"name\":\"Car\","
    "\"color\":\"#D33115\",\"value\":\"car\",\"shape\":\"bounding_box\","
    "\"confidence\":0.5,\"objectHash\":\"o\",\"featureHash\":\"f\","
    "\"manualAnnotation\":true,\"bounding_box\":" BOX
    "}],\"classifications\":[]}}}]",
    "u[0:f/o Car car #D33115 bounding_box 0.1 0.5 manual]" },
  { "one-object", "{\"uid\":\"u\",\"predictions\":{}}", "u[]" },
  { "no-result", "[]", "" },
  { "null-predictions", "[{\"uid\":\"u\",\"predictions\":null}]", "u[]" },
  { "no-uid", "[{\"predictions\":{}}]", "-[]" },
  { "inference", "[{\"uid\":\"x\",\"inference\":{\"3\":null}}]", "x[3:]" },
  { "result-later-names",
    "[{\"result\":{\"0\":[{\"featureId\":\"f\",\"objectId\":\"o\","
    "\"boundingBox\":" BOX "}]}}]",
    "-[0:f/o - - - bounding_box 0.1 1]" },
  { "directly-keyed",
    "{\"uid\":\"u\",\"1\":{\"objects\":[{\"featureHash\":\"f\"}]}}",
    "u[1:f/- - - - unknown - 1]" },
  { "sorted", "[{\"predictions\":{\"10\":null,\"9\":null,\"x\":7}}]",
    "-[9: 10:]" },
  { "frame-object", "[{\"predictions\":{\"0\":{\"featureHash\":\"f\"}}}]",
    "-[0:f/- - - - unknown - 1]" },
  { "frame-empty", "[{\"predictions\":{\"0\":{}}}]", "-[0:]" },
  { "polygon-list",
    "[{\"predictions\":{\"0\":[{\"featureHash\":\"f\",\"polygon\":[{\"x\":0.5,"
    "\"y\":0},{\"x\":1,\"y\":1}]}]}}]",
    "-[0:f/- - - - polygon 0.5 1]" },
  { "polygon-sorted",
    "[{\"predictions\":{\"0\":[{\"featureHash\":\"f\",\"polygon\":{\"10\":"
    "{\"x\":1,\"y\":1},\"9\":{\"x\":0.5,\"y\":0}}}]}}]",
    "-[0:f/- - - - polygon 0.5 1]" },
  { "classification",
    "[{\"predictions\":{\"0\":[{\"featureIdParent\":\"p\",\"featureIdChild\":"
    "\"c\",\"classificationUuid\":\"k\",\"confidence\":1}]}}]",
    "-[0:class p/k=c 1]" },
  { "classification-list",
    "[{\"predictions\":{\"0\":{\"objects\":null,\"classifications\":[{"
    "\"featureHash\":\"p\",\"classificationHash\":\"k\"}]}}}]",
    "-[0:class p/k=- 1]" },
  { "new-shape",
    "[{\"predictions\":{\"0\":[{\"featureHash\":\"f\",\"shape\":\"cuboid\","
    "\"cuboid\":{\"x\":1}}]}}]",
    "-[0:f/- - - - unknown - 1]" },
  { "text", "\"x\"", NULL },
  { "null", "null", NULL },
  { "list-of-numbers", "[1]", NULL },
  { "predictions-list", "[{\"predictions\":[]}]", NULL },
  { "frame-number", "[{\"predictions\":{\"0\":7}}]", NULL },
  { "prediction-number", "[{\"predictions\":{\"0\":[7]}}]", NULL },
  { "nested-list", "[{\"predictions\":{\"0\":[[{}]]}}]", NULL },
  { "half-box",
    "[{\"predictions\":{\"0\":[{\"featureHash\":\"f\",\"boundingBox\":{\"x\":1}"
    "}]}}]",
    NULL },
  { "box-number",
    "[{\"predictions\":{\"0\":[{\"featureHash\":\"f\",\"boundingBox\":1}]}}]",
    NULL },
  { "confidence-text",
    "[{\"predictions\":{\"0\":[{\"featureHash\":\"f\",\"confidence\":\"1\"}]}}"
    "]",
    NULL },
};

#define OR_DASH(text) ((text) != NULL ? (text) : "-")

static void
describe_object (GString *text, EncordPrediction *prediction)
{
  EncordGeometry *geometry = encord_prediction_get_geometry (prediction);
  const EncordShape shape = encord_prediction_get_shape (prediction);
  EncordBox box;
  guint n;

  g_string_append_printf (
      text, "%s/%s %s %s %s %s ",
      OR_DASH (encord_prediction_get_feature_hash (prediction)),
      OR_DASH (encord_prediction_get_object_hash (prediction)),
      OR_DASH (encord_prediction_get_name (prediction)),
      OR_DASH (encord_prediction_get_value (prediction)),
      OR_DASH (encord_prediction_get_color (prediction)),
      shape == ENCORD_SHAPE_UNKNOWN ? "unknown"
                                    : encord_shape_to_string (shape));
  if (geometry == NULL)
    g_string_append_c (text, '-');
  else if (encord_geometry_get_box (geometry, &box))
    g_string_append_printf (text, "%g", box.x);
  else
    g_string_append_printf (text, "%g",
                            encord_geometry_get_points (geometry, &n)[0].x);
  g_string_append_printf (
      text, " %g%s", encord_prediction_get_confidence (prediction),
      encord_prediction_get_manual_annotation (prediction) ? " manual" : "");
}

static char *
describe (GPtrArray *results)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < results->len; i++) {
    GPtrArray *frames = encord_inference_result_get_frames (results->pdata[i]);

    g_assert_nonnull (encord_inference_result_get_json (results->pdata[i]));
    g_string_append_printf (
        text, "%s[",
        OR_DASH (encord_inference_result_get_uid (results->pdata[i])));
    for (guint j = 0; j < frames->len; j++) {
      EncordInferenceFrame *frame = frames->pdata[j];
      GPtrArray *objects = encord_inference_frame_get_objects (frame);
      GPtrArray *classes = encord_inference_frame_get_classifications (frame);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT ":", j > 0 ? " " : "",
                              encord_inference_frame_get_frame (frame));
      for (guint k = 0; k < objects->len; k++)
        describe_object (text, objects->pdata[k]);
      for (guint k = 0; k < classes->len; k++)
        g_string_append_printf (
            text, "class %s/%s=%s %g",
            OR_DASH (encord_prediction_get_feature_hash (classes->pdata[k])),
            OR_DASH (encord_prediction_get_object_hash (classes->pdata[k])),
            OR_DASH (encord_prediction_get_option_hash (classes->pdata[k])),
            encord_prediction_get_confidence (classes->pdata[k]));
    }
    g_string_append_c (text, ']');
  }

  return g_string_free (text, FALSE);
}

static void
test_form (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (JsonNode) answer = json_from_string (forms[i].answer, NULL);
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (answer);
  results = encord_answers_parse_inference (NULL, answer, &error);
  if (forms[i].expected == NULL) {
    g_assert_null (results);
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    return;
  }
  g_assert_no_error (error);
  text = describe (results);
  g_assert_cmpstr (text, ==, forms[i].expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *path =
        g_strconcat ("/inference-answer/", forms[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_form);
  }

  return g_test_run ();
}
