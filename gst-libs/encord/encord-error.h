/* encord-error.h - what went wrong, and what the caller can do about it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordError:
 * @ENCORD_ERROR_FAILED: none of the others; the message says what happened
 * @ENCORD_ERROR_UNREACHABLE: no answer from the server: try later
 * @ENCORD_ERROR_AUTH: the key or token is missing, unreadable or unknown: fix it
 * @ENCORD_ERROR_DENIED: the user lacks the rights: ask for them
 * @ENCORD_ERROR_NOT_FOUND: no such project, row, file or feature
 * @ENCORD_ERROR_CONFLICT: it exists already, or changed meanwhile: fetch again
 * @ENCORD_ERROR_THROTTLED: too many or too large requests: wait or split
 * @ENCORD_ERROR_REJECTED: the request makes no sense to the server: fix it
 * @ENCORD_ERROR_BAD_RESPONSE: the server's answer is unreadable: report it
 * @ENCORD_ERROR_BAD_DATA: local data (a key file, a label row, an ontology)
 *   is malformed
 * @ENCORD_ERROR_NOT_SUPPORTED: the server dropped this call, or this build
 *   lacks it
 *
 * Codes of #ENCORD_ERROR, by what the caller can do. Cancellation stays
 * %G_IO_ERROR_CANCELLED.
 *
 * Since: 0.1
 */
typedef enum
{
  ENCORD_ERROR_FAILED,
  ENCORD_ERROR_UNREACHABLE,
  ENCORD_ERROR_AUTH,
  ENCORD_ERROR_DENIED,
  ENCORD_ERROR_NOT_FOUND,
  ENCORD_ERROR_CONFLICT,
  ENCORD_ERROR_THROTTLED,
  ENCORD_ERROR_REJECTED,
  ENCORD_ERROR_BAD_RESPONSE,
  ENCORD_ERROR_BAD_DATA,
  ENCORD_ERROR_NOT_SUPPORTED,
} EncordError;

/**
 * EncordServerError:
 * @ENCORD_SERVER_ERROR_NONE: the error did not come from a server's answer
 * @ENCORD_SERVER_ERROR_GENERIC: an error string that has no class (GenericServerError)
 * @ENCORD_SERVER_ERROR_AUTHENTICATION: AuthenticationError
 * @ENCORD_SERVER_ERROR_AUTHORISATION: AuthorisationError
 * @ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND: ResourceNotFoundError
 * @ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED: MethodNotAllowedError
 * @ENCORD_SERVER_ERROR_UNKNOWN: UnknownException
 * @ENCORD_SERVER_ERROR_OPERATION_NOT_ALLOWED: OperationNotAllowed
 * @ENCORD_SERVER_ERROR_ANSWER_DICTIONARY: AnswerDictionaryError
 * @ENCORD_SERVER_ERROR_CORRUPTED_LABEL: CorruptedLabelError
 * @ENCORD_SERVER_ERROR_FILE_TYPE_NOT_SUPPORTED: FileTypeNotSupportedError
 * @ENCORD_SERVER_ERROR_FILE_SIZE_NOT_SUPPORTED: FileSizeNotSupportedError
 * @ENCORD_SERVER_ERROR_FEATURE_DOES_NOT_EXIST: FeatureDoesNotExistError
 * @ENCORD_SERVER_ERROR_MODEL_WEIGHTS_INCONSISTENT: ModelWeightsInconsistentError
 * @ENCORD_SERVER_ERROR_MODEL_FEATURES_INCONSISTENT: ModelFeaturesInconsistentError
 * @ENCORD_SERVER_ERROR_UPLOAD_OPERATION_NOT_SUPPORTED: UploadOperationNotSupportedError
 * @ENCORD_SERVER_ERROR_DETECTION_RANGE_INVALID: DetectionRangeInvalidError
 * @ENCORD_SERVER_ERROR_RESOURCE_EXISTS: ResourceExistsError
 * @ENCORD_SERVER_ERROR_INVALID_DATE_FORMAT: InvalidDateFormatError
 * @ENCORD_SERVER_ERROR_DUPLICATE_SSH_KEY: DuplicateSshKeyError
 * @ENCORD_SERVER_ERROR_SSH_KEY_NOT_FOUND: SshKeyNotFound
 * @ENCORD_SERVER_ERROR_INVALID_ARGUMENTS: InvalidArgumentsError
 * @ENCORD_SERVER_ERROR_MULTI_LABEL_LIMIT: MultiLabelLimitError; see
 *   encord_error_get_maximum_labels()
 * @ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE: WrongProjectTypeError
 * @ENCORD_SERVER_ERROR_REQUEST: RequestException: the answer did not arrive or is
 *   unreadable
 * @ENCORD_SERVER_ERROR_CLOUD_UPLOAD: CloudUploadError: the storage refused a file
 * @ENCORD_SERVER_ERROR_ONTOLOGY: OntologyError: an element of an ontology was not
 *   found, or is not the only one; comes from no answer
 *
 * The exception classes of the Python SDK that an answer can lead to.
 *
 * Since: 0.1
 */
