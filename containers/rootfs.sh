#!/bin/bash
# rootfs.sh FOLDER: makes the root file system of the CPU image without a container engine: the same Debian, the same packages, the same
# program, with debootstrap and chroot. Needs root, debootstrap, and a Debian of the release that the image is to have, because the native
# library is the one that was built here. LUCIOLE_DEBIAN_MIRROR names another mirror than Debian's.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
target=${1:?usage: rootfs.sh FOLDER}
mirror=${LUCIOLE_DEBIAN_MIRROR:-http://deb.debian.org/debian}
refuse() { echo "rootfs.sh: $*" >&2; exit 2; }
[[ $(id -u) == 0 ]] || refuse 'must be run as root'
command -v debootstrap >/dev/null || refuse 'debootstrap is not installed'
# shellcheck source=/dev/null
suite=$(. /etc/os-release && [[ $ID == debian ]] && echo "${VERSION_CODENAME:-}") || true
[[ -n $suite ]] || refuse 'this machine is no Debian, so the native library that was built here would not fit'
[[ ! -e $target || -z $(ls -A "$target") ]] || refuse "$target exists and is not empty"

debootstrap --variant=minbase --include=ca-certificates "$suite" "$target" "$mirror"
install -m 755 "$here/install-runtime.sh" "$target/tmp/"
chroot "$target" /tmp/install-runtime.sh
rm "$target/tmp/install-runtime.sh"
"$here/assemble.sh" "$target/opt/luciole"
chroot "$target" useradd --create-home --uid 1000 algorithm
mkdir -p "$target/input" "$target/output" "$target/opt/models"
echo "rootfs.sh: $target is ready: $(du -sh "$target" | cut -f 1)"
