"""A real moderatod for a test: its configuration, its process, and clients of its endpoints.

Each daemon has a temporary folder with its ledger, its log and its sockets, so tests run side by side. MODERATO_BIN names
the folder with the programs.
"""
import ctypes
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import zmq

BIN = Path(os.environ.get("MODERATO_BIN", Path(__file__).parents[2] / "build/release/bin"))
PATIENCE = float(os.environ.get("MODERATO_PATIENCE", "120"))  # seconds; only a failing test ever waits so long
ENDPOINTS = {"queue": "intake", "desk": "intake", "publish": "feed", "endpoint": "control"}

# Who may comment, told by the author's id alone: good… may, wait… is held, all others are turned away.
MEMBERS = """
[filter.membership]
database = "members.db"
query = "SELECT CASE substr(?1, 1, 4) WHEN 'good' THEN 'active' WHEN 'wait' THEN 'lapsed' ELSE 'banned' END AS status"
lapsed = "hold"
"""

_libc = ctypes.CDLL(None)


def _die_with_the_test():
    _libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _free_ports(count):
    """Below those that Linux gives to whoever asks for any: none of them is taken before the daemon binds it."""
    first_of_those = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    ports = []
    while len(ports) < count:
        port = random.randrange(10_000, max(first_of_those, 10_100))
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        if port not in ports:
            ports.append(port)
    return ports


def comment(id, text="A comment.", author="good", article="a1", **more):
    return {"id": str(id), "article": article, "author": {"id": author}, "text": text, **more}


def frame(message):
    return message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()


class TimedOut(AssertionError):
    pass


class Socket:
    """A ZeroMQ socket whose receive fails after PATIENCE instead of waiting for ever."""

    def __init__(self, daemon, kind, where):
        self.daemon, self.kind = daemon, kind
        self.socket = daemon.context.socket(kind)
        self.socket.linger = 0
        self.socket.sndhwm = self.socket.rcvhwm = 0
        if daemon.curve:
            self.socket.curve_serverkey, self.socket.curve_publickey, self.socket.curve_secretkey = daemon.curve
        self.socket.connect(where)
        daemon.sockets.append(self.socket)  # lives as long as the daemon: what was sent is not lost with it

    def send(self, message):
        self.socket.send(frame(message))

    def receive(self, seconds=PATIENCE):
        if not self.socket.poll(seconds * 1000):
            raise TimedOut(f"nothing came within {seconds} s; the daemon's log:\n{self.daemon.log()}")
        return self.socket.recv_multipart()

    def ask(self, message):
        self.send(message)
        return json.loads(self.receive()[-1])

    def submit(self, messages):
        """Sends all, and again what the daemon was too busy for, then gathers the answers, by id."""
        waiting = list(messages)
        by_id = {json.loads(frame(each)).get("id"): each for each in waiting}
        answers = {}
        while waiting:
            for each in waiting:
                self.send(each)
            got = [json.loads(self.receive()[0]) for _ in waiting]
            busy = [each["id"] for each in got if each.get("error", {}).get("code") == "intake.busy"]
            answers.update((each.get("id"), each) for each in got if each.get("id") not in busy)
            waiting = [by_id[id] for id in busy]
        return answers

    def close(self):
        self.daemon.sockets.remove(self.socket)
        self.socket.close()


class Process:
    """The end of a program that is under test: its `process`, and what it said in log()."""
    name = "daemon"

    def stop(self):
        """Asks it to stop and waits; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self):
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise TimedOut(f"the {self.name} did not stop:\n{self.log()}") from None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def halt(self):
        """Until go_on(). Waits for it: a signal to stop only asks, and its threads go on until they get to see it."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)


