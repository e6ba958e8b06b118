# shellcheck shell=bash
# The launcher's slow path, sourced by ../luciole: find what the machine lacks, bring it in, choose a libtorch, build.
# All it says goes to stderr; the details go to build/setup.log.
# shellcheck disable=SC2154 # root, build and torch_* are the launcher's
# LUCIOLE_SYSTEM_PREFIX (default /usr) is where the system's libraries are looked for; the launcher's tests point it elsewhere.

system=${LUCIOLE_SYSTEM_PREFIX:-/usr}
log=$build/setup.log
sdk_hint='https://dotnet.microsoft.com/download/dotnet/10.0, or: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0'

say() { printf 'luciole: %s\n' "$*" >&2; }
step() { printf 'luciole: [%3d s] %s\n' "$SECONDS" "$*" >&2; }
refuse() { say "$@"; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }

set_up() {
    [[ $(uname -s) == Linux ]] || refuse "this program runs on Linux; this machine says it is $(uname -s)."
    mkdir -p "$build" 2>/dev/null || true
    [[ -w $build ]] || refuse "$build cannot be written; start once as a user who may, then everybody can use what was built."
    exec 9>"$build/lock"
    flock -n 9 || { step 'another start is building; waiting for it'; flock 9; }
    if ! everything_is_current; then
        : >"$log"
        find_dotnet
        libtorch_is_remembered || look_for_libtorch
        bring_in_what_is_missing
        is_current native || build_native
        printf '%s\n' "$torch_told" "$torch_dir" "$torch_from" >"$build/libtorch.txt"
        if ! is_current managed || [[ ! -x $build/app/luciole ]]; then build_managed; fi
        step 'ready'
    fi
    exec 9>&-
}

# Runs a command with its output in the log; a failure shows the end of that and stops.
logged() {
    printf '\n== %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null 9>&- && return
    local status=$?
    tail -n 25 "$log" >&2
    say "\`$(basename -- "$1")\` failed with exit code $status; the end of $log is above."
    exit 1
}

# ---- what the machine lacks ----

find_dotnet() {
    dotnet='' dotnet_root=''
    local candidate sdks
    for candidate in "${DOTNET_ROOT:-}/dotnet" dotnet "${HOME:-}/.dotnet/dotnet" "$system"/{share,lib,local/share}/dotnet/dotnet; do
        have "$candidate" || continue
        sdks=$("$candidate" --list-sdks 2>/dev/null </dev/null) || continue
        [[ $sdks =~ (^|$'\n')10\.0\.[^[]*\[([^]]*)/sdk] ]] || continue
        dotnet=$(command -v "$candidate") dotnet_root=${BASH_REMATCH[2]}
        printf '%s\n' "$dotnet_root" >"$build/dotnet.txt"
        return
    done
}

has_tiff() {
    local prefix header
    local -a prefixes
    IFS=: read -r -a prefixes <<<"$system:$system/local:${CONDA_PREFIX:-}:${CMAKE_PREFIX_PATH:-}"
    for prefix in "${prefixes[@]}"; do
        for header in "$prefix"/include/tiffio.h "$prefix"/include/*/tiffio.h; do
            [[ -n $prefix && -f $header ]] && return
        done
    done
    return 1
}

# Debian's libtorch multiplies matrices with whatever libblas.so.3 is, and the reference BLAS is 20 times too slow.
has_fast_blas() {
    local library
    for library in "$system"/lib/*/libblas.so.3 "$system"/lib*/libblas.so.3; do
        [[ $(readlink -f "$library") =~ openblas|mkl|blis|atlas|armpl|nvpl ]] && return
    done
    return 1
}

# What is missing, by the names of Debian's packages, each with the reason.
list_missing() {
    missing=() reasons=()
    need() { missing+=("$1"); reasons+=("$(printf '%-22s %s' "$1" "$2")"); }
    have cmake || need cmake 'configures the native library'
    have "${CXX:-g++}" || have clang++ || need g++ 'compiles it'
    have make || have ninja || need make 'runs the compiler'
    has_tiff || need libtiff-dev 'reads and writes TIFF (libtiff with its headers)'
    if [[ -z $torch_dir ]]; then
        need libtorch-dev 'runs the networks (PyTorch'\''s C++ library, for the CPU)'
        need libgloo-dev 'lets processes share a training (headers that libtorch-dev leaves out)'
    fi
    [[ -n $torch_dir && $torch_from != 'the system'* ]] || has_fast_blas ||
        need libopenblas0-openmp 'multiplies matrices 20 times faster than the reference BLAS that Debian'\''s libtorch gets otherwise'
}

