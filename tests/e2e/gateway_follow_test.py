#!/usr/bin/python3
"""The gateway's read model is what the daemon has published: whatever was decided, and whoever was away."""
import json
import random
import shutil
import subprocess
import unittest

import zmq

from access_test import Guarded
from daemon import BIN, PATIENCE, Daemon, comment
from gateway import Gateway, ledger

SECRET = "Mrs Miller of 12 Harbour Lane"


class Follow(unittest.TestCase):
    def start(self, daemon=None, *arguments):
        self.daemon = self.enterContext(daemon or Daemon())
        self.gateway = self.enterContext(Gateway(self.daemon, *arguments))
        self.desk = self.daemon.desk()
        return self.daemon, self.gateway

    def review(self, action, id):
        answer = self.daemon.request("review", action=action, id=id, moderator="ann")
        self.assertIn("verdict", answer)

    def assert_published(self, *ids):
        self.assertEqual({id for _, id in self.gateway.until_same()}, set(ids))

    def test_every_kind_of_decision(self):
        daemon, gateway = self.start()
        secrets = {"author": {"id": "good-1", "name": "Molly", "ip": "203.0.113.77", "email": "m@private.example",
                              "token": "token-of-molly"}, "phone": "555-0199"}
        self.desk.ask({**comment("c1", "First."), **secrets})
        self.desk.ask(comment("c2", "Second.", parent="c1"))
        self.desk.ask(comment("c3", "Doubtful.", author="wait"))
        self.desk.ask(comment("c4", "Bad.", author="bad"))
        self.assert_published("c1", "c2")
        self.desk.ask(comment("c2", "Second, edited.", article="a2"))
        self.assertEqual(gateway.until_same()["default", "c2"][0], "a2")
        self.desk.ask(comment("c2", "Second, edited in a doubtful way.", author="wait"))
        self.assertEqual(gateway.until_same()["default", "c2"][4], "Second, edited.")
        self.review("approve", "c3")
        self.assert_published("c1", "c2", "c3")
        self.review("reject", "c1")
        self.assert_published("c2", "c3")
        self.review("undo", "c1")
        self.assert_published("c1", "c2", "c3")
        self.review("undo", "c3")
        self.assert_published("c1", "c2")
        for file in daemon.folder.glob("gateway*"):
            for trace in (b"203.0.113.77", b"m@private", b"token-of-molly", b"555-0199"):
                self.assertFalse(trace in file.read_bytes(), f"{trace} in {file.name}")
        for file in daemon.folder.glob("gateway.db*"):
            for trace in (b"a doubtful way", b"Bad."):
                self.assertFalse(trace in file.read_bytes(), f"{trace} in {file.name}")

    def test_an_answered_comment_leaves_its_place(self):
        daemon, gateway = self.start()
        self.desk.ask(comment("c1", "First.", author="good-miller", created_at="2026-11-01T08:00:00Z"))
        self.desk.ask(comment("c2", "Second.", parent="c1"))
        self.desk.ask(comment("c1", "First, edited.", author="good-miller", created_at="2026-11-01T09:00:00Z"))
        self.review("reject", "c1")
        self.assert_published("c2")
        self.assertEqual(list(gateway.places()), [("default", "c1")])
        self.review("undo", "c1")
        self.assert_published("c1", "c2")
        daemon.request("erase", id="c1", moderator="ann")
        self.assert_published("c2")
        self.assertEqual(list(gateway.places()), [("default", "c1")])
        daemon.request("erase", id="c2", moderator="ann")
        self.assert_published()
        self.assertEqual(gateway.places(), {})

    def test_what_is_erased_leaves_no_trace(self):
        daemon, gateway = self.start()
        for id in ("c1", "c2", "c3"):
            self.desk.ask(comment(id, f"{SECRET} {id}", author="good-miller"))
        self.desk.ask(comment("c4", "Something else."))
        self.review("reject", "c3")
        self.assert_published("c1", "c2", "c4")
        self.assertEqual(daemon.request("erase", author="good-miller", moderator="ann"), {"erased": 3})
        self.assert_published("c4")
        def traces():
            return [file.name for file in daemon.folder.glob("gateway*")
                    if SECRET.encode() in file.read_bytes() or b"good-miller" in file.read_bytes()]
        gateway.until(traces, lambda found: not found, "without a trace")

    def test_the_daemon_starts_later(self):
        daemon = Daemon()
        gateway = Gateway(daemon)
        with gateway:
            gateway.until_logged("calling the daemon")
            with daemon:
                daemon.desk().submit([comment(i) for i in range(50)])
                self.assertEqual(len(gateway.until_same()), 50)
                daemon.stop()
                gateway.until_logged("lost the daemon")
                daemon.start()
                daemon.desk().submit([comment(i) for i in range(100)])
                self.assertEqual(len(gateway.until_same()), 100)

    def test_it_starts_later_than_the_comments(self):
        daemon = self.enterContext(Daemon())
        daemon.desk().submit([comment(i, f"Number {i}.", author=random.choice(["good", "wait"])) for i in range(3_000)])
        with Gateway(daemon) as gateway:
            gateway.until_same()
        with Gateway(daemon) as gateway:  # it knows how far it was
            gateway.until_same()
            daemon.desk().submit([comment("new")])
            gateway.until_same()
            self.assertIn("the read model is at seq", gateway.log())
        self.assertNotIn("anew", gateway.log())

    def backup(self):
        self.daemon.stop()
        saved = self.daemon.folder / "saved.db"
        if saved.exists():
            shutil.copy(saved, self.daemon.folder / "ledger.db")
        else:
            shutil.copy(self.daemon.folder / "ledger.db", saved)

    def test_a_ledger_restored_from_an_older_backup(self):
        daemon, gateway = self.start()
        self.desk.submit([comment(f"kept-{i}") for i in range(10)])
        self.backup()
        daemon.start()
        daemon.desk().submit([comment(f"lost-{i}") for i in range(10)])
        self.assertEqual(len(gateway.until_same()), 20)
        self.backup()
        daemon.start()
        gateway.until_logged("restored from an older backup")
        gateway.until(gateway.position, lambda seq: seq == 10)
        self.assertEqual(len(gateway.until_same()), 10)

    def test_a_restored_ledger_that_has_grown_since(self):
        """Its seqs are higher than those we know, but other decisions have them."""
        daemon, gateway = self.start()
        self.desk.submit([comment(f"kept-{i}") for i in range(10)])
        self.backup()
        daemon.start()
        daemon.desk().submit([comment(f"lost-{i}") for i in range(10)])
        self.assertEqual(len(gateway.until_same()), 20)
        self.assertEqual(gateway.stop(), 0)
        self.backup()
        daemon.start()
        daemon.desk().submit([comment(f"other-{i}") for i in range(30)])
        gateway.start()
        gateway.until_logged("restored from an older backup")
        self.assertEqual(len(gateway.until_same()), 40)

    def test_it_stops_whatever_it_waits_for(self):
        daemon = Daemon()
        with Gateway(daemon) as gateway:
            gateway.until_logged("calling the daemon")
        daemon.start()
        self.addCleanup(daemon.__exit__, None, None, None)
        with Gateway(daemon) as gateway:
            gateway.until_logged("following the daemon")


