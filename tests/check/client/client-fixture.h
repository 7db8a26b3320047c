/* client-fixture.h - a client whose server answers what a test tells it to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fake-server.h"

#include <encord/encord.h>

/* what a well-behaved server answers */
#define UUID "11111111-1111-4111-8111-111111111111"
#define PROJECT                                                                \
  "{\"projectHash\":\"" UUID "\",\"projectType\":\"workflow\","                \
  "\"title\":\"T\",\"description\":\"\",\"createdAt\":"                        \
  "\"2024-05-06T07:08:09Z\",\"lastEditedAt\":\"2024-05-06T07:08:09Z\","        \
  "\"ontologyHash\":\"o\",\"workflow\":{\"stages\":[{\"uuid\":\"s\","          \
  "\"stageType\":\"ANNOTATION\",\"title\":\"Annotate\"}]}}"
#define ONTOLOGY                                                               \
  "{\"ontologyUuid\":\"o\",\"title\":\"\",\"description\":\"\",\"editor\":"    \
  "{\"objects\":[],\"classifications\":[]},\"createdAt\":\"\","                \
  "\"lastEditedAt\":\"\",\"userRole\":null}"
#define ROW                                                                    \
  "{\"label_hash\":\"l\",\"branch_name\":\"main\",\"data_hash\":\"d\","        \
  "\"dataset_hash\":\"ds\",\"dataset_title\":\"\",\"data_title\":\"clip\","    \
  "\"data_type\":\"VIDEO\",\"data_link\":null,\"label_status\":"               \
  "\"NOT_LABELLED\",\"number_of_frames\":3}"
#define BODY                                                                   \
  "{\"label_hash\":\"l\",\"branch_name\":\"main\",\"created_at\":\"\","        \
  "\"last_edited_at\":\"\",\"data_hash\":\"d\",\"dataset_hash\":\"ds\","       \
  "\"dataset_title\":\"\",\"data_title\":\"clip\",\"data_type\":\"video\","    \
  "\"label_status\":\"NOT_LABELLED\",\"data_units\":{\"d\":{\"data_hash\":"    \
  "\"d\",\"data_title\":\"clip\",\"data_link\":null,\"data_type\":"            \
  "\"video/mp4\",\"data_sequence\":0,\"labels\":{}}},\"object_answers\":{},"   \
  "\"classification_answers\":{},\"object_actions\":{}}"
#define OK(response) "{\"status\":200,\"response\":" response "}"
#define REFUSED(string)                                                        \
  "{\"status\":400,\"response\":[\"" string "\"],\"payload\":null}"

typedef struct
{
  FakeServer *server;
  EncordClient *client;
  EncordProject *project;
  EncordLabelRow *row;
} ClientFixture;

/* a call of the project that fails, and why: either its guard refuses, then answer
 * is NULL and nothing may be sent, or the server's answer makes it */
typedef struct
{
  const char *name;
  gboolean (*call) (EncordProject *project, GError **error);
  guint status;
  const char *answer;
  int code;
} BadCall;

void client_fixture_set_up (ClientFixture *f, gconstpointer data);
void client_fixture_forget_requests (ClientFixture *f);
void client_fixture_open_project (ClientFixture *f);
void client_fixture_list_row (ClientFixture *f);
void client_fixture_assert_fails (ClientFixture *f, const BadCall *bad);
void client_fixture_tear_down (ClientFixture *f, gconstpointer data);
void client_fixture_take_result (GObject *source, GAsyncResult *result,
                                 gpointer data);
GAsyncResult *client_fixture_wait (GAsyncResult **result);

#define ADD(name, data, func)                                                  \
  g_test_add (name, ClientFixture, GSIZE_TO_POINTER (data),                    \
              client_fixture_set_up, func, client_fixture_tear_down)
#define ADD_TABLE(prefix, table, func)                                         \
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {                           \
    g_autofree char *path = g_strconcat (prefix, table[i].name, NULL);         \
    ADD (path, i, func);                                                       \
  }