bring_in_what_is_missing() {
    list_missing
    local -a apt=(apt-get)
    local can_install=true
    if [[ $(id -u) != 0 ]]; then
        if have sudo && sudo -n true 2>/dev/null </dev/null; then apt=(sudo -n env DEBIAN_FRONTEND=noninteractive apt-get); else can_install=false; fi
    fi
    have apt-get || can_install=false
    if [[ -z $dotnet ]] || { ((${#missing[@]})) && ! $can_install; }; then
        explain_what_is_missing $can_install
    fi
    ((${#missing[@]})) || return 0

    step "installing with apt-get: ${missing[*]}"
    printf '            %s\n' "${reasons[@]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    local -a patient=(-o 'DPkg::Lock::Timeout=300')
    # A foreign source that does not answer fails the update but not the packages that Debian's own sources have.
    "${apt[@]}" "${patient[@]}" update >>"$log" 2>&1 </dev/null 9>&- || say 'apt-get update reported errors; trying all the same'
    logged "${apt[@]}" "${patient[@]}" install -y --no-install-recommends "${missing[@]}"
    [[ -n $torch_dir ]] || find_libtorch_of_the_system
    list_missing
    if [[ ${missing[*]} == libopenblas0-openmp ]]; then
        say 'OpenBLAS is installed but libblas.so.3 is still another one; networks will be slow. Mend it with:' \
            'sudo update-alternatives --config libblas.so.3-'"$(uname -m)"'-linux-gnu'
    elif ((${#missing[@]})); then
        refuse "apt-get installed what it was asked to, yet this is still not found: ${missing[*]}; see $log."
    fi
}

explain_what_is_missing() {
    local can_install=$1
    say 'this machine lacks:'
    [[ -n $dotnet ]] || printf '    %-22s %s\n' '.NET SDK 10.0' 'builds and runs the program' >&2
    ((${#missing[@]} == 0)) || printf '    %s\n' "${reasons[@]}" >&2
    [[ -n $dotnet ]] || say "get the .NET SDK 10.0 from $sdk_hint"
    if ((${#missing[@]})) && $can_install; then
        say 'the rest is installed with apt-get at the next start.'
    elif ((${#missing[@]})) && have apt-get; then
        say 'installing needs root; ask an administrator for:'
        printf '    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
    elif ((${#missing[@]})); then
        say 'there is no apt-get here; install these (the names are Debian'\''s) with this system'\''s package manager.'
    fi
    if [[ -z $torch_dir ]]; then
        say 'instead of libtorch-dev: unpack the libtorch of pytorch.org, or install torch in Python, and set LUCIOLE_LIBTORCH to its folder.'
    fi
    say 'then start again.'
    exit 2
}

# ---- which libtorch ----

place_of_libtorch() {
    local place=${torch_dir%/cmake/Torch}
    printf '%s' "${place%/share}"
}

# The first of a folder's usual places that holds TorchConfig.cmake: an unpacked libtorch, Python's torch, an environment
# or site-packages around it, or a cmake folder itself.
torch_config_in() {
    local pattern found
    for pattern in share/cmake/Torch 'lib*/cmake/Torch' 'lib/*/cmake/Torch' torch/share/cmake/Torch \
        'lib/python3*/site-packages/torch/share/cmake/Torch' libtorch/share/cmake/Torch cmake/Torch Torch .; do
        while IFS= read -r found; do
            [[ -f $found ]] && torch_dir=$(cd "${found%/*}" && pwd -P) && return
        done < <(cd "$1" 2>/dev/null && compgen -G "$PWD/$pattern/TorchConfig.cmake")
    done
    return 1
}

find_libtorch_of_python() {
    local python folder
    for python in python3 python; do
        have "$python" || continue
        # Where the package lies is asked without importing it: that would take seconds, or fail for want of a driver.
        folder=$(cd / && "$python" -c 'import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0])' \
            2>/dev/null </dev/null) || continue
        # Debian's python3-torch comes without CMake files; its twin libtorch-dev has them.
        torch_config_in "$folder" && torch_from="the torch of $python on the path" && return
    done
    return 1
}

find_libtorch_of_the_system() {
    torch_config_in "$system" || torch_config_in "$system/local" || return 1
    torch_from='the system'\''s package'
}

look_for_libtorch() {
    [[ -z $torch_dir || -f $torch_dir/TorchConfig.cmake ]] || say "the libtorch in $(place_of_libtorch) is gone; looking for another"
    torch_told=${LUCIOLE_LIBTORCH:-} torch_dir='' torch_from=''
    if [[ -n $torch_told && $torch_told != auto ]]; then
        torch_config_in "$torch_told" || refuse "LUCIOLE_LIBTORCH is '$torch_told', but no TorchConfig.cmake lies in it (nor in its" \
            "share/cmake/Torch, lib/cmake/Torch or torch/share/cmake/Torch); name the folder of an unpacked libtorch or of Python's torch."
        torch_from='LUCIOLE_LIBTORCH'
    else
        find_libtorch_of_python || find_libtorch_of_the_system || true
    fi
}

# ---- building ----

finish_stamp() {
    printf '%s\n' "$2" >"$build/$1.stamp.new"
    mv "$build/$1.stamp.new" "$build/$1.stamp"
}

build_native() {
    step "compiling the native library against the libtorch in $(place_of_libtorch) ($torch_from)"
    rm -f "$build/native.stamp"
    local before against
    before=$(fingerprint native)
    # Objects of another libtorch, or of this tree when it lay elsewhere, are of no use.
    against=$(find "$root/native" "$torch_dir"/TorchConfig*.cmake -maxdepth 0 -type f -printf '%p %T@ %s\n'; printf '%s\n' "$root")
    [[ $(cat "$build/native-obj/against" 2>/dev/null) == "$against" ]] || rm -rf "$build/native-obj"
    mkdir -p "$build/native-obj"
    printf '%s\n' "$against" >"$build/native-obj/against"
    local -a generator=()
    have make || generator=(-G Ninja)
    logged cmake -S "$root/native" -B "$build/native-obj" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release \
        -DTorch_DIR="$torch_dir" -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$build/native"
    logged cmake --build "$build/native-obj" --parallel "$(nproc)"
    finish_stamp native "$before"
}

# Runs dotnet with a compiler server of our own, which makes many projects three times faster, and ends that server.
dotnet_build() {
    local pipe=luciole-$$-build process status=0
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-${HOME:-$build}}
    (logged "$dotnet" "$@" -c Release -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId=$pipe) || status=$?
    for process in /proc/[0-9]*; do
        if grep -qa "pipename:$pipe" "$process/cmdline" 2>/dev/null; then kill "${process#/proc/}" 2>/dev/null || true; fi
    done
    return $status
}

build_managed() {
    step 'building the program'
    rm -rf "$build/managed.stamp" "$build/app.new"
    local before architecture
    before=$(fingerprint managed)
    case $(uname -m) in aarch64 | arm64) architecture=linux-arm64 ;; *) architecture=linux-x64 ;; esac
    local -a publish=(publish "$root/src/Luciole.Cli" -o "$build/app.new")
    # Compiled ahead of time it starts in half the time. The compiler for that is a package that not every mirror has.
    if ! dotnet_build "${publish[@]}" -r $architecture --self-contained false -p:PublishReadyToRun=true 2>"$build/setup.err"; then
        if ! grep -qE 'Crossgen|NETSDK1094' "$log"; then
            cat "$build/setup.err" >&2
            exit 1
        fi
        step 'building the program without ahead-of-time compilation: its compiler is not to be had'
        dotnet_build "${publish[@]}" || exit 1
    fi
    rm -rf "$build/app.old"
    [[ ! -e $build/app ]] || mv "$build/app" "$build/app.old"
    mv "$build/app.new" "$build/app"
    rm -rf "$build/app.old"
    finish_stamp managed "$before"
}
