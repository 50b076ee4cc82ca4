#!/usr/bin/python3
"""Measures how long Coral waits for an answer of its external moderation phase, at a steady rate: from Node, as Coral asks,
through the gateway, the daemon's chain and its ledger. All run on this machine; nothing else should meanwhile.

Usage: tests/gateway/coral/bench.py [RATE] [SECONDS]     200 a second for 20 seconds unless told otherwise."""
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "e2e"))
from coral_server import FOLDER, MODULES  # noqa: E402
from daemon import Daemon  # noqa: E402
from gateway import Gateway  # noqa: E402

RATE = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
SECRET = "ssec_bench"
CHAIN = ("duplicate", "wordlist", "links", "civility")


def main():
    daemon = Daemon(chain=CHAIN, filters='[filter.wordlist]\nbanned = "viagra"\n')
    secret = daemon.folder / "phase.secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    # Nobody answers there: what is noted of each comment for later is measured, too.
    coral = ('[gateway.site.default.coral]\nsecrets = { file = "phase.secret" }\ntoken = { file = "phase.secret" }\n'
             'graphql = "http://127.0.0.1:1/"\n')
    daemon.config.write_text(daemon.config.read_text().replace("[monitor]", coral + "[monitor]"))
    with daemon, Gateway(daemon) as gateway:
        given = {"url": f"http://{gateway.address()}/coral/default", "secret": SECRET, "rate": RATE}
        ask = lambda seconds: json.loads(subprocess.run(
            ["node", FOLDER / "load.js", json.dumps({**given, "seconds": seconds})], check=True, capture_output=True, text=True,
            env=os.environ | {"NODE_PATH": str(MODULES)}).stdout)
        ask(2)  # so that Node's code is compiled
        load = os.getloadavg()[0]
        found = ask(SECONDS)
        with urllib.request.urlopen(f"http://{gateway.address()}/metrics") as answer:
            late = next(line for line in answer.read().decode().splitlines() if 'answer="late"' in line)
        ms = found["ms"]
        print(f"{found['asked']:,} requests at {RATE} a second ({'+'.join(CHAIN)}): p50 {ms['p50']} ms, p90 {ms['p90']} ms, "
              f"p99 {ms['p99']} ms, worst {ms['worst']} ms; by status {found['statuses']}, without an answer in 200 ms "
              f"{found['failures'] or 0}; 204 for being late: {late.split()[-1]} of all")
        print(f"the machine: {os.cpu_count()} cores, load {load:.1f} before, {os.getloadavg()[0]:.1f} after")


main()
