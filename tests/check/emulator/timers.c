/* timers.c - how long people worked
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <sqlite3.h>

#include "emulator-error.h"
#include "emulator-fixture.h"
#include "emulator-page-token.h"

#define NASTY "x'); DROP TABLE sessions; --"

static JsonArray *
list (Fixture *self, const char *payload, Answer *answer)
{
  fixture_call (self, "labellog", "GET", "null", payload, answer);
  return json_node_get_array (answer_get_response (answer));
}

static void
save (Fixture *self, EncordSshKey *key, const char *labels, Answer *answer)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->row);
  g_autofree char *body = g_strdup_printf (
      "{\"data_units\":{\"%s\":{\"labels\":{%s}}},\"object_answers\":{"
      "\"obj00001\":{}},\"classification_answers\":{}}",
      self->video, labels);

  fixture_call_as (self, key, "project", self->project, "labelrow", "POST", uid,
                   body, answer);
}

#define OBJECT(x)                                                              \
  "\"4\":{\"objects\":[{\"objectHash\":\"obj00001\",\"name\":\"" NASTY "\","   \
  "\"featureHash\":\"aaaa1111\",\"x\":" x "}],\"classifications\":[]}"

static void
open_row (Fixture *self, EncordSshKey *key)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", self->row);

  fixture_call_as (self, key, "project", self->project, "labelrow", "GET", uid,
                   "{}", &answer);
  answer_get_response (&answer);
}

static void
mark (Fixture *self, const char *status)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->row);
  g_autofree char *payload =
      g_strdup_printf ("{\"label_status\":\"%s\"}", status);

  fixture_call (self, "labelstatus", "POST", uid, payload, &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
}

/* The clock is not the test's to turn: it moves what was written. */
static void
run_sql (Fixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->folder, "emulator.db", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static JsonArray *
get_timers (Fixture *self, const char *query, Answer *answer)
{
  g_autofree char *path = g_strdup_printf (
      "analytics/collaborators/timers?projectHash=%s%s", self->project, query);

  fixture_v2 (self, self->admin, "GET", path, NULL, answer);
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_array_member (json_node_get_object (answer->json),
                                       "results");
}

static double
get_seconds (JsonArray *timers, guint i)
{
  return json_object_get_double_member (
      json_array_get_object_element (timers, i), "timeSeconds");
}

/* what the test itself takes is far below ten minutes */
static void
assert_timer (Fixture *self, const char *query, guint n, guint i, int seconds)
{
  g_auto (Answer) answer = { 0 };
  JsonArray *timers = get_timers (self, query, &answer);

  g_assert_cmpuint (json_array_get_length (timers), ==, n);
  g_assert_cmpfloat (get_seconds (timers, i), >=, seconds);
  g_assert_cmpfloat (get_seconds (timers, i), <, seconds + 600);
}

static void
test_session (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *timer;

  fixture_make_project (self);
  self->row = fixture_create_row (self, self->video);
  /* who has only looked has not worked */
  g_assert_cmpuint (json_array_get_length (get_timers (self, "", &answer)), ==,
                    0);
  /* ten minutes later it is saved, twenty later marked */
  run_sql (self, "UPDATE sessions SET started_at = started_at - 600000000,"
                 " seen_at = seen_at - 600000000,"
                 " worked_until = worked_until - 600000000");
  save (self, self->admin, OBJECT ("1"), &answer);
  answer_get_response (&answer);
  assert_timer (self, "", 1, 0, 600);
  run_sql (self, "UPDATE sessions SET started_at = started_at - 1200000000,"
                 " seen_at = seen_at - 1200000000,"
                 " worked_until = worked_until - 1200000000");
  mark (self, "LABELLED");
  assert_timer (self, "", 1, 0, 1800);
  /* an hour later it is another session, of no length yet */
  run_sql (self, "UPDATE sessions SET started_at = started_at - 3600000000,"
                 " seen_at = seen_at - 3600000000,"
                 " worked_until = worked_until - 3600000000");
  open_row (self, self->admin);
  assert_timer (self, "", 1, 0, 1800);
  timer = json_array_get_object_element (get_timers (self, "", &answer), 0);
  g_assert_cmpstr (json_object_get_string_member (timer, "userEmail"), ==,
                   "a@example.com");
  g_assert_cmpint (json_object_get_int_member (timer, "userRole"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (timer, "dataTitle"), ==,
                   "clip.mp4");
  /* how long a step took is in the log, too */
  timer = json_array_get_object_element (list (self, "{}", &answer), 2);
  g_assert_cmpint (json_object_get_int_member (timer, "time_taken"), >=, 600);
  g_assert_cmpint (json_object_get_int_member (timer, "time_taken"), <, 1200);
}

/* of two users and two units, in 2001: 1000000000 is 2001-09-09T01:46:40 */
static void
make_sessions (Fixture *self)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO sessions (project, user, unit, role, started_at, seen_at,"
      " worked_until) VALUES"
      " ('%1$s', 'a', '%2$s', 0, 1000000000000000, 0, 1000000100000000),"
      " ('%1$s', 'a', '%2$s', 3, 1000001000000000, 0, 1000001050000000),"
      " ('%1$s', 'a', '%3$s', 0, 1000002000000000, 0, 1000002010000000),"
      " ('%1$s', 'b', '%2$s', 1, 1000003000000000, 0, 1000003001000000),"
      " ('%1$s', 'b', 'gone', 2, 1000003000000000, 0, 1000003002000000),"
      " ('other', 'a', '%2$s', 0, 1000000000000000, 0, 1000000100000000)",
      self->project, self->video, self->group);

  run_sql (self, sql);
}

static double
sum_of (JsonArray *timers)
{
  double sum = 0;

  for (guint i = 0; i < json_array_get_length (timers); i++)
    sum += get_seconds (timers, i);
  return sum;
}

static const struct
{
  const char *query;
  guint n_timers;
  double seconds;
} periods[] = {
  { "&groupBy=dataUnit", 4, 163 },
  { "", 4, 163 },
  { "&groupBy=project", 2, 163 },
  { "&after=2001-09-09T01:46:40Z", 4, 163 },
  /* half of the first session */
  { "&after=2001-09-09T01:47:30Z", 4, 113 },
  { "&after=2001-09-09T01:47:30Z&groupBy=project", 2, 113 },
  { "&before=2001-09-09T01:47:30", 1, 50 },
  { "&after=2001-09-09T01:47:00&before=2001-09-09T01:47:30", 1, 30 },
  { "&after=2001-09-09T03:47:00%2B02:00&before=2001-09-09T01:47:30", 1, 30 },
  { "&after=2030-01-01T00:00:00", 0, 0 },
  { "&before=2000-01-01T00:00:00", 0, 0 },
};

static void
test_periods (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  make_sessions (self);
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++) {
    g_auto (Answer) answer = { 0 };
    JsonArray *timers = get_timers (self, periods[i].query, &answer);

    g_test_message ("%s", periods[i].query);
    g_assert_cmpuint (json_array_get_length (timers), ==, periods[i].n_timers);
    g_assert_cmpfloat (sum_of (timers), ==, periods[i].seconds);
  }
}

