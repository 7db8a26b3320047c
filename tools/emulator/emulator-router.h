/* emulator-router.h - which handler answers a request; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-access.h"

G_BEGIN_DECLS

/* what a legacy request is bound to: ResourceType, or none at /public/user; of
 * a v2 request, what its first argument names */
typedef enum
{
  EMULATOR_SCOPE_USER,
  EMULATOR_SCOPE_PROJECT,
  EMULATOR_SCOPE_DATASET,
  EMULATOR_SCOPE_ONTOLOGY, /* v2 only */
} EmulatorScope;

typedef gboolean (*EmulatorHandler) (EmulatorCall *call, GError **error);

typedef struct
{
  const char *name; /* as counted: "labelrow POST", "GET projects/{project}" */
  EmulatorScope scope;
  EmulatorAccess access;
  gsize max_body;
  EmulatorHandler handler;
} EmulatorRoute;

/* no request of any route is larger */
#define EMULATOR_MAX_BODY (256 * 1024 * 1024)
/* what every route takes */
#define EMULATOR_MIN_BODY (1024 * 1024)

/* the table of one interface */
const EmulatorRoute *emulator_router_get_routes (gboolean v2, guint *ret_n);

gboolean emulator_router_parse_scope (const char *path,
                                      const char *resource_type,
                                      EmulatorScope *ret, GError **error);
/* METHOD_NOT_ALLOWED when there is none */
const EmulatorRoute *emulator_router_find_legacy (const char *query_type,
                                                  const char *query_method,
                                                  EmulatorScope scope,
                                                  GError **error);
/* path is what follows /v2/public/, percent-encoded; ret_args the parts of it
 * that stand in braces in the route's name, decoded */
const EmulatorRoute *emulator_router_find_v2 (const char *verb,
                                              const char *path,
                                              char ***ret_args, GError **error);

G_END_DECLS
