#!/usr/bin/env python3
"""What a user waits for, beside the latency table of the streaming and caching guide.

The real binary between a client and fake models whose stages take as long as the guide says: an analyzing model
1 s, an answer 5 s (of a simple question 1 s), a judge 3 s. The guide counts 1 s for routing too; here routing is no
call. All scenarios run at the same time, since all they do is wait. Needs only Python.

With --scale 0.1 every stage takes a tenth. --check fails when a promise does not hold three times in a row: once may be
the machine's fault.
"""

import argparse
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import processes  # noqa: E402

ANALYZER, SIMPLE, ANSWER, JUDGE = 1.0, 1.0, 5.0, 3.0  # seconds, as in the guide
HARD = "Explain step by step how a rate limiter for many servers works, and compare two ways to build one"
EASY = "Hello!"
WORDS = 46  # of the long answer; its first one comes after half a second


@dataclass
class Scenario:
    title: str
    guide: str          # what the guide says of it
    question: str
    stream: bool = True
    cache: bool = True
    after: "Scenario | None" = None  # asked again when that one has been answered
    first_event: float | None = None
    first_token: float | None = None
    text: float | None = None        # the whole answer is on the screen
    total: float | None = None
    stages: list = field(default_factory=list)
    progress: list = field(default_factory=list)
    result: dict = field(default_factory=dict)
    error: str = ""

    def calls(self):
        return [call["kind"] for call in self.result.get("ledger", [])]


def fake(binary, *options):
    child = processes.spawn([binary, "--die-with-parent", *options], stdout=subprocess.PIPE, text=True)
    return int(child.stdout.readline().rsplit(":", 1)[1])


def model(name, provider, upstream, price, quality):
    return (f"  - {{ id: {name}, provider: {provider}, name: {upstream}, context_window: 100000, quality: {quality},\n"
            f"      price: {{ input: {price}, output: {price * 4} }} }}\n")


def config(ports):
    providers = "".join(f"  - {{ name: {name}, base_url: http://127.0.0.1:{port}/v1 }}\n" for name, port in ports.items())
    return ("workers: 1\nlog: { level: warn }\nserver: { port: 0 }\n"
            "routing: { quality: 0.9, denied_models: [oracle, referee] }\n"
            "chain: { judge: referee }\nanalyzer: { model: oracle, timeout: 30s }\n"
            f"providers:\n{providers}models:\n"
            + model("cheap", "simple", "small", 0.1, 0.3) + model("strong", "answer", "large", 1, 0.95)
            + model("oracle", "analyzer", "fake-analyzer", 0.1, 0.3) + model("referee", "judge", "fake-judge", 1, 0.9))


