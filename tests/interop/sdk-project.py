#!/usr/bin/env python3
# sdk-project.py - the SDK's Project: what it is, its people, its data, its copies
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-project.py ENCORD-EMULATOR

Each call of the vendor's SDK is checked by what it brought about.
"""
import datetime
import uuid

from fixture import TEMPLATE, expect
from world import GROUP, LONG_AGO, NOWHERE, add_car, main, row_of

from encord.constants.enums import DataType
from encord.exceptions import AuthorisationError, InvalidArgumentsError, ResourceNotFoundError
from encord.objects.attributes import RadioAttribute
from encord.orm.dataset import DataRow, StorageLocation
from encord.orm.project import (
    BenchmarkQaWorkflowSettings,
    CopyDatasetAction,
    CopyDatasetOptions,
    CopyLabelsOptions,
    ReviewApprovalState,
)
from encord.project_ontology.classification_type import ClassificationType
from encord.project_ontology.object_type import ObjectShape
from encord.utilities.ontology_user import OntologyUserRole
from encord.utilities.project_user import ProjectUserRole

UTC = datetime.timezone.utc


# ---- reading ----


def check_properties(world):
    project = world.project
    assert project.title == "P" and project.description == "of P"
    assert project.project_type.value == "workflow" and world.manual.project_type.value == "manual_qa"
    assert project.ontology_hash == world.ontology.ontology_hash
    assert project.ontology_structure.to_dict() == world.structure.to_dict() == project.ontology
    age = datetime.datetime.now(UTC) - project.created_at.replace(tzinfo=UTC)
    assert datetime.timedelta(0) <= age < datetime.timedelta(hours=1), age
    assert project.last_edited_at >= project.created_at
    assert [s.title for s in project.workflow.stages] == ["Annotate", "Review", "Complete"]
    assert [d["dataset_hash"] for d in project.datasets] == [world.dataset_hash]
    assert [(str(d.dataset_hash), d.title) for d in project.list_datasets()] == [(world.dataset_hash, "D")]

    legacy = project.get_project()
    assert legacy.project_hash == project.project_hash and legacy.title == "P"
    assert legacy.editor_ontology == world.structure.to_dict()
    assert legacy["source_projects"] == []
    assert [r["data_title"] for r in legacy.label_rows] == ["clip.avi", "group", "single"]
    assert [r["data_title"] for r in project.label_rows] == ["clip.avi", "group", "single"]
    assert uuid.UUID(legacy["workflow_manager_uuid"])
    expect(ResourceNotFoundError, world.admin.get_project, NOWHERE)
    expect(AuthorisationError, world.other.get_project, project.project_hash)

    settings = BenchmarkQaWorkflowSettings(source_projects=[project.project_hash])
    benchmark = world.admin.create_project("B", [], workflow_settings=settings)
    assert world.admin.get_project(benchmark).get_project()["source_projects"] == [project.project_hash]


def check_project_filters(world):
    def titles(**filters):
        return sorted(p["project"]["title"] for p in world.admin.get_projects(**filters))

    assert titles(title_eq="P") == ["P"] and titles(title_like="_") == ["B", "P", "Q"]
    assert titles(title_eq="' OR 1=1 --") == []
    assert titles(desc_eq="of Q") == ["Q"] and titles(desc_like="of%") == ["P", "Q"]
    assert titles(created_before=LONG_AGO) == [] and titles(created_after=LONG_AGO) == ["B", "P", "Q"]
    assert titles(edited_before=LONG_AGO) == [] and titles(edited_after="2001-09-09") == ["B", "P", "Q"]

    def datasets(**filters):
        return [d["dataset"].title for d in world.admin.get_datasets(**filters)]

    assert datasets(title_eq="D") == ["D"] and datasets(title_like="d%") == ["D"] and datasets(title_eq="x") == []
    assert datasets(created_before=LONG_AGO) == [] and datasets(edited_after=LONG_AGO) == ["D"]
    assert datasets(desc_eq="") == ["D"] and datasets(desc_like="_%") == []


# ---- people ----


def check_people(world):
    project = world.project
    (added,) = project.add_users(["b@example.com"], ProjectUserRole.ANNOTATOR)
    assert (added.user_email, added.user_role, added.project_hash) == (
        "b@example.com",
        ProjectUserRole.ANNOTATOR,
        project.project_hash,
    )
    theirs = world.other.get_project(project.project_hash)
    expect(AuthorisationError, theirs.add_users, ["b@example.com"], ProjectUserRole.ADMIN)
    expect(AuthorisationError, theirs.get_label_logs)
    expect(AuthorisationError, theirs.remove_datasets, [world.dataset_hash])
    expect(AuthorisationError, theirs.copy_project)
    expect(AuthorisationError, theirs.add_group, GROUP, ProjectUserRole.ADMIN)
    expect(AuthorisationError, lambda: list(theirs.list_collaborator_timers(LONG_AGO)))
    project.add_users(["b@example.com"], ProjectUserRole.TEAM_MANAGER)
    assert theirs.get_label_logs() == []


def check_groups(world):
    project = world.manual
    assert list(project.list_groups()) == []
    (known,) = world.admin.list_groups()
    assert known.group_hash == GROUP and known.name == "Everyone"
    expect(AuthorisationError, world.other.get_project, project.project_hash)
    project.add_group(GROUP, ProjectUserRole.REVIEWER)
    project.add_group([GROUP], ProjectUserRole.ANNOTATOR)
    (group,) = project.list_groups()
    assert group.group_hash == GROUP and group.user_role == ProjectUserRole.ANNOTATOR and group.is_same_organisation
    assert world.other.get_project(project.project_hash).title == "Q"
    assert [p["user_role"] for p in world.other.get_projects(title_eq="Q")] == [1]
    expect(InvalidArgumentsError, project.remove_group, [])
    expect(ResourceNotFoundError, project.add_group, uuid.UUID(NOWHERE), ProjectUserRole.ANNOTATOR)
    assert len(list(project.list_groups())) == 1
    project.remove_group([GROUP])
    project.add_group(GROUP, ProjectUserRole.ANNOTATOR)
    project.remove_group(GROUP)
    assert list(project.list_groups()) == []
    expect(AuthorisationError, world.other.get_project, project.project_hash)

    ontology = world.admin.get_ontology(world.ontology.ontology_hash)
    ontology.add_group(GROUP, OntologyUserRole.USER)
    assert [g.user_role for g in ontology.list_groups()] == [OntologyUserRole.USER]
    ontology.remove_group(GROUP)
    assert list(ontology.list_groups()) == []
    assert project.get_cloud_integrations() == []


# ---- the ontology of old ----


def check_old_ontology(world):
    hash = world.admin.create_project("Old", [])
    project = world.admin.get_project(hash)
    assert project.add_object("Van; DROP TABLE", ObjectShape.BOUNDING_BOX)
    assert project.add_object("Lane", ObjectShape.POLYLINE)
    assert project.add_classification("Sky", ClassificationType.RADIO, True, ["Blue sky", "Grey"])
    assert project.add_classification("Seen", ClassificationType.CHECKLIST, False, ["Sun", "Moon"])
    old = project.get_project_ontology()
    assert [(o.name, o.shape) for o in old.ontology_objects] == [
        ("Van; DROP TABLE", ObjectShape.BOUNDING_BOX),
        ("Lane", ObjectShape.POLYLINE),
    ]
    structure = project.ontology_structure
    assert [c.title for c in structure.classifications] == ["Sky", "Seen"]
    sky = structure.get_child_by_title("Sky", RadioAttribute)
    assert [o.label for o in sky.options] == ["Blue sky", "Grey"] and sky.required
    # others see it, too
    again = world.admin.get_project(hash)
    assert again.ontology_structure.to_dict() == structure.to_dict()
    assert project.add_classification("Note", ClassificationType.TEXT, False)
    again.refetch_ontology()
    assert [c.title for c in again.ontology_structure.classifications] == ["Sky", "Seen", "Note"]
    again.add_users(["b@example.com"], ProjectUserRole.ADMIN)
    theirs = world.other.get_project(hash)
    expect(AuthorisationError, theirs.add_object, "Mine", ObjectShape.POLYGON)


# ---- data ----


def check_data(world):
    project = world.project
    video, images = project.get_data(row_of(project).data_hash)
    assert video["title"] == "clip.avi" and images is None
    video, images = project.get_data(row_of(project, "group").data_hash, get_signed_url=True)
    assert video is None and [i["title"] for i in images] == ["0.png", "1.png"]
    assert all(i["file_link"].startswith(world.emulator.uri) for i in images)
    expect(ResourceNotFoundError, project.get_data, NOWHERE)

    def titles(**filters):
        return [r.title for r in world.dataset.list_data_rows(**filters)]

    assert titles(title_eq="group") == ["group"] and titles(title_like="%g%") == ["group", "single"]
    assert titles(created_before=LONG_AGO) == [] and len(titles(created_after=LONG_AGO)) == 3
    assert titles(data_types=[DataType.VIDEO, DataType.IMAGE]) == ["clip.avi", "single"]
    data_row = world.dataset.list_data_rows(title_eq="single")[0]
    assert titles(data_hashes=[data_row.uid]) == ["single"]
    assert isinstance(data_row, DataRow) and data_row.storage_location == StorageLocation.CORD_STORAGE
    data_row.title = "renamed'; --"
    data_row.client_metadata = {"weather": ["sun"]}
    data_row.save()
    assert titles(title_eq="renamed'; --") == ["renamed'; --"] and titles(title_eq="single") == []
    row = row_of(project, "renamed'; --", include_client_metadata=True)
    assert row.client_metadata == {"weather": ["sun"]}
    data_row.title = "single"
    data_row.save()
    data_row.refetch_data(signed_url=True)
    assert data_row.title == "single" and data_row.signed_url.startswith(world.emulator.uri)


def check_datasets(world):
    project = world.make_project("Data", None)
    row = row_of(project)
    row.initialise_labels()
    extra = world.admin.create_dataset("E", dataset_type=0)["dataset_hash"]
    world.admin.get_dataset(extra).upload_image(str(world.folder / "0.png"), title="extra")
    assert project.add_datasets([extra])
    assert sorted(d.title for d in project.list_datasets()) == ["D", "E"]
    assert [r.data_title for r in project.list_label_rows_v2()] == ["clip.avi", "group", "single", "extra"]
    expect(ResourceNotFoundError, project.add_datasets, [NOWHERE])
    assert project.remove_datasets([world.dataset_hash])
    assert [d.title for d in project.list_datasets()] == ["E"]
    assert [r.data_title for r in project.list_label_rows_v2()] == ["extra"]
    expect(ResourceNotFoundError, project.get_label_row, row.label_hash)
    expect(ResourceNotFoundError, project.remove_datasets, [world.dataset_hash])
    assert len(world.project.list_label_rows_v2()) == 3

    # data go from the dataset, and so from the projects
    (extra_row,) = project.list_label_rows_v2()
    world.admin.get_dataset(extra).delete_data([extra_row.data_hash])
    assert world.admin.get_dataset(extra).list_data_rows() == []
    assert project.list_label_rows_v2() == []


# ---- copies ----


def check_copies(world):
    source = world.make_project("Source", TEMPLATE)
    source.add_users(["b@example.com"], ProjectUserRole.REVIEWER)
    rows = source.list_label_rows_v2()
    for row in rows[:2]:
        row.initialise_labels()
        add_car(row, source, 0)
        row.save()
    rows[0].workflow_complete()

    def copy(**options):
        return world.admin.get_project(source.copy_project(**options))

    def labelled(project):
        return [r.data_title for r in project.list_label_rows_v2() if r.label_hash is not None]

    bare = copy()
    assert bare.title == "Copy of Source" and list(bare.list_datasets()) == []
    assert bare.ontology_hash == source.ontology_hash and bare.list_label_rows_v2() == []
    expect(AuthorisationError, world.other.get_project, bare.project_hash)

    attached = copy(
        copy_datasets=True, copy_collaborators=True, copy_models=True, new_title="A", new_description="of A",
        copy_labels=CopyLabelsOptions(accepted_label_statuses=[ReviewApprovalState.APPROVED]),
    )  # fmt: skip
    assert attached.title == "A" and attached.description == "of A"
    assert [str(d.dataset_hash) for d in attached.list_datasets()] == [world.dataset_hash]
    assert labelled(attached) == ["clip.avi"]
    assert {r.workflow_graph_node.title for r in attached.list_label_rows_v2()} == {"Annotate"}
    assert world.other.get_project(attached.project_hash).title == "A"
    row = row_of(attached)
    row.initialise_labels()
    assert len(row.get_object_instances()) == 1 and row.label_hash != rows[0].label_hash
    # the original is another row
    row.remove_object(row.get_object_instances()[0])
    row.save()
    rows[0].initialise_labels(overwrite=True)
    assert len(rows[0].get_object_instances()) == 1

    by_hash = copy(copy_datasets=True, copy_labels=CopyLabelsOptions(accepted_label_hashes=[rows[1].label_hash]))
    assert labelled(by_hash) == ["group"]

    cloned = copy(
        copy_datasets=CopyDatasetOptions(
            action=CopyDatasetAction.CLONE,
            dataset_title="T",
            dataset_description="of T",
            datasets_to_data_hashes_map={world.dataset_hash: [rows[0].data_hash, rows[1].data_hash]},
        ),
        copy_labels=CopyLabelsOptions(),
    )
    (dataset,) = cloned.list_datasets()
    assert dataset.title == "T" and str(dataset.dataset_hash) != world.dataset_hash
    assert labelled(cloned) == ["clip.avi", "group"] and len(cloned.list_label_rows_v2()) == 2
    for row in cloned.list_label_rows_v2(include_images_data=True):
        assert row.data_hash not in {r.data_hash for r in rows}
        row.initialise_labels(include_signed_url=True)
        (instance,) = row.get_object_instances()
        assert [a.frame for a in instance.get_annotations()] == [0]
        row.save()
    import requests

    video, _ = cloned.get_data(row_of(cloned).data_hash, get_signed_url=True)
    assert requests.get(video["file_link"]).content == (world.folder / "clip.avi").read_bytes()
    expect(
        ResourceNotFoundError,
        source.copy_project,
        copy_datasets=CopyDatasetOptions(CopyDatasetAction.CLONE, datasets_to_data_hashes_map={NOWHERE: []}),
    )


if __name__ == "__main__":
    main([
        check_properties,
        check_project_filters,
        check_people,
        check_groups,
        check_old_ontology,
        check_data,
        check_datasets,
        check_copies,
    ])  # fmt: skip
