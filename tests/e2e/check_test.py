#!/usr/bin/python3
"""moderatod --check and the exit codes: 0 for a configuration that works, 78 for one that does not, 64, 69."""
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from daemon import BIN, Daemon

SHIPPED = Path(__file__).parents[2] / "config/moderato.toml"


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))
        self.config = self.folder / "moderato.toml"

    def moderatod(self, *arguments):
        done = subprocess.run([BIN / "moderatod", *arguments], capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout + done.stderr

    def check(self, text):
        self.config.write_text(text)
        return self.moderatod("--check", "--config", self.config)

    def test_the_shipped_configuration_is_fine(self):
        shutil.copy(SHIPPED, self.config)
        self.assertEqual(self.moderatod("--check", "--config", self.config)[0], 0)
        self.assertEqual([each.name for each in self.folder.iterdir()], ["moderato.toml"], "--check left something")

    def test_every_mistake_is_named_with_its_place(self):
        code, said = self.check(SHIPPED.read_text().replace("max_in_flight", "max_in_fligth")
                                .replace("commit_rows = 2_048", 'commit_rows = "many"'))
        self.assertEqual(code, 78, said)
        for wanted in ("max_in_fligth", "max_in_flight", "commit_rows"):
            self.assertIn(wanted, said)
        lines = SHIPPED.read_text().splitlines()
        for name in ("max_in_flight", "commit_rows"):
            number = next(i for i, line in enumerate(lines, 1) if line.startswith(name))
            self.assertIn(f"moderato.toml:{number}:", said)

    def test_a_filter_that_is_not_there_and_an_option_it_does_not_have(self):
        code, said = self.check('chain.filters = ["membershp"]')
        self.assertEqual(code, 78, said)
        self.assertIn("membershp", said)
        code, said = self.check('chain.filters = ["membership"]\n[filter.membership]\ndatabse = "x.db"')
        self.assertEqual(code, 78, said)
        self.assertIn("database", said)

    def test_no_file_no_toml_and_no_ledger(self):
        code, said = self.moderatod("--check", "--config", self.folder / "none.toml")
        self.assertEqual(code, 78)
        self.assertIn("none.toml", said)
        self.assertEqual(self.check("[chain")[0], 78)
        code, said = self.check('ledger.path = "no/such/folder/ledger.db"')
        self.assertEqual(code, 78, said)
        (self.folder / "ledger.db").write_bytes(b"This is no database." * 1000)
        code, said = self.check('ledger.path = "ledger.db"')
        self.assertEqual(code, 78, said)

    def test_wrong_usage(self):
        self.assertEqual(self.moderatod("--chekc")[0], 64)
        done = subprocess.run([BIN / "moderato", "explian"], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 64)
        self.assertIn("explian", done.stderr)
        self.assertIn("'explain'", done.stderr)

    def test_an_address_that_is_taken(self):
        with Daemon() as daemon:
            other = daemon.folder / "other"
            other.mkdir()
            config = daemon.config.read_text().replace('"members.db"', f'"{daemon.folder}/members.db"')
            for name in ("queue", "publish", "endpoint"):
                config = config.replace(f"{daemon.folder}/{name}", f"{other}/{name}")
            # libzmq takes an ipc address over from whoever has it, so the taken one is a TCP port.
            import socket
            with socket.create_server(("127.0.0.1", 0)) as taken:
                port = taken.getsockname()[1]
                config = config.replace(daemon.addresses["desk"], f"tcp://127.0.0.1:{port}")
                (other / "moderato.toml").write_text(config)
                code, said = self.moderatod("--config", other / "moderato.toml")
            self.assertEqual(code, 69, said)
            self.assertIn(str(port), said)

    def test_check_works_beside_a_running_daemon(self):
        with Daemon() as daemon:
            self.assertEqual(self.moderatod("--check", "--config", daemon.config)[0], 0)


if __name__ == "__main__":
    unittest.main()
