/* encord-geometry-json.c - the wire form of coordinates
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-json-text-private.h>

static gboolean
scan_double (EncordJsonScanner *scanner, gboolean want, double *ret_value)
{
  EncordJsonSlice text;

  if (!encord_json_scanner_read_number (scanner, &text))
    return FALSE;
  if (!want && !scanner->large)
    return TRUE;
  if (!encord_json_number_parse (text, ret_value))
    return encord_json_scanner_fail (scanner, "number too large");

  return TRUE;
}

static gboolean
scan_int (EncordJsonScanner *scanner, int *ret_value)
{
  double value;

  if (!scan_double (scanner, TRUE, &value))
    return FALSE;
  if (value < G_MININT || value > G_MAXINT || value != (int) value)
    return encord_json_scanner_fail (scanner, "no whole number");
  *ret_value = (int) value;

  return TRUE;
}

gboolean
encord_geometry_scan_box (EncordJsonScanner *scanner, gboolean rotated,
                          EncordBox *ret_box)
{
  static const char *const missing[] = { "no number \"x\"", "no number \"y\"",
                                         "no number \"w\"", "no number \"h\"",
                                         "no number \"theta\"" };
  double values[5] = { 0 };
  guint seen = 0;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    int i = -1;

    if (name.length == 1)
      i = *name.text == 'x'   ? 0
          : *name.text == 'y' ? 1
          : *name.text == 'w' ? 2
          : *name.text == 'h' ? 3
                              : -1;
    else if (rotated && encord_json_slice_is (name, "theta"))
      i = 4;

    if (i < 0)
      encord_json_scanner_skip (scanner, NULL);
    else if (scan_double (scanner, ret_box != NULL, &values[i]))
      seen |= 1u << i;
  }
  for (guint i = 0; i < (rotated ? 5 : 4); i++)
    if (scanner->reason == NULL && (seen & (1u << i)) == 0)
      encord_json_scanner_fail (scanner, missing[i]);
  if (scanner->reason != NULL)
    return FALSE;

  if (ret_box != NULL)
    *ret_box =
        (EncordBox){ values[0], values[1], values[2], values[3], values[4] };

  return TRUE;
}

/* the place of a point or joint among the others, as its key says */
typedef struct
{
  guint64 key;
  guint index;
} Place;

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *p = a, *q = b;

  if (p->key != q->key)
    return p->key < q->key ? -1 : 1;

  return p->index < q->index ? -1 : 1;
}

static gboolean
scan_key (EncordJsonScanner *scanner, EncordJsonSlice name, guint64 *ret_key)
{
  guint64 key = 0;

  if (name.length == 0 || name.length > 18)
    return encord_json_scanner_fail (scanner, "point key is no index");
  for (gsize i = 0; i < name.length; i++) {
    if (!g_ascii_isdigit (name.text[i]))
      return encord_json_scanner_fail (scanner, "point key is no index");
    key = key * 10 + (guint64) (name.text[i] - '0');
  }
  *ret_key = key;

  return TRUE;
}

static gboolean
scan_point (EncordJsonScanner *scanner, gboolean want, EncordPoint *ret_point)
{
  gboolean has_x = FALSE, has_y = FALSE;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "x"))
      has_x = scan_double (scanner, want, &ret_point->x);
    else if (encord_json_slice_is (name, "y"))
      has_y = scan_double (scanner, want, &ret_point->y);
    else
      encord_json_scanner_skip (scanner, NULL);
  }
  if (scanner->reason == NULL && (!has_x || !has_y))
    encord_json_scanner_fail (scanner, "point without \"x\" or \"y\"");

  return scanner->reason == NULL;
}

static GArray *
sort_points (GArray *points, GArray *places)
{
  GArray *sorted =
      g_array_sized_new (FALSE, FALSE, sizeof (EncordPoint), points->len);

  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    g_array_append_val (sorted,
                        g_array_index (points, EncordPoint,
                                       g_array_index (places, Place, i).index));

  return sorted;
}

/* {"0": {x, y}, "1": ...} by the number of the key, or a list of points */
static gboolean
scan_points (EncordJsonScanner *scanner, EncordShape shape,
             EncordGeometry **ret_geometry)
{
  const gboolean want = ret_geometry != NULL;
  const gboolean list = encord_json_scanner_peek (scanner) == ENCORD_JSON_ARRAY;
  g_autoptr (GArray) points =
      want ? g_array_new (FALSE, FALSE, sizeof (EncordPoint)) : NULL;
  g_autoptr (GArray) places =
      want ? g_array_new (FALSE, FALSE, sizeof (Place)) : NULL;
  EncordPoint point = { 0, 0 };
  Place place = { 0, 0 };
  EncordJsonSlice name;

  if (list)
    encord_json_scanner_enter_array (scanner);
  else
    encord_json_scanner_enter_object (scanner);
  while (list ? encord_json_scanner_next_element (scanner)
              : encord_json_scanner_next_member (scanner, &name)) {
    if (list)
      place.key = place.index;
    else if (!scan_key (scanner, name, &place.key))
      break;
    if (!scan_point (scanner, want, &point))
      break;
    if (want) {
      g_array_append_val (points, point);
      g_array_append_val (places, place);
    }
    place.index++;
  }
  if (scanner->reason == NULL && shape == ENCORD_SHAPE_POINT &&
      place.index == 0)
    encord_json_scanner_fail (scanner, "no point \"0\"");
  if (scanner->reason != NULL)
    return FALSE;

  if (want)
    *ret_geometry =
        encord_geometry_new_points_take (shape, sort_points (points, places));

  return TRUE;
}

