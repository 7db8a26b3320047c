#!/bin/sh
# source.sh - what each source file must and must not contain
# SPDX-License-Identifier: LGPL-2.1-or-later
set -eu
cd "${1:?usage: source.sh SOURCE_ROOT}"
status=0

complain ()
{
  echo "$1" >&2
  status=1
}

# forbid FOLDER PATTERN REASON: no file below FOLDER includes what matches
forbid ()
{
  [ -d "$1" ] || return 0
  found=$(grep -rnE --include='*.[ch]' "^ *# *include *[<\"]($2)" "$1") || return 0
  complain "$found: $3"
}

forbid gst-libs/encord 'gst/' 'libencord knows no GStreamer'
for pure in auth model labels; do
  forbid gst-libs/encord/$pure 'libsoup/|encord/(transport|client)/' \
      "$pure/ knows no network"
done
forbid gst-libs/encord/transport 'encord/(client|labels)/' \
    'the transport is below the calls'
forbid gst-libs/gst/encord 'libsoup/|encord/transport/' \
    'the network is the business of libencord'
forbid gst-libs/gst/encord/outputs 'openvino|sqlite3|gio/' \
    'outputs are pure: shapes and floats in, labels out'
forbid gst-libs/gst/encord/engines 'gst/encord/outputs/' \
    'engines return tensors and know no layout'
forbid plugins 'libsoup/|openvino|encord/transport/' \
    'elements are thin over the libraries'
forbid tools/emulator 'encord/(transport|client)/' \
    'the emulator never uses the transport of libencord'
for shipped in gst-libs plugins tools; do
  forbid $shipped '.*tests/|fake-server' 'nothing depends on the tests'
done

for file in $(find gst-libs plugins tools tests examples docs .ci \
    -name __pycache__ -prune -o -type f \( -name '*.[ch]' -o -name '*.py' \
    -o -name '*.sh' -o -name meson.build -o -name '*.sql' \) -print); do
  head -n 4 "$file" | grep -q 'SPDX-License-Identifier: LGPL-2.1-or-later' ||
    complain "$file: no licence in the first lines"
done

exit $status
