#!/usr/bin/env python3
# sdk-models.py - the vendor's SDK runs models on encord-emulator
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-models.py ENCORD-EMULATOR DEPS FAKE-TRAINER

Makes a model row, imports a face detector, and runs it over an uploaded video, an
image group, files and base64 texts. The faces must be where the pipeline encordsrc !
encordinfer ! encordlabelsink finds them. Then it trains, with a trainer that only
copies that detector, and runs what came of it.
"""
import base64
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import uuid

import fixture

from encord.constants import model_weights
from encord.constants.model import AutomationModels, Device
from encord.exceptions import (
    DetectionRangeInvalidError,
    EncordException,
    FeatureDoesNotExistError,
    FileTypeNotSupportedError,
    ModelFeaturesInconsistentError,
    ResourceNotFoundError,
)
from encord.objects import OntologyStructure, Shape

CONFIDENCE, IOU = 0.5, 0.3
FRAMES = 120
ITERATION = str(uuid.uuid4())


def iou(a, b):
    """Boxes as left, top, width, height."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (a[2] * a[3] + b[2] * b[3] - common)


class World:
    def __init__(self, program, deps, folder):
        self.program = program
        self.folder = folder
        self.clip = str(deps / "deps/clips/carphone_pristine.mp4")
        self.weights = str(deps / "deps/models/face.xml")
        self.key, public = fixture.make_key("a@example.com")
        (folder / "key").write_text(self.key)
        (folder / "key").chmod(0o600)
        (folder / "authorized_keys").write_text(public)
        self.make_picture()
        fixture.make_png(folder / "grey.png", 176, 144, 128)
        self.emulator = fixture.Emulator(program, folder)
        self.start()
        self.make_project()

    def start(self, *options):
        self.emulator.start(
            "--authorized-keys", str(self.folder / "authorized_keys"), *options
        )
        self.client = self.emulator.client(self.key)

    def make_picture(self):
        """The first frame of the clip."""
        subprocess.run(
            ["gst-launch-1.0", "-q", "filesrc", f"location={self.clip}", "!", "decodebin",
             "!", "videoconvert", "!", "pngenc", "snapshot=true", "!", "filesink",
             f"location={self.folder / 'face.png'}"],
            check=True,
        )

    def make_project(self):
        structure = OntologyStructure()
        structure.add_object("Face", Shape.BOUNDING_BOX)
        structure.add_object("Outline", Shape.POLYGON)
        ontology = self.client.create_ontology("faces", structure=structure)
        created = self.client.create_dataset("clips", 0)
        dataset = self.client.get_dataset(created.dataset_hash)
        dataset.upload_video(self.clip, title="clip")
        dataset.create_image_group(
            [str(self.folder / "face.png"), str(self.folder / "grey.png")],
            title="group", create_video=False,
        )
        self.project_hash = self.client.create_project(
            "project", [created.dataset_hash], ontology_hash=ontology.ontology_hash,
            workflow_template_hash=fixture.TEMPLATE,
        )
        self.rows = {row.data_title: row for row in self.project().list_label_rows_v2()}
        self.face, self.outline = (
            o.feature_node_hash for o in self.project().ontology_structure.objects
        )

    def project(self):
        return self.client.get_project(self.project_hash)

    def run_pipeline(self):
        """What encordinfer finds in the clip, as the labels it writes."""
        row = self.rows["clip"]
        subprocess.run(
            ["gst-launch-1.0", "-q", "encordsrc", f"project-hash={self.project_hash}",
             f"data-hashes={row.data_hash}", "!", "encordinfer", "precision=f32",
             f"confidence-threshold={CONFIDENCE}", f"iou-threshold={IOU}",
             f"model-file={self.weights}", "!", "encordlabelsink"],
            check=True,
            env=dict(
                os.environ, ENCORD_SERVER=self.emulator.uri,
                ENCORD_SSH_KEY_FILE=str(self.folder / "key"),
                XDG_STATE_HOME=str(self.folder / "state"),
            ),
        )
        row = self.project().list_label_rows_v2(data_hashes=[row.data_hash])[0]
        row.initialise_labels()
        self.reference = {}
        for instance in row.get_object_instances():
            for annotation in instance.get_annotations():
                c = annotation.coordinates
                self.reference.setdefault(annotation.frame, []).append(
                    (c.top_left_x, c.top_left_y, c.width, c.height)
                )
        assert set(self.reference) == set(range(FRAMES))

    def import_weights(self, *options, iteration=ITERATION, file=None):
        return subprocess.run(
            [self.program, "--data-dir", str(self.folder / "data"), *options, "model",
             "import", iteration, file or self.weights],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def infer(self, iteration=ITERATION, **arguments):
        return self.project().model_inference(
            iteration, conf_thresh=CONFIDENCE, iou_thresh=IOU, device=Device.CPU,
            **arguments
        )

    def check_faces(self, result, uid, frames):
        """Every frame has the faces of the reference, and nothing else; returns the
        hashes of the objects."""
        assert result["uid"] == uid, result["uid"]
        predictions = result["predictions"]
        assert sorted(map(int, predictions)) == list(frames)
        hashes = []
        for frame in frames:
            assert predictions[str(frame)]["classifications"] == []
            objects = predictions[str(frame)]["objects"]
            assert len(objects) == len(self.reference[frame])
            for found in objects:
                assert found["name"] == "Face" and found["value"] == "face"
                assert found["shape"] == "bounding_box"
                assert found["featureHash"] == self.face
                assert found["createdBy"] == "a@example.com"
                assert found["manualAnnotation"] is False
                assert CONFIDENCE <= found["confidence"] <= 1
                box = [found["bounding_box"][side] for side in "xywh"]
                best = max(iou(box, other) for other in self.reference[frame])
                assert best >= 0.9, (frame, best)
                hashes.append(found["objectHash"])
        return hashes


def check_rows(world):
    project = world.project()
    model = project.create_model_row(
        title="Faces", description="finds faces", features=[world.face],
        model=AutomationModels.FASTER_RCNN,
    )
    (row,) = project.list_models()
    assert row.model_uid == model and row.title == "Faces"
    assert row.description == "finds faces"
    assert row.feature_node_hashes == [world.face]
    assert row.model == AutomationModels.FASTER_RCNN
    assert row.model_iteration_uids == []
    fixture.expect(
        ModelFeaturesInconsistentError, project.create_model_row, title="x",
        description="", features=[world.outline], model=AutomationModels.FASTER_RCNN)
    fixture.expect(
        FeatureDoesNotExistError, project.create_model_row, title="x", description="",
        features=["ffffffff"], model=AutomationModels.MASK_RCNN)
    other = project.create_model_row(
        title="Outlines", description=None, features=[world.outline],
        model=AutomationModels.MASK_RCNN)
    assert len(project.list_models()) == 2

    imported = world.import_weights("--model", other)
    assert imported.returncode == 1 and "only detectors" in imported.stderr
    assert project.model_delete(other)
    fixture.expect(ResourceNotFoundError, project.model_delete, other)
    imported = world.import_weights("--model", model)
    assert imported.returncode == 0, imported.stderr
    (row,) = project.list_models()
    assert row.model_iteration_uids == [ITERATION]
    (metadata,) = project.get_training_metadata(
        [ITERATION], get_created_at=True, get_training_final_loss=True,
        get_model_training_labels=True)
    assert metadata.model_iteration_uid == ITERATION
    assert metadata.created_at is not None
    assert metadata.training_final_loss is None
    assert metadata.model_training_labels is None
    return model


def check_inference(world):
    video, group = (world.rows[title].data_hash for title in ("clip", "group"))
    (result,) = world.infer(data_hashes=[video])
    hashes = world.check_faces(result, video, range(FRAMES))
    assert len(set(hashes)) == len(hashes)
    (result,) = world.infer(data_hashes=[video], allocation_enabled=True)
    assert len(set(world.check_faces(result, video, range(FRAMES)))) == 1

    (result,) = world.infer(file_paths=[world.clip], detection_frame_range=[100, 110])
    world.check_faces(result, world.clip, range(100, 111))
    (result,) = world.infer(
        file_paths=[world.clip], detection_frame_range=[110, 400])
    world.check_faces(result, world.clip, range(110, FRAMES))

    face = world.folder / "face.png"
    (result,) = world.infer(base64_strings=[base64.b64encode(face.read_bytes())])
    world.check_faces(result, result["uid"], [0])
    uuid.UUID(result["uid"])
    # which frames of videos are meant is nothing to a picture
    (result,) = world.infer(file_paths=[str(face)], detection_frame_range=[5, 6])
    world.check_faces(result, str(face), [0])

    # files, then data, each in the order asked for
    results = world.infer(
        file_paths=[str(world.folder / "grey.png"), str(face)], data_hashes=[group, video],
        detection_frame_range=[0, 3])
    grey, still, pictures, clip = results
    assert grey["predictions"]["0"]["objects"] == []
    world.check_faces(still, str(face), [0])
    assert pictures["uid"] == group
    assert len(pictures["predictions"]["0"]["objects"]) == 1
    assert pictures["predictions"]["1"]["objects"] == []
    world.check_faces(clip, video, range(4))


def check_refusals(world):
    video = world.rows["clip"].data_hash
    text = world.folder / "text.png"
    text.write_text("no picture")
    cut = world.folder / "cut.png"
    cut.write_bytes((world.folder / "face.png").read_bytes()[:64])
    for file in (text, cut):
        fixture.expect(FileTypeNotSupportedError, world.infer, file_paths=[str(file)])
    for frames in ([5, 4], [0, 1001], [120, 121]):
        fixture.expect(
            DetectionRangeInvalidError, world.infer, data_hashes=[video],
            detection_frame_range=frames)
    fixture.expect(
        DetectionRangeInvalidError, world.infer, file_paths=[world.clip],
        detection_frame_range=[120, 121])
    fixture.expect(
        ResourceNotFoundError, world.infer, iteration=str(uuid.uuid4()),
        data_hashes=[video])
    fixture.expect(
        ResourceNotFoundError, world.infer, data_hashes=[str(uuid.uuid4())])
    assert world.infer(file_paths=[]) == []


def check_weights(world):
    """Weights that are none say so, and find nothing."""
    video = world.rows["clip"].data_hash
    weights = world.folder / "broken.onnx"
    weights.write_text("no network")
    broken = str(uuid.uuid4())
    imported = world.import_weights(
        "--project", world.project_hash, "--title", "Broken", iteration=broken,
        file=str(weights))
    assert imported.returncode == 0, imported.stderr
    assert [m.title for m in world.project().list_models()] == ["Faces", "Broken"]
    fixture.expect(
        EncordException, world.infer, iteration=broken, data_hashes=[video])
    # a class that goes nowhere is no reason to invent an object
    mapped = str(uuid.uuid4())
    imported = world.import_weights(
        "--project", world.project_hash, "--class-map", '{"face": null}',
        iteration=mapped)
    assert imported.returncode == 0, imported.stderr
    fixture.expect(
        EncordException, world.infer, iteration=mapped, data_hashes=[video])


def train(world, model):
    row = world.project().list_label_rows_v2(
        data_hashes=[world.rows["clip"].data_hash])[0]
    training = world.project().model_train_start(
        model, [row.label_hash], epochs=3, batch_size=2, device=Device.CPU,
        weights=model_weights.faster_rcnn_R_50_FPN_1x)
    return row, training


def check_no_trainer(world, model):
    _, training = train(world, model)
    fixture.expect(
        EncordException, world.project().model_train_get_result, model, training)
    assert str(training) not in world.project().list_models()[0].model_iteration_uids


def check_training(world, model, trainer):
    world.emulator.stop()
    command = [sys.executable, trainer, world.weights]
    world.start("--trainer", " ".join(map(shlex.quote, command)))
    project = world.project()
    row, training = train(world, model)
    result = project.model_train_get_result(model, training)
    assert str(result["model_hash"]) == model
    assert result["training_hash"] == training
    assert result["title"] == "Faces" and result["type"] == "bounding_box"
    assert result["model"] == "faster_rcnn" and result["framework"] == "none"
    assert result["epochs"] == 3 and result["batch_size"] == 2
    # the trainer's "loss" is the number of labels in the rows it was given
    assert result["final_loss"] == sum(map(len, world.reference.values()))

    assert project.list_models()[0].model_iteration_uids == [ITERATION, str(training)]
    (metadata,) = project.get_training_metadata(
        [str(training)], get_training_final_loss=True, get_model_training_labels=True)
    assert metadata.training_final_loss == result["final_loss"]
    assert metadata.model_training_labels.feature_uids == [world.face]
    (label,) = metadata.model_training_labels.label_metadata_list
    assert label.label_uid == row.label_hash and label.data_uid == row.data_hash

    (found,) = world.infer(
        iteration=str(training), data_hashes=[row.data_hash],
        detection_frame_range=[20, 30])
    world.check_faces(found, row.data_hash, range(20, 31))


def main():
    program, deps = sys.argv[1], pathlib.Path(sys.argv[2])
    for path in ("deps/clips/carphone_pristine.mp4", "deps/models/face.xml"):
        if not (deps / path).exists():
            print(f"skipped: no {path}: run tools/setup.sh")
            return fixture.SKIP
    with tempfile.TemporaryDirectory() as name:
        world = World(program, deps, pathlib.Path(name))
        world.run_pipeline()
        model = check_rows(world)
        check_inference(world)
        check_refusals(world)
        check_weights(world)
        check_no_trainer(world, model)
        check_training(world, model, sys.argv[3])
        world.emulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
