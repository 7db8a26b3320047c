# row_files.py - an empty label row, for both sides of a benchmark to start from
# SPDX-License-Identifier: LGPL-2.1-or-later
import json

from bench import MASK_HEIGHT, MASK_WIDTH

DATA = "22222222-2222-4222-8222-222222222222"
LABEL = "44444444-4444-4444-8444-444444444444"
DATASET = "33333333-3333-4333-8333-333333333333"


def make_class(number, title, shape):
    return {
        "id": str(number),
        "name": title,
        "color": "#D33115",
        "shape": shape,
        "featureNodeHash": f"aaaa{number}{number}{number}{number}",
    }


def prepare(folder, frames):
    """The files that both sides start from."""
    folder.mkdir()
    rate = 25.0
    row = {
        "label_hash": LABEL,
        "branch_name": "main",
        "created_at": "Mon, 06 May 2024 07:08:09 GMT",
        "last_edited_at": "Mon, 06 May 2024 07:08:09 GMT",
        "data_hash": DATA,
        "dataset_hash": DATASET,
        "dataset_title": "Clips",
        "data_title": "clip.mp4",
        "label_status": "LABEL_IN_PROGRESS",
        "annotation_task_status": "ASSIGNED",
    }
    unit = {
        "data_hash": DATA,
        "data_title": "clip.mp4",
        "data_link": None,
        "data_type": "video/mp4",
        "data_sequence": 0,
        "width": MASK_WIDTH,
        "height": MASK_HEIGHT,
        "data_fps": rate,
        "data_duration": frames / rate,
        "labels": {},
    }
    body = dict(row, data_type="video", data_units={DATA: unit}, object_answers={})
    body.update(classification_answers={}, object_actions={}, is_valid=True)
    metadata = dict(row, data_type="VIDEO", data_link=None, number_of_frames=frames)
    metadata.update(duration=frames / rate, frames_per_second=rate, width=MASK_WIDTH, height=MASK_HEIGHT)
    metadata.update(is_shadow_data=False, workflow_graph_node=None)
    classes = [("Car", "bounding_box"), ("Road", "polygon"), ("Mask", "bitmask")]
    objects = [make_class(i, *c) for i, c in enumerate(classes, 1)]
    ontology = {"objects": objects, "classifications": []}
    for name, value in ("empty", body), ("metadata", metadata), ("ontology", ontology):
        (folder / f"{name}.json").write_text(json.dumps(value))