class Daemon(Process):
    """Use as `with Daemon(...) as daemon:`; it must then also stop cleanly when the block ends."""

    def __init__(self, *, chain=("membership",), workers=2, tcp=False, tables=None, filters=MEMBERS):
        self._folder = tempfile.TemporaryDirectory(prefix="moderato-")
        self.folder = Path(self._folder.name)
        self.context = zmq.Context()
        self.sockets = []
        self.process = None
        self.environment = {}  # of the daemon, beside the test's own
        self.curve = None  # the daemon's public key, and what its clients show: their public and secret key
        ports = _free_ports(len(ENDPOINTS)) if tcp else None
        self.addresses = {
            name: f"tcp://127.0.0.1:{ports[i]}" if tcp else f"ipc://{self.folder}/{name}"
            for i, name in enumerate(ENDPOINTS)
        }
        self.config = self.folder / "moderato.toml"
        self.configure(chain, workers, tables or {}, filters)
        sqlite3.connect(self.folder / "members.db").execute("CREATE TABLE nobody (id)").connection.close()

    def configure(self, chain, workers, tables, filters):
        text = f"workers = {workers}\n" + tables.get("head", "") + "\n"
        for table in ("intake", "feed", "control"):
            text += f"[{table}]\n"
            for name, owner in ENDPOINTS.items():
                if owner == table:
                    text += f'{name} = {{ bind = "{self.addresses[name]}" }}\n'
            text += tables.get(table, "") + "\n"
        text += '[gateway]\nendpoint = "127.0.0.1:0"\n' + tables.get("gateway", "")
        text += '[monitor]\n' + (tables.get("monitor") or 'endpoint = ""\n')
        text += '[ledger]\npath = "ledger.db"\n' + tables.get("ledger", "")
        text += '\n[log]\nformat = "json"\n' + tables.get("log", "")
        text += f"\n[chain]\nfilters = {json.dumps(list(chain))}\n" + tables.get("chain", "") + "\n" + filters
        self.config.write_text(text)

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "moderatod", "--config", self.config], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.environment}, preexec_fn=_die_with_the_test)
        control = self.control()
        try:
            control.send({"request": "stats"})
            deadline = time.monotonic() + PATIENCE
            while not control.socket.poll(100):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"the daemon did not start ({self.process.poll()}):\n{self.log()}")
        finally:
            control.close()
        return self

    def __enter__(self):
        return self.start()

    def __exit__(self, failed, *_):
        try:
            if self.process.poll() is None:
                code = self.stop()
                assert failed or code == 0, f"the daemon ended with {code}:\n{self.log()}"
        finally:
            if self.process.poll() is None:
                self.kill()
            for each in self.sockets:
                each.close()
            self.context.term()
            self._folder.cleanup()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")[-20_000:]

    def memory(self):
        """Resident bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    # Clients.

    def queue(self):
        return Socket(self, zmq.PUSH, self.addresses["queue"])

    def desk(self):
        return Socket(self, zmq.DEALER, self.addresses["desk"])

    def control(self):
        return Socket(self, zmq.DEALER, self.addresses["endpoint"])

    def feed(self, *topics):
        """A subscriber that is known to be connected: whatever is decided from now on reaches it."""
        feed = Socket(self, zmq.SUB, self.addresses["publish"])
        for topic in topics or ("approved/",):
            feed.socket.subscribe(topic.encode())
        # A subscription takes effect some time after it is made; a comment that comes through proves it.
        site = f"probe-{os.urandom(8).hex()}"
        for topic in ("approved", "held", "rejected"):
            feed.socket.subscribe(f"{topic}/{site}/".encode())
        desk = self.desk()
        for attempt in range(10_000):
            desk.ask(comment(attempt, f"Is anybody there? {attempt} {site}", site=site))
            if feed.socket.poll(50):
                break
        else:
            raise TimedOut("no subscription took effect")
        last = desk.ask(comment("last", f"Good. {site}", site=site))["seq"]
        while int(feed.receive()[1]) != last:
            pass
        for topic in ("approved", "held", "rejected"):
            feed.socket.unsubscribe(f"{topic}/{site}/".encode())
        desk.close()
        return feed

    # Requests to control.

    def request(self, name, **more):
        control = self.control()
        try:
            return control.ask({"request": name, **more})
        finally:
            control.close()

    def stats(self):
        return self.request("stats")

    def stats_when(self, ready):
        """The first stats for which ready(stats) is true."""
        deadline = time.monotonic() + PATIENCE
        while not ready(stats := self.stats()):
            if time.monotonic() > deadline:
                raise TimedOut(f"still {stats}; the daemon's log:\n{self.log()}")
        return stats

    def catch_up(self, *topics, after=0, limit=500):
        """Every message of the feed after a seq: (topic, seq, comment frame, verdict)."""
        control = self.control()
        more = True
        while more:
            control.send({"request": "feed", "after": after, "topics": list(topics or ("approved/",)), "limit": limit})
            head, *rest = control.receive()
            page = json.loads(head)
            assert len(rest) == 4 * page["count"] and page["count"] <= limit, page
            assert page["scanned"] > after or not page["more"], page
            for i in range(0, len(rest), 4):
                yield message(rest[i : i + 4])
            after, more = page["scanned"], page["more"]
        control.close()

    def verdicts(self, after=0):
        """All that the ledger holds after a seq, in order, through control: (topic, seq, comment frame, verdict)."""
        return list(self.catch_up("approved/", "held/", "rejected/", "withdrawn/", after=after, limit=1000))


def message(frames):
    topic, seq, body, verdict = frames
    return topic.decode(), int(seq), body, json.loads(verdict)
