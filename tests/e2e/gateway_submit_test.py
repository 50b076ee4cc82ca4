#!/usr/bin/python3
"""Comments are taken in over HTTP: of members with tokens, of the website's server with its key, once each."""
import hashlib
import http.client
import json
import sqlite3
import sys
import threading
import time
import unittest
import uuid
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1] / "gateway" / "pages"))
import contract_test
from contract_test import CONTRACT, followed, token, validator
from daemon import PATIENCE, Daemon, comment
from gateway import Gateway

SITE = "/api/v1/sites/default"
KEY = "a-key-of-the-website-s-own-server-in-tests"
PAGE = "https://www.example.org"

FILTERS = """
[filter.membership]
source = "token"
key_file = "token.key"
[filter.wordlist]
banned = "idiot"
suspect = "casino"
"""


NO_LIMITS = "".join(f"{of} = 0\n" for of in ("comments_per_member", "comments_per_address", "reports_per_address",
                                              "decisions_per_address"))


def gateway_tables(limits=""):
    return f"""
[gateway.limits]
{limits or NO_LIMITS}
[gateway.site.default]
origins = ["{PAGE}"]
[gateway.site.default.key.web]
hash = "{hashlib.sha256(KEY.encode()).hexdigest()}"
roles = ["submit", "articles"]
[gateway.site.default.key.weak]
hash = "{hashlib.sha256(KEY[::-1].encode()).hexdigest()}"
roles = "articles"
"""


class Submit(unittest.TestCase):
    LIMITS = ""

    def setUp(self):
        self.daemon = Daemon(chain=("membership", "wordlist"), filters=FILTERS,
                             tables={"gateway": gateway_tables(self.LIMITS)})
        key = self.daemon.folder / "token.key"
        key.write_bytes(contract_test.KEY)
        key.chmod(0o600)
        self.enterContext(self.daemon)
        self.gateway = self.enterContext(Gateway(self.daemon))

    def ask(self, method, path, body=None, **headers):
        """(status, headers, body), checked against the contract."""
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            named.setdefault("Content-Type", "application/json")
        connection.request(method, path, body=data, headers=named)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, self.keeps_contract(method, path, answer, text)

    def keeps_contract(self, method, path, answer, text):
        for pattern, item in CONTRACT["paths"].items():
            pieces, given = pattern.split("/"), path.partition("?")[0].split("/")
            if len(pieces) == len(given) and all(a == b or a[:1] == "{" for a, b in zip(pieces, given)) and method.lower() in item:
                response = followed(item[method.lower()]["responses"][str(answer.status)])
                if response.get("content"):
                    media = answer.headers["Content-Type"].partition(";")[0]
                    validator(response["content"][media]["schema"]).validate(json.loads(text))
                for name, header in response.get("headers", {}).items():
                    if name != "Retry-After":
                        validator(followed(header)["schema"]).validate(answer.headers[name])
                if answer.status >= 400:
                    problem = json.loads(text)
                    self.assertEqual((problem["status"], problem["type"]),
                                     (answer.status, f"urn:moderato:problem:{problem['code']}"))
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                return json.loads(text) if text else None
        raise AssertionError(f"the contract has no {method} {path}")

    def submit(self, text="Well said.", member="anna", article="a1", headers=None, **more):
        body = {"id": str(uuid.uuid4()), "text": text, **more}
        authorization = {"Authorization": f"Bearer {token(member)}"} if member else {}
        return self.ask("POST", f"{SITE}/articles/{quote(article, safe='')}/comments",
                        {name: value for name, value in body.items() if value is not None},
                        **{**authorization, **(headers or {})})

    def decision(self, id, member="anna", **headers):
        authorization = {"Authorization": f"Bearer {token(member)}"} if member else {}
        status, got, body = self.ask("GET", f"{SITE}/comments/{quote(id, safe='')}/decision", **{**authorization, **headers})
        if status == 200:
            self.assertIsNone(body.pop("appeal"))  # of this answer alone
        return status, got, body

    def code(self, answer):
        status, _, body = answer
        return status, body["code"]

    def review(self, action, id, **more):
        self.assertIn("verdict", self.daemon.request("review", action=action, id=id, moderator="carla-the-moderator", **more))


