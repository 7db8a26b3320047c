/* limits.c - how much, how large, how often
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "emulator-fixture.h"
#include "emulator-rate.h"
#include "emulator-store-data.h"
#include "emulator-store-private.h"

#define LIST                                                                   \
  "{\"query_type\":\"projectwithuserrole\",\"query_method\":\"GET\","          \
  "\"values\":{\"uid\":null,\"payload\":{\"filter\":{}}}}"
#define SECOND G_USEC_PER_SEC

/* ---- rate ---- */

static void
test_rate (void)
{
  g_autoptr (EmulatorRate) rate = emulator_rate_new (10);
  gint64 now = 1000 * SECOND;

  /* a burst, then what the seconds bring */
  for (guint i = 0; i < 10 * EMULATOR_RATE_BURST; i++)
    g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 0);
  g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 1);
  g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 1);
  g_assert_cmpuint (emulator_rate_take (rate, "b", now), ==, 0);
  now += SECOND / 10;
  g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 0);
  g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 1);
  /* a long pause fills the bucket and no more */
  now += 1000 * SECOND;
  for (guint i = 0; i < 10 * EMULATOR_RATE_BURST; i++)
    g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 0);
  g_assert_cmpuint (emulator_rate_take (rate, "a", now), ==, 1);
}

static void
test_no_rate (void)
{
  g_autoptr (EmulatorRate) rate = emulator_rate_new (0);

  for (guint i = 0; i < 10000; i++)
    g_assert_cmpuint (emulator_rate_take (rate, "a", 0), ==, 0);
}

/* a user who asks too often is told to wait; others are served meanwhile, and
 * what somebody else signs is not on the user's account */
