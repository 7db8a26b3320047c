# face-model.py - turns a short-range BlazeFace into a detector with final rows
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Appends box decoding to face_detection_short_range.tflite and writes IR.

The network itself answers with 896 anchors: offsets from the anchor's centre in
input pixels, and a score before the sigmoid. What is written answers with rows
x1, y1, x2, y2, score, class in pixels of the 128 x 128 input, so that whoever runs
it needs to know nothing about anchors.
"""

import argparse

import numpy as np
import openvino
from openvino import Layout, Type, opset13 as ops
from openvino.preprocess import PrePostProcessor

INPUT_SIZE = 128
# cells a side, anchors a cell: strides 8, then 16 three times over
GRIDS = ((16, 2), (8, 6))
IOU_THRESHOLD = 0.3
SCORE_THRESHOLD = 0.5
MAX_DETECTIONS = 100


def floats(values):
    return ops.constant(np.array(values, np.float32))


def ints(values):
    return ops.constant(np.array(values, np.int64))


def anchor_centres():
    """Centres of all anchors in input pixels, in the order of the outputs."""
    centres = []
    for cells, per_cell in GRIDS:
        middle = (np.arange(cells) + 0.5) * INPUT_SIZE / cells
        y, x = np.meshgrid(middle, middle, indexing="ij")
        grid = np.stack([x, y], axis=-1).reshape(-1, 2)
        centres.append(np.repeat(grid, per_cell, axis=0))
    return np.concatenate(centres)[np.newaxis]


def result_source(model, name):
    """The node output behind the model's output of this name."""
    return model.output(name).get_node().input_value(0)


def decode(model):
    """Corner boxes [1,896,4] in input pixels and scores [1,896,1]."""
    regressors = result_source(model, "regressors")
    offsets = ops.slice(regressors, ints([0]), ints([2]), ints([1]), ints([2]))
    sizes = ops.slice(regressors, ints([2]), ints([4]), ints([1]), ints([2]))
    centres = ops.add(offsets, floats(anchor_centres()))
    halves = ops.multiply(sizes, floats(0.5))
    boxes = ops.concat(
        [ops.subtract(centres, halves), ops.add(centres, halves)], axis=2)
    return boxes, ops.sigmoid(result_source(model, "classificators"))


def suppress(boxes, scores):
    """What is left after non-maximum suppression: K rows, K from 0."""
    selected = ops.non_max_suppression(
        boxes,
        ops.transpose(scores, ints([0, 2, 1])),
        ints(MAX_DETECTIONS),
        floats(IOU_THRESHOLD),
        floats(SCORE_THRESHOLD),
        box_encoding="corner",
        sort_result_descending=True,
        output_type="i64",
    ).output(0)
    # rows of `selected` are batch, class, box
    index = ops.squeeze(
        ops.gather(selected, ints([2]), ints(1)), ints([1]))
    return ops.gather(boxes, index, ints(1)), ops.gather(scores, index, ints(1))


def take_bytes(model):
    """Moves the input to u8 NHWC, as a picture comes; -1..1 inside."""
    steps = PrePostProcessor(model)
    picture = steps.input()
    picture.tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
    picture.preprocess().convert_element_type(Type.f32).mean(127.5).scale(127.5)
    picture.model().set_layout(Layout("NHWC"))
    return steps.build()


def describe(model):
    """Says what the model finds, in both forms that are in use."""
    model.set_rt_info("face", ["model_info", "labels"])
    model.set_rt_info("{0: 'face'}", ["framework", "names"])
    model.set_rt_info("detect", ["framework", "task"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nms", action="store_true",
                        help="suppress overlapping boxes in the model")
    parser.add_argument("--u8", action="store_true",
                        help="take u8 pixels instead of floats in -1..1")
    parser.add_argument("source", help="face_detection_short_range.tflite")
    parser.add_argument("target", help="the .xml to write; the .bin goes beside it")
    args = parser.parse_args()

    network = openvino.Core().read_model(args.source)
    boxes, scores = decode(network)
    if args.nms:
        boxes, scores = suppress(boxes, scores)
    face_class = ops.multiply(scores, floats(0.0))
    rows = ops.concat([boxes, scores, face_class], axis=2)
    rows.set_friendly_name("detections")
    rows.output(0).set_names({"detections"})

    model = openvino.Model(
        [ops.result(rows)], network.get_parameters(), "face")
    if args.u8:
        model = take_bytes(model)
    describe(model)
    openvino.save_model(model, args.target, compress_to_fp16=True)


if __name__ == "__main__":
    main()
