#!/usr/bin/python3
"""What the daemon does when its disk fails, at start and while it runs: it takes no comment that it can't keep, says so
to senders, in its log and in stats, loses nothing that it receipted, and comes back by itself when the disk does."""
import errno
import json
import os
import sqlite3
import subprocess
import unittest
from pathlib import Path

from daemon import BIN, Daemon, comment
from disk_faults import WRITE_FAULTS, Disk

FILTERS = Path(os.environ["MODERATO_TEST_FILTERS"])


class Storage(unittest.TestCase):
    def given(self, **more):
        """Not started yet; cleaned up whatever becomes of it."""
        daemon = Daemon(**more)
        self.addCleanup(self.clean_up, daemon)
        daemon.disk = Disk(daemon.folder)
        daemon.environment = daemon.disk.environment
        daemon.ledger = daemon.folder / "ledger.db"
        return daemon

    def clean_up(self, daemon):
        if daemon.process and daemon.process.poll() is None:
            daemon.kill()
        for each in daemon.sockets:
            each.close()
        daemon.context.term()
        daemon._folder.cleanup()

    def assert_unavailable(self, answer):
        self.assertEqual(answer.get("error", {}).get("code"), "ledger.unavailable", answer)

    def assert_stops_and_comes_back(self, daemon, fail, heal, word):
        desk, queue = daemon.desk(), daemon.queue()
        before = desk.ask(comment("before"))
        self.assertEqual(before["action"], "approve")
        held = desk.ask(comment("held", author="wait"))
        self.assertEqual(held["action"], "hold")

        fail()
        caught = desk.ask(comment("caught"))  # taken in before the fault was found
        self.assert_unavailable(caught)
        self.assertEqual(caught["id"], "caught")
        state = daemon.stats_when(lambda stats: not stats["ledger"]["writable"])["ledger"]
        self.assertIn(word, state["why"])
        self.assertIn(word, daemon.log())
        for id in ("refused", "refused too"):
            answer = desk.ask(comment(id))
            self.assert_unavailable(answer)
            self.assertEqual(answer["id"], id)
        self.assert_unavailable(daemon.request("review", action="approve", id="held", moderator="ann"))
        for number in range(50):
            queue.send(comment(f"queued {number}"))

        heal()
        daemon.stats_when(lambda stats: stats["ledger"]["writable"])
        again = desk.ask(comment("caught"))
        self.assertEqual(again["action"], "approve")
        daemon.stats_when(lambda stats: stats["received"] >= 54 and stats["in_flight"] == 0)
        self.assertIn("can be written again", daemon.log())
        ids = [verdict["id"] for *_, verdict in daemon.verdicts()]
        wanted = ["before", "held", "caught"] + [f"queued {number}" for number in range(50)]
        self.assertEqual(sorted(ids), sorted(wanted))
        self.assertIn("verdict", daemon.request("review", action="approve", id="held", moderator="ann"))

    def test_a_failing_disk(self):
        for name, ((knob, error), word) in WRITE_FAULTS.items():
            with self.subTest(name), self.given() as daemon:
                self.assert_stops_and_comes_back(
                    daemon, lambda: setattr(daemon.disk, knob, error), daemon.disk.heal, word)

    def test_another_program_in_the_middle_of_writing(self):
        with self.given() as daemon:
            other = sqlite3.connect(daemon.ledger, isolation_level=None)
            self.assert_stops_and_comes_back(
                daemon, lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK"), "another program")
            other.close()

    def test_the_ledger_is_moved_away_and_back(self):
        with self.given() as daemon:
            away = daemon.folder / "away.db"
            self.assert_stops_and_comes_back(
                daemon, lambda: daemon.ledger.rename(away), lambda: away.rename(daemon.ledger), "removed or replaced")

    def test_damage_under_a_running_daemon(self):
        daemon = self.given().start()
        desk = daemon.desk()
        for number in range(200):
            desk.ask(comment(number, "x" * 2_000))
        other = sqlite3.connect(daemon.ledger, isolation_level=None)
        other.execute("UPDATE meta SET value = value")  # the daemon must read afresh what another wrote
        self.assertEqual(other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0], 0)
        other.close()
        size = daemon.ledger.stat().st_size
        with open(daemon.ledger, "r+b") as file:
            file.seek(16384)
            file.write(os.urandom(size - 16384))
        self.assert_unavailable(desk.ask(comment("after")))
        state = daemon.stats_when(lambda stats: not stats["ledger"]["writable"])["ledger"]
        self.assertIn("damaged", state["why"])
        self.assert_unavailable(desk.ask(comment("later")))

    def test_what_a_reply_answers_cannot_be_read(self):
        with self.given(chain=("duplicate",), filters="") as daemon:
            daemon.desk().ask(comment("parent"))
            daemon.stop()
            daemon.start()
            daemon.disk.read_error = errno.EIO
            reply = comment("reply", parent="parent", article="other")
            self.assert_unavailable(daemon.desk().ask(reply))  # to write it, too, the ledger must be read
            daemon.disk.heal()
            daemon.stats_when(lambda stats: stats["ledger"]["writable"])
            answer = daemon.desk().ask(reply)
            self.assertEqual(answer["action"], "hold", answer)
            self.assertEqual([reason["code"] for reason in answer["reasons"]], ["ledger.unreadable"])
            self.assertEqual(daemon.desk().ask(comment("next", "Another."))["action"], "approve")

    def test_what_is_judged_while_the_disk_fails_is_decided_afterwards(self):
        """It was taken in before, and comes to the ledger when that can't be written any more."""
        daemon = self.given(chain=("gate",), filters="", workers=8, tables={"head": f'plugin_path = ["{FILTERS}"]'})
        gate = daemon.folder / "gate"
        daemon.config.write_text(daemon.config.read_text() + f'[filter.gate]\nfile = "{gate}"\nbudget_ms = 600000\n')
        with daemon:
            slow, desk = daemon.desk(), daemon.desk()
            slow.send(comment("slow", "wait"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 1)
            daemon.disk.write_error = errno.ENOSPC
            # Articles have workers of their own; at least one is not that of the slow comment.
            quick = [comment(f"quick {number}", article=f"other {number}") for number in range(8)]
            for each in quick:
                desk.send(each)
            self.assert_unavailable(json.loads(desk.receive()[-1]))
            gate.touch()
            self.assert_unavailable(json.loads(slow.receive()[-1]))
            daemon.disk.heal()
            daemon.stats_when(lambda stats: stats["ledger"]["writable"] and stats["in_flight"] == 0)
            for each in [comment("slow", "wait"), *quick]:
                self.assertEqual(slow.ask(each)["action"], "approve", each)

    # At start: it says what is wrong and ends with 69, for the service manager to try again.

    def assert_does_not_start(self, daemon, word):
        with self.assertRaises(AssertionError):
            daemon.start()
        self.assertEqual(daemon.process.poll(), 69, daemon.log())
        self.assertIn(word, daemon.log())

    def test_a_start_on_a_failing_disk(self):
        faults = {"full": ("write_error", errno.ENOSPC, "No space left"),
                  "read-only": ("open_error", errno.EROFS, "Read-only"),
                  "broken": ("read_error", errno.EIO, "Input/output error")}
        for name, (knob, error, word) in faults.items():
            with self.subTest(name), self.given() as daemon:
                receipt = daemon.desk().ask(comment("kept"))
                daemon.kill()
                setattr(daemon.disk, knob, error)
                self.assert_does_not_start(daemon, word)
                daemon.disk.heal()
                daemon.start()
                self.assertEqual(daemon.desk().ask(comment("kept")), receipt)

    def test_a_start_on_a_damaged_ledger(self):
        def truncate(path):
            with open(path, "r+b") as file:
                file.truncate(path.stat().st_size // 2 // 16384 * 16384)

        def scribble(path):
            with open(path, "r+b") as file:
                file.seek(100)
                file.write(b"\xff" * 20_000)

        for name, damage in {"truncated": truncate, "overwritten": scribble,
                             "no ledger": lambda path: path.write_bytes(b"x" * 50_000)}.items():
            with self.subTest(name):
                daemon = self.given().start()
                daemon.desk().submit(comment(number, "x" * 2_000) for number in range(200))
                self.assertEqual(daemon.stop(), 0)
                damage(daemon.ledger)
                self.assert_does_not_start(daemon, str(daemon.ledger))
                self.assertIn("moderato ledger repair", daemon.log())
                repair = subprocess.run([BIN / "moderato", "--config", daemon.config, "ledger", "repair"],
                                        capture_output=True, text=True)
                if name == "no ledger":
                    self.assertEqual(repair.returncode, 1, repair)
                    continue
                self.assertEqual(repair.returncode, 0, repair)
                daemon.start()
                saved = {verdict["id"] for *_, verdict in daemon.verdicts()}
                self.assertGreater(len(saved), 50, repair.stdout)
                self.assertGreater(daemon.desk().ask(comment("new"))["seq"], 200)
                self.assertEqual(daemon.stop(), 0)

    def test_a_start_on_a_damaged_log(self):
        """What a torn or overwritten write-ahead log still holds whole is kept, and no more."""
        for name, cut in {"truncated": True, "overwritten": False}.items():
            with self.subTest(name), self.given() as daemon:
                receipts = [daemon.desk().ask(comment(number)) for number in range(20)]
                daemon.kill()
                log = daemon.folder / "ledger.db-wal"
                half = log.stat().st_size // 2
                with open(log, "r+b") as file:
                    file.seek(half)
                    file.truncate() if cut else file.write(os.urandom(half))
                daemon.start()
                kept = [verdict for *_, verdict in daemon.verdicts()]
                self.assertEqual(kept, receipts[: len(kept)])
                self.assertGreater(len(kept), 0)

    def test_a_start_beside_another_writer(self):
        with self.given() as daemon:
            second = self.given()
            second.config.write_text(second.config.read_text().replace('"ledger.db"', f'"{daemon.ledger}"'))
            self.assert_does_not_start(second, f"({daemon.process.pid}) writes to this ledger")
            self.assertEqual(daemon.desk().ask(comment("fine"))["action"], "approve")


if __name__ == "__main__":
    unittest.main()
