#!/usr/bin/env python3
# bench-bundle.py - many rows in bundles against the official SDK, over a real server
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gives encord-emulator as many small pictures as rows are wanted. Then both sides in
turn initialise, label (a box each) and save all rows of a fresh project in bundles,
which creates them (created), and once more, which fetches them (fetched). Prints one
line of JSON: medians of the pairs in seconds, by the clock (in which both wait for
the same server) and of the client's processor, the median of the ratios SDK / ours,
and their spread (largest less smallest, by the median).

connections: how many each side opens for all of that and for the listing before it,
counted by a relay in runs of their own that are not timed."""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "interop"))

from bench import compare  # noqa: E402
from fixture import TEMPLATE, Emulator, make_key, make_png  # noqa: E402

from encord.objects import OntologyStructure, Shape  # noqa: E402


WAYS = "created", "fetched"


class Relay:
    """Passes bytes to the server and counts who connects."""

    def __init__(self, uri):
        host, port = uri.removeprefix("http://").split(":")
        self.target = host, int(port)
        self.listener = socket.create_server((host, 0))
        self.uri = "http://%s:%d" % self.listener.getsockname()
        self.connections = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            self.connections += 1
            server = socket.create_connection(self.target)
            for ends in (client, server), (server, client):
                threading.Thread(target=self.copy, args=ends, daemon=True).start()

    @staticmethod
    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        key, public = make_key("bench@example.com")
        self.key_file = folder / "key"
        self.key_file.write_text(key)
        self.key_file.chmod(0o600)
        (folder / "keys").write_text(public)
        self.emulator = Emulator(options.emulator, folder)
        self.emulator.start("--authorized-keys", str(folder / "keys"))
        self.admin = self.emulator.client(key)
        structure = OntologyStructure()
        structure.add_object("Car", Shape.BOUNDING_BOX)
        self.ontology_hash = self.admin.create_ontology("O", structure=structure).ontology_hash
        self.dataset_hash = self.admin.create_dataset("D", dataset_type=0)["dataset_hash"]
        self.make_data()

    def make_data(self):
        dataset = self.admin.get_dataset(self.dataset_hash)
        picture = self.folder / "picture.png"
        make_png(picture, 8, 8, 100)
        # the SDK shows how each upload goes on
        with open(os.devnull, "w") as null, contextlib.redirect_stderr(null):
            for i in range(self.options.rows):
                dataset.upload_image(str(picture), title=f"{i:04d}.png")

    def make_project(self):
        """Rows are created once: each side of a pair needs a project of its own."""
        return self.admin.create_project(
            "P", [self.dataset_hash], ontology_hash=self.ontology_hash, workflow_template_hash=TEMPLATE
        )

    def run(self, command, uri, project_hash):
        command = [*command, uri, str(self.key_file), project_hash]
        output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        result = json.loads(output)
        if result.pop("rows") != self.options.rows:
            sys.exit("bundle: not all rows were listed")
        return result

    def check(self, project_hash, boxes):
        """Whether every row of the project has its boxes."""
        project = self.admin.get_project(project_hash)
        rows = project.list_label_rows_v2()
        with project.create_bundle() as bundle:
            for row in rows:
                row.initialise_labels(bundle=bundle)
        for row in rows:
            annotations = [a for i in row.get_object_instances() for a in i.get_annotations()]
            if [(a.coordinates.width, a.confidence) for a in annotations] != [(0.5, 0.5)] * boxes:
                sys.exit("bundle: a row was saved wrong")

    def run_both_ways(self, command):
        project_hash = self.make_project()
        return {way: self.run(command, self.emulator.uri, project_hash) for way in WAYS}

    def count_connections(self, command):
        project_hash = self.make_project()
        counts = {}
        for boxes, way in enumerate(WAYS, 1):
            relay = Relay(self.emulator.uri)
            self.run(command, relay.uri, project_hash)
            self.check(project_hash, boxes)
            counts[way] = relay.connections
        return counts

    def compare(self):
        sides = [self.options.program], [sys.executable, str(HERE / "bundle-sdk.py")]
        connections = [self.count_connections(side) for side in sides]
        pairs = [[self.run_both_ways(side) for side in sides] for _ in range(self.options.pairs)]
        result = {"benchmark": "bundle", "rows": self.options.rows, "pairs": self.options.pairs}
        for way in WAYS:
            result[way] = {"connections": {"ours": connections[0][way], "sdk": connections[1][way]}}
            for name in pairs[0][0][way]:
                result[way][name] = compare(*([p[side][way][name] for p in pairs] for side in (0, 1)))
        return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the built bundle benchmark")
    parser.add_argument("--emulator", required=True)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    os.environ["TZ"] = "UTC"  # the SDK writes local time
    with tempfile.TemporaryDirectory(prefix="encord-bench-") as folder:
        bench = Bench(options, Path(folder))
        try:
            print(json.dumps(bench.compare()))
        finally:
            bench.emulator.stop()


main()
