#!/usr/bin/python3
"""Runs the tests of this folder against a real gateway and daemon in place of the stand-in.
Usage: beside_gateway.py FILE... Environment as CMakeLists.txt sets it. The gateway takes comments and has moderators as
running_gateway.mjs and console_running.mjs want it; who wants more of one than HTTP has real_gateway.py."""
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "e2e"))
from contract_test import KEY
from daemon import BIN, PATIENCE, Daemon
from gateway import Gateway

WORDS = '''
import json
import re
import sys

WORDS = {"idiot": ("reject", "civility.insult", "This reads as an insult. Please say it without."),
         "casino": ("hold", "wordlist.advertising", "It may be advertising.")}
for line in sys.stdin:
    message, answer = json.loads(line), {}
    if message["type"] == "hello":
        answer = {"protocol": 1, "name": "words", "version": "1.0", "ready": True, "span_unit": "code points"}
    elif message["type"] == "check":
        answer = {"id": message["id"], "action": "pass"}
        for word, (action, code, said) in WORDS.items():
            if found := [list(match.span()) for match in re.finditer(word, message["comment"]["text"], re.I)]:
                answer.update(action=action, code=code, message=said, spans=found)
                break
    print(json.dumps(answer), flush=True)
'''

FILTERS = """
[filter.membership]
source = "token"
key_file = "token.key"
[filter.words]
plugin = "remote"
command = ["/usr/bin/python3"]
program = "words.py"
timeout_ms = 30000
"""

GATEWAY = """
limits = { comments_per_member = 0, comments_per_address = 0, reports_per_address = 0, decisions_per_address = 0 }
site.default.origins = ["http://127.0.0.1:*"]
"""

MODERATORS = {"anna": "moderator", "ben": "lead", "carla": "admin"}
PASSWORD = "correct horse battery"  # console_stand_in.mjs


def add_moderators(daemon):
    for name, role in MODERATORS.items():
        subprocess.run([BIN / "moderato-gateway", "--config", daemon.config, "account", "add", name, "--role", role, "--read"],
                       input=PASSWORD + "\n", stdout=subprocess.DEVNULL, text=True, timeout=PATIENCE, check=True)


def main(tests):
    daemon = Daemon(chain=("membership", "words"), filters=FILTERS, tables={"gateway": GATEWAY})
    for name, text in (("token.key", KEY), ("words.py", WORDS.encode())):
        (daemon.folder / name).write_bytes(text)
        (daemon.folder / name).chmod(0o600)
    failed = []
    with daemon, Gateway(daemon) as gateway:
        add_moderators(daemon)
        address = f"http://{gateway.address()}"
        environment = {**os.environ, "MODERATO_GATEWAY": address, "MODERATO_CONSOLE_GATEWAY": address}
        for test in tests:
            runs = ["/usr/bin/python3"] if test.endswith(".py") else ["node", "--test"]
            if subprocess.run([*runs, HERE / test], env=environment).returncode != 0:
                failed.append(test)
        assert not failed, f"{failed}; the gateway's log:\n{gateway.log()}"


if __name__ == "__main__":
    main(sys.argv[1:])
