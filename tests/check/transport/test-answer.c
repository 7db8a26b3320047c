/* test-answer.c - calls as data, and what their answers mean
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <encord/encord.h>
#include <encord/transport/encord-call-details-private.h>
#include <string.h>

static JsonNode *
json (const char *text)
{
  return text != NULL ? json_from_string (text, NULL) : NULL;
}

static JsonNode *
read_text (EncordCall *call, guint http_status, const char *text,
           GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));

  return encord_call_read_answer (call, http_status, body, error);
}

static void
test_legacy_body (void)
{
  g_autoptr (EncordCall) call = encord_call_new_legacy (
      "labelstatus", "POST", json ("\"caf\\u00e9\""), json ("{\"a\":1.0}"));
  g_autoptr (EncordCall) empty =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  gsize length;
  const char *body = g_bytes_get_data (encord_call_get_body (call), &length);

  g_assert_cmpmem (body, length,
                   "{\"query_type\":\"labelstatus\",\"query_method\":\"POST\","
                   "\"values\":{\"uid\":\"café\",\"payload\":{\"a\":1.0}}}",
                   strlen ("{\"query_type\":\"labelstatus\",\"query_method\":"
                           "\"POST\",\"values\":{\"uid\":\"café\",\"payload\":{"
                           "\"a\":1.0}}}"));
  body = g_bytes_get_data (encord_call_get_body (empty), &length);
  g_assert_nonnull (strstr (body, "{\"uid\":null,\"payload\":null}"));
  g_assert_cmpstr (encord_call_get_trace_id (call), !=,
                   encord_call_get_trace_id (empty));
  g_assert_cmpuint (strlen (encord_call_get_trace_id (call)), ==, 32);
}

static void
test_query (void)
{
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "/projects/a b?/");
  g_autofree char *bare = encord_call_dup_target (call);
  g_autofree char *full = NULL;

  g_assert_cmpstr (bare, ==, "/v2/public/projects/a%20b%3F");
  encord_call_add_query (call, "after", "2024-05-01T00:00:00+02:00");
  encord_call_add_query (call, "left-out", NULL);
  encord_call_add_query (call, "t", "a b/c~._-");
  encord_call_add_query (call, "t", "é&=");
  full = encord_call_dup_target (call);
  g_assert_cmpstr (full, ==,
                   "/v2/public/projects/a%20b%3F?after=2024-05-01T00%3A00%3A00%"
                   "2B02%3A00&t=a+b%2Fc~._-&t=%C3%A9%26%3D");
}

/* every error string with no, text and object payload */
static const struct
{
  const char *string;
  EncordServerError server_error;
  EncordError code;
  gboolean shows_text;   /* "mind the gap" in the message */
  gboolean shows_object; /* {"mind":"the gap"} in the message */
  guint maximum;
} strings[] = {
  { "AUTHENTICATION_ERROR", ENCORD_SERVER_ERROR_AUTHENTICATION,
    ENCORD_ERROR_AUTH },
  { "AUTHORISATION_ERROR", ENCORD_SERVER_ERROR_AUTHORISATION,
    ENCORD_ERROR_DENIED },
  { "RESOURCE_NOT_FOUND_ERROR", ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND,
    ENCORD_ERROR_NOT_FOUND, TRUE, TRUE },
  { "METHOD_NOT_ALLOWED_ERROR", ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED,
    ENCORD_ERROR_NOT_SUPPORTED },
  { "UNKNOWN_ERROR", ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_FAILED },
  { "OPERATION_NOT_ALLOWED", ENCORD_SERVER_ERROR_OPERATION_NOT_ALLOWED,
    ENCORD_ERROR_DENIED },
  { "ANSWER_DICTIONARY_ERROR", ENCORD_SERVER_ERROR_ANSWER_DICTIONARY,
    ENCORD_ERROR_REJECTED },
  { "CORRUPTED_LABEL_ERROR", ENCORD_SERVER_ERROR_CORRUPTED_LABEL,
    ENCORD_ERROR_REJECTED, TRUE, FALSE },
  { "FILE_TYPE_NOT_SUPPORTED_ERROR",
    ENCORD_SERVER_ERROR_FILE_TYPE_NOT_SUPPORTED, ENCORD_ERROR_REJECTED },
  { "FILE_SIZE_NOT_SUPPORTED_ERROR",
    ENCORD_SERVER_ERROR_FILE_SIZE_NOT_SUPPORTED, ENCORD_ERROR_REJECTED },
  { "FEATURE_DOES_NOT_EXIST_ERROR", ENCORD_SERVER_ERROR_FEATURE_DOES_NOT_EXIST,
    ENCORD_ERROR_NOT_FOUND },
  { "MODEL_WEIGHTS_INCONSISTENT_ERROR",
    ENCORD_SERVER_ERROR_MODEL_WEIGHTS_INCONSISTENT, ENCORD_ERROR_REJECTED },
  { "MODEL_FEATURES_INCONSISTENT_ERROR",
    ENCORD_SERVER_ERROR_MODEL_FEATURES_INCONSISTENT, ENCORD_ERROR_REJECTED },
  { "UPLOAD_OPERATION_NOT_SUPPORTED_ERROR",
    ENCORD_SERVER_ERROR_UPLOAD_OPERATION_NOT_SUPPORTED,
    ENCORD_ERROR_NOT_SUPPORTED },
  { "DETECTION_RANGE_INVALID_ERROR",
    ENCORD_SERVER_ERROR_DETECTION_RANGE_INVALID, ENCORD_ERROR_REJECTED },
  { "MUST_SET_DETECTION_RANGE_ERROR", ENCORD_SERVER_ERROR_GENERIC,
    ENCORD_ERROR_REJECTED, TRUE, TRUE },
  { "RESOURCE_EXISTS_ERROR", ENCORD_SERVER_ERROR_RESOURCE_EXISTS,
    ENCORD_ERROR_CONFLICT, TRUE, TRUE },
  { "INVALID_DATE_FORMAT_ERROR", ENCORD_SERVER_ERROR_INVALID_DATE_FORMAT,
    ENCORD_ERROR_REJECTED },
  { "DUPLICATE_SSH_KEY_ERROR", ENCORD_SERVER_ERROR_DUPLICATE_SSH_KEY,
    ENCORD_ERROR_AUTH },
  { "SSH_KEY_NOT_FOUND_ERROR", ENCORD_SERVER_ERROR_SSH_KEY_NOT_FOUND,
    ENCORD_ERROR_AUTH },
  { "INVALID_ARGUMENTS_ERROR", ENCORD_SERVER_ERROR_INVALID_ARGUMENTS,
    ENCORD_ERROR_REJECTED, TRUE, TRUE },
  { "MULTI_LABEL_LIMIT_ERROR", ENCORD_SERVER_ERROR_MULTI_LABEL_LIMIT,
    ENCORD_ERROR_THROTTLED, FALSE, FALSE, 100 },
  { "WRONG_PROJECT_TYPE_ERROR", ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE,
    ENCORD_ERROR_REJECTED, TRUE, TRUE },
  { "SOMETHING_NEW_ERROR", ENCORD_SERVER_ERROR_GENERIC, ENCORD_ERROR_FAILED,
    TRUE, TRUE },
};

