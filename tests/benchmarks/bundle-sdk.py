# bundle-sdk.py - what bundle.c does, with the official SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""SERVER KEY_FILE PROJECT_HASH"""

import json
import sys
import time
from pathlib import Path

from encord import EncordUserClient
from encord.objects.coordinates import BoundingBoxCoordinates


def now():
    return time.monotonic(), time.process_time()


def initialise_all(project, rows):
    with project.create_bundle() as bundle:
        for row in rows:
            row.initialise_labels(bundle=bundle)


def label_all(project, rows):
    for row in rows:
        instance = row.ontology_structure.get_child_by_title("Car").create_instance()
        box = BoundingBoxCoordinates(top_left_x=0.25, top_left_y=0.25, width=0.5, height=0.5)
        instance.set_for_frames(box, frames=0, confidence=0.5, manual_annotation=False)
        row.add_object_instance(instance)


def save_all(project, rows):
    with project.create_bundle() as bundle:
        for row in rows:
            row.save(bundle=bundle)


def main(server, key_file, project_hash):
    client = EncordUserClient.create_with_ssh_private_key(Path(key_file).read_text(), domain=server)
    project = client.get_project(project_hash)
    rows = project.list_label_rows_v2()
    result = {"rows": len(rows)}
    start = now()
    for name, step in ("initialise", initialise_all), ("label", label_all), ("save", save_all):
        before = now()
        step(project, rows)
        after = now()
        result[f"{name}_seconds"] = after[0] - before[0]
        result[f"{name}_processor_seconds"] = after[1] - before[1]
    result["whole_seconds"] = after[0] - start[0]
    result["whole_processor_seconds"] = after[1] - start[1]
    print(json.dumps(result))


main(*sys.argv[1:])
