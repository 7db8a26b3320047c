/* label-row-hostile.c - malformed rows are refused, and the message says where
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "rows.h"

#define BOX "\"boundingBox\":{\"h\":0.1,\"w\":0.1,\"x\":0.1,\"y\":0.1}"
#define OBJECT "{\"objectHash\":\"o\",\"featureHash\":\"aaaa1111\"," BOX "}"
#define ROW(labels)                                                            \
  "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":" labels         \
  "}},\"object_answers\":{},\"object_actions\":{}}"
#define ENTRY(entry) ROW ("{\"7\":{\"objects\":[" OBJECT "," entry "]}}")
#define P "{\"objectHash\":\"p\",\"featureHash\":\"f\","

static const struct
{
  const char *name;
  const char *body;
  const char *message;
} bodies[] = {
  { "empty", "", "body: no object" },
  { "list", "[]", "body: no object" },
  { "no-type", "{\"data_units\":{}}", "body: no string \"data_type\"" },
  { "type-type", "{\"data_type\":7}", "data_type: no string" },
  { "no-units", "{\"data_type\":\"video\"}", "body: no object \"data_units\"" },
  { "units-type", "{\"data_type\":\"video\",\"data_units\":[]}",
    "data_units: no object" },
  { "units-type-late", "{\"data_units\":[],\"data_type\":\"video\"}",
    "data_units: no object" },
  { "units-twice",
    "{\"data_type\":\"audio\",\"data_units\":{},\"data_units\":{}}",
    "data_units: \"data_units\" twice" },
  { "unit-type", "{\"data_type\":\"video\",\"data_units\":{\"d\":null}}",
    "data_units.d: no object" },
  { "no-labels", "{\"data_type\":\"video\",\"data_units\":{\"d\":{}}}",
    "data_units.d: no object \"labels\"" },
  { "labels-type", ROW ("[]"), "data_units.d.labels: no object" },
  { "frame-key", ROW ("{\"x\":{}}"), "data_units.d.labels.x: no frame number" },
  { "frame-zero", ROW ("{\"07\":{}}"),
    "data_units.d.labels.07: no frame number" },
  { "frame-sign", ROW ("{\"-1\":{}}"),
    "data_units.d.labels.-1: no frame number" },
  { "frame-huge", ROW ("{\"2147483648\":{}}"),
    "data_units.d.labels.2147483648: no frame number" },
  { "frame-twice", ROW ("{\"7\":{},\"7\":{}}"),
    "data_units.d.labels.7: frame is there twice" },
  { "frame-type", ROW ("{\"7\":[]}"), "data_units.d.labels.7: no object" },
  { "objects-type", ROW ("{\"7\":{\"objects\":{}}}"),
    "data_units.d.labels.7.objects[0]: no list" },
  { "objects-twice", ROW ("{\"7\":{\"objects\":[],\"objects\":[]}}"),
    "data_units.d.labels.7: \"objects\" twice" },
  { "entry-type", ENTRY ("7"), "data_units.d.labels.7.objects[1]: no object" },
  { "entry-no-hash", ENTRY ("{\"featureHash\":\"f\"}"),
    "data_units.d.labels.7.objects[1]: no string \"objectHash\"" },
  { "entry-no-feature", ENTRY ("{\"objectHash\":\"p\"}"),
    "data_units.d.labels.7.objects[1]: no string \"featureHash\"" },
  { "entry-twice", ENTRY (OBJECT), "object \"o\" is twice in one frame" },
  { "hash-type", ENTRY ("{\"objectHash\":7}"),
    "data_units.d.labels.7.objects[1].objectHash: no string" },
  { "confidence-type", ENTRY (P "\"confidence\":\"1\"}"),
    "data_units.d.labels.7.objects[1].confidence: no number" },
  { "confidence-huge", ENTRY (P "\"confidence\":1e999}"),
    "data_units.d.labels.7.objects[1].confidence: number too large" },
  { "manual-type", ENTRY (P "\"manualAnnotation\":1}"),
    "data_units.d.labels.7.objects[1].manualAnnotation: no boolean" },
  { "time-type", ENTRY (P "\"createdAt\":1714979289}"),
    "data_units.d.labels.7.objects[1].createdAt: no string" },
  { "box-type", ENTRY (P "\"boundingBox\":[]}"),
    "data_units.d.labels.7.objects[1].boundingBox: no object" },
  { "box-member", ENTRY (P "\"boundingBox\":{\"h\":1,\"x\":1,\"y\":1}}"),
    "data_units.d.labels.7.objects[1].boundingBox: no number \"w\"" },
  { "box-null",
    ENTRY (P "\"boundingBox\":{\"h\":1,\"w\":null,\"x\":1,\"y\":1}}"),
    "data_units.d.labels.7.objects[1].boundingBox: no number" },
  { "box-huge",
    ENTRY (P "\"boundingBox\":{\"h\":1,\"w\":-1e400,\"x\":1,\"y\":1}}"),
    "data_units.d.labels.7.objects[1].boundingBox: number too large" },
  { "theta",
    ENTRY (P "\"rotatableBoundingBox\":{\"h\":1,\"w\":1,\"x\":1,\"y\":1}}"),
    "objects[1].rotatableBoundingBox: no number \"theta\"" },
  { "polygon-key", ENTRY (P "\"polygon\":{\"a\":{\"x\":0,\"y\":0}}}"),
    "objects[1].polygon: point key is no index" },
  { "polygon-point", ENTRY (P "\"polygon\":[{\"x\":0}]}"),
    "objects[1].polygon: point without \"x\" or \"y\"" },
  { "point-none", ENTRY (P "\"point\":{}}"),
    "objects[1].point: no point \"0\"" },
  { "joint", ENTRY (P "\"skeleton\":{\"0\":{\"x\":0,\"y\":0}}}"),
    "objects[1].skeleton: joint without" },
  { "visibility",
    ENTRY (P "\"skeleton\":{\"0\":{\"x\":0,\"y\":0,\"name\":\"a\","
             "\"visibility\":\"visible\"}}}"),
    "objects[1].skeleton: no number" },
  { "mask", ENTRY (P "\"bitmask\":{\"width\":1,\"height\":1.5}}"),
    "objects[1].bitmask: no whole number" },
  { "classification-type", ROW ("{\"7\":{\"classifications\":[1]}}"),
    "data_units.d.labels.7.classifications[0]: no object" },
  { "sequence",
    "{\"data_type\":\"img_group\",\"data_units\":{\"i\":"
    "{\"data_sequence\":\"x\",\"labels\":{}}}}",
    "data_units.i.data_sequence: no whole number" },
  { "sequence-fraction",
    "{\"data_type\":\"img_group\",\"data_units\":{\"i\":"
    "{\"data_sequence\":0.5,\"labels\":{}}}}",
    "data_units.i.data_sequence: no whole number" },
  { "answers-type", "{\"data_type\":\"video\",\"object_answers\":[]}",
    "object_answers: no object" },
  { "utf-8", ROW ("{\"7\":{\"objects\":[" P "\"x\":\"\xff\"}]}}"),
    "data_units.d.labels.7.objects[0].x: string is not UTF-8" },
  { "after", ROW ("{}") "x", "body: text after the end" },
  { "unknown", "{\"later\":{\"x\":[1,}}", "later: not a JSON value" },
};

static void
test_body (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autoptr (GError) error = NULL;

  g_assert_false (rows_load_text (row, bodies[i].body, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_true (g_str_has_prefix (error->message, "label row: "));
  if (strstr (error->message, bodies[i].message) == NULL)
    g_assert_cmpstr (error->message, ==, bodies[i].message);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_false (encord_label_row_is_initialised (row));
}

/* whatever is missing at the end, it is noticed; without a terminator behind the
 * text a sanitizer sees a step too far */
