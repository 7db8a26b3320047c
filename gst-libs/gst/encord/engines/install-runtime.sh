#!/bin/sh
# install-runtime.sh PREFIX ENGINE_DIR - an unpacked OpenVINO beside its engine
# SPDX-License-Identifier: LGPL-2.1-or-later
set -eu
target=$MESON_INSTALL_DESTDIR_PREFIX/$2
licences=$MESON_INSTALL_DESTDIR_PREFIX/share/doc/gst-encord/openvino
mkdir -p "$target" "$licences"
cp -P "$1"/lib/lib*.so* "$target/"
cp -R "$1"/share/doc/openvino/. "$licences/"
