"""Who gets in: what a daemon offers to other machines, and to whom."""
import contextlib
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import zmq
from zmq.utils.monitor import recv_monitor_message

from daemon import BIN, PATIENCE, Daemon, comment

ROLES = ("submit", "feed", "operate", "review")
# Which role a request takes, and what it may ask for. Those that are not here take "operate".
REQUESTS = {
    "article": ("submit", {"kind": "article", "article": "a1", "title": "A title"}),
    "articles": ("feed", {}),
    "score": ("submit", {"comment": comment("s1")}),
    "feed": ("feed", {}),
    "stats": ("operate", {}),
    "plugins": ("operate", {}),
    "reload": ("operate", {"dry_run": True}),
    "no such request": ("operate", {}),
    "queue": ("review", {}),
    "explain": ("review", {"id": "none"}),
    "review": ("review", {"action": "approve", "id": "none", "moderator": "m"}),
}


def moderatod(*arguments, **options):
    done = subprocess.run([BIN / "moderatod", *arguments], capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, **options)
    return done.returncode, done.stdout + done.stderr


class Reach(unittest.TestCase):
    """Without keys, no other machine gets in."""

    def test_an_address_other_machines_reach_is_refused(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))
        config = folder / "moderato.toml"
        config.write_text('[intake]\ndesk = { bind = "tcp://0.0.0.0:*" }\n[chain]\nfilters = ["membership"]\n')
        for arguments in (["--check"], []):
            code, said = moderatod(*arguments, "--config", config)
            self.assertEqual(code, 78, said)
            self.assertIn("moderato.toml:2:17: intake.desk.bind:", said)
            self.assertIn("on this machine", said)
        self.assertEqual([each.name for each in folder.iterdir()], ["moderato.toml"], "it began all the same")

    def test_nor_by_a_reload(self):
        with Daemon() as daemon:
            before = daemon.config.read_text()
            daemon.config.write_text(before.replace(daemon.addresses["publish"], "tcp://*:*"))
            answer = daemon.request("reload")
            self.assertEqual(answer["error"]["code"], "reload.refused")
            self.assertIn("feed.publish.bind", answer["error"]["message"])
            daemon.config.write_text(before)


class Guarded(Daemon):
    """A daemon with keys. The clients of this object are "boss", who has every role."""

    def __init__(self, **options):
        self.server = zmq.curve_keypair()
        self.pairs = {name: zmq.curve_keypair() for name in ("boss", *ROLES)}
        self.roles = {"boss": ROLES, **{role: (role,) for role in ROLES}}
        super().__init__(tables={"head": self.access()}, **options)
        key = self.folder / "server.key"
        key.write_bytes(self.server[1] + b"\n")
        key.chmod(0o600)
        self.show("boss")

    def access(self):
        text = '[access]\ncurve_key = { file = "server.key" }\n'
        for name, roles in self.roles.items():
            text += f'[access.client.{name}]\nkey = "{self.pairs[name][0].decode()}"\nroles = {json.dumps(roles)}\n'
        return text

    def show(self, client):
        self.curve = (self.server[0], *self.pairs[client])

    @contextlib.contextmanager
    def acting(self, client):
        before, self.curve = self.curve, (self.server[0], *self.pairs[client])
        yield
        self.curve = before


HANDSHAKE = {
    zmq.EVENT_HANDSHAKE_SUCCEEDED: "in",
    zmq.EVENT_HANDSHAKE_FAILED_AUTH: "turned away",
    zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL: "not understood",
    zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL: "not understood",
}
# A daemon that hangs up may be faster than what it says: libzmq calls again, and one of the next calls hears it.
CALLS = 10


def handshake(daemon, kind, endpoint, curve):
    """What becomes of a connection. One that always ends without a word was not understood."""
    socket = daemon.context.socket(kind)
    socket.linger = 0
    if curve:
        socket.curve_serverkey, socket.curve_publickey, socket.curve_secretkey = curve
    monitor = socket.get_monitor_socket(sum(HANDSHAKE) | zmq.EVENT_DISCONNECTED)
    socket.connect(daemon.addresses[endpoint])
    try:
        for _ in range(CALLS):
            if not monitor.poll(PATIENCE * 1000):
                raise AssertionError("no handshake:\n" + daemon.log())
            event = recv_monitor_message(monitor)["event"]
            if event in HANDSHAKE:
                return HANDSHAKE[event]
        return "not understood"
    finally:
        socket.disable_monitor()
        monitor.close()
        socket.close()


