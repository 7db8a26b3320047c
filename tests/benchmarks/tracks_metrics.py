# tracks_metrics.py - how well tracks and labels agree with the truth
# SPDX-License-Identifier: LGPL-2.1-or-later
"""HOTA (Luiten et al. 2020), IDF1 (Ristani et al. 2016) and figures of labels, as sums
that add up over scenes. HOTA and IDF1 are the formulas of the package trackeval with
arrays in place of loops, some twenty times as fast; agrees_with_trackeval() holds the
two against one another.

Rows are those of the files that the program `tracks` writes. Classes are not looked at
when objects are matched; how often they are right is a figure of its own. Objects of
which less than MIN_VISIBILITY is to be seen are neither asked for nor held against
anybody: labels that lie on them do not count."""

import numpy
from scipy.optimize import linear_sum_assignment

FRAME, ID, BOX, CONFIDENCE, CLASS, VISIBILITY = 0, 1, slice(2, 6), 6, 7, 8
WRITTEN = VISIBILITY  # of labels: 0 for those that an editor makes up between two
ALPHAS = numpy.arange(0.05, 0.99, 0.05)
MATCH = 0.5  # least overlap of a label and the object that it shows
TOUCH = 0.1  # below it, a label shows nothing that is there
MIN_VISIBILITY = 0.1
EPSILON = numpy.finfo("float").eps


def overlaps(a, b):
    """Intersection over union of each box of a with each of b."""
    left_top = numpy.maximum(a[:, None, :2], b[None, :, :2])
    right_bottom = numpy.minimum(a[:, None, :2] + a[:, None, 2:], b[None, :, :2] + b[None, :, 2:])
    both = numpy.prod(numpy.maximum(right_bottom - left_top, 0), axis=2)
    either = numpy.prod(a[:, 2:], axis=1)[:, None] + numpy.prod(b[:, 2:], axis=1)[None, :] - both
    return both / either


def by_frame(rows, frames):
    """For each of the frames its rows."""
    rows = rows[numpy.argsort(rows[:, FRAME], kind="stable")]
    begins = numpy.searchsorted(rows[:, FRAME], frames, side="left")
    ends = numpy.searchsorted(rows[:, FRAME], frames, side="right")
    return [rows[begin:end] for begin, end in zip(begins, ends)]


def dense(ids):
    """Ids from 0 without holes, and how many there are."""
    known, numbers = numpy.unique(ids, return_inverse=True)
    return numbers, len(known)


