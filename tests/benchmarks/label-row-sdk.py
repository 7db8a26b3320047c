# label-row-sdk.py - what label-row.c does, with the official SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""build FOLDER TRACKS FRAMES | load FOLDER | dump FOLDER FILE"""

import json
import re
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from encord.objects import LabelRowV2, OntologyStructure
from encord.objects.coordinates import BoundingBoxCoordinates
from encord.objects.ontology_object_instance import ObjectInstance
from encord.orm.label_row import LabelRowMetadata

START = datetime(2024, 5, 6, 7, 8, 9)


class Ontology:
    def __init__(self, structure):
        self.structure = structure


class Client:
    """Takes the place of the network: a save ends with the bytes of its request."""

    def save_label_rows(self, uids, payload, validate_before_saving=False):
        values = {
            "multi_request": True,
            "labels": payload,
            "validate_before_saving": validate_before_saving,
        }
        request = {
            "query_type": "labelrow",
            "query_method": "POST",
            "values": {"uid": uids, "payload": values},
        }
        self.body = json.dumps(request).encode()


def status(field):
    with open("/proc/self/status") as file:
        return int(re.search(rf"^{field}:\s+(\d+)", file.read(), re.M)[1])


def open_row(folder):
    editor = json.loads((folder / "ontology.json").read_text())
    metadata = json.loads((folder / "metadata.json").read_text())
    structure = OntologyStructure.from_dict(editor)
    client = Client()
    row = LabelRowV2(LabelRowMetadata.from_dict(metadata), client, Ontology(structure))
    return row, structure, client


def fraction(n):
    return (n % 1000003) / 1000003.0


def build(folder, tracks, frames):
    row, structure, client = open_row(folder)
    empty = json.loads((folder / "empty.json").read_text())
    before = status("VmRSS")
    row.from_labels_dict(empty)
    car = structure.get_child_by_title("Car")
    start = time.process_time()
    for track in range(tracks):
        instance = ObjectInstance(car, object_hash=f"t{track:07d}")
        for frame in range(frames):
            n = frame * 7919 + track * 104729
            at = START + timedelta(seconds=frame)
            instance.set_for_frames(
                BoundingBoxCoordinates(
                    top_left_x=fraction(n),
                    top_left_y=fraction(n * 3),
                    width=fraction(n * 5) / 4,
                    height=fraction(n * 7) / 4,
                ),
                frames=frame,
                confidence=fraction(n * 11),
                manual_annotation=False,
                created_at=at,
                last_edited_at=at,
            )
        row.add_object_instance(instance)
    built = time.process_time()
    row.save()
    saved = time.process_time()
    peak = status("VmHWM") - before
    length = len(client.body)

    # the part of a save that nobody could do without
    del client.body
    again = time.process_time()
    body = json.dumps(row.to_encord_dict()).encode()
    written = time.process_time()
    (folder / "sdk.json").write_bytes(body)
    return {
        "labels": tracks * frames,
        "build": built - start,
        "save": saved - built,
        "write": written - again,
        "bytes": length,
        "peak_kb": peak,
    }


def walk(row):
    for instance in row.get_object_instances():
        for annotation in instance.get_annotations():
            yield instance, annotation, annotation.coordinates


def load(folder):
    row, _, _ = open_row(folder)
    before = status("VmRSS")
    body = (folder / "sdk.json").read_bytes()
    start = time.process_time()
    row.from_labels_dict(json.loads(body))
    loaded = time.process_time()
    labels = 0
    total = 0.0
    for _, _, box in walk(row):
        total += box.top_left_x + box.top_left_y + box.width + box.height
        labels += 1
    return {
        "labels": labels,
        "load_only": loaded - start,
        "load": time.process_time() - start,
        "bytes": len(body),
        "peak_kb": status("VmHWM") - before,
    }


def dump(folder, name):
    row, _, _ = open_row(folder)
    row.from_labels_dict(json.loads((folder / name).read_bytes()))
    for instance, annotation, box in walk(row):
        seconds = int((annotation.created_at.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds())
        print(
            instance.object_hash,
            instance.feature_hash,
            annotation.frame,
            "%.17g %.17g %.17g %.17g" % (box.top_left_x, box.top_left_y, box.width, box.height),
            "%.17g" % annotation.confidence,
            int(annotation.manual_annotation),
            seconds,
        )


def main(argv):
    folder = Path(argv[2])
    if argv[1] == "build":
        print(json.dumps(build(folder, int(argv[3]), int(argv[4]))))
    elif argv[1] == "load":
        print(json.dumps(load(folder)))
    else:
        dump(folder, argv[3])


main(sys.argv)
