/* faulty-proxy.h - between a client and a server, where calls go wrong
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _FaultyProxy FaultyProxy;

typedef enum
{
  FAULT_NONE,
  FAULT_ERROR,            /* status 500 instead of the server's answer */
  FAULT_TOO_MANY,         /* status 429, try again at once */
  FAULT_LOST_REQUEST,     /* hangs up, and the server never hears of it */
  FAULT_LOST_ANSWER,      /* hangs up after the server has done it */
  FAULT_ERROR_AFTERWARDS, /* status 500 after the server has done it */
  FAULT_SLOW,             /* the answer comes later */
  FAULT_N,
} Fault;

/* passes everything on to the server at uri until it is told otherwise */
FaultyProxy *faulty_proxy_new (const char *uri);
void faulty_proxy_free (FaultyProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultyProxy, faulty_proxy_free)

const char *faulty_proxy_get_uri (FaultyProxy *self);
/* Requests with this text in their body go wrong every second time, if anything
 * does; before the first request. */
void faulty_proxy_set_favourite (FaultyProxy *self, const char *text);
/* From now on one in `rate` requests goes wrong, drawn with seed. Of these one in
 * three is followed by so many refusals that the caller runs out of attempts, at
 * once; after the others the next request goes right. 0: none goes wrong. */
void faulty_proxy_set_faults (FaultyProxy *self, guint rate, guint32 seed);
/* how often so far */
guint faulty_proxy_count (FaultyProxy *self, Fault fault);

G_END_DECLS
