/* answers-random.c - random answers against a model that is too simple to fail
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "rows.h"

#define N_FRAMES 24
#define N_STEPS 250
#define N_OBJECTS 4
#define N_CLASSIFICATIONS 5

/* Every frame has its answer, as text that rows_describe() gives; NULL: none. */

static const struct
{
  const char *attribute;
  gboolean dynamic;
  const char *answers[5]; /* NULL ends */
  int parent;             /* into this, or -1 */
  const char *option;     /* of the parent */
} attributes[] = {
  { "bbbb1111", FALSE, { "cccc1111", "cccc1114" }, -1, NULL },
  { "bbbb1112", FALSE, { "cccc1112", "cccc1113" }, 0, "cccc1111" },
  { "bbbb1113", FALSE, { "", "why \"not\"", "\xc3\xa9\t" }, 1, "cccc1112" },
  { "bbbb2222", FALSE, { "x", "y" }, -1, NULL },
  { "bbbb2223",
    FALSE,
    { "", "cccc2221", "cccc2222 cccc2223", "cccc2221 cccc2223" },
    -1,
    NULL },
  { "bbbb4444",
    TRUE,
    { "", "eeee0003", "eeee0004", "eeee0003 eeee0005",
      "eeee0003 eeee0004 eeee0005" },
    -1,
    NULL },
  { "bbbb4445", TRUE, { "eeee0006", "eeee0007" }, -1, NULL },
  { "bbbb4446", TRUE, { "a", "b", "c", "" }, -1, NULL },
};

#define N_ATTRIBUTES ((int) G_N_ELEMENTS (attributes))

/* classifications: their root, which is all that matters here */
static const struct
{
  const char *feature_hash;
  const char *attribute;
  const char *answers[3];
} classes[] = {
  { "dddd1111", "eeee1111", { "ffff1111", "ffff2222" } },
  { "dddd2222", "eeee2222", { "s", "t", "" } },
  { "dddd3333", "eeee3333", { "", "ffff3331", "ffff3331 ffff3332" } },
};

typedef struct
{
  const char *answers[N_ATTRIBUTES][N_FRAMES]; /* static ones: of frame 0 */
} Object;

typedef struct
{
  gboolean exists;
  guint class;
  const char *answer;
  gboolean on[N_FRAMES];
} Classification;

typedef struct
{
  EncordLabelRow *row;
  Object objects[N_OBJECTS];
  Classification classifications[N_CLASSIFICATIONS];
} Case;

static guint
pick (const char *const *answers, guint limit)
{
  guint n = 0;

  while (n < limit && answers[n] != NULL)
    n++;

  return (guint) g_test_rand_int_range (0, (int) n);
}

static EncordObjectInstance *
get_object (Case *c, guint i)
{
  g_autofree char *hash = g_strdup_printf ("o%u", i);
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (c->row, hash);

  g_assert_nonnull (instance);

  return instance;
}

static EncordClassificationInstance *
get_classification (Case *c, guint i)
{
  g_autofree char *hash = g_strdup_printf ("c%u", i);

  return encord_label_row_get_classification_instance (c->row, hash);
}

static gboolean
counts (const Object *object, int attribute)
{
  const int parent = attributes[attribute].parent;

  return parent < 0 || (counts (object, parent) &&
                        g_strcmp0 (object->answers[parent][0],
                                   attributes[attribute].option) == 0);
}

static EncordFrameRange
random_range (void)
{
  EncordFrameRange range;

  range.first = g_test_rand_int_range (0, N_FRAMES);
  range.last =
      g_test_rand_int_range (range.first, MIN (N_FRAMES, range.first + 6));

  return range;
}

static void
note (Object *object, int attribute, const EncordFrameRange *ranges, guint n,
      const char *answer)
{
  for (guint i = 0; i < n; i++)
    for (int frame = ranges[i].first; frame <= ranges[i].last; frame++)
      object->answers[attribute][frame] = answer;
}

