#!/usr/bin/env python3
# bench-row-finish.py - from tracks to the body of a row, against the official SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Both sides have the same boxes of 10 tracks in memory, one a frame, and come to the
JSON of the label row that is ready to be sent. We finish the tracks, merge them with
the (empty) row, edit it and write it; the SDK makes objects, sets them on frames,
and writes to_encord_dict() with json.dumps(). Processes run in turn, and what they
wrote must be the same labels in the same objects; hashes and times are drawn anew.

Prints one line of JSON: medians in seconds of processor, the median of the ratios
SDK / ours, and their spread (largest less smallest, by the median)."""

import argparse
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from bench import SKIP, compare
from row_files import DATA, prepare

HERE = Path(__file__).parent
TRACKS = 10


def run(command, *args):
    result = subprocess.run([*command, *map(str, args)], stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout)


def read_objects(path):
    """What each object says, frame by frame, in an order of its own."""
    body = json.loads(path.read_bytes())
    objects = {}
    for frame, labels in body["data_units"][DATA]["labels"].items():
        for label in labels["objects"]:
            box = tuple(round(label["boundingBox"][k], 9) for k in "xywh")
            said = int(frame), *box, round(label["confidence"], 9), label["manualAnnotation"], label["featureHash"]
            objects.setdefault(label["objectHash"], []).append(said)
    return sorted(sorted(said) for said in objects.values())


def check(folder, frames):
    ours, sdk = (read_objects(folder / name) for name in ("c.json", "sdk.json"))
    if ours != sdk or len(ours) != TRACKS or any(len(said) != frames for said in ours):
        sys.exit("row-finish: the two sides do not write the same labels")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the built row-finish")
    parser.add_argument("--frames", type=int, default=30000)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    if find_spec("encord") is None:
        print("row-finish: skipped, there is no encord")
        return SKIP

    sides = [options.program], [sys.executable, str(HERE / "row-finish-sdk.py")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "row"
        prepare(folder, options.frames)
        pairs = [[run(side, folder, TRACKS, options.frames) for side in sides] for _ in range(options.pairs)]
        check(folder, options.frames)
    ours, sdk = zip(*pairs)
    print(json.dumps({
        "benchmark": "row-finish", "tracks": TRACKS, "frames": options.frames, "pairs": options.pairs,
        "labels": TRACKS * options.frames,
        "whole_seconds": compare([o["whole"] for o in ours], [s["whole"] for s in sdk]),
        "plan_seconds": sorted(o["plan"] for o in ours)[len(ours) // 2],
        "build_seconds": sorted(o["build"] for o in ours)[len(ours) // 2],
        "write_seconds": sorted(o["write"] for o in ours)[len(ours) // 2],
    }))
    return 0


sys.exit(main())