class Sequence:
    """One scene: for each frame the ids of objects and labels, and their overlaps."""

    def __init__(self, truth, labels, frames):
        self.truth_ids, self.label_ids, self.similarity = [], [], []
        self.labels = {"scenes": 1, "labels": 0, "truth": 0, "matched": 0, "overlap": 0.0, "right_class": 0,
                       "false": 0, "ghosts": 0, "tracks": 0, "objects": 0,
                       "shown": 0, "written": 0, "written_tracks": 0}
        kept = []
        for here, said in zip(by_frame(truth, frames), by_frame(labels, frames)):
            kept.append(self._add_frame(here, said))
        self._number()
        self._count_ghosts(kept)
        self.labels["tracks"], self.labels["objects"] = self.n_labels, self.n_truth
        self._count_written(numpy.concatenate(by_frame(labels, frames)))

    def _add_frame(self, here, said):
        similarity = overlaps(here[:, BOX], said[:, BOX])
        rows, columns = linear_sum_assignment(-numpy.where(similarity >= MATCH, similarity, 0))
        good = similarity[rows, columns] >= MATCH
        rows, columns = rows[good], columns[good]
        hidden = here[:, VISIBILITY] < MIN_VISIBILITY
        keep = numpy.ones(len(said), dtype=bool)
        keep[columns[hidden[rows]]] = False
        shown = ~hidden[rows]
        rows, columns = rows[shown], columns[shown]

        self.labels["labels"] += int(keep.sum())
        self.labels["truth"] += int((~hidden).sum())
        self.labels["matched"] += len(rows)
        self.labels["overlap"] += float(similarity[rows, columns].sum())
        self.labels["right_class"] += int((here[rows, CLASS] == said[columns, CLASS]).sum())
        self.labels["false"] += int(keep.sum()) - len(rows)
        self.truth_ids.append(here[~hidden, ID])
        self.label_ids.append(said[keep, ID])
        self.similarity.append(similarity[numpy.ix_(~hidden, keep)])

        partner = numpy.full(len(said), -1.0)
        partner[columns] = here[rows, ID]
        touch = similarity.max(axis=0, initial=0)
        return here[:, ID], said[keep, ID], partner[keep], touch[keep]

    def _number(self):
        lengths = [len(ids) for ids in self.truth_ids]
        ids, self.n_truth = dense(numpy.concatenate(self.truth_ids))
        self.truth_ids = numpy.split(ids, numpy.cumsum(lengths)[:-1])
        lengths = [len(ids) for ids in self.label_ids]
        ids, self.n_labels = dense(numpy.concatenate(self.label_ids))
        self.label_ids = numpy.split(ids, numpy.cumsum(lengths)[:-1])

    def _count_ghosts(self, kept):
        """Labels where nothing is, or that go on where the object that the track mostly
        shows is not in the picture."""
        votes = {}
        for _, ids, partners, _ in kept:
            for label, partner in zip(ids, partners):
                if partner >= 0:
                    counts = votes.setdefault(label, {})
                    counts[partner] = counts.get(partner, 0) + 1
        shows = {label: max(counts, key=counts.get) for label, counts in votes.items()}
        for present, ids, partners, touch in kept:
            present = set(present)
            for label, partner, touched in zip(ids, partners, touch):
                gone = label in shows and shows[label] not in present
                self.labels["ghosts"] += bool(touched < TOUCH or (gone and partner < 0))

    def _count_written(self, labels):
        """Also of labels that do not count: somebody has to look at them."""
        self.labels["shown"] = len(labels)
        self.labels["written"] = int((labels[:, WRITTEN] != 0).sum())
        self.labels["written_tracks"] = len(numpy.unique(labels[:, ID]))

    def _pairs(self):
        """All pairs of a truth and a label on one frame, as flat arrays."""
        rows = [numpy.repeat(t, len(l)) for t, l in zip(self.truth_ids, self.label_ids)]
        columns = [numpy.tile(l, len(t)) for t, l in zip(self.truth_ids, self.label_ids)]
        return numpy.concatenate(rows), numpy.concatenate(columns)

    def _counts(self):
        truth = numpy.bincount(numpy.concatenate(self.truth_ids), minlength=self.n_truth)
        labels = numpy.bincount(numpy.concatenate(self.label_ids), minlength=self.n_labels)
        return truth[:, None].astype(float), labels[None, :].astype(float)

    def _alignment(self):
        shares = []
        for similarity in self.similarity:
            either = similarity.sum(0)[None, :] + similarity.sum(1)[:, None] - similarity
            share = numpy.zeros_like(similarity)
            some = either > EPSILON
            share[some] = similarity[some] / either[some]
            shares.append(share.ravel())
        rows, columns = self._pairs()
        flat = numpy.bincount(rows * self.n_labels + columns, weights=numpy.concatenate(shares),
                              minlength=self.n_truth * self.n_labels)
        potential = flat.reshape(self.n_truth, self.n_labels)
        truth, labels = self._counts()
        return potential / (truth + labels - potential)

    def hota(self):
        alignment = self._alignment()
        rows, columns, found = [], [], []
        for truth, labels, similarity in zip(self.truth_ids, self.label_ids, self.similarity):
            score = alignment[truth[:, None], labels[None, :]] * similarity
            i, j = linear_sum_assignment(-score)
            rows.append(truth[i])
            columns.append(labels[j])
            found.append(similarity[i, j])
        pairs = numpy.concatenate(rows) * self.n_labels + numpy.concatenate(columns)
        found = numpy.concatenate(found)
        n_truth, n_labels = self.labels["truth"], self.labels["labels"]
        truth, labels = self._counts()
        hits, association, location = [], [], []
        for alpha in ALPHAS:
            good = found >= alpha - EPSILON
            matches = numpy.bincount(pairs[good], minlength=self.n_truth * self.n_labels)
            matches = matches.reshape(self.n_truth, self.n_labels)
            hits.append(float(good.sum()))
            association.append(float((matches * matches / numpy.maximum(1, truth + labels - matches)).sum()))
            location.append(float(found[good].sum()))
        return {"tp": hits, "truth": n_truth, "labels": n_labels, "association": association,
                "location": location}

    def identity(self):
        rows, columns = self._pairs()
        good = numpy.concatenate([s.ravel() for s in self.similarity]) >= MATCH
        flat = numpy.bincount((rows * self.n_labels + columns)[good], minlength=self.n_truth * self.n_labels)
        shared = flat.reshape(self.n_truth, self.n_labels)
        # who is matched with nobody shares nothing, so nothing needs to stand for nobody
        i, j = linear_sum_assignment(-shared)
        return {"tp": int(shared[i, j].sum())}

    def sums(self):
        if self.labels["labels"] == 0 or self.labels["truth"] == 0:
            nothing = [0.0] * len(ALPHAS)
            return {"hota": {"tp": nothing, "truth": self.labels["truth"], "labels": self.labels["labels"],
                             "association": nothing, "location": nothing},
                    "identity": {"tp": 0}, "labels": self.labels}
        return {"hota": self.hota(), "identity": self.identity(), "labels": self.labels}

    def for_trackeval(self):
        return {"num_tracker_dets": self.labels["labels"], "num_gt_dets": self.labels["truth"],
                "num_gt_ids": self.n_truth, "num_tracker_ids": self.n_labels,
                "gt_ids": self.truth_ids, "tracker_ids": self.label_ids,
                "similarity_scores": self.similarity}


