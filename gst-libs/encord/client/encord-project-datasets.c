/* client/encord-project-datasets.c - what a project labels, copies of it, its log
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-build-private.h>
#include <encord/client/encord-project-datasets-build-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-cloud-integration-private.h>
#include <encord/records/encord-copy-options-private.h>
#include <encord/records/encord-label-log-filter-private.h>
#include <encord/records/encord-label-log-private.h>
#include <encord/records/encord-project-dataset-private.h>
#include <encord/records/encord-record-private.h>

static gpointer
parse_datasets (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *page = encord_json_as_object (answer, "project datasets", error);

  return page == NULL ? NULL
                      : encord_record_read_list (
                            encord_json_peek_member (page, "results"),
                            "project datasets",
                            encord_project_dataset_new_from_answer, error);
}

EncordRequest *
encord_project_build_list_datasets (EncordProject *self, GError **error)
{
  g_autofree char *path = g_strconcat (
      "projects/", encord_project_get_project_hash (self), "/datasets", NULL);

  return encord_request_new (encord_project_get_transport (self),
                             encord_call_new_v2 ("GET", path), parse_datasets,
                             encord_request_free_array);
}

/* null is how a deletion is answered */
static gpointer
parse_confirmation (gpointer source, JsonNode *answer, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (answer) ||
      json_node_get_value_type (answer) != G_TYPE_BOOLEAN ||
      json_node_get_boolean (answer))
    return GINT_TO_POINTER (TRUE);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "project datasets: the server refused to change them");

  return NULL;
}

/* an EncordTaskFunc: the change, then the project as it is now */
static gpointer
change_datasets (gpointer source, gpointer data, GCancellable *cancellable,
                 GError **error)
{
  EncordRequest **change = data;

  if (encord_request_run (g_steal_pointer (change), source, cancellable,
                          error) == NULL)
    return NULL;

  return encord_request_run (encord_project_build_refetch_data (source, error),
                             source, cancellable, error);
}

static void
free_change (gpointer data)
{
  EncordRequest **change = data;

  g_clear_pointer (change, encord_request_free);
  g_free (change);
}

static EncordRequest *
new_change (EncordProject *self, const char *query_method, JsonNode *uid,
            JsonNode *payload)
{
  EncordRequest **change = g_new (EncordRequest *, 1);

  *change =
      encord_request_new (encord_project_get_transport (self),
                          encord_project_new_call (self, "projectdataset",
                                                   query_method, uid, payload),
                          parse_confirmation, NULL);

  return encord_request_new_task (change_datasets, change, free_change,
                                  g_object_unref);
}

static gboolean
check_hashes (const char *const *dataset_hashes, GError **error)
{
  if (dataset_hashes[0] != NULL)
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "datasets: the list is empty; name at least one");

  return FALSE;
}

EncordRequest *
encord_project_build_add_datasets (EncordProject *self,
                                   const char *const *dataset_hashes,
                                   GError **error)
{
  return check_hashes (dataset_hashes, error)
             ? new_change (self, "POST", NULL,
                           encord_payload_new ("{'dataset_hashes': <%^as>}",
                                               dataset_hashes))
             : NULL;
}

gboolean
encord_project_take_add_datasets (EncordProject *self, gpointer result,
                                  GError **error)
{
  return encord_project_take_refetch_data (self, result, error);
}

EncordRequest *
encord_project_build_remove_datasets (EncordProject *self,
                                      const char *const *dataset_hashes,
                                      GError **error)
{
  return check_hashes (dataset_hashes, error)
             ? new_change (self, "DELETE",
                           encord_payload_new_strings (dataset_hashes), NULL)
             : NULL;
}

gboolean
encord_project_take_remove_datasets (EncordProject *self, gpointer result,
                                     GError **error)
{
  return encord_project_take_refetch_data (self, result, error);
}

static gpointer
parse_integrations (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *page =
      encord_json_as_object (answer, "cloud integrations", error);

  return page == NULL ? NULL
                      : encord_record_read_list (
                            encord_json_peek_member (page, "result"),
                            "cloud integrations",
                            encord_cloud_integration_new_from_answer, error);
}

EncordRequest *
encord_project_build_get_cloud_integrations (EncordProject *self,
                                             GError **error)
{
  return encord_request_new (encord_project_get_transport (self),
                             encord_call_new_v2 ("GET", "cloud-integrations"),
                             parse_integrations, encord_request_free_array);
}

/* the service wants them in this order */
static JsonNode *
new_copied_things (EncordCopyOptions *options)
{
  g_autoptr (GStrvBuilder) things = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (options->copy_labels)
    g_strv_builder_add (things, "labels");
  /* a clone is asked for by the labels' options alone */
  if (options->copy_datasets == ENCORD_COPY_DATASETS_ATTACH)
    g_strv_builder_add (things, "datasets");
  if (options->copy_models)
    g_strv_builder_add (things, "models");
  if (options->copy_collaborators)
    g_strv_builder_add (things, "collaborators");
  list = g_strv_builder_end (things);

  return encord_payload_new_strings ((const char *const *) list);
}

