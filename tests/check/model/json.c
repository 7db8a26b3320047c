/* json.c - the scanner and the numbers below the label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <float.h>
#include <math.h>
#include <string.h>

#include <encord/encord-error.h>
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-json-scanner-private.h>

static const struct
{
  const char *text;
  const char *reason; /* NULL: valid */
} texts[] = {
  { "0", NULL },
  { " [ ] ", NULL },
  { "{}", NULL },
  { "{\"a\":[1,-2.5e-3,{\"b\":null}],\"c\":\"\\u00e9\\n\"}", NULL },
  { "[1E5,0.10,-0,1e+3]", NULL },
  { "\"Gr\xc3\xbc\xc3\x9f"
    "e an alle, die lange Texte m\xc3\xb6gen\"",
    NULL },
  { "", "ends too early" },
  { "[1,]", "not a JSON value" },
  { "[1 2]", "expected , or ]" },
  { "[1}", "expected , or ]" },
  { "{\"a\":1,}", "no string" },
  { "{\"a\" 1}", "expected :" },
  { "{1:2}", "no string" },
  { "[", "ends too early" },
  { "{\"a", "ends within a string" },
  { "\"a\\", "ends within a string" },
  { "\"a\\q\"", "unknown escape in a string" },
  { "\"\\u12g4\"", "\\u without four hex digits" },
  { "\"\\u12", "\\u without four hex digits" },
  { "\"tab\there and some more text\"", "control character in a string" },
  { "\"12345678\xff\"", "string is not UTF-8" },
  { "\"\xc3\"", "string is not UTF-8" },
  { "01", "text after the end" },
  { "1.", "malformed number" },
  { "1e", "malformed number" },
  { "-", "malformed number" },
  { ".5", "not a JSON value" },
  { "NaN", "not a JSON value" },
  { "tru", "not a JSON value" },
  { "nul", "not a JSON value" },
  { "{} {}", "text after the end" },
};

/* The copy has no terminator, so that a sanitizer sees a read past the end. */
static void
test_text (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const gsize length = strlen (texts[i].text);
  g_autofree char *copy = g_memdup2 (texts[i].text, length);
  EncordJsonScanner scanner;

  encord_json_scanner_init (&scanner, copy, length);
  encord_json_scanner_skip (&scanner, NULL);

  g_assert_cmpint (encord_json_scanner_finish (&scanner), ==,
                   texts[i].reason == NULL);
  g_assert_cmpstr (scanner.reason, ==, texts[i].reason);
}

static void
test_depth (void)
{
  for (guint depth = 63; depth <= 66; depth++) {
    GString *text = g_string_new (NULL);
    EncordJsonScanner scanner;

    for (guint i = 0; i < depth; i++)
      g_string_append (text, i % 2 ? "[" : "{\"a\":");
    g_string_append (text, "1");
    for (guint i = depth; i-- > 0;)
      g_string_append (text, i % 2 ? "]" : "}");
    encord_json_scanner_init (&scanner, text->str, text->len);
    encord_json_scanner_skip (&scanner, NULL);
    g_assert_cmpint (encord_json_scanner_finish (&scanner), ==,
                     depth <= ENCORD_JSON_MAX_DEPTH);
    g_string_free (text, TRUE);
  }
}

static void
test_walk (void)
{
  static const char text[] = "{\"a\": [1, \"x\"], \"b\": true, \"c\" : null}";
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gboolean flag = FALSE;

  encord_json_scanner_init (&scanner, text, strlen (text));
  g_assert_true (encord_json_scanner_enter_object (&scanner));
  g_assert_true (encord_json_scanner_next_member (&scanner, &name));
  g_assert_true (encord_json_slice_is (name, "a"));
  g_assert_true (encord_json_scanner_enter_array (&scanner));
  g_assert_true (encord_json_scanner_next_element (&scanner));
  g_assert_true (encord_json_scanner_read_number (&scanner, &value));
  g_assert_true (encord_json_slice_is (value, "1"));
  g_assert_true (encord_json_scanner_next_element (&scanner));
  g_assert_true (encord_json_scanner_skip (&scanner, &value));
  g_assert_true (encord_json_slice_is (value, "\"x\""));
  g_assert_false (encord_json_scanner_next_element (&scanner));
  g_assert_true (encord_json_scanner_next_member (&scanner, &name));
  g_assert_true (encord_json_scanner_read_boolean (&scanner, &flag));
  g_assert_true (flag);
  g_assert_true (encord_json_scanner_next_member (&scanner, &name));
  g_assert_true (encord_json_scanner_read_null (&scanner));
  g_assert_false (encord_json_scanner_next_member (&scanner, &name));
  g_assert_true (encord_json_scanner_finish (&scanner));
}

static const struct
{
  const char *text;
  const char *meaning;
} strings[] = {
  { "plain", "plain" },
  { "a\\/b\\\"\\\\", "a/b\"\\" },
  { "\\b\\f\\n\\r\\t", "\b\f\n\r\t" },
  { "\\u0041\\u00e9", "A\xc3\xa9" },
  { "\\ud83d\\ude00!", "\xf0\x9f\x98\x80!" },
  { "\\ud83d", "\xef\xbf\xbd" },
  { "\\ude00\\ud83dx", "\xef\xbf\xbd\xef\xbf\xbdx" },
  { "\\u0000", "\xef\xbf\xbd" },
};

