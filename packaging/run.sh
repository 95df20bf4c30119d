#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/run.sh [--no-install] [FILE…]
# Installs what is missing, builds Storyscope and opens its window with the files. Without a display it tells the story
# of the first file (or of the sample) on the terminal and writes story.html into the current folder.
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

[ "$install" = no ] || installPackages build
cmake -S "$root" --preset release -DSTORYSCOPE_TESTS=OFF
cmake --build "$build" -j "$(buildJobs)" --target storyscope storyscope-cli

if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    exec "$build/app/storyscope/storyscope" "$@"
fi

echo
echo "There is no display, so here is a story on the terminal."
echo
samples=("$root"/resources/samples/*.mp4)
"$build/app/cli/storyscope-cli" story "${1-${samples[0]}}" --text - --html story.html
echo
echo "The same with pictures and attention: $PWD/story.html"