static void
step_set (Case *c)
{
  const guint i = (guint) g_test_rand_int_range (0, N_OBJECTS);
  const int a = g_test_rand_int_range (0, N_ATTRIBUTES);
  Object *object = &c->objects[i];
  const char *text = attributes[a].answers[pick (
      attributes[a].answers, G_N_ELEMENTS (attributes[a].answers))];
  EncordOntologyAttribute *attribute =
      rows_attribute (c->row, attributes[a].attribute);
  g_autoptr (EncordAnswer) answer = rows_answer (c->row, attribute, text);
  const EncordFrameRange ranges[] = { random_range (), random_range () };
  const guint n_ranges = (guint) g_test_rand_int_range (0, 3);
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (attributes[a].dynamic)
    done = encord_object_instance_set_answer_for_ranges (
        get_object (c, i), attribute, answer, ranges, n_ranges, &error);
  else
    done = encord_object_instance_set_answer (get_object (c, i), attribute,
                                              answer, &error);
  if (!attributes[a].dynamic && !counts (object, a)) {
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
    return;
  }
  g_assert_no_error (error);
  g_assert_true (done);
  if (attributes[a].dynamic)
    note (object, a, ranges, n_ranges, text);
  else
    object->answers[a][0] = text;
}

static void
step_delete (Case *c)
{
  const guint i = (guint) g_test_rand_int_range (0, N_OBJECTS);
  const int a = g_test_rand_int_range (0, N_ATTRIBUTES);
  Object *object = &c->objects[i];
  EncordOntologyAttribute *attribute =
      rows_attribute (c->row, attributes[a].attribute);
  const EncordFrameRange range = random_range ();
  const EncordFrameRange all = { 0, attributes[a].dynamic ? N_FRAMES - 1 : 0 };
  const EncordFrameRange *gone =
      attributes[a].dynamic && g_test_rand_bit () ? &range : &all;
  gboolean answered = FALSE;

  for (int frame = gone->first; frame <= gone->last; frame++)
    answered |= object->answers[a][frame] != NULL;
  g_assert_cmpint (
      gone == &range
          ? encord_object_instance_delete_answer_for_ranges (get_object (c, i),
                                                             attribute, gone, 1)
          : encord_object_instance_delete_answer (get_object (c, i), attribute),
      ==, answered);
  note (object, a, gone, 1, NULL);
}

static void
step_classify (Case *c)
{
  const guint i = (guint) g_test_rand_int_range (0, N_CLASSIFICATIONS);
  Classification *own = &c->classifications[i];
  const EncordFrameRange range = random_range ();
  EncordOntologyAttribute *attribute;
  g_autoptr (EncordAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean conflict = FALSE;

  if (!own->exists) {
    g_autofree char *hash = g_strdup_printf ("c%u", i);

    memset (own, 0, sizeof *own);
    own->exists = TRUE;
    own->class = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (classes));
    g_assert_nonnull (encord_label_row_add_classification_instance (
        c->row,
        encord_ontology_structure_find_classification (
            encord_label_row_get_ontology_structure (c->row),
            classes[own->class].feature_hash),
        hash, &error));
  }

  attribute = rows_attribute (c->row, classes[own->class].attribute);
  own->answer = classes[own->class].answers[pick (
      classes[own->class].answers, G_N_ELEMENTS (classes[0].answers))];
  answer = rows_answer (c->row, attribute, own->answer);
  encord_classification_instance_set_answer (
      get_classification (c, i), g_test_rand_bit () ? attribute : NULL, answer,
      &error);
  g_assert_no_error (error);

  for (guint j = 0; j < N_CLASSIFICATIONS; j++)
    for (int frame = range.first; frame <= range.last; frame++)
      conflict |= j != i && c->classifications[j].exists &&
                  c->classifications[j].class == own->class &&
                  c->classifications[j].on[frame];
  g_assert_cmpint (encord_classification_instance_set_for_ranges (
                       get_classification (c, i), &range, 1, NULL, &error),
                   ==, !conflict);
  if (conflict)
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT);
  for (int frame = range.first; !conflict && frame <= range.last; frame++)
    own->on[frame] = TRUE;
}

