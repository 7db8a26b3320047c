/* client/encord-row-operation.c - what is done with a label row on the server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-row-answer-private.h>
#include <encord/client/encord-row-operation-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-label-row-private.h>

typedef enum
{
  FETCH,
  CREATE,
  SAVE,
  COMPLETE,
  REOPEN,
  SET_PRIORITY,
} Kind;

static const char *const names[] = {
  [FETCH] = "initialising", [CREATE] = "creating",
  [SAVE] = "saving",        [COMPLETE] = "completing",
  [REOPEN] = "reopening",   [SET_PRIORITY] = "setting the priority of",
};

struct _EncordRowOperation
{
  Kind kind;
  EncordProject *project;
  EncordLabelRow *row;
  EncordInitialiseFlags initialise; /* fetch, create */
  char **object_features;           /* fetch; NULL: all */
  char **classification_features;   /* fetch; NULL: all */
  /* save: the body of a request for this row alone, so that a large row is
   * written once and never copied; and where in it the row stands */
  EncordSaveFlags save;
  GBytes *body;
  gsize row_offset;
  gsize row_length;
  double priority;
  GError *failure; /* this row's part of an answer that is good otherwise */
};

static EncordRowOperation *
operation_new (Kind kind, EncordLabelRow *row, GError **error)
{
  EncordProject *project = encord_label_row_get_project (row, error);
  EncordRowOperation *self;

  if (project == NULL)
    return NULL;
  self = g_new0 (EncordRowOperation, 1);
  self->kind = kind;
  self->project = g_object_ref (project);
  self->row = g_object_ref (row);

  return self;
}

void
encord_row_operation_free (gpointer data)
{
  EncordRowOperation *self = data;

  g_clear_error (&self->failure);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_strfreev (self->object_features);
  g_strfreev (self->classification_features);
  g_object_unref (self->row);
  g_object_unref (self->project);
  g_free (self);
}

static gpointer
refuse (EncordLabelRow *row, const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "label row of %s: %s", encord_label_row_get_data_title (row),
               why);
  return NULL;
}

EncordRowOperation *
encord_row_operation_new_initialise (EncordLabelRow *row,
                                     EncordInitialiseFlags flags,
                                     const char *const *object_features,
                                     const char *const *classification_features,
                                     GError **error)
{
  EncordRowOperation *self;

  if (encord_label_row_is_initialised (row) &&
      (flags & ENCORD_INITIALISE_OVERWRITE) == 0)
    return refuse (row,
                   "it is initialised already; to drop the labels in memory, "
                   "ask to overwrite them",
                   error);
  self = operation_new (encord_label_row_get_label_hash (row) != NULL ? FETCH
                                                                      : CREATE,
                        row, error);
  if (self == NULL)
    return NULL;
  self->initialise = flags;
  self->object_features = g_strdupv ((char **) object_features);
  self->classification_features = g_strdupv ((char **) classification_features);

  return self;
}

static const char *
get_uid (EncordRowOperation *self)
{
  return self->kind == CREATE || self->kind == SET_PRIORITY
             ? encord_label_row_get_data_hash (self->row)
             : encord_label_row_get_label_hash (self->row);
}

static JsonNode *
new_uids (EncordRowOperation *const *operations, guint n)
{
  JsonArray *uids = json_array_sized_new (n);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < n; i++)
    json_array_add_string_element (uids, get_uid (operations[i]));
  json_node_take_array (node, uids);

  return node;
}

static char *
write_uids (EncordRowOperation *const *operations, guint n)
{
  g_autoptr (JsonNode) uids = new_uids (operations, n);

  return json_to_string (uids, FALSE);
}

static void
append_save_head (GString *body, const char *uids)
{
  g_string_append_printf (body,
                          "{\"query_type\":\"labelrow\","
                          "\"query_method\":\"POST\",\"values\":{\"uid\":%s,"
                          "\"payload\":{\"multi_request\":true,\"labels\":[",
                          uids);
}

static void
append_save_tail (GString *body, gboolean validate)
{
  g_string_append_printf (body, "],\"validate_before_saving\":%s}}}",
                          validate ? "true" : "false");
}

EncordRowOperation *
encord_row_operation_new_save (EncordLabelRow *row, EncordSaveFlags flags,
                               GError **error)
{
  g_autoptr (EncordRowOperation) self = operation_new (SAVE, row, error);
  g_autoptr (GString) body = NULL;
  g_autofree char *uids = NULL;

  if (self == NULL)
    return NULL;
  if (!encord_label_row_is_initialised (row))
    return refuse (row, "nothing to save before it is initialised", error);
  uids = write_uids (&self, 1);
  body = g_string_new (NULL);
  append_save_head (body, uids);
  self->row_offset = body->len;
  if (!encord_label_row_write_into (row, body, error))
    return NULL;
  self->row_length = body->len - self->row_offset;
  append_save_tail (body, (flags & ENCORD_SAVE_VALIDATE) != 0);
  self->body = g_string_free_to_bytes (g_steal_pointer (&body));
  self->save = flags;

  return g_steal_pointer (&self);
}

