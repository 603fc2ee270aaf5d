#!/usr/bin/env python3
"""Checks prompts.jsonl beside it: fields, ids, duplicates, split and balance. Prints the counts that
PROMPTS.md shows. Exit code 1 and one line for each problem when something is wrong."""

import collections
import json
import pathlib
import re
import sys

CATEGORIES = ("code", "research", "creative", "analysis", "chat")
BANDS = (1, 2, 3, 4, 5)
KINDS = ("plain", "typo", "code", "followup", "multipart", "tools", "long", "system")
LANGUAGES = "en de fr es it pt nl pl ru uk zh ja ko ar hi tr sv cs".split()
FIELDS = {"id", "prompt", "category", "band", "lang", "kind", "split"}
MIN_ROWS = 2000
CATEGORY_LIMITS = (300, 500)
BAND_LIMITS = (250, 600)
ENGLISH_SHARE = (0.6, 0.8)
ALIKE = 0.8  # share of common words from which two prompts count as the same one


def words_of(row):
    turns = " ".join(turn["content"] for turn in row.get("turns", []))
    return re.sub(r"[\W_]+", " ", f"{turns} {row['prompt']}".lower()).split()


def field_problems(number, row):
    if set(row) - {"turns"} != FIELDS:
        yield f"line {number}: fields are {sorted(row)}"
        return
    if row["id"] != f"p{number:04}":
        yield f"line {number}: id {row['id']}, expected p{number:04}"
    if row["split"] != ("test" if number % 5 == 0 else "train"):
        yield f"{row['id']}: every fifth belongs to test, the rest to train"
    for field, allowed in (("category", CATEGORIES), ("band", BANDS), ("kind", KINDS), ("lang", LANGUAGES)):
        if row[field] not in allowed:
            yield f"{row['id']}: unknown {field} {row[field]!r}"
    if not row["prompt"].strip():
        yield f"{row['id']}: empty prompt"
    if row["kind"] == "followup" and "turns" not in row:
        yield f"{row['id']}: a follow-up without earlier turns"
    for at, turn in enumerate(row.get("turns", [])):
        if turn.get("role") != ("user", "assistant")[at % 2] or not turn.get("content", "").strip():
            yield f"{row['id']}: turn {at} must be a filled one of {('user', 'assistant')[at % 2]}"
    if len(row.get("turns", [])) % 2 != 0:
        yield f"{row['id']}: the turns must end with the assistant's"


def duplicate_problems(rows):
    seen = {}
    for row in rows:
        # Punctuation alone may tell short sums apart ("5 + 5", "5 * 5"), so it stays in the key.
        key = (" ".join(words_of(row)), re.sub(r"[\s\w]+", "", row["prompt"]) if len(row["prompt"]) < 20 else "")
        if key in seen:
            yield f"{row['id']}: same as {seen[key]}"
        seen.setdefault(key, row["id"])
    sets = [(row["id"], frozenset(words_of(row))) for row in rows]
    sets = sorted((s for s in sets if len(s[1]) >= 6), key=lambda s: len(s[1]))
    for at, (one_id, one) in enumerate(sets):
        for other_id, other in sets[at + 1:]:
            if len(one) < ALIKE * len(other):
                break
            if len(one & other) >= ALIKE * len(one | other):
                yield f"{other_id}: nearly the same as {one_id}"


def balance_problems(rows):
    if len(rows) < MIN_ROWS:
        yield f"{len(rows)} prompts, at least {MIN_ROWS} are promised"
    for field, values, (low, high) in (("category", CATEGORIES, CATEGORY_LIMITS), ("band", BANDS, BAND_LIMITS)):
        counts = collections.Counter(row[field] for row in rows)
        for value in values:
            if not low <= counts[value] <= high:
                yield f"{field} {value}: {counts[value]} prompts, expected {low} to {high}"
    english = sum(row["lang"] == "en" for row in rows) / max(1, len(rows))
    if not ENGLISH_SHARE[0] <= english <= ENGLISH_SHARE[1]:
        yield f"{english:.0%} are English, expected {ENGLISH_SHARE[0]:.0%} to {ENGLISH_SHARE[1]:.0%}"


def print_counts(rows):
    cells = collections.Counter((row["category"], row["band"]) for row in rows)
    print(f"{'':10}" + "".join(f"{band:>6}" for band in BANDS) + f"{'all':>7}")
    for category in CATEGORIES:
        line = [cells[category, band] for band in BANDS]
        print(f"{category:10}" + "".join(f"{n:>6}" for n in line) + f"{sum(line):>7}")
    line = [sum(cells[category, band] for category in CATEGORIES) for band in BANDS]
    print(f"{'all':10}" + "".join(f"{n:>6}" for n in line) + f"{sum(line):>7}")
    for field in ("lang", "kind", "split"):
        counts = collections.Counter(row[field] for row in rows)
        print(field + ": " + ", ".join(f"{value} {n}" for value, n in counts.most_common()))


def main():
    path = pathlib.Path(__file__).with_name("prompts.jsonl")
    rows, problems = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(f"line {number}: {error}")
            continue
        found = list(field_problems(number, row))
        problems += found
        if not found:
            rows.append(row)
    problems += list(duplicate_problems(rows)) + list(balance_problems(rows))
    print_counts(rows)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
