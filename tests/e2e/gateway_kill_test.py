#!/usr/bin/python3
"""Gateway and daemon are killed in turns under load: what was acknowledged is in the ledger, what is published is exactly
what the ledger says, in the read model and over HTTP, and webhooks tell all of it. MODERATO_GATEWAY_KILLS says how many
rounds; scripts/kill-gateway runs twenty."""
import http.client
import json
import os
import random
import tempfile
import threading
import time
import unittest
from pathlib import Path

from daemon import PATIENCE, Daemon, comment
from gateway import Gateway, ledger
from webhook_receiver import Receiver, new_secret

ROUNDS = int(os.environ.get("MODERATO_GATEWAY_KILLS", "3"))
ARTICLES = 7


class Load:
    """Comments, edits, reviews and erasures, as fast as they are taken, whether the daemon is there or not."""

    def __init__(self, daemon):
        self.daemon, self.stopping = daemon, threading.Event()
        self.random = random.Random(7)
        self.acknowledged = {}  # seq: id and action
        self.sent = 0
        self.failed = None
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()
        if self.failed:
            raise self.failed

    def run(self):
        try:
            self.send()
        except Exception as failed:
            self.failed = failed

    def heard(self, socket):
        while socket.socket.poll(0):
            answer = json.loads(socket.socket.recv_multipart()[-1])
            verdict = answer.get("verdict", answer)
            if "seq" in verdict:
                self.acknowledged[verdict["seq"]] = verdict["id"], verdict["action"]

    def send(self):
        desk, control = self.daemon.desk(), self.daemon.control()
        while not self.stopping.is_set():
            for _ in range(20):
                id = self.random.randrange(600)
                desk.send(comment(id, f"{self.sent} by {id} {os.urandom(8).hex()}", article=f"a{id % ARTICLES}",
                                  author=self.random.choice(["good", "good", "good", f"good{id}", "wait", "bad"]),
                                  parent=str(self.random.randrange(600))))
                self.sent += 1
            for _ in range(5):
                control.send({"request": "review", "action": self.random.choice(["approve", "reject", "undo"]),
                              "id": str(self.random.randrange(600)), "moderator": "ann"})
            if self.sent % 500 == 0:
                control.send({"request": "erase", "id": str(self.random.randrange(600)), "moderator": "ann"})
            self.heard(desk)
            self.heard(control)
            # It would pile up while the daemon is away: an answer says that it is there.
            desk.send(comment("last", f"Last {self.sent}"))
            while not self.stopping.is_set() and not desk.socket.poll(20):
                desk.send(comment("last", f"Last {self.sent}"))
        self.heard(desk)
        self.heard(control)


class Kill(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        secret = folder / "secret"
        secret.write_text(new_secret())
        secret.chmod(0o600)
        self.receiver = self.enterContext(Receiver())
        hook = (f'[gateway.webhook.all]\nurl = "{self.receiver.url}"\nsecret = {{ file = "{secret}" }}\n'
                f'first_retry = "100ms"\n')
        self.daemon = self.enterContext(Daemon(tables={"gateway": hook}))
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.gateway.until_logged("begins behind seq")

    def beyond(self, more):
        seen = self.gateway.position()
        self.gateway.until(self.gateway.position, lambda seq: seq > seen + more, f"beyond {seen}")

    def counts(self):
        """Of each article, over HTTP."""
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        query = "&".join(f"article=a{i}" for i in range(ARTICLES))
        connection.request("GET", f"/api/v1/sites/default/counts?{query}")
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer["counts"]

    def test_either_is_killed_under_load(self):
        daemon, gateway = self.daemon, self.gateway
        with Load(daemon) as load:
            for number in range(ROUNDS):
                begin = time.monotonic()
                self.beyond(300)
                victims = [[daemon], [gateway], [daemon, gateway]][number % 3]
                for victim in victims:
                    victim.kill()
                for victim in victims:
                    victim.start()
                print(f"round {number + 1}: killed {' and '.join(each.name for each in victims)} at seq "
                      f"{gateway.position()}, {len(load.acknowledged)} acknowledged so far "
                      f"({time.monotonic() - begin:.1f} s)", flush=True)
            self.beyond(300)
            # How fast it goes, and so what comes of it, is the machine's to say.
            gateway.until(lambda: len(gateway.places()), lambda count: count > 20, "comments taken back")
        daemon.stats_when(lambda stats: stats["in_flight"] == 0 and stats["last_seq"] == ledger(daemon)[-1][0])
        rows = ledger(daemon)
        self.assertEqual({row[1] for row in rows}, {0, 1, 2, 3, 4}, "the load is to have every kind of decision")
        in_ledger = {row[0]: row[4]["id"] for row in rows}
        lost = [seq for seq, (id, _) in load.acknowledged.items() if in_ledger.get(seq) != id]
        self.assertEqual(lost, [], "acknowledged, and not in the ledger")
        held = gateway.until_same()
        self.assertGreater(len(held), 100)
        self.assertGreater(len(self.gateway.places()), 10)
        per_article = {f"a{i}": 0 for i in range(ARTICLES)}
        for article, *_ in held.values():
            if article in per_article:
                per_article[article] += 1
        gateway.until(self.counts, lambda counts: counts == per_article, f"{per_article} over HTTP")
        gateway.until(lambda: set(in_ledger) - {call.data["seq"] for call in self.receiver.all}, lambda left: not left,
                      "every decision told to the receiver")
        ids = {}
        for call in self.receiver.all:
            self.assertEqual(ids.setdefault(call.data["seq"], call.id), call.id)
        self.assertNotIn("anew", gateway.log())
        print(f"{load.sent} sent, {len(load.acknowledged)} acknowledged, {len(rows)} decisions, {len(held)} comments "
              f"published, {len(self.receiver.all)} webhooks ({len(self.receiver.all) - len(ids)} of them again)")


if __name__ == "__main__":
    unittest.main()
