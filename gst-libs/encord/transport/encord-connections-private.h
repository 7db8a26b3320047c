/* transport/encord-connections-private.h - which kept connections are to be trusted
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* Remembers when a session's connections answered last. Any thread; the clock is
 * passed in, in microseconds, and never goes back. */
typedef struct _EncordConnections EncordConnections;

EncordConnections *encord_connections_new (void);
void encord_connections_free (EncordConnections *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordConnections, encord_connections_free)

/* for how long after an answer nobody closes a connection, in microseconds */
void encord_connections_set_trust (EncordConnections *self, gint64 trust);
/* id: as libsoup numbers connections, upwards from 1 */
void encord_connections_note_answer (EncordConnections *self, guint64 id,
                                     gint64 now);
/* whether a kept connection is worth a try */
gboolean encord_connections_have_trusted (EncordConnections *self, gint64 now);
/* whether this one answered a moment ago, or has just been opened */
gboolean encord_connections_trust (EncordConnections *self, guint64 id,
                                   gint64 now);

G_END_DECLS
