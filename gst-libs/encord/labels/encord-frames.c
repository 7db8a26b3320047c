/* labels/encord-frames.c - labels by frame, read where their text lies; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-frames-private.h>

#include <encord/encord-error.h>
#include <encord/model/encord-json-text-private.h>

/* where an object has several, the first one counts */
static const struct
{
  const char *name;
  EncordShape shape;
} members[] = {
  { "boundingBox", ENCORD_SHAPE_BOUNDING_BOX },
  { "rotatableBoundingBox", ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX },
  { "polygon", ENCORD_SHAPE_POLYGON },
  { "point", ENCORD_SHAPE_POINT },
  { "polyline", ENCORD_SHAPE_POLYLINE },
  { "skeleton", ENCORD_SHAPE_SKELETON },
  { "bitmask", ENCORD_SHAPE_BITMASK },
};

const char *
encord_frame_shape_member (EncordShape shape)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].shape == shape)
      return members[i].name;

  g_return_val_if_reached (NULL);
}

static gsize
find_member (EncordJsonSlice name)
{
  gsize i = 0;

  while (i < G_N_ELEMENTS (members) &&
         !encord_json_slice_equal (name, members[i].name,
                                   strlen (members[i].name)))
    i++;

  return i;
}

EncordShape
encord_frame_member_shape (EncordJsonSlice name)
{
  const gsize i = find_member (name);

  return i < G_N_ELEMENTS (members) ? members[i].shape : ENCORD_SHAPE_UNKNOWN;
}

/* what was read since the start, which is where a value began */
static EncordJsonSlice
slice_from (const char *start, const EncordJsonScanner *scanner)
{
  return (EncordJsonSlice){ start, (gsize) (scanner->at - start) };
}

static void
scan_object (EncordJsonScanner *scanner, EncordFrameObject *ret)
{
  gsize found = G_N_ELEMENTS (members);
  const char *start = scanner->at;
  EncordJsonSlice name;

  *ret = (EncordFrameObject){ .shape = ENCORD_SHAPE_UNKNOWN };
  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    const gsize i = find_member (name);

    if (encord_json_slice_is (name, "objectHash") &&
        encord_json_scanner_peek (scanner) == ENCORD_JSON_STRING) {
      encord_json_scanner_read_string (scanner, &ret->hash);
    } else if (i <= found && i < G_N_ELEMENTS (members) &&
               encord_json_scanner_peek (scanner) != ENCORD_JSON_NULL) {
      found = i;
      ret->shape = members[i].shape;
      encord_json_scanner_skip (scanner, &ret->geometry);
    } else {
      const gboolean rings = encord_json_slice_is (name, "polygons");

      encord_json_scanner_skip (scanner, rings ? &ret->polygons : NULL);
    }
  }
  ret->text = slice_from (start, scanner);
}

/* of two lists in one frame the last one counts */
static void
scan_objects (EncordFrames *self, EncordJsonScanner *scanner,
              EncordFrame *frame)
{
  const char *start = scanner->at;

  g_array_set_size (self->objects, frame->first_object);
  encord_json_scanner_enter_array (scanner);
  while (encord_json_scanner_next_element (scanner)) {
    EncordFrameObject object;

    if (encord_json_scanner_peek (scanner) != ENCORD_JSON_OBJECT) {
      encord_json_scanner_fail (scanner, "an object that is none");
      return;
    }
    scan_object (scanner, &object);
    g_array_append_val (self->objects, object);
  }
  frame->objects = slice_from (start, scanner);
  frame->n_objects = self->objects->len - frame->first_object;
}

static gboolean
scan_number (EncordJsonSlice name, int *ret_number)
{
  int number = 0;

  if (name.length == 0 || name.length > 9 ||
      (name.length > 1 && name.text[0] == '0'))
    return FALSE;
  for (gsize i = 0; i < name.length; i++) {
    if (!g_ascii_isdigit (name.text[i]))
      return FALSE;
    number = number * 10 + (name.text[i] - '0');
  }
  *ret_number = number;

  return TRUE;
}

static void
scan_frame (EncordFrames *self, EncordJsonScanner *scanner, EncordFrame *frame)
{
  EncordJsonSlice name;
  const char *start;

  frame->first_object = self->objects->len;
  if (encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL) {
    encord_json_scanner_skip (scanner, &frame->text);
    return;
  }
  start = scanner->at;
  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "objects") &&
        encord_json_scanner_peek (scanner) != ENCORD_JSON_NULL)
      scan_objects (self, scanner, frame);
    else
      encord_json_scanner_skip (scanner, NULL);
  }
  frame->text = slice_from (start, scanner);
}

static gint
compare_frames (gconstpointer a, gconstpointer b)
{
  const EncordFrame *p = a, *q = b;

  return (p->number > q->number) - (p->number < q->number);
}

static EncordFrames *
fail (const char *reason, const EncordFrame *frame, GError **error)
{
  if (frame != NULL)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "labels: frame %d: %s", frame->number, reason);
  else
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "labels: %s",
                 reason);

  return NULL;
}

EncordFrames *
encord_frames_new (const char *text, gsize length, GError **error)
{
  g_autoptr (EncordFrames) self = g_new0 (EncordFrames, 1);
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  self->frames = g_array_new (FALSE, FALSE, sizeof (EncordFrame));
  self->objects = g_array_new (FALSE, FALSE, sizeof (EncordFrameObject));
  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    EncordFrame frame = { 0 };

    if (!scan_number (name, &frame.number))
      return fail ("a key that is no frame number", NULL, error);
    scan_frame (self, &scanner, &frame);
    if (scanner.reason != NULL)
      return fail (scanner.reason, &frame, error);
    g_array_append_val (self->frames, frame);
  }
  if (!encord_json_scanner_finish (&scanner))
    return fail (scanner.reason, NULL, error);

  g_array_sort (self->frames, compare_frames);
  for (guint i = 1; i < self->frames->len; i++) {
    const EncordFrame *frame = &g_array_index (self->frames, EncordFrame, i);

    if (frame->number == frame[-1].number)
      return fail ("is there twice", frame, error);
  }

  return g_steal_pointer (&self);
}

void
encord_frame_append_others (GString *json, EncordJsonSlice object,
                            const char *left_out)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name;

  encord_json_scanner_init (&scanner, object.text, object.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    EncordJsonSlice value = { NULL, 0 };

    encord_json_scanner_skip (&scanner, &value);
    if (encord_json_slice_equal (name, left_out, strlen (left_out)))
      continue;
    encord_json_append_name (json, name, FALSE);
    encord_json_append_slice (json, value);
  }
}

void
encord_frames_free (EncordFrames *self)
{
  g_array_unref (self->frames);
  g_array_unref (self->objects);
  g_free (self);
}