static void
test_too_often (Fixture *self, gconstpointer data)
{
  EmulatorLimits limits = EMULATOR_LIMITS_DEFAULT;
  g_auto (Answer) answer = { 0 };
  guint n = 0;

  limits.rate = 1;
  fixture_restart_limited (self, &limits);
  for (guint i = 0; i < 10; i++) {
    fixture_v2 (self, self->stranger, "GET", "ontologies", NULL, &answer);
    g_assert_cmpuint (answer.status, ==, 401);
  }
  do {
    fixture_legacy (self, self->admin, "", "", LIST, &answer);
    n++;
  } while (answer.status == 200 && n < 1000);
  g_assert_cmpuint (n, >, EMULATOR_RATE_BURST);
  g_assert_cmpuint (answer.status, ==, 429);
  g_assert_cmpstr (soup_message_headers_get_one (answer.headers, "Retry-After"),
                   ==, "1");
  fixture_v2 (self, self->other, "GET", "ontologies", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
}

/* ---- uploads ---- */

typedef struct
{
  char *id;
  char *address;
} Place;

static void
place_clear (Place *self)
{
  g_free (self->id);
  g_free (self->address);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
ask_place (Fixture *self, Place *ret)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *place;

  fixture_legacy (self, self->admin, "dataset", self->dataset,
                  "{\"query_type\":\"signedvideourl\",\"query_method\":\"GET\","
                  "\"values\":{\"uid\":\"x.mp4\",\"payload\":null}}",
                  &answer);
  place = json_node_get_object (answer_get_response (&answer));
  ret->address = g_strdup (json_object_get_string_member (place, "signed_url"));
  ret->id = g_strdup (json_object_get_string_member (place, "file_link"));
}

static void
put (Fixture *self, const Place *place, gsize size, gboolean chunked,
     Answer *ret)
{
  g_autoptr (SoupMessage) message = soup_message_new ("PUT", place->address);
  g_autofree char *body = g_strnfill (size, 'x');

  if (chunked)
    soup_message_headers_set_encoding (
        soup_message_get_request_headers (message), SOUP_ENCODING_CHUNKED);
  fixture_send (self, message, body, ret);
}

static guint
count_media (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->emulator->media_dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gint64
get_size (Fixture *self, const Place *place)
{
  g_autoptr (EmulatorMedia) media =
      emulator_store_get_media (self->emulator->store, place->id, NULL);

  return media->size;
}

static gboolean
says (const Answer *answer, const char *what)
{
  return g_strstr_len (g_bytes_get_data (answer->bytes, NULL),
                       g_bytes_get_size (answer->bytes), what) != NULL;
}

/* that nothing of an upload has stayed */
static void
assert_nothing (Fixture *self, const Place *place, guint n_media)
{
  g_assert_cmpuint (count_media (self), ==, n_media);
  g_assert_cmpint (get_size (self, place), <, 0);
}

static void
test_upload_size (Fixture *self, gconstpointer data)
{
  EmulatorLimits limits = EMULATOR_LIMITS_DEFAULT;
  g_auto (Answer) answer = { 0 };
  g_auto (Place) place = { NULL };
  guint n_media;

  limits.upload_size = 100000;
  fixture_restart_limited (self, &limits);
  fixture_make_project (self);
  n_media = count_media (self);
  ask_place (self, &place);
  for (guint chunked = 0; chunked < 2; chunked++) {
    put (self, &place, 100001, chunked, &answer);
    /* 413 would make clients send it again */
    g_assert_cmpuint (answer.status, ==, 400);
    g_assert_true (says (&answer, "--max-upload"));
    assert_nothing (self, &place, n_media);
  }
  put (self, &place, 100000, FALSE, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (get_size (self, &place), ==, 100000);
}

/* no space left: said clearly, and nothing half there */
static void
test_disk_full (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_auto (Place) place = { NULL };
  struct rlimit old;
  struct rlimit small;
  guint n_media;

  fixture_make_project (self);
  n_media = count_media (self);
  ask_place (self, &place);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = old;
  small.rlim_cur = 4 * 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*media*");
  put (self, &place, 5 * 1024 * 1024, FALSE, &answer);
  g_test_assert_expected_messages ();
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_cmpuint (answer.status, ==, 400);
  g_assert_true (says (&answer, "make room"));
  assert_nothing (self, &place, n_media);
  /* the same address serves when there is room again */
  put (self, &place, 5 * 1024 * 1024, FALSE, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (get_size (self, &place), ==, 5 * 1024 * 1024);
}

static void
set_pages (Fixture *self, guint max)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count = %u", max);

  g_assert_cmpint (
      sqlite3_exec (self->emulator->store->db, sql, NULL, NULL, NULL), ==,
      SQLITE_OK);
}

static char *
get_row (Fixture *self)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->row);

  fixture_call (self, "labelrow", "GET", uid, "{}", &answer);
  answer_get_response (&answer);
  return g_strndup (g_bytes_get_data (answer.bytes, NULL),
                    g_bytes_get_size (answer.bytes));
}

/* a row that does not fit any more leaves the old one as it was */
static void
test_store_full (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *blanks = g_strnfill (256 * 1024, 'x');
  g_autofree char *uid = NULL;
  g_autofree char *payload = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fixture_make_project (self);
  uid = g_strdup_printf ("\"%s\"", self->video);
  fixture_call (self, "labelrow", "PUT", uid, "{}", &answer);
  self->row = g_strdup (json_object_get_string_member (
      json_node_get_object (answer_get_response (&answer)), "label_hash"));
  before = get_row (self);
  g_free (uid);
  uid = g_strdup_printf ("\"%s\"", self->row);
  payload = g_strdup_printf (
      "{\"data_units\":{\"%s\":{\"labels\":{}}},\"object_answers\":{},"
      "\"classification_answers\":{},\"x\":\"%s\"}",
      self->video, blanks);
  /* less than there are: it grows no more */
  set_pages (self, 1);
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*full*");
  fixture_call (self, "labelrow", "POST", uid, payload, &answer);
  g_test_assert_expected_messages ();
  answer_assert_refused (&answer, "UNKNOWN_ERROR");
  g_assert_true (says (&answer, "make room"));
  after = get_row (self);
  g_assert_cmpstr (after, ==, before);
  set_pages (self, 1000000);
  fixture_call (self, "labelrow", "POST", uid, payload, &answer);
  answer_get_response (&answer);
}

/* ---- bodies ---- */

/* v2 says what it is before the body comes: more than the route takes is not
 * kept until the end */
static void
test_route_body (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *blanks = g_strnfill (1024 * 1024, ' ');
  g_autofree char *body = g_strconcat ("{}", blanks, NULL);

  fixture_v2 (self, self->admin, "POST", "datasets", body, &answer);
  g_assert_cmpuint (answer.status, ==, 400);
  g_assert_true (says (&answer, "more bytes"));
  fixture_v2 (self, self->admin, "POST", "nothing", body, &answer);
  g_assert_cmpuint (answer.status, ==, 400);
  g_assert_true (says (&answer, "more bytes"));
  fixture_v2 (self, self->admin, "POST", "datasets", "{\"title\":\"t\"}",
              &answer);
  g_assert_cmpuint (answer.status, ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/limits/" name, Fixture, NULL, fixture_set_up, func,   \
              fixture_tear_down)
  ADD ("too-often", test_too_often);
  ADD ("upload-size", test_upload_size);
  ADD ("disk-full", test_disk_full);
  ADD ("store-full", test_store_full);
  ADD ("route-body", test_route_body);
#undef ADD
  g_test_add_func ("/emulator/limits/rate", test_rate);
  g_test_add_func ("/emulator/limits/no-rate", test_no_rate);
  return g_test_run ();
}
