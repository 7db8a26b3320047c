# verify-quickstart.py - the quickstart's labels, computed again by other means
# SPDX-License-Identifier: LGPL-2.1-or-later
"""verify-quickstart.py BUILD_ROOT DEPS

Runs the quickstart's pipeline on a project that the official SDK made, and
compares what the SDK then reads with detections computed here: PyAV decodes,
numpy and Pillow do colours and letterbox, OpenVINO's Python API runs the original
network at f32, numpy does box decoding and suppression. Nothing of this project
takes part in that. Prints TAP.
"""

import os
import subprocess
import sys
import tempfile

import av
import numpy as np
import openvino
from encord import EncordUserClient
from encord.objects import OntologyStructure, Shape
from encord.orm.dataset import StorageLocation
from PIL import Image

WORKFLOW = "00000000-0000-4000-8000-000000000001"
SIZE = 128
GREY = 114
SCORE_THRESHOLD = 0.5
IOU_THRESHOLD = 0.3
# entries that interpolation filled in are written with this confidence
FILLED = 0.99
GROUP_FRAMES = (0, 40, 80)


# ---- detections by other means

def upsample(plane, width, height):
    """4:2:0 chroma at luma resolution: samples lie on the left column and between
    two rows, as MPEG-2 and H.264 have them."""
    rows, columns = plane.shape
    x = np.clip(np.arange(width) / 2, 0, columns - 1)
    y = np.clip((np.arange(height) + 0.5) / 2 - 0.5, 0, rows - 1)
    x0, y0 = x.astype(int), y.astype(int)
    x1, y1 = np.minimum(x0 + 1, columns - 1), np.minimum(y0 + 1, rows - 1)
    fx, fy = (x - x0)[None, :], (y - y0)[:, None]
    source = plane.astype(np.float64)
    upper = source[y0][:, x0] * (1 - fx) + source[y0][:, x1] * fx
    lower = source[y1][:, x0] * (1 - fx) + source[y1][:, x1] * fx
    return np.rint(upper * (1 - fy) + lower * fy).astype(np.uint8)


def to_rgb(planes):
    """BT.709 for HD material, else BT.601, limited range, in the 8.8 fixed point
    of GStreamer's converter: it lies some levels below the exact value, which is
    more than the scores of this test have to spare."""
    kr, kb = planes["weights"]
    kg = 1 - kr - kb
    luma, chroma = 255 / 219, 255 / 224
    matrix = np.array([
        [luma, 0, 2 * (1 - kr) * chroma],
        [luma, -2 * kb * (1 - kb) / kg * chroma, -2 * kr * (1 - kr) / kg * chroma],
        [luma, 2 * (1 - kb) * chroma, 0]])
    factors = np.rint(matrix * 256).astype(np.int64)
    signed = [planes[name].astype(np.int64) - 128 for name in "yuv"]
    wide = [value * 256 + (value & 255) for value in signed]
    channels = [sum(w * f >> 16 for w, f in zip(wide, row)) for row in factors]
    return (np.clip(np.stack(channels, -1), -128, 127) + 128).astype(np.uint8)


