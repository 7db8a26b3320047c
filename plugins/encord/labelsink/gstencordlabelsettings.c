/* gstencordlabelsettings.c - the properties of encordlabelsink
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelsettings.h"

#include "gstencordlabelenums.h"

#define DEFAULT_RUN_NAME "default"
#define DEFAULT_TRACK_IOU_THRESHOLD ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD
#define DEFAULT_TRACK_MAX_AGE ENCORD_TRACKER_DEFAULT_MAX_AGE
#define DEFAULT_UNMAPPED GST_ENCORD_UNMAPPED_ERROR
#define DEFAULT_BARE_FRAMES GST_ENCORD_BARE_FRAMES_SKIPPED
#define DEFAULT_CONVERT_SHAPES FALSE
#define DEFAULT_OVERLAP_POLICY ENCORD_MERGE_SKIP
#define DEFAULT_DRY_RUN FALSE
#define DEFAULT_ON_SAVED GST_ENCORD_ON_SAVED_NONE
#define DEFAULT_PRIORITY 0.5
#define DEFAULT_CHECKPOINT_INTERVAL GST_SECOND
#define DEFAULT_RESUME TRUE
#define DEFAULT_SHUTDOWN_TIMEOUT (10 * GST_SECOND)

#define FLAGS_READY                                                            \
  (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY)
#define FLAGS_PLAYING                                                          \
  (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING)

/* A property is one call of add(): its specification, which has type and default,
 * and the field that holds it. The id is the index and one more. */
typedef struct
{
  GParamSpec *spec;
  gsize offset;
} Property;

static GArray *properties;

static void
add (GObjectClass *klass, GParamSpec *spec, gsize offset)
{
  const Property property = { spec, offset };

  g_array_append_val (properties, property);
  g_object_class_install_property (klass, properties->len, spec);
}

#define FIELD(name) G_STRUCT_OFFSET (GstEncordLabelSettings, name)

static void
add_string (GObjectClass *klass, const char *name, const char *nick,
            const char *blurb, const char *value, gsize offset)
{
  add (klass, g_param_spec_string (name, nick, blurb, value, FLAGS_READY),
       offset);
}

static void
add_connection (GObjectClass *klass)
{
  add_string (klass, "server", "Server",
              "URL of the server (default: ENCORD_SERVER, else the platform)",
              NULL, FIELD (server));
  add_string (klass, "ssh-key-file", "SSH key file",
              "Private Ed25519 key (default: ENCORD_SSH_KEY_FILE or "
              "ENCORD_SSH_KEY)",
              NULL, FIELD (ssh_key_file));
  add_string (klass, "bearer-token-file", "Bearer token file",
              "File with a bearer token, used instead of a key", NULL,
              FIELD (bearer_token_file));
  add_string (klass, "project-hash", "Project hash",
              "Project whose waiting rows are sent at once, before any unit "
              "comes",
              NULL, FIELD (project_hash));
  add_string (klass, "data-hash", "Data hash",
              "Video of that project whose frames the stream is, all of them "
              "and in order, where no encordsrc says so",
              NULL, FIELD (data_hash));
}

