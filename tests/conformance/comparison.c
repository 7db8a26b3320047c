/* comparison.c - a request that we sent with the recorded one
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"
#include "test-keys.h"

#include <encord/auth/encord-signature-private.h>
#include <encord/model/encord-time-private.h>
#include <string.h>

/* The SDK wrote the recorded times without a zone; ours are the same instants in
 * UTC, and say so. */
static gboolean
is_same_time (const char *ours, const char *recorded)
{
  g_autofree char *iso = g_strconcat (recorded, "+00:00", NULL);
  g_autofree char *rfc = g_strconcat (recorded, "GMT", NULL);

  return g_str_equal (ours, iso) ||
         (g_str_has_suffix (recorded, " ") && g_str_equal (ours, rfc));
}

/* Hashes of new things are drawn at random, and they are made at the time of the
 * call. */
static gboolean
is_drawn (const char *ours, const char *where)
{
  g_autoptr (GDateTime) time = NULL;

  if (g_str_has_suffix (where, ".objectHash"))
    return strlen (ours) == 8;
  if (!g_str_has_prefix (where, "60-") ||
      !(g_str_has_suffix (where, ".createdAt") ||
        g_str_has_suffix (where, ".lastEditedAt")))
    return FALSE;
  time = encord_time_parse (ours);

  return time != NULL;
}

/* an object that is keyed by such hashes */
static gboolean
is_keyed_by_drawn (const char *where)
{
  return g_str_has_prefix (where, "60-") &&
         g_str_has_suffix (where, ".object_answers");
}

/* values that are made up anew for each request */
static gboolean
is_hash (const char *text)
{
  return strlen (text) == 8 && strspn (text, "0123456789abcdef") == 8;
}

/* those of the recorded ontology: aaaa1111 and so on */
static gboolean
is_given_hash (const char *text)
{
  for (guint i = 0; i < 8; i++)
    if (!is_hash (text) || text[i] != text[i & 4])
      return FALSE;

  return g_ascii_isalpha (text[0]) && g_ascii_isdigit (text[4]);
}

static gboolean
is_new_file (const char *path)
{
  return g_str_has_suffix (path, "/image.bin");
}

static const struct
{
  const char *path;
  gboolean (*is_valid) (const char *ours);
} made_up[] = {
  { "32-model_inference-base64.values.payload.model_parameters.files.uid",
    g_uuid_string_is_valid },
  { "34-model_inference-file.values.payload.model_parameters.files.uid",
    is_new_file },
  { "37-object_interpolation.values.uid", g_uuid_string_is_valid },
  { "38-fitted_bounding_boxes.values.uid", g_uuid_string_is_valid },
};

static gboolean
is_made_up (const char *ours, const char *recorded, const char *where)
{
  for (gsize i = 0; i < G_N_ELEMENTS (made_up); i++)
    if (g_str_equal (made_up[i].path, where))
      return made_up[i].is_valid (ours);

  return strstr (where, ".editor.") != NULL &&
         g_str_has_suffix (where, ".featureNodeHash") &&
         !is_given_hash (recorded) && is_hash (ours);
}

/* The SDK writes an ontology back without what its old model does not know, we
 * write all of it: then this is ours alone. */
static gboolean
is_kept (const char *name, const char *where)
{
  static const char *const object[] = { "attributes", NULL };
  static const char *const attribute[] = { "dynamic", NULL };

  return (g_str_has_suffix (where, ".editor.objects") &&
          g_strv_contains (object, name)) ||
         (g_str_has_suffix (where, ".editor.classifications.attributes") &&
          g_strv_contains (attribute, name));
}

static void assert_same (JsonNode *ours, JsonNode *recorded, const char *where);

static void
assert_same_object (JsonObject *ours, JsonObject *recorded, const char *where)
{
  g_autoptr (GList) names = json_object_get_members (recorded);
  g_autoptr (GList) our_names = json_object_get_members (ours);

  if (is_keyed_by_drawn (where)) {
    g_autofree char *below = g_strconcat (where, ".*", NULL);

    g_assert_cmpuint (g_list_length (names), ==, 1);
    g_assert_cmpuint (g_list_length (our_names), ==, 1);
    assert_same (json_object_get_member (ours, our_names->data),
                 json_object_get_member (recorded, names->data), below);
    return;
  }
  for (GList *l = our_names; l != NULL; l = l->next)
    if (!json_object_has_member (recorded, l->data) &&
        !is_kept (l->data, where))
      g_error ("%s: we send a member %s", where, (char *) l->data);
  for (GList *l = names; l != NULL; l = l->next) {
    g_autofree char *below = g_strconcat (where, ".", l->data, NULL);

    if (!json_object_has_member (ours, l->data))
      g_error ("%s: we do not send it", below);
    assert_same (json_object_get_member (ours, l->data),
                 json_object_get_member (recorded, l->data), below);
  }
}