static gboolean
scan_text (EncordJsonScanner *scanner, GStringChunk *strings,
           const char **ret_text)
{
  EncordJsonSlice slice;

  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL)
    return encord_json_scanner_read_null (scanner);
  if (!encord_json_scanner_read_string (scanner, &slice))
    return FALSE;
  if (strings != NULL) {
    g_autofree char *text = encord_json_slice_dup_string (slice);

    *ret_text = g_string_chunk_insert_const (strings, text);
  } else {
    *ret_text = "";
  }

  return TRUE;
}

static gboolean
scan_visibility (EncordJsonScanner *scanner, int *ret_visibility)
{
  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL)
    return encord_json_scanner_read_null (scanner);

  return scan_int (scanner, ret_visibility);
}

static gboolean
scan_joint (EncordJsonScanner *scanner, GStringChunk *strings,
            EncordJoint *joint)
{
  const gboolean want = strings != NULL;
  gboolean has_x = FALSE, has_y = FALSE;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "x"))
      has_x = scan_double (scanner, want, &joint->position.x);
    else if (encord_json_slice_is (name, "y"))
      has_y = scan_double (scanner, want, &joint->position.y);
    else if (encord_json_slice_is (name, "name"))
      scan_text (scanner, strings, &joint->name);
    else if (encord_json_slice_is (name, "featureHash"))
      scan_text (scanner, strings, &joint->feature_hash);
    else if (encord_json_slice_is (name, "color"))
      scan_text (scanner, strings, &joint->color);
    else if (encord_json_slice_is (name, "value"))
      scan_text (scanner, strings, &joint->value);
    else if (encord_json_slice_is (name, "visibility"))
      scan_visibility (scanner, &joint->visibility);
    else
      encord_json_scanner_skip (scanner, NULL);
  }
  if (scanner->reason == NULL && (!has_x || !has_y || joint->name == NULL))
    encord_json_scanner_fail (scanner,
                              "joint without \"x\", \"y\" or \"name\"");

  return scanner->reason == NULL;
}

/* the order is that of the text, whatever the keys say */
static gboolean
scan_skeleton (EncordJsonScanner *scanner, EncordGeometry **ret_geometry)
{
  GStringChunk *strings =
      ret_geometry != NULL ? g_string_chunk_new (256) : NULL;
  GArray *joints = ret_geometry != NULL
                       ? g_array_new (FALSE, FALSE, sizeof (EncordJoint))
                       : NULL;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    EncordJoint joint = { NULL };

    if (!scan_joint (scanner, strings, &joint))
      break;
    if (joints != NULL)
      g_array_append_val (joints, joint);
  }
  if (scanner->reason != NULL) {
    g_clear_pointer (&joints, g_array_unref);
    g_clear_pointer (&strings, g_string_chunk_free);
    return FALSE;
  }

  if (ret_geometry != NULL)
    *ret_geometry = encord_geometry_new_skeleton_take (joints, strings);

  return TRUE;
}

static gboolean
scan_bitmask (EncordJsonScanner *scanner, EncordGeometry **ret_geometry)
{
  EncordJsonSlice name, rle = { NULL, 0 };
  int top = 0, left = 0, width = -1, height = -1;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "rleString"))
      encord_json_scanner_read_string (scanner, &rle);
    else if (encord_json_slice_is (name, "width"))
      scan_int (scanner, &width);
    else if (encord_json_slice_is (name, "height"))
      scan_int (scanner, &height);
    else if (encord_json_slice_is (name, "top"))
      scan_int (scanner, &top);
    else if (encord_json_slice_is (name, "left"))
      scan_int (scanner, &left);
    else
      encord_json_scanner_skip (scanner, NULL);
  }
  if (scanner->reason == NULL && (rle.text == NULL || width < 0 || height < 0))
    encord_json_scanner_fail (
        scanner, "mask without \"rleString\", \"width\" or \"height\"");
  if (scanner->reason != NULL)
    return FALSE;

  if (ret_geometry != NULL) {
    g_autofree char *text = encord_json_slice_dup_string (rle);

    *ret_geometry = encord_geometry_new_bitmask_at (top, left, width, height,
                                                    text, strlen (text));
  }

  return TRUE;
}

