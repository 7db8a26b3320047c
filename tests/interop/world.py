# world.py - a server with people, data and projects, for the SDK to work on
# SPDX-License-Identifier: LGPL-2.1-or-later
import contextlib
import datetime
import pathlib
import signal
import sqlite3
import sys
import tempfile
import uuid
import warnings

from fixture import HEIGHT, TEMPLATE, WIDTH, Emulator, make_key, make_png, make_video

from encord.objects import OntologyStructure, Shape
from encord.objects.attributes import RadioAttribute
from encord.objects.coordinates import BoundingBoxCoordinates

GROUP = uuid.UUID("00000000-0000-4000-8000-000000000002")
NOWHERE = "11111111-1111-4111-8111-111111111111"
LONG_AGO = datetime.datetime(2001, 9, 9)


class World:
    """A server with two users, a dataset, an ontology and a project of each kind."""

    def __init__(self, program, folder):
        self.folder = folder
        self.key, public = make_key("a@example.com")
        self.other_key, other_public = make_key("b@example.com")
        (folder / "keys").write_text(public + other_public)
        self.emulator = Emulator(program, folder)
        self.emulator.start("--authorized-keys", str(folder / "keys"))
        self.admin = self.emulator.client(self.key)
        self.other = self.emulator.client(self.other_key)
        self.make_data()
        self.structure = make_structure()
        self.ontology = self.admin.create_ontology("O", structure=self.structure)
        self.project = self.make_project("P", TEMPLATE)
        self.manual = self.make_project("Q", None)

    def make_data(self):
        video = self.folder / "clip.avi"
        make_video(video)
        pictures = [self.folder / f"{i}.png" for i in range(2)]
        for path in pictures:
            make_png(path, WIDTH, HEIGHT, 100)
        self.dataset_hash = self.admin.create_dataset("D", dataset_type=0)["dataset_hash"]
        self.dataset = self.admin.get_dataset(self.dataset_hash)
        self.dataset.upload_video(str(video))
        self.dataset.create_image_group([str(p) for p in pictures], title="group", create_video=False)
        self.dataset.upload_image(str(pictures[0]), title="single")

    def make_project(self, title, template):
        project_hash = self.admin.create_project(
            title,
            [self.dataset_hash],
            project_description="of " + title,
            ontology_hash=self.ontology.ontology_hash,
            workflow_template_hash=template,
        )
        return self.admin.get_project(project_hash)

    @contextlib.contextmanager
    def database(self):
        """The clock cannot be turned, so what was written is moved."""
        connection = sqlite3.connect(self.folder / "data" / "emulator.db", timeout=10)
        with contextlib.closing(connection), connection:
            yield connection


def make_structure():
    structure = OntologyStructure()
    car = structure.add_object("Car", Shape.BOUNDING_BOX)
    colour = car.add_attribute(RadioAttribute, "Colour")
    colour.add_option("Red")
    colour.add_option("Blue")
    structure.add_object("Road", Shape.BOUNDING_BOX)
    return structure


def row_of(project, title="clip.avi", **filters):
    (row,) = project.list_label_rows_v2(data_title_eq=title, **filters)
    return row


def add_car(row, project, frame, title="Car"):
    instance = project.ontology_structure.get_child_by_title(title).create_instance()
    instance.set_for_frames(BoundingBoxCoordinates(height=0.2, width=0.3, top_left_x=0.1, top_left_y=0.4), frames=frame)
    row.add_object_instance(instance)
    return instance


def main(checks):
    """Runs each of the checks, in this order, on one world."""
    signal.alarm(170)
    warnings.simplefilter("ignore", DeprecationWarning)
    with tempfile.TemporaryDirectory(prefix="sdk-") as folder:
        world = World(sys.argv[1], pathlib.Path(folder))
        for check in checks:
            check(world)
        world.emulator.stop()
    print("ok")
