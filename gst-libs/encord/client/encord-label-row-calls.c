/* client/encord-label-row-calls.c - the calls of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-label-row-calls.h>
#include <encord/encord-error.h>
#include <encord/model/encord-label-row-private.h>

static const GFlagsValue initialise_flags[] = {
  { ENCORD_INITIALISE_OVERWRITE, "ENCORD_INITIALISE_OVERWRITE", "overwrite" },
  { ENCORD_INITIALISE_SIGNED_URL, "ENCORD_INITIALISE_SIGNED_URL",
    "signed-url" },
  { 0, NULL, NULL },
};

static const GFlagsValue save_flags[] = {
  { ENCORD_SAVE_VALIDATE, "ENCORD_SAVE_VALIDATE", "validate" },
  { 0, NULL, NULL },
};

GType
encord_initialise_flags_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("EncordInitialiseFlags",
                                                       initialise_flags));

  return type;
}

GType
encord_save_flags_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_flags_register_static ("EncordSaveFlags", save_flags));

  return type;
}

static G_DEFINE_QUARK (encord_label_row_project, project)

    /* The model knows no network: a row from a listing carries its project along. */
    void encord_label_row_set_project (EncordLabelRow *self,
                                       EncordProject *project)
{
  g_object_set_qdata_full (G_OBJECT (self), project_quark (),
                           g_object_ref (project), g_object_unref);
}

EncordProject *
encord_label_row_get_project (EncordLabelRow *self, GError **error)
{
  EncordProject *project =
      g_object_get_qdata (G_OBJECT (self), project_quark ());

  if (project == NULL)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label row of %s: it does not come from a project's listing",
                 encord_label_row_get_data_title (self));

  return project;
}

JsonNode *
encord_label_row_new_uid (const char *hash)
{
  JsonArray *uids = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_array_add_string_element (uids, hash);
  json_node_take_array (node, uids);

  return node;
}

/* What of an answer matters for a row; the slices point into its body. */
typedef struct
{
  EncordJsonSlice status;
  EncordJsonSlice row; /* the last one */
  guint n_rows;
  gboolean is_list;
} Answer;

/* one pass over a body that may have tens of MB */
static gboolean
scan_answer (GBytes *body, Answer *ret)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_is (name, "status")) {
      encord_json_scanner_skip (&scanner, &ret->status);
    } else if (encord_json_slice_is (name, "response") &&
               encord_json_scanner_peek (&scanner) == ENCORD_JSON_ARRAY) {
      ret->is_list = TRUE;
      ret->n_rows = 0;
      encord_json_scanner_enter_array (&scanner);
      while (encord_json_scanner_next_element (&scanner))
        if (encord_json_scanner_skip (&scanner, &ret->row))
          ret->n_rows++;
    } else {
      encord_json_scanner_skip (&scanner, NULL);
    }
  }

  return encord_json_scanner_finish (&scanner);
}

gboolean
encord_label_row_cut_answer (EncordCall *call, GBytes *body,
                             EncordJsonSlice *ret_row, GError **error)
{
  Answer answer = { { NULL } };

  if (!scan_answer (body, &answer) || !answer.is_list ||
      !encord_json_slice_is (answer.status, "200")) {
    g_autoptr (JsonNode) readable =
        encord_call_read_answer (call, 200, body, error);

    if (readable != NULL)
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "label rows: not a list");
    return FALSE;
  }
  if (answer.n_rows != 1) {
    g_set_error (
        error, ENCORD_ERROR,
        answer.n_rows == 0 ? ENCORD_ERROR_NOT_FOUND : ENCORD_ERROR_BAD_DATA,
        "label row: the server gave %u for the one asked for", answer.n_rows);
    return FALSE;
  }
  *ret_row = answer.row;

  return TRUE;
}

