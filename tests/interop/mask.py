# mask.py - the SDK reads the masks that we write, and we those that it writes
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: mask.py PROGRAM. The SDK's encoder leaves out the first run where the
first pixel is set (measured with 0.1.153): then we read what its decoder reads."""

import random
import subprocess
import sys

try:
    import numpy
    from encord.objects.bitmask import BitmaskCoordinates
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)


def pictures(width, height):
    chance = random.Random(5)
    yield numpy.zeros((height, width), dtype=bool)
    yield numpy.ones((height, width), dtype=bool)
    first = numpy.zeros((height, width), dtype=bool)
    first[0, 0] = True
    yield first
    for _ in range(40):
        mask = numpy.zeros((height, width), dtype=bool)
        for _ in range(chance.randrange(1, 6)):
            x, y = chance.randrange(width), chance.randrange(height)
            mask[y : y + chance.randrange(1, height + 1), x : x + chance.randrange(1, width + 1)] ^= True
        yield mask
    yield numpy.frombuffer(chance.randbytes(width * height), dtype=numpy.uint8).reshape(height, width) > 127


def text(mask):
    return "".join("1" if pixel else "0" for pixel in mask.flat)


def run(program, mode, width, height, lines):
    command = [program, mode, str(width), str(height)]
    result = subprocess.run(command, input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    found = result.stdout.split("\n")[:-1]
    assert len(found) == len(lines), (mode, len(found))
    return found


def check(program, width, height):
    masks = list(pictures(width, height))
    texts = [text(mask) for mask in masks]

    # ours, read by the SDK
    for mask, string in zip(masks, run(program, "encode", width, height, texts)):
        encoded = {"top": 0, "left": 0, "height": height, "width": width, "rleString": string}
        read = BitmaskCoordinates.from_dict(encoded).to_numpy_array()
        assert (read == mask).all(), (width, height, string)

    # the SDK's, read by us
    encoded = [BitmaskCoordinates(mask) for mask in masks]
    strings = [e.to_dict()["rleString"] for e in encoded]
    ours = run(program, "decode", width, height, strings)
    for mask, pixels, theirs, expected in zip(masks, ours, encoded, texts):
        assert pixels == text(theirs.to_numpy_array()), (width, height)
        assert mask[0, 0] or pixels == expected


for size in ((1, 1), (7, 5), (64, 48), (333, 21)):
    check(sys.argv[1], *size)
print("ok")
