/* answers.c - static and dynamic answers of objects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "rows.h"

static EncordObjectInstance *
get (EncordLabelRow *row, const char *hash)
{
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (row, hash);

  g_assert_nonnull (instance);

  return instance;
}

static void
assert_answer (EncordLabelRow *row, const char *object, const char *attribute,
               int frame, const char *expected)
{
  g_autoptr (EncordAnswer) answer = encord_object_instance_get_answer (
      get (row, object), rows_attribute (row, attribute), frame);
  g_autofree char *text = rows_describe (answer);

  g_assert_cmpstr (text, ==, expected);
}

static void
set (EncordLabelRow *row, const char *object, const char *attribute,
     const char *text)
{
  EncordOntologyAttribute *to = rows_attribute (row, attribute);
  g_autoptr (EncordAnswer) answer = rows_answer (row, to, text);
  g_autoptr (GError) error = NULL;

  encord_object_instance_set_answer (get (row, object), to, answer, &error);
  g_assert_no_error (error);
}

static void
set_range (EncordLabelRow *row, const char *object, const char *attribute,
           const char *text, int first, int last)
{
  EncordOntologyAttribute *to = rows_attribute (row, attribute);
  g_autoptr (EncordAnswer) answer = rows_answer (row, to, text);
  const EncordFrameRange range = { first, last };
  g_autoptr (GError) error = NULL;

  encord_object_instance_set_answer_for_ranges (get (row, object), to, answer,
                                                &range, 1, &error);
  g_assert_no_error (error);
}

static gboolean
delete_range (EncordLabelRow *row, const char *object, const char *attribute,
              int first, int last)
{
  const EncordFrameRange range = { first, last };

  return encord_object_instance_delete_answer_for_ranges (
      get (row, object), rows_attribute (row, attribute), &range, 1);
}

/* what the file would be with one piece of it replaced */
static void
assert_replaced (EncordLabelRow *row, const char *before, const char *after)
{
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *replaced = rows_replace (file, before, after);
  g_autofree char *expected = rows_compact (replaced);
  g_autofree char *written = rows_write (row);
  g_autofree char *compact = rows_compact (written);

  g_assert_cmpstr (compact, ==, expected);
}

static void
test_read (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *written = NULL;

  assert_answer (row, "obj00001", "bbbb1111", 0, "cccc1111");
  assert_answer (row, "obj00001", "bbbb1112", 0, "-");
  assert_answer (row, "obj00001", "bbbb2222", 0, "very \"red\"");
  assert_answer (row, "obj00001", "bbbb2223", 0, "-");
  assert_answer (row, "obj00002", "bbbb1111", 0, "-"); /* another class */

  /* one entry an option */
  assert_answer (row, "obj00003", "bbbb3333", 0, "eeee0001 eeee0002");

  /* both options on frame 2, where one's range ends and the other's begins */
  assert_answer (row, "obj00001", "bbbb4444", 0, "eeee0004");
  assert_answer (row, "obj00001", "bbbb4444", 2, "eeee0003 eeee0004");
  assert_answer (row, "obj00001", "bbbb4444", 3, "eeee0003");
  assert_answer (row, "obj00001", "bbbb4444", 4, "-");
  assert_answer (row, "obj00001", "bbbb4444", 5, "eeee0004");
  assert_answer (row, "obj00001", "bbbb4444", 6, "-");

  /* reading changes nothing */
  written = rows_write (row);
  g_assert_cmpstr (written, ==, file);
}

static void
test_list (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordObjectInstance *car = get (row, "obj00001");
  EncordOntologyAttribute *doors = rows_attribute (row, "bbbb4444");
  g_autoptr (GPtrArray) attributes =
      encord_object_instance_get_answered_attributes (car);
  g_autoptr (GPtrArray) answers =
      encord_object_instance_get_answers (car, doors);
  static const struct
  {
    const char *answer;
    EncordFrameRange ranges[2];
    guint n_ranges;
  } expected[] = {
    { "eeee0004", { { 0, 1 }, { 5, 5 } }, 2 },
    { "eeee0003 eeee0004", { { 2, 2 } }, 1 },
    { "eeee0003", { { 3, 3 } }, 1 },
  };

  g_assert_cmpuint (attributes->len, ==, 3);
  g_assert_true (g_ptr_array_index (attributes, 0) ==
                 rows_attribute (row, "bbbb1111"));
  g_assert_true (g_ptr_array_index (attributes, 1) ==
                 rows_attribute (row, "bbbb2222"));
  g_assert_true (g_ptr_array_index (attributes, 2) == doors);

  g_assert_cmpuint (answers->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < answers->len; i++) {
    g_autofree char *text = rows_describe (g_ptr_array_index (answers, i));
    g_autofree EncordFrameRange *ranges = NULL;
    guint n_ranges;

    g_assert_cmpstr (text, ==, expected[i].answer);
    ranges = encord_object_instance_get_answer_ranges (
        car, doors, g_ptr_array_index (answers, i), &n_ranges);
    g_assert_cmpmem (ranges, n_ranges * sizeof *ranges, expected[i].ranges,
                     expected[i].n_ranges * sizeof *ranges);
  }
}

