# tracks_peer.py - ByteTrack of the package supervision, on the same detections
# SPDX-License-Identifier: LGPL-2.1-or-later
import itertools
import warnings

import numpy
from tracks_metrics import BOX, CLASS, CONFIDENCE, FRAME, ID, by_frame

warnings.simplefilter("ignore")  # it is deprecated in favour of another package

DEFAULTS = {
    "track_activation_threshold": 0.25,
    "lost_track_buffer": 30,
    "minimum_matching_threshold": 0.8,
    "minimum_consecutive_frames": 1,
}
# wide enough that the best settings need not lie at an edge
GRID = {
    "track_activation_threshold": [0.15, 0.25, 0.4, 0.55],
    "lost_track_buffer": [30, 60, 120],  # 1/30 s
    "minimum_matching_threshold": [0.8, 0.9, 0.97],
    "minimum_consecutive_frames": [1, 3],
}


def grid():
    return [dict(zip(GRID, values)) for values in itertools.product(*GRID.values())]


def version():
    import supervision

    return supervision.__version__


def track(detections, frames, settings, rate):
    """The detections that it puts into tracks, with their ids. It knows no time: what it
    gets are the frames that were looked at, and their usual rate."""
    import supervision

    tracker = supervision.ByteTrack(frame_rate=rate, **settings)
    found = [numpy.empty((0, detections.shape[1]))]
    for rows in by_frame(detections, frames):
        corners = rows[:, BOX].copy()
        corners[:, 2:] += corners[:, :2]
        said = tracker.update_with_detections(supervision.Detections(
            xyxy=corners.astype(numpy.float32), confidence=rows[:, CONFIDENCE].astype(numpy.float32),
            class_id=rows[:, CLASS].astype(int), data={"row": numpy.arange(len(rows))}))
        if len(said) == 0:
            continue
        kept = rows[said.data["row"]].copy()
        kept[:, ID] = said.tracker_id
        found.append(kept)
    return numpy.concatenate(found)
