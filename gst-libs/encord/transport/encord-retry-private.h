/* transport/encord-retry-private.h - which calls are repeated, and when; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_RETRY_ATTEMPTS 4
#define ENCORD_RETRY_BACKOFF 1.5 /* seconds */

gboolean encord_retry_is_legacy_repeatable (const char *query_type,
                                            const char *query_method,
                                            gboolean list_of_uids);
gboolean encord_retry_is_v2_repeatable (const char *verb);
/* a status that a repeatable call does not take for an answer */
gboolean encord_retry_is_transient (guint http_status);
/* seconds to wait after attempt number `attempt`, from 1; retry_after (nullable):
 * the header's value, now: seconds since 1970 */
double encord_retry_pause (guint attempt, double backoff, guint http_status,
                           const char *retry_after, gint64 now);

G_END_DECLS
