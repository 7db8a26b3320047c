/* fake-server.h - an HTTP server that answers what a test tells it to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libsoup/soup.h>

typedef struct _FakeServer FakeServer;

FakeServer *fake_server_new (void);
void fake_server_free (FakeServer *self);
const char *fake_server_get_uri (FakeServer *self);
/* the next request gets this answer; answers queue up; status 0 hangs up */
void fake_server_reply (FakeServer *self, guint status, const char *body);
/* headers: name, value, ..., NULL; they may replace the content type */
void fake_server_reply_full (FakeServer *self, guint status,
                             const char *const *headers, gconstpointer body,
                             gsize length);
/* every request for which no answer is left gets these data, or its range of
 * them; before the first request */
void fake_server_serve (FakeServer *self, GBytes *data);
/* these bytes and nothing else; then hangs up, or keeps silent for ever */
void fake_server_reply_raw (FakeServer *self, const char *bytes,
                            gboolean keep_silent);

/* a request as it came */
typedef struct
{
  char *method;
  char *target; /* path and query, still encoded */
  SoupMessageHeaders *headers;
  GBytes *body;
  guint client_port; /* the same for requests of one connection */
} FakeRequest;

void fake_request_free (FakeRequest *self);
/* the oldest request not yet taken; waits for it */
FakeRequest *fake_server_wait_request (FakeServer *self);
/* the same, NULL if there is none */
FakeRequest *fake_server_take_request (FakeServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeRequest, fake_request_free)