static void
test_set_static (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");

  /* its own value again: no edit */
  set (row, "obj00001", "bbbb1111", "cccc1111");
  assert_replaced (row, "\"manualAnnotation\": true, \"later\": {\"x\": 1}}",
                   "\"manualAnnotation\": true, \"later\": {\"x\": 1}}");

  /* in its place, with the members that it had */
  set (row, "obj00001", "bbbb2222", "a\nb");
  assert_answer (row, "obj00001", "bbbb2222", 0, "a\nb");
  assert_replaced (row, "\"answers\": \"very \\\"red\\\"\"",
                   "\"answers\": \"a\\u000ab\"");
}

static void
test_set_checklist (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");

  set (row, "obj00003", "bbbb3333", "eeee0002 eeee0001"); /* as it is */
  set (row, "obj00003", "bbbb3333", "eeee0002");
  assert_answer (row, "obj00003", "bbbb3333", 0, "eeee0002");
  assert_replaced (
      row,
      "\"answers\": [{\"name\": \"A\", \"value\": \"a\", \"featureHash\": "
      "\"eeee0001\"}], \"featureHash\": \"bbbb3333\", \"manualAnnotation\": "
      "true},\n        {\"name\": \"Extras\", \"value\": \"extras\", "
      "\"answers\": [{\"name\": \"B\", \"value\": \"b\", \"featureHash\": "
      "\"eeee0002\"}]",
      "\"answers\": [{\"name\": \"B\", \"value\": \"b\", \"featureHash\": "
      "\"eeee0002\"}]");

  set (row, "obj00003", "bbbb3333", "");
  assert_answer (row, "obj00003", "bbbb3333", 0, "");
}

static void
test_add_static (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordAnswer) answer = NULL, machine = NULL;
  g_autoptr (GError) error = NULL;

  set (row, "obj00001", "bbbb4447", "2.5");
  answer = encord_answer_new_number (2.5);
  machine = encord_answer_with_manual (answer, FALSE);
  g_assert_false (encord_answer_is_manual (machine));
  g_assert_true (encord_answer_equal (answer, machine));
  encord_object_instance_set_answer (
      get (row, "obj00001"), rows_attribute (row, "bbbb4447"), machine, &error);
  g_assert_no_error (error);
  assert_replaced (row, "\"later\": {\"x\": 1}}",
                   "\"later\": {\"x\": 1}}, {\"name\": \"Weight\", \"value\": "
                   "\"weight\", \"answers\": 2.5, \"featureHash\": "
                   "\"bbbb4447\", \"manualAnnotation\": false}");
}

