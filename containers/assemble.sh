#!/bin/bash
# assemble.sh FOLDER: copies the built program, its native libraries and the .NET runtime to FOLDER, with a starter FOLDER/luciole that
# needs nothing else. The repository must have been built (./luciole --version).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
target=${1:?usage: assemble.sh FOLDER}
[[ -x $root/build/app/luciole && -r $root/build/dotnet.txt ]] || { echo "assemble.sh: the program is not built; run ./luciole --version first" >&2; exit 2; }
dotnet=$(<"$root/build/dotnet.txt")

# The newest 10.0 runtime, as the program itself would choose.
version=$(find "$dotnet/shared/Microsoft.NETCore.App" -mindepth 1 -maxdepth 1 -name '10.0.*' -printf '%f\n' | sort -V | tail -n 1)
[[ -n $version && -d $dotnet/host/fxr/$version ]] || { echo "assemble.sh: $dotnet holds no .NET 10.0 runtime" >&2; exit 2; }
mkdir -p "$target/dotnet/shared/Microsoft.NETCore.App" "$target/dotnet/host/fxr"
cp -R "$dotnet/shared/Microsoft.NETCore.App/$version" "$target/dotnet/shared/Microsoft.NETCore.App/"
cp -R "$dotnet/host/fxr/$version" "$target/dotnet/host/fxr/"
cp -R "$root/build/app" "$root/build/native" "$target/"
find "$target/app" \( -name '*.pdb' -o -name '*.xml' \) -delete

cat >"$target/luciole" <<'STARTER'
#!/bin/sh
# Starts Luciole from the folder that this file lies in.
here=$(dirname -- "$(readlink -f -- "$0")")
export DOTNET_ROOT="$here/dotnet" LUCIOLE_NATIVE="$here/native" DOTNET_EnableDiagnostics=0
export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-1000}"
exec "$here/app/luciole" "$@"
STARTER
chmod 755 "$target/luciole"
