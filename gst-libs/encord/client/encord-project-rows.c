/* client/encord-project-rows.c - the project's rows, listed and named by hash
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-rows-build-private.h>
#include <encord/client/encord-row-answer-private.h>
#include <encord/model/encord-json-scanner-private.h>
#include <encord/model/encord-json-members-private.h>

static gpointer
parse_label_rows (gpointer source, JsonNode *answer, GError **error)
{
  EncordProject *self = source;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (answer)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "label rows: not a list");
    return NULL;
  }

  list = json_node_get_array (answer);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    EncordLabelRow *row = encord_label_row_new_from_json (
        json_array_get_element (list, i),
        encord_project_get_ontology_structure (self), error);

    if (row == NULL)
      return NULL;
    encord_label_row_set_project (row, self);
    g_ptr_array_add (rows, row);
  }

  return g_steal_pointer (&rows);
}

EncordRequest *
encord_project_build_list_label_rows (EncordProject *self,
                                      EncordLabelRowFilter *filter,
                                      GError **error)
{
  EncordCall *call =
      encord_project_new_call (self, "labelrowmetadata", "GET", NULL,
                               encord_label_row_filter_to_json (filter));

  encord_call_set_list (call);

  return encord_request_new (encord_project_get_transport (self), call,
                             parse_label_rows, encord_request_free_array);
}

/* The calls that name one row or several by hash and hand out what the server has,
 * as text. */

static gpointer
parse_row_text (gpointer source, EncordCall *call, GBytes *body, GError **error)
{
  return encord_row_answer_cut_one (call, body, error);
}

static gpointer
parse_row_texts (gpointer source, EncordCall *call, GBytes *body,
                 GError **error)
{
  return encord_row_answer_cut_list (call, body, error);
}

static JsonNode *
new_get_payload (EncordInitialiseFlags flags, gboolean several,
                 const char *const *object_features,
                 const char *const *classification_features)
{
  return encord_payload_new (
      "{'get_signed_url': <%b>, 'multi_request': <%b>,"
      " 'include_object_feature_hashes': <%@mas>,"
      " 'include_classification_feature_hashes': <%@mas>,"
      " 'include_reviews': <%b>, 'include_export_history': <false>}",
      (flags & ENCORD_INITIALISE_SIGNED_URL) != 0, several,
      encord_payload_maybe_strings (object_features),
      encord_payload_maybe_strings (classification_features),
      (flags & ENCORD_INITIALISE_REVIEWS) != 0);
}

EncordRequest *
encord_project_build_get_label_row (EncordProject *self, const char *label_hash,
                                    EncordInitialiseFlags flags,
                                    const char *const *object_features,
                                    const char *const *classification_features,
                                    GError **error)
{
  EncordCall *call = encord_project_new_call (
      self, "labelrow", "GET", encord_payload_new ("%s", label_hash),
      new_get_payload (flags, FALSE, object_features, classification_features));

  return encord_request_new_bytes (encord_project_get_transport (self), call,
                                   parse_row_text, encord_request_free_bytes);
}

EncordRequest *
encord_project_build_get_label_rows (EncordProject *self,
                                     const char *const *label_hashes,
                                     EncordInitialiseFlags flags,
                                     const char *const *object_features,
                                     const char *const *classification_features,
                                     GError **error)
{
  EncordCall *call = encord_project_new_call (
      self, "labelrow", "GET", encord_payload_new ("%^as", label_hashes),
      new_get_payload (flags, TRUE, object_features, classification_features));

  return encord_request_new_bytes (encord_project_get_transport (self), call,
                                   parse_row_texts, encord_request_free_array);
}

EncordRequest *
encord_project_build_create_label_row (EncordProject *self,
                                       const char *data_hash, GError **error)
{
  EncordCall *call = encord_project_new_call (
      self, "labelrow", "PUT", encord_payload_new ("%s", data_hash),
      encord_payload_new ("{'get_signed_url': <false>}"));

  return encord_request_new_bytes (encord_project_get_transport (self), call,
                                   parse_row_text, encord_request_free_bytes);
}

/* where the first member of the object begins; FALSE where the text is no object */
static gboolean
find_first_member (GBytes *label, gsize *ret_offset, gboolean *ret_empty,
                   GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (label, &length);
  EncordJsonScanner scanner;
  EncordJsonSlice name;
  guint n_members = 0;

  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_enter_object (&scanner);
  *ret_offset = (gsize) (scanner.at - scanner.start);
  while (encord_json_scanner_next_member (&scanner, &name))
    n_members += encord_json_scanner_skip (&scanner, NULL);
  *ret_empty = n_members == 0;
  if (encord_json_scanner_finish (&scanner))
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "label row: %s at byte %" G_GSIZE_FORMAT, scanner.reason,
               scanner.where);

  return FALSE;
}

EncordRequest *
encord_project_build_save_label_row (EncordProject *self,
                                     const char *label_hash, GBytes *label,
                                     EncordSaveFlags flags, GError **error)
{
  g_autoptr (JsonNode) uid = encord_payload_new ("%s", label_hash);
  g_autofree char *uid_text = json_to_string (uid, FALSE);
  g_autoptr (GBytes) body = NULL;
  gsize length, first;
  const char *text = g_bytes_get_data (label, &length);
  gboolean empty;
  GString *json;
  EncordCall *call;

  if (!find_first_member (label, &first, &empty, error))
    return NULL;
  json = g_string_sized_new (length + 256);
  g_string_append_printf (json,
                          "{\"query_type\":\"labelrow\","
                          "\"query_method\":\"POST\",\"values\":{\"uid\":%s,"
                          "\"payload\":{",
                          uid_text);
  if ((flags & ENCORD_SAVE_VALIDATE) != 0)
    g_string_append_printf (json, "\"validate_before_saving\":true%s",
                            empty ? "" : ",");
  g_string_append_len (json, text + first, (gssize) (length - first));
  g_string_append (json, "}}");
  body = g_string_free_to_bytes (json);
  call = encord_call_new_legacy_bytes ("labelrow", "POST", body);
  encord_call_set_resource (call, "project",
                            encord_project_get_project_hash (self));

  return encord_request_new (encord_project_get_transport (self), call,
                             encord_request_parse_done, NULL);
}

EncordRequest *
encord_project_build_submit_label_row_for_review (EncordProject *self,
                                                  const char *label_hash,
                                                  GError **error)
{
  EncordCall *call = encord_project_new_call (
      self, "review", "PUT", encord_payload_new ("%s", label_hash), NULL);

  return encord_request_new (encord_project_get_transport (self), call,
                             encord_request_parse_done, NULL);
}

EncordRequest *
encord_project_build_set_label_status (EncordProject *self,
                                       const char *label_hash,
                                       EncordLabelStatus label_status,
                                       GError **error)
{
  g_autoptr (GEnumClass) statuses = g_type_class_ref (ENCORD_TYPE_LABEL_STATUS);
  const GEnumValue *status = g_enum_get_value (statuses, (int) label_status);
  EncordCall *call;

  if (status == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label status: there is no status %d", (int) label_status);
    return NULL;
  }
  call = encord_project_new_call (
      self, "labelstatus", "POST", encord_payload_new ("%s", label_hash),
      encord_payload_new ("{'label_status': <%s>}", status->value_nick));

  return encord_request_new (encord_project_get_transport (self), call,
                             encord_request_parse_done, NULL);
}
