/* client/encord-project-legacy.c - the project object of the older interface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-legacy-ontology-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-build-private.h>
#include <encord/client/encord-project-datasets-build-private.h>
#include <encord/client/encord-project-legacy-build-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-legacy-project-private.h>

static EncordRequest *
build_get (EncordProject *self, EncordParse parse, GDestroyNotify free_result)
{
  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (
          self, "project", "GET", NULL,
          encord_payload_new ("{'include_labels_metadata': <true>}")),
      parse, free_result);
}

static gpointer
parse_project (gpointer source, JsonNode *answer, GError **error)
{
  return encord_legacy_project_new_from_answer (answer, error);
}

EncordRequest *
encord_project_build_get_legacy_project (EncordProject *self, GError **error)
{
  return build_get (self, parse_project, g_object_unref);
}

static gpointer
parse_label_rows (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *project = encord_json_as_object (answer, "legacy project", error);

  if (project == NULL || encord_json_get_array (project, "legacy project",
                                                "label_rows", error) == NULL)
    return NULL;

  return json_node_ref (encord_json_peek_member (project, "label_rows"));
}

EncordRequest *
encord_project_build_get_legacy_label_rows (EncordProject *self, GError **error)
{
  return build_get (self, parse_label_rows, encord_request_free_node);
}

EncordRequest *
encord_project_build_get_legacy_datasets (EncordProject *self, GError **error)
{
  return encord_project_build_list_datasets (self, error);
}

/* the ontology (transfer none), with the lists that every ontology has */
static JsonNode *
find_editor (JsonNode *answer, GError **error)
{
  JsonObject *project = encord_json_as_object (answer, "legacy project", error);
  JsonNode *node = project == NULL
                       ? NULL
                       : encord_json_get_member (project, "legacy project",
                                                 "editor_ontology", error);
  JsonObject *editor =
      node == NULL ? NULL : encord_json_as_object (node, "ontology", error);

  if (editor == NULL ||
      encord_json_get_array (editor, "ontology", "objects", error) == NULL ||
      encord_json_get_array (editor, "ontology", "classifications", error) ==
          NULL)
    return NULL;

  return node;
}

static gpointer
parse_ontology (gpointer source, JsonNode *answer, GError **error)
{
  JsonNode *editor = find_editor (answer, error);

  return editor != NULL
             ? encord_ontology_structure_new_from_json (editor, error)
             : NULL;
}

EncordRequest *
encord_project_build_get_project_ontology (EncordProject *self, GError **error)
{
  return build_get (self, parse_ontology, g_object_unref);
}

static gpointer
parse_editor (gpointer source, JsonNode *answer, GError **error)
{
  JsonNode *editor = find_editor (answer, error);

  return editor != NULL ? json_node_ref (editor) : NULL;
}

/* what is added to the ontology */
typedef struct
{
  char *name;
  gboolean is_object;
  EncordShape shape;
  EncordAttributeType type;
  gboolean required;
  char **options; /* nullable */
} Addition;

static void
addition_free (gpointer data)
{
  Addition *self = data;

  g_free (self->name);
  g_strfreev (self->options);
  g_free (self);
}

static EncordRequest *
build_write (EncordProject *self, JsonNode *editor)
{
  JsonNode *payload = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (payload, json_object_new ());
  json_object_set_member (json_node_get_object (payload), "editor", editor);

  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (self, "project", "POST", NULL, payload),
      encord_request_parse_done, NULL);
}

/* an EncordTaskFunc; gives the ontology as it is afterwards */
static gpointer
add (gpointer source, gpointer data, GCancellable *cancellable, GError **error)
{
  const Addition *addition = data;
  g_autoptr (JsonNode) node = encord_request_run (
      build_get (source, parse_editor, encord_request_free_node), source,
      cancellable, error);
  JsonObject *editor;

  if (node == NULL)
    return NULL;
  editor = json_node_get_object (node);
  if (addition->is_object)
    encord_legacy_ontology_add_object (editor, addition->name, addition->shape);
  else
    encord_legacy_ontology_add_classification (
        editor, addition->name, addition->type, addition->required,
        (const char *const *) addition->options);
  if (encord_request_run (build_write (source, g_steal_pointer (&node)), source,
                          cancellable, error) == NULL)
    return NULL;

  return encord_request_run (
      encord_project_build_refetch_ontology (source, error), source,
      cancellable, error);
}

static EncordRequest *
refuse (const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED, "ontology: %s", why);

  return NULL;
}

EncordRequest *
encord_project_build_add_object (EncordProject *self, const char *name,
                                 EncordShape shape, GError **error)
{
  Addition *addition;

  if (*name == '\0')
    return refuse ("an object needs a name", error);
  if (shape == ENCORD_SHAPE_UNKNOWN || shape == ENCORD_SHAPE_BITMASK ||
      encord_shape_to_string (shape) == NULL)
    return refuse ("the older interface does not take this shape", error);
  addition = g_new0 (Addition, 1);
  addition->name = g_strdup (name);
  addition->is_object = TRUE;
  addition->shape = shape;

  return encord_request_new_task (add, addition, addition_free, g_object_unref);
}

gboolean
encord_project_take_add_object (EncordProject *self, gpointer result,
                                GError **error)
{
  return encord_project_take_refetch_ontology (self, result, error);
}

EncordRequest *
encord_project_build_add_classification (
    EncordProject *self, const char *name,
    EncordAttributeType classification_type, gboolean required,
    const char *const *options, GError **error)
{
  Addition *addition;

  if (*name == '\0')
    return refuse ("a classification needs a name", error);
  if (classification_type != ENCORD_ATTRIBUTE_RADIO &&
      classification_type != ENCORD_ATTRIBUTE_CHECKLIST &&
      classification_type != ENCORD_ATTRIBUTE_TEXT)
    return refuse ("the older interface does not take this type", error);
  if (classification_type == ENCORD_ATTRIBUTE_TEXT && options != NULL &&
      options[0] != NULL)
    return refuse ("a text has no options", error);
  addition = g_new0 (Addition, 1);
  addition->name = g_strdup (name);
  addition->type = classification_type;
  addition->required = required;
  addition->options = g_strdupv ((char **) options);

  return encord_request_new_task (add, addition, addition_free, g_object_unref);
}

gboolean
encord_project_take_add_classification (EncordProject *self, gpointer result,
                                        GError **error)
{
  return encord_project_take_refetch_ontology (self, result, error);
}
