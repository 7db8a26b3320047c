#!/usr/bin/env python3
# gi-models.py - models, inference and training, through introspection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: gi-models.py ENCORD-EMULATOR DEPS

Makes a model, gives it a face detector's weights, finds a face with it, and trains
it with a trainer that only copies the detector.
"""
import base64
import pathlib
import shlex
import subprocess
import sys
import uuid

import gi_fixture
from gi_fixture import Encord, add_car, expect, row_of, run

ITERATION = str(uuid.uuid4())
TRAINER = pathlib.Path(__file__).parent / "fake-trainer.py"
DEPS = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
CLIP, WEIGHTS = (DEPS and DEPS / "deps" / name for name in ("clips/carphone_pristine.mp4", "models/face.xml"))


def make_structure():
    structure = Encord.OntologyStructure.new()
    structure.add_object("Face", Encord.Shape.BOUNDING_BOX)
    return structure


def make_picture(path):
    """The first frame of the clip."""
    subprocess.run(
        ["gst-launch-1.0", "-q", "filesrc", f"location={CLIP}", "!", "decodebin", "!", "videoconvert", "!",
         "pngenc", "snapshot=true", "!", "filesink", f"location={path}"],
        check=True,
    )  # fmt: skip


def check_rows(world):
    project = world.project
    (face,) = (o.get_feature_hash() for o in project.get_ontology_structure().get_objects())
    gone = project.create_model_row("Gone", None, [face], Encord.ModelType.FASTER_RCNN, None)
    world.model = project.create_model_row("Faces", "finds", [face], Encord.ModelType.FASTER_RCNN, None)
    assert project.model_delete(gone, None)
    expect(Encord.Error.NOT_FOUND, project.model_delete, gone, None)
    subprocess.run(
        [world.server.program, "--data-dir", str(world.folder / "data"), "model", "import",
         "--model", world.model, ITERATION, str(WEIGHTS)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    (model,) = project.list_models(None)
    assert (model.get_model_uid(), model.get_title(), model.get_description()) == (world.model, "Faces", "finds")
    assert model.get_model() == Encord.ModelType.FASTER_RCNN and list(model.get_feature_node_hashes()) == [face]
    assert list(model.get_model_iteration_uids()) == [ITERATION]
    (known,) = project.get_training_metadata([ITERATION], True, True, True, None)
    assert known.get_model_iteration_uid() == ITERATION and known.get_created_at() is not None
    assert known.get_model_training_labels() is None


def infer(world, **options):
    options = Encord.InferenceOptions(conf_thresh=0.5, device=Encord.Device.CPU, **options)
    return world.project.model_inference(ITERATION, options, None)


def check_face(result):
    (frame,) = result.get_frames()
    (face,) = frame.get_objects()
    assert frame.get_frame() == 0 and frame.get_classifications() == []
    assert face.get_name() == "Face" and face.get_shape() == Encord.Shape.BOUNDING_BOX
    assert 0.5 <= face.get_confidence() <= 1 and not face.get_manual_annotation()
    found, box = face.get_geometry().get_box()
    # the face fills much of the picture, around its middle
    assert found and box.x < 0.5 < box.x + box.width and box.y < 0.5 < box.y + box.height


def check_inference(world):
    picture = world.folder / "face.png"
    make_picture(picture)
    (result,) = infer(world, file_paths=[str(picture)])
    assert result.get_uid() == str(picture)
    check_face(result)
    (result,) = infer(world, base64_strings=[base64.b64encode(picture.read_bytes()).decode()])
    check_face(result)
    grey, clip = infer(world, data_hashes=[world.group, world.clip], first_frame=0, last_frame=3)
    assert (grey.get_uid(), clip.get_uid()) == (world.group, world.clip)
    assert [f.get_frame() for f in clip.get_frames()] == [0, 1, 2, 3]
    assert all(f.get_objects() == [] for f in clip.get_frames() + grey.get_frames())
    expect(Encord.Error.REJECTED, infer, world)
    options = Encord.InferenceOptions(data_hashes=[world.clip])
    expect(Encord.Error.NOT_FOUND, world.project.model_inference, gi_fixture.NOWHERE, options, None)


def check_training(world):
    server, project = world.server, world.project
    row = row_of(project)
    row.initialise(Encord.InitialiseFlags.NONE, None)
    add_car(row, 2, "Face")
    row.save(Encord.SaveFlags.NONE, None)
    weights = Encord.model_weights_dup_link(Encord.ModelType.FASTER_RCNN, "R_50_FPN_1x")
    assert weights.startswith("https:")

    def train():
        return project.model_train_start(
            world.model, [row.get_label_hash()], 3, Encord.ModelType.FASTER_RCNN, weights, 2, Encord.Device.CPU, None
        )

    expect(Encord.Error.FAILED, project.model_train_get_result, world.model, train(), 60, None)
    server.stop()
    server.start("--trainer", shlex.join([sys.executable, str(TRAINER), str(WEIGHTS)]))
    world.admin = server.client("a")
    project = world.admin.get_project(project.get_project_hash(), None)
    training = train()
    result = project.model_train_get_result(world.model, training, 60, None)
    assert (result.get_training_hash(), result.get_epochs(), result.get_batch_size()) == (training, 3, 2)
    assert result.get_final_loss() == 1 and result.get_title() == "Faces"
    (model,) = project.list_models(None)
    assert training in model.get_model_iteration_uids()


if __name__ == "__main__":
    for path in CLIP, WEIGHTS:
        if DEPS is None:
            print("skipped: this build has no engine")
            sys.exit(gi_fixture.SKIP)
        if not path.exists():
            print(f"skipped: no {path}: run tools/setup.sh")
            sys.exit(gi_fixture.SKIP)
    run(make_structure, [check_rows, check_inference, check_training])
