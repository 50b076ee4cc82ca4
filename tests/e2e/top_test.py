#!/usr/bin/python3
"""moderato top: one picture, pictures for a pipe, and the live view on a terminal."""
import fcntl
import json
import os
import re
import signal
import struct
import subprocess
import termios
import time
import unittest

from daemon import BIN, PATIENCE, Daemon, comment


class Terminal:
    """A program on a terminal of its own, and what it has written there."""

    def __init__(self, *arguments, width=100, height=40):
        self.ours, self.its = os.openpty()
        self.resize(width, height)
        self.before = termios.tcgetattr(self.its)
        self.program = subprocess.Popen([BIN / "moderato", *arguments], stdin=self.its, stdout=self.its,
                                        stderr=subprocess.PIPE, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.set_blocking(self.ours, False)
        self.written = ""

    def resize(self, width, height):
        fcntl.ioctl(self.its, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def read(self):
        try:
            self.written += os.read(self.ours, 65_536).decode(errors="replace")
        except BlockingIOError:
            pass

    def until(self, pattern):
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self.written, re.S):
            assert time.monotonic() < deadline and self.program.poll() is None, self.written
            self.read()

    def type(self, keys):
        os.write(self.ours, keys)

    def ended(self):
        """Its exit code; all that it wrote has been read."""
        deadline = time.monotonic() + PATIENCE
        while self.program.poll() is None:  # it can't end while nobody takes what it writes
            assert time.monotonic() < deadline, self.written
            self.read()
        self.read()
        return self.program.returncode

    def close(self):
        self.program.kill()
        self.program.communicate()
        os.close(self.ours)
        os.close(self.its)


class Top(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon())
        self.daemon.desk().submit([comment(i, author=author) for i, author in
                                  enumerate(["good"] * 1_234 + ["wait"] * 3 + ["bad"] * 2)])
        self.daemon.stats_when(lambda stats: stats["in_flight"] == 0)

    def top(self, *options, **more):
        return subprocess.run([BIN / "moderato", "--config", self.daemon.config, "top", *options], capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, **more)

    def watch(self, *options, interval="0.1", **size):
        terminal = Terminal("--config", self.daemon.config, "top", "--interval", interval, *options, **size)
        self.addCleanup(terminal.close)
        return terminal

    def test_one_picture(self):
        done = self.top("--once")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertRegex(lines[0], r"^moderato \d+\.\d+\.\d+, up 0d 00:\d\d:\d\d, configuration [0-9a-f]{12}, "
                                   r"2 workers, 0 reloads$")
        in_all = next(line for line in lines if line.startswith("in all"))
        self.assertEqual(in_all.split()[2:], ["1,239", "1,234", "3", "2", "0"])
        membership = next(line for line in lines if line.startswith("membership")).split()
        self.assertEqual(membership[2:6], ["0.2%", "0.2%", "0", "0"])
        self.assertRegex(done.stdout, r"\np99( +\d[\d.]* [mu]?s){4}\n")
        self.assertRegex(done.stdout, r"ledger +1,239 decisions, ")
        self.assertTrue(all(len(line) <= 80 for line in lines[1:]), done.stdout)
        self.assertNotIn("\x1b", done.stdout)

    def test_json(self):
        done = self.top("--once", "--json")
        self.assertEqual(json.loads(done.stdout)["received"], 1_239)

    def test_without_a_daemon(self):
        done = self.top("--once", "--control", f"ipc://{self.daemon.folder}/nobody", "--timeout", "0.2")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nobody", done.stderr)

    def test_pictures_for_a_pipe_until_nobody_reads(self):
        command = [BIN / "moderato", "--config", self.daemon.config, "top", "--interval", "0.1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL) as program:
            for _ in range(2):
                while program.stdout.readline() != "\n":
                    pass
                while program.stdout.readline().startswith("moderato "):
                    pass
            program.stdout.close()
            self.assertEqual(program.wait(PATIENCE), 0)

    def test_on_a_terminal_it_is_drawn_again_and_again(self):
        terminal = self.watch()
        terminal.until(r"\x1b\[\?1049h.*in all +1,239.*\x1b\[H.*in all +1,239")
        self.daemon.desk().ask(comment("more"))
        terminal.until(r"in all +1,2[4-9]\d")
        terminal.type(b"xq")
        self.assertEqual(terminal.ended(), 0)
        self.assertTrue(terminal.written.endswith("\x1b[?25h\x1b[?1049l"), terminal.written[-100:])
        self.assertEqual(termios.tcgetattr(terminal.its), terminal.before)

    def test_it_follows_the_terminals_size(self):
        terminal = self.watch(interval="3600", width=60, height=5)
        terminal.until(r"\x1b\[J")
        self.assertNotIn("filter", terminal.written)
        rows = terminal.written.split("\x1b[H")[-1].split("\r\n")
        self.assertEqual(len(rows), 5)
        self.assertTrue(all(len(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", row).strip("\r")) <= 60 for row in rows), rows)
        terminal.resize(100, 40)
        terminal.until(r"membership")
        terminal.type(b"q")
        self.assertEqual(terminal.ended(), 0)

    def test_ctrl_c_and_signals_end_it_and_give_the_terminal_back(self):
        for end in (lambda t: t.type(b"\x03"), lambda t: t.program.send_signal(signal.SIGINT),
                    lambda t: t.program.send_signal(signal.SIGTERM)):
            terminal = self.watch()
            terminal.until("in all")
            end(terminal)
            self.assertEqual(terminal.ended(), 0)
            self.assertTrue(terminal.written.endswith("\x1b[?25h\x1b[?1049l"), terminal.written[-100:])
            self.assertEqual(termios.tcgetattr(terminal.its), terminal.before)

    def test_it_waits_for_a_daemon_that_is_away(self):
        terminal = self.watch("--control", f"ipc://{self.daemon.folder}/nobody", "--timeout", "0.2")
        terminal.until("no answer")
        terminal.type(b"q")
        self.assertEqual(terminal.ended(), 0)


if __name__ == "__main__":
    unittest.main()
