/* encord-label-entry.c - one object of one frame in the body
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-label-entry-private.h>
#include <encord/model/encord-time-private.h>

#define IS(literal) encord_json_slice_is (name, literal)
#define SHAPE(shape) (ENCORD_ENTRY_SHAPE + ENCORD_SHAPE_##shape)

EncordEntryMember
encord_entry_member (EncordJsonSlice name)
{
  switch (name.length) {
    case 5:
      return IS ("point") ? SHAPE (POINT) : ENCORD_ENTRY_OTHER;
    case 7:
      return IS ("polygon")   ? SHAPE (POLYGON)
             : IS ("bitmask") ? SHAPE (BITMASK)
             : IS ("reviews") ? ENCORD_ENTRY_REVIEWS
                              : ENCORD_ENTRY_OTHER;
    case 8:
      return IS ("polyline")   ? SHAPE (POLYLINE)
             : IS ("skeleton") ? SHAPE (SKELETON)
             : IS ("polygons") ? ENCORD_ENTRY_POLYGONS
                               : ENCORD_ENTRY_OTHER;
    case 9:
      return IS ("createdAt")   ? ENCORD_ENTRY_CREATED_AT
             : IS ("createdBy") ? ENCORD_ENTRY_CREATED_BY
                                : ENCORD_ENTRY_OTHER;
    case 10:
      return IS ("objectHash")   ? ENCORD_ENTRY_HASH
             : IS ("confidence") ? ENCORD_ENTRY_CONFIDENCE
                                 : ENCORD_ENTRY_OTHER;
    case 11:
      return IS ("featureHash")   ? ENCORD_ENTRY_FEATURE_HASH
             : IS ("boundingBox") ? SHAPE (BOUNDING_BOX)
                                  : ENCORD_ENTRY_OTHER;
    case 12:
      return IS ("lastEditedAt")   ? ENCORD_ENTRY_LAST_EDITED_AT
             : IS ("lastEditedBy") ? ENCORD_ENTRY_LAST_EDITED_BY
                                   : ENCORD_ENTRY_OTHER;
    case 16:
      return IS ("manualAnnotation") ? ENCORD_ENTRY_MANUAL : ENCORD_ENTRY_OTHER;
    case 20:
      return IS ("rotatableBoundingBox") ? SHAPE (ROTATABLE_BOUNDING_BOX)
                                         : ENCORD_ENTRY_OTHER;
    default:
      return ENCORD_ENTRY_OTHER;
  }
}

EncordEntryMember
encord_entry_classification_member (EncordJsonSlice name)
{
  const EncordEntryMember member = encord_entry_member (name);

  if (IS ("classificationHash"))
    return ENCORD_ENTRY_HASH;

  return member == ENCORD_ENTRY_HASH || member == ENCORD_ENTRY_POLYGONS ||
                 member >= ENCORD_ENTRY_SHAPE
             ? ENCORD_ENTRY_OTHER
             : member;
}

static const struct
{
  const char *member;
  int rank;
} shapes[] = {
  [ENCORD_SHAPE_UNKNOWN] = { NULL, G_MAXINT },
  [ENCORD_SHAPE_BOUNDING_BOX] = { "boundingBox", 0 },
  [ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX] = { "rotatableBoundingBox", 1 },
  [ENCORD_SHAPE_POLYGON] = { "polygon", 2 },
  [ENCORD_SHAPE_POINT] = { "point", 3 },
  [ENCORD_SHAPE_POLYLINE] = { "polyline", 4 },
  [ENCORD_SHAPE_SKELETON] = { "skeleton", 5 },
  [ENCORD_SHAPE_BITMASK] = { "bitmask", 6 },
};

const char *
encord_entry_shape_member (EncordShape shape)
{
  return shapes[shape].member;
}

int
encord_entry_shape_rank (EncordShape shape)
{
  return shapes[shape].rank;
}

static const char *
read_text (EncordLabelStore *store, EncordJsonScanner *scanner)
{
  EncordJsonSlice text;

  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL) {
    encord_json_scanner_read_null (scanner);
    return NULL;
  }
  if (!encord_json_scanner_read_string (scanner, &text))
    return NULL;

  return encord_label_store_intern_slice (store, text);
}

/* 0: there is no time, or it cannot be read */
static gint64
read_time (EncordJsonScanner *scanner)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) time = NULL;
  EncordJsonSlice slice;

  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL) {
    encord_json_scanner_read_null (scanner);
    return 0;
  }
  if (!encord_json_scanner_read_string (scanner, &slice))
    return 0;
  text = encord_json_slice_dup_string (slice);
  time = encord_time_parse (text);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

