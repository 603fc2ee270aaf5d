#!/usr/bin/env bash
# What `./dev check` runs after the build: the house rules that a compiler does not know.
set -euo pipefail
python3 scripts/check_layers.py .
python3 tools/train/prompts_check.py >/dev/null
cmake --build build/dev --target all_verify_interface_header_sets

mapfile -t sources < <(git ls-files 'src/*.cpp' 'src/*.hpp' 'tests/*.cpp' 'tests/*.hpp' 'fuzz/*.cpp' 'bench/*.cpp' 'examples/*.cpp')
clang-format-19 --dry-run -Werror "${sources[@]}"

mapfile -t units < <(git ls-files 'src/*.cpp')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-19 -p build/dev --quiet
echo "check: all good"
