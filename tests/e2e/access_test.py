"""Who gets in: what a daemon offers to other machines, and to whom."""
import subprocess
import tempfile
import unittest
from pathlib import Path

from daemon import BIN, Daemon


def moderatod(*arguments):
    done = subprocess.run([BIN / "moderatod", *arguments], capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL)
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


if __name__ == "__main__":
    unittest.main()
