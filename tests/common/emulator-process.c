/* emulator-process.c - a real encord-emulator in a temporary folder
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-process.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "run-pipeline.h"
#include "test-keys.h"

#define WORKFLOW_TEMPLATE "00000000-0000-4000-8000-000000000001"

struct _EmulatorProcess
{
  char *folder;
  char *key_file;
  GSocket *place; /* keeps the port for this server, also while it is down */
  char *uri;
  GSubprocess *process;
  EncordClient *client;
};

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

/* Bound, but not listening: the server may have this port, and nobody else is given
 * it. */
static void
take_place (EmulatorProcess *self)
{
  g_autoptr (GInetAddress) local =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (local, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->place = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                              G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->place, wanted, TRUE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (self->place, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf (
      "http://127.0.0.1:%u",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

EmulatorProcess *
emulator_process_new (void)
{
  EmulatorProcess *self = g_new0 (EmulatorProcess, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = NULL;

  self->folder = g_dir_make_tmp ("encord-emulator-XXXXXX", &error);
  g_assert_no_error (error);
  self->key_file = g_build_filename (self->folder, "key", NULL);
  keys = g_build_filename (self->folder, "authorized_keys", NULL);
  write_file (self->key_file, TEST_KEY_PLAIN);
  write_file (keys, TEST_KEY_PUBLIC " tester@example.com\n");
  take_place (self);
  emulator_process_start (self);

  return self;
}

static char *
read_address (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line =
      g_data_input_stream_read_line (lines, NULL, NULL, NULL);

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on "));

  return g_strdup (line + strlen ("listening on "));
}

/* in the child: a test that crashes takes its server with it */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
emulator_process_start (EmulatorProcess *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (
      launcher, &error, g_getenv ("ENCORD_EMULATOR"), "--data-dir",
      self->folder, "--listen", self->uri + strlen ("http://"), NULL);
  g_assert_no_error (error);
  address = read_address (self->process);
  g_assert_cmpstr (address, ==, self->uri);
}

void
emulator_process_stop (EmulatorProcess *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
emulator_process_pause (EmulatorProcess *self)
{
  g_subprocess_send_signal (self->process, SIGSTOP);
}

void
emulator_process_go_on (EmulatorProcess *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
}

static void
remove_tree (const char *path)
{
  GDir *folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_tree (child);
    else
      g_unlink (child);
  }
  g_clear_pointer (&folder, g_dir_close);
  g_rmdir (path);
}

void
emulator_process_free (EmulatorProcess *self)
{
  emulator_process_stop (self);
  remove_tree (self->folder);
  g_clear_object (&self->client);
  g_free (self->folder);
  g_free (self->key_file);
  g_clear_object (&self->place);
  g_free (self->uri);
  g_free (self);
}

const char *
emulator_process_get_uri (EmulatorProcess *self)
{
  return self->uri;
}

const char *
emulator_process_get_folder (EmulatorProcess *self)
{
  return self->folder;
}

const char *
emulator_process_get_key_file (EmulatorProcess *self)
{
  return self->key_file;
}

EncordClient *
emulator_process_get_client (EmulatorProcess *self)
{
  if (self->client == NULL) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EncordCredentials) credentials =
        encord_credentials_load (self->key_file, NULL, &error);

    g_assert_no_error (error);
    self->client = encord_client_new (self->uri, credentials);
  }

  return self->client;
}

gint64
emulator_process_count (EmulatorProcess *self, const char *call)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("ENCORD_EMULATOR"),
      "--data-dir", self->folder, "requests", NULL);
  g_autoptr (JsonNode) counts = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  counts = json_from_string (text, &error);
  g_assert_no_error (error);

  return json_object_get_int_member_with_default (json_node_get_object (counts),
                                                  call, 0);
}

static char *
make_clip (EmulatorProcess *self, guint n_frames)
{
  char *path = g_strdup_printf ("%s/clip-%u.avi", self->folder, n_frames);
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=%u ! video/x-raw,format=I420,width=64,"
      "height=48,framerate=10/1 ! jpegenc ! avimux ! filesink location=%s",
      n_frames, path);

  run_pipeline (launch);

  return path;
}

