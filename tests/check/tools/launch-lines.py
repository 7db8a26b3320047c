# launch-lines.py - the launch lines of the documentation run as they stand
# SPDX-License-Identifier: LGPL-2.1-or-later
"""launch-lines.py SOURCE_ROOT BUILD_ROOT DEPS [FILE...]

Runs each line that begins with gst-launch-1.0 in README.md, docs/elements/*.md
and the sources of the elements, against encord-emulator. $PROJECT, $DATA, $MODEL,
$CLIP and $OUTPUT in a line are set; whatever is endless or needs hardware is replaced by
a stand-in that is neither. Prints TAP.
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

STAND_INS = (
    (r"\bautovideosink\b", "fakevideosink"),
    (r"\bv4l2src\b(?: device=\S+)?", "videotestsrc"),
    (r"\bvideotestsrc\b(?![^!]*num-buffers)", "videotestsrc num-buffers=20"),
    (r"\blocation=(?!\$)\S+\.mp4", "location=$CLIP"),
    (r"\bmodel-file=(?!\$)\S+", "model-file=$MODEL"),
    (r"\bproject-hash=(?!\$)\S+", "project-hash=$PROJECT"),
)
TIME_LIMIT = 120


def launch_lines(path):
    """Lines of a Markdown or C file; a backslash continues a line."""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"\\\n\s*(?:\*\s*)?", "", file.read())
    for line in text.splitlines():
        found = re.match(r"^[\s*$]*(gst-launch-1\.0 .*)$", line)
        if found:
            yield found.group(1).strip()


class Emulator:
    """A server with one project, in a folder that goes away with it."""

    def __init__(self, build, folder, clip):
        key = os.path.join(folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C",
                        "launch-lines@localhost", "-f", key], check=True)
        self.process = subprocess.Popen(
            [os.path.join(build, "tools/emulator/encord-emulator"),
             "--data-dir", os.path.join(folder, "emulator"),
             "--authorized-keys", key + ".pub"],
            stdout=subprocess.PIPE, text=True)
        url = self.process.stdout.readline().rsplit(" ", 1)[-1].strip()
        os.environ["ENCORD_SERVER"] = url
        os.environ["ENCORD_SSH_KEY_FILE"] = key
        created = subprocess.run(
            [os.path.join(build, "examples/create-project"), "--title", "lines",
             "--workflow", "--class", "face", "--video", clip],
            check=True, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout
        created = json.loads(created)
        self.project, (self.data,) = created["project_hash"], created["data_hashes"]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def run(line):
    for pattern, stand_in in STAND_INS:
        line = re.sub(pattern, stand_in, line)
    return subprocess.run(["sh", "-c", line], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          timeout=TIME_LIMIT)


def main():
    source, build, deps, *files = sys.argv[1:]
    clip = os.path.join(deps, "deps/clips/carphone_pristine.mp4")
    model = os.path.join(deps, "deps/models/face.xml")
    if not os.path.exists(clip) or not os.path.exists(model):
        print("1..0 # SKIP no clips: run tools/setup.sh")
        return
    if not files:
        files = ([os.path.join(source, "README.md")]
                 + sorted(glob.glob(os.path.join(source, "docs/elements/*.md")))
                 + sorted(glob.glob(os.path.join(source, "plugins/*/*.c"))))
    lines = [(os.path.relpath(path, source), line)
             for path in files for line in launch_lines(path)]

    with tempfile.TemporaryDirectory() as folder:
        emulator = Emulator(build, folder, clip)
        os.environ.update(PROJECT=emulator.project, DATA=emulator.data, CLIP=clip, MODEL=model,
                          OUTPUT=folder, XDG_STATE_HOME=folder)
        print("1..{}".format(len(lines)))
        try:
            for number, (name, line) in enumerate(lines, 1):
                try:
                    result = run(line)
                    ok, output = result.returncode == 0, result.stdout
                except subprocess.TimeoutExpired as expired:
                    ok, output = False, str(expired)
                print("{} {} - {}: {}".format("ok" if ok else "not ok", number,
                                              name, line.replace("#", "")))
                if not ok:
                    print("\n".join("# " + l for l in output.splitlines()))
                sys.stdout.flush()
        finally:
            emulator.stop()


if __name__ == "__main__":
    main()
