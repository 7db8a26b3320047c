#!/usr/bin/env python3
# fake-trainer.py - a trainer that trains nothing: it copies a model it is given
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: fake-trainer.py MODEL.xml FOLDER

For tests only. Reads what docs/trainer.md promises and reports as final loss how many
labels the rows hold, so that a test sees that they came through.
"""
import json
import pathlib
import shutil
import sys


def main():
    model, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    job = json.loads((folder / "job.json").read_text())
    assert job["version"] == 1
    ontology = json.loads((folder / "ontology.json").read_text())
    assert {o["featureNodeHash"] for o in ontology["objects"]} >= set(job["features"])
    n_labels = 0
    for entry in job["labelRows"]:
        row = json.loads((folder / entry["file"]).read_text())
        assert row["label_hash"] == entry["labelHash"]
        for unit in row["data_units"].values():
            assert (folder / unit["data_link"]).stat().st_size > 0
            n_labels += sum(len(frame["objects"]) for frame in unit["labels"].values())
    out = folder / "out"
    shutil.copy(model, out / "model.xml")
    shutil.copy(model.with_suffix(".bin"), out / "model.bin")
    metrics = {"finalLoss": float(n_labels), "framework": "none"}
    (out / "metrics.json").write_text(json.dumps(metrics))


main()
