#!/bin/sh
# The training program makes the same weights twice, and says where a bad line is.
# usage: same_bytes.sh TRAIN SAMPLE_FOLDER
set -eu
train=$1 sample=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$train" "$sample" "$sample/prompts.jsonl" "$work/one" 2>/dev/null
"$train" "$sample" "$sample/prompts.jsonl" "$work/two" 2>/dev/null
cmp "$work/one" "$work/two"

# A row of the split "test" changes nothing, one of the split "train" does.
sed 's/capital of Peru/capital of Chile/' "$sample/prompts.jsonl" >"$work/test_changed"
"$train" "$sample" "$work/test_changed" "$work/three" 2>/dev/null
cmp "$work/one" "$work/three"
sed 's/largest prime/largest even number/' "$sample/prompts.jsonl" >"$work/train_changed"
"$train" "$sample" "$work/train_changed" "$work/four" 2>/dev/null
! cmp -s "$work/one" "$work/four"

# A bad line is named.
{ head -2 "$sample/prompts.jsonl"; echo '{"prompt": "x", "category": "poetry", "band": 1, "split": "train"}'; } >"$work/bad"
! "$train" "$sample" "$work/bad" "$work/five" 2>"$work/error"
grep -q 'bad:3: category is none' "$work/error"
test ! -e "$work/five"
