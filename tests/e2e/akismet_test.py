#!/usr/bin/python3
"""Clients of Akismet check comments with Moderato, and are called when a moderator decides later."""
import hashlib
import json
import os
import random
import re
import socket
import sqlite3
import threading
import unittest
from pathlib import Path
from urllib.parse import quote, urlencode

from akismet import BLOG, KEY, POST, THANKS, Callbacks, Client, fields, site, tables
from daemon import PATIENCE
from gateway import Gateway, ledger

FILTERS = Path(os.environ["MODERATO_TEST_FILTERS"])


class Akismet(unittest.TestCase):
    def start(self, settings="", **more):
        self.begin(site(settings, **more))

    def begin(self, daemon):
        self.daemon = self.enterContext(daemon)
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.client = Client(self.gateway)

    def comments(self):
        """What the ledger has: each decision's comment and verdict."""
        return [(row[4], row[5]) for row in ledger(self.daemon)]

    def verdicts(self):
        return [(comment["text"], verdict["action"], verdict["decided_by"]) for comment, verdict in self.comments()]

    def review(self, action, id):
        self.assertIn("verdict", self.daemon.request("review", action=action, id=id, site="blog", moderator="mary"))

    def id_of(self, text):
        return next(comment["id"] for comment, _ in self.comments() if comment["text"] == text)

    def assertAnswer(self, answer, body, status=200):
        self.assertEqual((answer.status, answer.body), (status, body), answer)

    def test_keys_are_verified_however_they_are_shown(self):
        self.start()
        for key in ({"key": KEY}, {"api_key": KEY}, {"key": KEY, "api_key": KEY},
                    {"key": KEY, "api_key": "ffffffffffff"}):
            answer = Client(self.gateway, key=None).post("/1.1/verify-key", {"blog": BLOG, **key})
            self.assertAnswer(answer, b"valid")
            self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
            self.assertIsNone(answer["debug-help"])
        as_label = Client(self.gateway, key=None, host=f"{KEY}.rest.example.org:8080")
        self.assertAnswer(as_label.post("/1.1/verify-key", {"blog": BLOG}), b"valid")
        self.assertAnswer(as_label.check("Hello."), b"false")
        for wrong in ({"key": KEY + "0"}, {"key": ""}, {}, {"api_key": "ffffffffffff"},
                      {"key": "ffffffffffff", "api_key": KEY}):
            answer = Client(self.gateway, key=None).post("/1.1/verify-key", {"blog": BLOG, **wrong})
            self.assertAnswer(answer, b"invalid")
            self.assertTrue(answer["debug-help"])
        self.assertAnswer(self.client.post("/1.1/verify-key", {}), b"invalid")
        self.assertAnswer(Client(self.gateway, key="ffffffffffff").check("Hello."), b"invalid")
        self.assertAnswer(Client(self.gateway, key="ffffffffffff").report("ham", "Hello."), b"invalid")
        self.assertEqual(len(self.comments()), 1)

    def test_verdicts_are_words_and_each_check_has_a_guid_of_its_own(self):
        self.start()
        good = self.client.check("Hello.")
        self.assertAnswer(good, b"false")
        bad = self.client.check("Buy viagra.")
        self.assertAnswer(bad, b"true")
        self.assertIsNone(bad["pro-tip"])
        again = self.client.check("Hello.")
        self.assertAnswer(again, b"false")
        guids = {each["guid"] for each in (good, bad, again)}
        self.assertEqual(len(guids - {None}), 3)
        for answer in (good, bad):
            for name in ("error", "alert-code", "alert-msg", "debug-help", "recheck-after"):
                self.assertIsNone(answer[name])
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(self.verdicts(), [("Hello.", "approve", "chain"), ("Buy viagra.", "reject", "chain")])

    def test_what_is_checked_is_a_comment_like_any_other(self):
        self.start()
        self.client.check("Ça va? – „Gut“ 👍", comment_author_url="https://ann.example/", comment_post_ID="17",
                          comment_date_gmt="2026-11-23T08:15:00+00:00", comment_parent="12", blog_lang="de_DE",
                          **{"HTTP_ACCEPT": "text/html", "POST_comment": "Ça va?", "comment_context[0]": "cooking"})
        [(comment, verdict)] = self.comments()
        author = comment["author"]
        self.assertEqual((comment["site"], comment["article"], comment["url"]), ("blog", POST, POST))
        self.assertEqual(comment["text"], "Ça va? – „Gut“ 👍")
        self.assertEqual(comment["created_at"], "2026-11-23T08:15:00.000000Z")
        self.assertEqual((author["name"], author["email"], author["ip"], author["url"]),
                         ("Ann", "ann@private.example", "203.0.113.77", "https://ann.example/"))
        self.assertRegex(author["id"], r"^guest-[0-9a-f]{32}$")
        self.assertRegex(comment["id"], r"^akismet-[0-9a-f]{32}$")
        self.assertEqual(set(comment), {"id", "site", "article", "url", "author", "text", "created_at", "unlisted"})
        explained = self.daemon.request("explain", site="blog", id=comment["id"])
        self.assertEqual(explained["history"][0]["seq"], verdict["seq"])
        # The site shows it; here nobody can read it.
        self.gateway.until(self.gateway.position, lambda seq: seq == verdict["seq"], "what is decided")
        shown = self.client.get(f"/api/v1/sites/blog/articles/{quote(POST, safe='')}/comments")
        self.assertNotIn(b"Gut", shown.body)
        self.client.check("As a member.", user_ID="7", comment_date_gmt="2999-01-01 00:00:00", user_ip="nonsense")
        comment = self.comments()[1][0]
        self.assertEqual(comment["author"]["id"], "user-7")
        self.assertNotIn("ip", comment["author"])
        self.assertLess(comment["created_at"], "2999")
        for log in (self.gateway.log(), self.daemon.log()):
            for trace in (KEY, "ann@private", "Ça va"):
                self.assertNotIn(trace, log)

    def test_the_same_check_is_the_same_comment(self):
        self.start()
        for _ in range(3):
            self.assertAnswer(self.client.check("Casino!", comment_date_gmt="2026-11-23 08:15:00"), b"true")
        self.assertEqual(len(self.comments()), 1)
        self.review("approve", self.id_of("Casino!"))
        # As the site has stored it, asked by itself, after a person has looked at it.
        again = self.client.check("Casino!", recheck_reason="recheck_queue", referrer="")
        self.assertAnswer(again, b"false")
        self.assertIsNone(again["error"])
        self.client.check("Casino!", comment_author_email="bob@private.example")
        self.assertEqual(len(self.comments()), 3)

    def test_what_is_held_is_queued_by_those_who_look_at_errors_and_spam_for_others(self):
        self.start()
        held = self.client.check("Casino?")
        self.assertAnswer(held, b"true")
        self.assertEqual(held["error"], "moderato-held")
        self.assertTrue(held["guid"])
        self.assertIsNone(held["pro-tip"])
        self.assertEqual(self.verdicts(), [("Casino?", "hold", "chain")])

    def test_what_is_held_is_what_the_site_wants(self):
        for held, body in (("spam", b"true"), ("ham", b"false")):
            with self.subTest(held):
                self.start(f'held = "{held}"')
                answer = self.client.check("Casino?")
                self.assertAnswer(answer, body)
                self.assertIsNone(answer["error"])

    def test_reports_are_moderators_decisions(self):
        self.start()
        self.client.check("Hello.")
        self.assertAnswer(self.client.report("spam", "Hello.", reporter="paul"), THANKS)
        self.assertAnswer(self.client.report("spam", "Hello.", reporter="paul"), THANKS)
        self.assertAnswer(self.client.check("Hello."), b"true")
        self.assertAnswer(self.client.report("ham", "Hello."), THANKS)
        self.assertAnswer(self.client.check("Hello."), b"false")
        # Of one that was never checked: it is handed in first.
        self.assertAnswer(self.client.report("ham", "Casino is a fine film."), THANKS)
        self.assertEqual(self.verdicts(), [
            ("Hello.", "approve", "chain"), ("Hello.", "reject", "akismet:paul"),
            ("Hello.", "approve", "akismet:wordpress"), ("Casino is a fine film.", "hold", "chain"),
            ("Casino is a fine film.", "approve", "akismet:wordpress")])

    def test_reports_find_what_the_site_has_changed_since(self):
        self.start()
        self.client.check(r'Tom\'s "A & B" <a href="https://a.example/">here</a>')
        stored = '''Tom's "A &amp; B" <a href="https://a.example/" rel="nofollow ugc">here</a> '''
        self.assertAnswer(self.client.report("spam", stored, comment_type="comment", comment_ID="12"), THANKS)
        self.assertEqual([verdict["action"] for _, verdict in self.comments()], ["approve", "reject"])

    def test_tries_leave_no_trace(self):
        self.start()
        self.assertAnswer(self.client.check("Hello.", comment_author="akismet-guaranteed-spam"), b"true")
        spam = {"comment_author_email": "akismet-guaranteed-spam@example.com"}
        self.assertAnswer(self.client.check("Hello.", is_test="true", **spam), b"true")
        self.assertAnswer(self.client.check("Buy viagra.", user_role="administrator"), b"false")
        for yes in ("1", "true"):
            self.assertAnswer(self.client.check("Buy viagra.", is_test=yes), b"true")
            self.assertAnswer(self.client.check("Hello.", is_test=yes), b"false")
        self.assertEqual(self.client.check("Casino", is_test="1")["error"], "moderato-held")
        self.assertAnswer(self.client.report("spam", "Hello.", is_test="1"), THANKS)
        self.assertEqual(self.comments(), [])
        self.assertAnswer(self.client.check("Hello.", is_test="0"), b"false")
        self.assertEqual(len(self.comments()), 1)
        usage = json.loads(self.client.get(f"/1.2/usage-limit?api_key={KEY}").body)
        self.assertEqual(usage, {"limit": "none", "usage": 1, "percentage": "0", "throttled": False})

    def test_who_fills_in_what_people_do_not_see_is_a_machine(self):
        self.start()
        trap = {"honeypot_field_name": "hp[mail]"}
        self.assertAnswer(self.client.check("Hello.", **trap, **{"hp[mail]": ""}), b"false")
        self.assertAnswer(self.client.check("Hello you.", **trap, **{"hp[mail]": "x"}), b"true")
        self.assertEqual(self.verdicts()[1:], [("Hello you.", "approve", "chain"),
                                               ("Hello you.", "reject", "akismet:honeypot")])

    def test_only_what_is_surely_spam_may_be_discarded(self):
        sure = '[filter.civility]\nreject = { TOXICITY = 0.9 }\nhold = { TOXICITY = 0.9 }\n'
        insult = "You are a fucking stupid idiot, you disgusting piece of shit."
        for settings, tip in (("discard_from = 0.5", "discard"), ("discard_from = 1.5", None)):
            with self.subTest(settings):
                self.start(settings, chain=("civility",), filters=sure)
                answer = self.client.check(insult)
                self.assertAnswer(answer, b"true")
                self.assertEqual(answer["pro-tip"], tip)
                self.assertIsNone(self.client.check("A fine day.")["pro-tip"])

    def test_a_key_is_used_as_often_as_it_may_be(self):
        self.start(key="requests_per_minute = 2")
        self.assertAnswer(self.client.check("One."), b"false")
        self.assertAnswer(self.client.check("Two."), b"false")
        third = self.client.check("Three.")
        self.assertEqual(third.status, 429)
        self.assertLessEqual(int(third.headers["Retry-After"]), 60)
        self.assertEqual(len(self.comments()), 2)

    def test_no_verdict_is_made_up_while_the_daemon_is_away(self):
        self.start()
        self.client.check("Hello.")
        self.daemon.kill()
        for ask in (lambda: self.client.check("Hello."), lambda: self.client.check("Hello.", is_test="1"),
                    lambda: self.client.report("ham", "Hello.")):
            answer = ask()
            self.assertEqual(answer.status, 503, answer)
            self.assertEqual(answer["error"], "moderato-unavailable")
            self.assertNotIn(answer.body, (b"true", b"false", b"invalid", b"valid", THANKS))
        self.assertAnswer(self.client.post("/1.1/verify-key", {"blog": BLOG}), b"valid")
        self.daemon.start()
        self.gateway.until(lambda: self.client.check("Hello."), lambda answer: answer.body == b"false")

    def test_figures_are_those_of_the_key(self):
        self.start()
        for i in range(3):
            self.client.check(f"Hello {i}.")
        self.client.check("Buy viagra.")
        self.client.check("Hi.", blog="https://other.example.org/blog/")
        self.client.report("spam", "Hello 1.")
        self.client.report("ham", "Buy viagra.")
        stats = json.loads(self.client.post("/1.1/get-stats", {"blog": BLOG, "from": "all"}).body)
        counts = {"spam": 1, "ham": 3, "missed_spam": 1, "false_positives": 1}
        self.assertEqual({name: stats[name] for name in counts}, counts)
        self.assertEqual((stats["accuracy"], stats["time_saved"]), (50.0, 0))
        self.assertEqual(list(stats["breakdown"].values()), [counts])
        for span, form in (("60-days", r"\d{4}-\d\d-\d\d"), ("6-months", r"\d{4}-\d\d")):
            stats = json.loads(self.client.post("/1.1/get-stats", {"blog": BLOG, "from": span}).body)
            self.assertRegex(next(iter(stats["breakdown"])), f"^{form}$")
        subscription = json.loads(self.client.post("/1.1/get-subscription", {"blog": BLOG}).body)
        self.assertEqual((subscription["status"], subscription["account_name"]), ("active", "blog"))
        self.assertAnswer(self.client.post("/1.1/deactivate", {"blog": BLOG}), b"deactivated")
        self.assertRegex(self.client.post("/1.1/token", {}).body.decode(), "^[0-9a-f]{32}$")
        self.assertAnswer(self.client.get("/1.1/test"), b"connected")
        self.assertEqual(json.loads(self.client.get(f"/1.2/usage-limit?api_key={KEY}").body)["usage"], 5)
        sites = json.loads(self.client.get(f"/1.2/key-sites?api_key={KEY}&limit=1&order=total").body)
        self.assertEqual((sites["limit"], sites["offset"], sites["total"]), (1, 0, 2))
        month = next(name for name in sites if re.fullmatch(r"\d{4}-\d\d", name))
        self.assertEqual(sites[month], [{"site": "blog.example.org", "api_calls": 4, **counts, "is_revoked": False}])
        csv = self.client.get(f"/1.2/key-sites?api_key={KEY}&format=csv&filter=other").body.decode()
        self.assertEqual(csv.splitlines()[1:], ["Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked",
                                                "other.example.org/blog,1,0,1,0,0,false"])
        for path in ("/1.1/get-stats", "/1.1/get-subscription", "/1.1/deactivate", "/1.1/token"):
            self.assertAnswer(Client(self.gateway, key="f" * 12).post(path, {"blog": BLOG}), b"invalid")
        for path in ("/1.2/usage-limit", "/1.2/key-sites"):
            self.assertAnswer(self.client.get(f"{path}?api_key={'f' * 12}"), b"invalid")
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(json.loads(self.client.get(f"/1.2/usage-limit?api_key={KEY}").body)["usage"], 5)

    def test_forms_of_all_sorts(self):
        self.start()
        base = urlencode({"api_key": KEY, **fields("x")}).replace("comment_content=x", "comment_content=")
        latin = base + "Gr%FC%DFe"
        self.assertAnswer(self.client.post("/1.1/comment-check", latin.encode(),
                                           Content_Type="application/x-www-form-urlencoded; charset=ISO-8859-1"), b"false")
        self.assertAnswer(self.client.post("/1.1/comment-check", (base + "%80%FC&blog_charset=windows-1252").encode()),
                          b"false")
        self.assertAnswer(self.client.post("/1.1/comment-check", (base + "%FF%00a%ZZ%2").encode(),
                                           Content_Type="application/x-www-form-urlencoded;charset=no-such-thing"), b"false")
        twice = base + "first&comment_content=last&=&&x&comment_context[]=a&comment_context%5B%5D=b"
        self.assertAnswer(self.client.post("/1.1/comment-check", twice.encode()), b"false")
        self.assertEqual([text for text, _, _ in self.verdicts()], ["Grüße", "€ü", "\ufffda%ZZ%2", "last"])
        for type in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
            self.assertAnswer(self.client.post("/1.1/comment-check", b"{}", Content_Type=type), b"invalid")
        self.assertAnswer(self.client.post("/1.1/comment-check", {"blog": BLOG}), b"invalid")
        self.assertEqual(self.client.post("/1.1/no-such-call", {}).status, 405)
        self.assertEqual(self.client.get("/1.1/comment-check").status, 404)

    def test_what_is_too_long_is_cut_where_it_hides_nothing(self):
        self.start()
        self.assertAnswer(self.client.check("é" * 40_000 + " viagra"), b"true")
        [(comment, _)] = self.comments()
        self.assertLessEqual(len(comment["text"].encode()), 20_000)
        self.assertTrue(comment["text"].endswith(" viagra"))
        # What visitors sent, which a client passes on, takes nothing away from what counts.
        junk = {f"POST_{i}": "x" * 10 for i in range(9_000)}
        answer = self.client.post("/1.1/comment-check", {**junk, **fields("Hello.")})
        self.assertAnswer(answer, b"false")
        self.assertEqual(self.client.check("x" * 600_000).status, 413)
        for name in ("comment_author", "comment_author_email", "permalink", "reporter", "comment_author_url", "user_ID"):
            self.assertAnswer(self.client.check(f"With a long {name}.", **{name: "y\r\n" * 3_000}), b"false")

    def test_whatever_is_posted_is_answered(self):
        self.start()
        random.seed(7)
        key = f"api_key={KEY}&blog=b&user_ip=::1&".encode()
        bodies = [b"", b"&" * 500_000, b"=" * 500_000, b"%" * 500_000, b"a=&" * 160_000, key + b"comment_content=" + b"%00" * 160_000,
                  key + b"honeypot_field_name=" + b"%41" * 100_000 + b"&A=1", key + b"honeypot_field_name=a&" + b"a=&" * 150_000,
                  key + b"comment_content=" + b"<" * 400_000, key + b"comment_content=" + b"<a" * 200_000,
                  key + b"comment_content=" + b"&amp;" * 90_000, key + b"comment_content=" + b"%5C" * 160_000,
                  key + b"comment_author=%FF%FE%00&permalink=%0A%0D%00&user_ID=%C3&comment_date_gmt=%C3&is_test=%00"]
        bodies += [key + b"&comment_content=" + random.randbytes(300) for _ in range(50)]
        for path in ("comment-check", "submit-ham", "verify-key", "get-stats", "token"):
            for body in bodies:
                for charset in ("", "; charset=utf-16", "; charset=" + "x" * 2_000, "; charset=utf-7"):
                    if charset and len(body) > 1_000:
                        continue
                    answer = self.client.post(f"/1.1/{path}", body,
                                              Content_Type="application/x-www-form-urlencoded" + charset)
                    self.assertEqual(answer.status, 200, (path, body[:200], answer))
        for query in ("", "?", "?api_key=", "?api_key=%FF", f"?api_key={KEY}&month=9999-99&limit=-1&offset=1e9",
                      f"?api_key={KEY}&limit=99999999999999999999&format=xml&order=drop&filter=%25"):
            for path in ("usage-limit", "key-sites"):
                self.assertIn(self.client.get(f"/1.2/{path}{query}").status, (200, 400))
        self.assertNotIn('"error"', self.gateway.log())
        self.assertNotIn('"error"', self.daemon.log())
        self.assertAnswer(self.client.check("Hello."), b"false")

    def test_old_wordpress_speaks_http_1_0(self):
        self.start()
        body = urlencode({"api_key": KEY, **fields(r"It\'s fine.")})
        with socket.create_connection(self.gateway.address().split(":"), timeout=PATIENCE) as connection:
            connection.sendall(
                ("POST /1.1/comment-check HTTP/1.0\r\nHost: rest.akismet.com\r\nUser-Agent: WordPress/6.1.9 | Akismet/5.0.2\r\n"
                 "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nConnection: close\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n{body}").encode())
            answer = connection.makefile("rb").read()
        head, _, text = answer.partition(b"\r\n\r\n")
        self.assertEqual(text, b"false")
        self.assertIn(b"200 OK", head)
        self.assertEqual(self.comments()[0][0]["text"], "It's fine.")

    # Calls back.

    def with_callback(self, answer=None, settings=""):
        self.callbacks = self.enterContext(Callbacks(answer))
        self.start(f'callbacks = ["{self.callbacks.origin}"]\n{settings}')
        self.gateway.until_logged("the list of late decisions: begins behind seq")

    def test_a_client_is_called_when_a_moderator_decides(self):
        self.with_callback(settings='recheck_after = "2d"')
        held = self.client.check("Casino?", callback=self.callbacks.url)
        self.assertAnswer(held, b"false")
        self.assertEqual(held["recheck-after"], "172800")
        self.assertIsNone(held["error"])
        self.review("reject", self.id_of("Casino?"))
        path, call = self.callbacks.next()
        self.assertEqual(path, "/wp-json/akismet/v1/webhook")
        self.assertEqual(call, {"key": KEY, "endpoint": "comment-check",
                                "comments": [{"guid": held["guid"], "result": "true"}]})
        self.review("approve", self.id_of("Casino?"))
        self.assertEqual(self.callbacks.next()[1]["comments"], [{"guid": held["guid"], "result": "false"}])

    def test_a_client_is_called_when_a_verdict_is_overturned(self):
        self.with_callback()
        good = self.client.check("Hello.", callback=self.callbacks.url)
        self.assertAnswer(good, b"false")
        self.assertIsNone(good["recheck-after"])
        self.review("reject", self.id_of("Hello."))
        self.assertEqual(self.callbacks.next()[1]["comments"], [{"guid": good["guid"], "result": "true"}])

    def test_a_client_that_does_not_know_the_comment_yet_is_called_again(self):
        answers = [{"comments": {}}, 503, {"nonsense": []}]
        self.with_callback(lambda call: answers.pop(0) if answers else Callbacks.success(call))
        held = self.client.check("Casino?", callback=self.callbacks.url)
        self.review("approve", self.id_of("Casino?"))
        calls = [self.callbacks.next()[1] for _ in range(2)]
        self.assertEqual({json.dumps(call["comments"]) for call in calls},
                         {json.dumps([{"guid": held["guid"], "result": "false"}])})

    def test_whatever_a_client_answers_is_bounded(self):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        for odd in (head + b"\r\n" + b"x" * 100_000_000, head + b"Transfer-Encoding: chunked\r\n\r\n" + b"5\r\nhello\r\n" * 100_000,
                    head + b"Content-Length: 99999999999\r\n\r\n{", b"\x00" * 100_000, head * 10_000):
            with self.subTest(odd[:100]):
                answers = [odd]
                self.with_callback(lambda call: answers.pop(0) if answers else Callbacks.success(call))
                guid = self.client.check("Casino?", callback=self.callbacks.url)["guid"]
                before = self.memory()
                self.review("approve", self.id_of("Casino?"))
                for _ in range(2):
                    self.assertEqual(self.callbacks.next()[1]["comments"][0]["guid"], guid)
                self.assertLess(self.memory() - before, 60_000_000)
                self.doCleanups()

    def memory(self):
        """The most bytes that the gateway ever had."""
        status = Path(f"/proc/{self.gateway.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))

    def test_a_client_that_takes_its_time_holds_up_no_other(self):
        gate, waiting = threading.Event(), []
        self.addCleanup(gate.set)

        def take_time(call):
            waiting.append(call)
            gate.wait(PATIENCE)
            return 503

        with Callbacks(take_time) as slow, Callbacks() as quick:
            other = tables(f'callbacks = ["{quick.origin}"]').replace("site.blog", "site.other").replace(
                hashlib.sha256(KEY.encode()).hexdigest(), hashlib.sha256(KEY[::-1].encode()).hexdigest())
            self.start(f'callbacks = ["{slow.origin}"]', more=other)
            for i in range(12):
                self.client.check(f"Casino {i}", callback=slow.url)
            guid = Client(self.gateway, KEY[::-1]).check("Casino", callback=quick.url)["guid"]
            for i in range(12):
                self.review("approve", self.id_of(f"Casino {i}"))
            self.daemon.request("review", action="approve", site="other", id=self.id_of("Casino"), moderator="mary")
            self.assertEqual(quick.next()[1]["comments"][0]["guid"], guid)
            self.assertLessEqual(len(waiting), 2)

    def undecided(self, *, callback):
        """A comment that the daemon has, and can't decide yet."""
        self.callbacks = self.enterContext(Callbacks())
        daemon = site(f'callbacks = ["{self.callbacks.origin}"]', head=f'plugin_path = ["{FILTERS}"]', chain=("gate",),
                      filters="")
        self.gate = daemon.folder / "gate"
        daemon.config.write_text(daemon.config.read_text() + f'[filter.gate]\nfile = "{self.gate}"\nbudget_ms = 60_000\n')
        self.begin(daemon)
        self.gateway.until_logged("the list of late decisions: begins behind seq")
        return self.client.check("wait", **({"callback": self.callbacks.url} if callback else {}))

    def test_what_is_not_decided_in_time_is_told_later(self):
        answer = self.undecided(callback=True)
        self.assertAnswer(answer, b"false")
        self.assertTrue(answer["recheck-after"])
        self.gate.touch()
        self.assertEqual(self.callbacks.next()[1]["comments"], [{"guid": answer["guid"], "result": "false"}])

    def test_what_is_not_decided_in_time_is_no_verdict(self):
        answer = self.undecided(callback=False)
        self.assertEqual(answer.status, 503)
        self.assertEqual(answer["error"], "moderato-unavailable")
        self.gate.touch()
        self.gateway.until(lambda: self.client.check("wait"), lambda answer: answer.body == b"false")
        self.assertEqual(len(self.comments()), 1)

    def test_nobody_else_is_called(self):
        with Callbacks() as other:
            self.with_callback()
            for url in (other.url, "http://127.0.0.1:1/", "file:///etc/passwd", "http://[", "gopher://x/",
                        self.callbacks.url.replace("http://", "http://user@"), "x" * 3_000):
                answer = self.client.check(f"Casino? {url}"[:200], callback=url)
                self.assertAnswer(answer, b"true")
                self.assertIsNone(answer["recheck-after"])
            self.review("approve", self.id_of(f"Casino? {other.url}"))
            held = self.client.check("Casino.", callback=self.callbacks.url)
            self.review("approve", self.id_of("Casino."))
            self.assertEqual(self.callbacks.next()[1]["comments"][0]["guid"], held["guid"])
            self.assertTrue(other.calls.empty())

    def test_a_killed_gateway_forgets_nobody(self):
        self.with_callback()
        held = [self.client.check(f"Casino {i}", callback=self.callbacks.url)["guid"] for i in range(3)]
        self.gateway.kill()
        self.review("approve", self.id_of("Casino 0"))
        self.gateway.start()
        self.assertEqual(self.callbacks.next()[1]["comments"], [{"guid": held[0], "result": "false"}])
        # Killed while the receiver is away.
        self.callbacks.answer = lambda call: 503
        self.review("reject", self.id_of("Casino 1"))
        self.callbacks.next()
        self.gateway.kill()
        self.callbacks.answer = Callbacks.success
        self.gateway.start()
        self.assertEqual(self.callbacks.next()[1]["comments"], [{"guid": held[1], "result": "true"}])

    def test_what_is_erased_is_not_told_and_leaves_nothing(self):
        self.with_callback()
        guid = self.client.check("Casino?", callback=self.callbacks.url)["guid"]
        kept = lambda: sqlite3.connect(f"file:{self.daemon.folder}/gateway-store.db?mode=ro", uri=True).execute(
            "SELECT count(*) FROM late_decisions_awaited").fetchone()[0]
        self.assertEqual(kept(), 1)
        self.daemon.request("erase", site="blog", id=self.id_of("Casino?"), moderator="mary")
        self.gateway.until(kept, lambda count: count == 0, "nothing awaited")
        # The write-ahead log is cut off behind the commit, once nobody reads in it.
        left = lambda: guid.encode() in b"".join(file.read_bytes() for file in self.daemon.folder.glob("gateway-store.db*"))
        self.gateway.until(left, lambda found: not found, "every byte of it gone")

    def test_who_reports_is_not_told_of_it(self):
        self.with_callback()
        self.client.check("Casino?", callback=self.callbacks.url)
        self.assertAnswer(self.client.report("spam", "Casino?"), THANKS)
        held = self.client.check("Casino 2?", callback=self.callbacks.url)
        self.review("approve", self.id_of("Casino 2?"))
        self.assertEqual(self.callbacks.next()[1]["comments"][0]["guid"], held["guid"])

    def test_a_site_without_keys_for_it_does_not_speak_it(self):
        daemon = site()
        daemon.config.write_text(daemon.config.read_text().replace('["akismet"]', '["submit"]'))
        self.client = Client(self.enterContext(Gateway(self.enterContext(daemon))))
        self.assertEqual(self.client.post("/1.1/verify-key", {"blog": BLOG}).status, 405)


if __name__ == "__main__":
    unittest.main()