/* no class that has an error string is left out above */
static void
test_all_classes (void)
{
  for (int class = ENCORD_SERVER_ERROR_GENERIC;
       class <= ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE; class ++) {
    gboolean found = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
      found = found || strings[i].server_error == (EncordServerError) class;
    g_assert_true (found);
  }
}

/* in an error of which a scripting language has kept code and message */
static void
assert_class_survives (const GError *error)
{
  g_autoptr (GError) anew =
      g_error_new_literal (error->domain, error->code, error->message);

  g_assert_cmpint (encord_error_get_server_error (anew), ==,
                   encord_error_get_server_error (error));
}

static void
assert_legacy_error (gsize i, const char *payload, const char *shown,
                     gboolean shows)
{
  g_autoptr (EncordCall) call =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autofree char *text = g_strdup_printf (
      "{\"status\":404,\"response\":[\"%s\"]%s%s}", strings[i].string,
      payload != NULL ? ",\"payload\":" : "", payload != NULL ? payload : "");
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (call, 200, text, &error));
  g_assert_error (error, ENCORD_ERROR, (int) strings[i].code);
  g_assert_cmpint (encord_error_get_server_error (error), ==,
                   strings[i].server_error);
  assert_class_survives (error);
  g_assert_cmpstr (encord_error_get_trace_id (error), ==,
                   encord_call_get_trace_id (call));
  g_assert_cmpuint (encord_error_get_maximum_labels (error), ==,
                    strings[i].maximum);
  g_assert_nonnull (
      strstr (encord_error_get_server_text (error), strings[i].string));
  g_assert_true (g_str_has_prefix (error->message, "project GET: "));
  if (shown != NULL) {
    g_assert_cmpint (strstr (error->message, shown) != NULL, ==, shows);
    g_assert_nonnull (strstr (encord_error_get_server_text (error), shown));
  }
}

