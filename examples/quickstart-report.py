# quickstart-report.py - the quickstart's progress, table and last line
# SPDX-License-Identifier: LGPL-2.1-or-later
"""quickstart-report.py run FOLDER COMMAND...
quickstart-report.py table FOLDER PROJECT_HASH KEY_FILE

`run` starts a gst-launch-1.0 -m command, shows the elements' messages as they come
and keeps them with the time in FOLDER/messages.json. `table` joins them with what
was read back from the server (FOLDER/units.json).
"""

import json
import os
import re
import subprocess
import sys
import time

MESSAGE = re.compile(r'from element "[^"]+" \(element\): (encord-[a-z-]+)(, .*)?;')
FIELD = re.compile(r', ([a-z-]+)=\(([A-Za-z0-9]+)\)("(?:[^"\\]|\\.)*"|[^,;]*)')
# a unit is over when its row was dealt with
ROW_DONE = ("encord-row-saved", "encord-row-skipped", "encord-row-journalled")
# what is worth a place on the screen
SHOWN = ("title", "n-frames", "frames", "labels", "tracks", "changes", "classes",
         "stage", "reason", "rows-saved", "rows-unchanged", "rows-skipped",
         "rows-journalled")


def parse_message(line):
    """The structure that gst-launch-1.0 prints for an element message."""
    found = MESSAGE.search(line)
    if not found:
        return None
    message = {"name": found.group(1)}
    for name, kind, value in FIELD.findall(found.group(2) or ""):
        value = value.strip('"').replace("\\ ", " ")
        if re.match(r"u?int|guint|gint|u?int64|g?u?int64", kind):
            value = int(value)
        elif kind in ("double", "float"):
            value = float(value)
        message[name] = value
    return message


def show(message, seconds):
    fields = ["{}={}".format(k, message[k]) for k in SHOWN if k in message]
    print("{:7.2f} s  {:<22} {}".format(seconds, message["name"],
                                        " ".join(fields)), file=sys.stderr)


def run(folder, command):
    messages = []
    start = time.monotonic()
    with open(os.path.join(folder, "pipeline.log"), "w",
              encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        for line in process.stdout:
            log.write(line)
            message = parse_message(line)
            if message:
                message["time"] = time.monotonic() - start
                messages.append(message)
                if message["name"] != "encord-stats":
                    show(message, message["time"])
    status = process.wait()
    if status:
        with open(log.name, encoding="utf-8") as text:
            sys.stderr.write(text.read())
    with open(os.path.join(folder, "messages.json"), "w",
              encoding="utf-8") as file:
        json.dump({"seconds": time.monotonic() - start,
                   "messages": messages}, file, indent=1)
    return status


def unit_seconds(messages):
    """{data hash: seconds}; units follow one another, so each takes from the end
    of the one before it to its own."""
    seconds, before = {}, 0.0
    for message in messages:
        if message["name"] in ROW_DONE and "data-hash" in message:
            seconds[message["data-hash"]] = message["time"] - before
            before = message["time"]
    return seconds


def table(folder, project_hash, key_file):
    with open(os.path.join(folder, "messages.json"), encoding="utf-8") as file:
        report = json.load(file)
    with open(os.path.join(folder, "units.json"), encoding="utf-8") as file:
        units = json.load(file)["units"]
    seconds = unit_seconds(report["messages"])

    row = "{:<28} {:>7} {:>7} {:>7} {:>8} {:>9}"
    print(row.format("unit", "frames", "labels", "tracks", "seconds",
                     "frames/s"))
    for unit in units:
        took = seconds.get(unit["data_hash"])
        print(row.format(
            unit["title"][:28], unit["frames"], unit["labels"], unit["tracks"],
            "{:.2f}".format(took) if took else "",
            "{:.1f}".format(unit["frames"] / took) if took else ""))
    totals = {name: sum(unit[name] for unit in units)
              for name in ("frames", "labels", "tracks")}
    total = report["seconds"]
    print(row.format("total", totals["frames"], totals["labels"],
                     totals["tracks"], "{:.2f}".format(total),
                     "{:.1f}".format(totals["frames"] / total)))
    print(json.dumps({
        "units": len(units), **totals, "seconds": round(total, 3),
        "data_dir": os.path.join(folder, "emulator"),
        "project_hash": project_hash, "key_file": key_file,
        "png": os.path.join(folder, "contact-sheet.png")}))
    return 0


def main():
    mode, *arguments = sys.argv[1:]
    if mode == "run":
        return run(arguments[0], arguments[1:])
    return table(*arguments)


if __name__ == "__main__":
    sys.exit(main())