def decode_video(path):
    """Frames in presentation order, as planes of one size."""
    with av.open(path) as container:
        frames = sorted(container.decode(video=0), key=lambda f: f.pts)
    decoded = []
    for frame in frames:
        w, h = frame.width, frame.height
        packed = frame.to_ndarray(format="yuv420p")
        u, v = packed[h:].reshape(2, h // 2, w // 2)
        decoded.append({
            "y": packed[:h], "u": upsample(u, w, h), "v": upsample(v, w, h),
            "weights": (0.2126, 0.0722) if h >= 720 else (0.299, 0.114)})
    return decoded


def scale(picture, size):
    return np.asarray(Image.fromarray(picture).resize(size, Image.BILINEAR))


def letterbox(picture):
    """A frame's planes or an RGB picture, scaled with a triangle filter and
    centred on grey; and where it lies."""
    luma = picture["y"] if isinstance(picture, dict) else picture
    height, width = luma.shape[:2]
    factor = min(SIZE / width, SIZE / height)
    w, h = round(width * factor), round(height * factor)
    left, top = (SIZE - w) // 2, (SIZE - h) // 2
    if isinstance(picture, dict):
        small = to_rgb(dict(
            picture, **{name: scale(picture[name], (w, h)) for name in "yuv"}))
    else:
        small = scale(picture, (w, h))
    canvas = np.full((SIZE, SIZE, 3), GREY, np.float32)
    canvas[top:top + h, left:left + w] = small
    return canvas, (w, h, left, top)


def anchors():
    centres = []
    for cells, count in ((16, 2), (8, 6)):
        for row in range(cells):
            for column in range(cells):
                centres += [((column + 0.5) / cells, (row + 0.5) / cells)] * count
    return np.array(centres) * SIZE


def iou(a, b):
    """Boxes as left, top, right, bottom."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    area = sum((c[2] - c[0]) * (c[3] - c[1]) for c in (a, b))
    return common / (area - common)


class Detector:
    def __init__(self, path):
        self.model = openvino.Core().compile_model(
            path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        self.anchors = anchors()

    def __call__(self, picture):
        """(score, box as fractions of the picture) of each face, and the best
        score of all anchors, whether it is a face or not."""
        canvas, (w, h, left, top) = letterbox(picture)
        result = self.model((canvas / 127.5 - 1.0)[None].astype(np.float32))
        regressors = result["regressors"][0]
        logits = result["classificators"].reshape(-1).astype(np.float64)
        scores = 1 / (1 + np.exp(-np.clip(logits, -100, 100)))
        centres = self.anchors + regressors[:, 0:2]
        halves = regressors[:, 2:4] / 2
        boxes = np.concatenate([centres - halves, centres + halves], axis=1)
        kept = []
        for i in np.argsort(-scores):
            if scores[i] < SCORE_THRESHOLD:
                break
            if all(iou(boxes[i], boxes[j]) <= IOU_THRESHOLD for j in kept):
                kept.append(i)
        margins = np.array([left, top, left, top])
        extent = np.array([w, h, w, h])
        return ([(scores[i], np.clip((boxes[i] - margins) / extent, 0, 1))
                 for i in kept], scores.max())


# ---- the pipeline, from a project made by the SDK

class Emulator:
    def __init__(self, build, folder):
        self.key = os.path.join(folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C",
                        "verify@localhost", "-f", self.key], check=True)
        self.process = subprocess.Popen(
            [os.path.join(build, "tools/emulator/encord-emulator"),
             "--data-dir", os.path.join(folder, "emulator"),
             "--authorized-keys", self.key + ".pub"],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().rsplit(" ", 1)[-1].strip()

    def connect(self):
        with open(self.key, encoding="ascii") as file:
            return EncordUserClient.create_with_ssh_private_key(
                file.read(), domain=self.url)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def make_project(client, videos, pictures):
    structure = OntologyStructure()
    structure.add_object("face", Shape.BOUNDING_BOX)
    ontology = client.create_ontology("faces", structure=structure)
    dataset_hash = client.create_dataset(
        "faces", StorageLocation.CORD_STORAGE,
        create_backing_folder=False).dataset_hash
    dataset = client.get_dataset(dataset_hash)
    for video in videos:
        dataset.upload_video(video, title=os.path.basename(video))
    dataset.create_image_group(pictures, title="group", create_video=False)
    return client.create_project(
        "faces", [dataset_hash], ontology_hash=ontology.ontology_hash,
        workflow_template_hash=WORKFLOW)


def run_pipeline(emulator, project_hash, model, folder):
    environment = dict(os.environ, ENCORD_SERVER=emulator.url,
                       ENCORD_SSH_KEY_FILE=emulator.key,
                       XDG_STATE_HOME=os.path.join(folder, "state"))
    subprocess.run(
        ["gst-launch-1.0", "-q", "encordsrc", "project-hash=" + project_hash,
         "!", "encordinfer", "precision=f32", "model-file=" + model,
         "!", "encordlabelsink"],
        check=True, env=environment)


def read_labels(row):
    """{frame: [(confidence, box)]}"""
    row.initialise_labels()
    labels = {}
    for instance in row.get_object_instances():
        for annotation in instance.get_annotations():
            c = annotation.coordinates
            box = (c.top_left_x, c.top_left_y,
                   c.top_left_x + c.width, c.top_left_y + c.height)
            labels.setdefault(annotation.frame, []).append(
                (annotation.confidence, box))
    return labels


# ---- comparisons; each returns a list of complaints

def compare_boxes(labels, pictures, detect):
    complaints = []
    for frame, picture in enumerate(pictures):
        faces, _ = detect(picture)
        theirs = labels.get(frame, [])
        if len(faces) != len(theirs):
            complaints.append("frame {}: {} faces, {} labels".format(
                frame, len(faces), len(theirs)))
        for _, box in faces:
            best = max((iou(box, other) for _, other in theirs), default=0.0)
            if best < 0.9:
                complaints.append("frame {}: IoU {:.3f}".format(frame, best))
    return complaints


def compare_frames(labels, pictures, detect, tolerance=0.02):
    complaints = []
    for frame, picture in enumerate(pictures):
        faces, best = detect(picture)
        seen = [c for c, _ in labels.get(frame, []) if c != FILLED]
        if abs(best - SCORE_THRESHOLD) < tolerance:
            continue
        if bool(faces) != bool(seen):
            complaints.append("frame {}: score {:.3f}, {} labels".format(
                frame, best, len(seen)))
    return complaints


def compare_images(row, labels, hashes_with_face):
    found = {row.get_image_hash(frame) for frame in labels}
    if found != hashes_with_face:
        return ["images {} instead of {}".format(
            sorted(found), sorted(hashes_with_face))]
    return []


def report(number, name, complaints):
    print("{} {} - {}".format("not ok" if complaints else "ok", number, name))
    for complaint in complaints:
        print("# " + complaint)
    sys.stdout.flush()


def main():
    build, deps = sys.argv[1:]
    clips = os.path.join(deps, "deps/clips")
    models = os.path.join(deps, "deps/models")
    talking = os.path.join(clips, "carphone_pristine.mp4")
    cartoon = os.path.join(clips, "bigbuckbunny.mp4")
    network = os.path.join(models, "face_detection_short_range.tflite")
    for path in (talking, cartoon, network):
        if not os.path.exists(path):
            print("1..0 # SKIP no {}: run tools/setup.sh".format(path))
            return

    print("1..4")
    detect = Detector(network)
    with tempfile.TemporaryDirectory() as folder:
        frames = decode_video(talking)
        group, pictures = [], []
        for frame in GROUP_FRAMES:
            path = os.path.join(folder, "frame-{:03d}.png".format(frame))
            pictures.append(to_rgb(frames[frame]))
            Image.fromarray(pictures[-1]).save(path)
            group.append(path)
        emulator = Emulator(build, folder)
        try:
            client = emulator.connect()
            project_hash = make_project(client, [talking, cartoon], group)
            run_pipeline(emulator, project_hash,
                         os.path.join(models, "face.xml"), folder)
            rows = {row.data_title: row for row in
                    client.get_project(project_hash).list_label_rows_v2()}

            labels = read_labels(rows[os.path.basename(talking)])
            report(1, "every frame of the talking face has a label",
                   [] if set(labels) == set(range(120)) else
                   ["labels on {} frames of {}".format(len(labels), len(frames))])
            report(2, "boxes of the talking face",
                   compare_boxes(labels, frames, detect))

            labels = read_labels(rows[os.path.basename(cartoon)])
            report(3, "frames of the cartoon",
                   compare_frames(labels, decode_video(cartoon), detect))

            row = rows["group"]
            labels = read_labels(row)
            with_face = {row.get_image_hash(i)
                         for i, picture in enumerate(pictures)
                         if detect(picture)[0]}
            report(4, "images of the group",
                   compare_images(row, labels, with_face))
        finally:
            emulator.stop()


if __name__ == "__main__":
    main()
