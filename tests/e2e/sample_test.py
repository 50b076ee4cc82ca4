#!/usr/bin/python3
"""scripts/run --once: the sample discussion gets the verdicts it was written for."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Sample(unittest.TestCase):
    def test_the_sample_is_judged_as_it_was_written(self):
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            done = subprocess.run([ROOT / "scripts/run", "--once", "--sockets", folder], capture_output=True, text=True,
                                  timeout=300, env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        table = done.stdout.split("Council votes to close")[0] if "author  " in done.stdout else ""

        def verdict(author, beginning):
            line = next((line for line in table.splitlines() if author in line and beginning in line), "")
            return (re.search(r"\b(approved|held|rejected)\b", line) or [""])[0]

        self.assertEqual(verdict("Jonas Weber", "I used to cross"), "rejected")  # lapsed
        self.assertEqual(verdict("A passer-by", "Just found this paper"), "rejected")  # no member
        self.assertEqual(verdict("Dmitri Sokolov", "You are an idiot"), "rejected")
        self.assertEqual(verdict("Emeka Nwosu", "whoever thinks a boat"), "held")  # st00pid
        self.assertEqual(verdict("Hugo Bernard", "Emeka you absolute i d i o t"), "held")
        self.assertEqual(verdict("Hugo Bernard", "This decision is a disgrace"), "approved")  # heated, and fair
        self.assertEqual(verdict("Grace O'Malley", "> My bakery"), "approved")  # a quote with an answer
        self.assertEqual({"approved", "held"},  # the same under both articles, with small changes
                         {re.search(r"\b(approved|held|rejected)\b", line)[0] for line in table.splitlines()
                          if "ring road floods" in line or "People forget that the ring" in line})


if __name__ == "__main__":
    unittest.main()
