#!/usr/bin/python3
"""Thousands of comments through all filters, at 1, 2 and 4 workers: every one gets one verdict, every approved one is on
the feed once, and each article keeps its order."""
import json
import os
import unittest
from collections import Counter, defaultdict

from corpus import corpus
from daemon import MEMBERS, Daemon, message

COUNT = int(os.environ.get("MODERATO_CORPUS", "6000"))
CHAIN = ("membership", "duplicate", "civility")


def by_article(messages):
    ids = defaultdict(list)
    for each in messages:
        ids[each["site"], each["article"]].append(each["id"])
    return ids


class Order(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frames = corpus(COUNT)
        cls.sent = [json.loads(each) for each in cls.frames]
        cls.raw = {each["id"]: raw for each, raw in zip(cls.sent, cls.frames)}

    def run_through(self, daemon, submit):
        """The messages of the feed as a subscriber got them live."""
        feed = daemon.feed("approved/one/", "approved/two/")
        before = daemon.stats()
        submit(daemon)
        total = before["last_seq"] + COUNT
        stats = daemon.stats_when(lambda s: s["last_seq"] >= total and s["in_flight"] == 0)
        self.assertEqual((stats["last_seq"], stats["malformed"]), (total, 0))
        approved = stats["decided"]["approved"] - before["decided"]["approved"]
        live = [message(feed.receive()) for _ in range(approved)]
        self.assertFalse(feed.socket.poll(0), "more came over the feed than was approved")
        return live

    def check(self, daemon, live):
        decided = [m for m in daemon.verdicts() if m[3]["site"] in ("one", "two")]
        self.assertEqual(Counter(m[3]["id"] for m in decided), Counter(each["id"] for each in self.sent))
        self.assertEqual(by_article(m[3] for m in decided), by_article(self.sent))
        self.assertEqual([m for m in decided if m[0].startswith("approved/")], live)
        for _, _, body, verdict in decided:
            self.assertTrue(body == self.raw[verdict["id"]], verdict["id"])
        actions = Counter(m[3]["action"] for m in decided)
        self.assertEqual(set(actions), {"approve", "hold", "reject"}, actions)
        for filter in CHAIN:
            self.assertTrue(any(r["filter"] == filter and r["action"] != "pass" for m in decided
                                for r in m[3]["reasons"]), f"{filter} never said anything")

    def test_through_the_queue(self):
        def submit(daemon):
            queue = daemon.queue()
            for each in self.frames:
                queue.send(each)

        for workers in (1, 2, 4):
            with self.subTest(workers=workers), Daemon(chain=CHAIN, workers=workers) as daemon:
                self.check(daemon, self.run_through(daemon, submit))

    def test_through_the_desk(self):
        receipts = {}

        def submit(daemon):
            receipts.update(daemon.desk().submit(self.frames))

        with Daemon(chain=CHAIN, workers=4, filters=MEMBERS) as daemon:
            self.check(daemon, self.run_through(daemon, submit))
            told = {m[3]["id"]: m[3] for m in daemon.verdicts() if m[3]["site"] in ("one", "two")}
            self.assertEqual(receipts, told)


if __name__ == "__main__":
    unittest.main()