static void
test_nested (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordOntologyAttribute *why = rows_attribute (row, "bbbb1113");
  g_autoptr (EncordAnswer) answer = rows_answer (row, why, "sun");
  g_autoptr (GPtrArray) attributes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;

  /* two levels down, and the one between is not answered */
  g_assert_false (encord_object_instance_set_answer (get (row, "obj00001"), why,
                                                     answer, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);

  set (row, "obj00001", "bbbb1112", "cccc1112");
  set (row, "obj00001", "bbbb1113", "sun");
  assert_answer (row, "obj00001", "bbbb1113", 0, "sun");
  attributes =
      encord_object_instance_get_answered_attributes (get (row, "obj00001"));
  g_assert_cmpuint (attributes->len, ==, 5);

  /* another option on top hides what is below, and its return brings it back */
  set (row, "obj00001", "bbbb1111", "cccc1114");
  assert_answer (row, "obj00001", "bbbb1112", 0, "-");
  assert_answer (row, "obj00001", "bbbb1113", 0, "-");
  set (row, "obj00001", "bbbb1111", "cccc1111");
  assert_answer (row, "obj00001", "bbbb1113", 0, "sun");
  set (row, "obj00001", "bbbb1112", "cccc1113");
  assert_answer (row, "obj00001", "bbbb1113", 0, "-");
  set (row, "obj00001", "bbbb1112", "cccc1112");

  written = rows_write (row);
  g_assert_true (rows_load_text (row, written, &error));
  assert_answer (row, "obj00001", "bbbb1113", 0, "sun");

  g_assert_true (encord_object_instance_delete_answer (
      get (row, "obj00001"), rows_attribute (row, "bbbb1111")));
  assert_answer (row, "obj00001", "bbbb1111", 0, "-");
  assert_answer (row, "obj00001", "bbbb1113", 0, "-");
  g_assert_false (encord_object_instance_delete_answer (
      get (row, "obj00001"), rows_attribute (row, "bbbb1111")));
}

static void
test_delete_static (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");

  g_assert_true (encord_object_instance_delete_answer (
      get (row, "obj00001"), rows_attribute (row, "bbbb1111")));
  assert_replaced (
      row,
      "{\"name\": \"Colour\", \"value\": \"colour\", \"answers\": [{\"name\": "
      "\"Red\", \"value\": \"red\", \"featureHash\": \"cccc1111\"}], "
      "\"featureHash\": \"bbbb1111\", \"manualAnnotation\": true},\n",
      "\n");
}

static void
test_extend_dynamic (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");

  /* only its range changes; touching ranges become one */
  set_range (row, "obj00001", "bbbb4444", "eeee0003", 4, 4);
  assert_answer (row, "obj00001", "bbbb4444", 4, "eeee0003");
  /* of an answer by a human: the other one is not */
  assert_replaced (row, "\"range\": [[2, 3]]", "\"range\": [[2, 4]]");
}

static void
test_cut_dynamic (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *written = NULL, *compact = NULL;
  g_autoptr (GError) error = NULL;

  set_range (row, "obj00001", "bbbb4444", "eeee0004 eeee0005", 1, 2);
  assert_answer (row, "obj00001", "bbbb4444", 0, "eeee0004");
  assert_answer (row, "obj00001", "bbbb4444", 1, "eeee0004 eeee0005");
  assert_answer (row, "obj00001", "bbbb4444", 2, "eeee0004 eeee0005");
  assert_answer (row, "obj00001", "bbbb4444", 3, "eeee0003");
  assert_answer (row, "obj00001", "bbbb4444", 5, "eeee0004");
  written = rows_write (row);
  compact = rows_compact (written);

  /* the others keep all but the frames */
  g_assert_nonnull (strstr (
      compact, "\"manualAnnotation\":false,\"dynamic\":true,\"range\":[[0,0],"
               "[5,5]],\"shouldPropagate\":true,\"trackHash\":\"track001\"}"));
  g_assert_nonnull (strstr (
      compact, "\"range\":[[3,3]],\"shouldPropagate\":false,\"trackHash\":"
               "\"track001\"}"));
  g_assert_nonnull (strstr (
      compact, "\"dynamic\":true,\"range\":[[1,2]],\"shouldPropagate\":false,"
               "\"trackHash\":\""));

  g_assert_true (rows_load_text (row, written, &error));
  assert_answer (row, "obj00001", "bbbb4444", 2, "eeee0004 eeee0005");
  assert_answer (row, "obj00001", "bbbb4444", 3, "eeee0003");
}

static void
test_new_dynamic (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autofree char *written = NULL, *compact = NULL;
  const char *at;

  /* the object is on frames 0, 6 and 17 */
  set (row, "obj00001", "bbbb4445", "eeee0007");
  assert_answer (row, "obj00001", "bbbb4445", 5, "-");
  assert_answer (row, "obj00001", "bbbb4445", 6, "eeee0007");
  set_range (row, "obj00001", "bbbb4445", "eeee0006", 6, 7);
  set_range (row, "obj00001", "bbbb4446", "hello", 0, 99);

  written = rows_write (row);
  compact = rows_compact (written);
  at = strstr (compact,
               "{\"name\":\"Gear Box\",\"value\":\"gear_box\",\"answers\":[{"
               "\"name\":\"High\",\"value\":\"high\",\"featureHash\":"
               "\"eeee0007\"}],\"featureHash\":\"bbbb4445\","
               "\"manualAnnotation\":true,\"dynamic\":true,\"range\":[[0,0],"
               "[17,17]],\"shouldPropagate\":false,\"trackHash\":\"");
  g_assert_nonnull (at);
  at = strstr (at, "\"trackHash\":\"");
  g_assert_nonnull (at);
  at += strlen ("\"trackHash\":\"");
  for (guint i = 0; i < 8; i++)
    g_assert_true (g_ascii_isalnum (at[i]) || at[i] == '+' || at[i] == '/');
  g_assert_true (at[8] == '"');

  /* a whole attribute goes, and with the last answer the entry */
  g_assert_true (encord_object_instance_delete_answer (
      get (row, "obj00001"), rows_attribute (row, "bbbb4444")));
  g_assert_true (encord_object_instance_delete_answer (
      get (row, "obj00001"), rows_attribute (row, "bbbb4445")));
  g_assert_true (delete_range (row, "obj00001", "bbbb4446", 0, 98));
  g_assert_false (delete_range (row, "obj00001", "bbbb4446", 0, 98));
  g_assert_true (delete_range (row, "obj00001", "bbbb4446", 50, 99));
  g_clear_pointer (&written, g_free);
  written = rows_write (row);
  g_assert_nonnull (strstr (written, "\"object_actions\":{\"orphan02\":"));
}

static void
test_new_object (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordOntologyStructure *ontology =
      encord_label_row_get_ontology_structure (row);
  const EncordBox box = { 0, 0, 1, 1, 0 };
  g_autoptr (GError) error = NULL;
  EncordObjectInstance *instance = encord_label_row_add_object_instance (
      row, encord_ontology_structure_find_object (ontology, "aaaa1111"), "new",
      &error);
  g_autofree char *written = NULL, *answers = NULL, *after = NULL;

  g_assert_no_error (error);
  set (row, "new", "bbbb2222", "plain");
  set_range (row, "new", "bbbb4446", "moving", 3, 9);

  /* on no frame it is not saved, nor are its answers */
  written = rows_write (row);
  g_assert_null (strstr (written, "plain"));
  g_assert_null (strstr (written, "moving"));

  g_assert_true (
      encord_object_instance_set_box (instance, 3, &box, NULL, &error));
  answers = encord_object_instance_dup_answers (instance);
  g_assert_nonnull (strstr (answers, "\"plain\""));
  g_assert_nonnull (strstr (answers, "\"range\":[[3,9]]"));
  g_clear_pointer (&written, g_free);
  written = rows_write (row);
  g_assert_nonnull (strstr (
      written, "\"new\":{\"objectHash\":\"new\",\"classifications\":[{"
               "\"name\":\"Tone\",\"value\":\"tone\",\"answers\":\"plain\","
               "\"featureHash\":\"bbbb2222\",\"manualAnnotation\":true}]}"));
  g_assert_nonnull (
      strstr (written, "\"new\":{\"objectHash\":\"new\",\"actions\":[{"
                       "\"name\":\"Note\",\"value\":\"note\",\"answers\":"
                       "\"moving\",\"featureHash\":\"bbbb4446\","
                       "\"manualAnnotation\":true,\"dynamic\":true,\"range\":"
                       "[[3,9]],\"shouldPropagate\":false,\"trackHash\":\""));
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  after = encord_object_instance_dup_answers (get (row, "new"));
  g_assert_cmpstr (after, ==, answers);
}

static void
assert_refused (EncordLabelRow *row, EncordOntologyAttribute *attribute,
                EncordAnswer *answer, EncordError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (encord_object_instance_set_answer (
      get (row, "obj00001"), attribute, answer, &error));
  g_assert_error (error, ENCORD_ERROR, (gint) code);
}

static void
test_refused (void)
{
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  EncordOntologyAttribute *colour = rows_attribute (row, "bbbb1111");
  EncordOntologyAttribute *tone = rows_attribute (row, "bbbb2222");
  EncordOntologyAttribute *note = rows_attribute (row, "bbbb4446");
  EncordOntologyAttribute *extras = rows_attribute (row, "bbbb3333");
  EncordOntologyAttribute *below_dynamic = rows_attribute (row, "bbbb4448");
  g_autoptr (EncordAnswer) text = encord_answer_new_text ("x");
  g_autoptr (EncordAnswer) broken = encord_answer_new_text ("\xff");
  g_autoptr (EncordAnswer) infinite = encord_answer_new_number (INFINITY);
  g_autoptr (EncordAnswer) light =
      rows_answer (row, rows_attribute (row, "bbbb1112"), "cccc1113");
  g_autoptr (EncordAnswer) checked = rows_answer (row, extras, "eeee0001");
  static const EncordFrameRange outside[] = { { -1, 3 }, { 0, 100 } };
  g_autoptr (EncordObjectInstance) old = NULL;
  g_autofree char *file = rows_read_file ("everything");
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  assert_refused (row, colour, text, ENCORD_ERROR_REJECTED);
  assert_refused (row, colour, light, ENCORD_ERROR_REJECTED);
  assert_refused (row, tone, broken, ENCORD_ERROR_REJECTED);
  assert_refused (row, rows_attribute (row, "bbbb4447"), infinite,
                  ENCORD_ERROR_REJECTED);
  assert_refused (row, extras, checked, ENCORD_ERROR_NOT_FOUND);
  assert_refused (row, below_dynamic, text, ENCORD_ERROR_REJECTED);

  for (guint i = 0; i < G_N_ELEMENTS (outside); i++) {
    g_assert_false (encord_object_instance_set_answer_for_ranges (
        get (row, "obj00001"), note, text, &outside[i], 1, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
    g_clear_error (&error);
  }
  g_assert_false (encord_object_instance_set_answer_for_ranges (
      get (row, "obj00001"), tone, text, NULL, 0, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);

  written = rows_write (row);
  g_assert_cmpstr (written, ==, file);

  /* of a row that was loaded again */
  old = g_object_ref (get (row, "obj00001"));
  g_assert_true (rows_load_text (row, file, &error));
  g_assert_null (encord_object_instance_get_answer (old, tone, 0));
  g_assert_false (encord_object_instance_delete_answer (old, tone));
  g_assert_false (encord_object_instance_set_answer (old, tone, text, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

/* bodies whose answers make no sense open, and what is not understood is carried */
static void
test_nonsense (gconstpointer data)
{
  const char *entry = data;
  g_autofree char *text = g_strdup_printf (
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"0\":{"
      "\"objects\":[{\"objectHash\":\"o\",\"featureHash\":\"aaaa1111\","
      "\"boundingBox\":{\"x\":0,\"y\":0,\"w\":1,\"h\":1}}]}}}},"
      "\"object_answers\":{\"o\":%s},\"object_actions\":{\"o\":%s}}",
      entry, entry);
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autoptr (GPtrArray) attributes = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rows_load_text (row, text, &error));
  g_assert_no_error (error);
  attributes = encord_object_instance_get_answered_attributes (get (row, "o"));
  g_assert_cmpuint (attributes->len, ==, 0);

  set (row, "o", "bbbb2222", "kept");
  set_range (row, "o", "bbbb4446", "kept too", 5, 6);
  written = rows_write (row);
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  assert_answer (row, "o", "bbbb2222", 0, "kept");
  assert_answer (row, "o", "bbbb4446", 5, "kept too");
  assert_answer (row, "o", "bbbb4446", 7, "-");
  if (strstr (entry, "carried") != NULL)
    g_assert_nonnull (strstr (written, "carried"));
}

static const char *const nonsense[] = {
  "null",
  "7",
  "[]",
  "{}",
  "{\"classifications\":null,\"actions\":7}",
  "{\"classifications\":[null,\"carried\"],\"actions\":[[],\"carried\"]}",
  "{\"classifications\":[{\"carried\":1}],\"actions\":[{}]}",
  "{\"classifications\":[{\"featureHash\":\"gone\",\"answers\":\"carried\"}],"
  "\"actions\":[{\"featureHash\":null,\"answers\":\"x\"}]}",
  "{\"classifications\":[{\"featureHash\":\"bbbb1111\",\"answers\":[]}],"
  "\"actions\":[{\"featureHash\":\"bbbb4445\",\"answers\":[],\"range\":[[0,"
  "1]],\"x\":\"carried\"}]}",
  "{\"classifications\":[{\"featureHash\":\"bbbb1111\",\"answers\":[{"
  "\"featureHash\":\"gone\"}]}],\"actions\":[{\"featureHash\":\"bbbb4446\","
  "\"answers\":\"x\",\"range\":[[1,2,3]],\"y\":\"carried\"}]}",
  "{\"classifications\":[{\"featureHash\":\"bbbb4446\",\"answers\":"
  "\"carried\"}],\"actions\":[{\"featureHash\":\"bbbb2222\",\"answers\":\"x\","
  "\"range\":[[1,2]]}]}",
  "{\"actions\":[{\"featureHash\":\"bbbb4446\",\"answers\":\"carried\","
  "\"range\":[[-1,3]]},{\"featureHash\":\"bbbb4446\",\"answers\":\"x\","
  "\"range\":[[1.5,2]]},{\"featureHash\":\"bbbb4446\",\"answers\":\"x\","
  "\"range\":[[5,1e3]]},{\"featureHash\":\"bbbb4446\",\"answers\":\"x\","
  "\"range\":[[9,8]]},{\"featureHash\":\"bbbb4446\",\"answers\":\"x\","
  "\"range\":\"all\"},{\"featureHash\":\"bbbb4446\",\"answers\":\"x\"},"
  "{\"featureHash\":\"bbbb4446\",\"answers\":\"x\",\"range\":[[0,"
  "99999999999999999999]]}]}",
};

/* all frames there are, and members named twice */
static void
test_extremes (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rows_load_text (
      row,
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"0\":{"
      "\"objects\":[{\"objectHash\":\"o\",\"featureHash\":\"aaaa1111\","
      "\"boundingBox\":{\"x\":0,\"y\":0,\"w\":1,\"h\":1}}]}}}},"
      "\"object_actions\":{\"o\":{\"actions\":[],\"actions\":[{\"featureHash\":"
      "\"bbbb4446\",\"range\":[],\"answers\":\"all\",\"range\":[[2147483647,"
      "2147483647],[0,2147483646]]}]}}}",
      &error));
  g_assert_no_error (error);
  assert_answer (row, "o", "bbbb4446", 0, "all");
  assert_answer (row, "o", "bbbb4446", G_MAXINT, "all");
  set_range (row, "o", "bbbb4446", "one", 50, 50);
  written = rows_write (row);
  g_assert_nonnull (strstr (written, "[[0,49],[51,2147483647]]"));
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  assert_answer (row, "o", "bbbb4446", 49, "all");
  assert_answer (row, "o", "bbbb4446", 50, "one");
  assert_answer (row, "o", "bbbb4446", 51, "all");
}

static void
test_answers (void)
{
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  EncordOntologyAttribute *seats = rows_attribute (row, "bbbb2223");
  g_autoptr (EncordAnswer) a = rows_answer (row, seats, "cccc2221 cccc2223");
  g_autoptr (EncordAnswer) b =
      rows_answer (row, seats, "cccc2223 cccc2221 cccc2223");
  g_autoptr (EncordAnswer) c = rows_answer (row, seats, "cccc2221");
  g_autoptr (EncordAnswer) text = encord_answer_new_text ("cccc2221");
  GPtrArray *options = encord_ontology_attribute_get_options (seats);
  GValue value = G_VALUE_INIT;
  double number = 7;

  g_assert_true (encord_answer_equal (a, b));
  g_assert_false (encord_answer_equal (a, c));
  g_assert_false (encord_answer_equal (c, text));
  g_assert_cmpuint (encord_answer_get_options (b)->len, ==, 2);
  g_assert_true (encord_answer_has_option (a, g_ptr_array_index (options, 0)));
  g_assert_false (encord_answer_has_option (a, g_ptr_array_index (options, 1)));
  g_assert_null (encord_answer_get_option (a));
  g_assert_null (encord_answer_get_text (a));
  g_assert_false (encord_answer_get_number (a, &number));
  g_assert_cmpfloat (number, ==, 7);
  g_assert_true (encord_answer_is_manual (a));

  g_value_init (&value, ENCORD_TYPE_ANSWER);
  g_value_set_boxed (&value, a);
  g_assert_true (g_value_get_boxed (&value) == a);
  g_value_unset (&value);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answers/boxed", test_answers);
  g_test_add_func ("/answers/read", test_read);
  g_test_add_func ("/answers/list", test_list);
  g_test_add_func ("/answers/static/set", test_set_static);
  g_test_add_func ("/answers/static/checklist", test_set_checklist);
  g_test_add_func ("/answers/static/add", test_add_static);
  g_test_add_func ("/answers/static/delete", test_delete_static);
  g_test_add_func ("/answers/static/nested", test_nested);
  g_test_add_func ("/answers/dynamic/extend", test_extend_dynamic);
  g_test_add_func ("/answers/dynamic/cut", test_cut_dynamic);
  g_test_add_func ("/answers/dynamic/new", test_new_dynamic);
  g_test_add_func ("/answers/dynamic/extremes", test_extremes);
  g_test_add_func ("/answers/new-object", test_new_object);
  g_test_add_func ("/answers/refused", test_refused);
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++) {
    g_autofree char *name = g_strdup_printf ("/answers/nonsense/%u", i);

    g_test_add_data_func (name, nonsense[i], test_nonsense);
  }

  return g_test_run ();
}
