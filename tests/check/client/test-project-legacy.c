/* test-project-legacy.c - the project object of the older interface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#include <string.h>

static const char *const options[] = { "Very good", "b", NULL };

static gboolean
call_project (EncordProject *project, GError **error)
{
  g_autoptr (EncordLegacyProject) legacy =
      encord_project_get_legacy_project (project, NULL, error);

  return legacy != NULL;
}

static gboolean
call_rows (EncordProject *project, GError **error)
{
  g_autoptr (JsonNode) rows =
      encord_project_get_legacy_label_rows (project, NULL, error);

  return rows != NULL;
}

static gboolean
call_ontology (EncordProject *project, GError **error)
{
  g_autoptr (EncordOntologyStructure) ontology =
      encord_project_get_project_ontology (project, NULL, error);

  return ontology != NULL;
}

static gboolean
call_add (EncordProject *project, GError **error)
{
  return encord_project_add_object (project, "Car", ENCORD_SHAPE_POLYGON, NULL,
                                    error);
}

static gboolean
call_add_nameless (EncordProject *project, GError **error)
{
  return encord_project_add_object (project, "", ENCORD_SHAPE_POLYGON, NULL,
                                    error);
}

static gboolean
call_add_bitmask (EncordProject *project, GError **error)
{
  return encord_project_add_object (project, "Car", ENCORD_SHAPE_BITMASK, NULL,
                                    error);
}

static gboolean
call_classify_nameless (EncordProject *project, GError **error)
{
  return encord_project_add_classification (project, "", ENCORD_ATTRIBUTE_RADIO,
                                            FALSE, options, NULL, error);
}

static gboolean
call_classify_text (EncordProject *project, GError **error)
{
  return encord_project_add_classification (
      project, "Note", ENCORD_ATTRIBUTE_TEXT, FALSE, options, NULL, error);
}

static gboolean
call_classify_type (EncordProject *project, GError **error)
{
  return encord_project_add_classification (
      project, "Note", ENCORD_ATTRIBUTE_NUMERIC, FALSE, options, NULL, error);
}

static const BadCall bad_calls[] = {
  { "project/list", call_project, 200, OK ("[7]"), ENCORD_ERROR_BAD_RESPONSE },
  { "project/half", call_project, 200, OK ("{\"project_hash\":\"p\"}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "rows/none", call_rows, 200, OK ("{\"title\":\"T\"}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "rows/object", call_rows, 200, OK ("{\"label_rows\":{}}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "ontology/none", call_ontology, 200, OK ("{\"title\":\"T\"}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "add/nameless", call_add_nameless, 0, NULL, ENCORD_ERROR_REJECTED },
  { "add/bitmask", call_add_bitmask, 0, NULL, ENCORD_ERROR_REJECTED },
  /* what cannot be read is not written back */
  { "add/no-ontology", call_add, 200, OK ("{\"title\":\"T\"}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "add/half-ontology", call_add, 200,
    OK ("{\"editor_ontology\":{\"objects\":[],\"classifications\":{}}}"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "add/denied", call_add, 200, REFUSED ("AUTHORISATION_ERROR"),
    ENCORD_ERROR_DENIED },
  { "classify/nameless", call_classify_nameless, 0, NULL,
    ENCORD_ERROR_REJECTED },
  { "classify/text", call_classify_text, 0, NULL, ENCORD_ERROR_REJECTED },
  { "classify/type", call_classify_type, 0, NULL, ENCORD_ERROR_REJECTED },
};

static void
test_bad_call (ClientFixture *f, gconstpointer data)
{
  client_fixture_assert_fails (f, &bad_calls[GPOINTER_TO_SIZE (data)]);
}

/* an ontology with everything that the older interface knows nothing of */
#define RICH_OBJECT                                                            \
  "{\"id\":\"7\",\"name\":\"Mask\",\"color\":\"#000000\",\"shape\":\"bitmask\",\
\"featureNodeHash\":\"h1\",\"required\":true,\"attributes\":[{\"id\":\"7.1\",\
\"name\":\"A\",\"type\":\"radio\",\"featureNodeHash\":\"h2\",\"required\":true,\
\"dynamic\":true,\"options\":[{\"id\":\"7.1.1\",\"label\":\"x\",\"value\":\"x\",\
\"featureNodeHash\":\"h3\",\"options\":[{\"id\":\"7.1.1.1\",\"name\":\"B\",\
\"type\":\"text\",\"featureNodeHash\":\"h4\",\"required\":false}]}]}],\
\"archived\":false}"
#define RICH_CLASSIFICATION                                                    \
  "{\"id\":\"1\",\"featureNodeHash\":\"h5\",\"attributes\":[{\"id\":\"1.1\",\
\"name\":\"C\",\"type\":\"text\",\"featureNodeHash\":\"h6\",\"required\":false,\
\"dynamic\":false,\"later\":[1.5]}]}"
#define RICH_REST                                                              \
  "\"skeleton_templates\":[{\"template\":{\"name\":\"S\"}}],\"later\":{\"a\":" \
  "1}"
#define RICH                                                                   \
  "{\"objects\":[" RICH_OBJECT "],\"classifications\":[" RICH_CLASSIFICATION   \
  "]," RICH_REST "}"

/* the editor that was sent, without its last object or classification, which is
 * handed out */
static JsonObject *
take_addition (ClientFixture *f, const char *list, JsonParser **ret_parser)
{
  g_autoptr (FakeRequest) first = fake_server_take_request (f->server);
  g_autoptr (FakeRequest) second = fake_server_take_request (f->server);
  g_autoptr (JsonNode) given = json_from_string (RICH, NULL);
  JsonObject *body, *editor, *addition;
  JsonArray *elements;
  gsize length;
  const char *text;

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  text = g_bytes_get_data (second->body, &length);
  *ret_parser = json_parser_new ();
  g_assert_true (
      json_parser_load_from_data (*ret_parser, text, (gssize) length, NULL));
  body = json_node_get_object (json_parser_get_root (*ret_parser));
  editor = json_object_get_object_member (
      json_object_get_object_member (
          json_object_get_object_member (body, "values"), "payload"),
      "editor");
  elements = json_object_get_array_member (editor, list);
  addition = json_object_ref (json_array_get_object_element (elements, 1));
  json_array_remove_element (elements, 1);
  {
    g_autoptr (JsonNode) sent = json_node_new (JSON_NODE_OBJECT);

    json_node_set_object (sent, editor);
    g_assert_true (json_node_equal (sent, given));
  }

  return addition;
}

static void
reply_rich (ClientFixture *f)
{
  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, OK ("{\"editor_ontology\":" RICH "}"));
  fake_server_reply (f->server, 200, OK ("true"));
  fake_server_reply (f->server, 200, ONTOLOGY);
}

