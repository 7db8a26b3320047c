/* encord-label-entry-reader.c - one object of one frame into a store
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-label-entry-private.h>
#include <encord/model/encord-label-reader-private.h>

static gboolean
read_string_or_null (EncordJsonScanner *scanner)
{
  EncordJsonSlice text;

  return encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL
             ? encord_json_scanner_read_null (scanner)
             : encord_json_scanner_read_string (scanner, &text);
}

static gboolean
read_boolean_or_null (EncordJsonScanner *scanner)
{
  gboolean value;

  return encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL
             ? encord_json_scanner_read_null (scanner)
             : encord_json_scanner_read_boolean (scanner, &value);
}

static gboolean
read_confidence (EncordJsonScanner *scanner, gboolean nullable)
{
  EncordJsonSlice text;
  double value;

  if (nullable && encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL)
    return encord_json_scanner_read_null (scanner);

  if (!encord_json_scanner_read_number (scanner, &text))
    return FALSE;
  if (scanner->large && !encord_json_number_parse (text, &value))
    return encord_json_scanner_fail (scanner, "number too large");

  return TRUE;
}

/* Of several shapes the one of the lowest rank counts; null is no shape. */
static gboolean
read_shape (EncordLabelReader *self, EncordShape shape, const char *entry,
            EncordLabel *label)
{
  EncordJsonScanner *scanner = &self->scanner;
  const EncordJsonKind kind = encord_json_scanner_peek (scanner);
  const char *value = scanner->at;

  if (kind == ENCORD_JSON_NULL)
    return encord_json_scanner_read_null (scanner);
  if (!encord_geometry_scan (scanner, shape, NULL))
    return FALSE;
  if (encord_entry_shape_rank (shape) <=
      encord_entry_shape_rank (label->shape)) {
    label->shape = (guint8) shape;
    label->shape_at = (guint16) MIN (value - entry, (gssize) ENCORD_LABEL_FAR);
  }

  return TRUE;
}

static EncordLabelTrack *
find_track (EncordLabelReader *self, EncordJsonSlice hash,
            EncordJsonSlice feature_hash, gboolean classification)
{
  EncordLabelStore *store = self->store;
  const EncordLabelGuess *guess = &self->guesses[classification];
  g_autofree char *text = NULL, *feature = NULL;
  EncordLabelTrack *track;

  if (self->index < guess->n && memchr (hash.text, '\\', hash.length) == NULL) {
    const EncordLabel *guessed =
        &g_array_index (store->labels, EncordLabel, guess->first + self->index);

    track = encord_label_store_track (store, guessed->track);
    if (strncmp (track->hash, hash.text, hash.length) == 0 &&
        track->hash[hash.length] == '\0')
      return track;
  }

  track = encord_label_store_find_track (store, classification, hash);
  if (track != NULL)
    return track;

  text = encord_json_slice_dup_string (hash);
  feature = encord_json_slice_dup_string (feature_hash);

  return encord_label_store_add_track (store, classification, text, feature);
}

static gboolean
read_entry_member (EncordLabelReader *self, EncordEntryMember member,
                   const char *entry, EncordLabel *label, EncordJsonSlice *hash,
                   EncordJsonSlice *feature_hash)
{
  EncordJsonScanner *scanner = &self->scanner;

  switch (member) {
    case ENCORD_ENTRY_HASH:
      return encord_json_scanner_read_string (scanner, hash);
    case ENCORD_ENTRY_FEATURE_HASH:
      return encord_json_scanner_read_string (scanner, feature_hash);
    case ENCORD_ENTRY_CREATED_AT:
    case ENCORD_ENTRY_CREATED_BY:
    case ENCORD_ENTRY_LAST_EDITED_AT:
    case ENCORD_ENTRY_LAST_EDITED_BY:
      return read_string_or_null (scanner);
    case ENCORD_ENTRY_CONFIDENCE:
      return read_confidence (scanner, label->classification);
    case ENCORD_ENTRY_MANUAL:
      return read_boolean_or_null (scanner);
    case ENCORD_ENTRY_REVIEWS:
      label->reviews = TRUE;
      return encord_json_scanner_skip (scanner, NULL);
    case ENCORD_ENTRY_POLYGONS:
      label->rings = TRUE;
      return encord_json_scanner_skip (scanner, NULL);
    case ENCORD_ENTRY_OTHER:
      return encord_json_scanner_skip (scanner, NULL);
    case ENCORD_ENTRY_SHAPE:
    default:
      return read_shape (self, member - ENCORD_ENTRY_SHAPE, entry, label);
  }
}

static gboolean
read_entry (EncordLabelReader *self, EncordLabel *label)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;
  EncordJsonSlice hash = { NULL, 0 }, feature_hash = { NULL, 0 };
  const char *entry;

  encord_json_scanner_peek (scanner); /* moves to the bracket */
  entry = scanner->at;
  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &self->member)) {
    const EncordEntryMember member =
        label->classification
            ? encord_entry_classification_member (self->member)
            : encord_entry_member (self->member);

    if (!read_entry_member (self, member, entry, label, &hash, &feature_hash))
      return FALSE;
  }
  encord_label_reader_leave (&self->member, scanner);
  if (scanner->reason != NULL)
    return FALSE;
  if (hash.text == NULL)
    return encord_json_scanner_fail (
        scanner, label->classification ? "no string \"classificationHash\""
                                       : "no string \"objectHash\"");
  if (feature_hash.text == NULL)
    return encord_json_scanner_fail (scanner, "no string \"featureHash\"");

  label->at = (guint32) (entry - store->text);
  label->length = (guint32) (scanner->at - entry);
  label->track =
      find_track (self, hash, feature_hash, label->classification)->index;

  return TRUE;
}

gboolean
encord_label_reader_read_object (EncordLabelReader *self, guint32 frame)
{
  EncordLabelStore *store = self->store;
  EncordLabel label = { .frame = frame };

  if (!read_entry (self, &label))
    return FALSE;
  if (label.reviews)
    g_array_index (store->frames, EncordLabelFrame, frame).objects = TRUE;
  g_array_append_val (store->labels, label);

  return TRUE;
}

gboolean
encord_label_reader_read_classification (EncordLabelReader *self, guint32 frame)
{
  EncordLabelStore *store = self->store;
  EncordLabel label = { .frame = frame, .classification = TRUE };

  if (!read_entry (self, &label))
    return FALSE;
  if (label.reviews)
    g_array_index (store->frames, EncordLabelFrame, frame).classifications =
        TRUE;
  g_array_append_val (store->labels, label);

  return TRUE;
}
