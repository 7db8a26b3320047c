/* requests.h - our calls against recordings of the official SDK's
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fake-server.h"

#include <encord/encord.h>

#define PROJECT "11111111-1111-4111-8111-111111111111"
#define DATA "22222222-2222-4222-8222-222222222222"
#define DATASET "33333333-3333-4333-8333-333333333333"
#define LABEL "44444444-4444-4444-8444-444444444444"

typedef struct
{
  FakeServer *server;
  EncordClient *client;
  EncordProject *project;
  EncordDataset *dataset;
  EncordLabelRow *row;
  char *folder;
} Context;

/* a recording, what its call is made on, and the call; the last of a topic's has
 * no recording */
typedef struct
{
  const char *recording;
  void (*given) (Context *ctx);
  void (*call) (Context *ctx);
  /* queues the answers, where the canned ones do not do */
  void (*reply) (Context *ctx);
} Replay;

extern const Replay replays_client[];
extern const Replay replays_coco[];
extern const Replay replays_datasets[];
extern const Replay replays_legacy[];
extern const Replay replays_models[];
extern const Replay replays_people[];
extern const Replay replays_rows[];

/* what calls are made on */
void given_client (Context *ctx);
void given_project (Context *ctx);
void given_row (Context *ctx);
/* a row that holds what recording 55 saves */
void given_labelled_row (Context *ctx);
void given_dataset (Context *ctx);

JsonArray *load_recording (const char *name, JsonParser **ret_parser);
void reply_recorded (Context *ctx, const char *name);
/* signed links in it point to a host of the name HOST */
void reply_text (Context *ctx, const char *text);
EncordLabelRow *list_one (Context *ctx, EncordLabelRowFilter *filter);

/* fails the test where a request that we sent is not the recorded one: method,
 * path, query, headers, parsed body, and a signature that is valid */
void assert_same_request (FakeRequest *ours, JsonObject *recorded,
                          const char *where);
