/* inspect.c - what gst-inspect-1.0 shows of each element is complete
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>

#define MUTABILITY                                                             \
  (GST_PARAM_MUTABLE_READY | GST_PARAM_MUTABLE_PAUSED |                        \
   GST_PARAM_MUTABLE_PLAYING)

typedef void (*ElementFunc) (GstElementFactory *factory, GstElement *element);

static void
for_each_element (ElementFunc func)
{
  GList *features =
      gst_registry_get_feature_list_by_plugin (gst_registry_get (), "encord");

  fail_unless (features != NULL, "the plugin was not found");
  for (GList *l = features; l != NULL; l = l->next) {
    GstElement *element =
        gst_element_factory_create (GST_ELEMENT_FACTORY (l->data), NULL);

    fail_unless (GST_IS_ELEMENT (element));
    func (l->data, element);
    gst_object_unref (element);
  }
  gst_plugin_feature_list_free (features);
}

static void
check_metadata (GstElementFactory *factory, GstElement *element)
{
  static const char *const keys[] = { GST_ELEMENT_METADATA_LONGNAME,
                                      GST_ELEMENT_METADATA_KLASS,
                                      GST_ELEMENT_METADATA_DESCRIPTION,
                                      GST_ELEMENT_METADATA_AUTHOR };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *value = gst_element_factory_get_metadata (factory, keys[i]);

    fail_unless (value != NULL && *value != '\0', "%s: no %s",
                 GST_OBJECT_NAME (factory), keys[i]);
  }
  fail_unless (gst_element_factory_get_num_pad_templates (factory) > 0);
}

GST_START_TEST (test_metadata)
{
  for_each_element (check_metadata);
}
GST_END_TEST;

/* the properties that the element itself adds */
static GList *
own_properties (GstElement *element)
{
  GList *own = NULL;
  guint n;
  GParamSpec **specs =
      g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);

  for (guint i = 0; i < n; i++) {
    if (specs[i]->owner_type == G_OBJECT_TYPE (element))
      own = g_list_prepend (own, specs[i]);
  }
  g_free (specs);

  return own;
}

static void
check_documented (GstElementFactory *factory, GstElement *element)
{
  GList *own = own_properties (element);

  for (GList *l = own; l != NULL; l = l->next) {
    const GParamSpec *spec = l->data;
    const char *blurb = g_param_spec_get_blurb (l->data);
    const char *nick = g_param_spec_get_nick (l->data);

    fail_unless (blurb != NULL && strlen (blurb) > 10, "%s: %s has no blurb",
                 GST_OBJECT_NAME (factory), spec->name);
    fail_unless (g_ascii_isupper (*blurb) && !g_str_has_suffix (blurb, "."),
                 "%s: the blurb of %s is '%s'", GST_OBJECT_NAME (factory),
                 spec->name, blurb);
    fail_unless (strcmp (nick, spec->name) != 0, "%s: %s has no nick",
                 GST_OBJECT_NAME (factory), spec->name);
    if (spec->flags & G_PARAM_WRITABLE)
      fail_unless (spec->flags & MUTABILITY,
                   "%s: when may %s change? no mutability flag",
                   GST_OBJECT_NAME (factory), spec->name);
  }
  g_list_free (own);
}

GST_START_TEST (test_properties_are_documented)
{
  for_each_element (check_documented);
}
GST_END_TEST;

static void
check_default (GstElementFactory *factory, GstElement *element)
{
  GList *own = own_properties (element);

  for (GList *l = own; l != NULL; l = l->next) {
    GParamSpec *spec = l->data;
    GValue value = G_VALUE_INIT;

    if (!(spec->flags & G_PARAM_READABLE) ||
        !(spec->flags & G_PARAM_WRITABLE) ||
        spec->value_type == GST_TYPE_STRUCTURE)
      continue;
    g_value_init (&value, spec->value_type);
    g_object_get_property (G_OBJECT (element), spec->name, &value);
    fail_unless (g_param_value_defaults (spec, &value),
                 "%s: %s does not start at its default",
                 GST_OBJECT_NAME (factory), spec->name);
    g_value_unset (&value);
  }
  g_list_free (own);
}

GST_START_TEST (test_properties_start_at_their_defaults)
{
  for_each_element (check_default);
}
GST_END_TEST;

/* sets text that gst-launch-1.0 could pass, and reads back the same */
static void
check_round_trip (GstElement *element, const GParamSpec *spec, const char *text)
{
  g_autofree char *back = NULL;
  GValue value = G_VALUE_INIT;

  gst_util_set_object_arg (G_OBJECT (element), spec->name, text);
  g_value_init (&value, spec->value_type);
  g_object_get_property (G_OBJECT (element), spec->name, &value);
  back = gst_value_serialize (&value);
  fail_unless_equals_string (back, text);
  g_value_unset (&value);
}

static void
check_limits (GstElementFactory *factory, GstElement *element)
{
  GList *own = own_properties (element);

  for (GList *l = own; l != NULL; l = l->next) {
    const GParamSpec *spec = l->data;
    g_autofree char *low = NULL;
    g_autofree char *high = NULL;

    if (!(spec->flags & G_PARAM_WRITABLE) || !(spec->flags & G_PARAM_READABLE))
      continue;
    if (G_IS_PARAM_SPEC_INT (spec)) {
      low = g_strdup_printf ("%d", G_PARAM_SPEC_INT (spec)->minimum);
      high = g_strdup_printf ("%d", G_PARAM_SPEC_INT (spec)->maximum);
    } else if (G_IS_PARAM_SPEC_UINT (spec)) {
      low = g_strdup_printf ("%u", G_PARAM_SPEC_UINT (spec)->minimum);
      high = g_strdup_printf ("%u", G_PARAM_SPEC_UINT (spec)->maximum);
    } else if (G_IS_PARAM_SPEC_BOOLEAN (spec)) {
      low = g_strdup ("false");
      high = g_strdup ("true");
    } else {
      continue;
    }
    check_round_trip (element, spec, low);
    check_round_trip (element, spec, high);
  }
  g_list_free (own);
}

GST_START_TEST (test_properties_take_their_limits)
{
  for_each_element (check_limits);
}
GST_END_TEST;

/* a secret that can be read back ends up in dot dumps and logs */
static void
check_no_secrets (GstElementFactory *factory, GstElement *element)
{
  GList *own = own_properties (element);

  for (GList *l = own; l != NULL; l = l->next) {
    const GParamSpec *spec = l->data;
    const gboolean secret = strstr (spec->name, "token") != NULL ||
                            (strstr (spec->name, "key") != NULL &&
                             !g_str_has_prefix (spec->name, "key-frame-")) ||
                            strstr (spec->name, "passphrase") != NULL;

    if (secret && (spec->flags & G_PARAM_READABLE))
      fail_unless (g_str_has_suffix (spec->name, "-file"),
                   "%s: %s can be read back", GST_OBJECT_NAME (factory),
                   spec->name);
  }
  g_list_free (own);
}

GST_START_TEST (test_no_secret_can_be_read_back)
{
  for_each_element (check_no_secrets);
}
GST_END_TEST;

static Suite *
inspect_suite (void)
{
  Suite *s = suite_create ("inspect");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_metadata);
  tcase_add_test (tc, test_properties_are_documented);
  tcase_add_test (tc, test_properties_start_at_their_defaults);
  tcase_add_test (tc, test_properties_take_their_limits);
  tcase_add_test (tc, test_no_secret_can_be_read_back);

  return s;
}

GST_CHECK_MAIN (inspect);