static void
step_declassify (Case *c)
{
  const guint i = (guint) g_test_rand_int_range (0, N_CLASSIFICATIONS);
  Classification *own = &c->classifications[i];
  const EncordFrameRange range = random_range ();
  guint n = 0;

  if (!own->exists)
    return;
  if (g_test_rand_int_range (0, 6) == 0) {
    g_assert_true (encord_label_row_remove_classification_instance (
        c->row, get_classification (c, i)));
    own->exists = FALSE;
    return;
  }
  for (int frame = range.first; frame <= range.last; frame++) {
    n += own->on[frame];
    own->on[frame] = FALSE;
  }
  g_assert_cmpuint (encord_classification_instance_remove_from_ranges (
                        get_classification (c, i), &range, 1),
                    ==, n);
}

static void
check_attribute (Case *c, guint i, int a)
{
  const Object *object = &c->objects[i];
  EncordOntologyAttribute *attribute =
      rows_attribute (c->row, attributes[a].attribute);
  const int n_frames = attributes[a].dynamic ? N_FRAMES : 1;

  for (int frame = 0; frame < n_frames; frame++) {
    const char *expected = attributes[a].dynamic || counts (object, a)
                               ? object->answers[a][frame]
                               : NULL;
    g_autoptr (EncordAnswer) answer =
        encord_object_instance_get_answer (get_object (c, i), attribute, frame);
    g_autofree char *text = rows_describe (answer);

    g_assert_cmpstr (text, ==, expected != NULL ? expected : "-");
  }
}

/* the ranges of all answers, put together, are the frames again */
static void
check_ranges (Case *c, guint i, int a)
{
  const Object *object = &c->objects[i];
  EncordOntologyAttribute *attribute =
      rows_attribute (c->row, attributes[a].attribute);
  g_autoptr (GPtrArray) answers =
      encord_object_instance_get_answers (get_object (c, i), attribute);
  guint n_found = 0, n_expected = 0;

  for (guint k = 0; k < answers->len; k++) {
    g_autofree char *text = rows_describe (g_ptr_array_index (answers, k));
    g_autofree EncordFrameRange *ranges = NULL;
    guint n_ranges;

    ranges = encord_object_instance_get_answer_ranges (
        get_object (c, i), attribute, g_ptr_array_index (answers, k),
        &n_ranges);
    for (guint j = 0; j < n_ranges; j++) {
      if (j > 0)
        g_assert_cmpint (ranges[j].first, >, ranges[j - 1].last + 1);
      for (int frame = ranges[j].first; frame <= ranges[j].last; frame++) {
        g_assert_cmpstr (object->answers[a][frame], ==, text);
        n_found++;
      }
    }
  }
  for (int frame = 0; frame < N_FRAMES; frame++)
    n_expected += object->answers[a][frame] != NULL;
  g_assert_cmpuint (n_found, ==, n_expected);
}

static void
check (Case *c)
{
  for (guint i = 0; i < N_OBJECTS; i++)
    for (int a = 0; a < N_ATTRIBUTES; a++) {
      check_attribute (c, i, a);
      if (attributes[a].dynamic)
        check_ranges (c, i, a);
    }

  for (guint i = 0; i < N_CLASSIFICATIONS; i++) {
    const Classification *own = &c->classifications[i];
    EncordClassificationInstance *instance = get_classification (c, i);
    g_autoptr (EncordAnswer) answer = NULL;
    g_autofree char *text = NULL;

    g_assert_cmpint (instance != NULL, ==, own->exists);
    if (instance == NULL)
      continue;
    answer = encord_classification_instance_get_answer (instance, NULL);
    text = rows_describe (answer);
    g_assert_cmpstr (text, ==, own->answer);
    for (int frame = 0; frame < N_FRAMES; frame++)
      g_assert_cmpint (
          encord_classification_instance_has_frame (instance, frame), ==,
          own->on[frame]);
  }
}

