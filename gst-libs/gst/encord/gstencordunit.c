/* gstencordunit.c - one data item of a project passing through a pipeline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordunit.h>

/**
 * GstEncordUnit:
 *
 * One data item of a project: a video or an image group.
 *
 * It is immutable, so every element and thread may keep a reference to the one
 * that came with the `encord-unit` event.
 *
 * Since: 0.1
 */

typedef enum
{
  PROP_PROJECT_HASH = 1,
  PROP_DATA_HASH,
  PROP_LABEL_HASH,
  PROP_BRANCH_NAME,
  PROP_TITLE,
  PROP_DATA_TYPE,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_FPS_N,
  PROP_FPS_D,
  PROP_N_FRAMES,
  PROP_FIRST_FRAME,
} GstEncordUnitProperty;

static GParamSpec *props[PROP_FIRST_FRAME + 1];

struct _GstEncordUnit
{
  GObject parent;

  /* all written during construction only */
  char *project_hash;
  char *data_hash;
  char *label_hash;
  char *branch_name;
  char *title;
  char *data_type;
  int width;
  int height;
  int fps_n;
  int fps_d;
  gint64 n_frames;
  guint64 first_frame;
};

G_DEFINE_FINAL_TYPE (GstEncordUnit, gst_encord_unit, G_TYPE_OBJECT)

static void
gst_encord_unit_finalize (GObject *object)
{
  GstEncordUnit *self = GST_ENCORD_UNIT (object);

  g_free (self->project_hash);
  g_free (self->data_hash);
  g_free (self->label_hash);
  g_free (self->branch_name);
  g_free (self->title);
  g_free (self->data_type);

  G_OBJECT_CLASS (gst_encord_unit_parent_class)->finalize (object);
}

static void
gst_encord_unit_get_property (GObject *object, guint prop_id, GValue *value,
                              GParamSpec *pspec)
{
  GstEncordUnit *self = GST_ENCORD_UNIT (object);

  switch ((GstEncordUnitProperty) prop_id) {
    case PROP_PROJECT_HASH:
      g_value_set_string (value, self->project_hash);
      break;
    case PROP_DATA_HASH:
      g_value_set_string (value, self->data_hash);
      break;
    case PROP_LABEL_HASH:
      g_value_set_string (value, self->label_hash);
      break;
    case PROP_BRANCH_NAME:
      g_value_set_string (value, self->branch_name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DATA_TYPE:
      g_value_set_string (value, self->data_type);
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    case PROP_HEIGHT:
      g_value_set_int (value, self->height);
      break;
    case PROP_FPS_N:
      g_value_set_int (value, self->fps_n);
      break;
    case PROP_FPS_D:
      g_value_set_int (value, self->fps_d);
      break;
    case PROP_N_FRAMES:
      g_value_set_int64 (value, self->n_frames);
      break;
    case PROP_FIRST_FRAME:
      g_value_set_uint64 (value, self->first_frame);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
  }
}

static void
gst_encord_unit_set_property (GObject *object, guint prop_id,
                              const GValue *value, GParamSpec *pspec)
{
  GstEncordUnit *self = GST_ENCORD_UNIT (object);

  switch ((GstEncordUnitProperty) prop_id) {
    case PROP_PROJECT_HASH:
      self->project_hash = g_value_dup_string (value);
      break;
    case PROP_DATA_HASH:
      self->data_hash = g_value_dup_string (value);
      break;
    case PROP_LABEL_HASH:
      self->label_hash = g_value_dup_string (value);
      break;
    case PROP_BRANCH_NAME:
      self->branch_name = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_DATA_TYPE:
      self->data_type = g_value_dup_string (value);
      break;
    case PROP_WIDTH:
      self->width = g_value_get_int (value);
      break;
    case PROP_HEIGHT:
      self->height = g_value_get_int (value);
      break;
    case PROP_FPS_N:
      self->fps_n = g_value_get_int (value);
      break;
    case PROP_FPS_D:
      self->fps_d = g_value_get_int (value);
      break;
    case PROP_N_FRAMES:
      self->n_frames = g_value_get_int64 (value);
      break;
    case PROP_FIRST_FRAME:
      self->first_frame = g_value_get_uint64 (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
  }
}

static void
gst_encord_unit_class_init (GstEncordUnitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gst_encord_unit_finalize;
  object_class->get_property = gst_encord_unit_get_property;
  object_class->set_property = gst_encord_unit_set_property;

  /**
   * GstEncordUnit:project-hash:
   *
   * The project the unit is labelled in.
   *
   * Since: 0.1
   */
  props[PROP_PROJECT_HASH] =
      g_param_spec_string ("project-hash", NULL, NULL, NULL, flags);
  /**
   * GstEncordUnit:data-hash:
   *
   * The data item.
   *
   * Since: 0.1
   */
  props[PROP_DATA_HASH] =
      g_param_spec_string ("data-hash", NULL, NULL, NULL, flags);
  /**
   * GstEncordUnit:label-hash:
   *
   * The label row, %NULL while nobody has initialised it.
   *
   * Since: 0.1
   */
  props[PROP_LABEL_HASH] =
      g_param_spec_string ("label-hash", NULL, NULL, NULL, flags);
  /**
   * GstEncordUnit:branch-name:
   *
   * The row's branch.
   *
   * Since: 0.1
   */
  props[PROP_BRANCH_NAME] =
      g_param_spec_string ("branch-name", NULL, NULL, "main", flags);
  /**
   * GstEncordUnit:title:
   *
   * The data item's title, for people.
   *
   * Since: 0.1
   */
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  /**
   * GstEncordUnit:data-type:
   *
   * `video` or `img_group`.
   *
   * Since: 0.1
   */
  props[PROP_DATA_TYPE] =
      g_param_spec_string ("data-type", NULL, NULL, "video", flags);
  /**
   * GstEncordUnit:width:
   *
   * What the row says, in pixels; 0 for unknown. The CAPS event holds what is
   * true.
   *
   * Since: 0.1
   */
  props[PROP_WIDTH] =
      g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 0, flags);
  /**
   * GstEncordUnit:height:
   *
   * What the row says, in pixels; 0 for unknown.
   *
   * Since: 0.1
   */
  props[PROP_HEIGHT] =
      g_param_spec_int ("height", NULL, NULL, 0, G_MAXINT, 0, flags);
  /**
   * GstEncordUnit:fps-n:
   *
   * Numerator of the rate that the row says; 0 for unknown. It is for people:
   * time times rate is not a frame index.
   *
   * Since: 0.1
   */
  props[PROP_FPS_N] =
      g_param_spec_int ("fps-n", NULL, NULL, 0, G_MAXINT, 0, flags);
  /**
   * GstEncordUnit:fps-d:
   *
   * Denominator of the rate that the row says.
   *
   * Since: 0.1
   */
  props[PROP_FPS_D] =
      g_param_spec_int ("fps-d", NULL, NULL, 1, G_MAXINT, 1, flags);
  /**
   * GstEncordUnit:n-frames:
   *
   * How many frames the row says there are; -1 for unknown.
   *
   * Since: 0.1
   */
  props[PROP_N_FRAMES] =
      g_param_spec_int64 ("n-frames", NULL, NULL, -1, G_MAXINT64, -1, flags);
  /**
   * GstEncordUnit:first-frame:
   *
   * Index of the first frame that follows; more than 0 where a run goes on with
   * what an earlier one did not finish.
   *
   * Since: 0.1
   */
  props[PROP_FIRST_FRAME] =
      g_param_spec_uint64 ("first-frame", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
gst_encord_unit_init (GstEncordUnit *self)
{
}

/**
 * gst_encord_unit_get_project_hash:
 * @self: a unit
 *
 * Tells which project the unit is labelled in.
 *
 * Returns: (nullable): the project the unit is labelled in
 *
 * Since: 0.1
 */
const char *
gst_encord_unit_get_project_hash (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), NULL);

  return self->project_hash;
}

/**
 * gst_encord_unit_get_data_hash:
 * @self: a unit
 *
 * Tells which data item the unit is.
 *
 * Returns: (nullable): the data item
 *
 * Since: 0.1
 */
const char *
gst_encord_unit_get_data_hash (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), NULL);

  return self->data_hash;
}

