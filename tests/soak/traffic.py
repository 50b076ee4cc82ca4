"""Those who use a daemon while it soaks: websites that submit, one that subscribes, a moderator, and hostile clients.

Each is a thread with sockets of its own. `stop()` asks it to end, `join()` waits until it has.
"""
import json
import os
import random
import socket
import sys
import threading
import time
from collections import deque
from pathlib import Path

import zmq
from zmq.utils.monitor import recv_monitor_message

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
from corpus import INSULTS, WORDS  # noqa: E402
from daemon import comment, frame, message  # noqa: E402

RETRY = ("intake.busy", "ledger.unavailable", "ledger.unreadable")  # answers that ask to send it again
SILENCE = 5  # seconds without an answer until what has none is sent over a new connection


class Actor(threading.Thread):
    def __init__(self, daemon, name, seed):
        super().__init__(name=name, daemon=True)
        self.daemon_under_test, self.rng = daemon, random.Random(f"{seed} {name}")
        self.stopping = threading.Event()
        self.failure = None

    def run(self):
        try:
            self.work()
        except Exception as error:  # told by the account, which fails then
            self.failure = f"{self.name}: {error!r}"

    def stop(self):
        self.stopping.set()

    def connect(self, kind, endpoint, **options):
        made = self.daemon_under_test.context.socket(kind)
        made.linger = 0
        for name, value in options.items():
            setattr(made, name, value)
        made.connect(self.daemon_under_test.addresses[endpoint])
        return made


class Website(Actor):
    """Submits at a rate, some comments of every kind, and keeps every receipt. What has no answer is sent again; with
    stop() it sends nothing new, and ends once all that it sent is answered."""

    def __init__(self, daemon, name, seed, rate, window=64):
        super().__init__(daemon, name, seed)
        self.rate, self.window = rate, window
        self.flood = False  # as fast as it goes
        self.site = name.split(".")[0]
        self.receipts = {}  # the body that was sent: (seq, action)
        self.sent = 0
        self.again = 0
        self.refused = {}  # error codes that nobody expects: an example
        self.open = {}  # id: its body, without an answer
        self.later = deque()  # ids told to come back
        self.known = deque(maxlen=500)  # ids with an answer

    def next_comment(self):
        rng = self.rng
        kind = rng.random()
        if self.known and kind < 0.03:  # an edit
            id = rng.choice(self.known)
        else:
            self.sent += 1
            id = f"{self.name}-{self.sent}"
        text = " ".join(rng.choices(WORDS, k=min(400, int(rng.lognormvariate(3.4, 0.9)) + 2))).capitalize() + "."
        if kind > 0.97:
            text += " " + rng.choice(INSULTS)
        author = rng.choices(["good", "wait", "bad"], [94, 3, 3])[0] + str(rng.randrange(5_000))
        more = {"parent": rng.choice(self.known)} if self.known and rng.random() < 0.4 else {}
        return id, frame(comment(id, text, author, f"article/{rng.randrange(200)}", site=self.site,
                                 n=rng.getrandbits(64), **more))

    def work(self):
        desk = self.connect(zmq.DEALER, "desk")
        heard, due = time.monotonic(), time.monotonic()
        retry_at = 0
        while not self.stopping.is_set() or self.open:
            now = time.monotonic()
            while not self.stopping.is_set() and len(self.open) < self.window and (self.flood or due <= now):
                due = max(due + 1 / self.rate, now - 1)
                id, body = self.next_comment()
                if id in self.open:
                    continue
                heard = heard if self.open else now
                self.open[id] = body
                desk.send(body)
            if self.later and now >= retry_at:
                while self.later:
                    desk.send(self.open[self.later.popleft()])
                    self.again += 1
            while desk.poll(20 if len(self.open) >= self.window or due > now else 0):
                heard = time.monotonic()
                if self.take(json.loads(desk.recv())):
                    retry_at = heard + 0.1
            if self.open and time.monotonic() - heard > SILENCE:
                desk.close()
                desk = self.connect(zmq.DEALER, "desk")
                self.later.clear()
                for body in self.open.values():
                    desk.send(body)
                self.again += len(self.open)
                heard = time.monotonic()
        desk.close()

    def take(self, answer):
        """Whether it asks to come back."""
        id = answer.get("id")
        if "error" in answer:
            code = answer["error"]["code"]
            if code in RETRY and id in self.open:
                self.later.append(id)
                return True
            self.refused.setdefault(code, answer)
        elif id in self.open:
            body = self.open.pop(id)
            self.receipts[body] = (answer["seq"], answer["action"])
            self.known.append(id)
        return False


