#!/usr/bin/python3
"""The daemon is killed at every step between receipt and publication, one after the other: before each write,
truncation and sync of its ledger and before each send, for a short stream of comments, and while it starts again. Each
time: what has a receipt is in the ledger, what has none is taken when it is sent again, and everything is decided and on
the feed once."""
import itertools
import json
import unittest
from contextlib import closing

from daemon import Daemon, comment
from disk_faults import Disk


class Kill(unittest.TestCase):
    def stream(self, number):
        return [comment(f"{number}-a", f"First of {number}."), comment(f"{number}-b", "Doubtful.", author="wait"),
                comment(f"{number}-a", f"First of {number}, edited.")]

    def submit(self, daemon, messages):
        """One after the other, until the daemon dies; the receipts."""
        receipts = []
        with closing(daemon.desk()) as desk:
            for message in messages:
                desk.send(message)
                while not desk.socket.poll(20):
                    if daemon.process.poll() is not None and not desk.socket.poll(200):
                        return receipts
                receipts.append(json.loads(desk.receive()[0]))
        return receipts

    def survives(self, daemon, disk):
        """Lifts the death sentence. Whether it came in time: the step may be one that nobody saw, after all answers."""
        disk.kill_at = 0
        with closing(daemon.control()) as control:
            control.send({"request": "stats"})
            while not control.socket.poll(20):
                if daemon.process.poll() is not None:
                    self.assertEqual(daemon.wait(), -9, daemon.log())
                    return False
        return True

    def account(self, daemon, number, receipts):
        stream = self.stream(number)
        before = daemon.verdicts()
        for receipt in receipts:
            self.assertIn(receipt, [verdict for *_, verdict in before], f"step {number}: a receipt without a row")
        receipts = receipts + self.submit(daemon, stream[len(receipts):])
        self.assertEqual(len(receipts), len(stream))
        decided = [m for m in daemon.verdicts() if m[3]["id"].startswith(f"{number}-")]
        self.assertEqual([verdict for *_, verdict in decided], receipts, f"step {number}")
        self.assertEqual([(verdict["id"], verdict["revision"]) for *_, verdict in decided],
                         [(f"{number}-a", 0), (f"{number}-b", 0), (f"{number}-a", 1)])
        published = [m[1] for m in daemon.catch_up("approved/") if m[3]["id"].startswith(f"{number}-")]
        self.assertEqual(published, [receipts[0]["seq"], receipts[2]["seq"]], f"step {number}")

    def test_every_step_of_a_stream(self):
        with Daemon() as daemon:
            disk = Disk(daemon.folder)
            daemon.stop()
            daemon.environment = disk.environment
            daemon.start()
            for number in itertools.count(1):
                disk.kill_at = disk.steps + number
                receipts = self.submit(daemon, self.stream(number))
                survived = self.survives(daemon, disk)
                self.assertTrue(len(receipts) == 3 or not survived)
                if not survived:
                    daemon.start()
                self.account(daemon, number, receipts)
                if survived:
                    break
            self.assertGreater(number, 15, "these are too few steps: has the shim been preloaded?")

    def test_every_step_of_a_start(self):
        with Daemon() as daemon:
            disk = Disk(daemon.folder)
            daemon.stop()
            daemon.environment = disk.environment
            daemon.start()
            killed = 0
            for number in itertools.count(1):
                receipts = self.submit(daemon, self.stream(number))
                self.assertEqual(len(receipts), 3)
                daemon.kill()  # so that there is a log to recover from
                disk.kill_at = disk.steps + number
                try:
                    daemon.start()
                except AssertionError:
                    pass  # killed on the way, or else the next line says what it was
                survived = self.survives(daemon, disk)
                if not survived:
                    killed += 1
                    daemon.start()
                self.account(daemon, number, receipts)
                if survived:
                    break
            self.assertGreater(killed, 1, "a start takes more steps than this")


if __name__ == "__main__":
    unittest.main()