EncordRowOperation *
encord_row_operation_new_move (EncordLabelRow *row, const char *action,
                               GError **error)
{
  const Kind kind = g_str_equal (action, "complete") ? COMPLETE : REOPEN;

  if (encord_label_row_get_label_hash (row) == NULL)
    return refuse (row, "it cannot be moved before it is initialised", error);

  return operation_new (kind, row, error);
}

EncordRowOperation *
encord_row_operation_new_priority (EncordLabelRow *row, double priority,
                                   GError **error)
{
  EncordRowOperation *self;

  if (!encord_label_row_check_workflow (row, error))
    return NULL;
  self = operation_new (SET_PRIORITY, row, error);
  if (self != NULL)
    self->priority = priority;

  return self;
}

char *
encord_row_operation_describe (EncordRowOperation *self)
{
  return g_strdup_printf ("%s label row of %s (data %s)", names[self->kind],
                          encord_label_row_get_data_title (self->row),
                          encord_label_row_get_data_hash (self->row));
}

gsize
encord_row_operation_get_size (EncordRowOperation *self)
{
  /* the others send a hash */
  return self->body != NULL ? self->row_length : 40;
}

static gboolean
same_strings (char **a, char **b)
{
  return a == b ||
         (a != NULL && b != NULL &&
          g_strv_equal ((const char *const *) a, (const char *const *) b));
}

gboolean
encord_row_operation_fits (EncordRowOperation *a, EncordRowOperation *b)
{
  const EncordInitialiseFlags sent =
      ENCORD_INITIALISE_SIGNED_URL | ENCORD_INITIALISE_REVIEWS;

  if (a->kind != b->kind || a->project != b->project)
    return FALSE;
  if (a->kind != FETCH && a->kind != CREATE)
    return TRUE;

  return (a->initialise & sent) == (b->initialise & sent) &&
         same_strings (a->object_features, b->object_features) &&
         same_strings (a->classification_features,
                       b->classification_features) &&
         (a->kind == FETCH ||
          g_strcmp0 (encord_label_row_get_branch_name (a->row),
                     encord_label_row_get_branch_name (b->row)) == 0);
}

static JsonNode *
new_fetch_payload (EncordRowOperation *self)
{
  return encord_payload_new (
      "{'get_signed_url': <%b>, 'multi_request': <true>,"
      " 'include_object_feature_hashes': <%@mas>,"
      " 'include_classification_feature_hashes': <%@mas>,"
      " 'include_reviews': <%b>, 'include_export_history': <false>}",
      (self->initialise & ENCORD_INITIALISE_SIGNED_URL) != 0,
      encord_payload_maybe_strings (
          (const char *const *) self->object_features),
      encord_payload_maybe_strings (
          (const char *const *) self->classification_features),
      (self->initialise & ENCORD_INITIALISE_REVIEWS) != 0);
}

static JsonNode *
new_create_payload (EncordRowOperation *self)
{
  return encord_payload_new (
      "{'multi_request': <true>, 'get_signed_url': <%b>,"
      " 'branch_name': <%ms>}",
      (self->initialise & ENCORD_INITIALISE_SIGNED_URL) != 0,
      encord_label_row_get_branch_name (self->row));
}

static GBytes *
write_save_body (EncordRowOperation *const *operations, guint n)
{
  g_autofree char *uids = write_uids (operations, n);
  gsize size = strlen (uids) + 256;
  gboolean validate = FALSE;
  GString *body;

  for (guint i = 0; i < n; i++)
    size += operations[i]->row_length + 1;
  body = g_string_sized_new (size);
  append_save_head (body, uids);
  for (guint i = 0; i < n; i++) {
    const char *text = g_bytes_get_data (operations[i]->body, NULL);

    if (i > 0)
      g_string_append_c (body, ',');
    g_string_append_len (body, text + operations[i]->row_offset,
                         (gssize) operations[i]->row_length);
    validate |= (operations[i]->save & ENCORD_SAVE_VALIDATE) != 0;
  }
  append_save_tail (body, validate);

  return g_string_free_to_bytes (body);
}

static EncordCall *
new_save_call (EncordRowOperation *const *operations, guint n)
{
  g_autoptr (GBytes) body = n == 1 ? g_bytes_ref (operations[0]->body)
                                   : write_save_body (operations, n);
  EncordCall *call = encord_call_new_legacy_bytes ("labelrow", "POST", body);

  encord_call_set_resource (
      call, "project",
      encord_project_get_project_hash (operations[0]->project));

  return call;
}

