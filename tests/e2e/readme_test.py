#!/usr/bin/python3
"""The commands of README.md's tour, run in order against the daemon that scripts/run leaves up."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ["MODERATO_BIN"])


class Readme(unittest.TestCase):
    def test_the_tour_works(self):
        text = (ROOT / "README.md").read_text()
        commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines()
                    if "build/release/bin/" in line]
        self.assertGreater(len(commands), 6)
        with tempfile.TemporaryDirectory(prefix="moderato-") as folder:
            run = subprocess.Popen([ROOT / "scripts/run", "--sockets", folder], stdout=subprocess.PIPE, text=True,
                                   stderr=subprocess.STDOUT)
            try:
                said = ""
                for line in run.stdout:
                    said += line
                    if "Its data is in" in line:
                        break
                else:
                    self.fail(said)
                config = f"--config {folder}/moderato.toml"
                for command in commands:
                    here = re.sub(r"build/release/bin/moderato( run)?",
                                  lambda m: f"{BIN}/moderato{m[1] or ''} {config}", command)
                    done = subprocess.run(["bash", "-c", here], cwd=ROOT, capture_output=True, text=True, timeout=120)
                    self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")
            finally:
                run.terminate()
                run.stdout.close()
                self.assertEqual(run.wait(120), 143, "everything stopped cleanly")


if __name__ == "__main__":
    unittest.main()
