/* transport/encord-call-details-private.h - a call as the transport sees it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/transport/encord-call-private.h>

G_BEGIN_DECLS

gboolean encord_call_is_legacy (EncordCall *self);
gboolean encord_call_is_list (EncordCall *self);
/* again after a lost answer; what never left this machine is always repeated */
gboolean encord_call_is_repeatable (EncordCall *self);
/* what is called, for messages and the log */
const char *encord_call_get_name (EncordCall *self);
/* of HTTP */
const char *encord_call_get_verb (EncordCall *self);
/* legacy: query_method */
const char *encord_call_get_method (EncordCall *self);
/* path and query */
char *encord_call_dup_target (EncordCall *self);
GBytes *encord_call_get_body (EncordCall *self);
gboolean encord_call_has_body (EncordCall *self);
const char *encord_call_get_resource_type (EncordCall *self);
const char *encord_call_get_resource_id (EncordCall *self);
/* the same call for the page that a token names */
EncordCall *encord_call_new_page (EncordCall *self, const char *page_token);

G_END_DECLS
