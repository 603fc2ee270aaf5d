#!/usr/bin/env python3
"""Measures Signalbox beside HAProxy and nginx, on this machine, in alternating rounds.

Each forwards the same requests from the load generator to the fake provider; what counts is the CPU time of the
process between them. Signalbox runs with everything on: analysis, route cache, validation, ledger, metrics.
Writes build/bench/report.md and report.svg. Needs only Python; programs that are missing are left out and named.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import measure, processes, report  # noqa: E402
from harness.signalbox import DIRECT, Signalbox  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
AUTO, NAMED = "signalbox auto", "signalbox direct"
SUBJECTS = [AUTO, NAMED, "HAProxy", "nginx", "no proxy"]
WORDS = 97  # with role, finish and [DONE]: a stream of 100 events


class Straight:
    """No proxy at all: the floor of the latencies."""

    name = "no proxy"

    def __init__(self, port):
        self.port = port

    @staticmethod
    def pids():
        return []


class Bench:
    def __init__(self, options):
        self.options = options
        self.build = options.build
        cpus = sorted(os.sched_getaffinity(0))
        self.proxy_cpus = {cpus[-1]}
        self.other_cpus = set(cpus[:-1]) or {cpus[-1]}
        self.notes = []
        self.started = time.monotonic()
        if os.getloadavg()[0] > len(cpus) / 2:
            self.note(f"The machine was busy with other work (load {os.getloadavg()[0]:.1f} on {len(cpus)} cores): "
                      "latencies say little, ratios of CPU time still hold.")
        self.samples = {}     # (subject, what) -> [values]
        self.figures = {}     # (subject, what) -> value measured once
        self.calls = {}

    def note(self, text):
        self.notes.append(text)
        print(f"! {text}", file=sys.stderr)

    def say(self, text):
        print(f"[{time.monotonic() - self.started:5.0f} s] {text}", file=sys.stderr, flush=True)

    # --- the parts -------------------------------------------------------------------------------

    def start(self):
        places = (self.build / folder / "fake_provider" / "fake_provider" for folder in ("bench", "tests"))
        fake = self.options.fake or next((place for place in places if place.exists()), None)
        load = self.options.load or self.build / "bench" / "load"
        for name, program in (("fake_provider", fake), ("load", load)):
            if not program or not pathlib.Path(program).exists():
                sys.exit(f"bench: {name} is not built under {self.build}; build the bench preset first (./dev bench does)")
        self.fake = processes.spawn([fake, "--tokens", WORDS, "--die-with-parent"], self.other_cpus, stdout=subprocess.PIPE, text=True)
        self.upstream = int(self.fake.stdout.readline().rsplit(":", 1)[1])
        self.generator = measure.Generator(load, self.expected_text(), self.other_cpus)
        self.proxies = []
        for kind in (Signalbox, processes.HAProxy, processes.Nginx):
            if why := kind.missing():
                self.note(f"{kind.name} is left out: {why}.")
                continue
            self.proxies.append(kind(self.options.out / "run", self.upstream, self.proxy_cpus))

    def expected_text(self):
        body = json.dumps({"model": DIRECT, "messages": [{"role": "user", "content": measure.PROMPT}]}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.upstream}/v1/chat/completions", body, timeout=5) as answer:
            return json.load(answer)["choices"][0]["message"]["content"]

    def starts(self):
        """Seconds from exec to the first answer, and what the idle process takes."""
        for proxy in list(self.proxies):
            try:
                for _ in range(1 if self.options.quick else 5):
                    if proxy.process:
                        proxy.stop()
                    self.samples.setdefault((proxy.name, "start"), []).append(proxy.start() * 1000)
                time.sleep(0.2)
                self.samples[(proxy.name, "rss")] = [measure.memory(proxy.pids())[1] / 2**20]
            except RuntimeError as error:
                self.note(str(error))
                self.proxies.remove(proxy)

    def subjects(self):
        for proxy in self.proxies:
            if proxy.name == Signalbox.name:
                yield AUTO, proxy, "auto"
                yield NAMED, proxy, DIRECT
            else:
                yield proxy.name, proxy, DIRECT

    def drop(self, subject, what, error):
        self.note(f"{subject}, {what}: {error}")

    def attempt(self, subject, what, work, *arguments, **more):
        """The result, or None with a note: one failing subject does not end the bench. Two failures: left alone."""
        if self.figures.get((subject, what, "failures"), 0) >= 2:
            return None
        try:
            return work(*arguments, **more)
        except (measure.LoadFailed, OSError, ValueError, subprocess.SubprocessError, RuntimeError) as error:
            self.figures[(subject, what, "failures")] = self.figures.get((subject, what, "failures"), 0) + 1
            self.drop(subject, what, error)
            return None

    def keep(self, subject, what, value):
        self.samples.setdefault((subject, what), []).append(value)

    def rounds(self):
        length = 600 if self.options.quick else 1500
        for subject, proxy, model in self.subjects():  # routes, connections and memory are there already when it counts
            self.attempt(subject, "warm-up", self.generator.run, "json", proxy.port, model, ms=200)
        for turn in range(self.options.rounds):
            subjects = list(self.subjects())
            if turn % 2:
                subjects.reverse()
            for mode in ("json", "sse", "bursts", "paced"):
                for subject, proxy, model in subjects:
                    figures = self.attempt(subject, mode, measure.sample, self.generator, proxy, mode, model, ms=length)
                    if not figures:
                        continue
                    self.keep(subject, mode + " cpu", figures["cpu_us"])
                    self.keep(subject, mode + " user", figures["user_us"])
                    self.keep(subject, mode + " rate", figures["per_second"])
            self.say(f"round {turn + 1} of {self.options.rounds}")

    def latencies(self):
        """At a quarter of what HAProxy can: the same rate for everyone, and room for generator and upstream."""
        reference = "HAProxy" if ("HAProxy", "json rate") in self.samples else next((s for s, _, _ in self.subjects()), None)
        if reference is None:
            return
        straight = ("no proxy", Straight(self.upstream), DIRECT)
        length = 500 if self.options.quick else 1000
        for _ in range(1 if self.options.quick else 4):
            for mode, kind in (("json", "whole_us"), ("bursts", "first_us"), ("paced", "travel_us")):
                rates = self.samples.get((reference, mode + " rate"))
                if not rates:
                    continue
                more = {"connections": 50} if mode == "paced" else {"rate": f"{statistics.median(rates) * 0.25:.0f}"}
                for subject, proxy, model in [*self.subjects(), straight]:
                    figures = self.attempt(subject, mode + " latency", self.generator.run, mode, proxy.port, model, ms=length, **more)
                    if figures and figures[kind]:
                        self.keep(subject, mode + " p50", figures[kind]["p50"])
                        self.keep(subject, mode + " p99", figures[kind]["p99"])

    def progress_events(self):
        for subject, proxy, model in self.subjects():
            if subject != AUTO:
                continue
            for _ in range(1 if self.options.quick else 3):
                figures = self.attempt(subject, "orchestration", self.generator.run, "orchestration", proxy.port, model, ms=800)
                if figures and figures["first_us"]:
                    self.keep(subject, "progress p50", figures["first_us"]["p50"])
                    self.keep(subject, "progress p99", figures["first_us"]["p99"])

    def streams_in_memory(self):
        streams = min(400 if self.options.quick else 2000, processes.descriptors() // 2 - 300)
        self.figures["streams"] = streams
        for subject, proxy, model in self.subjects():
            if subject == AUTO:  # the same process
                continue
            proxy.stop()  # what earlier streams left behind would be used again, and not be seen
            proxy.start()
            self.attempt(subject, "warm-up", self.generator.run, "sse", proxy.port, model, ms=200)
            found = self.attempt(subject, "idle streams", measure.idle_streams, self.generator, proxy, model, streams)
            if found:
                self.keep(subject, "stream pss", found[0] / 1024)

    def calls_and_instructions(self):
        ms = 700 if self.options.quick else 1500
        if not shutil.which("strace"):
            self.note("System calls are not counted: strace is not installed.")
        counts = measure.perf_counts()
        for subject, proxy, model in self.subjects():
            for mode in ("json", "bursts", "paced"):
                if shutil.which("strace"):
                    found = self.attempt(subject, mode + " calls", measure.system_calls, self.generator, proxy, mode, model, ms)
                    if found:
                        self.keep(subject, mode + " calls", found[0])
                        self.calls[(subject, mode)] = found[1]
                if counts:
                    found = self.attempt(subject, mode + " instructions", measure.perf_instructions, self.generator, proxy, mode, model, ms)
                    self.keep(subject, mode + " instructions", found)
        if counts or not self.options.instructions:
            if not counts:
                self.note("User instructions are not counted: no hardware counters here; --instructions counts them with valgrind.")
            return
        if not shutil.which("valgrind"):
            self.note("User instructions are not counted: neither hardware counters nor valgrind.")
            return
        self.instructions_by_valgrind()

    def instructions_by_valgrind(self):
        for subject, proxy, model in list(self.subjects()):
            self.say(f"instructions of {subject}")
            make = lambda kind=type(proxy): kind(self.options.out / "run", self.upstream, self.proxy_cpus)  # noqa: E731
            found = self.attempt(subject, "instructions", measure.callgrind_instructions, self.generator, make, model)
            for mode, count in (found or {}).items():
                self.keep(subject, mode + " instructions", count)

    def micro(self):
        program = self.build / "bench" / "bench_micro"
        if not program.exists():
            return self.note("No micro figures: bench_micro is not built.")
        command = [program, "--benchmark_format=json", f"--benchmark_min_time={0.02 if self.options.quick else 0.1}"]
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=60, check=True)
            self.figures["micro"] = json.loads(done.stdout)["benchmarks"]
        except (subprocess.SubprocessError, ValueError) as error:
            self.note(f"No micro figures: {error}")

    # --- the report ------------------------------------------------------------------------------

    def row(self, title, unit, what, limit=None):
        return report.Row(title, unit, {s: report.Figure(self.samples.get((s, what), [])) for s in self.names()}, limit)

    def names(self):
        return [name for name in SUBJECTS if any(key[0] == name for key in self.samples)]

    def merged(self):
        """Figures of the process stand under the subject that is asked by name."""
        for what in ("start", "rss"):
            if (Signalbox.name, what) in self.samples:
                self.samples[(NAMED, what)] = self.samples.pop((Signalbox.name, what))
        for what in ("json", "bursts", "paced"):
            floor = report.median(self.samples.get(("no proxy", f"{what} p50"), []))
            for subject in SUBJECTS[:4]:
                values = self.samples.get((subject, f"{what} p50"))
                if floor is not None and values:
                    self.samples[(subject, f"{what} added")] = [max(0.1, value - floor) for value in values]

    def rows(self):
        self.merged()
        times = ("ratio", 1.2)
        return [
            self.row("CPU per JSON request (1 KB)", "µs", "json cpu", ("ratio", 0.9)),
            self.row("of it in user mode", "µs", "json user"),
            self.row("CPU per SSE stream of 100 events, in bursts of 10", "µs", "bursts cpu", ("ratio", 0.9)),
            self.row("of it in user mode, per stream", "µs", "bursts user"),
            self.row("CPU per SSE stream of 100 events, flat out", "µs", "sse cpu", ("ratio", 0.9)),
            self.row("CPU per event, paced", "µs", "paced cpu", ("ratio", 0.9)),
            self.row("user instructions per JSON request", "", "json instructions", ("value", 25_000)),
            self.row("user instructions per paced event", "", "paced instructions", ("value", 2_500)),
            self.row("system calls per JSON request", "", "json calls", ("value", 5.5)),
            self.row("system calls per SSE stream, in bursts", "", "bursts calls"),
            self.row("system calls per paced event", "", "paced calls", ("value", 3.3)),
            self.row("added to a JSON answer, p50", "µs", "json added", times),
            self.row("JSON answer, p99", "µs", "json p99", times),
            self.row("added to the first token, p50", "µs", "bursts added", times),
            self.row("first token, p99", "µs", "bursts p99", times),
            self.row("added to the way of an event, p50", "µs", "paced added", times),
            self.row("way of an event, p99", "µs", "paced p99", times),
            self.row("first progress event, p50", "µs", "progress p50", ("value", 1000)),
            self.row("first progress event, p99", "µs", "progress p99"),
            self.row("memory per idle stream", "KiB", "stream pss", ("value", 12)),
            self.row("start to serving", "ms", "start", ("value", 100)),
            self.row("memory of the idle process", "MiB", "rss", ("value", 30)),
            self.row("answers a second, closed loop", "", "json rate"),
        ]

    def machine(self):
        model = next((line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                      if line.startswith("model name")), platform.machine())
        cores = len(os.sched_getaffinity(0))
        return f"{model}, {cores} cores, Linux {platform.release()}, {self.options.rounds} rounds"

    def write(self):
        rows = [row for row in self.rows() if row.figures]
        ours = [AUTO, NAMED]
        out = ["# Bench report\n", f"{self.machine()}, {time.strftime('%Y-%m-%d %H:%M')}.\n",
               "Versions: " + ", ".join(filter(None, (proxy.version() for proxy in self.proxies))) + ".\n",
               "Medians over alternating rounds, in brackets the lowest and the highest. Ratios are medians of the ratios "
               "round by round. CPU time is that of the proxy process alone. Latencies of answers and first tokens at a quarter of the "
               "rate that HAProxy reached; `added` is the median less that without any proxy. Every answer was checked: status, framing and text.\n",
               report.table(rows, SUBJECTS, ours)]
        if Signalbox.binary.exists():
            out.append(f"Binary: {Signalbox.binary.stat().st_size / 2**20:.1f} MiB (target < 20).\n")
        if streams := self.figures.get("streams"):
            out.append(f"Memory per stream: Pss with {streams} open streams less Pss without, divided by their number.\n")
        if self.calls:
            out.append("\n## Most frequent system calls\n")
            out += [f"- {subject}, {mode}: " + ", ".join(f"{name} {count}" for name, count in calls)
                    for (subject, mode), calls in self.calls.items()]
        if micro := self.figures.get("micro"):
            out.append("\n## Micro benchmarks\n\n| | time | iterations |\n|---|---|---|")
            out += [f"| {one['name']} | {one['cpu_time']:,.0f} {one['time_unit']} | {one['iterations']:,} |" for one in micro
                    if one.get("run_type") != "aggregate"]
        if self.notes:
            out.append("\n## Notes: what was left out, and why\n")
            out += [f"- {note}" for note in self.notes]
        text = "\n".join(out) + "\n"
        self.options.out.mkdir(parents=True, exist_ok=True)
        (self.options.out / "report.md").write_text(text)
        (self.options.out / "report.svg").write_text(report.plot([r for r in rows if r.unit != ""], SUBJECTS[:4], self.machine()))
        (self.options.out / "report.json").write_text(json.dumps({f"{s}: {w}": v for (s, w), v in self.samples.items()}, indent=1))
        print(text)
        self.say(f"written to {self.options.out}/report.md and report.svg")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, help="alternating rounds (7, quick 2)")
    parser.add_argument("--quick", action="store_true", help="below a minute, rough figures")
    parser.add_argument("--instructions", action="store_true", help="count user instructions with valgrind where the CPU cannot")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "bench", help="build folder of the bench preset")
    parser.add_argument("--out", type=pathlib.Path, help="folder of the report (the build folder)")
    parser.add_argument("--fake", type=pathlib.Path, help="the fake provider program")
    parser.add_argument("--load", type=pathlib.Path, help="the load generator program")
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 7)
    options.out = (options.out or options.build).resolve()
    options.build = options.build.resolve()
    return options


def main():
    options = read_options()
    Signalbox.binary = options.build / "signalbox"
    bench = Bench(options)
    bench.start()
    try:
        bench.starts()
        bench.rounds()
        bench.latencies()
        bench.progress_events()
        bench.calls_and_instructions()
        bench.streams_in_memory()
        bench.micro()
    except KeyboardInterrupt:
        bench.note("interrupted: what was measured until then")
    bench.write()


if __name__ == "__main__":
    main()
