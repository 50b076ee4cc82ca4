#!/usr/bin/python3
"""Clients nobody here wrote, in Python (pyzmq) and Node (zeromq), sharing no code with the daemon."""
import json
import os
import subprocess
import unittest
from pathlib import Path

from daemon import Daemon

CLIENTS = Path(__file__).resolve().parents[1] / "clients"
MODULES = Path(os.environ["MODERATO_BUILD"]).parent / "clients" / "node_modules"


class Clients(unittest.TestCase):
    def play(self, *program):
        with Daemon(tcp=True) as daemon:
            addresses = [daemon.addresses[name] for name in ("queue", "desk", "publish")]
            done = subprocess.run([*program, *addresses], capture_output=True, text=True, timeout=120,
                                  env=os.environ | {"NODE_PATH": str(MODULES)})
        self.assertEqual(done.returncode, 0, done.stderr)
        said = json.loads(done.stdout)
        self.assertEqual(said["receipt"]["action"], "approve")
        self.assertEqual(said["error"]["error"]["code"], "comment.not_json")
        seen = {message[3]["id"]: message for message in said["feed"]}
        self.assertEqual(set(seen), {"by-desk", "by-queue"})
        self.assertEqual(seen["by-desk"][3], said["receipt"])
        self.assertEqual(seen["by-queue"][2], said["sent"])  # byte for byte, unknown fields included

    def test_python(self):
        self.play("/usr/bin/python3", CLIENTS / "client.py")

    def test_node(self):
        self.play("node", CLIENTS / "client.js")


if __name__ == "__main__":
    unittest.main()
