/* emulator-fixture.h - an emulator in this process, on a folder of its own
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include <encord/auth/encord-signature-private.h>

#include "emulator.h"

/* Requests are sent and answered on the caller's main context. */
typedef struct
{
  char *folder;
  Emulator *emulator;
  char *uri;
  SoupSession *session;
  EncordSshKey *admin; /* a@example.com */
  EncordSshKey *other; /* b@example.com, authorized */
  EncordSshKey *stranger;
  char *dataset; /* of the admin, from fixture_make_project() */
  char *project;
  char *ontology;
  char *video; /* data hash: 10 frames of 64x48 */
  char *group; /* data hash: pictures below */
  char *pictures[2];
  char *row; /* label hash of the video, once created */
} Fixture;

typedef struct
{
  guint status;
  GBytes *bytes;
  JsonNode *json; /* NULL when it is none */
  SoupMessageHeaders *headers;
} Answer;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);
/* ends the emulator and starts another one on the same folder */
void fixture_restart (Fixture *self);
void fixture_restart_limited (Fixture *self, const EmulatorLimits *limits);
/* ends the emulator for good: the program, with this trainer (a quoted command,
 * nullable), serves its folder from now on; takes whatever ran before to be gone */
GSubprocess *fixture_spawn (Fixture *self, const char *program,
                            const char *trainer);
/* ontology, dataset, workflow project and data; the files hold no media */
void fixture_make_project (Fixture *self);

void answer_clear (Answer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

/* sends message with body (nullable) and takes the answer */
void fixture_send (Fixture *self, SoupMessage *message, const char *body,
                   Answer *ret);
/* type "" goes to /public/user */
void fixture_legacy (Fixture *self, EncordSshKey *key, const char *type,
                     const char *resource, const char *body, Answer *ret);
void fixture_v2 (Fixture *self, EncordSshKey *key, const char *verb,
                 const char *path, const char *body, Answer *ret);

/* the text of a signed request, to be sent in pieces or as it should not be;
 * more: header lines, each with its line end */
char *fixture_make_legacy (Fixture *self, EncordSshKey *key, const char *type,
                           const char *resource, const char *body,
                           const char *more);
char *fixture_make_v2 (Fixture *self, EncordSshKey *key, const char *verb,
                       const char *target, const char *body, const char *more);
GSocketConnection *fixture_connect (Fixture *self);
/* what comes until the server hangs up; both ends live on the main context */
char *fixture_read_all (GSocketConnection *connection);

/* a call of the project, with uid and payload as JSON text */
void fixture_call (Fixture *self, const char *query_type,
                   const char *query_method, const char *uid,
                   const char *payload, Answer *ret);

/* the same as another user, bound to another resource */
void fixture_call_as (Fixture *self, EncordSshKey *key, const char *type,
                      const char *resource, const char *query_type,
                      const char *query_method, const char *uid,
                      const char *payload, Answer *ret);
/* a call of the project that nobody waits for yet; *ret_answer, which is NULL now,
 * becomes the answer, and stays NULL if none comes */
void fixture_begin_call (Fixture *self, const char *query_type,
                         const char *query_method, const char *uid,
                         const char *payload, GBytes **ret_answer);
/* the same, a GET of a v2 path */
void fixture_begin_v2 (Fixture *self, const char *path, GBytes **ret_answer);
/* a role in the project for b@example.com */
void fixture_add_other (Fixture *self, int role);
/* the label row of a unit, made; returns its hash */
char *fixture_create_row (Fixture *self, const char *unit);

/* that it is a success; returns the response, owned by the answer */
JsonNode *answer_get_response (const Answer *self);
void answer_assert_refused (const Answer *self, const char *error);
