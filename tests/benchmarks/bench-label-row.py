#!/usr/bin/env python3
# bench-label-row.py - label rows against the official SDK, in interleaved pairs
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks first that both sides make the same labels and read each other's, then
runs them in turn. Prints one line of JSON: medians of the pairs, in seconds of
processor and kB above what the process had before, the median of the ratios SDK /
ours, and their spread (largest less smallest, by the median).

build_and_save: the SDK's own save up to the bytes of its request; ours likewise.
build_and_write: the SDK's to_encord_dict() and json.dumps() alone.
load: from bytes until every box has been read; load_only: until it could be."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
DATA = "22222222-2222-4222-8222-222222222222"
LABEL = "44444444-4444-4444-8444-444444444444"
DATASET = "33333333-3333-4333-8333-333333333333"
SKIP = 77


def prepare(folder, frames):
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
        "width": 640,
        "height": 480,
        "data_fps": rate,
        "data_duration": frames / rate,
        "labels": {},
    }
    body = dict(row, data_type="video", data_units={DATA: unit}, object_answers={})
    body.update(classification_answers={}, object_actions={}, is_valid=True)
    metadata = dict(row, data_type="VIDEO", data_link=None, number_of_frames=frames)
    metadata.update(duration=frames / rate, frames_per_second=rate, width=640, height=480)
    metadata.update(is_shadow_data=False, workflow_graph_node=None)
    car = {
        "id": "1",
        "name": "Car",
        "color": "#D33115",
        "shape": "bounding_box",
        "featureNodeHash": "aaaa1111",
    }
    ontology = {"objects": [car], "classifications": []}
    for name, value in ("empty", body), ("metadata", metadata), ("ontology", ontology):
        (folder / f"{name}.json").write_text(json.dumps(value))


def run(command, *args):
    # the SDK writes local time
    environment = dict(os.environ, TZ="UTC")
    result = subprocess.run([*command, *map(str, args)], stdout=subprocess.PIPE, env=environment)
    if result.returncode != 0:
        sys.exit(f"{command[-1]} {args[0]}: exit code {result.returncode}")
    return result.stdout


def check(ours, sdk, folder, tracks, frames):
    """Both bodies, read by both sides, give the same text."""
    run(ours, "build", folder, tracks, frames)
    run(sdk, "build", folder, tracks, frames)
    dumps = {
        (reader[-1], name): sorted(run(reader, "dump", folder, name).splitlines())
        for reader in (ours, sdk)
        for name in ("c.json", "sdk.json")
    }
    first = next(iter(dumps.values()))
    if len(first) != tracks * frames or any(dump != first for dump in dumps.values()):
        sys.exit("label-row: the two sides do not read and write the same labels")


def summary(pairs, figure):
    ours = [pair[0][figure] for pair in pairs]
    sdk = [pair[1][figure] for pair in pairs]
    ratios = [b / a for a, b in zip(ours, sdk)]
    ratio = statistics.median(ratios)
    return {
        "ours": statistics.median(ours),
        "sdk": statistics.median(sdk),
        "ratio": round(ratio, 2),
        "spread": round((max(ratios) - min(ratios)) / ratio, 3),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the built label-row")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the SDK")
    parser.add_argument("--tracks", type=int, default=10)
    parser.add_argument("--frames", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="10 000 frames")
    args = parser.parse_args()
    frames = 10000 if args.long else args.frames

    ours = [args.program]
    sdk = [args.python, str(HERE / "label-row-sdk.py")]
    found = subprocess.run([args.python, "-c", "import encord"], stderr=subprocess.DEVNULL)
    if found.returncode != 0:
        print("label-row: skipped, the encord SDK cannot be imported by", args.python)
        return SKIP

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, frames)
        check(ours, sdk, folder, args.tracks, frames)
        builds, loads = [], []
        for _ in range(args.pairs):
            builds.append(
                [json.loads(run(side, "build", folder, args.tracks, frames)) for side in (ours, sdk)]
            )
            loads.append([json.loads(run(side, "load", folder)) for side in (ours, sdk)])

    for pair in builds:
        for side in pair:
            side["build_and_write"] = side["build"] + side["write"]
            side["build_and_save"] = side["build"] + side["save"]
    labels = args.tracks * frames
    result = {
        "benchmark": "label-row",
        "tracks": args.tracks,
        "frames": frames,
        "labels": labels,
        "pairs": args.pairs,
        "build_and_save_seconds": summary(builds, "build_and_save"),
        "build_and_write_seconds": summary(builds, "build_and_write"),
        "build_peak_kb": summary(builds, "peak_kb"),
        "load_seconds": summary(loads, "load"),
        "load_only_seconds": summary(loads, "load_only"),
        "load_peak_kb": summary(loads, "peak_kb"),
        "body_bytes": summary(builds, "bytes"),
    }
    print(json.dumps(result))
    return 0


sys.exit(main())
