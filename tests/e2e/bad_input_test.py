#!/usr/bin/python3
"""All input is hostile: a clear error to the sender where there is one, counted and logged where not, good ones unharmed."""
import json
import random
import threading
import unittest

import zmq
from daemon import Daemon, comment, frame, message

GOOD = frame(comment("x"))
DEEP = 100_000


def with_raw(name, raw):
    """A good comment with one more field, whose value is given byte for byte."""
    return GOOD[:-1] + b', "' + name.encode() + b'": ' + raw + b"}"


def without(name):
    return frame({key: value for key, value in comment("x").items() if key != name})


# What is sent, the code of the error, and a word its message must have.
BAD = {
    "empty": (b"", "comment.wrong_frames", ""),
    "not JSON": (b"hello", "comment.not_json", ""),
    "cut off": (GOOD[:-5], "comment.not_json", ""),
    "two objects": (GOOD + GOOD, "comment.not_json", ""),
    "a list": (b"[1, 2]", "comment.wrong_type", "object"),
    "a string": (b'"x"', "comment.wrong_type", "object"),
    "binary": (bytes(range(256)), "comment.not_json", ""),
    "UTF-16": (GOOD.decode().encode("utf-16"), "comment.not_json", ""),
    "invalid UTF-8": (GOOD.replace(b"A comment", b"A \xff\xfe comment"), "comment.not_json", "UTF-8"),
    "overlong UTF-8": (GOOD.replace(b"A comment", b"A \xc0\xaf comment"), "comment.not_json", "UTF-8"),
    "UTF-8 surrogate": (GOOD.replace(b"A comment", b"A \xed\xa0\x80 comment"), "comment.not_json", "UTF-8"),
    "lone surrogate": (GOOD.replace(b"A comment", rb"A \ud800 comment"), "comment.not_json", ""),
    "lone low surrogate": (GOOD.replace(b"A comment", rb"A \udc00 comment"), "comment.not_json", ""),
    "raw NUL": (GOOD.replace(b"A comment", b"A \0 comment"), "comment.not_json", ""),
    "NUL in the text": (GOOD.replace(b"A comment", rb"A \u0000 comment"), "comment.bad_value", "text"),
    "NUL in an id": (GOOD.replace(b'"x"', rb'"x\u0000"'), "comment.bad_value", "id"),
    "line break in an id": (GOOD.replace(b'"x"', rb'"x\n"'), "comment.bad_value", "id"),
    "no id": (without("id"), "comment.missing_field", "id"),
    "no article": (without("article"), "comment.missing_field", "article"),
    "no author": (without("author"), "comment.missing_field", "author"),
    "no text": (without("text"), "comment.missing_field", "text"),
    "empty author": (frame(comment("x") | {"author": {}}), "comment.missing_field", "author.id"),
    "id is a number": (frame(comment("x") | {"id": 7}), "comment.wrong_type", "id"),
    "text is null": (frame(comment("x") | {"text": None}), "comment.wrong_type", "text"),
    "text is a list": (frame(comment("x") | {"text": ["a"]}), "comment.wrong_type", "text"),
    "author is a string": (frame(comment("x") | {"author": "me"}), "comment.wrong_type", "author"),
    "empty id": (frame(comment("")), "comment.bad_value", "id"),
    "long id": (frame(comment("x" * 129)), "comment.bad_value", "id"),
    "slash in a site": (frame(comment("x", site="a/b")), "comment.bad_value", "site"),
    "unknown kind": (frame(comment("x", kind="poem")), "comment.bad_value", "kind"),
    "no date": (frame(comment("x", created_at="yesterday")), "comment.bad_value", "created_at"),
    "no such day": (frame(comment("x", created_at="2026-02-30T00:00:00Z")), "comment.bad_value", "created_at"),
    "id twice": (with_raw("id", b'"y"'), "comment.duplicate_field", "id"),
    "text twice": (with_raw("text", b'"y"'), "comment.duplicate_field", "text"),
    "long text": (frame(comment("x", "a" * 20_001)), "comment.bad_value", "text"),
    "large frame": (frame(comment("x", more="a" * 300_000)), "comment.too_large", "262144"),
    "deep lists": (with_raw("more", b"[" * DEEP + b"]" * DEEP), "comment.not_json", ""),
    "deep objects": (with_raw("more", b'{"a":' * (DEEP // 4) + b"1" + b"}" * (DEEP // 4)), "comment.not_json", ""),
    "deep and open": (b"[" * DEEP, "comment.wrong_type", "object"),
}

# Odd, and still comments.
ODD = {
    "surrogate pair": rb'{"id": "x", "article": "a", "author": {"id": "good"}, "text": "\ud83d\ude00"}',
    "empty text": b'{"id": "x", "article": "a", "author": {"id": "good"}, "text": ""}',
    "clock at the epoch": frame(comment("x", created_at="1970-01-01T00:00:00Z")),
    "clock far ahead": frame(comment("x", created_at="9999-12-31T23:59:59Z")),
    "clock with an offset": frame(comment("x", created_at="2026-11-20T08:00:00.123456+14:00")),
    "unknown fields": rb'{ "id":"x","article":"a" ,"author":{"id":"good","shoe":4.50e1},"text":"a\u00e9\/",'
    rb' "zoo":[1.0,1E+2,-0,"\ud83d\ude00",{"":null}],  "n":123456789012345678901234567890.10 }' + b"\n",
    "longest text": frame(comment("x", "é" * 10_000)),
}


class BadInput(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())

    def assert_good_ones_pass(self, desk, id="fine"):
        self.assertEqual(desk.ask(comment(id))["action"], "approve")

    def test_the_desk_says_what_is_wrong(self):
        desk = self.daemon.desk()
        for name, (sent, code, word) in BAD.items():
            with self.subTest(name):
                answer = desk.ask(sent)
                self.assertEqual(answer["error"]["code"], code, answer)
                self.assertIn(word, answer["error"]["message"])
                self.assertLess(len(answer["error"]["message"]), 400)
        self.assert_good_ones_pass(desk)
        stats = self.daemon.stats()
        self.assertEqual((stats["malformed"], stats["last_seq"]), (len(BAD), 1))

    def test_an_error_names_the_comment_where_it_can_be_told(self):
        answer = self.daemon.desk().ask(comment("who", created_at="never"))
        self.assertEqual(answer["id"], "who")

    def test_the_queue_counts_and_goes_on(self):
        feed, queue = self.daemon.feed(), self.daemon.queue()
        for sent, *_ in BAD.values():
            queue.send(sent)
        queue.send(comment("fine"))
        self.assertEqual(message(feed.receive())[3]["id"], "fine")
        self.daemon.stats_when(lambda stats: stats["malformed"] == len(BAD))

    def test_odd_ones_pass_byte_for_byte(self):
        desk, feed = self.daemon.desk(), self.daemon.feed()
        for i, (name, sent) in enumerate(ODD.items()):
            with self.subTest(name):
                sent = sent.replace(b'"x"', f'"odd{i}"'.encode())
                answer = desk.ask(sent)
                self.assertEqual(answer.get("action"), "approve", answer)
                self.assertTrue(feed.receive()[2] == sent)
                [kept] = [m for m in self.daemon.catch_up("approved/default/", after=answer["seq"] - 1)]
                self.assertTrue(kept[2] == sent)

    def test_an_id_used_for_other_content_is_an_edit(self):
        desk = self.daemon.desk()
        self.assertEqual(desk.ask(comment("1", "One."))["revision"], 0)
        for change in ({"text": "Two."}, {"author": "good-2"}, {"article": "other"}):
            revision = desk.ask(comment("1", **({"text": "Two."} | change)))["revision"]
            with self.subTest(change):
                self.assertGreaterEqual(revision, 1)
        self.assertEqual(len(self.daemon.request("explain", site="default", id="1")["history"]), 4)

    def test_messages_of_several_frames_are_refused(self):
        desk, queue = self.daemon.desk(), self.daemon.queue()
        desk.socket.send_multipart([GOOD, GOOD])
        self.assertIn("error", json.loads(desk.receive()[-1]))
        queue.socket.send_multipart([GOOD] * 3)
        self.daemon.stats_when(lambda stats: stats["malformed"] == 2)
        desk.socket.send_multipart([b""] * 1_000)
        self.assert_good_ones_pass(self.daemon.desk())

    def test_nonsense_to_control_is_answered(self):
        control = self.daemon.control()
        for sent in (b"", b"{", b"[]", b"\xff", b"[" * DEEP, b'{"request": 7}', b'{"request": "starts"}',
                     b'{"request": "feed", "limit": 1001}', b'{"request": "feed", "after": -1}',
                     b'{"request": "feed", "topics": "approved/"}', frame({"request": "feed", "topics": ["a"] * 1001}),
                     frame({"request": "stats", "ref": "r" * 2000}), b'{"request": "score", "comment": {}}',
                     b'{"request": "explain", "id": "none"}', b'{"request": "review"}'):
            with self.subTest(sent[:40]):
                self.assertIn("message", control.ask(sent)["error"])
        self.assertIn("stats", control.ask({"request": "starts"})["error"]["message"])
        self.assertEqual(self.daemon.stats()["malformed"], 0)

    def test_a_subscriber_that_talks_is_not_heard(self):
        feed = self.daemon.feed()
        for nonsense in (b"\x05", b"\xff" * 10_000):
            xsub = self.daemon.context.socket(zmq.XSUB)
            xsub.linger = 0
            xsub.connect(self.daemon.addresses["publish"])
            xsub.send(nonsense)
            xsub.close()
        self.daemon.desk().ask(comment("1"))
        self.assertEqual(message(feed.receive())[3]["id"], "1")

    def test_a_hundred_megabytes_do_no_harm(self):
        before = self.daemon.memory()
        monitored = self.daemon.desk()
        for socket in (monitored, self.daemon.queue()):
            monitor = socket.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            socket.send(b'{"text": "' + b"a" * 100_000_000 + b'"}')
            self.assertTrue(monitor.poll(60_000), "the connection was not closed")
            socket.socket.disable_monitor()
            monitor.close()
        self.assert_good_ones_pass(self.daemon.desk())
        self.assertLess(self.daemon.memory() - before, 64_000_000)

    def test_ten_thousand_different_bad_frames_while_good_ones_flow(self):
        rng = random.Random(7)
        good, bad = 2_000, 10_000

        def broken(number):
            whole = frame(comment(f"bad{number}", f"Text {rng.random()}"))
            kind = number % 5
            if kind == 0:
                return whole[: rng.randrange(20, len(whole))]
            if kind == 1:
                return b"\xff" + rng.randbytes(rng.randrange(8, 300))
            if kind == 2:
                return frame(comment(f"bad{number}") | {rng.choice(["id", "text", "article", "author"]): rng.random()})
            if kind == 3:
                return frame(comment(f"bad{number}", created_at=f"{rng.random()}"))
            return whole[:-1] + b', "id": "again"}'

        frames = [broken(n) for n in range(bad)]
        self.assertEqual(len(set(frames)), bad)

        def attack():
            queue, desk = self.daemon.queue(), self.daemon.desk()
            for n, each in enumerate(frames):
                (desk if n % 2 else queue).send(each)
            answers = (json.loads(desk.receive()[0]) for _ in range(bad // 2))
            self.errors = sum("error" in answer for answer in answers)

        attacker = threading.Thread(target=attack)
        attacker.start()
        answers = self.daemon.desk().submit(comment(n, f"Text {n}", article=f"a{n % 10}") for n in range(good))
        attacker.join()
        self.assertEqual({answer.get("action") for answer in answers.values()}, {"approve"})
        self.assertEqual(len(answers), good)
        self.assertEqual(self.errors, bad // 2)
        self.daemon.stats_when(lambda stats: stats["malformed"] == bad)
        self.assertEqual(len({m[3]["id"] for m in self.daemon.catch_up(limit=1000)}), good)
        # The log tells of it, without a line for each.
        lines = [line for line in (self.daemon.folder / "log").read_text().splitlines() if "malformed" in line
                 or "not_json" in line or "JSON" in line]
        self.assertTrue(0 < len(lines) < 500, f"{len(lines)} lines")


if __name__ == "__main__":
    unittest.main()
