#!/usr/bin/env python3
# gi-project.py - a project, its people, data, copies and tasks, through introspection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: gi-project.py ENCORD-EMULATOR

Each call is checked by what it brought about, as somebody else sees it.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys

from gi_fixture import (
    FRAMES,
    GROUP,
    NOWHERE,
    TEMPLATE,
    Encord,
    Gio,
    GLib,
    add_car,
    expect,
    expect_cancelled,
    from_json,
    records,
    row_of,
    rows_of,
    run,
    to_json,
    wait,
)

Role = Encord.UserRole
DAY = 24 * 60 * 60
README = pathlib.Path(__file__).parents[2] / "README.md"


def make_structure():
    structure = Encord.OntologyStructure.new()
    structure.add_object("Car", Encord.Shape.BOUNDING_BOX)
    return structure


def titles(project):
    return [r.get_data_title() for r in rows_of(project)]


# ---- reading ----


def check_properties(world):
    project, now = world.project, GLib.DateTime.new_now_utc()
    assert project.get_title() == project.props.title == "P" and project.get_description() == "of P"
    assert project.get_project_type() == "workflow" and world.manual.get_project_type() == "manual_qa"
    assert project.get_ontology_hash() == world.ontology_hash
    assert now.difference(project.get_created_at()) < DAY * GLib.USEC_PER_SEC
    assert project.get_last_edited_at().compare(project.get_created_at()) >= 0
    assert world.manual.get_workflow() is None
    assert world.dataset.get_dataset_hash() == world.dataset_hash and world.dataset.get_title() == "D"
    assert world.dataset.get_description() == "of D" and world.admin.get_server() == world.server.uri
    assert world.progress[-1] == (world.video.stat().st_size,) * 2
    workflow = project.get_workflow()
    stages = [workflow.get_stage_title(i) for i in range(workflow.get_n_stages())]
    assert stages == ["Annotate", "Review", "Complete"]
    found, review = workflow.find_stage_by_title("Review")
    assert found and workflow.get_stage_type(review) == Encord.WorkflowStageType.REVIEW
    assert tuple(workflow.find_stage(workflow.get_stage_uuid(review))) == (True, review)
    assert not workflow.find_stage(NOWHERE)[0]


def check_credentials(world):
    path = str(world.folder / "a")
    key = Encord.SshKey.new_from_file(path, None)
    assert len(key.get_public_hex()) == 64
    again = Encord.SshKey.new_from_string(pathlib.Path(path).read_text(), None)
    assert again.get_public_hex() == key.get_public_hex()
    for name, value in ("ENCORD_SSH_KEY_FILE", path), ("ENCORD_SSH_KEY", pathlib.Path(path).read_text()):
        GLib.setenv(name, value, True)
        assert Encord.SshKey.new_from_environment(None).get_public_hex() == key.get_public_hex()
        GLib.unsetenv(name)
    expect(Encord.Error.AUTH, Encord.SshKey.new_from_environment, None)
    credentials = Encord.Credentials.new_for_ssh_key(key)
    assert credentials.get_fingerprint() == Encord.Credentials.load(path, None).get_fingerprint()
    client = Encord.Client.new(world.server.uri, credentials)
    assert client.get_project(world.project.get_project_hash(), None).get_title() == "P"
    expect(Encord.Error.BAD_DATA, Encord.SshKey.new_from_string, "no key", None)
    stranger = Encord.Client.new(world.server.uri, Encord.Credentials.new_for_bearer_token("nothing"))
    expect(Encord.Error.AUTH, stranger.get_project, world.project.get_project_hash(), None)


def check_errors(world):
    expect(Encord.Error.NOT_FOUND, world.admin.get_project, NOWHERE, None)
    expect(Encord.Error.NOT_FOUND, world.admin.get_dataset, NOWHERE, None)
    expect(Encord.Error.DENIED, world.other.get_project, world.project.get_project_hash(), None)