static void
test_error_string (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  assert_legacy_error (i, NULL, NULL, FALSE);
  assert_legacy_error (i, "null", NULL, FALSE);
  assert_legacy_error (i, "\"mind the gap\"", "mind the gap",
                       strings[i].shows_text);
  assert_legacy_error (i, "{\"mind\":\"the gap\"}", "{\"mind\":\"the gap\"}",
                       strings[i].shows_object);
}

static const struct
{
  const char *response;
  const char *shown;
} generic[] = {
  { "\"RESOURCE_NOT_FOUND_ERROR\"", "RESOURCE_NOT_FOUND_ERROR" },
  { "[\"AUTHENTICATION_ERROR\",\"AUTHENTICATION_ERROR\"]",
    "[\"AUTHENTICATION_ERROR\",\"AUTHENTICATION_ERROR\"]" },
  { "null", "null" },
  { "[]", "[]" },
  { "[null]", "[null]" },
  { "{\"message\":1}", "{\"message\":1}" },
};

static void
test_generic_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (generic); i++) {
    g_autoptr (JsonNode) response = json (generic[i].response);
    g_autoptr (GError) error =
        encord_error_new_from_legacy (response, NULL, "trace");

    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_FAILED);
    g_assert_cmpint (encord_error_get_server_error (error), ==,
                     ENCORD_SERVER_ERROR_GENERIC);
    g_assert_nonnull (strstr (error->message, generic[i].shown));
  }
  {
    g_autoptr (GError) error = encord_error_new_from_legacy (NULL, NULL, NULL);
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_FAILED);
    g_assert_null (encord_error_get_server_text (error));
  }
}

static void
test_limit (void)
{
  static const struct
  {
    const char *payload;
    guint maximum;
  } rows[] = { { "{\"maximum_labels_allowed\":7}", 7 },
               { "{\"maximum_labels_allowed\":\"7\"}", 100 },
               { "{\"maximum_labels_allowed\":-1}", 100 },
               { "{}", 100 },
               { "null", 100 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) response = json ("[\"MULTI_LABEL_LIMIT_ERROR\"]");
    g_autoptr (JsonNode) payload = json (rows[i].payload);
    g_autoptr (GError) error =
        encord_error_new_from_legacy (response, payload, NULL);
    g_autoptr (GError) copy = g_error_copy (error);

    g_assert_cmpuint (encord_error_get_maximum_labels (error), ==,
                      rows[i].maximum);
    g_assert_cmpuint (encord_error_get_maximum_labels (copy), ==,
                      rows[i].maximum);
    g_assert_cmpstr (encord_error_get_server_text (copy), ==,
                     encord_error_get_server_text (error));
  }
}

/* answers that are errors although their status is 200 */
static const struct
{
  const char *name;
  const char *method;
  const char *uid;
  gboolean list;
  const char *fine;    /* responses, separated by blanks */
  const char *missing; /* ENCORD_ERROR_NOT_FOUND */
  const char *refused; /* ENCORD_ERROR_BAD_RESPONSE */
} rules[] = {
  { "get", "GET", NULL, FALSE, "1 true \"x\" [0] {\"a\":0}",
    "null false {} [] 0 \"\" 0.0", "" },
  { "get-list", "GET", "[\"a\"]", FALSE, "[] [1] false", "null", "" },
  { "get-listing", "GET", NULL, TRUE, "[] [1]", "null", "" },
  { "put-list", "PUT", "[\"a\"]", FALSE, "[] [1]", "null", "" },
  { "post", "POST", NULL, FALSE, "false true 0 [] {}", "", "null" },
  { "put", "PUT", NULL, FALSE, "true [1]", "", "null false {} [] 0 \"\"" },
  { "delete", "DELETE", "[\"a\"]", FALSE, "null false {} [] 0", "", "" },
};

