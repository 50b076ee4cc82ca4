#!/usr/bin/python3
"""The example site (gateway/example): its pages, and that the gateway takes the tokens it signs."""
import http.client
import importlib.util
import json
import threading
import unittest
import urllib.parse
from pathlib import Path

from daemon import Daemon
from gateway import Gateway

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("site", ROOT / "gateway/example/site.py")
example = importlib.util.module_from_spec(spec)
spec.loader.exec_module(example)

SECRET = b"0123456789abcdef0123456789abcdef"


class Example(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        site = example.Site("http://unknown", SECRET, example.read_articles(ROOT / "tests/sample/articles.jsonl"))
        cls.server = example.serve(site, 0)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{cls.server.server_port}"
        daemon = Daemon(filters="", tables={
            "gateway": 'tokens = { key_file = "site.key" }\n'
                       f'site.default.origins = ["{origin}"]\n'})
        key = daemon.folder / "site.key"
        key.write_bytes(SECRET)
        key.chmod(0o600)
        cls.daemon = cls.enterClassContext(daemon)
        cls.gateway = cls.enterClassContext(Gateway(cls.daemon))
        site.gateway = "http://" + cls.gateway.address()
        cls.origin = origin

    def ask(self, method, path, body=None, headers=(), address=None):
        connection = http.client.HTTPConnection(address or f"127.0.0.1:{self.server.server_port}", timeout=60)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def token_of(self, person):
        _, body = self.ask("GET", "/token", headers={"Cookie": f"person={person}"})
        return json.loads(body)["token"]

    def test_its_pages_have_the_comment_section_and_nothing_inline(self):
        for name, article in self.server.site.articles.items():
            answer, page = self.ask("GET", "/articles/" + name)
            self.assertEqual(answer.status, 200)
            self.assertIn(f'<script src="{self.server.site.gateway}/embed.js" data-article="{name}"', page)
            self.assertIn(example.escape(article["title"]), page)
            policy = answer.headers["Content-Security-Policy"]
            self.assertIn(f"script-src 'self' {self.server.site.gateway};", policy)
            self.assertNotIn("unsafe", policy)
            self.assertNotIn("<style", page)
            self.assertNotIn("<script>", page)
        answer, page = self.ask("GET", "/")
        self.assertEqual(page.count('class="teaser"'), len(self.server.site.articles))

    def test_the_gateway_takes_the_tokens_that_it_signs(self):
        article = next(iter(self.server.site.articles))
        for person, action in (("anna", "approve"), ("zoe", "reject"), ("jonas", "reject")):
            answer, body = self.ask(
                "POST", f"/api/v1/sites/default/articles/{article}/comments", json.dumps({"text": f"So says {person}."}),
                {"Authorization": "Bearer " + self.token_of(person), "Content-Type": "application/json",
                 "Origin": self.origin}, self.gateway.address())
            self.assertEqual(answer.status, 201, body)
            self.assertEqual(json.loads(body)["verdict"]["action"], action, body)
            self.assertEqual(json.loads(body)["comment"]["author"]["name"], example.PEOPLE[person][0])
        self.gateway.until(lambda: self.ask("GET", "/")[1], lambda page: "1 comment</a>" in page, "the count")

    def test_nobody_is_logged_in_at_first(self):
        self.assertEqual(json.loads(self.ask("GET", "/token")[1]), {"token": None})
        for cookie in ("person=nobody", "person=", "person=\"", "=;;=", "person=anna\\"):
            self.assertEqual(json.loads(self.ask("GET", "/token", headers={"Cookie": cookie})[1]), {"token": None}, cookie)

    def test_who_visits_chooses_who_they_are(self):
        form = urllib.parse.urlencode({"person": "ben", "back": "/articles/library-hours"})
        answer, _ = self.ask("POST", "/visitor", form)
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/articles/library-hours"))
        self.assertEqual(answer.headers["Set-Cookie"], "person=ben; Path=/; HttpOnly; SameSite=Lax")
        for wrong in ("//evil.example", "https://evil.example", "/\r\nSet-Cookie: a=b", "/articles/none"):
            answer, _ = self.ask("POST", "/visitor", urllib.parse.urlencode({"person": "nobody", "back": wrong}))
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/"), wrong)
            self.assertEqual(answer.headers["Set-Cookie"], "person=; Path=/; HttpOnly; SameSite=Lax")

    def test_what_it_does_not_have_it_says(self):
        for path in ("/none", "/articles/", "/articles/none", "/articles/../site.py", "/site.py", "/%2e%2e/README.md"):
            self.assertEqual(self.ask("GET", path)[0].status, 404, path)
        self.assertEqual(self.ask("POST", "/visitor", "x" * 2_000)[0].status, 400)
        self.assertEqual(self.ask("POST", "/elsewhere", "person=ben")[0].status, 400)


if __name__ == "__main__":
    unittest.main()
