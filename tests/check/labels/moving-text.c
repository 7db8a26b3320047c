/* moving-text.c - numbers that move through a text, digit by digit
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/labels/encord-moving-text-private.h>

#define STEP (1.0 / ENCORD_MOVING_TEXT_STEPS)
/* of two roundings in a row, to a double and to a step */
#define ROUNDING (0.5 * STEP * (1 + 1e-6))

static const struct
{
  const char *name;
  double from, to;
  guint step, n_steps;
  const char *text;
} numbers[] = {
  { "quarter", 0, 1, 1, 4, "0.25" },
  { "seven-digits", 0, 1, 1, 3, "0.3333333" },
  { "rounded-up", 0, 1, 2, 3, "0.6666667" },
  { "whole", 0.5, 1.5, 1, 2, "1.0" },
  { "to-the-next-whole", 0.99999999, 1.5, 1, 100000000, "1.0" },
  { "zeros-in-front", 0, 1.2e-6, 1, 4, "0.0000003" },
  { "nothing-left", 0, 1e-8, 1, 2, "0.0" },
  { "no-minus-zero", -1e-8, 1e-9, 1, 2, "0.0" },
  { "negative", -1, 0, 1, 4, "-0.75" },
  { "negative-small", 0, -1e-6, 1, 2, "-0.0000005" },
  { "two-digits", 10, 20, 1, 4, "12.5" },
  { "two-digits-negative", -10, -59, 3, 4, "-46.75" },
  { "far-outside", 1000, 2000, 1, 3, "1333.3333333333333" },
  { "largest", -1e300, 1e300, 3, 4, "5e+299" },
  { "stays", 0.12345678901234568, 0.12345678901234568, 3, 4,
    "0.12345678901234568" },
  { "many-steps", 0, 1, 999999998, 999999999, "1.0" },
};

static char *
write_between (const EncordMovingText *text, guint step)
{
  g_autoptr (GString) json = g_string_new ("before ");

  encord_moving_text_append (text, step, json);
  g_assert_cmpuint (strlen (json->str), ==, json->len);
  g_assert_true (g_str_has_prefix (json->str, "before "));

  return g_strdup (json->str + strlen ("before "));
}

static void
test_number (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordMovingText) text =
      encord_moving_text_new (numbers[i].n_steps);
  g_autofree char *written = NULL;

  encord_moving_text_add_number (text, numbers[i].from, numbers[i].to);
  written = write_between (text, numbers[i].step);
  g_assert_cmpstr (written, ==, numbers[i].text);
}

static const struct
{
  const char *name;
  double from, to;
  const char *text; /* halfway */
} angles[] = {
  { "forwards", 10, 50, "30.0" },
  { "over-zero", 350, 380, "5.0" },
  { "below-zero", 20, -10, "5.0" },
  { "to-zero", 350, 370, "0.0" },
  { "just-below-a-turn", 359.99999994, 359.99999998, "0.0" },
  { "seventh-digit", 0, 0.0000002, "0.0000001" },
  /* whoever counts turns goes on counting */
  { "outside", -20, 10, "-5.0" },
  { "second-turn", 360, 380, "370.0" },
};

static void
test_angle (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordMovingText) text = encord_moving_text_new (2);
  g_autofree char *written = NULL;

  encord_moving_text_add_angle (text, angles[i].from, angles[i].to);
  written = write_between (text, 1);
  g_assert_cmpstr (written, ==, angles[i].text);
}

/* what stands between the numbers, of all lengths, comes out unharmed */
static void
test_text_between (void)
{
  const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
  g_autoptr (EncordMovingText) text = encord_moving_text_new (2);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *written = NULL;

  for (gssize length = (gssize) strlen (letters); length >= 0; length--) {
    g_string_append_len (text->fixed, letters, length);
    encord_moving_text_add_number (text, -1, 2);
    g_string_append_len (expected, letters, length);
    g_string_append (expected, "0.5");
  }
  written = write_between (text, 1);
  g_assert_cmpstr (written, ==, expected->str);
}

static void
test_random (void)
{
  for (guint i = 0; i < 20000; i++) {
    const double scale = pow (10, g_test_rand_int_range (-7, 2));
    const double from = g_test_rand_double_range (-scale, scale);
    const double to = g_test_rand_double_range (-scale, scale);
    const guint n_steps = (guint) g_test_rand_int_range (2, 1000);
    const guint step = (guint) g_test_rand_int_range (1, (int) n_steps);
    const double exact = from + (to - from) * step / n_steps;
    g_autoptr (EncordMovingText) text = encord_moving_text_new (n_steps);
    g_autofree char *written = NULL;
    const char *point;
    double value;

    encord_moving_text_add_number (text, from, to);
    written = write_between (text, step);
    value = g_ascii_strtod (written, NULL);
    g_assert_cmpfloat (fabs (value - exact), <=, ROUNDING);
    g_assert_cmpfloat (value, >=, fmin (from, to) - ROUNDING);
    g_assert_cmpfloat (value, <=, fmax (from, to) + ROUNDING);

    point = strchr (written, '.');
    g_assert_nonnull (point);
    g_assert_cmpuint (strlen (point + 1), <=, 7);
    g_assert_true (g_str_has_suffix (written, ".0") ||
                   !g_str_has_suffix (written, "0"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *path =
        g_strconcat ("/moving-text/number/", numbers[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_number);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (angles); i++) {
    g_autofree char *path =
        g_strconcat ("/moving-text/angle/", angles[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_angle);
  }
  g_test_add_func ("/moving-text/text-between", test_text_between);
  g_test_add_func ("/moving-text/random", test_random);

  return g_test_run ();
}
