#!/usr/bin/env python3
"""What many open streams take of the gateway's memory, some of them with readers that read nothing.

Opens all streams at once through the real binary: most are read, an event a second each; the slow ones are left
unread, so that their text piles up until the gateway stops reading its provider. Prints the resident memory in all and
for each stream. What the kernel keeps for sockets is not in it. Needs only Python and the built programs.
"""

import argparse
import json
import pathlib
import selectors
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import measure, processes  # noqa: E402
from harness.signalbox import DIRECT, Signalbox  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
STEADY = "[[stamped:1000]] go"  # an event a second, without end
PILED = "[[long:4000]] go"      # some 800 KiB on the wire: more than the gateway buffers for one reader
SMALL_WINDOW = 4096             # of a reader who reads nothing: what is on its way shall wait in the gateway
FIRST_TOKEN = b'"content":"'


class Stream:
    def __init__(self, port, prompt, slow):
        body = json.dumps({"model": DIRECT, "stream": True, "messages": [{"role": "user", "content": prompt}]}).encode()
        self.slow = slow
        self.began = False
        self.bytes = 0
        self.socket = socket.socket()
        if slow:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_WINDOW)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                            b"Content-Length: %d\r\n\r\n" % (port, len(body)) + body)
        self.socket.setblocking(False)

    def read(self):
        """What came; a broken stream is an error."""
        came = self.socket.recv(65536)
        if not came or (self.bytes == 0 and not came.startswith(b"HTTP/1.1 200")):
            raise RuntimeError(f"a stream ended: {came[:200]!r}")
        self.bytes += len(came)
        self.began = self.began or FIRST_TOKEN in came


class Crowd:
    """All streams, read by one thread; a slow one only until its first token."""

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.streams = []

    def open(self, port, prompt, count, slow=False):
        for nth in range(count):
            stream = Stream(port, prompt, slow)
            self.streams.append(stream)
            self.selector.register(stream.socket, selectors.EVENT_READ, stream)
            if nth % 64 == 63:  # no listener's backlog overflows
                self.read_once(0)

    def read_once(self, patience):
        for key, _ in self.selector.select(patience):
            stream = key.data
            stream.read()
            if stream.slow and stream.began:
                self.selector.unregister(stream.socket)

    def read_for(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.read_once(0.05)

    def read_until_all_began(self, patience):
        until = time.monotonic() + patience
        while not all(stream.began for stream in self.streams):
            if time.monotonic() > until:
                raise RuntimeError(f"{sum(not stream.began for stream in self.streams)} streams have not begun")
            self.read_once(0.05)

    def all_go_on(self, seconds):
        """Whether every stream that is read gets something in so long."""
        before = [stream.bytes for stream in self.streams]
        self.read_for(seconds)
        return all(stream.slow or stream.bytes > then for stream, then in zip(self.streams, before))


def settled(crowd, pids):
    """Resident bytes once they have stopped growing."""
    last = 0
    for _ in range(20):
        crowd.read_for(1)
        now = measure.memory(pids)[1]
        if abs(now - last) < 0.01 * now:
            return now
        last = now
    return last


def mib(size):
    return f"{size / 2**20:8.1f} MiB"


def run(options, folder):
    fake = processes.spawn([options.fake, "--port", "0", "--die-with-parent"], stdout=subprocess.PIPE, text=True)
    upstream = int(fake.stdout.readline().rsplit(":", 1)[1])
    gateway = Signalbox(folder, upstream, None)
    gateway.start()
    crowd = Crowd()
    crowd.open(gateway.port, STEADY, 1)  # what the first stream brings is no stream's
    crowd.read_until_all_began(30)
    pids = gateway.pids()
    empty = measure.memory(pids)[1]

    steady = options.streams - options.slow
    crowd.open(gateway.port, STEADY, steady)
    crowd.read_until_all_began(60)
    with_steady = settled(crowd, pids)
    crowd.open(gateway.port, PILED, options.slow, slow=True)
    crowd.read_until_all_began(60)
    with_all = settled(crowd, pids)
    going_on = crowd.all_go_on(5)

    print(f"{'without streams':34} {mib(empty)}")
    print(f"{f'{steady} that are read':34} {mib(with_steady)}  {(with_steady - empty) / max(1, steady) / 1024:7.1f} KiB each")
    print(f"{f'and {options.slow} whose readers read nothing':34} {mib(with_all)}  {(with_all - with_steady) / max(1, options.slow) / 1024:7.1f} KiB each")
    print(f"{f'all {options.streams}':34} {mib(with_all)}  {(with_all - empty) / options.streams / 1024:7.1f} KiB each")
    print("every stream that is read goes on" if going_on else "streams that are read have stalled")
    gateway.stop()
    return 0 if going_on else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=5000, help="open at once (5000)")
    parser.add_argument("--slow", type=int, default=1000, help="of these, whose readers read nothing (1000)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "bench", help="build folder of the bench preset")
    parser.add_argument("--fake", type=pathlib.Path, help="the fake provider program")
    options = parser.parse_args()
    if not 0 <= options.slow <= options.streams:
        parser.error("--slow: from 0 to --streams")
    if 2 * options.streams + 200 > processes.descriptors():
        parser.error(f"--streams: this machine lets a program open {processes.descriptors()} descriptors, two for each stream")
    processes.resource.setrlimit(processes.resource.RLIMIT_NOFILE, (processes.descriptors(), processes.resource.getrlimit(processes.resource.RLIMIT_NOFILE)[1]))
    places = (options.build / folder / "fake_provider" / "fake_provider" for folder in ("bench", "tests"))
    options.fake = options.fake or next((place for place in places if place.exists()), "fake_provider")
    Signalbox.binary = options.build.resolve() / "signalbox"
    with tempfile.TemporaryDirectory(prefix="signalbox-streams-") as folder:
        return run(options, folder)


if __name__ == "__main__":
    sys.exit(main())