static void
test_object_keeps_rest (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (EncordOntologyStructure) before = NULL;

  reply_rich (f);
  before = g_object_ref (encord_project_get_ontology_structure (f->project));
  g_assert_true (encord_project_add_object (
      f->project, "Joints", ENCORD_SHAPE_SKELETON, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (before != encord_project_get_ontology_structure (f->project));

  object = take_addition (f, "objects", &parser);
  /* 2 would be the second; 7 is taken */
  g_assert_cmpstr (json_object_get_string_member (object, "id"), ==, "8");
  g_assert_cmpstr (json_object_get_string_member (object, "color"), ==,
                   "#E27300");
  g_assert_cmpstr (json_object_get_string_member (object, "shape"), ==,
                   "skeleton");
}

static void
test_classification_keeps_rest (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (JsonObject) classification = NULL;
  JsonObject *attribute, *option;

  reply_rich (f);
  encord_project_add_classification_async (
      f->project, "Quality", ENCORD_ATTRIBUTE_CHECKLIST, TRUE, options, NULL,
      client_fixture_take_result, &result);
  client_fixture_wait (&result);
  g_assert_true (
      encord_project_add_classification_finish (f->project, result, &error));
  g_assert_no_error (error);

  classification = take_addition (f, "classifications", &parser);
  g_assert_cmpstr (json_object_get_string_member (classification, "id"), ==,
                   "2");
  attribute = json_array_get_object_element (
      json_object_get_array_member (classification, "attributes"), 0);
  g_assert_cmpstr (json_object_get_string_member (attribute, "type"), ==,
                   "checklist");
  g_assert_true (json_object_get_boolean_member (attribute, "required"));
  option = json_array_get_object_element (
      json_object_get_array_member (attribute, "options"), 0);
  g_assert_cmpstr (json_object_get_string_member (option, "id"), ==, "2.1.1");
  g_assert_cmpstr (json_object_get_string_member (option, "label"), ==,
                   "Very good");
  g_assert_cmpstr (json_object_get_string_member (option, "value"), ==,
                   "Very_good");
}

static void
test_refused_write (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordOntologyStructure) before = NULL;

  client_fixture_open_project (f);
  before = g_object_ref (encord_project_get_ontology_structure (f->project));
  fake_server_reply (f->server, 200, OK ("{\"editor_ontology\":" RICH "}"));
  fake_server_reply (f->server, 200, REFUSED ("AUTHORISATION_ERROR"));
  g_assert_false (call_add (f->project, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_DENIED);
  g_assert_true (before == encord_project_get_ontology_structure (f->project));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_TABLE ("/project-legacy/bad/", bad_calls, test_bad_call);
  ADD ("/project-legacy/object-keeps-rest", 0, test_object_keeps_rest);
  ADD ("/project-legacy/classification-keeps-rest", 0,
       test_classification_keeps_rest);
  ADD ("/project-legacy/refused-write", 0, test_refused_write);

  return g_test_run ();
}