char *
emulator_process_make_grey_clip (EmulatorProcess *self, guint n_frames,
                                 guint8 (*get_brightness) (guint frame))
{
  enum
  {
    LUMA = 64 * 48,
    SIZE = LUMA * 3 / 2,
  };
  char *path = g_strdup_printf ("%s/grey-%u.avi", self->folder, n_frames);
  g_autofree char *raw_path = g_strconcat (path, ".yuv", NULL);
  g_autofree guint8 *raw = g_malloc ((gsize) n_frames * SIZE);
  g_autofree char *launch = g_strdup_printf (
      "filesrc location=%s ! rawvideoparse format=i420 width=64 height=48 "
      "framerate=10/1 ! jpegenc ! avimux ! filesink location=%s",
      raw_path, path);

  for (guint i = 0; i < n_frames; i++) {
    memset (raw + (gsize) i * SIZE, get_brightness (i), LUMA);
    memset (raw + (gsize) i * SIZE + LUMA, 128, SIZE - LUMA);
  }
  g_assert_true (g_file_set_contents (raw_path, (const char *) raw,
                                      (gssize) n_frames * SIZE, NULL));
  run_pipeline (launch);

  return path;
}

static char *
make_ontology (EncordClient *client, EncordOntologyStructure *structure)
{
  g_autoptr (GError) error = NULL;
  char *hash;

  hash = encord_client_create_ontology (client, "things", "", structure, NULL,
                                        &error);
  g_assert_no_error (error);

  return hash;
}

static EncordOntologyStructure *
make_structure (const char *const *classes, EncordShape shape)
{
  EncordOntologyStructure *structure = encord_ontology_structure_new ();

  for (guint i = 0; classes[i] != NULL; i++)
    g_assert_nonnull (encord_ontology_structure_add_object (
        structure, classes[i], shape, NULL));

  return structure;
}

char *
emulator_process_make_dataset (EmulatorProcess *self, const char *path,
                               char **ret_data_hash)
{
  EncordClient *client = emulator_process_get_client (self);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (EncordDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  char *hash = encord_client_create_dataset (client, "clips", "", NULL, &error);

  g_assert_no_error (error);
  dataset = encord_client_get_dataset (client, hash, NULL, &error);
  g_assert_no_error (error);
  *ret_data_hash = encord_dataset_upload_video (dataset, file, "clip.avi", NULL,
                                                NULL, NULL, &error);
  g_assert_no_error (error);

  return hash;
}

static char *
make_project (EmulatorProcess *self, const char *dataset_hash,
              EncordOntologyStructure *structure)
{
  EncordClient *client = emulator_process_get_client (self);
  g_autofree char *ontology = make_ontology (client, structure);
  g_autoptr (GError) error = NULL;
  char *project = encord_client_create_project (
      client, "project", "", (const char *const[]){ dataset_hash, NULL },
      ontology, WORKFLOW_TEMPLATE, NULL, &error);

  g_assert_no_error (error);

  return project;
}

char *
emulator_process_make_project_over (EmulatorProcess *self,
                                    const char *dataset_hash,
                                    const char *const *classes,
                                    EncordShape shape)
{
  g_autoptr (EncordOntologyStructure) structure =
      make_structure (classes, shape);

  return make_project (self, dataset_hash, structure);
}

char *
emulator_process_make_project_with (EmulatorProcess *self, guint n_frames,
                                    EncordOntologyStructure *structure,
                                    char **ret_data_hash)
{
  g_autofree char *path = make_clip (self, n_frames);
  g_autofree char *dataset_hash =
      emulator_process_make_dataset (self, path, ret_data_hash);

  return make_project (self, dataset_hash, structure);
}

char *
emulator_process_make_project (EmulatorProcess *self, guint n_frames,
                               const char *const *classes, char **ret_data_hash)
{
  g_autoptr (EncordOntologyStructure) structure =
      make_structure (classes, ENCORD_SHAPE_BOUNDING_BOX);

  return emulator_process_make_project_with (self, n_frames, structure,
                                             ret_data_hash);
}
