/* 01-create-project.c - a project from nothing: ontology, dataset, data, project
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *   create-project --server URL --ssh-key-file FILE --title TITLE
 *       --class NAME[:SHAPE]... [--workflow] [--video FILE]...
 *       [--image-group TITLE FILE...]...
 *
 * prints one line of JSON: the hashes of what it made, data in the order of the
 * arguments. */
#include <encord/encord.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

/* Annotate, Review, Complete: the template that the local server knows */
#define WORKFLOW_TEMPLATE "00000000-0000-4000-8000-000000000001"

/* what one --video or --image-group says */
typedef struct
{
  const char *group_title; /* NULL: a video */
  GPtrArray *files;        /* of GFile */
} Unit;

typedef struct
{
  const char *server;
  const char *key_file;
  const char *title;
  gboolean workflow;
  EncordOntologyStructure *ontology;
  GArray *units;
} Arguments;

static void
unit_clear (gpointer data)
{
  g_ptr_array_unref (((Unit *) data)->files);
}

static void
arguments_clear (Arguments *self)
{
  g_clear_object (&self->ontology);
  g_clear_pointer (&self->units, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
add_class (Arguments *args, const char *text, GError **error)
{
  g_autofree char *name = g_strdup (text);
  char *colon = strrchr (name, ':');
  EncordShape shape = ENCORD_SHAPE_BOUNDING_BOX;

  if (colon != NULL) {
    *colon = '\0';
    shape = encord_shape_from_string (colon + 1);
  }

  return encord_ontology_structure_add_object (args->ontology, name, shape,
                                               error) != NULL;
}

static Unit *
add_unit (Arguments *args, const char *group_title)
{
  Unit unit = { group_title, g_ptr_array_new_with_free_func (g_object_unref) };

  g_array_append_val (args->units, unit);

  return &g_array_index (args->units, Unit, args->units->len - 1);
}

/* argv[*i] is an option; *i moves to the last word that belongs to it */
static gboolean
parse_option (Arguments *args, char **argv, int *i, GError **error)
{
  const char *option = argv[*i];
  const char *value;

  if (g_str_equal (option, "--workflow")) {
    args->workflow = TRUE;
    return TRUE;
  }
  value = argv[++*i];
  if (value == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "%s: a value is missing", option);
    return FALSE;
  }

  if (g_str_equal (option, "--server")) {
    args->server = value;
  } else if (g_str_equal (option, "--ssh-key-file")) {
    args->key_file = value;
  } else if (g_str_equal (option, "--title")) {
    args->title = value;
  } else if (g_str_equal (option, "--class")) {
    return add_class (args, value, error);
  } else if (g_str_equal (option, "--video")) {
    g_ptr_array_add (add_unit (args, NULL)->files,
                     g_file_new_for_commandline_arg (value));
  } else if (g_str_equal (option, "--image-group")) {
    Unit *unit = add_unit (args, value);

    while (argv[*i + 1] != NULL && !g_str_has_prefix (argv[*i + 1], "--"))
      g_ptr_array_add (unit->files,
                       g_file_new_for_commandline_arg (argv[++*i]));
    if (unit->files->len == 0) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--image-group %s: no files", value);
      return FALSE;
    }
  } else {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 "%s: no such option", option);
    return FALSE;
  }

  return TRUE;
}

static gboolean
parse_arguments (Arguments *args, char **argv, GError **error)
{
  args->ontology = encord_ontology_structure_new ();
  args->units = g_array_new (FALSE, FALSE, sizeof (Unit));
  g_array_set_clear_func (args->units, unit_clear);

  for (int i = 1; argv[i] != NULL; i++)
    if (!parse_option (args, argv, &i, error))
      return FALSE;
  if (args->title == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--title is missing");
    return FALSE;
  }

  return TRUE;
}

static void
on_progress (goffset current, goffset total, gpointer data)
{
  if (current < total && !isatty (STDERR_FILENO))
    return;
  g_printerr ("\r%s: %3d%%%s", (const char *) data,
              total > 0 ? (int) (current * 100 / total) : 100,
              current >= total ? "\n" : "");
}

static char *
upload (EncordDataset *dataset, Unit *unit, GError **error)
{
  g_autofree char *name = g_file_get_basename (unit->files->pdata[0]);

  if (unit->group_title == NULL)
    return encord_dataset_upload_video (dataset, unit->files->pdata[0], NULL,
                                        on_progress, name, NULL, error);

  return encord_dataset_create_image_group (
      dataset, (GFile **) unit->files->pdata, unit->files->len,
      unit->group_title, ENCORD_IMAGE_GROUP_NONE, on_progress,
      (gpointer) unit->group_title, NULL, error);
}

static gboolean
upload_all (EncordDataset *dataset, GArray *units, JsonBuilder *result,
            GError **error)
{
  json_builder_set_member_name (result, "data_hashes");
  json_builder_begin_array (result);
  for (guint i = 0; i < units->len; i++) {
    g_autofree char *data_hash =
        upload (dataset, &g_array_index (units, Unit, i), error);

    if (data_hash == NULL)
      return FALSE;
    json_builder_add_string_value (result, data_hash);
  }
  json_builder_end_array (result);

  return TRUE;
}

static void
add_member (JsonBuilder *result, const char *name, const char *value)
{
  json_builder_set_member_name (result, name);
  json_builder_add_string_value (result, value);
}

static JsonNode *
create (EncordClient *client, Arguments *args, GError **error)
{
  g_autoptr (JsonBuilder) result = json_builder_new ();
  g_autofree char *ontology_hash = NULL;
  g_autofree char *dataset_hash = NULL;
  g_autofree char *project_hash = NULL;
  g_autoptr (EncordDataset) dataset = NULL;
  const char *dataset_hashes[] = { NULL, NULL };

  ontology_hash = encord_client_create_ontology (client, args->title, NULL,
                                                 args->ontology, NULL, error);
  if (ontology_hash == NULL)
    return NULL;
  dataset_hash =
      encord_client_create_dataset (client, args->title, NULL, NULL, error);
  if (dataset_hash == NULL)
    return NULL;
  dataset = encord_client_get_dataset (client, dataset_hash, NULL, error);
  if (dataset == NULL)
    return NULL;

  json_builder_begin_object (result);
  if (!upload_all (dataset, args->units, result, error))
    return NULL;
  dataset_hashes[0] = dataset_hash;
  project_hash = encord_client_create_project (
      client, args->title, NULL, dataset_hashes, ontology_hash,
      args->workflow ? WORKFLOW_TEMPLATE : NULL, NULL, error);
  if (project_hash == NULL)
    return NULL;
  add_member (result, "project_hash", project_hash);
  add_member (result, "dataset_hash", dataset_hash);
  add_member (result, "ontology_hash", ontology_hash);
  json_builder_end_object (result);

  return json_builder_get_root (result);
}

static JsonNode *
run (char **argv, GError **error)
{
  g_auto (Arguments) args = { NULL };
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (EncordClient) client = NULL;

  if (!parse_arguments (&args, argv, error))
    return NULL;
  credentials = encord_credentials_load (args.key_file, NULL, error);
  if (credentials == NULL)
    return NULL;
  client = encord_client_new (args.server, credentials);

  return create (client, &args, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) result = run (argv, &error);
  g_autofree char *line = NULL;

  if (result == NULL) {
    g_printerr ("create-project: %s\n", error->message);
    return 1;
  }
  line = json_to_string (result, FALSE);
  g_print ("%s\n", line);

  return 0;
}
