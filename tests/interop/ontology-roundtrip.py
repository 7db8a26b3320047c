# ontology-roundtrip.py - the SDK and we read and write the same ontologies
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The SDK makes an ontology, we read it, list its elements and write it; we make
one, and the SDK reads it, lists the same elements and writes the same JSON."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from encord.objects import OntologyStructure
    from encord.objects.attributes import Attribute, ChecklistAttribute, RadioAttribute, TextAttribute
    from encord.objects.common import Shape
    from encord.objects.constants import AVAILABLE_COLORS
    from encord.objects.options import Option
    from encord.objects.skeleton_template import SkeletonTemplate, SkeletonTemplateCoordinate
except ImportError as error:
    print("skipped:", error)
    sys.exit(77)


def make_structure():
    structure = OntologyStructure()
    for i in range(40):
        shape = list(Shape)[i % len(Shape)]
        made = structure.add_object(f"Object {i}", shape)
        colour = made.add_attribute(RadioAttribute, "Colour", required=True, dynamic=i % 2 == 0)
        option = colour.add_option("Dark Red")
        tones = option.add_nested_attribute(RadioAttribute, "Tone", local_uid=5)
        deep = tones.add_option("Light").add_nested_attribute(TextAttribute, "Why", required=True)
        assert deep.uid[-1] == 1
        marks = made.add_attribute(ChecklistAttribute, "Marks")
        marks.add_option("Scratch", value="own Value")
        marks.add_option("Düne")
    structure.add_classification().add_attribute(TextAttribute, "Comment")
    weather = structure.add_classification().add_attribute(RadioAttribute, "Weather", required=True)
    weather.add_option("Rain").add_nested_attribute(ChecklistAttribute, "Kind").add_option("Drizzle")
    joints = {
        str(i): SkeletonTemplateCoordinate(x=i, y=0.5, name=f"joint {i}", feature_hash=f"jnt{i}") for i in range(3)
    }
    edges = {"0": {"1": {"color": "#00000"}, "2": {"color": "#FF0000"}}}
    structure.add_skeleton_template(
        SkeletonTemplate(name="Person", width=100, height=50, skeleton=joints, skeleton_edges=edges)
    )
    return structure


def elements_of(structure):
    found = []

    def add(element):
        uid = element.uid if isinstance(element.uid, list) else [element.uid]
        line = [".".join(map(str, uid)), element.feature_node_hash, element.title]
        if isinstance(element, Attribute):
            line += [element.get_property_type().value, element.required, element.dynamic]
        elif isinstance(element, Option):
            line += [element.value]
        found.append(line)
        for child in element.children:
            add(child)

    for root in [*structure.objects, *structure.classifications]:
        add(root)
    return found


def main():
    program = sys.argv[1]

    def run(*arguments):
        result = subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=True)
        return json.loads(result.stdout)

    structure = make_structure()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "ontology.json"
        path.write_text(json.dumps(structure.to_dict()))
        ours = run("read", path)
    assert ours["editor"] == structure.to_dict()
    assert ours["elements"] == elements_of(structure), ours["elements"]
    print("read", len(ours["elements"]))

    ours = run("build")
    read = OntologyStructure.from_dict(ours["editor"])
    assert read.to_dict() == ours["editor"], read.to_dict()
    assert elements_of(read) == ours["elements"]
    assert [obj.color for obj in read.objects] == list(AVAILABLE_COLORS[: len(read.objects)])
    for obj in read.objects:
        assert re.fullmatch("[0-9a-f]{8}", obj.feature_node_hash)
        for option in obj.attributes[0].options:
            assert re.fullmatch("[A-Za-z0-9+/]{8}", option.feature_node_hash)
            assert option.value == re.sub(r"\s", "_", option.label).lower(), option
    hashes = [line[1] for line in ours["elements"]]
    assert len(set(hashes)) == len(hashes)
    template = read.skeleton_templates["Person"]
    assert [joint.name for joint in template.skeleton.values()] == ["head", "foot"]
    print("build", len(hashes))


main()
