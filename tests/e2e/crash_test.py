#!/usr/bin/python3
"""kill -9 at random moments while a client of the desk submits: what has a receipt is in the ledger, what has none is
accepted when it is sent again, and a subscriber that catches up has each approved comment exactly once.

crash_test.py [--rounds N] [--seed N]
"""
import argparse
import json
import random
import sys
import unittest

from corpus import corpus
from daemon import Daemon, TimedOut, message

GIVEN = argparse.Namespace(rounds=5, seed=None)
PER_ROUND = 4_000
AT_ONCE = 500  # that are sent just before a kill, so that it finds some under way however fast the daemon is


class Subscriber:
    """Does what core/transport/README.md tells it to: after each restart it subscribes, catches up, and goes on."""

    def __init__(self, daemon):
        self.daemon, self.last, self.seqs, self.bodies = daemon, 0, [], []

    def take(self, each):
        topic, seq, body, _ = each
        if seq <= self.last:
            return
        self.last = seq
        self.seqs.append(seq)
        self.bodies.append(body)

    def connect(self):
        self.feed = self.daemon.feed("approved/one/", "approved/two/")
        for each in self.daemon.catch_up("approved/one/", "approved/two/", after=self.last):
            self.take(each)

    def drain(self, milliseconds):
        while self.feed.socket.poll(milliseconds):
            self.take(message(self.feed.receive()))


class Crash(unittest.TestCase):
    def test_nothing_that_was_receipted_is_lost_and_nothing_comes_twice(self):
        seed = GIVEN.seed if GIVEN.seed is not None else random.randrange(1 << 32)
        rng = random.Random(seed)
        print(f"seed {seed}, {GIVEN.rounds} rounds", file=sys.stderr)
        frames = corpus(PER_ROUND * GIVEN.rounds, seed=seed)
        ids = [json.loads(each)["id"] for each in frames]
        by_id = dict(zip(ids, frames))
        receipts, pending, interrupted = {}, [], 0
        recorded, known = {}, 0
        with Daemon(chain=("membership", "duplicate", "civility"), workers=2) as daemon:
            subscriber = Subscriber(daemon)
            for round in range(GIVEN.rounds):
                subscriber.connect()
                desk = daemon.desk()
                pending += range(round * PER_ROUND, (round + 1) * PER_ROUND)
                first, last = pending[:-AT_ONCE], pending[-AT_ONCE:]
                for number in first:
                    desk.send(frames[number])
                # The moment is counted in receipts, so that it falls in the middle on any machine.
                until, had = rng.randrange(len(first) * 3 // 4), 0
                while daemon.process.poll() is None or desk.socket.poll(100):
                    if had >= until:
                        for number in last:
                            desk.send(frames[number])
                        last = []
                        daemon.process.kill()
                    try:
                        answer = json.loads(desk.receive(0.05)[0])
                    except TimedOut:
                        continue
                    if answer.get("error", {}).get("code") == "intake.busy":  # more is pending than one client may have
                        desk.send(by_id[answer["id"]])
                        continue
                    had += 1
                    self.assertNotIn("error", answer)
                    receipts.setdefault(answer["id"], answer)
                subscriber.drain(100)
                desk.close()
                subscriber.feed.close()
                daemon.start()
                fresh = daemon.verdicts(after=known)  # the whole ledger is looked at in the end
                known = fresh[-1][1] if fresh else known
                recorded.update((m[3]["id"], m[3]) for m in fresh if m[3]["site"] in ("one", "two"))
                lost = [id for id, verdict in receipts.items() if recorded.get(id) != verdict]
                self.assertEqual(lost, [], f"round {round}: receipts without a decision in the ledger")
                interrupted += any(ids[n] not in receipts for n in pending)
                pending = [n for n in pending if ids[n] not in receipts]
            subscriber.connect()
            answers = daemon.desk().submit(frames[n] for n in pending)
            receipts.update(answers)
            self.assertEqual(set(receipts), set(ids))

            everything = [m for m in daemon.verdicts() if m[3]["site"] in ("one", "two")]
            self.assertEqual({m[3]["id"]: m[3] for m in everything}, receipts, "receipts and ledger differ")
            self.assertEqual(sorted(m[3]["id"] for m in everything), sorted(ids), "each id is decided once")
            approved = [m for m in everything if m[0].startswith("approved/")]
            while subscriber.last < approved[-1][1]:
                subscriber.take(message(subscriber.feed.receive()))
            self.assertEqual(subscriber.seqs, [m[1] for m in approved])
            self.assertEqual(subscriber.bodies, [m[2] for m in approved])
            self.assertGreater(interrupted, 0, "no kill came while something was under way")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int)
    GIVEN, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
