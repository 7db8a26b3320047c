#!/bin/sh
# quickstart.sh - labels for real video, from nothing, on this machine alone
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Keeps everything in build/quickstart and takes it up again on the next run. The
# last line is one JSON object.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
work=$root/build/quickstart
clips=$root/build/deps/clips
model=$root/build/deps/models/face.xml

say ()
{
  echo "quickstart: $*" >&2
}

tools/setup.sh
mkdir -p "$work"
[ -e "$model" ] || { say "no model: see what tools/setup.sh said"; exit 1; }

# nothing of the user's: neither keys nor journals nor registries
unset ENCORD_SSH_KEY
export ENCORD_SSH_KEY_FILE="$work/key"
export XDG_CACHE_HOME="$work/xdg/cache"
export XDG_CONFIG_HOME="$work/xdg/config"
export XDG_DATA_HOME="$work/xdg/data"
export XDG_STATE_HOME="$work/xdg/state"
export GST_REGISTRY="$work/registry.bin"
export GST_PLUGIN_PATH_1_0="$root/build/plugins"
export GST_ENCORD_ENGINE_PATH="$root/build/gst-libs/gst/encord/engines"
emulator=$root/build/tools/emulator/encord-emulator

start_emulator ()
{
  rm -f "$work/ready"
  mkfifo "$work/ready"
  "$emulator" --data-dir "$work/emulator" --authorized-keys "$work/key.pub" \
      > "$work/ready" 2> "$work/emulator.log" &
  emulator_pid=$!
  trap stop_emulator EXIT
  trap 'exit 130' INT TERM
  read -r line < "$work/ready" || line=
  case $line in
    'listening on '*) export ENCORD_SERVER="${line#listening on }" ;;
    *) cat "$work/emulator.log" >&2; say "the emulator did not start"; exit 1 ;;
  esac
}

stop_emulator ()
{
  [ -n "${emulator_pid-}" ] || return 0
  kill "$emulator_pid" 2>/dev/null || true
  wait "$emulator_pid" || true
  emulator_pid=
}

# three pictures of the talking face
make_pictures ()
{
  mkdir -p "$work/frames"
  gst-launch-1.0 -q filesrc location="$clips/carphone_pristine.mp4" ! decodebin ! \
      videoconvert ! pngenc ! multifilesink location="$work/frames/all-%03d.png"
  for frame in 000 040 080; do
    mv "$work/frames/all-$frame.png" "$work/frames/carphone-$frame.png"
  done
  rm -f "$work"/frames/all-*.png
}

make_project ()
{
  say "making ontology, dataset and project; uploading two videos and three images"
  make_pictures
  build/examples/create-project --title quickstart --workflow --class face \
      --video "$clips/carphone_pristine.mp4" --video "$clips/bigbuckbunny.mp4" \
      --image-group carphone "$work/frames/carphone-000.png" \
      "$work/frames/carphone-040.png" "$work/frames/carphone-080.png" \
      > "$work/project.json.new"
  mv "$work/project.json.new" "$work/project.json"
}

# how often the server was asked to store labels, in its whole life
saved_rows ()
{
  "$emulator" --data-dir "$work/emulator" requests |
    python3 -c 'import json, sys
print(json.load(sys.stdin).get("labelrow POST", 0))'
}

[ -e "$work/key" ] ||
  ssh-keygen -q -t ed25519 -N '' -C quickstart@localhost -f "$work/key"
start_emulator
[ -e "$work/project.json" ] || make_project
project=$(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["project_hash"])' "$work/project.json")

before=$(saved_rows)
say "gst-launch-1.0 encordsrc project-hash=$project ! encordinfer model-file=$model ! encordlabelsink"
python3 examples/quickstart-report.py run "$work" \
    gst-launch-1.0 -m encordsrc project-hash="$project" ! \
    encordinfer model-file="$model" ! encordlabelsink ||
  { say "the pipeline failed; its output is in $work/pipeline.log"; exit 1; }

say "reading the labels back, drawing them into $work/contact-sheet.png"
build/examples/contact-sheet "$project" "$work/contact-sheet.png" \
    > "$work/units.json"
say "label rows sent to the server in this run: $(($(saved_rows) - before))"
stop_emulator

say "start the server again with:"
say "  $emulator --data-dir $work/emulator --authorized-keys $work/key.pub"
python3 examples/quickstart-report.py table "$work" "$project" "$work/key"
