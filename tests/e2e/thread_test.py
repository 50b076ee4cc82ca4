#!/usr/bin/python3
"""Replies: one to a held comment waits and is decided when its parent is, also over a kill and a restart; and where the
site asks for it, replies leave the feed with what they answer, and come back with it."""
import os
import tempfile
import unittest

from daemon import MEMBERS, Daemon, comment, message

CHAIN = ("membership", "thread")
OPTIONS = MEMBERS + "\n[filter.thread]\nwithdraw_replies = true\n"


class Threads(unittest.TestCase):
    def daemon(self, **more):
        return Daemon(chain=more.pop("chain", CHAIN), filters=more.pop("filters", OPTIONS), **more)

    def send(self, daemon, id, parent=None, author="good", **more):
        return daemon.desk().ask(comment(id, author=author, **({"parent": parent} if parent else {}), **more))

    def review(self, daemon, kind, id):
        answer = daemon.request("review", action=kind, id=id, moderator="ann")
        self.assertNotIn("error", answer)

    def codes(self, verdict):
        return [reason["code"] for reason in verdict["reasons"]]

    def decided(self, daemon, id, action, by="chain"):
        """Waits until the newest decision on a comment is this, and returns it."""
        found = {}

        def is_so(_):
            newest = [m[3] for m in daemon.verdicts() if m[3]["id"] == id]
            found["is"] = newest[-1] if newest else None
            return newest and newest[-1]["action"] == action and newest[-1]["decided_by"] == by

        daemon.stats_when(is_so)
        return found["is"]

    def test_replies_wait_for_their_parent_and_follow_it(self):
        with self.daemon() as daemon:
            feed = daemon.feed("approved/", "rejected/")
            self.assertEqual(self.send(daemon, "top", author="wait")["action"], "hold")
            reply = self.send(daemon, "reply", "top")
            self.assertEqual((reply["action"], self.codes(reply)), ("hold", ["thread.held_parent"]))
            self.assertTrue(reply["follows_parent"])
            below = self.send(daemon, "below", "reply")
            self.assertEqual(self.codes(below), ["thread.held_parent"])
            # Held for another reason too: that one is for a person.
            doubtful = self.send(daemon, "doubtful", "top", author="wait")
            self.assertNotIn("follows_parent", doubtful)

            self.review(daemon, "approve", "top")
            got = [message(feed.receive()) for _ in range(3)]
            self.assertEqual([m[3]["id"] for m in got], ["top", "reply", "below"])
            self.assertEqual([m[3]["decided_by"] for m in got], ["ann", "chain", "chain"])
            self.assertEqual(daemon.stats()["held"], 1)
            newest = [m[3] for m in daemon.verdicts() if m[3]["id"] == "doubtful"]
            self.assertEqual(len(newest), 1)

    def test_replies_to_a_rejected_comment_are_rejected(self):
        with self.daemon() as daemon:
            self.send(daemon, "top", author="wait")
            self.send(daemon, "reply", "top")
            self.review(daemon, "reject", "top")
            self.assertEqual(self.codes(self.decided(daemon, "reply", "reject")), ["thread.rejected_parent"])

    def test_a_reply_that_came_first_waits_too(self):
        with self.daemon() as daemon:
            self.assertEqual(self.codes(self.send(daemon, "reply", "top")), ["thread.unknown_parent"])
            self.assertEqual(self.send(daemon, "top")["action"], "approve")
            self.decided(daemon, "reply", "approve")

    def test_replies_are_taken_back_and_come_back(self):
        with self.daemon() as daemon:
            feed = daemon.feed("approved/", "withdrawn/")
            for id, parent in (("top", None), ("reply", "top"), ("below", "reply"), ("other", None)):
                self.assertEqual(self.send(daemon, id, parent)["action"], "approve")
            approved = [message(feed.receive())[3]["id"] for _ in range(4)]
            self.assertEqual(approved, ["top", "reply", "below", "other"])
            self.review(daemon, "reject", "top")
            gone = [message(feed.receive()) for _ in range(3)]
            self.assertEqual([m[0].split("/")[0] for m in gone], ["withdrawn"] * 3)
            self.assertEqual([m[3]["id"] for m in gone], ["top", "reply", "below"])
            self.assertEqual(self.codes(gone[1][3]), ["thread.withdrawn_parent"])
            self.assertEqual(self.codes(self.send(daemon, "late", "top")), ["thread.withdrawn_parent"])

            self.review(daemon, "undo", "top")
            back = [message(feed.receive()) for _ in range(4)]
            self.assertEqual([m[0].split("/")[0] for m in back], ["approved"] * 4)
            self.assertEqual(back[0][3]["id"], "top")
            self.assertEqual({m[3]["id"] for m in back}, {"top", "reply", "late", "below"})

    def test_replies_stay_where_nobody_asks(self):
        with self.daemon(filters=MEMBERS) as daemon:
            for id, parent in (("top", None), ("reply", "top")):
                self.send(daemon, id, parent)
            self.review(daemon, "reject", "top")
            self.assertEqual(self.send(daemon, "late", "top")["action"], "hold")
            self.assertEqual([m[3]["id"] for m in daemon.verdicts() if m[0].startswith("withdrawn/")], ["top"])

    def test_waiting_outlives_a_kill(self):
        with self.daemon() as daemon:
            for id, parent, author in (("top", None, "wait"), ("reply", "top", "good"), ("stands", None, "good"),
                                       ("below", "stands", "good")):
                self.send(daemon, id, parent, author)
            daemon.kill()
            daemon.start()
            self.review(daemon, "approve", "top")
            self.decided(daemon, "reply", "approve")
            # What was taken back while nobody followed it up is followed up at the next start.
            daemon.stop()
            daemon.configure(("membership",), 2, {}, MEMBERS)
            daemon.start()
            self.review(daemon, "reject", "stands")
            daemon.stop()
            daemon.configure(CHAIN, 2, {}, OPTIONS)
            daemon.start()
            self.decided(daemon, "below", "hold")

    def test_a_burst_keeps_its_order(self):
        """Replies right behind what they answer, whatever is on disk yet."""
        with self.daemon(workers=4) as daemon:
            sent = [comment(f"{thread}-{i}", article=f"a{thread % 7}", **({"parent": f"{thread}-{i - 1}"} if i else {}))
                    for i in range(40) for thread in range(50)]
            answers = daemon.desk().submit(sent)
            self.assertEqual({v["action"] for v in answers.values()}, {"approve"},
                             next((v for v in answers.values() if v["action"] != "approve"), None))

    def test_an_isolated_filter_is_told_the_same(self):
        with self.daemon(workers=2, filters=OPTIONS + 'isolation = "process"\nmax_depth = 39\n') as daemon:
            sent = [comment(f"{thread}-{i}", article=f"a{thread % 7}", **({"parent": f"{thread}-{i - 1}"} if i else {}))
                    for i in range(40) for thread in range(20)]
            answers = daemon.desk().submit(sent)
            self.assertEqual({v["action"] for v in answers.values()}, {"approve"})
            self.assertEqual(self.codes(self.send(daemon, "deep", "0-39", article="a0")), ["thread.too_deep"])
            self.send(daemon, "top", author="wait")
            self.send(daemon, "reply", "top")
            self.review(daemon, "approve", "top")
            self.decided(daemon, "reply", "approve")

    def test_other_filters_take_it_for_the_same_comment(self):
        options = OPTIONS + '[filter.rate]\nauthor = { burst = 2, per = "1h" }\n'
        with self.daemon(chain=("membership", "rate", "duplicate", "thread"), filters=options) as daemon:
            text = "A long and thoughtful answer that nobody else would write in quite these words."
            self.send(daemon, "top", author="wait")
            self.send(daemon, "reply", "top", text=text)
            self.review(daemon, "approve", "top")
            self.assertEqual(self.codes(self.decided(daemon, "reply", "approve")), [])
            # Of the two comments this author may write it was one.
            self.assertEqual(self.send(daemon, "second", text="Something else.")["action"], "approve")
            self.assertNotEqual(self.send(daemon, "third", text="And a third.")["action"], "approve")

    def test_thousands_wait_for_one(self):
        with self.daemon(workers=2) as daemon:
            self.send(daemon, "top", author="wait")
            answers = daemon.desk().submit([comment(f"r{i}", parent="top") for i in range(3000)])
            self.assertEqual({v["action"] for v in answers.values()}, {"hold"})
            self.review(daemon, "approve", "top")
            stats = daemon.stats_when(lambda s: s["held"] == 0 and s["in_flight"] == 0)
            self.assertEqual(stats["decided"]["approved"], 3001)

    def test_trying_a_text_leaves_no_trace(self):
        with self.daemon() as daemon:
            self.assertNotIn("error", daemon.request("score", comment=comment("tried")))
            self.assertEqual(self.codes(self.send(daemon, "reply", "tried")), ["thread.unknown_parent"])


if __name__ == "__main__":
    unittest.main()