gboolean
encord_geometry_scan (EncordJsonScanner *scanner, EncordShape shape,
                      EncordGeometry **ret_geometry)
{
  const gboolean rotated = shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX;
  EncordBox box;

  switch (shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
      if (!encord_geometry_scan_box (scanner, rotated,
                                     ret_geometry != NULL ? &box : NULL))
        return FALSE;
      if (ret_geometry != NULL)
        *ret_geometry = rotated ? encord_geometry_new_rotatable_box (&box)
                                : encord_geometry_new_box (&box);
      return TRUE;
    case ENCORD_SHAPE_POLYGON:
    case ENCORD_SHAPE_POLYLINE:
    case ENCORD_SHAPE_POINT:
      return scan_points (scanner, shape, ret_geometry);
    case ENCORD_SHAPE_SKELETON:
      return scan_skeleton (scanner, ret_geometry);
    case ENCORD_SHAPE_BITMASK:
      return scan_bitmask (scanner, ret_geometry);
    case ENCORD_SHAPE_UNKNOWN:
    default:
      return encord_json_scanner_fail (scanner, "unknown shape");
  }
}

static char *
put_number (char *at, const char *name, gsize length, double value)
{
  memcpy (at, name, length);

  return at + length + encord_json_number_format (value, at + length);
}
#define put_member(at, name, value)                                            \
  put_number (at, "" name, sizeof (name) - 1, value)

void
encord_geometry_append_box (GString *json, const EncordBox *box,
                            gboolean rotated)
{
  char text[5 * (ENCORD_JSON_NUMBER_SIZE + sizeof ",\"theta\":")];
  char *at = text;

  at = put_member (at, "{\"h\":", box->height);
  at = put_member (at, ",\"w\":", box->width);
  at = put_member (at, ",\"x\":", box->x);
  at = put_member (at, ",\"y\":", box->y);
  if (rotated)
    at = put_member (at, ",\"theta\":", box->theta);
  *at++ = '}';
  g_string_append_len (json, text, at - text);
}

static char *
put_index (char *at, guint index)
{
  char digits[10];
  guint n = 0;

  do {
    digits[n++] = (char) ('0' + index % 10);
    index /= 10;
  } while (index > 0);
  while (n > 0)
    *at++ = digits[--n];

  return at;
}

static void
append_points (GString *json, const EncordPoint *points, guint n_points)
{
  for (guint i = 0; i < n_points; i++) {
    char text[2 * ENCORD_JSON_NUMBER_SIZE +
              sizeof ",\"4294967295\":{\"x\":,\"y\":}"];
    char *at = text;

    if (i > 0)
      *at++ = ',';
    *at++ = '"';
    at = put_index (at, i);
    at = put_member (at, "\":{\"x\":", points[i].x);
    at = put_member (at, ",\"y\":", points[i].y);
    *at++ = '}';
    g_string_append_len (json, text, at - text);
  }
}

static void
append_text (GString *json, const char *member, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (json, ",\"%s\":", member);
  encord_json_append_string (json, text);
}

void
encord_geometry_append_joint (GString *json, const EncordJoint *joint)
{
  append_text (json, "name", joint->name);
  append_text (json, "color", joint->color);
  append_text (json, "featureHash", joint->feature_hash);
  append_text (json, "value", joint->value);
  if (joint->visibility != 0)
    g_string_append_printf (json, ",\"visibility\":%d", joint->visibility);
}

static void
append_joints (GString *json, const EncordJoint *joints, guint n_joints)
{
  for (guint i = 0; i < n_joints; i++) {
    const EncordJoint *joint = &joints[i];

    g_string_append_printf (json, "%s\"%u\":{\"x\":", i > 0 ? "," : "", i);
    encord_json_append_number (json, joint->position.x);
    encord_json_append_literal (json, ",\"y\":");
    encord_json_append_number (json, joint->position.y);
    encord_geometry_append_joint (json, joint);
    g_string_append_c (json, '}');
  }
}

static void
append_bitmask (GString *json, const EncordGeometry *geometry)
{
  int top, left, width, height;
  const char *rle = encord_geometry_get_bitmask (geometry, &width, &height);

  encord_geometry_get_offset (geometry, &top, &left);
  g_string_append_printf (
      json,
      "\"top\":%d,\"left\":%d,\"height\":%d,\"width\":%d,\"rleString\":", top,
      left, height, width);
  encord_json_append_string (json, rle);
}

void
encord_geometry_append (GString *json, const EncordGeometry *geometry)
{
  const EncordShape shape = encord_geometry_get_shape (geometry);
  EncordBox box;
  guint n;

  if (encord_geometry_get_box (geometry, &box)) {
    encord_geometry_append_box (json, &box,
                                shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX);
    return;
  }

  g_string_append_c (json, '{');
  if (shape == ENCORD_SHAPE_BITMASK) {
    append_bitmask (json, geometry);
  } else if (shape == ENCORD_SHAPE_SKELETON) {
    const EncordJoint *joints = encord_geometry_get_joints (geometry, &n);

    append_joints (json, joints, n);
  } else {
    const EncordPoint *points = encord_geometry_get_points (geometry, &n);

    append_points (json, points, n);
  }
  g_string_append_c (json, '}');
}
