#!/usr/bin/python3
"""Comments come from Coral: its external moderation phase is answered, and what is decided later, or there, gets to the
other side. Coral is a stand-in in Node (tests/coral), with the signatures, the validation of answers (Joi) and the GraphQL of
the real one."""
import json
import re
import sqlite3
import subprocess
import unittest
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

from coral_served import OLD_SECRET, SECRET, TOKEN, WEBHOOK_SECRET, Served
from coral_server import phase_request, signature
from daemon import BIN, Daemon

README = Path(__file__).resolve().parents[2] / "gateway/coral/README.md"


class Answers(Served):
    def test_each_verdict_in_coral_s_words(self):
        fine, asked = self.write("<div>Well <b>said</b>.<br>Thank&nbsp;you.</div>")
        self.assertEqual((asked["status"], asked["text"], fine["status"]), (200, "{}", "NONE"))
        held, asked = self.write("You are a moron.")
        self.assertEqual(json.loads(asked["text"]), {
            "status": "SYSTEM_WITHHELD", "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]})
        self.assertEqual((held["status"], held["flags"]), ("SYSTEM_WITHHELD", 1))
        plain, asked = self.write("To the casino!")
        self.assertEqual(json.loads(asked["text"]), {"status": "SYSTEM_WITHHELD"})
        bad, asked = self.write("<p>Buy pills</p>")
        self.assertEqual(json.loads(asked["text"]), {"status": "REJECTED", "moderationAction": {
            "status": "REJECTED", "rejectionReason": {"code": "BANNED_WORD", "detailedExplanation": 'Not accepted here: "buy pills".'}}})
        self.assertEqual(bad["status"], "REJECTED")
        topics = [(topic, comment["text"]) for topic, comment, _ in self.here()]
        self.assertEqual(topics, [("approved", "Well said.\nThank you."), ("held", "You are a moron."), ("held", "To the casino!"),
                                  ("rejected", "Buy pills")])
        comment = self.here()[0][1]
        self.assertRegex(comment.pop("id"), r"^coral-[0-9a-f]{32}$")
        datetime.fromisoformat(comment.pop("created_at"))
        self.assertEqual(comment, {"site": "default", "article": "s1", "author": {"id": "u-ann", "role": "COMMENTER"},
                                   "text": "Well said.\nThank you.", "url": "https://news.example/s1", "unlisted": True})
        self.gateway.until(self.casebook, lambda seq: seq == 4, "all in the casebook")
        status, _, text = self.get("/api/v1/sites/default/articles/s1/comments")
        self.assertEqual((status, json.loads(text)["comments"]), (200, []))
        for answer, number in (("no_opinion", 1), ("held", 2), ("rejected", 1), ("late", 0), ("forged", 0)):
            self.assertEqual(self.count("requests", answer=answer), number, answer)

    def test_the_second_try_is_the_same_comment(self):
        request = phase_request("Buy pills, please")
        first = self.ask(request)
        self.assertEqual((first[0], first[2]), (200, self.ask(request)[2]))
        self.ask(phase_request("Buy pills, please", author="u-bob"))
        self.ask(phase_request("Buy pills, please", story="s2"))
        self.assertEqual(len({comment["id"] for _, comment, _ in self.here()}), 3)
        self.assertEqual(len(self.here()), 3)

    def test_an_edit_is_one_of_the_comment_that_may_still_be_edited(self):
        comment, _ = self.write("Well said.")
        self.write("Another view.", author="u-bob")
        edited = self.coral.ask("edit", id=comment["id"], body="Well said, you moron.")
        self.assertEqual(edited["comment"]["status"], "SYSTEM_WITHHELD")
        (_, first, _), _, (topic, second, verdict) = self.here()
        self.assertEqual((topic, second["id"], second["text"], verdict["revision"]),
                         ("held", first["id"], "Well said, you moron.", 1))
        # One that is not known here, as its comment was settled before our phase.
        stranger = phase_request("Somebody else's comment", author="u-eve", action="EDIT")
        self.assertEqual(self.ask(stranger)[2], b"{}")
        self.assertEqual(self.here()[-1][2]["revision"], 0)

    def test_a_reply_answers_what_is_published_here(self):
        parent, _ = self.write("Well said.")
        held, _ = self.write("You are a moron.")
        self.until_counted(2, "ids_learnt")
        self.gateway.until(self.casebook, lambda seq: seq == 2, "both in the casebook")
        self.write("I agree.", parent=parent["id"])
        self.write("I don't.", parent=held["id"])
        self.write("Who knows.", parent="never-heard-of")
        replies = self.here()[2:]
        self.assertEqual([comment.get("parent") for _, comment, _ in replies], [self.here()[0][1]["id"], None, None])

    def test_what_can_not_be_judged(self):
        for nothing in ("", "  ", "<p><br></p>", '<img src="x.gif">'):
            self.assertEqual(self.ask(phase_request(nothing))[::2], (200, b"{}"))
        self.assertEqual(json.loads(self.ask(phase_request("ha " * 10_000))[2]), {"status": "SYSTEM_WITHHELD"})
        self.assertEqual(self.here(), [])
        # JSON.stringify writes half a pair as an escape; the comment is judged nevertheless.
        body = json.dumps(phase_request("Buy pills \ud83d!")).encode()
        self.assertIn(rb"\ud83d!", body)
        self.assertEqual(json.loads(self.ask(body)[2])["status"], "REJECTED")
        self.assertEqual(self.here()[0][1]["text"], "Buy pills \ufffd!")


class PlainText(Served):
    FORMAT = "PLAIN_TEXT"
    SITE = {"approved": '"approved"', "held": '"premod"', "reasons": "false"}

    def test_text_is_taken_as_it_is(self):
        comment, asked = self.write("<div>1 &lt; 2 &amp;&amp; 2 &gt; 1</div>")
        self.assertEqual((asked["text"], comment["status"]), ('{"status":"APPROVED"}', "APPROVED"))
        self.assertEqual(self.here()[0][1]["text"], "1 < 2 && 2 > 1")
        held, _ = self.write("You are a moron.")
        self.assertEqual(held["status"], "PREMOD")
        self.assertEqual(json.loads(self.write("Buy pills")[1]["text"]), {"status": "REJECTED"})
        self.until_counted(2, "ids_learnt")  # by the text that both formats have in common
        self.review("approve", self.here()[1][1]["id"])
        self.until_there(held["id"], "APPROVED")


class Late(Served):
    def test_a_moderator_decides_on_what_was_held(self):
        held, _ = self.write("You are a moron.")
        self.until_counted(1, "ids_learnt")
        self.review("approve", self.here()[0][1]["id"])
        there = self.until_there(held["id"], "APPROVED")
        self.assertEqual([(each["status"], each["moderator"]) for each in there["history"]],
                         [("SYSTEM_WITHHELD", None), ("APPROVED", "coral-service-account")])
        self.until_counted(1, "late_decisions")
        # Our own call comes back as a webhook, and is no decision of somebody in Coral.
        self.gateway.until(lambda: self.count("webhooks", result="taken"), lambda count: count >= 3, "the webhooks of it")
        fine, _ = self.write("Well said.")
        self.review("reject", self.here()[-1][1]["id"])
        self.until_there(fine["id"], "REJECTED")
        self.assertEqual(self.count("reviews"), 0)
        self.assertEqual([verdict["decided_by"] for _, _, verdict in self.here()], ["chain", "carla", "chain", "carla"])

    def test_what_was_rejected_has_no_webhook_and_is_found_by_its_text(self):
        bad, _ = self.write("<div>Buy pills</div><div>now</div>")
        self.write("Buy pills", author="u-bob")
        self.review("approve", self.here()[0][1]["id"])
        self.until_there(bad["id"], "APPROVED")
        self.assertIn("ModeratoComments", self.coral.ask("state")["calls"])

    def test_a_gateway_that_is_killed_and_a_coral_that_is_away(self):
        held, _ = self.write("You are a moron.")
        self.until_counted(1, "ids_learnt")
        self.coral.ask("settings", broken=503)
        self.review("approve", self.here()[0][1]["id"])
        self.gateway.until_logged("can't be told")
        self.gateway.kill()
        self.coral.ask("settings", broken=0)
        self.gateway.start()
        self.until_there(held["id"], "APPROVED")

    def test_an_older_text_is_not_decided_on(self):
        comment, _ = self.write("You are a moron.")
        self.until_counted(1, "ids_learnt")
        self.coral.ask("settings", phase={"url": "http://127.0.0.1:1/", "secrets": [SECRET], "timeout": 100, "format": "HTML"})
        self.coral.ask("edit", id=comment["id"], body="You are a moron, and worse.")  # which we don't see
        calls = len(self.coral.ask("state")["calls"])
        self.review("reject", self.here()[0][1]["id"])
        self.gateway.until(lambda: self.coral.ask("state")["calls"], lambda now: len(now) > calls, "another call")
        self.connect()
        last, _ = self.write("You are a moron, Bob.", author="u-bob")
        self.until_counted(2, "ids_learnt")
        self.review("reject", self.here()[-1][1]["id"])
        self.until_there(last["id"], "REJECTED")
        self.assertEqual(self.there(comment["id"])["status"], "NONE")

    def test_a_moderator_in_coral_decides(self):
        held, _ = self.write("You are a moron.")
        fine, _ = self.write("Well said.")
        bad, _ = self.write("You are an idiot.")
        self.until_counted(3, "ids_learnt")
        self.coral.ask("moderate", id=held["id"], status="APPROVED")
        self.coral.ask("moderate", id=fine["id"], status="REJECTED")
        self.until_counted(2, "reviews")
        decided = {verdict["id"]: (verdict["action"], verdict["decided_by"]) for _, _, verdict in self.here()}
        self.assertEqual(list(decided.values()), [("approve", "coral"), ("reject", "coral"), ("hold", "chain")])
        # Nothing goes round: Coral is asked, and told nothing.
        self.coral.ask("moderate", id=bad["id"], status="REJECTED")
        self.until_counted(3, "reviews")
        self.assertFalse([call for call in self.coral.ask("state")["calls"] if call != "ModeratoComment"])
        self.assertEqual(self.count("late_decisions"), 0)

    def test_our_own_account_is_no_moderator(self):
        # As when our call gets to Coral after somebody has changed their mind here.
        first, _ = self.write("You are a moron.")
        second, _ = self.write("You are a moron.", author="u-bob")
        self.until_counted(2, "ids_learnt")
        later = (datetime.now(timezone.utc) + timedelta(hours=1)).isoformat()
        self.coral.ask("moderate", id=first["id"], status="APPROVED", moderator="coral-service-account", at=later)
        self.coral.ask("moderate", id=second["id"], status="APPROVED")
        self.until_counted(1, "reviews")
        self.assertEqual([(comment["author"]["id"], verdict["decided_by"]) for _, comment, verdict in self.here()],
                         [("u-ann", "chain"), ("u-bob", "chain"), ("u-bob", "coral")])

    def test_what_is_erased_leaves_nothing_behind(self):
        self.write("You are a moron.", author="u-mr-hyde")
        self.until_counted(1, "ids_learnt")
        id = self.here()[0][1]["id"]
        self.assertEqual(self.daemon.request("erase", id=id, moderator="mary"), {"erased": 1})

        def traces():
            with sqlite3.connect(f"file:{self.daemon.folder}/gateway-store.db?mode=ro", uri=True) as store:
                rows = [store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                        for table in ("coral_comment", "late_decisions_awaited")]
            store.close()
            return sum(rows)
        self.gateway.until(traces, lambda left: left == 0, "without a trace")
        for file in self.daemon.folder.glob("gateway-store*"):
            self.assertNotIn(b"u-mr-hyde", file.read_bytes())

    def test_a_newer_decision_here_is_not_overruled(self):
        held, _ = self.write("You are a moron.")
        self.until_counted(1, "ids_learnt")
        hook = {"url": "http://127.0.0.1:1/", "secrets": ["x"]}
        self.coral.ask("settings", webhook=hook)
        self.coral.ask("moderate", id=held["id"], status="REJECTED")  # we don't hear of it yet
        self.coral.ask("settings", broken=503)  # nor do we get there
        self.review("approve", self.here()[0][1]["id"])
        self.gateway.until_logged("can't be told")
        self.coral.ask("settings", broken=0)
        taken = self.count("webhooks", result="taken")
        status, _, _ = self.hook({"id": "e-1", "type": "COMMENT_LEFT_MODERATION_QUEUE", "createdAt": datetime.now(timezone.utc).isoformat(),
                                  "data": {"queue": "PENDING", "commentID": held["id"], "status": "REJECTED", "storyID": "s1"}})
        self.assertEqual(status, 204)
        self.until_counted(taken + 1, "webhooks", result="taken")
        self.until_there(held["id"], "APPROVED")
        self.assertEqual(self.count("reviews"), 0)


class OverTls(Served):
    SITE = {"ca_file": '"coral.pem"'}

    def certificate(self, name):
        """For 127.0.0.1, signed by itself."""
        key, file = self.daemon.folder / f"{name}.key", self.daemon.folder / f"{name}.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                        key, "-out", file, "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        return {"key": str(key), "cert": str(file)}

    def coral_settings(self):
        return {"tls": self.certificate("coral")}

    def test_only_the_right_certificate_is_told_and_believed(self):
        held, _ = self.write("You are a moron.")
        self.until_counted(1, "ids_learnt")
        self.review("approve", self.here()[0][1]["id"])
        self.until_there(held["id"], "APPROVED")
        self.gateway.stop()
        self.certificate("coral")  # another one, which Coral does not have
        self.gateway.start()
        self.connect()
        calls = self.coral.ask("state")["calls"]
        self.write("You are a moron.", author="u-bob")
        self.gateway.until_logged("has a certificate not to trust")
        self.review("approve", self.here()[-1][1]["id"])
        self.gateway.until_logged("late decisions: coral/default of the site default can't be told")
        self.assertEqual(self.coral.ask("state")["calls"], calls)


class Slow(Served):
    SITE = {"budget": '"150ms"'}

    def setUp(self):
        super().setUp()
        self.write("A first comment.")

    def test_the_budget_is_kept_and_the_decision_follows(self):
        late, asked = self.write("wait")
        self.assertEqual((asked["status"], late["status"]), (204, "NONE"))
        self.assertEqual(self.count("requests", answer="late"), 1)
        self.gate.touch()
        self.gateway.until(self.here, lambda all: len(all) == 2, "the verdict")
        self.review("reject", self.here()[-1][1]["id"])
        self.until_there(late["id"], "REJECTED")

    def test_the_daemon_is_away(self):
        self.daemon.stop()
        late, asked = self.write("Buy pills")
        self.assertEqual((asked["status"], late["status"]), (204, "NONE"))
        held, asked = self.write("You are a moron.")
        self.assertEqual(asked["status"], 204)
        self.daemon.start()
        self.until_there(late["id"], "REJECTED")  # the chain's own decision, once it could be had
        # It can't be hidden any more: it is reported there.
        self.gateway.until(lambda: self.there(held["id"]), lambda each: each["flags"] == 1, "a flag")
        self.assertEqual(self.there(held["id"])["status"], "NONE")


class Hostile(Served):
    def test_signatures(self):
        request = phase_request()
        for secrets in ((SECRET,), (OLD_SECRET,), ("other", SECRET), (SECRET, OLD_SECRET)):
            self.assertEqual(self.ask(request, secrets)[0], 200, secrets)
        self.assertEqual(self.ask(request, ("other",))[0], 403)
        status, headers, text = self.ask(request, ())
        self.assertEqual((status, json.loads(text)["code"]), (401, "signature.missing"))
        body = json.dumps(request).encode()
        right = signature(SECRET, body)
        for header in ("", "sha256=", right[7:], right.upper(), "sha1=" + right[7:], right[:-1], right + "0", right.replace("=", ":"),
                       ",".join(["sha256=" + "0" * 64] * 8 + [right]), "," * 1_000 + right + "x"):
            status, _, text = self.ask(body, None, X_Coral_Signature=header)
            self.assertIn((status, json.loads(text)["code"]), ((401, "signature.missing"), (403, "signature.wrong")), header)
        self.assertEqual(self.ask(body + b" ", None, X_Coral_Signature=right)[0], 403)
        self.assertEqual(self.ask(request, (WEBHOOK_SECRET,))[0], 403)
        event = {"id": "e", "type": "STORY_CREATED", "createdAt": "2026-11-23T08:15:00Z", "data": {}}
        self.assertEqual(self.hook(event, SECRET)[0], 403)
        self.assertEqual(self.count("requests", answer="forged"), 12)
        for secret in (SECRET, OLD_SECRET, WEBHOOK_SECRET, TOKEN, "Well said"):
            self.assertNotIn(secret, self.gateway.log())

    def test_bodies(self):
        whole = phase_request()
        for change in ({"action": "DELETE"}, {"comment": None}, {"comment": {"parentID": None}}, {"author": {"id": "", "role": "ADMIN"}},
                       {"author": {"id": "u", "role": "KING"}}, {"story": {"id": "s" * 1_025}}, {"story": {"id": "a\nb"}},
                       {"tenantID": 5}, {"comment": {"body": "x", "parentID": "p" * 257}}):
            status, _, text = self.ask(whole | change)
            self.assertEqual((status, json.loads(text)["code"]), (400, "request.invalid"), change)
            self.assertTrue(json.loads(text)["errors"][0]["pointer"], change)
        for body in (b"", b"{", b"[]", b'"x"', b"\xff", b'{"a":' * 40 + b"1" + b"}" * 40, b"\x00" * 100):
            self.assertEqual(self.ask(body)[0], 400, body)
        self.assertEqual(self.ask(phase_request("x" * 300_000))[0], 413)
        self.assertEqual(self.ask(whole, Content_Type="text/plain")[0], 415)
        self.assertEqual(self.ask(whole | {"new": {"field": [1, 2]}})[0], 200)
        odd = whole | {"story": {"id": "s1", "url": "javascript:\x07" + "x" * 5_000}}
        self.assertEqual(self.ask(odd)[0], 200)

    def test_other_paths(self):
        for path in ("/coral/nobody", "/coral/nobody/webhook"):
            self.assertEqual(self.post(path, b"{}", {"Content-Type": "application/json"})[0], 404)
        self.assertEqual(self.post("/coral/default/other", b"{}")[0], 405)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(f"http://{self.gateway.address()}/metrics", headers={"X-Forwarded-For": "192.0.2.1"}))
        self.assertEqual(refused.exception.code, 404)
        refused.exception.close()

    def test_webhooks_do_nothing_by_themselves(self):
        held, _ = self.write("You are a moron.")
        self.until_counted(1, "ids_learnt")
        now = datetime.now(timezone.utc)
        calls = len(self.coral.ask("state")["calls"])
        left = {"id": "e-1", "type": "COMMENT_LEFT_MODERATION_QUEUE", "createdAt": now.isoformat(),
                "data": {"queue": "PENDING", "commentID": held["id"], "status": "APPROVED", "storyID": "s1"}}
        old, early = now - timedelta(hours=2), now + timedelta(hours=1)
        for event in (left, left, left | {"id": "e-2", "createdAt": old.isoformat()}, left | {"id": "e-3", "createdAt": early.isoformat()},
                      left | {"id": "e-4", "type": "STORY_CREATED"}, left | {"id": "e-5", "type": "SOMETHING_NEW", "data": 5}):
            self.assertEqual(self.hook(event)[0], 204)
        self.gateway.until(lambda: len(self.coral.ask("state")["calls"]), lambda count: count == calls + 1, "one call")
        self.assertEqual(self.count("webhooks", result="ignored"), 5)
        for event in ({}, left | {"id": ""}, left | {"createdAt": "yesterday"}, left | {"data": {}}, left | {"data": {"commentID": "x" * 300}}):
            self.assertEqual(self.hook(event)[0], 400, event)
        self.assertEqual([verdict["decided_by"] for _, _, verdict in self.here()], ["chain"])
        # What is known is not asked for again.
        created = left | {"id": "e-7", "type": "COMMENT_CREATED"}
        self.assertEqual(self.hook(created)[0], 204)
        self.assertEqual(self.count("webhooks", result="ignored"), 6)
        # Whoever can sign may name a comment that is not there.
        self.assertEqual(self.hook(left | {"id": "e-6", "data": {"commentID": '") { id } evil: comment(id: "'}})[0], 204)
        self.gateway.until(lambda: len(self.coral.ask("state")["calls"]), lambda count: count == calls + 2, "one more")
        self.assertEqual(self.count("graphql_failures"), 0)

    def test_mistakes_in_the_configuration(self):
        fine = self.daemon.config.read_text()
        for change, said in (
                (('secrets = [{ file = "phase.secret" }, { file = "before.secret" }]', ""), "coral.secrets: expected"),
                (('{ file = "phase.secret" }', '{ file = "nowhere.secret" }'), "nowhere.secret"),
                (('{ file = "phase.secret" }', '"ssec_itself"'), "coral.secrets: expected {env"),
                (("token = { file = \"token.secret\" }", ""), "coral.token: expected"),
                (('graphql = "http://', 'graphql = "ftp://'), "coral.graphql: expected a URL"),
                (('graphql = "http://', 'graphql = "http://u:p@'), "coral.graphql: expected a URL without"),
                (('budget = "60s"', 'budget = "1ms"'), "coral.budget: expected"),
                (('format = "html"', 'format = "markdown"'), "coral.format: expected"),
                (('format = "html"', 'formats = "html"'), "did you mean format?"),
                (('format = "html"', 'ca_file = "none.pem"'), "certificates")):
            self.assertIn(change[0], fine)
            self.daemon.config.write_text(fine.replace(*change))
            done = subprocess.run([BIN / "moderato-gateway", "--check", "--config", self.daemon.config], capture_output=True, text=True)
            self.assertEqual((done.returncode, said in done.stderr), (78, True), done.stderr)
            self.assertNotIn("ssec_itself", done.stderr)
        self.daemon.config.write_text(fine)


class Readme(unittest.TestCase):
    def test_what_an_operator_copies_from_it_works(self):
        text = README.read_text()
        blocks = re.findall(r"```toml\n(.*?)```", text, re.S)
        options = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in text.split("## Options")[1].split("##")[0].splitlines()
                                                     if line.startswith("| `"))))
        shipped = (README.parents[2] / "config/moderato.toml").read_text().split('"default".coral]')[1].split("\n\n")[0]
        self.assertEqual(options, set(re.findall(r"^# (\w+) = ", shipped, re.M)))
        daemon = Daemon()
        self.addCleanup(daemon._folder.cleanup)
        self.addCleanup(daemon.context.destroy, 0)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                        "/dev/null", "-out", daemon.folder / "ca.pem", "-subj", "/CN=test"], check=True, capture_output=True)
        fine = daemon.config.read_text()
        keep = next(line.strip() for line in text.splitlines() if line.startswith("    (umask"))
        for name in ("coral-phase.secret", "coral-webhook.secret", "coral.token"):
            subprocess.run(["bash", "-c", keep.replace("coral-phase.secret", name)], cwd=daemon.folder, input="ssec_x\n", text=True, check=True)
        commands = re.findall(r"^    (moderato-gateway .*)$", text, re.M)
        self.assertEqual(len(commands), 1)
        shown = '[gateway.site."default".coral]\n' + "\n".join(re.findall(r"^# (\w+ = .*)$", shipped, re.M)) + "\n"
        for coral in (blocks[0], "".join(blocks), shown):
            daemon.config.write_text(fine.replace("[monitor]", coral + "[monitor]"))
            done = subprocess.run(["bash", "-c", f"{BIN}/{commands[0]}"], cwd=daemon.folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