/* Their names are the members of settings-file. */
static void
add_rules (GObjectClass *klass)
{
  EncordTrackRules rules;

  encord_track_rules_init (&rules);
  add_string (klass, "settings-file", "Settings file",
              "JSON object with properties from write-mode to "
              "key-frame-confidence, and such an object for each class in "
              "`classes`; properties correct it",
              NULL, FIELD (settings_file));
  add (klass,
       g_param_spec_enum (
           "write-mode", "Write mode", "Which frames of a track get labels",
           GST_TYPE_ENCORD_WRITE_MODE, (int) rules.write_mode, FLAGS_READY),
       FIELD (track_rules.write_mode));
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_WRITE_MODE, 0);
  add (klass,
       g_param_spec_boolean (
           "interpolate", "Interpolate",
           "Fill frames between two sightings, or with write-mode=keys let an "
           "editor fill them",
           rules.interpolate, FLAGS_READY),
       FIELD (track_rules.interpolate));
  add (klass,
       g_param_spec_boolean ("smooth", "Smooth",
                             "Take the jitter of the model out of the boxes",
                             rules.smooth, FLAGS_READY),
       FIELD (track_rules.smooth));
  add (klass,
       g_param_spec_uint64 (
           "max-gap", "Longest gap",
           "Gaps in a track up to this many nanoseconds are filled", 0,
           G_MAXINT64, rules.max_gap, FLAGS_READY),
       FIELD (track_rules.max_gap));
  add (klass,
       g_param_spec_uint ("min-track-length", "Shortest track",
                          "Tracks seen on fewer frames are dropped", 1,
                          G_MAXUINT, rules.min_track_length, FLAGS_READY),
       FIELD (track_rules.min_track_length));
  add (klass,
       g_param_spec_double ("min-confidence", "Least confidence",
                            "Labels with less count as not seen", 0, 1,
                            rules.min_confidence, FLAGS_READY),
       FIELD (track_rules.min_confidence));
  add (klass,
       g_param_spec_double (
           "key-frame-iou", "Key frame IoU",
           "Least overlap of what is shown between key frames, and of smoothed "
           "boxes, with what the model saw",
           0.01, 1, rules.key_frame_iou, FLAGS_READY),
       FIELD (track_rules.key_frame_iou));
  add (klass,
       g_param_spec_double (
           "key-frame-pixels", "Key frame pixels",
           "Above 0, in place of key-frame-iou: the most pixels that a corner "
           "may be off, across or down",
           0, 100000, rules.key_frame_pixels, FLAGS_READY),
       FIELD (track_rules.key_frame_pixels));
  add (klass,
       g_param_spec_double (
           "key-frame-confidence", "Key frame confidence",
           "Where the confidence of a track falls below this is a key frame", 0,
           1, rules.key_frame_confidence, FLAGS_READY),
       FIELD (track_rules.key_frame_confidence));
}

static void
add_tracks (GObjectClass *klass)
{
  add (klass,
       g_param_spec_double (
           "track-iou-threshold", "Track IoU threshold",
           "Least overlap of where a track should be and what is seen", 0.01, 1,
           DEFAULT_TRACK_IOU_THRESHOLD, FLAGS_READY),
       FIELD (collector.track_iou_threshold));
  add (klass,
       g_param_spec_uint64 ("track-max-age", "Track maximum age",
                            "How long a track goes on unseen, in nanoseconds",
                            0, G_MAXINT64, DEFAULT_TRACK_MAX_AGE, FLAGS_READY),
       FIELD (collector.track_max_age));
}

static void
add_classes (GObjectClass *klass)
{
  add (klass,
       g_param_spec_boxed (
           "class-map", "Class map",
           "Ontology object (name or feature hash) for a class of the model; "
           "an empty text drops the class",
           GST_TYPE_STRUCTURE, FLAGS_READY),
       FIELD (class_map));
  add_string (klass, "class-map-file", "Class map file",
              "JSON object that says for classes of the model which ontology "
              "object they are",
              NULL, FIELD (class_map_file));
  add (klass,
       g_param_spec_enum (
           "unmapped", "Unmapped classes",
           "What to do with a class that the ontology does not have",
           GST_TYPE_ENCORD_UNMAPPED, DEFAULT_UNMAPPED, FLAGS_READY),
       FIELD (unmapped));
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_UNMAPPED, 0);
  add (klass,
       g_param_spec_enum (
           "bare-frames", "Bare frames",
           "What a frame means on which there is no metadata of any detector",
           GST_TYPE_ENCORD_BARE_FRAMES, DEFAULT_BARE_FRAMES, FLAGS_READY),
       FIELD (collector.bare_frames));
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_BARE_FRAMES, 0);
  add (klass,
       g_param_spec_boolean (
           "convert-shapes", "Convert shapes",
           "Where the ontology has no box for a class but a polygon or a "
           "bitmask, write the boxes as those",
           DEFAULT_CONVERT_SHAPES, FLAGS_READY),
       FIELD (rules.convert_shapes));
}

