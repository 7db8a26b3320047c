/* emulator-error.h - refusals, as the wire spells them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* the message of a GError of this domain is what the user gets to read: the
 * payload of a legacy answer, the message of a v2 answer */
typedef enum
{
  EMULATOR_ERROR_AUTHENTICATION,
  EMULATOR_ERROR_AUTHORISATION,
  EMULATOR_ERROR_RESOURCE_NOT_FOUND,
  EMULATOR_ERROR_METHOD_NOT_ALLOWED,
  EMULATOR_ERROR_UNKNOWN,
  EMULATOR_ERROR_OPERATION_NOT_ALLOWED,
  EMULATOR_ERROR_ANSWER_DICTIONARY,
  EMULATOR_ERROR_CORRUPTED_LABEL,
  EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED,
  EMULATOR_ERROR_FILE_SIZE_NOT_SUPPORTED,
  EMULATOR_ERROR_FEATURE_DOES_NOT_EXIST,
  EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT,
  EMULATOR_ERROR_MODEL_FEATURES_INCONSISTENT,
  EMULATOR_ERROR_DETECTION_RANGE_INVALID,
  EMULATOR_ERROR_MUST_SET_DETECTION_RANGE,
  EMULATOR_ERROR_UPLOAD_NOT_SUPPORTED,
  EMULATOR_ERROR_RESOURCE_EXISTS,
  EMULATOR_ERROR_INVALID_DATE_FORMAT,
  EMULATOR_ERROR_DUPLICATE_SSH_KEY,
  EMULATOR_ERROR_SSH_KEY_NOT_FOUND,
  EMULATOR_ERROR_INVALID_ARGUMENTS,
  EMULATOR_ERROR_MULTI_LABEL_LIMIT,
  EMULATOR_ERROR_WRONG_PROJECT_TYPE,
} EmulatorError;

#define EMULATOR_ERROR (emulator_error_quark ())
GQuark emulator_error_quark (void);

/* the string in a legacy answer; an error of another domain is unknown */
const char *emulator_error_get_string (const GError *error);
/* the HTTP status of a v2 answer */
guint emulator_error_get_status (const GError *error);
/* whether the message may be shown: other domains may hold local paths */
const char *emulator_error_get_message (const GError *error);

G_END_DECLS