class Subscriber(Actor):
    """Does what core/transport/README.md says: subscribes, catches up, goes on. Keeps what it handled, in order."""

    def __init__(self, daemon, name, seed):
        super().__init__(daemon, name, seed)
        self.last, self.handled = 0, []
        self.reconnects = 0
        self.until = None  # the seq after which it may end

    def handle(self, topic, seq, body, verdict):
        if seq > self.last:
            self.last = seq
            self.handled.append((seq, topic.split("/", 1)[0]))

    def catch_up(self, control):
        more, after = True, self.last
        while more:
            control.send(json.dumps({"request": "feed", "after": after,
                                     "topics": ["approved/", "withdrawn/"], "limit": 1000}).encode())
            if not control.poll(SILENCE * 1000):
                return False
            head, *rest = control.recv_multipart()
            page = json.loads(head)
            if "error" in page:
                return False
            for i in range(0, len(rest), 4):
                self.handle(*message(rest[i : i + 4]))
            after, more = page["scanned"], page["more"]
        return True

    def work(self):
        while not self.done():
            self.reconnects += 1
            feed, control = self.connect(zmq.SUB, "publish", rcvhwm=1000), self.connect(zmq.DEALER, "endpoint")
            feed.subscribe(b"approved/")
            feed.subscribe(b"withdrawn/")
            connections = feed.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
            ready = self.catch_up(control)
            leave_at = time.monotonic() + self.rng.uniform(5, 60)
            while ready and not self.done() and time.monotonic() < leave_at:
                if feed.poll(1000):
                    arrived = message(feed.recv_multipart())
                    # The first of a connection: what was published after the last, and before this subscription was
                    # there, has to be asked for.
                    if connections.poll(0):
                        recv_monitor_message(connections)
                        ready = self.catch_up(control)
                    if ready:
                        self.handle(*arrived)
                elif self.until is not None:
                    break  # the daemon is quiet: what is missing must be caught up
            feed.disable_monitor()
            connections.close()
            feed.close()
            control.close()

    def done(self):
        return self.stopping.is_set() and self.until is not None and self.last >= self.until


class Moderator(Actor):
    """Reviews what is held, now and then."""

    def __init__(self, daemon, name, seed):
        super().__init__(daemon, name, seed)
        self.reviews = {}  # (site, id, seq): action, as answered

    def work(self):
        control = self.connect(zmq.DEALER, "endpoint")
        while not self.stopping.wait(1):
            page = self.ask(control, {"request": "queue", "limit": 50})
            for entry in self.rng.sample(page.get("held", []), min(5, len(page.get("held", [])))):
                verdict = entry["verdict"]
                answer = self.ask(control, {
                    "request": "review", "action": self.rng.choice(["approve", "reject"]), "site": verdict["site"],
                    "id": verdict["id"], "moderator": "Ada"})
                if "verdict" in answer:
                    said = answer["verdict"]
                    self.reviews[(said["site"], said["id"], said["seq"])] = said["action"]
            if not page:  # no answer: perhaps the daemon was killed
                control.close()
                control = self.connect(zmq.DEALER, "endpoint")
        control.close()

    def ask(self, control, request):
        control.send(json.dumps(request).encode())
        if not control.poll(SILENCE * 1000):
            return {}
        return json.loads(control.recv_multipart()[0])


class Hostile(Actor):
    """Sends what is no comment, speaks no ZeroMQ, reads nothing, and comes and goes."""

    def work(self):
        deaf = []
        while not self.stopping.wait(self.rng.uniform(0.05, 0.5)):
            self.rng.choice([self.malformed, self.noise, self.no_answer_wanted, self.flood_control])()
            if self.rng.random() < 0.1:
                reader = self.connect(zmq.SUB, "publish", rcvhwm=1)
                reader.subscribe(b"")
                deaf.append(reader)
            if len(deaf) > 5:
                deaf.pop(0).close()
        for each in deaf:
            each.close()

    def malformed(self):
        for endpoint, kind in (("queue", zmq.PUSH), ("desk", zmq.DEALER), ("endpoint", zmq.DEALER)):
            client = self.connect(kind, endpoint)
            client.linger = 200
            client.send(self.rng.choice([b"", b"{", b"\xff\xfe", b"[" * 5_000, b'{"id":1}', os.urandom(300),
                                         b'{"id":"' + b"x" * 400_000 + b'"}']))
            client.send_multipart([b"a", b"b", b"c"])
            client.close()

    def noise(self):
        where = self.daemon_under_test.addresses["desk"].removeprefix("ipc://")
        with socket.socket(socket.AF_UNIX) as raw:
            try:
                raw.settimeout(1)
                raw.connect(where)
                raw.sendall(os.urandom(self.rng.randrange(1, 2_000)))
            except OSError:
                pass  # the daemon may be down, or have hung up

    def no_answer_wanted(self):
        client = self.connect(zmq.DEALER, "desk")
        client.linger = 200
        for _ in range(50):
            client.send(b"{}")
        client.close()

    def flood_control(self):
        client = self.connect(zmq.DEALER, "endpoint")
        client.linger = 200
        for _ in range(100):
            client.send(b'{"request": "queue", "limit": 1000}' if self.rng.random() < 0.1 else b'{"request": "sats"}')
        client.close()
