#!/bin/sh
# Installs what Luciole needs to run on Debian, and nothing to build it: libtorch for the CPU with a fast BLAS, libtiff, and OpenSSL for
# SHA-256. Used by the Dockerfile, the Apptainer definition and rootfs.sh alike.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# The run-time library's name holds its version, which its development package knows.
libtorch=$(apt-cache depends libtorch-dev | sed -n 's/^ *Depends: \(libtorch[0-9][0-9.]*\)$/\1/p' | head -n 1)
[ -n "$libtorch" ] || { echo "install-runtime.sh: this Debian has no libtorch-dev" >&2; exit 1; }
apt-get install -y -q --no-install-recommends "$libtorch" libopenblas0-openmp libtiff6 libssl3 libgomp1
apt-get clean
rm -rf /var/lib/apt/lists/*