static void
add_rows (GObjectClass *klass)
{
  add_string (klass, "run-name", "Run name",
              "Whose labels these are: a run replaces what the same name wrote",
              DEFAULT_RUN_NAME, FIELD (run_name));
  add_string (klass, "journal-dir", "Journal folder",
              "Where the journal lies (default: gst-encord in XDG_STATE_HOME)",
              NULL, FIELD (journal_dir));
  add (klass,
       g_param_spec_boolean (
           "resume", "Resume",
           "Go on inside a unit that an earlier run did not finish, if its "
           "labels came from the same model and settings",
           DEFAULT_RESUME, FLAGS_READY),
       FIELD (resume));
  add (klass,
       g_param_spec_uint64 (
           "checkpoint-interval", "Check point interval",
           "Nanoseconds of running after which what was seen is put into the "
           "journal (0: after each frame)",
           0, G_MAXINT64, DEFAULT_CHECKPOINT_INTERVAL, FLAGS_READY),
       FIELD (collector.checkpoint_interval));
  add (klass,
       g_param_spec_uint64 (
           "shutdown-timeout", "Shutdown timeout",
           "How long stopping waits for rows that are being sent, in "
           "nanoseconds",
           0, G_MAXINT64, DEFAULT_SHUTDOWN_TIMEOUT, FLAGS_PLAYING),
       FIELD (shutdown_timeout));
}

static void
add_merging (GObjectClass *klass)
{
  add_string (klass, "branch-name", "Branch name",
              "Label branch that is written (default: that of the unit)", NULL,
              FIELD (branch_name));
  add (klass,
       g_param_spec_enum (
           "overlap-policy", "Overlap policy",
           "What to do where a human has drawn the same thing by hand",
           GST_TYPE_ENCORD_OVERLAP_POLICY, DEFAULT_OVERLAP_POLICY, FLAGS_READY),
       FIELD (rules.overlap_policy));
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_OVERLAP_POLICY, 0);
  add (klass,
       g_param_spec_boolean ("dry-run", "Dry run",
                             "Write nothing; report what would be done",
                             DEFAULT_DRY_RUN, FLAGS_READY),
       FIELD (rules.dry_run));
  add_string (klass, "dry-run-file", "Dry run file",
              "File to which a dry run appends a line of JSON for each row",
              NULL, FIELD (dry_run_file));
  add (klass,
       g_param_spec_enum ("on-saved", "On saved",
                          "What is done to a row that says what a complete "
                          "unit showed",
                          GST_TYPE_ENCORD_ON_SAVED, DEFAULT_ON_SAVED,
                          FLAGS_READY),
       FIELD (rules.on_saved));
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_ON_SAVED, 0);
  add (klass,
       g_param_spec_double ("priority", "Priority",
                            "Priority that on-saved=priority gives, the higher "
                            "the sooner",
                            0, 1, DEFAULT_PRIORITY, FLAGS_READY),
       FIELD (rules.priority));
}

guint
gst_encord_label_settings_install (GObjectClass *klass)
{
  properties = g_array_new (FALSE, FALSE, sizeof (Property));
  add_connection (klass);
  add_rules (klass);
  add_tracks (klass);
  add_classes (klass);
  add_rows (klass);
  add_merging (klass);

  return properties->len + 1;
}

static const Property *
find_property (guint prop_id)
{
  if (prop_id < 1 || prop_id > properties->len)
    return NULL;
  return &g_array_index (properties, Property, prop_id - 1);
}

