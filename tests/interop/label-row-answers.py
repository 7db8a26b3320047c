# label-row-answers.py - the SDK and we mean the same answers and classifications
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random answers are given through the SDK, and the same through us. Each side reads
what the other wrote; a load and save by us without an edit changes nothing; and we
edit what the SDK wrote. For a video and an image group."""

import json
import random
import sys
import tempfile
from pathlib import Path

import rows

from encord.exceptions import LabelRowError
from encord.objects import ClassificationInstance, ObjectInstance, OntologyStructure
from encord.objects.attributes import ChecklistAttribute, RadioAttribute, TextAttribute
from encord.objects.coordinates import BoundingBoxCoordinates
from encord.objects.frames import Range

FRAMES = 12
BOX = BoundingBoxCoordinates(top_left_x=0.1, top_left_y=0.1, width=0.2, height=0.2)


def option(number, label, hash, nested=()):
    found = {"id": number, "label": label, "value": label.lower(), "featureNodeHash": hash}
    return dict(found, options=list(nested)) if nested else found


def attribute(number, name, kind, hash, options=(), dynamic=False):
    found = {"id": number, "name": name, "type": kind, "featureNodeHash": hash}
    found.update(required=False, dynamic=dynamic)
    return dict(found, options=list(options)) if options else found


def make_ontology():
    why = attribute("1.1.1.1.1.1", "Why", "text", "attr0003")
    shades = [option("1.1.1.1.1", "Dark", "opti0003", [why]), option("1.1.1.1.2", "Light", "opti0004")]
    shade = attribute("1.1.1.1", "Shade Of It", "radio", "attr0002", shades)
    parts = [option(f"1.1.2.1.{i}", f"Part {i}", f"opti001{i}") for i in (1, 2, 3)]
    parts = attribute("1.1.2.1", "Parts", "checklist", "attr0009", parts)
    colours = [option("1.1.1", "Red", "opti0001", [shade]), option("1.1.2", "Blue", "opti0002", [parts])]
    doors = [option(f"1.4.{i}", f"Door {i}", f"opti002{i}") for i in (1, 2, 3)]
    seats = [option(f"1.3.{i}", f"Seat {i}", f"opti003{i}") for i in (1, 2, 3)]
    gears = [option("1.5.1", "Low", "opti0005"), option("1.5.2", "High", "opti0006")]
    car = [
        attribute("1.1", "Colour", "radio", "attr0001", colours),
        attribute("1.2", "Tone", "text", "attr0004"),
        attribute("1.3", "Seats", "checklist", "attr0005", seats),
        attribute("1.4", "Doors", "checklist", "attr0006", doors, True),
        attribute("1.5", "Gear", "radio", "attr0007", gears, True),
        attribute("1.6", "Note", "text", "attr0008", (), True),
    ]
    kinds = [option(f"1.1.2.1.{i}", f"Kind {i}", f"opti004{i}") for i in (1, 2)]
    kinds = attribute("1.1.2.1", "Kinds", "checklist", "attr0011", kinds)
    skies = [option("1.1.1", "Sun", "opti0007"), option("1.1.2", "Rain", "opti0008", [kinds])]
    tags = [option(f"3.1.{i}", f"Tag {i}", f"opti005{i}") for i in (1, 2)]
    roots = [
        attribute("1.1", "The Weather", "radio", "attr0010", skies),
        attribute("2.1", "Story", "text", "attr0012"),
        attribute("3.1", "Tags", "checklist", "attr0013", tags),
    ]
    classes = [
        {"id": str(i), "featureNodeHash": f"clas000{i}", "attributes": [root]}
        for i, root in enumerate(roots, 1)
    ]
    shape = {"id": "1", "name": "Car", "color": "#D33115", "shape": "bounding_box"}
    shape.update(featureNodeHash="aaaa0001", attributes=car)
    return {"objects": [shape], "classifications": classes, "skeleton_templates": []}


def walk(attributes):
    for found in attributes:
        yield found
        for choice in found.options:
            yield from walk(choice.attributes)


def value_of(answer):
    if isinstance(answer, str):
        return json.dumps(answer, ensure_ascii=False)
    if not isinstance(answer, list):
        answer = [answer]
    return json.dumps(" ".join(choice.feature_node_hash for choice in answer))


def answered(instance, attributes):
    """Attributes with their answers, below the options that are chosen."""
    for found in attributes:
        if found.dynamic:
            yield found, instance.get_answer(found)
            continue
        if not instance._static_answer_map[found.feature_node_hash].is_answered():
            continue
        answer = instance.get_answer(found)
        yield found, answer
        if isinstance(found, RadioAttribute):
            yield from answered(instance, answer.attributes)


def describe(row):
    """The same lines as ours, of the SDK's row."""
    lines = set()
    for instance in row.get_object_instances():
        for found, answer in answered(instance, instance.ontology_item.attributes):
            where = f"object {instance.object_hash} {found.feature_node_hash}"
            if not found.dynamic:
                lines.add(f"{where} -1 {value_of(answer)}")
                continue
            for one in answer:
                for part in one.ranges:
                    for frame in range(part.start, part.end + 1):
                        lines.add(f"{where} {frame} {value_of(one.answer)}")
    for instance in row.get_classification_instances():
        frames = instance.get_annotations()
        for one in frames:
            origin = "manual" if one.manual_annotation else "automatic"
            lines.add(
                f"on {instance.classification_hash} {instance.feature_hash} {one.frame} "
                f"{origin} {one.confidence:g}"
            )
        if frames:
            for found, answer in answered(instance, instance.ontology_item.attributes):
                lines.add(
                    f"says {instance.classification_hash} {found.feature_node_hash} {value_of(answer)}"
                )
    return lines


