/* frames.c - whole labels: frames filled in, boxes fitted
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <json-glib/json-glib.h>

#include <encord/encord.h>
#include <encord/labels/encord-fit-private.h>
#include <encord/labels/encord-frames-interpolation-private.h>

static char *
interpolate (const char *key_frames, const char *hashes,
             EncordFramesInterpolation how, GError **error)
{
  g_auto (GStrv) list = g_strsplit (hashes, " ", -1);
  g_autoptr (GString) json = g_string_new (NULL);

  how.object_hashes = (const char *const *) list;
  if (!encord_frames_interpolate (key_frames, strlen (key_frames), &how, json,
                                  error))
    return NULL;

  return g_strdup (json->str);
}

/* For reading's sake: ' is a quotation mark, #0.5 a key of hash a whose box is at
 * that x, $0.5 the same filled in. */
static const struct
{
  const char *name;
  const char *key_frames;
  const char *hashes;
  int max_gap;
  const char *filled;
} fillings[] = {
  { "one-frame", "{'3':{'objects':[#0.0]},'5':{'objects':[#0.5]}}", "a", 0,
    "{'3':{'objects':[#0.0]},"
    "'4':{'objects':[$0.25],'classifications':[]},"
    "'5':{'objects':[#0.5]}}" },
  /* text that is not touched stays as it is, to the last blank */
  { "nothing-asked", "{'7' : {'objects':[ {'objectHash':'a', 'x': 1.50}] }}",
    "b", 0, "{'7':{'objects':[ {'objectHash':'a', 'x': 1.50}] }}" },
  { "numeric-order", "{'10':{'a':1},'9':{},'2':null}", "a", 0,
    "{'2':null,'9':{},'10':{'a':1}}" },
  { "one-key", "{'0':{'objects':[#0.0]}}", "a", 0, "{'0':{'objects':[#0.0]}}" },
  { "neighbours", "{'0':{'objects':[#0.0]},'1':{'objects':[#0.5]}}", "a", 0,
    "{'0':{'objects':[#0.0]},'1':{'objects':[#0.5]}}" },
  { "gap-too-long", "{'0':{'objects':[#0.0]},'3':{'objects':[#0.5]}}", "a", 2,
    "{'0':{'objects':[#0.0]},'3':{'objects':[#0.5]}}" },
  { "gap-long-enough", "{'0':{'objects':[#0.0]},'2':{'objects':[#0.5]}}", "a",
    2,
    "{'0':{'objects':[#0.0]},'1':{'objects':[$0.25],'classifications':[]},"
    "'2':{'objects':[#0.5]}}" },
  /* a member of a later service */
  { "another-shape",
    "{'0':{'objects':[#0.0]},'2':{'objects':[{'objectHash':'a','cuboid':{}}]}}",
    "a", 0,
    "{'0':{'objects':[#0.0]},"
    "'2':{'objects':[{'objectHash':'a','cuboid':{}}]}}" },
  /* what the frames between hold stays; an object goes behind the others */
  { "frames-between",
    "{'0':{'objects':[#0.0]},'1':{'objects':[],'classifications':[]},"
    "'2':{'classifications':[{}]},'3':null,'4':{'objects':null,'n':[1.50]},"
    "'5':{'objects':[{'objectHash':'b'} ]},'8':{'objects':[#1.0]}}",
    "a", 0,
    "{'0':{'objects':[#0.0]},'1':{'objects':[$0.125],'classifications':[]},"
    "'2':{'objects':[$0.25],'classifications':[{}]},'3':{'objects':[$0.375]},"
    "'4':{'objects':[$0.5],'n':[1.50]},"
    "'5':{'objects':[{'objectHash':'b'} ,$0.625]},"
    "'6':{'objects':[$0.75],'classifications':[]},"
    "'7':{'objects':[$0.875],'classifications':[]},'8':{'objects':[#1.0]}}" },
  /* the same hash twice in the list, and twice on a frame: the first counts */
  { "hash-twice",
    "{'0':{'objects':[#0.0,#0.9,{'objectHash':7},{}]},'2':{'objects':[#0.5]}}",
    "a a", 0,
    "{'0':{'objects':[#0.0,#0.9,{'objectHash':7},{}]},"
    "'1':{'objects':[$0.25],'classifications':[]},'2':{'objects':[#0.5]}}" },
  /* the earlier key's, whatever their order; who labelled it does not go along */
  { "copied-members",
    "{'0':{'objects':[{'value':'car','shape':'point','color':'#D33115',"
    "'name':'Car','featureHash':'f','objectHash':'\\u0061','createdAt':'x',"
    "'createdBy':'y','confidence':1,'reviews':[],'point':[{'x':0,'y':0}]}]},"
    "'2':{'objects':[{'objectHash':'a','name':'Van','point':[{'x':1,'y':1}]}]}"
    "}",
    "a", 0,
    "{'0':{'objects':[{'value':'car','shape':'point','color':'#D33115',"
    "'name':'Car','featureHash':'f','objectHash':'\\u0061','createdAt':'x',"
    "'createdBy':'y','confidence':1,'reviews':[],'point':[{'x':0,'y':0}]}]},"
    "'1':{'objects':[{'objectHash':'\\u0061','featureHash':'f','name':'Car',"
    "'color':'#D33115','shape':'point','value':'car','confidence':0.99,"
    "'manualAnnotation':false,'point':{'0':{'x':0.5,'y':0.5}}}],"
    "'classifications':[]},"
    "'2':{'objects':[{'objectHash':'a','name':'Van','point':[{'x':1,'y':1}]}]}"
    "}" },
};

