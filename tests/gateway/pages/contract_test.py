"""The gateway's HTTP contract is sound: every reference leads somewhere, every schema is one, examples match theirs.
And a gateway keeps to it: the one at MODERATO_GATEWAY (as running_gateway.mjs wants it), else the stand-in."""
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid
from base64 import urlsafe_b64encode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from openapi import ROOT, OpenApi, Sound

API = OpenApi("gateway/api/openapi.json")
CONTRACT, followed, validator = API.document, API.followed, API.validator


class Contract(Sound, unittest.TestCase):
    api = API
    named_in_words = {"#/components/schemas/Event", "#/components/schemas/Withdrawal"}  # the data of events

    def test_examples_match_their_schemas(self):
        checked = 0
        for path, node in API.walk():
            if not isinstance(node, dict) or "schema" not in node:
                continue
            examples = [example["value"] for example in node.get("examples", {}).values()]
            examples += [node["example"]] if "example" in node else []
            for example in examples:
                with self.subTest(path):
                    validator(node["schema"]).validate(example)
                checked += 1
        self.assertGreater(checked, 10)

    def test_spans_in_examples_mark_words(self):
        """They count UTF-16 code units of the text beside them."""
        marked = []
        for _, node in API.walk():
            if isinstance(node, dict) and isinstance(node.get("verdict"), dict) and "text" in node.get("comment", {}):
                units = node["comment"]["text"].encode("utf-16-le")
                for reason in node["verdict"].get("reasons", []):
                    marked += [units[2 * begin : 2 * end].decode("utf-16-le") for begin, end in reason["spans"]]
        self.assertEqual(marked, ["idiot"])


KEY = b"the key of the sites in these tests"


def token(name, **more):
    encode = lambda value: urlsafe_b64encode(value).rstrip(b"=")
    claims = {"sub": f"sub-{name}", "name": name, "status": "active", "exp": int(time.time()) + 600, **more}
    head = b".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return (head + b"." + encode(hmac.digest(KEY, head, hashlib.sha256))).decode()


