/* labels/encord-tracker-state.c - a tracker to bytes and back
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-private.h>

#include <math.h>
#include <string.h>

#include <encord/encord-error.h>

#define MAGIC "encord-tracker1\n"

/* The bytes are read on the machine that wrote them: host byte order, and the
 * sizes guard against another layout of the structures. */
typedef struct
{
  char magic[16];
  guint32 settings_size;
  guint32 track_size;
  guint64 n_tracks;
  EncordTrackerSettings settings;
  guint64 next_id;
  gint64 time;
} Header;

GBytes *
encord_tracker_to_bytes (EncordTracker *self)
{
  Header header = { .settings_size = sizeof (EncordTrackerSettings),
                    .track_size = sizeof (EncordTrack),
                    .n_tracks = self->tracks->len,
                    .settings = self->settings,
                    .next_id = self->next_id,
                    .time = self->time };
  GByteArray *bytes;

  g_return_val_if_fail (ENCORD_IS_TRACKER (self), NULL);

  bytes = g_byte_array_new ();
  memcpy (header.magic, MAGIC, sizeof header.magic);
  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) self->tracks->data,
                       self->tracks->len * (guint) sizeof (EncordTrack));

  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
is_share (double value)
{
  return value >= 0 && value <= 1;
}

static gboolean
are_settings_sound (const EncordTrackerSettings *settings)
{
  return settings->iou_threshold > 0 && settings->iou_threshold <= 1 &&
         settings->class_switch_threshold > 0 &&
         settings->class_switch_threshold <= 2 &&
         is_share (settings->confidence_threshold) &&
         is_share (settings->new_track_threshold) &&
         is_share (settings->low_threshold) && settings->max_age >= 0;
}

static gboolean
is_sound (EncordTracker *self)
{
  if (!are_settings_sound (&self->settings) || self->time < 0 ||
      self->next_id > G_MAXUINT64 / 2)
    return FALSE;
  for (guint i = 0; i < self->tracks->len; i++) {
    const EncordTrack *track = &g_array_index (self->tracks, EncordTrack, i);

    if (!encord_track_is_sound (track) || track->id >= self->next_id ||
        (i > 0 && track->id <= track[-1].id) || track->time > self->time)
      return FALSE;
  }

  return TRUE;
}

EncordTracker *
encord_tracker_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (EncordTracker) self = encord_tracker_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  Header header = { { 0 } };

  if (size >= sizeof header)
    memcpy (&header, data, sizeof header);
  if (memcmp (header.magic, MAGIC, sizeof header.magic) != 0 ||
      header.settings_size != sizeof (EncordTrackerSettings) ||
      header.track_size != sizeof (EncordTrack) ||
      header.n_tracks > ENCORD_TRACKER_MOST_TRACKS ||
      size != sizeof header + header.n_tracks * sizeof (EncordTrack)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "a tracker's state: %" G_GSIZE_FORMAT
                 " bytes of another layout: begin the unit again",
                 size);
    return NULL;
  }

  self->settings = header.settings;
  self->next_id = header.next_id;
  self->time = header.time;
  g_array_append_vals (self->tracks, data + sizeof header,
                       (guint) header.n_tracks);
  if (!is_sound (self)) {
    g_set_error_literal (
        error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
        "a tracker's state: values are damaged: begin the unit again");
    return NULL;
  }

  return g_steal_pointer (&self);
}
