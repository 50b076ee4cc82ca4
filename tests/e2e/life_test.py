#!/usr/bin/python3
"""What becomes of one comment: receipts, resubmission, edits, reviews, and what a subscriber sees of it."""
import json
import unittest

from daemon import Daemon, comment, frame, message


class Life(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.desk = self.daemon.desk()

    def everything(self):
        return [(topic, verdict["id"], verdict["revision"]) for topic, _, _, verdict in self.daemon.verdicts()]

    def test_each_action_reaches_its_topic_and_its_sender(self):
        feed = self.daemon.feed("approved/", "held/", "rejected/")
        sent = {a: comment(i, author=a, article="x/y z", site="s") for i, a in enumerate(("good", "wait", "bad"))}
        for author, topic, action in (("good", "approved", "approve"), ("wait", "held", "hold"),
                                      ("bad", "rejected", "reject")):
            receipt = self.desk.ask(sent[author])
            self.assertEqual(receipt["action"], action)
            got_topic, seq, body, verdict = message(feed.receive())
            self.assertEqual(got_topic, f"{topic}/s/x/y z")
            self.assertEqual(seq, receipt["seq"])
            self.assertEqual(body, frame(sent[author]))
            self.assertEqual(verdict, receipt)

    def test_a_verdict_says_why(self):
        verdict = self.desk.ask(comment("1", author="bad"))
        [reason] = verdict["reasons"]
        self.assertEqual((reason["filter"], reason["code"], reason["action"]),
                         ("membership", "membership.banned", "reject"))
        self.assertTrue(reason["message"])
        self.assertEqual((verdict["site"], verdict["article"], verdict["decided_by"], verdict["revision"]),
                         ("default", "a1", "chain", 0))
        self.assertTrue(verdict["chain"])

    def test_the_queue_gives_no_receipt_but_a_verdict(self):
        feed = self.daemon.feed()
        self.daemon.queue().send(comment("q"))
        self.assertEqual(message(feed.receive())[3]["id"], "q")

    def test_the_same_again_gets_the_same_verdict_and_is_published_once(self):
        feed = self.daemon.feed()
        first = self.desk.ask(comment("1"))
        # A retry may come later, with a fresh token.
        again = comment("1", created_at="2026-11-20T08:00:00Z")
        again["author"]["token"] = "fresh"
        self.assertEqual(self.desk.ask(again), first)
        before = self.daemon.stats()["received"]
        self.daemon.queue().send(comment("1"))
        self.daemon.stats_when(lambda stats: stats["received"] > before)
        end = self.desk.ask(comment("end"))
        seen = []
        while not seen or seen[-1][1] != end["seq"]:
            seen.append(message(feed.receive()))
        self.assertEqual([verdict["id"] for *_, verdict in seen], ["1", "end"])

    def test_the_same_again_after_a_restart(self):
        first = self.desk.ask(comment("1"))
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start()
        self.assertEqual(self.daemon.desk().ask(comment("1")), first)
        self.assertEqual(self.everything(), [("approved/default/a1", "1", 0)])

    def test_the_same_id_on_another_site_is_another_comment(self):
        self.desk.ask(comment("1"))
        self.assertEqual(self.desk.ask(comment("1", "Other words.", site="other"))["revision"], 0)

    def test_an_edit_is_a_revision(self):
        feed = self.daemon.feed()
        self.desk.ask(comment("1", "First."))
        edit = self.desk.ask(comment("1", "Second."))
        self.assertEqual((edit["revision"], edit["action"]), (1, "approve"))
        self.assertEqual([message(feed.receive())[3]["revision"] for _ in range(2)], [0, 1])

    def test_an_edit_that_is_rejected_leaves_the_approved_one_standing(self):
        feed = self.daemon.feed("approved/", "rejected/", "withdrawn/")
        self.desk.ask(comment("1", "First."))
        edit = self.desk.ask(comment("1", "Second.", author="bad"))
        self.assertEqual((edit["revision"], edit["action"]), (1, "reject"))
        self.assertEqual([message(feed.receive())[0] for _ in range(2)],
                         ["approved/default/a1", "rejected/default/a1"])

    def test_a_rejected_edit_may_be_undone_and_what_stands_goes_on_standing(self):
        feed = self.daemon.feed("approved/", "held/", "rejected/", "withdrawn/")
        self.desk.ask(comment("1", "First."))
        self.desk.ask(comment("1", "Second.", author="wait"))
        review = {"site": "default", "id": "1", "moderator": "mia"}
        self.daemon.request("review", action="reject", **review)
        self.assertTrue(self.daemon.request("explain", site="default", id="1")["published"])
        self.daemon.request("review", action="undo", **review)
        topics = [message(feed.receive())[0].split("/")[0] for _ in range(4)]
        self.assertEqual(topics, ["approved", "held", "rejected", "held"])
        self.assertTrue(self.daemon.request("explain", site="default", id="1")["published"])

    def test_an_approval_taken_back_is_withdrawn_and_can_be_undone(self):
        feed = self.daemon.feed("approved/", "held/", "rejected/", "withdrawn/")
        self.desk.ask(comment("1"))
        review = {"site": "default", "id": "1", "moderator": "mia", "reason": "off topic"}
        rejected = self.daemon.request("review", action="reject", **review)["verdict"]
        self.assertEqual((rejected["action"], rejected["decided_by"]), ("reject", "mia"))
        restored = self.daemon.request("review", action="undo", **review)["verdict"]
        self.assertEqual(restored["action"], "approve")
        self.assertGreater(restored["seq"], rejected["seq"])
        topics = [message(feed.receive())[0].split("/")[0] for _ in range(3)]
        self.assertEqual(topics, ["approved", "withdrawn", "approved"])
        history = self.daemon.request("explain", site="default", id="1")["history"]
        self.assertEqual([(v["action"], v["decided_by"]) for v in history],
                         [("approve", "chain"), ("reject", "mia"), ("approve", "mia")])
        self.assertIn("off topic", json.dumps(history[1]))

    def test_a_held_comment_waits_until_a_moderator_approves_it(self):
        feed = self.daemon.feed()
        self.desk.ask(comment("1", author="wait"))
        self.desk.ask(comment("2", author="wait", site="other"))
        waiting = self.daemon.request("queue", site="default")
        self.assertEqual([entry["comment"]["id"] for entry in waiting["held"]], ["1"])
        self.assertEqual(len(self.daemon.request("queue")["held"]), 2)
        self.daemon.request("review", action="approve", site="default", id="1", moderator="mia")
        topic, _, body, verdict = message(feed.receive())
        self.assertEqual((topic, json.loads(body)["id"], verdict["decided_by"]), ("approved/default/a1", "1", "mia"))
        self.assertEqual(self.daemon.request("queue", site="default")["held"], [])

    def test_reviews_of_nothing_are_errors(self):
        for request in ({"action": "approve", "id": "none", "moderator": "mia"},
                        {"action": "undo", "id": "none", "moderator": "mia"},
                        {"action": "approve", "id": "none"},
                        {"action": "bless", "id": "none", "moderator": "mia"}):
            with self.subTest(request):
                self.assertIn("message", self.daemon.request("review", site="default", **request)["error"])

    def test_score_judges_and_records_nothing(self):
        verdict = self.daemon.request("score", comment=comment("1", author="bad"))["verdict"]
        self.assertEqual((verdict["action"], verdict["seq"]), ("reject", 0))
        deepest = json.loads("[" * 31 + "]" * 31)
        self.assertIn("verdict", self.daemon.request("score", comment=comment("2", more=deepest)))
        self.assertEqual(self.everything(), [])

    def test_an_answer_carries_the_ref_of_its_request(self):
        for ref in ("mine", 7, {"any": ["thing", None]}):
            self.assertEqual(self.daemon.request("stats", ref=ref)["ref"], ref)
            self.assertEqual(self.daemon.request("nonsense", ref=ref)["ref"], ref)

    def test_articles_are_stored(self):
        self.assertEqual(self.desk.ask({"kind": "article", "article": "a1", "title": "News", "text": "Words."}),
                         {"stored": "article", "site": "default", "article": "a1"})
        self.assertIn("stored", self.daemon.request("article", article="a2", title="More"))
        self.assertIn("error", self.desk.ask({"kind": "article", "title": "News"}))

    def test_stats_count_what_was_done(self):
        self.desk.submit([comment(i, author=a) for i, a in enumerate(["good"] * 5 + ["wait"] * 3 + ["bad"] * 2)])
        stats = self.daemon.stats()
        self.assertEqual((stats["received"], stats["malformed"], stats["held"], stats["last_seq"]), (10, 0, 3, 10))
        self.assertEqual(stats["decided"], {"approved": 5, "held": 3, "rejected": 2, "withdrawn": 0, "erased": 0})
        [membership] = stats["filters"]
        self.assertEqual((membership["name"], membership["checked"], membership["rejected"]), ("membership", 10, 2))

    def test_catching_up_in_pages_misses_nothing(self):
        authors = ["good", "wait", "bad"]
        self.desk.submit([comment(i, f"Text {i}", authors[i % 3], f"a{i % 7}") for i in range(300)])
        everything = self.daemon.verdicts()
        self.assertEqual([seq for _, seq, *_ in everything], list(range(1, 301)))
        for limit in (1, 7, 1000):
            approved = [m for m in self.daemon.catch_up("approved/", limit=limit)]
            self.assertEqual(approved, [m for m in everything if m[0].startswith("approved/")])
        one = [m for m in self.daemon.catch_up("approved/default/a3", "held/default/a3", limit=5)]
        self.assertEqual(one, [m for m in everything if m[0] in ("approved/default/a3", "held/default/a3")])
        late = [seq for _, seq, *_ in self.daemon.catch_up("approved/", after=250)]
        self.assertEqual(late, [seq for topic, seq, *_ in everything if seq > 250 and topic.startswith("approved/")])


if __name__ == "__main__":
    unittest.main()
