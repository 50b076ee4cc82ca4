#!/usr/bin/python3
"""moderato compare-perspective against a server that answers as Perspective does, on its good days and on its bad ones."""
import http.server
import json
import os
import queue
import re
import shlex
import signal
import subprocess
import tempfile
import threading
import unittest
import urllib.parse
from pathlib import Path

from daemon import BIN, PATIENCE

PAGE = Path(__file__).resolve().parents[2] / "gateway/perspective/AGREEMENT.md"
ATTRIBUTES = ["TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT", "SEXUALLY_EXPLICIT"]
KEY = "AIza-secret/+=&?key"


def scores(asked, value=0.5):
    """What Perspective answers to a request."""
    return {"attributeScores": {name: {"spanScores": [{"begin": 0, "end": 5, "score": {"value": value}}],
                                       "summaryScore": {"value": value, "type": "PROBABILITY"}}
                                for name in asked["requestedAttributes"]},
            "languages": asked.get("languages", ["en"]), "detectedLanguages": ["en"]}


def error(type, code=400, **more):
    return code, {}, {"error": {"code": code, "message": f"It is {type}.", "status": "INVALID_ARGUMENT", "details": [
        {"@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error", "errorType": type, **more}]}}


class Perspective:
    """`answer(request)` gives what is answered: a body, or (status, headers, body)."""

    def __init__(self, answer=scores):
        self.answer = answer
        self.requests = []
        self.queries = []
        self.arrived = queue.Queue()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                path, _, query = self.path.partition("?")
                outer.requests.append(request)
                outer.queries.append((path, urllib.parse.parse_qs(query)))
                outer.arrived.put(request)
                answer = outer.answer(request)
                status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
                body = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass  # who asked has gone

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # who hangs up in the middle is expected
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}/v1alpha1"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def texts(self):
        return [request["comment"]["text"] for request in self.requests]


