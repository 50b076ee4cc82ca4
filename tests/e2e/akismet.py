"""A site that speaks Akismet's protocol with the gateway, and what calls it back, for tests."""
import hashlib
import http.client
import http.server
import json
from urllib.parse import urlencode

from daemon import PATIENCE, Daemon
from listening import Listening

KEY = "0123456789ab"
THANKS = b"Thanks for making the web a better place."
BLOG = "https://blog.example.org"
POST = f"{BLOG}/2026/11/hello/"

FILTERS = """
[filter.wordlist]
banned = "viagra"
suspect = "casino"
"""


def tables(settings="", key="", more=""):
    """[gateway]'s, for a site "blog" whose key is KEY."""
    return f"""
[gateway.site.blog.key.wordpress]
hash = "{hashlib.sha256(KEY.encode()).hexdigest()}"
roles = ["akismet"]
{key}
[gateway.site.blog.akismet]
{settings}
{more}
"""


def site(settings="", key="", more="", chain=("wordlist",), filters=FILTERS, head=""):
    """A daemon, not started, that a gateway of this site can be started beside."""
    return Daemon(chain=chain, filters=filters, tables={"gateway": tables(settings, key, more), "head": head})


def fields(text, **more):
    """Those that every client sends."""
    return {"blog": BLOG, "user_ip": "203.0.113.77", "user_agent": "Mozilla/5.0", "permalink": POST,
            "comment_type": "comment", "comment_author": "Ann", "comment_author_email": "ann@private.example",
            "comment_content": text, **more}


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __getitem__(self, name):
        return self.headers.get(f"X-akismet-{name}")

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body}"


class Client:
    """Posts as most clients do. `host`: what the Host header says."""

    def __init__(self, gateway, key=KEY, host=None):
        self.gateway, self.key, self.host = gateway, key, host

    def post(self, path, form, **headers):
        if isinstance(form, dict):
            form = urlencode(({"api_key": self.key} if self.key else {}) | form, doseq=True).encode()
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        if self.host:
            headers["Host"] = self.host
        connection.request("POST", path, form, headers)
        return self._answer(connection)

    def get(self, path):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("GET", path)
        return self._answer(connection)

    def check(self, text, **more):
        return self.post("/1.1/comment-check", fields(text, **more))

    def report(self, what, text, **more):
        return self.post(f"/1.1/submit-{what}", fields(text, **more))

    @staticmethod
    def _answer(connection):
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Answer(answer.status, answer.headers, body)


class Callbacks(Listening):
    """Is called back as WordPress is. `answer(call)` says what is answered: a status, JSON, or bytes as they are."""

    def __init__(self, answer=None):
        super().__init__()
        self.answer = answer or self.success
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                call = json.loads(body)
                answer = outer.answer(call)
                if isinstance(answer, bytes):
                    outer.calls.put((self.path, call))
                    self.close_connection = True
                    return self.wfile.write(answer)
                status, text = (answer, b"") if isinstance(answer, int) else (200, json.dumps(answer).encode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
                outer.calls.put((self.path, call))

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):  # the gateway has gone
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.url = f"{self.origin}/wp-json/akismet/v1/webhook"

    @staticmethod
    def success(call):
        return {"comments": {each["guid"]: {"status": "success"} for each in call["comments"]}}
