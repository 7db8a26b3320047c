/* journal.c - the journal keeps what it was given, for its owner alone
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/rows/gstencordjournal.h>
#include <gst/encord/rows/gstencordjournaldb.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("journal-XXXXXX", &error);

  g_assert_no_error (error);

  return g_build_filename (folder, "state", "gst-encord", NULL);
}

static GstEncordJournal *
open_journal (const char *folder)
{
  g_autoptr (GError) error = NULL;
  GstEncordJournal *journal = gst_encord_journal_open (folder, &error);

  g_assert_no_error (error);

  return journal;
}

static const GstEncordRowKey key = { (char *) "project", (char *) "data",
                                     (char *) "label", (char *) "main",
                                     (char *) "default" };

static gint64
get_row (GstEncordJournal *journal, const GstEncordRowKey *row_key)
{
  g_autoptr (GError) error = NULL;
  const gint64 row = gst_encord_journal_get_row (journal, row_key, &error);

  g_assert_no_error (error);

  return row;
}

static GPtrArray *
make_objects (const char *hash)
{
  GPtrArray *objects = encord_merge_objects_new ();
  EncordMergeObject *object = encord_merge_object_new (hash, "feature");
  const EncordMergeEntry entry = { .frame = 7,
                                   .confidence = 0.5,
                                   .box = { 0.1, 0.2, 0.3, 0.4 } };

  g_array_append_val (object->entries, entry);
  g_ptr_array_add (objects, object);

  return objects;
}

static GstEncordPendingRow *
make_pending (const GstEncordRowKey *row_key, gboolean complete)
{
  GstEncordPendingRow *pending = gst_encord_pending_row_new ();

  gst_encord_row_key_copy (row_key, &pending->key);
  pending->title = g_strdup ("clip");
  pending->complete = complete;
  pending->rules = g_strdup ("{\"smooth\":true}");

  return pending;
}

/* a label on the frame, and what is to be known after it */
static GstEncordCheckpoint *
make_checkpoint (int frame)
{
  GstEncordCheckpoint *checkpoint = gst_encord_checkpoint_new ();
  const EncordBox box = { 0.1, 0.2, 0.3, 0.4 };

  checkpoint->tracks = encord_tracks_new ();
  encord_tracks_add_frame (checkpoint->tracks, frame, frame);
  encord_tracks_add (checkpoint->tracks, 0, 1, &box, 0.5);
  checkpoint->progress.next_frame = (guint64) frame + 1;
  checkpoint->progress.last_time = frame;
  checkpoint->progress.n_frames = (guint64) frame + 1;
  checkpoint->progress.classes = g_strsplit ("face,traffic light", ",", -1);
  checkpoint->progress.tracker = g_bytes_new ("state", 5);

  return checkpoint;
}

static void
append (GstEncordJournal *journal, GstEncordPendingRow *unit, int frame,
        gboolean ended)
{
  g_autoptr (GstEncordCheckpoint) checkpoint = make_checkpoint (frame);
  g_autoptr (GError) error = NULL;

  gst_encord_journal_append (journal, unit, checkpoint, ended, &error);
  g_assert_no_error (error);
}

