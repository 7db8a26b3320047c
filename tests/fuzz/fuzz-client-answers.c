/* fuzz-client-answers.c - answers that the client makes objects of
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-project-build-private.h>
#include <encord/client/encord-project-datasets-build-private.h>
#include <encord/client/encord-project-legacy-build-private.h>
#include <encord/client/encord-project-models-build-private.h>
#include <encord/client/encord-project-people-build-private.h>
#include <encord/client/encord-task-stage-private.h>
#include <encord/encord-json-private.h>
#include <encord/encord.h>
#include <encord/records/encord-label-review-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
unref_node (gpointer node)
{
  json_node_unref (node);
}

static void
unref_object (gpointer object)
{
  json_object_unref (object);
}

static EncordClient *
get_client (void)
{
  static EncordClient *client;

  if (client == NULL) {
    g_autoptr (EncordCredentials) credentials =
        encord_credentials_new_for_bearer_token ("unused");

    client = encord_client_new ("https://unused", credentials);
  }

  return client;
}

static EncordProject *
get_project (void)
{
  static const char answer[] =
      "{\"projectHash\":\"p\",\"projectType\":\"workflow\",\"title\":\"\","
      "\"description\":\"\",\"createdAt\":\"\",\"lastEditedAt\":\"\","
      "\"ontologyHash\":\"o\",\"workflow\":{\"stages\":[{\"uuid\":\"cr\","
      "\"stageType\":\"CONSENSUS_REVIEW\",\"title\":\"\"},{\"uuid\":\"a\","
      "\"stageType\":\"ANNOTATION\",\"title\":\"\"}]}}";
  static EncordProject *project;

  if (project == NULL) {
    g_autoptr (JsonNode) node = json_from_string (answer, NULL);

    project = encord_answers_parse_project (get_client (), node, NULL);
    g_assert_nonnull (project);
  }

  return project;
}

static gpointer
parse_task (const char *stage_uuid, JsonNode *answer, GError **error)
{
  const EncordTaskStage *stage =
      encord_task_stage_find (get_project (), stage_uuid, 0, NULL);

  return stage->new_task (answer, error);
}

static gpointer
parse_annotation_task (gpointer source, JsonNode *answer, GError **error)
{
  return parse_task ("a", answer, error);
}

static gpointer
parse_consensus_task (gpointer source, JsonNode *answer, GError **error)
{
  return parse_task ("cr", answer, error);
}

static gpointer
parse_label_review (gpointer source, JsonNode *answer, GError **error)
{
  return encord_label_review_new_from_answer (answer, error);
}

static EncordRequest *
build_metadata (EncordProject *project, GError **error)
{
  static const char *const uids[] = { NULL };

  return encord_project_build_get_training_metadata (project, uids, TRUE, TRUE,
                                                     TRUE, error);
}

static EncordRequest *
build_logs (EncordProject *project, GError **error)
{
  return encord_project_build_get_label_logs (project, NULL, error);
}

static EncordRequest *
build_copy (EncordProject *project, GError **error)
{
  return encord_project_build_copy_project (project, NULL, error);
}

static EncordRequest *
build_delete (EncordProject *project, GError **error)
{
  return encord_project_build_model_delete (project, "m", error);
}

static EncordRequest *
build_users (EncordProject *project, GError **error)
{
  static const char *const mails[] = { NULL };

  return encord_project_build_add_users (project, mails, ENCORD_USER_ROLE_ADMIN,
                                         error);
}

/* either a reader, or a call whose request knows it */
static const struct
{
  gpointer (*parse) (gpointer source, JsonNode *answer, GError **error);
  GDestroyNotify free;
  EncordRequest *(*build) (EncordProject *project, GError **error);
} answers[] = {
  { encord_answers_parse_project, g_object_unref },
  { encord_answers_parse_data, unref_node },
  { encord_answers_parse_upload_job, unref_object },
  { encord_answers_parse_upload_link, unref_object },
  { encord_answers_parse_inference, encord_request_free_array },
  { encord_answers_parse_training, encord_training_poll_free },
  { parse_annotation_task, g_object_unref },
  { parse_consensus_task, g_object_unref },
  { parse_label_review, g_object_unref },
  { .build = encord_project_build_list_datasets },
  { .build = encord_project_build_get_cloud_integrations },
  { .build = build_copy },
  { .build = build_logs },
  { .build = encord_project_build_get_legacy_project },
  { .build = encord_project_build_get_legacy_label_rows },
  { .build = encord_project_build_get_project_ontology },
  { .build = encord_project_build_refetch_ontology },
  { .build = encord_project_build_list_models },
  { .build = build_metadata },
  { .build = build_delete },
  { .build = build_users },
  { .build = encord_project_build_list_groups },
};

static void
check (gpointer result, GError *error)
{
  g_assert_true ((result == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* the first byte chooses the call, counted from '0'; the rest is its answer */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  gpointer result;
  gsize i;

  if (size == 0)
    return 0;
  i = (guint8) (data[0] - '0') % G_N_ELEMENTS (answers);
  node = encord_json_parse ((const char *) data + 1, size - 1, NULL);
  if (node == NULL)
    return 0;

  if (answers[i].build != NULL) {
    g_autoptr (EncordRequest) request = answers[i].build (get_project (), NULL);

    result = encord_request_read (request, get_project (), node, &error);
    check (result, error);
    if (result != NULL)
      encord_request_free_result (request, result);
    return 0;
  }

  result = answers[i].parse (get_client (), node, &error);
  check (result, error);
  if (result != NULL)
    answers[i].free (result);

  return 0;
}