static void
assert_same (JsonNode *ours, JsonNode *recorded, const char *where)
{
  g_autofree char *our_text = json_to_string (ours, FALSE);
  g_autofree char *recorded_text = json_to_string (recorded, FALSE);

  if (JSON_NODE_HOLDS_OBJECT (ours) && JSON_NODE_HOLDS_OBJECT (recorded)) {
    assert_same_object (json_node_get_object (ours),
                        json_node_get_object (recorded), where);
  } else if (JSON_NODE_HOLDS_ARRAY (ours) && JSON_NODE_HOLDS_ARRAY (recorded)) {
    JsonArray *a = json_node_get_array (ours);
    JsonArray *b = json_node_get_array (recorded);

    if (json_array_get_length (a) != json_array_get_length (b))
      g_error ("%s: %s instead of %s", where, our_text, recorded_text);
    for (guint i = 0; i < json_array_get_length (a); i++)
      assert_same (json_array_get_element (a, i), json_array_get_element (b, i),
                   where);
  } else if (!json_node_equal (ours, recorded) &&
             !(json_node_get_value_type (ours) == G_TYPE_STRING &&
               json_node_get_value_type (recorded) == G_TYPE_STRING &&
               (is_same_time (json_node_get_string (ours),
                              json_node_get_string (recorded)) ||
                is_drawn (json_node_get_string (ours), where) ||
                is_made_up (json_node_get_string (ours),
                            json_node_get_string (recorded), where)))) {
    g_error ("%s: %s instead of %s", where, our_text, recorded_text);
  }
}

static void
assert_same_query (const char *ours, JsonObject *recorded)
{
  JsonNode *query = json_object_get_member (recorded, "query");

  if (query == NULL || !JSON_NODE_HOLDS_ARRAY (query) ||
      json_array_get_length (json_node_get_array (query)) == 0) {
    g_assert_cmpstr (ours, ==, NULL);
    return;
  }

  g_assert_nonnull (ours);
  {
    g_auto (GStrv) pairs = g_strsplit (ours, "&", -1);
    JsonArray *expected = json_node_get_array (query);

    g_assert_cmpuint (g_strv_length (pairs), ==,
                      json_array_get_length (expected));
    for (guint i = 0; pairs[i] != NULL; i++) {
      JsonArray *pair = json_array_get_array_element (expected, i);
      g_auto (GStrv) halves = g_strsplit (pairs[i], "=", 2);
      g_autofree char *value =
          g_uri_unescape_string (g_strdelimit (halves[1], "+", ' '), NULL);

      g_assert_cmpstr (halves[0], ==, json_array_get_string_element (pair, 0));
      if (!is_same_time (value, json_array_get_string_element (pair, 1)))
        g_assert_cmpstr (value, ==, json_array_get_string_element (pair, 1));
    }
  }
}

/* of the headers with a signature, that it is valid; of the others, the value */
static void
assert_same_headers (FakeRequest *ours, JsonObject *recorded)
{
  JsonObject *headers = json_object_get_object_member (recorded, "headers");
  g_autoptr (GList) names = json_object_get_members (headers);
  g_autoptr (GError) error = NULL;
  gsize length;
  gconstpointer body = g_bytes_get_data (ours->body, &length);

  for (GList *l = names; l != NULL; l = l->next) {
    const char *name = l->data;
    const char *value = soup_message_headers_get_one (ours->headers, name);

    if (g_str_equal (name, "Authorization")) {
      g_autofree char *key = NULL;

      g_assert_true (
          encord_signature_verify_legacy (value, body, length, &key, &error));
      g_assert_cmpstr (key, ==, TEST_KEY_HEX);
    } else if (g_str_equal (name, "Signature")) {
      g_autofree char *key = NULL;

      g_assert_true (encord_signature_verify_v2 (
          ours->method, ours->target,
          soup_message_headers_get_one (ours->headers, "Content-Digest"),
          soup_message_headers_get_one (ours->headers, "Signature-Input"),
          value, body, length, g_get_real_time () / G_USEC_PER_SEC, &key,
          &error));
      g_assert_cmpstr (key, ==, TEST_KEY_HEX);
    } else if (!g_str_equal (name, "Signature-Input") &&
               !g_str_equal (name, "Content-Digest") &&
               /* what the SDK's HTTP library puts in by itself */
               g_strcmp0 (json_object_get_string_member (headers, name),
                          "*/*") != 0) {
      g_assert_cmpstr (value, ==,
                       json_object_get_string_member (headers, name));
    }
  }
  if (!json_object_has_member (headers, "Authorization"))
    g_assert_null (
        soup_message_headers_get_one (ours->headers, "Authorization"));
}

static void
assert_same_body (FakeRequest *ours, JsonObject *recorded, const char *where)
{
  JsonNode *expected = json_object_get_member (recorded, "body");
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *text = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (ours->body, &length);

  if (JSON_NODE_HOLDS_NULL (expected)) {
    g_assert_cmpuint (length, ==, 0);
    return;
  }
  if (json_object_has_member (json_node_get_object (expected), "_bytes")) {
    g_autofree guchar *raw = NULL;
    gsize raw_length;

    raw = g_base64_decode (
        json_object_get_string_member (recorded, "raw_body_base64"),
        &raw_length);
    g_assert_cmpmem (data, length, raw, raw_length);
    return;
  }
  text = g_strndup (data, length);
  body = json_from_string (text, NULL);
  g_assert_nonnull (body);
  assert_same (body, expected, where);
}

void
assert_same_request (FakeRequest *ours, JsonObject *recorded, const char *where)
{
  g_auto (GStrv) target = g_strsplit (ours->target, "?", 2);

  g_assert_cmpstr (ours->method, ==,
                   json_object_get_string_member (recorded, "method"));
  g_assert_cmpstr (target[0], ==,
                   json_object_get_string_member (recorded, "path"));
  assert_same_query (target[1], recorded);
  assert_same_headers (ours, recorded);
  assert_same_body (ours, recorded, where);
}