class Kept(unittest.TestCase):
    """Real answers are as the contract says: status, headers, body."""

    @classmethod
    def setUpClass(cls):
        cls.address = os.environ.get("MODERATO_GATEWAY")
        cls.stand_in = None
        if not cls.address:
            command = ["node", Path(__file__).with_name("stand_in.mjs"), os.environ["MODERATO_EMBED"]]
            cls.stand_in = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            cls.address = cls.stand_in.stdout.readline().strip()
        cls.article = f"article-{uuid.uuid4()}"

    @classmethod
    def tearDownClass(cls):
        if cls.stand_in:
            cls.stand_in.communicate(timeout=60)

    def ask(self, path, parameters, method="get", query=(), body=None, headers=(), member=None):
        """(status, headers, body), checked against the operation's responses."""
        names = {"site": "default", **parameters}
        filled = re.sub(r"{(\w+)}", lambda name: urllib.parse.quote(names[name[1]], safe=""), path)
        url = f"{self.address}{filled}?{urllib.parse.urlencode(query)}"
        data = body and json.dumps(body).encode()
        request = urllib.request.Request(url, method=method.upper(), headers=dict(headers), data=data)
        if body:
            request.add_header("Content-Type", "application/json")
        if member:
            request.add_header("Authorization", f"Bearer {member}")
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read()
        responses = CONTRACT["paths"][path][method]["responses"]
        self.assertIn(str(answer.status), responses, text)
        response = followed(responses[str(answer.status)])
        if response.get("content"):
            media = answer.headers["Content-Type"].partition(";")[0]
            self.assertIn(media, response["content"])
            if media.endswith("json"):
                validator(response["content"][media]["schema"]).validate(json.loads(text))
        for name, header in response.get("headers", {}).items():
            if name != "Retry-After":  # not where there is no need to wait
                self.assertIn(name, answer.headers, path)
                schema = followed(header)["schema"]
                validator(schema).validate(answer.headers[name])
        return answer.status, answer.headers, json.loads(text) if text[:1] == b"{" else text

    COMMENTS = "/api/v1/sites/{site}/articles/{article}/comments"
    DECISION = "/api/v1/sites/{site}/comments/{id}/decision"

    def submit(self, text, member="anna", **more):
        body = {"id": str(uuid.uuid4()), "text": text, **more}
        return self.ask(self.COMMENTS, {"article": self.article}, "post", body=body, member=token(member))

    def test_a_comment_is_submitted_once_read_and_counted(self):
        comment = {"id": str(uuid.uuid4()), "text": "Well said."}
        status, _, first = self.submit(**comment)
        self.assertEqual((status, first["verdict"]["action"], first["published"]), (201, "approve", True))
        status, _, second = self.submit(**comment)
        self.assertEqual((status, second["verdict"]), (200, first["verdict"]))
        self.submit("An answer.", parent=comment["id"])
        _, headers, page = self.ask(self.COMMENTS, {"article": self.article})
        [shown] = [each for each in page["comments"] if each["id"] == comment["id"]]
        self.assertEqual([reply["text"] for reply in shown["replies"]["comments"]], ["An answer."])
        status, _, _ = self.ask(self.COMMENTS, {"article": self.article}, headers={"If-None-Match": headers["ETag"]})
        self.assertEqual(status, 304)
        articles = [("article", self.article), ("article", "none")]
        _, _, counts = self.ask("/api/v1/sites/{site}/counts", {}, query=articles)
        self.assertEqual(counts["counts"], {self.article: page["count"], "none": 0})
        name = {"id": comment["id"]}
        self.ask("/api/v1/sites/{site}/comments/{id}", name)
        self.ask("/api/v1/sites/{site}/comments/{id}/replies", name)
        status, *_ = self.ask("/api/v1/sites/{site}/comments/{id}/reports", name, "post", body={"reason": "spam"})
        self.assertEqual(status, 204)

    def test_a_decision_marks_words_and_is_its_author_s_alone(self):
        _, headers, decision = self.submit("😀 What an idiot.")
        text = decision["comment"]["text"].encode("utf-16-le")
        spans = [span for reason in decision["verdict"]["reasons"] for span in reason["spans"]]
        self.assertEqual([text[2 * begin : 2 * end].decode("utf-16-le") for begin, end in spans], ["idiot"])
        name = {"id": decision["comment"]["id"]}
        self.assertTrue(headers["Location"].endswith(f"/comments/{name['id']}/decision"))
        asked_for = self.ask(self.DECISION, name, member=token("anna"))[2]
        self.assertIsNone(asked_for.pop("appeal", None))
        self.assertEqual(asked_for, decision)
        self.assertEqual(self.ask(self.DECISION, name, member=token("ben"))[0], 404)
        self.assertEqual(self.ask(self.DECISION, name)[0], 401)
        self.assertEqual(self.ask("/api/v1/sites/{site}/comments/{id}", name)[0], 404)

    def test_the_stream_catches_up_and_its_events_are_as_they_should_be(self):
        _, _, page = self.ask(self.COMMENTS, {"article": self.article})
        written = [self.submit(text)[2]["comment"]["id"] for text in ("One.", "Two.")]
        url = f"{self.address}/api/v1/sites/default/articles/{self.article}/events"
        with urllib.request.urlopen(f"{url}?after={page['seq']}", timeout=60) as stream:
            self.assertEqual(stream.headers["Content-Type"].partition(";")[0], "text/event-stream")
            first, second = self.read_events(stream, 2)
        self.assertEqual([first["data"]["comment"]["id"], second["data"]["comment"]["id"]], written)
        self.assertLess(int(first["id"]), int(second["id"]))
        again = urllib.request.Request(f"{url}?after={page['seq']}", headers={"Last-Event-ID": first["id"]})
        with urllib.request.urlopen(again, timeout=60) as stream:
            self.assertEqual(self.read_events(stream, 1), [second])

    def read_events(self, stream, count):
        events = []
        while len(events) < count:
            event = {}
            while line := stream.readline().decode().rstrip("\n"):
                name, _, value = line.partition(": ")
                event[name] = value
            if "data" in event:
                event["data"] = json.loads(event["data"])
                self.assertEqual(event["event"], "published")
                self.assertEqual(event["data"]["seq"], int(event["id"]))
                validator({"$ref": "#/components/schemas/Event"}).validate(event["data"])
                events.append(event)
        return events

    def test_what_is_wrong_is_a_problem(self):
        article = {"article": self.article}
        _, _, mine = self.submit("Mine.")
        for status, arguments in {
            401: {"method": "post", "body": {"text": "No token."}},
            400: {"method": "post", "body": {"text": "  "}, "member": token("anna")},
            409: {"method": "post", "body": {"id": mine["comment"]["id"], "text": "Not mine."}, "member": token("ben")},
            404: {"method": "post", "body": {"text": "To nobody.", "parent": "nobody"}, "member": token("ben")},
        }.items():
            with self.subTest(status):
                self.assertEqual(self.ask(self.COMMENTS, article, **arguments)[0], status)
        self.assertEqual(self.ask(self.COMMENTS, article, query={"sort": "worst"})[0], 400)
        self.assertEqual(self.ask(self.COMMENTS, article, query={"limit": "0"})[0], 400)


if __name__ == "__main__":
    unittest.main()
