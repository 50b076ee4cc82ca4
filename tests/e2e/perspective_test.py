#!/usr/bin/python3
"""Callers of Perspective get their answers from the real gateway and daemon, by nothing but another address."""
import ast
import contextlib
import hashlib
import http.client
import json
import os
import re
import socket
import sqlite3
import subprocess
import threading
import unittest
from pathlib import Path
from urllib.parse import quote

import httplib2
from googleapiclient import discovery, errors

from daemon import BIN, PATIENCE, Daemon, comment
from gateway import Gateway

ROOT = Path(__file__).resolve().parents[2]
MODULES = Path(os.environ.get("MODERATO_BUILD", ROOT / "build/release")).parent / "google_client" / "node_modules"
KEY = "a-key-of-those-who-called-perspective-before"
SLOW_KEY = "a-key-that-may-do-no-more-than-two-a-minute"
QUIET_KEY = "a-key-of-a-site-that-records-nothing-at-all"
OTHER_KEY = "a-key-of-the-website-with-another-role-only"
SITE = "perspective"
PRODUCTION = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
ABUSE = "You are a fucking idiot."
ALL = ("approved/", "held/", "rejected/", "withdrawn/")


def key_table(site, label, key, roles, more=""):
    return f"""
[gateway.site."{site}".key.{label}]
hash = "{hashlib.sha256(key.encode()).hexdigest()}"
roles = {json.dumps(roles)}
{more}
"""


TABLES = {
    "gateway": 'trusted_proxies = ["127.0.0.1"]\n'
    + key_table(SITE, "coral", KEY, ["perspective"])
    + key_table(SITE, "slow", SLOW_KEY, ["perspective"], "requests_per_minute = 2")
    + key_table(SITE, "web", OTHER_KEY, ["submit"])
    + key_table("quiet", "all", QUIET_KEY, ["perspective"])
    + '[gateway.site.quiet.perspective]\nrecord = false\nunknown_attributes = "leave_out"\n',
}
OWN_CHAIN = f"""
[site."{SITE}"]
filters = ["civility"]
[site.quiet]
filters = ["links", "civility"]
stop_on_reject = false
[filter.links]
max = 0
too_many = "hold"
"""


class Perspective(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(chain=("civility",), filters=OWN_CHAIN, tables=TABLES)
        self.enterContext(self.daemon)
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.where = self.gateway.address()

    def ask(self, method, path, body=None, **headers):
        """(status, headers, body)."""
        connection = http.client.HTTPConnection(self.where, timeout=PATIENCE)
        data = body if isinstance(body, (bytes, str)) or body is None else json.dumps(body)
        connection.request(method, path, data, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers, json.loads(text) if text else None

    def analyze(self, text, attributes=("TOXICITY",), key=KEY, **more):
        body = {"comment": {"text": text}, "requestedAttributes": {name: {} for name in attributes}, **more}
        status, _, answer = self.ask("POST", f"/v1alpha1/comments:analyze?key={key}", body)
        self.assertEqual(status, 200, answer)
        return answer

    def score(self, text, attribute="TOXICITY", **more):
        return self.analyze(text, (attribute,), **more)["attributeScores"][attribute]["summaryScore"]["value"]

    def refused(self, body, path="/v1alpha1/comments:analyze", key=KEY):
        """(status, message, errorType)"""
        status, _, answer = self.ask("POST", f"{path}?key={key}", body)
        error = answer["error"]
        self.assertEqual(error["code"], status)
        return status, error["message"], next((each.get("errorType") for each in error.get("details", [])), None)

    def suggest(self, text, value, key=KEY, **more):
        """As Coral does."""
        body = {"comment": {"text": text}, "context": {"entries": [{"text": json.dumps(
            {"url": "https://www.example.org/a", "reply_to_id_Coral_comment_id": None, "Coral_comment_id": "c7"})}]},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}}, "languages": ["en"],
            "communityId": "Coral:https://coral.example.org", "clientToken": "comment:c7", **more}
        return self.ask("POST", f"/comments:suggestscore?key={key}", body)

    def recorded(self, count):
        """All that is in the ledger, once there is so much: (topic, comment, verdict)."""
        self.daemon.stats_when(lambda stats: stats["last_seq"] >= count)
        found = [(topic.partition("/")[0], json.loads(body), verdict)
                 for topic, _, body, verdict in self.daemon.catch_up(*ALL)]
        self.assertEqual(len(found), count)
        return found


