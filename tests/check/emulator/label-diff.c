/* label-diff.c - what a save did to the labels of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-label-diff.h"

/* a body with labels, object answers and object actions */
#define VIDEO(labels, answers, actions)                                        \
  "\"data_units\":{\"V\":{\"data_hash\":\"V\",\"labels\":{" labels             \
  "}}},\"object_answers\":{" answers                                           \
  "},\"classification_answers\":{},\"object_actions\":{" actions "}"
#define FRAME(n, objects, classes)                                             \
  "\"" n "\":{\"objects\":[" objects "],\"classifications\":[" classes "]}"
#define CAR(x)                                                                 \
  "{\"objectHash\":\"o1\",\"featureHash\":\"f1\",\"name\":\"Car\","            \
  "\"createdAt\":\"t0\",\"boundingBox\":{\"x\":" x "}}"
#define CAR_SPELT_DIFFERENTLY                                                  \
  " { \"boundingBox\" : { \"x\" : 0.1 } , \"name\":\"New name\","              \
  "\"createdAt\":\"t1\",\"lastEditedBy\":\"x\","                               \
  "\"featureHash\":\"f1\",\"objectHash\":\"o1\" } "
#define CLASS                                                                  \
  "{\"classificationHash\":\"c1\",\"featureHash\":\"f2\",\"name\":"            \
  "\"Weather\"}"
#define RED "\"o1\":{\"objectHash\":\"o1\",\"classifications\":[{\"a\":1}]}"
#define BLUE "\"o1\":{\"objectHash\":\"o1\",\"classifications\":[{\"a\":2}]}"
#define NO_COLOUR "\"o1\":{\"objectHash\":\"o1\",\"classifications\":[ ]}"
#define MOVING "\"o1\":{\"actions\":[{\"b\":1}],\"objectHash\":\"o1\"}"

static const struct
{
  const char *name;
  const char *before;
  const char *after;
  const char *changes; /* "deed identifier feature name frame", joined by ; */
} cases[] = {
  { "nothing", VIDEO ("", "", ""), VIDEO ("", "", ""), "" },
  { "added", VIDEO ("", "", ""),
    VIDEO (FRAME ("7", CAR ("0.1"), "") "," FRAME ("3", CAR ("0.1"), ""),
           NO_COLOUR, ""),
    "0 o1 f1 Car 3" },
  { "deleted", VIDEO (FRAME ("7", CAR ("0.1"), ""), RED, ""),
    VIDEO ("", "", ""), "2 o1 f1 Car 7" },
  { "deleted, the answer left", VIDEO (FRAME ("7", CAR ("0.1"), ""), RED, ""),
    VIDEO ("", RED, ""), "2 o1 f1 Car 7" },
  { "spelt differently", VIDEO (FRAME ("7", CAR ("0.1"), ""), RED, ""),
    VIDEO (FRAME ("7", CAR_SPELT_DIFFERENTLY, ""), RED, ""), "" },
  { "moved",
    VIDEO (FRAME ("2", CAR ("0.1"), "") "," FRAME ("10", CAR ("0.1"), ""), "",
           ""),
    VIDEO (FRAME ("10", CAR ("0.2"), "") "," FRAME ("2", CAR ("0.1"), ""), "",
           ""),
    "1 o1 f1 Car 10" },
  { "longer", VIDEO (FRAME ("2", CAR ("0.1"), ""), "", ""),
    VIDEO (FRAME ("2", CAR ("0.1"), "") "," FRAME ("9", CAR ("0.1"), ""), "",
           ""),
    "1 o1 f1 Car 9" },
  { "shorter",
    VIDEO (FRAME ("2", CAR ("0.1"), "") "," FRAME ("9", CAR ("0.1"), ""), "",
           ""),
    VIDEO (FRAME ("9", CAR ("0.1"), ""), "", ""), "1 o1 f1 Car 2" },
  { "answered", VIDEO (FRAME ("2", CAR ("0.1"), ""), NO_COLOUR, ""),
    VIDEO (FRAME ("2", CAR ("0.1"), ""), RED, ""), "23 o1 f1 Car -1" },
  { "answered differently", VIDEO (FRAME ("2", CAR ("0.1"), ""), RED, ""),
    VIDEO (FRAME ("2", CAR ("0.1"), ""), BLUE, ""), "24 o1 f1 Car -1" },
  { "answer taken back", VIDEO (FRAME ("2", CAR ("0.1"), ""), RED, ""),
    VIDEO (FRAME ("2", CAR ("0.1"), ""), NO_COLOUR, ""), "25 o1 f1 Car -1" },
  { "dynamic answer", VIDEO (FRAME ("2", CAR ("0.1"), ""), RED, ""),
    VIDEO (FRAME ("2", CAR ("0.1"), ""), RED, MOVING), "24 o1 f1 Car -1" },
  { "moved and answered", VIDEO (FRAME ("2", CAR ("0.1"), ""), NO_COLOUR, ""),
    VIDEO (FRAME ("2", CAR ("0.3"), CLASS), RED, ""),
    "1 o1 f1 Car 2;23 o1 f1 Car -1;0 c1 f2 Weather 2" },
};

