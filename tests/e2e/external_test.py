"""The filter `external` asks a real HTTP service, as Coral asks its external moderation phases.

The service is Python's http.server: it reads the request, and checks the signature, with nothing of Moderato's.
"""
import hashlib
import hmac
import http.server
import json
import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from daemon import BIN, comment

BUILD = Path(os.environ.get("MODERATO_BUILD", BIN.parent))
SECRETS = ["ssec_new-é", "ssec_old"]


class Service(http.server.ThreadingHTTPServer):
    """Rejects what says "bad", holds what says "odd", has no opinion on the rest; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, has_opinions=True):
        super().__init__(("127.0.0.1", 0), Handler)
        self.has_opinions = has_opinions
        self.asked = []  # (headers, raw body)
        self.connections = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def __exit__(self, *what):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.headers, body))
        text = json.loads(body)["comment"]["body"]
        if not self.server.has_opinions:
            text = ""
        if "bad" in text:
            answer = {"status": "REJECTED",
                      "moderationAction": {"status": "REJECTED", "rejectionReason": {
                          "code": "ABUSIVE", "detailedExplanation": "We know “this” one."}}}
        elif "odd" in text:
            answer = {"status": "SYSTEM_WITHHELD",
                      "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]}
        elif "wrong" in text:
            answer = {"status": "DELETED"}
        else:
            self.send_response(204)
            self.end_headers()
            return
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *what):
        pass


class ExternalTest(unittest.TestCase):
    def configure(self, folder, url, options=""):
        folder = Path(folder)
        for name, secret in zip(("new", "old"), SECRETS):
            (folder / name).write_text(secret + "\n")
            (folder / name).chmod(0o600)
        (folder / "moderato.toml").write_text(f'''
            plugin_path = ["{BUILD}/lib/moderato/plugins"]
            [chain]
            filters = ["external"]
            [filter.external]
            url = "{url}"
            secret = {{ file = "new" }}
            previous.secret = {{ file = "old" }}
            timeout_ms = 60_000
            {options}''')
        return folder / "moderato.toml"

    def judge(self, url, comments, options=""):
        with tempfile.TemporaryDirectory() as folder:
            config = self.configure(folder, url, options)
            done = subprocess.run([BIN / "moderato", "run", "--config", config, "--threads", "1"],
                                  input="".join(json.dumps(each) + "\n" for each in comments), capture_output=True,
                                  text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_a_service_decides(self):
        with Service() as service:
            verdicts = self.judge(f"http://127.0.0.1:{service.server_port}/phase", [
                comment(1, "A good one."), comment(2, "A bad one."), comment(3, "An odd one."), comment(4, "A wrong one.")])
            self.assertEqual([each["action"] for each in verdicts], ["approve", "reject", "hold", "hold"])
            rejected, held, unjudged = (each["reasons"][0] for each in verdicts[1:])
            self.assertEqual(rejected["code"], "external.rejected")
            self.assertEqual(rejected["message"],
                             "This comment was not accepted for abusive behaviour: We know “this” one.")
            self.assertEqual(held["code"], "external.held")
            self.assertIn("marked as toxic", held["message"])
            self.assertNotEqual(unjudged["code"], "external.held")
            self.assertEqual(service.connections, 1, "the connection was not kept")

    def test_it_keeps_its_promises(self):
        with Service(has_opinions=False) as service, tempfile.TemporaryDirectory() as folder:
            config = self.configure(folder, f"http://127.0.0.1:{service.server_port}/phase")
            done = subprocess.run([BIN / "moderato", "plugin", "check", BUILD / "lib/moderato/plugins/external.so",
                                   "--config", config, "--time-limit-ms", "60000"],
                                  capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_byte_is_signed_with_both_secrets(self):
        with Service() as service:
            self.judge(f"http://127.0.0.1:{service.server_port}/phase?x=1", [
                comment(1, "Zoë said:\n\t\"no\" \u2028 \U0001f600 <b>&</b> \x01"), comment(2, "x" * 20_000)])
            self.assertEqual(len(service.asked), 2)
            for headers, body in service.asked:
                expected = ["sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() for secret in SECRETS]
                self.assertEqual(headers["X-Coral-Signature"].split(","), expected)
                self.assertEqual(headers["Content-Type"], "application/json")
                self.assertEqual(body.decode(), json.dumps(json.loads(body), indent=2, ensure_ascii=False))

    def test_the_request_has_what_coral_sends(self):
        with Service() as service:
            author = {"id": "anna", "role": "Editor", "email": "anna@example.org", "ip": "192.0.2.1", "name": "Anna"}
            self.judge(f"http://127.0.0.1:{service.server_port}/", [
                comment(1, "Is 1 < 2?", site="news", parent="p1", url="https://news.example/a1") | {"author": author}],
                'format = "HTML"\nroles.STAFF = ["editor"]\ntenant_id = "t1"\ntenant_domain = "news.example"')
            self.assertEqual(json.loads(service.asked[0][1]), {
                "action": "NEW", "comment": {"body": "Is 1 &lt; 2?", "parentID": "p1"},
                "author": {"id": "anna", "role": "STAFF"}, "story": {"id": "a1", "url": "https://news.example/a1"},
                "site": {"id": "news"}, "tenantID": "t1", "tenantDomain": "news.example"})

    def test_a_service_that_is_away_leaves_it_to_on_error(self):
        with Service() as service:
            url = f"http://127.0.0.1:{service.server_port}/"
        comments = [comment(number) for number in range(20)]
        for on_error, action in (("pass", "approve"), ("hold", "hold"), ("reject", "reject")):
            verdicts = self.judge(url, comments, f'on_error = "{on_error}"')
            self.assertEqual({each["action"] for each in verdicts}, {action})

    def test_it_works_in_a_process_of_its_own(self):
        with Service() as service:
            verdicts = self.judge(f"http://127.0.0.1:{service.server_port}/", [comment(1, "A bad one.")],
                                  'isolation = "process"')
            self.assertEqual([each["action"] for each in verdicts], ["reject"])

    def test_a_secret_is_never_written_into_the_configuration(self):
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "moderato.toml"
            config.write_text(f'plugin_path = ["{BUILD}/lib/moderato/plugins"]\n[chain]\nfilters = ["external"]\n'
                              '[filter.external]\nurl = "http://127.0.0.1:1/"\nsecret = "hunter2"\n')
            done = subprocess.run([BIN / "moderato", "run", "--config", config], input="", capture_output=True, text=True,
                                  timeout=300)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("secret: expected {env", done.stderr)
            self.assertNotIn("hunter2", done.stderr)


if __name__ == "__main__":
    unittest.main()
