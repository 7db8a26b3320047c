#!/bin/sh
# install.sh - what is installed works once source and build are gone
# SPDX-License-Identifier: LGPL-2.1-or-later
set -eu
source=${1:?usage: install.sh SOURCE_ROOT MODELS}
models=${2-}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
prefix=$tmp/prefix
libs=$prefix/lib
engines=

meson setup "$tmp/build" "$source" --prefix "$prefix" --libdir lib \
    -Dtests=disabled -Dbuildtype=plain > "$tmp/log" 2>&1 ||
  { cat "$tmp/log"; exit 1; }
meson install -C "$tmp/build" > "$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }
rm -rf "$tmp/build"

for file in lib/libencord-1.0.so lib/libgstencord-1.0.so \
    lib/gstreamer-1.0/libgstencord.so lib/pkgconfig/encord-1.0.pc \
    lib/pkgconfig/gstreamer-encord-1.0.pc include/encord-1.0/encord/encord.h \
    include/gstreamer-encord-1.0/gst/encord/encord.h; do
  [ -e "$prefix/$file" ] || { echo "not installed: $file"; exit 1; }
done
! grep -rl "$tmp/build" "$prefix" ||
  { echo "these still name the build folder"; exit 1; }

cat > "$tmp/program.c" <<'C'
#include <gst/encord/encord.h>
int main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_print ("libencord %s\n", encord_get_version ());
  GstElement *pipeline = gst_parse_launch (argv[1], NULL);
  GstBus *bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  GstMessage *m = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return m == NULL || GST_MESSAGE_TYPE (m) != GST_MESSAGE_EOS;
}
C
export PKG_CONFIG_PATH="$libs/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
cc -o "$tmp/program" "$tmp/program.c" \
    $(pkg-config --cflags --libs gstreamer-encord-1.0)

# a loader path of nothing but the prefix: the inference runtime has to lie there
run ()
{
  env -u GST_ENCORD_ENGINE_PATH LD_LIBRARY_PATH="$libs" \
      GST_PLUGIN_PATH_1_0="$libs/gstreamer-1.0" GST_REGISTRY="$tmp/registry" \
      GI_TYPELIB_PATH="$libs/girepository-1.0" HOME="$tmp" "$@"
}
pipeline='videotestsrc num-buffers=5 ! video/x-raw,width=160,height=120 !'
if ls "$libs"/gstreamer-encord-1.0/engines/*openvino.so >/dev/null 2>&1 &&
    [ -e "$models/face.xml" ]; then
  pipeline="$pipeline encordinfer model-file=$models/face.xml !"
  engines=' with OpenVINO'
fi
run "$tmp/program" "$pipeline encordoverlay ! fakesink"
echo "a program runs$engines"

[ ! -e "$prefix/bin/encord-emulator" ] ||
  run "$prefix/bin/encord-emulator" --help >/dev/null
if [ -e "$libs/girepository-1.0/Encord-1.0.typelib" ]; then
  run /usr/bin/python3 -c '
import gi
gi.require_version("Encord", "1.0")
gi.require_version("GstEncord", "1.0")
from gi.repository import Encord, GstEncord
assert Encord.get_version()
assert GstEncord.Unit'
  echo "introspection works"
fi
