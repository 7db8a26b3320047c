#!/usr/bin/env python3
# gi-errors.py - each of the SDK's error classes, as Python sees it
# SPDX-License-Identifier: LGPL-2.1-or-later
"""PyGObject makes an error anew of its domain, code and message, so what the library
keeps beside them is not to be had; the class of the SDK is."""
import pathlib
import tempfile

from gi_fixture import Encord, Gio, GLib, expect
from gi_server import HANG_UP, run

Error, ServerError = Encord.Error, Encord.ServerError
LEGACY = {
    "AUTHENTICATION_ERROR": (Error.AUTH, ServerError.AUTHENTICATION, "AuthenticationError"),
    "AUTHORISATION_ERROR": (Error.DENIED, ServerError.AUTHORISATION, "AuthorisationError"),
    "RESOURCE_NOT_FOUND_ERROR": (Error.NOT_FOUND, ServerError.RESOURCE_NOT_FOUND, "ResourceNotFoundError"),
    "METHOD_NOT_ALLOWED_ERROR": (Error.NOT_SUPPORTED, ServerError.METHOD_NOT_ALLOWED, "MethodNotAllowedError"),
    "UNKNOWN_ERROR": (Error.FAILED, ServerError.UNKNOWN, "UnknownException"),
    "OPERATION_NOT_ALLOWED": (Error.DENIED, ServerError.OPERATION_NOT_ALLOWED, "OperationNotAllowed"),
    "ANSWER_DICTIONARY_ERROR": (Error.REJECTED, ServerError.ANSWER_DICTIONARY, "AnswerDictionaryError"),
    "CORRUPTED_LABEL_ERROR": (Error.REJECTED, ServerError.CORRUPTED_LABEL, "CorruptedLabelError"),
    "FILE_TYPE_NOT_SUPPORTED_ERROR": (
        Error.REJECTED, ServerError.FILE_TYPE_NOT_SUPPORTED, "FileTypeNotSupportedError",
    ),
    "FILE_SIZE_NOT_SUPPORTED_ERROR": (
        Error.REJECTED, ServerError.FILE_SIZE_NOT_SUPPORTED, "FileSizeNotSupportedError",
    ),
    "FEATURE_DOES_NOT_EXIST_ERROR": (
        Error.NOT_FOUND, ServerError.FEATURE_DOES_NOT_EXIST, "FeatureDoesNotExistError",
    ),
    "MODEL_WEIGHTS_INCONSISTENT_ERROR": (
        Error.REJECTED, ServerError.MODEL_WEIGHTS_INCONSISTENT, "ModelWeightsInconsistentError",
    ),
    "MODEL_FEATURES_INCONSISTENT_ERROR": (
        Error.REJECTED, ServerError.MODEL_FEATURES_INCONSISTENT, "ModelFeaturesInconsistentError",
    ),
    "UPLOAD_OPERATION_NOT_SUPPORTED_ERROR": (
        Error.NOT_SUPPORTED, ServerError.UPLOAD_OPERATION_NOT_SUPPORTED, "UploadOperationNotSupportedError",
    ),
    "DETECTION_RANGE_INVALID_ERROR": (
        Error.REJECTED, ServerError.DETECTION_RANGE_INVALID, "DetectionRangeInvalidError",
    ),
    "MUST_SET_DETECTION_RANGE_ERROR": (Error.REJECTED, ServerError.GENERIC, "GenericServerError"),
    "RESOURCE_EXISTS_ERROR": (Error.CONFLICT, ServerError.RESOURCE_EXISTS, "ResourceExistsError"),
    "INVALID_DATE_FORMAT_ERROR": (Error.REJECTED, ServerError.INVALID_DATE_FORMAT, "InvalidDateFormatError"),
    "DUPLICATE_SSH_KEY_ERROR": (Error.AUTH, ServerError.DUPLICATE_SSH_KEY, "DuplicateSshKeyError"),
    "SSH_KEY_NOT_FOUND_ERROR": (Error.AUTH, ServerError.SSH_KEY_NOT_FOUND, "SshKeyNotFound"),
    "INVALID_ARGUMENTS_ERROR": (Error.REJECTED, ServerError.INVALID_ARGUMENTS, "InvalidArgumentsError"),
    "MULTI_LABEL_LIMIT_ERROR": (Error.THROTTLED, ServerError.MULTI_LABEL_LIMIT, "MultiLabelLimitError"),
    "WRONG_PROJECT_TYPE_ERROR": (Error.REJECTED, ServerError.WRONG_PROJECT_TYPE, "WrongProjectTypeError"),
    "SOMETHING_NEW_ERROR": (Error.FAILED, ServerError.GENERIC, "GenericServerError"),
}  # fmt: skip
STATUSES = {
    400: (Error.REJECTED, ServerError.INVALID_ARGUMENTS, "InvalidArgumentsError"),
    401: (Error.AUTH, ServerError.AUTHENTICATION, "AuthenticationError"),
    403: (Error.DENIED, ServerError.AUTHORISATION, "AuthorisationError"),
    404: (Error.NOT_FOUND, ServerError.RESOURCE_NOT_FOUND, "ResourceNotFoundError"),
    405: (Error.NOT_SUPPORTED, ServerError.METHOD_NOT_ALLOWED, "MethodNotAllowedError"),
    409: (Error.CONFLICT, ServerError.UNKNOWN, "UnknownException"),
}
LINKS = 2
NOWHERE = "33333333-3333-4333-8333-333333333333"


