/* emulator-call.h - one authenticated request on its way to its answer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include <encord/model/encord-json-scanner-private.h>

#include "emulator-keyring.h"
#include "emulator-store-projects.h"
#include "emulator.h"

G_BEGIN_DECLS

typedef struct _EmulatorCall EmulatorCall;

/* Handlers read these and change none of them. */
struct _EmulatorCall
{
  grefcount references;
  Emulator *emulator;
  SoupServerMessage *message;
  EmulatorUser user;
  gboolean is_v2;
  gboolean deferred;
  gboolean gone; /* the client, while the reply was deferred */
  GDestroyNotify on_gone;
  gpointer on_gone_data;
  GBytes *body;

  /* legacy */
  char *query_type;
  char *query_method;
  EncordJsonSlice uid; /* these lie in the body */
  EncordJsonSlice payload;
  char *resource; /* the project or dataset, also for v2; NULL for the user */
  int role;       /* the caller's in it */

  /* v2: what the path's braces hold */
  char **args;

  JsonNode *parsed_uid;
  JsonNode *parsed_payload;
};

EmulatorCall *emulator_call_new (Emulator *emulator,
                                 SoupServerMessage *message);
EmulatorCall *emulator_call_ref (EmulatorCall *self);
void emulator_call_unref (EmulatorCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorCall, emulator_call_unref)

/* fills query_type, query_method, uid and payload from the body */
gboolean emulator_call_parse_envelope (EmulatorCall *self, GError **error);

/* legacy payload or v2 body as an object; owned by the call */
JsonObject *emulator_call_get_payload (EmulatorCall *self, GError **error);
/* the same, of whatever type */
JsonNode *emulator_call_get_payload_node (EmulatorCall *self, GError **error);
JsonNode *emulator_call_get_uid (EmulatorCall *self, GError **error);
/* the uid of a query that takes one string */
gboolean emulator_call_get_hash (EmulatorCall *self, const char **ret,
                                 GError **error);
/* one uid or a list of them */
gboolean emulator_call_get_hashes (EmulatorCall *self, char ***ret,
                                   GError **error);

/* the last value of a key of the query, decoded; NULL when absent */
char *emulator_call_dup_query (EmulatorCall *self, const char *key);
char **emulator_call_dup_query_values (EmulatorCall *self, const char *key);
/* all values as a JSON list, NULL when there is none */
char *emulator_call_dup_query_list (EmulatorCall *self, const char *key);
/* an ISO 8601 time; *ret stays when absent */
gboolean emulator_call_read_query_time (EmulatorCall *self, const char *key,
                                        gint64 *ret, GError **error);

/* the four times of a listing's query */
gboolean emulator_call_read_filter_times (EmulatorCall *self,
                                          EmulatorFilter *filter,
                                          GError **error);
/* whether an administrator asks for what belongs to others too */
gboolean emulator_call_wants_everything (EmulatorCall *self);

/* the address under which the client reaches this emulator */
char *emulator_call_dup_base_uri (EmulatorCall *self);
/* an expiring address of a media file for GET, or of an upload for PUT */
char *emulator_call_sign_media (EmulatorCall *self, const char *id);
char *emulator_call_sign_upload (EmulatorCall *self, const char *id);

/* exactly one of these ends the call; node is taken */
void emulator_call_reply (EmulatorCall *self, JsonNode *node);
void emulator_call_reply_boolean (EmulatorCall *self, gboolean value);
void emulator_call_reply_string (EmulatorCall *self, const char *value);
void emulator_call_reply_null (EmulatorCall *self);
/* JSON text as it is */
void emulator_call_reply_text (EmulatorCall *self, GString *text);
void emulator_call_fail (EmulatorCall *self, const GError *error);
/* with an HTTP status on which clients come again by themselves, here after
 * that many seconds */
void emulator_call_turn_away (EmulatorCall *self, guint status, guint seconds,
                              const char *why);
/* The reply comes later, from the main loop; keep a reference until then. When the
 * client hangs up before, on_gone (nullable) is called with data, and a reply goes
 * nowhere. */
void emulator_call_defer (EmulatorCall *self, GDestroyNotify on_gone,
                          gpointer data);

G_END_DECLS
