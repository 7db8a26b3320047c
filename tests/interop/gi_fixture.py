# gi_fixture.py - what the tests through introspection share
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A server of one's own and a world on it, made by the library alone. Whoever
imports this leaves with 77 (skipped) where PyGObject is missing.
"""
import atexit
import contextlib
import json
import pathlib
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zlib

SKIP = 77

try:
    import gi

    gi.require_version("Encord", "1.0")
    gi.require_version("Json", "1.0")
    from gi.repository import Encord, Gio, GLib, Json
except (ImportError, ValueError) as e:
    print(f"skipped: {e}")
    sys.exit(SKIP)

import gi_calls  # noqa: E402
from gi_calls import wait  # noqa: E402, F401

gi_calls.record(Encord)

TEMPLATE = "00000000-0000-4000-8000-000000000001"
GROUP = "00000000-0000-4000-8000-000000000002"
NOWHERE = "11111111-1111-4111-8111-111111111111"
WIDTH, HEIGHT, FRAMES, FPS = 64, 48, 20, 10


def make_png(path, shade):
    """A grey picture without any library for pictures."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes([shade]) * WIDTH for _ in range(HEIGHT))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def make_video(path):
    subprocess.run(
        ["gst-launch-1.0", "-q", "videotestsrc", f"num-buffers={FRAMES}", "!",
         f"video/x-raw,width={WIDTH},height={HEIGHT},framerate={FPS}/1", "!",
         "jpegenc", "!", "avimux", "!", "filesink", f"location={path}"],
        check=True,
    )  # fmt: skip


class Server:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.process = None
        public = [self.make_key(name) for name in ("a", "b")]
        (folder / "keys").write_text("".join(public))
        # a test that fails half-way leaves no server that holds its output open
        atexit.register(self.kill)

    def make_key(self, name):
        path = self.folder / name
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@example.com", "-f", path], check=True
        )
        return path.with_suffix(".pub").read_text()

    def start(self, *options):
        self.process = subprocess.Popen(
            [self.program, "--data-dir", str(self.folder / "data"),
             "--authorized-keys", str(self.folder / "keys"), *options],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.uri = line.split()[-1]

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait() == 0

    def client(self, name):
        return Encord.Client.new(self.uri, Encord.Credentials.load(str(self.folder / name), None))

    @contextlib.contextmanager
    def database(self):
        """The clock cannot be turned, so what was written is moved."""
        connection = sqlite3.connect(self.folder / "data" / "emulator.db", timeout=10)
        with contextlib.closing(connection), connection:
            yield connection


class World:
    """A server with two users, a dataset, an ontology and a project of each kind."""

    def __init__(self, program, folder, structure):
        self.folder = folder
        self.video = folder / "clip.avi"
        make_video(self.video)
        self.pictures = [folder / f"{i}.png" for i in range(2)]
        for i, path in enumerate(self.pictures):
            make_png(path, 80 * i)
        self.server = Server(program, folder)
        self.server.start()
        self.admin = self.server.client("a")
        self.other = self.server.client("b")
        self.dataset_hash = self.admin.create_dataset("D", "of D", None)
        self.dataset = self.admin.get_dataset(self.dataset_hash, None)
        self.upload()
        self.ontology_hash = self.admin.create_ontology("O", "of O", structure, None)
        self.project = self.make_project("P", TEMPLATE)
        self.manual = self.make_project("Q", None)

    def upload(self):
        self.progress = []
        self.clip = self.dataset.upload_video(
            Gio.File.new_for_path(str(self.video)), None, lambda *counts: self.progress.append(counts[:2]), (), None
        )
        self.group = self.dataset.create_image_group(
            [Gio.File.new_for_path(str(p)) for p in self.pictures], "group", Encord.ImageGroupFlags.NONE, None, None, None
        )

    def make_project(self, title, template):
        project_hash = self.admin.create_project(
            title, "of " + title, [self.dataset_hash], self.ontology_hash, template, None
        )
        return self.admin.get_project(project_hash, None)


def row_of(project, title="clip.avi", **filters):
    (row,) = rows_of(project, data_title_eq=title, **filters)
    return row


def rows_of(project, **filters):
    return project.list_label_rows(Encord.LabelRowFilter(**filters), None)


def records(pager):
    """All that a listing gives, page by page."""
    found = []
    while page := pager.next(None):
        found += page
    return found


def expect(code, function, *arguments):
    """The error comes as GLib.Error, in the library's domain and with this code."""
    try:
        function(*arguments)
    except GLib.Error as e:
        assert e.matches(Encord.error_quark(), code), (e.domain, e.code, e.message)
        return e
    raise AssertionError(f"{code} expected")


def expect_cancelled(function, *arguments):
    try:
        function(*arguments)
    except GLib.Error as e:
        assert e.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED), e
        return
    raise AssertionError("cancellation expected")


def make_box(x, y, width, height, theta=0):
    box = Encord.Box()
    box.x, box.y, box.width, box.height, box.theta = x, y, width, height, theta
    return box


def edges(box):
    return box.x, box.y, box.width, box.height


def make_ranges(*pairs):
    ranges = []
    for first, last in pairs:
        frames = Encord.FrameRange()
        frames.first, frames.last = first, last
        ranges.append(frames)
    return ranges


def make_annotation(confidence, manual):
    annotation = Encord.Annotation()
    annotation.confidence, annotation.manual = confidence, manual
    return annotation


def add_car(row, frame, title="Car"):
    car = row.get_ontology_structure().find_object_by_title(title)
    instance = row.add_object_instance(car, None)
    assert instance.set_box(frame, make_box(0.1, 0.4, 0.3, 0.2), make_annotation(1, True))
    return instance


def to_json(value):
    return Json.from_string(json.dumps(value))


def from_json(node):
    return json.loads(Json.to_string(node, False))


def run(make_structure, checks):
    """Runs each of the checks, in this order, on one world."""
    signal.alarm(170)
    with tempfile.TemporaryDirectory(prefix="gi-") as folder:
        world = World(sys.argv[1], pathlib.Path(folder), make_structure())
        for check in checks:
            check(world)
        world.server.stop()
    gi_calls.write()
    print("ok")
