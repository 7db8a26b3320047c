#!/usr/bin/env python3
# gi-answers.py - answers that encord-emulator has no reason to give, through introspection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Consensus stages and agents, rows of audio, shadow data, integrations, and what a
service tells of models: from recordings of the SDK, or written by hand."""
from gi_fixture import NOWHERE, Encord, expect, from_json, records, to_json
from gi_server import run

StageType, Status = Encord.WorkflowStageType, Encord.TaskStatus
TASK = {
    "uuid": "k",
    "createdAt": "2024-05-06T07:08:09Z",
    "updatedAt": "2024-05-06T07:08:10Z",
    "dataHash": "d",
    "dataTitle": "clip",
}
ROW = {
    "label_hash": "l",
    "created_at": "2024-05-06 07:08:09",
    "last_edited_at": "2024-05-06 07:08:09",
    "branch_name": "main",
    "data_hash": "d",
    "dataset_hash": "s",
    "dataset_title": "D",
    "data_title": "song.wav",
    "data_type": "AUDIO",
    "data_link": None,
    "label_status": "LABEL_IN_PROGRESS",
    "annotation_task_status": "ASSIGNED",
    "workflow_graph_node": {"uuid": "w", "title": "Annotate"},
    "is_shadow_data": True,
    "number_of_frames": 100,
    "duration": 4.0,
    "frames_per_second": 25.0,
    "height": None,
    "width": None,
    "file_type": "audio/wav",
    "backing_item_uuid": "b",
    "audio_codec": "pcm",
    "audio_sample_rate": 44100,
    "audio_bit_depth": 16,
    "audio_num_channels": 2,
    "is_valid": False,
}


def make_workflow():
    kinds = {"a": "ANNOTATION", "ca": "CONSENSUS_ANNOTATION", "cr": "CONSENSUS_REVIEW", "g": "AGENT", "n": "NOVEL"}
    return {"stages": [{"uuid": uuid, "stageType": kind, "title": kind} for uuid, kind in kinds.items()]}


def seconds(time):
    return time.to_unix() % 60


# ---- rows ----


def check_row(row):
    assert (row.get_data_title(), row.get_file_type(), row.get_backing_item_uuid()) == ("song.wav", "audio/wav", "b")
    assert (row.get_audio_codec(), row.get_audio_sample_rate()) == ("pcm", 44100)
    assert (row.get_audio_bit_depth(), row.get_audio_num_channels()) == (16, 2)
    assert row.is_shadow_data() and not row.is_valid()


def check_rows(server):
    project = server.project()
    for shadow in "SHADOW_DATA", "NOT_SHADOW_DATA":
        server.reply_legacy([ROW])
        (row,) = project.list_label_rows(Encord.LabelRowFilter(shadow_data_state=shadow), None)
        check_row(row)
        assert server.last_json()["values"]["payload"]["shadow_data_state"] == shadow
    listing = Encord.LabelRowFilter.new()
    listing.props.data_title_eq = "song.wav"
    server.reply_legacy([])
    assert project.list_label_rows(listing, None) == []
    assert server.last_json()["values"]["payload"]["data_title_eq"] == "song.wav"
    server.reply({"labelHash": "l", "branchName": "main", "version": 2, "isValid": False, "errors": ["bad box"]})
    assert row.get_validation_errors(None) == ["bad box"]
    assert server.requests[-1][1].endswith("/labels/l/validation-state")


def check_row_from_json(_server):
    row = Encord.LabelRow.new_from_json(to_json(ROW), None)
    check_row(row)
    expect(Encord.Error.BAD_DATA, Encord.LabelRow.new_from_json, to_json({}), None)
    expect(Encord.Error.REJECTED, row.initialise, Encord.InitialiseFlags.NONE, None)


# ---- workflow ----


def check_workflow(_server):
    workflow = Encord.Workflow.new_from_json(to_json(make_workflow()))
    assert workflow.get_n_stages() == 5 and workflow.get_stage_title(1) == "CONSENSUS_ANNOTATION"
    types = [workflow.get_stage_type(i) for i in range(5)]
    assert types[1:] == [
        StageType.CONSENSUS_ANNOTATION, StageType.CONSENSUS_REVIEW, StageType.AGENT, StageType.UNKNOWN,
    ]  # fmt: skip
    expect(Encord.Error.BAD_DATA, Encord.Workflow.new_from_json, to_json([]))


def open_workflow(server):
    server.replay("get_project")
    (_, project), (status, ontology) = server.answers.get(), server.answers.get()
    server.reply(dict(project, workflow=make_workflow()))
    server.reply(ontology, status)
    return server.client().get_project(NOWHERE, None)


def check_tasks(server):
    project = open_workflow(server)
    subtask = dict(TASK, status="NEW", labelBranchName="b", assignee=None)
    server.reply({"results": [dict(TASK, subtasks=[subtask])]})
    (task,) = records(project.list_tasks("ca", None))
    assert (seconds(task.get_created_at()), seconds(task.get_updated_at())) == (9, 10)
    (part,) = task.get_subtasks()
    assert (part.get_label_branch_name(), part.get_status()) == ("b", Status.NEW) and task.get_options() == []
    option = {"annotator": "a@example.com", "labelBranchName": "b", "labelHash": "l"}
    server.reply({"results": [dict(TASK, status="NEW", assignee=None, options=[option])]})
    listing = Encord.TaskFilter.new()
    listing.props.data_title_contains = "clip"
    (task,) = records(project.list_tasks("cr", listing))
    assert "dataTitleContains=clip" in server.requests[-1][1]
    (option,) = task.get_options()
    assert (option.get_annotator(), option.get_label_branch_name(), option.get_label_hash()) == (
        "a@example.com", "b", "l",
    )  # fmt: skip

    server.reply({}, 204)
    assert project.proceed_tasks("g", ["k"], "way", None, None)
    assert server.requests[-1][1].endswith("/workflow/stages/g/actions")
    assert server.last_json() == [{"taskUuid": "k", "action": "PATHWAY_ACTION", "pathwayName": "way"}]


# ---- models ----


def check_training(server):
    project = server.project()
    server.replay("model_train_get_result")
    training = project.model_train_get_result("m", "t", 1, None)
    assert training.get_model_hash().startswith("66666666") and training.get_title() == "m"
    assert (training.get_feature_type(), training.get_model()) == ("bounding_box", "faster_rcnn")
    assert (training.get_framework(), training.get_weights_link()) == ("pytorch", "http://127.0.0.1/w")
    assert training.get_duration() == 3 and seconds(training.get_created_at()) == 9

    label = {"label_uid": "l", "data_uid": "d", "data_link": "https://x"}
    server.reply_legacy(
        [
            {
                "model_iteration_uid": "t",
                "training_final_loss": 0.25,
                "model_training_labels": {"label_metadata_list": [label], "feature_uids": ["f"]},
            }
        ]
    )
    (known,) = project.get_training_metadata(["t"], True, True, True, None)
    assert known.get_training_final_loss() == 0.25
    labels = known.get_model_training_labels()
    assert labels.get_feature_uids() == ["f"]
    (label,) = labels.get_label_metadata_list()
    assert (label.get_label_uid(), label.get_data_uid(), label.get_data_link()) == ("l", "d", "https://x")


def check_inference(server):
    project = server.project()
    found = {
        "name": "Car", "value": "car", "color": "#D33115", "shape": "bounding_box", "confidence": 0.5,
        "objectHash": "o", "featureHash": "f", "bounding_box": {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.25},
    }  # fmt: skip
    class_ = {"featureIdParent": "p", "featureIdChild": "c", "classificationUuid": "k", "confidence": 1}
    answer = [{"uid": "u", "predictions": {"0": {"objects": [found], "classifications": [class_]}}}]
    server.reply_legacy(answer)
    options = Encord.InferenceOptions.new()
    options.props.data_hashes = ["u"]
    (result,) = project.model_inference("t", options, None)
    assert from_json(result.get_json()) == answer[0]
    (frame,) = result.get_frames()
    (thing,), (kind,) = frame.get_objects(), frame.get_classifications()
    assert (thing.get_feature_hash(), thing.get_object_hash(), thing.get_option_hash()) == ("f", "o", None)
    assert (thing.get_name(), thing.get_value(), thing.get_color()) == ("Car", "car", "#D33115")
    assert (kind.get_feature_hash(), kind.get_object_hash(), kind.get_option_hash()) == ("p", "k", "c")


# ---- the rest of a project ----


def check_integrations(server):
    project = server.project()
    server.replay("get_cloud_integrations")
    (integration,) = project.get_cloud_integrations(None)
    assert integration.get_title() == "S3" and integration.get_integration_uuid().startswith("88888888")


def check_logs(server):
    project = server.project()
    log = {
        "log_hash": "l", "user_hash": "u", "user_email": "a@example.com", "data_hash": "d", "action": 14,
        "created_at": "2024-05-06 07:08:09", "identifier": "o", "feature_hash": "f", "label_name": "Car",
        "time_taken": 5, "frame": 3,
    }  # fmt: skip
    server.reply_legacy([log])
    listing = Encord.LabelLogFilter.new()
    listing.props.data_hash = "d"
    (log,) = project.get_label_logs(listing, None)
    assert server.last_json()["values"]["payload"]["data_hash"] == "d"
    assert (log.get_user_hash(), log.get_feature_hash(), log.get_time_taken()) == ("u", "f", 5)


def check_legacy(server):
    project = server.project()
    server.replay("orm_get_project")
    answer = server.answers.get()[1]
    answer["response"].update(source_projects=["p"], workflow_manager_uuid="w", ontology_hash="o")
    server.reply(answer)
    legacy = project.get_legacy_project(None)
    assert (legacy.get_description(), legacy.get_ontology_hash()) == ("d", "o")
    assert list(legacy.get_source_projects()) == ["p"] and legacy.get_workflow_manager_uuid() == "w"
    assert [r["label_hash"] for r in from_json(legacy.get_label_rows())] == ["44444444-4444-4444-8444-444444444444"]
    assert seconds(legacy.get_created_at()) == seconds(legacy.get_last_edited_at()) == 9


if __name__ == "__main__":
    run(
        [
            check_rows,
            check_row_from_json,
            check_workflow,
            check_tasks,
            check_training,
            check_inference,
            check_integrations,
            check_logs,
            check_legacy,
        ]
    )
