#!/usr/bin/python3
"""A filter in a process of its own: whatever becomes of that process, each comment is decided once and the daemon
lives on."""
import json
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from daemon import BIN, PATIENCE, Daemon, TimedOut, comment

FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", Path(__file__).parents[2] / "build/release/tests/e2e/filters"))
MOODY = """
[filter.moody]
isolation = "process"
time_limit_ms = 60_000
"""


def children(pid):
    """The processes that a process has started."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def wait_for(what, ready):
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > deadline:
            raise TimedOut(what)


def error_of(verdict):
    reason = verdict["reasons"][0]
    return reason["message"] if reason["code"] == "filter.error" else None


class Isolation(unittest.TestCase):
    def start(self, filters=MOODY, **more):
        self.daemon = Daemon(chain=("moody",), filters=filters, **more)
        config = self.daemon.config
        config.write_text(f'plugin_path = "{FILTERS}"\n' + config.read_text())
        return self.enterContext(self.daemon)

    def host(self):
        """The process of the filter, once there is one."""
        wait_for("the filter's process", lambda: len(children(self.daemon.process.pid)) == 1)
        return children(self.daemon.process.pid)[0]

    def restarts(self):
        return self.daemon.stats()["filters"][0]["restarts"]

    def test_it_is_killed_in_the_middle_of_a_stream(self):
        daemon, desk, count = self.start(), None, 6_000
        desk = daemon.desk()
        for i in range(count):
            desk.send(comment(i, f"Text {i}", article=f"a{i % 50}"))
        answers, kills = {}, 0
        while len(answers) < count:
            answer = json.loads(desk.receive()[0])
            self.assertNotIn("error", answer)
            self.assertNotIn(answer["id"], answers)
            answers[answer["id"]] = answer
            # The moment is counted in receipts, so that it falls in the middle on any machine.
            if len(answers) in (1_000, 2_500, 4_000):
                os.kill(self.host(), signal.SIGKILL)
                kills += 1
                wait_for("a restart", lambda: self.restarts() == kills)
        self.assertEqual(set(answers), {str(i) for i in range(count)})
        recorded = [m[3] for m in daemon.verdicts()]
        self.assertEqual({v["id"]: v for v in recorded}, answers)
        self.assertEqual(len(recorded), count, "each is decided once")
        # One for each worker that asked at that moment.
        self.assertLessEqual(sum(error_of(v) is not None for v in recorded), 2 * kills)
        self.assertIn("was ended by signal 9 (Killed); starting it again", daemon.log())

    def test_a_comment_that_crashes_it_or_hangs_it_costs_only_itself(self):
        daemon = self.start(MOODY.replace("60_000", "2_000"))
        texts = {str(i): {40: "crash", 90: "hang"}.get(i, f"Text {i}") for i in range(130)}
        answers = daemon.desk().submit(comment(id, text) for id, text in texts.items())
        self.assertEqual(set(answers), set(texts))
        self.assertIn("was ended by signal 6", error_of(answers["40"]))
        self.assertIn("did not answer within 2000 ms", error_of(answers["90"]))
        self.assertEqual([id for id, answer in answers.items() if error_of(answer)], ["40", "90"])
        self.assertEqual(self.restarts(), 2)
        self.assertEqual(daemon.stats()["filters"][0]["errors"], 2)

    def test_it_knows_again_what_it_knew(self):
        daemon = self.start()
        desk = daemon.desk()
        for i in range(200):
            desk.ask(comment(i))
        before = int(desk.ask(comment("before"))["reasons"][0]["message"])
        self.assertEqual(before, 200)
        os.kill(self.host(), signal.SIGKILL)
        wait_for("a restart", lambda: "its process runs again" in daemon.log())
        self.assertEqual(desk.ask(comment("after"))["reasons"][0]["message"], "201")

    def test_a_loop_of_crashes_is_decided_by_on_error(self):
        daemon = self.start(MOODY + 'on_error = "pass"\n')
        answers = daemon.desk().submit(comment(i, "crash") for i in range(200))
        self.assertEqual({answer["action"] for answer in answers.values()}, {"approve"})
        self.assertIn("times in a row: on_error decides meanwhile; starting it again in", daemon.log())
        pid = daemon.process.pid
        self.assertEqual(daemon.stop(), 0)
        self.assertFalse(Path(f"/proc/{pid}").exists())

    def test_a_reload_keeps_it_unless_it_is_another(self):
        daemon = self.start()
        host = self.host()
        self.assertEqual(daemon.request("reload")["changes"], [])
        self.assertEqual(self.host(), host)
        daemon.config.write_text(daemon.config.read_text() + 'mood = "good"\n')
        self.assertEqual(daemon.request("reload")["changes"], ["filter.moody: other options: mood"])
        wait_for("the old process to end", lambda: not Path(f"/proc/{host}").exists())
        self.assertNotEqual(self.host(), host)
        self.assertIsNone(error_of(daemon.desk().ask(comment("next"))))

    def test_the_shipped_filters_judge_as_in_the_daemons_process(self):
        sample = (Path(__file__).parents[1] / "sample/comments.jsonl").read_bytes()
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            def judge(isolation):
                config = Path(folder) / f"{isolation}.toml"
                names = ("membership", "duplicate", "civility")
                config.write_text(f"[chain]\nfilters = {json.dumps(names)}\n"
                                  + "".join(f'[filter.{name}]\nisolation = "{isolation}"\n' for name in names))
                done = subprocess.run([BIN / "moderato", "run", "--config", config], input=sample, capture_output=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                verdicts = [json.loads(line) for line in done.stdout.splitlines()]
                return [{key: value for key, value in each.items() if key not in ("chain", "decided_at")}
                        for each in verdicts]

            here, isolated = judge("none"), judge("process")
        self.assertGreater(len(here), 50)
        self.assertEqual(isolated, here)

    def test_it_does_not_outlive_the_daemon(self):
        daemon = self.start()
        host = self.host()
        daemon.kill()
        wait_for("the filter's process to end", lambda: not Path(f"/proc/{host}").exists())

    def test_signals_to_all_do_not_end_it_before_its_work_is_done(self):
        daemon = self.start()
        desk = daemon.desk()
        for i in range(1_000):
            desk.send(comment(i))
        first = json.loads(desk.receive()[0])
        os.kill(self.host(), signal.SIGTERM)
        os.kill(self.host(), signal.SIGINT)
        daemon.process.send_signal(signal.SIGTERM)
        answers = [first]
        while daemon.process.poll() is None or desk.socket.poll(0):
            if desk.socket.poll(50):
                answers.append(json.loads(desk.receive()[0]))
        self.assertEqual([error_of(answer) for answer in answers if error_of(answer)], [])
        self.assertNotIn("starting it again", daemon.log())


if __name__ == "__main__":
    unittest.main()