class Deciding(Submit):
    def test_a_comment_is_published_once(self):
        id = str(uuid.uuid4())
        status, headers, first = self.submit(id=id)
        self.assertEqual((status, first["verdict"]["action"], first["verdict"]["by"], first["published"]),
                         (201, "approve", "filters", True))
        self.assertEqual(headers["Location"], f"{SITE}/comments/{id}/decision")
        self.assertEqual(first["comment"]["author"], {"name": "anna", "staff": False})
        status, _, again = self.submit(id=id)
        self.assertEqual((status, again), (200, first))
        self.assertEqual(self.decision(id)[2], first)
        self.assertEqual(list(self.gateway.until_same()), [("default", id)])
        stored = json.loads(self.daemon.verdicts()[0][2])
        self.assertEqual(stored["author"]["id"], "sub-anna")
        self.assertEqual(stored["author"]["ip"], "127.0.0.1")

    def test_without_an_id_each_is_a_comment_of_its_own(self):
        ids = {self.submit(id=None)[2]["comment"]["id"] for _ in range(2)}
        self.assertEqual({uuid.UUID(id).version for id in ids}, {4})
        self.assertEqual(len(ids), 2)

    def test_words_are_marked_as_javascript_counts(self):
        _, _, decision = self.submit("😀é What an idiot, an IDIOT.")
        self.assertEqual((decision["verdict"]["action"], decision["published"]), ("reject", False))
        text = decision["comment"]["text"].encode("utf-16-le")
        [reason] = decision["verdict"]["reasons"]
        self.assertEqual([text[2 * begin : 2 * end].decode("utf-16-le") for begin, end in reason["spans"]], ["idiot", "IDIOT"])
        self.assertTrue(reason["message"])

    def test_a_held_comment_waits_for_a_moderator_whose_name_is_not_told(self):
        _, _, held = self.submit("Come to my casino.")
        id = held["comment"]["id"]
        self.assertEqual((held["verdict"]["action"], held["published"]), ("hold", False))
        self.review("approve", id)
        _, _, approved = self.decision(id)
        self.assertEqual((approved["verdict"]["action"], approved["verdict"]["by"], approved["verdict"]["reasons"],
                          approved["published"]), ("approve", "moderator", [], True))
        self.review("reject", id, reason="No advertising, please.")
        status, headers, rejected = self.decision(id)
        self.assertEqual([reason["message"] for reason in rejected["verdict"]["reasons"]], ["No advertising, please."])
        self.assertFalse(rejected["published"])
        self.review("undo", id)
        for answer in (approved, rejected, self.decision(id)[2], self.submit("Come to my casino.", id=id)[2]):
            self.assertNotIn("carla", json.dumps(answer))

    def test_an_edit_leaves_what_stands_until_it_is_approved(self):
        _, _, first = self.submit("Good.")
        id = first["comment"]["id"]
        status, _, edit = self.submit("Bad casino.", id=id)
        self.assertEqual((status, edit["verdict"]["action"], edit["verdict"]["revision"], edit["published"]),
                         (200, "hold", 1, True))
        self.assertEqual(self.decision(id)[2], edit)
        status, _, third = self.submit("Better.", id=id)
        self.assertEqual((status, third["verdict"]["action"], third["published"]), (200, "approve", True))
        self.assertEqual(self.gateway.until_same()[("default", id)][4], "Better.")

    def test_a_comment_is_its_author_s_alone(self):
        _, _, mine = self.submit("Come to my casino.")
        id = mine["comment"]["id"]
        self.assertEqual(self.code(self.submit("Mine now.", member="ben", id=id)), (409, "comment.id_taken"))
        self.assertEqual(self.code(self.submit("Elsewhere.", article="a2", id=id)), (409, "comment.moved"))
        self.assertEqual(self.code(self.decision(id, "ben")), (404, "not_found"))
        self.assertEqual(self.code(self.decision("no-such-comment", "ben")), (404, "not_found"))
        self.assertEqual(self.code(self.decision(id, None)), (401, "token.missing"))
        self.assertEqual(self.decision(id)[2], mine)

    def test_two_authors_who_choose_one_id_at_the_same_moment(self):
        id, answers = str(uuid.uuid4()), {}

        def send(name):
            answers[name] = self.submit(f"By {name}.", member=name, id=id)

        senders = [threading.Thread(target=send, args=(f"m{number}",)) for number in range(8)]
        for each in senders:
            each.start()
        for each in senders:
            each.join()
        statuses = sorted(status for status, *_ in answers.values())
        self.assertEqual(statuses, [201] + [409] * 7)
        self.assertEqual(len(self.daemon.verdicts()), 1)

    def test_a_reply_has_a_published_parent_on_its_article(self):
        _, _, parent = self.submit("A question?")
        _, _, held = self.submit("A casino?")
        id = parent["comment"]["id"]
        status, _, reply = self.submit("An answer.", member="ben", parent=id)
        self.assertEqual((status, reply["comment"]["parent"]), (201, id))
        for parent, article in (("nobody", "a1"), (held["comment"]["id"], "a1"), (id, "a2")):
            self.assertEqual(self.code(self.submit("An answer.", parent=parent, article=article)), (404, "not_found"))
        self.review("reject", id)  # what is there already may still be sent again and edited
        self.assertEqual(self.submit("An answer.", member="ben", parent=id, id=reply["comment"]["id"])[0], 200)

    def test_strange_names(self):
        article = "https://news.example/a?b=c&d=ä/😀"
        id = "an id/with \"all\" of it: ä😀"
        status, headers, _ = self.submit(article=article, id=id)
        self.assertEqual(status, 201)
        status, _, found = self.ask("GET", headers["Location"], Authorization=f"Bearer {token('anna')}")
        self.assertEqual((found["comment"]["id"], found["comment"]["article"]), (id, article))

    def test_who_is_no_member_any_more_is_told_so(self):
        lapsed = {"Authorization": f"Bearer {token('ben', status='lapsed')}"}
        status, _, decision = self.submit(member=None, headers=lapsed)
        self.assertEqual((status, decision["verdict"]["action"]), (201, "reject"))
        self.assertEqual(decision["verdict"]["reasons"][0]["code"], "membership.lapsed")


