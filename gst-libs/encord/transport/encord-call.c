/* transport/encord-call.c - one request to the server, as data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <encord/transport/encord-call-details-private.h>
#include <encord/transport/encord-retry-private.h>
#include <openssl/rand.h>
#include <string.h>

struct _EncordCall
{
  gboolean legacy;
  char *name;   /* for messages and the log */
  char *verb;   /* of HTTP */
  char *method; /* legacy: query_method */
  char *path;
  GString *query; /* v2, form-encoded; NULL: none */
  GBytes *body;   /* never NULL */
  gboolean has_body;
  char *resource_type;
  char *resource_id;
  gboolean is_list;
  gboolean repeatable;
  char trace_id[33];
};

/* unlike GLib's random numbers these do not repeat after a fork */
static void
renew_trace_id (EncordCall *self)
{
  guint8 bytes[16] = { 0 };

  RAND_bytes (bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_snprintf (&self->trace_id[2 * i], 3, "%02x", bytes[i]);
}

static EncordCall *
new_call (gboolean legacy, char *name, const char *verb, char *path)
{
  EncordCall *self = g_new0 (EncordCall, 1);

  self->legacy = legacy;
  self->name = name;
  self->verb = g_strdup (verb);
  self->path = path;
  self->body = g_bytes_new_static ("", 0);
  renew_trace_id (self);

  return self;
}

static void
take_json (EncordCall *self, JsonNode *json)
{
  char *text = json_to_string (json, FALSE);

  json_node_unref (json);
  g_bytes_unref (self->body);
  self->body = g_bytes_new_take (text, strlen (text));
  self->has_body = TRUE;
}

static EncordCall *
new_legacy (const char *query_type, const char *query_method,
            gboolean list_of_uids)
{
  EncordCall *self =
      new_call (TRUE, g_strdup_printf ("%s %s", query_type, query_method),
                "POST", g_strdup ("/public"));

  self->method = g_strdup (query_method);
  self->is_list = list_of_uids;
  self->repeatable = encord_retry_is_legacy_repeatable (
      query_type, query_method, list_of_uids);
  self->resource_type = g_strdup ("");
  self->resource_id = g_strdup ("");

  return self;
}

EncordCall *
encord_call_new_legacy (const char *query_type, const char *query_method,
                        JsonNode *uid, JsonNode *payload)
{
  const gboolean list_of_uids = uid != NULL && JSON_NODE_HOLDS_ARRAY (uid);
  EncordCall *self = new_legacy (query_type, query_method, list_of_uids);
  JsonObject *root = json_object_new ();
  JsonObject *values = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_member (values, "uid",
                          uid != NULL ? uid : json_node_new (JSON_NODE_NULL));
  json_object_set_member (values, "payload",
                          payload != NULL ? payload
                                          : json_node_new (JSON_NODE_NULL));
  json_object_set_string_member (root, "query_type", query_type);
  json_object_set_string_member (root, "query_method", query_method);
  json_object_set_object_member (root, "values", values);
  json_node_take_object (node, root);
  take_json (self, node);

  return self;
}

EncordCall *
encord_call_new_legacy_bytes (const char *query_type, const char *query_method,
                              GBytes *body)
{
  EncordCall *self = new_legacy (query_type, query_method, FALSE);

  g_bytes_unref (self->body);
  self->body = g_bytes_ref (body);
  self->has_body = TRUE;

  return self;
}

EncordCall *
encord_call_new_v2 (const char *verb, const char *path)
{
  g_autofree char *escaped = NULL;
  EncordCall *self;

  while (*path == '/')
    path++;
  escaped = g_uri_escape_string (path, "/", FALSE);
  self = new_call (FALSE, g_strdup_printf ("%s %s", verb, escaped), verb,
                   g_strconcat ("/v2/public/", escaped, NULL));
  self->repeatable = encord_retry_is_v2_repeatable (verb);
  if (g_str_has_suffix (self->path, "/"))
    self->path[strlen (self->path) - 1] = '\0';

  return self;
}

void
encord_call_free (EncordCall *self)
{
  g_free (self->name);
  g_free (self->verb);
  g_free (self->method);
  g_free (self->path);
  if (self->query != NULL)
    g_string_free (self->query, TRUE);
  g_bytes_unref (self->body);
  g_free (self->resource_type);
  g_free (self->resource_id);
  g_free (self);
}

void
encord_call_set_resource (EncordCall *self, const char *type, const char *hash)
{
  g_free (self->resource_type);
  g_free (self->resource_id);
  self->resource_type = g_strdup (type);
  self->resource_id = g_strdup (hash);
}

void
encord_call_set_user_scope (EncordCall *self)
{
  g_free (self->path);
  self->path = g_strdup ("/public/user");
}

void
encord_call_set_list (EncordCall *self)
{
  self->is_list = TRUE;
}

static void
append_form_encoded (GString *query, const char *text)
{
  static const char digits[] = "0123456789ABCDEF";

  for (; *text != '\0'; text++) {
    const guchar c = (guchar) *text;

    if (g_ascii_isalnum (c) || strchr ("_.-~", c) != NULL) {
      g_string_append_c (query, (char) c);
    } else if (c == ' ') {
      g_string_append_c (query, '+');
    } else {
      g_string_append_c (query, '%');
      g_string_append_c (query, digits[c >> 4]);
      g_string_append_c (query, digits[c & 0xf]);
    }
  }
}

void
encord_call_add_query (EncordCall *self, const char *key, const char *value)
{
  if (value == NULL)
    return;

  if (self->query == NULL)
    self->query = g_string_new (NULL);
  else
    g_string_append_c (self->query, '&');
  append_form_encoded (self->query, key);
  g_string_append_c (self->query, '=');
  append_form_encoded (self->query, value);
}

void
encord_call_set_json (EncordCall *self, JsonNode *body)
{
  take_json (self, body);
}

EncordCall *
encord_call_new_page (EncordCall *self, const char *page_token)
{
  EncordCall *page = new_call (self->legacy, g_strdup (self->name), self->verb,
                               g_strdup (self->path));

  page->repeatable = self->repeatable;
  page->has_body = self->has_body;
  g_bytes_unref (page->body);
  page->body = g_bytes_ref (self->body);
  if (self->query != NULL)
    page->query = g_string_new_len (self->query->str, self->query->len);
  encord_call_add_query (page, "pageToken", page_token);

  return page;
}

gboolean
encord_call_is_legacy (EncordCall *self)
{
  return self->legacy;
}

gboolean
encord_call_is_list (EncordCall *self)
{
  return self->is_list;
}

gboolean
encord_call_is_repeatable (EncordCall *self)
{
  return self->repeatable;
}

const char *
encord_call_get_name (EncordCall *self)
{
  return self->name;
}

const char *
encord_call_get_verb (EncordCall *self)
{
  return self->verb;
}

const char *
encord_call_get_method (EncordCall *self)
{
  return self->method;
}

char *
encord_call_dup_target (EncordCall *self)
{
  return g_strconcat (self->path, self->query != NULL ? "?" : "",
                      self->query != NULL ? self->query->str : "", NULL);
}

GBytes *
encord_call_get_body (EncordCall *self)
{
  return self->body;
}

gboolean
encord_call_has_body (EncordCall *self)
{
  return self->has_body;
}

const char *
encord_call_get_resource_type (EncordCall *self)
{
  return self->resource_type;
}

const char *
encord_call_get_resource_id (EncordCall *self)
{
  return self->resource_id;
}

const char *
encord_call_get_trace_id (EncordCall *self)
{
  return self->trace_id;
}
