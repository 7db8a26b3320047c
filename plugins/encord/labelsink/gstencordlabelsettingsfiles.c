/* gstencordlabelsettingsfiles.c - what properties ask for, with the files that they name
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelsettings.h"

#include <gst/encord/rows/gstencordrowedit.h>

static EncordTrackRuleBook *
load_settings_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  EncordTrackRuleBook *book;
  gsize length;

  if (path == NULL)
    return encord_track_rule_book_new ();
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  book = encord_track_rule_book_parse (text, length, error);
  if (book == NULL)
    g_prefix_error (error, "%s: ", path);

  return book;
}

char *
gst_encord_label_settings_load_rules (const GstEncordLabelSettings *self,
                                      GError **error)
{
  g_autoptr (EncordTrackRuleBook) book =
      load_settings_file (self->settings_file, error);

  if (book == NULL)
    return NULL;
  encord_track_rule_book_set (book, NULL, &self->track_rules,
                              self->track_rules_set);

  return encord_track_rule_book_to_json (book);
}

gboolean
gst_encord_label_settings_check (const GstEncordLabelSettings *self,
                                 GError **error)
{
  const char *branch_name = self->branch_name;

  if (self->data_hash != NULL && self->project_hash == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "data-hash: set project-hash, too: only both together "
                         "name a label row");
    return FALSE;
  }
  if (branch_name != NULL && *branch_name == '\0') {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "branch-name: an empty text names no branch");
    return FALSE;
  }
  /* the unit would leave the annotators' hands for labels that they cannot see */
  if (branch_name != NULL &&
      g_strcmp0 (branch_name, GST_ENCORD_MAIN_BRANCH) != 0 &&
      self->rules.on_saved == GST_ENCORD_ON_SAVED_COMPLETE) {
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "on-saved=complete: a row on the branch \"%s\" is not what the "
        "workflow is about; leave out one of on-saved and branch-name",
        branch_name);
    return FALSE;
  }

  return TRUE;
}

static gboolean
add_override (GQuark field, const GValue *value, gpointer data)
{
  if (!G_VALUE_HOLDS_STRING (value))
    return FALSE;
  g_hash_table_insert (data, g_strdup (g_quark_to_string (field)),
                       g_strdup (g_value_get_string (value)));

  return TRUE;
}

static GHashTable *
load_class_map_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  GHashTable *overrides;
  gsize length;

  if (path == NULL)
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  overrides = encord_class_map_parse_overrides (text, length, error);
  if (overrides == NULL)
    g_prefix_error (error, "%s: ", path);

  return overrides;
}

GHashTable *
gst_encord_label_settings_load_overrides (const GstEncordLabelSettings *self,
                                          GError **error)
{
  g_autoptr (GHashTable) overrides =
      load_class_map_file (self->class_map_file, error);

  if (overrides == NULL)
    return NULL;
  /* the property corrects the file */
  if (self->class_map != NULL &&
      !gst_structure_foreach (self->class_map, add_override, overrides)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "class-map: a field is no string");
    return NULL;
  }

  return g_steal_pointer (&overrides);
}
