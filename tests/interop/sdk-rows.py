#!/usr/bin/env python3
# sdk-rows.py - the SDK's Project: its label rows, and what was done to them
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-rows.py ENCORD-EMULATOR

Each call of the vendor's SDK is checked by what it brought about.
"""
import datetime
import uuid

from fixture import FPS, FRAMES, HEIGHT, TEMPLATE, WIDTH, expect
from world import LONG_AGO, NOWHERE, add_car, main, row_of

from encord.exceptions import (
    CorruptedLabelError,
    InvalidArgumentsError,
    InvalidDateFormatError,
    MultiLabelLimitError,
    ResourceExistsError,
    ResourceNotFoundError,
    WrongProjectTypeError,
)
from encord.objects.coordinates import BoundingBoxCoordinates
from encord.orm.label_log import Action
from encord.orm.label_row import AnnotationTaskStatus, LabelRowMetadata, LabelStatus, ShadowDataState
from encord.utilities.coco.datastructure import FrameIndex
from encord.utilities.project_user import ProjectUserRole
from encord.workflow import AnnotationStage, ReviewStage

UTC = datetime.timezone.utc


# ---- listing ----


def check_metadata(world):
    project = world.project
    video = row_of(project)
    assert not video.is_labelling_initialised
    assert (video.dataset_title, video.dataset_hash) == ("D", world.dataset_hash)
    assert (video.width, video.height) == (WIDTH, HEIGHT)
    assert (video.fps, video.number_of_frames, video.duration) == (FPS, FRAMES, FRAMES / FPS)
    assert not video.is_shadow_data and video.is_valid
    assert video.get_validation_errors() is None
    assert video.audio_codec is None and video.audio_sample_rate is None
    assert video.audio_bit_depth is None and video.audio_num_channels is None
    data_row = next(r for r in world.dataset.list_data_rows() if r.title == "clip.avi")
    assert str(video.backing_item_uuid) == str(data_row.backing_item_uuid)
    assert video.file_type == data_row.file_type
    video.initialise_labels(include_signed_url=True)
    assert video.is_labelling_initialised and video.data_link.startswith(world.emulator.uri)
    # what is written can be read again
    again = row_of(project)
    again.from_labels_dict(video.to_encord_dict())
    assert again.label_hash == video.label_hash

    group = row_of(project, "group", include_images_data=True)
    group.initialise_labels()
    hashes = [group.get_image_hash(i) for i in range(group.number_of_frames)]
    assert [group.get_frame_number(h) for h in hashes] == [0, 1]
    assert group.get_frame_metadata(hashes[1]).title == "1.png"


def check_listing(world):
    project = world.project
    row = row_of(project)
    row.initialise_labels()
    row.save()

    def titles(**filters):
        return [r.data_title for r in project.list_label_rows_v2(**filters)]

    everything = ["clip.avi", "group", "single"]
    assert titles() == everything
    assert titles(data_hashes=[row.data_hash]) == ["clip.avi"] and titles(data_hashes=[uuid.UUID(NOWHERE)]) == []
    assert titles(label_hashes=[row.label_hash]) == ["clip.avi"]
    assert titles(edited_before=LONG_AGO) == [] and titles(edited_after=LONG_AGO) == ["clip.avi"]
    assert titles(edited_after="2001-09-09") == ["clip.avi"]
    assert titles(label_statuses=[AnnotationTaskStatus.QUEUED]) == everything
    assert titles(label_statuses=[AnnotationTaskStatus.COMPLETED]) == []
    assert titles(shadow_data_state=ShadowDataState.SHADOW_DATA) == []
    assert titles(shadow_data_state=ShadowDataState.NOT_SHADOW_DATA) == everything
    assert titles(data_title_eq="group") == ["group"] and titles(data_title_eq="' OR 1=1 --") == []
    assert titles(data_title_like="%g%") == ["group", "single"]
    assert titles(workflow_graph_node_title_eq="Annotate") == everything
    assert titles(workflow_graph_node_title_like="Rev%") == []
    assert titles(data_title_like="%g%", data_title_eq="single") == ["single"]
    expect(InvalidDateFormatError, raw_listing, project, edited_before="yesterday")

    group = row_of(project, "group", include_images_data=True, include_client_metadata=True)
    assert group.client_metadata == {} and group.number_of_frames == 2
    (group,) = raw_listing(project, data_title_eq="group", include_images_data=True, include_uninitialised_labels=True)
    assert [i["title"] for i in group.images_data] == ["0.png", "1.png"]
    assert row_of(project, "group").client_metadata is None
    assert row_of(project, include_workflow_graph_node=False).workflow_graph_node is None
    old = project.list_label_rows()
    assert [r.label_hash for r in old] == [row.label_hash]
    assert len(project.list_label_rows(include_uninitialised_labels=True)) == 3


def raw_listing(project, **payload):
    return project._client._querier.get_multiple(LabelRowMetadata, payload=payload)


def check_branches(world):
    project = world.project
    main = row_of(project)
    branch = row_of(project, branch_name="second opinion")
    assert branch.label_hash is None and branch.branch_name == "second opinion"
    branch.initialise_labels()
    add_car(branch, project, 3)
    branch.save()
    assert branch.label_hash not in (None, main.label_hash)
    rows = project.list_label_rows_v2(data_title_eq="clip.avi", include_all_label_branches=True)
    assert [r.branch_name for r in rows] == ["main", "second opinion"]
    assert row_of(project).label_hash == main.label_hash
    again = row_of(project, branch_name="second opinion")
    again.initialise_labels()
    assert len(again.get_object_instances()) == 1
    main.initialise_labels(overwrite=True)
    assert main.get_object_instances() == []


def check_priorities(world):
    project = world.project
    row = row_of(project, "single")
    assert row.priority == 0.5
    with project.create_bundle() as bundle:
        row.set_priority(0.75, bundle=bundle)
        row_of(project, "group").set_priority(1.0, bundle=bundle)
    assert [r.priority for r in project.list_label_rows_v2()] == [0.5, 1.0, 0.75]
    expect(InvalidArgumentsError, row.set_priority, 1.5)
    expect(WrongProjectTypeError, row_of(world.manual).set_priority, 0.5)


# ---- rows of old ----


def check_old_rows(world):
    project = world.manual
    data_hash = row_of(project).data_hash
    row = project.create_label_row(data_hash)
    assert row["data_hash"] == data_hash and row["label_status"] == "LABEL_IN_PROGRESS"
    label_hash = row["label_hash"]
    expect(ResourceExistsError, project.create_label_row, data_hash)
    expect(ResourceNotFoundError, project.create_label_row, NOWHERE)
    car, road = (project.ontology_structure.get_child_by_title(t).feature_node_hash for t in ("Car", "Road"))
    row["data_units"][data_hash]["labels"]["2"] = {
        "objects": [make_object("carcar01", car, "Car"), make_object("roadro01", road, "Road")],
        "classifications": [],
    }
    row["object_answers"] = {h: {"objectHash": h, "classifications": []} for h in ("carcar01", "roadro01")}
    assert project.save_label_row(label_hash, row)
    assert project.save_label_row(label_hash, row, validate_before_saving=True)

    def hashes(row):
        frames = row["data_units"][data_hash]["labels"]
        return [o["objectHash"] for f in frames.values() for o in f["objects"]]

    whole = project.get_label_row(label_hash)
    assert hashes(whole) == ["carcar01", "roadro01"]
    assert whole["data_units"][data_hash]["data_link"].startswith(world.emulator.uri)
    assert "reviews" not in whole["data_units"][data_hash]["labels"]["2"]["objects"][0]
    part = project.get_label_row(
        label_hash,
        get_signed_url=False,
        include_object_feature_hashes={car},
        include_classification_feature_hashes=set(),
        include_reviews=True,
    )
    assert hashes(part) == ["carcar01"] and list(part["object_answers"]) == ["carcar01"]
    assert part["data_units"][data_hash]["data_link"] is None
    assert part["data_units"][data_hash]["labels"]["2"]["objects"][0]["reviews"] == []
    several = project.get_label_rows([label_hash, label_hash], include_object_feature_hashes={road})
    assert [hashes(r) for r in several] == [["roadro01"]]
    expect(ResourceNotFoundError, project.get_label_row, NOWHERE)
    expect(ResourceNotFoundError, world.project.get_label_row, label_hash)
    try:
        project.get_label_rows([label_hash] * 1001)
    except MultiLabelLimitError as e:
        assert e.maximum_labels_allowed == 1000
    else:
        raise AssertionError("too many label rows")

    row["data_units"][data_hash]["labels"]["2"]["objects"].append(make_object("carcar01", car, "Car"))
    expect(CorruptedLabelError, project.save_label_row, label_hash, row)
    assert hashes(project.get_label_row(label_hash)) == ["carcar01", "roadro01"]

    assert project.set_label_status(label_hash, LabelStatus.REVIEWED)
    assert row_of(project).label_status == LabelStatus.REVIEWED
    expect(ResourceNotFoundError, project.set_label_status, NOWHERE, LabelStatus.REVIEWED)
    assert project.submit_label_row_for_review(label_hash)
    assert row_of(project).annotation_task_status == AnnotationTaskStatus.IN_REVIEW
    assert [r.data_title for r in project.list_label_rows_v2(label_statuses=[AnnotationTaskStatus.IN_REVIEW])] == [
        "clip.avi"
    ]
    expect(WrongProjectTypeError, world.project.submit_label_row_for_review, row_of(world.project).label_hash)


def make_object(object_hash, feature_hash, name):
    time = "Mon, 06 May 2024 07:08:09 GMT"
    return {
        "objectHash": object_hash,
        "featureHash": feature_hash,
        "name": name,
        "value": name.lower(),
        "color": "#D33115",
        "shape": "bounding_box",
        "createdAt": time,
        "createdBy": "a@example.com",
        "lastEditedAt": time,
        "confidence": 1.0,
        "manualAnnotation": True,
        "boundingBox": {"x": 0.1, "y": 0.1, "w": 0.2, "h": 0.2},
    }


def check_coco(world):
    project = world.manual
    row = row_of(project, "single")
    car = project.ontology_structure.get_child_by_title("Car").feature_node_hash
    project.import_coco_labels(
        {
            "info": {"description": ""},
            "categories": [{"id": 1, "name": "Car"}],
            "images": [{"id": 7, "width": WIDTH, "height": HEIGHT, "file_name": "x"}],
            "annotations": [
                {"id": 1, "image_id": 7, "category_id": 1, "area": 1.0, "bbox": [16, 12, 32, 24], "iscrowd": 0}
            ],
        },
        {1: car},
        {7: FrameIndex(data_hash=row.data_hash, frame=0)},
    )
    row = row_of(project, "single")
    row.initialise_labels()
    (instance,) = row.get_object_instances()
    box = instance.get_annotation(0).coordinates
    assert (box.top_left_x, box.top_left_y, box.width, box.height) == (0.25, 0.25, 0.5, 0.5), box


# ---- logs and timers ----


def check_logs(world):
    project = world.make_project("Logged", TEMPLATE)
    row = row_of(project)
    row.initialise_labels()
    car = add_car(row, project, 4)
    row.save()
    car.set_answer(car.ontology_item.get_child_by_title("Red"))
    car.set_for_frames(
        BoundingBoxCoordinates(height=0.1, width=0.1, top_left_x=0.1, top_left_y=0.1), frames=9
    )
    row.save()
    row.save()
    row.remove_object(car)
    row.save()
    project.set_label_status(row.label_hash, LabelStatus.LABELLED)
    next(iter(project.workflow.get_stage(name="Annotate", type_=AnnotationStage).get_tasks(data_title="clip.avi"))).submit()
    next(iter(project.workflow.get_stage(name="Review", type_=ReviewStage).get_tasks())).reject()
    row.workflow_complete()
    logs = project.get_label_logs()
    assert [log.action for log in logs] == [
        Action.START,
        Action.ADD, Action.CLICK_SAVE,
        Action.EDIT, Action.ADD_ATTRIBUTE, Action.CLICK_SAVE,
        Action.CLICK_SAVE,
        Action.DELETE, Action.CLICK_SAVE,
        Action.MARK_AS_LABELLED, Action.SUBMIT_TASK, Action.REJECT_TASK, Action.END,
    ], logs  # fmt: skip
    added, edited = logs[1], logs[3]
    assert added.identifier == edited.identifier == car.object_hash
    assert (added.frame, edited.frame) == (4, 9)
    assert added.feature_hash == car.feature_hash and added.label_name == "Car"
    assert added.data_hash == row.data_hash and added.user_email == "a@example.com"
    assert logs[0].identifier is None and logs[0].frame is None and logs[2].time_taken >= 0

    project.add_users(["b@example.com"], ProjectUserRole.ANNOTATOR)
    theirs = row_of(world.other.get_project(project.project_hash), "group")
    theirs.initialise_labels()

    def count(**filters):
        return len(project.get_label_logs(**filters))

    now = datetime.datetime.now(UTC) + datetime.timedelta(hours=1)
    assert count() == 14
    assert count(data_hash=theirs.data_hash) == 1 and count(data_hash=NOWHERE) == 0
    assert count(user_email="b@example.com") == 1 and count(user_email="' OR 1=1 --") == 0
    assert count(user_hash=logs[0].user_hash) == 13 and count(user_hash=NOWHERE) == 0
    assert count(after=LONG_AGO) == 14 and count(before=LONG_AGO) == 0
    assert count(after=now) == 0 and count(before=now) == 14
    assert count(from_unix_seconds=1000000000, to_unix_seconds=int(now.timestamp())) == 14
    check_timers(world, project)


def check_timers(world, project):
    timers = list(project.list_collaborator_timers(LONG_AGO))
    (timer,) = timers  # the other user has only looked
    assert timer.user_email == "a@example.com" and timer.user_role == ProjectUserRole.ADMIN
    assert timer.data_title == "clip.avi" and timer.time_seconds > 0
    with world.database() as database:
        database.execute("UPDATE sessions SET started_at = started_at - 600000000 WHERE user LIKE 'a@%'")
    (timer,) = project.list_collaborator_timers(LONG_AGO)
    assert timer.time_seconds >= 600
    assert list(project.list_collaborator_timers(LONG_AGO, before=LONG_AGO + datetime.timedelta(days=1))) == []

    # as many as need three pages
    with world.database() as database:
        database.executemany(
            "INSERT INTO sessions (project, user, unit, role, started_at, seen_at, worked_until)"
            " VALUES (?, ?, 'gone', 1, 1000000000000000, 0, 1000000002500000)",
            [(project.project_hash, f"{i:03}@example.com") for i in range(230)],
        )
    timers = list(project.list_collaborator_timers(LONG_AGO, group_by_data_unit=False))
    assert len(timers) == 231 and len({t.user_email for t in timers}) == 231
    assert all(t.data_title is None for t in timers)
    assert sum(t.time_seconds == 2.5 for t in timers) == 230
    half = datetime.datetime.fromtimestamp(1000000001, UTC)
    timers = list(project.list_collaborator_timers(LONG_AGO, before=half))
    assert len(timers) == 230 and {t.time_seconds for t in timers} == {1.0}


if __name__ == "__main__":
    main([
        check_listing,
        check_branches,
        check_priorities,
        check_old_rows,
        check_coco,
        check_logs,
        check_metadata,
    ])  # fmt: skip
