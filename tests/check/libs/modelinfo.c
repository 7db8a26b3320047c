/* modelinfo.c - tests of what is read out of model files and label files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordmetadata.h>
#include <gst/encord/models/gstencordmodelinfo.h>
#include <gst/encord/models/gstencordnames.h>

static const struct
{
  const char *name;
  const char *text;
  const char *joined; /* NULL: refused */
} literals[] = {
  { "dict", "{0: 'person', 1: 'bicycle'}", "person|bicycle" },
  { "list", "['a', \"b\"]", "a|b" },
  { "tuple", "('a',)", "a" },
  { "empty", "{}", "" },
  { "double-quotes", "{0: \"dog's\"}", "dog's" },
  { "escapes", "['it\\'s', 'a\\\\b', '\\x41\\u00e9\\U0001F600']",
    "it's|a\\b|A\xc3\xa9\xf0\x9f\x98\x80" },
  { "non-ascii", "{0: 'V\xc3\xb6gel'}", "V\xc3\xb6gel" },
  { "holes", "{2: 'c', 0: 'a'}", "a|class1|c" },
  { "repeated", "{0: 'a', 0: 'b'}", "b" },
  { "string-keys", "{'0': 'a', '1': 'b'}", "a|b" },
  { "space", " { 0 :\n'a' , } ", "a" },
  { "unclosed", "{0: 'a'", NULL },
  { "unclosed-string", "{0: 'a}", NULL },
  { "no-colon", "{0 'a'}", NULL },
  { "no-key", "{: 'a'}", NULL },
  { "negative", "{-1: 'a'}", NULL },
  { "huge-index", "{4000000000: 'a'}", NULL },
  { "no-quotes", "[a]", NULL },
  { "trailing", "[] []", NULL },
  { "bad-escape", "['\\q']", NULL },
  { "cut-escape", "['\\x4", NULL },
  { "surrogate", "['\\ud800']", NULL },
  { "nul", "['\\x00']", NULL },
  { "latin-1", "['V\xf6gel']", NULL },
  { "nothing", "", NULL },
  { "number", "7", NULL },
  { "nested", "[['a']]", NULL },
};

static void
test_literal (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = gst_encord_names_parse_literal (
      literals[i].text, strlen (literals[i].text), &error);
  g_autofree char *joined = NULL;

  if (literals[i].joined == NULL) {
    g_assert_null (names);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    return;
  }
  g_assert_no_error (error);
  joined = g_strjoinv ("|", names);
  g_assert_cmpstr (joined, ==, literals[i].joined);
}

static void
test_lines (void)
{
  static const char text[] = "cat\r\n\n  dog \n\n\n";
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names =
      gst_encord_names_parse_lines (text, strlen (text), &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  joined = g_strjoinv ("|", names);
  g_assert_cmpstr (joined, ==, "cat|class1|dog");
}

static void
test_no_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = gst_encord_names_parse_lines ("\n\n", 2, &error);

  g_assert_null (names);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static char *
model_path (const char *name)
{
  return g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "models", name, NULL);
}

static const char *const files[] = { "rows.onnx", "ir.xml" };

static void
test_file (gconstpointer data)
{
  g_autofree char *path = model_path (data);
  g_autoptr (GError) warning = NULL;
  g_autoptr (GstEncordModelInfo) info =
      gst_encord_model_info_read (path, &warning);
  g_autofree char *joined = NULL;

  g_assert_no_error (warning);
  g_assert_nonnull (info->names);
  joined = g_strjoinv ("|", info->names);
  g_assert_cmpstr (joined, ==, "cat|dog's|V\xc3\xb6gel");
  g_assert_cmpstr (info->task, ==, "detect");
  g_assert_cmpint (info->width, ==, 32);
  g_assert_cmpint (info->height, ==, 32);
  g_assert_false (info->has_final_rows);
}