def add(sums):
    """The sums of several scenes as those of one."""
    total = {}
    for group in sums[0]:
        total[group] = {name: (numpy.sum([one[group][name] for one in sums], axis=0))
                        for name in sums[0][group]}
    return total


def figures(sums):
    hota, labels = sums["hota"], sums["labels"]
    tp = numpy.array(hota["tp"])
    detection = tp / numpy.maximum(1, hota["truth"] + hota["labels"] - tp)
    association = numpy.array(hota["association"]) / numpy.maximum(1, tp)
    return {
        "HOTA": float(numpy.sqrt(detection * association).mean()),
        "DetA": float(detection.mean()),
        "AssA": float(association.mean()),
        "IDF1": float(2 * sums["identity"]["tp"] / max(1, hota["truth"] + hota["labels"])),
        "IoU": float(labels["overlap"] / max(1, labels["matched"])),
        "recall": float(labels["matched"] / max(1, labels["truth"])),
        "class": float(labels["right_class"] / max(1, labels["matched"])),
        "false": float(labels["false"] / max(1, labels["labels"])),
        "ghosts": float(labels["ghosts"] / max(1, labels["labels"])),
        # a scene: tracks, how many there should be, and labels a track
        "tracks": float(labels["tracks"] / labels["scenes"]),
        "objects": float(labels["objects"] / labels["scenes"]),
        "length": float(labels["labels"] / max(1, labels["tracks"])),
        # labels of the row: of each track, and of each 100 that an editor shows
        "keys a track": float(labels["written"] / max(1, labels["written_tracks"])),
        "keys a 100": float(100 * labels["written"] / max(1, labels["shown"])),
    }


def agrees_with_trackeval(sequence):
    from trackeval.metrics import HOTA, Identity

    ours = figures(sequence.sums())
    data = sequence.for_trackeval()
    hota = HOTA().eval_sequence(data)
    theirs = {name: float(numpy.mean(hota[name])) for name in ("HOTA", "DetA", "AssA")}
    theirs["IDF1"] = float(Identity({"PRINT_CONFIG": False}).eval_sequence(data)["IDF1"])
    return all(abs(ours[name] - value) < 1e-9 for name, value in theirs.items())
