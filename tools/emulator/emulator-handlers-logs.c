/* emulator-handlers-logs.c - calls about what people did, and for how long
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-access.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-page-token.h"
#include "emulator-store-logs.h"

/* ---- label logs ---- */

static void
add_optional_int (JsonBuilder *builder, const char *member, gint64 value)
{
  if (value >= 0)
    emulator_json_add_int (builder, member, value);
  else
    emulator_json_add_null (builder, member);
}

static void
add_log (JsonBuilder *builder, const EmulatorLog *log)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "log_hash", log->hash);
  emulator_json_add_string (builder, "user_hash", log->user_hash);
  emulator_json_add_string (builder, "user_email", log->user);
  emulator_json_add_string (builder, "data_hash", log->unit);
  emulator_json_add_int (builder, "action", log->action);
  emulator_json_add_time (builder, "created_at", log->created_at,
                          EMULATOR_TIME_LISTING);
  emulator_json_add_string (builder, "identifier", log->identifier);
  emulator_json_add_string (builder, "feature_hash", log->feature);
  emulator_json_add_string (builder, "label_name", log->name);
  add_optional_int (builder, "time_taken", log->taken);
  add_optional_int (builder, "frame", log->frame);
  json_builder_end_object (builder);
}

gboolean
emulator_handle_label_logs (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  EmulatorLogFilter filter = { NULL };
  g_autoptr (GPtrArray) logs = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (request == NULL ||
      !emulator_json_read_string (request, "user_hash", &filter.user_hash,
                                  error) ||
      !emulator_json_read_string (request, "user_email", &filter.user, error) ||
      !emulator_json_read_string (request, "data_hash", &filter.unit, error) ||
      !emulator_json_read_int (request, "start_timestamp", 0, G_MAXINT64,
                               &filter.start, error) ||
      !emulator_json_read_int (request, "end_timestamp", 0, G_MAXINT64,
                               &filter.end, error))
    return FALSE;
  logs = emulator_store_list_logs (call->emulator->store, call->resource,
                                   &filter, error);
  if (logs == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < logs->len; i++)
    add_log (builder, g_ptr_array_index (logs, i));
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* ---- timers ---- */

static gboolean
read_group_by (EmulatorCall *call, gboolean *ret_by_unit, GError **error)
{
  g_autofree char *text = emulator_call_dup_query (call, "groupBy");

  *ret_by_unit = text == NULL || g_str_equal (text, "dataUnit");
  if (*ret_by_unit || g_str_equal (text, "project"))
    return TRUE;
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "groupBy: dataUnit or project expected");
  return FALSE;
}

static gboolean
read_page (EmulatorCall *call, EmulatorPageToken *ret_token, guint *ret_size,
           GError **error)
{
  g_autofree char *token = emulator_call_dup_query (call, "pageToken");
  g_autofree char *size = emulator_call_dup_query (call, "pageSize");

  return emulator_page_size_parse (size, ret_size, error) &&
         (token == NULL || emulator_page_token_parse (token, ret_token, error));
}

static void
add_timer (JsonBuilder *builder, const EmulatorTimer *timer)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "userEmail", timer->user);
  emulator_json_add_int (builder, "userRole", timer->role);
  emulator_json_add_string (builder, "dataTitle", timer->title);
  emulator_json_add_double (builder, "timeSeconds", timer->seconds);
  json_builder_end_object (builder);
}

static void
reply_timers (EmulatorCall *call, GPtrArray *timers, guint size)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (timers->len, size); i++)
    add_timer (builder, g_ptr_array_index (timers, i));
  json_builder_end_array (builder);
  if (timers->len > size) {
    const EmulatorTimer *last = g_ptr_array_index (timers, size - 1);
    g_autofree char *token =
        emulator_page_token_format (last->user, last->unit);

    emulator_json_add_string (builder, "nextPageToken", token);
  }
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
}

/* The project stands in the query, so that the right to it is checked here. */
gboolean
emulator_handle_timers (EmulatorCall *call, GError **error)
{
  g_autofree char *project = emulator_call_dup_query (call, "projectHash");
  EmulatorTimerFilter filter = { 0 };
  g_auto (EmulatorPageToken) token = { NULL };
  g_autoptr (GPtrArray) timers = NULL;
  guint size;

  if (project == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "projectHash: a project expected");
    return FALSE;
  }
  if (!emulator_access_check (call, EMULATOR_RESOURCE_PROJECT, project,
                              EMULATOR_ACCESS_MANAGER, error) ||
      !read_group_by (call, &filter.by_unit, error) ||
      !emulator_call_read_query_time (call, "after", &filter.after, error) ||
      !emulator_call_read_query_time (call, "before", &filter.before, error) ||
      !read_page (call, &token, &size, error))
    return FALSE;
  filter.last_user = token.first;
  filter.last_unit = token.second;
  filter.limit = (gint64) size + 1;
  timers = emulator_store_list_timers (call->emulator->store, project, &filter,
                                       error);
  if (timers == NULL)
    return FALSE;
  reply_timers (call, timers, size);
  return TRUE;
}
