#!/usr/bin/python3
"""A real moderatod and moderato-gateway for the tests of the pages, and what the stand-in gives them beside HTTP: comments
by whom and when they like, moderators, and what a site tells of its articles.

Usage: real_gateway.py KEY, with which the tests sign their tokens. Prints one line, {"gateway": ADDRESS, "desk": ADDRESS},
and runs until its standard input ends. At `desk` a POST of JSON is done; the answer comes once the gateway has it."""
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "e2e"))
from daemon import Daemon, comment
from gateway import Gateway

MEMBERS = """
[filter.membership]
database = "members.db"
query = "SELECT 'active' AS status, CASE substr(?1, 1, 6) WHEN 'staff-' THEN 'staff' END AS role"
approve_staff = true
"""


GATEWAY = """
[gateway.site."default"]
origins = ["http://127.0.0.1:*"]
[gateway.tokens]
algorithm = "HS256"
key_file = "token.key"
[gateway.limits]
comments_per_member = 0
comments_per_address = 0
"""


class Desk:
    def __init__(self, daemon, gateway):
        self.daemon, self.gateway = daemon, gateway
        self.lock = threading.Lock()
        self.desk = daemon.desk()
        self.given = {}  # comments, by id

    def do(self, what, **more):
        with self.lock:
            return getattr(self, f"do_{what}")(**more)

    def until_seq(self, seq):
        self.gateway.until(self.gateway.position, lambda position: position >= seq, f"at seq {seq}")

    def decide(self, given):
        verdict = self.desk.ask(given)
        assert verdict.get("action") == "approve", verdict
        self.given[given["id"]] = given
        self.until_seq(verdict["seq"])

    def do_add(self, id, article, text, parent=None, name="Anna", created=None, staff=False):
        author = {"id": f"{'staff' if staff else 'good'}-{name}", "name": name}
        more = {"created_at": created} if created else {}
        self.decide({**comment(id, text, article=article, parent=parent, **more), "author": author})

    def do_edit(self, id, text):
        self.decide({**self.given[id], "text": text})

    def do_review(self, id, action):
        self.until_seq(self.daemon.request("review", action=action, id=id, moderator="ann")["verdict"]["seq"])

    def do_erase(self, id):
        self.daemon.request("erase", id=id, moderator="ann")
        self.gateway.until_same()

    def do_article(self, article, **facts):
        self.desk.ask({"kind": "article", "article": article, **facts})
        told = """SELECT title, url, closed FROM article a JOIN site s ON s.number = a.site
                  WHERE s.name = 'default' AND a.name = '{}'""".format(article.replace("'", "''"))
        expected = (facts.get("title", ""), facts.get("url", ""), int(facts.get("closed", False)))
        self.gateway.until(lambda: self.gateway._read(told, []), lambda rows: rows == [expected], expected)


def main():
    daemon = Daemon(filters=MEMBERS, tables={"gateway": GATEWAY})
    key = daemon.folder / "token.key"
    key.write_text(sys.argv[1])
    key.chmod(0o600)
    with daemon, Gateway(daemon) as gateway:
        desk = Desk(daemon, gateway)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                try:
                    desk.do(**asked)
                    status, text = 204, b""
                except Exception as error:  # to the test that asked
                    status, text = 500, str(error).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps({"gateway": f"http://{gateway.address()}",
                          "desk": f"http://127.0.0.1:{server.server_address[1]}"}), flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
