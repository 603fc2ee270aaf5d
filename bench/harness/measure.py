"""What is measured, and how: CPU time from /proc, calls from strace, instructions from perf or callgrind."""

import json
import pathlib
import re
import shutil
import signal
import subprocess
import time

from . import processes

PROMPT = "Why do queues form in front of a service, and what helps against them?"
CONNECTIONS = {"json": 32, "sse": 16, "bursts": 16, "paced": 200, "orchestration": 1}
EVENT_GAP_MS = 10  # of a paced stream
MARKERS = {"paced": f"[[stamped:{EVENT_GAP_MS}]] ", "idle": "[[stall]] ", "bursts": "[[bursts:10]] "}


class LoadFailed(RuntimeError):
    """The generator saw wrong answers: no figure of the run counts."""


def usage(pids):
    """CPU nanoseconds, and ticks of user and system time, of the processes with all their threads."""
    nanoseconds = user = system = 0
    for pid in pids:
        try:
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                nanoseconds += int((task / "schedstat").read_text().split()[0])
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            user, system = user + int(fields[11]), system + int(fields[12])
        except (OSError, ValueError):
            continue
    return nanoseconds, user, system


def memory(pids):
    """(Pss, Rss) of the processes, in bytes."""
    pss = rss = 0
    for pid in pids:
        try:
            text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        pss += int(re.search(r"^Pss:\s+(\d+)", text, re.M).group(1)) * 1024
        rss += int(re.search(r"^Rss:\s+(\d+)", text, re.M).group(1)) * 1024
    return pss, rss


class Generator:
    """The load generator and what it should expect."""

    def __init__(self, program, expect, cpus):
        self.program = program
        self.expect = expect
        self.cpus = cpus

    def arguments(self, mode, port, model, **more):
        given = {"mode": "sse" if mode == "bursts" else mode, "port": port, "model": model,
                 "prompt": MARKERS.get(mode, "") + PROMPT, "connections": CONNECTIONS.get(mode, 8), **more}
        if mode in ("json", "sse", "bursts"):
            given["expect"] = self.expect
        if mode == "orchestration":
            given["path"] = "/api/stream/orchestration"
        return [self.program, *(part for name, value in given.items() for part in ("--" + name.replace("_", "-"), value))]

    def run(self, mode, port, model, **more):
        child = processes.spawn(self.arguments(mode, port, model, **more), self.cpus, stdout=subprocess.PIPE, text=True)
        try:
            out, _ = child.communicate(timeout=60 + more.get("ms", 0) / 1000)
        finally:
            processes.stop(child)
        figures = json.loads(out)
        if figures["errors"]:
            raise LoadFailed(f"{figures['errors']} wrong answers, the first: {figures['first_error']}")
        return figures


def sample(generator, proxy, mode, model, **more):
    """One run: CPU per unit (request, or event of a paced stream) and latencies."""
    pids = proxy.pids()
    before = usage(pids)
    figures = generator.run(mode, proxy.port, model, **more)
    after = usage(pids)
    units = max(1, figures["events"] if mode == "paced" else figures["requests"])
    spent = (after[0] - before[0]) / 1000 / units
    ticks = after[1] - before[1] + after[2] - before[2]
    figures["cpu_us"] = spent
    figures["user_us"] = spent * (after[1] - before[1]) / max(1, ticks)
    return figures


def system_calls(generator, proxy, mode, model, ms):
    """Calls per unit and the five most frequent ones, counted by strace in a run of its own."""
    out = proxy.folder / f"strace-{mode}.txt"
    command = ["strace", "-c", "-f", "-qq", "-o", out]
    for pid in proxy.pids():
        command += ["-p", str(pid)]
    tracer = processes.spawn(command, stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    more = {"connections": 50} if mode == "paced" else {}
    figures = generator.run(mode, proxy.port, model, ms=ms, **more)
    tracer.send_signal(signal.SIGINT)
    tracer.wait(5)
    processes.stop(tracer)
    calls = []
    for line in out.read_text().splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[3].isdigit() and fields[-1] != "total":
            calls.append((int(fields[3]), fields[-1]))
    units = max(1, figures["events"] if mode == "paced" else figures["requests"])
    calls.sort(reverse=True)
    return sum(count for count, _ in calls) / units, [(name, round(count / units, 2)) for count, name in calls[:6]]


def perf_counts():
    if not shutil.which("perf"):
        return False
    done = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", "true"], stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode == 0 and "not supported" not in done.stderr and "not counted" not in done.stderr


def perf_instructions(generator, proxy, mode, model, ms):
    pids = ",".join(map(str, proxy.pids()))
    counter = processes.spawn(["perf", "stat", "-x,", "-e", "instructions:u", "-p", pids], stderr=subprocess.PIPE, text=True)
    time.sleep(0.2)
    figures = generator.run(mode, proxy.port, model, ms=ms)
    counter.send_signal(signal.SIGINT)
    _, text = counter.communicate(timeout=5)
    processes.stop(counter)
    units = max(1, figures["events"] if mode == "paced" else figures["requests"])
    return int(text.split(",")[0]) / units


def callgrind_instructions(generator, make_proxy, model):
    """{mode: user instructions per unit}: each count is the difference of two runs of different length,
    so that the start of the program does not count."""
    runs = {"json": ({"requests": 200, "connections": 8}, {"requests": 1000, "connections": 8}),
            "paced": ({"ms": 1000, "connections": 20}, {"ms": 3000, "connections": 20})}
    counts = {}
    for mode, (short, long) in runs.items():
        (few, spent_few), (many, spent_many) = (_callgrind_run(generator, make_proxy(), mode, model, run) for run in (short, long))
        counts[mode] = (spent_many - spent_few) / max(1, many - few)
    return counts


def _callgrind_run(generator, proxy, mode, model, run):
    """(units, instructions) of one life of the proxy."""
    out = proxy.folder / f"callgrind-{mode}.out"
    for old in proxy.folder.glob(out.name + "*"):
        old.unlink()
    proxy.start(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}.%p", "--trace-children=yes"], patience=40)
    try:
        figures = generator.run(mode, proxy.port, model, **{"ms": 30_000, **run})
    finally:
        for pid in reversed(proxy.pids()):
            try:
                processes.os.kill(pid, signal.SIGTERM)
            except OSError:
                pass
        proxy.process.wait(30)
        proxy.stop()
    total = 0
    for part in proxy.folder.glob(out.name + ".*"):
        found = re.search(r"^(?:summary|totals): (\d+)", part.read_text(errors="replace"), re.M)
        total += int(found.group(1)) if found else 0
    return figures["events" if mode == "paced" else "requests"], total


def idle_streams(generator, proxy, model, streams):
    """Bytes of user memory (Pss, Rss) that one open stream takes while its upstream is silent."""
    before = memory(proxy.pids())
    arguments = generator.arguments("idle", proxy.port, model, connections=streams, ms=20_000)
    child = processes.spawn(arguments, generator.cpus, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        line = child.stdout.readline()
        if line.strip() != "ready":
            raise LoadFailed(f"the idle streams did not open: {json.loads(line)['first_error'] if line else 'no answer'}")
        time.sleep(0.5)  # read buffers go back when nothing has come for a while
        after = memory(proxy.pids())
    finally:
        processes.stop(child)
    return [(b - a) / streams for a, b in zip(before, after)]