def check_cancellation(world):
    project = world.project
    cancelled = Gio.Cancellable()
    cancelled.cancel()
    expect_cancelled(project.list_label_rows, None, cancelled)
    expect_cancelled(lambda: wait(project.list_groups_async, project.list_groups_finish, cancellable=cancelled))
    # in the middle, when the request is on its way
    midway = Gio.Cancellable()
    GLib.idle_add(midway.cancel)
    world.server.process.send_signal(signal.SIGSTOP)  # or it is faster
    try:
        expect_cancelled(
            lambda: wait(
                project.add_users_async, project.add_users_finish, ["b@example.com"], Role.ADMIN, cancellable=midway
            )
        )
    finally:
        world.server.process.send_signal(signal.SIGCONT)


# ---- people ----


def check_people(world):
    project = world.make_project("People", None)
    project_hash = project.get_project_hash()
    (user,) = project.add_users(["b@example.com"], Role.ANNOTATOR, None)
    assert (user.get_user_email(), user.get_user_role()) == ("b@example.com", Role.ANNOTATOR)
    assert user.get_project_hash() == user.props.project_hash == project_hash
    theirs = world.other.get_project(project_hash, None)
    expect(Encord.Error.DENIED, theirs.add_users, ["b@example.com"], Role.ADMIN, None)

    project = world.manual
    expect(Encord.Error.DENIED, world.other.get_project, project.get_project_hash(), None)
    assert project.list_groups(None) == []
    assert project.add_groups([GROUP], Role.REVIEWER, None)
    (group,) = project.list_groups(None)
    assert (group.get_group_hash(), group.get_user_role()) == (GROUP, Role.REVIEWER)
    assert group.get_description() == "All users of this emulator"
    assert group.get_name() == "Everyone" and group.get_is_same_organisation() and group.get_created_at()
    assert world.other.get_project(project.get_project_hash(), None).get_title() == "Q"
    expect(Encord.Error.REJECTED, project.remove_groups, [], None)
    assert project.remove_groups([GROUP], None) and project.list_groups(None) == []
    expect(Encord.Error.NOT_FOUND, project.add_groups, [NOWHERE], Role.ANNOTATOR, None)


# ---- data ----


def read_all(stream):
    data = b""
    while part := stream.read_bytes(1 << 16, None).get_data():
        data += part
    return data


def check_data(world):
    project = world.project
    answer = from_json(project.get_data(world.clip, True, None))
    assert answer["video"]["title"] == "clip.avi" and answer["images"] is None
    assert answer["video"]["file_link"].startswith(world.server.uri)
    answer = from_json(project.get_data(world.group, False, None))
    assert [i["title"] for i in answer["images"]] == ["0.png", "1.png"]
    expect(Encord.Error.NOT_FOUND, project.get_data, NOWHERE, False, None)

    stream = project.open_data(world.clip, None, None)
    assert stream.get_size() == world.video.stat().st_size and stream.get_content_type()
    assert read_all(stream) == world.video.read_bytes()
    assert stream.seek(4, GLib.SeekType.SET, None) and stream.read_bytes(8, None).get_data() == world.video.read_bytes()[4:12]
    group = project.get_image_group(world.group, None)
    assert group.get_n_images() == 2
    assert [read_all(group.open_image(i, None)) for i in range(2)] == [p.read_bytes() for p in world.pictures]
    image = project.open_data(world.group, group.get_image_hash(1), None)
    assert read_all(image) == world.pictures[1].read_bytes()
    assert project.get_cloud_integrations(None) == []
    row = row_of(project, "group", include_images_data=True, include_client_metadata=True)
    assert [i["title"] for i in from_json(row.get_images_data())] == ["0.png", "1.png"]
    assert from_json(row.get_client_metadata()) == {}


def check_datasets(world):
    project = world.make_project("Data", None)
    extra = world.admin.create_dataset("E", None, None)
    dataset = world.admin.get_dataset(extra, None)
    dataset.upload_video(Gio.File.new_for_path(str(world.video)), "extra", None, None, None)
    assert project.add_datasets([extra], None)
    datasets = project.list_datasets(None)
    assert sorted((d.get_title(), d.get_dataset_hash()) for d in datasets) == [("D", world.dataset_hash), ("E", extra)]
    assert {d.get_description() for d in project.get_legacy_datasets(None)} >= {"of D"}
    assert titles(project) == ["clip.avi", "group", "extra"]
    expect(Encord.Error.NOT_FOUND, project.add_datasets, [NOWHERE], None)
    assert project.remove_datasets([world.dataset_hash], None) and titles(project) == ["extra"]
    assert titles(world.project) == ["clip.avi", "group"]


