/* emulator-call.c - one authenticated request on its way to its answer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-call.h"

#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-media.h"

EmulatorCall *
emulator_call_new (Emulator *emulator, SoupServerMessage *message)
{
  EmulatorCall *self = g_new0 (EmulatorCall, 1);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  g_ref_count_init (&self->references);
  self->emulator = emulator;
  self->message = g_object_ref (message);
  /* a body that was too large has been thrown away */
  self->body = soup_message_body_get_accumulate (body)
                   ? soup_message_body_flatten (body)
                   : g_bytes_new (NULL, 0);
  return self;
}

EmulatorCall *
emulator_call_ref (EmulatorCall *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
emulator_call_unref (EmulatorCall *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  emulator_user_clear (&self->user);
  g_bytes_unref (self->body);
  g_free (self->query_type);
  g_free (self->query_method);
  g_free (self->resource);
  g_strfreev (self->args);
  g_clear_pointer (&self->parsed_uid, json_node_unref);
  g_clear_pointer (&self->parsed_payload, json_node_unref);
  g_free (self);
}

/* ---- reading ---- */

static void
parse_values (EmulatorCall *self, EncordJsonScanner *scanner)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "uid"))
      encord_json_scanner_skip (scanner, &self->uid);
    else if (encord_json_slice_is (name, "payload"))
      encord_json_scanner_skip (scanner, &self->payload);
    else
      encord_json_scanner_skip (scanner, NULL);
  }
}

static char *
parse_name (EncordJsonScanner *scanner, char *old)
{
  EncordJsonSlice text;

  g_free (old);
  return encord_json_scanner_read_string (scanner, &text)
             ? encord_json_slice_dup_string (text)
             : NULL;
}

/* The label rows in a payload can be large: they are found here, not parsed. */
gboolean
emulator_call_parse_envelope (EmulatorCall *self, GError **error)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name;
  gsize length;
  const char *text = g_bytes_get_data (self->body, &length);

  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    if (encord_json_slice_is (name, "query_type"))
      self->query_type = parse_name (&scanner, self->query_type);
    else if (encord_json_slice_is (name, "query_method"))
      self->query_method = parse_name (&scanner, self->query_method);
    else if (encord_json_slice_is (name, "values"))
      parse_values (self, &scanner);
    else
      encord_json_scanner_skip (&scanner, NULL);
  }
  if (!encord_json_scanner_finish (&scanner)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "request body: %s at byte %" G_GSIZE_FORMAT, scanner.reason,
                 scanner.where);
    return FALSE;
  }
  if (self->query_type == NULL || self->query_method == NULL ||
      !g_utf8_validate_len (text, length, NULL)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "request body: no query_type and query_method");
    return FALSE;
  }
  return TRUE;
}

static JsonNode *
parse_slice (EncordJsonSlice slice, GError **error)
{
  if (slice.text == NULL)
    return json_node_init_null (json_node_alloc ());
  return emulator_json_parse (slice.text, slice.length, error);
}

JsonNode *
emulator_call_get_payload_node (EmulatorCall *self, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (self->body, &length);

  if (self->parsed_payload == NULL)
    self->parsed_payload = self->is_v2
                               ? emulator_json_parse (text, length, error)
                               : parse_slice (self->payload, error);
  return self->parsed_payload;
}

JsonObject *
emulator_call_get_payload (EmulatorCall *self, GError **error)
{
  JsonNode *node = emulator_call_get_payload_node (self, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "%s: an object expected", self->is_v2 ? "body" : "payload");
    return NULL;
  }
  return json_node_get_object (node);
}

JsonNode *
emulator_call_get_uid (EmulatorCall *self, GError **error)
{
  if (self->parsed_uid == NULL)
    self->parsed_uid = parse_slice (self->uid, error);
  return self->parsed_uid;
}

gboolean
emulator_call_get_hashes (EmulatorCall *self, char ***ret, GError **error)
{
  JsonNode *uid = emulator_call_get_uid (self, error);

  return uid != NULL && emulator_json_get_hashes (uid, "uid", ret, error);
}