static void
test_strings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++) {
    const EncordJsonSlice slice = { strings[i].text, strlen (strings[i].text) };
    g_autofree char *text = encord_json_slice_dup_string (slice);

    g_assert_cmpstr (text, ==, strings[i].meaning);
  }
}

static void
test_member (void)
{
  static const char answer[] =
      "{\"status\":200, \"response\" : [{\"a\":1}] , \"payload\":null}";
  const char *start = answer;
  gsize length = 7;
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_json_slice_member (answer, strlen (answer), "response",
                                           &start, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (start, length, "[{\"a\":1}]", 9);

  g_assert_true (encord_json_slice_member (answer, strlen (answer), "absent",
                                           &start, &length, &error));
  g_assert_null (start);
  g_assert_cmpuint (length, ==, 0);

  g_assert_false (encord_json_slice_member (
      answer, strlen (answer) - 1, "response", &start, &length, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static const struct
{
  double value;
  const char *text;
} numbers[] = {
  { 0.0, "0.0" },
  { -0.0, "-0.0" },
  { 1.0, "1.0" },
  { 100.0, "100.0" },
  { -2.5, "-2.5" },
  { 0.1, "0.1" },
  { 0.3, "0.3" },
  { 0.1 + 0.2, "0.30000000000000004" },
  { 1.0 / 3, "0.3333333333333333" },
  { 0.05, "0.05" },
  { 0.00012, "0.00012" },
  { 1234.5678, "1234.5678" },
  { 1e-7, "1e-07" },
  { 1e300, "1e+300" },
  { 123456789.25, "123456789.25" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    char text[ENCORD_JSON_NUMBER_SIZE];
    const gsize length = encord_json_number_format (numbers[i].value, text);

    g_assert_cmpmem (text, length, numbers[i].text, strlen (numbers[i].text));
  }
}

/* valgrind computes long doubles with the digits of a double */
static gboolean
long_doubles_are_long (void)
{
  volatile long double epsilon = LDBL_EPSILON;

  return 1.0L + epsilon != 1.0L;
}

static void
test_random_numbers (void)
{
  if (!long_doubles_are_long ()) {
    g_test_skip ("no long doubles on this processor");
    return;
  }

  for (int i = 0; i < 20000; i++) {
    char text[ENCORD_JSON_NUMBER_SIZE];
    EncordJsonSlice slice = { text, 0 };
    double value = g_test_rand_double (), again;

    switch (i % 4) {
      case 0:
        value = (double) (float) value;
        break;
      case 1:
        value = floor (value * 1000) / 1000;
        break;
      case 2:
        value = ldexp (value - 0.5, g_test_rand_int_range (-1000, 1000));
        break;
      default:
        break;
    }
    slice.length = encord_json_number_format (value, text);
    g_assert_true (encord_json_number_parse (slice, &again));
    g_assert_true (value == again);
  }
}

/* texts of every length against the C library */
static void
test_random_texts (void)
{
  if (!long_doubles_are_long ()) {
    g_test_skip ("no long doubles on this processor");
    return;
  }

  for (int i = 0; i < 20000; i++) {
    g_autofree char *text =
        g_strdup_printf ("%d.%0*u%09u", g_test_rand_int_range (-3, 3),
                         g_test_rand_int_range (1, 14),
                         (guint) g_test_rand_int_range (0, 1000000000),
                         (guint) g_test_rand_int_range (0, 1000000000));
    const EncordJsonSlice slice = { text, strlen (text) };
    double value;

    g_assert_true (encord_json_number_parse (slice, &value));
    g_assert_true (value == g_ascii_strtod (text, NULL));
  }
}

static const struct
{
  const char *text;
  double value;
} parsed[] = {
  { "0", 0 },
  { "1E5", 1e5 },
  { "1e-3", 1e-3 },
  { "0.10", 0.1 },
  { "-12", -12 },
  { "0.000000000000000000000000000000000001", 1e-36 },
  { "123456789012345678901234567890", 123456789012345678901234567890.0 },
  { "9007199254740993", 9007199254740992.0 },
  { "9007199254740993.0000000001", 9007199254740994.0 },
};

static void
test_parse (void)
{
  static const EncordJsonSlice huge = { "-1e999", 6 };
  double value = 7;

  for (gsize i = 0; i < G_N_ELEMENTS (parsed); i++) {
    const EncordJsonSlice slice = { parsed[i].text, strlen (parsed[i].text) };

    g_assert_true (encord_json_number_parse (slice, &value));
    g_assert_true (value == parsed[i].value);
  }
  g_assert_false (encord_json_number_parse (huge, &value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *path = g_strdup_printf ("/json/text/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_text);
  }
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/walk", test_walk);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/member", test_member);
  g_test_add_func ("/json/number/format", test_numbers);
  g_test_add_func ("/json/number/parse", test_parse);
  g_test_add_func ("/json/number/random", test_random_numbers);
  g_test_add_func ("/json/number/random-text", test_random_texts);

  return g_test_run ();
}
