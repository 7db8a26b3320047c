#!/usr/bin/env python3
# human-edits.py - what a human does with the vendor's SDK survives encordlabelsink
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: human-edits.py ENCORD-EMULATOR LABEL-UNIT

Runs the sink over one video, and while it holds the unit, after it has fetched the
project and before it fetches the row, edits, deletes and adds objects; and the same
between the first time that it fetches the row and the last. All three must survive.
Rows under review must stay as they are. What the sink does where a human has drawn
the same thing is as `overlap-policy` says. Boxes that were written as polygons and
masks are read, saved and changed by the SDK, and known again where it did not; and so
are labels that the model drew as polygons, masks, lines and points.
"""
import pathlib
import subprocess
import sys
import tempfile

import fixture

from encord.objects import OntologyStructure, Shape
from encord.objects.coordinates import (
    BitmaskCoordinates,
    BoundingBoxCoordinates,
    PointCoordinate,
    PolygonCoordinates,
    PolylineCoordinates,
)

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
        structure.add_object("Outline", Shape.POLYGON)
        structure.add_object("Silhouette", Shape.BITMASK)
        structure.add_object("Wire", Shape.POLYLINE)
        structure.add_object("Nose", Shape.POINT)
        ontology = self.client.create_ontology("faces", structure=structure)
        created = self.client.create_dataset("clips", 0)
        self.client.get_dataset(created.dataset_hash).upload_video(str(folder / "clip.avi"))
        self.dataset_hash = created.dataset_hash
        self.ontology_hash = ontology.ontology_hash
        self.begin_project()

    def begin_project(self):
        """From now on, all that is done is done in a new project over the video."""
        self.project_hash = self.client.create_project(
            "project", [self.dataset_hash], ontology_hash=self.ontology_hash,
            workflow_template_hash=fixture.TEMPLATE,
        )

    def row(self, **filters):
        row = self.client.get_project(self.project_hash).list_label_rows_v2(**filters)[0]
        row.initialise_labels()
        return row

    def run(self, x, meanwhile=None, saving=lambda: None, name="face", **properties):
        """One run of the sink that sees a thing of that name; meanwhile() happens before the unit ends, saving()
        each time that it is about to save."""
        row = self.client.get_project(self.project_hash).list_label_rows_v2()[0]
        process = subprocess.Popen(
            [self.sink_program, self.emulator.uri, str(self.folder / "key"),
             str(self.folder / "journal"), self.project_hash, row.data_hash, name,
             str(fixture.FRAMES), str(x)]
            + [f"{name.replace('_', '-')}={value}" for name, value in properties.items()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line in ("waiting\n", "saving\n"):
                if line == "saving\n":
                    saving()
                elif meanwhile is not None:
                    meanwhile()
                process.stdin.write("go on\n")
                process.stdin.flush()
        assert process.wait() == 0, lines
        return "".join(lines)

    def saves(self):
        return self.emulator.requests().get("labelrow POST", 0)


def left_edges(instance):
    return {a.frame: a.coordinates.top_left_x for a in instance.get_annotations()}


class Edits:
    """An entry changed, one deleted, an object added; done once, however often asked."""

    def __init__(self, world):
        self.world = world
        self.n_asked = 0
        (ours,) = world.row().get_object_instances()
        assert left_edges(ours) == {f: 0.25 for f in range(fixture.FRAMES)}
        self.first_hash = ours.object_hash

    def __call__(self):
        self.n_asked += 1
        if self.n_asked > 1:
            return
        row = self.world.row()
        (instance,) = row.get_object_instances()
        instance.set_for_frames(HUMAN, frames=3, overwrite=True)
        instance.remove_from_frames(5)
        added = instance.ontology_item.create_instance()
        added.set_for_frames(HUMAN, frames=7)
        row.add_object_instance(added)
        row.save()
        self.added = added.object_hash

    def check(self):
        """They are there, and so is the run with its left edge at 0.3125."""
        objects = {i.object_hash: i for i in self.world.row().get_object_instances()}
        assert set(objects) == {self.first_hash, self.added}
        expected = {f: 0.3125 for f in range(fixture.FRAMES) if f != 5}
        expected[3] = HUMAN.top_left_x
        assert left_edges(objects[self.first_hash]) == expected
        assert left_edges(objects[self.added]) == {7: HUMAN.top_left_x}


def check_edits(world):
    world.run(0.25)
    edits = Edits(world)
    output = world.run(0.3125, edits)
    assert "encord-row-conflict" in output, output
    edits.check()


def check_edits_between_fetches(world):
    world.begin_project()
    world.run(0.25)
    edits = Edits(world)
    output = world.run(0.3125, saving=edits)
    assert "edits-meanwhile=(uint)1" in output, output
    assert edits.n_asked == 2
    edits.check()


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


def check_policies(world):
    everywhere = set(range(fixture.FRAMES))
    for policy, human, ours in [
        ("skip", {4, 5}, everywhere - {4, 5}),
        ("adopt", everywhere, set()),
        ("add", {4, 5}, everywhere),
        ("replace", set(), everywhere),
    ]:
        world.begin_project()
        row = world.row()
        drawn = row.ontology_structure.get_child_by_title("Face").create_instance()
        drawn.set_for_frames(
            BoundingBoxCoordinates(top_left_x=0.25, top_left_y=0.25, width=0.25, height=0.4375), frames=[4, 5]
        )
        row.add_object_instance(drawn)
        row.save()
        for _ in range(2):
            world.run(0.25, overlap_policy=policy)
            saves = world.saves()
            frames = {i.object_hash: set(left_edges(i)) for i in world.row().get_object_instances()}
            assert frames.pop(drawn.object_hash, set()) == human, (policy, frames)
            assert set().union(*frames.values()) == ours, (policy, frames)
        world.run(0.25, overlap_policy=policy)
        assert world.saves() == saves, policy


def check_dry_run(world):
    world.begin_project()
    saves = world.saves()
    output = world.run(0.25, dry_run="true")
    assert "encord-dry-run" in output and "labels-set=(uint)20" in output, output
    (row,) = world.client.get_project(world.project_hash).list_label_rows_v2()
    assert row.label_hash is None and world.saves() == saves


def check_branch(world):
    world.begin_project()
    world.run(0.25, branch_name="model-2")
    (ours,) = world.row(branch_name="model-2").get_object_instances()
    assert set(left_edges(ours).values()) == {0.25}
    assert world.row().get_object_instances() == []


def check_completion(world):
    world.begin_project()
    world.run(0.25, on_saved="complete")
    assert world.row().workflow_graph_node.title == "Complete"


def corners(coordinates):
    return [(point.x, point.y) for point in coordinates.values]


def pixels(coordinates):
    return coordinates.to_numpy_array().tolist()


def draw_polygon(x, *moved):
    points = list(moved) or [(x, 0.25)]
    points += [(x + 0.25, 0.25), (x + 0.25, 0.75), (x, 0.75)]
    return PolygonCoordinates(values=[PointCoordinate(*point) for point in points])


def draw_mask(x, *rubbed_out):
    import numpy

    mask = numpy.zeros((48, 64), dtype=bool)
    mask[12:36, int(x * 64) : int((x + 0.25) * 64)] = True
    for place in rubbed_out:
        mask[place] = False
    return BitmaskCoordinates(mask)


def check_shapes(world):
    for name, read, draw, change in [
        ("outline", corners, draw_polygon, (0.27, 0.27)),
        ("silhouette", pixels, draw_mask, (12, 16)),
    ]:
        world.begin_project()
        world.run(0.25, name=name, convert_shapes="true")
        row = world.row()
        (ours,) = row.get_object_instances()
        drawn = {a.frame: read(a.coordinates) for a in ours.get_annotations()}
        assert drawn == {f: read(draw(0.25)) for f in range(fixture.FRAMES)}, name

        # the SDK writes all of it in its own words, and something else beside it
        added = row.ontology_structure.get_child_by_title("Face").create_instance()
        added.set_for_frames(HUMAN, frames=7)
        row.add_object_instance(added)
        row.save()
        saves = world.saves()
        world.run(0.25, name=name, convert_shapes="true")
        assert world.saves() == saves, name

        # as much as one corner
        row = world.row()
        ours = next(i for i in row.get_object_instances() if i.object_hash == ours.object_hash)
        before = ours.get_annotation(3)
        ours.set_for_frames(
            draw(0.25, change), frames=3, overwrite=True,
            confidence=before.confidence, manual_annotation=before.manual_annotation)
        row.save()
        world.run(0.3125, name=name, convert_shapes="true")
        ours = next(i for i in world.row().get_object_instances() if i.object_hash == ours.object_hash)
        drawn = {a.frame: read(a.coordinates) for a in ours.get_annotations()}
        expected = {f: read(draw(0.3125)) for f in range(fixture.FRAMES)}
        expected[3] = read(draw(0.25, change))
        assert drawn == expected, name


def place(coordinates):
    return (coordinates.x, coordinates.y)


def model_points(x):
    return [(x, 0.25), (x + 0.25, 0.5), (x + 0.125, 0.75)]


def model_polygon(x):
    return PolygonCoordinates(values=[PointCoordinate(*point) for point in model_points(x)])


def model_line(x):
    return PolylineCoordinates(values=[PointCoordinate(*point) for point in model_points(x)])


def model_point(x):
    return PointCoordinate(x, 0.25)


def model_mask(x):
    import numpy

    mask = numpy.zeros((48, 64), dtype=bool)
    mask[:24, int(x * 64) :] = True
    return BitmaskCoordinates(mask)


def check_drawn(world):
    for name, read, draw in [
        ("outline:polygon", corners, model_polygon),
        ("silhouette:bitmask", pixels, model_mask),
        ("wire:polyline", corners, model_line),
        ("nose:point", place, model_point),
    ]:
        world.begin_project()
        world.run(0.25, name=name)
        row = world.row()
        (ours,) = row.get_object_instances()
        drawn = {a.frame: read(a.coordinates) for a in ours.get_annotations()}
        assert drawn == {f: read(draw(0.25)) for f in range(fixture.FRAMES)}, name

        before = ours.get_annotation(3)
        ours.set_for_frames(
            draw(0.28125), frames=3, overwrite=True,
            confidence=before.confidence, manual_annotation=before.manual_annotation)
        row.save()
        world.run(0.265625, name=name)
        ours = next(i for i in world.row().get_object_instances() if i.object_hash == ours.object_hash)
        drawn = {a.frame: read(a.coordinates) for a in ours.get_annotations()}
        expected = {f: read(draw(0.265625)) for f in range(fixture.FRAMES)}
        expected[3] = read(draw(0.28125))
        assert drawn == expected, name

        # the SDK has written all of it in its own words
        saves = world.saves()
        world.run(0.265625, name=name)
        assert world.saves() == saves, name


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = World(sys.argv[1], sys.argv[2], pathlib.Path(folder))
        try:
            check_edits(world)
            check_deletion(world)
            check_review(world)
            check_edits_between_fetches(world)
            check_policies(world)
            check_dry_run(world)
            check_branch(world)
            check_completion(world)
            check_shapes(world)
            check_drawn(world)
        finally:
            world.emulator.kill()


if __name__ == "__main__":
    main()
