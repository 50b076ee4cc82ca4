#!/usr/bin/python3
"""On a terminal: whatever people write, it can't steer it, as text or as JSON, and JSON stays JSON."""
import json
import os
import re
import subprocess
import threading
import unittest

from daemon import BIN, Daemon, comment, frame

EVIL = [
    "\x1b[2J\x1b]0;title\x07",
    "\u009b2J \u0090q\u009c \x7f",
    "\r overwritten \b\b",
    "\u202edesrever\u202c \u2066\u2069 \u200e\u200f\u061c",
]
OURS = re.compile(r"\x1b\[[0-9;]*m|\r\x1b\[K")  # colours, and the progress bar
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def on_a_terminal(*arguments):
    """What a program writes to a terminal, its standard output and error."""
    ours, its = os.openpty()
    written = []

    def read():
        try:
            while got := os.read(ours, 65_536):
                written.append(got)
        except OSError:  # nobody has the other end any more
            pass

    with subprocess.Popen([BIN / "moderato", *arguments], stdin=subprocess.DEVNULL, stdout=its, stderr=its) as program:
        os.close(its)
        reader = threading.Thread(target=read)
        reader.start()
        program.wait()
    reader.join()
    os.close(ours)
    return program.returncode, b"".join(written).decode().replace("\r\n", "\n")


class Terminal(unittest.TestCase):
    def test_nothing_that_people_write_steers_it(self):
        with Daemon() as daemon:
            file = daemon.folder / "evil.jsonl"
            comments = [comment(f"c{i}", f"hello {evil} {i}", author="wait", name=evil) for i, evil in enumerate(EVIL)]
            # JSON may have most of them unescaped.
            file.write_bytes(b"".join(frame(each) + b"\n" for each in comments))
            articles = daemon.folder / "articles.jsonl"
            articles.write_bytes(frame({"article": EVIL[1]}) + b"\n")
            options = ("--config", daemon.config)
            for command, code in (
                (("submit", file), 0), (("queue",), 0), (("explain", "c1"), 0), (("explain", EVIL[1]), 1),
                (("tail", "--after", "0", "--count", "4"), 0),
                (("tail", "--after", "0", "--count", "4", "--comments"), 0),
                (("approve", "c1", "--moderator", EVIL[1], "--reason", EVIL[1]), 0), (("explain", "c1"), 0),
                (("run", "--articles", articles), 65),
            ):
                for form in ((), ("--json",)):
                    if form and command[0] == "approve":
                        command = ("undo", *command[1:])
                    with self.subTest(command=command, form=form):
                        returned, shown = on_a_terminal(*options, *command, *form)
                        self.assertEqual(returned, code, shown)
                        rest = shown if form and command[0] != "submit" else OURS.sub("", shown)
                        self.assertIsNone(STEERING.search(rest), ascii(shown))
            _, shown = on_a_terminal(*options, "tail", "--after", "0", "--count", "4", "--comments")
            self.assertEqual([json.loads(line) for line in shown.splitlines()], comments)

    def test_submit_shows_how_far_it_is(self):
        with Daemon() as daemon:
            file = daemon.folder / "many.jsonl"
            file.write_bytes(b"".join(frame(comment(i, f"Text {i}")) + b"\n" for i in range(2_000)))
            code, shown = on_a_terminal("--config", daemon.config, "submit", "--quiet", file)
            self.assertEqual(code, 0, shown)
            self.assertRegex(shown, r"\r\x1b\[K\[#* *\] \d+%  \d+ answered, \d+/s")
            self.assertTrue(shown.endswith("\r\x1b[K2000 approved, 0 held, 0 rejected\n"), ascii(shown[-200:]))


if __name__ == "__main__":
    unittest.main()
