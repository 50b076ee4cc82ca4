#!/usr/bin/python3
"""kill -9 at random moments: what has a receipt is recorded, the rest is taken when it is sent again, and a subscriber that
catches up has each approved comment exactly once. `crash_test.py --rounds N` runs more rounds than the default five."""
import json
import random
import sys
import unittest

from daemon import Daemon, TimedOut, comment, frame

ROUNDS = 5


class Crash(unittest.TestCase):
    def test_kill_9_loses_nothing_that_was_receipted(self):
        with Daemon(workers=2) as daemon:
            receipts, had, last = {}, {}, 0
            for round in range(ROUNDS):
                frames = {f"{round}-{i}": frame(comment(f"{round}-{i}", f"Text {round} {i}", article=f"a{i % 7}"))
                          for i in range(1_500)}
                desk, feed = daemon.desk(), daemon.feed()
                for each in frames.values():
                    desk.send(each)
                # The moment is counted in receipts, so that it falls somewhere else each round, on any machine.
                for _ in range(random.randrange(1, 1_400)):
                    receipt = json.loads(desk.receive()[0])
                    receipts[receipt["id"]] = receipt
                daemon.kill()
                while True:
                    try:
                        receipt = json.loads(desk.receive(0.05)[0])
                        receipts[receipt["id"]] = receipt
                    except TimedOut:
                        break
                while feed.socket.poll(50):
                    last = self.take(had, feed.receive(), last)
                desk.close()
                feed.close()
                daemon.start()

                recorded = {m[3]["id"]: m[3] for m in daemon.verdicts()}
                for id, receipt in receipts.items():
                    self.assertEqual(recorded.get(id), receipt)
                answers = daemon.desk().submit([each for id, each in frames.items() if id not in receipts])
                for id, answer in answers.items():
                    self.assertNotIn("error", answer)
                    if id in recorded:
                        self.assertEqual(answer, recorded[id])
                receipts.update(answers)
                # The subscriber catches up from the last seq it handled.
                for message in daemon.catch_up(after=last):
                    last = self.take(had, message, last)
                self.assertEqual(set(had), {id for id, r in receipts.items() if r["action"] == "approve"})

    def take(self, had, message, last):
        seq, text = int(message[1]), json.loads(message[2])
        if seq <= last or "site" in text:  # seen before; or a probe, which has a site of its own
            return max(last, seq)
        self.assertNotIn(text["id"], had)
        had[text["id"]] = seq
        return seq


if __name__ == "__main__":
    if "--rounds" in sys.argv:
        at = sys.argv.index("--rounds")
        ROUNDS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()
