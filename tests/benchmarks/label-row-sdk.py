# label-row-sdk.py - what label-row.c does, with the official SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""build LAYOUT FOLDER TRACKS FRAMES | load LAYOUT FOLDER | dump LAYOUT FOLDER FILE"""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from encord.objects.bitmask import BitmaskCoordinates
from encord.objects.coordinates import BoundingBoxCoordinates, PointCoordinate, PolygonCoordinates
from encord.objects.ontology_object_instance import ObjectInstance

from sdk_row import open_row, status

START = datetime(2024, 5, 6, 7, 8, 9)
POINTS = 64
MASK_SHAPE = 1080, 1920
CLASSES = {"boxes": "Car", "detections": "Car", "polygons": "Road", "masks": "Mask"}


def fraction(n):
    return (n % 1000003) / 1000003.0


def make_shape(layout, masks, track, n):
    if layout == "masks":
        return BitmaskCoordinates(masks[track])
    if layout == "polygons":
        points = [PointCoordinate(x=fraction(n + i * 7907), y=fraction(n * 3 + i * 7901)) for i in range(POINTS)]
        return PolygonCoordinates(values=points)
    return BoundingBoxCoordinates(
        top_left_x=fraction(n),
        top_left_y=fraction(n * 3),
        width=fraction(n * 5) / 4,
        height=fraction(n * 7) / 4,
    )


def set_label(layout, masks, instance, track, frame):
    n = frame * 7919 + track * 104729
    at = START + timedelta(seconds=frame)
    instance.set_for_frames(
        make_shape(layout, masks, track, n),
        frames=frame,
        confidence=fraction(n * 11),
        manual_annotation=False,
        created_at=at,
        last_edited_at=at,
    )


def read_masks(folder):
    import numpy

    return numpy.fromfile(folder / "masks", dtype=bool).reshape((-1, *MASK_SHAPE))


def build(layout, folder, tracks, frames):
    row, structure, client = open_row(folder)
    empty = json.loads((folder / "empty.json").read_text())
    masks = read_masks(folder) if layout == "masks" else None
    before = status("VmRSS")
    row.from_labels_dict(empty)
    object_class = structure.get_child_by_title(CLASSES[layout])
    start = time.process_time()
    for track in range(tracks):
        instance = None
        for frame in range(frames):
            # an instance with no label cannot be added to a row
            if instance is None or layout == "detections":
                if instance is not None:
                    row.add_object_instance(instance)
                instance = ObjectInstance(object_class, object_hash=f"t{track * frames + frame:07d}")
            set_label(layout, masks, instance, track, frame)
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


def read_mask(pixels):
    """Where the set pixels are: their number and the sums of their places."""
    rows, columns = pixels.sum(axis=1), pixels.sum(axis=0)
    places = sum(int(n) * at for counts in (rows, columns) for at, n in enumerate(counts))
    return float(int(rows.sum()) + places)


def read_shape(layout, shape):
    if layout == "masks":
        return read_mask(shape.to_numpy_array())
    if layout == "polygons":
        return sum(point.x + point.y for point in shape.values)
    return shape.top_left_x + shape.top_left_y + shape.width + shape.height


def load(layout, folder):
    row, _, _ = open_row(folder)
    if layout == "masks":
        import numpy  # noqa: F401 - to have it before the memory is counted
    before = status("VmRSS")
    body = (folder / "sdk.json").read_bytes()
    start = time.process_time()
    row.from_labels_dict(json.loads(body))
    loaded = time.process_time()
    loaded_peak = status("VmHWM") - before
    labels = 0
    total = 0.0
    for _, _, shape in walk(row):
        total += read_shape(layout, shape)
        labels += 1
    loaded_and_read = time.process_time()
    peak = status("VmHWM") - before
    return {
        "labels": labels,
        "load_only": loaded - start,
        "load": loaded_and_read - start,
        "load_only_peak_kb": loaded_peak,
        "bytes": len(body),
        "sum": total,
        "peak_kb": peak,
        "pixels_peak_kb": peak,
    }


def describe_shape(layout, shape):
    if layout == "masks":
        encoded = shape.to_dict()
        return [str(encoded["width"]), str(encoded["height"]), encoded["rleString"]]
    if layout == "polygons":
        numbers = [n for point in shape.values for n in (point.x, point.y)]
    else:
        numbers = [shape.top_left_x, shape.top_left_y, shape.width, shape.height]
    return ["%.17g" % n for n in numbers]


def dump(layout, folder, name):
    row, _, _ = open_row(folder)
    row.from_labels_dict(json.loads((folder / name).read_bytes()))
    for instance, annotation, shape in walk(row):
        seconds = int((annotation.created_at.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds())
        print(
            instance.object_hash,
            instance.feature_hash,
            annotation.frame,
            "%.17g" % annotation.confidence,
            int(annotation.manual_annotation),
            seconds,
            *describe_shape(layout, shape),
        )


def main(argv):
    layout, folder = argv[2], Path(argv[3])
    if argv[1] == "build":
        print(json.dumps(build(layout, folder, int(argv[4]), int(argv[5]))))
    elif argv[1] == "load":
        print(json.dumps(load(layout, folder)))
    else:
        dump(layout, folder, argv[4])


main(sys.argv)
