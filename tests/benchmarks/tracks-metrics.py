#!/usr/bin/env python3
# tracks-metrics.py - figures of tracks whose values are known
# SPDX-License-Identifier: LGPL-2.1-or-later
"""One or two objects on 40 frames, and labels that are wrong in one way each. HOTA and
IDF1 must be those of trackeval, too."""

import unittest

import numpy
from tracks_metrics import Sequence, agrees_with_trackeval, figures

N = 40
FRAMES = numpy.arange(1.0, N + 1)


def rows(number, x, frames=FRAMES, class_index=1, visibility=1.0):
    """An object 10 wide and high that stands at x."""
    return numpy.array([[frame, number, x, 0, 10, 10, 1, class_index, visibility] for frame in frames])


def both(*parts):
    return numpy.concatenate(parts)


class TracksMetrics(unittest.TestCase):
    def measure(self, truth, labels):
        sequence = Sequence(truth, labels, FRAMES)
        self.assertTrue(agrees_with_trackeval(sequence))
        return figures(sequence.sums())

    def test_perfect(self):
        truth = both(rows(1, 0), rows(2, 100, class_index=3))
        found = self.measure(truth, truth)
        for name in ("HOTA", "DetA", "AssA", "IDF1", "IoU", "recall", "class"):
            self.assertAlmostEqual(found[name], 1, msg=name)
        self.assertEqual((found["false"], found["ghosts"], found["tracks"], found["objects"]), (0, 0, 2, 2))
        self.assertEqual(found["length"], N)

    def test_ids_swapped_half_way(self):
        first, second = FRAMES[:N // 2], FRAMES[N // 2:]
        truth = both(rows(1, 0), rows(2, 100))
        labels = both(rows(1, 0, first), rows(2, 0, second), rows(2, 100, first), rows(1, 100, second))
        found = self.measure(truth, labels)
        self.assertAlmostEqual(found["DetA"], 1)
        self.assertAlmostEqual(found["AssA"], 1 / 3)
        self.assertAlmostEqual(found["IDF1"], 1 / 2)
        self.assertEqual(found["ghosts"], 0)

    def test_label_stays_when_the_object_has_left(self):
        found = self.measure(both(rows(1, 0, FRAMES[:30]), rows(2, 3, FRAMES[30:])), rows(1, 0))
        self.assertAlmostEqual(found["ghosts"], 0)  # 0.54 of another object: it moved over
        found = self.measure(both(rows(1, 0, FRAMES[:30]), rows(2, 6, FRAMES[30:])), rows(1, 0))
        self.assertAlmostEqual(found["ghosts"], 0.25)
        found = self.measure(rows(1, 0, FRAMES[:30]), rows(1, 0))
        self.assertAlmostEqual(found["ghosts"], 0.25)

    def test_label_of_nothing(self):
        found = self.measure(rows(1, 0), both(rows(1, 0), rows(2, 300, FRAMES[:10])))
        self.assertAlmostEqual(found["ghosts"], 0.2)
        self.assertAlmostEqual(found["false"], 0.2)
        self.assertAlmostEqual(found["recall"], 1)

    def test_hidden_objects_do_not_count(self):
        truth = both(rows(1, 0, FRAMES[:30]), rows(1, 0, FRAMES[30:], visibility=0.05))
        for labels in (rows(1, 0), rows(1, 0, FRAMES[:30])):
            found = self.measure(truth, labels)
            self.assertAlmostEqual(found["HOTA"], 1)
            self.assertEqual((found["recall"], found["ghosts"], found["length"]), (1, 0, 30))

    def test_shift_costs_overlap(self):
        found = self.measure(rows(1, 0), rows(1, 2, class_index=2))
        self.assertAlmostEqual(found["IoU"], 8 / 12)
        self.assertAlmostEqual(found["class"], 0)
        self.assertAlmostEqual(found["HOTA"], 13 / 19)  # thresholds 0.05 to 0.65

    def test_keys(self):
        keys = FRAMES[::13]  # 1, 14, 27 and 40
        labels = both(rows(1, 0, keys), rows(1, 0, numpy.setdiff1d(FRAMES, keys), visibility=0),
                      rows(2, 100, FRAMES[:10]))
        found = self.measure(both(rows(1, 0), rows(2, 100)), labels)
        self.assertAlmostEqual(found["keys a track"], 7)
        self.assertAlmostEqual(found["keys a 100"], 28)
        self.assertEqual(found["tracks"], 2)

    def test_nothing_said(self):
        found = self.measure(rows(1, 0), numpy.empty((0, 9)))
        self.assertEqual((found["HOTA"], found["IDF1"], found["recall"]), (0, 0, 0))


if __name__ == "__main__":
    unittest.main()
