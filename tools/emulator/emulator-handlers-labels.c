/* emulator-handlers-labels.c - calls about label rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-label-body.h"
#include "emulator-label-row.h"
#include "emulator-label-walk.h"
#include "emulator-store-data.h"
#include "emulator-store-labels.h"
#include "emulator-store-logs.h"
#include "emulator-store-projects.h"
#include "emulator-store-reviews.h"

/* ---- handing out ---- */

typedef struct
{
  EmulatorCall *call;
  const EmulatorUnit *unit;
  GPtrArray *images;
} Links;

/* of EmulatorLinkFunc */
static char *
make_link (const char *unit_key, gpointer user_data)
{
  const Links *links = user_data;

  if (links->images->len == 0)
    return emulator_call_sign_media (links->call, links->unit->media);
  for (guint i = 0; i < links->images->len; i++) {
    const EmulatorImage *image = g_ptr_array_index (links->images, i);

    if (g_str_equal (image->hash, unit_key))
      return emulator_call_sign_media (links->call, image->media);
  }
  return NULL;
}

static gboolean
append_row (EmulatorCall *call, GString *text, const EmulatorRow *row,
            gboolean sign, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  Links links = { call, row->unit, NULL };
  g_autoptr (GPtrArray) images =
      emulator_store_list_images (store, row->unit->hash, error);

  if (images == NULL)
    return FALSE;
  links.images = images;
  return emulator_label_row_append (text, store, row, sign ? make_link : NULL,
                                    &links, error);
}

/* ---- getting ---- */

/* keeps the labels whose feature is asked for; only where that
 * is asked at all */
static gboolean
apply_filters (GString *text, JsonObject *request, GError **error)
{
  g_autofree char *objects = NULL;
  g_autofree char *classifications = NULL;

  if (!emulator_json_read_strings (request, "include_object_feature_hashes",
                                   &objects, error) ||
      !emulator_json_read_strings (request,
                                   "include_classification_feature_hashes",
                                   &classifications, error))
    return FALSE;
  if (objects == NULL && classifications == NULL)
    return TRUE;
  return emulator_label_body_filter (text, objects, classifications, error);
}

/* of EmulatorReviewsFunc */
static const char *
find_reviews (EmulatorLabelType type, const char *hash, gpointer user_data)
{
  GHashTable *const *texts = user_data;

  return g_hash_table_lookup (texts[type], hash);
}

static char *
describe_review (const EmulatorReview *review)
{
  return g_strdup_printf ("[{\"reviewUuid\":\"%s\",\"status\":\"%s\"}]",
                          review->uuid, review->status);
}

/* Reviews are of labels, not of their places on frames: every entry of a label
 * gets the same. What is on other branches is not reviewed. */
static gboolean
add_reviews (EmulatorCall *call, GString *text, const EmulatorRow *row,
             GError **error)
{
  g_autoptr (GPtrArray) reviews = emulator_store_list_unit_reviews (
      call->emulator->store, call->resource, row->unit->hash, error);
  g_autoptr (GHashTable) objects =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) classes =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTable *texts[] = { objects, classes };

  if (reviews == NULL)
    return FALSE;
  for (guint i = 0; i < reviews->len && g_str_equal (row->branch, "main");
       i++) {
    const EmulatorReview *review = g_ptr_array_index (reviews, i);

    g_hash_table_insert (g_str_equal (review->label_type, "Object") ? objects
                                                                    : classes,
                         review->label_id, describe_review (review));
  }
  emulator_label_body_add_reviews (text, find_reviews, texts);
  return TRUE;
}

/* the row's data unit goes into units */
static gboolean
append_row_of_hash (EmulatorCall *call, GString *text, const char *hash,
                    JsonObject *request, GStrvBuilder *units, GError **error)
{
  g_autoptr (EmulatorRow) row = emulator_store_get_row (
      call->emulator->store, call->resource, hash, error);
  g_autoptr (GString) one = g_string_new (NULL);
  gboolean sign = FALSE;
  gboolean reviews = FALSE;

  if (row == NULL ||
      !emulator_json_read_boolean (request, "get_signed_url", &sign, error) ||
      !emulator_json_read_boolean (request, "include_reviews", &reviews,
                                   error) ||
      !append_row (call, one, row, sign, error) ||
      !apply_filters (one, request, error) ||
      (reviews && !add_reviews (call, one, row, error)))
    return FALSE;
  g_string_append_len (text, one->str, one->len);
  g_strv_builder_add (units, row->unit->hash);
  return TRUE;
}

