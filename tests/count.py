# count.py - one line for the results of several `meson test` runs
# SPDX-License-Identifier: LGPL-2.1-or-later
"""count.py [--passed N] [--failed N] [--skipped N] TESTLOG.json...

Adds up the results in meson's logs and what else was run; exits with 1 when
something failed, after the end of what each failed program had printed. The JSON
says how each program ended, the JUnit file beside it how many cases of a TAP
program passed.
"""

import argparse
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

# of what a failed program printed; more is in meson's logs
LINES = 40
COLUMNS = 300
SKIPPED = ("SKIP", "IGNORED", "EXPECTEDFAIL")
# what libraries say to themselves in a TAP log
DEBUG = re.compile("# [^ ]*DEBUG: ")
# meson copies what programs print; XML has no such characters
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cases(path):
    """{program: (cases, failed, skipped)} for TAP programs."""
    found = {}
    with open(path, encoding="utf-8", errors="replace") as log:
        root = ElementTree.fromstring(FORBIDDEN.sub("", log.read()))
    for suite in root:
        count = {name: int(suite.get(name, 0))
                 for name in ("tests", "failures", "errors", "skipped")}
        program = suite.get("name").split(".", 1)
        if len(program) == 2 and count["tests"]:
            found[program[1]] = (count["tests"],
                                 count["failures"] + count["errors"],
                                 count["skipped"])
    return found


def results(path):
    """(passed, failed, skipped) of one run."""
    counts = [0, 0, 0]
    tap = cases(path[:-len("json")] + "junit.xml")
    with open(path, encoding="utf-8") as log:
        for line in log:
            program = json.loads(line)
            total, failed, skipped = tap.get(program["name"], (1, 0, 0))
            if program["result"] in SKIPPED:
                skipped = total
            elif program["result"] != "OK" and not failed:
                # it crashed, ran too long, or failed under a tool
                total += program["name"] in tap
                failed = 1
            counts[0] += total - failed - skipped
            counts[1] += failed
            counts[2] += skipped
    return counts


def show_failures(path):
    with open(path, encoding="utf-8") as log:
        programs = [json.loads(line) for line in log]
    for program in programs:
        if program["result"] == "OK" or program["result"] in SKIPPED:
            continue
        print("== {} in {}: {} after {:.1f} s".format(
            program["name"], path, program["result"], program["duration"]))
        for name in ("stdout", "stderr"):
            # of a long TAP log the failed cases come first
            lines = [line for line in program.get(name, "").splitlines()
                     if not DEBUG.match(line)]
            wrong = [line for line in lines[:-LINES] if line.startswith("not ok")]
            for line in wrong[:LINES] + lines[-LINES:]:
                print(line[:COLUMNS])


def main():
    parser = argparse.ArgumentParser()
    for name in ("passed", "failed", "skipped"):
        parser.add_argument("--" + name, type=int, default=0)
    parser.add_argument("logs", nargs="*")
    args = parser.parse_args()

    counts = [args.passed, args.failed, args.skipped]
    logs = list(filter(os.path.exists, args.logs))
    for path in logs:
        show_failures(path)
    for path in logs:
        counts = [a + b for a, b in zip(counts, results(path))]
    print("{} passed, {} failed, {} skipped".format(*counts))
    sys.exit(1 if counts[1] else 0)


if __name__ == "__main__":
    main()
