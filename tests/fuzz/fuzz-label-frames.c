/* fuzz-label-frames.c - labels by frame, filled in and fitted
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-json-private.h>
#include <encord/encord.h>
#include <encord/labels/encord-fit-private.h>
#include <encord/labels/encord-frames-interpolation-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_object (const GString *json)
{
  g_autoptr (JsonNode) node = encord_json_parse (json->str, json->len, NULL);

  g_assert_nonnull (node);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
}

/* What comes out is labels again; a second time over there is nothing left to do. */
static void
fill (const char *text, gsize size, gint64 most_mask_pixels)
{
  const char *const hashes[] = { "a", "b", NULL };
  const EncordFramesInterpolation how = { .object_hashes = hashes,
                                          .width = 64,
                                          .height = 48,
                                          .max_bytes = 100000,
                                          .most_mask_pixels =
                                              most_mask_pixels };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!encord_frames_interpolate (text, size, &how, json, &error)) {
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    return;
  }
  assert_object (json);
  if (encord_frames_interpolate (json->str, json->len, &how, again, NULL))
    g_assert_cmpstr (again->str, ==, json->str);
}

static void
fit (const char *text, gsize size)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!encord_frames_fit (text, size, 64, 48, json, &error)) {
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    return;
  }
  assert_object (json);
  /* boxes that fit stay */
  g_assert_true (encord_frames_fit (json->str, json->len, 64, 48, again, NULL));
  g_assert_cmpstr (again->str, ==, json->str);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = encord_json_parse (data, size, NULL);

  /* the emulator has looked at its bodies, too */
  if (node == NULL)
    return 0;
  fill ((const char *) data, size, 0);
  fill ((const char *) data, size, 4096);
  fit ((const char *) data, size);

  return 0;
}
