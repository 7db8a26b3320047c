#!/usr/bin/env python3
# gi-labels.py - labels of every kind, written and read through introspection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: gi-labels.py ENCORD-EMULATOR

Builds an ontology, draws every shape, gives every kind of answer, saves, and finds
the same in rows that are fetched again.
"""
import gc
import re

from gi_fixture import (
    FRAMES,
    HEIGHT,
    WIDTH,
    Encord,
    GLib,
    edges,
    expect,
    from_json,
    make_annotation,
    make_box,
    make_ranges,
    row_of,
    run,
    to_json,
)

Shape, Type = Encord.Shape, Encord.AttributeType
CORNERS = [(0.1, 0.2), (0.3, 0.25), (0.2, 0.6)]


# ---- ontology ----


def make_structure():
    structure = Encord.OntologyStructure.new()
    car = structure.add_object("Car", Shape.BOUNDING_BOX)
    colour = car.add_attribute("Colour", Type.RADIO, True, False)
    red = colour.add_option("Red", None)
    shade = red.add_nested_attribute("Shade", Type.CHECKLIST, False)
    for label in "Dark", "Dull":
        shade.add_option(label, None)
    colour.add_option("Blue", "azure")
    moving = car.add_attribute("Moving", Type.RADIO, False, True)
    for label in "yes", "no":
        moving.add_option(label, None)
    structure.add_object("Truck", Shape.ROTATABLE_BOUNDING_BOX)
    structure.add_object_full("Road", Shape.POLYGON, 7, "#00FF00", "roadroad")
    structure.add_object("Lane", Shape.POLYLINE)
    structure.add_object("Corner", Shape.POINT)
    structure.add_object("Mask", Shape.BITMASK)
    structure.add_object("Person", Shape.SKELETON)
    structure.add_skeleton_template(make_skeleton(), None)
    weather = structure.add_classification().add_attribute("Weather", Type.CHECKLIST, False)
    for label in "Sun", "Rain", "Wind":
        weather.add_option(label, None)
    structure.add_classification().add_attribute("Note", Type.TEXT, False)
    scene = structure.add_classification_full(9, "scenesce").add_attribute_full(
        "Scene", Type.RADIO, True, 1, "sceneatt"
    )
    scene.add_option_full("Town", "town", 1, "townopti")
    assert structure.check_complete()
    return structure


def make_skeleton():
    template = Encord.SkeletonTemplate.new("Person", 0.2, 0.8)
    template.add_joint("head", 0.1, 0.1, "#FF0000", None, None)
    template.add_joint("foot", 0.1, 0.9, None, None, None)
    template.add_edge(0, 1, "#0000FF")
    return template


def check_structure(world):
    structure = world.project.get_ontology_structure()
    titles = [o.get_name() for o in structure.get_objects()]
    assert titles == ["Car", "Truck", "Road", "Lane", "Corner", "Mask", "Person"], titles
    road = structure.find_object("roadroad")
    assert road.get_color() == "#00FF00" and road.get_shape() == Shape.POLYGON and road.get_id() == "7"
    assert road.get_feature_hash() == "roadroad" and not road.get_required()
    assert from_json(road.to_json())["featureNodeHash"] == "roadroad"
    assert structure.find_object_by_title("Road") is road and structure.find_object("nowhere0") is None

    car = structure.find_object_by_title("Car")
    colour, moving = car.get_attributes()
    assert (colour.get_name(), colour.get_attribute_type()) == ("Colour", Type.RADIO)
    assert colour.get_required() and not colour.get_dynamic() and moving.get_dynamic()
    assert colour.get_object() is car and colour.get_classification() is None
    assert car.find_attribute(colour.get_feature_hash()) is colour
    assert car.find_attribute_by_title("Moving") is moving
    red, blue = colour.get_options()
    assert (blue.get_label(), blue.get_value()) == ("Blue", "azure")
    assert colour.find_option(red.get_feature_hash()) is red and colour.find_option_by_title("Blue") is blue
    (shade,) = red.get_nested_attributes()
    assert shade.get_parent_option() is red and red.get_attribute() is colour
    assert [o.get_label() for o in shade.get_options()] == ["Dark", "Dull"]
    assert structure.find_attribute(shade.get_feature_hash()) is shade
    assert structure.find_option(blue.get_feature_hash()) is blue
    check_elements(structure, car, red, shade)
    check_classifications(structure)
    check_skeleton(structure)

    again = Encord.OntologyStructure.new_from_json(structure.to_json())
    assert from_json(again.to_json()) == from_json(structure.to_json())
    expect(Encord.Error.BAD_DATA, Encord.OntologyStructure.new_from_json, to_json([]))
    assert Shape.to_string(Shape.POLYGON) == "polygon" and Shape.from_string("bitmask") == Shape.BITMASK
    assert Type.to_string(Type.TEXT) == "text" and Type.from_string("radio") == Type.RADIO


def check_elements(structure, car, red, shade):
    """What all elements have."""
    dark = structure.find_child_by_title("Dark", Encord.OntologyOption)
    assert dark.get_title() == "Dark" and dark.get_parent() is shade
    assert structure.find_child_by_hash(dark.get_feature_hash(), Encord.OntologyOption) is dark
    assert red.get_children() == [shade] and car.get_children() == car.get_attributes()
    assert car.find_child_by_title("Dark", Encord.OntologyOption) is dark
    assert car.find_child_by_hash(shade.get_feature_hash(), Encord.OntologyAttribute) is shade
    assert car.find_children_by_title("Dark", Encord.OntologyOption) == [dark]
    assert structure.find_children_by_title("Dark", Encord.OntologyElement) == [dark]
    assert structure.find_children_by_title("Nothing", Encord.OntologyElement) == []
    assert Encord.OntologyElement.get_feature_hash(red) == red.get_feature_hash()
    assert from_json(Encord.OntologyElement.to_json(red)) == from_json(red.to_json())
    error = expect(Encord.Error.NOT_FOUND, structure.find_child_by_title, "Nothing", Encord.OntologyObject)
    assert "Nothing" in error.message


def check_full(_world):
    """Elements whose identifiers are given."""
    structure = Encord.OntologyStructure.new()
    car = structure.add_object("Car", Shape.BOUNDING_BOX)
    colour = car.add_attribute_full("Colour", Type.RADIO, False, False, 3, "colourco")
    red = colour.add_option_full("Red", "red", 4, "redredre")
    shade = red.add_nested_attribute_full("Shade", Type.TEXT, True, 5, "shadesha")
    assert (colour.get_feature_hash(), red.get_feature_hash(), shade.get_feature_hash()) == (
        "colourco", "redredre", "shadesha",
    )  # fmt: skip
    written = from_json(structure.to_json())["objects"][0]["attributes"][0]
    assert written["id"] == "1.3" and written["options"][0]["id"] == "1.3.4"
    assert written["options"][0]["options"][0]["featureNodeHash"] == "shadesha"


def check_classifications(structure):
    weather, note, scene = structure.get_classifications()
    assert [c.get_title() for c in (weather, note, scene)] == ["Weather", "Note", "Scene"]
    assert structure.find_classification("scenesce") is scene
    assert scene.get_attribute().get_classification() is scene
    assert scene.get_attribute().find_option("townopti").get_value() == "town"


def check_skeleton(structure):
    (template,) = structure.get_skeleton_templates()
    assert structure.find_skeleton_template("Person") is template and template.get_name() == "Person"
    assert (template.get_width(), template.get_height()) == (0.2, 0.8) and template.get_feature_hash()
    assert template.get_n_joints() == 2 and template.get_n_edges() == 1
    found, head = template.get_joint(0)
    assert found and (head.name, head.color, head.position.y) == ("head", "#FF0000", 0.1)
    assert not template.get_joint(2)[0]
    assert tuple(template.find_joint("foot")) == (True, 1)
    assert tuple(template.get_edge(0)) == (True, 0, 1, "#0000FF")
    assert from_json(template.to_json())["name"] == "Person"


# ---- shapes ----


def make_points(corners):
    points = []
    for x, y in corners:
        point = Encord.Point()
        point.x, point.y = x, y
        points.append(point)
    return points


def make_joint(name, x, y, visibility=0):
    joint = Encord.Joint()
    joint.name, joint.visibility = name, visibility
    joint.position.x, joint.position.y = x, y
    return joint


def make_mask():
    pixels = bytearray(WIDTH * HEIGHT)
    for y in range(10, 20):
        pixels[y * WIDTH + 5 : y * WIDTH + 30] = b"\1" * 25
    return bytes(pixels)


def make_geometries(structure):
    template = structure.find_skeleton_template("Person")
    joints = [make_joint("head", 0.5, 0.1, 1), make_joint("foot", 0.5, 0.9)]
    rle = Encord.bitmask_encode(GLib.Bytes.new(make_mask()), WIDTH, HEIGHT)
    return {
        "Car": Encord.Geometry.new_box(make_box(0.1, 0.2, 0.3, 0.25)),
        "Truck": Encord.Geometry.new_rotatable_box(make_box(0.2, 0.1, 0.5, 0.3, 17.5)),
        "Road": Encord.Geometry.new_polygon(make_points(CORNERS)),
        "Lane": Encord.Geometry.new_polyline(make_points(CORNERS)),
        "Corner": Encord.Geometry.new_point(0.123456789012345, 0.5),
        "Mask": Encord.Geometry.new_bitmask(WIDTH, HEIGHT, rle),
        "Person": template.make_geometry(joints),
    }


def check_geometry(geometry, title):
    assert geometry.get_shape() != Shape.UNKNOWN
    if title in ("Car", "Truck"):
        found, box = geometry.get_box()
        assert found and edges(box) == ((0.1, 0.2, 0.3, 0.25) if title == "Car" else (0.2, 0.1, 0.5, 0.3))
        assert box.theta == (0 if title == "Car" else 17.5)
        assert not geometry.get_points() and not geometry.get_joints()
    elif title in ("Road", "Lane"):
        assert [(p.x, p.y) for p in geometry.get_points()] == CORNERS
        assert not geometry.get_box()[0]
    elif title == "Corner":
        assert [(p.x, p.y) for p in geometry.get_points()] == [(0.123456789012345, 0.5)]
    elif title == "Person":
        joints = {j.name: (j.position.x, j.position.y) for j in geometry.get_joints()}
        assert joints == {"head": (0.5, 0.1), "foot": (0.5, 0.9)}, joints
    else:
        rle, width, height = geometry.get_bitmask()
        assert (width, height) == (WIDTH, HEIGHT)
        assert Encord.bitmask_decode(rle, width, height).get_data() == make_mask()
        spans = []
        assert Encord.bitmask_foreach_span(rle, width, height, lambda *span: spans.append(span[:3]))
        assert spans == [(y, 5, 25) for y in range(10, 20)], spans
        assert Encord.bitmask_get_area(rle, width, height) == 250
        assert tuple(Encord.bitmask_get_bounds(rle, width, height)) == (True, 5, 10, 25, 10)


def check_copies(world):
    """What was read outlives what it was read from."""
    points = Encord.Geometry.new_polygon(make_points(CORNERS)).get_points()
    joints = Encord.Geometry.new_skeleton([make_joint("head", 0.5, 0.1), make_joint("foot", 0.5, 0.9)]).get_joints()
    gc.collect()
    # memory that was given back is likely to be used again
    others = [Encord.Geometry.new_polygon(make_points([(9, 9)] * 3)) for _ in range(100)]
    assert [(p.x, p.y) for p in points] == CORNERS and len(others) == 100
    assert [(j.name, j.position.y) for j in joints] == [("head", 0.1), ("foot", 0.9)]


def check_rings():
    hole, island = ([(x, y + shift) for x, y in CORNERS] for shift in (0.01, 0.5))
    plain = Encord.Geometry.new_polygon(make_points(CORNERS))
    lake = plain.with_hole(make_points(hole)).with_polygon(make_points(island))
    assert lake.get_n_polygons() == 2 and [lake.get_n_rings(i) for i in range(2)] == [2, 1]
    rings = [lake.get_ring(*place) for place in ((0, 0), (0, 1), (1, 0))]
    assert [[(p.x, p.y) for p in ring] for ring in rings] == [CORNERS, hole, island]


def check_pure(world):
    """Functions that need no server."""
    check_rings()
    a, b = make_box(0.1, 0.2, 0.2, 0.2), make_box(0.3, 0.2, 0.2, 0.2)
    assert edges(Encord.interpolate_box(a, b, 1)) == edges(b)
    assert a.iou(a) == 1 and a.iou(b) < 1e-9
    geometries = [Encord.Geometry.new_box(box) for box in (a, b)]
    middle = Encord.interpolate_geometry(*geometries, 0.5, WIDTH, HEIGHT)
    assert abs(middle.get_box()[1].x - 0.2) < 1e-9
    interpolator = Encord.Interpolator.new(*geometries, WIDTH, HEIGHT)
    assert interpolator.at(0.5).equal(middle) and abs(interpolator.get_box(0.5)[1].x - 0.2) < 1e-9
    found, box = Encord.fit_box(Encord.Geometry.new_polygon(make_points(CORNERS)), 100, 100)
    assert found and all(abs(p - q) < 1e-9 for p, q in zip(edges(box), (0.1, 0.2, 0.2, 0.4)))
    check_fits()
    assert re.fullmatch(r"\d+\.\d+\.\d+", Encord.get_version())


def check_fitted_frames(world):
    corners = {str(i): {"x": x, "y": y} for i, (x, y) in enumerate(CORNERS)}
    road = {"objectHash": "road", "featureHash": "f", "shape": "polygon", "polygon": corners}
    fitted = from_json(Encord.fit_bounding_boxes(to_json({"3": {"objects": [road], "classifications": []}}), 100, 100))
    (box,) = fitted["3"]["objects"]
    assert box["shape"] == "bounding_box" and box["objectHash"] == "road" and "polygon" not in box
    assert [round(box["boundingBox"][k], 9) for k in "xywh"] == [0.1, 0.2, 0.2, 0.4]
    expect(Encord.Error.BAD_DATA, Encord.fit_bounding_boxes, to_json([]), 100, 100)


def check_plain_copies(world):
    """A copy of a plain structure is not changed with it."""
    annotation, joint, (frames,) = make_annotation(0.5, True), make_joint("head", 0.5, 0.1), make_ranges((2, 5))
    copies = annotation.copy(), joint.copy(), frames.copy()
    annotation.confidence, joint.position.x, frames.last = 0.75, 0.25, 9
    assert (copies[0].confidence, copies[0].manual) == (0.5, True)
    assert (copies[1].name, copies[1].position.x) == ("head", 0.5)
    assert (copies[2].first, copies[2].last) == (2, 5)


def make_detection(x):
    detection = Encord.Detection()
    detection.class_index, detection.confidence = 1, 0.9
    detection.box.x, detection.box.y, detection.box.width, detection.box.height = x, 0.1, 0.2, 0.2
    return detection


def check_tracker(world):
    """Two things that move: each keeps its track, in whatever order they are found."""
    tracker = Encord.Tracker.new()
    tracker.props.iou_threshold, tracker.props.max_age = 0.3, 10**9
    first = tracker.update(0, [make_detection(0.1), make_detection(0.6)])
    assert len(set(first)) == 2
    for step in range(1, 5):
        moved = [make_detection(0.6 - step * 0.01), make_detection(0.1 + step * 0.01)]
        assert list(tracker.update(step * 10**8, moved)) == list(reversed(first))
    assert list(tracker.update(5 * 10**8, [])) == []
    assert tracker.get_class(first[0]) == (True, 1)
    expected = tracker.predict(5 * 10**8)
    assert [box.track_id for box in expected] == sorted(first) and expected[0].predicted
    assert abs(expected[0].box.x - 0.15) < 0.01, expected[0].box.x
    tracker.reset()
    assert list(tracker.predict(5 * 10**8)) == []


def check_fits():
    corners = [(0.5, 0.3), (0.7, 0.5), (0.5, 0.7), (0.3, 0.5)]
    found, box = Encord.fit_rotated_box(Encord.Geometry.new_polygon(make_points(corners)), 100, 100)
    assert found and abs(box.theta - 45) < 1e-9 and abs(box.width - 0.2 * 2**0.5) < 1e-9
    expect(Encord.Error.BAD_DATA, Encord.fit_rotated_box, Encord.Geometry.new_polygon([]), 100, 100)
    pixels = bytes(c == "#" for row in ("........", ".###..#.", ".#.#....", ".###....") for c in row)
    mask = Encord.Geometry.new_bitmask(8, 4, Encord.bitmask_encode(GLib.Bytes.new(pixels), 8, 4))
    outlines = Encord.MaskOutlines.new(mask, 0, 0, 0)
    assert outlines.get_n_polygons() == 2 and [outlines.get_area(i) for i in range(2)] == [8, 1]
    assert [outlines.get_n_rings(i) for i in range(2)] == [2, 1]
    ring = outlines.get_ring(0, 0)
    del outlines, mask
    gc.collect()
    assert [(p.x * 8, p.y * 4) for p in ring.get_points()] == [(1, 1), (4, 1), (4, 4), (1, 4)]


# ---- answers ----


def answer_objects(car, colour, moving):
    red = colour.find_option_by_title("Red")
    (shade,) = red.get_nested_attributes()
    yes, no = moving.get_options()
    assert car.set_answer(colour, Encord.Answer.new_option(red))
    assert car.set_answer(shade, Encord.Answer.new_options(shade.get_options()[:1]))
    assert car.set_answer_for_ranges(moving, Encord.Answer.new_option(yes), make_ranges((3, 3), (5, 5)))
    assert car.set_answer_for_ranges(moving, Encord.Answer.new_option(no), make_ranges((5, 5)))
    expect(Encord.Error.REJECTED, car.set_answer, colour, Encord.Answer.new_text("Red"))


def check_object_answers(car, colour, moving):
    red = colour.find_option_by_title("Red")
    (shade,) = red.get_nested_attributes()
    yes, no = (Encord.Answer.new_option(o) for o in moving.get_options())
    assert car.get_answer(colour, -1).get_option() is red
    answer = car.get_answer(shade, -1)
    assert [o.get_label() for o in answer.get_options()] == ["Dark"]
    assert answer.has_option(shade.get_options()[0]) and not answer.has_option(shade.get_options()[1])
    assert car.get_answer(moving, 3).equal(yes) and car.get_answer(moving, 5).equal(no)
    assert len(car.get_answers(moving)) == 2
    assert [(r.first, r.last) for r in car.get_answer_ranges(moving, yes)] == [(3, 3)]
    assert set(car.get_answered_attributes()) == {colour, shade, moving}


def check_answer_type(world):
    text = Encord.Answer.new_text("wet")
    assert text.get_attribute_type() == Type.TEXT and text.get_text() == "wet" and text.get_option() is None
    assert text.is_manual() and not text.with_manual(False).is_manual() and text.is_manual()
    assert text.equal(Encord.Answer.new_text("wet")) and not text.equal(Encord.Answer.new_text("dry"))
    assert tuple(Encord.Answer.new_number(2.5).get_number()) == (True, 2.5) and not text.get_number()[0]


# ---- rows ----


def label(row):
    structure = row.get_ontology_structure()
    hashes = {}
    for title, geometry in make_geometries(structure).items():
        check_geometry(geometry, title)
        instance = row.add_object_instance(structure.find_object_by_title(title), None)
        for frame in 3, 5:
            assert instance.set_geometry(frame, geometry, make_annotation(0.75, False))
        hashes[title] = instance.get_object_hash()
        if title == "Car":
            answer_objects(instance, *instance.get_ontology_object().get_attributes())
    weather, note, _ = structure.get_classifications()
    rain = weather.get_attribute().get_options()[1:]
    instance = row.add_classification_instance(weather, None)
    assert instance.set_answer(weather.get_attribute(), Encord.Answer.new_options(rain))
    assert instance.set_for_ranges(make_ranges((0, 9)), make_annotation(1, True))
    assert instance.remove_from_ranges(make_ranges((4, 6))) == 3
    instance = row.add_classification_instance(note, "notenote")
    assert instance.set_answer(note.get_attribute(), Encord.Answer.new_text("wet"))
    assert instance.set_for_ranges(make_ranges((2, 2)), None)
    return hashes


def check_labels(world):
    row = row_of(world.project)
    assert not row.is_initialised() and row.get_label_hash() is None
    assert row.initialise(Encord.InitialiseFlags.NONE, None) and row.is_initialised()
    hashes = label(row)
    assert row.save(Encord.SaveFlags.VALIDATE, None)

    row = row_of(world.project)
    row.initialise(Encord.InitialiseFlags.REVIEWS | Encord.InitialiseFlags.SIGNED_URL, None)
    assert row.get_data_link().startswith(world.server.uri)
    assert {i.get_object_hash() for i in row.get_object_instances()} == set(hashes.values())
    for title, object_hash in hashes.items():
        instance = row.get_object_instance(object_hash)
        assert instance.get_ontology_object().get_name() == title
        assert instance.get_feature_hash() == instance.get_ontology_object().get_feature_hash()
        assert list(instance.get_frames()) == [3, 5]
        assert instance.has_frame(5) and not instance.has_frame(4) and instance.get_geometry(4) is None
        for frame in 3, 5:
            check_geometry(instance.get_geometry(frame), title)
            annotation = instance.get_annotation(frame)
            assert (annotation.confidence, annotation.manual) == (0.75, False)
            assert annotation.created_by == "a@example.com" and annotation.created_at > 1.6e9
            assert from_json(instance.get_reviews(frame)) == []
        assert instance.get_annotation(4) is None and not instance.get_box(4)[0]
    car = row.get_object_instance(hashes["Car"])
    assert edges(car.get_box(3)[1]) == (0.1, 0.2, 0.3, 0.25)
    check_object_answers(car, *car.get_ontology_object().get_attributes())
    assert car.get_ontology_object().get_attributes()[0].get_feature_hash() in car.dup_answers()
    check_classification_instances(row)
    check_search(row)
    check_removal(world, row, car)


def check_classification_instances(row):
    instances = {i.get_ontology_classification().get_title(): i for i in row.get_classification_instances()}
    weather, note = instances["Weather"], instances["Note"]
    assert row.get_classification_instance("notenote") is note and note.get_classification_hash() == "notenote"
    assert note.get_feature_hash() == note.get_ontology_classification().get_feature_hash()
    attribute = note.get_ontology_classification().get_attribute()
    assert note.get_answer(attribute).get_text() == "wet" and note.get_answered_attributes() == [attribute]
    assert list(note.get_frames()) == [2] and note.get_annotation(2).confidence == 1
    assert [(r.first, r.last) for r in weather.get_ranges()] == [(0, 3), (7, 9)]
    assert weather.has_frame(3) and not weather.has_frame(4) and weather.get_annotation(4) is None
    answer = weather.get_answer(weather.get_ontology_classification().get_attribute())
    assert [o.get_label() for o in answer.get_options()] == ["Rain", "Wind"]
    assert from_json(weather.get_reviews(3)) == []


def check_search(row):
    structure = row.get_ontology_structure()
    car = structure.find_object_by_title("Car")
    assert [i.get_ontology_object() for i in row.find_object_instances(car, [])] == [car]
    assert len(row.find_object_instances(None, make_ranges((4, 5)))) == 7
    assert row.find_object_instances(None, make_ranges((6, 9))) == []
    assert len(row.find_classification_instances(None, make_ranges((0, 2)))) == 2
    note = structure.get_classifications()[1]
    assert row.find_classification_instances(note, make_ranges((7, 7))) == []


def check_removal(world, row, car):
    colour, moving = car.get_ontology_object().get_attributes()
    assert car.delete_answer_for_ranges(moving, make_ranges((3, 3))) and car.delete_answer(colour)
    assert car.remove_frame(3) and not car.remove_frame(3)
    assert row.remove_object_instance(row.find_object_instances(row.get_ontology_structure().find_object_by_title("Road"), [])[0])
    note = row.get_classification_instance("notenote")
    assert note.delete_answer(note.get_ontology_classification().get_attribute())
    assert row.remove_classification_instance(note)
    assert row.save(Encord.SaveFlags.NONE, None)
    again = row_of(world.project)
    again.initialise(Encord.InitialiseFlags.NONE, None)
    assert len(again.get_object_instances()) == 6 and len(again.get_classification_instances()) == 1
    car = again.get_object_instance(car.get_object_hash())
    assert list(car.get_frames()) == [5] and car.get_answer(colour, -1) is None


def check_text(world):
    """A row as text is the same row."""
    row = row_of(world.project)
    row.initialise(Encord.InitialiseFlags.NONE, None)
    text = row.write()
    copy = row_of(world.project)
    assert copy.load(text) and copy.write().get_data() == text.get_data()
    assert len(copy.get_object_instances()) == len(row.get_object_instances())
    expect(Encord.Error.BAD_DATA, copy.load, GLib.Bytes.new(b"{"))
    assert row.get_number_of_frames() == FRAMES


if __name__ == "__main__":
    run(
        make_structure,
        [
            check_structure,
            check_full,
            check_copies,
            check_plain_copies,
            check_pure,
            check_fitted_frames,
            check_tracker,
            check_answer_type,
            check_labels,
            check_text,
        ],
    )
