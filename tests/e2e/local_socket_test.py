#!/usr/bin/python3
"""The files of ipc:// addresses: who may open them, and what becomes of one that is already there."""
import socket
import unittest
from pathlib import Path

from access_test import moderatod
from daemon import Daemon, comment


class LocalSockets(unittest.TestCase):
    """An ipc:// address is a file, and files have owners."""

    def socket_of(self, daemon, name="desk"):
        return Path(daemon.addresses[name].removeprefix("ipc://"))

    def test_are_for_the_daemons_user_alone(self):
        with Daemon() as daemon:
            for name in ("queue", "desk", "publish", "endpoint"):
                self.assertEqual(oct(self.socket_of(daemon, name).stat().st_mode & 0o777), "0o600", name)

    def test_are_for_whom_the_configuration_names(self):
        daemon = Daemon()
        address = f'"{daemon.addresses["desk"]}"'
        daemon.config.write_text(daemon.config.read_text().replace(address, f'{address}, ipc_mode = "0660"'))
        with daemon:
            self.assertEqual(oct(self.socket_of(daemon).stat().st_mode & 0o777), "0o660")
            self.assertEqual(oct(self.socket_of(daemon, "queue").stat().st_mode & 0o777), "0o600")
            self.assertEqual(daemon.desk().ask(comment("m1"))["action"], "approve")

    def test_one_left_behind_is_replaced(self):
        daemon = Daemon()
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(str(self.socket_of(daemon)))
        with daemon:
            self.assertEqual(daemon.desk().ask(comment("r1"))["action"], "approve")

    def test_one_that_is_in_use_stays(self):
        daemon = Daemon()
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(self.socket_of(daemon)))
            other.listen()
            code, said = moderatod("--config", daemon.config)
            self.assertEqual(code, 69, said)
            self.assertIn(f"intake.desk: can't listen on {daemon.addresses['desk']}: somebody listens there", said)
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self.socket_of(daemon)))

    def test_another_file_stays(self):
        daemon = Daemon()
        self.socket_of(daemon).write_text("precious")
        code, said = moderatod("--config", daemon.config)
        self.assertEqual(code, 69, said)
        self.assertIn("a file is there that is no socket", said)
        self.assertEqual(self.socket_of(daemon).read_text(), "precious")


if __name__ == "__main__":
    unittest.main()
