/* client/encord-dataset-rows.c - what is in a dataset, and what is missing
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-dataset-private.h>
#include <encord/client/encord-dataset-rows-build-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/encord-error.h>
#include <encord/records/encord-data-row-private.h>
#include <encord/records/encord-record-private.h>

static gpointer
parse_rows (gpointer source, JsonNode *answer, GError **error)
{
  return encord_record_read_list (answer, "data rows",
                                  encord_data_row_new_from_answer, error);
}

EncordRequest *
encord_dataset_build_list_data_rows (EncordDataset *self, const char *title_eq,
                                     const char *title_like, GError **error)
{
  EncordCall *call = encord_dataset_new_call (
      self, "datarows", "GET", NULL,
      encord_payload_new (
          "{'title_eq': <%ms>, 'title_like': <%ms>,"
          " 'created_before': <@ms nothing>, 'created_after': <@ms nothing>,"
          " 'data_types': <@ms nothing>,"
          " 'dataset_access_settings': <{'fetch_client_metadata': <false>}>,"
          " 'data_hashes': <@ms nothing>}",
          title_eq, title_like));

  encord_call_set_list (call);

  return encord_request_new (encord_dataset_get_transport (self), call,
                             parse_rows, encord_request_free_array);
}

static gboolean
get_size (GFile *file, goffset *ret_size, GCancellable *cancellable,
          GError **error)
{
  g_autofree char *shown = g_file_get_parse_name (file);
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, cancellable, &local);

  if (info != NULL) {
    *ret_size = g_file_info_get_size (info);
    return TRUE;
  }
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "upload of %s: %s", shown, local->message);

  return FALSE;
}

static const char *
find_row (GPtrArray *rows, const char *title, goffset size)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (encord_data_row_get_data_title (rows->pdata[i]), title) ==
            0 &&
        encord_data_row_get_file_size (rows->pdata[i]) == size)
      return encord_data_row_get_data_hash (rows->pdata[i]);

  return NULL;
}

static char *
find_or_upload (EncordDataset *self, GPtrArray *rows, const char *path,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);
  const char *found;
  goffset size = 0;

  if (!get_size (file, &size, cancellable, error))
    return NULL;
  found = find_row (rows, name, size);

  return found != NULL ? g_strdup (found)
                       : encord_dataset_upload_video (self, file, NULL, NULL,
                                                      NULL, cancellable, error);
}

/* an EncordTaskFunc; data is a list of paths */
static gpointer
upload_missing (gpointer source, gpointer data, GCancellable *cancellable,
                GError **error)
{
  char **paths = data;
  g_autoptr (GStrvBuilder) hashes = g_strv_builder_new ();
  g_autoptr (GPtrArray) rows =
      encord_dataset_list_data_rows (source, NULL, NULL, cancellable, error);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *hash =
        find_or_upload (source, rows, paths[i], cancellable, error);

    if (hash == NULL)
      return NULL;
    g_strv_builder_add (hashes, hash);
  }

  return g_strv_builder_end (hashes);
}

static void
free_paths (gpointer paths)
{
  g_strfreev (paths);
}

EncordRequest *
encord_dataset_build_upload_missing_videos (EncordDataset *self,
                                            const char *const *paths,
                                            GError **error)
{
  return encord_request_new_task (upload_missing, g_strdupv ((char **) paths),
                                  free_paths, encord_request_free_strings);
}
