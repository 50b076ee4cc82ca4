#!/usr/bin/python3
"""The evaluation as a whole, with the real filter, on small sets made up here. MODERATO_BIN: the folder of programs."""
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import card
import data
import evaluate
import judge
import probes

HERE = Path(__file__).resolve().parent
HEADER = "\t".join(("text", *data.ATTRIBUTES, "split", "meta"))


def line(text, split="", meta="", **labels):
    return "\t".join((text, *(str(labels.get(attribute, "")) for attribute in data.ATTRIBUTES), split, meta))


class Sentences(unittest.TestCase):
    def refusal(self, sentence):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))
        (folder / "train").mkdir()
        (folder / "train/one.tsv").write_text("\n".join((HEADER, line("Hello.", TOXICITY=0), "")), encoding="utf-8")
        (folder / "some.txt").write_text(f"# Some.\n\nclean: Hello.\n{sentence}\n", encoding="utf-8")
        done = subprocess.run([Path(os.environ["MODERATO_BIN"]) / "civility-train", folder, folder, folder,
                               folder / "model"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertFalse((folder / "model").exists())
        return done.stderr

    def test_that_can_teach_nothing_are_refused(self):
        self.assertIn("some.txt:4: no word to learn from", self.refusal("clean: ???"))
        self.assertIn("some.txt:4: no attribute rude", self.refusal("rude: Go away."))
        self.assertIn("some.txt:4: expected attributes, a colon and a sentence", self.refusal("Go away."))


class Probes(unittest.TestCase):
    def test_none_is_learned_from(self):
        def plain(text):
            return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())

        sentences = {}
        for file in sorted((HERE.parents[2] / "plugins/civility/train/written").glob("*.txt")):
            for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
                sentences[plain(line.partition(": ")[2])] = f"{file.name}:{number}"
        self.assertGreater(len(sentences), 1000)
        for kind, _, text in probes.comments():
            with self.subTest(kind=kind, text=text):
                self.assertIsNone(sentences.get(plain(text)))


class Evaluate(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))

    def write(self, name, *lines):
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join((HEADER, *lines, "")), encoding="utf-8")
        return file

    def run_it(self, *more, **environment):
        return subprocess.run([sys.executable, "-B", HERE / "evaluate.py", self.folder, *more], capture_output=True,
                              text=True, env=os.environ | environment)

    def result(self, *more):
        done = self.run_it("--json", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def both_kinds(self, count=10):
        kind = [line(f"Thank you for the fine walk number {at} in the park.", TOXICITY=0) for at in range(count)]
        toxic = [line(f"You are a moron, number {at}.", TOXICITY=1) for at in range(count)]
        return kind + toxic


class Sets(Evaluate):
    def test_only_what_the_trainer_held_out_is_measured(self):
        texts = [f"This is remark {at} on the weather." for at in range(400)]
        self.write("train/some.tsv", *(line(text.replace("remark", "word"), TOXICITY=0) for text in texts))
        self.write("train/wiki_context_cat.tsv", *(line(text, TOXICITY=0) for text in texts))
        self.write("train/zoo.tsv", *(line(text.upper(), TOXICITY=0) for text in texts))
        self.write("evaluate_only/others.tsv", *(line(text, TOXICITY=0) for text in texts))

        held = data.held_out(self.folder, evaluate.BIN / "civility-train")
        of = {name: {number for file, number in held if file == name + ".tsv"}
              for name in ("some", "wiki_context_cat", "zoo")}
        self.assertTrue(20 <= len(of["some"]) <= 60, len(of["some"]))  # a tenth
        self.assertTrue(160 <= len(of["wiki_context_cat"]) <= 240, len(of["wiki_context_cat"]))  # half
        self.assertEqual(of["zoo"], of["wiki_context_cat"])  # the same texts, but for the case

        rows = {name: of["clean"]["rows"] for name, of in self.result()["decisions"].items()}
        self.assertEqual(rows, {"some": len(of["some"]), "wiki_context_cat": len(of["wiki_context_cat"]),
                                "zoo": len(of["zoo"]), "others": 400})

    def test_held_out_lines_are_those_of_the_file(self):
        self.write("train/wiki_context_cat.tsv", *(line(f"Remark {at}.", TOXICITY=0) for at in range(50)))
        rows = data.read_sets(self.folder, evaluate.BIN / "civility-train")
        lines = (self.folder / "train/wiki_context_cat.tsv").read_text().splitlines()
        self.assertTrue(0 < len(rows) < 50)
        for row in rows:
            self.assertEqual(row.text, lines[row.line - 1].split("\t")[0])

    def test_a_folder_of_files_is_measured_whole(self):
        self.write("one.tsv", *self.both_kinds())
        self.write("two.tsv", *self.both_kinds())
        found = self.result()["ranking"]
        self.assertEqual(found["one"]["TOXICITY"], {"rows": 20, "positives": 10, "auc": 1, "average_precision": 1})
        self.assertEqual(list(self.result("--only", "two")["ranking"]), ["two"])

    def test_what_is_wrong_is_named(self):
        self.write("one.tsv", *self.both_kinds())
        for arguments, error in ((("--only", "three"), "no set three; there are one"), (("--fast",), "--fast")):
            done = self.run_it(*arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(error, done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        for text, error in ((line("fine", TOXICITY=2), "one.tsv:2: a label"), ("fine\t1", "one.tsv:2: expected"),
                            (line("nul \0 here"), "one.tsv:2: \"text\"")):
            self.write("one.tsv", text)
            done = self.run_it()
            self.assertEqual(done.returncode, 1)
            self.assertIn(error, done.stderr)

    def test_escapes(self):
        scores = '{"perspective": {"THREAT": 0.5}}'
        file = self.write("one.tsv", line(r"a\nb\tc\\nd", split="s", THREAT=1, INSULT=0, meta=scores))
        [row] = data.read(file)
        self.assertEqual((row.text, row.split, row.labels), ("a\nb\tc\\nd", "s", {"INSULT": False, "THREAT": True}))
        self.assertEqual(row.perspective(), {"THREAT": 0.5})


class Measures(Evaluate):
    def test_decisions_are_those_of_the_filter(self):
        self.write("NC_ucc_globe_and_mail.tsv", *self.both_kinds(), line("You are a moron."),
                   line("You fucking idiot, kill yourself.", TOXICITY=1), line("Nothing is wrong here.", TOXICITY=1))
        result = self.result()
        of = result["decisions"]["NC_ucc_globe_and_mail"]
        self.assertEqual(of["clean"], {"rows": 10, "stopped": 0, "rejected": 0, "foreign": 0})
        self.assertEqual((of["toxic"]["rows"], of["unlabelled"]["rows"]), (12, 1))
        self.assertAlmostEqual(of["toxic"]["stopped"], 11 / 12)
        self.assertEqual(of["unlabelled"]["stopped"], 1)
        natural = result["precision_and_recall"]["NC_ucc_globe_and_mail"]
        self.assertEqual((natural["stopped"]["comments"], natural["stopped"]["precision"]), (11, 1))
        self.assertAlmostEqual(natural["stopped"]["recall"], 11 / 12)
        self.assertTrue(1 <= natural["rejected"]["comments"] < 11)
        bins = result["calibration"]["NC_ucc_globe_and_mail"]["TOXICITY"]["equal_mass"]["bins"]
        self.assertEqual(sum(part["rows"] for part in bins), 22)

    def test_what_is_held_for_its_language_is_told_apart(self):
        spanish = "Este gobierno no hace nada por la gente que trabaja todos los días en este país, número"
        self.write("NC_ucc_globe_and_mail.tsv", *self.both_kinds(), *(line(f"{spanish} {at}.", TOXICITY=0)
                                                                      for at in range(10)))
        result = self.result()
        clean = result["decisions"]["NC_ucc_globe_and_mail"]["clean"]
        self.assertEqual((clean["rows"], clean["stopped"], clean["foreign"]), (20, 0.5, 0.5))
        natural = result["precision_and_recall"]["NC_ucc_globe_and_mail"]
        self.assertEqual((natural["stopped"]["comments"], natural["stopped"]["precision"]), (10, 1))

    def test_probes_that_are_wrong_are_told(self):
        self.write("one.tsv", line("Hello."))
        found = self.result()["probes"]
        self.assertEqual(sum(of["comments"] for of in found.values()), len(probes.comments()))
        _, action = self.judged("You are an 1mb3c1l3.")
        wrong = [each["text"] for each in found["disguises"]["wrong"]]
        self.assertEqual("You are an 1mb3c1l3." in wrong, action == "approve")

    @staticmethod
    def judged(text):
        [verdict], _ = judge.judge([text], evaluate.BIN / "moderato", str)
        return verdict.code, verdict.action

    def test_disguises_are_compared_with_none(self):
        hidden = [f"Y0ü 4r3 4 5+üp1d m0r0n, nümb3r {at}." for at in range(10)]
        plain = [(text, int(label)) for text, label, *_ in (each.split("\t") for each in self.both_kinds())]
        self.write("obfuscation_dev.tsv", *(line(text, "none", TOXICITY=label) for text, label in plain),
                   *(line(text, "worse", TOXICITY=1 - label) for text, label in plain),
                   *(line(each, "leet", TOXICITY=1) for each in hidden))
        of = self.result()["disguises"]["obfuscation_dev"]
        self.assertEqual((of["none"]["auc"], of["worse"]["auc"], of["leet"]["auc"]), (1, 0, None))
        self.assertEqual(of["worse"]["difference"], -1)

    def test_hatecheck_by_functionality(self):
        self.write("hatecheck.tsv", line("You are a stupid moron.", "insult_nh", IDENTITY_ATTACK=0),
                   line("You are all fine.", "kind_nh", IDENTITY_ATTACK=0),
                   line("Those from there are not like us.", "veiled_h", IDENTITY_ATTACK=1),
                   line("You stupid moron of a woman.", "plain_h", IDENTITY_ATTACK=1), line("Hm.", "unknown"))
        of = self.result()["hatecheck"]["hatecheck"]
        self.assertEqual((of["rows"], of["right"]), (4, 0.5))
        self.assertEqual({name: part["right"] for name, part in of["functionalities"].items()},
                         {"insult_nh": 0, "kind_nh": 1, "veiled_h": 0, "plain_h": 1})

    def test_groups_are_swapped(self):
        texts = [f"Stupid women in the park, number {at}." for at in range(12)]
        self.write("one.tsv", *(line(text, TOXICITY=at % 2) for at, text in enumerate(texts)))
        result = self.result()
        of = result["swapped"]
        self.assertEqual((of["comments"], of["attributes"]["TOXICITY"]["rows"]), (12, 12))
        before, after = (self.toxicity(each) for each in (texts, [text.replace("women", "men") for text in texts]))
        changes = [new - old for old, new in zip(before, after)]
        self.assertNotEqual(statistics.fmean(changes), 0)
        self.assertEqual(of["toxicity_by_term"]["men"]["comments"], 12)
        self.assertAlmostEqual(of["toxicity_by_term"]["men"]["mean_change"], statistics.fmean(changes))
        self.assertAlmostEqual(of["attributes"]["TOXICITY"]["mean_change"], statistics.fmean(map(abs, changes)))
        self.assertGreater(result["madlibs"]["TOXICITY"]["auc"], 0.8)

    @staticmethod
    def toxicity(texts):
        verdicts, _ = judge.judge(texts, evaluate.BIN / "moderato", str)
        return [verdict.scores["TOXICITY"] for verdict in verdicts]

    def test_perspective_agrees_where_it_is_stored(self):
        texts = ("You stupid moron.", "What a stupid idea.", "Thank you for the walk.", "A moron wrote it.")
        self.write("one.tsv", *(line(text) for text in texts))
        self.assertEqual(self.result()["perspective"], {})
        scores = [json.dumps({"perspective": {"TOXICITY": 1 - score}}) for score in self.toxicity(texts)]
        self.write("one.tsv", *(line(text, meta=of) for text, of in zip(texts, scores)))
        of = self.result()["perspective"]["one"]["TOXICITY"]
        self.assertAlmostEqual(of["pearson"], -1)
        self.assertAlmostEqual(of["spearman"], -1)

    def test_thresholds_that_are_not_the_filters_are_noticed(self):
        thresholds = judge.shipped_thresholds(HERE.parents[2] / "plugins/civility/thresholds.hpp")
        none = dict.fromkeys(data.ATTRIBUTES, 0.0)
        hold = thresholds["hold"]["INSULT"]
        for score, action, wrong in ((hold + 0.01, "approve", True), (hold + 0.01, "hold", False),
                                     (hold - 0.01, "hold", True), (hold, "approve", False), (hold, "hold", False),
                                     (0.999, "approve", True), (0.999, "reject", False),
                                     (0.999, "hold", False)):
            verdict = judge.Verdict(none | {"INSULT": score}, action)
            self.assertEqual(judge.disagreement(thresholds, verdict), wrong, (score, action))
        self.assertFalse(judge.disagreement(thresholds, judge.Verdict(none, "hold", foreign=True)))
        rows = data.read(self.write("one.tsv", line("You are a moron.")))
        thresholds["hold"] = dict.fromkeys(data.ATTRIBUTES, 1.0)
        with unittest.mock.patch("evaluate.shipped_thresholds", lambda _: thresholds):
            with self.assertRaisesRegex(data.BadData, "one.tsv:2: hold is not"):
                evaluate.measured(rows)


class Printing(Evaluate):
    def test_tables_say_what_json_says(self):
        self.write("NC_ucc_globe_and_mail.tsv", *self.both_kinds())
        done = self.run_it()
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [each.split() for each in done.stdout.splitlines()]
        self.assertIn("NC_ucc_globe_and_mail TOXICITY 20 10 1.000 1.000".split(), lines)
        self.assertIn("NC_ucc_globe_and_mail 10 0.00 % 0.00 % 0.00 % 10 100.00 % 0.00 % 0.00 % -".split(), lines)
        self.assertNotIn("HateCheck", done.stdout)

    def test_the_card_is_the_same_each_time(self):
        self.write("wiki_context_cat.tsv", *self.both_kinds())
        file = self.folder / "MODEL.md"
        contents = []
        for _ in range(2):
            file.write_text(f"Before.\n{card.BEGIN}\n{card.END}\nAfter.\n")
            done = self.run_it("--card", str(file))
            self.assertEqual(done.returncode, 0, done.stderr)
            contents.append(file.read_text())
        self.assertEqual(contents[0], contents[1])
        self.assertIn("\n| TOXICITY | wiki_context_cat | never | 20 | 10 | 1.000 | 1.000 |\n", contents[0])
        self.assertTrue(contents[0].startswith("Before.\n") and contents[0].endswith("\nAfter.\n"))

    def test_a_card_of_some_sets_or_without_marks_is_refused(self):
        self.write("one.tsv", *self.both_kinds())
        file = self.folder / "MODEL.md"
        file.write_text("No marks.\n")
        for arguments, error in (((), "expected <!-- measured -->"), (("--only", "one"), "leave out --only")):
            done = self.run_it("--card", str(file), *arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(error, done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(file.read_text(), "No marks.\n")

    def test_without_matplotlib_it_says_how_to_get_it(self):
        self.write("one.tsv", *self.both_kinds())
        lacking = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-")))
        (lacking / "matplotlib.py").write_text("raise ImportError('No module named matplotlib')\n")
        done = self.run_it("--pictures", str(self.folder / "pictures"), PYTHONPATH=str(lacking))
        self.assertEqual(done.returncode, 69)
        self.assertIn("apt-get install --no-install-recommends python3-matplotlib", done.stderr)
        self.assertIn("Ranking", done.stdout)

    @unittest.skipUnless(importlib.util.find_spec("matplotlib"), "matplotlib is not installed")
    def test_pictures_are_drawn(self):
        self.write("wiki_context_cat.tsv", *self.both_kinds(60))
        pictures = self.folder / "pictures"
        self.assertEqual(self.run_it("--pictures", str(pictures)).returncode, 0)
        drawn = {file.name: file.read_bytes() for file in pictures.iterdir()}
        self.assertEqual(set(drawn), {"roc.svg", "precision-recall.svg", "reliability.svg"})
        for content in drawn.values():
            self.assertIn(b"<svg", content)


if __name__ == "__main__":
    unittest.main()