static JsonObject *
new_labels_options (EncordCopyOptions *options)
{
  const gboolean clone = options->copy_datasets == ENCORD_COPY_DATASETS_CLONE;
  JsonObject *labels = json_object_new ();

  if (clone && options->datasets_to_data_hashes != NULL)
    json_object_set_member (
        labels, "datasets_to_data_hashes_map",
        encord_json_copy (options->datasets_to_data_hashes));
  else
    json_object_set_object_member (labels, "datasets_to_data_hashes_map",
                                   json_object_new ());
  json_object_set_member (
      labels, "accepted_label_hashes",
      encord_payload_new_strings (
          options->copy_labels
              ? (const char *const *) options->accepted_label_hashes
              : NULL));
  json_object_set_member (
      labels, "accepted_label_statuses",
      encord_payload_new_strings (
          options->copy_labels
              ? (const char *const *) options->accepted_label_statuses
              : NULL));
  if (clone)
    json_object_set_boolean_member (labels, "create_new_dataset", TRUE);
  else
    json_object_set_null_member (labels, "create_new_dataset");

  return labels;
}

static gpointer
parse_copy (gpointer source, JsonNode *answer, GError **error)
{
  if (JSON_NODE_HOLDS_VALUE (answer) &&
      json_node_get_value_type (answer) == G_TYPE_STRING)
    return json_node_dup_string (answer);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "project copy: no hash");

  return NULL;
}

EncordRequest *
encord_project_build_copy_project (EncordProject *self,
                                   EncordCopyOptions *options, GError **error)
{
  g_autoptr (EncordCopyOptions) any =
      options != NULL ? g_object_ref (options) : encord_copy_options_new ();
  const gboolean clone = any->copy_datasets == ENCORD_COPY_DATASETS_CLONE;
  const char *description = any->new_description;
  JsonNode *payload;
  JsonObject *members;

  if (clone && any->datasets_to_data_hashes != NULL &&
      !JSON_NODE_HOLDS_OBJECT (any->datasets_to_data_hashes)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "project copy: the data to clone are not an object");
    return NULL;
  }
  payload = encord_payload_new (
      "{'project_copy_metadata': <{'project_title': <%ms>,"
      " 'project_description': <%ms>, 'dataset_title': <%ms>,"
      " 'dataset_description': <%ms>}>}",
      any->new_title,
      description != NULL && *description != '\0' ? description : NULL,
      clone ? any->dataset_title : NULL,
      clone ? any->dataset_description : NULL);
  members = json_node_get_object (payload);
  json_object_set_member (members, "copy_project_options",
                          new_copied_things (any));
  json_object_set_object_member (members, "copy_labels_options",
                                 new_labels_options (any));

  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (
          self, "projectcopy", "POST",
          encord_payload_new ("%s", encord_project_get_project_hash (self)),
          payload),
      parse_copy, g_free);
}

static gpointer
parse_logs (gpointer source, JsonNode *answer, GError **error)
{
  return encord_record_read_list (answer, "label logs",
                                  encord_label_log_new_from_answer, error);
}

/* seconds and time say the same: one of them, or neither */
static gboolean
add_timestamp (JsonObject *payload, const char *member, gint64 seconds,
               GDateTime *time, GError **error)
{
  if (seconds != G_MININT64 && time != NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label logs: %s is given both as time and in seconds", member);
    return FALSE;
  }
  if (time != NULL)
    seconds = g_date_time_to_unix (time);
  if (seconds != G_MININT64)
    json_object_set_int_member (payload, member, seconds);

  return TRUE;
}

/* unlike elsewhere in this interface, what is not asked for is left out */
static void
add_text (JsonObject *payload, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (payload, member, text);
}

EncordRequest *
encord_project_build_get_label_logs (EncordProject *self,
                                     EncordLabelLogFilter *filter,
                                     GError **error)
{
  g_autoptr (JsonNode) payload =
      encord_payload_new ("{'include_user_email_and_interface_key': <true>}");
  JsonObject *members = json_node_get_object (payload);
  EncordCall *call;

  if (filter != NULL) {
    if (!add_timestamp (members, "start_timestamp", filter->from_unix_seconds,
                        filter->after, error) ||
        !add_timestamp (members, "end_timestamp", filter->to_unix_seconds,
                        filter->before, error))
      return NULL;
    add_text (members, "user_hash", filter->user_hash);
    add_text (members, "user_email", filter->user_email);
    add_text (members, "data_hash", filter->data_hash);
  }
  call = encord_project_new_call (self, "labellog", "GET", NULL,
                                  g_steal_pointer (&payload));
  encord_call_set_list (call);

  return encord_request_new (encord_project_get_transport (self), call,
                             parse_logs, encord_request_free_array);
}
