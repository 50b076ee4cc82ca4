#!/usr/bin/python3
"""Stopping, and being short of room: what was taken in is decided and recorded, and memory stays bounded."""
import json
import os
import signal
import sqlite3
import threading
import time
import unittest
from contextlib import closing
from pathlib import Path

from daemon import PATIENCE, Daemon, TimedOut, comment, frame

FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", Path(__file__).parents[2] / "build/release/tests/e2e/filters"))


class Shutdown(unittest.TestCase):
    def test_sigterm_and_sigint_drain_what_was_taken_in(self):
        for asked in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(asked), Daemon() as daemon:
                desk, feed = daemon.desk(), daemon.feed()
                before = daemon.stats()["last_seq"]
                frames = [frame(comment(i, f"Text {i}", article=f"a{i % 9}")) for i in range(5_000)]
                for each in frames:
                    desk.send(each)
                # As soon as the first are decided: thousands are then under way.
                receipts = [json.loads(desk.receive()[0])]
                daemon.process.send_signal(asked)
                self.assertEqual(daemon.wait(), 0)
                while True:
                    try:
                        receipts.append(json.loads(desk.receive(0.2)[0]))
                    except TimedOut:
                        break
                published = 0
                while feed.socket.poll(200):
                    feed.receive()
                    published += 1
                # What it has not sent by now it would send to the next daemon.
                desk.close()
                # What has a receipt is recorded, and nothing that was recorded went without one.
                daemon.start()
                recorded = {m[3]["id"]: m[3] for m in daemon.verdicts() if m[1] > before}
                self.assertEqual({r["id"]: r for r in receipts}, recorded)
                self.assertEqual(published, len(recorded))
                # The rest is taken when it is sent again.
                answers = daemon.desk().submit(frames)
                self.assertEqual(len(answers), len(frames))
                self.assertEqual({id: answers[id] for id in recorded}, recorded)

    def test_an_idle_daemon_stops_at_once_and_starts_again(self):
        with Daemon() as daemon:
            for _ in range(3):
                self.assertEqual(daemon.stop(), 0)
                daemon.start()

    def test_a_second_daemon_on_the_same_ledger_is_refused(self):
        with Daemon() as daemon:
            config = daemon.config.read_text()
            other = daemon.folder / "other.toml"
            other.write_text(config.replace("ipc://" + str(daemon.folder), "ipc://" + str(daemon.folder) + "/other-"))
            import subprocess

            from daemon import BIN
            done = subprocess.run([BIN / "moderatod", "--config", other], capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 69, done.stderr)
            self.assertIn("ledger", done.stdout + done.stderr)
            self.assertEqual(daemon.desk().ask(comment("1"))["action"], "approve")

    def test_few_in_flight_slow_the_senders_and_lose_nothing(self):
        for limit in (1, 7):
            with self.subTest(limit), Daemon(tables={"intake": f"max_in_flight = {limit}\n"}) as daemon:
                queue, count = daemon.queue(), 2_000
                watching = threading.Event()
                seen = []

                def watch():
                    while not watching.is_set():
                        seen.append(daemon.stats()["in_flight"])

                watcher = threading.Thread(target=watch)
                watcher.start()
                for i in range(count):
                    queue.send(comment(f"q{i}", f"Text {i}"))
                answers = daemon.desk().submit(comment(f"d{i}", f"Text {i}") for i in range(count))
                daemon.stats_when(lambda stats: stats["last_seq"] == 2 * count)
                watching.set()
                watcher.join()
                self.assertEqual(len(answers), count)
                self.assertTrue(seen)
                self.assertLessEqual(max(seen), limit)
                self.assertEqual(len({m[3]["id"] for m in daemon.verdicts()}), 2 * count)

    def test_a_filter_that_hangs_does_not_keep_it_from_stopping(self):
        filters = '[filter.gate]\nfile = "never"\nbudget_ms = 600000\n'
        with Daemon(chain=("gate",), tables={"head": f'plugin_path = ["{FILTERS}"]'}, filters=filters) as daemon:
            desk = daemon.desk()
            receipts = desk.submit(comment(i, article=f"a{i}") for i in range(50))
            desk.send(comment("hangs", "wait"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 1)
            self.assertEqual(daemon.stop(), 1)
            self.assertIn("a filter hangs at a comment", daemon.log())
            self.assertIn("1 comments that were taken in got no receipt", daemon.log())
            daemon.start()
            self.assertEqual({m[3]["id"]: m[3]["seq"] for m in daemon.verdicts()},
                             {id: receipt["seq"] for id, receipt in receipts.items()})

    def test_nor_does_one_that_hangs_at_what_it_is_told(self):
        daemon = Daemon(chain=("late",), tables={"head": f'plugin_path = ["{FILTERS}"]'}, filters="")
        file = daemon.folder / "file"
        daemon.config.write_text(daemon.config.read_text() + f'[filter.late]\nfile = "{file}"\nnew = true\n')
        with daemon:
            daemon.desk().send(comment("hangs"))
            daemon.stats_when(lambda stats: stats["last_seq"] == 1)  # on disk; the filter is told next
            self.assertEqual(daemon.stop(), 1)
            self.assertIn("a filter that was told of a decision hangs", daemon.log())
            self.assertNotIn("hangs at a comment", daemon.log())
            file.touch()
            daemon.start()
            self.assertEqual([m[3]["id"] for m in daemon.verdicts()], ["hangs"])

    def test_while_the_ledger_cannot_be_written_comments_wait(self):
        with Daemon() as daemon:
            desk, count = daemon.desk(), 100
            with closing(sqlite3.connect(daemon.folder / "ledger.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for i in range(count):
                    desk.send(comment(i))
                deadline = time.monotonic() + PATIENCE
                while "can't write the ledger" not in daemon.log():
                    self.assertLess(time.monotonic(), deadline, daemon.log())
                    self.assertIsNone(daemon.process.poll(), daemon.log())
                    self.assertFalse(desk.socket.poll(50), "answered before it was on disk")
            answers = {json.loads(desk.receive()[0])["id"] for _ in range(count)}
            self.assertEqual(answers, {str(i) for i in range(count)})
            self.assertIn("the ledger can be written again", daemon.log())


if __name__ == "__main__":
    unittest.main()
