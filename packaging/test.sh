#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/test.sh [--no-install] [ctest options…]
# Installs what is missing, builds everything (in the folder that run.sh uses, so that a machine builds once) and runs
# all tests; those that need a real window start a virtual display. The last lines are ctest's own summary.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="$root/build/release"
# shellcheck source=packaging/install.sh
source "$root/packaging/install.sh"

install=yes
case "${1-}" in
    --no-install) install=no; shift ;;
    -h | --help) sed -n '3,5s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
esac

[ "$install" = no ] || installPackages build test
cmake -S "$root" --preset release -DSTORYSCOPE_TESTS=ON
cmake --build "$build" -j "$(buildJobs)"
exec ctest --test-dir "$build" --output-on-failure --parallel "$(buildJobs)" "$@"