static void
test_permissions (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal G_GNUC_UNUSED = open_journal (folder);
  GDir *listing = g_dir_open (folder, 0, NULL);
  const char *name;
  GStatBuf info;

  g_stat (folder, &info);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  while ((name = g_dir_read_name (listing)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_stat (path, &info);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
  g_dir_close (listing);
}

static void
check_saved (GstEncordJournal *journal, gint64 row, const char *base_hash,
             const char *intent_hash)
{
  g_autoptr (GPtrArray) base = NULL, intent = NULL;
  g_autoptr (GError) error = NULL;

  gst_encord_journal_load_objects (journal, row, &base, &intent, &error);
  g_assert_no_error (error);
  if (base_hash == NULL)
    g_assert_cmpuint (base->len, ==, 0);
  else
    g_assert_cmpstr (((EncordMergeObject *) base->pdata[0])->object_hash, ==,
                     base_hash);
  if (intent_hash == NULL)
    g_assert_null (intent);
  else
    g_assert_cmpstr (((EncordMergeObject *) intent->pdata[0])->object_hash, ==,
                     intent_hash);
}

static void
test_saving (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  g_autoptr (GPtrArray) objects = make_objects ("hash");
  const gint64 row = get_row (journal, &key);

  check_saved (journal, row, NULL, NULL);
  g_assert_true (gst_encord_journal_begin_save (journal, row, objects, NULL));
  check_saved (journal, row, NULL, "hash");
  g_assert_true (
      gst_encord_journal_end_save (journal, row, objects, NULL, NULL));
  check_saved (journal, row, "hash", NULL);
}

/* NULL: none waits */
static GstEncordPendingRow *
load_only (GstEncordJournal *journal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
      gst_encord_journal_list_pending (journal, "project", &error);
  GstEncordPendingRow *loaded = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, <=, 1);
  if (ids->len > 0) {
    loaded = gst_encord_journal_load_pending (
        journal, g_array_index (ids, gint64, 0), &error);
    g_assert_no_error (error);
  }

  return loaded;
}

static void
test_pending (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  g_autoptr (GstEncordPendingRow) cut_off = make_pending (&key, FALSE);
  g_autoptr (GstEncordPendingRow) again = make_pending (&key, FALSE);
  g_autoptr (GstEncordPendingRow) whole = make_pending (&key, TRUE);
  g_autoptr (GstEncordPendingRow) loaded = NULL;
  g_autoptr (GArray) ids = NULL;

  append (journal, cut_off, 3, TRUE);
  append (journal, again, 3, TRUE);
  ids = gst_encord_journal_list_pending (journal, "project", NULL);
  g_assert_cmpuint (ids->len, ==, 2);
  g_array_unref (ids);

  append (journal, whole, 3, TRUE);
  ids = gst_encord_journal_list_pending (journal, "project", NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  loaded = gst_encord_journal_load_pending (journal, whole->id, NULL);
  g_assert_cmpstr (loaded->key.label_hash, ==, "label");
  g_assert_cmpstr (loaded->classes[1], ==, "traffic light");
  g_assert_cmpuint (g_strv_length (loaded->classes), ==, 2);
  g_assert_cmpuint (encord_tracks_get_n_labels (loaded->tracks), ==, 1);
  g_assert_cmpstr (loaded->rules, ==, whole->rules);
}

static GstEncordPendingRow *
make_counted (void)
{
  GstEncordPendingRow *unit = make_pending (&key, TRUE);

  unit->counted = TRUE;

  return unit;
}

static guint
count_waiting (GstEncordJournal *journal)
{
  g_autoptr (GArray) ids =
      gst_encord_journal_list_pending (journal, "project", NULL);

  return ids->len;
}

static void
settle_count (GstEncordJournal *journal, const GstEncordPendingRow *unit,
              gboolean complete)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordPendingRow) loaded =
      gst_encord_journal_load_pending (journal, unit->id, &error);

  g_assert_no_error (error);
  g_assert_true (loaded->counted);
  g_assert_true (loaded->complete);
  g_assert_cmpuint (loaded->n_frames, ==, 4);
  gst_encord_journal_settle_count (journal, loaded, complete, &error);
  g_assert_no_error (error);
}

/* nothing is thrown away for a unit of which only its row says whether it is
 * complete, and then only what is older */
static void
test_counted (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  g_autoptr (GstEncordPendingRow) early = make_pending (&key, FALSE);
  g_autoptr (GstEncordPendingRow) one = make_counted ();
  g_autoptr (GstEncordPendingRow) two = make_counted ();
  g_autoptr (GstEncordPendingRow) three = make_counted ();
  g_autoptr (GstEncordPendingRow) loaded = NULL;

  append (journal, early, 3, TRUE);
  append (journal, one, 3, TRUE);
  append (journal, two, 3, TRUE);
  append (journal, three, 3, TRUE);
  g_assert_cmpuint (count_waiting (journal), ==, 4);

  settle_count (journal, one, FALSE);
  g_assert_cmpuint (count_waiting (journal), ==, 4);
  loaded = gst_encord_journal_load_pending (journal, one->id, NULL);
  g_assert_false (loaded->complete);
  g_assert_false (loaded->counted);

  settle_count (journal, two, TRUE);
  g_assert_cmpuint (count_waiting (journal), ==, 2);
  settle_count (journal, three, TRUE);
  g_assert_cmpuint (count_waiting (journal), ==, 1);
}