/* each page follows the one before; together they are the whole */
static void
check_pages (Fixture *self, const char *query, guint n_pages)
{
  g_autofree char *next = g_strdup (query);
  double sum = 0;
  guint n = 0;

  while (next != NULL) {
    g_auto (Answer) answer = { 0 };
    JsonArray *timers = get_timers (self, next, &answer);
    JsonObject *page = json_node_get_object (answer.json);

    g_assert_cmpuint (json_array_get_length (timers), ==, 1);
    sum += sum_of (timers);
    n++;
    g_clear_pointer (&next, g_free);
    if (json_object_has_member (page, "nextPageToken")) {
      g_autofree char *token = g_uri_escape_string (
          json_object_get_string_member (page, "nextPageToken"), NULL, FALSE);

      next = g_strdup_printf ("%s&pageToken=%s", query, token);
    }
  }
  g_assert_cmpuint (n, ==, n_pages);
  g_assert_cmpfloat (sum, ==, 163);
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  make_sessions (self);
  check_pages (self, "&pageSize=1", 4);
  check_pages (self, "&pageSize=1&groupBy=project", 2);
}

/* the role is the last one, and a title goes with its unit */
static void
test_role_and_title (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonArray *timers;

  fixture_make_project (self);
  make_sessions (self);
  timers = get_timers (self, "&groupBy=project", &answer);
  g_assert_cmpint (json_object_get_int_member (
                       json_array_get_object_element (timers, 1), "userRole"),
                   ==, 2);
  g_assert_true (json_object_get_null_member (
      json_array_get_object_element (timers, 1), "dataTitle"));
  timers = get_timers (self, "&pageSize=1000", &answer);
  for (guint i = 0; i < 4; i++) {
    JsonObject *timer = json_array_get_object_element (timers, i);
    const int role = json_object_get_int_member (timer, "userRole");

    if (get_seconds (timers, i) == 150)
      g_assert_cmpint (role, ==, 3);
    g_assert_cmpint (json_object_get_null_member (timer, "dataTitle"), ==,
                     role == 2);
  }
}