def check_data_rows(world):
    dataset = world.dataset
    rows = dataset.list_data_rows(None, None, None)
    assert [r.get_data_title() for r in rows] == ["clip.avi", "group"]
    assert [r.get_data_title() for r in dataset.list_data_rows("group", None, None)] == ["group"]
    assert [r.get_data_title() for r in dataset.list_data_rows(None, "%lip%", None)] == ["clip.avi"]
    clip = rows[0]
    assert (clip.get_data_hash(), clip.get_data_type()) == (world.clip, "VIDEO")
    assert (clip.get_width(), clip.get_height(), clip.get_duration()) == (64, 48, 2)
    assert (clip.get_frames_per_second(), clip.get_file_size()) == (10, world.video.stat().st_size)
    assert clip.get_file_type() == "video/x-msvideo" and len(clip.get_backing_item_uuid()) == len(NOWHERE)
    assert clip.get_last_edited_at().compare(clip.get_created_at()) >= 0

    copy = world.folder / "copy.avi"
    copy.write_bytes(world.video.read_bytes())
    target = world.admin.get_dataset(world.admin.create_dataset("M", None, None), None)
    first = target.upload_missing_videos([str(world.video)], None)
    hashes = target.upload_missing_videos([str(world.video), str(copy)], None)
    assert hashes[0] == first[0] and len(set(hashes)) == 2
    assert target.upload_missing_videos([str(copy), str(world.video)], None) == list(reversed(hashes))
    assert [r.get_data_hash() for r in target.list_data_rows(None, None, None)] == hashes


def check_copies(world):
    source = world.make_project("Source", TEMPLATE)
    for row in rows_of(source):
        row.initialise(Encord.InitialiseFlags.NONE, None)
        add_car(row, 0)
        row.save(Encord.SaveFlags.NONE, None)

    def copy(options):
        return world.admin.get_project(source.copy_project(options, None), None)

    bare = copy(None)
    assert bare.get_title() == "Copy of Source" and bare.list_datasets(None) == []
    options = Encord.CopyOptions.new()
    options.props.new_title, options.props.new_description = "A", "of A"
    options.props.copy_datasets, options.props.copy_labels = Encord.CopyDatasets.ATTACH, True
    options.props.accepted_label_hashes = [row_of(source, "group").get_label_hash()]
    attached = copy(options)
    assert (attached.get_title(), attached.get_description()) == ("A", "of A")
    assert [r.get_data_title() for r in rows_of(attached) if r.get_label_hash() is not None] == ["group"]
    cloned = copy(
        Encord.CopyOptions(
            copy_datasets=Encord.CopyDatasets.CLONE, dataset_title="T",
            datasets_to_data_hashes=to_json({world.dataset_hash: [world.clip]}), copy_labels=True,
        )
    )  # fmt: skip
    assert [d.get_title() for d in cloned.list_datasets(None)] == ["T"] and titles(cloned) == ["clip.avi"]
    (row,) = rows_of(cloned)
    assert row.get_data_hash() != world.clip and row.get_label_hash() is not None


# ---- the older interface, and reading again ----


def check_legacy(world):
    project = world.make_project("Old", None)
    legacy = project.get_legacy_project(None)
    assert legacy.get_project_hash() == project.get_project_hash() and legacy.get_title() == "Old"
    assert from_json(legacy.get_editor_ontology())["objects"][0]["name"] == "Car"
    assert [d["title"] for d in from_json(legacy.get_datasets())] == ["D"]
    assert [r["data_title"] for r in from_json(project.get_legacy_label_rows(None))] == ["clip.avi", "group"]
    notified = []
    project.connect("notify::ontology-structure", lambda *_: notified.append(True))
    assert project.add_object("Van", Encord.Shape.POLYGON, None) and notified
    assert project.add_classification("Sky", Encord.AttributeType.RADIO, True, ["Blue", "Grey"], None)
    structure = project.get_project_ontology(None)
    assert structure.find_object_by_title("Van").get_shape() == Encord.Shape.POLYGON
    (sky,) = structure.get_classifications()
    assert [o.get_label() for o in sky.get_attribute().get_options()] == ["Blue", "Grey"]

    # a project with the same ontology sees it when it reads again
    assert world.project.get_ontology_structure().find_object_by_title("Van") is None
    assert world.project.refetch_ontology(None)
    assert world.project.get_ontology_structure().find_object_by_title("Van") is not None
    with world.server.database() as database:
        database.execute("UPDATE projects SET title = 'New' WHERE title = 'Old'")
    assert project.get_title() == "Old" and project.refetch_data(None) and project.get_title() == "New"


