#!/usr/bin/env python3
# sdk-today.py - today's SDK of the vendor works against encord-emulator, too
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-today.py ENCORD-EMULATOR

Does what sdk-interop.py does, with the version of requirements-today.txt, and what
that version has beyond the older one.
"""
import importlib.metadata
import importlib.util
import pathlib
import signal
import sys
import tempfile

SKIP = 77
OLDEST = (0, 1, 211)
# dropped since 0.1.153
DROPPED = (
    "create_model_row",
    "fitted_bounding_boxes",
    "get_training_metadata",
    "list_models",
    "model_delete",
    "model_inference",
    "model_train_get_result",
    "model_train_start",
    "set_label_status",
    "submit_label_row_for_review",
)


def version():
    try:
        return tuple(int(part) for part in importlib.metadata.version("encord").split(".")[:3])
    except importlib.metadata.PackageNotFoundError:
        return ()


def load_older():
    path = pathlib.Path(__file__).with_name("sdk-interop.py")
    spec = importlib.util.spec_from_file_location("sdk_interop", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_dropped(project):
    for name in DROPPED:
        assert not hasattr(project, name), name


def check_new(older, program, folder):
    from encord.objects.frames import Range
    from encord.orm.project import ProjectStatus

    key, public = older.make_key("a@example.com")
    other_key, other_public = older.make_key("b@example.com")
    (folder / "keys").write_text(public + other_public)
    video = folder / "clip.avi"
    older.make_video(video)
    emulator = older.Emulator(program, folder)
    emulator.start("--authorized-keys", str(folder / "keys"))
    admin = emulator.client(key)

    ontology = admin.create_ontology("Traffic", structure=older.make_structure())
    dataset = admin.get_dataset(admin.create_dataset("Clips", dataset_type=0)["dataset_hash"])
    dataset.upload_video(str(video), title="renamed.avi")
    # asked for before anybody says which dataset the file is for
    assert emulator.requests()["GET presigned-urls"] == 1
    assert [row.title for row in dataset.list_data_rows()] == ["renamed.avi"]
    project = admin.get_project(
        admin.create_project("Streets", [dataset.dataset_hash], ontology_hash=ontology.ontology_hash)
    )
    admin.create_project("Fields", [], ontology_hash=ontology.ontology_hash)

    assert project.creator_email == "a@example.com"
    assert project.status == ProjectStatus.NOT_STARTED
    row = project.list_label_rows_v2()[0]
    row.initialise_labels()
    project.refetch_data()
    assert project.status == ProjectStatus.IN_PROGRESS
    assert project.ontology_structure.to_dict() == ontology.structure.to_dict()

    assert sorted(p.title for p in admin.list_projects()) == ["Fields", "Streets"]
    assert [p.project_hash for p in admin.list_projects(title_eq="Streets")] == [project.project_hash]
    assert [p.title for p in admin.list_projects(title_like="%ield%")] == ["Fields"]
    assert list(emulator.client(other_key).list_projects()) == []

    # a classification is an answer with a range, in no frame: it comes back as it was
    classification = project.ontology_structure.classifications[0].create_instance()
    classification.set_for_frames([Range(2, 4), Range(7, 7)])
    row.add_classification_instance(classification)
    row.save()
    row = project.list_label_rows_v2()[0]
    row.initialise_labels()
    found = row.get_classification_instances()
    assert [c.classification_hash for c in found] == [classification.classification_hash]
    assert [(r.start, r.end) for r in found[0].range_list] == [(2, 4), (7, 7)]
    emulator.stop()


def main():
    if version() < OLDEST:
        print(f"skipped: this Python has encord {version()}")
        sys.exit(SKIP)
    older = load_older()
    older.check_legacy = check_dropped
    with tempfile.TemporaryDirectory(prefix="sdk-today-") as folder:
        older.run(sys.argv[1], pathlib.Path(folder))
    with tempfile.TemporaryDirectory(prefix="sdk-today-") as folder:
        check_new(older, sys.argv[1], pathlib.Path(folder))
    print("ok")


if __name__ == "__main__":
    signal.alarm(170)
    main()
