#!/usr/bin/env python3
# sdk-map.py - every member of the SDK has its place in the library, and a proof
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: sdk-map.py SOURCE_ROOT ENCORD_GIR

Reads the tables of docs/sdk-map.md. Named functions must be introspectable under
the Python name beside them, named recordings must be replayed, named tests must
mention the member. Where the SDK can be imported, all of its Project must be there.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

GI = "{http://www.gtk.org/introspection/core/1.0}"
IDENTIFIER = "{http://www.gtk.org/introspection/c/1.0}identifier"
# of another product than labelling projects
NOT_OFFERED = {
    "get_collection", "list_collections", "create_collection", "delete_collection",
    "active_sync", "active_import",
}


def read_tables(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.split("|")[1:-1]]
        if len(cells) == 5 and cells[1].startswith("encord_"):
            rows.append(cells)
    return rows


def read_gir(path):
    """Python names by C functions."""
    names = {}
    for kind in ("class", "record", "namespace"):
        for owner in ElementTree.parse(path).iter(GI + kind):
            prefix = "" if kind == "namespace" else owner.get("name") + "."
            for child in owner:
                if child.get(IDENTIFIER) and child.get("introspectable") != "0":
                    names[child.get(IDENTIFIER)] = f"Encord.{prefix}{child.get('name')}"
    return names


def read_replays(root):
    found = set()
    for path in (root / "tests/conformance").glob("replays-*.c"):
        found.update(re.findall(r'\{ "(\d\d)-', path.read_text(encoding="utf-8")))
    return found


def read_tests(root):
    return {
        path.name: path.read_text(encoding="utf-8")
        for folder in ("tests/interop", "tests/check")
        for path in (root / folder).rglob("*")
        if path.suffix in (".py", ".c")
    }


def check_row(row, gir, replays, tests):
    member, function, python, recordings, test = row
    if gir.get(function) != python:
        yield f"{function} is {gir.get(function)} in Python, not {python}"
    for number in recordings.split():
        if number not in replays:
            yield f"{member}: no replay of recording {number}"
    words = (member.rsplit(".", 1)[-1], function)
    if not any(re.search(rf"\b{word}\b", tests.get(test, "")) for word in words):
        yield f"{member}: {test or 'no test'} does not mention it"


def check_project(rows):
    offered = {row[0].removeprefix("Project.") for row in rows if row[0].startswith("Project.")}
    unproven = [row[0] for row in rows if row[0].startswith("Project.") and not row[3]]
    try:
        from encord.project import Project
    except ImportError:
        members = offered
    else:
        members = {name for name in vars(Project) if not name.startswith("_")} - NOT_OFFERED
    for name in sorted(members ^ offered):
        yield f"Project.{name}: not both in the SDK and in the table"
    for name in unproven:
        yield f"{name}: no recording"


def main():
    root = pathlib.Path(sys.argv[1])
    rows = read_tables(root / "docs/sdk-map.md")
    gir = read_gir(sys.argv[2])
    replays = read_replays(root)
    tests = read_tests(root)
    complaints = [c for row in rows for c in check_row(row, gir, replays, tests)]
    complaints += check_project(rows)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"{len(rows)} rows")
    return 1 if complaints or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
