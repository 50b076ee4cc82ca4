#!/usr/bin/python3
"""moderatod --check: 0 for a configuration that can run, 78 for one that can't, with everything that is wrong."""
import subprocess
import unittest

from daemon import BIN, Daemon, comment


class Check(unittest.TestCase):
    def check(self, config):
        done = subprocess.run([BIN / "moderatod", "--check", "--config", config], capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def test_a_good_configuration_also_while_a_daemon_runs_with_it(self):
        with Daemon() as daemon:
            self.assertEqual(self.check(daemon.config)[0], 0)
            self.assertEqual(daemon.desk().ask(comment("1"))["action"], "approve")

    def test_a_bad_one_with_all_its_mistakes(self):
        with Daemon() as daemon:
            daemon.config.write_text(daemon.config.read_text() + "[intaek]\nx = 1\n[site.\"a\"]\nfilters = [3]\n")
            code, said = self.check(daemon.config)
            self.assertEqual(code, 78, said)
            self.assertIn("intaek", said)
            self.assertIn("filters", said)
            self.assertRegex(said, r"moderato\.toml:\d+:\d+: ")

    def test_a_ledger_that_is_none(self):
        with Daemon() as daemon:
            daemon.stop()
            for each in daemon.folder.glob("ledger.db*"):
                each.unlink()
            (daemon.folder / "ledger.db").write_bytes(b"this is no database" * 1000)
            code, said = self.check(daemon.config)
            self.assertEqual(code, 78, said)
            self.assertIn("ledger.db", said)


if __name__ == "__main__":
    unittest.main()