/**
 * gst_encord_unit_get_label_hash:
 * @self: a unit
 *
 * Tells which label row belongs to the unit.
 *
 * Returns: (nullable): the label row, or %NULL while nobody has initialised it
 *
 * Since: 0.1
 */
const char *
gst_encord_unit_get_label_hash (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), NULL);

  return self->label_hash;
}

/**
 * gst_encord_unit_get_branch_name:
 * @self: a unit
 *
 * Tells which branch of the labels the row is.
 *
 * Returns: (nullable): the row's branch
 *
 * Since: 0.1
 */
const char *
gst_encord_unit_get_branch_name (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), NULL);

  return self->branch_name;
}

/**
 * gst_encord_unit_get_title:
 * @self: a unit
 *
 * Gives a name for people.
 *
 * Returns: (nullable): the data item's title, for people
 *
 * Since: 0.1
 */
const char *
gst_encord_unit_get_title (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), NULL);

  return self->title;
}

/**
 * gst_encord_unit_is_image_group:
 * @self: a unit
 *
 * Tells whether the frames are images of a group.
 *
 * Returns: %TRUE when the frames are separate pictures, possibly of different
 *   sizes and unrelated, each with its image hash in #GstEncordFrameMeta
 *
 * Since: 0.1
 */
gboolean
gst_encord_unit_is_image_group (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), FALSE);

  return g_strcmp0 (self->data_type, "img_group") == 0;
}

/**
 * gst_encord_unit_get_n_frames:
 * @self: a unit
 *
 * Tells how long the unit is.
 *
 * Returns: how many frames the row says there are; -1 for unknown
 *
 * Since: 0.1
 */
gint64
gst_encord_unit_get_n_frames (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), -1);

  return self->n_frames;
}

/**
 * gst_encord_unit_get_first_frame:
 * @self: a unit
 *
 * Tells where the unit is entered.
 *
 * Returns: index of the first frame that follows; more than 0 where a run goes on
 *   with what an earlier one did not finish
 *
 * Since: 0.1
 */
guint64
gst_encord_unit_get_first_frame (GstEncordUnit *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (self), 0);

  return self->first_frame;
}
