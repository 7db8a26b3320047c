/* client/encord-project.c - a labelling project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-project-build-private.h>
#include <encord/model/encord-json-members-private.h>

/**
 * EncordProject:
 *
 * A labelling project: what is labelled, with which ontology, in which workflow.
 *
 * What its getters give was read when the project was opened or refetched, and
 * belongs to the project until the next refetch. Its calls may be made from any
 * thread, several at once; a refetch must not run beside the getters. Follows
 * `Project` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordProject
{
  GObject parent;

  EncordTransport *transport;
  char *project_hash;
  char *project_type;
  char *title;
  char *description;
  char *created_at;
  char *last_edited_at;
  char *ontology_hash;
  EncordWorkflow *workflow;
  EncordOntologyStructure *ontology_structure;
};

G_DEFINE_FINAL_TYPE (EncordProject, encord_project, G_TYPE_OBJECT)

typedef enum
{
  PROP_PROJECT_HASH = 1,
  PROP_PROJECT_TYPE,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_CREATED_AT,
  PROP_LAST_EDITED_AT,
  PROP_ONTOLOGY_HASH,
  PROP_ONTOLOGY_STRUCTURE,
  PROP_WORKFLOW,
} Property;

static GParamSpec *properties[PROP_WORKFLOW + 1];

/* what the answer tells as text */
static const struct
{
  const char *member;
  glong offset;
  Property property;
} texts[] = {
#define TEXT(member, field, property)                                          \
  {                                                                            \
    member, G_STRUCT_OFFSET (EncordProject, field), property                   \
  }
  TEXT ("projectHash", project_hash, PROP_PROJECT_HASH),
  TEXT ("projectType", project_type, PROP_PROJECT_TYPE),
  TEXT ("title", title, PROP_TITLE),
  TEXT ("description", description, PROP_DESCRIPTION),
  TEXT ("createdAt", created_at, PROP_CREATED_AT),
  TEXT ("lastEditedAt", last_edited_at, PROP_LAST_EDITED_AT),
  TEXT ("ontologyHash", ontology_hash, PROP_ONTOLOGY_HASH),
#undef TEXT
};

static void
encord_project_finalize (GObject *object)
{
  EncordProject *self = ENCORD_PROJECT (object);

  g_clear_object (&self->ontology_structure);
  g_clear_object (&self->workflow);
  g_free (self->ontology_hash);
  g_free (self->last_edited_at);
  g_free (self->created_at);
  g_free (self->description);
  g_free (self->title);
  g_free (self->project_type);
  g_free (self->project_hash);
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (encord_project_parent_class)->finalize (object);
}

