/* client/encord-project.c - a labelling project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-client-private.h>
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
encord_project_class_init (EncordProjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_project_finalize;
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
  const struct
  {
    const char *name;
    char **field;
  } members[] = {
    { "projectHash", &self->project_hash },
    { "projectType", &self->project_type },
    { "title", &self->title },
    { "description", &self->description },
    { "createdAt", &self->created_at },
    { "lastEditedAt", &self->last_edited_at },
    { "ontologyHash", &self->ontology_hash },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    const char *text =
        encord_json_get_string (answer, "project", members[i].name, error);

    if (text == NULL)
      return FALSE;
    *members[i].field = g_strdup (text);
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

/* The refetches: the request runs in any thread, what it brought is taken over in
 * the caller's, so that no getter sees half of it. */

static void
take_over_texts (EncordProject *self, EncordProject *fresh)
{
  char **mine[] = { &self->project_type,   &self->title,
                    &self->description,    &self->created_at,
                    &self->last_edited_at, &self->ontology_hash };
  char **theirs[] = { &fresh->project_type,   &fresh->title,
                      &fresh->description,    &fresh->created_at,
                      &fresh->last_edited_at, &fresh->ontology_hash };

  for (gsize i = 0; i < G_N_ELEMENTS (mine); i++) {
    g_free (*mine[i]);
    *mine[i] = g_steal_pointer (theirs[i]);
  }
}

static gboolean
take_over_data (EncordProject *self, gpointer result)
{
  g_autoptr (EncordProject) fresh = result;

  if (fresh == NULL)
    return FALSE;
  take_over_texts (self, fresh);
  g_set_object (&self->workflow, fresh->workflow);

  return TRUE;
}

/**
 * encord_project_refetch_data:
 * @self: a project
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Reads title, description, times and workflow again (`Project.refetch_data` of
 * the SDK, which keeps its old workflow).
 *
 * Returns: whether it was read; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_project_refetch_data (EncordProject *self, GCancellable *cancellable,
                             GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), FALSE);

  return take_over_data (
      self, encord_request_run (
                encord_project_build_open (self->transport, self->project_hash),
                self, cancellable, error));
}

/**
 * encord_project_refetch_data_async:
 * @self: a project
 * @cancellable: (nullable): ends the call early
 * @callback: called when it has been read
 * @user_data: for @callback
 *
 * Reads title, description, times and workflow again without blocking.
 *
 * Since: 0.1
 */
void
encord_project_refetch_data_async (EncordProject *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_PROJECT (self));

  encord_request_start (
      encord_project_build_open (self->transport, self->project_hash), self,
      encord_project_refetch_data_async, cancellable, callback, user_data);
}

/**
 * encord_project_refetch_data_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_project_refetch_data_async(); the getters give the new values from
 * here on.
 *
 * Returns: whether it was read; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_project_refetch_data_finish (EncordProject *self, GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), FALSE);

  return take_over_data (
      self, encord_task_finish (self, encord_project_refetch_data_async, result,
                                error));
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

static EncordRequest *
build_refetch_ontology (EncordProject *self)
{
  g_autofree char *path =
      g_strconcat ("ontologies/", self->ontology_hash, NULL);

  return encord_request_new (self->transport, encord_call_new_v2 ("GET", path),
                             parse_ontology, g_object_unref);
}

static gboolean
take_over_ontology (EncordProject *self, gpointer result)
{
  if (result == NULL)
    return FALSE;
  g_clear_object (&self->ontology_structure);
  self->ontology_structure = result;

  return TRUE;
}

/**
 * encord_project_refetch_ontology:
 * @self: a project
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Reads the ontology again (`Project.refetch_ontology` of the SDK).
 *
 * Rows that were listed before keep the structure that they came with.
 *
 * Returns: whether it was read; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_project_refetch_ontology (EncordProject *self, GCancellable *cancellable,
                                 GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), FALSE);

  return take_over_ontology (self,
                             encord_request_run (build_refetch_ontology (self),
                                                 self, cancellable, error));
}

/**
 * encord_project_refetch_ontology_async:
 * @self: a project
 * @cancellable: (nullable): ends the call early
 * @callback: called when it has been read
 * @user_data: for @callback
 *
 * Reads the ontology again without blocking.
 *
 * Since: 0.1
 */
void
encord_project_refetch_ontology_async (EncordProject *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_PROJECT (self));

  encord_request_start (build_refetch_ontology (self), self,
                        encord_project_refetch_ontology_async, cancellable,
                        callback, user_data);
}

/**
 * encord_project_refetch_ontology_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_project_refetch_ontology_async(); the getter gives the new
 * structure from here on.
 *
 * Returns: whether it was read; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_project_refetch_ontology_finish (EncordProject *self,
                                        GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), FALSE);

  return take_over_ontology (
      self, encord_task_finish (self, encord_project_refetch_ontology_async,
                                result, error));
}