/* an EncordParseBytes */
static gpointer
parse_row (gpointer source, EncordCall *call, GBytes *body, GError **error)
{
  EncordJsonSlice slice;
  g_autoptr (GBytes) row = NULL;
  const char *start = g_bytes_get_data (body, NULL);

  if (!encord_label_row_cut_answer (call, body, &slice, error))
    return NULL;
  row = g_bytes_new_from_bytes (body, slice.text - start, slice.length);
  if (!encord_label_row_load (source, row, error))
    return NULL;

  return GINT_TO_POINTER (TRUE);
}

static EncordCall *
build_get_row (EncordLabelRow *self, EncordProject *project,
               EncordInitialiseFlags flags)
{
  JsonObject *payload = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_boolean_member (payload, "get_signed_url",
                                  (flags & ENCORD_INITIALISE_SIGNED_URL) != 0);
  json_object_set_boolean_member (payload, "multi_request", TRUE);
  json_object_set_null_member (payload, "include_object_feature_hashes");
  json_object_set_null_member (payload,
                               "include_classification_feature_hashes");
  json_object_set_boolean_member (payload, "include_reviews", FALSE);
  json_object_set_boolean_member (payload, "include_export_history", FALSE);
  json_node_take_object (node, payload);

  return encord_project_new_call (
      project, "labelrow", "GET",
      encord_label_row_new_uid (encord_label_row_get_label_hash (self)), node);
}

static EncordCall *
build_create_row (EncordLabelRow *self, EncordProject *project,
                  EncordInitialiseFlags flags)
{
  JsonObject *payload = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_boolean_member (payload, "multi_request", TRUE);
  json_object_set_boolean_member (payload, "get_signed_url",
                                  (flags & ENCORD_INITIALISE_SIGNED_URL) != 0);
  json_object_set_string_member (payload, "branch_name",
                                 encord_label_row_get_branch_name (self));
  json_node_take_object (node, payload);

  return encord_project_new_call (
      project, "labelrow", "PUT",
      encord_label_row_new_uid (encord_label_row_get_data_hash (self)), node);
}

static EncordRequest *
build_initialise (EncordLabelRow *self, EncordInitialiseFlags flags,
                  GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);
  EncordCall *call;

  if (project == NULL)
    return NULL;
  if (encord_label_row_is_initialised (self) &&
      (flags & ENCORD_INITIALISE_OVERWRITE) == 0) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label row of %s: it is initialised already; to drop the "
                 "labels in memory, ask to overwrite them",
                 encord_label_row_get_data_title (self));
    return NULL;
  }
  call = encord_label_row_get_label_hash (self) != NULL
             ? build_get_row (self, project, flags)
             : build_create_row (self, project, flags);

  return encord_request_new_bytes (encord_project_get_transport (project), call,
                                   parse_row, NULL);
}

/**
 * encord_label_row_initialise:
 * @self: a row from encord_project_list_label_rows()
 * @flags: how
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Fetches the labels of a row; a row without label hash is created on the
 * service (`LabelRowV2.initialise_labels` of the SDK).
 *
 * A row that has its labels already is %ENCORD_ERROR_REJECTED without
 * %ENCORD_INITIALISE_OVERWRITE; one that somebody else has created meanwhile is
 * %ENCORD_ERROR_CONFLICT: list it again.
 *
 * Returns: whether the labels are there; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_initialise (EncordLabelRow *self, EncordInitialiseFlags flags,
                             GCancellable *cancellable, GError **error)
{
  EncordRequest *request;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  request = build_initialise (self, flags, error);

  return request != NULL &&
         encord_request_run (request, self, cancellable, error) != NULL;
}

/**
 * encord_label_row_initialise_async:
 * @self: a row from encord_project_list_label_rows()
 * @flags: how
 * @cancellable: (nullable): ends the call early
 * @callback: called when the labels are there
 * @user_data: for @callback
 *
 * Fetches the labels of a row without blocking.
 *
 * The row is written to by another thread meanwhile: leave it alone until
 * @callback is called.
 *
 * Since: 0.1
 */