gboolean
emulator_call_get_hash (EmulatorCall *self, const char **ret, GError **error)
{
  JsonNode *uid = emulator_call_get_uid (self, error);

  if (uid == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (uid) ||
      json_node_get_value_type (uid) != G_TYPE_STRING) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "uid: a string expected");
    return FALSE;
  }
  *ret = json_node_get_string (uid);
  return TRUE;
}

static GPtrArray *
query_values (EmulatorCall *self, const char *key)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  const char *query =
      g_uri_get_query (soup_server_message_get_uri (self->message));
  GUriParamsIter iter;
  char *name;
  char *value;

  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&",
                          G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL)) {
    if (g_str_equal (name, key))
      g_ptr_array_add (values, g_steal_pointer (&value));
    g_free (name);
    g_free (value);
  }
  return values;
}

char *
emulator_call_dup_query (EmulatorCall *self, const char *key)
{
  g_autoptr (GPtrArray) values = query_values (self, key);

  return values->len > 0 ? g_strdup (values->pdata[values->len - 1]) : NULL;
}

char **
emulator_call_dup_query_values (EmulatorCall *self, const char *key)
{
  GPtrArray *values = query_values (self, key);

  g_ptr_array_add (values, NULL);
  return (char **) g_ptr_array_free (values, FALSE);
}

char *
emulator_call_dup_query_list (EmulatorCall *self, const char *key)
{
  g_auto (GStrv) values = emulator_call_dup_query_values (self, key);

  return values[0] != NULL
             ? emulator_json_from_strings ((const char *const *) values)
             : NULL;
}

gboolean
emulator_call_read_query_time (EmulatorCall *self, const char *key, gint64 *ret,
                               GError **error)
{
  g_autofree char *text = emulator_call_dup_query (self, key);

  return text == NULL || emulator_time_parse (text, ret, error);
}

gboolean
emulator_call_read_filter_times (EmulatorCall *self, EmulatorFilter *filter,
                                 GError **error)
{
  return emulator_call_read_query_time (self, "createdBefore",
                                        &filter->created_before, error) &&
         emulator_call_read_query_time (self, "createdAfter",
                                        &filter->created_after, error) &&
         emulator_call_read_query_time (self, "editedBefore",
                                        &filter->edited_before, error) &&
         emulator_call_read_query_time (self, "editedAfter",
                                        &filter->edited_after, error);
}

gboolean
emulator_call_wants_everything (EmulatorCall *self)
{
  g_autofree char *value = emulator_call_dup_query (self, "includeOrgAccess");

  return self->user.is_admin && value != NULL &&
         (g_ascii_strcasecmp (value, "true") == 0 || g_str_equal (value, "1"));
}

/* ---- addresses ---- */

/* What the client wrote into Host is how it reaches us, through port
 * forwarding too; it is told to nobody else. */
char *
emulator_call_dup_base_uri (EmulatorCall *self)
{
  GUri *uri = soup_server_message_get_uri (self->message);

  return g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), "", NULL, NULL);
}

static char *
sign (EmulatorCall *self, const char *verb, const char *folder, const char *id)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *base = emulator_call_dup_base_uri (self);
  g_autofree char *path = g_strconcat (folder, id, NULL);
  g_autofree char *signed_path = emulator_seal_sign_path (
      self->emulator->seal, verb, path, now + EMULATOR_SEAL_LIFETIME);

  return g_strconcat (base, signed_path, NULL);
}

char *
emulator_call_sign_media (EmulatorCall *self, const char *id)
{
  return sign (self, "GET", EMULATOR_MEDIA_PATH, id);
}

char *
emulator_call_sign_upload (EmulatorCall *self, const char *id)
{
  return sign (self, "PUT", EMULATOR_UPLOAD_PATH, id);
}

/* ---- answering ---- */

