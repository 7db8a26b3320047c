# label-row-rings.py - today's SDK and we read and write the same polygons
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: label-row-rings.py PROGRAM. Polygons with holes and of several parts, which
the reference version (0.1.153) does not know: we write, the SDK reads and writes, we
read and write again."""

import json
import sys
import tempfile
from pathlib import Path

import rows

try:
    from encord.objects.coordinates import PointCoordinate, PolygonCoordinates

    PolygonCoordinates(polygons=[[[PointCoordinate(0, 0)]]])
except TypeError:
    print("skipped: this SDK knows no holes")
    sys.exit(77)

FRAMES = 5
ONTOLOGY = {
    "objects": [
        {"id": "1", "name": "Lake", "color": "#D33115", "shape": "polygon", "featureNodeHash": "aaaa0001"},
    ],
    "classifications": [],
}


def square(left, top, size):
    return [(left, top), (left + size, top), (left + size, top + size), (left, top + size)]


# of each part the outer ring, then its holes
EXPECTED = {
    0: [[square(0.1, 0.1, 0.3)]],
    1: [[square(0.1, 0.1, 0.3), square(0.2, 0.2, 0.1)]],
    2: [[square(0.1, 0.1, 0.3)], [square(0.5, 0.5, 0.4), square(0.6, 0.6, 0.1), square(0.8, 0.8, 0.05)]],
}


def as_points(polygons):
    return [[[(point.x, point.y) for point in ring] for ring in polygon] for polygon in polygons]


def read(body, metadata):
    """{frame: polygons} as the SDK sees them."""
    row = rows.load(metadata, ONTOLOGY, body)
    return {
        annotation.frame: as_points(annotation.coordinates.polygons)
        for instance in row.get_object_instances()
        for annotation in instance.get_annotations()
    }


def check(what, got):
    assert sorted(got) == sorted(EXPECTED), f"{what}: frames {sorted(got)}"
    for frame, polygons in EXPECTED.items():
        assert got[frame] == polygons, f"{what}: frame {frame}: {got[frame]} is not {polygons}"


def add_polygons(row, frame, polygons):
    instance = row.get_object_instances()[0]
    coordinates = [[[PointCoordinate(*point) for point in ring] for ring in part] for part in polygons]
    instance.set_for_frames(PolygonCoordinates(polygons=coordinates), frame)


def main():
    with tempfile.TemporaryDirectory() as name:
        metadata, empty = rows.make_row("video", FRAMES)
        metadata["spaces"] = {}  # which this SDK looks for
        program = rows.Program(sys.argv[1], Path(name), metadata, ONTOLOGY)
        ours = json.loads(program.run("build", empty))
        check("ours", read(ours, metadata))

        # what the SDK adds and writes, read and written by us
        row = rows.load(metadata, ONTOLOGY, ours)
        EXPECTED[3] = [[square(0.3, 0.3, 0.5), square(0.4, 0.4, 0.1)], [square(0.05, 0.05, 0.1)]]
        add_polygons(row, 3, EXPECTED[3])
        theirs = row.to_encord_dict()
        check("theirs", read(theirs, metadata))
        check("theirs, set by us", read(json.loads(program.run("again", theirs)), metadata))
    print("ok")


main()
