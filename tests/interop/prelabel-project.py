#!/usr/bin/env python3
# prelabel-project.py - the example application on a real clip, checked with the vendor's SDK
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: prelabel-project.py ENCORD-EMULATOR PRELABEL-PROJECT DEPS

A dry run writes nothing and says what would be; a veto keeps the row as it was; then
the labels are there, in the ways that the sink can write them, and the SDK reads them.
DEPS holds the clip and the model; without them: skipped.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import fixture

from encord.objects import OntologyStructure, Shape

FRAMES = 120


class World:
    def __init__(self, emulator_program, program, deps, folder):
        self.program = program
        self.folder = folder
        self.model = deps / "models" / "face.xml"
        clip = deps / "clips" / "carphone_pristine.mp4"
        if not self.model.exists() or not clip.exists():
            print(f"skipped: no {self.model} or {clip}")
            sys.exit(fixture.SKIP)
        key, public = fixture.make_key("human@example.com")
        (folder / "key").write_text(key)
        (folder / "key").chmod(0o600)
        (folder / "authorized_keys").write_text(public)
        self.emulator = fixture.Emulator(emulator_program, folder)
        self.emulator.start("--authorized-keys", str(folder / "authorized_keys"))
        self.client = self.emulator.client(key)

        structure = OntologyStructure()
        structure.add_object("Face", Shape.BOUNDING_BOX)
        ontology = self.client.create_ontology("faces", structure=structure)
        created = self.client.create_dataset("clips", 0)
        self.client.get_dataset(created.dataset_hash).upload_video(str(clip))
        self.project_hash = self.client.create_project(
            "project", [created.dataset_hash], ontology_hash=ontology.ontology_hash,
            workflow_template_hash=fixture.TEMPLATE,
        )

    def run(self, *options, status=0):
        process = subprocess.run(
            [self.program, *options, self.project_hash, str(self.model)],
            env={**os.environ, "ENCORD_SERVER": self.emulator.uri,
                 "ENCORD_SSH_KEY_FILE": str(self.folder / "key")},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120,
        )
        assert process.returncode == status, process.stdout + process.stderr
        return process.stdout + process.stderr

    def label(self, *options):
        """A run whose journal is its own, and what it says in the end."""
        journal = tempfile.mkdtemp(dir=self.folder)
        said = self.run("--set", f"journal-dir={journal}", *options)
        names = "saved", "unchanged", "previewed", "left alone", "waiting"
        sums = re.search("rows: " + ", ".join(rf"(\d+) {name}" for name in names), said)
        return said, dict(zip(names, map(int, sums.groups())))

    def instances(self):
        (row,) = self.client.get_project(self.project_hash).list_label_rows_v2()
        row.initialise_labels()
        return row.get_object_instances()

    def saves(self):
        return self.emulator.requests().get("labelrow POST", 0)


def frames_of(instance):
    return sorted(a.frame for a in instance.get_annotations())


def check_nothing_is_written(world):
    said, sums = world.label("--dry-run")
    assert sums == {**dict.fromkeys(sums, 0), "previewed": 1}, said
    assert "carphone_pristine.mp4" in said, said
    said, sums = world.label("--most-labels", str(FRAMES - 1))
    assert sums == {**dict.fromkeys(sums, 0), "left alone": 1} and "(vetoed)" in said, said
    assert world.saves() == 0 and world.instances() == []


def check_labels(world):
    said, sums = world.label("--most-labels", str(FRAMES), "--set", "run-name=dense")
    assert sums == {**dict.fromkeys(sums, 0), "saved": 1}, said
    (face,) = world.instances()
    assert frames_of(face) == list(range(FRAMES))
    assert {a.manual_annotation for a in face.get_annotations()} == {False}
    return face.object_hash


def check_keys(world, dense):
    """A second run beside the first, of key frames only."""
    said, sums = world.label("--set", "run-name=keys", "--set", "write-mode=keys",
                             "--set", "overlap-policy=add")
    assert sums["saved"] == 1, said
    (keys,) = [i for i in world.instances() if i.object_hash != dense]
    frames = frames_of(keys)
    assert frames[0] == 0 and frames[-1] == FRAMES - 1 and len(frames) < FRAMES / 2, frames


def check_errors(world):
    assert "no such property" in world.run("--set", "nonsense=1", status=1)
    assert "--help" in world.run("superfluous", status=1)


def main(emulator_program, program, deps):
    with tempfile.TemporaryDirectory() as folder:
        world = World(emulator_program, program, pathlib.Path(deps) / "deps", pathlib.Path(folder))
        check_nothing_is_written(world)
        check_keys(world, check_labels(world))
        check_errors(world)
        world.emulator.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
