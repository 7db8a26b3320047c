# label-row-shapes.py - the SDK and we read and write the same labels
# SPDX-License-Identifier: LGPL-2.1-or-later
"""For a video and an image group: we write a label of every shape; the SDK reads
and writes them; we read, set and write that again. The labels stay the same."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from encord.objects import LabelRowV2, OntologyStructure
    from encord.orm.label_row import LabelRowMetadata
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)

SHAPES = "bounding_box rotatable_bounding_box polygon polyline point skeleton bitmask".split()
LABEL = "44444444-4444-4444-8444-444444444444"
DATA = "22222222-2222-4222-8222-222222222222"
DATASET = "33333333-3333-4333-8333-333333333333"


class Ontology:
    def __init__(self, structure):
        self.structure = structure


def make_ontology():
    joint = {"x": 0, "y": 0, "color": "#FF0000", "value": "v"}
    skeleton = {
        "0": dict(joint, name="head", featureHash="joint001"),
        "1": dict(joint, name="foot", featureHash="joint002"),
    }
    template = {"name": "Person", "shape": "skeleton", "color": "#00A000"}
    template.update(width=0.2, height=0.2, skeleton=skeleton, skeletonEdges={})
    template.update(featureNodeHash="aaaa0006")
    objects = [
        {
            "id": str(i),
            "name": "Person" if shape == "skeleton" else f"Class {i}",
            "color": "#D33115",
            "shape": shape,
            "featureNodeHash": f"aaaa{i:04}",
        }
        for i, shape in enumerate(SHAPES, 1)
    ]
    return {"objects": objects, "classifications": [], "skeleton_templates": [{"template": template}]}


def make_row(data_type, frames):
    row = {
        "label_hash": LABEL,
        "branch_name": "main",
        "created_at": "Mon, 06 May 2024 07:08:09 GMT",
        "last_edited_at": "Mon, 06 May 2024 07:08:09 GMT",
        "data_hash": DATA,
        "dataset_hash": DATASET,
        "dataset_title": "Clips",
        "data_title": "clip",
        "label_status": "LABEL_IN_PROGRESS",
        "annotation_task_status": "ASSIGNED",
        "is_shadow_data": False,
    }
    metadata = dict(row, data_type=data_type.upper(), data_link=None, number_of_frames=frames)
    metadata.update(duration=frames / 25, frames_per_second=25.0, width=4, height=3)
    metadata.update(workflow_graph_node=None)
    unit = {"data_title": "x", "data_link": "", "data_type": "x/y", "width": 4, "height": 3}
    if data_type == "video":
        unit.update(data_hash=DATA, data_sequence=0, data_fps=25.0, data_duration=frames / 25)
        units = {DATA: dict(unit, labels={})}
    else:
        units = {
            f"image-{i}": dict(unit, data_hash=f"image-{i}", data_sequence=str(i), labels={})
            for i in reversed(range(frames))
        }
    body = dict(row, data_type=data_type, data_units=units, object_answers={})
    return metadata, dict(body, classification_answers={}, object_actions={})


def labels_of(body):
    """(unit, frame, object hash) to the entry, less what the SDK is known to change."""
    found = {}
    for unit, value in body["data_units"].items():
        frames = value["labels"] if body["data_type"] == "video" else {"": value["labels"]}
        for frame, content in frames.items():
            for entry in content.get("objects", []):
                entry = dict(entry)
                edited = entry.pop("lastEditedAt")
                assert edited.startswith(("Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "))
                entry["createdAt"] = entry["createdAt"].removesuffix("GMT").strip()
                found[unit, frame, entry["objectHash"]] = entry
    return found


def check(program, folder, data_type, frames):
    metadata, empty = make_row(data_type, frames)
    structure = OntologyStructure.from_dict(make_ontology())
    paths = [folder / name for name in ("metadata.json", "ontology.json", "body.json")]

    def run(mode, body):
        for path, value in zip(paths, (metadata, make_ontology(), body)):
            path.write_text(json.dumps(value))
        result = subprocess.run([program, mode, *paths], stdout=subprocess.PIPE, check=True)
        return json.loads(result.stdout)

    ours = run("build", empty)
    row = LabelRowV2(LabelRowMetadata.from_dict(metadata), None, Ontology(structure))
    row.from_labels_dict(ours)
    sdk = row.to_encord_dict()
    again = run("again", sdk)

    expected = labels_of(ours)
    assert len(expected) == len(SHAPES) * ((frames + 1) // 2), len(expected)
    for name, body in ("SDK", sdk), ("again", again):
        found = labels_of(body)
        assert found.keys() == expected.keys(), name
        for key, entry in expected.items():
            assert found[key] == entry, f"{name}: {key}: {found[key]} is not {entry}"
        assert body["object_answers"].keys() == ours["object_answers"].keys(), name


def main():
    with tempfile.TemporaryDirectory() as name:
        for data_type in "video", "img_group":
            check(sys.argv[1], Path(name), data_type, 5)
            print(data_type, "ok")


main()
