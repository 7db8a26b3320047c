/* burned-clips.c - clips whose pictures carry their number
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "burned-clips.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* 16 squares in two rows, each a bit: twelve of the number, four to check it.
 * Squares survive what codecs do to small print. */
#define SQUARE 32
#define COLUMNS (BURNED_WIDTH / SQUARE)
#define N_BITS 16

typedef struct
{
  const char *name; /* ends in the container's suffix */
  /* shell text; $IN is what ffmpeg reads the numbered pictures from, $OUT the
   * file, $TMP a prefix for others */
  const char *recipe;
  /* access units to spoil, in decoding order; 0 for none */
  guint damage_from;
  guint n_damaged;
} Recipe;

#define FFMPEG "ffmpeg -nostdin -hide_banner -loglevel error -y "
#define X264 "-c:v libx264 -preset veryfast -threads 1 -pix_fmt yuv420p "
#define VP8                                                                    \
  "-c:v libvpx -pix_fmt yuv420p -b:v 200k -auto-alt-ref 1 "                    \
  "-lag-in-frames 16 -threads 1 "
#define VP9                                                                    \
  "-c:v libvpx-vp9 -pix_fmt yuv420p -b:v 200k -auto-alt-ref 1 "                \
  "-lag-in-frames 16 -threads 1 -row-mt 0 "
#define FIXED_GROUPS                                                           \
  "-bf 2 -x264-params b-adapt=0:b-pyramid=none:scenecut=0:keyint=250 "
#define TWO_PASSES(codec)                                                      \
  FFMPEG "$IN " codec "-passlogfile $TMP -pass 1 -f null - && " FFMPEG         \
         "$IN " codec "-passlogfile $TMP -pass 2 $OUT"
/* ffmpeg 7 has an option for it, ffmpeg 5 only understands the tag */
#define ROTATED(degrees)                                                       \
  "{ " FFMPEG "-display_rotation " degrees                                     \
  " -i $TMP.mp4 -c copy $OUT || " FFMPEG                                       \
  "-i $TMP.mp4 -c copy -metadata:s:v:0 rotate=" degrees " $OUT; }"

