#!/usr/bin/env python3
# gi-rows.py - label rows, bundles, logs and label algorithms, through introspection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: gi-rows.py ENCORD-EMULATOR

Lists rows with each filter, saves them alone and in bundles, as text and from COCO,
and reads what the log and the timers say of it.
"""
import json

from gi_fixture import (
    HEIGHT,
    NOWHERE,
    TEMPLATE,
    WIDTH,
    Encord,
    GLib,
    add_car,
    edges,
    expect,
    from_json,
    make_annotation,
    make_box,
    records,
    row_of,
    rows_of,
    run,
    to_json,
)

Status, Action = Encord.LabelStatus, Encord.LabelLogAction
LONG_AGO = GLib.DateTime.new_utc(2001, 9, 9, 0, 0, 0)
PLAIN, SAVE = Encord.InitialiseFlags.NONE, Encord.SaveFlags.NONE


def make_structure():
    structure = Encord.OntologyStructure.new()
    structure.add_object("Car", Encord.Shape.BOUNDING_BOX)
    structure.add_object("Road", Encord.Shape.POLYGON)
    return structure


def titles(project, **filters):
    return [r.get_data_title() for r in rows_of(project, **filters)]


# ---- listing ----


def check_metadata(world):
    row = row_of(world.project)
    assert (row.get_data_hash(), row.get_dataset_hash(), row.get_dataset_title()) == (
        world.clip, world.dataset_hash, "D",
    )  # fmt: skip
    assert (row.get_width(), row.get_height()) == (WIDTH, HEIGHT)
    assert (row.get_frames_per_second(), row.get_duration(), row.get_number_of_frames()) == (10, 2, 20)
    assert row.get_data_type() == row.props.data_type == "VIDEO" and row.get_branch_name() == "main"
    assert row.get_workflow_node_title() == "Annotate" and row.get_workflow_node_uuid()
    assert row.get_label_status() == "NOT_LABELLED" and row.get_created_at() is None
    assert row_of(world.manual).get_annotation_task_status() == "QUEUED"
    assert not row.is_shadow_data() and row.is_valid() and row.get_audio_codec() is None
    group = row_of(world.project, "group")
    group.initialise(PLAIN, None)
    image = group.get_image_hash(1)
    assert image and group.get_frame_for_image_hash(image) == 1
    assert group.save(SAVE, None)
    group = row_of(world.project, "group")
    assert group.get_last_edited_at().compare(group.get_created_at()) >= 0


def check_filters(world):
    project = world.project
    assert titles(project) == ["clip.avi", "group"]
    assert titles(project, data_hashes=[world.clip]) == ["clip.avi"]
    assert titles(project, data_title_like="%lip%") == ["clip.avi"]
    assert titles(project, label_hashes=[row_of(project, "group").get_label_hash()]) == ["group"]
    assert titles(project, workflow_graph_node_title_eq="Annotate") == ["clip.avi", "group"]
    assert titles(project, workflow_graph_node_title_like="Rev%") == []
    assert titles(project, edited_before=LONG_AGO) == [] and titles(project, edited_after=LONG_AGO) == ["group"]
    branch = row_of(project, branch_name="second")
    branch.initialise(PLAIN, None)
    add_car(branch, 3)
    branch.save(SAVE, None)
    branches = rows_of(project, data_title_eq="clip.avi", include_all_label_branches=True)
    assert "second" in [r.get_branch_name() for r in branches]
    assert row_of(project, branch_name="second").get_label_hash() == branch.get_label_hash()


# ---- bundles and workflow ----


def check_bundle(world):
    project = world.make_project("Bundled", TEMPLATE)
    rows = rows_of(project)
    bundle = Encord.Bundle.new(0)
    for row in rows:
        assert bundle.add_initialise(row, PLAIN)
    assert bundle.get_n_operations() == 2 and bundle.execute(None) and bundle.get_n_operations() == 0
    for row in rows:
        add_car(row, 0)
        bundle.add_save(row, SAVE)
        bundle.add_set_priority(row, 0.75)
    assert bundle.execute(None)
    assert [r.get_priority() for r in rows_of(project)] == [(True, 0.75)] * 2
    for row in rows:
        bundle.add_workflow_complete(row)
    assert bundle.execute(None)
    rows = rows_of(project)
    assert [r.get_workflow_node_title() for r in rows] == ["Complete"] * 2
    road = rows[0].get_ontology_structure().find_object_by_title("Road").get_feature_hash()
    for row in rows:
        bundle.add_initialise_filtered(row, PLAIN, [road], None)
        bundle.add_workflow_reopen(row)
    assert bundle.execute(None) and [r.get_object_instances() for r in rows] == [[], []]
    assert titles(project, workflow_graph_node_title_eq="Annotate") == ["clip.avi", "group"]
    bundle.add_set_priority(rows[0], 0.5)
    bundle.clear()
    assert bundle.get_n_operations() == 0

    row = row_of(project)
    assert row.initialise_filtered(PLAIN, [road], [], None) and row.get_object_instances() == []
    expect(Encord.Error.REJECTED, row.initialise, PLAIN, None)
    assert row.initialise(Encord.InitialiseFlags.OVERWRITE, None) and len(row.get_object_instances()) == 1
    assert row.workflow_complete(None) and row_of(project).get_workflow_node_title() == "Complete"
    assert row.workflow_reopen(None) and row_of(project).get_workflow_node_title() == "Annotate"
    assert row.set_priority(1, None) and row_of(project).get_priority() == (True, 1)


# ---- rows as text ----


def parse(text):
    return json.loads(text.get_data())


def check_old_rows(world):
    project = world.manual
    body = parse(project.create_label_row(world.clip, None))
    label_hash = body["label_hash"]
    expect(Encord.Error.CONFLICT, project.create_label_row, world.clip, None)
    row = row_of(project)
    row.initialise(PLAIN, None)
    add_car(row, 2)
    assert project.save_label_row(label_hash, row.write(), Encord.SaveFlags.VALIDATE, None)
    expect(Encord.Error.BAD_DATA, project.save_label_row, label_hash, GLib.Bytes.new(b"[]"), SAVE, None)
    labels = parse(project.get_label_row(label_hash, PLAIN, None, None, None))["data_units"][world.clip]["labels"]
    assert len(labels["2"]["objects"]) == 1
    road = row.get_ontology_structure().find_object_by_title("Road").get_feature_hash()
    (part,) = project.get_label_rows([label_hash], PLAIN, [road], None, None)
    assert parse(part)["object_answers"] == {}
    expect(Encord.Error.NOT_FOUND, project.get_label_row, NOWHERE, PLAIN, None, None, None)
    assert project.set_label_status(label_hash, Status.REVIEWED, None)
    assert row_of(project).get_label_status() == "REVIEWED"
    assert project.submit_label_row_for_review(label_hash, None)
    assert row_of(project).get_annotation_task_status() == "IN_REVIEW"
    assert titles(project, label_statuses=["IN_REVIEW"]) == ["clip.avi"]


def check_coco(world):
    project = world.manual
    mapping = Encord.CocoMapping.new()
    car = project.get_ontology_structure().find_object_by_title("Car")
    mapping.add_category(1, car.get_feature_hash())
    mapping.add_image(7, world.group, 1)
    annotation = {"image_id": 7, "category_id": 1, "area": 1.0, "bbox": [16, 12, 32, 24], "iscrowd": 0}
    document = {
        "info": {"description": ""},
        "categories": [{"id": 1, "name": "Car"}],
        "images": [{"id": 7, "width": WIDTH, "height": HEIGHT, "file_name": "x"}],
        "annotations": [dict(annotation, id=1), dict(annotation, id=2, category_id=2)],
    }
    done = project.import_coco_labels(to_json(document), mapping, None, None)
    assert (done.get_labels(), done.get_left_out(), done.get_label_rows()) == (1, 1, 1)
    row = row_of(project, "group")
    row.initialise(PLAIN, None)
    (instance,) = row.get_object_instances()
    assert edges(instance.get_box(1)[1]) == (0.25, 0.25, 0.5, 0.5)


# ---- logs and timers ----


def check_logs(world):
    project = world.make_project("Logged", TEMPLATE)
    row = row_of(project)
    row.initialise(PLAIN, None)
    car = add_car(row, 4)
    row.save(SAVE, None)
    logs = project.get_label_logs(None, None)
    assert [log.get_action() for log in logs] == [Action.START, Action.ADD, Action.CLICK_SAVE]
    added = logs[1]
    assert (added.get_identifier(), added.get_frame()) == (car.get_object_hash(), 4)
    assert (added.get_label_name(), added.get_user_email()) == ("Car", "a@example.com")
    assert added.get_data_hash() == world.clip and added.get_log_hash() and added.get_created_at()

    def count(**filters):
        return len(project.get_label_logs(Encord.LabelLogFilter(**filters), None))

    assert count(data_hash=world.clip) == 3 and count(data_hash=NOWHERE) == 0
    assert count(user_email="a@example.com") == 3 and count(user_hash=NOWHERE) == 0
    assert count(after=LONG_AGO) == 3 and count(before=LONG_AGO) == 0
    assert count(from_unix_seconds=1000000000) == 3 and count(to_unix_seconds=1000000000) == 0
    expect(Encord.Error.REJECTED, lambda: count(after=LONG_AGO, from_unix_seconds=1))

    # as many as need three pages
    with world.server.database() as database:
        database.executemany(
            "INSERT INTO sessions (project, user, unit, role, started_at, seen_at, worked_until)"
            " VALUES (?, ?, 'gone', 1, 1000000000000000, 0, 1000000002500000)",
            [(project.get_project_hash(), f"{i:03}@example.com") for i in range(230)],
        )
    timers = records(project.list_collaborator_timers(LONG_AGO, None, Encord.TimerGrouping.PROJECT))
    assert len(timers) == len({t.get_user_email() for t in timers}) == 231
    old = [t for t in timers if t.get_user_email() != "a@example.com"]
    assert {t.get_time_seconds() for t in old} == {2.5} and old[0].get_data_title() is None
    half = GLib.DateTime.new_from_unix_utc(1000000001)
    timers = records(project.list_collaborator_timers(LONG_AGO, half, Encord.TimerGrouping.DATAUNIT))
    assert len(timers) == 230 and timers[0].get_user_role() == Encord.UserRole.ANNOTATOR


# ---- label algorithms ----


def check_automation(world):
    project = world.make_project("Automated", TEMPLATE)
    row = row_of(project)
    row.initialise(PLAIN, None)
    car = add_car(row, 2)
    car.set_box(10, make_box(0.5, 0.4, 0.3, 0.2), make_annotation(1, True))
    row.save(SAVE, None)
    body = parse(project.get_label_row(row.get_label_hash(), PLAIN, None, None, None))
    labels = to_json(body["data_units"][world.clip]["labels"])
    frames = project.object_interpolation(labels, [car.get_object_hash()], None)
    filled = from_json(frames)
    assert list(map(int, filled)) == list(range(2, 11))
    assert abs(filled["6"]["objects"][0]["boundingBox"]["x"] - 0.3) < 1e-9
    assert filled.keys() == from_json(
        Encord.interpolate_frames(labels, [car.get_object_hash()], WIDTH, HEIGHT, 100)
    ).keys()
    fitted = project.fitted_bounding_boxes(frames, to_json({"width": WIDTH, "height": HEIGHT}), None)
    assert from_json(fitted) == filled
    expect(Encord.Error.REJECTED, project.object_interpolation, labels, [], None)


if __name__ == "__main__":
    run(
        make_structure,
        [
            check_metadata,
            check_filters,
            check_bundle,
            check_old_rows,
            check_coco,
            check_logs,
            check_automation,
        ],
    )
