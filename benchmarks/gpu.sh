#!/usr/bin/env bash
# Takes the benchmark `gpu` to a machine with an NVIDIA GPU that needs neither .NET nor a network.
#
#   benchmarks/gpu.sh pack              here: publishes program, benchmarks and GPU tests with .NET inside, into build/gpu.tar.gz
#   benchmarks/gpu.sh run [OPTION...]   there, in the same checkout with build/gpu.tar.gz: compiles the binding against the libtorch of Python's
#                                       torch, shows `doctor`, runs the GPU tests, then the benchmark with these options
#
# There it needs bash, cmake, ninja or make, a C++ compiler, and a Python with a CUDA torch (LUCIOLE_PYTHON names it, else python3). With
# LUCIOLE_LIBTORCH, the folder of another libtorch, the binding is compiled against that one.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
pack=$root/build/gpu.tar.gz
work=$root/build/gpu
most_mib=60
tests=(Luciole.Torch.Tests Luciole.Models.Tests Luciole.Training.Tests Luciole.Inference.Tests Luciole.Workflows.Tests)

say() { printf 'gpu.sh: %s\n' "$*" >&2; }
refuse() { say "$*"; exit 2; }

publish() { dotnet publish "$1" -c Release -r linux-x64 --self-contained -o "$work/program" -v q --nologo; }

make_pack() {
    rm -rf "$work/program"
    # One folder, so that .NET is in it once.
    publish "$root/src/Luciole.Cli"
    publish "$root/benchmarks/Luciole.Benchmarks"
    local name
    for name in "${tests[@]}"; do publish "$root/tests/$name"; done
    find "$work/program" \( -name '*.pdb' -o -name '*.xml' \) -delete
    tar -C "$work" -cf - program | gzip -9 >"$pack"
    local mib=$(($(stat -c %s "$pack") / 1048576))
    say "$pack: $mib MiB"
    ((mib < most_mib)) || refuse "that is more than $most_mib MiB"
}

torch_dir() {
    local place
    if [[ -n ${LUCIOLE_LIBTORCH:-} ]]; then
        for place in "$LUCIOLE_LIBTORCH"/{share,lib,lib/x86_64-linux-gnu,torch/share}/cmake/Torch; do
            [[ ! -f $place/TorchConfig.cmake ]] || { printf '%s\n' "$place"; return; }
        done
        refuse "LUCIOLE_LIBTORCH is '$LUCIOLE_LIBTORCH', but holds no cmake/Torch/TorchConfig.cmake"
    fi
    place=$("$LUCIOLE_PYTHON" -c 'import torch; print(torch.utils.cmake_prefix_path + "/Torch")') || refuse "$LUCIOLE_PYTHON cannot import torch; name another Python in LUCIOLE_PYTHON"
    [[ -f $place/TorchConfig.cmake ]] || refuse "$LUCIOLE_PYTHON's torch holds no libtorch to compile against ($place); name one in LUCIOLE_LIBTORCH"
    printf '%s\n' "$place"
}

build_binding() {
    local -a generator=()
    ! command -v ninja >/dev/null || generator=(-G Ninja)
    local dir
    dir=$(torch_dir)
    say "compiling the binding against $dir"
    compile() {
        cmake -S "$root/native" -B "$1" "${generator[@]}" -DTorch_DIR="$dir" -DCMAKE_BUILD_TYPE=Release -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$work/native" "${@:2}" &&
            cmake --build "$1"
    }
    if ! compile "$work/cmake" >"$work/cmake.log" 2>&1; then
        # Without libtiff the benchmark's own images and the tests that read no TIFF work, which is all that is wanted here.
        say "not everything compiles here (see $work/cmake.log); compiling without libtiff"
        compile "$work/cmake-torch" -DLUCIOLE_WITHOUT_TIFF=ON
    fi
}

run_tests() {
    local name failed=0
    for name in "${tests[@]}"; do
        say "GPU tests of $name"
        "$work/program/$name" -noLogo -noColor -class '*Gpu*' -class '*Cuda*' || failed=1
    done
    ((failed == 0)) || say "GPU TESTS FAILED; the benchmark runs all the same"
}

run() {
    [[ -f $pack ]] || refuse "$pack is missing; make it with 'benchmarks/gpu.sh pack' on a machine with the .NET SDK"
    LUCIOLE_PYTHON=$(command -v "${LUCIOLE_PYTHON:-python3}") || refuse "there is no ${LUCIOLE_PYTHON:-python3}"
    export LUCIOLE_PYTHON LUCIOLE_NATIVE=$work/native
    mkdir -p "$work"
    [[ -d $work/program && ! $pack -nt $work/program ]] || { tar -C "$work" -xzf "$pack"; touch "$work/program"; }
    build_binding
    "$work/program/luciole" doctor || true
    [[ -n ${LUCIOLE_GPU_TESTS_SKIP:-} ]] || run_tests
    "$work/program/Luciole.Benchmarks" gpu "$@"
}

case ${1:-} in
    pack) make_pack ;;
    run) run "${@:2}" ;;
    *) sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' ;;
esac
