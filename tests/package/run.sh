#!/usr/bin/env bash
# Installs a build into a temporary folder, then configures, builds and runs the examples against
# it: run.sh BUILD_DIR
set -euo pipefail
build=$(cd "${1:?the build folder}" && pwd)
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/signalbox-package.XXXXXX")
trap 'rm -rf "$folder"' EXIT

cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }

cmake --install "$build" --prefix "$folder/prefix" >/dev/null
cmake -S "$source/examples" -B "$folder/build" -G Ninja -DCMAKE_PREFIX_PATH="$folder/prefix" \
    -DCMAKE_CXX_COMPILER="$(cached CMAKE_CXX_COMPILER)" -DCMAKE_CXX_COMPILER_LAUNCHER="$(cached CMAKE_CXX_COMPILER_LAUNCHER)" \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS="$(cached SIGNALBOX_SANITIZE | sed 's/./-fsanitize=&/')" >/dev/null
cmake --build "$folder/build"

# No key and no configuration: the demo models answer.
answer=$(cd "$folder" && env -i PATH="$PATH" HOME="$folder" timeout 60 "$folder/build/ask" "Write a sorting algorithm")
echo "$answer"
for expected in "Complexity:" "Routed to demo/" "def merge_sort" "Complete!"; do
    grep -qF "$expected" <<<"$answer" || { echo "missing in the output: $expected" >&2; exit 1; }
done
