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
  const EncordBox box = { 0.1, 0.2, 0.3, 0.4 };

  gst_encord_row_key_copy (row_key, &pending->key);
  pending->title = g_strdup ("clip");
  pending->complete = complete;
  pending->rules = g_strdup ("{\"smooth\":true}");
  pending->classes = g_strsplit ("face,traffic light", ",", -1);
  pending->tracks = encord_tracks_new ();
  encord_tracks_add_frame (pending->tracks, 3, 0);
  encord_tracks_add (pending->tracks, 0, 1, &box, 0.5);

  return pending;
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
  g_assert_true (gst_encord_journal_end_save (journal, row, objects, 0, NULL));
  check_saved (journal, row, "hash", NULL);
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

  g_assert_true (gst_encord_journal_add_pending (journal, cut_off, NULL));
  g_assert_true (gst_encord_journal_add_pending (journal, again, NULL));
  ids = gst_encord_journal_list_pending (journal, "project", NULL);
  g_assert_cmpuint (ids->len, ==, 2);
  g_array_unref (ids);

  g_assert_true (gst_encord_journal_add_pending (journal, whole, NULL));
  ids = gst_encord_journal_list_pending (journal, "project", NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  loaded = gst_encord_journal_load_pending (journal, whole->id, NULL);
  g_assert_cmpstr (loaded->key.label_hash, ==, "label");
  g_assert_cmpstr (loaded->classes[1], ==, "traffic light");
  g_assert_cmpuint (g_strv_length (loaded->classes), ==, 2);
  g_assert_cmpuint (encord_tracks_get_n_labels (loaded->tracks), ==, 1);
  g_assert_cmpstr (loaded->rules, ==, whole->rules);
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

    gst_encord_journal_end_save (journal, row, objects, 0, NULL);
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

  g_assert_true (gst_encord_journal_add_pending (journal, pending, NULL));
  exec_on_file (folder, "UPDATE pending SET tracks = x'00'");
  g_assert_null (
      gst_encord_journal_load_pending (journal, pending->id, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

/* the first schema kept two rules, in columns */
static void
test_rules_of_the_first_schema (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GstEncordPendingRow) pending = make_pending (&key, TRUE);
  g_autoptr (GstEncordPendingRow) loaded = NULL;
  g_autoptr (GstEncordJournal) journal = open_journal (folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (gst_encord_journal_add_pending (journal, pending, NULL));
  g_clear_pointer (&journal, gst_encord_journal_close);
  exec_on_file (folder,
                "ALTER TABLE pending DROP COLUMN rules;"
                "ALTER TABLE pending ADD min_length INTEGER NOT NULL DEFAULT 3;"
                "ALTER TABLE pending ADD max_gap INTEGER NOT NULL DEFAULT 70;"
                "PRAGMA user_version = 1");
  journal = open_journal (folder);
  loaded = gst_encord_journal_load_pending (journal, pending->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (loaded->rules, ==,
                   "{\"max-gap\":70,\"min-track-length\":3}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal/permissions", test_permissions);
  g_test_add_func ("/journal/saving", test_saving);
  g_test_add_func ("/journal/pending", test_pending);
  g_test_add_func ("/journal/row-gets-its-label-hash",
                   test_row_gets_its_label_hash);
  g_test_add_func ("/journal/locks", test_locks);
  g_test_add_func ("/journal/killed-in-mid-transaction",
                   test_killed_in_mid_transaction);
  g_test_add_func ("/journal/newer-schema", test_newer_schema);
  g_test_add_func ("/journal/other-database", test_other_database);
  g_test_add_func ("/journal/no-database", test_no_database);
  g_test_add_func ("/journal/rules-of-the-first-schema",
                   test_rules_of_the_first_schema);
  g_test_add_func ("/journal/damaged-tracks", test_damaged_tracks);

  return g_test_run ();
}
