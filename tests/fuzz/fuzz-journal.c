/* fuzz-journal.c - what the journal's columns, a class map file and a settings file may hold
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/labels/encord-class-map-private.h>
#include <encord/labels/encord-track-finish-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* once written by us, it is written so again */
static void
check_tracks (GBytes *written)
{
  g_autoptr (EncordTracks) tracks =
      encord_tracks_new_from_bytes (written, NULL);
  g_autoptr (GBytes) again = NULL;

  g_assert_nonnull (tracks);
  again = encord_tracks_to_bytes (tracks);
  g_assert_true (g_bytes_equal (written, again));
}

static void
read_entries (GBytes *bytes)
{
  g_autoptr (GArray) entries = encord_merge_entries_from_bytes (bytes, NULL);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GArray) again = NULL;

  if (entries == NULL)
    return;
  written = encord_merge_entries_to_bytes (entries);
  again = encord_merge_entries_from_bytes (written, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, entries->len);
  for (guint i = 0; i < again->len; i++) {
    const EncordMergeEntry *was = &g_array_index (entries, EncordMergeEntry, i);
    const EncordMergeEntry *is = &g_array_index (again, EncordMergeEntry, i);

    g_assert_true (encord_merge_entry_equal (was, is));
  }
}

/* gaps are not filled here: two frames of a few bytes would make a hundred
 * thousand */
static void
finish_tracks (EncordTracks *tracks, EncordWriteMode mode, EncordShape shape)
{
  EncordTrackClass class = { "feature" };
  g_autoptr (GPtrArray) objects = NULL;

  class.shape = shape;
  class.takes_boxes = TRUE;
  class.stills = TRUE;
  class.name = "class";
  class.object_name = "object";

  encord_track_rules_init (&class.rules);
  class.rules.write_mode = mode;
  class.rules.interpolate = FALSE;
  class.rules.smooth = TRUE;
  objects = encord_tracks_finish (tracks, &class, 1, 1920, 1080, NULL);
}

static void
read_tracks (GBytes *bytes)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new_from_bytes (bytes, NULL);
  g_autoptr (EncordTracks) whole = NULL;
  g_autoptr (GBytes) written = NULL;

  if (tracks == NULL)
    return;
  whole = encord_tracks_new ();
  g_assert_true (encord_tracks_append (whole, tracks));
  g_assert_true (encord_tracks_append (whole, tracks) ==
                 (encord_tracks_get_n_frames (tracks) == 0));
  finish_tracks (tracks, ENCORD_WRITE_DENSE, ENCORD_SHAPE_UNKNOWN);
  finish_tracks (tracks, ENCORD_WRITE_KEYS, ENCORD_SHAPE_BOUNDING_BOX);
  finish_tracks (tracks, ENCORD_WRITE_RAW, ENCORD_SHAPE_POLYGON);
  written = encord_tracks_to_bytes (whole);
  /* numbers may be packed in more bytes than they need */
  if (encord_tracks_get_shape_size (whole) == 0)
    g_assert_true (g_bytes_equal (bytes, written));
  check_tracks (written);
}

static void
read_rules (GBytes *bytes)
{
  gsize size;
  const char *json = g_bytes_get_data (bytes, &size);
  g_autoptr (EncordTrackRuleBook) book =
      encord_track_rule_book_parse (json, size, NULL);
  g_autoptr (EncordTrackRuleBook) again = NULL;
  g_autofree char *written = NULL, *rewritten = NULL;

  if (book == NULL)
    return;
  written = encord_track_rule_book_to_json (book);
  again = encord_track_rule_book_parse (written, strlen (written), NULL);
  g_assert_nonnull (again);
  rewritten = encord_track_rule_book_to_json (again);
  g_assert_cmpstr (rewritten, ==, written);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GHashTable) overrides = NULL;

  if (size == 0)
    return 0;
  bytes = g_bytes_new_static (data + 1, size - 1);
  switch (data[0]) {
    case 'e':
      read_entries (bytes);
      break;
    case 't':
      read_tracks (bytes);
      break;
    case 'r':
      read_rules (bytes);
      break;
    default:
      overrides = encord_class_map_parse_overrides ((const char *) data + 1,
                                                    size - 1, NULL);
      break;
  }

  return 0;
}