static char *
expand (const char *text)
{
  GString *expanded = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++) {
    gsize length = strspn (at + 1, "0123456789.");

    if (*at == '\'') {
      g_string_append_c (expanded, '"');
    } else if (*at == '$' || (*at == '#' && at[1] != 'D')) {
      g_string_append_printf (
          expanded,
          "{\"objectHash\":\"a\",%s\"boundingBox\":{\"h\":0.25,\"w\":0.25,"
          "\"x\":%.*s,\"y\":0.5}}",
          *at == '$' ? "\"confidence\":0.99,\"manualAnnotation\":false," : "",
          (int) length, at + 1);
      at += length;
    } else {
      g_string_append_c (expanded, *at);
    }
  }

  return g_string_free (expanded, FALSE);
}

static void
test_filling (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const EncordFramesInterpolation how = { .max_gap = fillings[i].max_gap };
  g_autofree char *key_frames = expand (fillings[i].key_frames);
  g_autofree char *expected = expand (fillings[i].filled);
  g_autoptr (GError) error = NULL;
  g_autofree char *filled =
      interpolate (key_frames, fillings[i].hashes, how, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (filled, ==, expected);
}

/* objects come and go; each is filled in between its own keys only */
static void
test_several_objects (void)
{
  const EncordFramesInterpolation how = { .width = 640, .height = 480 };
  g_autofree char *key_frames = expand (
      "{'0':{'objects':[#0.0]},"
      "'2':{'objects':[{'objectHash':'b','point':[{'x':0,'y':0}]}]},"
      "'4':{'objects':[#0.5,{'objectHash':'c','point':[{'x':0,'y':0}]}]},"
      "'5':{'objects':[{'objectHash':'b','point':[{'x':1,'y':0}]}]},"
      "'6':{'objects':[{'objectHash':'c','point':[{'x':0,'y':0}]}]}}");
  g_autofree char *filled = interpolate (key_frames, "b missing a", how, NULL);
  g_autoptr (JsonNode) node = json_from_string (filled, NULL);
  const char *const expected[] = { "a", "a", "ba", "ab", "acb", "b", "c" };
  JsonObject *frames = json_node_get_object (node);

  g_assert_cmpuint (json_object_get_size (frames), ==, 7);
  for (guint i = 0; i < 7; i++) {
    g_autofree char *frame = g_strdup_printf ("%u", i);
    g_autoptr (GString) hashes = g_string_new (NULL);
    JsonArray *objects = json_object_get_array_member (
        json_object_get_object_member (frames, frame), "objects");

    for (guint j = 0; j < json_array_get_length (objects); j++)
      g_string_append (hashes, json_object_get_string_member (
                                   json_array_get_object_element (objects, j),
                                   "objectHash"));
    g_assert_cmpstr (hashes->str, ==, expected[i]);
  }
}

static void
test_author (void)
{
  const EncordFramesInterpolation how = { .created_at = 1714979289,
                                          .created_by = "a\"@example.com" };
  g_autofree char *key_frames =
      expand ("{'0':{'objects':[#0.0]},'2':{'objects':[#0.5]}}");
  g_autofree char *filled = interpolate (key_frames, "a", how, NULL);

  g_assert_nonnull (
      strstr (filled, "\"createdAt\":\"Mon, 06 May 2024 07:08:09 GMT\","
                      "\"createdBy\":\"a\\\"@example.com\",\"confidence\""));
}

/* one pixel that moves by four columns of 8 × 2 */
static void
test_masks (void)
{
  const char *format =
      "{\"objectHash\":\"a\",%s\"bitmask\":{\"top\":0,\"left\":0,"
      "\"height\":2,\"width\":8,\"rleString\":\"%s\"}}";
  const char *const between[2][3] = { { "01?", "41;", "41;" },
                                      { "11>", "21=", "31<" } };
  g_autofree char *a = g_strdup_printf (format, "", "01?");
  g_autofree char *b = g_strdup_printf (format, "", "41;");
  g_autofree char *key_frames = g_strdup_printf (
      "{\"0\":{\"objects\":[%s]},\"4\":{\"objects\":[%s]}}", a, b);

  for (int blend = 0; blend <= 1; blend++) {
    const EncordFramesInterpolation how = { .most_mask_pixels = blend * 16 };
    g_autofree char *filled = interpolate (key_frames, "a", how, NULL);
    g_autoptr (GString) expected = g_string_new (NULL);

    g_string_append_printf (expected, "{\"0\":{\"objects\":[%s]},", a);
    for (guint i = 0; i < 3; i++) {
      g_autofree char *mask = g_strdup_printf (
          format, "\"confidence\":0.99,\"manualAnnotation\":false,",
          between[blend][i]);

      g_string_append_printf (
          expected, "\"%u\":{\"objects\":[%s],\"classifications\":[]},", i + 1,
          mask);
    }
    g_string_append_printf (expected, "\"4\":{\"objects\":[%s]}}", b);
    g_assert_cmpstr (filled, ==, expected->str);
  }
}

/* polygons with holes; ' is a quotation mark */
static const struct
{
  const char *name;
  const char *from, *to; /* the values of polygons, or none */
  const char *between;   /* halfway */
} rings[] = {
  { "hole", "[[[0,0,0.5,0,0.5,0.5,0,0.5],[0.1,0.1,0.2,0.1,0.2,0.2]]]",
    "[[[0.25,0,0.75,0,0.75,0.5,0.25,0.5],[0.15,0.1,0.25,0.1,0.25,0.2]]]",
    "[[[0.125,0.0,0.625,0.0,0.625,0.5,0.125,0.5],"
    "[0.125,0.1,0.225,0.1,0.225,0.2]]]" },
  { "holes-in-another-order",
    "[[[0,0,0.5,0,0.5,0.5],[0.1,0.1,0.2,0.1,0.2,0.2],"
    "[0.3,0.1,0.4,0.1,0.4,0.2]]]",
    "[[[0,0,0.5,0,0.5,0.5],[0.32,0.1,0.42,0.1,0.42,0.2],"
    "[0.12,0.1,0.22,0.1,0.22,0.2]]]",
    "[[[0.0,0.0,0.5,0.0,0.5,0.5],[0.11,0.1,0.21,0.1,0.21,0.2],"
    "[0.31,0.1,0.41,0.1,0.41,0.2]]]" },
  /* of the two holes one goes, and another comes with the next key only */
  { "hole-without-partner", "[[[0,0,0.5,0,0.5,0.5],[0.3,0.1,0.4,0.1,0.4,0.2]]]",
    "[[[0,0,0.5,0,0.5,0.5],[0.1,0.1,0.2,0.1,0.2,0.2]]]",
    "[[[0.0,0.0,0.5,0.0,0.5,0.5],[0.3,0.1,0.4,0.1,0.4,0.2]]]" },
  { "two-polygons", "[[[0,0,0.1,0,0.1,0.1]],[[0.5,0,0.6,0,0.6,0.1]]]",
    "[[[0.52,0,0.62,0,0.62,0.1]],[[0.02,0,0.12,0,0.12,0.1]]]",
    "[[[0.01,0.0,0.11,0.0,0.11,0.1]],[[0.51,0.0,0.61,0.0,0.61,0.1]]]" },
  { "no-holes-any-more", "[[[0,0,0.5,0,0.5,0.5],[0.1,0.1,0.2,0.1,0.2,0.2]]]",
    "[[[0,0,0.5,0,0.5,0.5]]]",
    "[[[0.0,0.0,0.5,0.0,0.5,0.5],[0.1,0.1,0.2,0.1,0.2,0.2]]]" },
  { "empty-ring", "[[[],[0.1,0.1,0.2,0.1,0.2,0.2]]]",
    "[[[0,0,0.5,0,0.5,0.5],[0.1,0.1,0.2,0.1,0.2,0.2]]]",
    "[[[],[0.1,0.1,0.2,0.1,0.2,0.2]]]" },
  /* nothing is said twice, and of what is not understood nothing is made */
  { "one-ring", "[[[0,0,0.5,0,0.5,0.5]]]", "[[[0,0,0.5,0,0.5,0.5]]]", NULL },
  { "none-later", "[[[0,0,0.5,0,0.5,0.5],[0.1,0.1,0.2,0.1,0.2,0.2]]]", NULL,
    NULL },
  { "null", "null", "null", NULL },
  { "no-polygons", "[]", "[]", NULL },
  { "polygon-without-rings", "[[],[[0,0]]]", "[[],[[0,0]]]", NULL },
  { "odd", "[[[0,0,1],[0,0]]]", "[[[0,0,1],[0,0]]]", NULL },
  { "points", "[[[{'x':0,'y':0}],[]]]", "[[[{'x':0,'y':0}],[]]]", NULL },
  { "too-large", "[[[1e999,0],[0,0]]]", "[[[1e999,0],[0,0]]]", NULL },
};

static void
append_ring_key (GString *json, int frame, const char *value)
{
  g_string_append_printf (json,
                          "%s\"%d\":{\"objects\":[{\"objectHash\":\"a\","
                          "\"polygon\":[{\"x\":0,\"y\":0}]",
                          frame == 0 ? "{" : ",", frame);
  if (value != NULL)
    g_string_append_printf (json, ",\"polygons\":%s", value);
  g_string_append (json, "}]}");
}

static void
test_rings (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const EncordFramesInterpolation how = { .max_gap = 0 };
  g_autofree char *from = expand (rings[i].from);
  g_autofree char *to = expand (rings[i].to != NULL ? rings[i].to : "");
  g_autoptr (GString) key_frames = g_string_new (NULL);
  g_autofree char *filled = NULL;
  g_autofree char *expected =
      g_strdup_printf ("\"polygon\":{\"0\":{\"x\":0.0,\"y\":0.0}}%s%s}]",
                       rings[i].between != NULL ? ",\"polygons\":" : "",
                       rings[i].between != NULL ? rings[i].between : "");

  append_ring_key (key_frames, 0, from);
  append_ring_key (key_frames, 2, rings[i].to != NULL ? to : NULL);
  g_string_append_c (key_frames, '}');
  filled = interpolate (key_frames->str, "a", how, NULL);
  g_assert_nonnull (filled);
  if (strstr (filled, expected) == NULL)
    g_error ("%s is not in %s", expected, filled);
}

static const struct
{
  const char *name;
  const char *labels;
} malformed[] = {
  { "empty", "" },
  { "not-an-object", "[]" },
  { "cut", "{'0':{'objects':[" },
  { "frame-no-number", "{'x':{}}" },
  { "frame-negative", "{'-1':{}}" },
  { "frame-with-zeros", "{'07':{}}" },
  { "frame-too-large", "{'1000000000':{}}" },
  { "frame-twice", "{'7':{},'7':{}}" },
  { "frame-is-a-list", "{'0':[]}" },
  { "objects-are-none", "{'0':{'objects':{}}}" },
  { "object-is-none", "{'0':{'objects':[1]}}" },
  { "box-without-width",
    "{'0':{'objects':[{'objectHash':'a','boundingBox':{'h':0,'x':0,'y':9}}]},"
    "'9':{'objects':[#0.5]}}" },
  { "point-key",
    "{'0':{'objects':[{'objectHash':'a','polygon':{'x':{'x':0,'y':0}}}]},"
    "'9':{'objects':[{'objectHash':'a','polygon':[]}]}}" },
};

static void
test_malformed (gconstpointer data)
{
  g_autofree char *labels = expand (malformed[GPOINTER_TO_SIZE (data)].labels);
  const EncordFramesInterpolation how = { .max_gap = 0 };
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) fit_error = NULL;

  g_assert_null (interpolate (labels, "a", how, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_true (g_str_has_prefix (error->message, "labels: "));
  g_assert_false (
      encord_frames_fit (labels, strlen (labels), 640, 480, json, &fit_error));
  g_assert_error (fit_error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static void
test_limit (void)
{
  const EncordFramesInterpolation how = { .max_bytes = 100000 };
  g_autofree char *key_frames =
      expand ("{'0':{'objects':[#0.0]},'999999999':{'objects':[#0.5]}}");
  g_autoptr (GError) error = NULL;

  g_assert_null (interpolate (key_frames, "a", how, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

/* ---- properties ---- */

static void
append_random_object (GString *json, guint hash)
{
  const double x = g_test_rand_double (), y = g_test_rand_double ();

  g_string_append_printf (json,
                          "{\"objectHash\":\"h%u\",\"featureHash\":\"f\","
                          "\"note\":%.17g,",
                          hash, g_test_rand_double ());
  if (hash % 3 == 0)
    g_string_append_printf (json,
                            "\"boundingBox\":{\"x\":%.17g,\"y\":%.17g,\"w\":"
                            "0.1,\"h\":%.17g}",
                            x, y, g_test_rand_double ());
  else if (hash % 3 == 1)
    g_string_append_printf (json, "\"point\":[{\"x\":%.17g,\"y\":%.17g}]", x,
                            y);
  else
    g_string_append_printf (json,
                            "\"polygon\":{\"0\":{\"x\":%.17g,\"y\":%.17g},"
                            "\"1\":{\"x\":0.9,\"y\":0.1},\"2\":{\"x\":0.2,"
                            "\"y\":1}}",
                            x, y);
  g_string_append_c (json, '}');
}

/* frames with each object on some of them; texts[i] is frame i, or empty */
static char *
make_random_labels (guint n_frames, guint n_objects, char **texts,
                    gboolean *holds)
{
  g_autoptr (GString) json = g_string_new ("{");

  for (guint frame = 0; frame < n_frames; frame++) {
    g_autoptr (GString) text = g_string_new ("{\"objects\":[");
    guint n = 0;

    for (guint i = 0; i < n_objects; i++) {
      holds[frame * n_objects + i] = g_test_rand_int_range (0, 6) == 0;
      if (!holds[frame * n_objects + i])
        continue;
      if (n++ > 0)
        g_string_append_c (text, ',');
      append_random_object (text, i);
    }
    g_string_append (text, "],\"classifications\":[]}");
    texts[frame] = g_strdup (n > 0 ? text->str : "");
    if (n == 0)
      continue;
    g_string_append_printf (json, "%s\"%u\":%s", json->len > 1 ? "," : "",
                            frame, text->str);
  }
  g_string_append_c (json, '}');

  return g_strdup (json->str);
}

static gboolean
is_between (const gboolean *holds, guint n_frames, guint n_objects, guint frame,
            guint object)
{
  gboolean before = FALSE, behind = FALSE;

  for (guint i = 0; i < n_frames; i++) {
    before |= i < frame && holds[i * n_objects + object];
    behind |= i > frame && holds[i * n_objects + object];
  }

  return before && behind;
}

/* the hashes on a frame, none twice; belong to frames */
static GHashTable *
find_hashes (JsonObject *frames, guint frame)
{
  GHashTable *found = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *key = g_strdup_printf ("%u", frame);
  JsonArray *objects;

  if (!json_object_has_member (frames, key))
    return found;
  objects = json_object_get_array_member (
      json_object_get_object_member (frames, key), "objects");
  for (guint i = 0; i < json_array_get_length (objects); i++)
    g_assert_true (g_hash_table_add (
        found, (gpointer) json_object_get_string_member (
                   json_array_get_object_element (objects, i), "objectHash")));

  return found;
}

/* Input objects come back byte for byte, and an object is on a frame exactly when
 * the input has it there, or it was asked for and the frame lies between. */
static void
test_random (void)
{
  enum
  {
    N_FRAMES = 40,
    N_OBJECTS = 6
  };
  const char *const asked[] = { "h0", "h1", "h2", "h9", NULL };
  const EncordFramesInterpolation how = { .object_hashes = asked };

  for (guint round = 0; round < 30; round++) {
    gboolean holds[N_FRAMES * N_OBJECTS] = { FALSE };
    g_auto (GStrv) texts = g_new0 (char *, N_FRAMES + 1);
    g_autofree char *labels =
        make_random_labels (N_FRAMES, N_OBJECTS, texts, holds);
    g_autoptr (GString) json = g_string_new (NULL);
    g_autoptr (JsonNode) node = NULL;

    g_assert_true (
        encord_frames_interpolate (labels, strlen (labels), &how, json, NULL));
    node = json_from_string (json->str, NULL);
    g_assert_nonnull (node);
    for (guint frame = 0; frame < N_FRAMES; frame++) {
      g_autoptr (GHashTable) found =
          find_hashes (json_node_get_object (node), frame);
      char *end = strstr (texts[frame], "],\"classifications\"");

      for (guint i = 0; i < N_OBJECTS; i++) {
        g_autofree char *hash = g_strdup_printf ("h%u", i);
        const gboolean expected =
            holds[frame * N_OBJECTS + i] ||
            (i < 3 && is_between (holds, N_FRAMES, N_OBJECTS, frame, i));

        g_assert_cmpint (g_hash_table_contains (found, hash), ==, expected);
      }
      /* up to the end of the input's list */
      if (end != NULL)
        *end = '\0';
      g_assert_nonnull (strstr (json->str, texts[frame]));
    }
  }
}

/* ---- through JSON nodes ---- */

static JsonNode *
load (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("ENCORD_TEST_DATA"), name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_parser_steal_root (parser);
}

static void
test_nodes (void)
{
  const char *const hashes[] = { "60f75ddb", NULL };
  g_autoptr (JsonNode) labels = load ("interpolation/polygons.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) filled =
      encord_interpolate_frames (labels, hashes, 640, 480, 0, &error);
  g_autoptr (JsonNode) fitted = NULL;
  JsonObject *frames, *before;

  g_assert_no_error (error);
  frames = json_node_get_object (filled);
  before = json_node_get_object (labels);
  g_assert_cmpuint (json_object_get_size (frames), ==, 10);
  g_assert_true (json_node_equal (json_object_get_member (frames, "0"),
                                  json_object_get_member (before, "0")));
  g_assert_true (json_node_equal (json_object_get_member (frames, "9"),
                                  json_object_get_member (before, "9")));

  fitted = encord_fit_bounding_boxes (filled, 640, 480, &error);
  g_assert_no_error (error);
  frames = json_node_get_object (fitted);
  g_assert_cmpuint (json_object_get_size (frames), ==, 10);
  for (guint i = 0; i < 10; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);
    JsonObject *object = json_array_get_object_element (
        json_object_get_array_member (
            json_object_get_object_member (frames, key), "objects"),
        0);

    g_assert_true (json_object_has_member (object, "boundingBox"));
    g_assert_false (json_object_has_member (object, "polygon"));
    g_assert_cmpstr (json_object_get_string_member (object, "shape"), ==,
                     "bounding_box");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fillings); i++) {
    g_autofree char *path =
        g_strconcat ("/frames/filled/", fillings[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_filling);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (rings); i++) {
    g_autofree char *path = g_strconcat ("/frames/rings/", rings[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_rings);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_autofree char *path =
        g_strconcat ("/frames/malformed/", malformed[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_malformed);
  }
  g_test_add_func ("/frames/several-objects", test_several_objects);
  g_test_add_func ("/frames/author", test_author);
  g_test_add_func ("/frames/limit", test_limit);
  g_test_add_func ("/frames/masks", test_masks);
  g_test_add_func ("/frames/random", test_random);
  g_test_add_func ("/frames/nodes", test_nodes);

  return g_test_run ();
}
