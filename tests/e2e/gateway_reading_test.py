#!/usr/bin/python3
"""What the gateway knows of articles, and what it gives to feed readers and to browsers without JavaScript."""
import html.parser
import http.client
import json
import unittest
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from urllib.parse import quote, urlencode

from daemon import PATIENCE, Daemon, comment
from gateway import Gateway
from gateway_http_test import Stream

SITE = "/api/v1/sites/default"
ATOM = "{http://www.w3.org/2005/Atom}"
THREADS = "{http://purl.org/syndication/thread/1.0}"
HOSTILE = "</content><script>alert(1)</script>]]>&amp;\x01\x08\x0b\x1f\x7f\ufffe\uffff \"'\r\n\t\u2028 é 😀"
# What XML 1.0 does not allow, even escaped (NUL the daemon does not take).
ALLOWED = HOSTILE.translate({code: 0xfffd for code in (1, 8, 0xb, 0x1f, 0xfffe, 0xffff)})
BRIDGE = {"title": "The harbour bridge reopens", "url": "https://news.example/harbour-bridge", "closed": False}


class Reading(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.desk = self.daemon.desk()

    def get(self, path, **headers):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.assertEqual(answer.status, 200, body)
        return answer.headers, body.decode()

    def read(self, path, **headers):
        return json.loads(self.get(path, **headers)[1])

    def tell(self, article, **facts):
        answer = self.desk.ask({"kind": "article", "article": article, **facts})
        self.assertEqual(answer["stored"], "article")

    def article(self, article="a1"):
        return self.read(f"{SITE}/articles/{quote(article, safe='')}/comments")["article"]

    def until_told(self, article="a1", **facts):
        self.gateway.until(lambda: self.article(article), lambda found: found == {"id": article, **facts}, facts)

    def publish(self, *comments):
        for each in comments:
            self.assertEqual((verdict := self.desk.ask(each)).get("action"), "approve", verdict)
        self.gateway.until_same()


class Control(unittest.TestCase):
    def test_the_daemon_tells_them_in_pages(self):
        self.daemon = self.enterContext(Daemon())
        desk = self.daemon.desk()
        tell = lambda article, **facts: desk.ask({"kind": "article", "article": article, **facts})
        for number in range(5):
            tell(f"a{number}", title=f"{number}", text="Long.", published_at="2026-11-01T08:00:00Z")
        tell("a1", title="1, again", site="default")
        first = self.daemon.request("articles", limit=3)
        self.assertEqual(first["articles"][0], {"site": "default", "article": "a0", "title": "0", "url": "",
                                                "closed": False, "published_at": "2026-11-01T08:00:00.000000Z"})
        self.assertTrue(first["more"])
        rest = self.daemon.request("articles", after=first["scanned"], limit=1_000)
        self.assertEqual([each["title"] for each in first["articles"] + rest["articles"]],
                         ["0", "2", "3", "4", "1, again"])
        self.assertFalse(rest["more"])
        self.assertEqual(rest["articles"][-1]["published_at"], None)
        self.assertEqual(self.daemon.request("articles", after=rest["scanned"]),
                         {"articles": [], "scanned": rest["scanned"], "more": False})
        for wrong in ({"after": -1}, {"limit": 0}, {"limit": 1_001}, {"after": "x"}):
            self.assertEqual(self.daemon.request("articles", **wrong)["error"]["code"], "control.bad_request", wrong)


class Articles(Reading):
    def test_what_sites_told_is_shown(self):
        self.tell("a1", **BRIDGE)
        self.until_told(**BRIDGE)
        self.publish(comment("c1"))
        self.assertEqual(self.read(f"{SITE}/comments/c1")["article"], {"id": "a1", **BRIDGE})
        self.assertEqual(self.article("a2"), {"id": "a2", "title": None, "url": None, "closed": False})
        self.tell("a1", title="Another title", closed=True)
        self.until_told(title="Another title", url=None, closed=True)

    def test_either_was_away(self):
        for number in range(1_200):  # more than a page
            self.desk.send({"kind": "article", "article": f"a{number}", "title": f"Title {number}"})
        for _ in range(1_200):
            self.desk.receive()
        for number in (0, 600, 1_199):
            self.until_told(f"a{number}", title=f"Title {number}", url=None, closed=False)
        self.assertEqual(self.gateway.stop(), 0)
        self.tell("a0", title="New")
        self.gateway.start()
        self.until_told("a0", title="New", url=None, closed=False)
        self.daemon.stop()
        self.daemon.start()
        self.desk = self.daemon.desk()
        self.tell("a1199", title="Newer")
        self.until_told("a1199", title="Newer", url=None, closed=False)
        self.until_told("a600", title="Title 600", url=None, closed=False)


class Places(Reading):
    def test_a_removed_comment_stands_while_it_is_answered(self):
        self.publish(comment("c1", "The first."), comment("c2", "The answer.", parent="c1"))
        stream = Stream(self.gateway.address(), f"{SITE}/events", {})
        self.addCleanup(stream.close)
        self.daemon.request("erase", id="c1", moderator="ann")
        self.gateway.until_same()
        [place] = self.read(f"{SITE}/articles/a1/comments")["comments"]
        self.assertEqual((place["id"], place["state"], place["author"], place["text"], place["edited_at"]),
                         ("c1", "withdrawn", None, "", None))
        self.assertEqual([each["id"] for each in place["replies"]["comments"]], ["c2"])
        seq, event, data = stream.next()
        self.assertEqual((event, data), ("withdrawn", {"seq": seq, "article": "a1", "id": "c1", "parent": None,
                                                       "erased": True, "count": 1}))
        self.assertIn("This comment was removed.", self.get("/sites/default/articles/a1")[1])


class Feeds(Reading):
    def setUp(self):
        super().setUp()
        self.tell("a1", **BRIDGE)
        self.until_told(**BRIDGE)
        author = {"id": "good", "name": HOSTILE.replace("\r\n", " ").replace("\t", " ")}
        self.publish(comment("c1", "The first.", created_at="2026-11-01T08:00:00Z"),
                     {**comment("c/2 \"&", HOSTILE, parent="c1"), "author": author},
                     comment("c3", "Elsewhere.", article="a 2"))
        self.publish(comment("c1", "The first, edited.", created_at="2026-11-01T09:00:00Z"))

    def test_atom_is_as_rfc_4287_wants_it(self):
        headers, body = self.get(f"{SITE}/feed.atom")
        self.assertEqual(headers["Content-Type"], "application/atom+xml")
        self.assertRegex(headers["Cache-Control"], "^public, max-age=")
        feed = ElementTree.fromstring(body.encode())
        self.assertEqual(feed.tag, f"{ATOM}feed")
        entries = feed.findall(f"{ATOM}entry")
        for each in [feed, *entries]:  # 4.1.1, 4.1.2
            for required in ("id", "title", "updated"):
                [found] = each.findall(ATOM + required)
                self.assertTrue(found.text, required)
            self.assertRegex(each.find(f"{ATOM}id").text, "^urn:[a-z]+:[!-~]+$")
            datetime.fromisoformat(each.find(f"{ATOM}updated").text)
        self.assertEqual(len({each.find(f"{ATOM}id").text for each in [feed, *entries]}), 4)
        for each in entries:
            self.assertTrue(each.find(f"{ATOM}author/{ATOM}name").text)
            self.assertEqual(each.find(f"{ATOM}content").get("type"), "text")
        texts = [each.find(f"{ATOM}content").text for each in entries]
        self.assertEqual(texts, ["Elsewhere.", ALLOWED, "The first, edited."])
        self.assertEqual(feed.find(f"{ATOM}updated").text, max(each.find(f"{ATOM}updated").text for each in entries))
        first, hostile = entries[2], entries[1]
        self.assertEqual(hostile.find(f"{THREADS}in-reply-to").get("ref"), first.find(f"{ATOM}id").text)
        self.assertEqual(hostile.find(f"{ATOM}link").get("href"), f"{BRIDGE['url']}#comment-c%2F2%20%22%26")
        self.assertEqual((first.find(f"{ATOM}published").text, first.find(f"{ATOM}updated").text),
                         ("2026-11-01T08:00:00.000000Z", "2026-11-01T09:00:00.000000Z"))
        self.assertIsNone(entries[0].find(f"{ATOM}link"), "nobody has told where its article is")
        links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
        self.assertEqual(links, {"self": "feed.atom"})

    def test_json_is_as_json_feed_wants_it(self):
        headers, body = self.get(f"{SITE}/feed.json")
        self.assertEqual(headers["Content-Type"], "application/feed+json")
        feed = json.loads(body)
        self.assertEqual(feed["version"], "https://jsonfeed.org/version/1.1")
        self.assertTrue(feed["title"])
        for item in feed["items"]:
            self.assertTrue(item["id"])
            self.assertIn("content_text", item)
            datetime.fromisoformat(item["date_published"])
        self.assertEqual([item["content_text"] for item in feed["items"]], ["Elsewhere.", HOSTILE, "The first, edited."])
        self.assertEqual(feed["items"][1]["url"], f"{BRIDGE['url']}#comment-c%2F2%20%22%26")
        self.assertEqual(feed["items"][2]["date_modified"], "2026-11-01T09:00:00.000000Z")

    def test_of_one_article(self):
        feed = self.read(f"{SITE}/feed.json?article=a1")
        self.assertEqual([item["content_text"] for item in feed["items"]], [HOSTILE, "The first, edited."])
        self.assertEqual((feed["title"], feed["home_page_url"]), (f"Comments: {BRIDGE['title']}", BRIDGE["url"]))
        feed = ElementTree.fromstring(self.get(f"{SITE}/feed.atom?{urlencode({'article': 'a 2'})}")[1].encode())
        self.assertEqual(len(feed.findall(f"{ATOM}entry")), 1)
        self.assertEqual(feed.find(f"{ATOM}link").get("href"), "feed.atom?article=a%202")

    def test_what_is_gone_is_not_in_it(self):
        self.daemon.request("review", action="reject", id="c3", moderator="ann")
        self.daemon.request("erase", id="c1", moderator="ann")
        self.gateway.until_same()
        self.assertEqual([item["content_text"] for item in self.read(f"{SITE}/feed.json")["items"]], [HOSTILE])

    def test_the_newest_fifty(self):
        self.publish(*(comment(f"n{number}", f"Number {number}.") for number in range(60)))
        items = self.read(f"{SITE}/feed.json")["items"]
        self.assertEqual([item["content_text"] for item in items], [f"Number {number}." for number in range(59, 9, -1)])

    def test_of_nothing(self):
        self.assertEqual(self.read("/api/v1/sites/none/feed.json")["items"], [])
        feed = ElementTree.fromstring(self.get("/api/v1/sites/none/feed.atom")[1].encode())
        self.assertTrue(feed.find(f"{ATOM}updated").text)


class Balanced(html.parser.HTMLParser):
    """Whether each element that is opened is closed, in order; and all text and links."""
    VOID = {"meta", "link"}

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.tags, self.ids, self.links = [], [], set(), [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attributes:
            assert not name.startswith("on"), name
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.texts.append(data)


class Page(Reading):
    def test_what_people_wrote_is_text(self):
        self.tell("a/1 ü", title="<b>Bold</b>", url="javascript:alert(1)")
        self.publish({**comment("<i>\"'", "<script>alert(1)</script> javascript:alert(2) https://good.example/?a=b&c",
                                article="a/1 ü"), "author": {"id": "good", "name": "<img src=x onerror=alert(3)>"}})
        path = f"/sites/default/articles/{quote('a/1 ü', safe='')}"
        self.gateway.until(lambda: self.get(path)[1], lambda page: "Bold" in page, "the title")
        headers, body = self.get(path)
        self.assertIn("default-src 'none'; style-src 'self'", headers["Content-Security-Policy"])
        page = Balanced(body)
        self.assertTrue({"script", "img", "b", "i", "form"}.isdisjoint(page.tags), page.tags)
        self.assertIn("<b>Bold</b>", page.texts)
        self.assertIn("comment-<i>\"'", page.ids)
        self.assertEqual([link for link in page.links if ":" in link], ["https://good.example/?a=b&c"])

    def test_it_leads_through_all_comments(self):
        self.publish(*(comment(f"c{number}", f"Number {number}.") for number in range(45)))
        seen, link = [], ""
        while link is not None:
            page = Balanced(self.get(f"/sites/default/articles/a1{link}")[1])
            seen += [id for id in page.ids if id.startswith("comment-")]
            link = next((each for each in page.links if "cursor=" in each), None)
        self.assertEqual(seen, [f"comment-c{number}" for number in range(44, -1, -1)])

    def test_its_styles_and_feeds_are_where_it_says(self):
        self.publish(comment("c1"))
        page = Balanced(self.get("/sites/default/articles/a1")[1])
        types = [self.get(f"/{link.removeprefix('../../../')}")[0]["Content-Type"]
                 for link in page.links if link.startswith("../../../")]
        self.assertEqual(types, ["text/css; charset=utf-8", "application/feed+json", "application/atom+xml"])


if __name__ == "__main__":
    unittest.main()
