#!/usr/bin/python3
"""Moderators' accounts: from the command line, and over HTTP as the console's pages use them."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import pty
import re
import select
import sqlite3
import struct
import subprocess
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from daemon import BIN, PATIENCE, Daemon
from gateway import Gateway

API = "/console/api/v1/"
PASSWORD = "unrelated lanterns 7"
OTHER_NETWORK = "127.9.9.9"


def code(secret, later=0):
    """RFC 6238, apart from the library that the gateway uses."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + later), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7fffffff) % 1_000_000:06}"


class Browser:
    """Keeps one cookie and the CSRF token, and sends what a browser would."""

    def __init__(self, address, source="127.0.0.1"):
        self.address, self.source = address, source
        self.cookie = self.csrf = None
        self.set_cookie = None  # of the last answer

    def ask(self, method, path, body=None, **headers):
        sent = {"Origin": f"http://{self.address}", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie,
                "X-CSRF-Token": self.csrf, "Content-Type": "application/json" if body is not None else None}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE, source_address=(self.source, 0))
        try:
            connection.request(method, API + path, body if isinstance(body, (str, bytes, type(None))) else json.dumps(body),
                               {name: value for name, value in sent.items() if value is not None})
            answer = connection.getresponse()
            self.headers = answer.headers
            self.set_cookie = answer.headers.get("Set-Cookie")
            if self.set_cookie:
                self.cookie = self.set_cookie.partition(";")[0]
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def log_in(self, name, password=PASSWORD, code=None, **headers):
        status, answer = self.ask("POST", "session", {"name": name, "password": password, "code": code}, **headers)
        if status == 200:
            self.csrf = answer["csrf"]
        return status, answer.get("code", "")


