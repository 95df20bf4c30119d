# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by run.sh and test.sh: installs what is missing of packages-debian.txt.
#   installPackages build test    installs the packages of these sections

packageList="$(dirname "${BASH_SOURCE[0]}")/packages-debian.txt"

# packagesOf SECTION…: the names in these sections, one per line.
packagesOf() {
    awk -v wanted=" $* " '
        /^# \[/ { section = $2; gsub(/[][]/, "", section); next }
        /^#/ || NF == 0 { next }
        index(wanted, " " section " ") { print $1 }' "$packageList"
}

isInstalled() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

asRoot() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "Installing needs root, and sudo is missing. As root, run:  $*" >&2
        return 1
    fi
}

installPackages() {
    local packages missing=() package
    mapfile -t packages < <(packagesOf "$@")
    if ! command -v apt-get >/dev/null; then
        echo "This system has no apt-get, so nothing is installed here. Storyscope needs what these Debian packages hold:"
        printf '    %s\n' "${packages[@]}"
        echo "Going on; the build says which of them it cannot find."
        return 0
    fi
    for package in "${packages[@]}"; do
        isInstalled "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    echo "Installing ${#missing[@]} packages: ${missing[*]}"
    asRoot apt-get update -q
    asRoot env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# buildJobs: compilers to run at once: one per core, if each can have 3 GiB.
buildJobs() {
    local cores memoryKiB jobs
    cores=$(nproc)
    memoryKiB=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    jobs=$((memoryKiB / (3 * 1024 * 1024)))
    [ "$jobs" -gt "$cores" ] && jobs=$cores
    [ "$jobs" -lt 1 ] && jobs=1
    echo "$jobs"
}