class Refusing(Submit):
    def test_bodies(self):
        path, member = f"{SITE}/articles/a1/comments", {"Authorization": f"Bearer {token('anna')}"}
        for body, pointers in (
            ({}, ["/text"]), ({"text": ""}, ["/text"]), ({"text": " \n\u00a0\u200b\u3000"}, ["/text"]), ({"text": 7}, ["/text"]),
            ({"text": "x" * 20_001}, ["/text"]), ({"text": "é" * 10_001}, ["/text"]), ({"text": "x", "id": ""}, ["/id"]),
            ({"text": "x", "id": "x" * 129}, ["/id"]), ({"text": "x", "id": "a\nb"}, ["/id"]), ({"text": "x", "parent": 1}, ["/parent"]),
            ({"text": "x", "created_at": "2026-01-01T00:00:00Z"}, ["/created_at"]), ({"text": "x", "a/b~": 1}, ["/a~1b~0"]),
            ({"text": "x", "author": {"id": "ben"}}, ["/author/id"]), ({"text": "x", "author": "Ben"}, ["/author"]),
            ({"text": "x", "author": {"name": "x" * 1_025}}, ["/author/name"]), ({"text": "x", "url": "a\tb"}, ["/url"]),
            ({"text": 1, "id": 2, "language": 3}, ["/id", "/text", "/language"]), ([], [""]), (b"", [""]), (b"{", [""]),
            (b'{"text": "\xff"}', [""]), (b'{"text": "\\ud800"}', [""]), (b"[" * 5_000, [""])):
            with self.subTest(str(body)[:60]):
                status, _, problem = self.ask("POST", path, body, **member)
                self.assertEqual((status, problem["code"]), (400, "request.invalid"))
                self.assertEqual([error["pointer"] for error in problem["errors"]], pointers)
        for type in ("text/plain", "application/x-www-form-urlencoded", ""):
            self.assertEqual(self.code(self.ask("POST", path, {"text": "x"}, Content_Type=type, **member)), (415, "request.not_json"))
        for size in (262_145, 524_288):
            answer = self.ask("POST", path, b" " * size, Origin=PAGE, **member)
            self.assertEqual(self.code(answer), (413, "request.too_large"))
            self.assertEqual(answer[1]["Access-Control-Allow-Origin"], PAGE)
        self.assertEqual(self.ask("POST", path, {"text": "x"}, Content_Type="Application/JSON; charset=utf-8", **member)[0], 201)
        self.assertEqual(self.submit("é" * 10_000)[0], 201)
        self.assertEqual(len(self.daemon.verdicts()), 2)

    def test_tokens(self):
        good = token("anna")
        head, payload, signature = good.split(".")
        for authorization, code, challenge in (
            (None, "token.missing", "Bearer"), ("Basic YTpi", "token.missing", "Bearer"),
            (f"Bearer {token('anna', exp=int(time.time()) - 61)}", "token.expired", 'Bearer error="invalid_token"'),
            (f"Bearer {head}.{payload}.", "token.invalid", 'Bearer error="invalid_token"'),
            (f"Bearer {good}x", "token.invalid", 'Bearer error="invalid_token"'),
            (f"Bearer {token('anna', aud='shop')}", "token.invalid", 'Bearer error="invalid_token"'),
            (f"Bearer {token('anna', nbf=int(time.time()) + 600)}", "token.invalid", 'Bearer error="invalid_token"'),
            (f"Bearer {'a' * 12_000}", "token.invalid", 'Bearer error="invalid_token"')):
            with self.subTest(code=code, authorization=str(authorization)[:40]):
                headers = {"Authorization": authorization} if authorization else {}
                answer = self.submit(member=None, headers=headers)
                self.assertEqual(self.code(answer), (401, code))
                self.assertEqual(answer[1]["WWW-Authenticate"], challenge)
                self.assertEqual(set(answer[2]), {"type", "title", "status", "code"})
        self.assertEqual(self.daemon.verdicts(), [])

    def test_sites_and_articles_that_are_none(self):
        path = "/api/v1/sites/other/articles/a/comments"
        self.assertEqual(self.code(self.ask("POST", path, {"text": "x"}, Authorization=f"Bearer {token('anna')}")), (404, "not_found"))
        self.assertEqual(self.code(self.submit(article="x" * 1_025)), (400, "request.invalid"))

    def test_pages_of_other_origins(self):
        self.assertEqual(self.code(self.submit(headers={"Origin": "https://evil.example"})), (403, "origin.not_listed"))
        self.assertEqual(self.code(self.submit(headers={"Origin": "null"})), (403, "origin.not_listed"))
        status, headers, _ = self.submit(headers={"Origin": PAGE})
        self.assertEqual((status, headers["Access-Control-Allow-Origin"], headers["Access-Control-Expose-Headers"],
                          headers["Vary"]), (201, PAGE, "ETag, Location, Retry-After", "Origin"))
        self.assertNotIn("Access-Control-Allow-Credentials", headers)
        status, headers, _ = self.submit(member=None, headers={"Origin": PAGE})
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (401, PAGE))
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("GET", "/console/api/v1/comments/default/c1", headers={"Origin": PAGE})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Access-Control-Allow-Origin"]), (401, None))
        connection.close()
        self.assertEqual(self.submit(headers={"Origin": f"http://{self.gateway.address()}",
                                              "Host": self.gateway.address()})[0], 201)

    def test_what_browsers_ask_before(self):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        for origin, allowed in ((PAGE, PAGE), ("https://evil.example", None)):
            connection.request("OPTIONS", f"{SITE}/articles/a/comments",
                               headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
            answer = connection.getresponse()
            answer.read()
            self.assertEqual((answer.status, answer.headers["Access-Control-Allow-Origin"]), (204, allowed))
            if allowed:
                self.assertEqual(answer.headers["Access-Control-Allow-Headers"], "Authorization, Content-Type, Last-Event-ID, If-None-Match")
                self.assertEqual(answer.headers["Access-Control-Max-Age"], "86400")
                self.assertEqual(set(answer.headers["Access-Control-Allow-Methods"].split(", ")), {"GET", "HEAD", "OPTIONS", "POST"})
        connection.request("GET", "/embed.js")
        answer = connection.getresponse()
        answer.read()
        self.assertEqual((answer.headers["Access-Control-Allow-Origin"], answer.headers["Cross-Origin-Resource-Policy"]), ("*", "cross-origin"))
        connection.close()


class Servers(Submit):
    def test_the_website_s_server_submits_for_any_author(self):
        key = {"X-API-Key": KEY}
        status, _, decision = self.submit(member=None, headers=key, author={"id": "u1", "name": "Dora", "ip": "192.0.2.1"})
        # The membership filter has no token to look at: that is what the verdict says.
        self.assertEqual((status, decision["verdict"]["reasons"][0]["code"]), (201, "membership.unknown"))
        self.assertEqual(decision["comment"]["author"]["name"], "Dora")
        self.assertEqual(json.loads(self.daemon.verdicts()[0][2])["author"], {"id": "u1", "name": "Dora", "ip": "192.0.2.1"})
        self.assertEqual(self.decision(decision["comment"]["id"], None, **key)[2], decision)
        status, _, problem = self.submit(member=None, headers=key)
        self.assertEqual((status, problem["errors"][0]["pointer"]), (400, "/author/id"))
        self.assertEqual(self.code(self.submit(member=None, headers={"X-API-Key": KEY + "x"})), (401, "key.invalid"))
        self.assertEqual(self.code(self.submit(member=None, headers={"X-API-Key": KEY[::-1]})), (403, "key.missing_role"))
        self.assertEqual(self.code(self.decision(decision["comment"]["id"], None, X_API_Key=KEY[::-1])), (403, "key.missing_role"))

    def test_the_website_s_server_says_what_an_article_is(self):
        path, key = f"{SITE}/articles/a1", {"X_API_Key": KEY[::-1]}
        about = {"title": "The bridge", "url": "https://www.example.org/a1", "text": "Long.", "closed": True,
                 "published_at": "2026-11-29T08:00:00Z"}
        self.assertEqual(self.ask("PUT", path, about, **key)[0], 204)
        rows = sqlite3.connect(f"file:{self.daemon.folder}/ledger.db?mode=ro", uri=True).execute("SELECT * FROM article").fetchall()
        self.assertEqual(len(rows), 1)
        self.assertIn("The bridge", str(rows))
        self.assertEqual(self.ask("PUT", path, {}, **key)[0], 204)
        status, _, problem = self.ask("PUT", path, {"titel": "x", "closed": "no", "published_at": "today"}, **key)
        self.assertEqual((status, sorted(error["pointer"] for error in problem["errors"])), (400, ["/closed", "/published_at", "/titel"]))
        self.assertEqual(self.code(self.ask("PUT", path, {})), (401, "key.missing"))
        self.assertEqual(self.code(self.ask("PUT", path, {}, Authorization=f"Bearer {token('anna')}")), (403, "key.missing_role"))
        self.assertEqual(self.code(self.ask("PUT", "/api/v1/sites/other/articles/a1", {}, **key)), (404, "not_found"))


class Reporting(Submit):
    def reports(self):
        connection = sqlite3.connect(f"file:{self.daemon.folder}/gateway-store.db?mode=ro", uri=True)
        try:
            return connection.execute("SELECT comment, reason, note FROM reports_report ORDER BY at").fetchall()
        finally:
            connection.close()

    def report(self, id, body, **headers):
        return self.ask("POST", f"{SITE}/comments/{id}/reports", body, **headers)

    def test_a_published_comment_is_reported_once_by_each(self):
        _, _, decision = self.submit()
        _, _, held = self.submit("A casino.")
        self.gateway.until_same()
        id = decision["comment"]["id"]
        self.assertEqual(self.report(id, {"reason": "abuse", "note": "Third time today."})[0], 204)
        self.assertEqual(self.report(id, {"reason": "spam"})[0], 204)
        self.assertEqual(self.report(id, {"reason": "off_topic"}, Authorization=f"Bearer {token('ben')}")[0], 204)
        self.assertEqual(self.reports(), [(id, "abuse", "Third time today."), (id, "off_topic", "")])
        self.assertNotIn(b"127.0.0.1", (self.daemon.folder / "gateway-store.db").read_bytes()
                         + (self.daemon.folder / "gateway-store.db-wal").read_bytes())
        for id, body, expected in (("nobody", {"reason": "spam"}, (404, "not_found")),
                                   (held["comment"]["id"], {"reason": "spam"}, (404, "not_found")),
                                   (id, {"reason": "boring"}, (400, "request.invalid")), (id, {}, (400, "request.invalid")),
                                   (id, {"reason": "spam", "note": "x" * 1_001}, (400, "request.invalid")),
                                   (id, {"reason": "spam", "by": "me"}, (400, "request.invalid"))):
            self.assertEqual(self.code(self.report(id, body)), expected)
        self.assertEqual(self.code(self.report(id, {"reason": "spam"}, Authorization="Bearer x")), (401, "token.invalid"))
        self.assertEqual(self.code(self.report(id, {"reason": "spam"}, Origin="https://evil.example")), (403, "origin.not_listed"))

    def test_what_was_said_of_an_erased_comment_goes_with_it(self):
        _, _, decision = self.submit()
        self.gateway.until_same()
        self.report(decision["comment"]["id"], {"reason": "abuse"})
        self.daemon.request("erase", site="default", id=decision["comment"]["id"], moderator="ann")
        self.gateway.until(self.reports, lambda reports: reports == [], "no report")


class Limiting(Submit):
    LIMITS = "comments_per_member = 2\ncomments_per_address = 4\nreports_per_address = 1\ndecisions_per_address = 3"

    def test_each_may_do_so_much_in_a_minute(self):
        first = self.submit()[2]["comment"]["id"]
        self.assertEqual(self.submit()[0], 201)
        status, headers, problem = self.submit()
        self.assertEqual((status, problem["code"]), (429, "too_many"))
        self.assertTrue(1 <= int(headers["Retry-After"]) <= 30)
        self.assertEqual(self.submit(member="ben")[0], 201)
        self.assertEqual(self.code(self.submit(member="carl")), (429, "too_many"), "the address had four")
        self.assertEqual(self.submit(member=None, headers={"X-API-Key": KEY}, author={"id": "u1"})[0], 201)
        self.assertEqual([self.decision(first)[0] for _ in range(4)], [200, 200, 200, 429])
        self.gateway.until_same()
        report = f"{SITE}/comments/{first}/reports"
        self.assertEqual([self.ask("POST", report, {"reason": "spam"})[0] for _ in range(2)], [204, 429])


class Lasting(Submit):
    def test_a_killed_gateway_and_a_killed_daemon_lose_nothing_and_double_nothing(self):
        id = str(uuid.uuid4())
        _, _, first = self.submit(id=id)
        self.gateway.kill()
        self.gateway.start()
        self.assertEqual(self.submit(id=id)[::2], (200, first))
        self.daemon.kill()
        self.daemon.start()
        self.assertEqual(self.submit(id=id)[::2], (200, first))
        self.assertEqual(self.decision(id)[2], first)
        self.assertEqual(len(self.daemon.verdicts()), 1)

    def test_without_a_daemon_nothing_is_taken_and_it_is_said_so(self):
        self.submit()
        self.daemon.kill()
        for answer in (self.submit(), self.submit(id=None), self.decision("any")):
            self.assertEqual(self.code(answer), (503, "unavailable"))
            self.assertTrue(answer[1]["Retry-After"])
        self.daemon.start()
        self.assertEqual(self.submit()[0], 201)

    def test_what_takes_long_is_asked_for_until_it_is_decided(self):
        id = str(uuid.uuid4())
        self.submit()  # so that there is a connection
        self.daemon.halt()
        answers = []
        sender = threading.Thread(target=lambda: answers.append(self.submit(id=None, text="Slowly.")))
        sender.start()
        sender.join()
        self.daemon.go_on()
        status, headers, decision = answers[0]
        self.assertEqual((status, decision["verdict"], decision["published"]), (202, None, False))
        self.assertTrue(headers["Retry-After"])
        # Nobody sends it again, and it is decided all the same.
        decided = self.gateway.until(lambda: self.ask("GET", headers["Location"], Authorization=f"Bearer {token('anna')}")[2],
                                     lambda answer: answer["verdict"] is not None, "decided")
        self.assertEqual((decided["comment"], decided["published"]), (decision["comment"], True))


if __name__ == "__main__":
    unittest.main()
