#!/usr/bin/env python3
# human-edits.py - what a human does with the vendor's SDK survives encordlabelsink
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: human-edits.py ENCORD-EMULATOR LABEL-UNIT

Runs the sink over one video, and while it holds the unit, after it has fetched the
project and before it fetches the row for the last time, edits, deletes and adds
objects. All three must survive. Rows under review must stay as they are.
"""
import pathlib
import subprocess
import sys
import tempfile

import fixture

from encord.objects import OntologyStructure, Shape
from encord.objects.coordinates import BoundingBoxCoordinates

HUMAN = BoundingBoxCoordinates(top_left_x=0.7, top_left_y=0.1, width=0.2, height=0.2)


class World:
    def __init__(self, emulator_program, sink_program, folder):
        self.sink_program = sink_program
        self.folder = folder
        key, public = fixture.make_key("human@example.com")
        (folder / "key").write_text(key)
        (folder / "key").chmod(0o600)
        (folder / "authorized_keys").write_text(public)
        fixture.make_video(folder / "clip.avi")
        self.emulator = fixture.Emulator(emulator_program, folder)
        self.emulator.start("--authorized-keys", str(folder / "authorized_keys"))
        self.client = self.emulator.client(key)

        structure = OntologyStructure()
        structure.add_object("Face", Shape.BOUNDING_BOX)
        ontology = self.client.create_ontology("faces", structure=structure)
        created = self.client.create_dataset("clips", 0)
        self.client.get_dataset(created.dataset_hash).upload_video(str(folder / "clip.avi"))
        self.project_hash = self.client.create_project(
            "project", [created.dataset_hash], ontology_hash=ontology.ontology_hash,
            workflow_template_hash=fixture.TEMPLATE,
        )

    def row(self):
        row = self.client.get_project(self.project_hash).list_label_rows_v2()[0]
        row.initialise_labels()
        return row

    def run(self, x, meanwhile=None):
        """One run of the sink; meanwhile() happens before the unit ends."""
        row = self.client.get_project(self.project_hash).list_label_rows_v2()[0]
        process = subprocess.Popen(
            [self.sink_program, self.emulator.uri, str(self.folder / "key"),
             str(self.folder / "journal"), self.project_hash, row.data_hash, "face",
             str(fixture.FRAMES), str(x)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line == "waiting\n":
                if meanwhile is not None:
                    meanwhile()
                process.stdin.write("go on\n")
                process.stdin.flush()
        assert process.wait() == 0, lines
        return "".join(lines)

    def saves(self):
        return self.emulator.requests().get("labelrow POST", 0)


def left_edges(instance):
    return {a.frame: a.coordinates.top_left_x for a in instance.get_annotations()}


def check_edits(world):
    world.run(0.25)
    (ours,) = world.row().get_object_instances()
    assert left_edges(ours) == {f: 0.25 for f in range(fixture.FRAMES)}
    first_hash = ours.object_hash

    def edit():
        row = world.row()
        (instance,) = row.get_object_instances()
        instance.set_for_frames(HUMAN, frames=3, overwrite=True)
        instance.remove_from_frames(5)
        added = instance.ontology_item.create_instance()
        added.set_for_frames(HUMAN, frames=7)
        row.add_object_instance(added)
        row.save()
        edit.added = added.object_hash

    output = world.run(0.3125, edit)
    assert "encord-row-conflict" in output, output
    objects = {i.object_hash: i for i in world.row().get_object_instances()}
    assert set(objects) == {first_hash, edit.added}
    expected = {f: 0.3125 for f in range(fixture.FRAMES) if f != 5}
    expected[3] = HUMAN.top_left_x
    assert left_edges(objects[first_hash]) == expected
    assert left_edges(objects[edit.added]) == {7: HUMAN.top_left_x}


def check_deletion(world):
    def delete():
        row = world.row()
        for instance in row.get_object_instances():
            if len(instance.get_annotations()) > 1:
                row.remove_object(instance)
        row.save()

    world.run(0.25, delete)
    saves = world.saves()
    (kept,) = world.row().get_object_instances()
    assert left_edges(kept) == {7: HUMAN.top_left_x}
    # and it stays away
    world.run(0.25)
    assert len(world.row().get_object_instances()) == 1
    assert world.saves() == saves


def check_review(world):
    project = world.client.get_project(world.project_hash)
    saves = world.saves()

    next(iter(project.workflow.get_stage(name="Annotate").get_tasks())).submit()
    output = world.run(0.5)
    assert "encord-row-skipped" in output and "stage=(string)Review" in output, output

    next(iter(project.workflow.get_stage(name="Review").get_tasks())).approve()
    output = world.run(0.5)
    assert "encord-row-skipped" in output and "stage=(string)Complete" in output, output
    assert world.saves() == saves


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = World(sys.argv[1], sys.argv[2], pathlib.Path(folder))
        try:
            check_edits(world)
            check_deletion(world)
            check_review(world)
        finally:
            world.emulator.kill()


if __name__ == "__main__":
    main()
