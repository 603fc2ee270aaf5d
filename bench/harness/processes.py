"""Programs under measurement: how they are started, watched and stopped.

Every child dies with this process, and is stopped by its own id when the bench ends.
"""

import atexit
import ctypes
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import time

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)
children = []


def _die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command, cpus=None, **options):
    """Starts a child on the given CPUs; it never outlives the bench."""

    def prepare():
        _die_with_parent()
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors(), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        if cpus:
            os.sched_setaffinity(0, cpus)

    child = subprocess.Popen([str(part) for part in command], preexec_fn=prepare, **options)
    children.append(child)
    return child


def stop(child, patience=3.0):
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream:
            stream.close()
    if child in children:
        children.remove(child)


@atexit.register
def stop_all():
    for child in list(children):
        stop(child, 1.0)


def descriptors():
    """How many a child may open."""
    return min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 40000)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port, patience=5.0, child=None):
    """Seconds until an HTTP answer came from `port`, or None."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < patience and (child is None or child.poll() is None):
        try:
            with socket.create_connection(("127.0.0.1", port), 0.5) as client:
                client.settimeout(1.0)
                client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if client.recv(64).startswith(b"HTTP/1."):
                    return time.perf_counter() - begun
        except OSError:
            time.sleep(0.0005)
    return None


def tree(pid):
    """The process and all its descendants."""
    found = [pid]
    for known in found:
        try:
            for task in os.listdir(f"/proc/{known}/task"):
                found += [int(child) for child in pathlib.Path(f"/proc/{known}/task/{task}/children").read_text().split()]
        except OSError:
            pass
    return found


class Proxy:
    """One program between the load generator and the upstream."""

    name = ""
    models = {}  # mode -> model name to ask for; see measure.py

    def __init__(self, folder, upstream, cpus):
        self.folder = pathlib.Path(folder) / self.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.upstream = upstream
        self.cpus = cpus
        self.port = 0
        self.process = None

    @classmethod
    def missing(cls):
        """Why this program cannot be measured here, or an empty text."""
        return "" if shutil.which(cls.program) else f"{cls.program} is not installed"

    def command(self):
        raise NotImplementedError

    def start(self, wrapper=(), patience=5.0, cpus=None):
        """Starts it and returns the seconds until it served."""
        self.port = free_port()
        log = open(self.folder / "output.log", "wb")
        self.process = spawn([*wrapper, *self.command()], cpus or self.cpus, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        log.close()
        took = answers(self.port, patience, self.process)
        if took is None:
            text = (self.folder / "output.log").read_text(errors="replace")[-600:]
            self.stop()
            raise RuntimeError(f"{self.name} did not begin to serve: {text}")
        return took

    def stop(self):
        if self.process:
            stop(self.process)
        self.process = None

    def pids(self):
        return tree(self.process.pid)


class HAProxy(Proxy):
    name = "HAProxy"
    program = "haproxy"

    def command(self):
        config = self.folder / "haproxy.cfg"
        config.write_text(f"""global
    nbthread 1
    maxconn {descriptors() // 2 - 100}
    nosplice
defaults
    mode http
    option http-keep-alive
    http-reuse always
    timeout connect 2s
    timeout client 120s
    timeout server 120s
    timeout http-keep-alive 60s
listen gateway
    bind 127.0.0.1:{self.port}
    option http-no-delay
    server upstream 127.0.0.1:{self.upstream} pool-max-conn -1
""")
        return ["haproxy", "-db", "-f", config]

    def version(self):
        return _first_line(["haproxy", "-v"])


class Nginx(Proxy):
    name = "nginx"
    program = "nginx"

    def command(self):
        config = self.folder / "nginx.conf"
        config.write_text(f"""daemon off;
{"user root;" if os.geteuid() == 0 else ""}
worker_processes 1;
worker_rlimit_nofile {descriptors()};
pid {self.folder}/nginx.pid;
error_log {self.folder}/error.log crit;
events {{ worker_connections {descriptors() - 100}; }}
http {{
    access_log off;
    client_body_temp_path {self.folder}/body;
    proxy_temp_path {self.folder}/proxy;
    fastcgi_temp_path {self.folder}/fastcgi;
    uwsgi_temp_path {self.folder}/uwsgi;
    scgi_temp_path {self.folder}/scgi;
    keepalive_requests 100000000;
    tcp_nodelay on;
    upstream provider {{ server 127.0.0.1:{self.upstream}; keepalive 256; keepalive_requests 100000000; }}
    server {{
        listen 127.0.0.1:{self.port} backlog=4096;
        location / {{
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
            proxy_read_timeout 120s;
        }}
    }}
}}
""")
        return ["nginx", "-p", self.folder, "-c", config]

    def version(self):
        return _first_line(["nginx", "-v"])


def _first_line(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.splitlines()[0].strip() if done.stdout else ""