/* a row is known by its data until the server has made it */
static void
test_row_gets_its_label_hash (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  GstEncordRowKey unnamed = key, other = key;
  gint64 row;

  unnamed.label_hash = NULL;
  other.run_name = (char *) "other";
  row = get_row (journal, &unnamed);
  g_assert_cmpint (get_row (journal, &key), ==, row);
  g_assert_cmpint (get_row (journal, &key), ==, row);
  g_assert_cmpint (get_row (journal, &other), !=, row);
}

static void
test_locks (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) one = open_journal (folder);
  GstEncordJournal *two = open_journal (folder);
  const gint64 row = get_row (one, &key);

  g_assert_true (gst_encord_journal_try_lock_row (two, row, NULL));
  g_assert_false (gst_encord_journal_try_lock_row (one, row, NULL));
  g_assert_true (gst_encord_journal_try_lock_row (one, row + 1, NULL));
  gst_encord_journal_close (two);
  g_assert_true (gst_encord_journal_try_lock_row (one, row, NULL));
}

/* killed between two statements of a transaction, and before it ends */
static void
test_killed_in_mid_transaction (void)
{
  g_autofree char *folder = make_folder ();
  const pid_t child = fork ();
  int status;

  if (child == 0) {
    GstEncordJournal *journal = open_journal (folder);
    g_autoptr (GPtrArray) objects = make_objects ("kept");
    const gint64 row = get_row (journal, &key);
    sqlite3 *db = gst_encord_journal_db_open (folder, NULL);

    gst_encord_journal_end_save (journal, row, objects, NULL, NULL);
    gst_encord_journal_db_exec (
        db, "BEGIN IMMEDIATE; DELETE FROM object; DELETE FROM row", NULL);
    kill (getpid (), SIGKILL);
  }
  waitpid (child, &status, 0);
  g_assert_true (WIFSIGNALED (status));

  {
    g_autoptr (GstEncordJournal) journal = open_journal (folder);

    check_saved (journal, get_row (journal, &key), "kept", NULL);
  }
}

static void
exec_on_file (const char *folder, const char *sql)
{
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);
  g_autoptr (sqlite3) db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
