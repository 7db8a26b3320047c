#!/usr/bin/env python3
# sdk-interop.py - the vendor's SDK works against encord-emulator unchanged
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-interop.py ENCORD-EMULATOR

Makes ontology, dataset and project, uploads a video and an image group, lists
and initialises label rows, writes objects of every shape, saves, reads back the
same, and moves a row along its workflow.
"""
import os
import pathlib
import signal
import sys
import tempfile

import numpy
from fixture import (
    FPS,
    FRAMES,
    HEIGHT,
    TEMPLATE,
    WIDTH,
    Emulator,
    expect,
    make_key,
    make_png,
    make_video,
)

from encord import EncordUserClient
from encord.exceptions import (
    AnswerDictionaryError,
    AuthorisationError,
    CorruptedLabelError,
    EncordException,
    ResourceExistsError,
    ResourceNotFoundError,
    SshKeyNotFound,
    WrongProjectTypeError,
)
from encord.objects import OntologyStructure, Shape
from encord.objects.attributes import ChecklistAttribute, RadioAttribute, TextAttribute
from encord.objects.bitmask import BitmaskCoordinates
from encord.objects.coordinates import (
    BoundingBoxCoordinates,
    PointCoordinate,
    PolygonCoordinates,
    PolylineCoordinates,
    RotatableBoundingBoxCoordinates,
    SkeletonCoordinate,
    SkeletonCoordinates,
)
from encord.objects.skeleton_template import SkeletonTemplate, SkeletonTemplateCoordinate
from encord.orm.label_row import LabelStatus
from encord.workflow import AnnotationStage, ReviewStage


def make_structure():
    joints = {
        str(i): SkeletonTemplateCoordinate(x=x, y=y, name=name)
        for i, (x, y, name) in enumerate([(0.1, 0.1, "head"), (0.1, 0.9, "foot")])
    }
    structure = OntologyStructure()
    car = structure.add_object("Car", Shape.BOUNDING_BOX)
    colour = car.add_attribute(RadioAttribute, "Colour")
    colour.add_option("Red")
    colour.add_option("Blue")
    moving = car.add_attribute(RadioAttribute, "Moving", dynamic=True)
    moving.add_option("yes")
    moving.add_option("no")
    structure.add_object("Truck", Shape.ROTATABLE_BOUNDING_BOX)
    structure.add_object("Road", Shape.POLYGON)
    structure.add_object("Lane", Shape.POLYLINE)
    structure.add_object("Corner", Shape.POINT)
    structure.add_object("Mask", Shape.BITMASK)
    structure.add_object("Person", Shape.SKELETON)
    structure.skeleton_templates["Person"] = SkeletonTemplate(
        name="Person",
        width=0.2,
        height=0.8,
        skeleton=joints,
        skeleton_edges={"0": {"1": {"color": "#00000"}}},
    )
    weather = structure.add_classification()
    options = weather.add_attribute(ChecklistAttribute, "Weather")
    options.add_option("Sun")
    options.add_option("Rain")
    note = structure.add_classification()
    note.add_attribute(TextAttribute, "Note")
    return structure


def coordinates(structure):
    mask = numpy.zeros((HEIGHT, WIDTH), dtype=bool)
    mask[10:20, 5:30] = True
    points = [PointCoordinate(0.1, 0.2), PointCoordinate(0.3, 0.25), PointCoordinate(0.2, 0.6)]
    return {
        "Car": BoundingBoxCoordinates(top_left_x=0.1, top_left_y=0.2, width=0.3, height=0.25),
        "Truck": RotatableBoundingBoxCoordinates(
            top_left_x=0.2, top_left_y=0.1, width=0.5, height=0.3, theta=17.5
        ),
        "Road": PolygonCoordinates(values=points),
        "Lane": PolylineCoordinates(values=points),
        "Corner": PointCoordinate(0.123456789012345, 0.5),
        "Mask": BitmaskCoordinates(mask),
        "Person": SkeletonCoordinates(
            values=[
                SkeletonCoordinate(x=0.5, y=0.1, name="head"),
                SkeletonCoordinate(x=0.5, y=0.9, name="foot"),
            ],
            name="Person",
        ),
    }


def plain(value):
    """Coordinates as something that can be compared."""
    if isinstance(value, BitmaskCoordinates):
        return value.to_numpy_array().tolist()
    if isinstance(value, SkeletonCoordinates):
        return [(v.x, v.y, v.name) for v in value.values]
    if isinstance(value, (PolygonCoordinates, PolylineCoordinates)):
        return [(v.x, v.y) for v in value.values]
    return value


def read_objects(row):
    found = {}
    for instance in row.get_object_instances():
        found[instance.object_hash] = (
            instance.ontology_item.title,
            {a.frame: (plain(a.coordinates), a.confidence, a.manual_annotation) for a in instance.get_annotations()},
        )
    return found


def label_everything(row, structure, frames):
    written = {}
    for title, value in coordinates(structure).items():
        instance = structure.get_child_by_title(title).create_instance()
        for frame in frames:
            instance.set_for_frames(value, frames=frame, confidence=0.75, manual_annotation=False)
        if title == "Car":
            colour = instance.ontology_item.get_child_by_title("Colour", RadioAttribute)
            instance.set_answer(colour.get_child_by_title("Blue"))
            if len(frames) > 1:
                moving = instance.ontology_item.get_child_by_title("Moving", RadioAttribute)
                instance.set_answer(moving.get_child_by_title("yes"), frames=[frames[0]])
                instance.set_answer(moving.get_child_by_title("no"), frames=[frames[1]])
        row.add_object_instance(instance)
        written[instance.object_hash] = (title, {f: (plain(value), 0.75, False) for f in frames})
    weather = structure.get_child_by_title("Weather", type_=ChecklistAttribute)
    classification = next(
        c for c in structure.classifications if c.attributes[0].feature_node_hash == weather.feature_node_hash
    ).create_instance()
    classification.set_for_frames(frames[0])
    classification.set_answer([weather.get_child_by_title("Rain")])
    row.add_classification_instance(classification)
    return written


def check_refusals(emulator, admin, project, other_key, stranger_key, dataset_hash):
    expect(SshKeyNotFound, emulator.client(stranger_key).get_dataset, dataset_hash)
    other = emulator.client(other_key)
    expect(AuthorisationError, other.get_project, project.project_hash)
    expect(AuthorisationError, other.get_dataset, dataset_hash)
    assert other.get_datasets() == [] and other.get_projects() == []
    expect(ResourceNotFoundError, admin.get_project, "11111111-1111-4111-8111-111111111111")

    row = project.list_label_rows_v2(data_title_eq="clip.avi")[0]
    body = project.get_label_row(row.label_hash, get_signed_url=False)
    answers = dict(body["object_answers"])
    body["object_answers"] = {}
    expect(AnswerDictionaryError, project.save_label_row, row.label_hash, body)
    body["object_answers"] = answers
    unit = body["data_units"][row.data_hash]
    unit["labels"][str(FRAMES)] = {"objects": [], "classifications": []}
    expect(CorruptedLabelError, project.save_label_row, row.label_hash, body)
    expect(ResourceExistsError, project.create_label_row, row.data_hash)


def check_workflow(admin, project_hash):
    project = admin.get_project(project_hash)

    def place(title):
        row = project.list_label_rows_v2(data_title_eq=title)[0]
        return row.workflow_graph_node.title

    annotate = project.workflow.get_stage(name="Annotate", type_=AnnotationStage)
    review = project.workflow.get_stage(name="Review", type_=ReviewStage)
    task = next(iter(annotate.get_tasks(data_title="clip.avi")))
    task.assign("a@example.com")
    task = next(iter(annotate.get_tasks(assignee="a@example.com")))
    task.submit()
    task.submit()  # an action may arrive twice
    assert place("clip.avi") == "Review"
    next(iter(review.get_tasks())).reject()
    assert place("clip.avi") == "Annotate"
    next(iter(annotate.get_tasks(data_title="clip.avi"))).submit()
    next(iter(review.get_tasks())).approve()
    assert place("clip.avi") == "Complete"
    row = project.list_label_rows_v2(data_title_eq="clip.avi")[0]
    row.workflow_reopen()
    assert place("clip.avi") == "Annotate"
    row.set_priority(0.25)
    assert project.list_label_rows_v2(data_title_eq="clip.avi")[0].priority == 0.25
    row.workflow_complete()
    assert place("clip.avi") == "Complete"
    rows = project.list_label_rows_v2(workflow_graph_node_title_eq="Complete")
    assert [r.data_title for r in rows] == ["clip.avi"]


def check_legacy(project):
    """What newer versions of the SDK have no more."""
    row = project.list_label_rows_v2(data_title_eq="clip.avi")[0]
    expect(WrongProjectTypeError, project.submit_label_row_for_review, row.label_hash)
    assert project.set_label_status(row.label_hash, LabelStatus.LABELLED)


def check_filters(project):
    """Only the labels of some features, on request."""
    row = project.list_label_rows_v2(data_title_eq="clip.avi")[0]
    car = project.ontology_structure.get_child_by_title("Car").feature_node_hash
    row.initialise_labels(include_object_feature_hashes={car}, include_classification_feature_hashes=set())
    assert [o.ontology_item.title for o in row.get_object_instances()] == ["Car"]
    assert row.get_classification_instances() == []
    car_instance = row.get_object_instances()[0]
    moving = car_instance.ontology_item.get_child_by_title("Moving", RadioAttribute)
    answers = {a.answer.label: [(r.start, r.end) for r in a.ranges] for a in car_instance.get_answer(moving)}
    assert answers == {"yes": [(3, 3)], "no": [(5, 5)]}, answers


def check_ontology_save(admin, project):
    ontology = admin.get_ontology(project.ontology_hash)
    ontology.structure.add_object("Bicycle", Shape.BOUNDING_BOX)
    ontology.save()
    project.refetch_ontology()
    assert project.ontology_structure.get_child_by_title("Bicycle").shape == Shape.BOUNDING_BOX


def check_upload_failure(dataset, folder):
    path = folder / "noise.mp4"
    path.write_bytes(os.urandom(5000))
    expect(EncordException, dataset.upload_video, str(path))


def run(program, folder):
    key, public = make_key("a@example.com")
    other_key, other_public = make_key("b@example.com")
    stranger_key, _ = make_key("c@example.com")
    (folder / "keys").write_text("# users\n" + public + other_public)
    video = folder / "clip.avi"
    make_video(video)
    pictures = []
    for i, (width, height) in enumerate([(64, 48), (64, 48), (32, 32)]):
        pictures.append(folder / f"picture {i}.png")
        make_png(pictures[-1], width, height, 40 * i)

    emulator = Emulator(program, folder)
    emulator.start("--authorized-keys", str(folder / "keys"))
    admin = emulator.client(key)

    ontology = admin.create_ontology("Traffic; DROP TABLE units;--", structure=make_structure())
    dataset_hash = admin.create_dataset("Clips", dataset_type=0)["dataset_hash"]
    dataset = admin.get_dataset(dataset_hash)
    uploaded = dataset.upload_video(str(video))
    group = dataset.create_image_group([str(p) for p in pictures], title="Group", create_video=False)
    assert len(group) == 1
    single = dataset.upload_image(str(pictures[0]))
    assert single["title"] == "picture 0.png"
    check_upload_failure(dataset, folder)
    rows = dataset.list_data_rows()
    assert [r.title for r in rows] == ["clip.avi", "Group", "picture 0.png"], rows
    assert (rows[0].width, rows[0].height, rows[0].frames_per_second) == (WIDTH, HEIGHT, FPS)

    project_hash = admin.create_project(
        "Project", [dataset_hash], ontology_hash=ontology.ontology_hash, workflow_template_hash=TEMPLATE
    )
    assert len(admin.get_projects()) == 1 and len(admin.get_ontologies()) == 1
    project = admin.get_project(project_hash)
    structure = project.ontology_structure
    assert structure.to_dict() == ontology.structure.to_dict()
    rows = project.list_label_rows_v2(include_images_data=True)
    assert [r.data_type.value for r in rows] == ["video", "img_group", "image"]
    assert [r.number_of_frames for r in rows] == [FRAMES, 3, 1]
    assert all(r.label_hash is None and r.workflow_graph_node.title == "Annotate" for r in rows)

    written = {}
    with project.create_bundle() as bundle:
        for row in rows:
            row.initialise_labels(bundle=bundle)
    for row, frames in zip(rows, ([3, 5], [0], [0])):
        written[row.data_hash] = label_everything(row, structure, frames)
    with project.create_bundle() as bundle:
        for row in rows:
            row.save(bundle=bundle)

    # everything that was acknowledged is there after a crash
    emulator.kill()
    emulator.start("--authorized-keys", str(folder / "keys"))
    admin = emulator.client(key)
    project = admin.get_project(project_hash)
    rows = project.list_label_rows_v2()
    for row in rows:
        row.initialise_labels()
        assert read_objects(row) == written[row.data_hash], row.data_title
        assert len(row.get_classification_instances()) == 1
        for instance in row.get_object_instances():
            assert all(a.created_by == "a@example.com" for a in instance.get_annotations())
    video_data, images = project.get_data(rows[0].data_hash, get_signed_url=True)
    import requests

    assert requests.get(video_data["file_link"]).content == video.read_bytes()
    assert requests.get(video_data["file_link"][:-1] + "x").status_code == 403
    _, images = project.get_data(rows[1].data_hash, get_signed_url=True)
    assert [requests.get(i["file_link"]).content for i in images] == [p.read_bytes() for p in pictures]

    check_filters(project)
    check_ontology_save(admin, project)
    check_refusals(emulator, admin, project, other_key, stranger_key, dataset_hash)
    check_legacy(project)
    check_workflow(admin, project_hash)
    token = admin.get_bearer_token()
    bearer = EncordUserClient.create_with_bearer_token(token, domain=emulator.uri)
    assert bearer.get_project(project_hash).title == "Project"

    counts = emulator.requests()
    assert counts["labelrow POST"] == 3, counts
    emulator.stop()
    assert emulator.requests() == counts


def main():
    with tempfile.TemporaryDirectory(prefix="sdk-interop-") as folder:
        run(sys.argv[1], pathlib.Path(folder))
    print("ok")


if __name__ == "__main__":
    signal.alarm(170)
    main()