class Steps:
    """Random steps that the SDK takes; `lines` are the same for us."""

    def __init__(self, row, seed):
        self.row = row
        self.random = random.Random(seed)
        self.lines = []
        self.hashes = ["cls/0000", "cls00001", "cls00002", "cls00003"]
        self.removed = 0

    def value(self, found):
        """For the SDK, for us."""
        if isinstance(found, TextAttribute):
            text = self.random.choice(["", "plain", 'quoted "x"', "Grüße \\ 🎬"])
            return text, text
        if isinstance(found, RadioAttribute):
            choice = self.random.choice(found.options)
            return choice, choice.feature_node_hash
        assert isinstance(found, ChecklistAttribute)
        # the SDK forgets a dynamic checklist without any option when it reads one
        least = 1 if found.dynamic else 0
        chosen = self.random.sample(found.options, self.random.randint(least, len(found.options)))
        return chosen, " ".join(choice.feature_node_hash for choice in chosen)

    def frames(self):
        first = self.random.randrange(FRAMES)
        return first, min(FRAMES - 1, first + self.random.randrange(6))

    def step_object(self, instance):
        found = self.random.choice(list(walk(instance.ontology_item.attributes)))
        who = f"{instance.object_hash}|{found.feature_node_hash}"
        if self.random.random() < 0.2:
            if not found.dynamic:
                instance.delete_answer(found)
                self.lines.append(f"delete|{who}")
            else:
                frame = self.random.randrange(FRAMES)
                instance.delete_answer(found, filter_frame=frame)
                self.lines.append(f"delete-frame|{who}|{frame}")
            return
        answer, text = self.value(found)
        if not found.dynamic:
            try:
                instance.set_answer(answer, found, overwrite=True)
            except LabelRowError:
                return  # nested under an option that is not chosen
            self.lines.append(f"answer|{who}|{text}")
            return
        if self.random.random() < 0.1:
            instance.set_answer(answer, found)  # wherever it is
            self.lines.append(f"answer|{who}|{text}")
            return
        first, last = self.frames()
        instance.set_answer(answer, found, frames=Range(first, last))
        self.lines.append(f"frames|{who}|{first}|{last}|{text}")

    def classify(self, hash):
        first, last = self.frames()
        there = [i for i in self.row.get_classification_instances() if i.classification_hash == hash]
        if there:
            instance = there[0]
            item = instance.ontology_item
        else:
            item = self.random.choice(self.row.ontology_structure.classifications)
            instance = ClassificationInstance(item, classification_hash=hash)
        taken = {
            one.frame
            for other in self.row.get_classification_instances()
            if other is not instance and other.feature_hash == item.feature_node_hash
            for one in other.get_annotations()
        }
        if taken.intersection(range(first, last + 1)):
            return
        instance.set_for_frames(Range(first, last), overwrite=True)
        if not there:
            self.row.add_classification_instance(instance)
        self.lines.append(f"classify|{hash}|{item.feature_node_hash}|{first}|{last}")

    def step_classification(self):
        hash = self.random.choice(self.hashes)
        there = [i for i in self.row.get_classification_instances() if i.classification_hash == hash]
        if not there or self.random.random() < 0.3:
            self.classify(hash)
            return
        instance = there[0]
        if self.random.random() < 0.1:
            first, last = self.frames()
            on = [a.frame for a in instance.get_annotations() if first <= a.frame <= last]
            if len(on) < len(instance.get_annotations()):
                instance.remove_from_frames(on)
                self.lines.append(f"declassify|{hash}|{first}|{last}")
            else:
                self.row.remove_classification(instance)
                self.lines.append(f"remove|{hash}")
                # the SDK believes a removed hash on its frames
                self.removed += 1
                self.hashes[self.hashes.index(hash)] = f"new{self.removed:05}"
            return
        found = self.random.choice(list(walk(instance.ontology_item.attributes)))
        if self.random.random() < 0.1:
            instance.delete_answer(found)
            self.lines.append(f"unsay|{hash}|{found.feature_node_hash}")
            return
        answer, text = self.value(found)
        try:
            instance.set_answer(answer, found, overwrite=True)
        except LabelRowError:
            return
        self.lines.append(f"say|{hash}|{found.feature_node_hash}|{text}")

    def take(self, count):
        self.lines = []
        objects = self.row.get_object_instances()
        for _ in range(count):
            if self.random.random() < 0.7:
                self.step_object(self.random.choice(objects))
            else:
                self.step_classification()
        return "".join(line + "\n" for line in self.lines)


