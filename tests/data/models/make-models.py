#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write the tiny detectors beside this file, which the tests run.

Needs the packages onnx and openvino. The results are checked in, so that the
tests need neither; run it again only to change a model.

What they find is a function of the picture's mean brightness, 0..1, so that a
test can tell which frame a label came from:

rows.onnx     one row, score = brightness, and one of padding; float NCHW 32x32
bytes.onnx    the same from uint8 NHWC
ir.xml        the same as OpenVINO IR
kept.onnx     the same row, or none when the brightness is below one half
v8.onnx       [1,4+2,21]: scores = brightness times a constant for each box
sized.onnx    rows, with the picture's size in the metadata only
slow.onnx     rows, after many convolutions of 128x128
failing.onnx  rows; fails while running when the brightness is below a quarter
classes.onnx  a classifier: [1,10]
"""
import pathlib

import numpy as np
import onnx
import openvino
from onnx import TensorProto, helper

HERE = pathlib.Path(__file__).parent
NAMES = {0: "cat", 1: "dog's", 2: "Vögel"}
BOX = [4.0, 8.0, 20.0, 24.0]


class Graph:
    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, value, kind=np.float32):
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(onnx.numpy_helper.from_array(np.array(value, kind), name))
        return name

    def op(self, kind, *inputs, **attributes):
        self.count += 1
        name = f"t{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def save(self, name, source, output, shape, size=(1, 3, 32, 32), kind=TensorProto.FLOAT, **metadata):
        self.nodes.append(helper.make_node("Identity", [output], ["output0"]))
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(source, kind, size)],
            [helper.make_tensor_value_info("output0", TensorProto.FLOAT, shape)],
            self.constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="make-models")
        model.ir_version = 8
        helper.set_model_props(model, metadata)
        onnx.checker.check_model(model)
        onnx.save(model, HERE / f"{name}.onnx")


def brightness(g, picture):
    mean = g.op("ReduceMean", picture, axes=[1, 2, 3], keepdims=1)
    return g.op("Reshape", mean, g.constant([1, 1, 1], np.int64))


def row(g, score, number=1.0):
    return g.op("Concat", g.constant([[BOX]]), score, g.constant([[[number]]]), axis=2)


def detect(**more):
    return {"task": "detect", "stride": "32", "names": str(NAMES), "imgsz": "[32, 32]", **more}


def rows():
    g = Graph()
    y = g.op("Concat", row(g, brightness(g, "images")), g.constant(np.zeros((1, 1, 6))), axis=1)
    g.save("rows", "images", y, [1, 2, 6], **detect())


def bytes_():
    g = Graph()
    x = g.op("Div", g.op("Cast", "images", to=TensorProto.FLOAT), g.constant(255.0))
    y = g.op("Concat", row(g, brightness(g, x)), g.constant(np.zeros((1, 1, 6))), axis=1)
    g.save("bytes", "images", y, [1, 2, 6], (1, 32, 32, 3), TensorProto.UINT8, **detect())


def kept():
    g = Graph()
    score = brightness(g, "images")
    wanted = g.op("Reshape", g.op("Greater", score, g.constant(0.5)), g.constant([1], np.int64))
    y = g.op("Compress", row(g, score), wanted, axis=1)
    g.save("kept", "images", y, [1, "boxes", 6], **detect())


def v8():
    boxes = np.zeros((1, 4, 21))
    scores = np.zeros((1, 2, 21))
    boxes[0, :, 0] = 8, 8, 8, 8
    scores[0, 0, 0] = 1.0
    boxes[0, :, 1] = 9, 8, 8, 8  # overlaps the first, weaker
    scores[0, 0, 1] = 0.9
    boxes[0, :, 2] = 8, 8, 8, 8  # the same place, another class
    scores[0, 1, 2] = 0.8
    boxes[0, :, 3] = 24, 24, 8, 8
    scores[0, 1, 3] = 0.95
    g = Graph()
    y = g.op("Concat", g.constant(boxes), g.op("Mul", g.constant(scores), brightness(g, "images")), axis=1)
    g.save("v8", "images", y, ["batch", 6, 21], ("batch", 3, 32, 32), **detect(names="['cat', 'dog']"))


def sized():
    g = Graph()
    y = row(g, brightness(g, "images"))
    g.save("sized", "images", y, [1, 1, 6], ("batch", 3, "height", "width"), **detect(imgsz="[48, 64]"))


def slow():
    g = Graph()
    def weights(shape):
        value = onnx.numpy_helper.from_array(np.array([0.0], np.float32))
        return g.op("ConstantOfShape", g.constant(shape, np.int64), value=value)
    x = g.op("Conv", "images", weights([32, 3, 3, 3]), kernel_shape=[3, 3], pads=[1] * 4)
    for _ in range(8):
        x = g.op("Conv", g.op("Sin", x), weights([32, 32, 3, 3]), kernel_shape=[3, 3], pads=[1] * 4)
    y = row(g, g.op("Add", brightness(g, x), brightness(g, "images")))
    g.save("slow", "images", y, [1, 1, 6], (1, 3, 128, 128), **detect(imgsz="128"))


def failing():
    g = Graph()
    score = brightness(g, "images")
    flat = g.op("Reshape", g.op("Greater", score, g.constant(0.25)), g.constant([1], np.int64))
    kept = g.op("Compress", row(g, score), flat, axis=1)
    y = g.op("Reshape", kept, g.constant([1, 1, 6], np.int64))
    g.save("failing", "images", y, [1, 1, 6], **detect())


def classes():
    g = Graph()
    y = g.op("Reshape", g.op("Mul", brightness(g, "images"), g.constant(np.ones(10))), g.constant([1, 10], np.int64))
    g.save("classes", "images", y, [1, 10])


for build in (rows, bytes_, kept, v8, sized, slow, failing, classes):
    build()
model = openvino.Core().read_model(HERE / "rows.onnx")
model.set_rt_info("cat dog bird", ["model_info", "labels"])
openvino.save_model(model, HERE / "ir.xml", compress_to_fp16=False)
