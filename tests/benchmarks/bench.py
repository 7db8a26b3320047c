# bench.py - what the benchmarks against the official SDK share
# SPDX-License-Identifier: LGPL-2.1-or-later
import math
import random
import statistics

SKIP = 77
MASK_WIDTH, MASK_HEIGHT = 1920, 1080


def compare(ours, sdk):
    """Two lists of the same pairs: the medians, the median of the ratios SDK / ours,
    and their spread (largest less smallest, by the median)."""
    ratios = [b / a for a, b in zip(ours, sdk)]
    ratio = statistics.median(ratios)
    return {
        "ours": float(f"{statistics.median(ours):.4g}"),
        "sdk": float(f"{statistics.median(sdk):.4g}"),
        "ratio": round(ratio, 2),
        "spread": round((max(ratios) - min(ratios)) / ratio, 3),
    }


def growth(sizes, values):
    """The exponent: slope of the line through log (value) over log (size)."""
    x = [math.log(size) for size in sizes]
    y = [math.log(value) for value in values]
    mean = statistics.mean(x)
    return round(sum((a - mean) * b for a, b in zip(x, y)) / sum((a - mean) ** 2 for a in x), 3)


def make_masks(numpy, count):
    """Blobs, so that rows have a few runs each."""
    chance = random.Random(3)
    y, x = numpy.mgrid[0:MASK_HEIGHT, 0:MASK_WIDTH]
    for _ in range(count):
        mask = numpy.zeros((MASK_HEIGHT, MASK_WIDTH), dtype=bool)
        for _ in range(6):
            cx, cy, r = chance.randrange(MASK_WIDTH), chance.randrange(MASK_HEIGHT), chance.randrange(40, 320)
            angle = numpy.arctan2(y - cy, x - cx)
            wave = 1 + 0.2 * numpy.sin(chance.randrange(3, 9) * angle + chance.random() * math.tau)
            mask |= numpy.hypot(x - cx, y - cy) < r * wave
        mask[0, 0] = False  # the SDK would write the complement
        yield mask