def expect_class(code, server_error, name, function, *arguments):
    error = expect(code, function, *arguments)
    assert Encord.error_get_server_error(error) == server_error, error.message
    assert error.message.endswith(f" [{name}]"), error.message
    return error


def check_every_class(_server):
    """None is left out below."""
    told = {c for _, c, _ in (*LEGACY.values(), *STATUSES.values())}
    alone = {ServerError.NONE, ServerError.REQUEST, ServerError.CLOUD_UPLOAD, ServerError.ONTOLOGY}
    assert told | alone == {ServerError(i) for i in range(ServerError.ONTOLOGY + 1)} and not told & alone


def check_legacy(server):
    project = server.project()
    # what a server says is not what decides
    text = "mind the gap [OntologyError]"
    for string, (code, server_error, name) in LEGACY.items():
        for more in {}, {"payload": text}, {"payload": {"maximum_labels_allowed": 7}}:
            server.reply({"status": 404, "response": [string], **more})
            expect_class(code, server_error, name, project.get_project_ontology, None)


def check_statuses(server):
    client = server.client()
    for status, (code, server_error, name) in STATUSES.items():
        for answer in {}, {"message": "mind the gap [OntologyError]"}:
            server.reply(answer, status)
            expect_class(code, server_error, name, client.get_project, NOWHERE, None)


def check_no_answer(server):
    project = server.project()
    server.reply(HANG_UP)
    error = expect_class(
        Error.UNREACHABLE, ServerError.REQUEST, "RequestException", project.set_label_status, NOWHERE, 1, None
    )
    assert "is unknown" in error.message


def check_upload(server):
    server.reply_legacy({"dataset_hash": NOWHERE, "title": "D", "description": ""})
    dataset = server.client().get_dataset(NOWHERE, None)
    # the link is asked for anew some times
    for _ in range(LINKS):
        server.reply_legacy({"signed_url": server.uri + "/upload", "file_link": "clip", "title": "clip.mp4"})
        server.reply({}, 400)
    with tempfile.TemporaryDirectory(prefix="gi-") as folder:
        path = pathlib.Path(folder) / "clip.mp4"
        path.write_bytes(b"clip")
        expect_class(
            Error.REJECTED, ServerError.CLOUD_UPLOAD, "CloudUploadError",
            dataset.upload_video, Gio.File.new_for_path(str(path)), None, None, None, None,
        )  # fmt: skip


def check_local(_server):
    """Errors that come from no answer."""
    structure = Encord.OntologyStructure.new()
    expect_class(
        Error.NOT_FOUND, ServerError.ONTOLOGY, "OntologyError",
        structure.find_child_by_title, "Car", Encord.OntologyObject,
    )  # fmt: skip
    error = expect(Error.BAD_DATA, Encord.SshKey.new_from_string, "no key", None)
    assert Encord.error_get_server_error(error) == ServerError.NONE
    foreign = GLib.Error.new_literal(Gio.io_error_quark(), "x [OntologyError]", 0)
    assert Encord.error_get_server_error(foreign) == ServerError.NONE


def check_details(server):
    """What only C has: it is missing, not wrong."""
    server.reply({"message": "gap"}, 400)
    error = expect(Error.REJECTED, server.client().get_project, NOWHERE, None)
    assert "gap" in error.message and "400" in error.message
    assert Encord.error_get_http_status(error) == Encord.error_get_maximum_labels(error) == 0
    assert Encord.error_get_server_text(error) is None and Encord.error_get_trace_id(error) is None


if __name__ == "__main__":
    run(
        [
            check_every_class,
            check_legacy,
            check_statuses,
            check_no_answer,
            check_upload,
            check_local,
            check_details,
        ]
    )
