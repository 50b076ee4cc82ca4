#!/usr/bin/python3
"""The model card: what is written into it, and that what is written by hand elsewhere says the same."""
import re
import tempfile
import unittest
from pathlib import Path

import card
import identity
import measure
import probes
from data import ATTRIBUTES, BadData
from judge import Verdict, shipped_thresholds

ROOT = Path(__file__).resolve().parents[3]
CIVILITY = ROOT / "plugins/civility"


def verdict(action="approve", code="", **scores):
    return Verdict(dict.fromkeys(ATTRIBUTES, 0.0) | scores, action, code == "civility.language", code)


def result():
    """Of the comments that a real one is of, but two sets."""
    cases, probed = identity.madlibs(), probes.comments()
    calibration = {kind: {"error": 0.0125, "bins": [{"rows": 90, "score": 0.02, "share": 0.03}]}
                   for kind in ("equal_mass", "equal_width")}
    ranking = {"rows": 90, "positives": 30, "auc": 0.87654, "average_precision": 0.5}
    kind = {"rows": 40, "stopped": 0.5, "rejected": 0.1, "foreign": 0.25}
    hit = {"comments": 3, "precision": None, "recall": 0.0}
    return {"thresholds": shipped_thresholds(CIVILITY / "thresholds.hpp"),
            "ranking": {"z": {"TOXICITY": ranking, "THREAT": ranking | {"auc": None}},
                        "a": {"INSULT": ranking, "TOXICITY": ranking}, "obfuscation_b": {"TOXICITY": ranking}},
            "decisions": {"z": {"clean": kind, "toxic": kind | {"rows": 5, "foreign": 0}}, "a": {"unlabelled": kind}},
            "precision_and_recall": {"z": {"rows": 90, "positives": 30, "stopped": hit, "rejected": hit}},
            "calibration": {"z": {"TOXICITY": calibration}},
            "disguises": {"b": {"none": {"rows": 6, "auc": 0.9, "difference": 0.0, "toxic_stopped": 0.5}}},
            "hatecheck": {},
            "madlibs": measure.madlibs(cases, [verdict(TOXICITY=0.1 + 0.8 * toxic) for _, toxic, _ in cases]),
            "swapped": None,
            "probes": measure.probes(probed, [verdict("hold" if stop and text != "phuk off" else "approve")
                                              for _, stop, text in probed]),
            "speed": {"comments": 1, "seconds": 7.77, "comments_per_second": 0.13}}


class Marks(unittest.TestCase):
    def setUp(self):
        self.file = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="moderato-"))) / "MODEL.md"

    def test_only_what_is_between_them_is_replaced(self):
        self.file.write_text(f"# Ü\n\n{card.BEGIN}\nold\n{card.END}\n\nEnd.", encoding="utf-8")
        for _ in range(2):
            card.write(self.file, "new\n")
            self.assertEqual(self.file.read_text(encoding="utf-8"),
                             f"# Ü\n\n{card.BEGIN}\n\nnew\n\n{card.END}\n\nEnd.")

    def test_they_are_there_once_and_in_order(self):
        for text in ("", card.BEGIN, card.END, card.END + card.BEGIN, card.BEGIN + card.END + card.END):
            self.file.write_text(text)
            with self.assertRaisesRegex(BadData, "MODEL.md: expected <!-- measured --> once"):
                card.write(self.file, "new\n")
            self.assertEqual(self.file.read_text(), text)

    def test_a_file_that_is_not_there_is_named(self):
        with self.assertRaisesRegex(BadData, "MODEL.md: No such file"):
            card.parts(self.file)


class Tables(unittest.TestCase):
    def test_names_lean_left_and_numbers_right(self):
        self.assertEqual(card.table(["a", "b"], [["x|y", 0.12345], ["z", None]]),
                         "| a | b |\n| --- | ---: |\n| x\\|y | 0.123 |\n| z | - |\n")

    def test_a_section_without_rows_is_left_out(self):
        self.assertEqual(card.section("Title", "Note.", card.table(["a"], [])), "")

    def test_long_notes_are_wrapped(self):
        lines = card.section("Title", "word " * 60, card.table(["a"], [["b"]])).splitlines()
        self.assertLessEqual(max(map(len, lines)), 120)
        self.assertGreater(len(lines), 6)


class Card(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = (CIVILITY / "civility.model").read_bytes()
        cls.text = card.card(result(), {"z"}, cls.model)
        cls.lines = cls.text.splitlines()

    def test_the_file_is_named(self):
        self.assertIn(f"| size | {len(self.model):,} bytes |", self.lines)
        self.assertRegex(self.text, r"\| words it knows \| [1-9][0-9,]+, by \d+ numbers each \|")

    def test_rows_are_sorted_by_attribute_and_set(self):
        self.assertEqual([line for line in self.lines if "0.877" in line],
                         ["| TOXICITY | a | never | 90 | 30 | 0.877 | 0.500 |",
                          "| TOXICITY | z | held out | 90 | 30 | 0.877 | 0.500 |",
                          "| INSULT | a | never | 90 | 30 | 0.877 | 0.500 |"])

    def test_what_is_held_for_its_language_is_told_apart(self):
        self.assertIn("| z | 40 | 15.00 % | 10.00 % | 5 |  |  | 22.22 % |", self.lines)
        self.assertIn("| a | 40 | 15.00 % | 10.00 % | 25.00 % |", self.lines)

    def test_wrong_verdicts_are_shown(self):
        self.assertIn("| approved | phuk off |  |", self.lines)
        self.assertEqual(sum(line.startswith("| approved | ") for line in self.lines), 1)

    def test_parts_without_anything_are_left_out(self):
        self.assertNotIn("HateCheck", self.text)
        self.assertNotIn("swapped", self.text)

    def test_the_same_numbers_give_the_same_bytes_whatever_the_speed(self):
        again = result()
        again["ranking"] = dict(reversed(again["ranking"].items()))
        again["speed"]["seconds"] = 1.23
        self.assertEqual(card.card(again, {"z"}, self.model), self.text)


class Probes(unittest.TestCase):
    def test_each_is_one_comment_and_there_once(self):
        texts = [text for *_, text in probes.comments()]
        self.assertEqual(len(set(texts)), len(texts))
        for text in texts:
            self.assertTrue(text.strip() == text and "\\" not in text, text)


class Written(unittest.TestCase):
    """By hand, and so that it can be forgotten when the thresholds change."""

    def setUp(self):
        self.shipped = shipped_thresholds(CIVILITY / "thresholds.hpp")

    def test_the_readme_has_the_shipped_thresholds(self):
        text = (CIVILITY / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `([A-Z_]+)` \|.*\| ([\d.]+) \| ([\d.]+) \|$", text, re.MULTILINE)
        self.assertEqual({name: (float(hold), float(reject)) for name, hold, reject in rows},
                         {name: (self.shipped["hold"][name], self.shipped["reject"][name]) for name in ATTRIBUTES})

    def test_the_configuration_has_the_shipped_thresholds(self):
        text = (ROOT / "config/moderato.toml").read_text(encoding="utf-8")
        found = re.findall(r"^# (hold|reject)\.([A-Z_]+) = ([\d.]+)", text, re.MULTILINE)
        self.assertEqual(len(found), 2)
        for table, name, value in found:
            self.assertEqual(float(value), self.shipped[table][name], (table, name))


if __name__ == "__main__":
    unittest.main()