void
encord_entry_read (EncordLabelStore *store, const EncordLabel *label,
                   EncordLabelEdit *ret_edit)
{
  const EncordJsonSlice entry = encord_label_store_get_entry (store, label);
  EncordLabelEdit edit = { .confidence = 1, .manual = TRUE };
  EncordJsonScanner scanner;
  EncordJsonSlice name, number;
  gboolean manual;

  encord_json_scanner_init (&scanner, entry.text, entry.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    switch (encord_entry_member (name)) {
      case ENCORD_ENTRY_CREATED_AT:
        edit.created_at = read_time (&scanner);
        break;
      case ENCORD_ENTRY_LAST_EDITED_AT:
        edit.last_edited_at = read_time (&scanner);
        break;
      case ENCORD_ENTRY_CREATED_BY:
        edit.created_by = read_text (store, &scanner);
        break;
      case ENCORD_ENTRY_LAST_EDITED_BY:
        edit.last_edited_by = read_text (store, &scanner);
        break;
      case ENCORD_ENTRY_CONFIDENCE:
        if (encord_json_scanner_read_number (&scanner, &number))
          encord_json_number_parse (number, &edit.confidence);
        break;
      case ENCORD_ENTRY_MANUAL:
        if (encord_json_scanner_peek (&scanner) == ENCORD_JSON_NULL)
          encord_json_scanner_read_null (&scanner);
        else if (encord_json_scanner_read_boolean (&scanner, &manual))
          edit.manual = manual;
        break;
      default:
        encord_json_scanner_skip (&scanner, NULL);
        break;
    }
  }

  *ret_edit = edit;
}

/* Of several members of the label's shape the last one that is not null counts,
 * as for the reader. */
static gsize
find_far_shape (EncordJsonSlice entry, EncordShape shape)
{
  const EncordEntryMember member = ENCORD_ENTRY_SHAPE + shape;
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gsize found = 0;

  encord_json_scanner_init (&scanner, entry.text, entry.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    encord_json_scanner_skip (&scanner, &value);
    if (encord_entry_member (name) == member && *value.text != 'n')
      found = (gsize) (value.text - entry.text);
  }

  return found;
}

static void
scan_shape (const EncordLabelStore *store, const EncordLabel *label,
            EncordJsonScanner *scanner)
{
  const EncordJsonSlice entry = encord_label_store_get_entry (store, label);
  const gsize at = label->shape_at != ENCORD_LABEL_FAR
                       ? label->shape_at
                       : find_far_shape (entry, label->shape);

  encord_json_scanner_init (scanner, entry.text + at, entry.length - at);
}

gboolean
encord_entry_get_box (const EncordLabelStore *store, const EncordLabel *label,
                      EncordBox *ret_box)
{
  const gboolean rotated = label->shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX;
  EncordJsonScanner scanner;

  if (label->shape != ENCORD_SHAPE_BOUNDING_BOX && !rotated)
    return FALSE;
  scan_shape (store, label, &scanner);

  return encord_geometry_scan_box (&scanner, rotated, ret_box);
}

/* the last member of that name counts */
static EncordJsonSlice
find_member (EncordJsonSlice entry, EncordEntryMember member)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name, value, found = { NULL, 0 };

  encord_json_scanner_init (&scanner, entry.text, entry.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    encord_json_scanner_skip (&scanner, &value);
    if (encord_entry_member (name) == member)
      found = value;
  }

  return found;
}

/* NULL: "polygons" says nothing that could be read, which is no mistake of those who
 * know only "polygon" */
static EncordGeometry *
read_rings (const EncordLabelStore *store, const EncordLabel *label)
{
  return encord_geometry_new_from_rings (find_member (
      encord_label_store_get_entry (store, label), ENCORD_ENTRY_POLYGONS));
}

EncordGeometry *
encord_entry_get_geometry (const EncordLabelStore *store,
                           const EncordLabel *label)
{
  EncordGeometry *geometry = NULL;
  EncordJsonScanner scanner;

  if (label->shape == ENCORD_SHAPE_UNKNOWN)
    return NULL;
  if (label->shape == ENCORD_SHAPE_POLYGON && label->rings)
    geometry = read_rings (store, label);
  if (geometry != NULL)
    return geometry;
  scan_shape (store, label, &scanner);
  encord_geometry_scan (&scanner, label->shape, &geometry);

  return geometry;
}

JsonNode *
encord_entry_get_reviews (const EncordLabelStore *store,
                          const EncordLabel *label)
{
  EncordJsonSlice reviews;
  g_autofree char *text = NULL;

  if (!label->reviews)
    return NULL;

  reviews = find_member (encord_label_store_get_entry (store, label),
                         ENCORD_ENTRY_REVIEWS);
  text = g_strndup (reviews.text, reviews.length);

  return json_from_string (text, NULL);
}
