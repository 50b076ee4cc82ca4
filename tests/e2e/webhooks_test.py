#!/usr/bin/python3
"""Other servers are told what the daemon decides: signed, in order, again until they take it, and without loss when the
gateway is killed."""
import base64
import hashlib
import hmac
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from daemon import BIN, Daemon, comment
from gateway import Gateway, ledger
from webhook_receiver import Receiver, new_secret

README = Path(__file__).parents[2] / "gateway/webhooks/README.md"
KILLS = 4


def signature_of(secret, call):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{call.id}.{call.headers['webhook-timestamp']}.".encode() + call.body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


class Webhooks(unittest.TestCase):
    def setUp(self):
        self.secret = new_secret()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.secret_file = self.write_secret("secret", self.secret)

    def write_secret(self, name, text):
        file = self.folder / name
        file.write_text(text + "\n")
        file.chmod(0o600)
        return file

    def receiver(self, *given, **named):
        return self.enterContext(Receiver(*given, **named))

    def hook(self, name, receiver, **settings):
        """A hook's table. Its receiver may be a URL."""
        url = receiver if isinstance(receiver, str) else receiver.url
        values = {"url": url, "first_retry": "100ms", **settings}
        secret = values.pop("secret", f'{{ file = "{self.secret_file}" }}')
        lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        return f"[gateway.webhook.{name}]\nsecret = {secret}\n" + "\n".join(lines) + "\n"

    def start(self, *hooks):
        self.daemon = self.enterContext(Daemon(tables={"gateway": "".join(hooks)}))
        self.gateway = self.enterContext(Gateway(self.daemon))
        self.begin()
        self.desk = self.daemon.desk()

    def begin(self):
        self.gateway.until_logged("the webhooks' outbox: begins behind seq")

    def review(self, action, id):
        self.assertIn("verdict", self.daemon.request("review", action=action, id=id, moderator="mary"))

    def command(self, *arguments):
        """Exit code, and what was said."""
        done = subprocess.run([BIN / "moderato-gateway", "--config", self.daemon.config, "webhooks", *arguments],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def until_said(self, command, text):
        return self.gateway.until(lambda: self.command(*command)[1], lambda said: text in said, text)

    def test_every_event_is_told_and_signed(self):
        receiver = self.receiver()
        self.start(self.hook("crm", receiver))
        personal = {"author": {"id": "good-1", "name": "Molly", "ip": "203.0.113.77", "email": "m@private.example",
                               "token": "token-of-molly"}, "phone": "555-0199"}
        self.desk.ask({**comment("c1", "Ça va?\n", url="https://news.example/a1#c1"), **personal})
        approved = receiver.next()
        self.assertEqual(approved.key, ("comment.approved", "c1"))
        self.assertEqual((approved.path, approved.headers["Content-Type"]), ("/hook?key=not-for-logs", "application/json"))
        self.assertEqual(approved.headers["webhook-signature"], signature_of(self.secret, approved))
        self.assertLess(abs(int(approved.headers["webhook-timestamp"]) - time.time()), 300)
        self.assertEqual(approved.data["comment"]["text"], "Ça va?\n")
        self.assertEqual(approved.data["comment"]["author"], {"id": "good-1", "name": "Molly"})
        self.assertEqual((approved.data["seq"], approved.data["site"], approved.data["article"]), (1, "default", "a1"))
        self.desk.ask(comment("c2", "Doubtful.", author="wait"))
        held = receiver.next()
        self.assertEqual(held.key, ("comment.held", "c2"))
        self.assertEqual(held.data["verdict"]["reasons"][0]["filter"], "membership")
        self.desk.ask(comment("c3", "Bad.", author="bad"))
        self.assertEqual(receiver.next().key, ("comment.rejected", "c3"))
        self.review("approve", "c2")
        by_hand = receiver.next()
        self.assertEqual(by_hand.key, ("comment.approved", "c2"))
        self.assertEqual(by_hand.data["verdict"]["decided_by"], "moderator")
        self.review("reject", "c1")
        self.assertEqual(receiver.next().key, ("comment.withdrawn", "c1"))
        self.daemon.request("erase", id="c1", moderator="mary")
        erased = receiver.next()
        self.assertEqual(erased.key, ("comment.erased", "c1"))
        self.assertEqual(erased.data["comment"]["text"], "")
        self.assertEqual(len({call.id for call in receiver.all}), 6)
        for call in receiver.all:
            for trace in (b"203.0.113.77", b"m@private", b"token-of-molly", b"555-0199", b"mary"):
                self.assertNotIn(trace, call.body)
        self.assertNotIn("not-for-logs", self.gateway.log())

    def test_what_the_readme_gives_receivers_knows_ours_from_others(self):
        receiver = self.receiver()
        self.start(self.hook("crm", receiver))
        self.desk.ask(comment("c1", "Ça va?"))
        call = receiver.next()
        headers = {name.lower(): value for name, value in call.headers.items()}
        text = README.read_text()
        python = re.search(r"```python\n(.*?)```", text, re.S)[1]
        node = re.search(r"```js\n(.*?)```", text, re.S)[1]
        cases = [(headers, call.body, True), (headers, call.body + b" ", False),
                 ({**headers, "webhook-id": "msg_other"}, call.body, False),
                 ({**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}, call.body, False),
                 ({**headers, "webhook-signature": "v1,AAAA " + headers["webhook-signature"]}, call.body, True),
                 ({**headers, "webhook-signature": "v1,"}, call.body, False),
                 ({**headers, "webhook-signature": "v2" + headers["webhook-signature"][2:]}, call.body, False)]
        names = {}
        exec(python, names)
        for number, (given, body, good) in enumerate(cases):
            with self.subTest(number):
                self.assertEqual(names["is_from_moderato"](self.secret, given, body), good)
                script = node + f"""
                    const [secret, headers, body] = JSON.parse(process.argv[1]);
                    console.log(isFromModerato(secret, headers, Buffer.from(body, "base64")));"""
                said = subprocess.run(["node", "--input-type=module", "-e", script, "--", json.dumps(
                    [self.secret, given, base64.b64encode(body).decode()])], capture_output=True, text=True)
                self.assertEqual(said.stdout.strip(), "true" if good else "false", said.stderr)

    def test_a_secret_can_be_changed(self):
        new = new_secret()
        file = self.write_secret("new", new)
        receiver = self.receiver()
        self.start(self.hook("crm", receiver, secret=f'[{{ file = "{file}" }}, {{ file = "{self.secret_file}" }}]'))
        self.desk.ask(comment("c1"))
        call = receiver.next()
        self.assertEqual(call.headers["webhook-signature"].split(" "),
                         [signature_of(new, call), signature_of(self.secret, call)])

    def test_each_hook_gets_what_it_asks_for(self):
        every, approved, site = self.receiver(), self.receiver(), self.receiver()
        self.start(self.hook("every", every), self.hook("approved", approved, events=["approved"]),
                   self.hook("site", site, sites=["blog"]))
        self.desk.ask(comment("c1"))
        self.desk.ask(comment("c2", author="wait"))
        self.desk.ask(comment("c3", author="wait", site="blog"))
        self.desk.ask(comment("c4"))
        self.assertEqual({call.key[1] for call in every.take(4)}, {"c1", "c2", "c3", "c4"})
        self.assertEqual({call.key[1] for call in approved.take(2)}, {"c1", "c4"})
        self.assertEqual(site.next().key, ("comment.held", "c3"))
        self.assertEqual((len(approved.all), len(site.all)), (2, 1))

    def test_a_new_hook_begins_with_what_comes_then(self):
        first, second = self.receiver(), self.receiver()
        daemon = self.enterContext(Daemon())
        daemon.desk().submit([comment(i) for i in range(700)])
        fine = daemon.config.read_text()
        daemon.config.write_text(fine.replace("[monitor]", self.hook("first", first) + "[monitor]"))
        with Gateway(daemon) as self.gateway:
            self.begin()
            self.assertIn("begins behind seq 700", self.gateway.log())
            daemon.desk().ask(comment("new"))
            self.assertEqual(first.next().key[1], "new")
            self.daemon = daemon
            self.until_said(["list"], "waiting 0, put aside 0")
        daemon.config.write_text(fine.replace("[monitor]", self.hook("first", first) + self.hook("second", second)
                                              + "[monitor]"))
        daemon.desk().ask(comment("while nobody was there"))
        with Gateway(daemon) as self.gateway:
            self.assertEqual(first.next().key[1], "while nobody was there")
            daemon.desk().ask(comment("newer"))
            self.assertEqual(first.next().key[1], "newer")
            self.assertIn("newer", [call.key[1] for call in second.take(2)])
        self.assertEqual(len(first.all), 3)

    def test_it_is_tried_again(self):
        hang = threading.Event()
        self.addCleanup(hang.set)
        failures = {"answered 500": 500, "answered 400": 400,
                    "answered 302: redirects are not followed": (302, {"Location": "http://127.0.0.1:1/"}, b""),
                    "answered 503": (503, {"Retry-After": "1"}, b""),
                    "closed the connection without an answer": "close", "answered with something that is no HTTP":
                    b"SSH-2.0-hello\r\n", "bytes of headers": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000,
                    "nothing but interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000,
                    "did not answer in time": "hang"}
        tried = set()

        def answer(call):
            if call.id in tried:
                return 204
            tried.add(call.id)
            failure = failures[call.data["comment"]["text"]]
            if failure == "hang":
                hang.wait()
                return "close"
            return failure

        receiver = self.receiver(answer)
        self.start(self.hook("crm", receiver, timeout="2s", first_retry="10ms"))
        for number, what in enumerate(failures):
            with self.subTest(what):
                self.desk.ask(comment(number, what))
                first, second = receiver.take(2)
                self.assertEqual((first.id, first.body), (second.id, second.body))
                for call in (first, second):
                    self.assertEqual(call.headers["webhook-signature"], signature_of(self.secret, call))
                if failures[what] != "close":  # a connection that was kept is made anew, and nobody told
                    self.gateway.until_logged(what)
                # It asks for a second.
                later = int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"])
                self.assertTrue(later >= 1 or what != "answered 503")
        self.until_said(["list"], "waiting 0, put aside 0")
        self.assertIn("takes what it is sent", self.gateway.log())

    def test_answers_may_be_as_long_as_they_like(self):
        huge = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 5_000_000
        left = [huge, (200, {}, b"x" * 200_000), b"HTTP/1.1 200 OK\r\n\r\nuntil the end"]
        receiver = self.receiver(lambda call: left.pop(0) if left else 204)
        self.start(self.hook("crm", receiver))
        for id in ("c1", "c2", "c3", "c4"):
            self.desk.ask(comment(id))
            self.assertEqual(receiver.next().key[1], id)
        self.until_said(["list"], "waiting 0, put aside 0")
        self.assertEqual(len(receiver.all), 4)

    def test_a_comments_events_come_in_order_and_hold_up_no_others(self):
        refuse = threading.Event()
        refuse.set()
        receiver = self.receiver(lambda call: 500 if refuse.is_set() and call.key[1] == "c1" else 204)
        self.start(self.hook("crm", receiver))
        self.desk.ask(comment("c1"))
        receiver.next()
        self.review("reject", "c1")
        self.review("undo", "c1")
        self.desk.submit([comment(f"other {i}") for i in range(50)])
        others = set()
        while len(others) < 50:
            call = receiver.next()
            if call.key[1] == "c1":
                self.assertEqual(call.type, "comment.approved")
            else:
                others.add(call.key[1])
        refuse.clear()
        self.until_said(["list"], "waiting 0, put aside 0")
        seqs = list(dict.fromkeys(call.data["seq"] for call in receiver.all if call.key[1] == "c1"))
        self.assertEqual(len(seqs), 3)
        self.assertEqual(seqs, sorted(seqs))

    def test_one_that_is_slow_holds_up_no_other(self):
        wait = threading.Event()
        self.addCleanup(wait.set)
        slow, quick = self.receiver(lambda call: wait.wait() and 204), self.receiver()
        self.start(self.hook("slow", slow), self.hook("quick", quick), self.hook("away", "http://127.0.0.1:1/"))
        self.desk.submit([comment(i) for i in range(200)])
        quick.take(200)
        self.assertLessEqual(len(slow.all), 8)
        wait.set()
        self.gateway.until(lambda: {call.id for call in slow.all}, lambda ids: len(ids) == 200, "all of them")

    def test_a_receiver_that_was_away_gets_all_of_it(self):
        with Receiver() as receiver:
            url, port = receiver.url, receiver.port
        self.start(self.hook("crm", url))
        self.desk.submit([comment(i) for i in range(100)])
        self.gateway.until_logged("can't be reached")
        back = self.receiver(port=port)
        self.gateway.until(lambda: {call.key[1] for call in back.all}, lambda ids: len(ids) == 100, "all of them")
        self.until_said(["list"], "waiting 0, put aside 0")

    def test_what_can_not_be_delivered_is_put_aside_and_can_be_tried_again(self):
        refuse = threading.Event()
        refuse.set()
        receiver = self.receiver(lambda call: 500 if refuse.is_set() else 204)
        self.start(self.hook("crm", receiver, give_up_after="1s"))
        self.desk.ask(comment("c1"))
        self.desk.ask(comment("c2"))
        self.until_said(["list"], "waiting 0, put aside 2")
        self.assertIn("gave up", self.gateway.log())
        code, said = self.command("dead", "crm")
        self.assertEqual(code, 0)
        lines = said.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], r"^crm  msg_1_\d+  comment.approved  default/c1  from .* attempts: answered 500$")
        refuse.clear()
        before = len(receiver.all)
        id = lines[0].split()[1]
        self.assertEqual(self.command("retry", "crm", id), (0, "1 deliveries are tried again.\n"))
        self.until_said(["list"], "waiting 0, put aside 1")
        self.assertEqual([call.id for call in receiver.all[before:]], [id])
        self.assertEqual(self.command("retry", "crm"), (0, "1 deliveries are tried again.\n"))
        self.until_said(["list"], "waiting 0, put aside 0")
        self.assertEqual(receiver.all[-1].key, ("comment.approved", "c2"))

    def test_mistakes_at_the_command_line(self):
        receiver = self.receiver()
        self.start(self.hook("crm", receiver))
        for arguments, said in ((["retry", "crn"], 'there is no webhook "crn" in the configuration; did you mean crm?'),
                                (["dead", "crn"], "did you mean crm?"), (["test", "crn"], "did you mean crm?"),
                                (["retry", "crm", "msg_9"], 'nothing with the id "msg_9" is put aside for crm')):
            code, text = self.command(*arguments)
            self.assertEqual((code, said in text), (64, True), text)
        self.assertEqual(self.command("send")[0], 64)

    def test_a_receiver_can_be_tried(self):
        answers = [204, 418]
        receiver = self.receiver(lambda call: answers.pop(0))
        self.start(self.hook("crm", receiver), self.hook("away", "http://127.0.0.1:1/"))
        code, said = self.command("test", "crm")
        self.assertEqual(code, 0, said)
        call = receiver.next()
        self.assertEqual((call.type, call.data), ("webhook.test", {"hook": "crm"}))
        self.assertEqual(call.headers["webhook-signature"], signature_of(self.secret, call))
        self.assertEqual(self.command("test", "crm")[0], 1)
        code, said = self.command("test", "away")
        self.assertEqual(code, 1)
        self.assertIn("http://127.0.0.1:1 can't be reached", said)

    def test_one_that_wants_no_more_is_left_alone(self):
        answers = [410]
        receiver = self.receiver(lambda call: answers.pop(0) if answers else 204)
        self.start(self.hook("crm", receiver))
        self.desk.ask(comment("c1"))
        receiver.next()
        self.until_said(["list"], "stopped: it answered 410")
        other = self.daemon.desk()
        other.ask(comment("c2"))
        self.assertEqual(self.gateway.stop(), 0)
        self.gateway.start()
        self.gateway.until_logged("is in the webhooks' outbox")
        self.assertEqual(len(receiver.all), 1)
        self.assertEqual(self.command("retry", "crm")[0], 0)
        self.assertEqual(receiver.next().key[1], "c1")
        self.desk.ask(comment("c3"))
        self.assertEqual(receiver.next().key[1], "c3")

    def test_what_is_erased_is_not_told_any_more(self):
        refuse = threading.Event()
        refuse.set()
        receiver = self.receiver(lambda call: 500 if refuse.is_set() else 204)
        self.start(self.hook("crm", receiver))
        self.desk.ask(comment("c1", "Mrs Miller of 12 Harbour Lane", author="good-miller"))
        self.assertIn(b"Harbour Lane", receiver.next().body)
        self.daemon.request("erase", id="c1", moderator="mary")
        def traces():
            return [file.name for file in self.daemon.folder.glob("gateway-store*")
                    if b"Harbour Lane" in file.read_bytes() or b"good-miller" in file.read_bytes()]
        self.gateway.until(traces, lambda found: not found, "without a trace")
        before = len(receiver.all)
        refuse.clear()
        self.until_said(["list"], "waiting 0, put aside 0")
        told = [call for call in receiver.all[before:] if b"Harbour Lane" not in call.body]
        self.assertEqual([call.type for call in told][-2:], ["comment.approved", "comment.erased"])
        self.assertEqual(told[-2].data["comment"]["text"], "")

    def test_another_ledger(self):
        receiver = self.receiver()
        self.start(self.hook("crm", receiver))
        self.desk.ask(comment("c1"))
        receiver.next()
        self.daemon.stop()
        shutil.copy(self.daemon.folder / "ledger.db", self.daemon.folder / "saved.db")
        self.daemon.start()
        self.daemon.desk().ask(comment("c2"))
        self.assertEqual(receiver.next().key[1], "c2")
        self.daemon.stop()
        for file in self.daemon.folder.glob("ledger.db*"):
            file.unlink()
        shutil.copy(self.daemon.folder / "saved.db", self.daemon.folder / "ledger.db")
        self.daemon.start()
        self.daemon.desk().ask(comment("c3"))
        self.assertEqual(receiver.next().type, "ledger.replaced")
        self.gateway.until_logged("the webhooks' outbox: going on with its newest decision")
        self.gateway.until(lambda: self.gateway.log().count("begins behind seq"), lambda count: count == 2)
        self.daemon.desk().ask(comment("c4"))
        # c3 was decided before or after it was found where the ledger ends.
        while (id := receiver.next().key[1]) != "c4":
            self.assertEqual(id, "c3")

    def test_the_gateway_is_killed_in_the_middle(self):
        count = 0

        def answer(call):
            nonlocal count
            count += 1
            return 500 if count % 7 == 0 else "close" if count % 11 == 0 else 204

        receiver = self.receiver(answer)
        self.start(self.hook("crm", receiver, first_retry="20ms"))
        for round in range(KILLS):
            self.desk.submit([comment(f"{round}-{i}", author="good" if i % 3 else "wait") for i in range(150)])
            self.gateway.until(lambda: len(receiver.all), lambda size: size > round * 150 + 40, "some of them")
            self.gateway.kill()
            self.gateway.start()
        expected = {row[0] for row in ledger(self.daemon)}
        self.gateway.until(lambda: expected - {call.data["seq"] for call in receiver.all}, lambda left: not left, "all")
        self.until_said(["list"], "waiting 0, put aside 0")
        ids, orders = {}, {}
        for call in receiver.all:
            self.assertEqual(ids.setdefault(call.data["seq"], call.id), call.id)
            orders.setdefault(call.key[1], []).append(call.data["seq"])
        self.assertEqual(len(set(ids.values())), len(expected))
        for seqs in orders.values():
            self.assertEqual(seqs, sorted(seqs))

    def certificate(self, name, *names):
        """Signed by itself, for these names."""
        key, file = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", file, "-days", "2", "-subj", "/CN=test", "-addext",
                        "subjectAltName=" + ",".join(names)], check=True, capture_output=True)
        return file, key

    def test_only_those_with_the_right_certificate_are_told(self):
        good = self.certificate("good", "IP:127.0.0.1", "DNS:localhost")
        other_name = self.certificate("other", "DNS:hooks.example")
        right, wrong_name, unknown = self.receiver(tls=good), self.receiver(tls=other_name), self.receiver(tls=good)
        at = lambda receiver: f"https://127.0.0.1:{receiver.port}/"
        self.start(self.hook("right", at(right), ca_file=str(good[0])),
                   self.hook("name", f"https://localhost:{right.port}/", ca_file=str(good[0])),
                   self.hook("wrong", at(wrong_name), ca_file=str(other_name[0])), self.hook("unknown", at(unknown)),
                   self.hook("plain", f"https://127.0.0.1:{self.receiver().port}/"))
        self.desk.ask(comment("c1"))
        self.assertEqual(right.next().key[1], "c1")
        self.assertEqual(right.next().key[1], "c1")
        for name in ("wrong", "unknown"):
            self.gateway.until(self.gateway.log, lambda log: re.search(
                f"webhook {name}: .* has a certificate not to trust", log))
        self.gateway.until(self.gateway.log, lambda log: re.search("webhook plain: .* does not speak TLS", log))
        self.assertEqual((wrong_name.all, unknown.all), ([], []))

    def test_mistakes_in_the_configuration(self):
        daemon = Daemon()
        self.addCleanup(daemon._folder.cleanup)
        self.addCleanup(daemon.context.destroy, 0)
        fine = daemon.config.read_text()
        for settings, said in (({"url": "http://u:p@a.example/"}, "url: expected a URL without a user or a password"),
                               ({"secret": f'{{ file = "{self.write_secret("weak", "hello")}" }}'}, "secret: expected whsec_"),
                               ({"secret": '{ env = "NOT_SET_ANYWHERE" }'}, "which is not set"),
                               ({"ca_file": "none.pem"}, "ca_file: expected a file of certificates"),
                               ({"event": ["held"]}, "did you mean events?")):
            table = self.hook("crm", "https://a.example/", **settings)
            daemon.config.write_text(fine.replace("[monitor]", table + "[monitor]"))
            done = subprocess.run([BIN / "moderato-gateway", "--check", "--config", daemon.config], capture_output=True,
                                  text=True)
            self.assertEqual((done.returncode, said in done.stderr), (78, True), done.stderr)


if __name__ == "__main__":
    unittest.main()