static const Recipe recipes[] = {
  { "b-frames.mp4", FFMPEG "$IN " X264 "-bf 3 -g 24 $OUT" },
  { "b-frames.mkv", FFMPEG "$IN " X264 "-bf 3 -g 24 $OUT" },
  { "b-frames.ts", FFMPEG "$IN " X264 "-bf 3 -g 24 $OUT" },
  { "fragmented.mp4",
    FFMPEG "$IN " X264 "-bf 2 -g 12 -movflags frag_keyframe+empty_moov $OUT" },
  { "open-gop.mp4",
    FFMPEG "$IN " X264 "-bf 3 -g 12 -x264-params open-gop=1 $OUT" },
  /* begins with pictures that refer to what was cut away */
  { "edit-list.mp4", FFMPEG "$IN " X264 "-bf 3 -g 24 $TMP.mp4 && " FFMPEG
                            "-ss 0.7 -i $TMP.mp4 -c copy $OUT" },
  { "variable-rate.mp4", FFMPEG
    "$IN -vf \"setpts='(N*N/40+N)/25/TB'\" -vsync vfr " X264 "-bf 2 $OUT" },
  { "variable-rate.webm",
    FFMPEG "$IN -vf \"setpts='(N*N/40+N)/25/TB'\" -vsync vfr " VP8 "$OUT" },
  { "alt-ref.webm", TWO_PASSES (VP8) },
  { "alt-ref-vp9.webm", TWO_PASSES (VP9) },
  { "rotated-90.mp4", FFMPEG "$IN -vf transpose=cclock " X264
                             "-bf 2 $TMP.mp4 && " ROTATED ("-90") },
  { "rotated-180.mp4",
    FFMPEG "$IN -vf hflip,vflip " X264 "-bf 2 $TMP.mp4 && " ROTATED ("180") },
  { "hevc.mp4", FFMPEG "$IN -c:v libx265 -preset ultrafast -pix_fmt yuv420p "
                       "-x265-params log-level=none:pools=1:bframes=3 $OUT" },
  { "mpeg4.avi", FFMPEG "$IN -c:v mpeg4 -b:v 1M -bf 2 $OUT" },
  { "mpeg4.mp4", FFMPEG "$IN -c:v mpeg4 -b:v 1M -bf 2 $OUT" },
  { "mpeg2.mpg", FFMPEG "$IN -c:v mpeg2video -b:v 1M -bf 2 $OUT" },
  { "mjpeg.mov", FFMPEG "$IN -c:v mjpeg -q:v 3 $OUT" },
  { "uncompressed.avi", FFMPEG "$IN -c:v rawvideo -pix_fmt yuv420p $OUT" },
  { "two-videos.mp4",
    FFMPEG "$IN -f lavfi -i testsrc=s=64x64:d=3 -f lavfi -i sine=d=3 -map 0:v "
           "-map 1:v -map 2:a -c:a aac " X264 "-bf 2 $OUT" },
  /* no picture refers to the spoiled ones, so all others stay readable: pairs
   * of B-frames (I P b b P b b ...), or key frames only */
  { "damaged.mp4", FFMPEG "$IN " X264 FIXED_GROUPS "$OUT", 17, 2 },
  { "damaged.mkv", FFMPEG "$IN " X264 FIXED_GROUPS "$OUT", 18, 1 },
  { "damaged-start.mp4", FFMPEG "$IN " X264 "-g 1 $OUT", 0, 1 },
  { "damaged-intra.mp4", FFMPEG "$IN " X264 "-g 1 $OUT", 30, 3 },
  { "damaged-end.mp4", FFMPEG "$IN " X264 "-g 1 $OUT", 58, 2 },
  { "damaged.webm", FFMPEG "$IN " VP8 "-g 1 $OUT", 20, 1 },
};

static void
draw (guint8 *pixels, guint number)
{
  guint code = number | (~number & 0xf) << 12;

  for (guint y = 0; y < BURNED_HEIGHT; y++)
    for (guint x = 0; x < BURNED_WIDTH; x++) {
      guint bit = y / SQUARE * COLUMNS + x / SQUARE;

      pixels[y * BURNED_WIDTH + x] = (code >> bit) & 1 ? 235 : 16;
    }
}

int
burned_read (const guint8 *pixels, gsize stride)
{
  guint code = 0, number;

  for (guint bit = 0; bit < N_BITS; bit++) {
    guint x0 = bit % COLUMNS * SQUARE + SQUARE / 4;
    guint y0 = bit / COLUMNS * SQUARE + SQUARE / 4;
    guint sum = 0;

    for (guint y = 0; y < SQUARE / 2; y++)
      for (guint x = 0; x < SQUARE / 2; x++)
        sum += pixels[(y0 + y) * stride + x0 + x];
    if (sum / (SQUARE / 2 * SQUARE / 2) >= 128)
      code |= 1 << bit;
  }
  number = code & 0xfff;

  return (code >> 12) == (~number & 0xf) ? (int) number : -1;
}

static const Recipe *
find_recipe (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    if (g_str_equal (recipes[i].name, name))
      return &recipes[i];
  g_assert_not_reached ();
}

