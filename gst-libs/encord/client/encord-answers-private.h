/* client/encord-answers-private.h - what the answers to calls are made into
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include <encord/records/encord-model-training.h>

G_BEGIN_DECLS

/* Each takes an answer that may be anything, and is NULL with ENCORD_ERROR when
 * it is not what the protocol says. */

/* an EncordProject without its ontology; source: a client or another project */
gpointer encord_answers_parse_project (gpointer source, JsonNode *answer,
                                       GError **error);
/* the answer itself, an object with the members video and images */
gpointer encord_answers_parse_data (gpointer source, JsonNode *answer,
                                    GError **error);
/* a JsonObject with status, errors and data_hashes_with_titles */
gpointer encord_answers_parse_upload_job (gpointer source, JsonNode *answer,
                                          GError **error);
/* a JsonObject with the strings signed_url, file_link and title */
gpointer encord_answers_parse_upload_link (gpointer source, JsonNode *answer,
                                           GError **error);
/* a GPtrArray of EncordInferenceResult */
gpointer encord_answers_parse_inference (gpointer source, JsonNode *answer,
                                         GError **error);

/* what a question for a training's result brought: NULL while it runs */
typedef struct
{
  EncordModelTraining *training;
} EncordTrainingPoll;

void encord_training_poll_free (gpointer poll);
/* an EncordTrainingPoll; ENCORD_ERROR_FAILED: the training failed */
gpointer encord_answers_parse_training (gpointer source, JsonNode *answer,
                                        GError **error);

G_END_DECLS
