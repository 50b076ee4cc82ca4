"""core/transport/EXPOSE.md, step by step: what it tells to do works."""
import os
import re
import socket
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

from daemon import BIN, Daemon

PAGE = (Path(__file__).parents[2] / "core/transport/EXPOSE.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


class Exposing(unittest.TestCase):
    def setUp(self):
        self.etc = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-etc-")))
        self.website = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-web-")))
        self.environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "CREDENTIALS_DIRECTORY": str(self.etc)}

    def here(self, text):
        text = text.replace("/etc/moderato", str(self.etc))
        for port, mine in self.ports.items():
            text = text.replace(f"moderation.example:{port}", f"127.0.0.1:{mine}").replace(f"*:{port}", f"*:{mine}")
        return text

    def run_in(self, folder, command, program=("bash", "-ec")):
        done = subprocess.run([*program, self.here(command)], cwd=folder, capture_output=True, text=True, timeout=120,
                              env=self.environment)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_each_step_works(self):
        with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
            self.ports = {5872: one.getsockname()[1], 5873: other.getsockname()[1]}
        the_daemons, the_clients, restart, first, operators = blocks("sh")
        key = re.search(r"^  (\S{40})$", self.run_in(self.etc, the_daemons), re.M)[1]
        listed = re.search(r"\[access\.client.*", self.run_in(self.website, the_clients), re.S)[0]

        access, network = blocks("toml")
        self.assertEqual(tomllib.loads(access)["access"]["client"]["website"]["roles"],
                         tomllib.loads(listed)["access"]["client"]["website"]["roles"])
        ours = access.split("[access.client")[0] + listed
        daemon = Daemon(tables={"head": ours})
        text = daemon.config.read_text()
        for name, line in (("desk", network.splitlines()[1]), ("publish", network.splitlines()[4])):
            text = text.replace(f'{name} = {{ bind = "{daemon.addresses[name]}" }}', self.here(line))
        daemon.config.write_text(text)
        (self.etc / "moderato.toml").write_text(text.replace('"members.db"', f'"{daemon.folder}/members.db"'))
        check, systemctl = restart.splitlines()
        self.assertEqual(systemctl, "systemctl restart moderatod")
        self.run_in(self.etc, check)

        secret = (self.etc / "server.key").read_text().strip().encode()
        daemon.curve = (key.encode(), key.encode(), secret)
        daemon.environment = {"CREDENTIALS_DIRECTORY": str(self.etc)}
        with daemon:
            first = first.replace("KEY OF THE DAEMON", key).replace('"anna"', '"good-anna"')
            self.assertIn("approve", self.run_in(self.website, first))
            (program,) = blocks("python")
            self.environment["MODERATO_SERVER_KEY"] = key
            said = self.run_in(self.website, program.replace('"anna"', '"good-anna"'), ("/usr/bin/python3", "-c"))
            self.assertEqual(said, "approve\n")
            del self.environment["MODERATO_SERVER_KEY"]
            control = f"moderato --control {daemon.addresses['endpoint']}"
            self.assertIn("2", self.run_in(self.etc, operators.replace("moderato ", f"{control} ", 1)))


if __name__ == "__main__":
    unittest.main()
