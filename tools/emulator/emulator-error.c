/* emulator-error.c - refusals, as the wire spells them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-error.h"

G_DEFINE_QUARK (emulator - error - quark, emulator_error)

/* no status here may be one that clients retry (413, 429, 500, 502, 503): the
 * reason would be lost to the user after four attempts */
static const struct
{
  const char *string;
  guint status;
} by_code[] = {
  [EMULATOR_ERROR_AUTHENTICATION] = { "AUTHENTICATION_ERROR", 401 },
  [EMULATOR_ERROR_AUTHORISATION] = { "AUTHORISATION_ERROR", 403 },
  [EMULATOR_ERROR_RESOURCE_NOT_FOUND] = { "RESOURCE_NOT_FOUND_ERROR", 404 },
  [EMULATOR_ERROR_METHOD_NOT_ALLOWED] = { "METHOD_NOT_ALLOWED_ERROR", 405 },
  [EMULATOR_ERROR_UNKNOWN] = { "UNKNOWN_ERROR", 501 },
  [EMULATOR_ERROR_OPERATION_NOT_ALLOWED] = { "OPERATION_NOT_ALLOWED", 409 },
  [EMULATOR_ERROR_ANSWER_DICTIONARY] = { "ANSWER_DICTIONARY_ERROR", 400 },
  [EMULATOR_ERROR_CORRUPTED_LABEL] = { "CORRUPTED_LABEL_ERROR", 400 },
  [EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED] = { "FILE_TYPE_NOT_SUPPORTED_ERROR",
                                               400 },
  [EMULATOR_ERROR_FILE_SIZE_NOT_SUPPORTED] = { "FILE_SIZE_NOT_SUPPORTED_ERROR",
                                               400 },
  [EMULATOR_ERROR_FEATURE_DOES_NOT_EXIST] = { "FEATURE_DOES_NOT_EXIST_ERROR",
                                              400 },
  [EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT] = { "MODEL_WEIGHTS_INCONSISTENT_"
                                                  "ERROR",
                                                  400 },
  [EMULATOR_ERROR_MODEL_FEATURES_INCONSISTENT] = { "MODEL_FEATURES_"
                                                   "INCONSISTENT_ERROR",
                                                   400 },
  [EMULATOR_ERROR_DETECTION_RANGE_INVALID] = { "DETECTION_RANGE_INVALID_ERROR",
                                               400 },
  [EMULATOR_ERROR_MUST_SET_DETECTION_RANGE] = { "MUST_SET_DETECTION_RANGE_"
                                                "ERROR",
                                                400 },
  [EMULATOR_ERROR_UPLOAD_NOT_SUPPORTED] = { "UPLOAD_OPERATION_NOT_SUPPORTED_"
                                            "ERROR",
                                            400 },
  [EMULATOR_ERROR_RESOURCE_EXISTS] = { "RESOURCE_EXISTS_ERROR", 409 },
  [EMULATOR_ERROR_INVALID_DATE_FORMAT] = { "INVALID_DATE_FORMAT_ERROR", 400 },
  [EMULATOR_ERROR_DUPLICATE_SSH_KEY] = { "DUPLICATE_SSH_KEY_ERROR", 401 },
  [EMULATOR_ERROR_SSH_KEY_NOT_FOUND] = { "SSH_KEY_NOT_FOUND_ERROR", 401 },
  [EMULATOR_ERROR_INVALID_ARGUMENTS] = { "INVALID_ARGUMENTS_ERROR", 400 },
  [EMULATOR_ERROR_MULTI_LABEL_LIMIT] = { "MULTI_LABEL_LIMIT_ERROR", 400 },
  [EMULATOR_ERROR_WRONG_PROJECT_TYPE] = { "WRONG_PROJECT_TYPE_ERROR", 400 },
};

static int
code_of (const GError *error)
{
  return error->domain == EMULATOR_ERROR ? error->code : EMULATOR_ERROR_UNKNOWN;
}

const char *
emulator_error_get_string (const GError *error)
{
  return by_code[code_of (error)].string;
}

guint
emulator_error_get_status (const GError *error)
{
  return by_code[code_of (error)].status;
}

const char *
emulator_error_get_message (const GError *error)
{
  return error->domain == EMULATOR_ERROR
             ? error->message
             : "the emulator failed; its log says why";
}
