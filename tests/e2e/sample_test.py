#!/usr/bin/python3
"""scripts/run --once: the sample discussion through the shipped configuration, as a newcomer sees it."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from daemon import BIN

ROOT = Path(__file__).parents[2]
# Part of a comment's text, and what must become of it.
WANTED = {
    "> My bakery is forty metres": {"approved"},
    "This decision is a disgrace and I'm furious": {"approved"},
    "People forget that the ring road floods twice every": {"approved"},
    "People forget that the ring road floods twice each": {"held", "rejected"},
    "I used to cross that bridge": {"rejected"},
    "My membership ran out": {"rejected"},
    "Just found this paper": {"rejected"},
    "You deleted my account": {"rejected"},
    "You are an idiot, Hugo": {"held", "rejected"},
    "whoever thinks a boat": {"held", "rejected"},
    "Emeka you absolute": {"held", "rejected"},
    "Only an \u0456d\u0456\u043et": {"held", "rejected"},
    "I know where you park": {"held", "rejected"},
    "A note from the newsroom": {"approved"},
}


class Sample(unittest.TestCase):
    def test_the_sample_is_shown_as_it_was_decided(self):
        with tempfile.TemporaryDirectory(prefix="moderato-") as sockets:
            done = subprocess.run(
                [ROOT / "scripts/run", "--once", "--sockets", sockets], capture_output=True, text=True, timeout=600,
                stdin=subprocess.DEVNULL, env=os.environ | {"MODERATO_BUILD": str(BIN.parent), "COLUMNS": "160"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        table, threads = done.stdout.split("What a subscriber of the feed received")
        rows = table.splitlines()
        for text, wanted in WANTED.items():
            [row] = [row for row in rows if text in row]
            self.assertTrue(any(f" {each} " in row + " " for each in wanted), row)
            # Threads are wrapped, so look for the first words.
            start = " ".join(text.split()[:4])
            if wanted == {"approved"}:
                self.assertIn(start, threads)
            elif "ring road" not in text:
                self.assertNotIn(start, threads)
        self.assertIn("│ │ │ │ Dmitri Sokolov", threads)
        self.assertNotIn("\033", done.stdout)

    def test_the_sample_is_what_it_says(self):
        lines = (ROOT / "tests/sample/comments.jsonl").read_text().splitlines()
        comments = {c["id"]: c for c in map(json.loads, lines)}
        self.assertEqual(len(comments), len(lines))

        def depth(comment):
            return 1 + depth(comments[comment["parent"]]) if "parent" in comment else 0

        self.assertGreaterEqual(max(map(depth, comments.values())), 4)
        for comment in comments.values():
            if "parent" in comment:
                self.assertEqual(comments[comment["parent"]]["article"], comment["article"])


if __name__ == "__main__":
    unittest.main()