const char *const *
burned_clip_names (void)
{
  static const char *names[G_N_ELEMENTS (recipes) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    names[i] = recipes[i].name;

  return names;
}

guint
burned_clip_damage (const char *name)
{
  return find_recipe (name)->n_damaged;
}

gboolean
burned_clips_available (void)
{
  g_autofree char *ffmpeg = g_find_program_in_path ("ffmpeg");
  g_autofree char *ffprobe = g_find_program_in_path ("ffprobe");

  if (ffmpeg == NULL || ffprobe == NULL)
    g_print ("skipped: ffmpeg and ffprobe are not installed\n");

  return ffmpeg != NULL && ffprobe != NULL;
}

static char *
write_pictures (const char *folder)
{
  char *path = g_build_filename (folder, "pictures.gray", NULL);
  g_autofree guint8 *pixels =
      g_malloc (BURNED_FRAMES * BURNED_WIDTH * BURNED_HEIGHT);

  for (guint i = 0; i < BURNED_FRAMES; i++)
    draw (pixels + i * BURNED_WIDTH * BURNED_HEIGHT, i);
  g_assert_true (
      g_file_set_contents (path, (const char *) pixels,
                           BURNED_FRAMES * BURNED_WIDTH * BURNED_HEIGHT, NULL));

  return path;
}

static gboolean
run_recipe (const Recipe *recipe, const char *folder, const char *out)
{
  g_autofree char *pictures = write_pictures (folder);
  g_autofree char *in =
      g_strdup_printf ("-f rawvideo -pix_fmt gray -s %dx%d -r 25 -i %s",
                       BURNED_WIDTH, BURNED_HEIGHT, pictures);
  g_autofree char *tmp = g_strconcat (out, ".tmp", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GString) text = g_string_new (recipe->recipe);

  g_string_replace (text, "$IN", in, 0);
  g_string_replace (text, "$OUT", out, 0);
  g_string_replace (text, "$TMP", tmp, 0);
  process =
      g_subprocess_launcher_spawn (launcher, NULL, "sh", "-c", text->str, NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

static GArray *
read_with_ffmpeg (const char *path)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "ffmpeg", "-nostdin", "-loglevel",
      "error", "-i", path, "-map", "0:v:0", "-vsync", "passthrough", "-f",
      "rawvideo", "-pix_fmt", "gray", "-", NULL);
  const guint8 *data;
  gsize size;

  g_assert_nonnull (process);
  g_assert_true (
      g_subprocess_communicate (process, NULL, NULL, &bytes, NULL, NULL));
  data = g_bytes_get_data (bytes, &size);
  g_assert_cmpuint (size % (BURNED_WIDTH * BURNED_HEIGHT), ==, 0);
  for (gsize at = 0; at < size; at += BURNED_WIDTH * BURNED_HEIGHT) {
    int number = burned_read (data + at, BURNED_WIDTH);

    g_assert_cmpint (number, >=, 0);
    g_array_append_val (numbers, number);
  }

  return numbers;
}

/* ffprobe's position in Matroska is that of the block: track, time, flags */
static gsize
header_size (const char *path)
{
  return g_str_has_suffix (path, ".mkv") || g_str_has_suffix (path, ".webm")
             ? 4
             : 0;
}

/* zeroes what an access unit says, so that no decoder makes anything of it */
static void
damage (const Recipe *recipe, const char *path)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "ffprobe", "-v",
                        "error", "-select_streams", "v:0", "-show_entries",
                        "packet=pos,size", "-of", "csv=p=0", path, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (
      g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < recipe->n_damaged; i++) {
    g_auto (GStrv) fields =
        g_strsplit (lines[recipe->damage_from + i], ",", -1);
    gsize size = g_ascii_strtoull (fields[0], NULL, 10);
    gsize pos = g_ascii_strtoull (fields[1], NULL, 10);

    g_assert_cmpuint (pos + size, <=, length);
    memset (contents + pos + header_size (path), 0, size);
  }
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
}

char *
burned_clip_make (const char *folder, const char *name, GArray **ret_numbers)
{
  const Recipe *recipe = find_recipe (name);
  char *path = g_build_filename (folder, name, NULL);

  if (!run_recipe (recipe, folder, path)) {
    g_free (path);
    return NULL;
  }
  *ret_numbers = read_with_ffmpeg (path);
  if (recipe->n_damaged > 0)
    damage (recipe, path);

  return path;
}
