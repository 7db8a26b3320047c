/* fuzz-journal.c - what the journal's columns and a class map file may hold
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-class-map-private.h>
#include <encord/labels/encord-tracks-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

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
}

static void
read_tracks (GBytes *bytes)
{
  static const char *const features[] = { "feature" };
  const EncordTracksRules rules = { features, 1, 1, -1 };
  g_autoptr (EncordTracks) tracks = encord_tracks_new_from_bytes (bytes, NULL);
  g_autoptr (GPtrArray) objects = NULL;
  g_autoptr (GBytes) written = NULL;

  if (tracks == NULL)
    return;
  objects = encord_tracks_finish (tracks, &rules);
  written = encord_tracks_to_bytes (tracks);
  g_assert_true (g_bytes_equal (bytes, written));
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
    default:
      overrides = encord_class_map_parse_overrides ((const char *) data + 1,
                                                    (gssize) size - 1, NULL);
      break;
  }

  return 0;
}
