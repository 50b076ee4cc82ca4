"""How often the ledger is written."""
import time
import unittest

from daemon import Daemon, comment

PAUSE = 0.004  # as in core/daemon/recorder.cpp


class Commits(unittest.TestCase):
    def test_what_nobody_waits_for_is_written_once_in_a_pause(self):
        with Daemon() as daemon:
            queue, feed = daemon.queue(), daemon.feed("approved/", "rejected/")
            before = daemon.stats()["commits"]
            begin = time.monotonic()
            for i in range(100):
                queue.send(comment(i, f"Comment {i}."))
                feed.receive()
            elapsed = time.monotonic() - begin
            commits = daemon.stats()["commits"] - before
            self.assertGreater(commits, 1)
            self.assertLessEqual(commits, elapsed / PAUSE + 2)


if __name__ == "__main__":
    unittest.main()
