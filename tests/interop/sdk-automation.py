#!/usr/bin/env python3
# sdk-automation.py - the label algorithms of encord-emulator, through the vendor's SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-automation.py ENCORD-EMULATOR

Labels a video on some frames, has the frames between filled in and boxes fitted,
saves the answers and reads them as labels.
"""
import pathlib
import signal
import sys
import tempfile

from fixture import FRAMES, HEIGHT, TEMPLATE, WIDTH, Emulator, expect, make_key, make_video

from encord.exceptions import EncordException, InvalidArgumentsError
from encord.objects import OntologyStructure, Shape
from encord.objects.coordinates import (
    BoundingBoxCoordinates,
    PointCoordinate,
    PolygonCoordinates,
    PolylineCoordinates,
    RotatableBoundingBoxCoordinates,
)

FIRST, LAST = 2, 10


def make_structure():
    structure = OntologyStructure()
    structure.add_object("Car", Shape.BOUNDING_BOX)
    structure.add_object("Truck", Shape.ROTATABLE_BOUNDING_BOX)
    structure.add_object("Road", Shape.POLYGON)
    structure.add_object("Lane", Shape.POLYLINE)
    structure.add_object("Corner", Shape.POINT)
    return structure


def shapes(at):
    """What each object looks like on its first key frame (0) and on its last (1)."""
    x = 0.1 + 0.4 * at
    corners = [(x, 0.1), (x + 0.3, 0.1), (x + 0.3, 0.3), (x, 0.3)]
    if at == 1:  # drawn by somebody else
        corners = [*corners[2:], *corners[:2]][::-1]
    points = [PointCoordinate(*corner) for corner in corners]
    return {
        "Car": BoundingBoxCoordinates(top_left_x=x, top_left_y=0.2, width=0.25, height=0.5),
        "Truck": RotatableBoundingBoxCoordinates(
            top_left_x=x, top_left_y=0.1, width=0.25, height=0.25, theta=350 if at == 0 else 10
        ),
        "Road": PolygonCoordinates(values=points),
        "Lane": PolylineCoordinates(values=points[:3]),
        "Corner": PointCoordinate(x, 0.5),
    }


def label(row, structure):
    hashes = {}
    for title, first in shapes(0).items():
        instance = structure.get_child_by_title(title).create_instance()
        instance.set_for_frames(first, frames=FIRST)
        instance.set_for_frames(shapes(1)[title], frames=LAST)
        row.add_object_instance(instance)
        hashes[title] = instance.object_hash
    row.save()
    return hashes


def near(a, b):
    return abs(a - b) < 1e-9


def check_interpolation(project, row, hashes):
    labels = project.get_label_row(row.label_hash)["data_units"][row.data_hash]["labels"]
    answer = project.object_interpolation(labels, [h for t, h in hashes.items() if t != "Corner"])
    assert list(answer) == [str(f) for f in range(FIRST, LAST + 1)], list(answer)
    for frame in FIRST, LAST:
        assert answer[str(frame)] == labels[str(frame)]
    middle = {o["objectHash"]: o for o in answer[str((FIRST + LAST) // 2)]["objects"]}
    assert middle.keys() == set(hashes.values()) - {hashes["Corner"]}
    for entry in middle.values():
        assert (entry["confidence"], entry["manualAnnotation"]) == (0.99, False)
        assert entry["createdBy"] == "a@example.com" and entry["color"].startswith("#")
    box = middle[hashes["Car"]]["boundingBox"]
    assert near(box["x"], 0.3) and near(box["w"], 0.25), box
    turned = middle[hashes["Truck"]]["rotatableBoundingBox"]
    assert near(turned["theta"] % 360, 0) and near(turned["x"], 0.3), turned
    road = middle[hashes["Road"]]["polygon"]
    expected = {(0.3, 0.1), (0.6, 0.1), (0.6, 0.3), (0.3, 0.3)}
    assert len(road) == 4 and {(round(p["x"], 9), round(p["y"], 9)) for p in road.values()} == expected, road
    return answer


def save_and_read(project, row, labels):
    """The answer goes into a row as it is, and the SDK reads it as labels."""
    body = project.get_label_row(row.label_hash)
    body["data_units"][row.data_hash]["labels"] = labels
    project.save_label_row(row.label_hash, body)
    row = project.list_label_rows_v2()[0]
    row.initialise_labels()
    return row


def check_saved(project, row, hashes, answer):
    row = save_and_read(project, row, answer)
    for title, object_hash in hashes.items():
        instance = next(i for i in row.get_object_instances() if i.object_hash == object_hash)
        frames = sorted(a.frame for a in instance.get_annotations())
        assert frames == ([FIRST, LAST] if title == "Corner" else list(range(FIRST, LAST + 1))), (title, frames)
        for annotation in instance.get_annotations():
            filled = annotation.frame not in (FIRST, LAST)
            assert annotation.manual_annotation != filled
            assert annotation.confidence == (0.99 if filled else 1.0)


def check_fitting(project, row, hashes, answer):
    fitted = project.fitted_bounding_boxes(answer, {"width": WIDTH, "height": HEIGHT})
    assert fitted.keys() == answer.keys()
    for frame, content in answer.items():
        before = {o["objectHash"]: o for o in content["objects"]}
        after = {o["objectHash"]: o for o in fitted[frame]["objects"]}
        assert before.keys() == after.keys()
        for object_hash, entry in after.items():
            if object_hash in (hashes["Car"], hashes.get("Corner")):
                assert entry == before[object_hash]
                continue
            assert entry["shape"] == "bounding_box" and entry["featureHash"] == before[object_hash]["featureHash"]
            box = entry["boundingBox"]
            for edge in (box["x"] * WIDTH, (box["x"] + box["w"]) * WIDTH, box["y"] * HEIGHT):
                assert near(edge, round(edge)), (frame, box)
    box = next(o for o in fitted[str(FIRST)]["objects"] if o["objectHash"] == hashes["Road"])["boundingBox"]
    assert near(box["x"] * WIDTH, 6) and near((box["x"] + box["w"]) * WIDTH, 26), box


def check_refusals(project):
    frames = {"0": {"objects": []}}
    # the SDK itself sends nothing without frames or objects
    expect(EncordException, project.object_interpolation, {}, ["a"])
    expect(EncordException, project.object_interpolation, frames, [])
    expect(EncordException, project.fitted_bounding_boxes, {}, {"width": 1, "height": 1})
    expect(InvalidArgumentsError, project.object_interpolation, {"first": {}}, ["a"])
    expect(InvalidArgumentsError, project.object_interpolation, {"0": {"objects": "none"}}, ["a"])
    expect(InvalidArgumentsError, project.fitted_bounding_boxes, frames, {"width": 0, "height": 1})
    assert project.object_interpolation(frames, ["unknown"]) == frames


def run(program, folder):
    key, public = make_key("a@example.com")
    (folder / "keys").write_text(public)
    make_video(folder / "clip.avi")
    emulator = Emulator(program, folder)
    emulator.start("--authorized-keys", str(folder / "keys"))
    admin = emulator.client(key)
    ontology = admin.create_ontology("Traffic", structure=make_structure())
    dataset_hash = admin.create_dataset("Clips", dataset_type=0)["dataset_hash"]
    admin.get_dataset(dataset_hash).upload_video(str(folder / "clip.avi"))
    project_hash = admin.create_project(
        "Project", [dataset_hash], ontology_hash=ontology.ontology_hash, workflow_template_hash=TEMPLATE
    )
    project = admin.get_project(project_hash)
    row = project.list_label_rows_v2()[0]
    row.initialise_labels()
    assert row.number_of_frames == FRAMES > LAST

    hashes = label(row, project.ontology_structure)
    answer = check_interpolation(project, row, hashes)
    check_saved(project, row, hashes, answer)
    check_fitting(project, row, hashes, answer)
    check_refusals(project)
    emulator.stop()


def main():
    with tempfile.TemporaryDirectory(prefix="sdk-automation-") as folder:
        run(sys.argv[1], pathlib.Path(folder))
    print("ok")


if __name__ == "__main__":
    signal.alarm(100)
    main()
