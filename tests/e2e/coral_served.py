"""A daemon and a gateway that serve a Coral, and what can be seen of all three; for the tests that derive from Served."""
import http.client
import json
import os
import sqlite3
import unittest
import urllib.request
from pathlib import Path

from coral_server import Coral, signature
from daemon import PATIENCE, Daemon
from gateway import Gateway
from prometheus_text import parse

BUILD = Path(os.environ.get("MODERATO_BUILD", Path(__file__).parents[2] / "build/release"))
FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", BUILD / "tests/e2e/filters"))
SECRET, OLD_SECRET, WEBHOOK_SECRET = "ssec_phase-5e1c", "ssec_phase-before", "whse_hook-77b0"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.e30.c2VydmljZQ"

CHAIN = ("gate", "wordlist", "civility")
OURS = """
[filter.wordlist]
banned = "buy pills"
suspect = "casino"
"""


class Served(unittest.TestCase):
    SITE = {}
    FORMAT = "HTML"

    def setUp(self):
        self.daemon = Daemon(chain=CHAIN, filters="", tables={
            "head": f'plugin_path = ["{FILTERS}", "{BUILD}/lib/moderato/plugins"]'})
        self.gate = self.daemon.folder / "gate"
        for name, text in (("phase", SECRET), ("before", OLD_SECRET), ("hook", WEBHOOK_SECRET), ("token", TOKEN)):
            file = self.daemon.folder / f"{name}.secret"
            file.write_text(text + "\n")
            file.chmod(0o600)
        self.coral = self.enterContext(Coral({"token": TOKEN, **self.coral_settings()}))
        settings = {"secrets": '[{ file = "phase.secret" }, { file = "before.secret" }]',
                    "webhook_secrets": '{ file = "hook.secret" }',
                    "graphql": f'"{self.coral.url}"', "token": '{ file = "token.secret" }',
                    "budget": '"60s"', "format": f'"{self.FORMAT.lower()}"', **self.SITE}
        lines = "".join(f"{key} = {value}\n" for key, value in settings.items() if value)
        self.daemon.config.write_text(self.daemon.config.read_text().replace("[monitor]", f'[gateway.site.default.coral]\n{lines}[monitor]')
                                      + OURS + f'[filter.gate]\nfile = "{self.gate}"\nbudget_ms = 600000\n')
        self.enterContext(self.daemon)
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.connect()

    def coral_settings(self):
        return {}

    def connect(self):
        at = f"http://{self.gateway.address()}/coral/default"
        self.coral.ask("settings", phase={"url": at, "secrets": [SECRET], "timeout": PATIENCE * 1000, "format": self.FORMAT},
                       webhook={"url": at + "/webhook", "secrets": [WEBHOOK_SECRET]})

    # What is seen of it all.

    def post(self, path, body, headers=None):
        """(status, headers, body) of a request as it is given."""
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("POST", path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, text

    def ask(self, request, secrets=(SECRET,), **headers):
        body = request if isinstance(request, bytes) else json.dumps(request, indent=2).encode()
        given = {"Content-Type": "application/json"}
        if secrets:
            given["X-Coral-Signature"] = ",".join(signature(each, body) for each in secrets)
        return self.post("/coral/default", body, given | {name.replace("_", "-"): value for name, value in headers.items()})

    def hook(self, event, secret=WEBHOOK_SECRET):
        body = json.dumps(event, indent=2).encode()
        return self.post("/coral/default/webhook", body, {"Content-Type": "application/json", "X-Coral-Signature": signature(secret, body)})

    def get(self, path):
        connection = http.client.HTTPConnection(self.gateway.address(), timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, text

    def casebook(self):
        """The newest decision that is in it."""
        casebook = sqlite3.connect(f"file:{self.daemon.folder}/gateway-casebook.db?mode=ro", uri=True)
        try:
            return casebook.execute("SELECT seq FROM position").fetchone()[0]
        finally:
            casebook.close()

    def metrics(self):
        with urllib.request.urlopen(f"http://{self.gateway.address()}/metrics") as answer:
            return parse(answer.read().decode())

    def count(self, name, **labels):
        return self.metrics().value(f"moderato_gateway_coral_{name}_total", **labels)

    def until_counted(self, number, name, **labels):
        self.gateway.until(lambda: self.count(name, **labels), lambda found: found >= number, f"{number} {name} {labels}")

    def there(self, id):
        """The comment in Coral."""
        return next(each for each in self.coral.ask("state")["comments"] if each["id"] == id)

    def until_there(self, id, status):
        return self.gateway.until(lambda: self.there(id), lambda each: each["status"] == status, f"{status} in Coral")

    def here(self):
        """All that was decided: (topic, comment, verdict)."""
        return [(topic.split("/")[0], json.loads(body), verdict) for topic, _, body, verdict in self.daemon.verdicts()]

    def review(self, action, id):
        self.assertIn("verdict", self.daemon.request("review", action=action, id=id, moderator="carla"))

    def write(self, body, **more):
        written = self.coral.ask("comment", body=body, **more)
        self.assertNotIn("error", written["asked"], written)
        return written["comment"], written["asked"]
