/* model/encord-time-private.h - the forms of time on the wire
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* "Mon, 06 May 2024 07:08:09 GMT" without the terminator */
#define ENCORD_TIME_LENGTH 29

/* (transfer full) (nullable): of every form the service and its clients write.
 * A text without zone is UTC. */
GDateTime *encord_time_parse (const char *text);
/* what labels carry: 29 characters and a terminator, years 0 to 9999 */
void encord_time_format (gint64 seconds, char text[ENCORD_TIME_LENGTH + 1]);
/* (transfer full): "2024-05-06T07:08:09+00:00", for requests. With its zone, since
 * what a text without one means was never written down */
char *encord_time_format_iso (GDateTime *time);

G_END_DECLS
