#!/usr/bin/env python3
# bench-mask.py - masks against the official SDK, in interleaved pairs
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes masks of 1920 × 1080 pixels (blobs, so that rows have a few runs each),
checks that both sides read the same number of set pixels, and times reading and
writing them. Prints one line of JSON: medians of the pairs in milliseconds of
processor a mask, the median of the ratios SDK / ours, and their spread (largest
less smallest, by the median). The SDK runs with numpy."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import MASK_HEIGHT as HEIGHT
from bench import MASK_WIDTH as WIDTH
from bench import SKIP, compare, make_masks

ROUNDS = 20  # of ours, for each of the SDK's


def run_sdk(bitmask_class, strings):
    decoding = encoding = area = 0
    for string in strings:
        encoded = {"top": 0, "left": 0, "height": HEIGHT, "width": WIDTH, "rleString": string}
        start = time.process_time()
        pixels = bitmask_class.from_dict(encoded).to_numpy_array()
        decoding += time.process_time() - start
        area += int(pixels.sum())
        start = time.process_time()
        bitmask_class(pixels)
        encoding += time.process_time() - start
    return {"decode": decoding, "encode": encoding, "area": area}


def run_ours(program, path):
    command = [program, path, str(WIDTH), str(HEIGHT), str(ROUNDS)]
    result = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return {name: value / ROUNDS for name, value in result.items()}


def summary(pairs, figure, masks):
    return compare(*([pair[side][figure] * 1000 / masks for pair in pairs] for side in (0, 1)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the built mask benchmark")
    parser.add_argument("--masks", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="100 masks")
    args = parser.parse_args()
    count = 100 if args.long else args.masks
    try:
        import numpy
        from encord.objects.bitmask import BitmaskCoordinates
    except ImportError as error:
        print("mask: skipped:", error)
        return SKIP

    strings = [BitmaskCoordinates(m).to_dict()["rleString"] for m in make_masks(numpy, count)]
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "masks"
        path.write_text("\n".join(strings) + "\n")
        for _ in range(args.pairs):
            pairs.append((run_ours(args.program, path), run_sdk(BitmaskCoordinates, strings)))
    if any(ours["area"] != sdk["area"] for ours, sdk in pairs):
        sys.exit("mask: the two sides do not read the same masks")

    result = {
        "benchmark": "mask",
        "width": WIDTH,
        "height": HEIGHT,
        "masks": count,
        "string_bytes": round(statistics.mean(map(len, strings))),
        "pairs": args.pairs,
        "decode_ms": summary(pairs, "decode", count),
        "encode_ms": summary(pairs, "encode", count),
    }
    print(json.dumps(result))
    return 0


sys.exit(main())
