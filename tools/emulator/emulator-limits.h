/* emulator-limits.h - how much of what one emulator takes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint connections;  /* open at once; one more is closed unheard */
  guint header_time;  /* seconds for the headers of a request, all of them */
  guint progress;     /* seconds in which a body moves at least min_bytes */
  guint min_bytes;    /* either way, requests in and answers out */
  guint idle_time;    /* seconds between two requests of a connection */
  gsize bodies;       /* bytes of all request bodies held at once */
  gint64 upload_size; /* bytes of one uploaded file */
  guint rate;         /* requests a second of one user; 0: any number */
} EmulatorLimits;

#define EMULATOR_LIMITS_DEFAULT                                                \
  {                                                                            \
    .connections = 512, .header_time = 30, .progress = 30, .min_bytes = 16384, \
    .idle_time = 300, .bodies = (gsize) 1024 * 1024 * 1024,                    \
    .upload_size = G_GINT64_CONSTANT (64) * 1024 * 1024 * 1024, .rate = 0,     \
  }

G_END_DECLS
