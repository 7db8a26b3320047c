/* client/encord-dataset-register.c - uploaded files become data units
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-dataset-private.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/transport/encord-exchange-private.h>

/* a job that takes longer is given up, as the SDK does */
#define JOB_TIMEOUT (7 * G_TIME_SPAN_DAY)
/* how long the server may hold one poll, in seconds */
#define POLL_TIMEOUT 10
/* polls in a row that may fail; each is four attempts of the transport */
#define MAX_FAILED_POLLS 3

static gpointer
parse_process_hash (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *job = encord_json_as_object (answer, "upload job", error);

  return job == NULL ? NULL
                     : g_strdup (encord_json_get_string (
                           job, "upload job", "process_hash", error));
}

static EncordRequest *
build_register (EncordDataset *self, const char *kind, JsonObject *item)
{
  static const char *const kinds[] = {
    "videos", "imageGroups", "dicomSeries", "images", "imageGroupsFromItems",
    "audio",  "nifti",
  };
  JsonObject *items = json_object_new ();
  JsonObject *payload = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonNode *uid = json_node_new (JSON_NODE_VALUE);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    json_object_set_array_member (items, kinds[i], json_array_new ());
  json_array_add_object_element (json_object_get_array_member (items, kind),
                                 item);
  json_object_set_boolean_member (items, "skipDuplicateUrls", FALSE);
  json_object_set_boolean_member (items, "upsertMetadata", FALSE);
  json_object_set_object_member (payload, "dataItems", items);
  json_object_set_boolean_member (payload, "ignoreErrors", FALSE);
  json_node_take_object (node, payload);
  json_node_set_string (uid, encord_dataset_get_dataset_hash (self));

  return encord_request_new (encord_dataset_get_transport (self),
                             encord_dataset_new_call (self,
                                                      "datasetdatalongpolling",
                                                      "POST", uid, node),
                             parse_process_hash, g_free);
}

static gboolean
check_made (JsonArray *made, GError **error)
{
  for (guint i = 0; i < json_array_get_length (made); i++) {
    JsonObject *unit = encord_json_get_element (made, i, "upload job", error);

    if (unit == NULL ||
        encord_json_get_string (unit, "upload job", "data_hash", error) == NULL)
      return FALSE;
  }

  return TRUE;
}

gpointer
encord_answers_parse_upload_job (gpointer source, JsonNode *answer,
                                 GError **error)
{
  JsonObject *job = encord_json_as_object (answer, "upload job", error);
  JsonArray *made;

  if (job == NULL ||
      encord_json_get_string (job, "upload job", "status", error) == NULL ||
      encord_json_get_array (job, "upload job", "errors", error) == NULL)
    return NULL;
  made = encord_json_get_array (job, "upload job", "data_hashes_with_titles",
                                error);
  if (made == NULL || !check_made (made, error))
    return NULL;

  return json_object_ref (job);
}

static void
free_job (gpointer job)
{
  json_object_unref (job);
}

static EncordRequest *
build_poll (EncordDataset *self, const char *process_hash, int timeout)
{
  JsonObject *payload = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonNode *uid = json_node_new (JSON_NODE_VALUE);

  json_object_set_string_member (payload, "process_hash", process_hash);
  json_object_set_int_member (payload, "timeout_seconds", timeout);
  json_node_take_object (node, payload);
  json_node_set_string (uid, encord_dataset_get_dataset_hash (self));

  return encord_request_new (encord_dataset_get_transport (self),
                             encord_dataset_new_call (self,
                                                      "datasetdatalongpolling",
                                                      "GET", uid, node),
                             encord_answers_parse_upload_job, free_job);
}

/* the server's texts, without the object URLs that stand beside them */
static char *
collect_errors (JsonObject *job)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *errors = encord_json_get_array (job, "job", "errors", NULL);
  JsonNode *units = encord_json_peek_member (job, "data_unit_errors");

  for (guint i = 0; i < json_array_get_length (errors); i++) {
    JsonNode *element = json_array_get_element (errors, i);

    if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_string (element))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "",
                              json_node_get_string (element));
  }
  if (units != NULL && JSON_NODE_HOLDS_ARRAY (units)) {
    JsonArray *list = json_node_get_array (units);

    for (guint i = 0; i < json_array_get_length (list); i++) {
      JsonObject *unit = encord_json_get_element (list, i, "job", NULL);
      const char *error =
          unit != NULL ? encord_json_peek_string (unit, "error") : NULL;

      if (error != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", error);
    }
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_data_hash (JsonObject *job, gboolean single, GError **error)
{
  JsonArray *made =
      encord_json_get_array (job, "job", "data_hashes_with_titles", NULL);
  const guint n = json_array_get_length (made);

  if (n == 0 || (single && n != 1)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE,
                 "upload job: the server made %u data units of one", n);
    return NULL;
  }

  return g_strdup (encord_json_peek_string (
      json_array_get_object_element (made, 0), "data_hash"));
}

/* What a poll says: TRUE when the job has ended, with the data hash or the error
 * in the out parameters. */
static gboolean
read_outcome (JsonObject *job, gboolean single, char **ret_data_hash,
              GError **error)
{
  const char *status = encord_json_peek_string (job, "status");

  if (g_str_equal (status, "PENDING"))
    return FALSE;

  if (g_str_equal (status, "DONE")) {
    *ret_data_hash = read_data_hash (job, single, error);
  } else if (g_str_equal (status, "CANCELLED")) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_FAILED,
                 "upload job: it was cancelled on the server");
  } else {
    g_autofree char *text = collect_errors (job);

    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "upload job: the server could not use it: %s", text);
  }

  return TRUE;
}

static gboolean
is_transient (const GError *error)
{
  return g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_THROTTLED);
}

static char *
poll_job (EncordDataset *self, const char *process_hash, gboolean single,
          GCancellable *cancellable, GError **error)
{
  const gint64 deadline = g_get_monotonic_time () + JOB_TIMEOUT;
  double eager_pause, failed_pause;
  guint n_failed = 0;

  encord_dataset_get_poll_pauses (self, &eager_pause, &failed_pause);

  for (;;) {
    const gint64 begin = g_get_monotonic_time ();
    const gint64 left = (deadline - begin) / G_TIME_SPAN_SECOND;
    g_autoptr (JsonObject) job = NULL;
    g_autoptr (GError) local = NULL;
    char *data_hash = NULL;
    double pause = 0;

    if (left <= 0) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE,
                   "upload job: not done after seven days");
      return NULL;
    }
    job = encord_request_run (
        build_poll (self, process_hash, MIN (left, POLL_TIMEOUT)), self,
        cancellable, &local);
    if (job != NULL) {
      n_failed = 0;
      if (read_outcome (job, single, &data_hash, error))
        return data_hash;
      if (g_get_monotonic_time () - begin < G_TIME_SPAN_SECOND)
        pause = eager_pause;
    } else if (is_transient (local) && ++n_failed < MAX_FAILED_POLLS) {
      pause = failed_pause;
    } else {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    if (!encord_exchange_pause (pause, cancellable, error))
      return NULL;
  }
}

char *
encord_dataset_register (EncordDataset *self, const char *kind,
                         JsonObject *item, GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *process_hash = encord_request_run (
      build_register (self, kind, item), self, cancellable, error);

  if (process_hash == NULL)
    return NULL;

  return poll_job (self, process_hash, g_strcmp0 (kind, "imageGroups") != 0,
                   cancellable, error);
}