/* what is on no frame does not come back */
static void
step_reload (Case *c)
{
  g_autofree char *written = rows_write (c->row);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (rows_load_text (c->row, written, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_CLASSIFICATIONS; i++) {
    Classification *own = &c->classifications[i];
    gboolean on = FALSE;

    for (int frame = 0; frame < N_FRAMES; frame++)
      on |= own->on[frame];
    own->exists &= on;
  }

  again = rows_write (c->row);
  g_assert_cmpstr (again, ==, written);
}

static void
start (Case *c)
{
  const EncordBox box = { 0, 0, 1, 1, 0 };
  g_autoptr (GError) error = NULL;

  memset (c, 0, sizeof *c);
  c->row = rows_new ("VIDEO", N_FRAMES);
  g_assert_true (rows_load_text (c->row,
                                 "{\"data_type\":\"video\",\"data_units\":"
                                 "{\"d\":{\"labels\":{}}}}",
                                 &error));
  for (guint i = 0; i < N_OBJECTS; i++) {
    g_autofree char *hash = g_strdup_printf ("o%u", i);
    EncordObjectInstance *instance = encord_label_row_add_object_instance (
        c->row,
        encord_ontology_structure_find_object (
            encord_label_row_get_ontology_structure (c->row), "aaaa1111"),
        hash, &error);

    encord_object_instance_set_box (instance, (int) i, &box, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
test_random (void)
{
  g_autofree Case *c = g_new (Case, 1);

  for (int round = 0; round < 12; round++) {
    start (c);
    for (int step = 0; step < N_STEPS; step++) {
      const int dice = g_test_rand_int_range (0, 100);

      if (dice < 55)
        step_set (c);
      else if (dice < 70)
        step_delete (c);
      else if (dice < 85)
        step_classify (c);
      else if (dice < 95)
        step_declassify (c);
      else
        step_reload (c);
      if (step % 25 == 0)
        check (c);
    }
    check (c);
    step_reload (c);
    check (c);
    g_object_unref (c->row);
  }
}

/* Actions as the web editor writes them, one an option, with ranges in any order
 * that overlap: a frame has all options of the actions that hold it. */
static void
test_web_form (void)
{
  static const char *const options[] = { "eeee0003", "eeee0004", "eeee0005" };

  for (int round = 0; round < 200; round++) {
    gboolean expected[N_FRAMES][G_N_ELEMENTS (options)] = { { FALSE } };
    g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", N_FRAMES);
    EncordOntologyAttribute *doors = rows_attribute (row, "bbbb4444");
    g_autoptr (GString) text = g_string_new (
        "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"0\":{"
        "\"objects\":[{\"objectHash\":\"o\",\"featureHash\":\"aaaa1111\","
        "\"boundingBox\":{\"x\":0,\"y\":0,\"w\":1,\"h\":1}}]}}}},"
        "\"object_actions\":{\"o\":{\"actions\":[");
    g_autoptr (GError) error = NULL;

    for (int i = g_test_rand_int_range (0, 7); i > 0; i--) {
      const int option = g_test_rand_int_range (0, G_N_ELEMENTS (options));

      g_string_append_printf (text,
                              "{\"featureHash\":\"bbbb4444\",\"answers\":[{"
                              "\"featureHash\":\"%s\"}],\"range\":[",
                              options[option]);
      for (int j = g_test_rand_int_range (0, 4); j > 0; j--) {
        const EncordFrameRange range = random_range ();

        g_string_append_printf (text, "[%d,%d]%s", range.first, range.last,
                                j > 1 ? "," : "");
        for (int frame = range.first; frame <= range.last; frame++)
          expected[frame][option] = TRUE;
      }
      g_string_append_printf (text, "]}%s", i > 1 ? "," : "");
    }
    g_string_append (text, "]}}}");
    g_assert_true (rows_load_text (row, text->str, &error));
    g_assert_no_error (error);

    for (int frame = 0; frame < N_FRAMES; frame++) {
      g_autoptr (EncordAnswer) answer = encord_object_instance_get_answer (
          encord_label_row_get_object_instance (row, "o"), doors, frame);
      GPtrArray *all = encord_ontology_attribute_get_options (doors);

      for (guint i = 0; i < G_N_ELEMENTS (options); i++)
        g_assert_cmpint (
            answer != NULL &&
                encord_answer_has_option (answer, g_ptr_array_index (all, i)),
            ==, expected[frame][i]);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answers/random", test_random);
  g_test_add_func ("/answers/random/web-form", test_web_form);

  return g_test_run ();
}
