/* client/encord-pager-private.h - a listing that the server gives page by page
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-pager.h>
#include <encord/records/encord-record-private.h>
#include <encord/transport/encord-transport-private.h>

G_BEGIN_DECLS

/* call: transfer full, asked for again with each page's token; nothing is sent
 * yet. subject and new_record say what the results are. */
EncordPager *encord_pager_new (EncordTransport *transport, EncordCall *call,
                               const char *subject, EncordRecordNew new_record);

G_END_DECLS
