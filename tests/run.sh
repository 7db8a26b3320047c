#!/bin/sh
# run.sh - sets everything up, builds, runs the tests
# SPDX-License-Identifier: LGPL-2.1-or-later
#
#   tests/run.sh           the fast suite
#   tests/run.sh --long    the rest: long tests and benchmarks
set -eu
cd "$(dirname "$0")/.."

case "${1-}" in
  '') ;;
  --long) ;;
  *) echo "usage: tests/run.sh [--long]" >&2; exit 2 ;;
esac
tools/setup.sh

logs=build/meson-logs
rm -f "$logs"/*.json "$logs"/*.junit.xml
status=0
if [ "${1-}" = --long ]; then
  meson test -C build --no-rebuild --print-errorlogs --suite long || status=1
  meson test -C build --no-rebuild --print-errorlogs --benchmark --verbose \
      --logbase benchmarks || status=1
else
  meson test -C build --no-rebuild --print-errorlogs --timeout-multiplier 4 \
      --no-suite long || status=1
fi
# a run that broke off leaves no log: that must not look like success
[ "$status" = 0 ] || [ -e "$logs/testlog.json" ] || exit 1
python3 tests/count.py "$logs"/*.json || status=1
exit "$status"
