#!/usr/bin/python3
"""What is asked to be erased is gone: from the ledger's files, the feed, and all that the daemon answers; also under
load, and when it is killed in the middle."""
import json
import select
import sqlite3
import subprocess
import threading
import time
import unittest

from daemon import BIN, MEMBERS, PATIENCE, Daemon, TimedOut, comment, message

SECRET = "Mrs Miller of 12 Harbour Lane"


class Erase(unittest.TestCase):
    def start(self, **configuration):
        self.daemon = Daemon(**configuration).__enter__()
        self.addCleanup(self.daemon.__exit__, None, None, None)
        self.desk = self.daemon.desk()
        return self.daemon

    def erase(self, **what):
        return self.daemon.request("erase", moderator="ann", **what)

    def until(self, look, good):
        """What is seen once it is good."""
        deadline = time.monotonic() + PATIENCE
        while not good(seen := look()):
            if time.monotonic() > deadline:
                raise TimedOut(f"still {seen}; the daemon's log:\n{self.daemon.log()}")
            select.select([], [], [], 0.02)
        return seen

    def assert_no_trace(self, *texts):
        for file in self.daemon.folder.glob("ledger.db*"):
            content = file.read_bytes()
            for text in texts:
                self.assertNotIn(text.encode(), content, file.name)
        log = self.daemon.log()
        for text in texts:
            self.assertNotIn(text, log)

    def test_a_comment_is_erased_everywhere(self):
        daemon = self.start()
        feed = daemon.feed("approved/", "erased/")
        first = comment("c1", SECRET, author="good-miller", site="s", created_at="2026-11-23T08:15:00Z", mood="sad-secret")
        seq = self.desk.ask(first)["seq"]
        self.desk.ask({**first, "text": SECRET + ", again"})
        self.desk.ask(comment("c2", "Something else.", site="s"))
        self.assertEqual(self.erase(id="c1", site="s"), {"erased": 1})
        self.assert_no_trace(SECRET, "good-miller", "sad-secret")

        erased = {"id": "c1", "article": "a1", "author": {"id": "-"}, "text": "", "site": "s",
                  "created_at": "2026-11-23T08:15:00Z"}
        for _ in range(3):
            feed.receive()
        topic, last, body, verdict = message(feed.receive())
        self.assertEqual((topic, json.loads(body)), ("erased/s/a1", erased))
        self.assertEqual((verdict["action"], verdict["decided_by"], verdict["revision"]), ("reject", "ann", 1))
        self.assertEqual([(reason["filter"], reason["code"]) for reason in verdict["reasons"]],
                         [("erasure", "erasure.request")])
        # A subscriber that was away sees no text, and in the end the erasure.
        caught_up = [m for m in daemon.catch_up("approved/s/", "erased/") if m[3]["id"] == "c1"]
        self.assertEqual([(m[0], json.loads(m[2])) for m in caught_up],
                         [("approved/s/a1", erased), ("approved/s/a1", erased), ("erased/s/a1", erased)])
        self.assertEqual(caught_up[-1][1], last)
        # The decisions stay.
        explained = daemon.request("explain", site="s", id="c1")
        self.assertEqual(explained["comment"], erased)
        self.assertEqual([each["action"] for each in explained["history"]], ["approve", "approve", "reject"])
        self.assertEqual(explained["history"][0]["seq"], seq)
        self.assertEqual(daemon.stats()["decided"]["erased"], 1)

        # What is known as erased stays erased, also after a restart.
        for restarted in (False, True):
            if restarted:
                daemon.stop()
                daemon.start()
                self.desk = daemon.desk()
            for text in (SECRET + ", again", "harmless"):
                again = self.desk.ask({**first, "text": text})
                self.assertEqual((again["seq"], again["action"]), (last, "reject"))
            for action in ("approve", "undo"):
                refused = daemon.request("review", action=action, id="c1", site="s", moderator="ann")
                self.assertEqual(refused["error"]["code"], "review.erased")
            self.assertEqual(self.erase(id="c1", site="s"), {"erased": 0})
            self.assert_no_trace(SECRET, "harmless")
        self.assertEqual(daemon.request("explain", site="s", id="c2")["comment"]["text"], "Something else.")

    def test_all_comments_of_a_person_go_and_those_of_others_stay(self):
        daemon = self.start()
        self.desk.submit(comment(f"{author}{n}", f"{author} says {n}", author=author, site=site)
                         for author in ("good-ann", "wait-ann", "good") for site in ("one", "two") for n in range(50))
        self.assertEqual(daemon.stats()["held"], 100)
        self.assertEqual(self.erase(author="wait-ann", site="one"), {"erased": 50})
        self.assertEqual(daemon.stats()["held"], 50)
        held = daemon.request("queue", limit=1000)["held"]
        self.assertEqual({each["comment"]["site"] for each in held}, {"two"})
        self.assertEqual(self.erase(author="wait-ann", site="two"), {"erased": 50})
        self.assert_no_trace("wait-ann says")
        self.assertEqual(self.erase(author="wait-ann", site="two"), {"erased": 0})
        texts = [json.loads(body)["text"] for _, _, body, _ in daemon.verdicts()]
        self.assertEqual(sum(text.startswith("good") for text in texts), 200)
        self.assertEqual(sum(text == "" for text in texts), 100)

    def test_an_id_that_is_escaped_is_found(self):
        daemon = self.start()
        self.desk.send(json.dumps(comment("c1", SECRET, author="good-x")).replace("good-x", "g\\u006fod-x").encode())
        self.assertEqual(json.loads(self.desk.receive()[0])["action"], "approve")
        self.assertEqual(self.erase(author="good-x"), {"erased": 1})
        self.assert_no_trace(SECRET)
        self.assertEqual(daemon.stats()["decided"]["erased"], 1)

    def test_filters_forget_it(self):
        daemon = self.start(chain=("duplicate",), filters="[filter.duplicate]\n")
        text = "This petition is the only way to save the old harbour from the bulldozers, so sign it today!"
        self.desk.ask(comment("1", text, author="ann"))
        self.desk.ask(comment("1", text[::-1], author="ann"))
        self.assertEqual(self.desk.ask(comment("2", text[::-1], author="bob", article="b"))["action"], "reject")
        self.erase(id="1")
        # The decision on the copy was made and stays; the text itself may be said anew.
        self.assertEqual(self.desk.ask(comment("3", text[::-1], author="cid", article="c"))["action"], "approve")
        daemon.stop()
        daemon.start()
        self.desk = daemon.desk()
        self.assertEqual(self.desk.ask(comment("4", text, author="dan", article="d"))["action"], "approve")

    def test_what_is_kept_for_a_time_goes_by_itself(self):
        daemon = self.start(filters=MEMBERS + '[privacy.retention]\nip = "1s"\nrejected_text = "2s"\n')
        author = {"id": "good", "ip": "203.0.113.77", "email": "anna@example.org"}
        self.desk.ask({**comment("1", "Approved words."), "author": author})
        self.desk.ask(comment("2", "Rejected words.", author="bad"))
        kept = self.until(lambda: daemon.request("explain", id="1")["comment"],
                          lambda found: found["author"].get("ip") != "203.0.113.77")
        self.assertEqual(kept, {**comment("1", "Approved words."), "author": {**author, "ip": ""}})
        self.until(lambda: daemon.request("explain", id="2")["comment"]["text"], lambda text: text == "")
        self.until(daemon.log, lambda log: "took rejected_text out of 1 records" in log)
        self.until(lambda: (daemon.folder / "ledger.db-wal").stat().st_size, lambda size: size == 0)
        self.assert_no_trace("203.0.113.77", "Rejected words.")
        self.assertIn(b"anna@example.org", (daemon.folder / "ledger.db").read_bytes())

    def test_a_person_gets_what_is_held_on_them(self):
        daemon = self.start(filters=MEMBERS + '[privacy]\nobjection = "Write to \\"us\\" & complain."\n')
        mine = [comment(n, f"Remark {n}", author="waiter", mood={"n": n}) for n in range(250)]
        self.desk.submit(mine + [comment("other", "Not mine.", author="good")])
        daemon.request("review", action="reject", id="7", moderator="Mr Secret", reason="Too \u2028 rude")
        self.desk.ask({**mine[8], "text": "Remark 8, edited"})
        run = subprocess.run([BIN / "moderato", "export", "--config", daemon.config, "--author", "waiter"],
                             capture_output=True, text=True, timeout=120)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        document = json.loads(run.stdout)
        self.assertEqual((document["author"], document["site"]), ("waiter", "default"))
        self.assertEqual(document["how_to_object"], 'Write to "us" & complain.')
        self.assertNotIn("Mr Secret", run.stdout)
        self.assertNotIn("Not mine.", run.stdout)
        entries = document["comments"]
        self.assertEqual([each["comment"] for each in entries[:250]], sorted(mine, key=lambda c: [e["id"] for e in entries].index(c["id"])))
        self.assertEqual(len(entries), 252)
        decision = entries[0]["decision"]
        self.assertEqual((decision["action"], decision["automated"], decision["decided_by"]), ("hold", True, "filters"))
        self.assertEqual(decision["rules"][0]["found_by"], "membership")
        self.assertEqual(decision["consequence"], "not published until a person has looked at it")
        review, edit = entries[250:]
        self.assertEqual((review["id"], review["decision"]["automated"], review["decision"]["action"]), ("7", False, "reject"))
        self.assertEqual(review["decision"]["rules"][0]["explanation"], "Too \u2028 rude")
        self.assertNotIn("comment", review)
        self.assertEqual((edit["id"], edit["revision"], edit["comment"]["text"]), ("8", 1, "Remark 8, edited"))
        # Of nobody, and after all is erased, there is nothing.
        self.erase(author="waiter")
        run = subprocess.run([BIN / "moderato", "export", "--config", daemon.config, "--author", "waiter"],
                             capture_output=True, text=True, timeout=120)
        self.assertEqual(json.loads(run.stdout)["comments"], [])

    def test_what_can_not_be_asked_for(self):
        self.start()
        self.assertEqual(self.erase(id="nobody")["error"]["code"], "erase.not_found")
        for wrong in ({}, {"id": "1", "author": "a"}, {"id": 1}, {"id": "1", "moderator": "chain"}, {"author": "x" * 257}):
            answer = self.daemon.request("erase", **{"moderator": "ann", **wrong})
            self.assertEqual(answer["error"]["code"], "control.bad_request", wrong)

    def test_while_comments_come_in_nothing_else_is_lost(self):
        daemon = self.start()
        total, window = 6_000, 300
        answers = {}

        def take():
            answer = json.loads(self.desk.receive()[0])
            answers[answer["id"]] = answer

        def submit():
            for n in range(total):
                author = "good-gone" if n % 3 == 0 else "good"
                self.desk.send(comment(n, f"{author} remarks {n}", author=author, article=f"a{n % 20}"))
                if n >= window:
                    take()
            for _ in range(window):
                take()

        client = threading.Thread(target=submit)
        client.start()
        erased = 0
        while client.is_alive():
            erased += self.erase(author="good-gone")["erased"]
        client.join()
        erased += self.erase(author="good-gone")["erased"]
        self.assertEqual(erased, total // 3)
        self.assertEqual(len(answers), total)
        self.assert_no_trace("good-gone remarks")
        topics = {}
        for topic, _, body, verdict in daemon.catch_up("approved/", "erased/", limit=1000):
            topics.setdefault(verdict["id"], []).append(topic.split("/")[0])
            self.assertEqual(json.loads(body)["text"] == "", int(verdict["id"]) % 3 == 0)
        self.assertEqual(topics, {str(n): ["approved"] + ["erased"] * (n % 3 == 0) for n in range(total)})

    def test_a_kill_in_the_middle_leaves_nothing_undone(self):
        daemon = self.start()
        total = 3_000
        self.desk.submit(comment(n, f"good-gone remarks {n}", author="good-gone", article=f"a{n % 7}") for n in range(total))
        feed = daemon.feed("erased/")
        daemon.control().send({"request": "erase", "author": "good-gone", "moderator": "ann"})
        feed.receive()
        daemon.kill()
        with sqlite3.connect(daemon.folder / "ledger.db") as ledger:
            [before] = ledger.execute("SELECT count(*) FROM decision WHERE topic = 4").fetchone()
        self.assertTrue(0 < before < total, f"the kill came too late or too early: {before}")
        daemon.start()
        self.desk = daemon.desk()
        # It goes on by itself; whoever asks again gets an answer when that is done.
        self.assertEqual(self.erase(author="good-gone")["erased"], 0)
        self.assert_no_trace("good-gone")
        erased = [m[3]["id"] for m in daemon.catch_up("erased/", limit=1000)]
        self.assertEqual(sorted(erased, key=int), [str(n) for n in range(total)], "each is erased once")
        self.assertEqual(daemon.stats()["decided"]["erased"], total - before)

    def test_the_command_line(self):
        daemon = self.start()
        self.desk.submit(comment(n, SECRET, author="good-gone") for n in range(3))
        for arguments, code, said in (
                (["--id", "1"], 0, "Erased 1 comment."),
                (["--author", "good-gone"], 0, "Erased 2 comments."),
                (["--author", "good-gone"], 0, "There was nothing to erase."),
                (["--id", "9"], 1, 'site "default" has no comment with the id "9"'),
                ([], 64, "--author ID"), (["--id", "1", "--author", "a"], 64, "--author ID")):
            run = subprocess.run([BIN / "moderato", "erase", "--config", daemon.config, "--moderator", "ann", *arguments],
                                 capture_output=True, text=True, timeout=120)
            self.assertEqual(run.returncode, code, run.stderr)
            self.assertIn(said, run.stdout + run.stderr)
        self.assert_no_trace(SECRET)


if __name__ == "__main__":
    unittest.main()
