#!/usr/bin/env python3
"""The program is run and asked as Moderato does it."""
import json
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAM = Path(__file__).resolve().with_name("FILTER_NAME_filter.py")


def ask(settings, *texts):
    """The answer to the greeting, and those about comments with these texts."""
    messages = [{"type": "hello", "protocol": 1, "settings": settings}]
    messages += [{"type": "check", "id": number, "comment": {"text": text}} for number, text in enumerate(texts)]
    said = subprocess.run([sys.executable, PROGRAM], input="".join(json.dumps(each) + "\n" for each in messages),
                          capture_output=True, encoding="utf-8", check=True, timeout=60).stdout
    greeting, *answers = map(json.loads, said.splitlines())
    return greeting, answers


class FilterNameTest(unittest.TestCase):
    def test_passes_what_is_short(self):
        _, (answer,) = ask({"max_bytes": 5}, "hello")
        self.assertEqual(answer, {"id": 0, "action": "pass"})

    def test_holds_what_is_longer(self):
        _, (answer,) = ask({"max_bytes": 5}, "hello!")
        self.assertEqual(answer, {"id": 0, "action": "hold", "code": "FILTER_NAME.long",
                                  "message": "Is longer than 5 bytes."})

    def test_takes_two_thousand_bytes_unless_told_otherwise(self):
        greeting, answers = ask({}, 1000 * "é", 1000 * "é" + "a")
        self.assertTrue(greeting["ready"])
        self.assertEqual([answer["action"] for answer in answers], ["pass", "hold"])

    def test_refuses_settings_that_make_no_sense(self):
        for settings in ({"max_bytes": 0}, {"max_bytes": "many"}, {"max_bites": 5}):
            greeting, _ = ask(settings)
            self.assertFalse(greeting["ready"])
            self.assertIn(next(iter(settings)), greeting["error"])

    def test_an_error_costs_one_comment_its_judgement(self):
        _, answers = ask({"max_bytes": 5}, None, "hello")
        self.assertIn("error", answers[0])
        self.assertEqual(answers[1]["action"], "pass")


if __name__ == "__main__":
    unittest.main()
