/* track-rules.c - rules class by class, and what people write of them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-track-rules-private.h>

#include <string.h>

static EncordTrackRuleBook *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  EncordTrackRuleBook *book =
      encord_track_rule_book_parse (json, strlen (json), &error);

  g_assert_no_error (error);

  return book;
}

static void
test_defaults (void)
{
  g_autoptr (EncordTrackRuleBook) book = parse ("{}");
  EncordTrackRules rules;

  encord_track_rule_book_get (book, "person", &rules);
  g_assert_cmpint (rules.write_mode, ==, ENCORD_WRITE_DENSE);
  g_assert_true (rules.interpolate);
  g_assert_true (rules.smooth);
  g_assert_cmpuint (rules.max_gap, ==, 1000000000);
  g_assert_cmpuint (rules.min_track_length, ==, 2);
  g_assert_cmpfloat (rules.min_confidence, ==, 0);
  g_assert_cmpfloat (rules.key_frame_iou, ==, 0.85);
  g_assert_cmpfloat (rules.key_frame_pixels, ==, 0);
  g_assert_cmpfloat (rules.key_frame_confidence, ==, 0);
}

static void
test_classes (void)
{
  g_autoptr (EncordTrackRuleBook) book =
      parse ("{\"write-mode\": \"keys\", \"min-confidence\": 0.5,"
             " \"key-frame-pixels\": 3, \"max-gap\": 5,"
             " \"classes\": {\"person\": {\"min-confidence\": 0.25,"
             " \"interpolate\": false, \"min-track-length\": 9,"
             " \"max-gap\": 7}, \"car\": {\"max-gap\": 2}}}");
  EncordTrackRules person, car, other;

  encord_track_rule_book_get (book, "person", &person);
  encord_track_rule_book_get (book, "car", &car);
  encord_track_rule_book_get (book, "dog", &other);
  g_assert_cmpint (person.write_mode, ==, ENCORD_WRITE_KEYS);
  g_assert_cmpfloat (person.min_confidence, ==, 0.25);
  g_assert_cmpfloat (person.key_frame_pixels, ==, 3);
  g_assert_false (person.interpolate);
  g_assert_cmpuint (person.min_track_length, ==, 9);
  g_assert_cmpfloat (car.min_confidence, ==, 0.5);
  g_assert_true (car.interpolate);
  g_assert_cmpuint (car.max_gap, ==, 2);
  g_assert_cmpuint (other.max_gap, ==, 5);
  g_assert_cmpuint (encord_track_rule_book_get_longest_gap (book), ==, 7);
}

/* what is set later corrects what was read; other members stay unsaid */
static void
test_corrections (void)
{
  g_autoptr (EncordTrackRuleBook) book =
      parse ("{\"smooth\": true, \"max-gap\": 5,"
             " \"classes\": {\"car\": {\"max-gap\": 2}}}");
  const EncordTrackRules rules = { .max_gap = 77, .min_confidence = 0.75 };
  EncordTrackRules car, other;

  encord_track_rule_book_set (book, NULL, &rules, ENCORD_TRACK_RULE_MAX_GAP);
  encord_track_rule_book_set (book, "car", &rules,
                              ENCORD_TRACK_RULE_MIN_CONFIDENCE);
  encord_track_rule_book_get (book, "car", &car);
  encord_track_rule_book_get (book, "dog", &other);
  g_assert_true (other.smooth);
  g_assert_cmpuint (other.max_gap, ==, 77);
  g_assert_cmpfloat (other.min_confidence, ==, 0);
  g_assert_cmpuint (car.max_gap, ==, 2);
  g_assert_cmpfloat (car.min_confidence, ==, 0.75);
}

static void
test_round_trip (void)
{
  static const char json[] =
      "{\"write-mode\":\"raw\",\"interpolate\":false,\"smooth\":true,"
      "\"max-gap\":9223372036854775807,\"min-track-length\":4294967295,"
      "\"min-confidence\":0.5,\"key-frame-iou\":0.10000000000000001,"
      "\"key-frame-pixels\":2.5,\"key-frame-confidence\":0.25,"
      "\"classes\":{\"a \\\"b\\\"\":{\"smooth\":false},\"\xc3\xa9\":{}}}";
  g_autoptr (EncordTrackRuleBook) book = parse (json);
  g_autofree char *written = encord_track_rule_book_to_json (book);

  g_assert_cmpstr (written, ==, json);
}

static const struct
{
  const char *json, *named;
} bad[] = {
  { "", "empty" },
  { "[]", "no JSON object" },
  { "{\n \"smooth\": true,\n oops}", "near line 2" },
  { "{\"smoth\": true}", "\"smoth\" is no setting" },
  { "{\"classes\": []}", "\"classes\" is no object" },
  { "{\"classes\": {\"car\": 1}}", "class \"car\" is no object" },
  { "{\"classes\": {\"car\": {\"smoth\": 1}}}",
    "class \"car\": \"smoth\" is no setting" },
  { "{\"classes\": {\"car\": {\"classes\": {}}}}",
    "class \"car\": \"classes\" is no setting" },
  { "{\"write-mode\": \"sparse\"}", "\"write-mode\" is none of" },
  { "{\"write-mode\": 1}", "\"write-mode\" is none of" },
  { "{\"smooth\": 1}", "\"smooth\" is neither" },
  { "{\"smooth\": null}", "\"smooth\" is no plain value" },
  { "{\"interpolate\": {}}", "\"interpolate\" is no plain value" },
  { "{\"max-gap\": -1}", "\"max-gap\" is no whole" },
  { "{\"max-gap\": 1.5}", "\"max-gap\" is no whole" },
  { "{\"min-track-length\": 0}", "\"min-track-length\" is no whole" },
  { "{\"min-track-length\": 4294967296}", "\"min-track-length\" is no whole" },
  { "{\"min-confidence\": 1.01}",
    "\"min-confidence\" is no number from 0 to 1" },
  { "{\"min-confidence\": \"0\"}", "\"min-confidence\" is no number" },
  { "{\"key-frame-iou\": 0}", "\"key-frame-iou\" is no number" },
  { "{\"key-frame-pixels\": -1}", "\"key-frame-pixels\" is no number" },
  { "{\"key-frame-confidence\": 2}", "\"key-frame-confidence\" is no number" },
};

static void
test_bad (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (
      encord_track_rule_book_parse (bad[i].json, strlen (bad[i].json), &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_true (g_str_has_prefix (error->message, "label settings: "));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, bad[i].named));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/track-rules/defaults", test_defaults);
  g_test_add_func ("/track-rules/classes", test_classes);
  g_test_add_func ("/track-rules/corrections", test_corrections);
  g_test_add_func ("/track-rules/round-trip", test_round_trip);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path =
        g_strdup_printf ("/track-rules/bad/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bad);
  }

  return g_test_run ();
}