static void
send_text (EmulatorCall *self, guint status, GString *text)
{
  const gsize length = text->len;

  if (self->gone) {
    g_string_free (text, TRUE);
    return;
  }
  self->on_gone = NULL;
  soup_server_message_set_status (self->message, status, NULL);
  soup_server_message_set_response (self->message, "application/json",
                                    SOUP_MEMORY_TAKE,
                                    g_string_free (text, FALSE), length);
  if (self->deferred)
    soup_server_message_unpause (self->message);
}

void
emulator_call_reply_text (EmulatorCall *self, GString *text)
{
  if (!self->is_v2) {
    g_string_prepend (text, "{\"status\":200,\"response\":");
    g_string_append_c (text, '}');
  }
  send_text (self, SOUP_STATUS_OK, text);
}

void
emulator_call_reply (EmulatorCall *self, JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;
  g_autofree char *text = emulator_json_to_text (owned);

  emulator_call_reply_text (self, g_string_new (text));
}

void
emulator_call_reply_boolean (EmulatorCall *self, gboolean value)
{
  emulator_call_reply_text (self, g_string_new (value ? "true" : "false"));
}

void
emulator_call_reply_null (EmulatorCall *self)
{
  emulator_call_reply_text (self, g_string_new ("null"));
}

void
emulator_call_reply_string (EmulatorCall *self, const char *value)
{
  JsonNode *node = json_node_alloc ();

  emulator_call_reply (self, json_node_init_string (node, value));
}

static JsonNode *
legacy_refusal (const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  emulator_json_add_int (builder, "status", emulator_error_get_status (error));
  json_builder_set_member_name (builder, "response");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, emulator_error_get_string (error));
  json_builder_end_array (builder);
  if (g_error_matches (error, EMULATOR_ERROR,
                       EMULATOR_ERROR_MULTI_LABEL_LIMIT)) {
    json_builder_set_member_name (builder, "payload");
    json_builder_begin_object (builder);
    emulator_json_add_int (builder, "maximum_labels_allowed",
                           EMULATOR_MAX_ROWS);
    json_builder_end_object (builder);
  } else {
    emulator_json_add_string (builder, "payload",
                              emulator_error_get_message (error));
  }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static JsonNode *
v2_refusal (const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "message",
                            emulator_error_get_message (error));
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* A legacy refusal travels with HTTP status 200: others may be retried by the
 * client without a look at the body. */
void
emulator_call_fail (EmulatorCall *self, const GError *error)
{
  g_autoptr (JsonNode) node =
      self->is_v2 ? v2_refusal (error) : legacy_refusal (error);
  g_autofree char *text = emulator_json_to_text (node);

  if (error->domain != EMULATOR_ERROR)
    g_warning ("%s", error->message);
  send_text (self,
             self->is_v2 ? emulator_error_get_status (error) : SOUP_STATUS_OK,
             g_string_new (text));
}

void
emulator_call_turn_away (EmulatorCall *self, guint status, guint seconds,
                         const char *why)
{
  const GError reason = { EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                          (char *) why };
  g_autoptr (JsonNode) node =
      self->is_v2 ? v2_refusal (&reason) : legacy_refusal (&reason);
  g_autofree char *text = emulator_json_to_text (node);
  g_autofree char *after = g_strdup_printf ("%u", seconds);

  soup_message_headers_replace (
      soup_server_message_get_response_headers (self->message), "Retry-After",
      after);
  send_text (self, status, g_string_new (text));
}

static void
on_disconnected (SoupServerMessage *message, gpointer user_data)
{
  EmulatorCall *self = user_data;
  GDestroyNotify on_gone = g_steal_pointer (&self->on_gone);

  self->gone = TRUE;
  if (on_gone != NULL)
    on_gone (self->on_gone_data);
}

void
emulator_call_defer (EmulatorCall *self, GDestroyNotify on_gone, gpointer data)
{
  self->deferred = TRUE;
  self->on_gone = on_gone;
  self->on_gone_data = data;
  g_signal_connect (self->message, "disconnected", G_CALLBACK (on_disconnected),
                    self);
  soup_server_message_pause (self->message);
}
