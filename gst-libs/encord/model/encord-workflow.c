/* encord-workflow.c - the stages a row goes through
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-workflow.h>

typedef struct
{
  char *uuid;
  char *title;
  EncordWorkflowStageType type;
} Stage;

/**
 * EncordWorkflow:
 *
 * The stages that the rows of a project go through.
 *
 * It never changes. Follows `Workflow` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordWorkflow
{
  GObject parent;

  GArray *stages; /* of Stage */
};

G_DEFINE_FINAL_TYPE (EncordWorkflow, encord_workflow, G_TYPE_OBJECT)

static const GEnumValue stage_types[] = {
  { ENCORD_WORKFLOW_STAGE_ANNOTATION, "ENCORD_WORKFLOW_STAGE_ANNOTATION",
    "annotation" },
  { ENCORD_WORKFLOW_STAGE_REVIEW, "ENCORD_WORKFLOW_STAGE_REVIEW", "review" },
  { ENCORD_WORKFLOW_STAGE_CONSENSUS_ANNOTATION,
    "ENCORD_WORKFLOW_STAGE_CONSENSUS_ANNOTATION", "consensus_annotation" },
  { ENCORD_WORKFLOW_STAGE_CONSENSUS_REVIEW,
    "ENCORD_WORKFLOW_STAGE_CONSENSUS_REVIEW", "consensus_review" },
  { ENCORD_WORKFLOW_STAGE_DONE, "ENCORD_WORKFLOW_STAGE_DONE", "done" },
  { ENCORD_WORKFLOW_STAGE_AGENT, "ENCORD_WORKFLOW_STAGE_AGENT", "agent" },
  { ENCORD_WORKFLOW_STAGE_UNKNOWN, "ENCORD_WORKFLOW_STAGE_UNKNOWN", "unknown" },
  { 0, NULL, NULL },
};

GType
encord_workflow_stage_type_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, g_enum_register_static ("EncordWorkflowStageType", stage_types));

  return type;
}

static EncordWorkflowStageType
stage_type_from_wire (const char *name)
{
  for (guint i = 0; i < ENCORD_WORKFLOW_STAGE_UNKNOWN; i++)
    if (g_ascii_strcasecmp (name, stage_types[i].value_nick) == 0)
      return stage_types[i].value;

  return ENCORD_WORKFLOW_STAGE_UNKNOWN;
}

static void
stage_clear (gpointer data)
{
  Stage *stage = data;

  g_free (stage->uuid);
  g_free (stage->title);
}

static void
encord_workflow_finalize (GObject *object)
{
  EncordWorkflow *self = ENCORD_WORKFLOW (object);

  g_array_unref (self->stages);

  G_OBJECT_CLASS (encord_workflow_parent_class)->finalize (object);
}

static void
encord_workflow_class_init (EncordWorkflowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_workflow_finalize;
}

static void
encord_workflow_init (EncordWorkflow *self)
{
  self->stages = g_array_new (FALSE, FALSE, sizeof (Stage));
  g_array_set_clear_func (self->stages, stage_clear);
}

static gboolean
append_stage (EncordWorkflow *self, JsonObject *wire, GError **error)
{
  static const char subject[] = "workflow stage";
  const char *uuid = encord_json_get_string (wire, subject, "uuid", error);
  const char *type, *title;
  Stage stage;

  if (uuid == NULL)
    return FALSE;
  type = encord_json_get_string (wire, subject, "stageType", error);
  if (type == NULL)
    return FALSE;
  title = encord_json_get_string (wire, subject, "title", error);
  if (title == NULL)
    return FALSE;

  stage.uuid = g_strdup (uuid);
  stage.title = g_strdup (title);
  stage.type = stage_type_from_wire (type);
  g_array_append_val (self->stages, stage);

  return TRUE;
}

/**
 * encord_workflow_new_from_json:
 * @workflow: the member `workflow` of a project
 * @error: return location
 *
 * Reads a workflow (`Project.workflow` of the SDK).
 *
 * A stage of a type that this version does not know is kept as
 * %ENCORD_WORKFLOW_STAGE_UNKNOWN. Malformed JSON is %ENCORD_ERROR_BAD_DATA.
 *
 * Returns: (transfer full): the workflow, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordWorkflow *
encord_workflow_new_from_json (JsonNode *workflow, GError **error)
{
  g_autoptr (EncordWorkflow) self = NULL;
  JsonObject *wire;
  JsonArray *stages;

  g_return_val_if_fail (workflow != NULL, NULL);

  wire = encord_json_as_object (workflow, "workflow", error);
  if (wire == NULL)
    return NULL;
  stages = encord_json_get_array (wire, "workflow", "stages", error);
  if (stages == NULL)
    return NULL;

  self = g_object_new (ENCORD_TYPE_WORKFLOW, NULL);
  for (guint i = 0; i < json_array_get_length (stages); i++) {
    JsonObject *stage =
        encord_json_get_element (stages, i, "workflow stages", error);

    if (stage == NULL || !append_stage (self, stage, error))
      return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * encord_workflow_get_n_stages:
 * @self: a workflow
 *
 * Counts the stages (`Workflow.stages` of the SDK).
 *
 * Returns: the number of stages, 0 or more
 *
 * Since: 0.1
 */