class ComparePerspective(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="moderato-")
        self.addCleanup(self.folder.cleanup)
        self.here = Path(self.folder.name)
        self.pairs = self.here / "pairs.jsonl"
        self.key = self.write("key", KEY + "\n")
        self.key.chmod(0o600)

    def write(self, name, content):
        file = self.here / name
        file.write_text(content, encoding="utf-8")
        return file

    def comments(self, *texts):
        return self.write("comments.jsonl", "".join(
            json.dumps({"id": f"c{at}", "text": text}) + "\n" for at, text in enumerate(texts)))

    def command(self, *arguments):
        return [BIN / "moderato", "compare-perspective", *map(str, arguments)]

    def environment(self, **more):
        return {**os.environ, "NO_PROXY": "127.0.0.1", "PERSPECTIVE_API_KEY": "", **more}

    def run_it(self, *arguments, exit=0, **environment):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, cwd=self.here,
                              env=self.environment(**environment), timeout=PATIENCE)
        self.assertEqual(done.returncode, exit, done.stdout + done.stderr)
        for said in (done.stdout, done.stderr, *(file.read_text(errors="replace") for file in self.here.iterdir()
                                                 if file != self.key)):
            self.assertNotIn("AIza", said, "the key is never shown, and never stored elsewhere")
        return done

    def ask(self, server, file, *more, **options):
        return self.run_it(file, "--pairs", self.pairs, "--endpoint", server.endpoint, "--api-key-file", self.key,
                           "--qps", 1000, *more, **options)

    def lines(self):
        return [json.loads(line) for line in self.pairs.read_text().splitlines()]

    def test_keeps_the_pairs_beside_the_comments(self):
        with Perspective() as server:
            file = self.comments("You are an idiot.", "Well said.")
            for key in (("--key", "short"), ("--api-key-file", self.key)):
                self.run_it(file, *key, "--endpoint", server.endpoint, "--qps", 1000)
            self.assertEqual(len(server.requests), 2)
        self.assertEqual(len((self.here / "comments.pairs.jsonl").read_text().splitlines()), 2)

    def test_asks_once_and_goes_on_later(self):
        texts = ["You are an idiot.", "Well said, thank you.", "Zwei\nZeilen, \"mit\" allem 🎉"]
        with Perspective() as server:
            file = self.comments(*texts)
            said = self.ask(server, file, "--language", "en").stderr
            self.assertIn("asked Perspective about 3 comments, 0 were known", said)
            self.assertEqual(server.texts(), texts)
            for request in server.requests:
                self.assertTrue(request["doNotStore"])
                self.assertEqual(request["languages"], ["en"])
                self.assertEqual(list(request["requestedAttributes"]), ATTRIBUTES)
            self.assertEqual(set((path, *query["key"]) for path, query in server.queries),
                             {("/v1alpha1/comments:analyze", KEY)})
            pairs = self.lines()
            self.assertEqual([pair["text"] for pair in pairs], texts)
            self.assertEqual(pairs[0]["perspective"], {name: 0.5 for name in ATTRIBUTES})
            self.assertGreater(pairs[0]["moderato"]["INSULT"], pairs[1]["moderato"]["INSULT"])
            self.assertEqual(self.pairs.stat().st_mode & 0o777, 0o600)

            file = self.comments(*texts, "A new one.")
            said = self.ask(server, file, "--language", "en").stderr
            self.assertIn("asked Perspective about 1 comment, 3 were known", said)
            self.assertEqual(server.texts()[3:], ["A new one."])
        # From what is stored, when nobody answers any more.
        report = json.loads(self.run_it(self.pairs, "--json").stdout)
        self.assertEqual((report["comments"], report["compared"]), (4, 4))

    def test_waits_as_long_as_it_is_told(self):
        answers = iter([(429, {"Retry-After": "1"}, {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}),
                        (503, {"Retry-After": "1"}, b"<html>")])
        with Perspective(lambda asked: next(answers, None) or scores(asked)) as server:
            said = self.ask(server, self.comments("one", "two")).stderr
            self.assertEqual(server.texts(), ["one", "one", "one", "two"])
        self.assertIn("HTTP status 429; asked again in 1.0 s", said)
        self.assertIn("HTTP status 503; asked again in 1.0 s", said)

    def test_leaves_out_what_a_language_lacks(self):
        def answer(asked):
            if "SEXUALLY_EXPLICIT" in asked["requestedAttributes"] and asked["comment"]["text"] == "deux mots":
                return error("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", languageNotSupportedByAttributeError={
                    "detectedLanguages": ["fr"], "attribute": "SEXUALLY_EXPLICIT"})
            if asked["comment"]["text"] == "??":
                return error("LANGUAGE_DETECTION_FAILED")
            return scores(asked)

        with Perspective(answer) as server:
            said = self.ask(server, self.comments("deux mots", "??", "two words")).stderr
            self.assertIn("asked Perspective about 3 comments, 0 were known, 1 it can't score", said)
            french, unknown, english = self.lines()
            self.assertEqual(set(french["perspective"]), set(ATTRIBUTES) - {"SEXUALLY_EXPLICIT"})
            self.assertEqual((unknown["perspective"], unknown["refused"]), ({}, "LANGUAGE_DETECTION_FAILED"))
            self.assertEqual(set(english["perspective"]), set(ATTRIBUTES))
            asked = len(server.requests)
            said = self.ask(server, self.comments("deux mots", "??", "two words"))
            self.assertEqual(len(server.requests), asked, "what can't be scored is not asked again either")
        self.assertIn("Perspective can't score 1: LANGUAGE_DETECTION_FAILED", said.stdout)

    def test_stops_where_asking_is_of_no_use_and_goes_on(self):
        valid = False

        def answer(asked):
            if valid or asked["comment"]["text"] == "one":
                return scores(asked)
            return 400, {}, {"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.",
                                       "status": "INVALID_ARGUMENT"}}

        with Perspective(answer) as server:
            file = self.comments("one", "two", "three")
            said = self.ask(server, file, exit=1).stderr
            self.assertIn("HTTP status 400: API key not valid. Please pass a valid API key.; 1 pair is in", said)
            self.assertEqual(server.texts(), ["one", "two"], "a key that is not valid is not tried again")
            valid = True
            self.ask(server, file)
            self.assertEqual(server.texts(), ["one", "two", "two", "three"])

    def test_a_kill_loses_nothing(self):
        let_go = threading.Event()
        self.addCleanup(let_go.set)

        def answer(asked):
            if asked["comment"]["text"] == "three":
                let_go.wait(PATIENCE)
            return scores(asked)

        with Perspective(answer) as server:
            file = self.comments("one", "two", "three")
            program = subprocess.Popen(self.command(file, "--pairs", self.pairs, "--endpoint", server.endpoint, "--qps",
                                                    1000, "--timeout", 3600),
                                       env=self.environment(PERSPECTIVE_API_KEY=KEY), stderr=subprocess.DEVNULL)
            try:
                while server.arrived.get(timeout=PATIENCE)["comment"]["text"] != "three":
                    pass
                busy = self.ask(server, file, exit=1).stderr
                self.assertIn("is in use", busy)
            finally:
                program.send_signal(signal.SIGKILL)
                program.wait()
            with self.pairs.open("a") as torn:
                torn.write('{"text":"three","persp')
            let_go.set()
            self.ask(server, file)
            self.assertEqual(server.texts(), ["one", "two", "three", "three"])
        self.assertEqual([pair["text"] for pair in self.lines()], ["one", "two", "three"])

    def test_bad_answers_end_it_with_a_reason(self):
        bad = {"no JSON object": (200, {}, b"<html>hello</html>"),
               "more than 1 MiB": (200, {}, b" " * (2 << 20)),
               "no attributeScores": {"hello": 1},
               "HTTP status 302": (302, {"Location": "/elsewhere"}, b"{}"),
               "not asked for": error("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                                      languageNotSupportedByAttributeError={"attribute": "THREAT"})}
        for why, answer in bad.items():
            with self.subTest(why), Perspective(lambda asked: answer) as server:
                no_answer = why == "more than 1 MiB"
                done = self.ask(server, self.comments("one"), "--tries", 1, "--attributes", "TOXICITY",
                                exit=2 if no_answer else 1)
                self.assertIn(why, done.stderr)
                self.assertEqual({path for path, _ in server.queries}, {"/v1alpha1/comments:analyze"})
        with Perspective() as server:
            nobody = server.endpoint
        server.endpoint = nobody
        done = self.ask(server, self.comments("one"), "--tries", 1, exit=2)
        self.assertIn("gave no answer, asked 1 time: ", done.stderr)

    def test_a_silent_server_is_given_up(self):
        let_go = threading.Event()
        self.addCleanup(let_go.set)
        with Perspective(lambda asked: let_go.wait(PATIENCE) and scores(asked)) as server:
            done = self.ask(server, self.comments("one"), "--tries", 1, "--timeout", 1, exit=2)
            self.assertIn("Timeout was reached", done.stderr)
            let_go.set()

    def test_reports_what_people_have_as_csv(self):
        file = self.write("scores.csv", "\ufeffComment_Text;TOXICITY@6;Insult\r\n\"You; are an \"\"idiot\"\"\nreally.\";"
                          "0,9;0,95\r\nThank you for this.;0,05;0,02\r\nwrong;9;\r\n")
        done = self.run_it(file, "--json", exit=65)
        self.assertIn("1 line is left out; the first is line 5: TOXICITY: expected a score from 0 to 1", done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual({name: each["comments"] for name, each in report["attributes"].items()},
                         {"TOXICITY": 2, "INSULT": 2})
        self.assertEqual(report["attributes"]["TOXICITY"]["pearson"], 1)
        self.assertEqual([each["perspective"]["held"] for each in report["attributes"]["TOXICITY"]["held"]], [1] * 5)

        other = self.write("other.csv", "what,p\nYou are an idiot.,0.9\nThank you.,0.1\n")
        done = self.run_it(other, exit=65)
        self.assertIn("found what, p; name them with --text and --score", done.stderr)
        said = self.run_it(other, "--text", "what", "--score", "TOXICITY=p", "--examples", 2).stdout
        self.assertIn("2 comments, 2 of them scored by both.", said)

    def test_its_thresholds_hold_as_many_in_the_filter(self):
        insults = ["You are an idiot.", "What a stupid fool.", "Shut up, moron.", "Idiots like you ruin it.",
                   "He is a liar and a thief.", "Nobody asked you, clown.", "You pathetic loser."]
        kind = [f"Thank you for article {at}, I learned a lot." for at in range(40)]
        texts = insults + kind
        file = self.write("scored.jsonl", "".join(
            json.dumps({"text": text, "perspective": {"TOXICITY": 0.9 - 0.01 * at if at < 4 else 0.3}}) + "\n"
            for at, text in enumerate(texts)))
        page = self.here / "report.html"
        report = json.loads(self.run_it(file, "--json", "--html", page, "--examples", 3).stdout)
        self.assertEqual(report["attributes"]["TOXICITY"]["in_use"]["perspective"]["held"], 4)
        config = self.write("moderato.toml", '[chain]\nfilters = ["civility"]\n' + report["toml"])
        comments = "".join(json.dumps({"id": str(at), "article": "a", "author": {"id": "u"}, "text": text}) + "\n"
                           for at, text in enumerate(texts))
        judged = subprocess.run([BIN / "moderato", "run", "--config", config], input=comments, capture_output=True,
                                text=True, check=True)
        actions = [json.loads(line)["action"] for line in judged.stdout.splitlines()]
        self.assertEqual(sum(action != "approve" for action in actions), 4, "as pasted")
        html = page.read_text()
        self.assertIn("<svg role=\"img\"", html)
        self.assertEqual(page.stat().st_mode & 0o777, 0o600)
        self.assertNotIn("<script", html)

    def test_odd_comments_are_judged_as_well(self):
        odd = [{"text": "nul \0 you are an idiot"}, {"text": "you are an idiot", "language": "x" * 100_000},
               {"text": "you are an idiot", "language": "\0\n"}, {"text": "\U0001f600" * 20_000}, {"text": " "},
               {"text": "\x1b[31m\u202e", "language": "ar"}]
        file = self.write("odd.jsonl", "".join(json.dumps({**each, "perspective": {"TOXICITY": 0.9}}) + "\n" for each in odd))
        said = self.run_it(file, "--examples", 5).stdout
        self.assertIn("6 comments, 6 of them scored by both.", said)
        self.assertNotIn("\x1b", said)

    def test_moderatos_side_may_be_a_gateway(self):
        file = self.write("scored.jsonl", "".join(
            json.dumps({"text": text, "perspective": {"TOXICITY": 0.9}}) + "\n" for text in ("one", "two")))
        with Perspective(lambda asked: scores(asked, 0.25)) as gateway:
            done = self.run_it(file, "--json", "--moderato", gateway.endpoint, "--moderato-key-file", self.key)
            self.assertEqual(gateway.texts(), ["one", "two"])
        held = json.loads(done.stdout)["attributes"]["TOXICITY"]["in_use"]
        self.assertEqual((held["perspective"]["held"], held["moderato"]["held"]), (2, 0))
        self.assertEqual(held["same_share"]["threshold"], 0.25)

    def test_the_page_tells_commands_that_work(self):
        commands = [line for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S)
                    for line in block.splitlines()]
        self.assertEqual(len(commands), 2)
        self.comments("You are an idiot.", "Thank you.")
        with Perspective() as server:
            for command in commands:
                program, name, *arguments = shlex.split(command)
                self.assertEqual((program, name), ("moderato", "compare-perspective"))
                self.run_it(*arguments, "--endpoint", server.endpoint, "--qps", 1000)
            self.assertEqual(len(server.requests), 2)
        self.assertTrue((self.here / "report.html").exists())

    def test_wrong_usage_says_what_is_right(self):
        file = self.comments("one")
        done = self.run_it(file, "--pairs", self.pairs, exit=64)
        self.assertIn("--api-key-file FILE, or the environment variable PERSPECTIVE_API_KEY", done.stderr)
        self.key.chmod(0o644)
        done = self.run_it(file, "--pairs", self.pairs, "--api-key-file", self.key, exit=64)
        self.assertIn("chmod 600", done.stderr)
        self.assertIn("did you mean TOXICITY?", self.run_it(file, "--threshold", "TOXICTY=1", exit=64).stderr)
        self.assertIn("must be an address", self.run_it(file, "--endpoint", "ftp://x/", exit=64).stderr)
        self.assertIn("the key has options of its own",
                      self.run_it(file, "--endpoint", "https://x/v1?key=1", exit=64).stderr)
        self.assertIn("nothing to compare", self.run_it(file, exit=65).stderr)
        self.assertIn("jq -c", self.run_it(self.write("list.json", "[]"), exit=65).stderr)
        self.run_it(self.here / "missing", exit=66)
        self.assertFalse(self.pairs.exists())


if __name__ == "__main__":
    unittest.main()
