#!/usr/bin/python3
"""What systemd is told, on a socket as it makes one; and a filter that hangs."""
import os
import re
import signal
import socket
import time
import unittest
from pathlib import Path
from unittest import mock

from daemon import PATIENCE, Daemon, comment
from monitor_test import ANY_PORT, get, port_of

FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", Path(__file__).parents[2] / "build/release/tests/e2e/filters"))


class Systemd(unittest.TestCase):
    def start(self, hang_after="1m", **options):
        daemon = Daemon(**{
            "chain": ("gate",),
            "filters": '[filter.gate]\nfile = "go"\n',
            "tables": {"head": f'plugin_path = ["{FILTERS}"]',
                       "monitor": ANY_PORT["monitor"] + f'hang_after = "{hang_after}"\n'},
            **options})
        self.go = daemon.folder / "go"
        daemon.config.write_text(daemon.config.read_text().replace('"go"', f'"{self.go}"'))
        self.socket = self.enterContext(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self.socket.bind(str(daemon.folder / "notify"))
        self.socket.settimeout(PATIENCE)
        told = {"NOTIFY_SOCKET": str(daemon.folder / "notify"), "WATCHDOG_USEC": "300000"}
        with mock.patch.dict(os.environ, told):
            self.enterContext(daemon)
        self.addCleanup(self.go.touch)  # so that it can stop
        return daemon

    def next(self, *beginnings):
        """The next message that begins so; those before are passed over."""
        while not (message := self.socket.recv(4096).decode()).startswith(beginnings):
            pass
        return message

    def test_it_is_told_how_the_daemon_is(self):
        daemon = self.start()
        self.assertEqual(self.next("READY", "STOPPING"), "READY=1")
        daemon.desk().submit([comment(i) for i in range(3)])
        while "3 received, 3 approved, 0 held, 0 rejected, 0 in flight" not in self.next("STATUS="):
            pass
        for _ in range(3):
            self.next("WATCHDOG=1")
        self.assertTrue(daemon.request("reload")["reloaded"])
        self.assertRegex(self.next("RELOADING", "READY"), r"^RELOADING=1\nMONOTONIC_USEC=\d+$")
        self.assertEqual(self.next("RELOADING", "READY"), "READY=1")
        daemon.config.write_text("nonsense")
        self.assertIn("error", daemon.request("reload"))
        self.next("RELOADING=1")
        self.assertEqual(self.next("RELOADING", "READY"), "READY=1")
        self.assertEqual(daemon.stop(), 0)
        self.next("STOPPING=1")

    def test_a_filter_that_hangs_is_named_and_the_watchdog_left_alone(self):
        daemon = self.start(hang_after="200ms")
        port = port_of(daemon)
        desk = daemon.desk()
        desk.send(comment("17", "wait", site="news"))
        stuck = self.next("STATUS=stuck")
        self.assertRegex(stuck, '^STATUS=stuck: the filter "gate" has been at the comment "17" of the site "news" for')
        self.assertRegex(daemon.log(), r'"level":"critical"[^\n]*stuck: the filter \\"gate\\" has been at the comment')
        status, body = get(port, "/healthz")
        self.assertEqual(status, 503)
        self.assertRegex(body, '^the filter "gate" has been at the comment "17" of the site "news" for')
        # All other articles go on meanwhile, on the other worker.
        daemon.desk().submit(comment(i, article=f"b{i}") for i in range(50))
        self.assertIn("\nmoderato_stuck 1\n", get(port, "/metrics")[1])
        self.socket.setblocking(False)
        with self.assertRaises(BlockingIOError):
            while True:
                self.assertNotIn("WATCHDOG", self.socket.recv(4096).decode())
        self.socket.settimeout(PATIENCE)
        self.go.touch()
        self.next("WATCHDOG=1")
        self.assertEqual(get(port, "/healthz"), (200, "alive\n"))
        self.assertIn("goes on", daemon.log())
        self.assertIn(b'"17"', desk.receive()[0])

    def test_a_restart_by_the_watchdog_loses_nothing_that_was_receipted(self):
        daemon = self.start(hang_after="200ms", workers=1)
        desk = daemon.desk()
        receipts = desk.submit([comment(i) for i in range(50)])
        desk.send(comment("17s", "wait"))
        self.next("STATUS=stuck")
        daemon.process.send_signal(signal.SIGABRT)  # as systemd does
        self.assertEqual(daemon.wait(), -signal.SIGABRT)
        self.go.touch()
        daemon.start()
        known = {verdict["id"]: verdict["seq"] for *_, verdict in daemon.verdicts()}
        self.assertEqual({id: verdict["seq"] for id, verdict in receipts.items()}, known)


if __name__ == "__main__":
    unittest.main()
