#!/usr/bin/env python3
# bench-tracks.py - our tracks and labels against the truth, and against ByteTrack
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes scenes with known truth and prints, as tables, how well the following agree with
it: every detection as an object of its own; supervision's ByteTrack on the same detections,
with the settings of a grid that are best for all scenarios, and for each; our tracker; and
the label rows made of its tracks in each mode of writing. Tracks are compared on the frames
that the detector looked at; labels on all frames, as an editor shows them, with boxes
between key frames. Figures of several scenes are computed from their sums; those of all
scenarios are the means of the scenarios'.

Seeds 0 to 49 are for choosing settings, of ByteTrack (--grid 0-49) as of ours; seeds 1000 to
1049 are for figures to report, and nobody looks at them before.

    python3 -m venv build/venv-tracks
    build/venv-tracks/bin/pip install --require-hashes -r tests/requirements-tracks.txt
    build/venv-tracks/bin/python tests/benchmarks/bench-tracks.py \\
        --program build/tests/benchmarks/bench-tracks --seeds 0-49 --grid 0-49
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import SKIP

# there is a process a processor already
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
try:
    import numpy
    import tracks_metrics
    import tracks_peer
except ImportError as missing:
    print("tracks: skipped:", missing)
    sys.exit(SKIP)

OBJECTS, OURS = "one object a detection", "our tracks"
# Our labels, by what encordlabelsink is told; its defaults are among them.
RAW = "our labels, raw"
LABELS = {
    RAW: {"write-mode": "raw"},
    "our labels, dense": {"write-mode": "dense", "smooth": False},
    "our labels, dense and smoothed": {"write-mode": "dense", "smooth": True},
    "our labels, keys": {"write-mode": "keys", "smooth": False},
    "our labels, keys and smoothed": {"write-mode": "keys", "smooth": True},
}
DEFAULTS = "ByteTrack, its defaults"
BEST, BEST_EACH = "ByteTrack, best for all", "ByteTrack, best for each"
# The grid is cut down as in successive halving: on so many of the seeds, so many settings
# that are best for all scenarios go on, and so many that are best for each.
ROUNDS = [(0.04, 5, 3), (0.12, 2, 2), (0.4, 1, 1)]
TRACK_FIGURES = ["HOTA", "DetA", "AssA", "IDF1", "IoU", "recall", "ghosts", "tracks", "class"]
LABEL_FIGURES = ["HOTA", "IDF1", "IoU", "recall", "class", "false", "ghosts", "tracks", "objects", "length"]
ROW_FIGURES = ["keys a track", "keys a 100"]
DECIMALS = {"tracks": 0, "objects": 0, "length": 0, "keys a track": 1, "keys a 100": 1}


