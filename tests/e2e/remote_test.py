#!/usr/bin/python3
"""Programs that judge comments, in languages that Moderato knows nothing of: through `moderato run` and a daemon, and
whatever becomes of them."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from daemon import BIN, PATIENCE, Daemon, comment
from isolation_test import children, error_of, wait_for

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "plugins/remote/examples"
ODD = ROOT / "plugins/remote/test/odd.py"
MODULES = Path(os.environ["MODERATO_BUILD"]).parent / "clients" / "node_modules"
PYTHON = 'command = ["/usr/bin/python3"]\n'
# What starts each example.
STARTS = {
    "shouting.py": PYTHON,
    "shouting.mjs": 'command = ["node"]\n',
    "shouting_zeromq.py": PYTHON + 'endpoint = "auto"\n',
    "shouting_zeromq.cjs": 'command = ["node"]\nendpoint = "auto"\n',
}
TEXTS = {"calm": "Well said.", "short": "NO!", "loud": "ÄRGERLICH, 😀 REALLY", "digits": "1234567890 1234567890",
         "lines": "ONE\u2028TWO\u0085THREE\r\nFOUR"}


STARTED = f'program = "{ODD}"\n'
STUBBORN = f'program = "{ODD}"\nsettings = \'{{"start": "stubborn"}}\'\n'


def table(program, more=""):
    # A whole second and more for each comment: these tests are not about time.
    return f'[filter.remote]\nprogram = "{program}"\ntimeout_ms = 20_000\nstart_timeout = "60s"\n{more}'


def odd(more=""):
    return table(ODD, PYTHON + more).replace("[filter.remote]", '[filter.odd]\nplugin = "remote"')


def run(filters, comments, *arguments, check=True):
    """What `moderato run` makes of comments, by id."""
    with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
        config = Path(folder) / "moderato.toml"
        name = filters.split("]")[0].split(".")[1]
        config.write_text(f'[chain]\nfilters = ["length", "{name}"]\n' + filters)
        done = subprocess.run([BIN / "moderato", "run", "--config", config, "--only", name, *arguments],
                              input="".join(json.dumps(each) + "\n" for each in comments).encode(),
                              capture_output=True, timeout=PATIENCE, env=os.environ | {"NODE_PATH": str(MODULES)})
        if not check:
            return done
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode())
        return {verdict["id"]: verdict for verdict in map(json.loads, done.stdout.splitlines())}


class Examples(unittest.TestCase):
    def check(self, verdicts):
        self.assertEqual({id for id, verdict in verdicts.items() if verdict["action"] == "hold"}, {"loud", "lines"})
        for id in ("loud", "lines"):
            [reason] = verdicts[id]["reasons"]
            self.assertEqual((reason["code"], reason["filter"]), ("shouting.capitals", "remote"))
            self.assertEqual(reason["spans"], [[0, len(TEXTS[id].encode())]])

    def comments(self):
        return [comment(id, text) for id, text in TEXTS.items()]

    def test_each_judges_an_archive(self):
        self.assertEqual({each.name for each in EXAMPLES.iterdir()}, set(STARTS))
        for example, start in STARTS.items():
            with self.subTest(example):
                self.check(run(table(EXAMPLES / example, start), self.comments()))

    def test_each_judges_for_a_daemon(self):
        for example, start in STARTS.items():
            with self.subTest(example):
                daemon = Daemon(chain=("remote",), filters=table(EXAMPLES / example, start))
                daemon.environment = {"NODE_PATH": str(MODULES)}
                with daemon:
                    self.check(daemon.desk().submit(self.comments()))

    def test_each_gets_its_settings(self):
        for example, start in STARTS.items():
            with self.subTest(example):
                verdicts = run(table(EXAMPLES / example, start + "settings = '{\"least\": 2}'\n"), self.comments())
                self.assertEqual(verdicts["short"]["action"], "hold")

    def test_it_may_stand_beside_the_configuration(self):
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            shutil.copy(EXAMPLES / "shouting.py", folder)
            (Path(folder) / "moderato.toml").write_text('[chain]\nfilters = ["remote"]\n' + table("shouting.py", PYTHON))
            done = subprocess.run([BIN / "moderato", "run", "--config", "moderato.toml"], cwd=folder,
                                  input=json.dumps(comment("loud", TEXTS["loud"])).encode(), capture_output=True,
                                  timeout=PATIENCE)
            self.assertEqual(done.stderr, b"")
            self.assertEqual(json.loads(done.stdout)["action"], "hold")

    def test_the_first_is_short_and_needs_nothing(self):
        lines = (EXAMPLES / "shouting.py").read_text().splitlines()
        self.assertLessEqual(len(lines), 20)
        self.assertEqual({line for line in lines if line.startswith(("import", "from"))}, {"import json", "import sys"})
        shown = (EXAMPLES.parent / "README.md").read_text().split("```python\n")[1].split("```")[0]
        self.assertEqual(shown.splitlines(), lines[2:], "the README shows it as it is")

    def test_verdicts_do_not_depend_on_the_number_of_threads(self):
        comments = [comment(i, f"text {i}" if i % 3 else f"SHOUTING ALOUD {i}") for i in range(2_000)]
        one, many = (run(table(EXAMPLES / "shouting.py", PYTHON), comments, "--threads", str(count))
                     for count in (1, 16))
        for verdict in (*one.values(), *many.values()):
            del verdict["decided_at"]
        self.assertEqual(one, many)

    def test_one_that_others_run_may_come_and_go(self):
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            address = f"ipc://{folder}/program"

            def start():
                program = subprocess.Popen(["/usr/bin/python3", EXAMPLES / "shouting_zeromq.py", address])
                self.addCleanup(program.wait)
                self.addCleanup(program.kill)
                return program

            program = start()
            filters = f'[filter.remote]\nendpoint = "{address}"\nstart_timeout = "60s"\ntimeout_ms = 20_000\n'
            with Daemon(chain=("remote",), filters=filters) as daemon:
                desk = daemon.desk()
                self.check(daemon.desk().submit(self.comments()))
                program.kill()
                wait_for("the loss", lambda: "its program hung up; connecting again" in daemon.log())
                start()
                wait_for("the return", lambda: "its program runs again: shouting_zeromq.py 1.0" in daemon.log())
                self.assertEqual(desk.ask(comment("again", "AND ONCE MORE"))["action"], "hold")


class Odd(unittest.TestCase):
    def start(self, more="", change=("", ""), **other):
        self.daemon = self.enterContext(Daemon(chain=("odd",), filters=odd(more).replace(*change), **other))
        self.desk = self.daemon.desk()
        return self.daemon

    def judged(self, text):
        return self.desk.ask(comment(os.urandom(8).hex(), text))

    def program(self):
        self.wait_until_it_judges()
        return int(self.judged("pid")["reasons"][0]["message"])

    def wait_until_it_judges(self):
        wait_for("the program", lambda: error_of(self.judged("pid")) is None)

    def test_it_is_killed_in_the_middle_of_a_stream(self):
        daemon, count, workers = self.start(workers=4), 6_000, 4
        desk = daemon.desk()
        program = self.program()
        for i in range(count):
            desk.send(comment(i, f"Text {i}", article=f"a{i % 50}"))
        answers, errors = {}, set()
        while len(answers) < count:
            answer = json.loads(desk.receive()[0])
            self.assertNotIn(answer["id"], answers)
            answers[answer["id"]] = answer
            if answer["reasons"] and error_of(answer):
                errors.add(error_of(answer))
            # Counted in receipts, so that it falls in the middle on any machine.
            if len(answers) == 1_000:
                os.kill(program, signal.SIGKILL)
        recorded = [m[3] for m in daemon.verdicts() if m[3]["id"].isdigit()]
        self.assertEqual({v["id"]: v for v in recorded}, answers)
        self.assertEqual(len(recorded), count, "each is decided once")
        begin = 'The filter "odd" could not judge this comment: its program '
        self.assertTrue(all(each.startswith((begin + "was ended by signal 9", begin + "is not running: was ended by"))
                            for each in errors), errors)
        self.wait_until_it_judges()
        self.assertNotEqual(self.program(), program)
        self.assertIn("was ended by signal 9 (Killed); starting it again", daemon.log())

    def test_each_kind_of_trouble_is_the_error_of_its_comment(self):
        self.start()
        for text, error in {
            "exit 3": "its program ended by itself with exit code 3",
            "kill": "its program was ended by signal 9 (Killed)",
            "mute": "its program closed its standard output",
            "flood": "its program wrote 1000 messages in a row that are no answers",
            "endless": "its program wrote a line of more than 1048576 bytes",
            'answer {"action":"hold"}': 'its program answered wrongly: "code" is missing',
            'answer {"error":"no idea"}': "no idea",
        }.items():
            with self.subTest(text):
                verdict = self.judged(text)
                self.assertEqual(verdict["action"], "hold")
                self.assertEqual(error_of(verdict), f'The filter "odd" could not judge this comment: {error}')
                self.wait_until_it_judges()

    def test_one_that_hangs_is_ended_and_started_again(self):
        daemon = self.start(change=("20_000", "2_000"))  # enough for all that does not hang, on a busy machine too
        program = self.program()
        self.assertIn("did not answer within 2000 ms", error_of(self.judged("hang")))
        wait_for("its end", lambda: not Path(f"/proc/{program}").exists())
        self.wait_until_it_judges()
        self.assertIn("its program runs again: odd 1", daemon.log())

    def test_what_it_prints_is_no_harm(self):
        daemon = self.start()
        self.assertEqual(self.judged("stray")["action"], "approve")
        self.assertIn("what is for the log belongs on stderr): a word for me alone", daemon.log())
        self.assertEqual(self.judged("complain 3")["action"], "approve")
        wait_for("the log", lambda: "complaint 2" in daemon.log())

    def test_on_error_shadow_and_stats_are_as_for_any_filter(self):
        self.start('on_error = "pass"\n')
        self.assertEqual(self.judged('answer {"error":"no idea"}')["action"], "approve")
        [stats] = self.daemon.stats()["filters"]
        self.assertEqual((stats["name"], stats["errors"]), ("odd", 1))
        self.daemon.config.write_text(self.daemon.config.read_text() + 'mode = "shadow"\n')
        self.daemon.request("reload")
        verdict = self.judged('answer {"action":"reject","code":"odd.no"}')
        self.assertEqual(verdict["action"], "approve")
        self.assertEqual(verdict["reasons"][0]["code"], "odd.no")

    def test_one_that_does_not_start_refuses_the_configuration(self):
        filters = odd().replace('"/usr/bin/python3"', '"/bin/sh", "-c", "echo no model >&2; exit 3"')
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            config = Path(folder) / "moderato.toml"
            config.write_text('[chain]\nfilters = ["odd"]\n[ledger]\npath = "ledger.db"\n' + filters)
            done = subprocess.run([BIN / "moderatod", "--check", "--config", config], capture_output=True, text=True)
        self.assertEqual(done.returncode, 78, done)
        self.assertIn('filter "odd" can\'t start: its program ended by itself with exit code 3; it last wrote: no '
                      "model", done.stderr)

    def test_a_reload_keeps_it_unless_it_or_its_file_is_another(self):
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            file = Path(folder) / "odd.py"
            shutil.copy(ODD, file)
            self.start(change=(str(ODD), str(file)))
            program = self.program()
            self.assertEqual(self.daemon.request("reload")["changes"], [])
            self.assertEqual(self.program(), program)
            file.write_text(file.read_text() + "# edited\n")
            self.assertEqual(self.daemon.request("reload")["changes"],
                             ["filter.odd: files that its options name were changed"])
            self.assertNotEqual(self.program(), program)
            wait_for("the old one to end", lambda: not Path(f"/proc/{program}").exists())
            # One that does not start changes nothing.
            program = self.program()
            file.write_text("import nothing_there\n")
            self.assertIn("No module named 'nothing_there'", json.dumps(self.daemon.request("reload")))
            self.assertEqual(self.program(), program)

    def test_what_was_decided_is_told_again_at_start_and_forgotten_when_erased(self):
        remembers = "settings = '{\"greeting\": {\"remember\": {\"decisions\": 1000}}}'\n"
        daemon = self.start(remembers)
        desk = daemon.desk()
        for id in ("a", "b", "c"):
            desk.ask(comment(id, "x"))
        desk.ask(comment("b", "edited"))
        daemon.request("erase", site="default", id="b", moderator="m", reason="r")
        wait_for("the erasure", lambda: self.judged("known")["reasons"][0]["message"].endswith("|b b.1"))
        self.assertTrue(self.judged("known")["reasons"][0]["message"].startswith("a:approve b:approve c:approve"))
        self.assertEqual(daemon.stop(), 0)
        daemon.start()
        known = self.judged("known")["reasons"][0]["message"].partition("|")[0].split()
        self.assertIn("c:approve", known)
        self.assertEqual([each for each in known if each.startswith("b:")], [])

    def test_it_does_not_outlive_the_daemon(self):
        for isolation in ("none", "process"):
            with self.subTest(isolation):
                # One that would stay when its input is closed.
                self.start(f'isolation = "{isolation}"\n', change=(STARTED, STUBBORN))
                program = self.program()
                self.daemon.kill()
                wait_for("its end", lambda: not Path(f"/proc/{program}").exists())

    def test_it_may_be_isolated(self):
        daemon = self.start('isolation = "process"\ntime_limit_ms = 60_000\n')
        program = self.program()
        [host] = children(daemon.process.pid)
        self.assertEqual(children(host), [program])
        [reason] = self.judged('answer {"action":"reject","code":"odd.no","spans":[[0,3]]}')["reasons"]
        self.assertEqual(reason["spans"], [[0, 3]])
        self.assertIn("ended by itself with exit code 0", error_of(self.judged("exit")))
        self.wait_until_it_judges()
        self.assertEqual(children(daemon.process.pid), [host])
        # With its host it goes, and both come back.
        program = self.program()
        os.kill(host, signal.SIGKILL)
        wait_for("its end", lambda: not Path(f"/proc/{program}").exists())
        self.wait_until_it_judges()


if __name__ == "__main__":
    unittest.main()
