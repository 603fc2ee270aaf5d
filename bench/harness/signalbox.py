"""Signalbox under measurement: everything on, one worker."""

import pathlib
import subprocess

from .processes import Proxy

# The model that is asked by name. It stands in the list of every rank, so that `auto` has a choice too.
DIRECT = "fake-normal"


class Signalbox(Proxy):
    name = "signalbox"
    program = "signalbox"
    binary = pathlib.Path("build/bench/signalbox")

    @classmethod
    def missing(cls):
        return "" if cls.binary.exists() else f"{cls.binary} is not built"

    def command(self):
        config = self.folder / "signalbox.yaml"
        config.write_text(f"""workers: 1
log:
  level: warn
server:
  address: 127.0.0.1
  port: {self.port}
  max_connections: 20000
  max_in_flight: 20000
  max_requests_per_connection: 1000000000
learning:
  # All that it costs a request, and nothing that is left behind or drawn by lot.
  file: none
  exploration: 0
records:
  file: {self.folder}/records.db
chain:
  # A stream is passed on from its first token: what is measured is the way of an event, not the hold.
  hold_tokens: 1
  hold_time: 0ms
providers:
  - name: fake
    type: openai
    base_url: http://127.0.0.1:{self.upstream}/v1
    idle_connections: 256
models:
  - id: {DIRECT}
    provider: fake
    tier: cheap
    price: {{ input: 0.1, output: 0.4 }}
    context_window: 128000
  - id: medium
    provider: fake
    tier: mid
    price: {{ input: 1, output: 4 }}
    context_window: 128000
  - id: large
    provider: fake
    tier: expensive
    price: {{ input: 5, output: 20 }}
    context_window: 200000
""")
        return [self.binary.resolve(), "serve", "--config", config]

    def version(self):
        done = subprocess.run([self.binary, "--version"], stdout=subprocess.PIPE, text=True, check=False)
        return done.stdout.strip()
