#!/usr/bin/env python3
# bench-elements.py - the three elements in one pipeline against decoding alone
# SPDX-License-Identifier: LGPL-2.1-or-later
"""bench-elements.py decode|memory --emulator E --create-project C --model M --clip V

decode: encordsrc ! encordinfer ! encordlabelsink over a real server with a model
that costs next to nothing, against filesrc ! decodebin ! fakesink on the same
clip, in interleaved pairs: whole processes, wall and processor time.
memory: the peak of the whole pipeline's process after about 1,000 and 10,000
frames, in interleaved pairs.

Prints one line of JSON. The clip is repeated, its packets copied, to get enough
frames. Needs ffmpeg and ssh-keygen."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAIRS = 5
SKIP = 77
CLASS = "cat"


def measure(command, environment):
    """Wall seconds, processor seconds and peak kB of one process."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: status {status}\n{errors.decode()}")
    return (time.monotonic() - started, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss)


def count_frames(clip):
    text = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v", "-count_packets",
         "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", clip],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    return int(text.strip().strip(","))


def repeat(clip, frames, out):
    """At least so many frames, by copying packets."""
    times = -(-frames // count_frames(clip))
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-stream_loop", str(times - 1), "-i", clip,
         "-c", "copy", "-an", out], check=True)
    return count_frames(out)


class Server:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.key = folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C",
                        "bench@example.com", "-f", self.key], check=True)
        self.process = subprocess.Popen(
            [options.emulator, "--data-dir", folder / "server",
             "--authorized-keys", f"{self.key}.pub"],
            stdout=subprocess.PIPE, text=True)
        self.uri = self.process.stdout.readline().split()[-1]

    def make_project(self, clip):
        out = subprocess.run(
            [self.options.create_project, "--server", self.uri, "--ssh-key-file",
             self.key, "--title", Path(clip).name, "--class", CLASS, "--video", clip],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        return json.loads(out)["project_hash"]

    def pipeline(self, project, journal):
        """A journal of its own each time: every run labels anew."""
        access = [f"server={self.uri}", f"ssh-key-file={self.key}"]
        return ["gst-launch-1.0", "-q", "encordsrc", *access,
                f"project-hash={project}", "!", "encordinfer",
                f"model-file={self.options.model}", "!", "encordlabelsink", *access,
                "unmapped=drop", f"journal-dir={self.folder / journal}"]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def spread(values):
    return round((max(values) - min(values)) / statistics.median(values), 2)


def bench_decode(server, options, environment):
    clip = server.folder / "clip.mp4"
    frames = repeat(options.clip, 1000, clip)
    project = server.make_project(clip)
    alone = ["gst-launch-1.0", "-q", "filesrc", f"location={clip}", "!", "decodebin",
             "!", "fakesink", "sync=false"]
    pairs = [(measure(server.pipeline(project, f"journal-{i}"), environment),
              measure(alone, environment)) for i in range(PAIRS)]
    wall = [ours[0] / theirs[0] for ours, theirs in pairs]
    processor = [ours[1] / theirs[1] for ours, theirs in pairs]
    return {
        "benchmark": "elements-decode", "clip": Path(options.clip).name,
        "frames": frames, "pairs": PAIRS,
        "ours_s": round(statistics.median(p[0][0] for p in pairs), 3),
        "decoding_alone_s": round(statistics.median(p[1][0] for p in pairs), 3),
        "wall_ratio": round(statistics.median(wall), 2), "wall_spread": spread(wall),
        "processor_ratio": round(statistics.median(processor), 2),
        "processor_spread": spread(processor)}


def bench_memory(server, options, environment):
    sizes = []
    for name, wanted in ("short", 1000), ("long", 10000):
        clip = server.folder / f"{name}.mp4"
        frames = repeat(options.clip, wanted, clip)
        sizes.append((name, frames, server.make_project(clip)))
    peaks = {name: [] for name, _, _ in sizes}
    for i in range(PAIRS):
        for name, _, project in sizes:
            command = server.pipeline(project, f"journal-{name}-{i}")
            peaks[name].append(measure(command, environment)[2])
    ratios = [b / a for a, b in zip(peaks["short"], peaks["long"])]
    return {
        "benchmark": "elements-memory", "clip": Path(options.clip).name,
        "frames": [frames for _, frames, _ in sizes], "pairs": PAIRS,
        "peak_kb": [statistics.median(peaks[name]) for name, _, _ in sizes],
        "ratio": round(statistics.median(ratios), 3), "spread": spread(ratios)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["decode", "memory"])
    for name in "emulator", "create-project", "model", "clip":
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    if not os.path.exists(options.clip):
        print(f"no clip {options.clip}", file=sys.stderr)
        sys.exit(SKIP)
    with tempfile.TemporaryDirectory(prefix="encord-bench-") as folder:
        server = Server(options, Path(folder))
        try:
            bench = bench_decode if options.what == "decode" else bench_memory
            print(json.dumps(bench(server, options, dict(os.environ))))
        finally:
            server.stop()


main()