/* a field has the type that its property's values have in C */
static void
read_field (const Property *property, gconstpointer field, GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_PARAM_SPEC_VALUE_TYPE (property->spec))) {
    case G_TYPE_STRING:
      g_value_set_string (value, *(char *const *) field);
      break;
    case G_TYPE_BOXED:
      g_value_set_boxed (value, *(gconstpointer const *) field);
      break;
    case G_TYPE_BOOLEAN:
      g_value_set_boolean (value, *(const gboolean *) field);
      break;
    case G_TYPE_ENUM:
      g_value_set_enum (value, *(const int *) field);
      break;
    case G_TYPE_UINT:
      g_value_set_uint (value, *(const guint *) field);
      break;
    case G_TYPE_UINT64:
      g_value_set_uint64 (value, *(const guint64 *) field);
      break;
    case G_TYPE_DOUBLE:
      g_value_set_double (value, *(const double *) field);
      break;
    default:
      g_assert_not_reached ();
  }
}

static void
clear_field (const Property *property, gpointer field)
{
  const GType type = G_PARAM_SPEC_VALUE_TYPE (property->spec);

  if (type == G_TYPE_STRING)
    g_clear_pointer ((char **) field, g_free);
  else if (G_TYPE_FUNDAMENTAL (type) == G_TYPE_BOXED &&
           *(gpointer *) field != NULL)
    g_boxed_free (type, g_steal_pointer ((gpointer *) field));
}

static void
write_field (const Property *property, gpointer field, const GValue *value)
{
  clear_field (property, field);
  switch (G_TYPE_FUNDAMENTAL (G_PARAM_SPEC_VALUE_TYPE (property->spec))) {
    case G_TYPE_STRING:
      *(char **) field = g_value_dup_string (value);
      break;
    case G_TYPE_BOXED:
      *(gpointer *) field = g_value_dup_boxed (value);
      break;
    case G_TYPE_BOOLEAN:
      *(gboolean *) field = g_value_get_boolean (value);
      break;
    case G_TYPE_ENUM:
      *(int *) field = g_value_get_enum (value);
      break;
    case G_TYPE_UINT:
      *(guint *) field = g_value_get_uint (value);
      break;
    case G_TYPE_UINT64:
      *(guint64 *) field = g_value_get_uint64 (value);
      break;
    case G_TYPE_DOUBLE:
      *(double *) field = g_value_get_double (value);
      break;
    default:
      g_assert_not_reached ();
  }
}

gboolean
gst_encord_label_settings_get (const GstEncordLabelSettings *self,
                               guint prop_id, GValue *value)
{
  const Property *property = find_property (prop_id);

  if (property == NULL)
    return FALSE;
  read_field (property, G_STRUCT_MEMBER_P (self, property->offset), value);

  return TRUE;
}

gboolean
gst_encord_label_settings_set (GstEncordLabelSettings *self, guint prop_id,
                               const GValue *value)
{
  const Property *property = find_property (prop_id);

  if (property == NULL)
    return FALSE;
  write_field (property, G_STRUCT_MEMBER_P (self, property->offset), value);
  self->track_rules_set |= encord_track_rule_from_name (property->spec->name);

  return TRUE;
}

void
gst_encord_label_settings_init (GstEncordLabelSettings *self)
{
  *self = (GstEncordLabelSettings){ 0 };
  for (guint id = 1; id <= properties->len; id++)
    gst_encord_label_settings_set (
        self, id, g_param_spec_get_default_value (find_property (id)->spec));
  self->track_rules_set = 0;
}

void
gst_encord_label_settings_copy (const GstEncordLabelSettings *self,
                                GstEncordLabelSettings *ret_copy)
{
  *ret_copy = (GstEncordLabelSettings){ 0 };
  for (guint id = 1; id <= properties->len; id++) {
    g_auto (GValue) value = G_VALUE_INIT;

    g_value_init (&value, G_PARAM_SPEC_VALUE_TYPE (find_property (id)->spec));
    gst_encord_label_settings_get (self, id, &value);
    gst_encord_label_settings_set (ret_copy, id, &value);
  }
  ret_copy->track_rules_set = self->track_rules_set;
}

void
gst_encord_label_settings_clear (GstEncordLabelSettings *self)
{
  for (guint id = 1; id <= properties->len; id++) {
    const Property *property = find_property (id);

    clear_field (property, G_STRUCT_MEMBER_P (self, property->offset));
  }
}
