/* client/encord-pager.h - a listing that the server gives page by page
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <gio/gio.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* encord_pager_next() and its asynchronous twin ask for a page */
#define ENCORD_TYPE_PAGER (encord_pager_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordPager, encord_pager, ENCORD, PAGER, GObject)

G_END_DECLS