# ---- tasks ----


def check_tasks(world):
    project = world.make_project("Tasks", TEMPLATE)
    workflow = project.get_workflow()
    annotate, review, complete = (workflow.get_stage_uuid(i) for i in range(3))

    def tasks(stage, **filters):
        return records(project.list_tasks(stage, Encord.TaskFilter(**filters)))

    (task,) = tasks(annotate, data_title_contains="clip")
    assert task.get_data_hash() == world.clip and task.get_status() == Encord.TaskStatus.NEW
    assert task.get_label_branch_name() == "main" and task.get_assignee() is None and task.get_created_at()
    assert project.assign_tasks(annotate, [task.get_uuid()], "a@example.com", None)
    (assigned,) = tasks(annotate, user_emails=["a@example.com"])
    assert assigned.get_uuid() == task.get_uuid() and assigned.get_assignee() == "a@example.com"
    assert project.release_tasks(annotate, [task.get_uuid()], None)
    assert tasks(annotate, user_emails=["a@example.com"]) == []

    row = row_of(project)
    row.initialise(Encord.InitialiseFlags.NONE, None)
    car = add_car(row, 1)
    row.save(Encord.SaveFlags.NONE, None)
    assert project.submit_tasks(annotate, [task.get_uuid()], None, False, None)
    (task,) = tasks(review)
    (label,) = records(project.list_label_reviews(review, task.get_uuid()))
    assert label.get_label_id() == car.get_object_hash() and label.get_status() == Encord.LabelReviewStatus.NEW
    assert label.get_label_type() == "Object"
    assert project.review_labels(review, task.get_uuid(), [label.get_uuid()], Encord.LabelReviewAction.REJECT, None)
    (label,) = records(project.list_label_reviews(review, task.get_uuid()))
    assert label.get_status() == Encord.LabelReviewStatus.REJECTED
    assert project.reject_tasks(review, [task.get_uuid()], None, False, None)
    assert row_of(project).get_workflow_node_title() == "Annotate"
    (task,) = tasks(annotate, data_hashes=[world.clip])
    assert project.submit_tasks(annotate, [task.get_uuid()], "a@example.com", True, None)
    (task,) = tasks(review)
    assert project.approve_tasks(review, [task.get_uuid()], None, False, None)
    assert [t.get_data_title() for t in tasks(complete)] == ["clip.avi"]
    expect(Encord.Error.REJECTED, project.proceed_tasks, annotate, [task.get_uuid()], "way", None, None)
    expect(Encord.Error.NOT_FOUND, project.list_tasks, NOWHERE, None)


# ---- the README ----


def check_readme(world):
    """The README's lines run as they stand."""
    text = README.read_text()
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    row = row_of(world.project)
    row.initialise(Encord.InitialiseFlags.NONE, None)
    environment = dict(
        os.environ,
        ENCORD_SERVER=world.server.uri,
        ENCORD_SSH_KEY_FILE=str(world.folder / "a"),
        PROJECT=world.project.get_project_hash(),
    )
    output = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert output == f"clip.avi {FRAMES} 0\ngroup 2 0\n", output


if __name__ == "__main__":
    run(
        make_structure,
        [
            check_properties,
            check_credentials,
            check_errors,
            check_cancellation,
            check_people,
            check_data,
            check_datasets,
            check_data_rows,
            check_copies,
            check_legacy,
            check_tasks,
            check_readme,
        ],
    )