KINDS = {"queue": zmq.PUSH, "desk": zmq.DEALER, "publish": zmq.SUB, "endpoint": zmq.DEALER}


class Keys(unittest.TestCase):
    """With keys, those who are listed get in, each to what is theirs."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(Guarded(tcp=True))

    def request_as(self, client, name, **more):
        with self.daemon.acting(client):
            return self.daemon.request(name, **more)

    def test_who_is_listed_gets_in(self):
        desk, queue = self.daemon.desk(), self.daemon.queue()
        feed = self.daemon.feed()
        self.assertEqual(desk.ask(comment("k1"))["action"], "approve")
        self.assertEqual(json.loads(feed.receive()[3])["id"], "k1")
        queue.send(comment("k2"))
        self.assertEqual(json.loads(feed.receive()[3])["id"], "k2")

    def test_who_shows_no_key_does_not(self):
        for endpoint, kind in KINDS.items():
            self.assertEqual(handshake(self.daemon, kind, endpoint, None), "not understood", endpoint)

    def test_who_is_not_listed_does_not(self):
        for endpoint, kind in KINDS.items():
            stranger = (self.daemon.server[0], *zmq.curve_keypair())
            self.assertEqual(handshake(self.daemon, kind, endpoint, stranger), "turned away", endpoint)

    def test_who_takes_another_for_the_daemon_does_not(self):
        wrong = (zmq.curve_keypair()[0], *self.daemon.pairs["boss"])
        self.assertEqual(handshake(self.daemon, zmq.DEALER, "desk", wrong), "not understood")

    def test_each_endpoint_takes_its_role(self):
        for client in ROLES:
            curve = (self.daemon.server[0], *self.daemon.pairs[client])
            for endpoint, role in {"queue": "submit", "publish": "feed"}.items():
                self.assertEqual(handshake(self.daemon, KINDS[endpoint], endpoint, curve),
                                 "in" if client == role else "turned away", f"{client} at {endpoint}")
            with self.daemon.acting(client):
                answer = self.daemon.desk().ask(comment(f"by-{client}"))
            if client == "submit":
                self.assertEqual(answer["action"], "approve")
            else:
                self.assertEqual(answer["error"]["code"], "access.missing_role", client)
                self.assertIn(f'client "{client}" lacks the role "submit"', answer["error"]["message"])
                known = self.daemon.request("explain", id=f"by-{client}")
                self.assertEqual(known["error"]["code"], "control.not_found", "it was taken in all the same")

    def test_each_request_takes_its_role(self):
        source = (Path(__file__).parents[2] / "core/daemon/control_requests.cpp").read_text()
        answered = set(re.findall(r'\{"(\w+)", \[&\]', source))
        self.assertGreaterEqual(answered, set(REQUESTS) - {"no such request"})
        for name in sorted(answered | set(REQUESTS)):
            needed, more = REQUESTS.get(name, ("operate", {}))
            for client in ROLES:
                answer = self.request_as(client, name, **more)
                code = answer.get("error", {}).get("code", "")
                with self.subTest(request=name, client=client):
                    self.assertEqual(code == "access.missing_role", client != needed, answer)
                    if client != needed:
                        self.assertIn(f'lacks the role "{needed}"', answer["error"]["message"])

    def test_the_daemons_own_key_may_do_everything(self):
        own = (self.daemon.server[0], *self.daemon.server)
        before, self.daemon.curve = self.daemon.curve, own
        try:
            self.assertIn("uptime_s", self.daemon.request("stats"))
            self.assertEqual(self.daemon.desk().ask(comment("own"))["action"], "approve")
        finally:
            self.daemon.curve = before

    def test_a_client_gets_nothing_under_anothers_name(self):
        """Answers go to a name that clients may choose; with keys, nobody takes it over while its owner is there."""
        first = self.daemon.context.socket(zmq.DEALER)
        second = self.daemon.context.socket(zmq.DEALER)
        for socket, client in ((first, "review"), (second, "submit")):
            socket.linger = 0
            socket.routing_id = b"the-moderator"
            socket.curve_serverkey = self.daemon.server[0]
            socket.curve_publickey, socket.curve_secretkey = self.daemon.pairs[client]
        monitor = second.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        try:
            first.connect(self.daemon.addresses["endpoint"])
            for attempt in range(2):
                first.send_json({"request": "queue"})
                self.assertTrue(first.poll(PATIENCE * 1000))
                self.assertIn("held", first.recv_json())
                if attempt == 0:
                    second.connect(self.daemon.addresses["endpoint"])
                    self.assertTrue(monitor.poll(PATIENCE * 1000))
                    self.daemon.stats()  # the daemon has seen to its connections
            self.assertFalse(second.poll(0))
        finally:
            second.disable_monitor()
            monitor.close()
            first.close()
            second.close()

    def test_no_secret_is_told(self):
        told = self.daemon.log() + json.dumps([self.daemon.stats(), self.daemon.request("plugins")])
        self.assertNotIn(self.daemon.server[1].decode(), told)


class Changes(unittest.TestCase):
    def test_a_reload_lets_others_in_and_takes_roles_away(self):
        with Guarded() as daemon:
            newcomer = zmq.curve_keypair()
            curve = (daemon.server[0], *newcomer)
            self.assertEqual(handshake(daemon, zmq.DEALER, "endpoint", curve), "turned away")
            self.assertIn("turned away at control.endpoint: ", daemon.log())
            self.assertIn(f"whose key no access.client has: {newcomer[0].decode()}", daemon.log())
            submitter = daemon.desk()
            with daemon.acting("submit"):
                submitter = daemon.desk()
            self.assertEqual(submitter.ask(comment("c1"))["action"], "approve")

            before = daemon.access()
            daemon.pairs["newcomer"], daemon.roles["newcomer"] = newcomer, ("operate",)
            del daemon.roles["submit"]
            text = daemon.config.read_text()
            daemon.config.write_text(text.replace(before, daemon.access()))
            self.assertEqual(daemon.request("reload")["changes"], ["access.client"])

            self.assertEqual(handshake(daemon, zmq.DEALER, "endpoint", curve), "in")
            with daemon.acting("newcomer"):
                self.assertIn("uptime_s", daemon.stats())
            self.assertEqual(submitter.ask(comment("c2"))["error"]["code"], "access.missing_role")
            gone = (daemon.server[0], *daemon.pairs["submit"])
            self.assertEqual(handshake(daemon, zmq.PUSH, "queue", gone), "turned away")

            daemon.config.write_text(daemon.config.read_text().replace("server.key", "other.key"))
            refused = daemon.request("reload")["error"]["message"]
            self.assertIn("access.curve_key can't change while the daemon runs", refused)


class Calling(unittest.TestCase):
    def test_the_daemon_shows_its_key_to_whom_it_calls_and_takes_nobody_else(self):
        """It calls a queue that asks for its key; one with another key than configured is not listened to."""
        context = zmq.Context()
        pairs = {"right": zmq.curve_keypair(), "wrong": zmq.curve_keypair()}
        queues, ports = {}, {}
        for name, (public, secret) in pairs.items():
            queues[name] = context.socket(zmq.PUSH)
            queues[name].linger = 0
            queues[name].curve_server = True
            queues[name].curve_publickey, queues[name].curve_secretkey = public, secret
            ports[name] = queues[name].bind_to_random_port("tcp://127.0.0.1")
        try:
            daemon = Guarded()
            line = next(each for each in daemon.config.read_text().splitlines() if each.startswith("queue = "))
            calls = ", ".join(f'"tcp://127.0.0.1:{port}"' for port in ports.values())
            key = pairs["right"][0].decode()
            daemon.config.write_text(daemon.config.read_text().replace(
                line, f'queue = {{ bind = "{daemon.addresses["queue"]}", connect = [{calls}], server_key = "{key}" }}'))
            with daemon:
                feed = daemon.feed()
                queues["right"].send_json(comment("from-right"))
                self.assertEqual(json.loads(feed.receive()[3])["id"], "from-right")
                with self.assertRaises(zmq.Again):
                    queues["wrong"].send_json(comment("from-wrong"), zmq.NOBLOCK)
                bound = daemon.queue()
                bound.send(comment("by-key"))
                self.assertEqual(json.loads(feed.receive()[3])["id"], "by-key")
        finally:
            for queue in queues.values():
                queue.close()
            context.term()


def moderato(*arguments, given="", **environment):
    done = subprocess.run([BIN / "moderato", *arguments], capture_output=True, text=True, timeout=120, input=given,
                          env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(Guarded(tcp=True))
        cls.config = ("--config", cls.daemon.config)
        for client in ("submit", "feed"):
            key = cls.daemon.folder / f"{client}.key"
            key.write_bytes(cls.daemon.pairs[client][1])
            key.chmod(0o600)
        cls.addresses = []
        for option, endpoint in {"--desk": "desk", "--feed": "publish", "--control": "endpoint"}.items():
            cls.addresses += [option, cls.daemon.addresses[endpoint]]

    def keys(self, client):
        return "--key", self.daemon.folder / f"{client}.key", "--server-key", self.daemon.server[0].decode()

    def test_needs_no_key_where_the_daemons_can_be_read(self):
        code, out, err = moderato(*self.config, "stats")
        self.assertEqual(code, 0, err)
        self.assertIn("filter", out)
        code, out, err = moderato(*self.config, "reload")
        self.assertEqual(code, 0, err)

    def test_submits_with_a_key(self):
        line = json.dumps(comment("by-key")) + "\n"
        code, out, err = moderato(*self.addresses, *self.keys("submit"), "submit", given=line)
        self.assertEqual(code, 0, err)
        self.assertIn("1 approved", err)

    def test_takes_the_keys_from_the_environment(self):
        key = str(self.daemon.folder / "submit.key")
        line = json.dumps(comment("by-environment")) + "\n"
        code, out, err = moderato(*self.addresses, "submit", given=line, MODERATO_KEY=key,
                                  MODERATO_SERVER_KEY=self.daemon.server[0].decode())
        self.assertEqual(code, 0, err)

    def test_is_told_what_it_may_not(self):
        code, out, err = moderato(*self.addresses, *self.keys("submit"), "stats")
        self.assertEqual(code, 1)
        self.assertIn('client "submit" lacks the role "operate"', err)
        line = json.dumps(comment("by-feed")) + "\n"
        code, out, err = moderato(*self.addresses, *self.keys("feed"), "submit", given=line)
        self.assertEqual(code, 1)
        self.assertIn('by-feed', out)
        self.assertIn('client "feed" lacks the role "submit"', out)

    def test_is_told_at_once_that_it_is_not_let_in(self):
        stranger = self.daemon.folder / "stranger.key"
        code, out, err = moderato("keys", stranger, "--json")
        public = json.loads(out)["public_key"]
        for command in (["stats"], ["submit"]):
            line = json.dumps(comment("by-stranger")) + "\n"
            code, out, err = moderato(*self.addresses, *command, "--timeout", "600", "--key", stranger, "--server-key",
                                      self.daemon.server[0].decode(), given=line)
            self.assertEqual(code, 1, err)
            self.assertIn(f"no access.client of its configuration has our public key {public}", err)
            code, out, err = moderato(*self.addresses, *command, "--timeout", "600", given=line)
            self.assertEqual(code, 1, err)
            self.assertIn("asks for a key: use --key FILE and --server-key KEY", err)
        stranger.unlink()

    def test_talks_to_nobody_but_the_daemon(self):
        code, out, err = moderato(*self.addresses, "stats", "--timeout", "2", "--key", self.daemon.folder / "submit.key",
                                  "--server-key", zmq.curve_keypair()[0].decode())
        self.assertEqual(code, 2)
        self.assertIn("public key?", err)
        with Daemon() as plain:
            code, out, err = moderato("--control", plain.addresses["endpoint"], "stats", "--timeout", "600",
                                      *self.keys("submit"))
            self.assertEqual(code, 1, err)
            self.assertIn("asks for no key", err)

    def test_the_daemons_key_is_enough(self):
        code, out, err = moderato(*self.addresses, "stats", "--key", self.daemon.folder / "server.key")
        self.assertEqual(code, 0, err)

    def test_wants_both_keys_and_good_ones(self):
        for arguments, wanted in ((self.keys("submit")[2:], "--key FILE as well"),
                                  ((*self.keys("submit")[:3], "hush"), "a key of 40 characters"),
                                  (("--key", "/none", *self.keys("submit")[2:]), "--key /none: expected a file")):
            code, out, err = moderato(*self.addresses, "stats", *arguments)
            self.assertEqual(code, 78, err)
            self.assertIn(wanted, err)


class MakingKeys(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))

    def test_a_pair_for_the_daemon(self):
        file = self.folder / "server.key"
        code, out, err = moderato("keys", file)
        self.assertEqual(code, 0, err)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        secret = file.read_text().strip()
        public = zmq.curve_public(secret.encode()).decode()
        self.assertIn(public, out)
        self.assertIn(f'[access]\ncurve_key = {{ file = "{file}" }}', out)
        self.assertNotIn(secret, out + err)

    def test_a_pair_for_a_client(self):
        file = self.folder / "web.key"
        code, out, err = moderato("keys", file, "--client", "web.site", "--roles", "submit,feed", "--json")
        self.assertEqual(code, 0, err)
        public = json.loads(out)["public_key"]
        self.assertEqual(json.loads(out)["configuration"],
                         f'[access.client."web.site"]\nkey = "{public}"\nroles = ["submit", "feed"]\n')

    def test_is_never_overwritten(self):
        file = self.folder / "server.key"
        moderato("keys", file)
        before = file.read_text()
        code, out, err = moderato("keys", file)
        self.assertEqual(code, 74)
        self.assertIn("never overwritten", err)
        self.assertEqual(file.read_text(), before)
        code, out, err = moderato("keys", file, "--show")
        self.assertEqual(code, 0, err)
        self.assertIn(zmq.curve_public(before.strip().encode()).decode(), out)

    def test_what_can_not_be_made(self):
        code, out, err = moderato("keys", self.folder / "none/server.key")
        self.assertEqual(code, 74)
        self.assertIn("No such file", err)
        self.assertEqual(moderato("keys", self.folder / "a", "--client", "a b", "--roles", "feed")[0], 64)
        self.assertEqual(moderato("keys", self.folder / "a", "--client", "a")[0], 64)
        self.assertEqual(moderato("keys", self.folder / "a", "--client", "a", "--roles", "feeds")[0], 64)
        self.assertEqual(moderato("keys", self.folder / "none", "--show")[0], 66)
        self.assertEqual(list(self.folder.iterdir()), [])


class Start(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))
        self.config = self.folder / "moderato.toml"
        self.key = self.folder / "server.key"
        self.key.write_bytes(zmq.curve_keypair()[1])
        self.key.chmod(0o600)

    def check(self, text, **options):
        self.config.write_text(text + '\n[monitor]\nendpoint = ""\n[chain]\nfilters = ["membership"]\n')
        return moderatod("--check", "--config", self.config, **options)

    def test_with_keys_other_machines_may_call(self):
        code, said = self.check('[access]\ncurve_key = { file = "server.key" }\n'
                                '[intake]\ndesk = { bind = "tcp://0.0.0.0:*" }')
        self.assertEqual(code, 0, said)

    def test_a_key_that_others_can_read_is_refused(self):
        self.key.chmod(0o644)
        for run in (self.check, lambda text: moderatod("--config", self.config)):
            code, said = run('[access]\ncurve_key = { file = "server.key" }')
            self.assertEqual(code, 78, said)
            self.assertIn("moderato.toml:2:13: access.curve_key: ", said)
            self.assertIn(f"chmod 600 {self.key}", said)
            self.assertNotIn(self.key.read_text(), said)

    def test_the_key_may_come_from_the_environment(self):
        environment = {**os.environ, "KEY": self.key.read_text()}
        self.assertEqual(self.check('[access]\ncurve_key = { env = "KEY" }', env=environment)[0], 0)
        code, said = self.check('[access]\ncurve_key = { env = "KEY" }', env={**os.environ, "KEY": "hush"})
        self.assertEqual(code, 78, said)
        self.assertIn("a key of 40 characters", said)
        self.assertNotIn("hush", said)


if __name__ == "__main__":
    unittest.main()
