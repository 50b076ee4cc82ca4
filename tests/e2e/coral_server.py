"""A stand-in for Coral (tests/coral/coral.js) beside a test's daemon and gateway, and requests as Coral signs them."""
import hashlib
import hmac
import http.client
import json
import os
import subprocess
import threading
from pathlib import Path

from daemon import PATIENCE, _die_with_the_test

FOLDER = Path(__file__).resolve().parents[1] / "coral"
MODULES = Path(os.environ.get("MODERATO_BUILD", FOLDER.parents[1] / "build/release")).parent / "coral" / "node_modules"


class Coral:
    """Use as `with Coral(settings) as coral:`; then `coral.url` of its GraphQL, and coral.ask(what, …) as coral.js says."""

    def __init__(self, settings):
        self.settings = settings

    def __enter__(self):
        self.process = subprocess.Popen(
            ["node", FOLDER / "coral.js", json.dumps(self.settings)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"NODE_PATH": str(MODULES)}, preexec_fn=_die_with_the_test)
        self.port, *tls = self.process.stdout.readline().split()
        self.url = f"https://127.0.0.1:{tls[0]}/api/graphql" if tls else f"http://127.0.0.1:{self.port}/api/graphql"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, what, **given):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("POST", f"/test/{what}", json.dumps(given), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            raise AssertionError(f"Coral's stand-in: {text.decode()}")
        return json.loads(text)

    def later(self, what, **given):
        """The same in a thread; join() gives the answer."""
        class Later(threading.Thread):
            def run(thread):
                thread.answer = self.ask(what, **given)

            def join(thread):
                super().join()
                return thread.answer
        thread = Later()
        thread.start()
        return thread


def signature(secret, body):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def phase_request(text="Well said.", author="u-ann", parent=None, story="s1", action="NEW", role="COMMENTER"):
    return {"action": action, "comment": {"body": text, "parentID": parent}, "author": {"id": author, "role": role},
            "story": {"id": story, "url": f"https://news.example/{story}"}, "site": {"id": "site-1"},
            "tenantID": "7d3e1c2a-tenant", "tenantDomain": "coral.example"}
