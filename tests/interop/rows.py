# rows.py - label rows of the SDK without a server
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whoever imports this leaves with 77 (skipped) where the SDK cannot be imported."""

import json
import subprocess
import sys

try:
    from encord.objects import LabelRowV2, OntologyStructure
    from encord.orm.label_row import LabelRowMetadata
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)

LABEL = "44444444-4444-4444-8444-444444444444"
DATA = "22222222-2222-4222-8222-222222222222"
DATASET = "33333333-3333-4333-8333-333333333333"


class Ontology:
    def __init__(self, structure):
        self.structure = structure


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


def load(metadata, ontology, body):
    structure = OntologyStructure.from_dict(ontology)
    row = LabelRowV2(LabelRowMetadata.from_dict(metadata), None, Ontology(structure))
    row.from_labels_dict(body)
    return row


class Program:
    """Ours: PROGRAM MODE METADATA ONTOLOGY BODY."""

    def __init__(self, path, folder, metadata, ontology):
        self.path = path
        self.paths = [folder / name for name in ("metadata.json", "ontology.json", "body.json")]
        for path, value in zip(self.paths, (metadata, ontology)):
            path.write_text(json.dumps(value))

    def run(self, mode, body, *args):
        """What it prints; body is JSON or its text."""
        self.paths[2].write_text(body if isinstance(body, str) else json.dumps(body))
        command = [self.path, mode, *self.paths, *args]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
