#!/usr/bin/env python3
"""Refuses an #include that climbs or crosses: a room uses itself and the floors below it.

The table is the map of ARCHITECTURE.md. Rooms of one floor are strangers to each other, but for
those listed in WITHIN (server and providers meet the loops of `net`, one floor down).
"""
import pathlib
import re
import sys

FLOORS = [
    ["core"],
    ["async", "analysis", "routing", "validation", "wire"],
    ["learning", "net"],
    ["pipeline", "evaluation"],
    ["telemetry", "providers", "server", "storage", "redis", "cli"],
    ["app"],
]
# Exceptions, each with its reason.
WITHIN = {
    ("server", "telemetry"),  # /metrics serves the numbers, sessions count them
    ("redis", "telemetry"),   # whose page shows how Redis is doing
}
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z0-9_]+)/')
# Rooms whose sources never touch Asio, sockets or files.
PURE = {"core", "analysis", "routing", "validation", "learning", "evaluation"}
IMPURE = re.compile(r"^\s*#\s*include\s+<(boost/asio|sys/socket|fstream|thread|iostream)")


def main(root: pathlib.Path) -> int:
    problems = []
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        room = path.parent.name
        if room not in FLOOR:
            problems.append(f"{path}: '{room}' is not a room")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            place = f"{path.relative_to(root)}:{number}"
            if room in PURE and IMPURE.match(line):
                problems.append(f"{place}: the pure room {room} includes {line.split()[-1]}")
            if not (found := INCLUDE.match(line)):
                continue
            other = found.group(1)
            if other not in FLOOR:
                problems.append(f"{place}: '{other}' is not a room")
            elif other != room and FLOOR[other] >= FLOOR[room] and (room, other) not in WITHIN:
                problems.append(f"{place}: {room} (floor {FLOOR[room]}) may not include {other} (floor {FLOOR[other]})")
    print("\n".join(problems) if problems else "every include goes down")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
