#!/bin/sh
# Stands in for Python in the tests. The file `mode` beside it says what goes wrong.
here=$(dirname "$0")
mode=$(cat "$here/mode")
case "$1 $2" in
"-c import sys;"*)
    if [ "$mode" = old ]; then echo 3.9.2; else echo 3.11.7; fi
    ;;
"-c import ensurepip"*)
    [ "$mode" != no-venv ]
    ;;
"-m venv")
    mkdir -p "$3/bin" && cp "$here/mode" "$3/bin/mode" && cp "$0" "$3/bin/python" &&
        printf '#!%s/bin/python\n' "$3" >"$3/bin/tool"
    ;;
"-m pip")
    echo "Collecting polars==2.1.0"
    case "$mode" in
    offline)
        echo "WARNING: Retrying after connection broken by 'NewConnectionError'" >&2
        echo "ERROR: No matching distribution found for polars==2.1.0" >&2
        exit 1
        ;;
    no-wheel)
        echo "ERROR: No matching distribution found for polars==2.1.0" >&2
        exit 1
        ;;
    esac
    ;;
*Fetches*)
    # The code is the second argument; the packages and the folder follow.
    [ "$mode" != no-jar ] || { echo ":: unresolved dependency: a#b;1: not found" >&2 && exit 1; }
    mkdir -p "$4/jars" && echo "$3" >"$4/jars/a_b-1.jar"
    ;;
*)
    # The check of the packages.
    [ "$mode" != broken ] || { echo "ImportError: libgomp.so.1 is missing" >&2 && exit 1; }
    ;;
esac
