"""More comes than can be judged: who floods has to wait or come back, and the others are served."""
import contextlib
import json
import os
import sqlite3
import unittest
from pathlib import Path

from daemon import Daemon, comment

FILTERS = Path(os.environ["MODERATO_TEST_FILTERS"])


class Overload(unittest.TestCase):
    def gated(self, chain=("gate",), workers=1, **intake):
        """A daemon, of which a comment with the text "wait" keeps a worker busy until open_gate()."""
        lines = "".join(f"{name} = {value}\n" for name, value in intake.items())
        daemon = Daemon(chain=chain, workers=workers, tables={"head": f'plugin_path = ["{FILTERS}"]', "intake": lines},
                        filters="")
        self.gate = daemon.folder / "gate"
        daemon.config.write_text(daemon.config.read_text() + f'[filter.gate]\nfile = "{self.gate}"\n'
                                                             "budget_ms = 600000\n")
        return daemon

    def open_gate(self, name=""):
        self.gate.with_name(self.gate.name + name).touch()

    def flood_queue(self, daemon, taken):
        """A thousand comments of one site, the first of which keeps the worker busy, until so many are taken in."""
        queue = daemon.queue()
        queue.send(comment("0", "wait", site="flood"))
        for i in range(1, 1000):
            queue.send(comment(i, site="flood"))
        daemon.stats_when(lambda stats: stats["in_flight"] == taken)

    def receive(self, client, count):
        return [json.loads(client.receive()[-1]) for _ in range(count)]

    def test_one_comment_of_a_quiet_site_is_decided_before_the_flood_of_another(self):
        with self.gated(max_in_flight=2000) as daemon:
            self.flood_queue(daemon, taken=1000)
            quiet = daemon.desk()
            quiet.send(comment("1", site="quiet"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 1001)
            self.open_gate()
            # Behind the batch that was being judged, and one turn of the flood.
            self.assertLess(self.receive(quiet, 1)[0]["seq"], 300)

    def test_a_flood_at_the_queue_leaves_room_at_the_desk(self):
        with self.gated(max_in_flight=100) as daemon:
            self.flood_queue(daemon, taken=75)
            desk = daemon.desk()
            desk.send(comment("1", site="quiet"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 76)
            self.open_gate()
            self.assertEqual(self.receive(desk, 1)[0]["action"], "approve")
            self.assertEqual(daemon.stats_when(lambda stats: stats["in_flight"] == 0 and stats["last_seq"] == 1001)
                             ["busy"], 0)

    def test_who_floods_the_desk_is_told_to_come_back_while_others_are_served(self):
        with self.gated(max_in_flight=100) as daemon:
            flood, quiet = daemon.desk(), daemon.desk()
            quiet.send(comment("0", "wait", site="quiet"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 1)
            for i in range(200):
                flood.send(comment(i, site="flood"))
            busy = self.receive(flood, 200 - 74)
            self.assertEqual({answer["error"]["code"] for answer in busy}, {"intake.busy"})
            self.assertEqual(len({answer["id"] for answer in busy}), len(busy))
            quiet.send(comment("1", site="quiet"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 76)
            self.open_gate()
            taken = self.receive(flood, 74)
            self.assertEqual({answer.get("action") for answer in taken}, {"approve"})
            self.assertEqual(len({answer["id"] for answer in busy + taken}), 200)
            self.assertEqual({answer["action"] for answer in self.receive(quiet, 2)}, {"approve"})
            self.assertEqual(daemon.stats()["busy"], len(busy))
            again = flood.submit(comment(answer["id"], site="flood") for answer in busy)
            self.assertEqual({answer["action"] for answer in again.values()}, {"approve"})
            daemon.stats_when(lambda stats: stats["last_seq"] == 202)

    def test_a_client_that_asks_for_too_much_at_once_is_told_so(self):
        with self.gated(max_per_client=10) as daemon:
            greedy, other = daemon.desk(), daemon.desk()
            greedy.send(comment("0", "wait"))
            for i in range(1, 15):
                greedy.send(comment(i))
            self.assertEqual({answer["error"]["code"] for answer in self.receive(greedy, 5)}, {"intake.busy"})
            other.send(comment("other"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 11)
            self.open_gate()
            self.assertEqual(self.receive(other, 1)[0]["action"], "approve")
            self.assertEqual({answer["action"] for answer in self.receive(greedy, 10)}, {"approve"})

    def test_what_is_judged_does_not_wait_for_the_rest_of_a_slow_batch(self):
        with self.gated(chain=("slow", "gate")) as daemon:
            desk = daemon.desk()
            desk.send(comment("0", "wait"))
            for i in range(1, 80):
                desk.send(comment(i))
            desk.send(comment("last", "wait longer"))
            daemon.stats_when(lambda stats: stats["in_flight"] == 81)
            self.open_gate()
            self.receive(desk, 60)
            self.open_gate(" longer")
            self.receive(desk, 21)

    def test_each_worker_has_one_of_the_comments_that_take_long(self):
        with self.gated(workers=8) as daemon:
            desk = daemon.desk()
            for i in range(8):
                desk.send(comment(i, f"wait{i}", article=f"a{i}"))
            for i in reversed(range(8)):
                self.open_gate(str(i))
                self.assertEqual(self.receive(desk, 1)[0]["id"], str(i))

    def test_a_text_is_scored_while_comments_wait_for_the_disk(self):
        with self.gated() as daemon:
            queue = daemon.queue()
            with contextlib.closing(sqlite3.connect(daemon.folder / "ledger.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for i in range(12_000):
                    queue.send(comment(i, article=f"a{i}"))
                daemon.stats_when(lambda stats: not stats["ledger"]["writable"])
                answer = daemon.request("score", comment=comment("trial"))
                self.assertEqual(answer["verdict"]["action"], "approve")
            daemon.stats_when(lambda stats: stats["last_seq"] == 12_000)


if __name__ == "__main__":
    unittest.main()