static GHashTable *
new_metadata (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
test_interpretation (void)
{
  g_autoptr (GHashTable) metadata = new_metadata ();
  g_autoptr (GError) warning = NULL;
  g_autoptr (GstEncordModelInfo) info = NULL;

  g_hash_table_insert (metadata, g_strdup ("imgsz"), g_strdup ("[480, 640]"));
  g_hash_table_insert (metadata, g_strdup ("labels"),
                       g_strdup ("traffic_light  car"));
  g_hash_table_insert (metadata, g_strdup ("args"),
                       g_strdup ("{'batch': 1, 'nms': True}"));
  info = gst_encord_model_info_new_from_metadata (metadata, &warning);

  g_assert_no_error (warning);
  g_assert_cmpint (info->height, ==, 480);
  g_assert_cmpint (info->width, ==, 640);
  g_assert_cmpuint (g_strv_length (info->names), ==, 2);
  g_assert_cmpstr (info->names[0], ==, "traffic_light");
  g_assert_true (info->has_final_rows);
}

/* names that make no sense are a warning; the rest still counts */
static void
test_unreadable_names (void)
{
  g_autoptr (GHashTable) metadata = new_metadata ();
  g_autoptr (GError) warning = NULL;
  g_autoptr (GstEncordModelInfo) info = NULL;

  g_hash_table_insert (metadata, g_strdup ("names"), g_strdup ("{0: cat}"));
  g_hash_table_insert (metadata, g_strdup ("task"), g_strdup ("detect"));
  g_hash_table_insert (metadata, g_strdup ("imgsz"), g_strdup ("99999999999"));
  info = gst_encord_model_info_new_from_metadata (metadata, &warning);

  g_assert_error (warning, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_null (info->names);
  g_assert_cmpstr (info->task, ==, "detect");
  g_assert_cmpint (info->width, ==, 0);
}

/* every prefix of a real file, and every byte of it changed: no crash, and
 * only whole files are accepted as such */
static void
test_broken_onnx (void)
{
  g_autofree char *path = model_path ("rows.onnx");
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  for (gsize n = 0; n < size; n++) {
    g_autoptr (GHashTable) metadata = new_metadata ();
    g_autofree guint8 *cut = g_memdup2 (data, n);

    gst_encord_metadata_parse_onnx (cut, n, metadata, NULL);
  }
  for (gsize n = 0; n < size; n++) {
    g_autoptr (GHashTable) metadata = new_metadata ();
    g_autofree guint8 *changed = g_memdup2 (data, size);

    changed[n] ^= 0xff;
    gst_encord_metadata_parse_onnx (changed, size, metadata, NULL);
  }
  {
    g_autoptr (GHashTable) metadata = new_metadata ();

    g_assert_false (gst_encord_metadata_parse_onnx ((guint8 *) data, size - 1,
                                                    metadata, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

static void
test_layer_metadata_is_not_the_models (void)
{
  static const char xml[] =
      "<net><layers><layer><rt_info><framework><names value=\"['no']\"/>"
      "</framework></rt_info></layer></layers>"
      "<rt_info><framework><task value='detect'/></framework></rt_info></net>";
  g_autoptr (GHashTable) metadata = new_metadata ();
  g_autoptr (GError) error = NULL;

  g_assert_true (
      gst_encord_metadata_parse_ir (xml, strlen (xml), metadata, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (metadata), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (metadata, "task"), ==, "detect");
}

static void
test_broken_ir (void)
{
  static const char xml[] = "<net><rt_info>";
  g_autoptr (GHashTable) metadata = new_metadata ();
  g_autoptr (GError) error = NULL;

  g_assert_false (
      gst_encord_metadata_parse_ir (xml, strlen (xml), metadata, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++) {
    g_autofree char *path = g_strdup_printf ("/names/%s", literals[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_literal);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_strdup_printf ("/model-info/%s", files[i]);

    g_test_add_data_func (path, files[i], test_file);
  }
  g_test_add_func ("/names/lines", test_lines);
  g_test_add_func ("/names/no-lines", test_no_lines);
  g_test_add_func ("/model-info/interpretation", test_interpretation);
  g_test_add_func ("/model-info/unreadable-names", test_unreadable_names);
  g_test_add_func ("/metadata/broken-onnx", test_broken_onnx);
  g_test_add_func ("/metadata/layers", test_layer_metadata_is_not_the_models);
  g_test_add_func ("/metadata/broken-ir", test_broken_ir);

  return g_test_run ();
}
