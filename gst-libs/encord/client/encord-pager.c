/* client/encord-pager.c - a listing that the server gives page by page
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-pager-build-private.h>
#include <encord/client/encord-pager-private.h>

/**
 * EncordPager:
 *
 * A long listing, of which encord_pager_next() asks for one page after another, so
 * that whoever needs the beginning only does not wait for the end.
 *
 * A pager may be used from any thread, by one at a time. After an error the same
 * page can be asked for again. Follows what `Project.list_collaborator_timers` of
 * the SDK iterates over.
 *
 * Since: 0.1
 */
struct _EncordPager
{
  GObject parent;

  EncordTransport *transport;
  EncordCall *call;
  const char *subject;
  EncordRecordNew new_record;
  char *token; /* of the next page; NULL at the beginning and at the end */
  gboolean is_over;
};

G_DEFINE_FINAL_TYPE (EncordPager, encord_pager, G_TYPE_OBJECT)

static void
encord_pager_finalize (GObject *object)
{
  EncordPager *self = ENCORD_PAGER (object);

  g_free (self->token);
  encord_call_free (self->call);
  g_object_unref (self->transport);

  G_OBJECT_CLASS (encord_pager_parent_class)->finalize (object);
}

static void
encord_pager_class_init (EncordPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_pager_finalize;
}

static void
encord_pager_init (EncordPager *self)
{
}

EncordPager *
encord_pager_new (EncordTransport *transport, EncordCall *call,
                  const char *subject, EncordRecordNew new_record)
{
  EncordPager *self = g_object_new (ENCORD_TYPE_PAGER, NULL);

  self->transport = g_object_ref (transport);
  self->call = call;
  self->subject = subject;
  self->new_record = new_record;

  return self;
}

/* an EncordTaskFunc; a page without results is not the end for the server */
static gpointer
next_page (gpointer source, gpointer data, GCancellable *cancellable,
           GError **error)
{
  EncordPager *self = source;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) local = NULL;

  if (self->is_over)
    return g_ptr_array_new_with_free_func (g_object_unref);
  do {
    g_autofree char *token = g_strdup (self->token);
    g_autoptr (JsonNode) results = encord_transport_run_page (
        self->transport, self->call, &token, cancellable, error);

    if (results == NULL)
      return NULL;
    g_clear_pointer (&records, g_ptr_array_unref);
    records = encord_record_read_list (results, self->subject, self->new_record,
                                       &local);
    if (records == NULL)
      return encord_request_blame_answer (self->call, g_steal_pointer (&local),
                                          error);
    g_free (self->token);
    self->token = g_steal_pointer (&token);
    self->is_over = self->token == NULL;
  } while (records->len == 0 && !self->is_over);

  return g_steal_pointer (&records);
}

EncordRequest *
encord_pager_build_next (EncordPager *self, GError **error)
{
  return encord_request_new_task (next_page, NULL, NULL,
                                  encord_request_free_array);
}
