# label-row-shapes.py - the SDK and we read and write the same labels
# SPDX-License-Identifier: LGPL-2.1-or-later
"""For a video and an image group: we write a label of every shape; the SDK reads
and writes them; we read, set and write that again. The labels stay the same."""

import json
import sys
import tempfile
from pathlib import Path

import rows

SHAPES = "bounding_box rotatable_bounding_box polygon polyline point skeleton bitmask".split()
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
    metadata, empty = rows.make_row(data_type, frames)
    program = rows.Program(program, folder, metadata, make_ontology())

    ours = json.loads(program.run("build", empty))
    sdk = rows.load(metadata, make_ontology(), ours).to_encord_dict()
    again = json.loads(program.run("again", sdk))

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
