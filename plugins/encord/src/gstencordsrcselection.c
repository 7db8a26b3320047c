/* gstencordsrcselection.c - which units of a project encordsrc reads
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordsrcselection.h"

void
gst_encord_src_selection_copy (GstEncordSrcSelection *dest,
                               const GstEncordSrcSelection *src)
{
  dest->project_hash = g_strdup (src->project_hash);
  dest->data_hashes = g_strdupv (src->data_hashes);
  dest->title_like = g_strdup (src->title_like);
  dest->task_status = g_strdupv (src->task_status);
  dest->workflow_stage = g_strdup (src->workflow_stage);
  dest->max_units = src->max_units;
}

void
gst_encord_src_selection_clear (GstEncordSrcSelection *self)
{
  g_clear_pointer (&self->project_hash, g_free);
  g_clear_pointer (&self->data_hashes, g_strfreev);
  g_clear_pointer (&self->title_like, g_free);
  g_clear_pointer (&self->task_status, g_strfreev);
  g_clear_pointer (&self->workflow_stage, g_free);
}

static void
add_filter (GString *filters, const char *name, const char *value)
{
  if (value != NULL)
    g_string_append_printf (filters, "%s%s=\"%s\"",
                            filters->len > 0 ? ", " : "", name, value);
}

static void
add_list (GString *filters, const char *name, char **values)
{
  g_autofree char *joined = values != NULL ? g_strjoinv (",", values) : NULL;

  add_filter (filters, name, joined);
}

char *
gst_encord_src_selection_describe (const GstEncordSrcSelection *self)
{
  GString *filters = g_string_new (NULL);

  add_list (filters, "data-hashes", self->data_hashes);
  add_filter (filters, "title-like", self->title_like);
  add_list (filters, "task-status", self->task_status);
  add_filter (filters, "workflow-stage", self->workflow_stage);

  return g_string_free (filters, filters->len == 0);
}