class Cache:
    """What ByteTrack did on a scene; it takes a millisecond a frame."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path, timeout=60)
        self.connection.execute("CREATE TABLE IF NOT EXISTS sums (key TEXT PRIMARY KEY, value TEXT)")

    def get(self, key):
        row = self.connection.execute("SELECT value FROM sums WHERE key = ?", [key]).fetchone()
        return row and json.loads(row[0])

    def put(self, key, value):
        with self.connection:
            self.connection.execute("INSERT OR REPLACE INTO sums VALUES (?, ?)", [key, json.dumps(value)])


class Scene:
    """What the program writes."""

    def __init__(self, args, scenario, seed, folder):
        command = [args.program, "--scenario", scenario, "--seed", str(seed), "--frames", str(args.frames),
                   "--output", folder, *(f"--tracker={setting}" for setting in args.tracker),
                   *(f"--rules={json.dumps(rules | args.rules)}" for rules in LABELS.values())]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        self.folder = Path(folder)
        self.truth, self.detections = self.read("truth"), self.read("detections")
        frames = self.read("frames", 3)
        self.frames, self.looked = frames[:, 0], frames[frames[:, 2] > 0, 0]
        digest = hashlib.sha256(Path(tracks_metrics.__file__).read_bytes())
        for name in ("truth", "detections", "frames"):
            digest.update((self.folder / f"{name}.txt").read_bytes())
        self.digest = digest.hexdigest()

    def read(self, name, columns=9):
        path = self.folder / f"{name}.txt"
        if path.stat().st_size == 0:
            return numpy.empty((0, columns))
        return numpy.loadtxt(path, delimiter=",", ndmin=2)

    def rate(self):
        return 30 * len(self.looked) / len(self.frames)


def compare(scene, rows, check, what):
    """Sums as tracks, on the frames looked at, and as labels, on all."""
    sequence = tracks_metrics.Sequence(scene.truth, rows, scene.looked)
    if check and not tracks_metrics.agrees_with_trackeval(sequence):
        raise AssertionError(f"{what}: HOTA and IDF1 are not those of trackeval")
    tracks = sequence.sums()
    if len(scene.looked) == len(scene.frames):
        return {"tracks": tracks, "labels": tracks}
    every = tracks_metrics.Sequence(scene.truth, rows, scene.frames)
    return {"tracks": tracks, "labels": every.sums()}


def compare_peer(scene, cache, settings, check):
    key = json.dumps([tracks_peer.version(), scene.digest, settings], sort_keys=True)
    sums = cache.get(key)
    if sums is None or check:
        rows = tracks_peer.track(scene.detections, scene.looked, settings, scene.rate())
        sums = compare(scene, rows, check, "ByteTrack")
        cache.put(key, sums)
    return sums


def work(task):
    """One scene; the sums by name, those of ByteTrack by their settings as text."""
    args, scenario, seed, check, peers, ours = task
    cache = Cache(args.cache)
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(args, scenario, seed, folder)
        for settings in peers:
            result[name_of(settings)] = compare_peer(scene, cache, settings, check)
        if ours:
            single = scene.detections.copy()
            single[:, tracks_metrics.ID] = numpy.arange(len(single))
            result[OBJECTS] = compare(scene, single, check, OBJECTS)
            result[OURS] = compare(scene, scene.read("tracks"), check, OURS)
            for number, name in enumerate(LABELS, 1):
                result[name] = compare(scene, scene.read(f"labels-{number}"), check, name)
    return scenario, result


def name_of(settings):
    return json.dumps(settings, sort_keys=True)


def run(pool, args, seeds, peers, ours=False):
    """By scenario and name, the sums over the seeds. peers: settings by scenario."""
    tasks = [(args, scenario, seed, ours and seed == seeds[0], peers[scenario], ours)
             for seed in seeds for scenario in args.scenarios]
    found = {scenario: {} for scenario in args.scenarios}
    for scenario, result in pool.imap_unordered(work, tasks):
        for name, sums in result.items():
            found[scenario].setdefault(name, []).append(sums)
    return {scenario: {name: {kind: tracks_metrics.add([one[kind] for one in sums])
                              for kind in ("tracks", "labels")}
                       for name, sums in by_name.items()}
            for scenario, by_name in found.items()}


def hota(sums):
    return tracks_metrics.figures(sums["tracks"])["HOTA"]


def search(pool, args, seeds):
    """The settings of ByteTrack's grid with the best HOTA, for all scenarios and each."""
    alive = {scenario: tracks_peer.grid() for scenario in args.scenarios}
    for share, n_best, n_each in ROUNDS:
        some = seeds[:max(1, round(share * len(seeds)))]
        found = run(pool, args, some, alive)
        scores = {scenario: {name: hota(sums) for name, sums in by_name.items()}
                  for scenario, by_name in found.items()}
        shared = set.intersection(*(set(by_name) for by_name in scores.values()))
        best = sorted(shared, key=lambda name: -sum(by_name[name] for by_name in scores.values()))[:n_best]
        for scenario, by_name in scores.items():
            each = sorted(by_name, key=lambda name: -by_name[name])[:n_each]
            alive[scenario] = [json.loads(name) for name in dict.fromkeys(best + each)]
        print(f"grid: {len(some)} seeds, best for all {best[0]}", file=sys.stderr)
    each = {scenario: json.loads(max(by_name, key=by_name.get)) for scenario, by_name in scores.items()}
    return {"seeds": f"{some[0]}-{some[-1]}", "frames": args.frames, "all": json.loads(best[0]), "each": each}


