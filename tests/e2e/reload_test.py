#!/usr/bin/python3
"""A changed configuration takes effect without a gap, and a bad one changes nothing."""
import json
import os
import shutil
import signal
import subprocess
import threading
import unittest
from pathlib import Path

from daemon import BIN, MEMBERS, Daemon, comment

FILTERS = Path(os.environ.get("MODERATO_TEST_FILTERS", Path(__file__).parents[2] / "build/release/tests/e2e/filters"))
STRICTER = MEMBERS.replace('lapsed = "hold"', 'lapsed = "reject"')


class Reload(unittest.TestCase):
    def start(self, **configuration):
        self.configuration = {"chain": ("membership",), "workers": 2, "tables": {}, "filters": MEMBERS, **configuration}
        self.daemon = self.enterContext(Daemon(**self.configuration))
        self.desk = self.daemon.desk()
        return self.daemon

    def change(self, **configuration):
        self.configuration |= configuration
        self.daemon.configure(**self.configuration)

    def reload(self, **more):
        return self.daemon.request("reload", **more)

    def moderato(self, *arguments):
        return subprocess.run([BIN / "moderato", "--config", self.daemon.config, "--timeout", "60", *arguments],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def action(self, id, **more):
        return self.desk.ask(comment(id, author="wait", **more))["action"]

    def test_a_signal_reloads(self):
        daemon = self.start()
        self.assertEqual(self.action("1"), "hold")
        before = daemon.stats()
        self.change(filters=STRICTER)
        daemon.process.send_signal(signal.SIGHUP)
        after = daemon.stats_when(lambda stats: stats["reloads"] == 1)
        self.assertNotEqual(after["chain"], before["chain"])
        self.assertEqual(self.action("2"), "reject")
        self.assertIn("changed: filter.membership: other options: lapsed", daemon.log())

    def test_the_command_says_what_changed(self):
        self.start()
        self.change(filters=STRICTER + 'mode = "shadow"\n[site.news]\nfilters = ["membership"]\n')
        expected = ["filter.membership.mode: enforce -> shadow", "filter.membership: other options: lapsed",
                    'site "news": has a chain of its own now']
        dry = self.moderato("reload", "--dry-run")
        self.assertEqual((dry.returncode, dry.stderr), (0, ""))
        self.assertEqual([line.strip() for line in dry.stdout.splitlines()[1:]], expected)
        self.assertEqual(self.action("1"), "hold", "a dry run changed something")
        done = self.moderato("reload")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual([line.strip() for line in done.stdout.splitlines()[1:]], expected)
        self.assertEqual(self.action("2"), "approve")
        self.assertIn("Nothing changed.", self.moderato("reload").stdout)

    def test_a_bad_configuration_changes_nothing(self):
        daemon = self.start()
        chain = daemon.stats()["chain"]
        self.change(filters=STRICTER + 'lapsd = "pass"\n')
        refused = self.moderato("reload")
        self.assertEqual(refused.returncode, 78)
        self.assertRegex(refused.stderr, r'moderato\.toml:\d+:\d+: filter\.membership\.lapsd: unknown option.*mean lapsed')
        self.change(filters=STRICTER + "nonsense")
        answer = self.reload()
        self.assertEqual(answer["error"]["code"], "reload.refused")
        self.assertEqual(len(answer["problems"]), 1)
        self.assertEqual(self.action("1"), "hold")
        stats = daemon.stats()
        self.assertEqual((stats["chain"], stats["reloads"]), (chain, 0))
        self.assertIn("the running one stays", daemon.log())
        self.change(filters=STRICTER)
        self.assertTrue(self.reload()["reloaded"])

    def test_what_needs_a_restart_is_named(self):
        daemon = self.start()
        self.change(workers=3, filters=STRICTER, tables={"ledger": "commit_rows = 7"})
        problems = self.reload()["problems"]
        self.assertEqual([problem.split(": ")[1].split(" ")[0] for problem in problems],
                         ["workers", "ledger.commit_rows"])
        self.assertEqual(self.action("1"), "hold")
        self.assertEqual(daemon.stats()["reloads"], 0)

    def test_a_filter_that_fails_its_self_test_does_not_take_over(self):
        folder = FILTERS / "first"
        daemon = self.start(chain=("word",), filters="", tables={"head": f"plugin_path = [{json.dumps(str(folder))}]"})
        self.change(filters="[filter.word]\nfails = true\n")
        [problem] = self.reload()["problems"]
        self.assertEqual(problem, 'filter "word" fails its self-test: no word today')
        self.assertEqual(self.desk.ask(comment("1"))["reasons"][0]["message"], "first")
        self.assertEqual(daemon.stats()["filters"][0]["errors"], 0)

    def test_a_filter_that_hangs_in_its_self_test_holds_up_nothing(self):
        folder = FILTERS / "first"
        daemon = self.start(chain=("word",), filters="", tables={"head": f"plugin_path = [{json.dumps(str(folder))}]"})
        self.change(filters="[filter.word]\nhangs = true\n")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.stats_when(lambda _: "reloading" in daemon.log())
        self.assertEqual(self.desk.ask(comment("1"))["reasons"][0]["message"], "first")
        self.assertEqual(daemon.stop(), 0)
        daemon.start()  # with the filter that hangs; what was decided is there
        self.assertEqual(len(daemon.verdicts()), 1)

    def test_a_changed_plugin_is_really_loaded(self):
        with Daemon() as other:  # for its folder
            folder = other.folder / "plugins"
            folder.mkdir()
            shutil.copy(FILTERS / "first/word.so", folder / "word.so")
            daemon = self.start(chain=("word",), filters="", tables={"head": f"plugin_path = [{json.dumps(str(folder))}]"})
            self.assertEqual(self.desk.ask(comment("1"))["reasons"][0]["message"], "first")
            shutil.copy(FILTERS / "second/word.so", folder / "new.so")
            os.rename(folder / "new.so", folder / "word.so")
            [change] = self.reload()["changes"]
            self.assertRegex(change, r"^filter\.word: its plugin .*/word\.so was replaced$")
            self.assertEqual(self.desk.ask(comment("2"))["reasons"][0]["message"], "second")
            # And one that can't be loaded leaves the second at work.
            (folder / "word.so").write_bytes(b"no library")
            self.assertIn("word.so: can't be loaded", self.reload()["problems"][0])
            self.assertEqual(self.desk.ask(comment("3"))["reasons"][0]["message"], "second")
            daemon.stats()

    def test_a_file_that_an_option_names_is_read_again(self):
        folder = FILTERS / "first"
        daemon = self.start(chain=("word",), filters='[filter.word]\nfile = "words.txt"\n',
                            tables={"head": f"plugin_path = [{json.dumps(str(folder))}]"})
        self.desk.ask(comment("1"))
        self.assertEqual(self.reload()["changes"], [])
        self.assertEqual(daemon.stats()["filters"][0]["checked"], 1)
        (daemon.folder / "words.txt").write_text("more words")
        self.assertEqual(self.reload()["changes"], ["filter.word: files that its options name were changed"])

    def test_a_filter_that_is_made_anew_knows_the_past(self):
        daemon = self.start(chain=("duplicate",), filters="[filter.duplicate]\n")
        text = "This petition is the only way to save the old harbour from the bulldozers, so sign it today!"
        # More than are told in one go, so that what comes in meanwhile is told as well.
        answers = self.desk.submit(comment(i, f"Remark number {i} about the {i * 7919 % 1009} ships.", article=f"a{i}")
                                   for i in range(3000))
        self.assertEqual(len(answers), 3000)
        self.assertEqual(self.desk.ask(comment("first", text))["action"], "approve")
        self.change(filters='[filter.duplicate]\nexact = "hold"\n')
        self.assertTrue(self.reload()["reloaded"])
        again = self.desk.ask(comment("again", text, author="good2", article="elsewhere"))
        self.assertEqual((again["action"], again["reasons"][0]["filter"]), ("hold", "duplicate"))
        # The new one goes on remembering.
        self.assertEqual(self.desk.ask(comment("second", text[::-1]))["action"], "approve")
        self.assertEqual(self.desk.ask(comment("copy", text[::-1], author="good3", article="e"))["action"], "hold")
        self.assertIn("told the new filters", daemon.log())

    def test_every_comment_is_decided_once_and_by_one_configuration(self):
        daemon = self.start()
        chains = {}

        def note():
            chains[daemon.stats()["chain"]] = "hold" if len(chains) % 2 == 0 else "reject"

        note()
        total = 20_000
        answers = {}

        def submit():
            window = 500
            for i in range(total):
                self.desk.send(comment(i, author="wait", article=f"a{i % 50}"))
                if i >= window:
                    answer = json.loads(self.desk.receive()[0])
                    answers[answer["id"]] = answer
            for _ in range(window):
                answer = json.loads(self.desk.receive()[0])
                answers[answer["id"]] = answer

        client = threading.Thread(target=submit)
        client.start()
        reloads = 0
        while client.is_alive():
            self.change(filters=STRICTER if reloads % 2 == 0 else MEMBERS)
            self.assertTrue(self.reload()["reloaded"])
            reloads += 1
            if reloads == 1:
                note()
        client.join()
        self.assertGreater(reloads, 1)
        self.assertEqual(len(chains), 2)
        self.assertEqual(len(answers), total)
        seen = {}
        for _, _, _, verdict in daemon.verdicts():
            self.assertNotIn(verdict["id"], seen, "decided twice")
            seen[verdict["id"]] = verdict
            self.assertEqual(verdict["action"], chains[verdict["chain"]], "decided by half of each")
        self.assertEqual(seen, answers)
        self.assertEqual({verdict["chain"] for verdict in seen.values()}, set(chains))
        self.assertEqual(daemon.stats()["reloads"], reloads)


if __name__ == "__main__":
    unittest.main()