static char *
describe (GPtrArray *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    const EmulatorChange *change = g_ptr_array_index (changes, i);

    g_string_append_printf (text, "%s%d %s %s %s %" G_GINT64_FORMAT,
                            i > 0 ? ";" : "", (int) change->deed,
                            change->identifier, change->feature, change->name,
                            change->frame);
  }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) before =
      g_bytes_new_static (cases[i].before, strlen (cases[i].before));
  g_autoptr (GBytes) after =
      g_bytes_new_static (cases[i].after, strlen (cases[i].after));
  g_autoptr (GPtrArray) changes = emulator_label_diff (before, after, NULL);
  g_autofree char *text = describe (changes);

  g_assert_cmpstr (text, ==, cases[i].changes);
}

/* a picture is known by its place in the group */
static void
test_group (void)
{
#define PICTURES(second)                                                       \
  "\"data_units\":{\"I1\":{\"labels\":{\"objects\":[" second                   \
  "],\"classifications\":[]}},\"I0\":{\"labels\":{\"objects\":[],"             \
  "\"classifications\":[]}}},\"object_answers\":{}"
  static const char *const keys[] = { "I0", "I1", NULL };
  g_autoptr (GBytes) before =
      g_bytes_new_static (PICTURES (""), strlen (PICTURES ("")));
  g_autoptr (GBytes) after =
      g_bytes_new_static (PICTURES (CAR ("1")), strlen (PICTURES (CAR ("1"))));
  g_autoptr (GPtrArray) changes = emulator_label_diff (before, after, keys);
  g_autofree char *text = describe (changes);

  g_assert_cmpstr (text, ==, "0 o1 f1 Car 1");
}

static GBytes *
make_many (guint n)
{
  GString *text = g_string_new ("\"data_units\":{\"V\":{\"labels\":{\"0\":{"
                                "\"classifications\":[],\"objects\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s{\"objectHash\":\"%u\",\"featureHash\":\"f\"}",
                            i > 0 ? "," : "", i);
  g_string_append (text, "]}}}}");
  return g_string_free_to_bytes (text);
}

/* the log stays of a size that somebody can read */
static void
test_many (void)
{
  g_autoptr (GBytes) none = make_many (0);
  g_autoptr (GBytes) most = make_many (EMULATOR_MAX_CHANGES);
  g_autoptr (GBytes) more = make_many (EMULATOR_MAX_CHANGES + 1);
  g_autoptr (GPtrArray) each = emulator_label_diff (none, most, NULL);
  g_autoptr (GPtrArray) bulk = emulator_label_diff (none, more, NULL);

  g_assert_cmpuint (each->len, ==, EMULATOR_MAX_CHANGES);
  g_assert_cmpuint (bulk->len, ==, 1);
  g_assert_cmpint (((EmulatorChange *) bulk->pdata[0])->deed, ==,
                   EMULATOR_DEED_BULK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
        g_strconcat ("/emulator/label-diff/", cases[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/emulator/label-diff/group", test_group);
  g_test_add_func ("/emulator/label-diff/many", test_many);
  return g_test_run ();
}