guint
encord_workflow_get_n_stages (EncordWorkflow *self)
{
  g_return_val_if_fail (ENCORD_IS_WORKFLOW (self), 0);

  return self->stages->len;
}

/**
 * encord_workflow_get_stage_uuid:
 * @self: a workflow
 * @index: which stage, from 0 to below encord_workflow_get_n_stages()
 *
 * Gives the identifier of a stage (`WorkflowStage.uuid` of the SDK).
 *
 * Returns: (transfer none): the identifier
 *
 * Since: 0.1
 */
const char *
encord_workflow_get_stage_uuid (EncordWorkflow *self, guint index)
{
  g_return_val_if_fail (ENCORD_IS_WORKFLOW (self), NULL);
  g_return_val_if_fail (index < self->stages->len, NULL);

  return g_array_index (self->stages, Stage, index).uuid;
}

/**
 * encord_workflow_get_stage_title:
 * @self: a workflow
 * @index: which stage, from 0 to below encord_workflow_get_n_stages()
 *
 * Gives the user-visible name of a stage (`WorkflowStage.title` of the SDK).
 *
 * Returns: (transfer none): the title
 *
 * Since: 0.1
 */
const char *
encord_workflow_get_stage_title (EncordWorkflow *self, guint index)
{
  g_return_val_if_fail (ENCORD_IS_WORKFLOW (self), NULL);
  g_return_val_if_fail (index < self->stages->len, NULL);

  return g_array_index (self->stages, Stage, index).title;
}

/**
 * encord_workflow_get_stage_type:
 * @self: a workflow
 * @index: which stage, from 0 to below encord_workflow_get_n_stages()
 *
 * Gives what is done in a stage (`WorkflowStage.stage_type` of the SDK).
 *
 * Returns: the type
 *
 * Since: 0.1
 */
EncordWorkflowStageType
encord_workflow_get_stage_type (EncordWorkflow *self, guint index)
{
  g_return_val_if_fail (ENCORD_IS_WORKFLOW (self),
                        ENCORD_WORKFLOW_STAGE_UNKNOWN);
  g_return_val_if_fail (index < self->stages->len,
                        ENCORD_WORKFLOW_STAGE_UNKNOWN);

  return g_array_index (self->stages, Stage, index).type;
}

static gboolean
find_stage (EncordWorkflow *self, gsize member, const char *text,
            guint *ret_index)
{
  for (guint i = 0; i < self->stages->len; i++) {
    Stage *stage = &g_array_index (self->stages, Stage, i);

    if (!g_str_equal (G_STRUCT_MEMBER (char *, stage, member), text))
      continue;
    if (ret_index != NULL)
      *ret_index = i;
    return TRUE;
  }

  return FALSE;
}

/**
 * encord_workflow_find_stage:
 * @self: a workflow
 * @uuid: identifier of a stage
 * @ret_index: (out) (optional): set to the stage's index when there is one
 *
 * Finds a stage by its identifier (`Workflow.get_stage` of the SDK).
 *
 * Returns: whether there is such a stage
 *
 * Since: 0.1
 */
gboolean
encord_workflow_find_stage (EncordWorkflow *self, const char *uuid,
                            guint *ret_index)
{
  g_return_val_if_fail (ENCORD_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail (uuid != NULL, FALSE);

  return find_stage (self, G_STRUCT_OFFSET (Stage, uuid), uuid, ret_index);
}

/**
 * encord_workflow_find_stage_by_title:
 * @self: a workflow
 * @title: title of a stage
 * @ret_index: (out) (optional): set to the index of the first such stage when
 *   there is one
 *
 * Finds a stage by its title (`Workflow.get_stage` of the SDK).
 *
 * Returns: whether there is such a stage
 *
 * Since: 0.1
 */
gboolean
encord_workflow_find_stage_by_title (EncordWorkflow *self, const char *title,
                                     guint *ret_index)
{
  g_return_val_if_fail (ENCORD_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail (title != NULL, FALSE);

  return find_stage (self, G_STRUCT_OFFSET (Stage, title), title, ret_index);
}