class Analyzing(Perspective):
    def test_every_production_attribute_is_answered(self):
        answer = self.analyze(ABUSE, PRODUCTION, languages=["en"], clientToken="t1")
        self.assertEqual(tuple(answer["attributeScores"]), PRODUCTION)
        for each in answer["attributeScores"].values():
            self.assertEqual(each["summaryScore"]["type"], "PROBABILITY")
            self.assertTrue(0 <= each["summaryScore"]["value"] <= 1)
            self.assertEqual(each["spanScores"], [{"begin": 0, "end": len(ABUSE), "score": each["summaryScore"]}])
        self.assertEqual((answer["languages"], answer["detectedLanguages"], answer["clientToken"]), (["en"], ["en"], "t1"))

    def test_abuse_scores_high_and_kindness_low(self):
        for attribute in ("TOXICITY", "INSULT", "PROFANITY", "OBSCENE", "LIKELY_TO_REJECT", "TOXICITY@6"):
            self.assertGreater(self.score(ABUSE, attribute), 0.5, attribute)
            self.assertLess(self.score("Thank you for this article, I enjoyed it.", attribute), 0.2, attribute)

    def test_the_address_may_be_the_root_and_the_key_a_header(self):
        body = {"comment": {"text": "Hello"}, "requestedAttributes": {"TOXICITY": {}}}
        for path in ("/v1alpha1/comments:analyze", "/comments:analyze", "/v1alpha1/comments%3Aanalyze"):
            status, headers, _ = self.ask("POST", path + "?alt=json&prettyPrint=false&fields=a&quotaUser=b&%24.xgafv=2",
                                          body, X_Goog_Api_Key=KEY)
            self.assertEqual((status, headers["Content-Type"]), (200, "application/json; charset=UTF-8"))

    def test_every_sentence_has_its_score(self):
        text = f"Good morning 😀! {ABUSE} Thanks."
        spans = self.analyze(text, spanAnnotations=True, context={"entries": [{"text": "article"}, {"text": "parent"}]},
                             languages=["en"])["attributeScores"]["TOXICITY"]["spanScores"]
        units = text.encode("utf-16-le")
        found = {units[2 * each["begin"]:2 * each["end"]].decode("utf-16-le"): each["score"]["value"] for each in spans}
        self.assertEqual(list(found), ["Good morning 😀!", ABUSE, "Thanks."])
        self.assertGreater(found[ABUSE], 0.5)
        self.assertLess(found["Thanks."], 0.2)
        many = self.analyze("No. " * 5_000, spanAnnotations=True)["attributeScores"]["TOXICITY"]["spanScores"]
        self.assertLessEqual(len(many), 32)
        self.assertEqual(many[-1]["end"], 4 * 5_000 - 1)

    def test_scores_below_the_threshold_are_left_out(self):
        answer = self.ask("POST", f"/comments:analyze?key={KEY}", {
            "comment": {"text": ABUSE}, "requested_attributes": {
                "TOXICITY": {"score_threshold": 0.5}, "THREAT": {"scoreThreshold": 0.99}}})[2]
        self.assertEqual(list(answer["attributeScores"]), ["TOXICITY"])

    def test_what_the_filter_cant_read_is_said_in_perspectives_words(self):
        german = "Das ist ein sehr schöner Tag und ich gehe heute gerne mit meinem Hund spazieren."
        status, _, answer = self.ask("POST", f"/comments:analyze?key={KEY}", {
            "comment": {"text": german}, "requestedAttributes": {"INSULT": {}}})
        self.assertEqual((status, answer["error"]["message"]), (400, "Attribute INSULT does not support request languages: de"))
        self.assertEqual(answer["error"]["details"][0]["languageNotSupportedByAttributeError"],
                         {"detectedLanguages": ["de"], "attribute": "INSULT"})
        self.assertEqual(self.refused({"comment": {"text": "Hello"}, "requestedAttributes": {"INSULT": {}}, "languages": ["de"]}),
                         (400, "Attribute INSULT does not support request languages: de", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"))
        self.assertEqual(self.daemon.stats()["last_seq"], 0, "what was not answered is not recorded")

    def test_spam_is_what_the_other_filters_say(self):
        self.assertGreaterEqual(self.score("Look at https://shop.example", "SPAM", key=QUIET_KEY), 0.5)
        self.assertEqual(self.score("Look at this", "SPAM", key=QUIET_KEY), 0)
        body = {"comment": {"text": "Hello"}, "requestedAttributes": {"SPAM": {}}}
        self.assertEqual(self.refused(body)[1], "Unknown requested attribute: SPAM")

    def test_unknown_attributes_may_be_left_out(self):
        answer = self.analyze("Hello", ("TOXICITY", "INCOHERENT"), key=QUIET_KEY)
        self.assertEqual(list(answer["attributeScores"]), ["TOXICITY"])


class LettingIn(Perspective):
    def test_without_a_key(self):
        status, _, answer = self.ask("POST", "/comments:analyze", {})
        self.assertEqual((status, answer["error"]["status"]), (403, "PERMISSION_DENIED"))

    def test_with_a_key_that_is_none(self):
        for key in ("wrong", OTHER_KEY, quote("ü" * 500)):
            status, _, answer = self.ask("POST", f"/comments:analyze?key={key}", {})
            self.assertEqual((status, answer["error"]["message"]), (400, "API key not valid. Please pass a valid API key."))
            self.assertEqual(answer["error"]["details"][0]["reason"], "API_KEY_INVALID")

    def test_no_more_often_than_it_may(self):
        for _ in range(2):
            self.analyze("Hello", key=SLOW_KEY)
        status, headers, answer = self.ask("POST", f"/comments:analyze?key={SLOW_KEY}", {})
        self.assertEqual((status, answer["error"]["status"]), (429, "RESOURCE_EXHAUSTED"))
        self.assertGreater(int(headers["Retry-After"]), 0)
        self.analyze("Hello")  # others go on

    def test_no_secret_is_logged(self):
        self.analyze("A text that nobody should find in a log")
        self.ask("POST", "/comments:analyze?key=wrong-key-of-somebody", {})
        log = self.gateway.log() + self.daemon.log()
        for secret in (KEY, "wrong-key", "nobody should find"):
            self.assertNotIn(secret, log)


class Recording(Perspective):
    def test_what_was_scored_is_recorded_as_any_other(self):
        self.analyze(ABUSE)
        self.analyze("Thank you for this article.")
        self.analyze(ABUSE)  # the same text is the same comment
        self.analyze("Thanks, that is the third.")
        found = {comment["text"]: (topic, comment, verdict) for topic, comment, verdict in self.recorded(3)}
        topic, comment, verdict = found[ABUSE]
        self.assertEqual((topic, comment["site"], verdict["decided_by"]), ("rejected" if verdict["action"] == "reject" else
                                                                         "held", SITE, "chain"))
        self.assertIn("TOXICITY", verdict["scores"]["civility"])
        explained = self.daemon.request("explain", site=SITE, id=comment["id"])
        self.assertEqual(explained["comment"]["text"], ABUSE)

    def test_what_is_not_to_be_stored_is_not(self):
        self.analyze("Not this one", doNotStore=True)
        self.analyze("Nor this one, as the site says", key=QUIET_KEY)
        self.suggest("Nor this", 1, key=QUIET_KEY)
        self.analyze("But this one")
        self.assertEqual([comment["text"] for _, comment, _ in self.recorded(1)], ["But this one"])
        everything = b"".join(file.read_bytes() for file in self.daemon.folder.iterdir() if file.is_file())
        self.assertNotIn(b"this one, as", everything)
        self.assertNotIn(b"Not this one", everything)

    def test_what_was_scored_is_not_shown_to_everybody(self):
        self.analyze("Perhaps this was never published")
        self.recorded(1)
        self.gateway.until(self.gateway.position, lambda seq: seq >= 1, "the position of the feed")
        for path in ("articles/perspective/comments", "comments", "feed.json"):
            status, _, body = self.ask("GET", f"/api/v1/sites/{SITE}/{path}")
            self.assertNotIn("never published", json.dumps(body), path)
        self.assertEqual(self.gateway.held(), {})


class Suggesting(Perspective):
    def test_corals_moderators_decide_here_as_well(self):
        self.analyze(ABUSE)
        self.recorded(1)
        status, _, answer = self.suggest(ABUSE, 0)
        self.assertEqual((status, answer["clientToken"]), (200, "comment:c7"))
        *_, (topic, comment, verdict) = self.recorded(2)
        self.assertEqual((topic, comment["text"], verdict["action"], verdict["decided_by"]),
                         ("approved", ABUSE, "approve", "perspective:Coral:https://coral.example.org"))
        self.assertEqual(self.suggest(ABUSE, 0)[0], 200)  # nothing changes
        self.assertEqual(self.suggest(ABUSE, 1)[0], 200)
        self.assertEqual([topic for topic, _, _ in self.recorded(3)][-1], "withdrawn")

    def test_a_comment_that_is_not_known_is_recorded_first(self):
        self.assertEqual(self.suggest("A text that was never analyzed", 1)[0], 200)
        chain, person = self.recorded(2)
        self.assertEqual((chain[0], chain[2]["decided_by"]), ("approved", "chain"))
        self.assertEqual((person[0], person[1]["id"]), ("withdrawn", chain[1]["id"]))

    def test_what_was_erased_stays_so(self):
        self.analyze(ABUSE)
        [(_, comment, _)] = self.recorded(1)
        self.assertEqual(self.daemon.request("erase", site=SITE, id=comment["id"], moderator="m")["erased"], 1)
        self.assertEqual(self.suggest(ABUSE, 0)[0], 200)
        self.assertGreater(self.score(ABUSE), 0.5)
        self.assertEqual(self.daemon.stats()["last_seq"], 2, "the comment, and that it was erased")

    def test_it_is_in_the_audit(self):
        self.suggest(ABUSE, 0)
        with sqlite3.connect(f"file:{self.daemon.folder}/gateway-store.db?mode=ro", uri=True) as store:
            rows = store.execute("SELECT who, what, site, detail FROM audit_entry").fetchall()
        store.close()
        self.assertEqual(rows, [("perspective:Coral:https://coral.example.org", "approve", SITE, "comments:suggestscore")])

    def test_what_is_no_opinion_is_refused(self):
        status, _, answer = self.suggest("Hello", 0, attributeScores={})
        self.assertEqual((status, answer["error"]["status"]), (400, "INVALID_ARGUMENT"))
        self.assertEqual(self.suggest("Hello", 7)[0], 400)
        self.assertEqual(self.suggest("", 1)[2]["error"]["message"], "Comment must be non-empty.")
        self.assertEqual(self.daemon.stats()["last_seq"], 0)


class Hostile(Perspective):
    def test_whatever_comes_is_answered_in_googles_form(self):
        huge = 'x' * 300_000
        deep = "[" * 100_000
        good = '{"comment":{"text":"%s"},"requestedAttributes":{"TOXICITY":%s}}'
        bodies = [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"' + b"\\" * 1_000, deep, good % ("a", deep), good % (huge, "{}"),
                  good % ("x" * 20_481, "{}"), good % ("a", '{"scoreThreshold":NaN}'), good % ("a", '{"scoreThreshold":1e400}'),
                  good % ("a", "5"), good % ("\\ud8", "{}"), '{"comment":{"text":"\xed\xa0\x80"}}'.encode("latin-1"),
                  '{"comment":' * 10_000, json.dumps({"comment": {"text": "a"}, "requestedAttributes": {
                      f"TOXICITY@{i}": {} for i in range(5_000)}})]
        for path in ("/v1alpha1/comments:analyze", "/comments:suggestscore"):
            for body in bodies:
                status, message, _ = self.refused(body, path)
                self.assertEqual(status, 400, body[:80])
                self.assertLess(len(message), 300)
        self.analyze("Still there?")

    def test_what_would_slip_through_by_being_refused_is_judged(self):
        for trick in ("\\ud83d", "\\udc00", "\\u0000", "\\u202e", "\\ufeff", "\\uffff"):
            body = '{"comment":{"text":"%s%s"},"requestedAttributes":{"TOXICITY":{}}}' % (trick, ABUSE)
            status, _, answer = self.ask("POST", f"/comments:analyze?key={KEY}", body)
            self.assertEqual(status, 200, trick)
            self.assertGreater(answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"], 0.5, trick)
            self.assertEqual(self.suggest(json.loads(f'"{trick}{ABUSE}"'), 1)[0], 200)

    def test_many_at_once(self):
        failed = []

        def analyze(number):
            try:
                for i in range(50):
                    if not 0 <= self.score(f"Comment {i} of {number}. And more.", spanAnnotations=bool(i % 2)) <= 1:
                        failed.append(number)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=analyze, args=(number,)) for number in range(16)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual(failed, [])
        self.recorded(16 * 50)

    def test_many_sentences_at_once(self):
        body = json.dumps({"comment": {"text": "A sentence. " * 32}, "requestedAttributes": {"TOXICITY": {}},
                           "spanAnnotations": True, "doNotStore": True}).encode()
        request = f"POST /comments:analyze?key={KEY} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        host, port = self.where.split(":")
        clients = [socket.create_connection((host, int(port)), PATIENCE) for _ in range(100)]
        for client in clients:
            client.sendall(request + body)
        for client in clients:
            with client:
                self.assertEqual(client.recv(100).split()[1], b"200")

    def test_hanging_up_harms_nobody(self):
        body = json.dumps({"comment": {"text": "x " * 9_000}, "requestedAttributes": {"TOXICITY": {}}, "spanAnnotations": True})
        host, port = self.where.split(":")
        for _ in range(100):
            with socket.create_connection((host, int(port))) as client:
                client.sendall(f"POST /comments:analyze?key={KEY} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
                               f"{body}".encode())
        self.analyze("Still there?")


class Comparing(Perspective):
    def test_the_command_line_asks_us_as_it_asks_perspective(self):
        """`moderato compare-perspective` finds no difference between us and itself: the scale is one."""
        folder = self.daemon.folder
        (folder / "key").write_text(KEY)
        (folder / "key").chmod(0o600)
        texts = [ABUSE, "I hate you all, go away", "Thanks a lot for this", "What a lovely day"]
        (folder / "comments.jsonl").write_text("".join(json.dumps(comment(i, f"{texts[i % 4]} {i}")) + "\n" for i in range(20)))
        program = [BIN / "moderato", "compare-perspective"]
        subprocess.run([*program, "comments.jsonl", "--pairs", "pairs.jsonl", "--api-key-file", "key",
                        "--endpoint", f"http://{self.where}/v1alpha1", "--qps", "1000"], cwd=folder, check=True, capture_output=True)
        for side in ([], ["--moderato", f"http://{self.where}/v1alpha1", "--moderato-key-file", "key"]):
            done = subprocess.run([*program, "pairs.jsonl", "--threshold", "TOXICITY=0.8", *side], cwd=folder, check=True,
                                  capture_output=True, text=True)
            self.assertIn("held by both 10, by Perspective alone 0, by Moderato alone 0: 0.00 %", done.stdout)


class Failing(Perspective):
    def test_a_daemon_that_is_away(self):
        self.analyze("Hello")
        self.daemon.stop()
        status, headers, answer = self.ask("POST", f"/comments:analyze?key={KEY}", {
            "comment": {"text": "Hello"}, "requestedAttributes": {"TOXICITY": {}}})
        self.assertEqual((status, answer["error"]["status"]), (503, "UNAVAILABLE"))
        self.assertIn("Retry-After", headers)
        self.gateway.until_logged("1 comments could not be scored")
        self.daemon.start()
        self.gateway.until(lambda: self.ask("POST", f"/comments:analyze?key={KEY}", {
            "comment": {"text": "Hello"}, "requestedAttributes": {"TOXICITY": {}}})[0], lambda status: status == 200)

    def test_what_cant_be_recorded_is_answered_and_counted(self):
        self.analyze("Hello")
        self.recorded(1)
        config = self.daemon.config.read_text()
        self.daemon.config.write_text(config.replace(self.daemon.addresses["desk"], self.daemon.addresses["desk"] + "-away"))
        self.gateway.stop()
        self.gateway.start()
        self.where = self.gateway.address()
        self.analyze("Hello again")
        self.gateway.until_logged("1 comments were scored and not recorded")
        self.assertNotIn("Hello again", self.gateway.log())

    def test_a_chain_without_scores_is_told_in_plain_words(self):
        config = self.daemon.config.read_text()
        self.daemon.config.write_text(config.replace(f'[site."{SITE}"]\nfilters = ["civility"]',
                                                     f'[site."{SITE}"]\nfilters = ["links"]'))
        self.assertIn("chain", self.daemon.request("reload"))
        status, _, answer = self.ask("POST", f"/comments:analyze?key={KEY}", {
            "comment": {"text": "Hello"}, "requestedAttributes": {"TOXICITY": {}}})
        self.assertEqual((status, answer["error"]["status"]), (500, "INTERNAL"))
        self.assertIn("must have a civility filter", answer["error"]["message"])
        self.gateway.until_logged(f'The filters of the site \\"{SITE}\\" gave no scores')
        done = subprocess.run([BIN / "moderato-gateway", "--config", self.daemon.config, "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 78)
        self.assertIn('the role perspective needs a chain that begins with the civility filter, found ["links"]: no civility',
                      done.stdout + done.stderr)


class Readme(unittest.TestCase):
    """gateway/perspective/README.md, followed literally but for ports: they must be free here."""

    def blocks(self, kind):
        text = (ROOT / "gateway/perspective/README.md").read_text()
        return re.findall(rf"```{kind}\n(.*?)```", text, re.S)

    def test_who_follows_it_gets_answers(self):
        key, start, curl = self.blocks("sh")
        site, settings = self.blocks("toml")
        with Daemon(chain=("civility",), filters="") as daemon, contextlib.chdir(daemon.folder):
            said = subprocess.run(["bash", "-euc", key], capture_output=True, text=True, check=True).stdout
            self.assertEqual(hashlib.sha256(Path("perspective.key").read_text().strip().encode()).hexdigest(), said.split()[0])
            self.assertIn("0" * 64, site)
            addresses, chain, _ = daemon.config.read_text().partition("[chain]")
            self.assertIn(chain, site)
            daemon.config.write_text(addresses + site.replace("0" * 64, said.split()[0]) + settings)
            self.assertEqual(start.split(), ["moderatod", "--config", "moderato.toml", "moderato-gateway", "--config",
                                             "moderato.toml"])
            self.assertEqual(daemon.config.name, "moderato.toml")
            self.assertIn("chain", daemon.request("reload"))
            subprocess.run([BIN / "moderato-gateway", "--config", daemon.config, "--check"], check=True, capture_output=True)
            with Gateway(daemon) as gateway:
                here = lambda text: text.replace("127.0.0.1:5876", gateway.address())
                [python], [node] = self.blocks("python"), self.blocks("js")
                self.said_an_insult(["bash", "-euc", here(curl)])
                daemon.config.write_text(daemon.config.read_text().replace('public_address = "https', '# "https'))
                gateway.stop()
                gateway.start()  # the snippets below ask where they are
                self.said_an_insult(["/usr/bin/python3", "-c", here(python)])
                # `googleapis` is googleapis-common and documents of 300 other services, 200 MB of them.
                self.assertIn(google := 'const { google } = require("googleapis");', node)
                self.said_an_insult(["node", "-e", here(node).replace(
                    google, """const { Discovery } = require("googleapis-common");
                    const google = { discoverAPI: async (url) => (await new Discovery().discoverAPI(url))({}) };""")])

    def said_an_insult(self, command):
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE,
                              env=os.environ | {"NODE_PATH": str(MODULES), "PYTHONDONTWRITEBYTECODE": "1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout) if done.stdout.startswith('{"') else ast.literal_eval(done.stdout)
        self.assertGreater(answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"], 0.3)


class Discovering(Perspective):
    URL = "/$discovery/rest?version=v1alpha1"

    def test_the_document_names_the_address_that_was_asked(self):
        _, headers, document = self.ask("GET", self.URL)
        self.assertEqual(document["rootUrl"], f"http://{self.where}/")
        self.assertEqual(headers["Cache-Control"], "no-store")
        _, _, document = self.ask("GET", self.URL, Host="perspective.example.org", X_Forwarded_Proto="https")
        self.assertEqual(document["rootUrl"], "https://perspective.example.org/")
        self.assertEqual(self.ask("GET", "/$discovery/rest?version=v2")[0], 404)

    def node(self, request, key=KEY):
        done = subprocess.run(["node", ROOT / "tests/google_client/analyze.js", f"http://{self.where}{self.URL}", key,
                               json.dumps(request)], capture_output=True, text=True, timeout=PATIENCE,
                              env=os.environ | {"NODE_PATH": str(MODULES)})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_googles_client_for_node(self):
        answer = self.node({"comment": {"text": ABUSE}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"]})
        self.assertGreater(answer["data"]["attributeScores"]["TOXICITY"]["summaryScore"]["value"], 0.5)
        error = self.node({"comment": {"text": ""}, "requestedAttributes": {"TOXICITY": {}}})
        self.assertEqual(error["message"], "Comment must be non-empty.")
        self.assertEqual(error["body"]["error"]["details"][0]["errorType"], "COMMENT_EMPTY")
        self.assertEqual(self.node({}, key="wrong")["message"], "API key not valid. Please pass a valid API key.")

    def test_googles_client_for_python(self):
        connection = httplib2.Http()
        self.addCleanup(connection.close)
        client = discovery.build("commentanalyzer", "v1alpha1", developerKey=KEY, cache_discovery=False, http=connection,
                                 discoveryServiceUrl=f"http://{self.where}{self.URL}")
        answer = client.comments().analyze(body={"comment": {"text": ABUSE}, "requestedAttributes": {"INSULT": {}}}).execute()
        self.assertGreater(answer["attributeScores"]["INSULT"]["summaryScore"]["value"], 0.5)
        client.comments().suggestscore(body={
            "comment": {"text": ABUSE}, "attributeScores": {"INSULT": {"summaryScore": {"value": 1}}}}).execute()
        with self.assertRaises(errors.HttpError) as raised:
            client.comments().analyze(body={"comment": {"text": ""}, "requestedAttributes": {"INSULT": {}}}).execute()
        self.assertIn("COMMENT_EMPTY", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
