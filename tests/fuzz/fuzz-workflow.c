/* fuzz-workflow.c - workflows of projects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-json-private.h>
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = encord_json_parse (data, size, NULL);
  g_autoptr (EncordWorkflow) workflow = NULL;
  g_autoptr (GError) error = NULL;

  if (node == NULL)
    return 0;
  workflow = encord_workflow_new_from_json (node, &error);
  g_assert_true ((workflow == NULL) == (error != NULL));
  if (workflow == NULL)
    return 0;

  for (guint i = 0; i < encord_workflow_get_n_stages (workflow); i++) {
    guint index;

    g_assert_true (encord_workflow_find_stage (
        workflow, encord_workflow_get_stage_uuid (workflow, i), &index));
    g_assert_cmpuint (index, <=, i);
    g_assert_nonnull (encord_workflow_get_stage_title (workflow, i));
    g_assert_cmpuint (encord_workflow_get_stage_type (workflow, i), <=,
                      ENCORD_WORKFLOW_STAGE_UNKNOWN);
  }

  return 0;
}
