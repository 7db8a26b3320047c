#!/usr/bin/env python3
# make-yolo.py - a detector of YOLOv8's shape and cost, with random weights
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write a YOLOv8-shaped ONNX detector with random weights, for benchmarks.

Usage: make-yolo.py OUT.onnx [--size 640] [--width 0.25] [--depth 0.33] [--classes 80] [--seed 0]

width 0.25 and depth 0.33 give the "n" scale: about 3.2 M parameters and 8.7 GFLOP
a frame at 640x640.  Input "images" is float32 [N,3,H,W] RGB in 0..1, output
"output0" is float32 [N,4+classes,A] with boxes as centre x, centre y, width,
height in pixels.  The graph carries the metadata_props an Ultralytics export
carries (names, stride, task, imgsz).  The weights are random: it measures speed,
it finds nothing.
"""
import argparse
import numpy as np
import onnx
from onnx import TensorProto, helper as H, numpy_helper as NH


class Builder:
    def __init__(self, seed):
        self.nodes, self.init, self.n = [], [], 0
        self.rng = np.random.default_rng(seed)

    def name(self, stem):
        self.n += 1
        return f"{stem}_{self.n}"

    def const(self, value, stem="c"):
        name = self.name(stem)
        self.init.append(NH.from_array(np.asarray(value), name))
        return name

    def op(self, kind, inputs, outputs=1, **attrs):
        outs = [self.name(kind.lower()) for _ in range(outputs)]
        self.nodes.append(H.make_node(kind, inputs, outs, **attrs))
        return outs[0] if outputs == 1 else outs

    def conv(self, x, cin, cout, k=1, s=1, act=True, bias=0.0):
        w = self.rng.normal(0, (2.0 / (cin * k * k)) ** 0.5, (cout, cin, k, k)).astype(np.float32)
        b = np.full(cout, bias, np.float32)
        y = self.op("Conv", [x, self.const(w, "w"), self.const(b, "b")], kernel_shape=[k, k], strides=[s, s], pads=[k // 2] * 4)
        return self.op("Mul", [y, self.op("Sigmoid", [y])]) if act else y

    def c2f(self, x, cin, cout, n, shortcut):
        c = cout // 2
        y = self.conv(x, cin, 2 * c)
        parts = list(self.op("Split", [y, self.const(np.array([c, c], np.int64))], outputs=2, axis=1))
        for _ in range(n):
            z = self.conv(self.conv(parts[-1], c, c, 3), c, c, 3)
            parts.append(self.op("Add", [parts[-1], z]) if shortcut else z)
        return self.conv(self.op("Concat", parts, axis=1), (2 + n) * c, cout)

    def sppf(self, x, cin, cout):
        c = cin // 2
        y = [self.conv(x, cin, c)]
        for _ in range(3):
            y.append(self.op("MaxPool", [y[-1]], kernel_shape=[5, 5], strides=[1, 1], pads=[2] * 4))
        return self.conv(self.op("Concat", y, axis=1), 4 * c, cout)

    def up(self, x):
        return self.op("Resize", [x, "", self.const(np.array([1, 1, 2, 2], np.float32))], mode="nearest", nearest_mode="floor", coordinate_transformation_mode="asymmetric")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out")
    arguments.add_argument("--size", type=int, default=640)
    arguments.add_argument("--width", type=float, default=0.25)
    arguments.add_argument("--depth", type=float, default=0.33)
    arguments.add_argument("--classes", type=int, default=80)
    arguments.add_argument("--seed", type=int, default=0)
    o = arguments.parse_args()
    b = Builder(o.seed)
    ch = lambda c: int(np.ceil(min(c, 1024) * o.width / 8) * 8)
    rep = lambda n: max(round(n * o.depth), 1)
    c1, c2, c3, c4, c5 = ch(64), ch(128), ch(256), ch(512), ch(1024)
    x = b.conv("images", 3, c1, 3, 2)
    x = b.c2f(b.conv(x, c1, c2, 3, 2), c2, c2, rep(3), True)
    p3 = b.c2f(b.conv(x, c2, c3, 3, 2), c3, c3, rep(6), True)
    p4 = b.c2f(b.conv(p3, c3, c4, 3, 2), c4, c4, rep(6), True)
    p5 = b.sppf(b.c2f(b.conv(p4, c4, c5, 3, 2), c5, c5, rep(3), True), c5, c5)
    h4 = b.c2f(b.op("Concat", [b.up(p5), p4], axis=1), c5 + c4, c4, rep(3), False)
    h3 = b.c2f(b.op("Concat", [b.up(h4), p3], axis=1), c4 + c3, c3, rep(3), False)
    d4 = b.c2f(b.op("Concat", [b.conv(h3, c3, c3, 3, 2), h4], axis=1), c3 + c4, c4, rep(3), False)
    d5 = b.c2f(b.op("Concat", [b.conv(d4, c4, c4, 3, 2), p5], axis=1), c4 + c5, c5, rep(3), False)
    cb, cc = max(16, c3 // 4, 64), max(c3, min(o.classes, 100))
    flat, anchors, strides = [], [], []
    for feat, cin, s in ((h3, c3, 8), (d4, c4, 16), (d5, c5, 32)):
        box = b.conv(b.conv(b.conv(feat, cin, cb, 3), cb, cb, 3), cb, 64, act=False)
        cls = b.conv(b.conv(b.conv(feat, cin, cc, 3), cc, cc, 3), cc, o.classes, act=False, bias=-6.0)
        g = o.size // s
        flat.append(b.op("Reshape", [b.op("Concat", [box, cls], axis=1), b.const(np.array([0, 64 + o.classes, g * g], np.int64))]))
        gx, gy = np.meshgrid(np.arange(g) + 0.5, np.arange(g) + 0.5)
        anchors.append(np.stack([gx.ravel(), gy.ravel()]))
        strides.append(np.full((1, g * g), s))
    y = b.op("Concat", flat, axis=2)
    total = sum(x.shape[1] for x in anchors)
    box, cls = b.op("Split", [y, b.const(np.array([64, o.classes], np.int64))], outputs=2, axis=1)
    dfl = b.op("Softmax", [b.op("Transpose", [b.op("Reshape", [box, b.const(np.array([0, 4, 16, total], np.int64))])], perm=[0, 2, 1, 3])], axis=1)
    dist = b.op("Reshape", [b.op("Conv", [dfl, b.const(np.arange(16, dtype=np.float32).reshape(1, 16, 1, 1))], kernel_shape=[1, 1]), b.const(np.array([0, 4, total], np.int64))])
    lt, rb = b.op("Split", [dist, b.const(np.array([2, 2], np.int64))], outputs=2, axis=1)
    anc = b.const(np.concatenate(anchors, 1).astype(np.float32)[None])
    p1, p2 = b.op("Sub", [anc, lt]), b.op("Add", [anc, rb])
    centre = b.op("Mul", [b.op("Add", [p1, p2]), b.const(np.float32(0.5))])
    boxes = b.op("Mul", [b.op("Concat", [centre, b.op("Sub", [p2, p1])], axis=1), b.const(np.concatenate(strides, 1).astype(np.float32)[None])])
    b.nodes.append(H.make_node("Concat", [boxes, b.op("Sigmoid", [cls])], ["output0"], axis=1))
    graph = H.make_graph(b.nodes, "yolo", [H.make_tensor_value_info("images", TensorProto.FLOAT, ["batch", 3, o.size, o.size])],
                         [H.make_tensor_value_info("output0", TensorProto.FLOAT, ["batch", 4 + o.classes, total])], b.init)
    model = H.make_model(graph, opset_imports=[H.make_opsetid("", 17)])
    model.ir_version = 8
    H.set_model_props(model, {"names": str({i: f"class{i}" for i in range(o.classes)}), "stride": "32", "task": "detect", "imgsz": str([o.size, o.size]), "batch": "1"})
    onnx.checker.check_model(model)
    onnx.save(model, o.out)
    print(o.out, sum(int(np.prod(i.dims)) for i in b.init) / 1e6, "M values")


if __name__ == "__main__":
    main()
