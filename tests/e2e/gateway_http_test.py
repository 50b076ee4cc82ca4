#!/usr/bin/python3
"""What is published can be read over HTTP, and followed as it happens."""
import http.client
import json
import unittest
from urllib.parse import quote, urlencode

from daemon import PATIENCE, Daemon, comment
from gateway import Gateway

SITE = "/api/v1/sites/default"


class Stream:
    """Server-Sent Events, one after the other."""

    def __init__(self, address, path, headers):
        self.connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        self.connection.request("GET", path, headers=headers)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, self.answer.read()
        assert self.answer.headers["Content-Type"].startswith("text/event-stream")

    def next(self):
        fields = {}
        while line := self.answer.readline().decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
        if "event" not in fields:
            return self.next()
        return int(fields["id"]), fields["event"], json.loads(fields["data"])

    def close(self):
        self.connection.close()


class Http(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.desk = self.daemon.desk()

    def get(self, path, **headers):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def read(self, path):
        status, _, body = self.get(path)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def page(self, article="a1", **query):
        return self.read(f"{SITE}/articles/{quote(article, safe='')}/comments?{urlencode(query)}")

    def publish(self, *given):
        for id, parent in given:
            self.desk.ask(comment(id, f"This is {id}.", **({"parent": parent} if parent else {})))
        self.gateway.until_same()

    def review(self, action, id):
        self.assertIn("verdict", self.daemon.request("review", action=action, id=id, moderator="ann"))

    def stream(self, path="/articles/a1/events", **headers):
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        stream = Stream(self.gateway.address(), SITE + path, named)
        self.addCleanup(stream.close)
        return stream

    def shape(self, replies):
        return [(each["id"], self.shape(each["replies"])) for each in replies["comments"]]

    def test_threads(self):
        self.publish(("c1", None), ("c2", None), ("c3", "c1"), ("c4", "c3"), ("c5", "c1"))
        page = self.page(sort="oldest")
        self.assertEqual(self.shape(page), [("c1", [("c3", [("c4", [])]), ("c5", [])]), ("c2", [])])
        self.assertEqual((page["count"], page["seq"]), (5, 5))
        self.assertEqual(page["comments"][0]["text"], "This is c1.")
        first = self.page(sort="newest", limit=1)
        self.assertEqual([each["id"] for each in first["comments"]], ["c2"])
        second = self.page(sort="newest", limit=1, cursor=first["next"])
        self.assertEqual([each["id"] for each in second["comments"]], ["c1"])
        self.assertIsNone(second["next"])
        self.assertEqual(self.read(f"{SITE}/comments/c4")["thread"]["id"], "c1")
        self.assertEqual(self.shape(self.read(f"{SITE}/comments/c1/replies")), [("c3", [("c4", [])]), ("c5", [])])
        self.assertEqual(self.read(f"{SITE}/counts?article=a1&article=a2"), {"counts": {"a1": 5, "a2": 0}})

    def test_an_article_may_be_named_by_its_address(self):
        article = "https://news.example/a?b=c&d=ä"
        self.desk.ask(comment("c1", article=article))
        self.gateway.until_same()
        self.assertEqual(self.page(article)["count"], 1)

    def test_what_has_not_changed_is_not_sent_again(self):
        self.publish(("c1", None))
        path = f"{SITE}/articles/a1/comments"
        _, headers, body = self.get(path)
        self.assertEqual(self.get(path, **{"If-None-Match": headers["ETag"]})[0], 304)
        self.publish(("c2", None))
        status, changed, _ = self.get(path, **{"If-None-Match": headers["ETag"]})
        self.assertEqual(status, 200)
        self.assertNotEqual(changed["ETag"], headers["ETag"])
        self.review("reject", "c2")
        self.gateway.until_same()
        self.assertEqual(json.loads(self.get(path)[2])["count"], 1)

    def test_questions_that_make_no_sense(self):
        self.publish(("c1", None))
        for path, status, code in (("/articles/a1/comments?sort=best", 400, "request.invalid"),
                                   ("/articles/a1/comments?limit=0", 400, "request.invalid"),
                                   ("/articles/a1/comments?limit=101", 400, "request.invalid"),
                                   ("/articles/a1/comments?cursor=x", 400, "cursor.invalid"),
                                   ("/counts", 400, "request.invalid"), ("/comments/c9", 404, "not_found"),
                                   ("/comments/c9/replies", 404, "not_found"),
                                   ("/articles/a1/events?after=x", 400, "request.invalid")):
            with self.subTest(path):
                got, headers, body = self.get(SITE + path)
                self.assertEqual((got, json.loads(body)["code"]), (status, code))
                self.assertEqual(headers["Content-Type"], "application/problem+json")
        self.assertEqual(self.get("/nothing/here")[0], 404)

    def test_what_happens_is_told_as_it_happens(self):
        self.publish(("c1", None))
        stream = self.stream()
        self.publish(("c2", "c1"))
        seq, event, data = stream.next()
        self.assertEqual((seq, event, data["comment"]["id"], data["comment"]["parent"]), (2, "published", "c2", "c1"))
        self.desk.ask(comment("c2", "Edited.", parent="c1"))
        self.desk.ask(comment("other", article="a2"))
        self.review("reject", "c2")
        self.review("undo", "c2")
        told = [stream.next() for _ in range(3)]
        self.assertEqual([event for _, event, _ in told], ["edited", "withdrawn", "published"])
        self.assertEqual(told[0][2]["comment"]["text"], "Edited.")
        self.assertEqual(told[1][2], {"seq": told[1][0], "article": "a1", "id": "c2", "parent": "c1", "erased": False,
                                      "count": 1})
        # Who was away goes on behind what it has, and gets nothing twice.
        again = self.stream(Last_Event_ID=told[0][0])
        self.assertEqual([again.next(), again.next()], told[1:])
        self.daemon.request("erase", site="default", id="c2", moderator="ann")
        seq, event, data = again.next()
        self.assertEqual((event, data["erased"]), ("withdrawn", True))

    def test_who_was_away_for_too_long_reads_again(self):
        self.publish(("c1", None), ("c2", None))
        self.assertEqual(self.gateway.stop(), 0)
        self.gateway.start()
        self.gateway.until_same()
        self.assertEqual(self.stream(Last_Event_ID=1).next(), (2, "reset", {}))

    def test_the_comment_section_is_there(self):
        status, headers, body = self.get("/embed.js")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/javascript; charset=utf-8"))
        self.assertIn(b"use strict", body)


if __name__ == "__main__":
    unittest.main()