static const char *const bad_queries[] = {
  "",
  "?projectHash=$P&groupBy=user",
  "?projectHash=$P&pageSize=0",
  "?projectHash=$P&pageSize=1001",
  "?projectHash=$P&pageSize=1'--",
  "?projectHash=$P&after=yesterday",
  "?projectHash=$P&before=2001-13-01T00:00:00",
  "?projectHash=$P&pageToken=x",
  "?projectHash=$P&pageToken=",
};

static void
test_bad_queries (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (bad_queries); i++) {
    g_autoptr (GString) path = g_string_new ("analytics/collaborators/timers");

    g_test_message ("%s", bad_queries[i]);
    g_string_append (path, bad_queries[i]);
    g_string_replace (path, "$P", self->project, 0);
    fixture_v2 (self, self->admin, "GET", path->str, NULL, &answer);
    g_assert_cmpuint (answer.status, ==, 400);
  }
  fixture_v2 (self, self->admin, "GET",
              "analytics/collaborators/timers?projectHash=none", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 404);
}

/* ---- page tokens ---- */

static void
test_token (void)
{
  g_autofree char *text = emulator_page_token_format ("a@example.com", NASTY);
  g_auto (EmulatorPageToken) token = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (emulator_page_token_parse (text, &token, &error));
  g_assert_cmpstr (token.first, ==, "a@example.com");
  g_assert_cmpstr (token.second, ==, NASTY);
}

/* in base64: nothing, "a", "a\0b\0c", "\xff\0b", and a good one with a blank */
static const char *const bad_tokens[] = {
  "", "YQ==", "YQBiAGM=", "/wBi", "YQ Bi", "YQBi=", "YQB",
};

static void
test_bad_tokens (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_tokens); i++) {
    g_auto (EmulatorPageToken) token = { NULL };
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad_tokens[i]);
    g_assert_false (emulator_page_token_parse (bad_tokens[i], &token, &error));
    g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS);
    g_assert_null (token.first);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/timers/" name, Fixture, NULL, fixture_set_up, func,   \
              fixture_tear_down)
  ADD ("session", test_session);
  ADD ("periods", test_periods);
  ADD ("pages", test_pages);
  ADD ("role-and-title", test_role_and_title);
  ADD ("bad-queries", test_bad_queries);
#undef ADD
  g_test_add_func ("/emulator/timers/token", test_token);
  g_test_add_func ("/emulator/timers/bad-tokens", test_bad_tokens);
  return g_test_run ();
}