typedef enum
{
  ENCORD_SERVER_ERROR_NONE,
  ENCORD_SERVER_ERROR_GENERIC,
  ENCORD_SERVER_ERROR_AUTHENTICATION,
  ENCORD_SERVER_ERROR_AUTHORISATION,
  ENCORD_SERVER_ERROR_RESOURCE_NOT_FOUND,
  ENCORD_SERVER_ERROR_METHOD_NOT_ALLOWED,
  ENCORD_SERVER_ERROR_UNKNOWN,
  ENCORD_SERVER_ERROR_OPERATION_NOT_ALLOWED,
  ENCORD_SERVER_ERROR_ANSWER_DICTIONARY,
  ENCORD_SERVER_ERROR_CORRUPTED_LABEL,
  ENCORD_SERVER_ERROR_FILE_TYPE_NOT_SUPPORTED,
  ENCORD_SERVER_ERROR_FILE_SIZE_NOT_SUPPORTED,
  ENCORD_SERVER_ERROR_FEATURE_DOES_NOT_EXIST,
  ENCORD_SERVER_ERROR_MODEL_WEIGHTS_INCONSISTENT,
  ENCORD_SERVER_ERROR_MODEL_FEATURES_INCONSISTENT,
  ENCORD_SERVER_ERROR_UPLOAD_OPERATION_NOT_SUPPORTED,
  ENCORD_SERVER_ERROR_DETECTION_RANGE_INVALID,
  ENCORD_SERVER_ERROR_RESOURCE_EXISTS,
  ENCORD_SERVER_ERROR_INVALID_DATE_FORMAT,
  ENCORD_SERVER_ERROR_DUPLICATE_SSH_KEY,
  ENCORD_SERVER_ERROR_SSH_KEY_NOT_FOUND,
  ENCORD_SERVER_ERROR_INVALID_ARGUMENTS,
  ENCORD_SERVER_ERROR_MULTI_LABEL_LIMIT,
  ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE,
  ENCORD_SERVER_ERROR_REQUEST,
  ENCORD_SERVER_ERROR_CLOUD_UPLOAD,
  ENCORD_SERVER_ERROR_ONTOLOGY,
} EncordServerError;

#define ENCORD_ERROR (encord_error_quark ())
ENCORD_API
GQuark encord_error_quark (void);

ENCORD_API
EncordServerError encord_error_get_server_error (const GError *error);
ENCORD_API
guint encord_error_get_http_status (const GError *error);
ENCORD_API
const char *encord_error_get_server_text (const GError *error);
ENCORD_API
const char *encord_error_get_trace_id (const GError *error);
ENCORD_API
guint encord_error_get_maximum_labels (const GError *error);

G_END_DECLS
