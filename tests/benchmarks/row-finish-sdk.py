# row-finish-sdk.py - what row-finish.c does, with the official SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""FOLDER TRACKS FRAMES"""

import json
import sys
import time
from pathlib import Path

from encord.objects.coordinates import BoundingBoxCoordinates

from sdk_row import open_row

CLASS = "Car"
STEPS = 10000000


def fraction(n, parts):
    return (n % 1000003 // parts) / STEPS


def make_tracks(tracks, frames):
    """By track: box and confidence of each frame."""
    seen = []
    for track in range(tracks):
        labels = []
        for frame in range(frames):
            n = frame * 7919 + track * 104729
            box = fraction(n, 1), fraction(n * 3, 1), 0.1 + fraction(n * 5, 4), 0.1 + fraction(n * 7, 4)
            labels.append((box, 0.5 + fraction(n * 11, 1)))
        seen.append(labels)
    return seen


def build(row, structure, seen):
    object_class = structure.get_child_by_title(CLASS)
    for labels in seen:
        instance = object_class.create_instance()
        for frame, (box, confidence) in enumerate(labels):
            x, y, width, height = box
            instance.set_for_frames(
                BoundingBoxCoordinates(top_left_x=x, top_left_y=y, width=width, height=height),
                frames=frame,
                confidence=confidence,
                manual_annotation=False,
            )
        row.add_object_instance(instance)


def main(folder, tracks, frames):
    row, structure, _ = open_row(folder)
    row.from_labels_dict(json.loads((folder / "empty.json").read_text()))
    seen = make_tracks(tracks, frames)
    start = time.process_time()
    build(row, structure, seen)
    built = time.process_time()
    body = json.dumps(row.to_encord_dict()).encode()
    written = time.process_time()
    (folder / "sdk.json").write_bytes(body)
    print(json.dumps({"build": built - start, "write": written - built, "whole": written - start}))


main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
