/* emulator.c - the local server: one data folder, one address
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "emulator-algorithms.h"
#include "emulator-error.h"
#include "emulator-folder.h"
#include "emulator-inferences.h"
#include "emulator-listener.h"
#include "emulator-store-groups.h"
#include "emulator-trainings.h"
#include "emulator-uploads.h"
#include "emulator-weights.h"

/* 1000 frames of a large model on a small machine take minutes */
#define INFERENCE_TIMEOUT_S (60 * 60)

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "cannot make the folder %s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
lock_folder (Emulator *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "lock", NULL);

  self->lock = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               errno == EWOULDBLOCK
                   ? "%s is in use by another emulator: stop it, or choose "
                     "another --data-dir"
                   : "cannot lock %s",
               self->data_dir);
  return FALSE;
}

/* whoever has a key is a member */
static gboolean
fill_group (Emulator *self, GError **error)
{
  g_auto (GStrv) users = emulator_keyring_list_users (self->keyring);

  return emulator_store_set_members (self->store, EMULATOR_GROUP_EVERYONE,
                                     (const char *const *) users, error);
}

gboolean
emulator_reload_keys (Emulator *self, GError **error)
{
  EmulatorKeyring *keyring;

  if (!g_file_test (self->keys_path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                 "no %s: give --authorized-keys FILE with an Ed25519 public "
                 "key a line, each followed by the user's mail address "
                 "(ssh-keygen -t ed25519 -C you@example.com makes one)",
                 self->keys_path);
    return FALSE;
  }
  keyring = emulator_keyring_new_from_file (self->keys_path, error);
  if (keyring == NULL)
    return FALSE;
  g_clear_pointer (&self->keyring, emulator_keyring_free);
  self->keyring = keyring;
  return self->store == NULL || fill_group (self, error);
}

/* uploads of an emulator that was killed: a whole file has an id for a name */
static void
remove_parts (Emulator *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->media_dir, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->media_dir, name, NULL);

    if (!g_uuid_string_is_valid (name))
      g_unlink (path);
  }
}

Emulator *
emulator_new (const char *data_dir, const char *authorized_keys, GError **error)
{
  g_autoptr (Emulator) self = g_new0 (Emulator, 1);
  g_autofree char *store = g_build_filename (data_dir, "emulator.db", NULL);
  g_autofree char *secret = g_build_filename (data_dir, "secret", NULL);

  self->lock = -1;
  self->inference_timeout_s = INFERENCE_TIMEOUT_S;
  self->limits = (EmulatorLimits) EMULATOR_LIMITS_DEFAULT;
  self->data_dir = g_strdup (data_dir);
  self->media_dir = g_build_filename (data_dir, "media", NULL);
  self->weights_dir = g_build_filename (data_dir, "weights", NULL);
  self->jobs_dir = g_build_filename (data_dir, "jobs", NULL);
  self->keys_path = authorized_keys != NULL
                        ? g_strdup (authorized_keys)
                        : g_build_filename (data_dir, "authorized_keys", NULL);
  if (!make_folder (data_dir, error) || !make_folder (self->media_dir, error) ||
      !lock_folder (self, error) || !emulator_reload_keys (self, error))
    return NULL;
  remove_parts (self);
  emulator_folder_remove (self->jobs_dir);
  if (!make_folder (self->jobs_dir, error))
    return NULL;
  self->seal = emulator_seal_load (secret, error);
  if (self->seal == NULL)
    return NULL;
  self->store = emulator_store_open (store, error);
  if (self->store == NULL || !fill_group (self, error) ||
      !emulator_weights_collect (self->weights_dir, self->store, error))
    return NULL;
  self->uploads = emulator_uploads_new (self);
  self->algorithms = emulator_algorithms_new ();
  self->inferences = emulator_inferences_new (self);
  self->trainings = emulator_trainings_new (self);
  return g_steal_pointer (&self);
}

gboolean
emulator_set_trainer (Emulator *self, const char *command, GError **error)
{
  g_clear_pointer (&self->trainer, g_strfreev);
  if (command == NULL)
    return TRUE;
  if (g_shell_parse_argv (command, NULL, &self->trainer, error))
    return TRUE;
  g_prefix_error (error, "--trainer: ");
  return FALSE;
}

char *
emulator_listen (Emulator *self, const char *address, GError **error)
{
  g_autofree char *uri = NULL;

  self->listener = emulator_listener_new (self, address, &uri, error);
  if (self->listener == NULL ||
      !emulator_uploads_resume (self->uploads, error) ||
      !emulator_trainings_resume (self->trainings, error))
    return NULL;
  return g_steal_pointer (&uri);
}

void
emulator_free (Emulator *self)
{
  g_clear_pointer (&self->listener, emulator_listener_free);
  g_clear_pointer (&self->trainings, emulator_trainings_free);
  g_clear_pointer (&self->algorithms, emulator_algorithms_free);
  g_clear_pointer (&self->inferences, emulator_inferences_free);
  g_clear_pointer (&self->uploads, emulator_uploads_free);
  g_clear_pointer (&self->keyring, emulator_keyring_free);
  g_clear_pointer (&self->seal, emulator_seal_free);
  g_clear_pointer (&self->store, emulator_store_free);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->keys_path);
  g_strfreev (self->trainer);
  g_free (self->jobs_dir);
  g_free (self->weights_dir);
  g_free (self->media_dir);
  g_free (self->data_dir);
  g_free (self);
}

EmulatorStore *
emulator_open_store (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "emulator.db", NULL);

  return emulator_store_open_read_only (path, error);
}
