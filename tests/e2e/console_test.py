#!/usr/bin/python3
"""The moderators' console over HTTP, with a real daemon and a real gateway: every answer is as its contract says."""
import hashlib
import hmac
import http.client
import json
import re
import sqlite3
import subprocess
import sys
import time
import unittest
from base64 import urlsafe_b64encode
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "gateway"))
from daemon import BIN, PATIENCE, Daemon, comment
from gateway import Gateway
from openapi import OpenApi

API = "/console/api/v1/"
PASSWORD = "unrelated lanterns 7"
TOKEN_KEY = b"the key of the members in these tests"
CONTRACT = OpenApi("gateway/console/openapi.json")


def operation_of(method, path):
    """The contract's operation that a path is of."""
    for pattern, item in CONTRACT.document["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), "/" + path.partition("?")[0]) and method.lower() in item:
            return item[method.lower()]
    raise AssertionError(f"no {method} {path} in the contract")


def token(name):
    encode = lambda value: urlsafe_b64encode(value).rstrip(b"=")
    claims = {"sub": name, "name": name, "status": "active", "exp": int(time.time()) + 600}
    head = b".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return (head + b"." + encode(hmac.digest(TOKEN_KEY, head, hashlib.sha256))).decode()


class Moderator:
    """Somebody with the console open: a cookie, a CSRF token, and what a browser would send."""

    def __init__(self, test, name, address):
        self.test, self.name, self.address = test, name, address
        self.cookie = self.csrf = None
        status, session = self.ask("POST", "session", {"name": name, "password": PASSWORD}, known=False)
        test.assertEqual(status, 200, session)
        self.csrf = session["csrf"]

    def headers(self, **more):
        sent = {"Origin": f"http://{self.address}", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie,
                "X-CSRF-Token": self.csrf, **more}
        return {name: value for name, value in sent.items() if value is not None}

    def ask(self, method, path, body=None, known=True, **more):
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            kind = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, API + path, None if body is None else json.dumps(body),
                               self.headers(**kind, **more))
            answer = connection.getresponse()
            if answer.headers.get("Set-Cookie"):
                self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
            text = answer.read()
        finally:
            connection.close()
        value = json.loads(text) if text else None
        self.test.assertEqual(answer.headers["Cache-Control"], "no-store", path)
        if known:
            self.check(method, path, answer, value)
        return answer.status, value

    def check(self, method, path, answer, value):
        responses = operation_of(method, path)["responses"]
        self.test.assertIn(str(answer.status), responses, value)
        response = CONTRACT.followed(responses[str(answer.status)])
        if "content" in response:
            CONTRACT.validator(response["content"][answer.headers["Content-Type"]]["schema"]).validate(value)

    def get(self, path, **query):
        status, value = self.ask("GET", path + ("?" + urlencode(query) if query else ""))
        self.test.assertEqual(status, 200, value)
        return value

    def queue(self, **query):
        return [item["id"] for item in self.get("queue", **query)["items"]]

    def item(self, id, site="default"):
        return self.get(f"comments/{site}/{quote(id, safe='')}")["item"]

    def decide(self, action, *items, **more):
        """The results, by id."""
        named = [{"site": site, "id": id, "seq": seq} for site, id, seq in items]
        status, value = self.ask("POST", "decisions", {"action": action, "items": named, **more})
        self.test.assertEqual(status, 200, value)
        return {each["id"]: each for each in value["results"]}

    def decide_on(self, action, id, **more):
        """As somebody who looks at it first; the problem's code, or the state after it."""
        result = self.decide(action, ("default", id, self.item(id)["seq"]), **more)[id]
        return result["state"] if result["ok"] else result["problem"]["code"]

    def events(self):
        stream = Events(self)
        self.test.addCleanup(stream.close)
        stream.until("counts")
        return stream


