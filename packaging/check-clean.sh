#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/check-clean.sh [SHARED-DATA]
# Proves that run.sh and test.sh work on a machine that has none of the packages: makes a minimal Debian 12 in a
# temporary folder with debootstrap, copies the checkout into it, and runs both commands there. SHARED-DATA (default: the
# folder "shared" beside the checkout) is readable inside; tests that need it are skipped if it does not exist. Takes
# about 40 minutes and 12 GB under $TMPDIR. Needs root and the packages debootstrap and mount.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
shared="${1-$root/../shared}"

if [ "$(id -u)" -ne 0 ]; then
    echo "check-clean.sh makes a system of its own in a folder and enters it with chroot: run it as root." >&2
    exit 1
fi
for tool in debootstrap chroot mount; do
    command -v "$tool" >/dev/null || { echo "check-clean.sh needs $tool." >&2; exit 1; }
done

clean="$(mktemp -d "${TMPDIR:-/tmp}/storyscope-clean.XXXXXX")"
mounts=()

cleanUp() {
    local index
    for ((index = ${#mounts[@]} - 1; index >= 0; index--)); do
        umount --recursive "${mounts[index]}" || umount --recursive --lazy "${mounts[index]}" || true
    done
    # Never reach into something that is still mounted.
    rm -rf --one-file-system "$clean"
}
trap cleanUp EXIT

# mountAt PLACE ARGUMENT…: mounts inside the clean system and remembers it for cleanUp.
mountAt() {
    local place="$clean/$1"
    shift
    mkdir -p "$place"
    mount "$@" "$place"
    mounts+=("$place")
}

# The host's way to the packages (sources, proxies, certificates, name service), whatever it is.
copyNetworkSettings() {
    local file
    cp -L /etc/resolv.conf "$clean/etc/resolv.conf"
    if [ -e /etc/hosts ]; then cp -L /etc/hosts "$clean/etc/hosts"; fi
    rm -f "$clean/etc/apt/sources.list"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
        # Only Debian's own: for other sources the clean system has no keys.
        if [ -f "$file" ] && grep -Eq 'debian-archive-keyring|^deb .*/debian[^ ]* bookworm' "$file"; then
            cp "$file" "$clean${file}"
        fi
    done
    if [ -d /etc/apt/auth.conf.d ]; then cp -r /etc/apt/auth.conf.d "$clean/etc/apt/"; fi
    for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
        if [ -f "$file" ] && grep -Eqi 'acquire|proxy' "$file"; then
            cp "$file" "$clean/etc/apt/apt.conf.d/"
        fi
    done
    if [ -d /usr/local/share/ca-certificates ]; then
        mkdir -p "$clean/usr/local/share"
        cp -rL /usr/local/share/ca-certificates "$clean/usr/local/share/"
    fi
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
        mkdir -p "$clean/etc/ssl/certs"
        cp -L /etc/ssl/certs/ca-certificates.crt "$clean/etc/ssl/certs/"
    fi
}

# hostMirror: where this machine gets Debian from; empty if it is no Debian, and debootstrap chooses.
hostMirror() {
    local sources=() file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
        if [ -f "$file" ]; then sources+=("$file"); fi
    done
    sed -nE 's,^URIs: *(http[^ ]*/debian)/?( .*)?$,\1,p; s,^deb +(\[[^]]*\] +)?(http[^ ]*/debian)/? bookworm .*,\2,p' \
        "${sources[@]-/dev/null}" | sed -n 1p
}

# inside COMMAND…: as a person who has just logged in there; only proxy settings are taken over from this environment.
inside() {
    local proxies=() name
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        if [ -n "${!name-}" ]; then proxies+=("$name=${!name}"); fi
    done
    chroot "$clean" /usr/bin/env -i "${proxies[@]}" HOME=/root LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

echo "== A minimal Debian 12 in $clean"
mirror="$(hostMirror)"
debootstrap --variant=minbase --include=ca-certificates bookworm "$clean" ${mirror:+"$mirror"}
copyNetworkSettings
mountAt proc -t proc proc
mountAt sys -t sysfs -o ro sysfs
mountAt dev --rbind /dev
mount --make-rslave "$clean/dev"
mountAt dev/shm -t tmpfs tmpfs
mountAt tmp -t tmpfs tmpfs
if [ -d "$shared" ]; then
    mountAt srv/shared --bind "$(readlink -f "$shared")"
    mount -o remount,bind,ro "$clean/srv/shared"
fi
mkdir -p "$clean/srv/storyscope"
tar -C "$root" --exclude=./build --exclude=./.git --exclude=./story.html -cf - . | tar -C "$clean/srv/storyscope" -xf -

echo "== packaging/run.sh (there is no display)"
SECONDS=0
inside bash -c 'cd /srv/storyscope && packaging/run.sh'
test -s "$clean/srv/storyscope/story.html"
echo "== run.sh took $SECONDS s"

SECONDS=0
echo "== packaging/test.sh"
inside bash -c 'cd /srv/storyscope && packaging/test.sh'
echo "== test.sh took $SECONDS s"
