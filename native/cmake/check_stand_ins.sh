#!/bin/sh
# check_stand_ins.sh LIBRARY FOLDER: removes the stand-ins in FOLDER when LIBRARY, or anything it loads, misses a symbol because of them.
[ -d "$2" ] || exit 0
complaints=$(ldd -r "$1" 2>&1) || complaints="not loaded: $complaints"
case $complaints in
    *'undefined symbol'* | *'no version information'* | *'not found'* | *'not loaded'*)
        echo "libtorch's unused libraries stay: without them it does not load"
        printf '%s\n' "$complaints" | grep -E 'undefined|version|not ' | head -n 5
        rm -rf "$2"
        ;;
esac