static void
assert_responses (gsize i, const char *responses, int code)
{
  g_auto (GStrv) list = g_strsplit (responses, " ", -1);

  for (guint j = 0; list[j] != NULL; j++) {
    g_autoptr (EncordCall) call = encord_call_new_legacy (
        "project", rules[i].method, json (rules[i].uid), NULL);
    g_autofree char *text =
        g_strdup_printf ("{\"status\":200,\"response\":%s}", list[j]);
    g_autoptr (JsonNode) expected = json (list[j]);
    g_autoptr (JsonNode) response = NULL;
    g_autoptr (GError) error = NULL;

    if (rules[i].list)
      encord_call_set_list (call);
    response = read_text (call, 503, text, &error);
    if (code < 0) {
      g_assert_no_error (error);
      g_assert_true (json_node_equal (response, expected));
    } else {
      g_assert_null (response);
      g_assert_error (error, ENCORD_ERROR, code);
      g_assert_cmpint (encord_error_get_server_error (error), ==,
                       code == ENCORD_ERROR_NOT_FOUND
                           ? ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND
                           : ENCORD_SERVER_ERROR_REQUEST);
    }
  }
}

static void
test_rule (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  assert_responses (i, rules[i].fine, -1);
  assert_responses (i, rules[i].missing, ENCORD_ERROR_NOT_FOUND);
  assert_responses (i, rules[i].refused, ENCORD_ERROR_BAD_RESPONSE);
}

static void
test_garbage (void)
{
  g_autoptr (EncordCall) legacy =
      encord_call_new_legacy ("project", "DELETE", NULL, NULL);
  g_autoptr (EncordCall) v2 = encord_call_new_v2 ("GET", "projects");
  g_autoptr (GString) deep = g_string_new ("{\"status\":200,\"response\":");
  const char *bodies[] = { "",        "<html>", "[]", "7", "\"\xff\"",
                           "{\"a\":", "/*\"*/", "'",  NULL };

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  bodies[G_N_ELEMENTS (bodies) - 1] = deep->str;

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GError) legacy_error = NULL;
    g_autoptr (GError) v2_error = NULL;
    g_autoptr (JsonNode) node = NULL;

    g_assert_null (read_text (legacy, 200, bodies[i], &legacy_error));
    g_assert_error (legacy_error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
    node = read_text (v2, 200, bodies[i], &v2_error);
    if (node == NULL)
      g_assert_error (v2_error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
    else
      g_assert_true (i == 2 || i == 3);
  }
}

static const struct
{
  guint status;
  EncordServerError server_error;
  EncordError code;
  gboolean shows_message;
} statuses[] = {
  { 400, ENCORD_SERVER_ERROR_INVALID_ARGUMENTS, ENCORD_ERROR_REJECTED, TRUE },
  { 401, ENCORD_SERVER_ERROR_AUTHENTICATION, ENCORD_ERROR_AUTH, TRUE },
  { 403, ENCORD_SERVER_ERROR_AUTHORISATION, ENCORD_ERROR_DENIED, TRUE },
  { 404, ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND, ENCORD_ERROR_NOT_FOUND },
  { 405, ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED, ENCORD_ERROR_NOT_SUPPORTED },
  { 201, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_FAILED, TRUE },
  { 202, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_FAILED, TRUE },
  { 402, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_DENIED, TRUE },
  { 409, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_CONFLICT, TRUE },
  { 413, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_THROTTLED, TRUE },
  { 418, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_FAILED, TRUE },
  { 422, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_REJECTED, TRUE },
  { 429, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_THROTTLED, TRUE },
  { 500, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_UNREACHABLE, TRUE },
  { 501, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_NOT_SUPPORTED, TRUE },
  { 504, ENCORD_SERVER_ERROR_UNKNOWN, ENCORD_ERROR_UNREACHABLE, TRUE },
};

static void
assert_v2_error (gsize i, const char *body, gboolean has_message)
{
  g_autoptr (EncordCall) call = encord_call_new_v2 ("DELETE", "x");
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (call, statuses[i].status, body, &error));
  g_assert_error (error, ENCORD_ERROR, (int) statuses[i].code);
  g_assert_cmpint (encord_error_get_server_error (error), ==,
                   statuses[i].server_error);
  g_assert_cmpuint (encord_error_get_http_status (error), ==,
                    statuses[i].status);
  g_assert_cmpstr (encord_error_get_trace_id (error), ==,
                   encord_call_get_trace_id (call));
  g_assert_cmpstr (encord_error_get_server_text (error), ==,
                   has_message ? "mind the gap" : NULL);
  g_assert_cmpint (strstr (error->message, "mind the gap") != NULL, ==,
                   has_message && statuses[i].shows_message);
}

