#!/usr/bin/python3
"""Clients that misbehave: they flood, never read, never go, or take another's name. The others are unharmed."""
import contextlib
import json
import os
import resource
import signal
import socket
import sqlite3
import struct
import threading
import time
import unittest
from pathlib import Path

import zmq
from daemon import BIN, PATIENCE, Daemon, comment, frame, message


def zmtp_frame(body):
    return bytes([0, len(body)]) + body if len(body) < 256 else b"\x02" + struct.pack(">Q", len(body)) + body


def connect(daemon, endpoint, kind):
    """A connection as libzmq makes it (ZMTP 3.0, no security), without libzmq to slow it down."""
    raw = socket.socket(socket.AF_UNIX)
    raw.settimeout(PATIENCE)
    raw.connect(daemon.addresses[endpoint].removeprefix("ipc://"))
    raw.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32))
    ready = b"\x05READY\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind
    raw.sendall(bytes([4, len(ready)]) + ready)
    greeted = b""
    while len(greeted) < 66 or len(greeted) < 66 + greeted[65]:
        received = raw.recv(4096)
        if not received:
            raise AssertionError(f"{endpoint} hung up")
        greeted += received
    return raw


class Flood:
    """Sends the same bytes over and over until it is stopped or hung up on. Use as `with Flood(...):`"""

    def __init__(self, raw, messages, first=200_000):
        """`first`: bytes to send before it counts as under way."""
        self.raw = raw
        self.first = first
        once = b"".join(zmtp_frame(each) for each in messages)
        self.bytes = once * (1 + 200_000 // len(once))
        self.under_way = threading.Event()
        self.stopped = False
        self.thread = threading.Thread(target=self.run)

    def run(self):
        with contextlib.suppress(OSError):
            sent = 0
            while not self.stopped:
                self.raw.sendall(self.bytes)
                sent += len(self.bytes)
                if sent >= self.first:
                    self.under_way.set()
        self.under_way.set()

    def __enter__(self):
        self.thread.start()
        self.under_way.wait(PATIENCE)
        return self

    def __exit__(self, *_):
        self.stopped = True
        with contextlib.suppress(OSError):
            self.raw.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.raw.close()


SUBSCRIPTIONS = [b"\1abc", b"\0abc"]  # that come and go
# What one client sends to the feed, and how many bytes of it before the feed has to do its work.
FEED_FLOODS = {
    "subscriptions": (SUBSCRIPTIONS, 200_000),
    "messages": ([b"is anybody there? " * 60], 30_000_000),  # together more than the memory that may be taken
}
REVIEWS = [frame({"request": "review", "action": action, "id": "1", "moderator": "Ada"}) for action in ("reject", "approve")]


class Hostile(unittest.TestCase):
    def test_a_flood_at_the_feed_holds_up_nobody(self):
        for name, (messages, first) in FEED_FLOODS.items():
            with self.subTest(name), Daemon() as daemon, contextlib.ExitStack() as floods:
                feed, before = daemon.feed(), daemon.memory()
                for _ in range(4):
                    floods.enter_context(Flood(connect(daemon, "publish", b"SUB"), messages, first))
                sent = daemon.desk().submit(comment(i, f"Text {i}") for i in range(20))
                came = set()
                while len(came) < len(sent):
                    self.assertLess(daemon.memory() - before, 600_000_000, f"{len(came)} of {len(sent)} came")
                    if feed.socket.poll(100):
                        came.add(message(feed.receive())[3]["id"])
                self.assertEqual(came, set(sent))
                self.assertLess(daemon.memory() - before, 100_000_000)

    def test_a_flood_of_long_subscriptions_does_not_stop_the_feed(self):
        with Daemon() as daemon, contextlib.ExitStack() as floods:
            feed, long = daemon.feed(), b"a" * 1000
            for _ in range(4):
                floods.enter_context(Flood(connect(daemon, "publish", b"SUB"), [b"\1" + long, b"\0" + long]))
            sent = daemon.desk().submit(comment(i, f"Text {i}") for i in range(20))
            self.assertEqual({message(feed.receive())[3]["id"] for _ in sent}, set(sent))

    def test_sigterm_is_heard_through_every_flood(self):
        with Daemon() as daemon, contextlib.ExitStack() as floods:
            daemon.desk().ask(comment("1"))
            for endpoint, kind, messages in (
                ("publish", b"SUB", SUBSCRIPTIONS),
                ("endpoint", b"DEALER", REVIEWS),
                ("endpoint", b"DEALER", [frame({"request": "feed", "limit": 1000})]),
                ("queue", b"PUSH", [frame(comment("1"))]),
                ("desk", b"DEALER", [b"nonsense"]),
            ):
                floods.enter_context(Flood(connect(daemon, endpoint, kind), messages))
            self.assertEqual(daemon.stop(), 0)

    def test_reviews_that_wait_share_a_commit(self):
        with Daemon() as daemon:
            control, count = daemon.control(), 50
            daemon.desk().submit(comment(i, f"Text {i}", author="wait") for i in range(count))
            before = daemon.stats()["commits"]
            with contextlib.closing(sqlite3.connect(daemon.folder / "ledger.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for i in range(count):
                    control.send({"request": "review", "action": "approve", "id": str(i), "moderator": "Ada"})
                daemon.stats()  # behind them all, so they wait for the recorder now
            actions = [json.loads(control.receive()[0])["verdict"]["action"] for _ in range(count)]
            self.assertEqual(actions, ["approve"] * count)
            self.assertLess(daemon.stats()["commits"] - before, count // 2)

    def test_reviews_of_one_comment_see_each_other(self):
        with Daemon() as daemon:
            control = daemon.control()
            daemon.desk().ask(comment("1", author="wait"))
            for action in ("approve", "reject", "undo", "undo"):
                control.send({"request": "review", "action": action, "id": "1", "moderator": "Ada", "ref": action})
            answers = [json.loads(control.receive()[0]) for _ in range(4)]
            self.assertEqual([a["verdict"]["action"] for a in answers[:3]], ["approve", "reject", "approve"], answers)
            self.assertEqual(answers[3]["error"]["code"], "review.nothing_to_undo")

    def test_articles_at_control_are_bounded_as_at_the_desk(self):
        with Daemon(tables={"intake": "max_in_flight = 10\n"}) as daemon:
            control = daemon.control()
            with contextlib.closing(sqlite3.connect(daemon.folder / "ledger.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for i in range(50):
                    control.send({"request": "article", "article": f"a{i}", "title": "News"})
                busy = [json.loads(control.receive()[0])["error"]["code"] for _ in range(40)]
                self.assertEqual(set(busy), {"control.busy"})
            stored = {json.loads(control.receive()[0])["stored"] for _ in range(10)}
            self.assertEqual(stored, {"article"})

    def test_who_names_itself_may_come_back_before_it_is_missed(self):
        with Daemon() as daemon:
            for endpoint, request in (("desk", comment("1")), ("endpoint", {"request": "stats"})):
                clients = []
                for _ in range(2):
                    client = daemon.context.socket(zmq.DEALER)
                    client.linger, client.routing_id = 0, b"the one"
                    client.connect(daemon.addresses[endpoint])
                    clients.append(client)
                    client.send(frame(request))
                    self.assertTrue(client.poll(PATIENCE * 1000), f"{endpoint} is deaf to it")
                    self.assertNotIn("error", json.loads(client.recv()))
                for client in clients:
                    client.close()

    def test_more_connections_than_the_usual_limit_of_files(self):
        usual = resource.getrlimit(resource.RLIMIT_NOFILE)
        daemon = Daemon()
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, usual[1]))
        try:
            daemon.start()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, usual)
        with contextlib.ExitStack() as stack:
            stack.callback(daemon.__exit__, None)
            for _ in range(200):
                stack.enter_context(connect(daemon, "desk", b"DEALER"))
            self.assertEqual(daemon.desk().ask(comment("1"))["action"], "approve")

    def test_a_client_whose_machine_vanished_is_asked_after(self):
        with Daemon(tcp=True) as daemon:
            daemon.desk().ask(comment("1"))
            port = f":{int(daemon.addresses['desk'].rpartition(':')[2]):04X}"

            def timers():
                """Of the daemon's connections. Linux, proc_net_tcp: state 01 is an established one."""
                text = "".join(Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6"))
                lines = [line.split() for line in text.splitlines()]
                return {each[5][:2] for each in lines if each[1].endswith(port) and each[3] == "01"}

            # 01 waits for the receipt to be acknowledged, 02 is the keep-alive, 00 none.
            deadline = time.monotonic() + PATIENCE
            while "01" in timers() and time.monotonic() < deadline:
                pass
            self.assertEqual(timers(), {"02"})

    def test_a_daemon_without_standard_files_writes_into_no_other(self):
        with Daemon() as daemon:
            daemon.stop()
            pid = os.fork()
            if pid == 0:
                os.closerange(0, 3)
                os.execv(BIN / "moderatod", ["moderatod", "--config", str(daemon.config)])
            try:
                daemon.desk().ask(comment("1"))
                for number in range(3):
                    self.assertEqual(os.readlink(f"/proc/{pid}/fd/{number}"), "/dev/null")
                daemon.desk().ask(b"nonsense")  # which is logged
                os.kill(pid, signal.SIGTERM)
            except BaseException:
                os.kill(pid, signal.SIGKILL)
                raise
            finally:
                self.assertEqual(os.waitpid(pid, 0)[1], 0)
            daemon.start()
            self.assertEqual(daemon.stats()["last_seq"], 1)


if __name__ == "__main__":
    unittest.main()
