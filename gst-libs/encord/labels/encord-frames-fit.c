/* labels/encord-frames-fit.c - boxes around the objects of whole labels; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-fit-private.h>

#include <encord/encord-error.h>
#include <encord/encord-json-private.h>
#include <encord/labels/encord-frames-private.h>
#include <encord/model/encord-bitmask.h>
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-text-private.h>

/* its box instead of its coordinates, in the place of these; the rest as it is */
static void
append_with_box (GString *json, const EncordFrameObject *object,
                 const EncordBox *box)
{
  gboolean has_shape = FALSE, first = TRUE;
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  g_string_append_c (json, '{');
  encord_json_scanner_init (&scanner, object->text.text, object->text.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    EncordJsonSlice value = { NULL, 0 };

    encord_json_scanner_skip (&scanner, &value);
    if (value.text == object->geometry.text) {
      encord_json_append_name (
          json, (EncordJsonSlice){ "boundingBox", strlen ("boundingBox") },
          first);
      encord_geometry_append_box (json, box, FALSE);
    } else if (encord_frame_member_shape (name) != ENCORD_SHAPE_UNKNOWN ||
               encord_json_slice_is (name, "polygons")) {
      continue; /* the same in another form */
    } else if (encord_json_slice_is (name, "shape")) {
      encord_json_append_name (json, name, first);
      encord_json_append_literal (json, "\"bounding_box\"");
      has_shape = TRUE;
    } else {
      encord_json_append_name (json, name, first);
      encord_json_append_slice (json, value);
    }
    first = FALSE;
  }
  if (!has_shape)
    encord_json_append_literal (json, ",\"shape\":\"bounding_box\"");
  g_string_append_c (json, '}');
}

/* the sums may be off by rounding */
static gboolean
is_inside (const EncordGeometry *geometry)
{
  const double end = 1 + 1e-9;
  EncordBox box;

  return encord_geometry_get_box (geometry, &box) && box.x >= 0 && box.y >= 0 &&
         box.width >= 0 && box.height >= 0 && box.x + box.width <= end &&
         box.y + box.height <= end;
}

static EncordGeometry *
read_geometry (const EncordFrameObject *object, GError **error)
{
  EncordJsonScanner scanner;
  EncordGeometry *geometry = NULL;

  encord_json_scanner_init (&scanner, object->geometry.text,
                            object->geometry.length);
  if (!encord_geometry_scan (&scanner, object->shape, &geometry))
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "%s: %s",
                 encord_frame_shape_member (object->shape), scanner.reason);

  return geometry;
}

/* without any points there is nothing to fit around, and nothing may be dropped */
static gboolean
is_empty (const EncordGeometry *geometry)
{
  int width, height, x, y, columns = 0, rows;
  const char *rle = encord_geometry_get_bitmask (geometry, &width, &height);
  guint n_points, n_joints;
  EncordBox box;

  if (encord_geometry_get_box (geometry, &box))
    return FALSE;
  if (rle != NULL)
    return encord_bitmask_get_bounds (rle, width, height, &x, &y, &columns,
                                      &rows, NULL) &&
           columns == 0;
  encord_geometry_get_points (geometry, &n_points);
  encord_geometry_get_joints (geometry, &n_joints);

  return n_points + n_joints == 0;
}

static gboolean
append_object (GString *json, const EncordFrameObject *object, int width,
               int height, GError **error)
{
  g_autoptr (EncordGeometry) geometry = NULL;
  EncordBox box;

  /* a point has no extent; of later shapes nothing is known */
  if (object->shape == ENCORD_SHAPE_UNKNOWN ||
      object->shape == ENCORD_SHAPE_POINT) {
    encord_json_append_slice (json, object->text);
    return TRUE;
  }
  geometry = read_geometry (object, error);
  if (geometry == NULL)
    return FALSE;
  if (object->shape == ENCORD_SHAPE_BOUNDING_BOX ? is_inside (geometry)
                                                 : is_empty (geometry)) {
    encord_json_append_slice (json, object->text);
    return TRUE;
  }
  if (!encord_fit_box (geometry, width, height, &box, error))
    return FALSE;
  append_with_box (json, object, &box);

  return TRUE;
}

static gboolean
append_frame (GString *json, const EncordFrames *frames,
              const EncordFrame *frame, int width, int height, GError **error)
{
  const char *at = frame->text.text;

  g_string_append_printf (json, "\"%d\":", frame->number);
  for (guint i = 0; i < frame->n_objects; i++) {
    const EncordFrameObject *object =
        encord_frames_get_object (frames, frame->first_object + i);

    g_string_append_len (json, at, object->text.text - at);
    if (!append_object (json, object, width, height, error)) {
      g_prefix_error (error, "labels: frame %d: object %u: ", frame->number, i);
      return FALSE;
    }
    at = object->text.text + object->text.length;
  }
  g_string_append_len (json, at, frame->text.text + frame->text.length - at);

  return TRUE;
}

gboolean
encord_frames_fit (const char *labels, gsize length, int width, int height,
                   GString *json, GError **error)
{
  g_autoptr (EncordFrames) frames = encord_frames_new (labels, length, error);

  if (frames == NULL)
    return FALSE;
  g_string_append_c (json, '{');
  for (guint i = 0; i < frames->frames->len; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    if (!append_frame (json, frames,
                       &g_array_index (frames->frames, EncordFrame, i), width,
                       height, error))
      return FALSE;
  }
  g_string_append_c (json, '}');

  return TRUE;
}

/**
 * encord_fit_bounding_boxes:
 * @labels: labels by frame, as `labels` of a video's data unit in a label row
 * @width: of the picture in pixels, 0 if unknown
 * @height: of the picture in pixels, 0 if unknown
 * @error: return location for an error
 *
 * Puts a bounding box in the place of every polygon, polyline, skeleton, bitmask
 * and rotatable box, without a server. The object keeps `objectHash`,
 * `featureHash` and all its other members; `shape` becomes `bounding_box`.
 * Bounding boxes are cut at the picture's borders; points, shapes of a later
 * service, and what has no point at all stay as they are. Nothing is dropped. For
 * the box see [func@fit_box].
 *
 * Follows `Project.fitted_bounding_boxes()` of the Python SDK, which later
 * releases (0.1.163 on) no longer have.
 *
 * Returns: (transfer full) (nullable): the labels by frame, or %NULL with
 *   %ENCORD_ERROR_BAD_DATA for labels that are malformed
 *
 * Since: 0.1
 */
JsonNode *
encord_fit_bounding_boxes (JsonNode *labels, int width, int height,
                           GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_return_val_if_fail (labels != NULL, NULL);

  text = json_to_string (labels, FALSE);
  if (!encord_frames_fit (text, strlen (text), width, height, json, error))
    return NULL;

  return encord_json_parse (json->str, json->len, error);
}