static void
test_status (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  assert_v2_error (i, "{\"message\":\"mind the gap\"}", TRUE);
  assert_v2_error (i, "{\"message\":7}", FALSE);
  assert_v2_error (i, "{}", FALSE);
  assert_v2_error (i, "[\"mind the gap\"]", FALSE);
  assert_v2_error (i, "<html>mind the gap</html>", FALSE);
  assert_v2_error (i, "", FALSE);
}

static void
test_success (void)
{
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = read_text (call, 200, "[1]", &error);
  g_autoptr (JsonNode) nothing = read_text (call, 204, "", &error);

  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (body));
  g_assert_true (JSON_NODE_HOLDS_NULL (nothing));
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = encord_error_new_from_status (400, text, NULL);

  g_assert_cmpuint (strlen (error->message), <, 3000);
  g_assert_cmpstr (encord_error_get_server_text (error), ==, text);
}

static void
test_foreign_errors (void)
{
  g_autoptr (GError) foreign =
      g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");

  g_assert_cmpint (encord_error_get_server_error (foreign), ==,
                   ENCORD_SERVER_ERROR_NONE);
  g_assert_cmpuint (encord_error_get_http_status (foreign), ==, 0);
  g_assert_null (encord_error_get_server_text (foreign));
  g_assert_null (encord_error_get_trace_id (NULL));
  g_assert_cmpuint (encord_error_get_maximum_labels (NULL), ==, 0);
}

static void
test_class_in_message (void)
{
  static const char *const none[] = {
    "",
    "]",
    "[OntologyError]",
    "x [OntologyError] y",
    "x [NewError]",
    "x [ontologyerror]",
    "x [OntologyError",
  };
  g_autoptr (GError) error =
      encord_error_new_from_status (400, "look [AuthenticationError]", NULL);
  g_autoptr (GError) anew = NULL;
  g_autoptr (GError) foreign =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x [OntologyError]");

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
    g_autoptr (GError) other =
        g_error_new_literal (ENCORD_ERROR, ENCORD_ERROR_FAILED, none[i]);

    g_assert_cmpint (encord_error_get_server_error (other), ==,
                     ENCORD_SERVER_ERROR_NONE);
  }
  g_assert_cmpint (encord_error_get_server_error (foreign), ==,
                   ENCORD_SERVER_ERROR_NONE);

  /* not by what the server wrote */
  assert_class_survives (error);
  g_prefix_error_literal (&error, "saving: ");
  encord_error_append (error, "; try again");
  assert_class_survives (error);
  g_assert_cmpstr (error->message, ==,
                   "saving: look [AuthenticationError] (HTTP status 400); try "
                   "again [InvalidArgumentsError]");
  anew = g_error_new_literal (ENCORD_ERROR, ENCORD_ERROR_FAILED, "x");
  encord_error_append (anew, "y");
  g_assert_cmpstr (anew->message, ==, "xy");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call/legacy-body", test_legacy_body);
  g_test_add_func ("/call/query", test_query);
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++) {
    g_autofree char *path =
        g_strconcat ("/answer/legacy/", strings[i].string, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_error_string);
  }
  g_test_add_func ("/answer/legacy/all-classes", test_all_classes);
  g_test_add_func ("/answer/legacy/generic", test_generic_errors);
  g_test_add_func ("/answer/legacy/limit", test_limit);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *path =
        g_strconcat ("/answer/legacy/ok/", rules[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_rule);
  }
  g_test_add_func ("/answer/garbage", test_garbage);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autofree char *path =
        g_strdup_printf ("/answer/v2/%u", statuses[i].status);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_status);
  }
  g_test_add_func ("/answer/v2/success", test_success);
  g_test_add_func ("/answer/long-text", test_long_text);
  g_test_add_func ("/answer/foreign-errors", test_foreign_errors);

  g_test_add_func ("/answer/class-in-message", test_class_in_message);

  return g_test_run ();
}
