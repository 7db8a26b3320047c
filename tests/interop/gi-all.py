#!/usr/bin/env python3
# gi-all.py - every member of the library is called through introspection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: gi-all.py GIR ENCORD-EMULATOR [DEPS]

Runs the other gi-*.py, each with the blocking and with the asynchronous faces of
calls, and fails for a function, method or constructor of GIR that returned in none of
them. DEPS holds clips and models; without them the scripts that need some are skipped,
and then nothing can be said of all members. Speaks TAP."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).parent
SKIP = 77
FACES = "blocking", "asynchronous"
CORE = "{http://www.gtk.org/introspection/core/1.0}"
KINDS = "function", "method", "constructor"
# no call for Python
LEFT_OUT = {
    "free": "PyGObject frees what it holds, once",
    "ref": "PyGObject counts the references that it holds",
    "unref": "PyGObject gives each reference back once",
}


def read_members(gir):
    """CLASS.NAME of each function as bindings name it, .NAME without a class."""
    members = set()
    for parent in ElementTree.parse(gir).iter():
        for kind in KINDS:
            for function in parent.findall(CORE + kind):
                if {"shadowed-by", "moved-to"} & set(function.keys()) or function.get("introspectable") == "0":
                    continue
                owner = "" if parent.tag == CORE + "namespace" else parent.get("name")
                members.add(f"{owner}.{function.get('shadows', function.get('name'))}")
    return members


def run(script, face, arguments, calls):
    environment = dict(os.environ, GI_CALLS=str(calls), GI_FACE=face)
    return subprocess.run(
        [sys.executable, str(script), *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


class Report:
    def __init__(self, tests):
        self.failed = False
        self.number = 0
        print(f"1..{tests}")

    def tell(self, ok, name, skipped="", diagnostics=()):
        self.number += 1
        self.failed |= not ok
        print("ok" if ok else "not ok", self.number, name, f"# SKIP {skipped}" if skipped else "")
        for line in diagnostics:
            print("#", line)
        sys.stdout.flush()


def main():
    gir, *arguments = sys.argv[1:]
    scripts = sorted(set(HERE.glob("gi-*.py")) - {HERE / pathlib.Path(__file__).name})
    report = Report(len(scripts) * len(FACES) + 1)
    made, skipped = set(), []
    with tempfile.TemporaryDirectory(prefix="gi-") as folder:
        for script in scripts:
            for face in FACES:
                calls = pathlib.Path(folder) / f"{script.stem}-{face}"
                result = run(script, face, arguments, calls)
                lines = result.stdout.splitlines()
                if result.returncode == SKIP:
                    skipped.append(script.stem)
                report.tell(
                    result.returncode in (0, SKIP), f"{script.stem} {face}",
                    lines[-1] if result.returncode == SKIP else "", lines if result.returncode else (),
                )  # fmt: skip
                if calls.exists():
                    made |= set(json.loads(calls.read_text()))
    missing = sorted(m for m in read_members(gir) - made if m.partition(".")[2] not in LEFT_OUT)
    if skipped:
        report.tell(True, "all members", f"without {', '.join(sorted(set(skipped)))}")
    else:
        report.tell(not missing, "all members", diagnostics=[f"never called: {m}" for m in missing])
    return report.failed


if __name__ == "__main__":
    sys.exit(main())