class Check(unittest.TestCase):
    def check(self, daemon, *arguments):
        done = subprocess.run([BIN / "moderato-gateway", "--config", daemon.config, "--check", *arguments],
                              capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout + done.stderr

    def test_what_the_configuration_lacks(self):
        daemon = self.enterContext(Daemon())
        self.assertEqual(self.check(daemon), (0, "The configuration is fine.\n"))
        self.assertFalse((daemon.folder / "gateway.db").exists())
        fine = daemon.config.read_text()
        daemon.config.write_text(fine.replace(daemon.addresses["publish"], "tcp://127.0.0.1:*"))
        code, said = self.check(daemon)
        self.assertEqual(code, 78)
        self.assertIn("gateway.daemon.feed: expected an address where we reach the daemon", said)
        daemon.config.write_text(fine.replace("[gateway]", '[gateway]\ndaemon.desk = "tcp://comments.example:1"'))
        code, said = self.check(daemon)
        self.assertEqual(code, 78)
        self.assertIn("gateway.daemon.desk: expected an address on this machine, or keys", said)
        daemon.config.write_text(fine.replace("[gateway]", '[gateway]\nread_modl = "x"'))
        code, said = self.check(daemon)
        self.assertEqual(code, 78)
        self.assertIn("did you mean read_model?", said)


class Keys(unittest.TestCase):
    def start(self):
        self.daemon = self.enterContext(Guarded())
        self.daemon.desk().submit([comment(i) for i in range(10)])

    def gateway(self, pair, *arguments):
        key = self.daemon.folder / "gateway.key"
        key.write_bytes(pair[1] + b"\n")
        key.chmod(0o600)
        return self.enterContext(Gateway(self.daemon, "--key", key, *arguments))

    def test_with_the_daemons_own_key(self):
        self.start()
        with Gateway(self.daemon) as gateway:
            self.assertEqual(len(gateway.until_same()), 10)

    def test_with_a_key_that_may_read_the_feed(self):
        self.start()
        gateway = self.gateway(self.daemon.pairs["feed"], "--server-key", self.daemon.server[0].decode())
        self.assertEqual(len(gateway.until_same()), 10)

    def test_a_role_that_is_missing_is_told_once_and_may_come_later(self):
        self.start()
        gateway = self.gateway(self.daemon.pairs["review"])
        gateway.until_logged("access.missing_role")
        gateway.until_logged("does not let us in")
        self.daemon.roles["review"] = ("review", "feed")
        before = self.daemon.config.read_text()
        self.daemon.config.write_text("workers = 2\n" + self.daemon.access() + before[before.index("[intake]"):])
        self.assertIn("reloaded", self.daemon.request("reload"))
        self.assertEqual(len(gateway.until_same()), 10)
        told = [line for line in gateway.log().splitlines() if "the read model: " in line and "access.missing_role" in line]
        self.assertEqual(len(told), 1, told)

    def test_an_unknown_key(self):
        self.start()
        pair = zmq.curve_keypair()
        gateway = self.gateway(pair)
        gateway.until_logged("does not let us in: it has no access.client with our public key "
                             + json.dumps(pair[0].decode())[1:-1])
        self.assertEqual(gateway.position(), 0)

        # It goes on by itself once its key is listed.
        before = self.daemon.access()
        self.daemon.pairs["gateway"], self.daemon.roles["gateway"] = pair, ("feed",)
        self.daemon.config.write_text(self.daemon.config.read_text().replace(before, self.daemon.access()))
        self.assertEqual(self.daemon.request("reload")["changes"], ["access.client"])
        self.assertEqual(len(gateway.until_same()), 10)


class Answers(unittest.TestCase):
    """What is no daemon, or one that refuses, at the address of control."""

    def setUp(self):
        self.daemon = Daemon()  # never started: for its folder and its configuration
        self.addCleanup(self.daemon._folder.cleanup)
        self.addCleanup(self.daemon.context.destroy, 0)
        self.control = self.daemon.context.socket(zmq.ROUTER)
        self.control.bind(self.daemon.addresses["endpoint"])
        self.gateway = self.enterContext(Gateway(self.daemon))

    def question(self):
        """The read model's next one about decisions; those about articles and the casebook's are answered."""
        while True:
            self.assertTrue(self.control.poll(1000 * PATIENCE), self.gateway.log())
            self.asker, text = self.control.recv_multipart()
            question = json.loads(text)
            if question["request"] == "articles":
                self.answer({"articles": [], "scanned": 0, "more": False, "ref": question["ref"]})
            elif "held/" in question["topics"]:
                self.answer({"count": 0, "scanned": 0, "more": False, "ref": question["ref"]})
            else:
                return question

    def answer(self, head, *frames):
        self.control.send_multipart([self.asker, head if isinstance(head, bytes) else json.dumps(head).encode(), *frames])

    def message(self, seq, body):
        return (b"approved/default/a1", str(seq).encode(), body, b'{"revision": 0, "decided_at": "now"}')

    def test_they_are_told_once_and_survived(self):
        refusal = {"error": {"code": "access.missing_role", "message": "you may not"}}
        late = self.message(99, json.dumps(comment("late")).encode())
        first = self.question()
        self.answer({"count": 1, "scanned": 99, "more": False, "ref": first["ref"] - 1}, *late)
        self.answer({**refusal, "ref": first["ref"]})
        self.answer({**refusal, "ref": self.question()["ref"]})
        self.question()
        self.answer(b"[" * 100_000)
        last = self.question()
        self.assertEqual(last["after"], 0)
        self.answer({"count": 3, "scanned": 7, "more": False, "ref": last["ref"]},
                    *self.message(3, b"{"), *self.message(5, json.dumps(comment("c5")).encode()), *self.message(7, b""))
        self.gateway.until(self.gateway.position, lambda seq: seq == 7)
        self.assertEqual([id for _, id in self.gateway.held()], ["c5"])
        self.assertEqual(self.question()["after"], 7)
        log = self.gateway.log()
        self.assertEqual(log.count("you may not (access.missing_role)"), 1, log)
        self.assertEqual(log.count("what answers is no daemon"), 1, log)
        self.assertEqual(log.count("passed over 2 messages"), 1, log)


if __name__ == "__main__":
    unittest.main()
