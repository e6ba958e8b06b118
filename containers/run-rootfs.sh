#!/bin/bash
# run-rootfs.sh FOLDER MODELS INPUT OUTPUT [OPTION...]: runs luciole grand-challenge in a root file system that rootfs.sh made, as the
# challenge's platform runs a container: without a network, as an ordinary user, with nothing to write to but the output and /tmp. Needs root.
set -euo pipefail
(($# >= 4)) || { echo 'usage: run-rootfs.sh FOLDER MODELS INPUT OUTPUT [OPTION...]' >&2; exit 2; }
rootfs=$(realpath -- "$1") models=$(realpath -- "$2") input=$(realpath -- "$3") output=$(realpath -- "$4")
shift 4
[[ $(id -u) == 0 ]] || { echo 'run-rootfs.sh: must be run as root' >&2; exit 2; }
export rootfs models input output
# The mounts are in a name space of their own and end with it.
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount --net --pid --ipc --fork --kill-child bash -c '
    set -euo pipefail
    mount --make-rprivate /
    mount --bind "$rootfs" "$rootfs" && mount -o remount,bind,ro "$rootfs"
    mount --bind "$models" "$rootfs/opt/models" && mount -o remount,bind,ro "$rootfs/opt/models"
    mount --bind "$input" "$rootfs/input" && mount -o remount,bind,ro "$rootfs/input"
    mount --bind "$output" "$rootfs/output"
    mount -t tmpfs -o mode=1777 tmpfs "$rootfs/tmp"
    mount -t proc proc "$rootfs/proc"
    exec chroot --userspec=1000:1000 "$rootfs" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/algorithm \
        /opt/luciole/luciole grand-challenge --models /opt/models "$@"' run-rootfs "$@"