void
encord_label_row_initialise_async (EncordLabelRow *self,
                                   EncordInitialiseFlags flags,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_if_fail (ENCORD_IS_LABEL_ROW (self));

  request = build_initialise (self, flags, &guard);
  encord_request_start_guarded (request, guard, self,
                                encord_label_row_initialise_async, cancellable,
                                callback, user_data);
}

/**
 * encord_label_row_initialise_finish:
 * @self: a row
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_label_row_initialise_async().
 *
 * Returns: whether the labels are there; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_initialise_finish (EncordLabelRow *self, GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return encord_task_finish (self, encord_label_row_initialise_async, result,
                             error) != NULL;
}

/* The whole request body, so that the row is written once and never parsed. */
static GBytes *
write_save_body (EncordLabelRow *self, EncordSaveFlags flags, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (JsonNode) uid =
      encord_label_row_new_uid (encord_label_row_get_label_hash (self));
  g_autofree char *uid_text = json_to_string (uid, FALSE);

  g_string_append_printf (body,
                          "{\"query_type\":\"labelrow\","
                          "\"query_method\":\"POST\",\"values\":{\"uid\":%s,"
                          "\"payload\":{\"multi_request\":true,\"labels\":[",
                          uid_text);
  if (!encord_label_row_write_into (self, body, error))
    return NULL;
  g_string_append_printf (body, "],\"validate_before_saving\":%s}}}",
                          (flags & ENCORD_SAVE_VALIDATE) != 0 ? "true"
                                                              : "false");

  return g_string_free_to_bytes (g_steal_pointer (&body));
}

static EncordRequest *
build_save (EncordLabelRow *self, EncordSaveFlags flags, GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);
  g_autoptr (GBytes) body = NULL;
  EncordCall *call;

  if (project == NULL)
    return NULL;
  if (!encord_label_row_is_initialised (self)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label row of %s: nothing to save before it is initialised",
                 encord_label_row_get_data_title (self));
    return NULL;
  }
  body = write_save_body (self, flags, error);
  if (body == NULL)
    return NULL;
  call = encord_call_new_legacy_bytes ("labelrow", "POST", body);
  encord_call_set_resource (call, "project",
                            encord_project_get_project_hash (project));

  return encord_request_new (encord_project_get_transport (project), call,
                             encord_request_parse_done, NULL);
}

/**
 * encord_label_row_save:
 * @self: an initialised row
 * @flags: how
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Replaces the labels that the service has by those of the row
 * (`LabelRowV2.save` of the SDK).
 *
 * The last writer wins: the wire has no version check. Fetch again right before
 * where others may be at work.
 *
 * Returns: whether they are saved; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_save (EncordLabelRow *self, EncordSaveFlags flags,
                       GCancellable *cancellable, GError **error)
{
  EncordRequest *request;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  request = build_save (self, flags, error);

  return request != NULL &&
         encord_request_run (request, self, cancellable, error) != NULL;
}

/**
 * encord_label_row_save_async:
 * @self: an initialised row
 * @flags: how
 * @cancellable: (nullable): ends the call early
 * @callback: called when they are saved
 * @user_data: for @callback
 *
 * Saves the labels of a row without blocking; they are written down before this
 * returns, so the row may be changed at once.
 *
 * Since: 0.1
 */
void
encord_label_row_save_async (EncordLabelRow *self, EncordSaveFlags flags,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_if_fail (ENCORD_IS_LABEL_ROW (self));

  request = build_save (self, flags, &guard);
  encord_request_start_guarded (request, guard, self,
                                encord_label_row_save_async, cancellable,
                                callback, user_data);
}

/**
 * encord_label_row_save_finish:
 * @self: a row
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_label_row_save_async().
 *
 * Returns: whether they are saved; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_save_finish (EncordLabelRow *self, GAsyncResult *result,
                              GError **error)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return encord_task_finish (self, encord_label_row_save_async, result,
                             error) != NULL;
}