def mean(all_figures):
    return {name: sum(one[name] for one in all_figures) / len(all_figures) for name in all_figures[0]}


def print_table(title, kind, names, found, columns):
    print(f"\n### {title}\n\n| scenario | of | {' | '.join(columns)} |")
    print("| --- " * (len(columns) + 2) + "|")
    rows = {scenario: {name: tracks_metrics.figures(by_name[name][kind]) for name in names}
            for scenario, by_name in found.items()}
    rows["mean"] = {name: mean([by_name[name] for by_name in rows.values()]) for name in names}
    for scenario, by_name in rows.items():
        for name in names:
            values = [f"{by_name[name][column]:.{DECIMALS.get(column, 3)}f}" for column in columns]
            print(f"| {scenario} | {name} | {' | '.join(values)} |")


def seed_range(text):
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def parse():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the built program bench-tracks")
    parser.add_argument("--scenarios", help="some, separated by commas; else all")
    parser.add_argument("--seeds", type=seed_range, default=seed_range("0-9"), help="first and last")
    parser.add_argument("--frames", type=int, default=600, help="a scene")
    parser.add_argument("--tracker", action="append", default=[], metavar="NAME=VALUE", help="a setting of ours")
    parser.add_argument("--rules", type=json.loads, default={}, metavar="JSON",
                        help="settings of encordlabelsink for our labels in every mode")
    parser.add_argument("--grid", type=seed_range, help="search ByteTrack's settings on these seeds first")
    parser.add_argument("--no-bytetrack", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path("build/tracks/sums.sqlite"))
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    listed = subprocess.run([args.program, "--list"], stdout=subprocess.PIPE, text=True, check=True).stdout
    known = [line.split("\t")[0] for line in listed.splitlines()]
    args.scenarios = args.scenarios.split(",") if args.scenarios else known
    return args


def choose(pool, args):
    """What the last search found, kept beside the cache; None before there was one."""
    path = args.cache.with_name("bytetrack.json")
    if args.grid:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(search(pool, args, args.grid), indent=1))
    return json.loads(path.read_text()) if path.exists() else None


def peer_settings(pool, args):
    """ByteTrack's by row of the tables and scenario."""
    if args.no_bytetrack:
        return {}
    print(f"ByteTrack of supervision {tracks_peer.version()}", end="")
    choice = choose(pool, args)
    if choice is None:
        print("; no search was made (--grid)")
        return {DEFAULTS: dict.fromkeys(args.scenarios, tracks_peer.DEFAULTS)}
    print(f", best HOTA of a grid on seeds {choice['seeds']}, "
          f"{choice['frames']} frames each:\n\n- for all: {name_of(choice['all'])}")
    each = {scenario: choice["each"].get(scenario, choice["all"]) for scenario in args.scenarios}
    for scenario, settings in each.items():
        print(f"- for {scenario}: {name_of(settings)}")
    return {BEST: dict.fromkeys(args.scenarios, choice["all"]), BEST_EACH: each}


def report(pool, args):
    peers = peer_settings(pool, args)
    by_scenario = {scenario: [settings[scenario] for settings in peers.values()] for scenario in args.scenarios}
    found = run(pool, args, args.seeds, by_scenario, ours=True)
    for scenario, by_name in found.items():
        for name, settings in peers.items():
            by_name[name] = by_name[name_of(settings[scenario])]
    names = [OBJECTS, *peers, OURS]
    print(f"\nSeeds {args.seeds[0]}-{args.seeds[-1]}, {args.frames} frames a scene; ours: "
          f"{' '.join(args.tracker) or 'defaults'}; labels: {json.dumps(args.rules) if args.rules else 'defaults'}")
    print_table("Tracks, on frames looked at", "tracks", [*names, RAW], found, TRACK_FIGURES)
    print_table("Labels, on all frames", "labels", [*names, *LABELS], found, LABEL_FIGURES)
    print_table("Labels that rows hold", "labels", [OBJECTS, *LABELS], found, ROW_FIGURES)


def main():
    args = parse()
    with multiprocessing.Pool(args.processes) as pool:
        report(pool, args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