def start(options, folder):
    """Models and server; the server's port."""
    ms = lambda seconds: max(1, round(seconds * 1000 * options.scale))  # noqa: E731
    ports = {
        "analyzer": fake(options.fake, "--first-ms", ms(ANALYZER)),
        "simple": fake(options.fake, "--first-ms", ms(SIMPLE)),
        "answer": fake(options.fake, "--tokens", WORDS, "--first-ms", ms(0.5), "--gap-ms", ms((ANSWER - 0.5) / (WORDS - 1))),
        "judge": fake(options.fake, "--first-ms", ms(JUDGE)),
    }
    file = folder / "guide.yaml"
    file.write_text(config(ports))
    server = processes.spawn([options.signalbox, "serve", "--config", file], stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if "listening on http://" in line:
            return int(line.rsplit(":", 1)[1].split()[0].strip("/"))
    sys.exit("guide: signalbox does not serve")


def read_stream(scenario, answer, began):
    """Reads server-sent events as they come, and writes down when."""
    for line in answer:
        if not line.startswith(b"data: "):
            continue
        now = time.monotonic() - began
        event = json.loads(line[6:])
        scenario.first_event = scenario.first_event or now
        scenario.progress.append(event["progress"])
        if event["stage"] == "token":
            scenario.first_token = scenario.first_token or now
            scenario.text = now
        elif not scenario.stages or scenario.stages[-1] != event["stage"]:
            scenario.stages.append(event["stage"])
        if event["type"] == "complete":
            scenario.result = event["metadata"]["result"]
        if event["type"] == "error":
            scenario.error = event["message"]


def ask(scenario, port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    path = "/api/stream/orchestration" if scenario.stream else "/api/orchestration"
    body = json.dumps({"content": scenario.question, "options": {"cache": scenario.cache}})
    began = time.monotonic()
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    if answer.status != 200:
        scenario.error = f"{answer.status}: {answer.read().decode()}"
    elif scenario.stream:
        read_stream(scenario, answer, began)
    else:
        scenario.result = json.load(answer)
    scenario.total = time.monotonic() - began
    connection.close()


def scenarios():
    simple = Scenario("simple, streamed", "2 s (feels 1 s)", EASY)
    first = Scenario("complex, streamed, first time", "8 s (feels 2 s)", HARD)
    return [
        simple,
        Scenario("complex, whole JSON, no cache", "10 s", HARD + ".", stream=False, cache=False),
        Scenario("complex, streamed, no cache", "10 s (feels 2 s)", HARD + "!", cache=False),
        first,
        Scenario("complex, streamed, cached", "6 s (feels 1 s)", HARD, after=first),
    ]


def run(options):
    with tempfile.TemporaryDirectory(prefix="signalbox-guide-") as folder:
        port = start(options, pathlib.Path(folder))
        all_of_them = scenarios()
        threads = {}

        def play(scenario):
            if scenario.after:
                threads[scenario.after.title].join()
            ask(scenario, port)

        for scenario in all_of_them:
            threads[scenario.title] = threading.Thread(target=play, args=(scenario,), daemon=True)
        for thread in threads.values():
            thread.start()
        for thread in threads.values():
            thread.join(120)
        processes.stop_all()
        return all_of_them


def table(all_of_them, scale):
    def shown(seconds):
        return "-" if seconds is None else f"{seconds / scale:.3f} s"

    lines = ["| | guide | first event | first token | whole text | total | calls |", "|---|---|---|---|---|---|---|"]
    for one in all_of_them:
        lines.append(f"| {one.title} | {one.guide} | {shown(one.first_event)} | {shown(one.first_token)} | "
                     f"{shown(one.text)} | {shown(one.total)} | {', '.join(one.calls()) or '-'} |")
    if scale != 1:
        lines.append(f"\nStages and times are scaled by {scale:g}: what the programs take themselves looks {1 / scale:g} times as long.")
    return "\n".join(lines)


def problems(all_of_them, scale):
    """The promises that do not hold, as sentences. What takes its time is measured exactly; what must be quick, coarsely."""
    simple, whole, streamed, first, cached = all_of_them
    found = [f"{one.title}: {one.error}" for one in all_of_them if one.error]

    def promise(kept, sentence):
        if not kept:
            found.append(sentence)

    if found:
        return found
    for one in (simple, streamed, first, cached):
        promise(one.first_event < one.first_token < one.total, f"{one.title}: events come while it runs")
        promise(one.progress == sorted(one.progress), f"{one.title}: progress never goes back")
    promise(simple.calls() == ["answer"], f"a simple question is one call, not {simple.calls()}")
    for one in (whole, streamed, first):
        promise(sorted(one.calls()) == ["analyzer", "answer", "judge"], f"{one.title}: three calls, not {one.calls()}")
        promise(one.result["model"] == "strong", f"{one.title}: the analyzer's word counts")
        promise(one.total >= (ANALYZER + ANSWER + JUDGE) * scale * 0.98, f"{one.title}: its stages take their time")
    promise(first.stages[:2] == ["analysis", "routing"], f"stages come in order, not {first.stages}")
    promise(first.first_event < ANALYZER * scale, "the first event does not wait for the analyzer")
    promise(first.first_token >= (ANALYZER + 0.5) * scale * 0.98, "no answer before the analysis")
    promise(sorted(cached.calls()) == ["answer", "judge"], f"a known message is not analyzed again: {cached.calls()}")
    promise(cached.result["cacheHit"], "a known message finds its route")
    promise(cached.first_token < first.first_token, "a known message is answered sooner")
    return found


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--signalbox", type=pathlib.Path, default=root / "build/bench/signalbox")
    options.add_argument("--fake", type=pathlib.Path, default=root / "build/bench/bench/fake_provider/fake_provider")
    options.add_argument("--scale", type=float, default=1.0, help="1: the guide's seconds")
    options.add_argument("--check", action="store_true", help="fail when a promise does not hold")
    options = options.parse_args()
    if not options.fake.exists():
        options.fake = options.signalbox.parent / "tests/fake_provider/fake_provider"
    for program in (options.signalbox, options.fake):
        if not program.exists():
            sys.exit(f"guide: {program} is not built (./dev bench guide builds it)")

    for _ in range(3 if options.check else 1):
        measured = run(options)
        found = problems(measured, options.scale)
        if not found:
            break
    print(table(measured, options.scale))
    for sentence in found:
        print(f"broken: {sentence}", file=sys.stderr)
    return 1 if found and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
