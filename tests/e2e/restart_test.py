#!/usr/bin/python3
"""What a daemon knows after a restart, and when it takes comments in meanwhile."""
import os
import sqlite3
import time
import unittest
from pathlib import Path

from daemon import PATIENCE, Daemon, comment

FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", Path(__file__).parents[2] / "build/release/tests/e2e/filters"))
LATE = """
[filter.late]
file = "FOLDER/go"
"""


class Restart(unittest.TestCase):
    def daemon(self, open_early, chain=("late",), filters=LATE):
        daemon = Daemon(chain=chain, tables={"intake": f"open_early = {open_early}\n"}, filters=filters)
        daemon.config.write_text(f'plugin_path = "{FILTERS}"\n'
                                 + daemon.config.read_text().replace("FOLDER", str(daemon.folder)))
        return daemon

    def knows(self, desk, id):
        return int(desk.ask(comment(id))["reasons"][0]["message"])

    def test_comments_wait_until_the_filters_know_again(self):
        with self.daemon("false") as daemon:
            for i in range(3):
                self.assertEqual(self.knows(daemon.desk(), i), 0)
            daemon.stop()
            (daemon.folder / "go").touch()
            daemon.start()
            self.assertEqual(self.knows(daemon.desk(), "next"), 3)

    def test_or_are_taken_in_at_once(self):
        with self.daemon("true") as daemon:
            for i in range(3):
                daemon.desk().ask(comment(i))
            daemon.stop()
            daemon.start()
            desk = daemon.desk()
            self.assertEqual(self.knows(desk, "early"), 0)
            (daemon.folder / "go").touch()
            deadline = time.monotonic() + PATIENCE
            known = i = 0
            while known < 3 and time.monotonic() < deadline:
                known = self.knows(desk, f"later{i}")
                i += 1
            # What this process decided itself is not told again.
            self.assertEqual(self.knows(desk, "last"), 3)

    def test_each_filter_is_told_as_far_back_as_it_asks_for(self):
        tables = "".join(f'[filter.{name}]\nplugin = "late"\nfile = "FOLDER/go"\ndecisions = {count}\n'
                         for name, count in (("none", 0), ("one", 1), ("all", 1000)))
        with self.daemon("false", chain=("none", "one", "all"), filters=tables) as daemon:
            (daemon.folder / "go").touch()
            for i in range(4):
                daemon.desk().ask(comment(i))
            daemon.stop()
            daemon.start()
            verdict = daemon.desk().ask(comment("next"))
            self.assertEqual([reason["message"] for reason in verdict["reasons"]], ["0", "1", "4"])
            # The same when they come with a reload.
            text = daemon.config.read_text()
            for count in (0, 1, 1000):
                text = text.replace(f"decisions = {count}\n", f"decisions = {count}\nnew = false\n")
            daemon.config.write_text(text)
            self.assertNotIn("error", daemon.request("reload"))
            verdict = daemon.desk().ask(comment("last"))
            self.assertEqual([reason["message"] for reason in verdict["reasons"]], ["0", "1", "5"])

    def test_times_do_not_go_back_with_the_clock(self):
        with Daemon() as daemon:
            daemon.desk().ask(comment("before"))
            daemon.stop()
            # As if it had been decided an hour later, by a clock that was put right since.
            with sqlite3.connect(daemon.folder / "ledger.db") as ledger:
                ledger.execute("UPDATE decision SET decided_at = decided_at + 3600000000")
                [[before]] = ledger.execute(
                    "SELECT strftime('%Y-%m-%dT%H:%M:%S', decided_at / 1e6, 'unixepoch') FROM decision")
            daemon.start()
            self.assertGreaterEqual(daemon.desk().ask(comment("after"))["decided_at"], before)


if __name__ == "__main__":
    unittest.main()
