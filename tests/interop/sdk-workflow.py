#!/usr/bin/env python3
# sdk-workflow.py - the vendor's SDK takes units through a workflow of encord-emulator
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-workflow.py ENCORD-EMULATOR

Lists tasks with every filter, over more than one page; tells them to do everything the
SDK can; judges labels one by one; and looks at the effects in the listing of label rows.
"""
import os
import pathlib
import signal
import sys
import tempfile

from fixture import TEMPLATE, Emulator, expect, make_key, make_png

from encord.exceptions import EncordException
from encord.objects import OntologyStructure, Shape
from encord.objects.attributes import RadioAttribute
from encord.objects.coordinates import BoundingBoxCoordinates
from encord.utilities.project_user import ProjectUserRole
from encord.workflow import AnnotationStage, FinalStage, ReviewStage
from encord.workflow.stages.annotation import AnnotationTaskStatus
from encord.workflow.stages.review import LabelReviewStatus, ReviewTaskStatus

N_PICTURES = 120
ANNOTATOR, REVIEWER = "b@example.com", "c@example.com"

# looking into files is another test's business
WORKER = """#!/bin/sh
echo '{"mime": "image/png", "image": true, "width": 8, "height": 8, "frames": 1}'
"""


def make_structure():
    structure = OntologyStructure()
    structure.add_object("Car", Shape.BOUNDING_BOX)
    weather = structure.add_classification().add_attribute(RadioAttribute, "Weather")
    weather.add_option("Sun")
    return structure


def upload(admin, folder):
    dataset_hashes = []
    for name, titles in (
        ("Many", [f"many {i:03}.png" for i in range(N_PICTURES)]),
        ("Few", ["one.png", "two.png", "three.png"]),
    ):
        dataset_hashes.append(admin.create_dataset(name, dataset_type=0)["dataset_hash"])
        dataset = admin.get_dataset(dataset_hashes[-1])
        for title in titles:
            path = folder / title
            make_png(path, 8, 8, 128)
            dataset.upload_image(str(path))
    return dataset_hashes


def titles(tasks):
    return sorted(task.data_title for task in tasks)


def places(project):
    """Where each unit is, by the listing of label rows."""
    return {row.data_title: row.workflow_graph_node.title for row in project.list_label_rows_v2()}


def check_filters(annotate, project, many, few):
    tasks = list(annotate.get_tasks())
    assert len(tasks) == N_PICTURES + 3
    assert len({task.uuid for task in tasks}) == len(tasks)
    assert all(t.status == AnnotationTaskStatus.NEW and t.assignee is None for t in tasks)
    assert all(t.label_branch_name == "main" for t in tasks)
    hashes = {row.data_title: row.data_hash for row in project.list_label_rows_v2()}
    assert {str(t.data_hash) for t in tasks} == set(hashes.values())

    one = annotate.get_tasks(data_hash=hashes["one.png"])
    assert titles(one) == ["one.png"]
    two = annotate.get_tasks(data_hash=[hashes["one.png"], hashes["two.png"]])
    assert titles(two) == ["one.png", "two.png"]
    assert len(list(annotate.get_tasks(dataset_hash=few))) == 3
    assert len(list(annotate.get_tasks(dataset_hash=[few, many]))) == N_PICTURES + 3
    assert titles(annotate.get_tasks(data_title="o.p")) == ["two.png"]
    assert titles(annotate.get_tasks(data_title="%")) == []
    assert titles(annotate.get_tasks(data_title="one.png", dataset_hash=many)) == []
    assert list(annotate.get_tasks(status=AnnotationTaskStatus.REOPENED)) == []

    task_of = {task.data_title: task for task in tasks}
    task_of["one.png"].assign(ANNOTATOR)
    task_of["two.png"].assign("a@example.com")
    assert titles(annotate.get_tasks(assignee=ANNOTATOR)) == ["one.png"]
    assert titles(annotate.get_tasks(assignee=[ANNOTATOR, "a@example.com"])) == ["one.png", "two.png"]
    assert titles(annotate.get_tasks(status=AnnotationTaskStatus.ASSIGNED)) == ["one.png", "two.png"]
    both = [AnnotationTaskStatus.ASSIGNED, AnnotationTaskStatus.NEW]
    assert len(list(annotate.get_tasks(status=both))) == N_PICTURES + 3
    task_of["two.png"].release()
    assert titles(annotate.get_tasks(status=AnnotationTaskStatus.RELEASED)) == ["two.png"]
    assert [t.assignee for t in annotate.get_tasks(data_title="two")] == [None]
    expect(EncordException, task_of["two.png"].assign, "nobody@example.com")
    expect(EncordException, task_of["two.png"].submit, retain_assignee=True)


def check_bundle(annotate, review, done, project):
    """A whole dataset in one bundle, while the pages are being read."""
    with project.create_bundle() as bundle:
        for task in annotate.get_tasks(data_title="many"):
            task.submit(bundle=bundle)
    assert list(annotate.get_tasks(data_title="many")) == []
    assert len(list(review.get_tasks(data_title="many"))) == N_PICTURES
    # every page loses its tasks before the next one is asked for
    approved = 0
    for task in review.get_tasks(data_title="many"):
        task.approve()
        approved += 1
    assert approved == N_PICTURES
    assert len(list(done.get_tasks())) == N_PICTURES
    assert titles(done.get_tasks(data_title="many 007")) == ["many 007.png"]
    found = places(project)
    assert [t for t, place in found.items() if place == "Complete"] == [t for t in found if t.startswith("many")]


def label(project, title, n_cars):
    row = project.list_label_rows_v2(data_title_eq=title)[0]
    row.initialise_labels()
    structure = project.ontology_structure
    hashes = []
    for i in range(n_cars):
        car = structure.get_child_by_title("Car").create_instance()
        box = BoundingBoxCoordinates(top_left_x=0.1 * i, top_left_y=0.1, width=0.1, height=0.1)
        car.set_for_frames(box, frames=0)
        row.add_object_instance(car)
        hashes.append(car.object_hash)
    weather = structure.classifications[0].create_instance()
    weather.set_for_frames(0)
    weather.set_answer(structure.get_child_by_title("Sun"))
    row.add_classification_instance(weather)
    hashes.append(weather.classification_hash)
    row.save()
    return row, hashes


def statuses(task):
    return {review.label_id: review.status for review in task.get_label_reviews()}


def check_reviews(annotate, review, project):
    row, (first, second, weather) = label(project, "one.png", 2)
    next(iter(annotate.get_tasks(data_title="one.png"))).submit(assignee=REVIEWER)
    assert places(project)["one.png"] == "Review"
    task = next(iter(review.get_tasks(assignee=REVIEWER)))
    assert (task.status, task.assignee) == (ReviewTaskStatus.ASSIGNED, REVIEWER)
    reviews = {r.label_id: r for r in task.get_label_reviews()}
    assert {r.label_id: r.label_type for r in reviews.values()} == {
        first: "Object",
        second: "Object",
        weather: "Classification",
    }
    assert set(statuses(task).values()) == {LabelReviewStatus.NEW}
    with project.create_bundle() as bundle:
        reviews[first].approve(bundle=bundle)
        reviews[second].reject(bundle=bundle)
    expect(EncordException, reviews[weather].reopen)
    reviews[second].reopen()
    assert statuses(task) == {
        first: LabelReviewStatus.APPROVED,
        second: LabelReviewStatus.REOPENED,
        weather: LabelReviewStatus.NEW,
    }

    fresh = project.list_label_rows_v2(data_title_eq="one.png")[0]
    fresh.initialise_labels(include_reviews=True)
    seen = {
        instance.object_hash: [r["status"] for a in instance.get_annotations() for r in a.reviews]
        for instance in fresh.get_object_instances()
    }
    assert seen == {first: ["APPROVED"], second: ["REOPENED"]}, seen
    fresh.initialise_labels(overwrite=True)
    assert all(not a.reviews for i in fresh.get_object_instances() for a in i.get_annotations())

    task.reject(retain_assignee=True)
    assert places(project)["one.png"] == "Annotate"
    assert statuses(task)[second] == LabelReviewStatus.REJECTED
    expect(EncordException, reviews[second].approve)
    again = next(iter(annotate.get_tasks(data_title="one.png")))
    assert (again.status, again.assignee) == (AnnotationTaskStatus.REOPENED, REVIEWER)
    row.remove_object(row.get_object_instances()[0])
    row.save()
    again.submit()
    again.submit()  # an action may arrive twice
    task = next(iter(review.get_tasks(data_title="one.png")))
    assert statuses(task) == {
        second: LabelReviewStatus.RESOLVED,
        weather: LabelReviewStatus.RESOLVED,
    }
    task.approve()
    assert set(statuses(task).values()) == {LabelReviewStatus.APPROVED}
    assert places(project)["one.png"] == "Complete"


def check_roles(emulator, keys, project_hash):
    annotator, reviewer = (emulator.client(key).get_project(project_hash) for key in keys)

    def stages(project):
        return (
            project.workflow.get_stage(name="Annotate", type_=AnnotationStage),
            project.workflow.get_stage(name="Review", type_=ReviewStage),
        )

    task = next(iter(stages(reviewer)[0].get_tasks(data_title="three")))
    expect(EncordException, task.submit)
    next(iter(stages(annotator)[0].get_tasks(data_title="three"))).submit()
    task = next(iter(stages(annotator)[1].get_tasks(data_title="three")))
    expect(EncordException, task.approve)
    task = next(iter(stages(reviewer)[1].get_tasks(data_title="three")))
    task.assign(REVIEWER)
    task.release()
    task.approve()
    assert places(reviewer)["three.png"] == "Complete"


def run(program, folder):
    worker = folder / "worker"
    worker.write_text(WORKER)
    worker.chmod(0o700)
    os.environ["ENCORD_EMULATOR_WORKER"] = str(worker)
    key, public = make_key("a@example.com")
    others = [make_key(ANNOTATOR), make_key(REVIEWER)]
    (folder / "keys").write_text(public + "".join(line for _, line in others))
    emulator = Emulator(program, folder)
    emulator.start("--authorized-keys", str(folder / "keys"))
    admin = emulator.client(key)
    ontology = admin.create_ontology("Traffic", structure=make_structure())
    many, few = upload(admin, folder)
    project_hash = admin.create_project(
        "Project", [many, few], ontology_hash=ontology.ontology_hash, workflow_template_hash=TEMPLATE
    )
    project = admin.get_project(project_hash)
    project.add_users([ANNOTATOR], ProjectUserRole.ANNOTATOR)
    project.add_users([REVIEWER], ProjectUserRole.REVIEWER)
    annotate = project.workflow.get_stage(name="Annotate", type_=AnnotationStage)
    review = project.workflow.get_stage(name="Review", type_=ReviewStage)
    done = project.workflow.get_stage(name="Complete", type_=FinalStage)
    assert [s.title for s in project.workflow.stages] == ["Annotate", "Review", "Complete"]

    check_filters(annotate, project, many, few)
    check_bundle(annotate, review, done, project)
    check_reviews(annotate, review, project)
    check_roles(emulator, [k for k, _ in others], project_hash)
    emulator.stop()


def main():
    with tempfile.TemporaryDirectory(prefix="sdk-workflow-") as folder:
        run(sys.argv[1], pathlib.Path(folder))
    print("ok")


if __name__ == "__main__":
    signal.alarm(170)
    main()
