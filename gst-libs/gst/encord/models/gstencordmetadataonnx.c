/* gstencordmetadataonnx.c - the key-value pairs of an ONNX file
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* An ONNX file is one protobuf message, ModelProto. Its field 14 holds the pairs,
 * each a StringStringEntryProto { 1: key, 2: value }. Every other field is
 * skipped by its length, so that the weights in field 7 are never touched. */

#include <string.h>

#include <gio/gio.h>

#include <gst/encord/models/gstencordmetadata.h>

#define FIELD_METADATA 14
#define FIELD_KEY 1
#define FIELD_VALUE 2
/* a list of 1000 class names takes 25 kB */
#define MAX_PAIR_BYTES (1 << 20)

enum
{
  WIRE_VARINT = 0,
  WIRE_64BIT = 1,
  WIRE_BYTES = 2,
  WIRE_32BIT = 5,
};

typedef struct
{
  const guint8 *pos;
  gsize left;
} Span;

static gboolean
take (Span *span, guint64 n, Span *ret_taken)
{
  if (n > span->left)
    return FALSE;
  *ret_taken = (Span){ span->pos, (gsize) n };
  span->pos += n;
  span->left -= (gsize) n;

  return TRUE;
}

static gboolean
take_varint (Span *span, guint64 *ret_value)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 70 && span->left > 0; shift += 7) {
    const guint8 byte = *span->pos++;

    span->left--;
    if (shift < 64)
      value |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80)) {
      *ret_value = value;
      return TRUE;
    }
  }

  return FALSE;
}

/* ret_value is empty for a field that is a number */
static gboolean
take_field (Span *span, guint64 *ret_number, Span *ret_value)
{
  guint64 tag;
  guint64 n;

  if (!take_varint (span, &tag) || tag >> 3 == 0)
    return FALSE;
  *ret_number = tag >> 3;
  *ret_value = (Span){ span->pos, 0 };

  switch (tag & 7) {
    case WIRE_VARINT:
      return take_varint (span, &n);
    case WIRE_64BIT:
      return take (span, 8, ret_value);
    case WIRE_32BIT:
      return take (span, 4, ret_value);
    case WIRE_BYTES:
      return take_varint (span, &n) && take (span, n, ret_value);
    default:
      return FALSE;
  }
}

static char *
to_string (const Span *span)
{
  if (!g_utf8_validate_len ((const char *) span->pos, span->left, NULL))
    return NULL;

  return g_strndup ((const char *) span->pos, span->left);
}

static gboolean
parse_pair (Span pair, GHashTable *metadata)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  while (pair.left > 0) {
    guint64 number;
    Span bytes;

    if (!take_field (&pair, &number, &bytes))
      return FALSE;
    if (number == FIELD_KEY) {
      g_free (key);
      key = to_string (&bytes);
    } else if (number == FIELD_VALUE) {
      g_free (value);
      value = to_string (&bytes);
    }
  }
  /* a pair in another encoding is no reason to refuse the rest */
  if (key != NULL && value != NULL)
    g_hash_table_replace (metadata, g_steal_pointer (&key),
                          g_steal_pointer (&value));

  return TRUE;
}

/**
 * gst_encord_metadata_parse_onnx: (skip)
 * @data: (array length=size): contents of an .onnx file
 * @size: in bytes
 * @metadata: (element-type utf8 utf8): where to add the pairs
 * @error: return location for an error
 *
 * Reads `metadata_props` of an ONNX model.
 *
 * Returns: %FALSE with %G_IO_ERROR_INVALID_DATA when @data is cut off or no
 *   protobuf message
 */
gboolean
gst_encord_metadata_parse_onnx (const guint8 *data, gsize size,
                                GHashTable *metadata, GError **error)
{
  Span file = { data, size };

  while (file.left > 0) {
    guint64 number;
    Span value;

    if (!take_field (&file, &number, &value) ||
        (number == FIELD_METADATA && value.left <= MAX_PAIR_BYTES &&
         !parse_pair (value, metadata))) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "metadata: no protobuf field at byte %" G_GSIZE_FORMAT,
                   size - file.left);
      return FALSE;
    }
  }

  return TRUE;
}