static void
encord_project_get_property (GObject *object, guint id, GValue *value,
                             GParamSpec *pspec)
{
  EncordProject *self = ENCORD_PROJECT (object);

  switch ((Property) id) {
    case PROP_CREATED_AT:
      g_value_take_boxed (value, encord_project_get_created_at (self));
      break;
    case PROP_LAST_EDITED_AT:
      g_value_take_boxed (value, encord_project_get_last_edited_at (self));
      break;
    case PROP_ONTOLOGY_STRUCTURE:
      g_value_set_object (value, self->ontology_structure);
      break;
    case PROP_WORKFLOW:
      g_value_set_object (value, self->workflow);
      break;
    default:
      for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
        if (texts[i].property == (Property) id) {
          g_value_set_string (value,
                              G_STRUCT_MEMBER (char *, self, texts[i].offset));
          return;
        }
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
encord_project_class_init (EncordProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = encord_project_finalize;
  object_class->get_property = encord_project_get_property;
  /**
   * EncordProject:project-hash:
   *
   * Its UUID; it never changes.
   *
   * Since: 0.1
   */
  properties[PROP_PROJECT_HASH] =
      g_param_spec_string ("project-hash", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:project-type:
   *
   * How rows move on in it: `workflow` or `manual_qa`.
   *
   * Since: 0.1
   */
  properties[PROP_PROJECT_TYPE] =
      g_param_spec_string ("project-type", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:title:
   *
   * Its title.
   *
   * Since: 0.1
   */
  properties[PROP_TITLE] = g_param_spec_string (
      "title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:description:
   *
   * What it is for.
   *
   * Since: 0.1
   */
  properties[PROP_DESCRIPTION] =
      g_param_spec_string ("description", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:created-at:
   *
   * When it was made.
   *
   * Since: 0.1
   */
  properties[PROP_CREATED_AT] =
      g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:last-edited-at:
   *
   * When it was last changed.
   *
   * Since: 0.1
   */
  properties[PROP_LAST_EDITED_AT] =
      g_param_spec_boxed ("last-edited-at", NULL, NULL, G_TYPE_DATE_TIME,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:ontology-hash:
   *
   * The UUID of its ontology.
   *
   * Since: 0.1
   */
  properties[PROP_ONTOLOGY_HASH] =
      g_param_spec_string ("ontology-hash", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:ontology-structure:
   *
   * What may be labelled.
   *
   * Since: 0.1
   */
  properties[PROP_ONTOLOGY_STRUCTURE] = g_param_spec_object (
      "ontology-structure", NULL, NULL, ENCORD_TYPE_ONTOLOGY_STRUCTURE,
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * EncordProject:workflow:
   *
   * The stages that rows go through; %NULL in a project without.
   *
   * Since: 0.1
   */
  properties[PROP_WORKFLOW] =
      g_param_spec_object ("workflow", NULL, NULL, ENCORD_TYPE_WORKFLOW,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties),
                                     properties);
}

static void
encord_project_init (EncordProject *self)
{
}

EncordTransport *
encord_project_get_transport (EncordProject *self)
{
  return self->transport;
}

EncordCall *
encord_project_new_call (EncordProject *self, const char *query_type,
                         const char *query_method, JsonNode *uid,
                         JsonNode *payload)
{
  EncordCall *call =
      encord_call_new_legacy (query_type, query_method, uid, payload);

  encord_call_set_resource (call, "project", self->project_hash);

  return call;
}

static gboolean
read_members (EncordProject *self, JsonObject *answer, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text =
        encord_json_get_string (answer, "project", texts[i].member, error);

    if (text == NULL)
      return FALSE;
    G_STRUCT_MEMBER (char *, self, texts[i].offset) = g_strdup (text);
  }

  return TRUE;
}

/* an EncordParse of a project without ontology; source is the client or the
 * project itself */
gpointer
encord_answers_parse_project (gpointer source, JsonNode *answer, GError **error)
{
  g_autoptr (EncordProject) self = g_object_new (ENCORD_TYPE_PROJECT, NULL);
  JsonObject *members = encord_json_as_object (answer, "project", error);
  JsonNode *workflow;

  if (members == NULL || !read_members (self, members, error))
    return NULL;
  workflow = encord_json_peek_member (members, "workflow");
  if (workflow != NULL) {
    self->workflow = encord_workflow_new_from_json (workflow, error);
    if (self->workflow == NULL)
      return NULL;
  }
  self->transport = g_object_ref (ENCORD_IS_CLIENT (source)
                                      ? encord_client_get_transport (source)
                                      : encord_project_get_transport (source));

  return g_steal_pointer (&self);
}

EncordRequest *
encord_project_build_open (EncordTransport *transport, const char *project_hash)
{
  g_autofree char *path = g_strconcat ("projects/", project_hash, NULL);

  return encord_request_new (transport, encord_call_new_v2 ("GET", path),
                             encord_answers_parse_project, g_object_unref);
}

/**
 * encord_project_get_project_hash:
 * @self: a project
 *
 * Gives the project's UUID (`Project.project_hash` of the SDK).
 *
 * Returns: (transfer none): the hash; it never changes
 *
 * Since: 0.1
 */
const char *
encord_project_get_project_hash (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->project_hash;
}

/**
 * encord_project_get_project_type:
 * @self: a project
 *
 * Gives how rows move on in the project (`Project.project_type` of the SDK).
 *
 * Returns: (transfer none): `workflow` or `manual_qa`
 *
 * Since: 0.1
 */
const char *
encord_project_get_project_type (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->project_type;
}

/**
 * encord_project_get_title:
 * @self: a project
 *
 * Gives the project's title (`Project.title` of the SDK).
 *
 * Returns: (transfer none): the title
 *
 * Since: 0.1
 */
const char *
encord_project_get_title (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->title;
}

/**
 * encord_project_get_description:
 * @self: a project
 *
 * Gives what the project is for (`Project.description` of the SDK).
 *
 * Returns: (transfer none): the description, which may be empty
 *
 * Since: 0.1
 */
const char *
encord_project_get_description (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->description;
}

/**
 * encord_project_get_created_at:
 * @self: a project
 *
 * Gives when the project was made (`Project.created_at` of the SDK).
 *
 * Returns: (transfer full) (nullable): the time, or %NULL when the service's
 *   text is no time
 *
 * Since: 0.1
 */
GDateTime *
encord_project_get_created_at (EncordProject *self)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return g_date_time_new_from_iso8601 (self->created_at, utc);
}

/**
 * encord_project_get_last_edited_at:
 * @self: a project
 *
 * Gives when the project was last changed (`Project.last_edited_at` of the SDK).
 *
 * Returns: (transfer full) (nullable): the time, or %NULL when the service's
 *   text is no time
 *
 * Since: 0.1
 */
GDateTime *
encord_project_get_last_edited_at (EncordProject *self)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return g_date_time_new_from_iso8601 (self->last_edited_at, utc);
}

/**
 * encord_project_get_ontology_hash:
 * @self: a project
 *
 * Gives the UUID of the project's ontology (`Project.ontology_hash` of the SDK).
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_project_get_ontology_hash (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->ontology_hash;
}

/**
 * encord_project_get_ontology_structure:
 * @self: a project
 *
 * Gives what may be labelled (`Project.ontology_structure` of the SDK).
 *
 * Returns: (transfer none): the structure
 *
 * Since: 0.1
 */
EncordOntologyStructure *
encord_project_get_ontology_structure (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->ontology_structure;
}

/**
 * encord_project_get_workflow:
 * @self: a project
 *
 * Gives the stages that rows go through (`Project.workflow` of the SDK).
 *
 * Returns: (transfer none) (nullable): the workflow, or %NULL in a project
 *   without one
 *
 * Since: 0.1
 */
EncordWorkflow *
encord_project_get_workflow (EncordProject *self)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return self->workflow;
}

EncordRequest *
encord_project_build_refetch_data (EncordProject *self, GError **error)
{
  return encord_project_build_open (self->transport, self->project_hash);
}

gboolean
encord_project_take_refetch_data (EncordProject *self, gpointer result,
                                  GError **error)
{
  g_autoptr (EncordProject) fresh = result;

  if (fresh == NULL)
    return FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    char **mine = &G_STRUCT_MEMBER (char *, self, texts[i].offset);
    char **theirs = &G_STRUCT_MEMBER (char *, fresh, texts[i].offset);

    /* the hash is what getters promise to keep */
    if (texts[i].property == PROP_PROJECT_HASH)
      continue;
    if (!g_str_equal (*mine, *theirs))
      g_object_notify_by_pspec (G_OBJECT (self), properties[texts[i].property]);
    g_free (*mine);
    *mine = g_steal_pointer (theirs);
  }
  if (g_set_object (&self->workflow, fresh->workflow))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKFLOW]);
  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

static gpointer
parse_ontology (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *ontology = encord_json_as_object (answer, "ontology", error);
  JsonNode *editor =
      ontology == NULL
          ? NULL
          : encord_json_get_member (ontology, "ontology", "editor", error);

  return editor != NULL
             ? encord_ontology_structure_new_from_json (editor, error)
             : NULL;
}

EncordRequest *
encord_project_build_refetch_ontology (EncordProject *self, GError **error)
{
  g_autofree char *path =
      g_strconcat ("ontologies/", self->ontology_hash, NULL);

  return encord_request_new (self->transport, encord_call_new_v2 ("GET", path),
                             parse_ontology, g_object_unref);
}

gboolean
encord_project_take_refetch_ontology (EncordProject *self, gpointer result,
                                      GError **error)
{
  if (result == NULL)
    return FALSE;
  g_clear_object (&self->ontology_structure);
  self->ontology_structure = result;
  g_object_notify_by_pspec (G_OBJECT (self),
                            properties[PROP_ONTOLOGY_STRUCTURE]);

  return TRUE;
}