static gboolean
check_number (char **hashes, GError **error)
{
  if (g_strv_length (hashes) <= EMULATOR_MAX_ROWS)
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MULTI_LABEL_LIMIT,
               "%u label rows in one request, %d allowed",
               g_strv_length (hashes), EMULATOR_MAX_ROWS);
  return FALSE;
}

/* one row, or a list of them where uid is one */
static gboolean
is_list (EmulatorCall *call)
{
  return JSON_NODE_HOLDS_ARRAY (emulator_call_get_uid (call, NULL));
}

/* a row that is asked for twice is handed out once */
static gboolean
append_rows (EmulatorCall *call, GString *text, char **hashes,
             GStrvBuilder *units, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (request == NULL)
    return FALSE;
  for (guint i = 0; hashes[i] != NULL; i++) {
    if (!g_hash_table_add (seen, hashes[i]))
      continue;
    if (i > 0)
      g_string_append_c (text, ',');
    if (!append_row_of_hash (call, text, hashes[i], request, units, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_handle_label_row_get (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) hashes = NULL;
  g_auto (GStrv) opened = NULL;
  g_autoptr (GStrvBuilder) units = g_strv_builder_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  if (!emulator_call_get_hashes (call, &hashes, error) ||
      !check_number (hashes, error))
    return FALSE;
  if (is_list (call))
    g_string_append_c (text, '[');
  if (!append_rows (call, text, hashes, units, error))
    return FALSE;
  if (is_list (call))
    g_string_append_c (text, ']');
  opened = g_strv_builder_end (units);
  if (!emulator_store_note_opened (call->emulator->store, call->resource,
                                   (const char *const *) opened, error))
    return FALSE;
  emulator_call_reply_text (call, g_steal_pointer (&text));
  return TRUE;
}

/* ---- creating ---- */

static void
body_clear (EmulatorBody *body)
{
  g_clear_pointer (&body->body, g_bytes_unref);
  g_free ((char *) body->links);
}

static GArray *
body_array_new (void)
{
  GArray *bodies = g_array_new (FALSE, TRUE, sizeof (EmulatorBody));

  g_array_set_clear_func (bodies, (GDestroyNotify) body_clear);
  return bodies;
}

static gboolean
add_new_body (EmulatorCall *call, const char *unit_hash, GArray *bodies,
              GError **error)
{
  EmulatorStore *store = call->emulator->store;
  g_autoptr (EmulatorUnit) unit =
      emulator_store_get_unit (store, call->resource, NULL, unit_hash, error);
  g_autoptr (GPtrArray) images = NULL;
  EmulatorBody body = { .unit = unit_hash };
  char *links = NULL;

  if (unit == NULL)
    return FALSE;
  images = emulator_store_list_images (store, unit_hash, error);
  if (images == NULL)
    return FALSE;
  body.body = emulator_label_body_new (unit, images, &links);
  body.links = links;
  g_array_append_val (bodies, body);
  return TRUE;
}

static gboolean
append_new_rows (EmulatorCall *call, GString *text, char **units,
                 const char *branch, gboolean sign, GError **error)
{
  for (guint i = 0; units[i] != NULL; i++) {
    g_autofree char *only = g_strdup_printf ("[\"%s\"]", units[i]);
    const EmulatorRowFilter filter = { .data_hashes = only, .branch = branch };
    g_autoptr (GPtrArray) rows = emulator_store_list_rows (
        call->emulator->store, call->resource, &filter, error);

    if (rows == NULL)
      return FALSE;
    if (i > 0)
      g_string_append_c (text, ',');
    if (!append_row (call, text, g_ptr_array_index (rows, 0), sign, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_handle_label_row_create (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_auto (GStrv) units = NULL;
  g_autoptr (GArray) bodies = body_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  const char *branch = "main";
  gboolean sign = FALSE;

  if (request == NULL || !emulator_call_get_hashes (call, &units, error) ||
      !check_number (units, error) ||
      !emulator_json_read_boolean (request, "get_signed_url", &sign, error) ||
      !emulator_json_read_string (request, "branch_name", &branch, error))
    return FALSE;
  if (branch[0] == '\0') {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "branch_name: a name, or null for the main branch, "
                         "expected");
    return FALSE;
  }
  for (guint i = 0; units[i] != NULL; i++) {
    if (!add_new_body (call, units[i], bodies, error))
      return FALSE;
  }
  if (!emulator_store_add_rows (call->emulator->store, call->resource, branch,
                                (EmulatorBody *) bodies->data, bodies->len,
                                error))
    return FALSE;
  if (is_list (call))
    g_string_append_c (text, '[');
  if (!append_new_rows (call, text, units, branch, sign, error))
    return FALSE;
  if (is_list (call))
    g_string_append_c (text, ']');
  emulator_call_reply_text (call, g_steal_pointer (&text));
  return TRUE;
}

/* ---- saving ---- */

static GHashTable *
get_features (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  g_autoptr (EmulatorProject) project =
      emulator_store_get_project (store, call->resource, error);
  g_autoptr (EmulatorOntology) ontology = NULL;

  if (project == NULL)
    return NULL;
  ontology = emulator_store_get_ontology (store, project->ontology,
                                          call->user.user, error);
  return ontology != NULL
             ? emulator_label_feature_hashes (ontology->editor, error)
             : NULL;
}

static gboolean
add_saved_body (EmulatorCall *call, const char *label_hash,
                EncordJsonSlice text, GHashTable *features, GArray *bodies,
                GError **error)
{
  EmulatorStore *store = call->emulator->store;
  g_autoptr (EmulatorRow) row =
      emulator_store_get_row (store, call->resource, label_hash, error);
  g_autoptr (GPtrArray) images = NULL;
  EmulatorBody body = { .label_hash = label_hash };
  EmulatorLabelRules rules;
  char *links = NULL;

  if (row == NULL)
    return FALSE;
  images = emulator_store_list_images (store, row->unit->hash, error);
  if (images == NULL)
    return FALSE;
  rules = (EmulatorLabelRules){ row->unit, images, features, call->user.user };
  body.body = emulator_label_body_check (text, &rules, &links, error);
  if (body.body == NULL) {
    g_prefix_error (error, "%s: ", row->unit->title);
    return FALSE;
  }
  body.links = links;
  g_array_append_val (bodies, body);
  return TRUE;
}

/* the list of rows in the payload of a request that saves several */
static gboolean
enter_labels (EncordJsonScanner *scanner, EncordJsonSlice payload)
{
  EncordJsonSlice name;

  encord_json_scanner_init (scanner, payload.text, payload.length);
  if (!encord_json_scanner_enter_object (scanner))
    return FALSE;
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "labels"))
      return encord_json_scanner_enter_array (scanner);
    encord_json_scanner_skip (scanner, NULL);
  }
  return FALSE;
}

static gboolean
add_saved_bodies (EmulatorCall *call, char **hashes, GHashTable *features,
                  GArray *bodies, GError **error)
{
  EncordJsonScanner scanner;
  EncordJsonSlice row;
  guint i = 0;

  if (!is_list (call))
    return add_saved_body (call, hashes[0], call->payload, features, bodies,
                           error);
  if (enter_labels (&scanner, call->payload)) {
    while (encord_json_scanner_next_element (&scanner) &&
           encord_json_scanner_skip (&scanner, &row)) {
      if (hashes[i] != NULL &&
          !add_saved_body (call, hashes[i], row, features, bodies, error))
        return FALSE;
      i++;
    }
  }
  if (i == g_strv_length (hashes))
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "labels: %u label rows for %u label hashes", i,
               g_strv_length (hashes));
  return FALSE;
}

gboolean
emulator_handle_label_row_save (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) hashes = NULL;
  g_autoptr (GArray) bodies = body_array_new ();
  g_autoptr (GHashTable) features = NULL;

  if (!emulator_call_get_hashes (call, &hashes, error) ||
      !check_number (hashes, error))
    return FALSE;
  features = get_features (call, error);
  if (features == NULL ||
      !add_saved_bodies (call, hashes, features, bodies, error) ||
      !emulator_store_save_rows (call->emulator->store, call->resource,
                                 (EmulatorBody *) bodies->data, bodies->len,
                                 error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

/* ---- status ---- */

static gboolean
parse_status (const char *text, EmulatorLabelStatus *ret, GError **error)
{
  for (guint i = 0; emulator_label_statuses[i] != NULL; i++) {
    if (g_str_equal (emulator_label_statuses[i], text)) {
      *ret = i;
      return TRUE;
    }
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "label_status: %.40s is none", text);
  return FALSE;
}

gboolean
emulator_handle_label_status (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  const char *hash;
  const char *text;
  EmulatorLabelStatus status;

  if (request == NULL || !emulator_call_get_hash (call, &hash, error) ||
      !emulator_json_get_string (request, "label_status", &text, error) ||
      !parse_status (text, &status, error))
    return FALSE;
  if (!emulator_store_set_label_status (call->emulator->store, call->resource,
                                        hash, status, error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

gboolean
emulator_handle_validation_state (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorRow) row = emulator_store_get_row (
      call->emulator->store, call->resource, call->args[1], error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (row == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "labelHash", row->label_hash);
  emulator_json_add_string (builder, "branchName", row->branch);
  emulator_json_add_int (builder, "version", row->version);
  /* what does not pass the check is not saved */
  emulator_json_add_boolean (builder, "isValid", TRUE);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
