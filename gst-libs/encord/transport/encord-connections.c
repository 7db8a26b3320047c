/* transport/encord-connections.c - which kept connections are to be trusted
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/transport/encord-connections-private.h>

/* servers keep an idle connection for some seconds at least */
#define TRUST G_USEC_PER_SEC

struct _EncordConnections
{
  GMutex lock;
  /* with the lock */
  gint64 trust;
  GHashTable *answers; /* guint64 -> gint64; not much longer than trusted */
  guint64 highest;     /* that ever answered */
};

EncordConnections *
encord_connections_new (void)
{
  EncordConnections *self = g_new0 (EncordConnections, 1);

  g_mutex_init (&self->lock);
  self->trust = TRUST;
  self->answers =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  return self;
}

void
encord_connections_free (EncordConnections *self)
{
  g_hash_table_unref (self->answers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
encord_connections_set_trust (EncordConnections *self, gint64 trust)
{
  g_mutex_lock (&self->lock);
  self->trust = trust;
  g_mutex_unlock (&self->lock);
}

static void
forget_old_locked (EncordConnections *self, gint64 now)
{
  GHashTableIter iter;
  gpointer answered;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, NULL, &answered))
    if (now - *(gint64 *) answered >= self->trust)
      g_hash_table_iter_remove (&iter);
}

void
encord_connections_note_answer (EncordConnections *self, guint64 id, gint64 now)
{
  g_mutex_lock (&self->lock);
  forget_old_locked (self, now);
  g_hash_table_replace (self->answers, g_memdup2 (&id, sizeof id),
                        g_memdup2 (&now, sizeof now));
  self->highest = MAX (self->highest, id);
  g_mutex_unlock (&self->lock);
}

gboolean
encord_connections_have_trusted (EncordConnections *self, gint64 now)
{
  gboolean have;

  g_mutex_lock (&self->lock);
  forget_old_locked (self, now);
  have = g_hash_table_size (self->answers) > 0;
  g_mutex_unlock (&self->lock);

  return have;
}

gboolean
encord_connections_trust (EncordConnections *self, guint64 id, gint64 now)
{
  gboolean trust;

  g_mutex_lock (&self->lock);
  forget_old_locked (self, now);
  trust = id > self->highest || g_hash_table_contains (self->answers, &id);
  g_mutex_unlock (&self->lock);

  return trust;
}