def add_objects(row):
    car = row.ontology_structure.objects[0]
    for i in range(3):
        instance = ObjectInstance(car, object_hash=f"obj0000{i}")
        instance.set_for_frames(BOX, Range(i, i + 4), created_by="a@example.com")
        row.add_object_instance(instance)


def text_of(body):
    return json.dumps(body, ensure_ascii=False)


def check(program, folder, data_type, seed):
    metadata, empty = rows.make_row(data_type, FRAMES)
    ontology = make_ontology()
    ours = rows.Program(program, folder, metadata, ontology)
    row = rows.load(metadata, ontology, empty)
    add_objects(row)
    bare = row.to_encord_dict()
    steps = folder / "steps"

    def same(what, found, expected):
        assert found == expected, f"{what}, seed {seed}: {sorted(found ^ expected)}"

    def ours_reads(body):
        return set(ours.run("describe", body).splitlines())

    def sdk_reads(body):
        return describe(rows.load(metadata, ontology, json.loads(body)))

    model = Steps(row, seed)
    steps.write_text(model.take(60))
    expected = describe(row)
    written = text_of(row.to_encord_dict())
    same("the SDK's body, read by us", ours_reads(written), expected)
    assert ours.run("neutral", written) == written, "a save without an edit changed something"

    built = ours.run("apply", bare, steps)
    same("our body, read by us", ours_reads(built), expected)
    same("our body, read by the SDK", sdk_reads(built), expected)

    steps.write_text(model.take(20))
    expected = describe(row)
    edited = ours.run("apply", written, steps)
    same("the SDK's body, edited and read by us", ours_reads(edited), expected)
    same("the SDK's body, edited by us, read by the SDK", sdk_reads(edited), expected)
    return len(expected)


def check_web_form(program, folder):
    """One entry an option, as the web editor writes a static checklist: the same to the
    SDK."""
    metadata, empty = rows.make_row("video", FRAMES)
    ontology = make_ontology()
    row = rows.load(metadata, ontology, empty)
    add_objects(row)
    body = row.to_encord_dict()
    seats = OntologyStructure.from_dict(ontology).get_child_by_hash("attr0005")
    body["object_answers"]["obj00000"]["classifications"] = [
        {
            "name": seats.name,
            "value": "seats",
            "answers": [{"name": choice.label, "value": choice.value, "featureHash": choice.feature_node_hash}],
            "featureHash": seats.feature_node_hash,
            "manualAnnotation": True,
        }
        for choice in reversed(seats.options)
    ]
    ours = rows.Program(program, folder, metadata, ontology)
    found = set(ours.run("describe", body).splitlines())
    assert found == describe(rows.load(metadata, ontology, body)) and len(found) == 1, found


def main():
    with tempfile.TemporaryDirectory() as name:
        check_web_form(sys.argv[1], Path(name))
        for data_type in "video", "img_group":
            count = sum(check(sys.argv[1], Path(name), data_type, seed) for seed in range(12))
            print(data_type, "ok:", count, "answers")
            assert count > 500, count


main()