static void
test_truncated (void)
{
  g_autofree char *file = rows_read_file ("everything");
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  const gsize end = (gsize) (strrchr (file, '}') - file);

  for (gsize length = 0; length <= end; length++) {
    g_autoptr (GBytes) body = g_bytes_new (file, length);
    g_autoptr (GError) error = NULL;

    g_assert_false (encord_label_row_load (row, body, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

static void
test_deep (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autofree char *body =
      g_strconcat ("{\"data_type\":\"video\",\"later\":", deep, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (rows_load_text (row, body, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_nonnull (strstr (error->message, "later: nested too deeply"));
}

/* the row of another data unit would be saved in the place of this one */
static void
test_stranger (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autoptr (GError) error = NULL;

  g_assert_false (rows_load_text (
      row, "{\"data_type\":\"audio\",\"data_hash\":\"x\",\"data_units\":{}}",
      &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_nonnull (strstr (error->message, "data_hash"));
}

/* one byte changed anywhere: refused or read, and what is read can be written */
static void
test_mutated (void)
{
  static const char bytes[] = "\"{}[]:,\\0e-.x \xff";
  g_autofree char *file = rows_read_file ("everything");
  const gsize length = strlen (file);
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);

  for (guint i = 0; i < 3000; i++) {
    const gsize at = (gsize) g_test_rand_int_range (0, (int) length);
    const char before = file[at];
    g_autoptr (GBytes) body = NULL;
    g_autoptr (GError) error = NULL;

    file[at] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
    body = g_bytes_new (file, length);
    if (encord_label_row_load (row, body, &error)) {
      g_autofree char *written = rows_write (row);

      g_assert_cmpstr (written, ==, file);
    } else {
      g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    }
    file[at] = before;
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autofree char *path =
        g_strdup_printf ("/label-row/hostile/%s", bodies[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_body);
  }
  g_test_add_func ("/label-row/hostile/truncated", test_truncated);
  g_test_add_func ("/label-row/hostile/deep", test_deep);
  g_test_add_func ("/label-row/hostile/stranger", test_stranger);
  g_test_add_func ("/label-row/hostile/mutated", test_mutated);

  return g_test_run ();
}
