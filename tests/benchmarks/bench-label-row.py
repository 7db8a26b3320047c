#!/usr/bin/env python3
# bench-label-row.py - label rows against the official SDK, in interleaved pairs
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs both sides in turn, all sizes of a layout in each turn, and checks on the
smallest that they made the same labels and read each other's. Prints one line of
JSON: for each size medians of the pairs, in seconds of processor and kB above what
the process had before, the median of the ratios SDK / ours, and their spread (largest
less smallest, by the median); with several sizes also how times grow (exponents).

boxes: an object a track, a box on each frame. detections: an object for each box.
polygons: 64 points each. masks: 1920 x 1080 pixels, encoded when built; reading
one means to learn where its set pixels are, which we give as spans and the SDK
as an array. Both sides must come to the same sum over all that they read.

build_and_save: the SDK's own save up to the bytes of its request; ours likewise.
build_and_write: the SDK's to_encord_dict() and json.dumps() alone.
load: from bytes until every shape has been read; load_only: until it could be.
load_pixels_peak_kb: of masks, when we make the same array of each one as well.
load_and_save, load_and_write: load and the part after build of the two above, which
for us is the dear case: a loaded row without an edit is saved as it came."""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from bench import SKIP, compare, growth, make_masks
from row_files import prepare

HERE = Path(__file__).parent
# tracks, and the frames of the smallest size and of the others
LAYOUTS = {
    "boxes": (10, [1000, 10000, 30000]),
    "detections": (10, [300, 1000, 2000]),
    "polygons": (10, [300, 3000]),
    "masks": (10, [1, 10]),
}


def run(command, *args):
    # the SDK writes local time
    environment = dict(os.environ, TZ="UTC")
    result = subprocess.run([*command, *map(str, args)], stdout=subprocess.PIPE, env=environment)
    if result.returncode != 0:
        sys.exit(f"{command[-1]} {args[0]} {args[1]}: exit code {result.returncode}")
    return result.stdout


def check(ours, sdk, layout, folder, labels):
    """What they wrote is the same to both."""
    dumps = [
        sorted(run(reader, "dump", layout, folder, name).splitlines())
        for reader, name in ((ours, "c.json"), (ours, "sdk.json"), (sdk, "c.json"))
    ]
    if len(dumps[0]) != labels or any(dump != dumps[0] for dump in dumps):
        sys.exit(f"label-row: the two sides do not read and write the same {layout}")


def figures(layout, built, loaded):
    result = {
        "build_and_save_seconds": built["build"] + built["save"],
        "build_and_write_seconds": built["build"] + built["write"],
        "load_seconds": loaded["load"],
        "load_only_seconds": loaded["load_only"],
        "load_and_save_seconds": loaded["load"] + built["save"],
        "load_and_write_seconds": loaded["load"] + built["write"],
        "build_peak_kb": built["peak_kb"],
        "load_peak_kb": loaded["peak_kb"],
        "load_only_peak_kb": loaded["load_only_peak_kb"],
        "peak_kb": max(built["peak_kb"], loaded["peak_kb"]),
        "body_bytes": built["bytes"],
    }
    if layout == "masks":
        result["load_pixels_peak_kb"] = loaded["pixels_peak_kb"]
    return result


def measure(sides, layout, folder, tracks, frames):
    """One pair: what a process builds, and another one loads of the SDK's."""
    built = [json.loads(run(side, "build", layout, folder, tracks, frames)) for side in sides]
    loaded = [json.loads(run(side, "load", layout, folder)) for side in sides]
    if not math.isclose(loaded[0]["sum"], loaded[1]["sum"], rel_tol=1e-9):
        sys.exit(f"label-row: the two sides do not read the same {layout}")
    return [figures(layout, *both) for both in zip(built, loaded)]


def summarize(layout, tracks, sizes, pairs):
    results = []
    for frames, measured in zip(sizes, pairs):
        result = {"frames": frames, "labels": tracks * frames}
        for name in measured[0][0]:
            result[name] = compare(*([pair[side][name] for pair in measured] for side in (0, 1)))
        results.append(result)
    result = {
        "benchmark": "label-row",
        "layout": layout,
        "tracks": tracks,
        "pairs": len(pairs[0]),
        "sizes": results,
    }
    if len(sizes) > 1:
        result["exponents"] = {
            name: {side: growth(sizes, [r[name][side] for r in results]) for side in ("ours", "sdk")}
            for name in results[0]
            if name.endswith("_seconds")
        }
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the built label-row")
    parser.add_argument("--layout", choices=LAYOUTS, default="boxes")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--frames", type=int, nargs="+", help="sizes other than the smallest one")
    parser.add_argument("--long", action="store_true", help="all sizes")
    args = parser.parse_args()
    tracks, sizes = LAYOUTS[args.layout]
    sizes = args.frames or (sizes if args.long else sizes[:1])

    ours = [args.program]
    sdk = [sys.executable, str(HERE / "label-row-sdk.py")]
    if find_spec("encord") is None or find_spec("numpy") is None:
        print("label-row: skipped, there is no encord or no numpy")
        return SKIP

    pairs = [[] for _ in sizes]
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / str(frames) for frames in sizes]
        for folder, frames in zip(folders, sizes):
            prepare(folder, frames)
            if args.layout == "masks":
                import numpy

                (folder / "masks").write_bytes(b"".join(m.tobytes() for m in make_masks(numpy, tracks)))
        for _ in range(args.pairs):
            for folder, frames, measured in zip(folders, sizes, pairs):
                measured.append(measure((ours, sdk), args.layout, folder, tracks, frames))
        check(ours, sdk, args.layout, folders[0], tracks * sizes[0])
    print(json.dumps(summarize(args.layout, tracks, sizes, pairs)))
    return 0


sys.exit(main())