class Accounts(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.gateway = self.enterContext(Gateway(self.daemon))

    def tool(self, *arguments, given=None, code=0):
        done = subprocess.run([BIN / "moderato-gateway", "--config", self.daemon.config, "account", *arguments],
                              input=given, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def make(self, name, role="moderator", *sites):
        places = [option for site in sites for option in ("--site", site)]
        self.tool("add", name, "--role", role, "--read", *places, given=PASSWORD + "\n")

    def browser(self, name=None, **given):
        browser = Browser(self.gateway.address(), **given)
        if name:
            self.assertEqual(browser.log_in(name), (200, ""))
        return browser

    def until_locked(self, attempt):
        """Waits grow faster than any machine is slow: so it is locked out at the fifth attempt or soon after."""
        codes = [attempt()]
        while codes[-1] != "login.locked" and len(codes) < 15:
            codes.append(attempt())
        self.assertEqual(codes[-1], "login.locked", codes)
        self.assertGreater(len(codes), 5)
        return set(codes[:-1])

    def refused(self, answer, status, code):
        self.assertEqual((answer[0], answer[1]["code"]), (status, code))

    def audited(self):
        """What the audit has, oldest first: (who, what, detail)."""
        with sqlite3.connect(f"file:{self.daemon.folder}/gateway-store.db?mode=ro", uri=True) as store:
            rows = store.execute("SELECT who, what, detail, network FROM audit_entry ORDER BY number").fetchall()
        store.close()
        return rows

    def test_the_first_admin_is_made_on_the_command_line(self):
        said = self.tool("add", "Anna", "--role", "admin")
        one_time = re.search(r"\S+-\S+-\S+-\S+-\S+", said)[0]
        anna = self.browser()
        self.assertEqual(anna.log_in("anna", one_time), (200, ""))
        status, session = anna.ask("GET", "session")
        self.assertEqual(session["account"], {"name": "anna", "role": "admin", "sites": None, "totp": False})
        self.assertTrue(session["must_change_password"])
        self.assertIn("default", session["sites"])
        self.assertEqual(anna.headers["Cache-Control"], "no-store")
        self.refused(anna.ask("GET", "accounts"), 403, "password.must_change")
        change = {"old": one_time, "new": PASSWORD}
        self.assertEqual(anna.ask("POST", "session/password", change), (204, None))
        self.assertFalse(anna.ask("GET", "session")[1]["must_change_password"])
        [listed] = anna.ask("GET", "accounts")[1]["accounts"]
        self.assertRegex(listed.pop("created_at"), r"^20\d\d-.*Z$")
        self.assertRegex(listed.pop("last_login_at"), r"^20\d\d-.*Z$")
        self.assertEqual(listed, {"name": "anna", "role": "admin", "sites": None, "totp": False, "disabled": False})
        self.assertEqual([row[:2] for row in self.audited()],
                         [("(command line)", "account_created"), ("anna", "login"), ("anna", "password_changed")])
        self.assertEqual(self.audited()[1][3], "127.0.0.0/24")

    def test_the_command_line(self):
        self.assertIn("no accounts yet", self.tool("list"))
        self.make("anna", "admin")
        self.make("bob", "moderator", "shop", "blog")
        self.assertRegex(self.tool("list"), r"anna +admin +enabled .* all sites\nbob +moderator +enabled .* blog, shop\n")
        self.assertIn("last admin", self.tool("disable", "anna", code=1))
        self.assertIn("already", self.tool("add", "bob", "--role", "lead", code=1))
        self.assertIn("A name has", self.tool("add", "bob\nx", "--role", "lead", code=1))
        self.assertIn("no account", self.tool("password", "nobody", code=1))
        self.assertIn("guessed soon", self.tool("password", "bob", "--read", given="passwordpassword\n", code=1))
        self.assertIn("No password", self.tool("password", "bob", "--read", given="", code=1))
        self.tool("add", "carl", "--role", "king", code=64)
        self.tool("frobnicate", code=64)
        self.tool(code=64)

    def test_the_command_line_reaches_who_is_logged_in(self):
        self.make("anna", "admin")
        self.make("bob")
        bob = self.browser("bob")
        self.tool("disable", "bob")
        self.refused(bob.ask("GET", "session"), 401, "session.missing")
        self.assertEqual(bob.log_in("bob"), (401, "login.wrong"))
        self.tool("enable", "bob")
        self.assertEqual(bob.log_in("bob"), (200, ""))
        self.tool("password", "bob", "--read", given="another lantern 8\n")
        self.refused(bob.ask("GET", "session"), 401, "session.missing")
        self.assertEqual(bob.log_in("bob", "another lantern 8"), (200, ""))

    def test_a_password_is_typed_unseen(self):
        self.make("bob")
        main, terminal = pty.openpty()
        process = subprocess.Popen(
            [BIN / "moderato-gateway", "--config", self.daemon.config, "account", "password", "bob", "--read"],
            stdin=terminal, stdout=terminal, stderr=terminal)
        os.close(terminal)
        shown = b""
        for prompt in (b"Password: ", b"Again: "):
            while not shown.endswith(prompt):
                self.assertTrue(select.select([main], [], [], PATIENCE)[0], shown)
                shown += os.read(main, 1000)
            os.write(main, b"another lantern 8\n")
        self.assertEqual(process.wait(PATIENCE), 0)
        while b"sessions have ended" not in shown:
            shown += os.read(main, 1000)
        os.close(main)
        self.assertNotIn(b"lantern", shown)
        self.assertEqual(self.browser().log_in("bob", "another lantern 8"), (200, ""))

    def test_logging_in_and_out(self):
        self.make("bob")
        bob = self.browser()
        self.assertEqual(bob.log_in("BOB"), (200, ""), "names are in lower case")
        self.assertRegex(bob.set_cookie, r"^moderato_session=[\w-]{43}; Path=/console; HttpOnly; SameSite=Strict$")
        cookie = bob.cookie
        self.assertEqual(bob.ask("DELETE", "session"), (204, None))
        self.assertEqual(bob.set_cookie, "moderato_session=; Max-Age=0; Path=/console; HttpOnly; SameSite=Strict")
        bob.cookie = cookie
        self.refused(bob.ask("GET", "session"), 401, "session.missing")
        self.assertEqual([row[:2] for row in self.audited()][1:], [("bob", "login"), ("bob", "logout")])

    def test_over_https_the_cookie_stays_there(self):
        self.make("bob")
        bob = self.browser()
        self.assertEqual(bob.log_in("bob", Origin=f"https://{bob.address}", Sec_Fetch_Site=None), (200, ""))
        self.assertRegex(bob.set_cookie,
                         r"^__Secure-moderato_session=[\w-]{43}; Path=/console; HttpOnly; SameSite=Strict; Secure$")
        self.assertEqual(bob.ask("GET", "session")[0], 200)

    def test_a_session_that_somebody_else_began_is_not_taken_over(self):
        self.make("bob")
        self.make("eve")
        eve = self.browser("eve")
        bob = self.browser()
        bob.cookie = eve.cookie  # put there by her
        self.assertEqual(bob.log_in("bob"), (200, ""))
        self.assertNotEqual(bob.cookie, eve.cookie)
        self.refused(eve.ask("GET", "session"), 401, "session.missing")
        bob.cookie, known = "moderato_session=" + "A" * 43, bob.cookie
        self.assertEqual(bob.log_in("bob"), (200, ""))
        self.assertNotIn(bob.cookie, (known, "moderato_session=" + "A" * 43))

    def test_what_is_wrong_is_not_told(self):
        self.make("anna", "admin")
        self.make("bob")
        self.tool("disable", "bob")
        nobody = self.browser()
        for name, password in (("anna", "wrong"), ("nobody", PASSWORD), ("bob", PASSWORD), ("", PASSWORD),
                               ("a\r\nSet-Cookie: x=y", PASSWORD), ("x" * 10_000, PASSWORD), ("anna", "x" * 10_000)):
            with self.subTest(name[:20]):
                status, answer = nobody.ask("POST", "session", {"name": name, "password": password})
                self.assertEqual((status, answer["code"], answer["detail"]),
                                 (401, "login.wrong", "The name or the password is wrong."))
                self.assertIsNone(nobody.set_cookie)
        failed = self.gateway.until(lambda: [row for row in self.audited() if row[1] == "login_failed"],
                                    lambda rows: len(rows) == 7)
        self.assertEqual({row[0] for row in failed}, {"anna", "bob", ""}, "what is no account's name may be a password")

    def test_who_guesses_is_locked_out_and_nobody_else(self):
        self.make("bob")
        guesser = self.browser()
        self.assertEqual(self.until_locked(lambda: guesser.log_in("bob", "wrong")[1]), {"login.wrong"})
        self.assertGreaterEqual(int(guesser.headers["Retry-After"]), 1)
        self.assertEqual(self.browser(source=OTHER_NETWORK).log_in("bob"), (200, ""))
        self.assertEqual(self.until_locked(lambda: guesser.log_in("nobody", "wrong")[1]), {"login.wrong"})

    def test_a_flood_of_log_ins_stops_nothing_else(self):
        self.make("bob")
        bob = self.browser("bob")
        body = json.dumps({"name": "bob", "password": "wrong"})

        def guess(i):
            connection = http.client.HTTPConnection(bob.address, timeout=PATIENCE, source_address=(f"127.1.{i}.1", 0))
            connection.request("POST", API + "session", body,
                               {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"})
            return connection

        with ThreadPoolExecutor(8) as pool:
            flood = list(pool.map(guess, range(100)))
        self.assertEqual(bob.ask("GET", "session")[0], 200)
        waiting = [each for each in flood if not select.select([each.sock], [], [], 0)[0]]
        self.assertTrue(waiting, "all were answered first")
        statuses = []
        for each in flood:
            answer = each.getresponse()
            answer.read()
            statuses.append(answer.status)
            if answer.status == 503:
                self.assertEqual(answer.headers["Retry-After"], "5")
            each.close()
        self.assertEqual(set(statuses), {401, 503})
        self.assertEqual(self.browser(source=OTHER_NETWORK).log_in("bob"), (200, ""))

    def test_codes(self):
        self.make("anna", "admin")
        anna = self.browser("anna")
        self.refused(anna.ask("PUT", "session/totp", {"code": "123456"}), 409, "totp.not_offered")
        status, offer = anna.ask("POST", "session/totp", {})
        self.assertEqual(status, 200)
        secret = offer["secret"]
        self.assertEqual(offer["uri"], f"otpauth://totp/Moderato:anna?secret={secret}&issuer=Moderato&algorithm=SHA1&"
                                       "digits=6&period=30")
        self.assertTrue(offer["qr"].startswith("<svg "))
        self.refused(anna.ask("PUT", "session/totp", {"code": "abcdef"}), 400, "totp.code_wrong")
        self.assertEqual(self.browser().log_in("anna"), (200, ""), "not asked for before it is proved")
        self.assertEqual(anna.ask("PUT", "session/totp", {"code": code(secret, -1)}), (204, None))
        self.assertTrue(anna.ask("GET", "session")[1]["account"]["totp"])
        self.refused(anna.ask("POST", "session/totp", {}), 409, "totp.on")
        again = self.browser()
        self.assertEqual(again.log_in("anna"), (401, "login.code_missing"))
        self.assertEqual(again.log_in("anna", code="000 00x"), (401, "login.code_wrong"))
        self.assertEqual(again.log_in("anna", "wrong", code(secret)), (401, "login.wrong"))
        used = code(secret)
        self.assertEqual(again.log_in("anna", code=used), (200, ""))
        self.assertEqual(again.log_in("anna", code=used), (401, "login.code_wrong"), "each is taken once")
        self.assertEqual(again.log_in("anna", code=code(secret, 1)), (200, ""))
        self.refused(anna.ask("DELETE", "session/totp", {"password": "wrong"}), 403, "password.wrong")
        self.assertEqual(anna.ask("DELETE", "session/totp", {"password": PASSWORD}), (204, None))
        self.assertEqual(again.log_in("anna"), (200, ""))
        self.assertNotIn(secret, json.dumps(self.audited()))

    def test_nobody_guesses_codes(self):
        self.make("anna", "admin")
        anna = self.browser("anna")
        secret = anna.ask("POST", "session/totp", {})[1]["secret"]
        self.assertEqual(anna.ask("PUT", "session/totp", {"code": code(secret, -1)}), (204, None))
        networks = iter(range(100))
        guess = lambda: self.browser(source=f"127.2.{next(networks)}.1").log_in("anna", code="wrong")[1]
        self.assertEqual(self.until_locked(guess), {"login.code_wrong"})
        self.tool("remove-totp", "anna")
        self.assertEqual(self.browser().log_in("anna"), (200, ""))

    def test_other_websites_change_nothing(self):
        self.make("anna", "admin")
        anna = self.browser("anna")
        ask = lambda **headers: anna.ask("POST", "accounts", {"name": "eve", "role": "admin", "sites": None}, **headers)
        self.refused(ask(X_CSRF_Token=None), 403, "csrf.missing")
        self.refused(ask(X_CSRF_Token="x" * 43), 403, "csrf.missing")
        self.refused(ask(X_CSRF_Token=self.browser("anna").csrf), 403, "csrf.missing")
        self.refused(ask(Sec_Fetch_Site="cross-site"), 403, "csrf.origin")
        self.refused(ask(Sec_Fetch_Site="same-site"), 403, "csrf.origin")
        self.refused(ask(Sec_Fetch_Site=None, Origin="https://evil.example"), 403, "csrf.origin")
        self.refused(ask(Sec_Fetch_Site=None, Origin=None), 403, "csrf.origin")
        self.refused(ask(Content_Type="text/plain"), 415, "body.type")
        self.refused(ask(Cookie=None), 401, "session.missing")
        for method, path in (("DELETE", "session"), ("POST", "session/password"), ("POST", "session/totp"),
                             ("PUT", "session/totp"), ("DELETE", "session/totp"), ("PATCH", "accounts/anna"),
                             ("POST", "accounts/anna/password"), ("DELETE", "accounts/anna/totp")):
            self.refused(anna.ask(method, path, {}, X_CSRF_Token=None), 403, "csrf.missing")
        self.assertEqual(len(anna.ask("GET", "accounts")[1]["accounts"]), 1)
        nobody = self.browser()
        self.assertEqual(nobody.log_in("anna", Sec_Fetch_Site="cross-site"), (403, "csrf.origin"), "logs nobody in either")
        self.assertEqual(nobody.log_in("anna", Content_Type="text/plain"), (415, "body.type"))
        self.assertEqual(nobody.ask("OPTIONS", "session", Origin="https://evil.example",
                                    Access_Control_Request_Method="POST")[0], 204)
        self.assertNotIn("Access-Control-Allow-Origin", nobody.headers)

    def test_bodies_that_make_no_sense(self):
        browser = self.browser()
        for body, status, name in (("[]", 400, "body.invalid"), ("{", 400, "body.invalid"), ("", 400, "body.missing_field"),
                                   ("[" * 60_000, 413, "body.too_large"), ("[" * 10_000, 400, "body.invalid"),
                                   ('{"name":{"a":1},"password":"x"}', 400, "body.invalid"), (b'{"name":"\xff"}', 400, "body.invalid"),
                                   ('{"name":"a","password":"b","admin":true}', 400, "body.unknown_field")):
            with self.subTest(body[:20]):
                self.refused(browser.ask("POST", "session", body), status, name)

    def test_the_password_is_changed(self):
        self.make("bob")
        here, there = self.browser("bob"), self.browser("bob")
        change = lambda old, new: here.ask("POST", "session/password", {"old": old, "new": new})
        self.refused(change(PASSWORD, "short"), 400, "password.too_short")
        self.refused(change(PASSWORD, "passwordpassword"), 400, "password.common")
        self.refused(change(PASSWORD, PASSWORD), 400, "password.same")
        self.refused(change("wrong", "another lantern 8"), 403, "password.wrong")
        self.assertEqual(change(PASSWORD, "another lantern 8"), (204, None))
        self.assertEqual(here.ask("GET", "session")[0], 200)
        self.refused(there.ask("GET", "session"), 401, "session.missing")
        self.assertEqual(there.log_in("bob"), (401, "login.wrong"))
        self.assertEqual(there.log_in("bob", "another lantern 8"), (200, ""))
        guessed = self.until_locked(lambda: change("wrong", "unrelated lanterns 9")[1]["code"])
        self.assertEqual(guessed, {"password.wrong"})

    def test_admins_manage_accounts(self):
        self.make("anna", "admin")
        anna = self.browser("anna")
        status, made = anna.ask("POST", "accounts", {"name": "Bob", "role": "moderator", "sites": ["shop", "blog"]})
        self.assertEqual(status, 201)
        self.assertEqual((made["account"]["name"], made["account"]["sites"]), ("bob", ["blog", "shop"]))
        self.refused(anna.ask("POST", "accounts", {"name": "bob", "role": "lead", "sites": None}), 409, "account.exists")
        for wrong, name in (({"name": "b b"}, "name.invalid"), ({"role": "king"}, "role.invalid"),
                            ({"sites": []}, "sites.invalid"), ({"sites": "blog"}, "sites.invalid")):
            self.refused(anna.ask("POST", "accounts", {"name": "carl", "role": "lead", "sites": None} | wrong), 400, name)
        self.refused(anna.ask("POST", "accounts", {"name": "carl", "role": "lead"}), 400, "body.missing_field")
        bob = self.browser()
        self.assertEqual(bob.log_in("bob", made["password"]), (200, ""))
        self.assertEqual(bob.ask("POST", "session/password", {"old": made["password"], "new": PASSWORD})[0], 204)
        self.refused(bob.ask("GET", "accounts"), 403, "role.missing")
        self.refused(bob.ask("PATCH", "accounts/bob", {"role": "admin"}), 403, "role.missing")
        status, changed = anna.ask("PATCH", "accounts/bob", {"role": "lead", "sites": None})
        self.assertEqual((status, changed["role"], changed["sites"]), (200, "lead", None))
        self.assertEqual(bob.ask("GET", "session")[1]["account"]["role"], "lead")
        status, reset = anna.ask("POST", "accounts/bob/password")
        self.assertEqual(status, 200)
        self.refused(bob.ask("GET", "session"), 401, "session.missing")
        self.assertEqual(bob.log_in("bob"), (401, "login.wrong"))
        self.assertEqual(bob.log_in("bob", reset["password"]), (200, ""))
        self.assertTrue(anna.ask("PATCH", "accounts/bob", {"disabled": True})[1]["disabled"])
        self.refused(bob.ask("GET", "session"), 401, "session.missing")
        self.assertEqual(bob.log_in("bob", reset["password"]), (401, "login.wrong"))
        self.assertEqual(anna.ask("DELETE", "accounts/bob/totp"), (204, None))
        self.refused(anna.ask("PATCH", "accounts/nobody", {"disabled": True}), 404, "account.not_found")
        self.refused(anna.ask("PATCH", "accounts/a%20b", {"disabled": True}), 404, "account.not_found")
        self.assertEqual(anna.ask("PATCH", "accounts/a%0d%0aX-Evil:1", {"disabled": True})[0], 400)
        for change in ({"disabled": True}, {"role": "lead"}, {"sites": ["blog"]}):
            self.refused(anna.ask("PATCH", "accounts/anna", change), 409, "account.last_admin")
        self.assertEqual([row[:3] for row in self.audited() if row[1] not in ("login", "login_failed", "password_changed")][1:],
                         [("anna", "account_created", "bob: moderator for blog, shop"),
                          ("anna", "account_changed", "bob: lead for all sites"), ("anna", "password_reset", "bob"),
                          ("anna", "account_disabled", "bob"), ("anna", "totp_removed", "bob")])

    def test_an_admin_for_some_sites_manages_no_others(self):
        self.make("root", "admin")
        self.make("anna", "admin", "blog", "shop")
        self.make("bob", "moderator", "blog")
        self.make("carl", "moderator", "blog", "zoo")
        anna = self.browser("anna")
        self.assertEqual([each["name"] for each in anna.ask("GET", "accounts")[1]["accounts"]], ["anna", "bob"])
        for name in ("root", "carl"):
            self.refused(anna.ask("PATCH", f"accounts/{name}", {"disabled": True}), 404, "account.not_found")
            self.refused(anna.ask("POST", f"accounts/{name}/password"), 404, "account.not_found")
            self.refused(anna.ask("DELETE", f"accounts/{name}/totp"), 404, "account.not_found")
        for sites in (None, ["zoo"], ["blog", "zoo"]):
            self.refused(anna.ask("PATCH", "accounts/anna", {"sites": sites}), 400, "sites.invalid")
            self.refused(anna.ask("POST", "accounts", {"name": "eve", "role": "admin", "sites": sites}), 400, "sites.invalid")
        self.assertEqual(anna.ask("PATCH", "accounts/bob", {"sites": ["shop"]})[0], 200)
        self.assertEqual(anna.ask("GET", "session")[1]["sites"], [], "no site of hers is known yet")

    def test_sessions_outlive_a_restart(self):
        self.make("bob")
        bob = self.browser("bob")
        self.assertEqual(self.gateway.stop(), 0)
        self.gateway.start()
        bob.address = self.gateway.address()
        self.assertEqual(bob.ask("GET", "session")[0], 200)

    def test_nothing_secret_is_kept_as_it_is(self):
        self.make("bob")
        bob = self.browser("bob")
        token = bob.cookie.partition("=")[2]
        self.gateway.stop()
        kept = b"".join(file.read_bytes() for file in self.daemon.folder.glob("gateway*"))
        for secret in (token.encode(), base64.urlsafe_b64decode(token + "="), bob.csrf.encode(), PASSWORD.encode()):
            self.assertNotIn(secret, kept)
        self.assertEqual((self.daemon.folder / "gateway-store.db").stat().st_mode & 0o777, 0o600)
        self.gateway.start()
        self.gateway.address()


if __name__ == "__main__":
    unittest.main()