class Events:
    def __init__(self, moderator):
        self.connection = http.client.HTTPConnection(moderator.address, timeout=PATIENCE)
        self.connection.request("GET", API + "events", headers=moderator.headers())
        self.answer = self.connection.getresponse()
        moderator.test.assertEqual(self.answer.status, 200)

    def next(self):
        """(event, data); nothing at the end."""
        fields = {}
        while True:
            line = self.answer.readline()
            if not line:
                return None
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if not name and "event" in fields:
                return fields["event"], json.loads(fields["data"])
            fields[name] = value

    def until(self, kind, good=lambda data: True):
        while event := self.next():
            if event[0] == kind and good(event[1]):
                return event[1]
        raise AssertionError(f"the stream ended before {kind}")

    def close(self):
        self.connection.close()


class Console(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(tables={"gateway": 'tokens = { algorithm = "HS256", key_file = "token.key" }\n'
                                                'site.blog.reject_reasons = ["Hors sujet."]\n'})
        key = self.daemon.folder / "token.key"
        key.write_bytes(TOKEN_KEY)
        key.chmod(0o600)
        self.enterContext(self.daemon)
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.desk = self.daemon.desk()

    def moderator(self, name, role="moderator", *sites):
        places = [option for site in sites for option in ("--site", site)]
        done = subprocess.run([BIN / "moderato-gateway", "--config", self.daemon.config, "account", "add", name, "--role",
                               role, "--read", *places], input=PASSWORD + "\n", capture_output=True, text=True,
                              timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return Moderator(self, name, self.gateway.address())

    def hold(self, *ids, **more):
        for id in ids:
            self.assertEqual(self.desk.ask(comment(id, f"This is {id}.", author="wait-" + id, **more))["action"], "hold")

    def until(self, look, good, what):
        return self.gateway.until(look, good, what)

    def until_queued(self, moderator, *ids):
        self.until(moderator.queue, lambda queue: queue == list(ids), f"{ids} in the queue")

    def public(self, id):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("GET", f"/api/v1/sites/default/comments/{id}")
        status = connection.getresponse().status
        connection.close()
        return status

    def post(self, path, body, member=None):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token(member)}"} if member else {})
        connection.request("POST" if body is not None else "GET", "/api/v1/sites/default/" + path,
                           None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def test_what_is_held_appears_and_goes_as_it_is_decided(self):
        mia = self.moderator("mia")
        events = mia.events()
        self.hold("c1")
        item = events.until("added")["item"]
        self.assertEqual((item["id"], item["state"], item["text"], item["decided_by"]), ("c1", "held", "This is c1.", "filters"))
        CONTRACT.validator({"$ref": "#/components/schemas/Item"}).validate(item)
        self.assertEqual(events.until("counts", lambda counts: counts["held"] == 1)["appeals"], 0)
        page = mia.get("queue")
        self.assertEqual(([each["id"] for each in page["items"]], page["total"], page["next"]), (["c1"], 1, None))
        self.assertEqual(page["counts"]["held"], 1)
        self.assertEqual(self.public("c1"), 404)
        told = {"kind": "article", "article": item["article"]["id"], "title": "On bees", "url": "https://news.example/bees"}
        self.assertNotIn("error", self.daemon.request("article", **told))
        self.until(lambda: mia.item("c1")["article"],
                   lambda article: (article["title"], article["url"]) == (told["title"], told["url"]), "told of its article")

        result = mia.decide("approve", ("default", "c1", item["seq"]))["c1"]
        self.assertEqual((result["ok"], result["state"]), (True, "approved"))
        removed = events.until("removed")
        self.assertEqual((removed["id"], removed["seq"], removed["state"], removed["by"]), ("c1", result["seq"], "approved", "mia"))
        self.assertEqual([(seq, verdict["decided_by"]) for _, seq, _, verdict in self.daemon.catch_up()],
                         [(result["seq"], "mia")])
        self.until(lambda: self.public("c1"), lambda status: status == 200, "public")
        self.assertEqual(mia.queue(), [])

        # Taken back, it waits again.
        self.assertEqual(mia.decide_on("undo", "c1"), "held")
        self.assertEqual(events.until("added")["item"]["id"], "c1")
        self.until(lambda: self.public("c1"), lambda status: status == 404, "gone")
        self.assertEqual(mia.decide_on("reject", "c1", reason="Not here."), "rejected")
        view = mia.get("comments/default/c1")
        self.until(lambda: mia.item("c1")["state"], lambda state: state == "rejected", "rejected")
        view = mia.get("comments/default/c1")
        self.assertEqual([(each["action"], each["by"]) for each in view["history"]],
                         [("held", "filters"), ("approved", "mia"), ("held", "mia"), ("rejected", "mia")])
        self.assertEqual((view["item"]["note"], view["item"]["decided_by"]), ("Not here.", "mia"))
        self.assertEqual(view["item"]["reasons"][0]["filter"], "membership")
        self.assertEqual(view["author"]["counts"], {"approved": 0, "held": 0, "rejected": 1})
        lead = self.moderator("lea", "lead")
        audit = lead.get("audit", id="c1")["entries"]
        self.assertEqual([(each["who"], each["what"]) for each in reversed(audit)],
                         [("mia", "approve"), ("mia", "undo"), ("mia", "reject")])

    def test_what_was_decided_meanwhile_is_not_overruled(self):
        mia = self.moderator("mia")
        self.hold("c1", "c2")
        self.until_queued(mia, "c1", "c2")
        seen = mia.item("c1")["seq"]
        self.daemon.request("review", action="reject", id="c1", moderator="ann")
        # Whether the gateway has heard of it or not.
        result = mia.decide("approve", ("default", "c1", seen))["c1"]
        self.assertEqual((result["ok"], result["problem"]["code"]), (False, "decision.changed"))
        self.assertEqual(self.daemon.request("review", action="approve", id="c1", moderator="mia", seq=seen)["error"]["code"],
                         "review.changed")
        results = mia.decide("approve", ("default", "c2", mia.item("c2")["seq"]), ("default", "none", 1))
        self.assertTrue(results["c2"]["ok"])
        self.assertEqual(results["none"]["problem"]["code"], "comment.not_found")

    def test_two_moderators_do_not_do_the_same(self):
        mia, tom, lea = self.moderator("mia"), self.moderator("tom"), self.moderator("lea", "lead")
        self.hold("c1", "c2")
        self.until_queued(mia, "c1", "c2")
        events = tom.events()
        items = {"items": [{"site": "default", "id": id} for id in ("c1", "c2", "none")]}
        claimed = mia.ask("POST", "claims", items)[1]
        self.assertEqual(([each["id"] for each in claimed["claimed"]], claimed["taken"]), (["c1", "c2"], []))
        self.assertEqual(events.until("claimed")["by"], "mia")
        self.assertEqual([each["by"] for each in tom.ask("POST", "claims", items)[1]["taken"]], ["mia", "mia"])
        self.assertEqual(tom.item("c1")["claim"]["by"], "mia")
        self.assertEqual(tom.decide_on("approve", "c1"), "claim.taken")
        self.assertEqual((mia.queue(mine="claimed"), tom.queue(mine="claimed")), (["c1", "c2"], []))
        # A lead may take it over, and decide anyway.
        self.assertEqual(len(lea.ask("POST", "claims", items)[1]["taken"]), 2)
        self.assertEqual(len(lea.ask("POST", "claims", {**items, "take_over": True})[1]["claimed"]), 2)
        self.assertEqual(mia.decide_on("approve", "c1"), "claim.taken")
        self.assertEqual(lea.ask("POST", "claims/release", items)[0], 204)
        self.assertEqual(events.until("released")["id"], "c1")
        self.assertEqual(mia.decide_on("approve", "c1"), "approved")
        # What another decided is the lead's to undo.
        self.until(lambda: tom.item("c1")["state"], lambda state: state == "approved", "approved")
        self.assertEqual(tom.decide_on("undo", "c1"), "role.missing")
        self.assertEqual(lea.decide_on("undo", "c1"), "held")
        self.until_queued(mia, "c2", "c1")
        self.assertEqual(mia.decide_on("undo", "c2"), "decision.nothing_to_undo")

    def test_many_at_once(self):
        mia = self.moderator("mia")
        ids = [f"c{i:03}" for i in range(120)]
        self.hold(*ids)
        self.until(lambda: mia.get("queue", limit=1)["total"], lambda total: total == 120, "120 in the queue")
        first = mia.get("queue", limit=100)
        second = mia.get("queue", limit=100, cursor=first["next"])
        self.assertEqual([each["id"] for each in first["items"] + second["items"]], ids)
        self.assertIsNone(second["next"])
        named = [("default", each["id"], each["seq"]) for each in first["items"] + second["items"]]
        preview = mia.decide("reject", *named, reason="All of them.", dry_run=True)
        self.assertEqual({(each["ok"], each["state"]) for each in preview.values()}, {(True, "rejected")})
        self.assertEqual(mia.get("queue")["total"], 120)
        done = mia.decide("reject", *named, reason="All of them.")
        self.assertEqual({(each["ok"], each["state"]) for each in done.values()}, {(True, "rejected")})
        self.until(lambda: mia.get("queue")["total"], lambda total: total == 0, "an empty queue")
        undone = mia.decide("undo", *[("default", id, each["seq"]) for id, each in done.items()])
        self.assertEqual({(each["ok"], each["state"]) for each in undone.values()}, {(True, "held")})
        self.until(lambda: mia.get("queue")["total"], lambda total: total == 120, "all of them again")
        for body in ({"items": named, "action": "reject"}, {"items": [], "action": "approve"},
                     {"items": [{"site": "default", "id": "c001"}], "action": "approve"},
                     {"items": [{"site": "default", "id": "c001", "seq": 1}], "action": "delete"},
                     {"items": [{"site": "default", "id": "c001", "seq": 1}] * 201, "action": "approve"}, []):
            self.assertEqual(mia.ask("POST", "decisions", body)[0], 400, body)

    def test_search(self):
        mia = self.moderator("mia")
        self.desk.ask(comment("c1", "The quick brown fox."))
        self.desk.ask(comment("c2", "A quick, brown FÖX 😀 jumps.", author="good-bob"))
        self.hold("c3")
        self.until(lambda: mia.get("search")["total"], lambda total: total == 3, "three comments")
        found = lambda **query: [each["id"] for each in mia.get("search", **query)["items"]]
        self.assertEqual(found(q="quick"), ["c2", "c1"])
        self.assertEqual(found(q='"quick brown fox"', sort="oldest"), ["c1", "c2"])
        self.assertEqual(found(q='"brown quick"'), [])
        self.assertEqual(found(q="jum*", state="approved", author="good-bob", sort="rank"), ["c2"])
        self.assertEqual(found(state="held"), ["c3"])
        [item] = mia.get("search", q="jumps fox")["items"]
        units = item["snippet"]["text"].encode("utf-16-le")
        self.assertEqual([units[2 * begin:2 * end].decode("utf-16-le") for begin, end in item["snippet"]["spans"]], ["FÖX", "jumps"])
        page = mia.get("search", limit=2)
        self.assertEqual([each["id"] for each in mia.get("search", limit=2, cursor=page["next"])["items"]], ["c1"])
        for typed in ('"', '""', "AND", "NEAR(", "marks:t1", "*", "a*", "'; DROP TABLE comment", "-x", "(", "😀"):
            mia.get("search", q=typed)
        for query, code in (({"state": "odd"}, "state.invalid"), ({"from": "x"}, "from.invalid"), ({"cursor": "x"}, "cursor.invalid"),
                            ({"limit": 201}, "limit.invalid"), ({"sort": "best"}, "sort.invalid"), ({"q": "x" * 501}, "q.too_long")):
            status, problem = mia.ask("GET", "search?" + urlencode(query))
            self.assertEqual((status, problem["code"]), (400, code))

    def test_sums_are_the_ledger_s(self):
        mia, lea = self.moderator("mia"), self.moderator("lea", "lead")
        for i in range(20):
            self.desk.ask(comment(f"g{i}", f"Good {i}."))
            self.desk.ask(comment(f"b{i}", f"Bad {i}.", author="ban"))
        self.hold(*(f"h{i}" for i in range(10)))
        self.until(lambda: mia.get("queue")["total"], lambda total: total == 10, "ten")
        for i in range(3):
            self.assertEqual(mia.decide_on("approve", f"h{i}"), "approved")
        self.assertEqual(mia.decide_on("reject", "h3", reason="No."), "rejected")
        self.assertEqual(mia.decide_on("reject", "g0", reason="No."), "withdrawn")
        self.until(lambda: mia.item("g0")["state"], lambda state: state == "withdrawn", "withdrawn")
        with sqlite3.connect(f"file:{self.daemon.folder}/ledger.db?mode=ro", uri=True) as ledger:
            expected = dict(ledger.execute("SELECT topic, count(*) FROM decision GROUP BY topic"))
        ledger.close()
        stats = mia.get("stats", step="day")
        total = lambda name: sum(each[name] for each in stats["decisions"])
        self.assertEqual([total(name) for name in ("approved", "held", "rejected", "withdrawn")],
                         [expected[topic] for topic in (0, 1, 2, 3)])
        self.assertEqual(total("reviewed"), 5)
        [membership] = [each for each in stats["filters"] if each["filter"] == "membership"]
        self.assertEqual((membership["held"], membership["rejected"], membership["agreed"], membership["overruled"]), (10, 20, 1, 3))
        self.assertEqual(sum(each["count"] for each in stats["queue_age"]), 6)
        self.assertEqual(stats["review_time"]["count"], 4)
        self.assertEqual([(each["name"], each["approved"], each["rejected"]) for each in stats["moderators"]], [("mia", 3, 2)])
        self.assertGreater(stats["latency"]["count"], 0)
        self.assertTrue(stats["daemon"]["ledger_writable"])
        self.assertEqual(lea.decide_on("undo", "h0"), "held")
        self.until(lambda: lea.get("stats")["moderators"], lambda rows: len(rows) == 2, "both of them")
        self.assertEqual([each["name"] for each in mia.get("stats")["moderators"]], ["mia"])

    def test_a_restart_loses_nothing(self):
        mia = self.moderator("mia")
        self.hold("c1", "c2", "c3")
        self.until_queued(mia, "c1", "c2", "c3")
        self.gateway.kill()
        self.hold("c4")
        self.daemon.request("review", action="approve", id="c1", moderator="ann")
        self.gateway.start()
        mia = Moderator(self, "mia", self.gateway.address())
        self.until_queued(mia, "c2", "c3", "c4")
        self.daemon.kill()
        self.assertEqual(mia.queue(), ["c2", "c3", "c4"])
        self.assertIsNone(mia.get("stats")["daemon"])
        self.assertEqual(mia.decide_on("approve", "c2"), "control.busy")  # nothing was done
        self.daemon.start()
        self.hold("c5")
        self.until(lambda: mia.queue()[-1], lambda last: last == "c5", "what came since")
        self.until(lambda: mia.decide_on("approve", "c3"), lambda state: state in ("approved", "decision.no_change"), "approved")
        # The file may go: it is filled again.
        self.assertEqual(self.gateway.stop(), 0)
        for file in self.daemon.folder.glob("gateway-casebook.db*"):
            file.unlink()
        self.gateway.start()
        mia = Moderator(self, "mia", self.gateway.address())
        self.until(lambda: mia.queue()[-1:], lambda last: last == ["c5"], "the queue again")
        self.assertEqual((self.daemon.folder / "gateway-casebook.db").stat().st_mode & 0o777, 0o600)

    def test_who_may_see_and_do_what(self):
        blog, mia, lea = self.moderator("bea", "moderator", "blog"), self.moderator("mia"), self.moderator("lea", "lead", "blog")
        self.hold("c1")
        self.hold("c2", site="blog")
        self.until_queued(mia, "c1", "c2")
        self.assertEqual(blog.queue(), ["c2"])
        self.assertEqual(blog.queue(site="default"), [])
        self.assertEqual(blog.get("queue")["counts"]["held"], 1)
        self.assertEqual([each["id"] for each in blog.get("search")["items"]], ["c2"])
        self.assertEqual(blog.ask("GET", "comments/default/c1")[0], 404)
        self.assertEqual(blog.decide("approve", ("default", "c1", 1))["c1"]["problem"]["code"], "comment.not_found")
        self.assertEqual(blog.ask("POST", "claims", {"items": [{"site": "default", "id": "c1"}]})[1], {"claimed": [], "taken": []})
        events = blog.events()
        self.hold("c3")
        self.hold("c4", site="blog")
        self.assertEqual(events.until("added")["item"]["id"], "c4")
        self.assertEqual(sum(each["held"] for each in blog.get("stats")["decisions"]), 2)
        status, problem = mia.ask("GET", "audit")
        self.assertEqual((status, problem["code"]), (403, "role.missing"))
        self.assertTrue(all(each["site"] == "blog" for each in lea.get("audit")["entries"]))
        # Without a session, and without what only our own page knows.
        for method, path in (("GET", "queue"), ("GET", "events"), ("GET", "search"), ("POST", "decisions"), ("POST", "claims"),
                             ("GET", "stats"), ("GET", "audit"), ("GET", "views"), ("GET", "comments/default/c1")):
            status, problem = mia.ask(method, path, {} if method == "POST" else None, Cookie="x=y")
            self.assertEqual((status, problem["code"]), (401, "session.missing"), path)
        for path in ("decisions", "claims", "claims/release"):
            self.assertEqual(mia.ask("POST", path, {}, **{"X-CSRF-Token": "wrong"})[1]["code"], "csrf.missing")
            self.assertEqual(mia.ask("POST", path, {}, **{"Sec-Fetch-Site": "cross-site"})[1]["code"], "csrf.origin")
        self.assertEqual(mia.queue()[0], "c1")
        # A stream ends with its session.
        watching = mia.events()
        self.assertEqual(mia.ask("DELETE", "session", known=False)[0], 204)
        while watching.next():
            pass

    def test_views_and_reasons(self):
        mia, lea = self.moderator("mia"), self.moderator("lea", "lead")
        self.assertGreater(len(mia.get("reasons?site=default")["reasons"]), 3)
        self.assertEqual(mia.get("reasons?site=blog")["reasons"], [{"text": "Hors sujet."}])
        view = {"query": {"page": "queue", "filter": "membership"}}
        self.assertEqual(mia.ask("PUT", "views/Mine%20%C3%A9", view)[0], 200)
        self.assertEqual(mia.ask("PUT", "views/All", {**view, "shared": True})[1]["code"], "role.missing")
        self.assertEqual(lea.ask("PUT", "views/All", {**view, "shared": True})[0], 200)
        self.assertEqual([(each["name"], each["owner"], each["shared"]) for each in mia.get("views")["views"]],
                         [("All", "lea", True), ("Mine é", "mia", False)])
        self.assertEqual([each["name"] for each in lea.get("views")["views"]], ["All"])
        self.assertEqual(mia.ask("DELETE", "views/All")[0], 404)
        self.assertEqual(mia.ask("DELETE", "views/Mine%20%C3%A9")[0], 204)
        self.assertEqual(mia.ask("PUT", "views/X", {"query": "odd"})[0], 400)

    def test_what_readers_report(self):
        mia = self.moderator("mia")
        self.desk.ask(comment("c1"))
        self.gateway.until_same()
        events = mia.events()
        self.assertEqual(self.post("comments/c1/reports", {"reason": "abuse", "note": "Look."})[0], 204)
        item = events.until("added")["item"]
        self.assertEqual((item["state"], item["report_count"], item["reports"][0]["note"]), ("approved", 1, "Look."))
        self.assertEqual((mia.queue(), mia.queue(kind="reports"), mia.queue(kind="held")), (["c1"], ["c1"], []))
        self.assertEqual(mia.get("queue")["counts"]["reports"], 1)
        self.assertEqual(mia.decide_on("keep", "c1"), "approved")
        self.assertEqual(events.until("removed")["id"], "c1")
        self.assertEqual((mia.queue(), self.public("c1")), ([], 200))
        self.assertEqual(mia.decide_on("keep", "c1"), "decision.nothing_to_keep")

    def test_an_author_objects(self):
        mia, tom = self.moderator("mia"), self.moderator("tom")
        self.hold("c1")
        self.until_queued(mia, "c1")
        self.assertEqual(mia.decide_on("reject", "c1", reason="Off topic."), "rejected")
        self.until_queued(mia)
        events = tom.events()
        path = "comments/c1/appeal"
        self.assertEqual(self.post(path, {"text": "It is on topic."})[0], 401)
        self.assertEqual(self.post(path, {"text": "It is on topic."}, "good")[0], 404)
        self.assertEqual(self.post(path, {"text": " "}, "wait-c1")[0], 400)
        self.assertEqual(self.post(path, {"text": "It is on topic."}, "wait-c1")[0], 204)
        self.assertEqual(self.post(path, {"text": "Again."}, "wait-c1")[1]["code"], "appeal.twice")
        item = events.until("added")["item"]
        self.assertEqual((item["appeal"]["text"], item["appeal"]["decided_before_by"], item["appeal"]["state"]),
                         ("It is on topic.", ["mia"], "open"))
        self.assertEqual((mia.queue(kind="appeals"), mia.get("queue")["counts"]["appeals"]), (["c1"], 1))
        self.assertEqual(mia.decide_on("approve", "c1"), "appeal.same_person")
        self.assertEqual(tom.decide_on("reject", "c1", reason="It is not."), "rejected")
        self.assertEqual(events.until("removed")["id"], "c1")
        told = self.post("comments/c1/decision", None, "wait-c1")[1]
        self.assertEqual(told["appeal"], {"state": "refused", "text": "It is on topic.", "answer": "It is not."})
        self.assertEqual(mia.queue(), [])
        # An approval grants it.
        self.hold("c2")
        self.until_queued(mia, "c2")
        self.assertEqual(self.post("comments/c2/appeal", {"text": "Please."}, "wait-c2")[0], 204)
        self.until(lambda: mia.queue(kind="appeals"), lambda queue: queue == ["c2"], "the objection")
        self.assertEqual(mia.decide_on("approve", "c2", reason="Of course."), "approved")
        self.until(lambda: self.public("c2"), lambda status: status == 200, "public")
        told = self.post("comments/c2/decision", None, "wait-c2")[1]
        self.assertEqual(told["appeal"], {"state": "granted", "text": "Please.", "answer": "Of course."})
        self.assertEqual(self.post("comments/c2/appeal", {"text": "Please."}, "wait-c2")[1]["code"], "appeal.not_possible")
        # What is erased takes the objection with it.
        self.daemon.request("erase", site="default", id="c1", moderator="ann")
        self.until(lambda: mia.item("c1"), lambda item: item["state"] == "erased" and item["appeal"] is None, "erased")


if __name__ == "__main__":
    unittest.main()
