/* gstencordsrcsettings.c - the properties of encordsrc
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordsrcsettings.h"

#include <gio/gio.h>

#define DEFAULT_IMAGE_DURATION GST_SECOND
#define DEFAULT_MAX_UNITS 0
#define DEFAULT_ON_UNIT_ERROR GST_ENCORD_SRC_ON_UNIT_ERROR_STOP

typedef enum
{
  PROP_SERVER = 1,
  PROP_SSH_KEY_FILE,
  PROP_BEARER_TOKEN_FILE,
  PROP_PROJECT_HASH,
  PROP_DATA_HASHES,
  PROP_TITLE_LIKE,
  PROP_TASK_STATUS,
  PROP_WORKFLOW_STAGE,
  PROP_MAX_UNITS,
  PROP_IMAGE_DURATION,
  PROP_ON_UNIT_ERROR,
} GstEncordSrcProperty;

static GParamSpec *props[PROP_ON_UNIT_ERROR + 1];

#define GST_TYPE_ENCORD_SRC_ON_UNIT_ERROR                                      \
  (gst_encord_src_on_unit_error_get_type ())
static GType
gst_encord_src_on_unit_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { GST_ENCORD_SRC_ON_UNIT_ERROR_STOP, "Stop with an error", "stop" },
    { GST_ENCORD_SRC_ON_UNIT_ERROR_SKIP, "Warn and go on with the next unit",
      "skip" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, g_enum_register_static ("GstEncordSrcOnUnitError", values));

  return type;
}

static GParamSpec *
string_spec (const char *name, const char *nick, const char *blurb)
{
  return g_param_spec_string (name, nick, blurb, NULL,
                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                  GST_PARAM_MUTABLE_READY);
}

void
gst_encord_src_settings_install (GObjectClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;

  props[PROP_SERVER] = string_spec (
      "server", "Server",
      "URL of the server; unset: the environment's ENCORD_SERVER, else the "
      "platform. Read when going to READY");
  props[PROP_SSH_KEY_FILE] = string_spec (
      "ssh-key-file", "SSH key file",
      "Private Ed25519 key in OpenSSH form; unset: ENCORD_SSH_KEY_FILE or "
      "ENCORD_SSH_KEY. Read when going to READY");
  props[PROP_BEARER_TOKEN_FILE] = string_spec (
      "bearer-token-file", "Bearer token file",
      "File with a bearer token, used instead of a key. Read when going to "
      "READY");
  props[PROP_PROJECT_HASH] =
      string_spec ("project-hash", "Project", "UUID of the project to read");
  props[PROP_DATA_HASHES] =
      string_spec ("data-hashes", "Data",
                   "Only these data units: UUIDs, separated by commas");
  props[PROP_TITLE_LIKE] = string_spec (
      "title-like", "Title",
      "Only data units whose title matches, with % for anything and _ for one "
      "character");
  props[PROP_TASK_STATUS] = string_spec (
      "task-status", "Task status",
      "Only rows with one of these annotation task statuses, separated by "
      "commas, such as QUEUED,ASSIGNED");
  props[PROP_WORKFLOW_STAGE] =
      string_spec ("workflow-stage", "Workflow stage",
                   "Only rows in the workflow stage with this title");
  props[PROP_MAX_UNITS] = g_param_spec_uint (
      "max-units", "Max units", "Stop after so many units; 0 for all", 0,
      G_MAXUINT, DEFAULT_MAX_UNITS, flags);
  props[PROP_IMAGE_DURATION] = g_param_spec_uint64 (
      "image-duration", "Image duration",
      "How long each picture of an image group lasts, in nanoseconds", 1,
      3600 * GST_SECOND, DEFAULT_IMAGE_DURATION, flags);
  props[PROP_ON_UNIT_ERROR] = g_param_spec_enum (
      "on-unit-error", "On unit error",
      "What to do with a unit that cannot be read to its end",
      GST_TYPE_ENCORD_SRC_ON_UNIT_ERROR, DEFAULT_ON_UNIT_ERROR, flags);

  g_object_class_install_properties (klass, G_N_ELEMENTS (props), props);
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_SRC_ON_UNIT_ERROR, 0);
}

void
gst_encord_src_settings_init (GstEncordSrcSettings *self)
{
  *self = (GstEncordSrcSettings){
    .max_units = DEFAULT_MAX_UNITS,
    .image_duration = DEFAULT_IMAGE_DURATION,
    .on_unit_error = DEFAULT_ON_UNIT_ERROR,
  };
}

static char **
string_setting (GstEncordSrcSettings *self, guint prop_id)
{
  switch ((GstEncordSrcProperty) prop_id) {
    case PROP_SERVER:
      return &self->server;
    case PROP_SSH_KEY_FILE:
      return &self->ssh_key_file;
    case PROP_BEARER_TOKEN_FILE:
      return &self->bearer_token_file;
    case PROP_PROJECT_HASH:
      return &self->project_hash;
    case PROP_DATA_HASHES:
      return &self->data_hashes;
    case PROP_TITLE_LIKE:
      return &self->title_like;
    case PROP_TASK_STATUS:
      return &self->task_status;
    case PROP_WORKFLOW_STAGE:
      return &self->workflow_stage;
    default:
      return NULL;
  }
}

void
gst_encord_src_settings_clear (GstEncordSrcSettings *self)
{
  for (guint id = PROP_SERVER; id <= PROP_WORKFLOW_STAGE; id++)
    g_clear_pointer (string_setting (self, id), g_free);
}

gboolean
gst_encord_src_settings_get (GstEncordSrcSettings *self, guint prop_id,
                             GValue *value)
{
  char **string = string_setting (self, prop_id);

  switch (prop_id) {
    case PROP_MAX_UNITS:
      g_value_set_uint (value, self->max_units);
      return TRUE;
    case PROP_IMAGE_DURATION:
      g_value_set_uint64 (value, self->image_duration);
      return TRUE;
    case PROP_ON_UNIT_ERROR:
      g_value_set_enum (value, self->on_unit_error);
      return TRUE;
    default:
      if (string != NULL)
        g_value_set_string (value, *string);
      return string != NULL;
  }
}

gboolean
gst_encord_src_settings_set (GstEncordSrcSettings *self, guint prop_id,
                             const GValue *value)
{
  char **string = string_setting (self, prop_id);

  switch (prop_id) {
    case PROP_MAX_UNITS:
      self->max_units = g_value_get_uint (value);
      return TRUE;
    case PROP_IMAGE_DURATION:
      self->image_duration = g_value_get_uint64 (value);
      return TRUE;
    case PROP_ON_UNIT_ERROR:
      self->on_unit_error = g_value_get_enum (value);
      return TRUE;
    default:
      if (string == NULL)
        return FALSE;
      g_free (*string);
      *string = g_value_dup_string (value);
      return TRUE;
  }
}

static char **
split_list (const char *list)
{
  char **parts;

  if (list == NULL || *list == '\0')
    return NULL;
  parts = g_strsplit (list, ",", -1);
  for (char **part = parts; *part != NULL; part++)
    g_strstrip (*part);

  return parts;
}

/* a server finds no row with a status that there is not, which helps nobody */
static gboolean
check_statuses (char **statuses, GError **error)
{
  static const char *const known[] = { "QUEUED",   "ASSIGNED",  "IN_REVIEW",
                                       "RETURNED", "COMPLETED", NULL };

  for (char **status = statuses; status != NULL && *status != NULL; status++)
    if (!g_strv_contains (known, *status)) {
      g_autofree char *list = g_strjoinv (", ", (char **) known);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "task-status: \"%s\" is none of %s", *status, list);
      return FALSE;
    }

  return TRUE;
}

gboolean
gst_encord_src_settings_select (const GstEncordSrcSettings *self,
                                GstEncordSrcSelection *ret_selection,
                                GError **error)
{
  g_auto (GStrv) task_status = split_list (self->task_status);

  if (!check_statuses (task_status, error))
    return FALSE;
  *ret_selection = (GstEncordSrcSelection){
    .project_hash = g_strdup (self->project_hash),
    .data_hashes = split_list (self->data_hashes),
    .title_like = g_strdup (self->title_like),
    .task_status = g_steal_pointer (&task_status),
    .workflow_stage = g_strdup (self->workflow_stage),
    .max_units = self->max_units,
  };

  return TRUE;
}