check_refused (const char *folder, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gst_encord_journal_open (folder, &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_nonnull (strstr (error->message, folder));
}

static void
test_newer_schema (void)
{
  g_autofree char *folder = make_folder ();

  gst_encord_journal_close (open_journal (folder));
  exec_on_file (folder, "PRAGMA user_version = 99");
  check_refused (folder, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_other_database (void)
{
  g_autofree char *folder = make_folder ();

  gst_encord_journal_close (open_journal (folder));
  exec_on_file (folder, "PRAGMA application_id = 7");
  check_refused (folder, G_IO_ERROR_INVALID_DATA);
}

static void
test_no_database (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);
  char noise[4096];

  g_mkdir_with_parents (folder, 0700);
  memset (noise, 'x', sizeof noise);
  g_assert_true (g_file_set_contents (path, noise, sizeof noise, NULL));
  check_refused (folder, G_IO_ERROR_INVALID_DATA);
}

static void
test_damaged_tracks (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  g_autoptr (GstEncordPendingRow) pending = make_pending (&key, TRUE);
  g_autoptr (GError) error = NULL;

  append (journal, pending, 3, TRUE);
  exec_on_file (folder, "UPDATE chunk SET tracks = x'00'");
  g_assert_null (
      gst_encord_journal_load_pending (journal, pending->id, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static void
test_schema_1 (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path =
      g_build_filename (folder, GST_ENCORD_JOURNAL_FILE, NULL);
  g_autofree char *old = g_test_build_filename (G_TEST_DIST, "data", "journals",
                                                "schema-1.sqlite", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GstEncordJournal) journal = NULL;
  g_autoptr (GstEncordPendingRow) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_get_contents (old, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));

  journal = open_journal (folder);
  loaded = load_only (journal);
  g_assert_true (loaded->complete);
  g_assert_cmpuint (encord_tracks_get_n_labels (loaded->tracks), ==, 1);
  g_assert_cmpstr (loaded->rules, ==, "{\"max-gap\":5,\"min-track-length\":2}");
  g_assert_true (gst_encord_journal_settle_pending (journal, loaded, &error));
  g_assert_null (load_only (journal));
}

/* FALSE: nobody left anything, or somebody is at it */
static gboolean
take (GstEncordJournal *journal, const char *digest, gint64 *ret_id,
      guint64 *ret_next_frame)
{
  g_auto (GstEncordProgress) progress = { 0 };
  g_autoptr (GError) error = NULL;
  const gboolean found = gst_encord_journal_take_progress (
      journal, &key, digest, ret_id, &progress, &error);

  g_assert_no_error (error);
  if (found) {
    g_assert_cmpstr (progress.classes[1], ==, "traffic light");
    g_assert_cmpuint (g_bytes_get_size (progress.tracker), ==, 5);
    *ret_next_frame = progress.next_frame;
  }

  return found;
}

static GstEncordPendingRow *
make_resumable (const char *digest, gboolean complete)
{
  GstEncordPendingRow *unit = make_pending (&key, complete);

  unit->digest = g_strdup (digest);

  return unit;
}

/* as after a kill: three chunks, and the unit never ended */
static void
test_goes_on_in_mid_unit (void)
{
  g_autofree char *folder = make_folder ();
  GstEncordJournal *killed = open_journal (folder);
  g_autoptr (GstEncordJournal) journal = NULL;
  g_autoptr (GstEncordPendingRow) before = make_resumable ("digest", TRUE);
  g_autoptr (GstEncordPendingRow) after = make_resumable ("digest", TRUE);
  g_autoptr (GstEncordPendingRow) loaded = NULL;
  guint64 next_frame;

  for (int frame = 0; frame < 3; frame++)
    append (killed, before, frame, FALSE);
  g_assert_null (load_only (killed));
  gst_encord_journal_close (killed);

  journal = open_journal (folder);
  g_assert_false (take (journal, "other", &after->id, &next_frame));
  g_assert_true (take (journal, "digest", &after->id, &next_frame));
  g_assert_cmpuint (next_frame, ==, 3);
  for (int frame = 3; frame < 5; frame++)
    append (journal, after, frame, frame == 4);
  loaded = load_only (journal);
  g_assert_true (loaded->complete);
  g_assert_cmpuint (loaded->next_frame, ==, 5);
  g_assert_cmpuint (encord_tracks_get_n_frames (loaded->tracks), ==, 5);
  g_assert_cmpuint (encord_tracks_get_n_labels (loaded->tracks), ==, 5);
  g_assert_false (take (journal, "digest", &after->id, &next_frame));
}

/* what ended early is sent, and a later run goes on with it all the same */
static void
test_sent_and_gone_on_with (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  g_autoptr (GstEncordPendingRow) unit = make_resumable ("digest", FALSE);
  g_autoptr (GstEncordPendingRow) sent = NULL, again = NULL;
  guint64 next_frame;

  append (journal, unit, 0, TRUE);
  sent = load_only (journal);
  g_assert_true (gst_encord_journal_settle_pending (journal, sent, NULL));
  g_assert_null (load_only (journal));
  g_assert_true (take (journal, "digest", &unit->id, &next_frame));

  /* the same while it goes on: what came meanwhile is not settled */
  append (journal, unit, 1, TRUE);
  again = load_only (journal);
  unit->complete = TRUE;
  append (journal, unit, 2, TRUE);
  g_assert_true (gst_encord_journal_settle_pending (journal, again, NULL));
  g_clear_pointer (&sent, gst_encord_pending_row_free);
  sent = load_only (journal);
  g_assert_nonnull (sent);
  g_assert_true (sent->complete);
}

static void
test_two_pipelines_share_no_progress (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) one = open_journal (folder);
  GstEncordJournal *two = open_journal (folder);
  g_autoptr (GstEncordPendingRow) first = make_resumable ("digest", TRUE);
  g_autoptr (GstEncordPendingRow) second = make_resumable ("digest", TRUE);
  guint64 next_frame;
  gint64 id;

  append (one, first, 0, FALSE);
  g_assert_false (take (two, "digest", &id, &next_frame));
  append (two, second, 0, FALSE);
  g_assert_cmpint (first->id, !=, second->id);

  /* neither throws away what the other is at */
  append (one, first, 1, TRUE);
  append (two, second, 1, FALSE);
  gst_encord_journal_close (two);
  g_assert_true (take (one, "digest", &id, &next_frame));
  g_assert_cmpint (id, ==, second->id);
  g_assert_cmpuint (next_frame, ==, 2);
}

static void
test_other_digest_starts_anew (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordJournal) journal = NULL;
  GstEncordJournal *killed = open_journal (folder);
  g_autoptr (GstEncordPendingRow) before = make_resumable ("before", TRUE);
  g_autoptr (GstEncordPendingRow) after = make_resumable ("after", TRUE);
  guint64 next_frame;
  gint64 id;

  append (killed, before, 0, FALSE);
  gst_encord_journal_close (killed);
  journal = open_journal (folder);
  append (journal, after, 0, FALSE);
  g_assert_false (take (journal, "before", &id, &next_frame));
}

static void
test_damaged_progress (void)
{
  static const char *const damages[] = { "next_frame = -1", "last_time = -1",
                                         "n_bare = 7", "n_seen = 7" };

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++) {
    g_autofree char *folder = make_folder ();
    g_autofree char *sql =
        g_strconcat ("UPDATE pending SET ", damages[i], NULL);
    GstEncordJournal *killed = open_journal (folder);
    g_autoptr (GstEncordJournal) journal = NULL;
    g_autoptr (GstEncordPendingRow) unit = make_resumable ("digest", TRUE);
    g_auto (GstEncordProgress) progress = { 0 };
    g_autoptr (GError) error = NULL;

    append (killed, unit, 0, FALSE);
    gst_encord_journal_close (killed);
    exec_on_file (folder, sql);
    journal = open_journal (folder);
    g_assert_false (gst_encord_journal_take_progress (
        journal, &key, "digest", &unit->id, &progress, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal/permissions", test_permissions);
  g_test_add_func ("/journal/saving", test_saving);
  g_test_add_func ("/journal/pending", test_pending);
  g_test_add_func ("/journal/counted", test_counted);
  g_test_add_func ("/journal/row-gets-its-label-hash",
                   test_row_gets_its_label_hash);
  g_test_add_func ("/journal/locks", test_locks);
  g_test_add_func ("/journal/killed-in-mid-transaction",
                   test_killed_in_mid_transaction);
  g_test_add_func ("/journal/newer-schema", test_newer_schema);
  g_test_add_func ("/journal/other-database", test_other_database);
  g_test_add_func ("/journal/no-database", test_no_database);
  g_test_add_func ("/journal/damaged-tracks", test_damaged_tracks);
  g_test_add_func ("/journal/schema-1", test_schema_1);
  g_test_add_func ("/journal/goes-on-in-mid-unit", test_goes_on_in_mid_unit);
  g_test_add_func ("/journal/sent-and-gone-on-with",
                   test_sent_and_gone_on_with);
  g_test_add_func ("/journal/two-pipelines-share-no-progress",
                   test_two_pipelines_share_no_progress);
  g_test_add_func ("/journal/other-digest-starts-anew",
                   test_other_digest_starts_anew);
  g_test_add_func ("/journal/damaged-progress", test_damaged_progress);

  return g_test_run ();
}