static EncordCall *
new_priorities_call (EncordRowOperation *const *operations, guint n)
{
  g_autofree char *path = g_strconcat (
      "projects/", encord_project_get_project_hash (operations[0]->project),
      "/priorities", NULL);
  EncordCall *call = encord_call_new_v2 ("POST", path);
  GVariantBuilder pairs;

  g_variant_builder_init (&pairs, G_VARIANT_TYPE ("a(sd)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (&pairs, "(sd)", get_uid (operations[i]),
                           operations[i]->priority);
  encord_call_set_json (call,
                        encord_payload_new ("{'priorities': <%@a(sd)>}",
                                            g_variant_builder_end (&pairs)));

  return call;
}

static EncordCall *
new_call (EncordRowOperation *const *operations, guint n)
{
  EncordRowOperation *first = operations[0];

  switch (first->kind) {
    case FETCH:
      return encord_project_new_call (first->project, "labelrow", "GET",
                                      new_uids (operations, n),
                                      new_fetch_payload (first));
    case CREATE:
      return encord_project_new_call (first->project, "labelrow", "PUT",
                                      new_uids (operations, n),
                                      new_create_payload (first));
    case SAVE:
      return new_save_call (operations, n);
    case COMPLETE:
    case REOPEN:
      return encord_project_new_call (
          first->project, "labelworkflowgraphnode", "POST",
          new_uids (operations, n),
          encord_payload_new ("{'action': <%s>}",
                              first->kind == COMPLETE ? "complete" : "reopen"));
    default:
      return new_priorities_call (operations, n);
  }
}

static void
load_row (EncordRowOperation *self, EncordCall *call, GBytes *row)
{
  GError *error = NULL;

  if (row == NULL)
    g_set_error (&error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "the server did not give it (trace %s)",
                 encord_call_get_trace_id (call));
  else if (encord_label_row_load (self->row, row, &error))
    return;
  encord_request_blame_answer (call, error, &self->failure);
}

/* rows come in any order; those of a fetch are told by their label hash, new ones
 * by the data's */
static GHashTable *
index_rows (GPtrArray *rows, const char *member)
{
  GHashTable *by_hash =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rows->len; i++) {
    char *hash = encord_row_answer_dup_member (rows->pdata[i], member);

    if (hash != NULL)
      g_hash_table_insert (by_hash, hash, rows->pdata[i]);
  }

  return by_hash;
}

static void
load_rows (EncordRowOperation *const *operations, guint n, EncordCall *call,
           GPtrArray *rows)
{
  g_autoptr (GHashTable) by_hash = NULL;

  /* of a single row, the reader says what is wrong with it */
  if (n == 1 && rows->len == 1) {
    load_row (operations[0], call, rows->pdata[0]);
    return;
  }
  by_hash = index_rows (rows, operations[0]->kind == FETCH ? "label_hash"
                                                           : "data_hash");
  for (guint i = 0; i < n; i++)
    load_row (operations[i], call,
              g_hash_table_lookup (by_hash, get_uid (operations[i])));
}

static gboolean
run_initialise (EncordRowOperation *const *operations, guint n,
                EncordCall *call, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = encord_transport_run_bytes (
      encord_project_get_transport (operations[0]->project), call, cancellable,
      error);
  g_autoptr (GPtrArray) rows = NULL;
  GError *local = NULL;

  if (body == NULL)
    return FALSE;
  rows = encord_row_answer_cut_list (call, body, &local);
  if (rows == NULL || (n == 1 && rows->len > 1)) {
    if (rows != NULL)
      g_set_error (&local, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "label row: the server gave %u for the one asked for",
                   rows->len);
    encord_request_blame_answer (call, local, error);
    return FALSE;
  }
  load_rows (operations, n, call, rows);

  return TRUE;
}

gboolean
encord_row_operations_run (EncordRowOperation *const *operations,
                           guint n_operations, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (EncordCall) call = new_call (operations, n_operations);
  g_autoptr (JsonNode) answer = NULL;

  if (operations[0]->kind == FETCH || operations[0]->kind == CREATE)
    return run_initialise (operations, n_operations, call, cancellable, error);
  answer = encord_transport_run (
      encord_project_get_transport (operations[0]->project), call, cancellable,
      error);

  return answer != NULL;
}

GError *
encord_row_operation_steal_failure (EncordRowOperation *self)
{
  return g_steal_pointer (&self->failure);
}

/* an EncordTaskFunc */
static gpointer
run_one (gpointer source, gpointer data, GCancellable *cancellable,
         GError **error)
{
  EncordRowOperation *self = data;
  GError *failure;

  if (!encord_row_operations_run (&self, 1, cancellable, error))
    return NULL;
  failure = encord_row_operation_steal_failure (self);
  if (failure == NULL)
    return GINT_TO_POINTER (TRUE);
  g_propagate_error (error, failure);

  return NULL;
}

EncordRequest *
encord_row_operation_to_request (EncordRowOperation *operation)
{
  return operation != NULL
             ? encord_request_new_task (run_one, operation,
                                        encord_row_operation_free, NULL)
             : NULL;
}
